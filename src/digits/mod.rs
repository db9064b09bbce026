//! Runs of digits, written and spoken.
//!
//! A run is what one breath of a number may be: groups of digits with short separators between them, or the words of a
//! number ([`tokens`] finds them, [`compose`] reads them, [`spoken`] gives all that they can mean). Which part of it is
//! which identifier is decided in `detect`, over windows of whole groups, never by cutting a group.

mod codes;
mod compose;
mod days;
mod runs;
mod spoken;
mod tokens;

pub(crate) use codes::CodeText;
pub(crate) use runs::{RunAt, RunStore, Runs};
pub(crate) use tokens::Source;

use crate::fold::{EURO, POUND};
use crate::span::Span;

/// The most digits kept of one run; a longer one is nobody's number.
pub(crate) const MOST_DIGITS: usize = 64;

/// How a value stands in the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Form {
    /// With digits and punctuation.
    #[default]
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
    /// The first byte that is no space of what stands between it and the group before; a space if there is no other, and `&`
    /// for "and".
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
    /// [`Form::Spoken`] where any of it is said in words.
    pub(crate) form: Form,
    /// A recogniser wrote it like an amount or a list: "5,550,142", "212, 555, 0142". Only a cue makes it a number.
    pub(crate) commas: bool,
    /// Letters touch its first or last digit, or a currency sign stands before it: part of a code or a sum, not a number by itself.
    pub(crate) glued: bool,
    /// Whether they touch the first, and the last: a window that leaves that group out stands free.
    pub(crate) glued_ends: [bool; 2],
    /// How far it is from the likeliest reading of what was said: 0 for that one.
    pub(crate) doubt: u8,
    /// Any of it is said in Swedish.
    pub(crate) swedish: bool,
    /// The speaker corrected a part of it.
    pub(crate) repaired: bool,
}

impl DigitRun {
    /// Reads the run whose first digit is at `at`; `end` is where the text ends.
    pub(crate) fn read(&mut self, text: &[u8], start: usize, at: usize, end: usize) {
        self.clear();
        let mut position = at;
        let mut separator = 0;
        let with_commas = comma_groups(&text[at..end]);
        self.commas = with_commas > 0;
        loop {
            position = self.take_group(text, position, end, separator);
            if self.groups.len() < with_commas {
                position += text[position..end].iter().take_while(|byte| !byte.is_ascii_digit()).count();
                separator = b' ';
                continue;
            }
            if self.commas {
                break;
            }
            match next_group(text, position, end) {
                Some((next, between)) if self.digits.len() < MOST_DIGITS => (position, separator) = (next, between),
                _ => break,
            }
        }
        if self.commas && self.groups.len() > 1 && text[self.groups[0].span.end as usize + 1].is_ascii_digit() {
            let [whole] = self.as_one_group();
            self.groups.clear();
            self.groups.push(Group { span: Span::new(at as u32, position as u32), ..whole });
        }
        let letter = |at: usize| text[at].is_ascii_alphabetic() || text[at] >= 0x80;
        // "0142x12" is a number and its extension.
        let extension = matches!(text[position..end], [b'x' | b'X', b'0'..=b'9', ..]);
        // A sum of money is the number of nothing.
        let currency = |at: usize| matches!(text[at], b'$' | POUND | EURO);
        let before = at > start && (letter(at - 1) || currency(at - 1));
        self.glued_ends = [before, position < end && letter(position) && !extension];
        self.glued = self.glued_ends != [false; 2];
        let first = opening(text, start, at);
        self.plus = text[first..at].contains(&b'+');
        self.span = Span::new(first as u32, position as u32);
    }

    /// Reads all of `span` as one code: letters become capitals, everything else only parts groups.
    pub(crate) fn read_code(&mut self, text: &[u8], span: Span) {
        self.clear();
        self.span = span;
        let (mut at, end, mut separator) = (span.start as usize, span.end as usize, 0);
        while at < end {
            let length = text[at..end].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
            if length == 0 {
                separator = if matches!(separator, 0 | b' ') { text[at] } else { separator };
                at += 1;
                continue;
            }
            let first = self.digits.len() as u16;
            let room = MOST_DIGITS - self.digits.len();
            self.digits.extend(text[at..at + length.min(room)].iter().map(u8::to_ascii_uppercase));
            let len = self.digits.len() as u16 - first;
            self.groups.push(Group { first, len, span: Span::new(at as u32, (at + length) as u32), separator });
            (at, separator) = (at + length, 0);
        }
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

    /// Forgets everything but the memory.
    fn clear(&mut self) {
        let (mut digits, mut groups) = (std::mem::take(&mut self.digits), std::mem::take(&mut self.groups));
        digits.clear();
        groups.clear();
        *self = Self { digits, groups, ..Self::default() };
    }

    /// All of it as a single group.
    pub(crate) fn as_one_group(&self) -> [Group; 1] {
        [Group { first: 0, len: self.digits.len() as u16, span: self.span, separator: b' ' }]
    }

    /// Whether there are more digits than were kept.
    pub(crate) fn is_overlong(&self) -> bool {
        self.digits.len() >= MOST_DIGITS
    }
}

/// The mark of a gap that may stand between two written groups of one number: a space if there is none. A comma or colon
/// without space is what recognisers write into digits that were said ("5,550,142", "1:42").
fn separator(gap: &[u8]) -> Option<u8> {
    if matches!(gap, b"," | b":") {
        return Some(gap[0]);
    }
    let mut separator = b' ';
    for &byte in gap {
        match byte {
            b' ' | b'(' => {}
            mark @ (b'-' | b'.' | b'/' | b')') if separator == b' ' || separator == b')' => separator = mark,
            _ => return None,
        }
    }
    (gap.len() <= 3).then_some(separator)
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
    if is_read_out(text, at, end) {
        return Some((at + 2, b' '));
    }
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

/// The number of groups that commas part in what `rest` begins with, if a recogniser took a number for an amount of seven
/// digits or more ("5,550,142"), or for a list ("212, 555, 0142"; "432, 11, 9876"); else 0.
fn comma_groups(rest: &[u8]) -> usize {
    let digits =
        |at: usize| rest.get(at..).map_or(0, |rest| rest.iter().take(5).take_while(|b| b.is_ascii_digit()).count());
    let first = digits(0);
    if !(1..=3).contains(&first) || rest.get(first) != Some(&b',') {
        return 0;
    }
    let (mut at, mut groups) = (first, 1);
    while rest.get(at) == Some(&b',') && digits(at + 1) == 3 {
        (at, groups) = (at + 4, groups + 1);
    }
    if groups > 1 {
        return if groups > 2 && (rest.get(at) != Some(&b',') || digits(at + 1) == 0) { groups } else { 0 };
    }
    let second = digits(first + 2);
    let listed = first == 3 && matches!(second, 2 | 3) && rest[first..].starts_with(b", ");
    let third = first + 2 + second;
    if listed && rest[third..].starts_with(b", ") && digits(third + 2) == 4 { 3 } else { 0 }
}

/// Whether a comma stands between single digits, as where a number is read out: "4 1 5, 5 5 5".
fn is_read_out(text: &[u8], at: usize, end: usize) -> bool {
    let digit = |at: usize| at < end && text[at].is_ascii_digit();
    let single = |at: usize| digit(at) && !digit(at + 1) && text[at - 1] == b' ';
    at > 1 && at + 2 < end && text[at..at + 2] == *b", " && single(at - 1) && single(at + 2)
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
