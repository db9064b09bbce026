//! Negated terms: "no sign of cancer". They still count (that a test was made is health data too) and are marked.

use crate::detect::{Candidate, Passage};
use crate::dictionary::kind;
use crate::lexer::Hit;

/// How many words may stand between a negator and the term.
const REACH: u32 = 4;

/// Marks the terms that a negator stands before.
pub(super) fn mark(passage: &Passage<'_>, candidates: &mut [Candidate]) {
    if passage.kinds & kind::NEGATOR == 0 || candidates.iter().all(|candidate| candidate.weight == 0) {
        return;
    }
    for candidate in candidates.iter_mut().filter(|candidate| candidate.weight > 0) {
        let word = passage.marks().word_at(candidate.span.start) as u32;
        let first = passage.hits.partition_point(|hit| hit.word + LONGEST_NEGATOR + REACH < word);
        let mut before = passage.hits[first..].iter().take_while(|hit| hit.word < word);
        candidate.negated |=
            before.any(|hit| hit.kinds & kind::NEGATOR != 0 && reaches(passage, hit, candidate.span.start));
    }
}

/// Words that a negator has at most.
const LONGEST_NEGATOR: u32 = 16;

/// Whether the negator that `hit` is stands before byte `at`, near it and in its sentence.
fn reaches(passage: &Passage<'_>, hit: &Hit, at: u32) -> bool {
    let from = passage.tokens.span(hit).end;
    let last = (hit.end() + REACH).min(passage.marks().len() as u32 - 1) as usize;
    let to = passage.marks().word(last).end;
    (from..to).contains(&at) && sentence_end(&passage.text[from as usize..at as usize]).is_none()
}

fn sentence_end(text: &[u8]) -> Option<u32> {
    text.iter().position(|b| matches!(b, b'.' | b'!' | b'?' | b'\n')).map(|at| at as u32)
}
