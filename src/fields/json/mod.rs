//! JSON records to their scalar values, validated in full, at memory speed.
//!
//! [`FieldScanner::scan`] reads one JSON value and lists its scalars ([`Leaf`]) in document order: where each stands
//! ([`Path`]), of what kind it is, and its bytes. Nothing is copied; text with escapes is decoded by [`unescape`] when
//! the caller gathers it, and [`RawOffsets`] leads back from the text to the record.
//!
//! # How it is fast
//! A dump's records repeat. The bytes between two values (`,"city":`) are parsed once, and from then on compared: see
//! `template.rs` for what is learned and `follow.rs` for the loop that uses it. Strings end where a vector comparison
//! finds the quote. Escapes, `null` in place of a string, missing fields, other orders and arrays of other lengths all
//! stay on the fast path. What was not learned is parsed by the grammar in `scan.rs`, with the same result: learning
//! changes speed, never what is reported.
//!
//! # What is accepted
//! Exactly RFC 8259 over UTF-8, so what `serde_json` accepts as a `Value`, with containers nested up to 127 deep as
//! there, except that more is accepted in two cases that say nothing about a record's integrity:
//! - a number of any size (`1e999`, which `serde_json` refuses as out of range);
//! - a `\u` escape of a lone surrogate, read as U+FFFD.
//!
//! **UTF-8 is the caller's to check**, by chunk, which is faster than by record. Bytes from 0x80 up are accepted inside
//! strings as they are, nowhere else. Without that check all stays memory-safe, leaves are not text, and keys are
//! read lossily.
//!
//! Every scalar is a leaf: empty strings, both values of a key that stands twice. Empty containers have none. A leaf takes
//! 16 bytes, so `[1,1,1…]` costs eight times its own size: bound the records.

// Measured: what runs inside a vector's shell is compiled without its instructions unless it is inlined there.
#![allow(clippy::inline_always)]

mod exact;
mod follow;
mod paths;
mod record;
mod scan;
mod simd;
mod strings;
mod template;
#[cfg(test)]
mod tests;
mod value;

pub(crate) use exact::ExactPaths;
pub(crate) use paths::Path;
#[allow(unused_imports)] // for roles that depend on more than the last name
pub(crate) use paths::Step;
pub(super) use paths::push_name;
pub(crate) use strings::{RawOffsets, unescape};

use crate::level::Level;
use paths::{Paths, Seeds};
use record::Record;
use simd::Chosen;
use template::Learned;

/// Bytes that have to be readable behind a record for it to be scanned in place.
pub(crate) const PADDING: usize = 64;

/// Paths that are kept from one record to the next. One record may hold more.
const PATHS: usize = 8192;

/// A path within one generation of one scanner; counted from 0, so it can index a table of the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct PathId(pub(crate) u32);

/// A learned template within one generation of one scanner; counted from 0, fewer than 256.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct TemplateId(pub(crate) u32);

/// What a scalar is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum LeafKind {
    /// A string whose bytes are its text.
    Text,
    /// A string with escapes: [`unescape`] gives its text.
    EscapedText,
    Number,
    Bool,
    Null,
}

impl LeafKind {
    /// Whether the leaf is a string.
    pub(crate) fn is_text(self) -> bool {
        matches!(self, LeafKind::Text | LeafKind::EscapedText)
    }
}

/// A scalar: the raw bytes `start..end`, counted from the record's start, without the quotes of a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Leaf {
    pub(crate) path: PathId,
    pub(crate) kind: LeafKind,
    pub(crate) start: u32,
    pub(crate) end: u32,
}

/// What is known of a record besides its leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Scanned {
    /// The template that fitted. Within a generation, the leaf `i` of every record with the same template has the same
    /// path, and there are as many, so decisions about paths can be kept by template. None says nothing about the record:
    /// whether a template was learned depends on what was scanned before.
    #[allow(dead_code)] // for callers that decide by template
    pub(crate) template: Option<TemplateId>,
}

/// Why a record is not JSON, and where: `at` counts bytes from the record's start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Malformed {
    pub(crate) at: usize,
    pub(crate) kind: MalformedKind,
}

/// What is wrong with a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub(crate) enum MalformedKind {
    /// More than 127 containers inside each other.
    TooDeep,
    /// 4 GiB or more: offsets are 32 bits.
    TooLong,
    /// A byte that cannot stand here.
    UnexpectedByte,
    /// A backslash without one of JSON's escapes.
    BadEscape,
    /// A number without digits where it needs some, or with a leading zero.
    BadNumber,
    /// A byte below 0x20 in a string.
    ControlCharacter,
    /// The record ends before its value does.
    Truncated,
    /// Something other than white space behind the value.
    TrailingBytes,
}

