//! Medicare Beneficiary Identifier, United States.
//!
//! Eleven characters, shown 4-3-4: a digit that is not 0, a letter, either, a digit, a letter, either, a digit, two letters,
//! two digits; letters are none of S L O I B Z (CMS, "Understanding the Medicare Beneficiary Identifier Format"). No
//! check, but the order of letters and digits is one: of random codes 0.1 % have it.

use super::cued::digits_in;
use super::national::{Rule, judge};
use super::{Alphabet, Examples, Identifier, plain_digits};
use crate::detect::Reason;
use crate::entity::id;

pub(super) const US_MBI: Identifier = Identifier {
    entity: id::US_MBI,
    alphabet: Alphabet::Codes,
    lengths: 11..=11,
    cue_only: false,
    read: |window| judge(window, &RULE),
    canonical: plain_digits,
    examples: Examples {
        good: &["1EG4-TE5-MK73", "9AA0AA0AA00", "2C23W45XY67", "2c23 w45 xy67"],
        bad: &["0EG4TE5MK73", "1SG4TE5MK73", "1EG4TE5M773", "1EG4-TE5-MK7", "1EGATE5MK73"],
    },
};

/// Digit, letter or either, in their order; the first is no 0.
const ORDER: &[u8; 11] = b"9AX9AX9AA99";

const RULE: Rule = Rule {
    groupings: &[&[4, 3, 4]],
    shape: 35,
    check: |chars| match (has_order(chars), digits_in(chars)) {
        (true, _) => Some(30),
        // One letter misheard still leaves the others.
        (false, 4..) => Some(-6),
        _ => None,
    },
    names: [Reason::VALID_MBI, Reason::INVALID_MBI],
    specimens: &[b"1EG4TE5MK73", b"1EG4TE5MK72"],
    detector: "mbi/us",
    ..Rule::USUAL
};

fn has_order(chars: &[u8]) -> bool {
    let fits = |(wanted, byte): (&u8, &u8)| {
        let letter = byte.is_ascii_uppercase() && !b"SLOIBZ".contains(byte);
        match wanted {
            b'9' => byte.is_ascii_digit(),
            b'A' => letter,
            _ => letter || byte.is_ascii_digit(),
        }
    };
    chars.len() == ORDER.len() && chars[0] != b'0' && ORDER.iter().zip(chars).all(fits)
}
