//! Swedish reserve number, reservnummer: what a region's hospitals call a patient whose personnummer nobody knows.
//!
//! Each region has its own; there is no national list (Inera, "Nationell reservidentitet"):
//!
//! | region | form | check |
//! | --- | --- | --- |
//! | Västra Götaland | `yyyymmddGNNC`, G one of K M X | Luhn over the last ten, K = 5, M = 7, X = 8 |
//! | Stockholm | `99yyyyNNNNNC` | Luhn over the last eight |
//! | Värmland | `yyyymmddSTnL`, T one of F U X P L | none |
//! | Skåne and others | date of birth, or 99 and six digits of it, then four with a letter | none |
//! | Inera's older form | a date whose day is from 32 to 59, four digits | none |
//!
//! With Västra Götaland's check it stands by itself, all others need a cue.

use super::national::{BARE, is_day, two};
use super::{Alphabet, Examples, Identifier, Reading, Window, plain_digits};
use crate::detect::Reason;
use crate::detect::checksum::luhn;
use crate::entity::id;

pub(super) const SE_RESERVNUMMER: Identifier = Identifier {
    entity: id::SE_RESERVNUMMER,
    alphabet: Alphabet::Codes,
    lengths: 10..=12,
    cue_only: false,
    read: read_code,
    canonical: plain_digits,
    examples: Examples {
        good: &[
            "19810829M071",
            "19450829-K088",
            "19930829X802",
            "810829-M071",
            "19810829SF1A",
            "19810829 A12B",
            "99811228-TF17",
        ],
        bad: &["19811329M071", "19810829-MAAA-1", "ABCDEFGHM071"],
    },
};

pub(super) const SE_RESERVNUMMER_DIGITS: Identifier = Identifier {
    entity: id::SE_RESERVNUMMER,
    alphabet: Alphabet::Digits,
    lengths: 10..=12,
    cue_only: true,
    read: read_digits,
    canonical: plain_digits,
    examples: Examples {
        good: &["991981000010", "991945-000023", "991993000032", "19810845-1234"],
        bad: &["991981/000010", "981981000010", "640823-3234"],
    },
};

fn read_code(window: &Window<'_>) -> Option<Reading> {
    let tail = window.chars.len() - 4;
    let (birth, last) = window.chars.split_at(tail);
    let date = birth.len() != 7 && birth.iter().all(u8::is_ascii_digit) && is_day_of(birth, 0);
    if window.glued || window.plus || !date || !last.iter().any(u8::is_ascii_uppercase) {
        return None;
    }
    let usual = window.is_grouped(&[tail as u16, 4]);
    if !usual && window.groups.len() > 1 {
        return None;
    }
    let gothenburg = matches!(last[0], b'K' | b'M' | b'X') && last[1..].iter().all(u8::is_ascii_digit);
    let valid = gothenburg && passes(&window.chars[window.chars.len() - 10..]);
    let varmland = last[0] == b'S' && b"FUXPL".contains(&last[1]) && last[2].is_ascii_digit();
    Some(Reading {
        shape: if gothenburg || varmland { 40 } else { 25 },
        check: match (gothenburg, valid) {
            (true, true) => 10,
            (true, false) => -10,
            (false, _) => 0,
        },
        check_name: match (gothenburg, valid) {
            (true, true) => Reason::VALID_LUHN,
            (true, false) => Reason::INVALID_LUHN,
            (false, _) => Reason::NONE,
        },
        grouped: usual,
        needs_cue: !valid,
        placeholder: false,
        detector: if gothenburg { "reservnummer/vgr" } else { "reservnummer/region" },
    })
}

/// Luhn with the letters' values in their places.
fn passes(ten: &[u8]) -> bool {
    let mut digits = [0; 10];
    ten.iter().zip(&mut digits).for_each(|(&byte, digit)| {
        *digit = match byte {
            b'K' => b'5',
            b'M' => b'7',
            b'X' => b'8',
            byte => byte,
        }
    });
    luhn(&digits)
}

fn read_digits(window: &Window<'_>) -> Option<Reading> {
    let digits = window.chars;
    let (head, tail) = digits.split_at(digits.len() - 4);
    let loose = window.groups.len() > 1 && !window.is_grouped(&[head.len() as u16, 4]) && !window.is_grouped(&[6, 6]);
    if window.glued || window.plus || loose || window.groups[1..].iter().any(|group| !b" -".contains(&group.separator))
    {
        return None;
    }
    let stockholm = digits.len() == 12 && matches!(&digits[..4], b"9919" | b"9920");
    let inera =
        matches!(head.len(), 6 | 8) && two(head, head.len() - 2) >= 32 && is_day_of(head, 31) && tail != b"0000";
    let valid = stockholm && luhn(&digits[4..]);
    (stockholm || inera).then(|| Reading {
        shape: if stockholm { 25 } else { BARE },
        check: match (stockholm, valid) {
            (true, true) => 10,
            (true, false) => -6,
            (false, _) => 0,
        },
        check_name: match (stockholm, valid) {
            (true, true) => Reason::VALID_LUHN,
            (true, false) => Reason::INVALID_LUHN,
            (false, _) => Reason::NONE,
        },
        needs_cue: true,
        detector: if stockholm { "reservnummer/stockholm" } else { "reservnummer/inera" },
        ..Reading::default()
    })
}

/// Whether `birth`, of six or eight digits, is a date once `more` is taken off its day.
fn is_day_of(birth: &[u8], more: u32) -> bool {
    let short = &birth[birth.len() - 6..];
    let century = birth.len() == 6 || matches!(&birth[..2], b"18" | b"19" | b"20" | b"99");
    let day = two(short, 4);
    // From 32 on a day only says that it is none: any that leaves one will do.
    century
        && if more == 0 {
            is_day(two(short, 0), two(short, 2), day)
        } else {
            day < 60 && is_day(0, two(short, 2), day - more)
        }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::digits::DigitRun;
    use crate::span::Span;

    #[test]
    fn regions_have_their_checks() {
        for (text, valid) in [
            ("19810829M071", true),
            ("19450829K088", true),
            ("19930829X802", true),
            ("19810829M072", false),
            ("19810829K071", false),
        ] {
            let mut run = DigitRun::default();
            run.read_code(text.as_bytes(), Span::new(0, text.len() as u32));
            let reading = read_code(&Window::new(&run, 0, run.groups.len())).unwrap();
            assert_eq!((reading.check > 0, reading.needs_cue), (valid, !valid), "{text}");
        }
        for (text, valid) in
            [("991981000010", true), ("991945000023", true), ("991993000032", true), ("991981000011", false)]
        {
            let mut run = DigitRun::default();
            run.read(text.as_bytes(), 0, 0, text.len());
            let reading = read_digits(&Window::new(&run, 0, run.groups.len())).unwrap();
            assert_eq!(reading.check > 0, valid, "{text}");
        }
    }
}
