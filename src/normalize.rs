//! Text as the lexer expects it: ASCII and Latin-1 letters go through as they are, everything else is normalised (NFKC, small
//! letters, plain quotes, dashes and spaces; character references become what they stand for) with a map back to the original
//! offsets.

mod references;

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use references::has_reference;
pub(crate) use references::reference;

use crate::fold::{BARRIER_BYTE, EURO, POUND};
use crate::span::Span;

/// Leads from an offset in normalised text back to the original.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct OffsetMap {
    /// Offsets in the normalised text from which on the original is `second` minus `first` further (or nearer).
    steps: Vec<(u32, u32)>,
}

impl OffsetMap {
    /// The original offset of normalised offset `at`. Bytes made of one original character all lead to its start.
    pub(crate) fn original(&self, at: u32) -> u32 {
        let index = self.steps.partition_point(|&(normal, _)| normal <= at);
        match index.checked_sub(1).map(|index| self.steps[index]) {
            Some((normal, original)) => {
                let straight = original + (at - normal);
                // Up to the next step: a character that became longer has no bytes of its own for the tail.
                self.steps.get(index).map_or(straight, |&(_, next)| straight.min(next))
            }
            None => at,
        }
    }
}

/// Whether every byte of `text` is ASCII or part of a Latin-1 letter, and none begins a reference, so that it needs no normalising.
pub(crate) fn is_plain(text: &[u8]) -> bool {
    is_latin(text) && !has_reference(text)
}

fn is_latin(text: &[u8]) -> bool {
    if text.is_ascii() {
        return true;
    }
    let mut rest = text;
    while let Some(at) = rest.iter().position(|b| !b.is_ascii()) {
        match rest[at..] {
            [0xc3, second, ..] if second != 0x97 && second != 0xb7 => rest = &rest[at + 2..],
            _ => return false,
        }
    }
    true
}

/// `text` as the lexer expects it, with its map back where it had to be changed.
pub(crate) fn plain(text: &str) -> (Cow<'_, [u8]>, Option<OffsetMap>) {
    let barred = text.as_bytes().contains(&BARRIER_BYTE);
    if is_plain(text.as_bytes()) && !barred {
        return (Cow::Borrowed(text.as_bytes()), None);
    }
    let mut out = Vec::with_capacity(text.len());
    let map = normalize(text, &mut out);
    blank_barriers(&mut out);
    (Cow::Owned(out), Some(map))
}

/// A unit separator in somebody's text is a space: as a byte of the lexer's own it would join the words around it.
pub(crate) fn blank_barriers(text: &mut [u8]) {
    text.iter_mut().filter(|byte| **byte == BARRIER_BYTE).for_each(|byte| *byte = b' ');
}

/// Appends the normalised form of `text`.
pub(crate) fn normalize(text: &str, out: &mut Vec<u8>) -> OffsetMap {
    let mut map = OffsetMap::default();
    let base = out.len();
    let mut rest = text.char_indices().peekable();
    while let Some((at, first)) = rest.next() {
        if first == '&'
            && let Some((c, length)) = reference(&text.as_bytes()[at..])
        {
            while rest.next_if(|(inner, _)| *inner < at + length).is_some() {}
            map.push(out, base, at, |out| push_plain(c, out));
            continue;
        }
        let mut end = at + first.len_utf8();
        while let Some((mark_at, mark)) = rest.next_if(|(_, c)| is_combining_mark(*c)) {
            end = mark_at + mark.len_utf8();
        }
        let cluster = &text[at..end];
        if is_latin(cluster.as_bytes()) {
            map.step((out.len() - base) as u32, at as u32);
            out.extend_from_slice(cluster.as_bytes());
        } else {
            map.push(out, base, at, |out| cluster.nfkc().for_each(|c| push_plain(c, out)));
        }
    }
    map.step((out.len() - base) as u32, text.len() as u32);
    map
}

impl OffsetMap {
    /// A span of normalised text as one of the original. One that ends inside what a single original character (with its
    /// marks) became ends behind that character.
    pub(crate) fn span(&self, span: Span) -> Span {
        let (start, mut end) = (self.original(span.start), self.original(span.end));
        if let Some(last) = span.end.checked_sub(1).filter(|&last| last >= span.start).map(|last| self.original(last))
            && end <= last
        {
            let behind = self.steps.partition_point(|&(normal, _)| normal <= span.end);
            end = self.steps[behind..].iter().map(|&(_, original)| original).find(|&at| at > last).unwrap_or(end);
        }
        Span::new(start, end)
    }

