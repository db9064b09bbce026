//! Iceland: kennitala.
//!
//! `DDMMYY-NNCX`: the day plus 40 for companies, two digits, a check modulo 11 and the century, 8, 9 or 0 (Þjóðskrá Íslands,
//! "Icelandic ID number"). Of random ten digits 0.1 % pass.

use crate::detect::checksum::mod11;
use crate::detect::identifiers::national::{Rule, begins_with_day, judge, points};
use crate::detect::identifiers::{Alphabet, Examples, Identifier, plain_digits};
use crate::entity::id;

pub(super) const KENNITALA: Identifier = Identifier {
    entity: id::IS_KENNITALA,
    alphabet: Alphabet::Digits,
    lengths: 10..=10,
    cue_only: false,
    read: |window| judge(window, &PERSON),
    canonical: plain_digits,
    examples: Examples { good: &["051191-0809", "0511910809", "451191-0719"], bad: &["0511910819", "0511910806"] },
};

const PERSON: Rule = Rule {
    groupings: &[&[6, 4]],
    check: |digits| {
        let mut birth = [0; 6];
        birth.copy_from_slice(&digits[..6]);
        birth[0] -= if birth[0] >= b'4' { 4 } else { 0 };
        let checked = mod11(&digits[..9], &[3, 2, 7, 6, 5, 4, 3, 2, 1]) && matches!(digits[9], b'0' | b'8' | b'9');
        Some(points(checked && begins_with_day(&birth), 28))
    },
    detector: "kennitala/is",
    ..Rule::USUAL
};
