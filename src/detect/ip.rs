//! Written Internet addresses, around a digit.
//!
//! Version 4: four numbers from 0 to 255 with dots between them and no zeros in front (RFC 6943 §3.1.1). After a word for a
//! version or a section it is that; four single digits are either. Version 6: eight groups of one to four hexadecimal
//! digits, or fewer with one `::` for the zeros between them (RFC 4291 §2.2); a time of day has neither.

use super::Candidate;
use crate::entity::id;
use crate::fold::{self, WORD};
use crate::span::Span;

/// Words before four numbers that are no address, in lower case.
const NUMBERED: [&[u8]; 17] = [
    b"avsnitt",
    b"build",
    b"chapter",
    b"clause",
    b"driver",
    b"firmware",
    b"kapitel",
    b"paragraf",
    b"paragraph",
    b"punkt",
    b"rev",
    b"revision",
    b"release",
    b"section",
    b"v",
    b"ver",
    b"version",
];

/// The longest address of version 6.
const LONGEST: usize = 39;

/// The address around the digit run at `at`, and the byte after it.
///
/// `within` is the segment that it must lie in, `segment` that segment's place in the batch.
pub(super) fn find(text: &[u8], within: Span, at: u32, segment: u32) -> Option<(Candidate, u32)> {
    let inside = text.get(within.start as usize..within.end as usize)?;
    let at = at.checked_sub(within.start).filter(|&at| (at as usize) < inside.len())? as usize;
    let four = version_4(inside, at).map(|(end, single)| (at, end, if single { 30 } else { 60 }, "ip/v4"));
    let (start, end, points, detector) =
        four.or_else(|| version_6(inside, at).map(|(start, end)| (start, end, 70, "ip/v6")))?;
    let span = Span::new(within.start + start as u32, within.start + end as u32);
    let mut candidate = Candidate::new(segment, span, id::IP_ADDRESS, points, detector);
    candidate.needs_cue = points < 45;
    candidate.placeholder = matches!(&inside[start..end], b"0.0.0.0" | b"127.0.0.1" | b"255.255.255.255");
    Some((candidate, span.end))
}

fn is_word(byte: u8) -> bool {
    fold::class(byte) & WORD != 0
}

/// Where the address that begins at `at` ends, and whether all its numbers have one digit.
fn version_4(inside: &[u8], at: usize) -> Option<(usize, bool)> {
    if at > 0 && (is_word(inside[at - 1]) || inside[at - 1] == b'.') {
        return None;
    }
    let mut position = at;
    for index in 0..4 {
        if index > 0 {
            (inside.get(position) == Some(&b'.')).then(|| position += 1)?;
        }
        position += octet(&inside[position..])?;
    }
    let goes_on = match inside[position..] {
        [b'.', next, ..] => is_word(next),
        [byte, ..] => is_word(byte),
        [] => false,
    };
    (!goes_on && !is_numbered(&inside[..at])).then_some((position, position - at == 7))
}

/// How many digits of `text` are a number from 0 to 255 without zeros in front.
fn octet(text: &[u8]) -> Option<usize> {
    let digits = text.iter().take(4).take_while(|byte| byte.is_ascii_digit()).count();
    let value = text[..digits].iter().fold(0, |value, &digit| value * 10 + u32::from(digit - b'0'));
    (matches!(digits, 1..=3) && value <= 255 && (digits == 1 || text[0] != b'0')).then_some(digits)
}

/// Whether the word before says that the numbers are a version's or a section's.
fn is_numbered(before: &[u8]) -> bool {
    let end = before.iter().rposition(|&byte| is_word(byte)).map_or(0, |last| last + 1);
    let length = before[..end].iter().rev().take_while(|&&byte| is_word(byte)).count();
    let word = &before[end - length..end];
    NUMBERED.iter().any(|numbered| word.eq_ignore_ascii_case(numbered))
}

/// Where the address that the digit at `at` belongs to begins and ends.
fn version_6(inside: &[u8], at: usize) -> Option<(usize, usize)> {
    let is_part = |byte: &&u8| byte.is_ascii_hexdigit() || **byte == b':';
    let mut start = at - inside[..at].iter().rev().take(LONGEST).take_while(is_part).count();
    match inside[start..] {
        // "ip:2001:db8::17": the first colon is the label's.
        [b':', next, ..] if next != b':' => start += 1,
        _ if start > 0 && (is_word(inside[start - 1]) || inside[start - 1] == b':') => return None,
        _ => {}
    }
    let length = inside[start..].iter().take(LONGEST + 2).take_while(is_part).count();
    let address = &inside[start..start + length];
    // A colon that ends a clause is not the address's.
    let address = if address.ends_with(b"::") { address } else { address.strip_suffix(b":").unwrap_or(address) };
    let end = start + address.len();
    let follows = inside.get(start + length).is_some_and(|&byte| is_word(byte));
    (!follows && end > at && address.len() <= LONGEST && is_version_6(address)).then_some((start, end))
}

