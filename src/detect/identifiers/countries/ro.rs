//! Romania: cod numeric personal (CNP).
//!
//! Sex and century, `YYMMDD`, county, three digits and a check modulo 11, 1 for ten (Legea 105/1996). Of random thirteen
//! digits 0.2 % pass.

use crate::detect::checksum::weighted;
use crate::detect::identifiers::national::{Rule, is_day, judge, points, two};
use crate::detect::identifiers::{Alphabet, Examples, Identifier, plain_digits};
use crate::entity::id;

pub(super) const CNP: Identifier = Identifier {
    entity: id::RO_CNP,
    alphabet: Alphabet::Digits,
    lengths: 13..=13,
    cue_only: false,
    read: |window| judge(window, &PERSON),
    canonical: plain_digits,
    examples: Examples { good: &["1531014122439"], bad: &["1531014122430", "1531314122439", "1531014/122439"] },
};

const PERSON: Rule = Rule {
    check: |digits| {
        let check = match weighted(digits, &[2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11 {
            10 => 1,
            check => check,
        };
        let born = digits[0] != b'0' && is_day(two(digits, 1), two(digits, 3), two(digits, 5));
        Some(points(born && u32::from(digits[12] - b'0') == check, 25))
    },
    detector: "cnp/ro",
    ..Rule::USUAL
};
