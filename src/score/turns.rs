//! Cues over speaker turns: "What's your social?" in one segment, the number in the next.

use crate::detect::{Candidate, Passage, Reason};
use crate::dictionary::kind;
use crate::entity::{EntitySet, id};

/// A question is asked at the end of a turn: within this many words of it.
const TAIL: usize = 12;
/// A turn of at most this many words without a cue of its own ("Sure, one moment.") leaves the question open.
const SHORT_TURN: usize = 8;
/// Words of the answer before its value.
const REACH: usize = 10;
/// What a cue of the turn before is worth (detectors.md §1.2), and where the value is what the answer begins with: "your
/// social?", "yeah, 536 90 4399".
const POINTS: i16 = 25;
const ANSWERED: i16 = 35;
/// Words before a value that the answer begins with.
const AT_ONCE: usize = 3;
/// Digits that are the answer: a cue with its answer behind it asks for no other.
const A_VALUE: usize = 5;

/// Gives a candidate without a cue in its own turn the one that the turns before left open.
pub(super) fn judge(passage: &Passage<'_>, candidate: &mut Candidate) {
    let own = [Reason::CUE_STRONG, Reason::CUE_WEAK].into_iter().any(|cue| candidate.evidence.has(cue));
    if own || !passage.asked.contains(candidate.entity) {
        return;
    }
    let marks = passage.marks();
    let before = marks.word_at(candidate.span.start) - marks.word_at(passage.segment.span.start);
    if before <= REACH {
        candidate.needs_cue = false;
        candidate.add(if before <= AT_ONCE { ANSWERED } else { POINTS }, Reason::CUE_TURN);
    }
}

/// What `passage` and the turns before it leave open: the entities that the strong cues at its end speak for, or those that were
/// asked for before, where it says nothing.
pub(crate) fn left_open(passage: &Passage<'_>) -> EntitySet {
    let marks = passage.marks();
    let first = marks.word_at(passage.segment.span.start);
    let end = marks.word_at(passage.segment.span.end.saturating_sub(1)) + 1;
    if passage.said.without(id::MEDICATION) == EntitySet::EMPTY
        && passage.runs.is_empty()
        && end - first.min(end) <= SHORT_TURN
    {
        return passage.asked;
    }
    let mut open = EntitySet::EMPTY;
    let tail = passage.hits.iter().rev().take_while(|hit| hit.word as usize + TAIL >= end);
    for hit in tail.filter(|hit| hit.kinds & kind::CUE != 0) {
        let after = marks.word(hit.end() as usize - 1).end;
        let answered = passage.runs.from(after).iter().any(|run| passage.runs.reading(run).digits.len() >= A_VALUE);
        let asks = passage.lexicon.cue(hit.entry).filter(|cue| cue.strong && cue.before && !cue.negates);
        if let Some(cue) = asks.filter(|_| !answered) {
            open.join(cue.speaks_for);
        }
    }
    open
}
