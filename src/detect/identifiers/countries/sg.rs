//! Singapore: unique entity number, a company's.
//!
//! Eight digits and a letter for businesses, nine (the year first) and a letter for companies; the letter is a check modulo
//! 11 (ACRA, "Unique Entity Number"). Others, with a letter first, need a cue. Of random ones 4 % pass.

use crate::detect::checksum::weighted;
use crate::detect::identifiers::cued::matches;
use crate::detect::identifiers::national::{Rule, judge, points};
use crate::detect::identifiers::{Alphabet, Examples, Identifier, plain_digits};
use crate::entity::id;

pub(super) const UEN: Identifier = Identifier {
    entity: id::SG_UEN,
    alphabet: Alphabet::Codes,
    lengths: 9..=10,
    cue_only: false,
    read: |window| judge(window, &COMPANY),
    canonical: plain_digits,
    examples: Examples { good: &["65379218B", "201912345R"], bad: &["65379219B", "201912346R", "A5379218B"] },
};

const COMPANY: Rule = Rule {
    check: |chars| {
        let (&letter, digits) = chars.split_last()?;
        let wanted = match digits.len() {
            8 => b"XMKECAWLJDB"[(weighted(digits, &[10, 4, 9, 3, 8, 2, 7, 1]) % 11) as usize],
            _ => b"ZKCMDNERGWH"[(weighted(digits, &[10, 8, 6, 4, 9, 7, 5, 3, 1]) % 11) as usize],
        };
        let other = matches!(chars[0], b'R' | b'S' | b'T') && chars.len() == 10 && matches("A99AA9999A", chars);
        if digits.iter().all(u8::is_ascii_digit) {
            letter.is_ascii_uppercase().then(|| points(letter == wanted, 14))
        } else {
            other.then_some(0)
        }
    },
    detector: "uen/sg",
    ..Rule::USUAL
};
