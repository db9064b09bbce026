//! Registration plate of a vehicle: British, Swedish and, by cue alone, American.
//!
//! British since 2001: two letters of the office, two digits of the half-year (02 to 29, or with 50 added), three
//! letters; I, Q and Z are left out where they could be misread (DVLA, INF104). Swedish: three letters and three digits,
//! or two digits and a letter since 2019, without I, Q and V, and no O at the end (Transportstyrelsen). American ones are
//! two to eight characters as the state or the owner likes.
//!
//! One in two hundred random codes of two letters, two digits, three letters is a British plate; it is possible without a
//! cue. A Swedish one looks like the number of any product.

use super::cued::{KNOWN, UNUSUAL, USUAL, cued, digits_in, is_plain, is_quantity, matches};
use super::{Alphabet, Examples, Identifier, Reading, Window, plain_digits, value};
use crate::entity::id;

pub(super) const LICENSE_PLATE: Identifier = Identifier {
    entity: id::LICENSE_PLATE,
    alphabet: Alphabet::Digits,
    lengths: 3..=7,
    cue_only: true,
    read: read_digits,
    canonical: plain_digits,
    examples: Examples { good: &["4482", "448-291", "4482913"], bad: &["448", "44/82", "x4482"] },
};

pub(super) const LICENSE_PLATE_CODE: Identifier = Identifier {
    entity: id::LICENSE_PLATE,
    alphabet: Alphabet::Codes,
    lengths: 2..=8,
    cue_only: true,
    read: read_code,
    canonical: plain_digits,
    examples: Examples {
        good: &["7BXR418", "HT9441", "MUS 017", "SMU 01K", "AB12 CDE"],
        bad: &["A1", "20 mg", "10am", "4th"],
    },
};

pub(super) const LICENSE_PLATE_UK: Identifier = Identifier {
    entity: id::LICENSE_PLATE,
    alphabet: Alphabet::Codes,
    lengths: 7..=7,
    cue_only: false,
    read: read_british,
    canonical: plain_digits,
    examples: Examples {
        good: &["AB12 CDE", "kx71wtr"],
        bad: &["AB00 CDE", "AB45 CDE", "IB12 CDE", "AB12 CDI", "AB1 2CDE1", "SW1A 1AA"],
    },
};

fn read_digits(window: &Window<'_>) -> Option<Reading> {
    let shape = if window.chars.len() < 4 { UNUSUAL } else { 15 };
    is_plain(window).then(|| cued(shape, "plate/number"))
}

fn read_code(window: &Window<'_>) -> Option<Reading> {
    let chars = window.chars;
    if is_quantity(chars) {
        return None;
    }
    let shape = match chars.len() {
        _ if is_swedish(chars) || is_british(chars) => KNOWN,
        5.. if digits_in(chars) >= 2 => USUAL,
        4.. => 10,
        _ => UNUSUAL,
    };
    Some(cued(shape, "plate/code"))
}

fn read_british(window: &Window<'_>) -> Option<Reading> {
    let spaced = window.is_grouped(&[4, 3]) && window.is_separated_by(b' ');
    is_british(window.chars).then(|| Reading {
        shape: if spaced { 30 } else { 25 },
        detector: "plate/uk",
        ..Reading::default()
    })
}

fn is_british(chars: &[u8]) -> bool {
    matches("AA99AAA", chars)
        && !chars[..2].iter().any(|byte| b"IQZ".contains(byte))
        && matches!(value(&chars[2..4]), 2..=29 | 51..=79)
        && !chars[4..].iter().any(|byte| b"IQ".contains(byte))
}

fn is_swedish(chars: &[u8]) -> bool {
    let letters = || chars.iter().filter(|byte| byte.is_ascii_uppercase());
    (matches("AAA999", chars) || matches("AAA99A", chars) && !chars.ends_with(b"O"))
        && !letters().any(|byte| b"IQV".contains(byte))
}
