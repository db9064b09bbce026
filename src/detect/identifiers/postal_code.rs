//! Postal codes of the United States, the United Kingdom, Canada and Sweden.
//!
//! A ZIP code is five digits, or five and four; a Swedish code five, three and two: nothing without a cue or a place beside
//! it (those `detect::addresses` finds). British codes have an outward part of one of six shapes and an inward one of a digit
//! and two letters, and letters that stand nowhere (Royal Mail, "PAF Programmers' Guide"); Canadian ones alternate, without
//! D F I O Q U, nor W Z in front (Canada Post, "Addressing Guidelines").

use super::{Alphabet, Examples, Identifier, Reading, Window, plain_digits};
use crate::digits::Form;
use crate::entity::id;

pub(super) const POSTAL_CODE: Identifier = Identifier {
    entity: id::POSTAL_CODE,
    alphabet: Alphabet::Digits,
    lengths: 5..=9,
    cue_only: true,
    read: digits,
    canonical: plain_digits,
    examples: Examples { good: &["48216", "48216-0142", "114 55"], bad: &["482-16", "4821601"] },
};

pub(super) const POSTAL_CODE_LETTERS: Identifier = Identifier {
    entity: id::POSTAL_CODE,
    alphabet: Alphabet::Codes,
    lengths: 5..=7,
    cue_only: false,
    read: letters,
    canonical: plain_digits,
    examples: Examples {
        good: &["SW1A 1AA", "M1 1AE", "B33 8TH", "CR2 6XH", "DN55 1PT", "EC1A 1BB", "K1A 0B1", "H0H 0H0"],
        bad: &["QA1 1AA", "AI1 1AA", "A1 1CA", "D1A 0B1", "W2A 1B1", "AR 65507"],
    },
};

fn digits(window: &Window<'_>) -> Option<Reading> {
    let plain = window.groups.len() == 1 || window.form == Form::Spoken;
    let shape = match window.chars.len() {
        5 if plain || window.is_grouped(&[3, 2]) && window.is_separated_by(b' ') => 25,
        9 if window.is_grouped(&[5, 4]) && window.is_separated_by(b'-') => 30,
        9 if window.form == Form::Spoken => 5,
        _ => return None,
    };
    (!window.glued && !window.plus).then(|| Reading {
        shape,
        needs_cue: true,
        detector: "postal/digits",
        ..Reading::default()
    })
}

fn letters(window: &Window<'_>) -> Option<Reading> {
    let detector = match () {
        () if is_canadian(window.chars) => "postal/ca",
        () if is_british(window.chars) => "postal/gb",
        () => return None,
    };
    let inward = window.chars.len() as u16 - 3;
    let parted = window.form == Form::Written && window.is_grouped(&[inward, 3]) && window.is_separated_by(b' ');
    let shape = if parted { 50 } else { 20 };
    Some(Reading { shape, needs_cue: !parted, detector, ..Reading::default() })
}

fn is_canadian(chars: &[u8]) -> bool {
    let letter = |byte: u8| byte.is_ascii_uppercase() && !b"DFIOQU".contains(&byte);
    chars.len() == 6
        && !b"WZ".contains(&chars[0])
        && chars
            .iter()
            .enumerate()
            .all(|(index, &byte)| if index % 2 == 0 { letter(byte) } else { byte.is_ascii_digit() })
}

fn is_british(chars: &[u8]) -> bool {
    let (outward, inward) = chars.split_at(chars.len() - 3);
    let inner = |byte: &u8| byte.is_ascii_uppercase() && !b"CIKMOV".contains(byte);
    let end = inward[0].is_ascii_digit() && inward[1..].iter().all(inner);
    let shape: Vec<u8> = outward.iter().map(|byte| if byte.is_ascii_digit() { b'9' } else { b'A' }).collect();
    let first = !b"QVX".contains(&outward[0]);
    let second = outward[1].is_ascii_digit() || !b"IJZ".contains(&outward[1]);
    let last = match &shape[..] {
        b"A9" | b"A99" | b"AA9" | b"AA99" => true,
        b"A9A" => b"ABCDEFGHJKPSTUW".contains(&outward[2]),
        b"AA9A" => b"ABEHMNPRVWXY".contains(&outward[3]),
        _ => false,
    };
    end && (outward == b"GIR" && inward == b"0AA" || first && second && last)
}
