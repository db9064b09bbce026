//! Bank account: American, British, Swedish with its clearing number, or any other by cue alone.
//!
//! American accounts have four to seventeen digits and no check that is public; British ones eight, beside a sort code,
//! with checks of each bank's own. A Swedish account behind its clearing number has a check (see `swedish_bank`); written
//! so, `5001-1234563`, one in ten or eleven passes by chance. All of them are nothing without a cue.

use super::cued::{USUAL, cued, is_plain, is_specimen, weight};
use super::swedish_bank::{is_account, is_clearing_number};
use super::{Alphabet, Examples, Identifier, Reading, Window, plain_digits};
use crate::detect::Reason;
use crate::entity::id;

pub(super) const BANK_ACCOUNT: Identifier = Identifier {
    entity: id::BANK_ACCOUNT,
    alphabet: Alphabet::Digits,
    lengths: 4..=17,
    cue_only: true,
    read,
    canonical: plain_digits,
    examples: Examples {
        good: &[
            "48291573",
            "9443709962",
            "730418265",
            "9551-1234569",
            "5001-123 45 63",
            "8327-9 123 456 789-7",
            "5001-1234564",
        ],
        bad: &["536-90-4399", "312-555-0117", "4471", "12/05/2024"],
    },
};

fn read(window: &Window<'_>) -> Option<Reading> {
    if !is_plain(window) {
        return None;
    }
    let weighed = Reading { placeholder: is_specimen(window.chars), ..cued(weight(window, &(6..=14)), "account/bank") };
    let clearing = is_clearing_number(&window.chars[..usize::from(window.groups[0].len).min(window.chars.len())]);
    let parted = clearing && window.groups.len() > 1;
    Some(match is_account(window.chars) {
        Some(true) => Reading {
            shape: weighed.shape.max(USUAL),
            check: 10,
            check_name: Reason::VALID_ACCOUNT,
            grouped: parted,
            detector: "account/se",
            ..weighed
        },
        // Not every account that begins with four such digits is Swedish.
        Some(false) if parted => {
            Reading { check: -5, check_name: Reason::INVALID_ACCOUNT, detector: "account/se", ..weighed }
        }
        _ => weighed,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::digits::DigitRun;

    fn reading(text: &str) -> Reading {
        let mut run = DigitRun::default();
        run.read(text.as_bytes(), 0, 0, text.len());
        read(&Window::new(&run, 0, run.groups.len())).unwrap()
    }

    #[test]
    fn a_swedish_account_is_checked() {
        let valid = reading("5001-1234563");
        assert_eq!((valid.check_name, valid.grouped, valid.needs_cue), (Reason::VALID_ACCOUNT, true, true));
        assert_eq!(reading("5001-1234564").check_name, Reason::INVALID_ACCOUNT);
        // Any eleven digits may begin so.
        assert_eq!(reading("50011234564").check_name, Reason::NONE);
        assert_eq!(reading("50011234563").check_name, Reason::VALID_ACCOUNT);
    }

    #[test]
    fn all_are_nothing_without_a_cue() {
        for text in ["48291573", "5001-1234563", "730418265", "4471"] {
            assert!(reading(text).needs_cue, "{text}");
        }
    }
}
