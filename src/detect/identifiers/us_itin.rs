//! United States Individual Taxpayer Identification Number.
//!
//! Written like a Social Security number, three-two-four. The first digit is 9, the fourth and fifth are from 50 to 65,
//! 70 to 88, 90 to 92 or 94 to 99 (IRS, "Individual Taxpayer Identification Number", Publication 1915; 93 is an adopted
//! child's). Of random nine digits 4 % pass, of those that begin with 9 four in ten.

use super::{Alphabet, Examples, Identifier, Reading, Window, plain_digits, value};
use crate::detect::Reason;
use crate::detect::identifiers::cued::is_specimen;
use crate::entity::id;

pub(super) const US_ITIN: Identifier = Identifier {
    entity: id::US_ITIN,
    alphabet: Alphabet::Digits,
    lengths: 9..=9,
    cue_only: false,
    read,
    canonical: plain_digits,
    examples: Examples {
        good: &["912-70-1234", "999 88 0001", "950-50-1234", "977654321", "931.99.7788"],
        bad: &["812701234", "912-701-234", "912491234", "912/70/1234", "536-90-4399"],
    },
};

fn read(window: &Window<'_>) -> Option<Reading> {
    let even = [b'-', b' ', b'.'].into_iter().any(|mark| window.is_separated_by(mark));
    let grouped = window.is_grouped(&[3, 2, 4]) && even;
    let one_by_one = window.groups.iter().all(|group| group.len == 1) && even;
    if window.glued || window.plus || !(grouped || one_by_one || window.groups.len() == 1) {
        return None;
    }
    let check = match (window.chars[0], value(&window.chars[3..5])) {
        (b'9', 50..=65 | 70..=88 | 90..=92 | 94..=99) => 13,
        (b'9', _) => -5,
        _ => -30,
    };
    Some(Reading {
        shape: match grouped {
            true if window.is_separated_by(b'-') => 45,
            true => 30,
            false => 15,
        },
        check,
        check_name: if check > 0 { Reason::VALID_ITIN } else { Reason::INVALID_ITIN },
        grouped,
        needs_cue: !grouped || check < 0,
        placeholder: is_specimen(window.chars),
        detector: "itin/us",
    })
}
