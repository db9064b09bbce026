//! International Bank Account Number.
//!
//! Two letters for the country, two check digits, and the country's own account number; the country decides the length.
//! In one piece or in groups of four with a space between them, in either case. Lengths are those of the IBAN registry
//! (SWIFT, release 101, 89 countries), the check that of ISO 13616-1, which one in a hundred random texts passes.

use super::{Alphabet, Examples, Identifier, Reading, Window, plain_digits};
use crate::detect::checksum::iban_mod97;
use crate::detect::{Candidate, Reason};
use crate::entity::id;
use crate::fold::{self, WORD};
use crate::span::Span;

const LONGEST: usize = 33;

/// Countries by the length of their numbers.
const LENGTHS: [(usize, &str); 18] = [
    (15, "NO"),
    (16, "BE"),
    (18, "DK FI FK FO GL NL SD"),
    (19, "MK SI"),
    (20, "AT BA EE KZ LT LU MN XK"),
    (21, "CH HR LI LV"),
    (22, "BG BH CR DE GB GE IE ME RS VA"),
    (23, "AE GI IL IQ OM SO TL"),
    (24, "AD CZ ES MD PK RO SA SE SK TN VG"),
    (25, "LY PT ST"),
    (26, "IS TR"),
    (27, "BI DJ FR GR IT MC MR SM"),
    (28, "AL AZ BY CY DO GT HN HU LB NI PL SV"),
    (29, "BR EG PS QA UA"),
    (30, "JO KW MU YE"),
    (31, "MT SC"),
    (32, "LC"),
    (LONGEST, "RU"),
];

/// The number whose check digits begin the digit run at `at`, and the byte after it.
///
/// `within` is the segment that it must lie in, `segment` that segment's place in the batch. A number that fails its
/// check has a country's length and still counts, with a cue.
pub(crate) fn find(text: &[u8], within: Span, at: u32, segment: u32) -> Option<(Candidate, u32)> {
    let start = at.checked_sub(2).filter(|&start| start >= within.start)? as usize;
    let inside = text.get(within.start as usize..within.end as usize)?;
    let (before, rest) = inside.split_at_checked(start - within.start as usize)?;
    let starts_word = before.last().is_none_or(|&byte| fold::class(byte) & WORD == 0);
    let (country, check) = rest.get(..4)?.split_at(2);
    if !starts_word || !country.iter().all(u8::is_ascii_alphabetic) || !check.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let length = length_of(country)?;
    let (number, size) = collect(rest, length)?;
    let valid = iban_mod97(&number[..length]);
    let end = (start + size) as u32;
    let span = Span::new(start as u32, end);
    let mut candidate = Candidate::new(segment, span, id::IBAN, if valid { 80 } else { 35 }, "iban");
    candidate.needs_cue = !valid;
    candidate.evidence.push(if valid { Reason::VALID_MOD97 } else { Reason::INVALID_MOD97 });
    Some((candidate, end))
}

/// One spelled or said letter by letter and digit by digit.
pub(super) const IBAN: Identifier = Identifier {
    entity: id::IBAN,
    alphabet: Alphabet::Codes,
    lengths: 15..=LONGEST,
    cue_only: false,
    read: spelled,
    canonical: plain_digits,
    examples: Examples {
        good: &["GB29 NWBK 6016 1331 9268 19", "SE4550000000058398257466"],
        bad: &["XX29NWBK60161331926819"],
    },
};

fn spelled(window: &Window<'_>) -> Option<Reading> {
    let country = window.chars.get(..2).filter(|country| country.iter().all(u8::is_ascii_uppercase))?;
    let valid = iban_mod97(window.chars);
    (length_of(country)? == window.chars.len()).then_some(Reading {
        shape: 30,
        check: if valid { 20 } else { 0 },
        check_name: if valid { Reason::VALID_MOD97 } else { Reason::INVALID_MOD97 },
        needs_cue: !valid,
        detector: "iban",
        ..Reading::default()
    })
}

/// How long the numbers of a country are.
fn length_of(country: &[u8]) -> Option<usize> {
    let is_it = |code: &[u8]| code.eq_ignore_ascii_case(country);
    LENGTHS.iter().find(|(_, countries)| countries.as_bytes().chunks(3).any(|code| is_it(&code[..2]))).map(|row| row.0)
}

/// The first `length` letters and digits of `text`, and how many bytes they take, if a word ends there. Spaces stand
/// after every fourth one or nowhere.
fn collect(text: &[u8], length: usize) -> Option<([u8; LONGEST], usize)> {
    let mut number = [0; LONGEST];
    let spaced = text.get(4) == Some(&b' ');
    let mut position = 0;
    for (index, place) in number.iter_mut().take(length).enumerate() {
        if spaced && index > 0 && index % 4 == 0 {
            (text.get(position) == Some(&b' ')).then(|| position += 1)?;
        }
        *place = *text.get(position).filter(|byte| byte.is_ascii_alphanumeric())?;
        position += 1;
    }
    text.get(position).is_none_or(|&byte| fold::class(byte) & WORD == 0).then_some((number, position))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(text: &str) -> Option<(&str, i16)> {
        let within = Span::new(0, text.len() as u32);
        let mut starts = text.bytes().enumerate().filter(|(_, byte)| byte.is_ascii_digit()).map(|(at, _)| at as u32);
        let (candidate, end) = starts.find_map(|at| find(text.as_bytes(), within, at, 0))?;
        assert_eq!(candidate.span.end, end);
        assert_eq!(candidate.needs_cue, candidate.points < 45);
        Some((&text[candidate.span.start as usize..end as usize], candidate.points))
    }

    #[test]
    fn in_one_piece_or_in_fours() {
        assert_eq!(found("to SE4550000000058398257466."), Some(("SE4550000000058398257466", 80)));
        assert_eq!(found("GB29 NWBK 6016 1331 9268 19"), Some(("GB29 NWBK 6016 1331 9268 19", 80)));
        assert_eq!(found("iban de89370400440532013000 ok"), Some(("de89370400440532013000", 80)));
        assert_eq!(found("NO93 8601 1117 947, thanks"), Some(("NO93 8601 1117 947", 80)));
        assert_eq!(found("FR1420041010050500013M02606"), Some(("FR1420041010050500013M02606", 80)));
    }

    #[test]
    fn the_check_is_evidence_and_no_gate() {
        assert_eq!(found("DE90370400440532013000"), Some(("DE90370400440532013000", 35)));
    }

    #[test]
    fn what_only_looks_like_one() {
        for text in [
            "XX29NWBK60161331926819",
            "NO938601111794",
            "NO93860111179471",
            "ANO9386011117947",
            "1NO9386011117947",
            "NO93 86011117947",
            "NO93  8601 1117 947",
            "NO 9386011117947",
            "it's room NO93",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }

    #[test]
    fn every_country_stands_once() {
        let mut codes: Vec<_> = LENGTHS.iter().flat_map(|(_, countries)| countries.split_whitespace()).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), 89);
        assert!(codes.iter().all(|code| code.len() == 2 && length_of(code.as_bytes()).is_some_and(|n| n <= LONGEST)));
    }

    proptest! {
        #[test]
        fn no_bytes_panic(text: Vec<u8>, start in 0..40_u32, end in 0..40_u32, at in 0..40_u32) {
            let _ = find(&text, Span::new(start.min(end), end), at, 0);
        }
    }
}
