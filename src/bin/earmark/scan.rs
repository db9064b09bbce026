//! `earmark scan`.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::available_parallelism;

use anyhow::Context as _;
use earmark::{Amount, Format, HashMode, Key, Names, Outcome, Reveal, Run, Scanner, Tier};
use serde_json::{Value, json};

use crate::args::{self, FailOn, Scan, Writing, name_of};
use crate::config::Fields;
use crate::progress::Meter;
use crate::{Exit, Usage, judging, output, report};

/// Set by Ctrl-C, SIGTERM and SIGHUP.
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

pub(crate) fn run(scan: &Scan) -> anyhow::Result<Exit> {
    let Writing { reveal, yes, .. } = scan.writing;
    if reveal.is_some() && !yes {
        let why =
            "--reveal writes what leaked into the run folder, where it can leak again; with --yes earmark does it";
        return Err(Usage(why.into()).into());
    }
    let fields = Fields::of(&scan.reading)?;
    let scanner = judging::scanner(&scan.judging)?;
    let key = scan.writing.key_file.as_deref().map(|path| key(path, &scan.out)).transpose()?;
    listen()?;
    let meter = Meter::new(scan.writing.progress);
    let outcome = execute(scan, fields, &scanner, key, meter.as_ref());
    if let Some(meter) = &meter {
        meter.finish();
    }
    let outcome = outcome?;
    output::print(&report::render(&outcome, &scan.out))?;
    Ok(exit(&outcome, scan.writing.fail_on))
}

/// The first signal ends the run at a committed chunk, the second at once: a pipe may keep a worker waiting.
fn listen() -> anyhow::Result<()> {
    let handler = || {
        if INTERRUPTED.swap(true, Ordering::Relaxed) {
            std::process::exit(i32::from(Exit::Failed as u8));
        }
    };
    ctrlc::set_handler(handler).context("cannot listen for signals")
}

fn execute(
    scan: &Scan,
    fields: Fields,
    scanner: &Scanner,
    key: Option<Key>,
    meter: Option<&Meter>,
) -> Result<Outcome, earmark::Error> {
    let writing = &scan.writing;
    let note = note(scan, &fields, scanner);
    let mut run = Run::new(scanner, &scan.inputs, &scan.out)
        .fields(fields.options)
        .jobs(writing.jobs.or_else(|| available_parallelism().ok()).map_or(1, usize::from))
        .format(format(&scan.reading.format))
        .names(names(scan.reading.names))
        .hash(hash(scan.reading.hash))
        .records(amount(writing.records))
        .findings(amount(writing.findings))
        .reveal(reveal(writing.reveal))
        .overwrite(writing.overwrite)
        .note_options(note)
        .interrupt(&INTERRUPTED);
    if let Some(key) = key {
        run = run.key(key);
    }
    let show = |progress| {
        if let Some(meter) = meter {
            meter.show(progress);
        }
    };
    if meter.is_some() { run.progress(&show).execute() } else { run.execute() }
}

fn exit(outcome: &Outcome, fail_on: Option<FailOn>) -> Exit {
    if outcome.interrupted {
        Exit::Failed
    } else if fail_on.is_some_and(|fail_on| is_met(&outcome.summary, fail_on)) {
        Exit::Alarm
    } else if outcome.faults > 0 {
        Exit::Faults
    } else {
        Exit::Done
    }
}

fn is_met(summary: &Value, fail_on: FailOn) -> bool {
    let any = |by: &str, name: &str| summary[by][name].as_u64().is_some_and(|records| records > 0);
    match fail_on {
        FailOn::Label(name) => any("by_label", name),
        FailOn::Tier(least) => {
            Tier::ALL.into_iter().filter(|tier| *tier >= least).any(|tier| any("by_tier", tier.name()))
        }
    }
}

/// Reads or makes the key, which must not lie where whoever gets the run folder gets it too.
fn key(path: &Path, out: &Path) -> anyhow::Result<Key> {
    if resolve(path)?.starts_with(resolve(out)?) {
        let why = "the key file lies inside the run folder: whoever has both can test guesses against fingerprints";
        return Err(Usage(why.into()).into());
    }
    Ok(earmark::read_or_make_key(path)?)
}

/// The path without links and dots, as far as it exists.
fn resolve(path: &Path) -> anyhow::Result<PathBuf> {
    let absolute = std::path::absolute(path).context("cannot tell where the key file lies")?;
    let existing = absolute.ancestors().find_map(|parent| Some((parent, parent.canonicalize().ok()?)));
    Ok(match existing {
        Some((parent, real)) => real.join(absolute.strip_prefix(parent).unwrap_or(&absolute)),
        None => absolute,
    })
}

/// The effective options, for the manifest. Inputs, output and other paths are not among them: they may name people.
fn note(scan: &Scan, fields: &Fields, scanner: &Scanner) -> Value {
    let writing = &scan.writing;
    json!({
        "format": scan.reading.format,
        "names": name_of(&scan.reading.names),
        "fields": fields.note,
        "hash": name_of(&scan.reading.hash),
        "judging": judging::note(&scan.judging, scanner),
        "records": name_of(&writing.records),
        "findings": name_of(&writing.findings),
        "key_file": writing.key_file.is_some(),
        "reveal": writing.reveal.as_ref().map(name_of),
        "fail_on": writing.fail_on.map(FailOn::name),
    })
}

/// The format of a name that the arguments let through.
fn format(name: &str) -> Format {
    Format::ALL.into_iter().find(|format| format.name() == name).unwrap_or_default()
}

const fn names(names: args::Names) -> Names {
    match names {
        args::Names::On => Names::On,
        args::Names::Only => Names::Only,
        args::Names::Off => Names::Off,
    }
}

const fn hash(hash: args::Hash) -> HashMode {
    match hash {
        args::Hash::Full => HashMode::Full,
        args::Hash::Header => HashMode::Header,
        args::Hash::None => HashMode::None,
    }
}

const fn amount(amount: args::Amount) -> Amount {
    match amount {
        args::Amount::None => Amount::None,
        args::Amount::Sensitive => Amount::Sensitive,
        args::Amount::All => Amount::All,
    }
}

const fn reveal(reveal: Option<args::Reveal>) -> Reveal {
    match reveal {
        None => Reveal::Nothing,
        Some(args::Reveal::Terms) => Reveal::Terms,
        Some(args::Reveal::Names) => Reveal::Names,
        Some(args::Reveal::Values) => Reveal::Values,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alarms_look_at_labels_and_at_tiers_from_theirs_up() {
        let summary = json!({ "by_label": { "medical": 0, "identity": 2 }, "by_tier": { "T1": 2, "T3": 1, "T4": 0 } });
        let met = |fail_on| is_met(&summary, fail_on);
        assert!(met(FailOn::Label("identity")) && !met(FailOn::Label("medical")) && !met(FailOn::Label("financial")));
        assert!(met(FailOn::Tier(Tier::T1)) && met(FailOn::Tier(Tier::T2)) && !met(FailOn::Tier(Tier::T4)));
    }
}
