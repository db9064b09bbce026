//! Poland: PESEL.
//!
//! `YYMMDDNNNNC`, the month plus 80, 20, 40 or 60 for the 1800s, 2000s, 2100s and 2200s, and a check with weights 1 3 7 9
//! (Ministerstwo Cyfryzacji, "PESEL"). Of random eleven digits 1.8 % pass.

use crate::detect::checksum::weighted;
use crate::detect::identifiers::national::{Rule, is_day, judge, points, two};
use crate::detect::identifiers::{Alphabet, Examples, Identifier, plain_digits};
use crate::entity::id;

pub(super) const PESEL: Identifier = Identifier {
    entity: id::PL_PESEL,
    alphabet: Alphabet::Digits,
    lengths: 11..=11,
    cue_only: false,
    read: |window| judge(window, &PERSON),
    canonical: plain_digits,
    examples: Examples { good: &["93072767353", "02271409867"], bad: &["93072767354", "93132767353", "930727/67353"] },
};

const PERSON: Rule = Rule {
    check: |digits| {
        let sum = weighted(digits, &[1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]);
        let born = is_day(two(digits, 0), two(digits, 2) % 20, two(digits, 4));
        Some(points(sum.is_multiple_of(10) && born, 18))
    },
    detector: "pesel/pl",
    ..Rule::USUAL
};
