//! A row's values: `(1, 'it''s', NULL, 0x4142)`, or a line of `COPY`.

use std::ops::Range;

use memchr::{memchr, memchr2, memrchr};

use super::SqlTable;

/// Parentheses inside one another, at most.
const DEEPEST: u32 = 32;

/// Why a row cannot be read on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// It goes on behind the bytes at hand.
    More,
    /// It is no row.
    Not,
}

/// Reads the row that opens at `at`, telling where each value begins and ends. Returns the position behind it.
pub(super) fn tuple(
    bytes: &[u8],
    at: usize,
    backslashes: bool,
    mut each: impl FnMut(usize, usize),
) -> Result<usize, Stop> {
    let mut at = at + 1;
    loop {
        let start = skip_white(bytes, at);
        let (end, next) = value(bytes, start, backslashes)?;
        each(start, end);
        match bytes[next] {
            b',' => at = next + 1,
            _ => return Ok(next + 1),
        }
    }
}

/// The value at `start`: where it ends, and where the comma or parenthesis behind it stands.
fn value(bytes: &[u8], start: usize, backslashes: bool) -> Result<(usize, usize), Stop> {
    let (mut at, mut end, mut depth) = (start, start, 0);
    // What stood last, white space aside: a value is a string, a word, or both, and no two words.
    let mut last = Piece::None;
    loop {
        let byte = *bytes.get(at).ok_or(Stop::More)?;
        match byte {
            b'\'' | b'"' => {
                if last == Piece::String && depth == 0 {
                    return Err(Stop::Not);
                }
                at = string_end(bytes, at, backslashes || is_escaping(bytes, start, at))?;
                (end, last) = (at, Piece::String);
                // A letter behind a quote was inside of it once.
                if bytes.get(at).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte >= 0x80) {
                    return Err(Stop::Not);
                }
                continue;
            }
            b',' | b')' if depth == 0 => return if end == start { Err(Stop::Not) } else { Ok((end, at)) },
            b')' => (depth, last) = (depth - 1, Piece::Mark),
            b'(' if depth == DEEPEST => return Err(Stop::Not),
            b'(' => (depth, last) = (depth + 1, Piece::Mark),
            b';' => return Err(Stop::Not),
            byte if byte.is_ascii_whitespace() => {
                at += 1;
                continue;
            }
            byte if byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'$' | b'@' | b'`') => {
                // Behind white space, since words are read as a whole; `DATE '…'` and `_utf8 '…'` are a word and a string.
                if depth == 0 && (last == Piece::Word || last == Piece::String) {
                    return Err(Stop::Not);
                }
                let word =
                    |byte: &u8| !(byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'$' | b'@' | b'`'));
                at += bytes[at..].iter().position(word).ok_or(Stop::More)?;
                (end, last) = (at, Piece::Word);
                continue;
            }
            b'-' | b'+' | b':' | b'|' | b'*' | b'/' | b'[' | b']' | b'{' | b'}' | b'#' | b'=' | b'<' | b'>' | b',' => {
                last = Piece::Mark;
            }
            _ => return Err(Stop::Not),
        }
        at += 1;
        end = at;
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Piece {
    None,
    Word,
    String,
    Mark,
}

/// Whether an `E` stands right before the quote at `at`: PostgreSQL's string with escapes.
fn is_escaping(bytes: &[u8], start: usize, at: usize) -> bool {
    at > start && matches!(bytes[at - 1], b'E' | b'e') && (at - 1 == start || !bytes[at - 2].is_ascii_alphanumeric())
}

/// The position behind the string whose quote stands at `at`.
pub(super) fn string_end(bytes: &[u8], at: usize, backslashes: bool) -> Result<usize, Stop> {
    let quote = bytes[at];
    let mut at = at + 1;
    loop {
        let rest = bytes.get(at..).ok_or(Stop::More)?;
        let found = if backslashes { memchr2(quote, b'\\', rest) } else { memchr(quote, rest) };
        let found = at + found.ok_or(Stop::More)?;
        if bytes[found] == b'\\' {
            at = found + 2;
            continue;
        }
        match bytes.get(found + 1) {
            None => return Err(Stop::More),
            Some(next) if *next == quote => at = found + 2,
            Some(_) => return Ok(found + 1),
        }
    }
}

pub(super) fn skip_white(bytes: &[u8], mut at: usize) -> usize {
    while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
        at += 1;
    }
    at
}

/// The raw values of one row.
pub(crate) struct SqlCells<'a> {
    row: &'a [u8],
    table: &'a SqlTable,
    /// Where the values of an inserted row stand, the last first.
    inserted: Vec<(usize, usize)>,
    /// Where the next value of a copied row begins; none behind the last.
    at: Option<usize>,
    /// Where the last value stands.
    raw: Range<usize>,
}

/// What a value is, its text appended to the memory that was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SqlValue {
    Null,
    Text,
    /// Bytes that are no text need not be.
    Binary,
}

impl<'a> SqlCells<'a> {
    /// `None` where it is no row.
    pub(crate) fn new(row: &'a [u8], table: &'a SqlTable) -> Option<Self> {
        let mut inserted = Vec::new();
        if !table.copied {
            let end = tuple(row, 0, table.backslashes, |start, end| inserted.push((start, end)));
            if row.first() != Some(&b'(') || end != Ok(row.len()) {
                return None;
            }
            inserted.reverse();
        }
        Some(Self { row, table, inserted, at: table.copied.then_some(0), raw: 0..0 })
    }

