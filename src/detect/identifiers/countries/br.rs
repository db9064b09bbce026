//! Brazil: cadastro de pessoas físicas (CPF).
//!
//! Eleven digits, `NNN.NNN.NNN-CC`, with two checks modulo 11, 0 for ten (Receita Federal). One in a hundred random numbers
//! passes, all equal digits too, which nobody has.

use crate::detect::checksum::weighted;
use crate::detect::identifiers::national::{Rule, judge, points};
use crate::detect::identifiers::{Alphabet, Examples, Identifier, plain_digits};
use crate::entity::id;

pub(super) const CPF: Identifier = Identifier {
    entity: id::BR_CPF,
    alphabet: Alphabet::Digits,
    lengths: 11..=11,
    cue_only: false,
    read: |window| judge(window, &PERSON),
    canonical: plain_digits,
    examples: Examples {
        good: &["20272442984", "202.724.429-84"],
        bad: &["20272442985", "20272442974", "202/724/429/84"],
    },
};

const PERSON: Rule = Rule {
    groupings: &[&[3, 3, 3, 2], &[9, 2]],
    marks: b" -.",
    check: |digits| {
        // The sum with the weights from 1 on is the check itself, where that is no ten.
        let first = weighted(digits, &[1, 2, 3, 4, 5, 6, 7, 8, 9]) % 11 % 10;
        let second = weighted(digits, &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]) % 11 % 10;
        let checks = [digits[9], digits[10]].map(|digit| u32::from(digit - b'0'));
        Some(points(checks == [first, second], 20))
    },
    detector: "cpf/br",
    ..Rule::USUAL
};
