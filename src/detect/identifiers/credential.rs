//! PIN, door or gate code, one-time code: the ones that are numbers or codes.
//!
//! Three to eight digits, most of them four or six; one-time codes have six to eight (RFC 4226 §5.3, RFC 6238). Even 1234 is
//! somebody's. Nothing to check, and nothing without a cue. The value is never shown.

use super::cued::{USUAL, code, cued, is_plain, weight};
use super::{Alphabet, Examples, Identifier, Reading, Window, plain_digits};
use crate::digits::Form;
use crate::entity::id;

pub(super) const CREDENTIAL: Identifier = Identifier {
    entity: id::CREDENTIAL,
    alphabet: Alphabet::Digits,
    lengths: 3..=8,
    cue_only: true,
    read: read_number,
    canonical: plain_digits,
    examples: Examples { good: &["4471", "906214", "12-34-08"], bad: &["12/05/2024", "05-12-2024"] },
};

pub(super) const CREDENTIAL_CODE: Identifier = Identifier {
    entity: id::CREDENTIAL,
    alphabet: Alphabet::Codes,
    lengths: 4..=16,
    cue_only: true,
    read: read_code,
    canonical: plain_digits,
    examples: Examples { good: &["C7702X", "bluebird72", "A418206"], bad: &["20 mg", "4th"] },
};

fn read_number(window: &Window<'_>) -> Option<Reading> {
    // Seven and eight are more often the number of something.
    let shape = match weight(window, &(4..=8)) {
        USUAL if window.chars.len() > 6 => 15,
        shape => shape,
    };
    // "Hundrafemtitusen" is a sum of money.
    let thousands = window.form == Form::Spoken && window.chars.len() > 4 && window.chars.ends_with(b"000");
    (is_plain(window) && !thousands).then(|| cued(shape, "secret/number"))
}

fn read_code(window: &Window<'_>) -> Option<Reading> {
    let reading = code(window, &(4..=14), "secret/code")?;
    // Four characters are a diagnosis or a form as often: found with a strong cue only.
    let most = if window.chars.len() > 4 { reading.shape } else { 10 };
    Some(Reading { shape: reading.shape.min(most), ..reading })
}
