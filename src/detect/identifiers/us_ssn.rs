//! United States Social Security number.
//!
//! Nine digits, three-two-four, no check digit. Never issued: area 000, 666 and 900 to 999, group 00, serial 0000 (SSA,
//! "Social Security Number Randomization Frequently Asked Questions", 2011, after which areas say nothing more). Of random
//! nine digits 89 % pass, so nothing but the grouping and a cue makes it one.

use super::{Alphabet, Examples, Identifier, Reading, Window, plain_digits, value};
use crate::detect::Reason;
use crate::digits::Form;
use crate::entity::id;

pub(super) const US_SSN: Identifier = Identifier {
    entity: id::US_SSN,
    alphabet: Alphabet::Digits,
    lengths: 9..=9,
    cue_only: false,
    read,
    canonical: plain_digits,
    examples: Examples {
        good: &["536-90-4399", "899 01 2345", "078-05-1120"],
        bad: &["536904399", "987-65-4321", "000-12-3456", "53-690-4399", "536-90-43"],
    },
};

/// Numbers printed so often that they are nobody's: the wallet maker's card, the SSA's pamphlet, and runs.
const SPECIMENS: [&[u8]; 5] = [b"078051120", b"219099999", b"457555462", b"123456789", b"111111111"];

fn read(window: &Window<'_>) -> Option<Reading> {
    let grouped = window.is_grouped(&[3, 2, 4]);
    let marks_agree = window.is_separated_by(b'-') || window.is_separated_by(b' ') || window.is_separated_by(b'.');
    // Recognisers write digits that were said one by one with spaces.
    let one_by_one = window.groups.iter().all(|group| group.len == 1) && window.is_separated_by(b' ');
    // "4 32 11 98 76": of a number that was said in pairs.
    let paired =
        window.is_separated_by(b' ') && window.groups.len() > 3 && window.groups.iter().all(|group| group.len < 4);
    if window.glued || window.plus || !(grouped && marks_agree || window.groups.len() == 1 || one_by_one || paired) {
        return None;
    }
    let issued = was_issued(window.chars);
    // Who says that a number is theirs has it, and a recogniser mishears one digit in it.
    let spoken = window.form == Form::Spoken;
    Some(Reading {
        shape: match (grouped, window.is_separated_by(b'-')) {
            (true, true) => 45,
            (true, false) => 30,
            // What is said has pauses, no groups: nine digits after "my social is" are nothing else.
            _ if spoken => 20,
            // With a strong cue it is just a finding.
            _ => 10,
        },
        check: match issued {
            true => 1,
            false if spoken => -10,
            false => -30,
        },
        check_name: if issued { Reason::VALID_SSN } else { Reason::INVALID_SSN },
        grouped,
        needs_cue: !grouped,
        placeholder: SPECIMENS.contains(&window.chars),
        detector: "ssn/us",
    })
}

fn was_issued(digits: &[u8]) -> bool {
    let (area, group, serial) = (value(&digits[..3]), value(&digits[3..5]), value(&digits[5..]));
    !matches!(area, 0 | 666 | 900..) && group != 0 && serial != 0
}
