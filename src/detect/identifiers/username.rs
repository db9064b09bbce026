//! Name of a user at a computer system: the ones that a digit or an underscore tells from words.
//!
//! Three to thirty-two letters, digits, dots, hyphens and underscores. Nothing to check, and nothing without a cue.

use super::cued::{KNOWN, UNUSUAL, cued, is_quantity};
use super::{Alphabet, Examples, Identifier, Reading, Window, plain_digits};
use crate::detect::Candidate;
use crate::entity::id;
use crate::span::Span;

const LENGTHS: std::ops::RangeInclusive<usize> = 3..=32;

pub(super) const USERNAME: Identifier = Identifier {
    entity: id::USERNAME,
    alphabet: Alphabet::Codes,
    lengths: LENGTHS,
    cue_only: true,
    read,
    canonical: plain_digits,
    examples: Examples {
        good: &["jdoe_448", "tross_92", "gashk86", "lakshmi_v_09", "k.berg7"],
        bad: &["20mg", "4th", "448JD"],
    },
};

fn read(window: &Window<'_>) -> Option<Reading> {
    // Few begin with a digit.
    let shape = if window.chars[0].is_ascii_uppercase() { KNOWN } else { UNUSUAL };
    (!is_quantity(window.chars)).then(|| cued(shape, "username"))
}

/// Pushes every written word of `within` that has a digit or an underscore besides its letters: for passages with a cue
/// for a user's name. `segment` is that segment's place in the batch.
pub(crate) fn find(text: &[u8], within: Span, segment: u32, out: &mut Vec<Candidate>) {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    let inside = within.of(text);
    let mut at = 0;
    while at < inside.len() {
        let length = inside[at..].iter().take_while(|byte| is_part(byte)).count();
        let word = &inside[at..at + length];
        let ended = word.iter().rev().take_while(|byte| matches!(byte, b'.' | b'-')).count();
        let word = &word[..length - ended];
        // Parts of addresses and of words with other letters.
        let touches = |byte: Option<&u8>| byte.is_some_and(|&byte| byte >= 0x80 || matches!(byte, b'/' | b':' | b'\\'));
        let parted =
            touches(inside[..at].last()) || touches(inside.get(at + length)) || inside.get(at + length) == Some(&b'@');
        if !parted && is_name(word) {
            let start = within.start + at as u32;
            let span = Span::new(start, start + word.len() as u32);
            let mut candidate = Candidate::new(segment, span, id::USERNAME, KNOWN, "username");
            candidate.needs_cue = true;
            out.push(candidate);
        }
        at += length + 1;
    }
}

fn is_name(word: &[u8]) -> bool {
    LENGTHS.contains(&word.len())
        && word[0].is_ascii_alphabetic()
        && word.iter().any(|byte| byte.is_ascii_digit() || *byte == b'_')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let mut out = Vec::new();
        find(text.as_bytes(), Span::new(0, text.len() as u32), 0, &mut out);
        out.iter().map(|found| &text[found.span.start as usize..found.span.end as usize]).collect()
    }

    #[test]
    fn a_digit_or_an_underscore_tells_a_name() {
        for (text, wanted) in [
            ("my username is jdoe_448.", &["jdoe_448"][..]),
            ("it's @npetro_glen, or k.berg7", &["npetro_glen", "k.berg7"]),
            ("log in as tross92", &["tross92"]),
            ("call me at 212-555-0142 follow-up e.g. 4th", &[]),
            ("jane.doe7@example.org", &[]),
            ("https://example.org/jdoe_448", &[]),
            ("åke_92", &[]),
            ("b2", &[]),
        ] {
            assert_eq!(found(text), wanted, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_panic(text: Vec<u8>) {
            find(&text, Span::new(0, text.len() as u32), 0, &mut Vec::new());
        }
    }
}
