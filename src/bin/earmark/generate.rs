//! `earmark generate`.
#![allow(clippy::disallowed_types)] // invented dumps are written here, nobody's data

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use earmark::generate::{self, Amount, Kind, Options, Recording, Recordings};

use crate::args::{self, Generate};
use crate::output::{bytes, counted};
use crate::{Exit, Usage};

pub(crate) fn run(command: &Generate) -> anyhow::Result<Exit> {
    let amount = match (command.records, command.bytes) {
        (Some(records), _) => Amount::Records(records),
        (_, Some(bytes)) => Amount::Bytes(bytes),
        (None, None) => return Err(Usage("--records or --bytes is needed".into()).into()),
    };
    let mut gold = command.gold.as_deref().map(create).transpose()?;
    let mut total = Total::default();
    let Some(kind) = kind(command.kind) else {
        return recordings(command, gold.as_mut());
    };
    let options = Options::new(kind, amount, command.seed);
    match &command.out {
        Some(folder) if folder.is_dir() => {
            for (name, options) in parts(&options) {
                let mut file = create(&folder.join(format!("{name}.json")))?;
                total.add(&options, &mut file, gold.as_mut())?;
            }
        }
        Some(path) => total.add(&options, &mut create(path)?, gold.as_mut())?,
        None => total.add(&options, &mut io::stdout().lock(), gold.as_mut())?,
    }
    let records = counted(total.records, "record", "records");
    let _ = writeln!(io::stderr().lock(), "earmark: {records}, {} written", bytes(total.bytes));
    Ok(Exit::Done)
}

/// What goes into a folder: the collections of a cluster, or the dump as a whole.
fn parts(options: &Options) -> Vec<(&'static str, Options)> {
    match options.kind {
        Kind::Cluster => generate::collections(options),
        kind => vec![(kind.name(), *options)],
    }
}

#[derive(Default)]
struct Total {
    records: u64,
    bytes: u64,
}

impl Total {
    fn add(&mut self, options: &Options, dump: &mut dyn Write, gold: Option<&mut File>) -> anyhow::Result<()> {
        let gold = gold.map(|file| file as &mut dyn Write);
        let written = generate::write(options, dump, gold).context("cannot write the dump")?;
        dump.flush().context("cannot write the dump")?;
        self.records += written.records;
        self.bytes += written.bytes;
        Ok(())
    }
}

fn create(path: &Path) -> anyhow::Result<File> {
    File::create(path).with_context(|| format!("cannot write {}", path.display()))
}

/// The kind of a dump of lines; `None` for a tree of files.
const fn kind(kind: args::Kind) -> Option<Kind> {
    Some(match kind {
        args::Kind::Voicemail => Kind::Voicemail,
        args::Kind::Callers => Kind::Callers,
        args::Kind::People => Kind::People,
        args::Kind::Cluster => Kind::Cluster,
        args::Kind::Mixed => Kind::Mixed,
        args::Kind::Recordings => return None,
    })
}

/// Writes recordings into a folder, or, without one, a list of their paths.
fn recordings(command: &Generate, mut gold: Option<&mut File>) -> anyhow::Result<Exit> {
    let (mut made, mut file) = (Recordings::new(command.seed), Recording::default());
    let (mut folder, mut list, mut total) = (PathBuf::new(), io::stdout().lock(), Total::default());
    let reached = |total: &Total| match (command.records, command.bytes) {
        (Some(records), _) => total.records >= records,
        (_, bytes) => total.bytes >= bytes.unwrap_or_default(),
    };
    while !reached(&total) {
        made.next_file(&mut file);
        match &command.out {
            Some(out) => {
                let path = out.join(&file.path);
                let parent = path.parent().unwrap_or(out);
                // Files of a folder come together, mostly.
                if folder != parent {
                    fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))?;
                    parent.clone_into(&mut folder);
                }
                fs::write(&path, &file.bytes).with_context(|| format!("cannot write {}", path.display()))?;
            }
            None => writeln!(list, "{}", file.path).context("cannot write the list")?,
        }
        if let Some(gold) = gold.as_mut() {
            gold.write_all(&file.gold).context("cannot write gold")?;
        }
        total.records += 1;
        total.bytes += file.bytes.len() as u64;
    }
    let records = counted(total.records, "recording", "recordings");
    let _ = writeln!(io::stderr().lock(), "earmark: {records}, {} written", bytes(total.bytes));
    Ok(Exit::Done)
}
