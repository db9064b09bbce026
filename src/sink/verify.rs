//! Is a run folder what its run wrote? Every hash, every chunk and every count is looked at again.
#![allow(clippy::disallowed_types)] // outputs are read back here

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::Path;

use serde_json::Value;

use super::folder::OUTPUTS;
use crate::error::{Error, ErrorKind};
use crate::tally::Status;

/// What [`verify`] found to be so.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Verified {
    /// The manifest's own word: `done`, `interrupted`, `unfinished`, `failed`.
    pub state: String,
    /// Committed pieces of the chunk log.
    pub pieces: u64,
    /// Records they account for.
    pub records: u64,
    /// Everything that does not agree; empty for an intact folder.
    pub problems: Vec<String>,
}

/// Rechecks a run folder: BLAKE3 of every output, the chunk log against the outputs, the outputs against the summary.
///
/// # Errors
/// [`ErrorKind::Run`] where there is no readable run folder. What does not agree is no error but a
/// [problem](Verified::problems).
pub fn verify(folder: &Path) -> Result<Verified, Error> {
    let manifest = read_json(folder, "manifest.json")?;
    let mut found =
        Verified { state: manifest["state"].as_str().unwrap_or("unknown").to_owned(), ..Verified::default() };
    check_hashes(folder, &manifest, &mut found)?;
    let totals = check_chunks(folder, &mut found)?;
    if matches!(found.state.as_str(), "done" | "interrupted") {
        check_counts(folder, &totals, &mut found)?;
    }
    Ok(found)
}

fn read_json(folder: &Path, name: &str) -> Result<Value, Error> {
    let text = fs::read(folder.join(name)).map_err(|error| Error::io(format!("cannot read {name}"), error))?;
    serde_json::from_slice(&text).map_err(|_| Error::new(ErrorKind::Run, format!("{name} is no JSON")))
}

fn check_hashes(folder: &Path, manifest: &Value, found: &mut Verified) -> Result<(), Error> {
    for (name, output) in manifest["outputs"].as_object().into_iter().flatten() {
        // Of an unfinished run the manifest knows only that the files were there.
        if !matches!(found.state.as_str(), "done" | "interrupted") {
            continue;
        }
        let mut hasher = blake3::Hasher::new();
        let file = File::open(folder.join(name)).map_err(|error| Error::io(format!("cannot read {name}"), error))?;
        hasher.update_reader(file).map_err(|error| Error::io(format!("cannot read {name}"), error))?;
        if output["blake3"].as_str() != Some(hasher.finalize().to_hex().as_str()) {
            found.problems.push(format!("{name} is not what was written: its hash differs"));
        }
    }
    Ok(())
}

/// Sums of the chunk log.
#[derive(Default)]
struct Totals {
    status: [u64; 4],
    ends: [u64; 3],
}

fn check_chunks(folder: &Path, found: &mut Verified) -> Result<Totals, Error> {
    let mut totals = Totals::default();
    let mut last: Option<(u64, u64)> = None;
    for line in lines(folder, "chunks.ndjson")? {
        let piece: Value = match serde_json::from_str(&line?) {
            Ok(piece) => piece,
            // A run that was killed may leave half a line: of a chunk that was not committed.
            Err(error) if found.state == "unfinished" && error.is_eof() => break,
            Err(_) => return Err(Error::new(ErrorKind::Run, "chunks.ndjson is no JSON")),
        };
        let number = |name: &str| piece[name].as_u64().unwrap_or_default();
        let (source, start, end) = (number("source"), number("start"), number("end"));
        let expected = last.filter(|(of, _)| *of == source).map_or(0, |(_, end)| end);
        if start != expected || last.is_some_and(|(of, _)| of > source) {
            found.problems.push(format!("chunks.ndjson: source {source} goes on at {start}, not at {expected}"));
        }
        last = Some((source, end));
        for (sum, status) in totals.status.iter_mut().zip(Status::ALL) {
            *sum += piece["records"][status.name()].as_u64().unwrap_or_default();
        }
        for (end, name) in totals.ends.iter_mut().zip(["records", "findings", "unreadable"]) {
            *end = piece["ends"][name].as_u64().unwrap_or_default().max(*end);
        }
        found.pieces += 1;
    }
    found.records = totals.status.iter().sum();
    for (name, end) in OUTPUTS.iter().zip(totals.ends) {
        let size =
            fs::metadata(folder.join(name)).map_err(|error| Error::io(format!("cannot read {name}"), error))?.len();
        if size < end || (size > end && found.state != "unfinished") {
            found.problems.push(format!("{name} has {size} bytes, {end} were committed"));
        }
    }
    Ok(totals)
}

fn lines(folder: &Path, name: &'static str) -> Result<impl Iterator<Item = Result<String, Error>>, Error> {
    let failed = move |error| Error::io(format!("cannot read {name}"), error);
    let file = File::open(folder.join(name)).map_err(failed)?;
    Ok(BufReader::new(file).lines().map(move |line| line.map_err(failed)))
}

/// The records' own lines against the summary, by status, label and tier.
fn check_counts(folder: &Path, totals: &Totals, found: &mut Verified) -> Result<(), Error> {
    let summary = read_json(folder, "summary.json")?;
    for (status, sum) in Status::ALL.iter().zip(totals.status) {
        if summary["by_status"][status.name()].as_u64() != Some(sum) {
            found.problems.push(format!("summary.json and chunks.ndjson count {} differently", status.name()));
        }
    }
    let records = read_json(folder, "manifest.json")?;
    if records["options"]["records"].as_str().is_some_and(|amount| amount != "all") {
        return Ok(());
    }
    let (mut flagged, mut tiers) = (0, std::collections::BTreeMap::<String, u64>::new());
    for line in lines(folder, "records.ndjson")? {
        let record: Value =
            serde_json::from_str(&line?).map_err(|_| Error::new(ErrorKind::Run, "records.ndjson is no JSON"))?;
        flagged += 1;
        *tiers.entry(record["tier"].as_str().unwrap_or_default().to_owned()).or_default() += 1;
    }
    if flagged != totals.status[0] {
        found.problems.push(format!("records.ndjson has {flagged} lines, {} records were flagged", totals.status[0]));
    }
    for (tier, count) in tiers {
        if summary["by_tier"][&tier].as_u64() != Some(count) {
            found.problems.push(format!("records.ndjson and summary.json count {tier} differently"));
        }
    }
    Ok(())
}
