//! South Korea: resident registration number.
//!
//! `YYMMDD-SNNNNNC`, S for sex and century; the check modulo 11 is not kept by numbers given out since October 2020 (행정안전부).
//! Of random thirteen digits 0.4 % pass.

use crate::detect::checksum::weighted;
use crate::detect::identifiers::national::{Rule, is_day, judge, two};
use crate::detect::identifiers::{Alphabet, Examples, Identifier, plain_digits};
use crate::entity::id;

pub(super) const RRN: Identifier = Identifier {
    entity: id::KR_RRN,
    alphabet: Alphabet::Digits,
    lengths: 13..=13,
    cue_only: false,
    read: |window| judge(window, &PERSON),
    canonical: plain_digits,
    examples: Examples {
        good: &["600809-1463402", "6008091463402"],
        bad: &["6008091463403", "601309-1463402", "600809/1463402"],
    },
};

const PERSON: Rule = Rule {
    groupings: &[&[6, 7]],
    shape: 30,
    check: |digits| {
        let check = (11 - weighted(digits, &[2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]) % 11) % 10;
        let born = is_day(two(digits, 0), two(digits, 2), two(digits, 4));
        Some(match born && check == u32::from(digits[12] - b'0') {
            true => 24,
            false if born => -6,
            false => -12,
        })
    },
    detector: "rrn/kr",
    ..Rule::USUAL
};
