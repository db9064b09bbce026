//! Norway: fødselsnummer and organisasjonsnummer, and its bank accounts.
//!
//! A fødselsnummer is `DDMMYY`, three digits and two checks modulo 11 (Skatteetaten, "Fødselsnummer"); a D-number, for who
//! is not registered as living there, has the day plus 40, a hospital's own number the month plus 40, and one that begins
//! with 8 or 9 holds no date. From 2032 on new numbers fail the first check. Of random eleven digits 0.03 % pass.
//!
//! An organisasjonsnummer is nine digits with one check (Brønnøysundregistrene), an account eleven, four-two-five.

use crate::detect::checksum::mod11;
use crate::detect::identifiers::national::{Rule, begins_with_day, judge, points};
use crate::detect::identifiers::{Alphabet, Examples, Identifier, plain_digits};
use crate::entity::id;

pub(super) const FODSELSNUMMER: Identifier = Identifier {
    entity: id::NO_FODSELSNUMMER,
    alphabet: Alphabet::Digits,
    lengths: 11..=11,
    cue_only: false,
    read: |window| judge(window, &PERSON),
    canonical: plain_digits,
    examples: Examples {
        good: &["15058531151", "150585 31151", "411299 24525"],
        bad: &["15058531152", "15058531251", "150585/31151"],
    },
};

pub(super) const ORGANISASJONSNUMMER: Identifier = Identifier {
    entity: id::NO_ORGANISASJONSNUMMER,
    alphabet: Alphabet::Digits,
    lengths: 9..=9,
    cue_only: true,
    read: |window| judge(window, &COMPANY),
    canonical: plain_digits,
    examples: Examples { good: &["951829730", "951 829 730"], bad: &["951/829/730"] },
};

pub(super) const BANK_ACCOUNT: Identifier = Identifier {
    entity: id::BANK_ACCOUNT,
    alphabet: Alphabet::Digits,
    lengths: 11..=11,
    cue_only: true,
    read: |window| judge(window, &ACCOUNT),
    canonical: plain_digits,
    examples: Examples { good: &["14700536271", "1470.05.36271", "1470 05 36271"], bad: &["1470/05/36271"] },
};

const PERSON: Rule = Rule {
    groupings: &[&[6, 5]],
    check: |digits| {
        let first = mod11(&digits[..10], &[3, 7, 6, 1, 8, 9, 4, 5, 2, 1]);
        let second = mod11(digits, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]);
        Some(points(first && second && has_birth(digits), 30))
    },
    detector: "fodselsnummer/no",
    ..Rule::USUAL
};

const COMPANY: Rule = Rule {
    groupings: &[&[3, 3, 3]],
    check: |digits| Some(points(mod11(digits, &[3, 2, 7, 6, 5, 4, 3, 2, 1]), 10)),
    detector: "organisasjonsnummer/no",
    ..Rule::USUAL
};

const ACCOUNT: Rule = Rule {
    groupings: &[&[4, 2, 5]],
    marks: b" -.",
    check: |digits| Some(points(mod11(digits, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]), 10)),
    detector: "account/no",
    ..Rule::USUAL
};

fn has_birth(digits: &[u8]) -> bool {
    let mut birth = [0; 6];
    birth.copy_from_slice(&digits[..6]);
    let without_forty = |tens: u8| if tens >= b'4' { tens - 4 } else { tens };
    birth[0] = without_forty(birth[0]);
    birth[2] = without_forty(birth[2]);
    digits[0] >= b'8' || begins_with_day(&birth)
}
