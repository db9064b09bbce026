//! Records of a cell that is no UTF-8, in a text of their own that is.
//!
//! A record that holds no letter beyond ASCII in UTF-8 is of another encoding, and Windows-1252 is read; of any other the bad bytes
//! are damage, and read as `?`.

use crate::framing::{FaultKind, Frame, FrameKind, repair_utf8, windows_1252};
use crate::span::Span;
use crate::utterance::PADDING;

/// See the module.
pub(super) struct Recoded {
    /// Padded.
    pub(super) text: Vec<u8>,
    /// The frames, in order, as they lie in the text, and what was wrong with each.
    pub(super) frames: Vec<(Frame, Option<FaultKind>)>,
}

impl Recoded {
    /// Those of `frames` of `buffer`.
    pub(super) fn of(buffer: &[u8], frames: &[Frame]) -> Self {
        let length: usize = frames.iter().map(|frame| frame.end - frame.start + 1).sum();
        let mut recoded = Self { text: Vec::with_capacity(length + PADDING), frames: Vec::with_capacity(frames.len()) };
        frames.iter().for_each(|frame| recoded.push(buffer, *frame));
        recoded.text.resize(recoded.text.len() + PADDING, b' ');
        recoded
    }

    fn push(&mut self, buffer: &[u8], frame: Frame) {
        let start = self.text.len();
        let ahead = self.push_repaired(&buffer[frame.start..frame.body]);
        let (body, read) = (self.text.len(), &buffer[frame.body..frame.end]);
        // The parts of a record that is read in parts are counted in its own bytes.
        let is_read_whole = frame.kind != FrameKind::Part;
        let damaged = is_read_whole && simdutf8::basic::from_utf8(read).is_err();
        let fault = match damaged.then(|| windows_1252(read)).flatten() {
            Some(decoded) => {
                self.text.extend_from_slice(decoded.as_bytes());
                Some(FaultKind::Windows1252)
            }
            None => self.push_repaired(read).or(ahead),
        };
        self.frames.push((Frame { start, body, end: self.text.len(), ..frame }, fault));
        self.text.push(b'\n');
    }

    /// Appends bytes as UTF-8 of the same length.
    fn push_repaired(&mut self, bytes: &[u8]) -> Option<FaultKind> {
        let start = self.text.len();
        self.text.extend_from_slice(bytes);
        let damaged = simdutf8::basic::from_utf8(bytes).is_err();
        if damaged {
            repair_utf8(&mut self.text[start..]);
        }
        damaged.then_some(FaultKind::InvalidUtf8)
    }
}

/// Leads from what was decoded from Windows-1252 back to its bytes, of which every character is one. Spans that are asked for in
/// order cost one walk together.
#[derive(Default)]
pub(super) struct Bytes {
    /// Where the last span began in the text, and how many characters stand before it.
    at: u32,
    characters: u32,
}

impl Bytes {
    /// The bytes that `span` of `text` was decoded from. `text` is the same each time.
    pub(super) fn of(&mut self, text: &[u8], span: Span) -> Span {
        if span.start < self.at {
            *self = Self::default();
        }
        self.characters += characters(Span::new(self.at, span.start).of(text));
        self.at = span.start;
        Span::new(self.characters, self.characters + characters(span.of(text)))
    }
}

fn characters(text: &[u8]) -> u32 {
    text.iter().filter(|&&byte| byte & 0xc0 != 0x80).count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_lead_back_to_bytes_in_any_order() {
        let (text, bytes) = ("för £5 åt Åsa".as_bytes(), "f\u{f6}r \u{a3}5 \u{e5}t \u{c5}sa");
        let bytes: Vec<u8> = bytes.chars().map(|c| c as u8).collect();
        let mut back = Bytes::default();
        for (word, expected) in [("£5", &b"\xa35"[..]), ("Åsa", b"\xc5sa"), ("för", b"f\xf6r"), ("åt", b"\xe5t")] {
            let at = text.windows(word.len()).position(|window| window == word.as_bytes()).unwrap() as u32;
            let found = back.of(text, Span::new(at, at + word.len() as u32));
            assert_eq!(found.of(&bytes), expected, "{word}");
        }
    }
}