fn is_version_6(address: &[u8]) -> bool {
    let zeros = address.windows(2).filter(|pair| *pair == b"::").count();
    let groups = || address.split(|&byte| byte == b':').filter(|group| !group.is_empty());
    let colons = address.iter().filter(|&&byte| byte == b':').count();
    let all = groups().count();
    let whole = match zeros {
        0 => all == 8 && colons == 7,
        // Times and namespaces have two colons too; addresses that somebody has begin with a long group.
        1 => {
            let ends = usize::from(address.starts_with(b"::")) + usize::from(address.ends_with(b"::"));
            let long = groups().next().is_some_and(|group| group.len() >= 3);
            (2..=7).contains(&all) && colons == all + ends && long
        }
        _ => false,
    };
    whole && groups().all(|group| group.len() <= 4)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(text: &str) -> Option<(&str, i16)> {
        let within = Span::new(0, text.len() as u32);
        let digits = text.bytes().enumerate().filter(|(_, byte)| byte.is_ascii_digit()).map(|(at, _)| at as u32);
        let (candidate, end) = digits.into_iter().find_map(|at| find(text.as_bytes(), within, at, 0))?;
        assert_eq!(candidate.span.end, end);
        assert_eq!(candidate.needs_cue, candidate.points < 45);
        Some((&text[candidate.span.start as usize..end as usize], candidate.points))
    }

    #[test]
    fn addresses_are_found() {
        for (text, wanted) in [
            ("log in from 192.0.2.17, please", ("192.0.2.17", 60)),
            ("it's 203.0.113.255.", ("203.0.113.255", 60)),
            ("http://198.51.100.4:8080/x", ("198.51.100.4", 60)),
            ("ping 8.8.4.4", ("8.8.4.4", 30)),
            ("at 2001:db8::17 now", ("2001:db8::17", 70)),
            ("fe80::1", ("fe80::1", 70)),
            ("2001:0db8:0000:0000:0000:ff00:0042:8329", ("2001:0db8:0000:0000:0000:ff00:0042:8329", 70)),
            ("2001:db8::", ("2001:db8::", 70)),
            ("ip:2001:db8::17", ("2001:db8::17", 70)),
            ("the address 2001:db8::5: it works", ("2001:db8::5", 70)),
        ] {
            assert_eq!(found(text), Some(wanted), "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_one() {
        for text in [
            "version 10.2.13.4",
            "Firmware: 10.2.13.4",
            "v10.2.13.4",
            "256.10.10.10",
            "10.20.30",
            "10.20.30.40.50",
            "192.168.01.1",
            "12:30:45",
            "1::2",
            "10:20::30",
            "1:2:3:4:5:6:7",
            "1:2:3:4:5:6:7:8:9",
            "2001:db8::1::2",
            "2001:db8::12345",
            "call 212.555.0142",
            "den 12.10.2024",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }

    #[test]
    fn this_machine_and_none_are_nobodys() {
        let nobodys =
            |text: &str| find(text.as_bytes(), Span::new(0, text.len() as u32), 0, 0).map(|found| found.0.placeholder);
        assert_eq!(nobodys("127.0.0.1"), Some(true));
        assert_eq!(nobodys("192.0.2.17"), Some(false));
    }

    proptest! {
        #[test]
        fn no_bytes_panic(text: Vec<u8>, start in 0..40_u32, end in 0..40_u32, at in 0..40_u32) {
            let _ = find(&text, Span::new(start.min(end), end), at, 0);
        }

        #[test]
        fn any_four_octets_are_found(octets: [u8; 4]) {
            let text = octets.map(|octet| octet.to_string()).join(".");
            prop_assert_eq!(found(&text).map(|found| found.0), Some(text.as_str()));
        }

        #[test]
        fn any_eight_groups_are_found(groups in "[0-9a-f]{1,4}(:[0-9a-f]{1,4}){7}") {
            prop_assume!(groups.bytes().any(|byte| byte.is_ascii_digit()));
            prop_assert_eq!(found(&groups).map(|found| found.0), Some(groups.as_str()));
        }
    }
}
