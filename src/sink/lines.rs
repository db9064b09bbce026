//! One line of `records.ndjson`, `findings.ndjson` or `unreadable.ndjson`. docs/FINDINGS.md explains every field.
//!
//! Written by hand and not through serde: these lines are up to twice the size of what is read, and their fixed parts are
//! copied as they stand. A test parses them all again with serde_json.

mod finding;
mod record;

pub use finding::Reveal;
pub(crate) use finding::{FindingLine, FindingLines, HeardLine};
pub(crate) use record::{RecordLine, RecordLines};

use crate::framing::FaultKind;

/// Where a record lies, and what names it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'a> {
    pub(crate) source: u32,
    /// In the source's decoded bytes.
    pub(crate) offset: u64,
    pub(crate) length: u64,
    /// Contents of a JSON string, already escaped and safe to show; `None` where the record has no id.
    pub(crate) record: Option<&'a [u8]>,
}

impl Place<'_> {
    /// Replaces `out` by what all lines of this record begin with: written once, copied for each of its findings.
    pub(crate) fn head(&self, out: &mut Vec<u8>) {
        out.clear();
        locator(out, self);
    }
}

fn number(out: &mut Vec<u8>, value: u64) {
    out.extend_from_slice(itoa::Buffer::new().format(value).as_bytes());
}

fn locator(out: &mut Vec<u8>, place: &Place<'_>) {
    out.extend_from_slice(b"{\"schema\":1,\"locator\":\"");
    number(out, place.source.into());
    out.push(b':');
    number(out, place.offset);
    quoted(out, b":0\",\"record\":\"", place.record);
}

/// Appends `before`, which ends with the quote that opens a string, and that string, already escaped; or `null` for none.
#[inline]
fn quoted<const N: usize>(out: &mut Vec<u8>, before: &[u8; N], text: Option<&[u8]>) {
    if let Some(text) = text {
        out.extend_from_slice(before);
        out.extend_from_slice(text);
        out.push(b'"');
    } else {
        out.extend_from_slice(&before[..N - 1]);
        out.extend_from_slice(b"null");
    }
}

/// As [`quoted`], of a name that has nothing to escape.
fn named<const N: usize>(out: &mut Vec<u8>, before: &[u8; N], name: Option<&str>) {
    quoted(out, before, name.map(str::as_bytes));
}

/// `"a","b"` of the names whose bits are set.
fn names_of<'n>(out: &mut Vec<u8>, names: impl Iterator<Item = &'n str>) {
    let start = out.len();
    for name in names {
        if out.len() > start {
            out.push(b',');
        }
        named(out, b"\"", Some(name));
    }
}

/// Appends `text` as the contents of a JSON string.
pub(crate) fn escape(out: &mut Vec<u8>, text: &str) {
    let special = |byte: u8| byte < 0x20 || matches!(byte, b'"' | b'\\');
    if !text.bytes().any(special) {
        return out.extend_from_slice(text.as_bytes());
    }
    for byte in text.bytes() {
        match byte {
            b'"' | b'\\' => out.extend_from_slice(&[b'\\', byte]),
            0..0x20 => {
                const HEX: &[u8; 16] = b"0123456789abcdef";
                out.extend_from_slice(b"\\u00");
                out.extend_from_slice(&[HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]]);
            }
            _ => out.push(byte),
        }
    }
}

/// Appends a line of `unreadable.ndjson`: where and why, never what.
pub(crate) fn unreadable(out: &mut Vec<u8>, place: &Place<'_>, reason: FaultKind, scanned: bool) {
    locator(out, place);
    out.extend_from_slice(b",\"length\":");
    number(out, place.length);
    named(out, b",\"reason\":\"", Some(reason.name()));
    out.extend_from_slice(if scanned { b",\"scanned\":true}\n" } else { b",\"scanned\":false}\n" });
}