    /// Appends what the original at `at` becomes: all of its bytes lead there.
    fn push(&mut self, out: &mut Vec<u8>, base: usize, at: usize, write: impl FnOnce(&mut Vec<u8>)) {
        let start = out.len();
        self.step((start - base) as u32, at as u32);
        write(out);
        (start + 1..out.len()).for_each(|inner| self.step((inner - base) as u32, at as u32));
    }

    /// Notes that normalised offset `normal` is original offset `original`, where that is not already so.
    fn step(&mut self, normal: u32, original: u32) {
        let expected = self.steps.last().map_or(normal, |&(last_normal, last)| last + (normal - last_normal));
        if expected != original {
            if self.steps.last().is_some_and(|&(last, _)| last == normal) {
                self.steps.pop();
            }
            self.steps.push((normal, original));
        }
    }
}

fn push_plain(c: char, out: &mut Vec<u8>) {
    let mut buffer = [0; 4];
    match c {
        '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' => {}
        '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2032}' => out.push(b'\''),
        '\u{201c}'..='\u{201f}' | '\u{2033}' => out.push(b'"'),
        '\u{2010}'..='\u{2015}' | '\u{2212}' => out.push(b'-'),
        // Currency signs keep a byte of their own, which parts words as a space does.
        '£' => out.push(POUND),
        '€' => out.push(EURO),
        _ if c.is_ascii() => out.push(c as u8),
        '\u{c0}'..='\u{ff}' if c.is_alphabetic() => out.extend_from_slice(c.encode_utf8(&mut buffer).as_bytes()),
        _ if c.is_alphabetic() => {
            c.to_lowercase().for_each(|c| out.extend_from_slice(c.encode_utf8(&mut buffer).as_bytes()));
        }
        _ => out.push(b' '),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_span_that_ends_inside_a_cluster_ends_behind_it() {
        // Found by fuzzing: a digit with a ring below, of which the ring becomes a space.
        let (plain, map) = normal("7\u{325}ttitt");
        assert_eq!(plain, "7 ttitt");
        assert_eq!(map.span(Span::new(0, 1)), Span::new(0, 3));
        assert_eq!(map.span(Span::new(2, 7)), Span::new(3, 8));
    }

    fn normal(text: &str) -> (String, OffsetMap) {
        let mut out = Vec::new();
        let map = normalize(text, &mut out);
        (String::from_utf8(out).unwrap(), map)
    }

    #[test]
    fn dashes_quotes_width_and_marks_become_plain() {
        for (text, expected) in [
            ("it’s 555–0142", "it's 555-0142"),
            ("\u{ff15}\u{ff15}\u{ff15}", "555"),
            ("A\u{30a}sa", "Åsa"),
            ("a\u{200b}b", "ab"),
            ("ŁÓDŹ", "łÓDź"),
            ("call \u{1f4de} me", "call   me"),
            ("o&#39;hara &amp; s&ouml;ner", "o'hara & söner"),
            ("five&nbsp;five &unknown; &", "five five &unknown; &"),
        ] {
            assert_eq!(normal(text).0, expected, "{text}");
        }
    }

    #[test]
    fn a_unit_separator_parts_words() {
        let (plain, map) = plain("diabetes\u{1f}metformin");
        assert_eq!(&*plain, b"diabetes metformin");
        assert_eq!(map.map(|map| map.original(9)), Some(9));
    }

    #[test]
    fn offsets_lead_back() {
        let text = "it’s 555–0142 A\u{30a}sa &quot;1234&#34;";
        let (plain, map) = normal(text);
        for word in ["555", "0142", "1234"] {
            let at = plain.find(word).unwrap() as u32;
            assert_eq!(map.original(at) as usize, text.find(word).unwrap());
            assert_eq!(map.original(at + word.len() as u32) as usize, text.find(word).unwrap() + word.len());
        }
        assert_eq!(map.original(plain.len() as u32) as usize, text.len());
    }

    proptest! {
        #[test]
        fn mapped_offsets_rise_and_lie_on_characters(text in "(\\PC|&amp;|&#229;|&){0,40}") {
            let (plain, map) = normal(&text);
            let mut last = 0;
            for at in (0..=plain.len()).filter(|&at| plain.is_char_boundary(at)) {
                let original = map.original(at as u32);
                prop_assert!(original >= last && text.is_char_boundary(original as usize), "{} {}", at, original);
                last = original;
            }
        }
    }
}
