//! Dictionary files as the user gives them: read here, since the library reads none.

use std::path::{Path, PathBuf};

use anyhow::Context as _;

use crate::Usage;

/// Names and texts of the dictionaries at `paths`: files as given, folders with all their `*.tsv` in byte order of the path.
///
/// # Errors
/// Where one cannot be read, is not UTF-8, or a folder holds none.
pub(crate) fn read(paths: &[PathBuf]) -> anyhow::Result<Vec<(String, String)>> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            files.extend(tables(path)?);
        } else {
            files.push(path.clone());
        }
    }
    files.iter().map(|file| read_file(file)).collect()
}

fn tables(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let entries = walkdir::WalkDir::new(folder).follow_links(true).into_iter().collect::<Result<Vec<_>, _>>();
    let entries = entries.with_context(|| format!("cannot read the folder {}", folder.display()))?;
    let is_table = |path: &Path| path.extension().is_some_and(|extension| extension == "tsv") && path.is_file();
    let mut files: Vec<_> =
        entries.into_iter().map(walkdir::DirEntry::into_path).filter(|path| is_table(path)).collect();
    if files.is_empty() {
        return Err(Usage(format!("the folder {} holds no dictionary (*.tsv)", folder.display())).into());
    }
    files.sort();
    Ok(files)
}

fn read_file(path: &Path) -> anyhow::Result<(String, String)> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read the dictionary {name}"))?;
    Ok((name, text))
}
