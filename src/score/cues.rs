//! Cues: what the words around a value say it is. The nearest wins.

use crate::detect::{Candidate, Passage, Reason};
use crate::dictionary::{Cue, Meaning, kind};
use crate::entity::{EntitySet, id};

/// How many words may stand between a cue and its value, before and after it.
const REACH_BEFORE: usize = 8;
const REACH_AFTER: usize = 3;
const STRONG: i16 = 35;
const WEAK: i16 = 15;
/// A nearer cue that names something else.
const RIVAL: i16 = -20;
/// A cue that names a number of no person: an order, a ticket, a part.
const IMPERSONAL: i16 = -60;
const TALKED_ABOUT: i16 = -80;

/// A cue and the words it covers.
#[derive(Clone, Copy, Debug)]
pub(super) struct CueAt {
    first: usize,
    end: usize,
    cue: Cue,
}

/// All cues of a passage, in order.
pub(super) fn collect(passage: &Passage<'_>, out: &mut Vec<CueAt>) {
    out.clear();
    for hit in passage.hits_of(kind::CUE) {
        for meaning in passage.lexicon.meanings(hit.entry) {
            if let Meaning::Cue(cue) = meaning {
                out.push(CueAt { first: hit.word as usize, end: hit.end() as usize, cue: *cue });
            }
        }
    }
}

/// What the cues around a value come to.
#[derive(Default)]
struct Found {
    /// Distance and strength of the nearest cue for the entity.
    own: Option<(usize, i16)>,
    /// The first word of that cue, and the words of the rival.
    own_first: usize,
    rival_words: std::ops::Range<usize>,
    /// The nearest cue for something else only, before the value.
    rival: Option<(usize, EntitySet)>,
    talked_about: bool,
}

/// Adds to `candidate` what the cues around it say.
pub(super) fn judge(passage: &Passage<'_>, cues: &[CueAt], candidate: &mut Candidate) {
    if matches!(candidate.entity, id::PERSON | id::LOCATION | id::ORGANIZATION | id::NUMBER_RUN) {
        return;
    }
    let marks = passage.marks();
    let (first, end) = (marks.word_at(candidate.span.start), marks.word_at(candidate.span.end - 1) + 1);
    let found = look_around(passage, cues, candidate, first, end);
    if found.talked_about {
        candidate.add(TALKED_ABOUT, Reason::CUE_TALKED_ABOUT);
    }
    match (found.own, found.rival) {
        (Some((own, points)), rival) => {
            candidate.add(points, if points == STRONG { Reason::CUE_STRONG } else { Reason::CUE_WEAK });
            if rival.is_some_and(|(distance, _)| distance < own) {
                candidate.add(RIVAL, Reason::CUE_RIVAL);
            }
        }
        (None, _) if candidate.needs_cue => candidate.points = 0,
        (None, Some((_, set))) if set.contains(id::NUMBER_RUN) => candidate.add(IMPERSONAL, Reason::CUE_IMPERSONAL),
        (None, Some(_)) => candidate.add(RIVAL, Reason::CUE_RIVAL),
        (None, None) => {}
    }
}

fn look_around(passage: &Passage<'_>, cues: &[CueAt], candidate: &Candidate, first: usize, end: usize) -> Found {
    let mut found = Found::default();
    // Cues are in order of their first word, and none is longer than a sentence: a window around the value suffices.
    let from = cues.partition_point(|cue| cue.first + 4 * REACH_BEFORE < first);
    for at in cues[from..].iter().take_while(|cue| cue.first <= end + REACH_AFTER) {
        let before = at.end <= first && first - at.end <= REACH_BEFORE;
        let after = at.first >= end && at.cue.after && at.first - end <= REACH_AFTER;
        let distance = if before { first - at.end } else { at.first.saturating_sub(end) };
        if at.cue.negates {
            found.talked_about |= before && at.cue.speaks_for.contains(candidate.entity);
        } else if at.cue.speaks_for.contains(candidate.entity) {
            let points = if at.cue.strong { STRONG } else { WEAK };
            if (before && at.cue.before || after) && found.own.is_none_or(|own| (points, own.0) > (own.1, distance)) {
                (found.own, found.own_first) = (Some((distance, points)), at.first);
            }
        } else if before && at.cue.before && at.cue.strong && found.rival.is_none_or(|rival| distance <= rival.0) {
            // A cue for a person's name says nothing against a number.
            if at.cue.speaks_for.0 != 1 << id::PERSON.0 && !has_its_value(passage, at, candidate) {
                (found.rival, found.rival_words) = (Some((distance, at.cue.speaks_for)), at.first..at.end);
            }
        }
    }
    // The "number is" of "the part number is" is that number's, and no cue of its own.
    let impersonal = found.rival.is_some_and(|(_, set)| set.contains(id::NUMBER_RUN));
    if impersonal && found.rival_words.contains(&found.own_first) {
        found.own = found.own.filter(|&(_, points)| points == STRONG);
    }
    found
}

/// Digits between a cue and a candidate that are a value of their own: in "date of birth 8-30-66, 405-555-0150" the cue has
/// said what it had to say.
const A_VALUE: usize = 5;

fn has_its_value(passage: &Passage<'_>, at: &CueAt, candidate: &Candidate) -> bool {
    let between = passage.marks().word(at.end - 1).end as usize..candidate.span.start as usize;
    passage.text[between].iter().filter(|byte| byte.is_ascii_digit()).take(A_VALUE).count() == A_VALUE
}
