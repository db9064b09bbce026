//! Vehicle identification number.
//!
//! Seventeen capital letters and digits without I, O and Q; the last four are digits, and in North America the ninth is a
//! check: letters stand for digits, each place has a weight, and the sum modulo 11 is the digit, X for ten (ISO 3779; 49
//! CFR 565.15). One in eleven random strings passes. Elsewhere makers put anything there, so that a failed check says
//! little.

use super::{Alphabet, Examples, Identifier, Reading, Window, plain_digits};
use crate::detect::Reason;
use crate::detect::checksum::vin;
use crate::entity::id;

pub(super) const VIN: Identifier = Identifier {
    entity: id::VIN,
    alphabet: Alphabet::Codes,
    lengths: 17..=17,
    cue_only: false,
    read,
    canonical: plain_digits,
    examples: Examples {
        good: &["1M8GDM9AXKP042788", "YV1 AA 88 57 21 040415", "1m8gdm9axkp042789"],
        bad: &["1M8GDM9AXKPO42788", "1M8GDM9AXKP04278B", "ABCDEFGHJKLMNPRST"],
    },
};

/// Numbers that explain the check in manuals.
const SPECIMENS: [&[u8]; 2] = [b"1M8GDM9AXKP042788", b"11111111111111111"];

fn read(window: &Window<'_>) -> Option<Reading> {
    let chars = window.chars;
    if chars.iter().any(|byte| b"IOQ".contains(byte)) || !chars.iter().rev().take(4).all(u8::is_ascii_digit) {
        return None;
    }
    let valid = vin(chars);
    Some(Reading {
        shape: 45,
        check: if valid { 10 } else { -10 },
        check_name: if valid { Reason::VALID_VIN } else { Reason::INVALID_VIN },
        needs_cue: !valid,
        placeholder: SPECIMENS.contains(&chars),
        detector: "vin",
        ..Reading::default()
    })
}
