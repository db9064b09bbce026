//! Swedish personal identity number, personnummer.
//!
//! `YYMMDD-NNNC`, or with the century `YYYYMMDD-NNNC`: the date of birth, a serial from 001 to 999 (odd for men), and a
//! Luhn check over the nine digits before it, the century left out (Skatteverket, "Personnummer", SKV 704). From the
//! year of the hundredth birthday the hyphen is a `+`, which this reader does not take for a separator. Of random ten
//! digits 0.35 % have a date and pass.
//!
//! Days from 61 to 91 are a samordningsnummer's, which is another entity. Ten bare digits beginning 07 are a mobile
//! telephone more often than somebody born in 2007: without a cue they are left to it.

use super::{Alphabet, Examples, Identifier, Reading, Window, value};
use crate::detect::Reason;
use crate::detect::checksum::luhn;
use crate::detect::dates;
use crate::entity::id;

pub(super) const SE_PERSONNUMMER: Identifier = Identifier {
    entity: id::SE_PERSONNUMMER,
    alphabet: Alphabet::Digits,
    lengths: 10..=12,
    cue_only: false,
    read,
    canonical,
    examples: Examples {
        good: &[
            "640823-3234",
            "811228 9874",
            "19811228-9874",
            "198112289874",
            "6709199530",
            "67 09 19 95 30",
            "18900115-2389",
            "640823-3235",
        ],
        bad: &["811328-9874", "640823-0004", "991301-1234", "701063-2391", "640-823-3234", "640823.3234", "6408233235"],
    },
};

/// The Swedish John Doe's, Tolvan Tolvansson.
const SPECIMEN: &[u8] = b"1212121212";

fn read(window: &Window<'_>) -> Option<Reading> {
    let (shape, grouped) = shape(window)?;
    let short = last_ten(window.chars);
    let (century, _) = window.chars.split_at(window.chars.len() - short.len());
    if window.glued || window.plus || !is_birth_date(century, short) || value(&short[6..9]) == 0 {
        return None;
    }
    let valid = luhn(short);
    // Telephone numbers begin with a 0 too, and people born since 2000 seldom leave voicemails.
    let phone = century.is_empty() && short.starts_with(b"0") && !window.is_separated_by(b'-');
    let loose = window.groups.len() > 2;
    // Of bare North American numbers one in three hundred passes date and check digit too.
    let nanp =
        !window.swedish && century.is_empty() && window.groups.len() == 1 && short[0] >= b'2' && short[3] >= b'2';
    Some(Reading {
        shape: if phone { 0 } else { shape },
        check: if valid { 24 } else { -15 },
        check_name: if valid { Reason::VALID_PERSONNUMMER } else { Reason::INVALID_PERSONNUMMER },
        grouped: grouped && !phone,
        needs_cue: !valid || phone || loose || nanp,
        placeholder: short == SPECIMEN,
        detector: "personnummer/se",
    })
}

/// How specific the groups are, and whether they are the usual two.
fn shape(window: &Window<'_>) -> Option<(i16, bool)> {
    let usual = window.is_grouped(&[6, 4]) || window.is_grouped(&[8, 4]);
    let loose: [&[u16]; 4] = [&[2, 2, 2, 4], &[2, 2, 2, 2, 2], &[4, 2, 2, 4], &[4, 2, 2, 2, 2]];
    match window.groups.len() {
        1 if window.chars.len() == 10 => Some((26, false)),
        1 if window.chars.len() == 12 => Some((36, false)),
        _ if usual && window.is_separated_by(b'-') => Some((45, true)),
        _ if usual && window.is_separated_by(b' ') => Some((30, true)),
        // Dates before a time of day look like this too.
        _ if loose.iter().any(|lengths| window.is_grouped(lengths)) => {
            window.groups[1..].iter().all(|group| matches!(group.separator, b' ' | b'-')).then_some((15, false))
        }
        _ => None,
    }
}

/// The number without its century.
fn last_ten(digits: &[u8]) -> &[u8] {
    &digits[digits.len().saturating_sub(10)..]
}

fn is_birth_date(century: &[u8], short: &[u8]) -> bool {
    let (year, month, day) = (value(&short[..2]), value(&short[2..4]), value(&short[4..6]));
    match century {
        b"" => dates::is_real(2000 + year, month, day),
        b"18" | b"19" | b"20" => dates::is_real(value(century) * 100 + year, month, day),
        _ => false,
    }
}

/// The ten digits without the century: what both spellings share. Two people born on one day a hundred years apart,
/// with one serial, would be taken for one; guessing the century would part the two spellings of a single person
/// instead.
fn canonical(digits: &[u8], out: &mut Vec<u8>) {
    out.extend_from_slice(last_ten(digits));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::digits::DigitRun;

    fn reading(text: &str) -> Option<Reading> {
        let mut run = DigitRun::default();
        run.read(text.as_bytes(), 0, text.find(|c: char| c.is_ascii_digit())?, text.len());
        read(&Window::new(&run, 0, run.groups.len()))
    }

    #[test]
    fn a_hyphen_is_enough_and_bare_digits_are_probable() {
        let hyphen = reading("640823-3234").unwrap();
        assert!(hyphen.grouped && !hyphen.needs_cue && hyphen.shape >= 45);
        // October is no exchange of a North American number; August is.
        let bare = reading("6410233230").unwrap();
        assert_eq!((bare.shape + bare.check, bare.needs_cue), (50, false));
        assert!(reading("6408233234").unwrap().needs_cue);
    }

    #[test]
    fn a_failed_check_needs_a_cue() {
        assert!(reading("640823-3235").unwrap().needs_cue);
        assert_eq!(reading("640823-3235").unwrap().check_name, Reason::INVALID_PERSONNUMMER);
    }

    #[test]
    fn mobiles_are_left_to_the_telephone() {
        // The first of January 2007, with a serial of the test numbers.
        let mobile = reading("0701019820").unwrap();
        assert!(mobile.needs_cue && mobile.shape + mobile.check < 30);
        assert!(!reading("070101-9820").unwrap().needs_cue);
    }

    #[test]
    fn dates_are_real() {
        assert!(reading("000229-1231").is_some());
        assert!(reading("19000229-1231").is_none());
        assert!(reading("010229-1231").is_none());
        assert!(reading("17811228-9874").is_none());
    }

    #[test]
    fn both_spellings_have_one_form() {
        let form = |digits: &[u8]| {
            let mut out = Vec::new();
            canonical(digits, &mut out);
            out
        };
        assert_eq!(form(b"198112289874"), form(b"8112289874"));
        assert_eq!(form(b"123"), b"123");
    }
}
