//! Spain: documento nacional de identidad (DNI) and número de identidad de extranjero (NIE).
//!
//! Eight digits and a letter, or X, Y or Z, seven digits and a letter; the letter is the number's remainder by 23, X, Y and Z
//! standing for 0, 1 and 2 (Ministerio del Interior). Of random ones 4 % pass.

use crate::detect::checksum::letter_mod23;
use crate::detect::identifiers::cued::matches;
use crate::detect::identifiers::national::{Rule, judge, points};
use crate::detect::identifiers::{Alphabet, Examples, Identifier, plain_digits, value};
use crate::entity::id;

pub(super) const DNI: Identifier = Identifier {
    entity: id::ES_DNI,
    alphabet: Alphabet::Codes,
    lengths: 9..=9,
    cue_only: false,
    read: |window| judge(window, &CITIZEN),
    canonical: plain_digits,
    examples: Examples {
        good: &["13610572T", "13610572-T", "13610572 t"],
        bad: &["13610573T", "136105722T", "X3610572T"],
    },
};

pub(super) const NIE: Identifier = Identifier {
    entity: id::ES_NIE,
    alphabet: Alphabet::Codes,
    lengths: 9..=9,
    cue_only: false,
    read: |window| judge(window, &FOREIGNER),
    canonical: plain_digits,
    examples: Examples {
        good: &["Y5693559S", "Y-5693559-S", "y 5693559 s"],
        bad: &["Y5693550S", "W5693559S", "13610572T"],
    },
};

const CITIZEN: Rule = Rule {
    groupings: &[&[8, 1], &[2, 3, 3, 1]],
    marks: b" -.",
    check: |chars| matches("99999999A", chars).then(|| points(letter_mod23(value(&chars[..8])) == chars[8], 14)),
    detector: "dni/es",
    ..Rule::USUAL
};

const FOREIGNER: Rule = Rule {
    groupings: &[&[1, 7, 1]],
    marks: b" -.",
    check: |chars| {
        let first = u32::from(chars[0].wrapping_sub(b'X'));
        let letter = || letter_mod23(first * 10_000_000 + value(&chars[1..8]));
        (matches("A9999999A", chars) && first <= 2).then(|| points(letter() == chars[8], 14))
    },
    detector: "nie/es",
    ..Rule::USUAL
};