    /// The next value, decoded into `out`; `None` behind the last.
    pub(crate) fn next_into(&mut self, out: &mut Vec<u8>) -> Option<SqlValue> {
        out.clear();
        if !self.table.copied {
            let (start, end) = self.inserted.pop()?;
            let raw = &self.row[start..end];
            self.raw = inside_quotes(raw).map_or(start..end, |inner| start + inner.start..start + inner.end);
            return Some(decode(raw, self.table.backslashes, out));
        }
        let start = self.at?;
        let end = memchr(b'\t', &self.row[start..]).map(|length| start + length);
        self.at = end.map(|end| end + 1);
        self.raw = start..end.unwrap_or(self.row.len());
        let raw = &self.row[self.raw.clone()];
        if raw == b"\\N" {
            return Some(SqlValue::Null);
        }
        // `\\x4142`: bytes.
        if let Some(hex) = raw.strip_prefix(b"\\\\x")
            && unhex(hex, out)
        {
            return Some(SqlValue::Binary);
        }
        unescape(raw, true, out);
        Some(SqlValue::Text)
    }

    /// Where the value that was given last stands in its row, without the quotes around it.
    pub(crate) fn raw(&self) -> Range<usize> {
        self.raw.clone()
    }
}

/// What stands between the first quote and the last.
fn inside_quotes(raw: &[u8]) -> Option<Range<usize>> {
    let open = memchr2(b'\'', b'"', raw)?;
    let close = memrchr(raw[open], raw).filter(|close| *close > open)?;
    Some(open + 1..close)
}

/// A value of an inserted row. Of an expression (`CAST(N'…' AS date)`, `'…'::jsonb`) the strings in it.
fn decode(raw: &[u8], backslashes: bool, out: &mut Vec<u8>) -> SqlValue {
    if raw.eq_ignore_ascii_case(b"null") || raw.eq_ignore_ascii_case(b"default") {
        return SqlValue::Null;
    }
    if let Some(hex) = raw.strip_prefix(b"0x").or_else(|| raw.strip_prefix(b"0X"))
        && unhex(hex, out)
    {
        return SqlValue::Binary;
    }
    let (mut at, mut found, mut binary) = (0, false, false);
    while let Some(open) = raw.get(at..).and_then(|rest| memchr2(b'\'', b'"', rest)).map(|open| at + open) {
        let escaping = backslashes || is_escaping(raw, 0, open);
        let end = string_end_within(raw, open, escaping);
        let inner = &raw[open + 1..end.saturating_sub(1).max(open + 1)];
        let before = &raw[..open];
        found = true;
        at = end;
        match before.trim_ascii_end().last() {
            Some(b'x' | b'X') if before.len() < 3 => binary |= unhex(inner, out),
            Some(b'b' | b'B') if before.len() < 2 => return SqlValue::Null,
            _ => {
                binary |= before.trim_ascii_end().eq_ignore_ascii_case(b"_binary");
                unquote(inner, raw[open], escaping, out);
            }
        }
    }
    // `'\x4142'` is PostgreSQL's bytea.
    if let Some(hex) = out.strip_prefix(b"\\x") {
        let hex = hex.to_vec();
        let mut bytes = Vec::new();
        if unhex(&hex, &mut bytes) {
            *out = bytes;
            return SqlValue::Binary;
        }
    }
    if !found {
        out.extend_from_slice(raw);
    }
    if binary { SqlValue::Binary } else { SqlValue::Text }
}

/// The position behind the string at `at` of a value that is whole.
fn string_end_within(raw: &[u8], at: usize, backslashes: bool) -> usize {
    string_end(raw, at, backslashes).unwrap_or(raw.len())
}

fn unquote(inner: &[u8], quote: u8, backslashes: bool, out: &mut Vec<u8>) {
    let start = out.len();
    let mut at = 0;
    while let Some(found) = memchr(quote, &inner[at..]) {
        let end = at + found + 1;
        out.extend_from_slice(&inner[at..end]);
        // The second of two.
        at = (end + usize::from(inner.get(end) == Some(&quote))).min(inner.len());
    }
    out.extend_from_slice(&inner[at..]);
    if backslashes && memchr(b'\\', &out[start..]).is_some() {
        let escaped = out.split_off(start);
        unescape(&escaped, false, out);
    }
}

/// Undoes backslashes as `COPY` (`copied`) or MySQL has them.
fn unescape(raw: &[u8], copied: bool, out: &mut Vec<u8>) {
    let mut at = 0;
    while let Some(found) = memchr(b'\\', &raw[at..]).map(|found| at + found) {
        out.extend_from_slice(&raw[at..found]);
        at = found + 2;
        let Some(&next) = raw.get(found + 1) else { return };
        let octal = |range: std::ops::Range<usize>| {
            let digits = raw.get(range)?;
            digits
                .iter()
                .try_fold(0u8, |sum, digit| matches!(digit, b'0'..=b'7').then(|| sum.wrapping_mul(8) + digit - b'0'))
        };
        out.push(match next {
            b'n' => b'\n',
            b't' => b'\t',
            b'r' => b'\r',
            b'0'..=b'7' if let Some(byte) = octal(found + 1..found + 4) => {
                at = found + 4;
                byte
            }
            b'f' | b'v' if copied => b' ',
            b'0' | b'b' | b'Z' => b' ',
            other => other,
        });
    }
    out.extend_from_slice(&raw[at.min(raw.len())..]);
}

/// Appends the bytes that pairs of hexadecimal digits stand for; nothing where they are none.
fn unhex(hex: &[u8], out: &mut Vec<u8>) -> bool {
    let digit = |byte: u8| char::from(byte).to_digit(16).map(|digit| digit as u8);
    let start = out.len();
    for pair in hex.chunks(2) {
        let [Some(high), Some(low)] = [pair.first(), pair.get(1)].map(|byte| byte.copied().and_then(digit)) else {
            out.truncate(start);
            return false;
        };
        out.push(high << 4 | low);
    }
    !hex.is_empty()
}
