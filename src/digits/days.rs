//! Days by their ordinal beside a month's name: "january first", "the twenty third of july", "andra januari".
//!
//! They are no part of any number, so other detectors pass over them (a date of birth is read in `detect::dates`); they are
//! runs so that what was said is accounted for. With a year behind it a day has a second reading, its ISO 8601 form.

use super::tokens::Source;
use super::{DigitRun, Form, Group};
use crate::dictionary::Numeral;
use crate::fold;
use crate::span::Span;

/// A day and a month.
#[derive(Clone, Copy, Debug)]
pub(super) struct Day {
    /// Its first word, and the word after its last.
    first: usize,
    pub(super) end: usize,
    ordinal: u8,
    month: u8,
    swedish: bool,
}

impl Day {
    /// The day beside the month's name that word `index` may be; it begins no earlier than word `floor`.
    pub(super) fn read(source: &Source<'_>, index: usize, floor: usize) -> Option<Self> {
        let (_, word) = source.word(index)?;
        let (Numeral::Month(month), swedish) = source.numbers.get_with_language(word)? else { return None };
        let named = |(first, end, ordinal): (usize, usize, u8)| Self { first, end, ordinal, month, swedish };
        let before = before(source, index).filter(|&(first, ..)| first >= floor);
        before.map(|(first, _, day)| (first, index + 1, day)).or_else(|| after(source, index)).map(named)
    }

    pub(super) fn span(&self, source: &Source<'_>) -> Span {
        Span::new(source.marks.word(self.first).start, source.marks.word(self.end - 1).end)
    }

    /// Writes what it says to `out`, `year` of four digits behind it, or, as ISO 8601 has it, before it.
    pub(super) fn write(&self, span: Span, year: &[u8], iso: bool, out: &mut DigitRun) {
        out.clear();
        let two = |value: u8| [b'0' + value / 10, b'0' + value % 10];
        let day = two(self.ordinal);
        if iso {
            [year, &two(self.month), &day].into_iter().for_each(|part| out.digits.extend_from_slice(part));
        } else {
            out.digits.extend_from_slice(&day[usize::from(self.ordinal < 10)..]);
            out.digits.extend_from_slice(year);
        }
        out.groups.push(Group { first: 0, len: out.digits.len() as u16, span, separator: b' ' });
        (out.form, out.span, out.swedish, out.doubt) = (Form::Spoken, span, self.swedish, u8::from(iso));
    }
}

fn ordinal_at(source: &Source<'_>, index: usize) -> Option<u8> {
    match source.numbers.get(source.word(index)?.1)? {
        Numeral::Ordinal(value) => Some(value),
        _ => None,
    }
}

fn decade(source: &Source<'_>, index: usize) -> Option<u8> {
    match source.numbers.get(source.word(index)?.1)? {
        Numeral::Tens(tens @ (20 | 30)) => Some(tens),
        _ => None,
    }
}

fn is_near(source: &Source<'_>, index: usize) -> bool {
    matches!(source.gap(index), b" " | b"-")
}

/// First word, end and value of the ordinal before the month at word `month`.
fn before(source: &Source<'_>, month: usize) -> Option<(usize, usize, u8)> {
    let of = |index: usize| source.word(index).is_some_and(|(_, word)| fold::folds_to(word, b"of"));
    let end = month.checked_sub(1).filter(|&index| of(index) && is_near(source, month)).unwrap_or(month);
    let last = end.checked_sub(1)?;
    let value = ordinal_at(source, last).filter(|_| is_near(source, end))?;
    let tens = last.checked_sub(1).filter(|_| value < 10 && is_near(source, last));
    let tens = tens.and_then(|index| Some((index, decade(source, index)?)));
    Some(tens.map_or((last, end, value), |(index, tens)| (index, end, tens + value)))
}

/// The same behind it: "july the twenty fifth".
fn after(source: &Source<'_>, month: usize) -> Option<(usize, usize, u8)> {
    let the = |index: usize| source.word(index).is_some_and(|(_, word)| fold::folds_to(word, b"the"));
    let first = month + 1 + usize::from(the(month + 1));
    source.word(first).filter(|_| is_near(source, first))?;
    if let Some(value) = ordinal_at(source, first) {
        return Some((month, first + 1, value));
    }
    let (tens, unit) = decade(source, first).zip(ordinal_at(source, first + 1))?;
    (unit < 10 && is_near(source, first + 1)).then_some((month, first + 2, tens + unit))
}
