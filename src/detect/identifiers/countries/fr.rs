//! France: numéro de sécurité sociale (NIR).
//!
//! Thirteen characters and a key of two digits: sex, year, month, department (2A and 2B in Corsica), commune, order, and 97
//! less the number modulo 97 (INSEE, "Numéro d'inscription au répertoire"). Of random ones 0.2 % pass.

use crate::detect::identifiers::national::{Rule, all_digits, judge, points, two};
use crate::detect::identifiers::{Alphabet, Examples, Identifier, plain_digits, value};
use crate::entity::id;

pub(super) const NIR: Identifier = Identifier {
    entity: id::FR_NIR,
    alphabet: Alphabet::Digits,
    lengths: 15..=15,
    cue_only: false,
    read: |window| judge(window, &PERSON),
    canonical: plain_digits,
    examples: Examples {
        good: &["172087560750164", "1 72 08 75 607 501 64"],
        bad: &["172087560750165", "972087560750164", "172/087560750164"],
    },
};

pub(super) const NIR_CORSICA: Identifier = Identifier {
    entity: id::FR_NIR,
    alphabet: Alphabet::Codes,
    lengths: 15..=15,
    cue_only: false,
    read: |window| judge(window, &PERSON),
    canonical: plain_digits,
    examples: Examples {
        good: &["172082A60750124", "1 72 08 2A 607 501 24"],
        bad: &["172082A60750125", "172082C60750124", "17208AA60750164"],
    },
};

const PERSON: Rule = Rule {
    groupings: &[&[1, 2, 2, 2, 3, 3, 2], &[13, 2], &[5, 2, 8]],
    shape: 35,
    check: |chars| {
        let mut digits = [0; 15];
        digits.copy_from_slice(chars);
        match &chars[5..7] {
            b"2A" => digits[5..7].copy_from_slice(b"19"),
            b"2B" => digits[5..7].copy_from_slice(b"18"),
            _ => {}
        }
        let number = u64::from(value(&digits[..7])) * 1_000_000 + u64::from(value(&digits[7..13]));
        let born =
            matches!(two(&digits, 3), 1..=12 | 20..=42 | 50..=99) && matches!(digits[0], b'1'..=b'4' | b'7' | b'8');
        let checked = 97 - number % 97 == u64::from(two(&digits, 13));
        all_digits(&digits).then(|| points(born && checked, 25))
    },
    detector: "nir/fr",
    ..Rule::USUAL
};
