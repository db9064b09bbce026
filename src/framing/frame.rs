//! What all formats have in common that are framed from the beginning of a source to its end.
//!
//! Lines of JSON can be found from any byte on, so workers take cells of a file as they like. Elsewhere a byte means nothing without
//! those before it (is this line feed inside a quoted cell?): there a [`Framer`] runs over the source, a cell a turn, and hands out
//! byte ranges. It only looks for borders; reading what is between them is done outside the turn, by all workers at once.

use std::sync::Arc;

use super::Format;
use super::sql::SqlTable;
use super::table::Table;

/// What stands in a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FrameKind {
    Record,
    /// Says something of the records, and is none: a mapping, a repeated header.
    Metadata,
    /// A part of a record that is too long to be read at once.
    Part,
}

/// A byte range of the buffer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Frame {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Where what is read begins, behind what announces it (the action of a bulk pair); `start` mostly.
    pub(crate) body: usize,
    pub(crate) kind: FrameKind,
    /// The number of the table it belongs to, where a source has many; see [`Layout::Sql`].
    pub(crate) table: u32,
}

impl Frame {
    /// A record without anything before it.
    pub(crate) fn record(start: usize, end: usize) -> Self {
        Self { start, end, body: start, kind: FrameKind::Record, table: 0 }
    }
}

/// What a framer says next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// A frame; what lies between it and the one before is framing.
    Frame(Frame),
    /// What begins here cannot be told before more bytes are there. Never said where the source has ended.
    More(usize),
    /// Only framing is left in these bytes.
    End,
}

/// Finds the records of one source, from its beginning to its end.
///
/// # What it must keep
/// - Frames come in order, do not overlap, are not empty, and hold every byte that is not framing (white space, delimiters, names
///   of wrappers): damage is a record too.
/// - The same bytes give the same frames, whatever pieces they come in: what it answers depends on what it has seen and on the
///   bytes from `from` on, and on `whole` only where a source may end inside of what it looks at.
/// - A call takes time in proportion to the bytes it passes over.
pub(crate) trait Framer: Send {
    /// The next frame at or behind `from`. `bytes` ends where the source ends if `whole`, else somewhere.
    fn next(&mut self, bytes: &[u8], from: usize, whole: bool) -> Next;

    /// The record at `from` is longer than can be read at once: where its first part ends, behind `from`.
    fn cut(&mut self, bytes: &[u8], from: usize) -> usize {
        let _ = from;
        bytes.len()
    }

    /// What readers have to know of the source besides a record's bytes.
    fn layout(&self) -> Arc<Layout> {
        Arc::new(Layout::Plain)
    }

    /// How many records the source has said so far that there are, whether or not it holds them all; 0 where it says nothing.
    fn announced(&self) -> u64 {
        0
    }
}

/// What a reader has to know of a source besides a record's bytes.
#[derive(Clone, Debug)]
pub(crate) enum Layout {
    /// Each record speaks for itself.
    Plain,
    /// Columns have names.
    Table(Table),
    /// The tables that frames name, by their number.
    Sql(Vec<Arc<SqlTable>>),
    /// The bytes that records begin with, where they all do: there a damaged one is parted.
    Values(Vec<u8>),
}

/// How a source is framed.
pub(crate) enum Framing {
    /// A record a line, from any byte on.
    Grid,
    /// From the beginning.
    Framed(Box<dyn Framer>),
}

impl Framing {
    /// Whether records of the format can be found from any byte on.
    pub(crate) const fn is_grid(format: Format) -> bool {
        matches!(format, Format::Auto | Format::Elastic | Format::Ndjson)
    }

    /// That of a format, which may look at the first bytes of the source.
    pub(crate) fn new(format: Format, head: &[u8], whole: bool) -> Self {
        match format {
            Format::Auto | Format::Elastic | Format::Ndjson | Format::Recording | Format::Unknown => Self::Grid,
            Format::Bulk => Self::Framed(Box::new(super::bulk::Bulk)),
            Format::Json => Self::Framed(Box::new(super::values::Values::new(head, whole))),
            Format::Csv => Self::Framed(Box::new(super::table::Rows::new(head, whole, None))),
            Format::Tsv => Self::Framed(Box::new(super::table::Rows::new(head, whole, Some(b'\t')))),
            Format::Text | Format::Vtt | Format::Srt | Format::Voicemail | Format::Eml => {
                Self::Framed(Box::new(super::text::Whole))
            }
            Format::Mbox => Self::Framed(Box::new(super::mail::Mailbox)),
            Format::Sql => Self::Framed(Box::new(super::sql::Dump::new(head))),
            Format::Lines | Format::Paths => Self::Framed(Box::new(super::text::LineByLine)),
            Format::Blocks => Self::Framed(Box::new(super::text::BlockByBlock)),
        }
    }
}

/// Takes white space off both ends; equal where nothing is left.
pub(crate) fn trim(bytes: &[u8], mut start: usize, mut end: usize) -> (usize, usize) {
    if bytes[start..end].starts_with(b"\xef\xbb\xbf") {
        start += 3;
    }
    while start < end && bytes[start].is_ascii_whitespace() {
        start += 1;
    }
    while end > start && bytes[end - 1].is_ascii_whitespace() {
        end -= 1;
    }
    (start, end)
}

/// Runs a framer over `bytes` as the pipeline does, handed over in pieces of `step`: for tests.
#[cfg(test)]
pub(crate) fn run(framer: &mut dyn Framer, bytes: &[u8], step: usize) -> Vec<Frame> {
    let (mut at, mut seen, mut found) = (0, step.min(bytes.len()), Vec::new());
    loop {
        let whole = seen == bytes.len();
        match framer.next(&bytes[..seen], at, whole) {
            Next::Frame(frame) => {
                assert!(frame.start >= at && frame.end > frame.start && frame.end <= seen, "{frame:?} from {at}");
                at = frame.end;
                found.push(frame);
            }
            Next::More(from) => {
                assert!(!whole && from >= at, "more from {from}, at {at}, of {seen}");
                at = from;
                seen = (seen + step).min(bytes.len());
            }
            Next::End if whole => return found,
            Next::End => {
                at = seen;
                seen = (seen + step).min(bytes.len());
            }
        }
    }
}
