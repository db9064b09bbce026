//! From bytes to records: what a source is, the chunk grid, lines, and a [`Framer`] for each format that has none.
//!
//! # The grid
//! A source is cut every [`CELL`] bytes, whatever it is read from and however many workers there are. A record belongs to
//! the cell its first byte lies in; its chunk is the records of one cell. A cell without a record's start is an empty chunk.
//! So no worker needs to know what another one found, and the chunks of a run are the same for a file, a pipe, one
//! job or sixty.

mod bulk;
mod damage;
mod encoding;
mod format;
mod frame;
mod mail;
mod metadata;
mod sniff;
mod sql;
mod structure;
mod table;
mod text;
mod values;

use memchr::memchr;

pub(crate) use bulk::action_names;
pub(crate) use damage::part_damaged;
pub(crate) use encoding::windows_1252;
pub use format::Format;
use frame::trim;
pub(crate) use frame::{Frame, FrameKind, Framing, Layout, Next};
pub(crate) use metadata::is_metadata;
pub(crate) use sniff::{sniff, speaker, time_length};
pub(crate) use sql::{SqlCells, SqlTable, SqlValue};
pub(crate) use table::{Cells, Table};

use crate::normalize::blank_barriers;

/// Bytes of a grid cell: 4 MiB. A power of two, so that cells are whole subtrees of BLAKE3.
pub(crate) const CELL: u64 = 4 << 20;

/// A record longer than this (16 MiB) is scanned as text, window by window.
pub(crate) const LONGEST_RECORD: usize = 16 << 20;

/// What could not be read as what it is. The text itself is never kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FaultKind {
    /// The line is no JSON.
    Malformed,
    /// A record is not what its format says.
    Unlike,
    /// Some bytes are no UTF-8; they were read as question marks.
    InvalidUtf8,
    /// Longer than [`LONGEST_RECORD`].
    Overlong,
    /// A row has other cells than its table has columns.
    Ragged,
    /// No UTF-8; it was read as Windows-1252.
    Windows1252,
    /// Somebody has the key, and we have not.
    Encrypted,
}

impl FaultKind {
    /// What a record is that its format's reader cannot read.
    pub(crate) const fn of(format: Format) -> Self {
        match format {
            Format::Auto | Format::Elastic | Format::Ndjson | Format::Bulk | Format::Json => Self::Malformed,
            _ => Self::Unlike,
        }
    }

    /// As `unreadable.ndjson` writes it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Malformed => "malformed JSON",
            Self::Unlike => "not what its format says, read as text",
            Self::InvalidUtf8 => "invalid UTF-8",
            Self::Overlong => "longer than 16 MiB, read as text",
            Self::Windows1252 => "invalid UTF-8, read as Windows-1252",
            Self::Encrypted => "encrypted",
            Self::Ragged => "a row with more cells than columns",
        }
    }
}

/// The lines of a chunk's bytes: `(start, end)` without the line feed, blank ones left out. `end` of the last may be the
/// buffer's.
pub(crate) struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Lines<'a> {
    /// The lines of `bytes[start..]`, with offsets in `bytes`.
    pub(crate) fn new(bytes: &'a [u8], start: usize) -> Self {
        Self { bytes, at: start }
    }
}

impl Iterator for Lines<'_> {
    type Item = (usize, usize);

    fn next(&mut self) -> Option<(usize, usize)> {
        while self.at < self.bytes.len() {
            let start = self.at;
            let end = memchr(b'\n', &self.bytes[start..]).map_or(self.bytes.len(), |length| start + length);
            self.at = end + 1;
            let (start, end) = trim(self.bytes, start, end);
            if start < end {
                return Some((start, end));
            }
        }
        None
    }
}

/// Where the first record of a cell begins: after the first line feed, `before` being the byte that stands before the cell.
pub(crate) fn first_record(before: Option<u8>, cell: &[u8]) -> Option<usize> {
    match before {
        None | Some(b'\n') => Some(0),
        Some(_) => memchr(b'\n', cell).map(|at| at + 1).filter(|&at| at < cell.len()),
    }
}

/// Windows that an overlong record is read in, with an overlap in which nothing is lost that fits into it.
pub(crate) const WINDOW: usize = 1 << 20;
/// Bytes that neighbouring windows share.
pub(crate) const OVERLAP: usize = 4 << 10;

/// Cuts the end of a window back to the last space, so that no word or number is cut, unless it has none for [`OVERLAP`]
/// bytes.
pub(crate) fn window_end(bytes: &[u8]) -> usize {
    let tail = bytes.len().saturating_sub(OVERLAP);
    let end = memchr::memrchr(b' ', &bytes[tail..]).map_or(bytes.len(), |at| tail + at);
    let boundary = (0..4).find(|back| end >= *back && bytes.get(end - back).is_none_or(|b| b & 0xc0 != 0x80));
    end - boundary.unwrap_or(0)
}

/// Makes raw JSON readable as text, byte for byte: escapes become spaces, so that `\n` does not glue itself to a word.
pub(crate) fn blank_escapes(bytes: &mut [u8]) {
    let mut at = 0;
    while let Some(found) = memchr(b'\\', &bytes[at..]) {
        let start = at + found;
        let length = if bytes.get(start + 1) == Some(&b'u') { 6 } else { 2 };
        at = (start + length).min(bytes.len());
        for byte in bytes[start..at].iter_mut().filter(|byte| byte.is_ascii()) {
            *byte = b' ';
        }
    }
    blank_barriers(bytes);
}

/// Replaces bytes that are no UTF-8 by question marks, one for each, so that offsets stay where they are.
pub(crate) fn repair_utf8(bytes: &mut [u8]) {
    let mut at = 0;
    while let Err(error) = simdutf8::compat::from_utf8(&bytes[at..]) {
        let bad = at + error.valid_up_to();
        let length = error.error_len().unwrap_or(bytes.len() - bad);
        bytes[bad..bad + length].fill(b'?');
        at = bad + length;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// The lines of all cells together are the lines of the whole, for any cell size.
        #[test]
        fn cells_part_a_source_without_loss(text in "[a\n]{0,60}", cell in 1usize..12) {
            let bytes = text.as_bytes();
            let whole: Vec<_> = Lines::new(bytes, 0).collect();
            let mut parts = Vec::new();
            for start in (0..bytes.len()).step_by(cell) {
                let end = (start + cell).min(bytes.len());
                let before = start.checked_sub(1).map(|at| bytes[at]);
                if let Some(first) = first_record(before, &bytes[start..end]) {
                    let stop = if bytes[end - 1] == b'\n' { end } else {
                        memchr(b'\n', &bytes[end..]).map_or(bytes.len(), |at| end + at + 1)
                    };
                    parts.extend(Lines::new(&bytes[..stop], start + first));
                }
            }
            prop_assert_eq!(parts, whole);
        }

        #[test]
        fn repaired_bytes_are_text_of_the_same_length(mut bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            let length = bytes.len();
            repair_utf8(&mut bytes);
            prop_assert_eq!(bytes.len(), length);
            prop_assert!(std::str::from_utf8(&bytes).is_ok());
        }
    }

    #[test]
    fn blanked_escapes_keep_offsets() {
        let mut bytes = br"a\nb \u00e9 \\ c\".to_vec();
        blank_escapes(&mut bytes);
        assert_eq!(bytes, b"a  b           c ".to_vec());
    }
}
