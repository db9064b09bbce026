//! The run folder: private, append-only, and always at a committed chunk.
#![allow(clippy::disallowed_types)] // this is where files are written

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::time::{Instant, SystemTime};

use super::manifest;
use super::private::{Output, private, write_private};
use super::settings::Settings;
use super::{ChunkResult, Key, Piece, Sink, Sound, quiet, summary, tree::TreeHash};
use crate::error::{Error, ErrorKind};
use crate::scanner::Scanner;
use crate::tally::{Bytes, Tally};

/// The outputs that grow with each chunk, in the order of [`Piece::ends`]; the chunk log comes last.
pub(super) const OUTPUTS: [&str; 4] = ["records.ndjson", "findings.ndjson", "unreadable.ndjson", "chunks.ndjson"];

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

/// A source as the run folder lists it, from what was known before it was read to what came of it.
#[derive(Debug, Default)]
pub(crate) struct SourceReport {
    /// As it was found; masked where it is written.
    pub(crate) name: String,
    /// `None` for a pipe until it has been read.
    pub(crate) size: Option<u64>,
    pub(crate) modified: Option<SystemTime>,
    pub(crate) modified_after: Option<SystemTime>,
    pub(crate) error: Option<String>,
    pub(super) status: [u64; 4],
    pub(super) changed: bool,
    /// Less of it was there than its size said, so that it has no hash.
    shrunk: bool,
    hash: TreeHash,
    hashed: bool,
    /// Its bytes are known when they have been read: a pipe's, a member's, what was packed.
    streamed: bool,
    /// How many they were.
    decoded: u64,
    /// Up to where its bytes are accounted for.
    reached: u64,
    /// Of packed bytes.
    whole: Option<blake3::Hash>,
    packing: Vec<&'static str>,
    format: Option<&'static str>,
    archive: bool,
    metadata: u64,
    /// Records that it says there are, in it or where it came from; 0 where it says nothing.
    announced: u64,
    /// Its name holds a value.
    named: bool,
    /// Of a recording.
    sound: Option<Box<Sound>>,
    /// Bytes that were there when the run ended and not when the source was opened.
    grown: u64,
}

impl SourceReport {
    /// A source before it is read.
    pub(crate) fn new(
        name: String,
        size: Option<u64>,
        modified: Option<SystemTime>,
        error: Option<String>,
        streamed: bool,
    ) -> Self {
        Self { name, size, modified, error, streamed, ..Self::default() }
    }

    /// How it is packed, and what is in it.
    pub(crate) fn packed(mut self, packing: Vec<&'static str>, format: Option<&'static str>, archive: bool) -> Self {
        (self.packing, self.format, self.archive) = (packing, format, archive);
        self
    }

    /// Bytes that records, framing and gaps add up to. Those of an archive are its members'.
    pub(super) fn bytes(&self) -> u64 {
        if self.streamed { self.decoded } else { self.size.unwrap_or_default() }
    }

    /// Records that it says there are and does not hold.
    fn missing(&self) -> u64 {
        self.announced.saturating_sub(self.status.iter().sum())
    }

    /// Bytes of a file that were unpacked.
    pub(super) fn packed_bytes(&self) -> u64 {
        if self.packing.is_empty() { 0 } else { self.size.unwrap_or_default() }
    }

    fn blake3(&self) -> Option<String> {
        let tree = || (self.hashed && !self.shrunk).then(|| self.hash.finish());
        let unpacked = self.packing.is_empty() && !self.archive && self.whole.is_none();
        let hash = if unpacked { tree() } else { self.whole };
        hash.map(|hash| hash.to_hex().to_string())
    }

    /// The bytes before and in `piece` that no record and no framing has, for the source shrank or failed.
    fn gap(&mut self, piece: &Piece) -> u64 {
        let first = piece.first.unwrap_or_default().max(self.reached);
        let before = first - self.reached;
        self.reached = first + piece.bytes.records + piece.bytes.framing;
        let last = !self.streamed && Some(piece.end) == self.size;
        let behind = if last { piece.end.saturating_sub(self.reached) } else { 0 };
        self.reached += behind;
        before + behind
    }
}

