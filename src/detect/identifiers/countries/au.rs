//! Australia: tax file number and Medicare card number.
//!
//! A tax file number is nine digits, three-three-three, weights 1 4 3 7 5 8 6 9 10, sum divisible by eleven (Australian
//! Taxation Office). One in eleven random numbers passes. A Medicare number is ten digits, four-five-one, and on claims an
//! eleventh for the person on the card; the first is from 2 to 6, the ninth a check, the tenth counts the cards issued
//! (Services Australia). Of random ten digits 5 % pass.

use crate::detect::checksum::{mod11, weighted};
use crate::detect::identifiers::national::{Rule, judge, points};
use crate::detect::identifiers::{Alphabet, Examples, Identifier, plain_digits};
use crate::entity::id;

pub(super) const TFN: Identifier = Identifier {
    entity: id::AU_TFN,
    alphabet: Alphabet::Digits,
    lengths: 9..=9,
    cue_only: true,
    read: |window| judge(window, &TAX),
    canonical: plain_digits,
    examples: Examples { good: &["123456782", "865 095 000"], bad: &["865/095/000", "+865095000"] },
};

pub(super) const MEDICARE: Identifier = Identifier {
    entity: id::AU_MEDICARE,
    alphabet: Alphabet::Digits,
    lengths: 10..=11,
    cue_only: false,
    read: |window| judge(window, &HEALTH),
    canonical: plain_digits,
    examples: Examples {
        good: &["2123456701", "5950 10017 1", "2123 45670 1 2"],
        bad: &["2123456711", "7950100171", "2123/45670/1"],
    },
};

const TAX: Rule = Rule {
    groupings: &[&[3, 3, 3]],
    check: |digits| Some(points(mod11(digits, &[1, 4, 3, 7, 5, 8, 6, 9, 10]), 10)),
    detector: "tfn/au",
    ..Rule::USUAL
};

const HEALTH: Rule = Rule {
    groupings: &[&[4, 5, 1], &[4, 5, 1, 1], &[4, 5, 2]],
    check: |digits| {
        let check = weighted(digits, &[1, 3, 7, 9, 1, 3, 7, 9]) % 10;
        let checked = u32::from(digits[8] - b'0') == check;
        Some(points(checked && matches!(digits[0], b'2'..=b'6') && digits[9] != b'0', 13))
    },
    detector: "medicare/au",
    ..Rule::USUAL
};
