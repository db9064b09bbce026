//! Sources, from what was known of each before it was read to its line in `inputs.ndjson`.
//!
//! Pieces are committed in the order of their sources, so a source is done when one behind it has a piece. Its line is written then and
//! only sums are kept: of a hundred thousand files all that is known would take 70 MiB.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use serde_json::{Value, json};

use super::{Key, Piece, Sound, manifest, names::masked_part, quiet, summary, tree::TreeHash};
use crate::scanner::Scanner;

/// Asks when a file was changed last, and its size.
pub(crate) type Asked = fn(&Path) -> Option<(SystemTime, u64)>;

/// What is known of a source before it is read.
#[derive(Debug, Default)]
pub(crate) struct SourceInfo {
    /// As it was found; masked where it is written.
    pub(crate) name: String,
    /// `None` for a pipe and for members of archives.
    pub(crate) path: Option<PathBuf>,
    /// `None` for a pipe until it has been read.
    pub(crate) size: Option<u64>,
    pub(crate) modified: Option<SystemTime>,
    /// Why it could not be read, or not all of it.
    pub(crate) error: Option<String>,
    /// Its bytes are known when they have been read: a pipe's, a member's, what was packed.
    pub(crate) streamed: bool,
    pub(crate) packing: Vec<&'static str>,
    pub(crate) format: Option<&'static str>,
    pub(crate) archive: bool,
}

/// A source with what has come of it by now.
#[derive(Debug, Default)]
struct Report {
    info: SourceInfo,
    status: [u64; 4],
    changed: bool,
    /// Less of it was there than its size said, so that it has no hash.
    shrunk: bool,
    hash: TreeHash,
    hashed: bool,
    /// How many bytes were read of what is streamed.
    decoded: u64,
    /// Up to where its bytes are accounted for.
    reached: u64,
    /// Of packed bytes.
    whole: Option<blake3::Hash>,
    metadata: u64,
    /// Records that it says there are, in it or where it came from; 0 where it says nothing.
    announced: u64,
    /// Its name holds a value.
    named: bool,
    /// Of a recording.
    sound: Option<Box<Sound>>,
}

impl Report {
    fn new(info: SourceInfo) -> Self {
        Self { info, ..Self::default() }
    }

    /// Adds what a piece came to; returns the bytes before and in it that no record and no framing has.
    fn add(&mut self, piece: &Piece) -> u64 {
        self.status.iter_mut().zip(piece.status).for_each(|(mine, theirs)| *mine += theirs);
        self.changed |= piece.changed;
        self.shrunk |= piece.changed;
        let gap = self.gap(piece);
        self.decoded = self.decoded.max(piece.end);
        self.metadata += piece.metadata;
        self.announced = self.announced.max(piece.announced);
        self.named |= piece.named;
        self.sound = self.sound.take().or_else(|| piece.sound.clone());
        self.whole = self.whole.or(piece.whole);
        if self.info.error.is_none() {
            self.info.error.clone_from(&piece.error);
        }
        if let Some(hash) = piece.hash {
            self.hash.push(hash);
            self.hashed = true;
        }
        gap
    }

    /// See [`add`](Self::add): the source shrank or failed.
    fn gap(&mut self, piece: &Piece) -> u64 {
        let first = piece.first.unwrap_or_default().max(self.reached);
        let before = first - self.reached;
        self.reached = first + piece.bytes.records + piece.bytes.framing;
        let last = !self.info.streamed && Some(piece.end) == self.info.size;
        let behind = if last { piece.end.saturating_sub(self.reached) } else { 0 };
        self.reached += behind;
        before + behind
    }

    /// Bytes that records, framing and gaps add up to. Those of an archive are its members'.
    fn bytes(&self) -> u64 {
        if self.info.streamed { self.decoded } else { self.info.size.unwrap_or_default() }
    }

    /// Records that it says there are and does not hold.
    fn missing(&self) -> u64 {
        self.announced.saturating_sub(self.status.iter().sum())
    }

    /// Bytes of a file that were unpacked.
    fn packed_bytes(&self) -> u64 {
        if self.info.packing.is_empty() { 0 } else { self.info.size.unwrap_or_default() }
    }

    fn blake3(&self) -> Option<String> {
        let tree = || (self.hashed && !self.shrunk).then(|| self.hash.finish());
        let unpacked = self.info.packing.is_empty() && !self.info.archive && self.whole.is_none();
        let hash = if unpacked { tree() } else { self.whole };
        hash.map(|hash| hash.to_hex().to_string())
    }

