//! The matcher against plain references: every whole-word occurrence of every entry, and nothing else.

use std::collections::{BTreeSet, HashMap};

use aho_corasick::AhoCorasick;
use proptest::prelude::*;

use super::{Hit, Tokens};
use crate::dictionary::{Compiler, Dictionary, Lexicon};
use crate::entity::Catalogue;
use crate::fold;
use crate::level::Level;
use crate::utterance::{BARRIER, PADDING};

/// First and last byte of a match, and the folded words of what matched, joined by single spaces.
type Match = (usize, usize, String);

fn compile(terms: &[String]) -> Lexicon {
    let mut text = String::from("#! earmark dictionary 1\n#! kind = terms\n#! entity = CONDITION\n#! language = en\n");
    let mut known = BTreeSet::new();
    for term in terms.iter().filter(|term| known.insert(canonical(term))) {
        text.push_str(term);
        text.push('\n');
    }
    let mut catalogue = Catalogue::default();
    let mut compiler = Compiler::new(&mut catalogue, crate::dictionary::language::ALL);
    compiler.add(&Dictionary::parse("random.tsv", &text).unwrap()).unwrap();
    compiler.finish()
}

/// The folded words of `text` with one space between them: by the definition, and not by the lexer's own means.
fn canonical(text: &str) -> String {
    let words = text.split(|c: char| c.is_ascii() && !c.is_ascii_alphanumeric() && c != '\x1f');
    let words: Vec<_> = words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    words.join(" ")
}

fn found(level: Level, lexicon: &Lexicon, text: &str) -> (Vec<Hit>, Vec<Match>) {
    let mut bytes = text.as_bytes().to_vec();
    // What lies behind the text must never be read as part of it.
    bytes.resize(text.len() + PADDING, b'a');
    let mut tokens = Tokens::default();
    // Left over from another batch.
    tokens.read(level, lexicon, &[b"a b c d".as_slice(), &[b'a'; PADDING]].concat(), 7);
    tokens.read(level, lexicon, &bytes, text.len());
    let spans = tokens.hits.iter().map(|hit| {
        let span = tokens.span(hit);
        let (start, end) = (span.start as usize, span.end as usize);
        (start, end, canonical(&text[start..end]))
    });
    (tokens.hits.clone(), spans.collect())
}

/// Every sequence of words, looked up by the canonical form of its text.
fn naive(terms: &[String], text: &str) -> Vec<Match> {
    let terms: BTreeSet<String> = terms.iter().map(|term| canonical(term)).collect();
    let longest = terms.iter().map(|term| term.split(' ').count()).max().unwrap_or(0);
    let words: Vec<_> = fold::words(text.as_bytes()).collect();
    let mut out = Vec::new();
    for first in 0..words.len() {
        for last in first..(first + longest).min(words.len()) {
            let (start, end) = (words[first].start, words[last].end);
            let form = canonical(&text[start..end]);
            if terms.contains(&form) {
                out.push((start, end, form));
            }
        }
    }
    out
}

/// aho-corasick over the canonical text, with a space at both ends of text and terms, so that only whole words match.
fn automaton(terms: &[String], text: &str) -> Vec<Match> {
    let terms: BTreeSet<String> = terms.iter().map(|term| canonical(term)).collect();
    let terms: Vec<String> = terms.into_iter().collect();
    let patterns: Vec<String> = terms.iter().map(|term| format!(" {term} ")).collect();
    let automaton = AhoCorasick::new(&patterns).unwrap();
    let (mut joined, mut starts, mut ends) = (b" ".to_vec(), HashMap::new(), HashMap::new());
    for range in fold::words(text.as_bytes()) {
        starts.insert(joined.len(), range.start);
        joined.extend_from_slice(canonical(&text[range.clone()]).as_bytes());
        ends.insert(joined.len(), range.end);
        joined.push(b' ');
    }
    let matches = automaton.find_overlapping_iter(&joined).map(|found| {
        let form = &terms[found.pattern().as_usize()];
        (starts[&(found.start() + 1)], ends[&(found.end() - 1)], form.clone())
    });
    let mut matches: Vec<_> = matches.collect();
    matches.sort();
    matches
}

/// Compares every level with both references; returns how much was found.
fn compare(terms: &[String], text: &str) -> Result<usize, TestCaseError> {
    let lexicon = compile(terms);
    let expected = naive(terms, text);
    prop_assert_eq!(&automaton(terms, text), &expected, "the references differ");
    let (first_hits, _) = found(Level::Portable, &lexicon, text);
    for level in Level::available() {
        let (hits, matches) = found(level, &lexicon, text);
        prop_assert_eq!(&matches, &expected, "{:?}", level);
        prop_assert_eq!(&hits, &first_hits, "{:?}: entries", level);
    }
    // One entry for one sequence, another for another.
    let entries: BTreeSet<_> = first_hits.iter().zip(&expected).map(|(hit, (.., form))| (hit.entry, form)).collect();
    let numbers: BTreeSet<_> = entries.iter().map(|(entry, _)| entry).collect();
    let forms: BTreeSet<_> = entries.iter().map(|(_, form)| form).collect();
    prop_assert!(numbers.len() == entries.len() && forms.len() == entries.len());
    Ok(expected.len())
}

/// Words of a small alphabet, so that phrases overlap, share prefixes and end where others begin; some of 15 to 18 and of 62
/// to 66 bytes, where the hash takes another path; Swedish letters in both cases, digits, and words that differ by one byte.
fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => "[ab]{1,2}",
        3 => "[aåÅäÖé]{1,3}",
        2 => "[a1]{1,4}",
        2 => "[aB]{7,9}",
        1 => ("[ab]", 14..18_usize).prop_map(|(end, length)| "x".repeat(length) + &end),
        1 => ("[åÅ]", 6..9_usize).prop_map(|(end, length)| "ö".repeat(length) + &end),
        1 => ("[ab]", 61..66_usize).prop_map(|(end, length)| "Y".repeat(length) + &end),
    ]
}

