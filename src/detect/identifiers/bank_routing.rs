//! Bank routing: American routing numbers and British sort codes.
//!
//! An ABA routing number has nine digits with a weighted check (see `checksum`); its first two are 00 to 12, 21 to 32,
//! 61 to 72 or 80 (American Bankers Association, "Routing Number Policy & Procedures"). Of random nine digits 3.8 %
//! pass. A sort code is two-two-two and has no check of its own; it looks like a date. Both are nothing without a cue.

use super::{Examples, Identifier, Reading, Window, plain_digits, value};
use crate::detect::Reason;
use crate::detect::checksum::aba;
use crate::entity::id;

pub(super) const BANK_ROUTING: Identifier = Identifier {
    entity: id::BANK_ROUTING,
    digits: 6..=9,
    read,
    canonical: plain_digits,
    examples: Examples {
        good: &["011000015", "0610-0005-2", "121 000 358", "321071174", "20-00-00"],
        bad: &["011000016", "131000357", "123456789", "536-90-4399", "20/00/00", "200000", "2000-00", "0110000"],
    },
};

fn read(window: &Window<'_>) -> Option<Reading> {
    let strange = |separator| !matches!(separator, b' ' | b'-');
    if window.glued || window.plus || window.groups[1..].iter().any(|group| strange(group.separator)) {
        return None;
    }
    match window.digits.len() {
        9 => Some(routing_number(window)),
        6 => sort_code(window),
        _ => None,
    }
}

fn routing_number(window: &Window<'_>) -> Reading {
    let in_use = matches!(value(&window.digits[..2]), 0..=12 | 21..=32 | 61..=72 | 80);
    let valid = in_use && aba(window.digits);
    Reading {
        // Three-two-four is how a Social Security number is written.
        shape: if window.is_grouped(&[3, 2, 4]) { 0 } else { 15 },
        check: if valid { 14 } else { -10 },
        check_name: if valid { Reason::VALID_ABA } else { Reason::INVALID_ABA },
        needs_cue: true,
        placeholder: window.digits.iter().all(|&digit| digit == window.digits[0]),
        detector: "routing/aba",
        ..Reading::default()
    }
}

fn sort_code(window: &Window<'_>) -> Option<Reading> {
    let pairs = window.is_grouped(&[2, 2, 2]);
    let hyphens = pairs && window.is_separated_by(b'-');
    let spaces = pairs && window.is_separated_by(b' ');
    (hyphens || spaces || window.groups.len() == 1).then(|| Reading {
        shape: match (hyphens, spaces) {
            (true, _) => 25,
            (_, true) => 15,
            _ => 5,
        },
        grouped: hyphens,
        needs_cue: true,
        detector: "routing/uk_sort_code",
        ..Reading::default()
    })
}