    /// Its name, masked where it holds data.
    fn shown_name(&self, scanner: &Scanner, key: &Key) -> Cow<'_, str> {
        let name = quiet(scanner, key, &self.info.name);
        if !self.named {
            return name;
        }
        let shown = name.split('/').map(|part| masked_part(key, part)).collect::<Vec<_>>();
        shown.join("/").into()
    }
}

/// Sums over the sources that are done.
#[derive(Debug, Default)]
pub(super) struct Sums {
    pub(super) sources: u64,
    pub(super) unreadable: u64,
    pub(super) changed: u64,
    pub(super) bytes: u64,
    pub(super) packed_bytes: u64,
    /// By how many bytes they grew while they were read.
    pub(super) grown: Noted,
    /// How many records they say they have and do not hold.
    pub(super) partial: Noted,
}

/// Of sources of which there is something to say: how many they are, a sum, and the first of them by name.
#[derive(Debug, Default)]
pub(super) struct Noted {
    sources: u64,
    sum: u64,
    names: Vec<String>,
}

impl Noted {
    fn add(&mut self, count: u64, name: &str) {
        const MOST_NAMED: usize = 100;
        if count == 0 {
            return;
        }
        self.sources += 1;
        self.sum += count;
        if self.names.len() < MOST_NAMED {
            self.names.push(name.to_owned());
        }
    }

    /// As the manifest has it; the sum is called `what`.
    pub(super) fn to_json(&self, what: &str) -> Value {
        json!({ "sources": self.sources, what: self.sum, "names": self.names })
    }
}

/// See the module.
pub(super) struct Inputs {
    /// Sources that were reached and are not done, in order.
    open: VecDeque<Report>,
    pub(super) sums: Sums,
    asked: Asked,
}

impl Inputs {
    pub(super) fn new(asked: Asked) -> Self {
        Self { open: VecDeque::new(), sums: Sums::default(), asked }
    }

    /// A source that has been reached: the next number is its own.
    pub(super) fn know(&mut self, source: SourceInfo) {
        self.open.push_back(Report::new(source));
    }

    /// Adds a piece to its source; returns what [`Report::add`] does, and how the source is packed.
    pub(super) fn add(&mut self, piece: &Piece) -> (u64, bool) {
        let report = &mut self.open[piece.source - self.sums.sources as usize];
        (report.add(piece), !report.info.packing.is_empty())
    }

    /// Appends the lines of all sources before number `until` that have none yet: they are done.
    pub(super) fn settle(&mut self, until: usize, scanner: &Scanner, key: &Key, out: &mut Vec<u8>) {
        while (self.sums.sources as usize) < until
            && let Some(report) = self.open.pop_front()
        {
            let line = self.finish(report, scanner, key);
            out.extend_from_slice(line.to_string().as_bytes());
            out.push(b'\n');
        }
    }

    /// A source's line. Its file changed while it was read, if the system says another time of it now.
    fn finish(&mut self, mut report: Report, scanner: &Scanner, key: &Key) -> Value {
        let now = report.info.path.as_deref().and_then(self.asked);
        let (modified, size) = (now.map(|(modified, _)| modified), now.map(|(_, size)| size));
        report.changed |= report.info.error.is_none() && report.info.path.is_some() && modified != report.info.modified;
        let grown = size.zip(report.info.size).map_or(0, |(now, size)| now.saturating_sub(size));
        let name = report.shown_name(scanner, key);
        let line = json!({
            "schema": 1,
            "source": self.sums.sources,
            "name": name,
            "size": report.info.size.or(report.info.streamed.then_some(report.decoded)),
            "mtime_before": manifest::time(report.info.modified),
            "mtime_after": manifest::time(modified),
            "blake3": report.blake3(),
            "records": summary::by_status(&report.status),
            "changed": report.changed,
            "error": report.info.error,
            "format": if report.info.archive { Some("archive") } else { report.info.format },
            "packing": report.info.packing,
            "decoded": report.bytes(),
            "metadata": report.metadata,
            "announced": (report.announced > 0).then_some(report.announced),
            "grown": grown,
            "media": report.sound.as_deref().map(media),
        });
        let sums = &mut self.sums;
        sums.sources += 1;
        sums.unreadable += u64::from(report.info.error.is_some());
        sums.changed += u64::from(report.changed);
        sums.bytes += report.bytes();
        sums.packed_bytes += report.packed_bytes();
        sums.grown.add(grown, &name);
        sums.partial.add(report.missing(), &name);
        line
    }
}

fn media(sound: &Sound) -> Value {
    json!({
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
