//! Greece: AMKA, the social security number.
//!
//! `DDMMYY`, four digits and a Luhn check (ΗΔΙΚΑ, "ΑΜΚΑ"). Of random eleven digits 0.4 % pass.

use crate::detect::checksum::luhn;
use crate::detect::identifiers::national::{Rule, begins_with_day, judge, points};
use crate::detect::identifiers::{Alphabet, Examples, Identifier, plain_digits};
use crate::entity::id;

pub(super) const AMKA: Identifier = Identifier {
    entity: id::GR_AMKA,
    alphabet: Alphabet::Digits,
    lengths: 11..=11,
    cue_only: false,
    read: |window| judge(window, &PERSON),
    canonical: plain_digits,
    examples: Examples { good: &["14026312760", "140263 12760"], bad: &["14026312761", "14136312760", "140263/12760"] },
};

const PERSON: Rule = Rule {
    groupings: &[&[6, 5]],
    check: |digits| Some(points(luhn(digits) && begins_with_day(digits), 24)),
    detector: "amka/gr",
    ..Rule::USUAL
};
