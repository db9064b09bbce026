//! Swedish plusgiro number, the old postgiro.
//!
//! Two to eight digits with a hyphen before the last, which is a Luhn check, the others often in pairs: `12345-5`,
//! `123 45 67-4` (Nordea, "PlusGirot"). Of random numbers one in ten passes: with hyphen, check and five digits or more
//! it is possible; "1-8" is anything.

use super::cued::is_specimen;
use super::{Alphabet, Examples, Identifier, Reading, Window, plain_digits};
use crate::detect::Reason;
use crate::detect::checksum::luhn;
use crate::digits::Form;
use crate::entity::id;

pub(super) const SE_PLUSGIRO: Identifier = Identifier {
    entity: id::SE_PLUSGIRO,
    alphabet: Alphabet::Digits,
    lengths: 2..=8,
    cue_only: true,
    read,
    canonical: plain_digits,
    examples: Examples {
        good: &["12345-5", "1234567-4", "41234-6", "123 45 67-4", "123455"],
        bad: &["12345-6", "123456", "41234/6", "1-9", "12-3-4", "123-45-6"],
    },
};

/// With hyphen and check, which need no cue.
pub(super) const SE_PLUSGIRO_WRITTEN: Identifier = Identifier {
    entity: id::SE_PLUSGIRO,
    alphabet: Alphabet::Digits,
    lengths: 5..=8,
    cue_only: false,
    read: |window| read(window).filter(|reading| !reading.needs_cue),
    canonical: plain_digits,
    examples: Examples { good: &["12345-5", "1234567-4", "123 45 67-4"], bad: &["12345-6", "123455", "123-45-6"] },
};

fn read(window: &Window<'_>) -> Option<Reading> {
    let (last, others) = window.groups.split_last()?;
    let spaced = |groups: &[crate::digits::Group]| groups.iter().skip(1).all(|group| group.separator == b' ');
    let hyphen = last.len == 1 && last.separator == b'-' && !others.is_empty() && spaced(others);
    if window.glued || window.plus || !(hyphen || spaced(window.groups)) {
        return None;
    }
    let valid = luhn(window.chars);
    Some(Reading {
        shape: match hyphen {
            true => 15,
            // Where a hyphen stands is not said.
            false if window.form == Form::Spoken => 20,
            false => 10,
        },
        check: if valid { 10 } else { -10 },
        check_name: if valid { Reason::VALID_LUHN } else { Reason::INVALID_LUHN },
        grouped: false,
        needs_cue: !(valid && hyphen && window.chars.len() >= 5),
        placeholder: is_specimen(window.chars),
        detector: "plusgiro/se",
    })
}
