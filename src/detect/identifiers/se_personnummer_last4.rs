//! The last four digits of a Swedish personnummer.
//!
//! Serial and check digit, which are asked for as "fyra sista" (Skatteverket, "Personnummer", SKV 704). The check digit
//! covers the date, which is mostly said elsewhere: nothing to check, and nothing without a cue.

use super::cued::last_four;
use super::{Alphabet, Examples, Identifier, plain_digits};
use crate::entity::id;

pub(super) const SE_PERSONNUMMER_LAST4: Identifier = Identifier {
    entity: id::SE_PERSONNUMMER_LAST4,
    alphabet: Alphabet::Digits,
    lengths: 4..=4,
    cue_only: true,
    read: |window| last_four(window, "personnummer/last4"),
    canonical: plain_digits,
    examples: Examples { good: &["4399", "43 99", "4 3 9 9", "xxxx4399"], bad: &["439-9", "43/99", "439"] },
};
