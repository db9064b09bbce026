//! UTF-16 as UTF-8, as Windows programs export it. Offsets in such a source count in the UTF-8 it becomes.

use std::io::{self, Read};

/// Units decoded at a time.
const STEP: usize = 32 << 10;

/// Whether text is UTF-16, and its bytes the little end first: by its byte order mark, else by the zeros of its ASCII letters.
pub(super) fn order(head: &[u8]) -> Option<bool> {
    match head {
        [0xff, 0xfe, 0, 0, ..] => return None,
        [0xff, 0xfe, ..] => return Some(true),
        [0xfe, 0xff, ..] => return Some(false),
        _ => {}
    }
    let sample = &head[..head.len().min(512) & !1];
    let zeros = |odd: usize| sample.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let text = |odd: usize| {
        sample.iter().skip(odd).step_by(2).filter(|byte| matches!(byte, b'\t' | b'\n' | b'\r' | b' '..=b'~')).count()
    };
    let half = sample.len() / 2;
    // Nearly all units are ASCII, and no other byte is zero.
    let is = |high: usize| half >= 8 && zeros(high) * 10 >= half * 9 && text(1 - high) * 10 >= half * 9;
    match (is(1), is(0)) {
        (true, _) => Some(true),
        (_, true) => Some(false),
        _ => None,
    }
}

/// A stream of units read as UTF-8. A surrogate without its partner becomes U+FFFD.
pub(super) struct Utf16<R> {
    inner: R,
    little: bool,
    raw: Vec<u8>,
    out: Vec<u8>,
    at: usize,
    began: bool,
}

impl<R: Read> Utf16<R> {
    pub(super) fn new(inner: R, little: bool) -> Self {
        Self { inner, little, raw: Vec::new(), out: Vec::new(), at: 0, began: false }
    }

    fn fill(&mut self) -> io::Result<()> {
        let read = self.inner.by_ref().take(2 * STEP as u64).read_to_end(&mut self.raw)?;
        let unit = |pair: &[u8]| {
            let pair = [pair[0], pair[1]];
            if self.little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) }
        };
        let mut units: Vec<u16> = self.raw.chunks_exact(2).map(unit).collect();
        let mut kept = self.raw.len() % 2;
        // The second half of a pair comes with the next bytes.
        if read > 0 && units.last().is_some_and(|last| (0xd800..0xdc00).contains(last)) {
            units.pop();
            kept += 2;
        }
        self.out.clear();
        self.at = 0;
        for c in char::decode_utf16(units) {
            let c = c.unwrap_or(char::REPLACEMENT_CHARACTER);
            if self.began || c != '\u{feff}' {
                self.out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
            }
            self.began = true;
        }
        if read == 0 && kept > 0 {
            self.out.extend_from_slice("\u{fffd}".as_bytes());
            kept = 0;
        }
        self.raw.drain(..self.raw.len() - kept);
        Ok(())
    }
}

impl<R: Read> Read for Utf16<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.at == self.out.len() {
            let before = self.raw.len();
            self.fill()?;
            if self.out.is_empty() && self.raw.len() == before {
                return Ok(0);
            }
        }
        let count = out.len().min(self.out.len() - self.at);
        out[..count].copy_from_slice(&self.out[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_become_text_in_either_order() {
        let text = "\u{feff}mitt nummer \u{e4}r \u{1f600} 070".repeat(9_000);
        let text = text.trim_start_matches('\u{feff}');
        for little in [true, false] {
            let pair = |unit: u16| if little { unit.to_le_bytes() } else { unit.to_be_bytes() };
            let mut raw: Vec<u8> = "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(pair).collect();
            assert_eq!(order(&raw), Some(little));
            let mut read = String::new();
            Utf16::new(raw.as_slice(), little).read_to_string(&mut read).unwrap();
            assert_eq!(read, text);
            assert_eq!(order(&raw[2..1000]), None, "not only letters");
            raw.push(0x41);
            read.clear();
            Utf16::new(raw.as_slice(), little).read_to_string(&mut read).unwrap();
            assert_eq!(read, format!("{text}\u{fffd}"));
        }
        assert_eq!(order(b"{\0\"\0a\0\"\0:\0\"\0b\0\"\0}\0"), Some(true));
        assert_eq!(order(b"plain text and no more"), None);
        assert_eq!(order(&[0; 600]), None);
    }
}
