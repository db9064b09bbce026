//! Negated terms: "no sign of cancer". They still count (that a test was made is health data too) and are marked.

use crate::detect::{Candidate, Passage};
use crate::dictionary::kind;

/// How many words may stand between a negator and the term.
const REACH: u32 = 4;

/// Marks the terms that a negator stands before.
pub(super) fn mark(passage: &Passage<'_>, candidates: &mut [Candidate]) {
    if passage.kinds & kind::NEGATOR == 0 || candidates.iter().all(|candidate| candidate.weight == 0) {
        return;
    }
    for hit in passage.hits_of(kind::NEGATOR) {
        let end = hit.end();
        let from = passage.tokens.span(hit).end;
        let last = (end + REACH).min(passage.marks().len() as u32 - 1) as usize;
        let to = passage.marks().word(last).end;
        let stop = sentence_end(&passage.text[from as usize..to as usize]).map_or(to, |length| from + length);
        let negated = |candidate: &&mut Candidate| candidate.weight > 0 && (from..stop).contains(&candidate.span.start);
        candidates.iter_mut().filter(negated).for_each(|candidate| candidate.negated = true);
    }
}

fn sentence_end(text: &[u8]) -> Option<u32> {
    text.iter().position(|b| matches!(b, b'.' | b'!' | b'?' | b'\n')).map(|at| at as u32)
}
