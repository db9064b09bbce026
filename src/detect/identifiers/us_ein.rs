//! United States Employer Identification Number: a company's, and a sole trader's.
//!
//! Two digits, a hyphen, seven digits; the first two are the office that gave it out, and some were never used (IRS, "How
//! EINs are assigned and valid EIN prefixes"). Of random nine digits 83 % pass, so only a cue makes it one.

use super::national::{Rule, judge};
use super::{Alphabet, Examples, Identifier, Reading, plain_digits};
use crate::detect::Reason;
use crate::entity::id;

pub(super) const US_EIN: Identifier = Identifier {
    entity: id::US_EIN,
    alphabet: Alphabet::Digits,
    lengths: 9..=9,
    cue_only: false,
    read: |window| judge(window, &RULE).map(|reading| Reading { needs_cue: true, ..reading }),
    canonical: plain_digits,
    examples: Examples {
        good: &["46-4482913", "12-3456788", "46 4482913"],
        bad: &["464482913", "07-4482913", "464-48-2913", "46/4482913"],
    },
};

/// Offices that there are not.
const UNUSED: [&[u8]; 17] = [
    b"00", b"07", b"08", b"09", b"17", b"18", b"19", b"28", b"29", b"49", b"69", b"70", b"78", b"79", b"89", b"96",
    b"97",
];

const RULE: Rule = Rule {
    groupings: &[&[2, 7]],
    check: |digits| Some(if UNUSED.contains(&&digits[..2]) { -10 } else { 1 }),
    names: [Reason::VALID_EIN, Reason::INVALID_EIN],
    detector: "ein/us",
    ..Rule::USUAL
};
