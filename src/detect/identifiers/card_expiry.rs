//! Expiry date of a payment card.
//!
//! Month and year, two digits each as on the card (ISO/IEC 7813), the year sometimes in full, the month's 0 often left
//! out: `03/29`, `4/27`, `0528`, `03-2029`. It looks like any other date or fraction: nothing without a cue.

use super::cued::{KNOWN, UNUSUAL, cued, has_marks};
use super::{Alphabet, Examples, Identifier, Reading, Window, value};
use crate::digits::Form;
use crate::entity::id;

pub(super) const CARD_EXPIRY: Identifier = Identifier {
    entity: id::CARD_EXPIRY,
    alphabet: Alphabet::Digits,
    lengths: 3..=6,
    cue_only: true,
    read,
    canonical,
    examples: Examples {
        good: &["03/29", "4/27", "0528", "03-2029", "032029", "3 / 2029", "04 27", "0 4 2 7"],
        bad: &["13/27", "00/27", "03/2129", "0515 20", "x0528", "2029"],
    },
};

/// Years in which a card may expire that somebody reads out.
const YEARS: std::ops::RangeInclusive<u32> = 15..=49;

fn read(window: &Window<'_>) -> Option<Reading> {
    let whole = match window.groups.len() {
        1 => true,
        2 => (1..=2).contains(&window.groups[0].len) && matches!(window.groups[1].len, 2 | 4) || is_spoken(window),
        _ => is_spoken(window) || window.groups.iter().all(|group| group.len == 1),
    };
    if window.glued || window.plus || !whole || !has_marks(window, b" -/.") {
        return None;
    }
    let shape = match month_and_year(window.chars) {
        Some((month, year)) if (1..=12).contains(&month) && YEARS.contains(&year) => match window.chars.len() {
            3 if window.groups.len() == 1 => 15,
            _ => KNOWN,
        },
        _ => UNUSUAL,
    };
    Some(cued(shape, "card/expiry"))
}

fn is_spoken(window: &Window<'_>) -> bool {
    window.form == Form::Spoken
}

/// The month, and the year in its century; a month of one digit where the length is odd.
fn month_and_year(digits: &[u8]) -> Option<(u32, u32)> {
    let (month, year) = digits.split_at_checked(2 - digits.len() % 2)?;
    match (year.len(), value(year)) {
        (2, year) => Some((value(month), year)),
        (4, year @ 2000..=2099) => Some((value(month), year - 2000)),
        _ => None,
    }
}

/// Month and year in two digits each, `0427`.
fn canonical(digits: &[u8], out: &mut Vec<u8>) {
    let Some((month, year)) = month_and_year(digits).filter(|&(month, _)| month < 100) else {
        return out.extend_from_slice(digits);
    };
    out.extend([month / 10, month % 10, year / 10, year % 10].map(|digit| b'0' + digit as u8));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn form(digits: &str) -> String {
        let mut out = Vec::new();
        canonical(digits.as_bytes(), &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn all_spellings_have_one_form() {
        for digits in ["427", "0427", "42027", "042027"] {
            assert_eq!(form(digits), "0427", "{digits}");
        }
        assert_eq!(form("041827"), "041827");
        assert_eq!(form(""), "");
    }

    proptest! {
        #[test]
        fn a_form_is_its_own_form(digits in "[0-9]{0,8}") {
            prop_assert_eq!(form(&form(&digits)), form(&digits));
        }
    }
}
