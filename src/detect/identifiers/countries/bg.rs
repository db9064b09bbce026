//! Bulgaria: EGN, the uniform civil number.
//!
//! `YYMMDDNNNC`, the month plus 20 for the 1800s and plus 40 for the 2000s, a check modulo 11 and then 10 (ГРАО, "Единен
//! граждански номер"). Of random ten digits 1 % pass.

use crate::detect::checksum::weighted;
use crate::detect::identifiers::national::{Rule, is_day, judge, points, two};
use crate::detect::identifiers::{Alphabet, Examples, Identifier, plain_digits};
use crate::entity::id;

pub(super) const EGN: Identifier = Identifier {
    entity: id::BG_EGN,
    alphabet: Alphabet::Digits,
    lengths: 10..=10,
    cue_only: false,
    read: |window| judge(window, &PERSON),
    canonical: plain_digits,
    examples: Examples { good: &["4904194814"], bad: &["4904194815", "4914194814", "490/4194814"] },
};

const PERSON: Rule = Rule {
    check: |digits| {
        let check = weighted(digits, &[2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11 % 10;
        let month = two(digits, 2);
        let born = month <= 52 && is_day(two(digits, 0), month % 20, two(digits, 4));
        Some(points(born && u32::from(digits[9] - b'0') == check, 19))
    },
    detector: "egn/bg",
    ..Rule::USUAL
};
