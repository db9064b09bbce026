//! Companies: a word that ends a company's name ("dental", "and sons") with the name before it.

use super::words::{Fit, Reader};
use crate::detect::{Candidate, Reason};
use crate::dictionary::{Meaning, kind};
use crate::entity::id;
use crate::lexer::Hit;
use crate::span::Span;

/// Words of a company's name before that word.
const MOST: usize = 4;

/// Pushes the company that `hit` ends, where it is written with capitals; the end of what is claimed.
pub(super) fn push(reader: &Reader<'_, '_>, hit: &Hit, claimed: usize, out: &mut Vec<Candidate>) -> usize {
    let (word, end) = (hit.word as usize, hit.end() as usize);
    if word < claimed || !(reader.is_capital(end - 1) && reader.is_close(word)) {
        return claimed;
    }
    let mut first = word;
    while first > claimed && word - first < MOST && reader.is_capital(first - 1) && reader.is_close(first) {
        first -= 1;
    }
    // "The Council", "Our Company".
    if first < word && reader.word(first).is_some_and(|word| reader.passage.lexicon.is_function_word(word)) {
        first += 1;
    }
    if first == word {
        return claimed;
    }
    out.push(company(reader, first, end));
    end
}

/// Pushes the company whose name begins with word `first`, right after a cue; its end.
pub(super) fn cued(reader: &Reader<'_, '_>, first: usize, out: &mut Vec<Candidate>) -> Option<usize> {
    if !reader.is_joined(first) {
        return None;
    }
    let mut end = first;
    while end < first + MOST && (end == first || reader.is_close(end)) && reader.fit(end, end > first) != Fit::No {
        end += 1;
        if let Some(whole) = touches(reader, end, end + 1).filter(|_| reader.is_close(end)) {
            out.push(company(reader, first, whole));
            return Some(whole);
        }
    }
    None
}

/// The end of a company's last word that begins in `first..end`.
pub(super) fn touches(reader: &Reader<'_, '_>, first: usize, end: usize) -> Option<usize> {
    let hits = reader.passage.hits;
    let from = hits.partition_point(|hit| (hit.word as usize) < first);
    // The word after the name counts as well: "Whitlock Dental".
    let near = hits[from..].iter().take_while(|hit| hit.word as usize <= end.max(first));
    let mut ends =
        near.filter(|hit| hit.kinds & kind::TERM != 0 && hit.word as usize > 0).filter(|hit| is_company(reader, hit));
    ends.find(|hit| reader.is_close(hit.word as usize) && (hit.word as usize) < end).map(|hit| hit.end() as usize)
}

fn is_company(reader: &Reader<'_, '_>, hit: &Hit) -> bool {
    let named = |meaning: &Meaning| matches!(meaning, Meaning::Term(term) if term.entity == id::ORGANIZATION);
    reader.passage.lexicon.meanings(hit.entry).iter().any(named)
}

fn company(reader: &Reader<'_, '_>, first: usize, end: usize) -> Candidate {
    let marks = reader.passage.marks();
    let span = Span::new(marks.word(first).start, marks.word(end - 1).end);
    let mut candidate = Candidate::new(reader.passage.number, span, id::ORGANIZATION, 55, "organisation/list");
    candidate.evidence.push(Reason::LIST_NAME);
    candidate
}
