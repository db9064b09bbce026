//! Chile: rol único tributario (RUT), which is the identity number too.
//!
//! Seven or eight digits and a check modulo 11, K for ten, written `NN.NNN.NNN-C` (Servicio de Impuestos Internos). One in
//! eleven random numbers passes.

use crate::detect::identifiers::national::{Rule, all_digits, judge, points};
use crate::detect::identifiers::{Alphabet, Examples, Identifier, plain_digits};
use crate::entity::id;

pub(super) const RUT: Identifier = Identifier {
    entity: id::CL_RUT,
    alphabet: Alphabet::Digits,
    lengths: 8..=9,
    cue_only: false,
    read: |window| judge(window, &PERSON),
    canonical: plain_digits,
    examples: Examples { good: &["20.021.447-1", "200214471", "20021447-1"], bad: &["200214472", "20/021/447-1"] },
};

pub(super) const RUT_K: Identifier = Identifier {
    entity: id::CL_RUT,
    alphabet: Alphabet::Codes,
    lengths: 8..=9,
    cue_only: false,
    read: |window| judge(window, &PERSON),
    canonical: plain_digits,
    examples: Examples { good: &["10.000.013-K", "10000013-k"], bad: &["10000014K", "1000001K3", "K0000013K"] },
};

const PERSON: Rule = Rule {
    groupings: &[&[2, 3, 3, 1], &[1, 3, 3, 1], &[8, 1], &[7, 1]],
    marks: b" -.",
    check: |chars| {
        let (&check, number) = chars.split_last()?;
        let weights = (2..=7).cycle();
        let sum: u32 = number.iter().rev().zip(weights).map(|(&digit, weight)| u32::from(digit & 15) * weight).sum();
        let wanted = match 11 - sum % 11 {
            11 => b'0',
            10 => b'K',
            check => b'0' + check as u8,
        };
        (all_digits(number) && (check.is_ascii_digit() || check == b'K')).then(|| points(check == wanted, 10))
    },
    detector: "rut/cl",
    ..Rule::USUAL
};
