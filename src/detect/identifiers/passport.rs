//! Passport number: American, British, Swedish, Canadian and, by cue alone, any other.
//!
//! American: nine digits, or a letter and eight (Department of State, "Next Generation U.S. Passport"). British: nine
//! digits. Swedish: eight digits, newer ones two letters and six or seven. Canadian: two letters and six digits. Others
//! have at most nine characters too (ICAO Doc 9303-4). The check digit is printed beside it in the machine-readable
//! zone only and not part of what people say: nothing to check, and nothing without a cue.

use super::cued::{KNOWN, UNUSUAL, cued, digits_in, is_quantity, matches, number};
use super::{Alphabet, Examples, Identifier, Reading, Window, plain_digits};
use crate::entity::id;

pub(super) const PASSPORT: Identifier = Identifier {
    entity: id::PASSPORT,
    alphabet: Alphabet::Digits,
    lengths: 6..=10,
    cue_only: true,
    read: |window| number(window, &(8..=9), "passport/number"),
    canonical: plain_digits,
    examples: Examples {
        good: &["537710284", "87 440 916", "448291073"],
        bad: &["536-90-4399", "05-12-2024", "448291"],
    },
};

pub(super) const PASSPORT_CODE: Identifier = Identifier {
    entity: id::PASSPORT,
    alphabet: Alphabet::Codes,
    lengths: 6..=10,
    cue_only: true,
    read,
    canonical: plain_digits,
    examples: Examples {
        good: &["A41907722", "AA1084427", "AB 123456", "g30294471", "12AB34567"],
        bad: &["20 mg", "500ml", "ABCDE12"],
    },
};

/// The United States; Sweden, Canada and others; Australia and India; France.
const SHAPES: [&str; 5] = ["A99999999", "AA999999", "AA9999999", "A9999999", "99AA99999"];

fn read(window: &Window<'_>) -> Option<Reading> {
    let (chars, digits) = (window.chars, digits_in(window.chars));
    let shape = match digits {
        0..=1 => return None,
        _ if is_quantity(chars) => return None,
        _ if SHAPES.iter().any(|pattern| matches(pattern, chars)) => KNOWN,
        4.. if (8..=9).contains(&chars.len()) => 15,
        _ => UNUSUAL,
    };
    Some(cued(shape, "passport/code"))
}
