//! The last four digits of a Social Security number.
//!
//! The serial number, 0001 to 9999, which offices ask for instead of the whole (SSA, "The SSN Numbering Scheme"). Four digits
//! are nothing without a cue.

use super::cued::last_four;
use super::{Alphabet, Examples, Identifier, plain_digits};
use crate::entity::id;

pub(super) const US_SSN_LAST4: Identifier = Identifier {
    entity: id::US_SSN_LAST4,
    alphabet: Alphabet::Digits,
    lengths: 4..=4,
    cue_only: true,
    read: |window| last_four(window, "ssn/last4"),
    canonical: plain_digits,
    examples: Examples { good: &["4399", "43 99", "4 3 9 9", "xxxx4399"], bad: &["439-9", "43/99", "439"] },
};
