//! Which sources the given inputs stand for.

use std::fs;
use std::path::{Path, PathBuf};

use super::Source;

/// The sources of all inputs, in the order given; folders in byte order of their paths, without `exclude` (the output).
///
/// What cannot be found or opened is a source too, with its error, so that it is accounted for.
pub(crate) fn expand(inputs: &[String], exclude: &Path) -> Vec<Source> {
    let exclude = fs::canonicalize(exclude).ok();
    inputs.iter().flat_map(|input| expand_one(input, exclude.as_deref())).collect()
}

fn expand_one(input: &str, exclude: Option<&Path>) -> Vec<Source> {
    let path = Path::new(input);
    if input == "-" {
        return vec![Source { name: "-".into(), path: None, size: None, modified: None, error: None }];
    }
    if !path.exists() && input.contains(['*', '?', '[']) {
        return expand_glob(input, exclude);
    }
    expand_path(path, exclude)
}

fn expand_glob(pattern: &str, exclude: Option<&Path>) -> Vec<Source> {
    let paths: Vec<PathBuf> = glob::glob(pattern).map(|paths| paths.flatten().collect()).unwrap_or_default();
    if paths.is_empty() {
        return vec![failed(Path::new(pattern), "nothing matches".into())];
    }
    paths.iter().flat_map(|path| expand_path(path, exclude)).collect()
}

fn expand_path(path: &Path, exclude: Option<&Path>) -> Vec<Source> {
    if !path.is_dir() {
        return vec![open(path)];
    }
    let mut walk = walkdir::WalkDir::new(path).sort_by(|a, b| a.file_name().cmp(b.file_name())).into_iter();
    let mut sources = Vec::new();
    while let Some(entry) = walk.next() {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {
                if exclude.is_some() && fs::canonicalize(entry.path()).ok().as_deref() == exclude {
                    walk.skip_current_dir();
                }
            }
            Ok(entry) if entry.file_type().is_file() => sources.push(open(entry.path())),
            // A link inside a folder is not followed: what it points to is found where it lies, or not given.
            Ok(_) => {}
            Err(error) => {
                let path = error.path().unwrap_or(path).to_owned();
                sources.push(failed(&path, why(error.io_error())));
            }
        }
    }
    sources
}

fn open(path: &Path) -> Source {
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_file() => Source {
            name: path.to_string_lossy().into_owned(),
            path: Some(path.to_owned()),
            size: Some(metadata.len()),
            modified: metadata.modified().ok(),
            error: None,
        },
        Ok(_) => failed(path, "not a regular file".into()),
        Err(error) => failed(path, why(Some(&error))),
    }
}

fn why(error: Option<&std::io::Error>) -> String {
    error.map_or_else(|| "cannot be read".into(), super::reason)
}

fn failed(path: &Path, error: String) -> Source {
    let name = path.to_string_lossy().into_owned();
    Source { name, path: Some(path.to_owned()), size: Some(0), modified: None, error: Some(error) }
}
