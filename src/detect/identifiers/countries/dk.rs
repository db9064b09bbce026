//! Denmark: CPR number and CVR number.
//!
//! A CPR number is `DDMMYY-NNNN`; the check modulo 11 has not held for all since 2007 (CPR-kontoret, "Personnummeret i CPR"),
//! so a date alone says something and the check more: 3.7 % of random ten digits, and 0.3 %.
//!
//! A CVR number, a company's, is eight digits with a check (Erhvervsstyrelsen).

use crate::detect::checksum::mod11;
use crate::detect::identifiers::national::{Rule, begins_with_day, judge, points};
use crate::detect::identifiers::{Alphabet, Examples, Identifier, plain_digits};
use crate::entity::id;

pub(super) const CPR: Identifier = Identifier {
    entity: id::DK_CPR,
    alphabet: Alphabet::Digits,
    lengths: 10..=10,
    cue_only: false,
    read: |window| judge(window, &PERSON),
    canonical: plain_digits,
    examples: Examples {
        good: &["010180-1232", "0101801235", "010180 1232"],
        bad: &["320180-1232", "0113801232", "010-180-1232"],
    },
};

pub(super) const CVR: Identifier = Identifier {
    entity: id::DK_CVR,
    alphabet: Alphabet::Digits,
    lengths: 8..=8,
    cue_only: true,
    read: |window| judge(window, &COMPANY),
    canonical: plain_digits,
    examples: Examples { good: &["24408078", "24 40 80 78"], bad: &["24/40/80/78", "+24408078"] },
};

const PERSON: Rule = Rule {
    groupings: &[&[6, 4]],
    check: |digits| {
        let checked = mod11(digits, &[4, 3, 2, 7, 6, 5, 4, 3, 2, 1]);
        Some(match begins_with_day(digits) {
            true if checked => 24,
            true => 8,
            false => -12,
        })
    },
    detector: "cpr/dk",
    ..Rule::USUAL
};

const COMPANY: Rule = Rule {
    groupings: &[&[2, 2, 2, 2]],
    check: |digits| Some(points(mod11(digits, &[2, 7, 6, 5, 4, 3, 2, 1]) && digits[0] != b'0', 11)),
    detector: "cvr/dk",
    ..Rule::USUAL
};
