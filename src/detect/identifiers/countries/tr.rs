//! Turkey: T.C. kimlik numarası.
//!
//! Eleven digits, not 0 first. The tenth is seven times the sum of the odd places less that of the even ones, the eleventh
//! the sum of all before it, both modulo ten (Nüfus ve Vatandaşlık İşleri). Of random eleven digits 0.9 % pass.

use crate::detect::checksum::weighted;
use crate::detect::identifiers::national::{Rule, judge, points};
use crate::detect::identifiers::{Alphabet, Examples, Identifier, plain_digits};
use crate::entity::id;

pub(super) const KIMLIK: Identifier = Identifier {
    entity: id::TR_KIMLIK,
    alphabet: Alphabet::Digits,
    lengths: 11..=11,
    cue_only: false,
    read: |window| judge(window, &PERSON),
    canonical: plain_digits,
    examples: Examples { good: &["37078240618"], bad: &["37078240619", "07078240618", "370/78240618"] },
};

const PERSON: Rule = Rule {
    check: |digits| {
        let tenth = weighted(digits, &[7, 9, 7, 9, 7, 9, 7, 9, 7]) % 10 == u32::from(digits[9] - b'0');
        let last = weighted(digits, &[1; 10]) % 10 == u32::from(digits[10] - b'0');
        Some(points(digits[0] != b'0' && tenth && last, 20))
    },
    detector: "kimlik/tr",
    ..Rule::USUAL
};
