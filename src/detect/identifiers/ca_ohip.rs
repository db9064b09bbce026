//! Canadian health numbers: Ontario's (OHIP), British Columbia's and those of the other provinces.
//!
//! | province | form | check |
//! | --- | --- | --- |
//! | Ontario | ten digits, four-three-three, not 0 first; one or two letters of version | Luhn |
//! | British Columbia | ten digits, four-three-three, 9 first | modulo 11 |
//! | Québec | three letters of the surname, one of the first name, `YYMMDD`, two digits; women's month plus 50 | not published |
//! | Alberta, Saskatchewan, Manitoba, New Brunswick, territories | nine digits | none used |
//! | Nova Scotia; Prince Edward Island; Newfoundland | ten; eight; twelve digits | none used |
//!
//! Sources: Ontario Ministry of Health, "Health Card Validation Reference Manual"; BC Ministry of Health, "Conformance
//! Standards"; RAMQ, "Health Insurance Number". Telephone numbers have ten digits too: nothing without a cue, but for
//! Québec's form and Ontario's with its groups and version.

use super::cued::matches;
use super::national::{Rule, judge, points, two};
use super::{Alphabet, Examples, Identifier, Reading, Window, plain_digits};
use crate::detect::Reason;
use crate::detect::checksum::{bc_phn, luhn};
use crate::entity::id;

pub(super) const CA_OHIP: Identifier = Identifier {
    entity: id::CA_OHIP,
    alphabet: Alphabet::Digits,
    lengths: 10..=10,
    cue_only: true,
    read: read_ten,
    canonical: plain_digits,
    examples: Examples {
        good: &["1234567897", "9876 543 217", "5000-000-017", "9698 754 127", "9698754128", "5000000018"],
        bad: &["416-555-0142", "5000/000/017", "+5000000017"],
    },
};

pub(super) const CA_OHIP_VERSION: Identifier = Identifier {
    entity: id::CA_OHIP,
    alphabet: Alphabet::Codes,
    lengths: 11..=12,
    cue_only: false,
    read: read_version,
    // With and without the version it is the same person's.
    canonical: |chars, out| match chars.first() {
        Some(b'0'..=b'9') => out.extend_from_slice(&chars[..chars.len().min(10)]),
        _ => out.extend_from_slice(chars),
    },
    examples: Examples {
        good: &["5000-000-017-KV", "5000000017KV", "9876 543 217 A"],
        bad: &["5000000018KV", "5000-000-017-K1", "416 555 0142 am"],
    },
};

pub(super) const CA_RAMQ: Identifier = Identifier {
    entity: id::CA_OHIP,
    alphabet: Alphabet::Codes,
    lengths: 12..=12,
    cue_only: false,
    read: |window| judge(window, &QUEBEC),
    canonical: plain_digits,
    examples: Examples {
        good: &["FICT 8507 1512", "fict-8557-1512", "FICT85071512"],
        bad: &["FICT85131512", "FICT85653212", "FIC85071512K"],
    },
};

pub(super) const CA_HEALTH_NUMBER: Identifier = Identifier {
    entity: id::CA_OHIP,
    alphabet: Alphabet::Digits,
    lengths: 8..=12,
    cue_only: true,
    read: |window| (window.chars.len() != 11).then(|| judge(window, &OTHERS)).flatten(),
    canonical: plain_digits,
    examples: Examples {
        good: &["48291-7730", "482 917 730", "48291773", "482 917 730 116"],
        bad: &["482 91 7730", "482/917/730", "48291773011"],
    },
};

const ONTARIO: Rule = Rule {
    groupings: &[&[4, 3, 3]],
    check: |digits| Some(points(luhn(digits) && digits[0] != b'0', 10)),
    names: [Reason::VALID_HEALTH_NUMBER, Reason::INVALID_HEALTH_NUMBER],
    detector: "health/on",
    ..Rule::USUAL
};

const BRITISH_COLUMBIA: Rule =
    Rule { check: |digits| Some(points(bc_phn(digits), 20)), detector: "health/bc", ..ONTARIO };

const VERSION: Rule = Rule {
    groupings: &[&[4, 3, 3, 1], &[4, 3, 3, 2], &[10, 1], &[10, 2]],
    check: |chars| {
        let (digits, version) = chars.split_at(10);
        let shaped = digits.iter().all(u8::is_ascii_digit) && version.iter().all(u8::is_ascii_uppercase);
        shaped.then(|| points(luhn(digits) && digits[0] != b'0', 10))
    },
    ..ONTARIO
};

const QUEBEC: Rule = Rule {
    groupings: &[&[4, 4, 4], &[4, 8]],
    shape: 35,
    check: |chars| {
        let day = (1..=31).contains(&two(chars, 8));
        let born = matches!(two(chars, 6), 1..=12 | 51..=62) && day;
        matches("AAAA99999999", chars).then_some(if born { 11 } else { -20 })
    },
    detector: "health/qc",
    ..ONTARIO
};

const OTHERS: Rule = Rule {
    groupings: &[&[5, 4], &[3, 3, 3], &[4, 3, 3], &[3, 3, 3, 3]],
    check: |_| Some(0),
    detector: "health/ca",
    ..ONTARIO
};

fn read_ten(window: &Window<'_>) -> Option<Reading> {
    if window.is_grouped(&[3, 3, 4]) && window.is_separated_by(b'-') {
        return None;
    }
    let reading = judge(window, if bc_phn(window.chars) { &BRITISH_COLUMBIA } else { &ONTARIO })?;
    Some(Reading { needs_cue: true, ..reading })
}

fn read_version(window: &Window<'_>) -> Option<Reading> {
    let reading = judge(window, &VERSION)?;
    let apart = window.is_grouped(&[4, 3, 3, 2]) && reading.check > 0;
    Some(Reading { needs_cue: !apart, ..reading })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::digits::DigitRun;

    #[test]
    fn provinces_have_their_checks() {
        for (text, detector, valid) in [
            ("1234567897", "health/on", true),
            ("9876543217", "health/on", true),
            ("5000000017", "health/on", true),
            ("1234567898", "health/on", false),
            ("9698754127", "health/bc", true),
            ("9123456780", "health/bc", true),
            ("9870000018", "health/bc", true),
            ("9000000129", "health/bc", true),
            ("9698754128", "health/on", false),
            ("8698754127", "health/on", true),
        ] {
            let mut run = DigitRun::default();
            run.read(text.as_bytes(), 0, 0, text.len());
            let reading = read_ten(&Window::new(&run, 0, run.groups.len())).unwrap();
            assert_eq!((reading.detector, reading.check > 0), (detector, valid), "{text}");
        }
    }
}
