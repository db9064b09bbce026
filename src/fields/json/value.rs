//! The scalar values: strings, numbers, `true`, `false`, `null`.

use super::record::Record;
use super::simd::Vector;
use super::{LeafKind, Malformed, MalformedKind};

/// A scalar: `start..end` is what a leaf reports, `next` the position behind it (behind the closing quote).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Value {
    pub(super) kind: LeafKind,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) next: usize,
}

impl Value {
    #[inline(always)]
    pub(super) fn bare(kind: LeafKind, start: usize, end: usize) -> Value {
        Value { kind, start, end, next: end }
    }

    #[inline(always)]
    pub(super) fn quoted(text: Text) -> Value {
        let kind = if text.escaped { LeafKind::EscapedText } else { LeafKind::Text };
        Value { kind, start: text.start, end: text.close, next: text.close + 1 }
    }
}

/// What stands between two quotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Text {
    pub(super) start: usize,
    pub(super) close: usize,
    pub(super) escaped: bool,
}

/// Whether a scalar can begin with `byte`.
#[inline(always)]
pub(super) fn begins_scalar(byte: u8) -> bool {
    matches!(byte, b'"' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n')
}

/// The scalar at `at`, which lies inside the record.
#[inline(always)]
pub(super) fn value<V: Vector>(v: V, record: Record<'_>, at: usize) -> Result<Value, Malformed> {
    match record.byte(at) {
        Some(b'"') => Ok(Value::quoted(text(v, record, at + 1, at + 1)?)),
        Some(_) => bare(record, at),
        None => Err(record.unexpected(at)),
    }
}

/// A scalar without quotes.
pub(super) fn bare(record: Record<'_>, at: usize) -> Result<Value, Malformed> {
    match record.byte(at) {
        Some(b'-' | b'0'..=b'9') => Ok(Value::bare(LeafKind::Number, at, number(record, at)?)),
        Some(b't') => keyword(record, at, b"true", LeafKind::Bool),
        Some(b'f') => keyword(record, at, b"false", LeafKind::Bool),
        Some(b'n') => keyword(record, at, b"null", LeafKind::Null),
        _ => Err(record.unexpected(at)),
    }
}

/// The string that begins at `start`, behind its opening quote, and is known to be plain up to `from`.
#[inline(always)]
pub(super) fn text<V: Vector>(v: V, record: Record<'_>, start: usize, from: usize) -> Result<Text, Malformed> {
    let mut at = from;
    let mut escaped = false;
    loop {
        let Some(bytes) = record.chunk(at) else { return Err(record.unexpected(at)) };
        let block = v.load(bytes);
        let stops = v.quotes(block) | v.specials(block);
        if stops == 0 {
            at += V::WIDTH;
            continue;
        }
        at += stops.trailing_zeros() as usize;
        match record.byte(at) {
            Some(b'"') => return Ok(Text { start, close: at, escaped }),
            Some(b'\\') => at = escape(record, at)?,
            _ => return Err(record.fault(at, MalformedKind::ControlCharacter)),
        }
        escaped = true;
    }
}

/// The position behind the escape whose backslash is at `at`. Surrogates are not paired here: see `unescape`.
fn escape(record: Record<'_>, at: usize) -> Result<usize, Malformed> {
    match record.byte(at + 1) {
        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => Ok(at + 2),
        Some(b'u') => {
            let wrong = (at + 2..at + 6).find(|&i| !record.byte(i).is_some_and(|byte| byte.is_ascii_hexdigit()));
            wrong.map_or(Ok(at + 6), |i| Err(record.fault(i, MalformedKind::BadEscape)))
        }
        _ => Err(record.fault(at + 1, MalformedKind::BadEscape)),
    }
}

/// The position behind the number at `at`, by the grammar alone: no size is too large.
fn number(record: Record<'_>, at: usize) -> Result<usize, Malformed> {
    let mut at = at + usize::from(record.byte(at) == Some(b'-'));
    at = if record.byte(at) == Some(b'0') { at + 1 } else { digits(record, at)? };
    if record.byte(at).is_some_and(|byte| byte.is_ascii_digit()) {
        return Err(record.fault(at, MalformedKind::BadNumber));
    }
    if record.byte(at) == Some(b'.') {
        at = digits(record, at + 1)?;
    }
    if matches!(record.byte(at), Some(b'e' | b'E')) {
        let signed = matches!(record.byte(at + 1), Some(b'+' | b'-'));
        at = digits(record, at + 1 + usize::from(signed))?;
    }
    Ok(at)
}

/// The position behind one or more digits.
fn digits(record: Record<'_>, start: usize) -> Result<usize, Malformed> {
    let mut at = start;
    while record.byte(at).is_some_and(|byte| byte.is_ascii_digit()) {
        at += 1;
    }
    if at == start { Err(record.fault(at, MalformedKind::BadNumber)) } else { Ok(at) }
}

fn keyword(record: Record<'_>, at: usize, word: &[u8], kind: LeafKind) -> Result<Value, Malformed> {
    if record.get(at, at + word.len()) == Some(word) {
        return Ok(Value::bare(kind, at, at + word.len()));
    }
    let right = (0..word.len()).take_while(|&i| record.byte(at + i) == Some(word[i])).count();
    Err(record.unexpected(at + right))
}

/// The scalar without quotes at `start`, if it is one of the words, or a number of the common kinds (digits, with a sign
/// or a fraction or without), and ends inside the vector and the record. None says nothing: [`bare`] decides.
#[inline(always)]
pub(super) fn short_bare<V: Vector>(v: V, record: Record<'_>, start: usize) -> Option<Value> {
    let bytes = record.chunk(start)?;
    let (kind, length) = match bytes {
        [b't', b'r', b'u', b'e', ..] => (LeafKind::Bool, 4),
        [b'f', b'a', b'l', b's', b'e', ..] => (LeafKind::Bool, 5),
        [b'n', b'u', b'l', b'l', ..] => (LeafKind::Null, 4),
        _ => (LeafKind::Number, short_number(v, bytes)?),
    };
    (start + length < record.end()).then_some(Value::bare(kind, start, start + length))
}

/// Counting the digits in a mask costs the same for every length; a loop over them mispredicts its end.
#[inline(always)]
fn short_number<V: Vector>(v: V, bytes: &[u8; 64]) -> Option<usize> {
    let digits = v.digits(v.load(bytes));
    let first = usize::from(bytes[0] == b'-');
    let whole = run::<V>(digits, first)?;
    if whole != first + 1 && bytes[first] == b'0' {
        return None;
    }
    let end = if bytes[whole & 63] == b'.' { run::<V>(digits, whole + 1)? } else { whole };
    (!matches!(bytes[end & 63], b'e' | b'E')).then_some(end)
}

/// The end of a run of one or more set bits from `first` on; none if there is none or it may go on behind the mask.
#[inline(always)]
fn run<V: Vector>(mask: u64, first: usize) -> Option<usize> {
    if first >= V::WIDTH {
        return None;
    }
    let length = (!(mask >> first)).trailing_zeros() as usize;
    (length != 0 && first + length < V::WIDTH).then_some(first + length)
}
