//! A record's own names and what its counts are split by, as outputs show them.

use crate::fields::RecordMeta;
use crate::scanner::Scanner;
use crate::sink::{Key, masked_name};
use crate::span::Span;
use crate::tally::{Basis, Keys};

/// Memory of values that cannot be shown as they stand; one a worker.
#[derive(Default)]
pub(super) struct Memory {
    record: Vec<u8>,
    tenant: Vec<u8>,
    container: Container,
    /// The time as `YYYY-MM-DD…`, where the record has it in another form.
    time: Vec<u8>,
}

/// The last container's name and its safe form: it seldom changes from one record to the next.
#[derive(Default)]
struct Container {
    raw: Vec<u8>,
    safe: Vec<u8>,
}

/// Contents of JSON strings, escaped and safe to show; `None` where the record has no such value.
#[derive(Clone, Copy)]
pub(super) struct Known<'a> {
    pub(super) record: Option<&'a [u8]>,
    pub(super) container: Option<&'a [u8]>,
    pub(super) tenant: Option<&'a [u8]>,
    pub(super) time: Option<&'a [u8]>,
    pub(super) state: Option<&'a [u8]>,
}

impl<'a> Known<'a> {
    /// What counts are split by.
    pub(super) fn keys(&self) -> Keys<'a> {
        Keys {
            container: self.container.unwrap_or_default(),
            tenant: self.tenant.unwrap_or_default(),
            time: self.time.unwrap_or_default(),
            state: self.state.unwrap_or_default(),
            basis: self.state.map(|_| Basis::Field),
        }
    }
}

impl Memory {
    /// Those of a record that was read from `buffer`.
    pub(super) fn read<'b>(&'b mut self, mask: Mask<'_>, meta: &RecordMeta, buffer: &'b [u8]) -> Known<'b> {
        Known {
            record: shown(&mut self.record, mask, meta.id, buffer),
            container: self.container.of(mask, meta.container, buffer),
            tenant: shown(&mut self.tenant, mask, meta.tenant, buffer),
            time: time(meta.time, buffer, &mut self.time),
            state: meta.state.map(|span| span.of(buffer)).filter(|state| is_state(state)),
        }
    }
}

/// Two to four letters: a state's code. Anything longer is a place name and stays a finding.
fn is_state(state: &[u8]) -> bool {
    (2..=4).contains(&state.len()) && state.iter().all(u8::is_ascii_alphabetic)
}

/// A record's time: as it stands if it begins like `2020-09-28`, else none.
fn time<'b>(span: Option<Span>, buffer: &'b [u8], memory: &'b mut Vec<u8>) -> Option<&'b [u8]> {
    let raw = span?.of(buffer);
    let iso = |raw: &[u8]| {
        let digits = |range: std::ops::Range<usize>| raw[range].iter().all(u8::is_ascii_digit);
        (10..=35).contains(&raw.len())
            && (raw[4], raw[7]) == (b'-', b'-')
            && (digits(0..4) && digits(5..7) && digits(8..10))
            && raw.get(10).is_none_or(|byte| matches!(byte, b'T' | b' '))
            && raw[10..].iter().all(|byte| byte.is_ascii_digit() || b"-:T.Z+ ".contains(byte))
    };
    if iso(raw) {
        return Some(raw);
    }
    epoch(raw, memory).then_some(memory)
}

/// Seconds (10 digits) or milliseconds (13) since 1970, written as UTC.
fn epoch(raw: &[u8], out: &mut Vec<u8>) -> bool {
    out.clear();
    let Some(number) = std::str::from_utf8(raw).ok().and_then(|text| text.parse::<i64>().ok()) else { return false };
    let seconds = match raw.len() {
        10 => number,
        13 => number / 1000,
        _ => return false,
    };
    jiff::Timestamp::from_second(seconds).is_ok_and(|time| {
        out.extend_from_slice(time.to_string().as_bytes());
        true
    })
}

/// What tells which names hold somebody's data, and the key that these are masked with.
#[derive(Clone, Copy)]
pub(super) struct Mask<'a> {
    pub(super) scanner: &'a Scanner,
    pub(super) key: &'a Key,
}

impl Mask<'_> {
    /// The form that outputs show of the contents of a JSON string that hold somebody's data, however they are escaped.
    fn of(self, raw: &[u8]) -> Option<String> {
        let mut decoded = Vec::new();
        let value = if memchr::memchr(b'\\', raw).is_some() {
            crate::fields::json::unescape(raw, &mut decoded);
            &decoded
        } else {
            raw
        };
        self.scanner.holds_data(value).then(|| masked_name(self.key, value))
    }
}

/// A value as outputs show it: as it stands, unless it holds somebody's data. `memory` keeps the masked form.
fn shown<'b>(memory: &'b mut Vec<u8>, mask: Mask<'_>, span: Option<Span>, buffer: &'b [u8]) -> Option<&'b [u8]> {
    let raw = span?.of(buffer);
    let Some(masked) = mask.of(raw) else { return Some(raw) };
    memory.clear();
    memory.extend_from_slice(masked.as_bytes());
    Some(memory)
}

impl Container {
    fn of<'b>(&'b mut self, mask: Mask<'_>, span: Option<Span>, buffer: &[u8]) -> Option<&'b [u8]> {
        let raw = span?.of(buffer);
        if self.raw != raw || self.safe.is_empty() {
            self.raw = raw.to_vec();
            self.safe = mask.of(raw).map_or_else(|| raw.to_vec(), String::into_bytes);
        }
        Some(&self.safe)
    }
}
