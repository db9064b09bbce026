//! `earmark generate`.
#![allow(clippy::disallowed_types)] // invented dumps are written here, nobody's data

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use anyhow::Context as _;
use earmark::generate::{self, Amount, Kind, Options};

use crate::args::{self, Generate};
use crate::output::{bytes, counted};
use crate::{Exit, Usage};

pub(crate) fn run(command: &Generate) -> anyhow::Result<Exit> {
    let amount = match (command.records, command.bytes) {
        (Some(records), _) => Amount::Records(records),
        (_, Some(bytes)) => Amount::Bytes(bytes),
        (None, None) => return Err(Usage("--records or --bytes is needed".into()).into()),
    };
    let options = Options::new(kind(command.kind), amount, command.seed);
    let mut gold = command.gold.as_deref().map(create).transpose()?;
    let mut total = Total::default();
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

const fn kind(kind: args::Kind) -> Kind {
    match kind {
        args::Kind::Voicemail => Kind::Voicemail,
        args::Kind::Callers => Kind::Callers,
        args::Kind::People => Kind::People,
        args::Kind::Cluster => Kind::Cluster,
        args::Kind::Mixed => Kind::Mixed,
    }
}
