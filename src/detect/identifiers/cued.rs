//! What numbers and codes without a telling shape have in common.
//!
//! A loan, a policy or a gate code may be any few characters: only a cue makes them what they are. What is weighed here
//! is whether the window could be one at all: a usual length counts 20, any other next to nothing, and what is written
//! as another identifier usually is counts nothing, so that the other one wins beside the cue.

use std::ops::RangeInclusive;

use super::{Reading, Window};
use crate::digits::Form;

/// A usual length: found with a strong cue, possible with a weak one.
pub(super) const USUAL: i16 = 20;
/// Letters and digits in a known order, or letters and four digits or more.
pub(super) const KNOWN: i16 = 25;
/// A length that is seldom seen.
pub(super) const UNUSUAL: i16 = 5;

/// A reading that only a cue makes something.
pub(super) fn cued(shape: i16, detector: &'static str) -> Reading {
    Reading { shape, needs_cue: true, detector, ..Reading::default() }
}

/// A number of `usual` length, by cue alone.
pub(super) fn number(window: &Window<'_>, usual: &RangeInclusive<usize>, detector: &'static str) -> Option<Reading> {
    is_plain(window)
        .then(|| Reading { placeholder: is_specimen(window.chars), ..cued(weight(window, usual), detector) })
}

/// A code of `usual` length, by cue alone: at least two digits, and no measure or time of day.
pub(super) fn code(window: &Window<'_>, usual: &RangeInclusive<usize>, detector: &'static str) -> Option<Reading> {
    let digits = digits_in(window.chars);
    if digits < 2 || is_quantity(window.chars) {
        return None;
    }
    let shape = match digits {
        _ if !usual.contains(&window.chars.len()) => UNUSUAL,
        4.. => KNOWN,
        3 => USUAL,
        _ if window.chars.len() >= 6 => USUAL,
        _ => 10,
    };
    Some(cued(shape, detector))
}

/// The last four digits of something.
pub(super) fn last_four(window: &Window<'_>, detector: &'static str) -> Option<Reading> {
    let four = window.chars.len() == 4 && !window.plus && has_marks(window, b" -") && is_said_together(window);
    // Letters that touch it are what hides the others: "xxxx4399".
    four.then(|| cued(if window.glued { 10 } else { KNOWN }, detector))
}

/// Whether nothing but spaces and hyphens stands in the window, and no letter or plus touches it.
pub(super) fn is_plain(window: &Window<'_>) -> bool {
    !window.glued && !window.plus && has_marks(window, b" -")
}

/// Whether what stands between groups is among `marks`; of what was said in words nothing is known.
pub(super) fn has_marks(window: &Window<'_>, marks: &[u8]) -> bool {
    window.form == Form::Spoken || window.groups[1..].iter().all(|group| marks.contains(&group.separator))
}

/// Whether a short number is one piece: written together, in pairs, digit by digit, or said in words.
pub(super) fn is_said_together(window: &Window<'_>) -> bool {
    let one_by_one = window.groups.iter().all(|group| group.len == 1);
    window.form == Form::Spoken || window.groups.len() == 1 || window.is_grouped(&[2, 2]) || one_by_one
}

/// What the length is worth, unless the groups are those of another identifier.
pub(super) fn weight(window: &Window<'_>, usual: &RangeInclusive<usize>) -> i16 {
    if is_written_as_another(window) {
        return 0;
    }
    if usual.contains(&window.chars.len()) { USUAL } else { UNUSUAL }
}

/// Whether the groups are those of a Social Security, telephone or card number, or of a date.
fn is_written_as_another(window: &Window<'_>) -> bool {
    let card = window.is_grouped(&[4, 4, 4, 4]) || window.is_grouped(&[4, 6, 5]);
    let hyphens = window.is_separated_by(b'-');
    let number = window.is_grouped(&[3, 2, 4]) || window.is_grouped(&[3, 3, 4]);
    window.form == Form::Written && (card || hyphens && (number || is_date(window)))
}

/// Whether a day of this age stands there: year first, or last.
fn is_date(window: &Window<'_>) -> bool {
    let (year, day, month) = match () {
        () if window.is_grouped(&[4, 2, 2]) => (0, 1, 2),
        () if window.is_grouped(&[2, 2, 4]) => (2, 0, 1),
        () => return false,
    };
    (1900..2100).contains(&window.number(year))
        && [day, month].iter().all(|&group| (1..=31).contains(&window.number(group)))
}

/// Numbers that are nobody's: one digit over and over, or counting up or down; from six digits on.
pub(super) fn is_specimen(digits: &[u8]) -> bool {
    let steps_by = |step: u8| digits.windows(2).all(|pair| (pair[0] - b'0' + step) % 10 == pair[1] - b'0');
    digits.len() >= 6 && digits.iter().all(u8::is_ascii_digit) && [0, 1, 9].into_iter().any(steps_by)
}

/// How many digits there are.
pub(super) fn digits_in(chars: &[u8]) -> usize {
    chars.iter().filter(|byte| byte.is_ascii_digit()).count()
}

