//! South Africa: identity number.
//!
//! `YYMMDD`, four digits, citizen or resident (0, 1; 2 for refugees), a digit and a Luhn check (Department of Home Affairs).
//! Of random thirteen digits 0.1 % pass.

use crate::detect::checksum::luhn;
use crate::detect::identifiers::national::{Rule, is_day, judge, points, two};
use crate::detect::identifiers::{Alphabet, Examples, Identifier, plain_digits};
use crate::entity::id;

pub(super) const ID_NUMBER: Identifier = Identifier {
    entity: id::ZA_ID_NUMBER,
    alphabet: Alphabet::Digits,
    lengths: 13..=13,
    cue_only: false,
    read: |window| judge(window, &PERSON),
    canonical: plain_digits,
    examples: Examples {
        good: &["8907135238085", "890713 5238 085"],
        bad: &["8907135238086", "8913135238085", "890713/5238/085"],
    },
};

const PERSON: Rule = Rule {
    groupings: &[&[6, 4, 3], &[6, 4, 2, 1]],
    check: |digits| {
        let born = is_day(two(digits, 0), two(digits, 2), two(digits, 4));
        Some(points(luhn(digits) && born && digits[10] <= b'2', 27))
    },
    detector: "id-number/za",
    ..Rule::USUAL
};