fn separator() -> impl Strategy<Value = String> {
    prop_oneof![8 => Just(" ".to_owned()), 1 => "[-'. ,\n]{1,3}", 1 => Just(String::from_utf8(BARRIER.to_vec()).unwrap())]
}

fn phrase(most: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(word(), 1..=most).prop_map(|words| words.join(" "))
}

fn text(words: usize) -> impl Strategy<Value = String> {
    prop::collection::vec((separator(), word()), 0..words)
        .prop_map(|parts| parts.into_iter().map(|(separator, word)| separator + &word).collect::<String>())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn few_terms_match_like_the_references(terms in prop::collection::vec(phrase(4), 1..24), text in text(120)) {
        compare(&terms, &text)?;
    }

    /// Every phrase begins with the same word, most with the same two: nothing is won by the filters.
    #[test]
    fn phrases_with_one_beginning(
        ends in prop::collection::vec(prop::collection::vec("[ab]{1,2}", 0..5), 1..40),
        text in prop::collection::vec("(a|b|aa|ab|ba|bb|A|B)", 0..200)
    ) {
        let terms: Vec<_> = ends.iter().map(|end| format!("a {}", end.join("-"))).collect();
        compare(&terms, &text.join(" "))?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn up_to_two_thousand_terms(terms in prop::collection::vec(phrase(3), 500..2_000), text in text(1_500)) {
        prop_assert!(compare(&terms, &text)? > 0 || text.len() < 200);
    }

    /// Matches across the borders of a block of words (512) and of bytes (64), wherever they fall.
    #[test]
    fn phrases_across_block_borders(shift in 0..130_usize, words in 505..520_usize, gap in 1..4_usize) {
        let terms = ["q q q".to_owned(), "q q".into(), "r".into(), "r q q q q q".into(), "z".repeat(40) + " q"];
        let mut text = " ".repeat(shift);
        for index in 0..2 * words {
            text.push_str(["q", "r", "q", "q", "q", "q", "q"][index % 7]);
            text.push_str(&" ".repeat(gap));
            if index % 97 == 0 {
                text.push_str(&"z".repeat(40));
                text.push(' ');
            }
        }
        prop_assert!(compare(&terms, &text)? > words);
    }
}

/// A border of 64 bytes inside, before and after a word, and the end of the text at each place of a block.
#[test]
fn words_at_every_place_of_a_byte_block() {
    let terms = ["åsa".to_owned(), "b12".into(), "åsa b12".into(), "c".into()];
    for shift in 0..140 {
        for (text, matches) in [("Åsa b12", 3), ("ÅSA-B12 c", 4), ("xåsa b12", 1), ("åsa b12x", 1), ("c", 1)] {
            let text = " ".repeat(shift) + text;
            assert_eq!(compare(&terms, &text).unwrap(), matches, "{text:?}");
        }
    }
}

/// No phrase runs over a barrier, and a barrier is no part of one.
#[test]
fn a_barrier_parts_phrases() {
    let barrier = std::str::from_utf8(BARRIER).unwrap();
    let terms = ["heart attack".to_owned(), "heart".into(), "attack".into()];
    let lexicon = compile(&terms);
    let count = |text: &str| found(Level::detect(), &lexicon, text).0.len();
    assert_eq!(count("heart attack"), 3);
    assert_eq!(count(&format!("heart{barrier}attack")), 2);
    assert_eq!(count(&format!("{barrier}{barrier}")), 0);
}

/// The last word of a text never joins what lies behind it.
#[test]
fn the_end_of_the_text_ends_its_last_word() {
    let terms = ["a".to_owned(), "a a".into(), "aa".into()];
    let lexicon = compile(&terms);
    for level in Level::available() {
        for length in [1, 63, 64, 65, 127, 128] {
            let text = " ".repeat(length - 1) + "a";
            assert_eq!(found(level, &lexicon, &text).1, [(length - 1, length, "a".to_owned())], "{level:?} {length}");
        }
    }
}

/// 200,000 terms, a third of them phrases, against aho-corasick on the same text.
#[test]
fn two_hundred_thousand_terms_match_like_aho_corasick() {
    let mut state = 7_u64;
    let mut next = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let syllables = ["ka", "ro", "mi", "tå", "Nel", "vö", "s", "tri", "ex", "um", "o", "B"];
    let mut word =
        |most: u64| -> String { (0..=next(most)).map(|_| syllables[next(syllables.len() as u64) as usize]).collect() };
    let mut terms = BTreeSet::new();
    while terms.len() < 200_000 {
        let term = match terms.len() % 6 {
            0 => [word(3), word(2)].join(" "),
            1 => [word(2), word(3), word(4)].join(" "),
            _ => word(8),
        };
        terms.insert(canonical(&term));
    }
    let terms: Vec<_> = terms.into_iter().collect();
    let mut text = String::new();
    for index in 0..20_000 {
        match index % 5 {
            0 => text.push_str(&terms[(index * 7_919) % terms.len()].to_uppercase()),
            _ => text.push_str(&word(5)),
        }
        text.push_str([" ", " ", ", ", "-"][index % 4]);
    }
    let expected = automaton(&terms, &text);
    assert!(expected.len() > 5_000, "{}", expected.len());
    let lexicon = compile(&terms);
    assert_eq!(lexicon.len(), 200_000);
    for level in Level::available() {
        assert!(found(level, &lexicon, &text).1 == expected, "{level:?} differs from aho-corasick");
    }
}
