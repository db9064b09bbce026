//! Rows of formats that are no text, as lines of JSON: what reads them then is what reads any dump. Positions in such a source count
//! in these lines, which are the same in every run.

use std::io::{self, Read};

/// A source of rows.
pub(super) trait Rows: Send {
    /// Appends lines, a moderate number of them; false where there are no more.
    fn next_lines(&mut self, out: &mut Vec<u8>) -> io::Result<bool>;
}

/// Rows as a stream of lines.
pub(super) struct RowLines<R> {
    rows: R,
    out: Vec<u8>,
    at: usize,
    /// Why there are no more; said behind the lines that were made before.
    failed: Option<io::Error>,
}

impl<R: Rows> RowLines<R> {
    pub(super) fn new(rows: R) -> Self {
        Self { rows, out: Vec::new(), at: 0, failed: None }
    }
}

impl<R: Rows> Read for RowLines<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.at == self.out.len() {
            self.out.clear();
            self.at = 0;
            if let Some(error) = self.failed.take() {
                return Err(error);
            }
            match self.rows.next_lines(&mut self.out) {
                Ok(true) => {}
                Ok(false) => return Ok(0),
                Err(error) => self.failed = Some(error),
            }
        }
        let count = out.len().min(self.out.len() - self.at);
        out[..count].copy_from_slice(&self.out[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}

/// Appends a JSON string.
pub(super) fn write_string(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    let bytes = text.as_bytes();
    let mut from = 0;
    for (at, byte) in bytes.iter().enumerate() {
        if *byte >= b' ' && !matches!(byte, b'"' | b'\\') {
            continue;
        }
        out.extend_from_slice(&bytes[from..at]);
        from = at + 1;
        match byte {
            b'"' => out.extend_from_slice(b"\\\""),
            b'\\' => out.extend_from_slice(b"\\\\"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            _ => {
                let digit = |value: u8| b"0123456789abcdef"[usize::from(value)];
                out.extend_from_slice(&[b'\\', b'u', b'0', b'0', digit(byte >> 4), digit(byte & 15)]);
            }
        }
    }
    out.extend_from_slice(&bytes[from..]);
    out.push(b'"');
}

/// Appends a number, or `null` for what JSON has no number for.
pub(super) fn write_float(value: f64, out: &mut Vec<u8>) {
    if value.is_finite() {
        out.extend_from_slice(value.to_string().as_bytes());
    } else {
        out.extend_from_slice(b"null");
    }
}

/// Appends bytes as a string where they are text, else `null`: a picture or a key.
pub(super) fn write_bytes(bytes: &[u8], out: &mut Vec<u8>) {
    let control = |byte: &u8| *byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r');
    match std::str::from_utf8(bytes) {
        Ok(text) if !bytes.iter().any(control) => write_string(text, out),
        _ => out.extend_from_slice(b"null"),
    }
}

/// Appends a time in milliseconds since 1970 as a string in UTC, or as the number it is where no calendar has it.
pub(super) fn write_time(milliseconds: i64, out: &mut Vec<u8>) {
    match jiff::Timestamp::from_millisecond(milliseconds) {
        Ok(time) => write_string(&time.to_string(), out),
        Err(_) => out.extend_from_slice(milliseconds.to_string().as_bytes()),
    }
}

/// Appends bytes as a line that is no JSON; nothing where they are all empty.
pub(super) fn write_damage(bytes: &[u8], out: &mut Vec<u8>) {
    if bytes.iter().all(|byte| *byte == 0) {
        return;
    }
    out.extend_from_slice(b"~ ");
    for chunk in bytes.utf8_chunks() {
        out.extend(chunk.valid().bytes().map(|byte| if byte.is_ascii_control() { b' ' } else { byte }));
        if !chunk.invalid().is_empty() {
            out.extend_from_slice("\u{fffd}".as_bytes());
        }
    }
    out.push(b'\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_json() {
        for text in ["", "a\"b\\c\n\r\t\u{1}\u{1f} \u{e4}\u{1f600}", "plain"] {
            let mut out = Vec::new();
            write_string(text, &mut out);
            assert_eq!(serde_json::from_slice::<String>(&out).unwrap(), text);
        }
        let mut out = Vec::new();
        write_time(1_601_301_731_000, &mut out);
        write_bytes(b"\xff\xd8", &mut out);
        write_float(f64::NAN, &mut out);
        assert_eq!(out, b"\"2020-09-28T14:02:11Z\"nullnull");
    }
}
