//! Written hardware addresses, around a digit.
//!
//! Six octets in hexadecimal with hyphens or colons between them (IEEE 802-2014 §8.1), or three groups of four with dots,
//! as Cisco prints them. One of six colons with two digits each is nothing else; with hyphens and digits only it could be
//! parts of a number, so one letter is asked for.

use super::Candidate;
use crate::entity::id;
use crate::fold::{self, WORD};
use crate::span::Span;

/// Bytes of the two forms: six pairs, three fours.
const PAIRS: usize = 17;
const FOURS: usize = 14;

/// The address around the digit run at `at`, and the byte after it.
///
/// `within` is the segment that it must lie in, `segment` that segment's place in the batch.
pub(super) fn find(text: &[u8], within: Span, at: u32, segment: u32) -> Option<(Candidate, u32)> {
    let inside = text.get(within.start as usize..within.end as usize)?;
    let at = at.checked_sub(within.start)? as usize;
    let left = inside.get(..at)?.iter().rev().take(PAIRS).take_while(|&&byte| is_part(byte)).count();
    let start = at - left;
    let (before, rest) = inside.split_at(start);
    if before.last().is_some_and(|&byte| is_part(byte) || fold::class(byte) & WORD != 0) {
        return None;
    }
    let length = length(rest)?;
    if start + length <= at || !is_end(&rest[length..]) {
        return None;
    }
    let span = Span::new(within.start + start as u32, within.start + (start + length) as u32);
    let mut candidate = Candidate::new(segment, span, id::MAC_ADDRESS, 65, "mac");
    candidate.placeholder = is_nobodys(&rest[..length]);
    Some((candidate, span.end))
}

fn is_part(byte: u8) -> bool {
    byte.is_ascii_hexdigit() || matches!(byte, b':' | b'-' | b'.')
}

/// How many bytes of `text` are an address.
fn length(text: &[u8]) -> Option<usize> {
    let (size, every) = match text.get(2) {
        Some(b':' | b'-') => (PAIRS, 3),
        _ => (FOURS, 5),
    };
    let chars = text.get(..size)?;
    let mark = chars[every - 1];
    let fits = |(index, &byte): (usize, &u8)| {
        if index % every == every - 1 { byte == mark } else { byte.is_ascii_hexdigit() }
    };
    let letter = chars.iter().any(u8::is_ascii_alphabetic);
    let marked = if every == 3 { letter || mark == b':' } else { letter && mark == b'.' };
    (marked && chars.iter().enumerate().all(fits)).then_some(size)
}

/// Whether nothing after an address goes on with it.
fn is_end(rest: &[u8]) -> bool {
    match rest {
        [] => true,
        [b':' | b'-' | b'.', next, ..] => !next.is_ascii_hexdigit(),
        [byte, ..] => fold::class(*byte) & WORD == 0,
    }
}

/// All zeros, or the broadcast address.
fn is_nobodys(address: &[u8]) -> bool {
    let mut digits = address.iter().filter(|byte| byte.is_ascii_hexdigit()).map(u8::to_ascii_lowercase);
    let first = digits.next();
    matches!(first, Some(b'0' | b'f')) && digits.all(|digit| Some(digit) == first)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(text: &str) -> Option<&str> {
        let within = Span::new(0, text.len() as u32);
        let digits = text.bytes().enumerate().filter(|(_, byte)| byte.is_ascii_digit()).map(|(at, _)| at as u32);
        let (candidate, end) = digits.into_iter().find_map(|at| find(text.as_bytes(), within, at, 0))?;
        assert_eq!(candidate.span.end, end);
        Some(&text[candidate.span.start as usize..end as usize])
    }

    #[test]
    fn pairs_and_fours() {
        for (text, wanted) in [
            ("the router is 00:00:5E:00:53:2f.", "00:00:5E:00:53:2f"),
            ("00-00-5e-00-53-01", "00-00-5e-00-53-01"),
            ("mac aa:bb:cc:dd:ee:1f", "aa:bb:cc:dd:ee:1f"),
            ("0000.5e00.53af, thanks", "0000.5e00.53af"),
            ("(00:11:22:33:44:55)", "00:11:22:33:44:55"),
        ] {
            assert_eq!(found(text), Some(wanted), "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_one() {
        for text in [
            "01-02-03-04-05-06",
            "0000.1111.2222",
            "12:30:45",
            "00:00:5e:00:53",
            "00:00:5e:00:53:01:02",
            "x00:00:5e:00:53:01",
            "00:00:5e-00:53:01",
            "00:00:5g:00:53:01",
            "call 212-555-0142",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }

    #[test]
    fn zeros_and_broadcast_are_nobodys() {
        let nobodys = |text: &str| find(text.as_bytes(), Span::new(0, 17), 0, 0).map(|found| found.0.placeholder);
        assert_eq!(nobodys("00:00:00:00:00:00"), Some(true));
        assert_eq!(nobodys("00:00:5e:00:53:01"), Some(false));
    }

    proptest! {
        #[test]
        fn no_bytes_panic(text: Vec<u8>, start in 0..40_u32, end in 0..40_u32, at in 0..40_u32) {
            let _ = find(&text, Span::new(start.min(end), end), at, 0);
        }

        #[test]
        fn any_address_is_found(octets in "[0-9][0-9a-fA-F](:[0-9a-fA-F]{2}){5}", before in "[ (,]{0,3}") {
            let text = format!("{before}{octets} now");
            prop_assert_eq!(found(&text), Some(octets.as_str()));
        }
    }
}
