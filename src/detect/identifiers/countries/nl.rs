//! Netherlands: burgerservicenummer (BSN).
//!
//! Nine digits, the eleven test: weights 9 to 2 and the last one subtracted (Rijksdienst voor Identiteitsgegevens). One in
//! eleven random numbers passes, so nothing without a cue.

use crate::detect::checksum::mod11;
use crate::detect::identifiers::national::{Rule, judge, points};
use crate::detect::identifiers::{Alphabet, Examples, Identifier, plain_digits};
use crate::entity::id;

pub(super) const BSN: Identifier = Identifier {
    entity: id::NL_BSN,
    alphabet: Alphabet::Digits,
    lengths: 9..=9,
    cue_only: true,
    read: |window| judge(window, &PERSON),
    canonical: plain_digits,
    examples: Examples { good: &["811531302", "811 531 302", "8115.31.302"], bad: &["811/531/302", "+811531302"] },
};

const PERSON: Rule = Rule {
    groupings: &[&[4, 2, 3], &[3, 3, 3]],
    marks: b" -.",
    // Ten is one less than eleven.
    check: |digits| Some(points(mod11(digits, &[9, 8, 7, 6, 5, 4, 3, 2, 10]), 10)),
    detector: "bsn/nl",
    ..Rule::USUAL
};
