//! The run folder: private, append-only, and always at a committed chunk.
#![allow(clippy::disallowed_types)] // this is where files are written

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::time::Instant;

use super::inputs::{Asked, Inputs, SourceInfo};
use super::manifest;
use super::private::{Output, private, write_private};
use super::settings::Settings;
use super::{ChunkResult, Key, Piece, Sink, summary};
use crate::error::{Error, ErrorKind};
use crate::scanner::Scanner;
use crate::tally::{Bytes, Tally};

/// The outputs that grow with each chunk, in the order of [`Piece::ends`]; the chunk log is one of them, behind what it tells of.
pub(super) const OUTPUTS: [&str; 5] =
    ["records.ndjson", "findings.ndjson", "unreadable.ndjson", "chunks.ndjson", "inputs.ndjson"];
const SUMMARY: &str = "summary.json";
const CHUNKS: usize = 3;
const INPUTS: usize = 4;

/// How far a run has come, told after each commit.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct Progress {
    /// Bytes of all sources; `None` where one is a pipe.
    pub total_bytes: Option<u64>,
    /// Bytes that are accounted for.
    pub bytes: u64,
    /// Records read.
    pub records: u64,
    /// Records flagged.
    pub flagged: u64,
}

/// What a finished run came to.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Outcome {
    /// The summary, as `summary.json` holds it, without the counts by container, tenant, month and state.
    pub summary: serde_json::Value,
    /// Records by status: flagged, nothing found, unexamined, unreadable.
    pub records: [u64; 4],
    /// Records that could not be read as what they are, whether or not something was found in them, and sources that could
    /// not be read or changed.
    pub faults: u64,
    /// The run was asked to stop.
    pub interrupted: bool,
    /// Wall time in milliseconds.
    pub milliseconds: u64,
}

impl Outcome {
    /// The number of flagged records.
    pub fn flagged(&self) -> u64 {
        self.records[0]
    }
}

/// See the module.
pub(crate) struct RunFolder<'s> {
    path: PathBuf,
    outputs: [Output; OUTPUTS.len()],
    inputs: Inputs,
    status: [u64; 4],
    bytes: Bytes,
    manifest: manifest::Manifest,
    scanner: &'s Scanner,
    key: Key,
    chunks: u64,
    faults: u64,
    total: Option<u64>,
    /// Packed bytes less the bytes they unpacked to: progress is told in what lies on the disk.
    packed: i64,
    began: Instant,
    log: Vec<u8>,
}

impl<'s> RunFolder<'s> {
    /// Makes the folder and its first, unfinished manifest.
    pub(crate) fn create(
        path: &Path,
        scanner: &'s Scanner,
        total: Option<u64>,
        settings: &Settings,
        key: &Key,
        asked: Asked,
    ) -> Result<Self, Error> {
        prepare(path, settings.overwrite)?;
        let outputs = OUTPUTS.map(|name| Output::create(path, name));
        let [records, findings, unreadable, chunks, inputs] = outputs;
        let folder = Self {
            path: path.to_owned(),
            outputs: [records?, findings?, unreadable?, chunks?, inputs?],
            status: [0; 4],
            bytes: Bytes::default(),
            manifest: manifest::Manifest::new(scanner, settings, key),
            scanner,
            key: key.clone(),
            chunks: 0,
            faults: 0,
            total,
            packed: 0,
            inputs: Inputs::new(asked),
            began: Instant::now(),
            log: Vec::new(),
        };
        folder.write_manifest("unfinished", None)?;
        Ok(folder)
    }

    /// A source that has been reached: the next number is its own.
    pub(crate) fn know(&mut self, source: SourceInfo) {
        self.inputs.know(source);
    }

    /// How far the run has come.
    pub(crate) fn progress(&self) -> Progress {
        let bytes = &self.bytes;
        Progress {
            total_bytes: self.total,
            bytes: (bytes.records + bytes.framing + bytes.gaps).saturating_add_signed(self.packed),
            records: self.status.iter().sum(),
            flagged: self.status[0],
        }
    }

    /// Notes in the manifest that the run failed; what was committed stays.
    pub(crate) fn abandon(self) {
        let _ = self.write_manifest("failed", None);
    }

    /// Writes the sources that are left, and what comes once: summary, manifest. `tally` counts what was committed.
    pub(crate) fn finish(mut self, mut tally: Tally, interrupted: bool) -> Result<Outcome, Error> {
        tally.bytes = self.bytes;
        let milliseconds = u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.settle(usize::MAX)?;
        let sums = &self.inputs.sums;
        let faults = self.faults + sums.unreadable + sums.changed;
        let summary = summary::build(&tally, self.scanner, sums, interrupted);
        let text = summary::render(&summary, &mut tally, self.scanner, &self.key);
        let written = write_private(&self.path.join(SUMMARY), |out| out.write_all(&text))?;
        let state = if interrupted { "interrupted" } else { "done" };
        self.manifest.times(milliseconds);
        self.write_manifest(state, Some(written))?;
        Ok(Outcome { summary, records: self.status, faults, interrupted, milliseconds })
    }

