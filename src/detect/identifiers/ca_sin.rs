//! Canadian Social Insurance Number.
//!
//! Nine digits, three-three-three, the last a Luhn check; none begins with 0 or 8, and 9 is a temporary resident's (Service
//! Canada, "Social Insurance Number Code of Practice"). Of random nine digits 8 % pass: with hyphens it is one, with spaces
//! it may be an amount.

use super::national::{Rule, judge, points};
use super::{Alphabet, Examples, Identifier, Reading, Window, plain_digits};
use crate::detect::Reason;
use crate::detect::checksum::luhn;
use crate::entity::id;

pub(super) const CA_SIN: Identifier = Identifier {
    entity: id::CA_SIN,
    alphabet: Alphabet::Digits,
    lengths: 9..=9,
    cue_only: false,
    read,
    canonical: plain_digits,
    examples: Examples {
        good: &["130-123-458", "130 123 458", "123456782", "951-234-566"],
        bad: &["130123459", "046-454-286", "800-123-457", "13-0123-459", "130/123/458"],
    },
};

const RULE: Rule = Rule {
    groupings: &[&[3, 3, 3]],
    marks: b" -.",
    check: |digits| Some(points(luhn(digits) && !matches!(digits[0], b'0' | b'8'), 11)),
    names: [Reason::VALID_SIN, Reason::INVALID_SIN],
    // It explains the check on the government's pages and begins with a 0.
    specimens: &[b"046454286"],
    detector: "sin/ca",
    ..Rule::USUAL
};

fn read(window: &Window<'_>) -> Option<Reading> {
    let reading = judge(window, &RULE)?;
    let needs_cue = reading.needs_cue || !window.is_separated_by(b'-');
    Some(Reading { needs_cue, ..reading })
}
