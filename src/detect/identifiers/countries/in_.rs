//! India: Aadhaar.
//!
//! Twelve digits, four-four-four, the first from 2 to 9, the last the check of Verhoeff (UIDAI, "Aadhaar"). Of random twelve
//! digits 8 % pass.

use crate::detect::checksum::verhoeff;
use crate::detect::identifiers::national::{Rule, judge, points};
use crate::detect::identifiers::{Alphabet, Examples, Identifier, plain_digits};
use crate::entity::id;

pub(super) const AADHAAR: Identifier = Identifier {
    entity: id::IN_AADHAAR,
    alphabet: Alphabet::Digits,
    lengths: 12..=12,
    cue_only: false,
    read: |window| judge(window, &PERSON),
    canonical: plain_digits,
    examples: Examples {
        good: &["304250726918", "3042 5072 6918"],
        bad: &["304250726919", "104250726918", "3042/5072/6918"],
    },
};

const PERSON: Rule = Rule {
    groupings: &[&[4, 4, 4]],
    check: |digits| Some(points(verhoeff(digits) && digits[0] >= b'2', 11)),
    detector: "aadhaar/in",
    ..Rule::USUAL
};