/// What follows a number in "20 mg", "4th", "10 am": the letters of a code would be others.
const UNITS: [&[u8]; 34] = [
    b"AM", b"CC", b"CL", b"CM", b"DL", b"FT", b"G", b"GB", b"H", b"HR", b"HRS", b"IN", b"K", b"KG", b"KM", b"KR",
    b"LB", b"LBS", b"M", b"MB", b"MG", b"MIN", b"ML", b"MM", b"ND", b"OZ", b"PM", b"RD", b"S", b"SEK", b"ST", b"TH",
    b"USD", b"YRS",
];

/// Whether few digits and then a unit stand there.
pub(super) fn is_quantity(chars: &[u8]) -> bool {
    let digits = chars.iter().take_while(|byte| byte.is_ascii_digit()).count();
    (1..=4).contains(&digits) && UNITS.contains(&&chars[digits..])
}

/// Whether `chars` have the order of letters (`A`) and digits (`9`) of `pattern`.
pub(super) fn matches(pattern: &str, chars: &[u8]) -> bool {
    let fits = |(wanted, &byte): (u8, &u8)| match wanted {
        b'A' => byte.is_ascii_uppercase(),
        _ => byte.is_ascii_digit(),
    };
    pattern.len() == chars.len() && pattern.bytes().zip(chars).all(fits)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::digits::DigitRun;
    use crate::span::Span;

    fn with_run<T>(text: &str, form: Form, look: impl Fn(&Window<'_>) -> T) -> T {
        let mut run = DigitRun::default();
        run.read(text.as_bytes(), 0, text.find(|c: char| c.is_ascii_digit()).unwrap(), text.len());
        run.form = form;
        look(&Window::new(&run, 0, run.groups.len()))
    }

    #[test]
    fn lengths_and_groups_are_weighed() {
        for (text, wanted) in [
            ("877415036610", Some(20)),
            ("28-5513-07", Some(20)),
            ("123", Some(5)),
            ("536-90-4399", Some(0)),
            ("312-555-0117", Some(0)),
            ("4000 0012 3456 7899", Some(0)),
            ("2024-05-12", Some(0)),
            ("05-12-2024", Some(0)),
            ("4321-05-12", Some(20)),
            ("W4482913", None),
            ("+4482913", None),
            ("12/05/2024", None),
        ] {
            let read = |window: &Window<'_>| number(window, &(6..=12), "x").map(|reading| reading.shape);
            assert_eq!(with_run(text, Form::Written, read), wanted, "{text}");
        }
        // Said in words, groups are pauses.
        assert_eq!(with_run("536-90-4399", Form::Spoken, |window| weight(window, &(6..=12))), USUAL);
    }

    #[test]
    fn codes_are_weighed_by_their_digits() {
        for (text, wanted) in [
            ("BX7204418", Some(25)),
            ("HO-448", Some(20)),
            ("bluebird72", Some(20)),
            ("AB12", Some(10)),
            ("ABCDEFGHIJKLM44", Some(5)),
            ("A1", None),
            ("20 mg", None),
        ] {
            let mut run = DigitRun::default();
            run.read_code(text.as_bytes(), Span::new(0, text.len() as u32));
            let reading = code(&Window::new(&run, 0, run.groups.len()), &(4..=12), "x");
            assert_eq!(reading.map(|reading| reading.shape), wanted, "{text}");
        }
    }

    #[test]
    fn four_digits_stand_together() {
        for (text, wanted) in [
            ("4399", Some(25)),
            ("43 99", Some(25)),
            ("4 3 9 9", Some(25)),
            ("xxxx4399", Some(10)),
            ("439-9", None),
            ("43/99", None),
            ("43991", None),
        ] {
            let read = |window: &Window<'_>| last_four(window, "x").map(|reading| reading.shape);
            assert_eq!(with_run(text, Form::Written, read), wanted, "{text}");
        }
    }

    #[test]
    fn nobody_has_these() {
        for digits in ["000000", "123456789", "1234567890", "987654321", "7777777"] {
            assert!(is_specimen(digits.as_bytes()), "{digits}");
        }
        for digits in ["1111", "1234", "877415", "AAAAAA", "A123456"] {
            assert!(!is_specimen(digits.as_bytes()), "{digits}");
        }
    }

    #[test]
    fn measures_are_no_codes() {
        for chars in ["20MG", "4TH", "10AM", "5K", "1ST"] {
            assert!(is_quantity(chars.as_bytes()), "{chars}");
        }
        for chars in ["BX7204", "448KV", "12345M", "7BXR418", "MG20"] {
            assert!(!is_quantity(chars.as_bytes()), "{chars}");
        }
    }

    proptest! {
        #[test]
        fn patterns_fit_what_they_describe(chars in "[A-Z0-9]{0,17}") {
            let pattern: String = chars.chars().map(|c| if c.is_ascii_digit() { '9' } else { 'A' }).collect();
            prop_assert!(matches(&pattern, chars.as_bytes()));
            let other: String = pattern.chars().map(|c| if c == '9' { 'A' } else { '9' }).collect();
            prop_assert!(chars.is_empty() || !matches(&other, chars.as_bytes()));
        }
    }
}
