//! Bank routing: American routing numbers, British sort codes and Swedish clearing numbers.
//!
//! An ABA routing number has nine digits with a weighted check (see `checksum`); its first two are 00 to 12, 21 to 32,
//! 61 to 72 or 80 (American Bankers Association, "Routing Number Policy & Procedures"). Of random nine digits 3.8 %
//! pass. A sort code is two-two-two and has no check of its own; it looks like a date. A clearing number has four digits, or
//! five at Swedbank (see `swedish_bank`). All are nothing without a cue.

use super::cued::{KNOWN, UNUSUAL, USUAL, cued, is_plain};
use super::swedish_bank::is_clearing_number;
use super::{Alphabet, Examples, Identifier, Reading, Window, plain_digits, value};
use crate::detect::checksum::aba;
use crate::detect::{Candidate, Reason};
use crate::entity::{EntityId, id};
use crate::span::Span;

pub(super) const BANK_ROUTING: Identifier = Identifier {
    entity: id::BANK_ROUTING,
    alphabet: Alphabet::Digits,
    lengths: 6..=9,
    cue_only: false,
    read,
    canonical: plain_digits,
    examples: Examples {
        good: &["011000015", "0610-0005-2", "121 000 358", "321071174", "20-00-00"],
        bad: &["011000016", "131000357", "123456789", "536-90-4399", "20/00/00", "200000", "2000-00", "0110000"],
    },
};

/// Clearing numbers, and routing numbers that lost a digit or two.
pub(super) const BANK_ROUTING_SHORT: Identifier = Identifier {
    entity: id::BANK_ROUTING,
    alphabet: Alphabet::Digits,
    lengths: 4..=8,
    cue_only: true,
    read: read_short,
    canonical: plain_digits,
    examples: Examples {
        good: &["5001", "8327-9", "83279", "9 1 5 1", "0110000"],
        bad: &["0001", "12345", "50/01", "x5001", "200000"],
    },
};

fn read_short(window: &Window<'_>) -> Option<Reading> {
    let (shape, detector) = match (window.chars.len(), is_clearing_number(window.chars)) {
        (6, _) => return None,
        (7.., _) => (10, "routing/aba"),
        (5, true) => (KNOWN, "routing/se_clearing"),
        (_, true) => (USUAL, "routing/se_clearing"),
        // A fifth digit misheard.
        (5, false) if window.chars[0] == b'8' => (USUAL, "routing/se_clearing"),
        _ => (UNUSUAL, "routing/se_clearing"),
    };
    is_plain(window).then(|| cued(shape, detector))
}

fn read(window: &Window<'_>) -> Option<Reading> {
    let strange = |separator| !matches!(separator, b' ' | b'-');
    if window.glued || window.plus || window.groups[1..].iter().any(|group| strange(group.separator)) {
        return None;
    }
    match window.chars.len() {
        9 => Some(routing_number(window)),
        6 => sort_code(window),
        _ => None,
    }
}

fn routing_number(window: &Window<'_>) -> Reading {
    let in_use = matches!(value(&window.chars[..2]), 0..=12 | 21..=32 | 61..=72 | 80);
    let valid = in_use && aba(window.chars);
    Reading {
        // Three-two-four is how a Social Security number is written.
        shape: if window.is_grouped(&[3, 2, 4]) { 0 } else { 15 },
        // A digit misheard after "the routing number is": still one.
        check: if valid { 14 } else { -5 },
        check_name: if valid { Reason::VALID_ABA } else { Reason::INVALID_ABA },
        needs_cue: true,
        placeholder: window.chars.iter().all(|&digit| digit == window.chars[0]),
        detector: "routing/aba",
        ..Reading::default()
    }
}

fn sort_code(window: &Window<'_>) -> Option<Reading> {
    let pairs = window.is_grouped(&[2, 2, 2]);
    let hyphens = pairs && window.is_separated_by(b'-');
    let spaces = pairs && window.is_separated_by(b' ');
    (hyphens || spaces || window.groups.len() == 1).then(|| Reading {
        // In one piece it is six digits, which only a strong cue makes one.
        shape: if hyphens { 25 } else { 15 },
        grouped: hyphens,
        needs_cue: true,
        detector: "routing/uk_sort_code",
        ..Reading::default()
    })
}

/// A British sort code that begins the digit run at `at` and the account after it, `60-00-01, 12345674`, and the byte after
/// them: together they are telling, and no cue has to be said.
///
/// `within` is the segment that they must lie in, `segment` that segment's place in the batch.
pub(crate) fn find_british(text: &[u8], within: Span, at: u32, segment: u32) -> Option<([Candidate; 2], u32)> {
    let inside = text.get(within.start as usize..within.end as usize)?;
    let (before, rest) = inside.split_at_checked(at.checked_sub(within.start)? as usize)?;
    let joins = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'/' | b'.');
    let (code, after) = rest.split_at_checked(8)?;
    let fits = |(place, &byte): (usize, &u8)| if place % 3 == 2 { byte == b'-' } else { byte.is_ascii_digit() };
    if before.last().is_some_and(joins) || !code.iter().enumerate().all(fits) {
        return None;
    }
    let gap = after.iter().take(3).take_while(|byte| matches!(byte, b' ' | b',' | b'/')).count();
    let account = after[gap..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let ends = after.get(gap + account).is_none_or(|byte| !byte.is_ascii_alphanumeric() && *byte != b'-');
    if gap == 0 || account != 8 || !ends {
        return None;
    }
    let start = at + 8 + gap as u32;
    let found = |entity: EntityId, span, detector| Candidate::new(segment, span, entity, 50, detector);
    let code = found(id::BANK_ROUTING, Span::new(at, at + 8), "routing/uk_sort_code");
    Some(([code, found(id::BANK_ACCOUNT, Span::new(start, start + 8), "account/uk")], start + 8))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_sort_code_and_its_account_need_no_cue() {
        for (text, at, wanted) in [
            ("the same, 60-00-01, 12345674.", 10, Some(28)),
            ("60-00-01 12345674", 0, Some(17)),
            ("60-00-01 / 12345674", 0, Some(19)),
            ("60-00-01", 0, None),
            ("60-00-01 1234567", 0, None),
            ("60-00-01 123456745", 0, None),
            ("60-00-01 12345674-1", 0, None),
            ("60-00-0112345674", 0, None),
            ("160-00-01 12345674", 1, None),
            ("call 60 00 01 12345674", 5, None),
        ] {
            let found = find_british(text.as_bytes(), Span::new(0, text.len() as u32), at, 0);
            assert_eq!(found.map(|(_, end)| end), wanted, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_panic(text: Vec<u8>, start in 0..40_u32, end in 0..40_u32, at in 0..40_u32) {
            let _ = find_british(&text, Span::new(start.min(end), end), at, 0);
        }
    }
}
