//! Finland: henkilötunnus (HETU) and Y-tunnus.
//!
//! A HETU is `DDMMYY`, a mark of the century, three digits and a check out of 31 characters. The mark is `+` for the 1800s,
//! `-` and since 2023 Y X W V U for the 1900s, A B C D E F for the 2000s (Digi- ja väestötietovirasto, "The personal identity
//! code"). Of random texts of that shape 0.1 % pass. A Y-tunnus, a company's, is seven digits, a hyphen and a check.

use crate::detect::checksum::mod11;
use crate::detect::identifiers::national::{Rule, all_digits, begins_with_day, judge, points};
use crate::detect::identifiers::{Alphabet, Examples, Identifier, plain_digits, value};
use crate::entity::id;

pub(super) const HETU: Identifier = Identifier {
    entity: id::FI_HETU,
    alphabet: Alphabet::Codes,
    lengths: 10..=11,
    cue_only: false,
    read: |window| judge(window, &PERSON),
    canonical: plain_digits,
    examples: Examples {
        good: &["131052-308T", "010101A123N", "010101a123n", "170180-123C"],
        bad: &["131052-3081", "010101A123P", "010101G123N", "320101A123N"],
    },
};

pub(super) const HETU_DIGITS: Identifier = Identifier {
    entity: id::FI_HETU,
    alphabet: Alphabet::Digits,
    lengths: 10..=10,
    cue_only: false,
    read: |window| judge(window, &PERSON),
    canonical: plain_digits,
    examples: Examples { good: &["010199-8768", "240595-9002", "0101998768"], bad: &["010199-8760", "0101998760"] },
};

pub(super) const Y_TUNNUS: Identifier = Identifier {
    entity: id::FI_Y_TUNNUS,
    alphabet: Alphabet::Digits,
    lengths: 8..=8,
    cue_only: false,
    read: |window| judge(window, &COMPANY),
    canonical: plain_digits,
    examples: Examples { good: &["7051366-1", "70513661"], bad: &["70513662", "705-13662"] },
};

const PERSON: Rule = Rule {
    groupings: &[&[6, 4], &[11]],
    marks: b" -+",
    check: |chars| {
        let (birth, rest) = chars.split_at(6);
        let rest = match rest {
            [mark, rest @ ..] if rest.len() == 4 => b"YXWVUABCDEF".contains(mark).then_some(rest)?,
            rest => rest,
        };
        let (&check, serial) = rest.split_last()?;
        if !all_digits(birth) || !all_digits(serial) {
            return None;
        }
        let wanted = b"0123456789ABCDEFHJKLMNPRSTUVWXY"[((value(birth) * 1000 + value(serial)) % 31) as usize];
        Some(points(check == wanted && begins_with_day(birth) && value(serial) >= 2, 29))
    },
    // The agency's own example.
    specimens: &[b"131052308T"],
    detector: "hetu/fi",
    ..Rule::USUAL
};

const COMPANY: Rule = Rule {
    groupings: &[&[7, 1]],
    check: |digits| Some(points(mod11(digits, &[7, 9, 10, 5, 8, 4, 2, 1]), 10)),
    detector: "y-tunnus/fi",
    ..Rule::USUAL
};
