//! The token pass against its definition: words, digits, at-signs and every occurrence of every term, at every level.
//!
//! An input is a list of terms, one a line, a blank line, and the text they are looked for in.
#![no_main]

use std::collections::BTreeSet;

use earmark::Level;
use earmark::fuzzing::{Matcher, Read};
use libfuzzer_sys::fuzz_target;

const HEAD: &str = "#! earmark dictionary 1\n#! kind = ordinary\n#! language = en\n#! sources = written\n";

fuzz_target!(|data: &[u8]| {
    let Ok(input) = std::str::from_utf8(data) else { return };
    let (list, text) = input.split_once("\n\n").unwrap_or((input, input));
    let mut terms = BTreeSet::new();
    let mut dictionary = HEAD.to_owned();
    for term in list.lines() {
        // A dictionary's own syntax, and spaces that it trims although the lexer takes their bytes for letters.
        if term.starts_with('#') || term.contains(['\t', '\r']) || term.trim() != term || !is_plain(term) {
            continue;
        }
        // The same words twice would be an error.
        let words = folded_words(term);
        if !words.is_empty() && terms.insert(words) {
            dictionary.push_str(term);
            dictionary.push('\n');
        }
    }
    let matcher = Matcher::new(&dictionary).expect("a dictionary by construction");
    let expected = plain(&terms, text);
    for level in Level::available() {
        assert_eq!(matcher.read(level, text), expected, "{level:?}");
    }
});

/// Whether a term stays as it is: a dictionary normalises its terms as texts are before the lexer sees them, and here texts come
/// as they are. So no character references either, of which none is without both signs.
fn is_plain(term: &str) -> bool {
    let reference = term.split_once('&').is_some_and(|(_, rest)| rest.contains(';'));
    !reference
        && term.chars().all(|c| c.is_ascii() && c != '\u{1f}' || ('À'..='ÿ').contains(&c) && !matches!(c, '×' | '÷'))
}

/// A word is a maximal run of ASCII letters and digits, characters that are not ASCII, and the barrier.
fn words(text: &str) -> Vec<(usize, usize)> {
    let mut words: Vec<(usize, usize)> = Vec::new();
    for (at, c) in text.char_indices().filter(|(_, c)| c.is_ascii_alphanumeric() || !c.is_ascii() || *c == '\u{1f}') {
        match words.last_mut() {
            Some(word) if word.1 == at => word.1 = at + c.len_utf8(),
            _ => words.push((at, at + c.len_utf8())),
        }
    }
    words
}

/// Lower case of ASCII and Latin-1, no other.
fn fold(word: &str) -> String {
    let small = |c: char| match c {
        'A'..='Z' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{de}' => {
            char::from_u32(u32::from(c) + 0x20).expect("a Latin-1 letter")
        }
        _ => c,
    };
    word.chars().map(small).collect()
}

fn folded_words(text: &str) -> Vec<String> {
    words(text).into_iter().map(|(start, end)| fold(&text[start..end])).collect()
}

/// The definition: every term tried at every word.
fn plain(terms: &BTreeSet<Vec<String>>, text: &str) -> Read {
    let folded = folded_words(text);
    let mut hits = Vec::new();
    for first in 0..folded.len() {
        let here = terms.iter().filter(|term| folded[first..].starts_with(term)).map(Vec::len);
        let mut lengths: Vec<usize> = here.collect();
        lengths.sort_unstable();
        hits.extend(lengths.into_iter().map(|length| (first as u32, length as u32)));
    }
    let bytes = text.as_bytes();
    let begins = |at: &usize| bytes[*at].is_ascii_digit() && (*at == 0 || !bytes[at - 1].is_ascii_digit());
    Read {
        words: words(text).into_iter().map(|(start, end)| (start as u32, end as u32)).collect(),
        digits: (0..bytes.len()).filter(begins).map(|at| at as u32).collect(),
        ats: (0..bytes.len()).filter(|&at| bytes[at] == b'@').map(|at| at as u32).collect(),
        hits,
    }
}
