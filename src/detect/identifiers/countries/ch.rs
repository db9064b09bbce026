//! Switzerland: AHV number, numéro AVS.
//!
//! 756, nine digits and the check of a European article number, written `756.NNNN.NNNN.NC` (Zentrale Ausgleichsstelle, "OASI
//! number"). Of random thirteen digits 0.01 % pass.

use crate::detect::checksum::weighted;
use crate::detect::identifiers::national::{Rule, judge, points};
use crate::detect::identifiers::{Alphabet, Examples, Identifier, plain_digits};
use crate::entity::id;

pub(super) const AHV: Identifier = Identifier {
    entity: id::CH_AHV,
    alphabet: Alphabet::Digits,
    lengths: 13..=13,
    cue_only: false,
    read: |window| judge(window, &PERSON),
    canonical: plain_digits,
    examples: Examples {
        good: &["7565115479781", "756.5115.4797.81", "756 5115 4797 81"],
        bad: &["7565115479782", "7575115479781", "756/5115/4797/81"],
    },
};

const PERSON: Rule = Rule {
    groupings: &[&[3, 4, 4, 2]],
    marks: b" -.",
    check: |digits| {
        let checked = weighted(digits, &[1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]).is_multiple_of(10);
        Some(points(checked && digits.starts_with(b"756"), 30))
    },
    // It stands on the specimen card.
    specimens: &[b"7569217076985"],
    detector: "ahv/ch",
    ..Rule::USUAL
};
