//! Belgium: rijksregisternummer, numéro national.
//!
//! `YY.MM.DD-NNN.CC`: 97 less the nine digits modulo 97, a 2 before them for who was born since 2000 (IBZ, "Identification
//! number of the National Register"). A bis number has the month plus 20 or 40. Of random eleven digits 0.2 % pass.

use crate::detect::identifiers::national::{Rule, judge, points, two};
use crate::detect::identifiers::{Alphabet, Examples, Identifier, plain_digits, value};
use crate::entity::id;

pub(super) const NATIONAL_NUMBER: Identifier = Identifier {
    entity: id::BE_NATIONAL_NUMBER,
    alphabet: Alphabet::Digits,
    lengths: 11..=11,
    cue_only: false,
    read: |window| judge(window, &PERSON),
    canonical: plain_digits,
    examples: Examples {
        good: &["43110265571", "43.11.02-655.71", "43 11 02 655 71"],
        bad: &["43110265572", "43990265571", "43/11/02/655/71"],
    },
};

const PERSON: Rule = Rule {
    groupings: &[&[2, 2, 2, 3, 2], &[6, 3, 2]],
    marks: b" -.",
    check: |digits| {
        let (number, key) = (value(&digits[..9]), two(digits, 9));
        let checked = 97 - number % 97 == key || 97 - (2_000_000_000 + number) % 97 == key;
        // Where the birthday is not known, month and day are 0.
        let born = two(digits, 2) % 20 <= 12 && two(digits, 2) < 60 && two(digits, 4) <= 31;
        Some(points(checked && born, 24))
    },
    detector: "national-number/be",
    ..Rule::USUAL
};
