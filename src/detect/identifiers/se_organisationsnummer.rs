//! Swedish organisation number, organisationsnummer: a company's or an association's.
//!
//! Ten digits, `NNNNNN-NNNN`, sometimes with 16 before them in place of a century. The first says what it is and is no 0
//! or 4, the third is at least 2, so that no month can stand there, and the last is a Luhn check (Skatteverket, SKV 709).
//! Of random ten digits 6.4 % pass. A sole trader's is the owner's personnummer, which is found as that.

use super::cued::is_specimen;
use super::national::{BARE, WRONG};
use super::{Alphabet, Examples, Identifier, Reading, Window};
use crate::detect::Reason;
use crate::detect::checksum::luhn;
use crate::entity::id;

pub(super) const SE_ORGANISATIONSNUMMER: Identifier = Identifier {
    entity: id::SE_ORGANISATIONSNUMMER,
    alphabet: Alphabet::Digits,
    lengths: 10..=12,
    cue_only: false,
    read,
    canonical: |digits, out| out.extend_from_slice(&digits[digits.len().saturating_sub(10)..]),
    examples: Examples {
        good: &["556000-1231", "212000-0019", "802001-2343", "5560001231", "16556000-1231", "556000 1231"],
        bad: &["5560001232", "640823-3234", "191560001231", "5560-001231", "456000-1231"],
    },
};

fn read(window: &Window<'_>) -> Option<Reading> {
    let digits = match window.chars {
        [b'1', b'6', digits @ ..] | digits if digits.len() == 10 => digits,
        _ => return None,
    };
    let grouped = window.is_grouped(&[6, 4]) || window.is_grouped(&[8, 4]);
    let hyphen = grouped && window.is_separated_by(b'-');
    let together = window.groups.len() == 1 || grouped && (hyphen || window.is_separated_by(b' '));
    if window.glued || window.plus || !together || digits[2] < b'2' || matches!(digits[0], b'0' | b'4') {
        return None;
    }
    let valid = luhn(digits);
    Some(Reading {
        shape: match () {
            () if hyphen => 25,
            () if grouped => 20,
            () => BARE,
        },
        check: if valid { 12 } else { WRONG },
        check_name: if valid { Reason::VALID_LUHN } else { Reason::INVALID_LUHN },
        grouped,
        needs_cue: !(valid && hyphen),
        placeholder: is_specimen(digits),
        detector: "organisationsnummer/se",
    })
}
