//! Runs of digits, as written; spoken runs join them here.
//!
//! A run is what one breath of a number may be: groups of digits with short separators between them. Which part of it is
//! which identifier is decided in `detect`, over windows of whole groups, never by cutting a group.

use crate::span::Span;

/// The most digits kept of one run; a longer one is nobody's number.
pub(crate) const MOST_DIGITS: usize = 64;

/// How a value stands in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Form {
    /// With digits and punctuation.
    Written,
    /// In words, at least in part.
    Spoken,
    /// As a field of its own.
    Field,
    /// As a term of a dictionary.
    Term,
}

impl Form {
    /// As outputs write it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Written => "written",
            Self::Spoken => "spoken",
            Self::Field => "field",
            Self::Term => "term",
        }
    }
}

/// Digits that stand together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Group {
    /// Where in [`DigitRun::digits`] it begins.
    pub(crate) first: u16,
    pub(crate) len: u16,
    /// The bytes it covers.
    pub(crate) span: Span,
    /// The first byte that is no space of what stands between it and the group before; a space if there is no other.
    pub(crate) separator: u8,
}

/// A run of digits and how they were grouped; reused from run to run.
#[derive(Clone, Debug, Default)]
pub(crate) struct DigitRun {
    /// ASCII digits.
    pub(crate) digits: Vec<u8>,
    pub(crate) groups: Vec<Group>,
    /// From the first digit (or the `+` or `(` before it) to the last.
    pub(crate) span: Span,
    /// A `+` stands before it.
    pub(crate) plus: bool,
    /// Letters touch its first or last digit: part of a code, not a number by itself.
    pub(crate) glued: bool,
    /// Whether they touch the first, and the last: a window that leaves that group out stands free.
    pub(crate) glued_ends: [bool; 2],
}

impl DigitRun {
    /// Reads the run whose first digit is at `at`; `end` is where the text ends.
    pub(crate) fn read(&mut self, text: &[u8], start: usize, at: usize, end: usize) {
        self.digits.clear();
        self.groups.clear();
        let mut position = at;
        let mut separator = 0;
        loop {
            position = self.take_group(text, position, end, separator);
            match next_group(text, position, end) {
                Some((next, between)) if self.digits.len() < MOST_DIGITS => (position, separator) = (next, between),
                _ => break,
            }
        }
        let letter = |at: usize| text[at].is_ascii_alphabetic() || text[at] >= 0x80;
        self.glued_ends = [at > start && letter(at - 1), position < end && letter(position)];
        self.glued = self.glued_ends != [false; 2];
        let first = opening(text, start, at);
        self.plus = text[first..at].contains(&b'+');
        self.span = Span::new(first as u32, position as u32);
    }

    fn take_group(&mut self, text: &[u8], at: usize, end: usize, separator: u8) -> usize {
        let first = self.digits.len() as u16;
        let mut position = at;
        while position < end && text[position].is_ascii_digit() {
            if self.digits.len() < MOST_DIGITS {
                self.digits.push(text[position]);
            }
            position += 1;
        }
        let len = self.digits.len() as u16 - first;
        self.groups.push(Group { first, len, span: Span::new(at as u32, position as u32), separator });
        position
    }

    /// Whether there are more digits than were kept.
    pub(crate) fn is_overlong(&self) -> bool {
        self.digits.len() >= MOST_DIGITS
    }
}

/// Where a `+`, `(` or `+(` directly before the first digit begins.
fn opening(text: &[u8], start: usize, at: usize) -> usize {
    let mut first = at;
    while first > start && at - first < 2 && matches!(text[first - 1], b'+' | b'(') {
        first -= 1;
    }
    first
}

/// The next group's first byte, if only a short separator stands before it: at most three bytes of space, hyphen, dot,
/// slash and brackets, with one kind of mark among them.
fn next_group(text: &[u8], at: usize, end: usize) -> Option<(usize, u8)> {
    let mut separator = b' ';
    let mut position = at;
    while position < end && position - at < 4 {
        match text[position] {
            b'0'..=b'9' if position > at => return Some((position, separator)),
            b' ' | b'(' => {}
            mark @ (b'-' | b'.' | b'/' | b')') => {
                if separator != b' ' && separator != b')' {
                    return None;
                }
                separator = mark;
            }
            _ => return None,
        }
        position += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (String, Vec<u16>, bool) {
        let mut run = DigitRun::default();
        let at = text.find(|c: char| c.is_ascii_digit()).unwrap();
        run.read(text.as_bytes(), 0, at, text.len());
        (String::from_utf8(run.digits.clone()).unwrap(), run.groups.iter().map(|group| group.len).collect(), run.plus)
    }

    #[test]
    fn groups_are_kept() {
        assert_eq!(read("call (212) 555-0142 now"), ("2125550142".into(), vec![3, 3, 4], false));
        assert_eq!(read("+46 70-174 06 05"), ("46701740605".into(), vec![2, 2, 3, 2, 2], true));
        assert_eq!(read("03/04/1984, 5"), ("03041984".into(), vec![2, 2, 4], false));
        assert_eq!(read("12 -- 5"), ("12".into(), vec![2], false));
    }

    #[test]
    fn the_plain_reader_agrees_on_any_text() {
        // A second reading: the digits of the span, in order, are the digits of the run.
        for text in ["1-2-3", "a1b2", "1234567890123456789012345", "5)5", "0 0 0", "1(2)3"] {
            let mut run = DigitRun::default();
            let at = text.find(|c: char| c.is_ascii_digit()).unwrap();
            run.read(text.as_bytes(), 0, at, text.len());
            let plain: Vec<u8> = run.span.of(text.as_bytes()).iter().copied().filter(u8::is_ascii_digit).collect();
            assert_eq!(run.digits, plain, "{text}");
        }
    }
}