/// See the module.
pub(crate) struct RunFolder<'s> {
    path: PathBuf,
    outputs: [Output; 4],
    reports: Vec<SourceReport>,
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
    ) -> Result<Self, Error> {
        prepare(path, settings.overwrite)?;
        let outputs = OUTPUTS.map(|name| Output::create(path, name));
        let [records, findings, unreadable, chunks] = outputs;
        let folder = Self {
            path: path.to_owned(),
            outputs: [records?, findings?, unreadable?, chunks?],
            status: [0; 4],
            bytes: Bytes::default(),
            manifest: manifest::Manifest::new(scanner, settings, key),
            scanner,
            key: key.clone(),
            chunks: 0,
            faults: 0,
            total,
            packed: 0,
            reports: Vec::new(),
            began: Instant::now(),
            log: Vec::new(),
        };
        folder.write_manifest("unfinished", &[])?;
        Ok(folder)
    }

    /// How many sources it knows of.
    pub(crate) fn known(&self) -> usize {
        self.reports.len()
    }

    /// A source that has been reached: the next number is its own.
    pub(crate) fn know(&mut self, report: SourceReport) {
        self.faults += u64::from(report.error.is_some());
        self.reports.push(report);
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
        let _ = self.write_manifest("failed", &[]);
    }

    /// Writes what comes once: inputs, summary, manifest. `tally` counts what was committed; `now` is when each source
    /// was changed last, and its size, asked now.
    pub(crate) fn finish(
        mut self,
        mut tally: Tally,
        interrupted: bool,
        now: &[Option<(SystemTime, u64)>],
    ) -> Result<Outcome, Error> {
        tally.bytes = self.bytes;
        let milliseconds = u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.note_changes(now);
        let inputs = write_private(&self.path.join("inputs.ndjson"), |out| self.write_inputs(out))?;
        let summary = summary::build(&tally, self.scanner, &self.reports, interrupted);
        let text = summary::render(&summary, &mut tally, self.scanner, &self.key);
        let text = write_private(&self.path.join("summary.json"), |out| out.write_all(&text))?;
        let state = if interrupted { "interrupted" } else { "done" };
        let once = [("inputs.ndjson", inputs), ("summary.json", text)];
        self.manifest.times(milliseconds);
        self.write_manifest(state, &once)?;
        let faults = self.faults + self.reports.iter().filter(|report| report.changed).count() as u64;
        Ok(Outcome { summary, records: self.status, faults, interrupted, milliseconds })
    }

    /// A file changed while it was read, if the system says another time of it.
    fn note_changes(&mut self, now: &[Option<(SystemTime, u64)>]) {
        for (report, now) in self.reports.iter_mut().zip(now) {
            report.modified_after = now.map(|(modified, _)| modified);
            let file = report.modified.is_some() || now.is_some();
            report.changed |= report.error.is_none() && file && report.modified_after != report.modified;
            report.grown = now.map_or(0, |(_, size)| size.saturating_sub(report.size.unwrap_or(size)));
        }
    }

    /// A line a source. Of a hundred thousand they come to 60 MB, and are not held.
    fn write_inputs(&self, out: &mut dyn Write) -> io::Result<()> {
        for (number, report) in self.reports.iter().enumerate() {
            let line = serde_json::json!({
                "schema": 1,
                "source": number,
                "name": self.name_of(report),
                "size": report.size.or(report.streamed.then_some(report.decoded)),
                "mtime_before": manifest::time(report.modified),
                "mtime_after": manifest::time(report.modified_after),
                "blake3": report.blake3(),
                "records": summary::by_status(&report.status),
                "changed": report.changed,
                "error": report.error,
                "format": if report.archive { Some("archive") } else { report.format },
                "packing": report.packing,
                "decoded": report.bytes(),
                "metadata": report.metadata,
                "announced": (report.announced > 0).then_some(report.announced),
                "grown": report.grown,
                "media": report.sound.as_deref().map(media),
            });
            writeln!(out, "{line}")?;
        }
        Ok(())
    }

    /// Of the sources of which `count` says something: how many they are, the sum, called `what`, and the first of them by name.
    fn noted(&self, what: &str, count: fn(&SourceReport) -> u64) -> serde_json::Value {
        const MOST_NAMED: usize = 100;
        let noted = || self.reports.iter().filter(|report| count(report) > 0);
        serde_json::json!({
            "sources": noted().count(),
            what: noted().map(count).sum::<u64>(),
            "names": noted().take(MOST_NAMED).map(|report| self.name_of(report)).collect::<Vec<_>>(),
        })
    }

    /// A source's name, masked where it holds data.
    fn name_of<'r>(&self, report: &'r SourceReport) -> std::borrow::Cow<'r, str> {
        let name = quiet(self.scanner, &self.key, &report.name);
        if !report.named {
            return name;
        }
        let shown = name.split('/').map(|part| super::names::masked_part(&self.key, part)).collect::<Vec<_>>();
        shown.join("/").into()
    }

    fn write_manifest(&self, state: &str, once: &[(&str, (u64, blake3::Hash))]) -> Result<(), Error> {
        let kept = self.outputs.iter().map(|output| (output.name, output.bytes, output.hash()));
        let once = once.iter().map(|(name, (bytes, hash))| (*name, *bytes, *hash));
        let records = self.status.iter().sum();
        let noted = [
            ("grown", self.noted("bytes", |report| report.grown)),
            ("partial", self.noted("records", SourceReport::missing)),
        ];
        let text = self.manifest.render(state, records, self.chunks, noted, kept.chain(once));
        write_private(&self.path.join("manifest.json"), |out| out.write_all(text.as_bytes())).map(drop)
    }

    fn log_piece(&mut self, piece: &Piece, before: [u64; 3]) {
        let report = &mut self.reports[piece.source];
        for sum in [&mut report.status, &mut self.status] {
            sum.iter_mut().zip(piece.status).for_each(|(mine, theirs)| *mine += theirs);
        }
        self.bytes.merge(&piece.bytes);
        report.changed |= piece.changed;
        report.shrunk |= piece.changed;
        let gaps = report.gap(piece);
        self.bytes.gaps += gaps;
        report.decoded = report.decoded.max(piece.end);
        report.metadata += piece.metadata;
        report.announced = report.announced.max(piece.announced);
        report.named |= piece.named;
        report.sound = report.sound.take().or_else(|| piece.sound.clone());
        report.whole = report.whole.or(piece.whole);
        if !report.packing.is_empty() {
            let read = piece.bytes.records + piece.bytes.framing;
            self.packed += piece.packed as i64 - read as i64;
        }
        if report.error.is_none() && piece.error.is_some() {
            report.error.clone_from(&piece.error);
            self.faults += 1;
        }
        if let Some(hash) = piece.hash {
            report.hash.push(hash);
            report.hashed = true;
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
        let before = [0, 1, 2, 3].map(|index: usize| self.outputs[index].bytes);
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
        self.log.clear();
        for piece in &chunk.pieces {
            self.log_piece(piece, before);
        }
        let log = std::mem::take(&mut self.log);
        let logged = self.outputs[3].append(&log);
        self.log = log;
        logged
    }
}

fn media(sound: &Sound) -> serde_json::Value {
    serde_json::json!({
        "kind": sound.kind,
        "codec": Some(sound.codec).filter(|codec| !codec.is_empty()),
        "milliseconds": sound.milliseconds,
        "rate": sound.rate,
        "channels": sound.channels,
        "bits": sound.bits,
        "created": sound.created,
        "damaged": sound.damaged,
    })
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
        let known = OUTPUTS.into_iter().chain(["inputs.ndjson", "summary.json", "manifest.json"]);
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
