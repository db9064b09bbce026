//! Security code of a payment card.
//!
//! Three digits on the back, or four on the front of American Express cards (PCI DSS v4.0, glossary: "card verification
//! code"). Nothing to check, and nothing without a cue.

use super::cued::{KNOWN, cued, is_plain, is_said_together};
use super::{Alphabet, Examples, Identifier, Reading, Window, plain_digits};
use crate::entity::id;

pub(super) const CARD_CVV: Identifier = Identifier {
    entity: id::CARD_CVV,
    alphabet: Alphabet::Digits,
    lengths: 3..=4,
    cue_only: true,
    read,
    canonical: plain_digits,
    examples: Examples { good: &["519", "1-6-2", "7 3 6", "7351"], bad: &["12/26", "12-6", "x519", "+519"] },
};

/// With a strong cue, or beside a card, just found.
const FOUR_DIGITS: i16 = 12;

fn read(window: &Window<'_>) -> Option<Reading> {
    // Four digits are one brand's only, and the expiry date has four as well.
    let shape = if window.chars.len() == 3 { KNOWN } else { FOUR_DIGITS };
    (is_plain(window) && is_said_together(window)).then(|| cued(shape, "card/cvv"))
}
