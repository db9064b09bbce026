//! Identifiers made of digits: one file each, in one list.
//!
//! An identifier's file holds everything that is known about it: shape, validator, canonical form, examples and sources.
//! [`IDENTIFIERS`] is the only place that names them all. Cues are dictionary lines (`dictionaries/cues/`), so that
//! users can add their own.

mod bank_routing;
mod credit_card;
mod iban;
mod phone;
mod se_personnummer;
mod us_ssn;

use std::ops::RangeInclusive;

use crate::detect::Reason;
use crate::digits::{DigitRun, Group};
use crate::entity::EntityId;
use crate::span::Span;

pub(crate) use iban::find as find_iban;

/// Every identifier that is read from digit windows.
pub(crate) const IDENTIFIERS: [&Identifier; 5] = [
    &us_ssn::US_SSN,
    &credit_card::CREDIT_CARD,
    &phone::PHONE_NUMBER,
    &bank_routing::BANK_ROUTING,
    &se_personnummer::SE_PERSONNUMMER,
];

/// What is known about one kind of number.
pub(crate) struct Identifier {
    pub(crate) entity: EntityId,
    /// How many digits it can have.
    pub(crate) digits: RangeInclusive<usize>,
    /// Judges a window by shape and validator; `None` where it cannot be one.
    pub(crate) read: fn(&Window<'_>) -> Option<Reading>,
    /// Appends the one form that all spellings of a value share; fingerprints are made of it.
    pub(crate) canonical: fn(digits: &[u8], out: &mut Vec<u8>),
    /// Texts that must be read as one, at 20 points or more before any cue, and texts that must not.
    #[cfg_attr(not(test), expect(dead_code, reason = "examples are for the tests and for readers"))]
    pub(crate) examples: Examples,
}

/// Good and bad examples of an identifier.
#[cfg_attr(not(test), expect(dead_code, reason = "examples are for the tests and for readers"))]
pub(crate) struct Examples {
    pub(crate) good: &'static [&'static str],
    pub(crate) bad: &'static [&'static str],
}

/// Some whole groups of a run, as one number.
#[derive(Clone, Copy)]
pub(crate) struct Window<'a> {
    pub(crate) digits: &'a [u8],
    pub(crate) groups: &'a [Group],
    pub(crate) span: Span,
    /// A `+` stands before it.
    pub(crate) plus: bool,
    /// It is the whole run.
    pub(crate) whole: bool,
    /// Letters touch it.
    pub(crate) glued: bool,
}

impl<'a> Window<'a> {
    /// The window over groups `first..end` of `run`.
    pub(crate) fn new(run: &'a DigitRun, first: usize, end: usize) -> Self {
        let groups = &run.groups[first..end];
        let (head, tail) = (groups[0], groups[groups.len() - 1]);
        let digits = &run.digits[usize::from(head.first)..usize::from(tail.first + tail.len)];
        let start = if first == 0 { run.span.start } else { head.span.start };
        Self {
            digits,
            groups,
            span: Span::new(start, tail.span.end),
            plus: first == 0 && run.plus,
            whole: first == 0 && end == run.groups.len(),
            glued: (first == 0 && run.glued_ends[0]) || (end == run.groups.len() && run.glued_ends[1]),
        }
    }

    /// Whether the groups have these lengths.
    pub(crate) fn is_grouped(&self, lengths: &[u16]) -> bool {
        self.groups.len() == lengths.len() && self.groups.iter().zip(lengths).all(|(group, &len)| group.len == len)
    }

    /// Whether one mark, `mark`, stands between all groups.
    pub(crate) fn is_separated_by(&self, mark: u8) -> bool {
        self.groups.len() > 1 && self.groups[1..].iter().all(|group| group.separator == mark)
    }

    /// The digits of group `index` as a number.
    pub(crate) fn number(&self, index: usize) -> u32 {
        let group = self.groups[index];
        let first = usize::from(group.first - self.groups[0].first);
        value(&self.digits[first..first + usize::from(group.len)])
    }
}

/// What `digits` say as a number; at most nine of them count.
pub(crate) fn value(digits: &[u8]) -> u32 {
    digits.iter().take(9).fold(0, |value, &digit| value * 10 + u32::from(digit - b'0'))
}

/// What a window looks like to an identifier.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Reading {
    /// How specific the written shape is, 0 to 80 (detectors.md §1.2: three-two-four with hyphens 40, bare digits 5).
    pub(crate) shape: i16,
    /// What the validator adds: `10 * log10(1 / p)` where a share `p` of random digits passes, or less than nothing.
    pub(crate) check: i16,
    /// `valid:…` or `invalid:…`; empty where there is no validator.
    pub(crate) check_name: Reason,
    /// The groups are those the identifier is usually written in.
    pub(crate) grouped: bool,
    /// Without a cue it is nothing.
    pub(crate) needs_cue: bool,
    /// A documented specimen or a number nobody has.
    pub(crate) placeholder: bool,
    /// `kind/variant`, as outputs write it.
    pub(crate) detector: &'static str,
}

/// Digits as they are: the canonical form of most numbers.
pub(crate) fn plain_digits(digits: &[u8], out: &mut Vec<u8>) {
    out.extend_from_slice(digits);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reads(identifier: &Identifier, text: &str) -> Option<Reading> {
        let mut run = DigitRun::default();
        let at = text.find(|c: char| c.is_ascii_digit())?;
        run.read(text.as_bytes(), 0, at, text.len());
        let window = Window::new(&run, 0, run.groups.len());
        identifier.digits.contains(&window.digits.len()).then(|| (identifier.read)(&window)).flatten()
    }

    #[test]
    fn every_identifier_holds_its_own_examples() {
        for identifier in IDENTIFIERS {
            for &text in identifier.examples.good {
                let reading = reads(identifier, text);
                assert!(reading.is_some_and(|reading| reading.shape + reading.check >= 20), "{text}: {reading:?}");
            }
            for &text in identifier.examples.bad {
                let reading = reads(identifier, text);
                assert!(reading.is_none_or(|reading| reading.shape + reading.check < 20), "{text}: {reading:?}");
            }
        }
    }
}
