//! The last four digits of a payment card.
//!
//! What receipts print and callers say for the whole number (PCI DSS v4.0, requirement 3.4.1, allows it to be shown). Four
//! digits are nothing without a cue.

use super::cued::last_four;
use super::{Alphabet, Examples, Identifier, plain_digits};
use crate::entity::id;

pub(super) const CARD_LAST4: Identifier = Identifier {
    entity: id::CARD_LAST4,
    alphabet: Alphabet::Digits,
    lengths: 4..=4,
    cue_only: true,
    read: |window| last_four(window, "card/last4"),
    canonical: plain_digits,
    examples: Examples { good: &["4399", "43 99", "4 3 9 9", "xxxx4399"], bad: &["439-9", "43/99", "439"] },
};
