//! Terms that a recogniser wrote as several words without another letter: "an ta bus", "dox y cyklin", "klamy dia".
//!
//! Looked for only in company (`company`), where two to five words written together are asked of the dictionaries.

use std::ops::Range;

use super::company::{Company, Says};
use super::{Candidate, Passage, Reason};
use crate::dictionary::{Meaning, Term, Weight};
use crate::digits::Form;
use crate::entity::id;
use crate::span::Span;

/// Words that one term is written as, at most.
const MOST_WORDS: usize = 5;
/// Bytes of a part, at most: recognisers part names at syllables.
const LONGEST_PART: usize = 8;
/// Bytes that may stand before a frequent word in the end.
const LONGEST_HEAD: u32 = 5;
/// Bytes of a drug's name, and of another term, at least and at most.
const SHORTEST_DRUG: usize = 5;
const SHORTEST_TERM: usize = 7;
const LONGEST: usize = 24;
/// Points of one near drugs and doses, and of one near other terms.
const EXPECTED: i16 = 80;
const LIKELY: i16 = 66;

/// Pushes the terms near `company` that are written in parts.
pub(super) fn find(passage: &Passage<'_>, company: &Company, out: &mut Vec<Candidate>) {
    let mut next = 0;
    for &(at, companion) in company.near() {
        if at >= next
            && let Some((end, found)) = at_word(passage, at, companion.says)
        {
            next = end;
            out.push(found);
        }
    }
}

/// The longest term that is written as words from `first` on, and the word behind it.
fn at_word(passage: &Passage<'_>, first: usize, says: Says) -> Option<(usize, Candidate)> {
    let words = &passage.lexicon.medical_words;
    let part = |index| passage.word(index).filter(|(_, word)| word.len() <= LONGEST_PART);
    let (start, word) = part(first).filter(|(_, word)| words.may_begin(word))?;
    let (mut letters, mut length) = ([0; LONGEST], word.len());
    letters[..length].copy_from_slice(word);
    let mut longest = None;
    for index in first + 1..first + MOST_WORDS {
        if !words.may_begin(&letters[..length]) {
            break;
        }
        let Some((end, word)) = part(index).filter(|_| passage.space(index) == b" ") else { break };
        let Some(room) = letters.get_mut(length..length + word.len()) else { break };
        room.copy_from_slice(word);
        length += word.len();
        if length >= SHORTEST_DRUG
            && words.may_be(&letters[..length])
            && let Some((entry, term)) = term(passage, &letters[..length])
            && !is_followed(passage, &(first..index + 1))
            && !is_chance(passage, first..index + 1)
        {
            let span = Span::new(start.start, end.end);
            longest = Some((index + 1, candidate(passage, span, term, entry, says)));
        }
    }
    longest
}

/// What a dictionary says of a word, if that is a term as long as its kind needs.
fn term(passage: &Passage<'_>, word: &[u8]) -> Option<(u32, Term)> {
    let entry = passage.lexicon.word(word)?;
    let stands = |term: &Term| match term.entity {
        id::MEDICATION => is_sure(*term),
        id::CONDITION | id::SYMPTOM | id::PROCEDURE => word.len() >= SHORTEST_TERM && is_sure(*term),
        _ => false,
    };
    let terms = passage.lexicon.meanings(entry).iter();
    let mut terms = terms.filter_map(|meaning| if let Meaning::Term(term) = meaning { Some(*term) } else { None });
    Some((entry, terms.find(stands)?))
}

fn is_sure(term: Term) -> bool {
    term.weight >= Weight::Medium && !term.hazard && !term.context
}

/// Whether a frequent word or a letter only follows a whole one: "för hjärtat tack så mycket", "the concert a week ago".
fn is_followed(passage: &Passage<'_>, words: &Range<usize>) -> bool {
    let (Some((first, _)), Some((last, word))) = (passage.word(words.start), passage.word(words.end - 1)) else {
        return false;
    };
    let frequent = word.len() == 1 || passage.lexicon.is_function_word(word);
    frequent && last.start - first.start > LONGEST_HEAD
}

/// Whether each of the words is one of its own: "we met at ivan s".
fn is_chance(passage: &Passage<'_>, mut words: Range<usize>) -> bool {
    let lexicon = passage.lexicon;
    words.all(|index| {
        passage
            .word(index)
            .is_some_and(|(_, word)| word.len() > 1 && (lexicon.is_function_word(word) || lexicon.name(word).is_some()))
    })
}

fn candidate(passage: &Passage<'_>, span: Span, term: Term, entry: u32, says: Says) -> Candidate {
    let points = if says == Says::Term { LIKELY } else { EXPECTED };
    let mut candidate = Candidate::new(passage.number, span, term.entity, points, "term/parted");
    candidate.form = Form::Term;
    candidate.tags = term.tags;
    candidate.weight = Weight::Medium as u8;
    candidate.entry = entry;
    candidate.evidence.push(Reason::TERM_MISHEARD);
    candidate
}

#[cfg(test)]
mod tests {
    use crate::scanner::Scanner;

    #[test]
    fn parted_terms_need_company() {
        let scanner = Scanner::builder().build().unwrap();
        for (text, parted) in [
            ("ska jag ta min [wa ran] på morgonen", true),
            ("jag har inte tagit min [an ta bus] på två veckor", true),
            ("you have chlamydia so pick up the [azithro my cin] today", true),
            ("he takes fifty milligrams of [lo sar tan] for his blood pressure", true),
            ("positivt för [klamy dia] så du ska hämta ut doxycyklin", true),
            // Each a word of its own; no company; another mark than a space between the parts.
            ("we took my mother s pills at ivan s", false),
            ("the war ran and an ta bus went by", false),
            ("she takes a lo, sar, tan", false),
        ] {
            let plain = text.replace(['[', ']'], "");
            let scan = scanner.scan(&plain);
            let found = scan.findings().iter().find(|finding| finding.detector == "term/parted");
            let found = found.map(|finding| &plain[finding.span.start as usize..finding.span.end as usize]);
            assert_eq!(found, parted.then(|| text.split(['[', ']']).nth(1).unwrap()), "{text}");
        }
    }
}
