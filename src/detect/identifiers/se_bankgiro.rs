//! Swedish bankgiro number: where companies and associations take payments.
//!
//! Seven or eight digits with a hyphen before the last four, `501-2349` or `5012-3454`, the last one a Luhn check
//! (Bankgirot, "Bankgironummer"). Of random numbers one in ten passes, and a local telephone number is written the same
//! way: with the hyphen and the check it is possible, without them nothing but for a cue.

use super::cued::is_specimen;
use super::{Alphabet, Examples, Identifier, Reading, Window, plain_digits};
use crate::detect::Reason;
use crate::detect::checksum::luhn;
use crate::digits::Form;
use crate::entity::id;

pub(super) const SE_BANKGIRO: Identifier = Identifier {
    entity: id::SE_BANKGIRO,
    alphabet: Alphabet::Digits,
    lengths: 7..=8,
    cue_only: true,
    read,
    canonical: plain_digits,
    examples: Examples {
        good: &["501-2349", "5012-3454", "999-9996", "50123454"],
        bad: &["501-2340", "501/2349", "+501-2349", "50-12-34-54", "2012-0409"],
    },
};

/// With hyphen and check, which need no cue.
pub(super) const SE_BANKGIRO_WRITTEN: Identifier = Identifier {
    entity: id::SE_BANKGIRO,
    alphabet: Alphabet::Digits,
    lengths: 7..=8,
    cue_only: false,
    read: |window| read(window).filter(|reading| !reading.needs_cue),
    canonical: plain_digits,
    examples: Examples {
        good: &["501-2349", "5012-3454", "999-9996"],
        bad: &["501-2340", "50123454", "501 2349", "+501-2349"],
    },
};

fn read(window: &Window<'_>) -> Option<Reading> {
    let hyphen = window.is_separated_by(b'-') && (window.is_grouped(&[3, 4]) || window.is_grouped(&[4, 4]));
    let loose = window.groups.len() == 1 || window.is_separated_by(b' ');
    if window.glued || window.plus || !(hyphen || loose) {
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
        needs_cue: !(valid && hyphen),
        placeholder: is_specimen(window.chars),
        detector: "bankgiro/se",
    })
}