impl std::fmt::Display for Malformed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let what = match self.kind {
            MalformedKind::TooDeep => "more than 127 nested containers",
            MalformedKind::TooLong => "record of 4 GiB or more",
            MalformedKind::UnexpectedByte => "unexpected byte",
            MalformedKind::BadEscape => "bad escape in a string",
            MalformedKind::BadNumber => "bad number",
            MalformedKind::ControlCharacter => "control character in a string",
            MalformedKind::Truncated => "truncated",
            MalformedKind::TrailingBytes => "bytes behind the value",
        };
        write!(f, "{what} at byte {}", self.at)
    }
}

impl std::error::Error for Malformed {}

/// Scans records one after the other and learns their shapes; one for each worker.
///
/// ```text
/// {"_id":"r-17","_source":{"duration":41,"transcript":"call me\nback"}}
///
/// $['_id']                    Text         r-17
/// $['_source']['duration']    Number       41
/// $['_source']['transcript']  EscapedText  call me\nback
/// ```
pub(crate) struct FieldScanner {
    chosen: Chosen,
    generation: u32,
    paths: Paths,
    learned: Learned,
    /// Where a record without padding is copied.
    padded: Vec<u8>,
}

impl FieldScanner {
    /// A scanner that has learned nothing yet. Where the processor has less than `level`, its best runs.
    pub(crate) fn new(level: Level) -> Self {
        FieldScanner::with_learning(level, true)
    }

    /// A scanner that parses every record in full: what learning is compared with.
    #[allow(dead_code)] // in tests and benches
    pub(crate) fn without_learning(level: Level) -> Self {
        FieldScanner::with_learning(level, false)
    }

    fn with_learning(level: Level, learning: bool) -> Self {
        let seeds = Seeds::new();
        FieldScanner {
            chosen: Chosen::new(level),
            generation: 0,
            paths: Paths::new(seeds),
            learned: Learned::new(seeds, learning),
            padded: Vec::new(),
        }
    }

    /// Scans the record `buffer[start..end]`, one JSON value with or without white space around, and **appends** its leaves
    /// to `leaves`; after an error `leaves` is as it was.
    ///
    /// The [`PADDING`] bytes of `buffer` behind `end` are loaded, and decide nothing. If there are fewer, as behind the
    /// last record of a buffer without room behind it, the record is copied first.
    ///
    /// Paths and templates of earlier records may be forgotten by this call: see [`generation`](Self::generation).
    ///
    /// # Panics
    /// If `start..end` is not a range of `buffer`.
    pub(crate) fn scan(
        &mut self,
        buffer: &[u8],
        start: usize,
        end: usize,
        leaves: &mut Vec<Leaf>,
    ) -> Result<Scanned, Malformed> {
        if self.paths.len() > PATHS || self.learned.is_exhausted() {
            self.forget();
        }
        match Record::new(buffer, start, end) {
            Some(record) => self.scan_record(record, leaves),
            None => self.scan_copy(&buffer[start..end], leaves),
        }
    }

    #[cold]
    fn scan_copy(&mut self, record: &[u8], leaves: &mut Vec<Leaf>) -> Result<Scanned, Malformed> {
        let mut padded = std::mem::take(&mut self.padded);
        padded.clear();
        padded.extend_from_slice(record);
        padded.resize(record.len() + PADDING, 0);
        let record = Record::new(&padded, 0, record.len()).expect("just padded");
        let scanned = self.scan_record(record, leaves);
        self.padded = padded;
        scanned
    }

    fn scan_record(&mut self, record: Record<'_>, leaves: &mut Vec<Leaf>) -> Result<Scanned, Malformed> {
        if u32::try_from(record.end() + PADDING).is_err() {
            return Err(Malformed { at: 0, kind: MalformedKind::TooLong });
        }
        let before = leaves.len();
        let scanned = scan::scan(self.chosen, record, &mut self.paths, &mut self.learned, leaves);
        if scanned.is_err() {
            leaves.truncate(before);
        }
        Ok(Scanned { template: scanned? })
    }

    /// Everything is bounded, so that a dump without repetition cannot fill the memory.
    #[cold]
    fn forget(&mut self) {
        let seeds = Seeds::new();
        self.paths = Paths::new(seeds);
        self.learned = self.learned.anew(seeds);
        self.generation = self.generation.wrapping_add(1);
    }

    /// Where a leaf of this scanner's current generation stands.
    ///
    /// # Panics
    /// If there is no such path, which can only be if it is of another scanner or generation.
    pub(crate) fn path(&self, id: PathId) -> Path<'_> {
        self.paths.get(id)
    }

    /// Changes when paths and templates have been forgotten: by a [`scan`](Self::scan), before it looks at its record.
    /// Tables by [`PathId`] or [`TemplateId`] are then to be dropped.
    pub(crate) fn generation(&self) -> u32 {
        self.generation
    }
}