    fn write_manifest(&self, state: &str, summary: Option<(u64, blake3::Hash)>) -> Result<(), Error> {
        let kept = self.outputs.iter().map(|output| (output.name, output.bytes, output.hash()));
        let once = summary.into_iter().map(|(bytes, hash)| (SUMMARY, bytes, hash));
        let records = self.status.iter().sum();
        let sums = &self.inputs.sums;
        let noted = [("grown", sums.grown.to_json("bytes")), ("partial", sums.partial.to_json("records"))];
        let text = self.manifest.render(state, records, self.chunks, noted, kept.chain(once));
        write_private(&self.path.join("manifest.json"), |out| out.write_all(text.as_bytes())).map(drop)
    }

    /// Writes the lines of sources before number `until` that are done.
    fn settle(&mut self, until: usize) -> Result<(), Error> {
        self.log.clear();
        self.inputs.settle(until, self.scanner, &self.key, &mut self.log);
        self.outputs[INPUTS].append(&self.log)
    }

    fn log_piece(&mut self, piece: &Piece, before: [u64; 3]) {
        let (gaps, is_packed) = self.inputs.add(piece);
        self.status.iter_mut().zip(piece.status).for_each(|(mine, theirs)| *mine += theirs);
        self.bytes.merge(&piece.bytes);
        self.bytes.gaps += gaps;
        if is_packed {
            let read = piece.bytes.records + piece.bytes.framing;
            self.packed += piece.packed as i64 - read as i64;
        }
        let ends: Vec<u64> = before.iter().zip(piece.ends).map(|(before, end)| before + end).collect();
        let line = serde_json::json!({
            "schema": 1, "source": piece.source, "start": piece.start, "end": piece.end,
            "records": summary::by_status(&piece.status),
            "bytes": { "records": piece.bytes.records, "framing": piece.bytes.framing, "gaps": gaps },
            "ends": { "records": ends[0], "findings": ends[1], "unreadable": ends[2] },
            "hash": piece.hash.map(super::CellHash::to_hex),
        });
        self.log.extend_from_slice(line.to_string().as_bytes());
        self.log.push(b'\n');
    }
}

impl Sink for RunFolder<'_> {
    fn chunk(&mut self, chunk: &ChunkResult) -> Result<(), Error> {
        let before = self.outputs.each_ref().map(|output| output.bytes);
        let written = self.append(chunk, [before[0], before[1], before[2]]);
        if written.is_err() {
            self.outputs.iter_mut().zip(before).for_each(|(output, bytes)| output.cut(bytes));
            return written;
        }
        self.faults += memchr::memchr_iter(b'\n', &chunk.unreadable).count() as u64;
        self.chunks += 1;
        Ok(())
    }
}

impl RunFolder<'_> {
    fn append(&mut self, chunk: &ChunkResult, before: [u64; 3]) -> Result<(), Error> {
        for (output, bytes) in self.outputs.iter_mut().zip([&chunk.records, &chunk.findings, &chunk.unreadable]) {
            output.append(bytes)?;
        }
        if let Some(last) = chunk.pieces.last() {
            self.log.clear();
            chunk.pieces.iter().for_each(|piece| self.log_piece(piece, before));
            self.outputs[CHUNKS].append(&self.log)?;
            self.settle(last.source)?;
        }
        Ok(())
    }
}

/// Makes an empty, private folder at `path`.
fn prepare(path: &Path, overwrite: bool) -> Result<(), Error> {
    let failed = |error| Error::io(format!("cannot make the run folder {}", path.display()), error);
    let occupied = path.read_dir().is_ok_and(|mut entries| entries.next().is_some());
    if occupied && !overwrite {
        let message = format!("{} is there already and not empty; --overwrite replaces it", path.display());
        return Err(Error::new(ErrorKind::Option, message));
    }
    if occupied {
        if !path.join("manifest.json").is_file() {
            let message = format!("{} is no run folder; it is not overwritten", path.display());
            return Err(Error::new(ErrorKind::Option, message));
        }
        let known = OUTPUTS.into_iter().chain([SUMMARY, "manifest.json"]);
        known.map(|name| path.join(name)).filter(|file| file.exists()).try_for_each(fs::remove_file).map_err(failed)?;
    }
    fs::DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(failed)?;
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o700)).map_err(failed)
}

/// Reads the key of fingerprints from `path`, 64 hexadecimal digits, or makes one there that only its owner can read.
///
/// # Errors
/// [`ErrorKind::Io`] where the file cannot be read or made, [`ErrorKind::Option`] where it holds no key.
pub fn read_or_make_key(path: &Path) -> Result<Key, Error> {
    let failed = |error| Error::io(format!("cannot read or make the key file {}", path.display()), error);
    let mut text = String::new();
    match File::open(path) {
        Ok(mut file) => file.read_to_string(&mut text).map_err(failed)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let mut bytes = [0; 32];
            rustix::rand::getrandom(&mut bytes, rustix::rand::GetRandomFlags::empty())
                .map_err(|error| failed(error.into()))?;
            text = blake3::Hash::from_bytes(bytes).to_hex().to_string();
            private(path).and_then(|mut file| writeln!(file, "{text}")).map_err(failed)?;
            0
        }
        Err(error) => return Err(failed(error)),
    };
    let hash = blake3::Hash::from_hex(text.trim());
    let message = || format!("{} holds no key: 64 hexadecimal digits are expected", path.display());
    hash.map(|hash| Key::new(*hash.as_bytes())).map_err(|_| Error::new(ErrorKind::Option, message()))
}
