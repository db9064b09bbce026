//! Swedish coordination number, samordningsnummer: for who is not registered as living in Sweden.
//!
//! A personnummer whose day is 60 higher, 61 to 91, the Luhn check over the digits as they stand (Skatteverket,
//! "Samordningsnummer", SKV 707). Of random ten digits 0.35 % pass.

use super::se_personnummer::SE_PERSONNUMMER;
use super::{Alphabet, Examples, Identifier, Reading, Window};
use crate::detect::Reason;
use crate::detect::checksum::luhn;
use crate::entity::id;

pub(super) const SE_SAMORDNINGSNUMMER: Identifier = Identifier {
    entity: id::SE_SAMORDNINGSNUMMER,
    alphabet: Alphabet::Digits,
    lengths: 10..=12,
    cue_only: false,
    read,
    canonical: SE_PERSONNUMMER.canonical,
    examples: Examples {
        good: &["701063-2391", "19701063-2391", "701063 2391", "197010632391"],
        bad: &["701099-2391", "701003-2391", "7010632392", "701363-2391", "701063-0001"],
    },
};

fn read(window: &Window<'_>) -> Option<Reading> {
    let mut birth = [0; 12];
    let birth = birth.get_mut(..window.chars.len())?;
    birth.copy_from_slice(window.chars);
    let day = birth.len().checked_sub(6)?;
    birth[day] = birth[day].checked_sub(6).filter(u8::is_ascii_digit)?;
    let reading = (SE_PERSONNUMMER.read)(&Window { chars: birth, ..*window })?;
    let valid = luhn(&window.chars[window.chars.len() - 10..]);
    Some(Reading {
        check: if valid { 24 } else { -15 },
        check_name: if valid { Reason::VALID_PERSONNUMMER } else { Reason::INVALID_PERSONNUMMER },
        needs_cue: !valid || !reading.grouped && window.chars.len() == 10,
        detector: "samordningsnummer/se",
        ..reading
    })
}
