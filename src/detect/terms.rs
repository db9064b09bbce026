//! Dictionary terms, and stems inside words that nothing claimed.

mod body;
mod persons;
mod results;
mod subject;
mod things;

use super::{Candidate, Passage, Reason};
use crate::dictionary::{Meaning, Term, Weight, kind};
use crate::digits::Form;
use crate::entity::{EntityId, id};
use crate::fold;
use crate::lexer::Hit;
use crate::span::Span;
use subject::Subjects;
pub(super) use subject::is_animal;

/// Points of a term that nobody near by has: it too needs company.
const IMPERSONAL: i16 = 40;
/// Bytes in which a language shows itself.
const TELLING: u32 = 60;
/// Points of a word that is company only.
const CONTEXT: i16 = 5;
/// Points of a complaint of a part of the body.
const COMPLAINT: i16 = 60;
/// Points of an animal's illness, a machine's, or an advert's.
const NOBODYS: i16 = 10;

/// Points of a term by its weight; a hazard or weak term reaches the threshold only in company (score).
const fn points(term: Term) -> i16 {
    if term.context {
        return CONTEXT;
    }
    match (term.weight, term.hazard) {
        (Weight::Strong, false) => 85,
        (Weight::Medium, false) => 65,
        (Weight::Weak, false) => 30,
        (_, true) => 25,
    }
}

/// Pushes every term of the passage that no longer one claims, leftmost and longest first.
///
/// A phrase without meaning ("give it a shot") takes the terms inside it, but not one that runs over its end: in "check in
/// default" the default stands.
pub(super) fn find(passage: &Passage<'_>, out: &mut Vec<Candidate>) {
    let (mut claimed, mut ordinary) = (0, 0);
    let mut subjects = Subjects::new(passage);
    let mut index = 0;
    while index < passage.hits.len() {
        let first = passage.hits[index].word;
        let mut longest = None;
        while let Some(hit) = passage.hits.get(index).filter(|hit| hit.word == first) {
            let kinds = hit.kinds;
            if kinds & kind::TERM != 0 {
                longest = Some(hit);
            }
            if kinds & kind::ORDINARY != 0 {
                ordinary = ordinary.max(hit.end());
                subjects.pass(hit);
            }
            index += 1;
        }
        let end = longest.map_or(0, Hit::end);
        let Some(hit) = longest.filter(|hit| hit.word >= claimed && end > ordinary) else { continue };
        if hit.words > 1 && is_outdone(passage, hit, index) {
            continue;
        }
        claimed = end;
        for meaning in passage.lexicon.meanings(hit.entry) {
            if let Meaning::Term(term) = meaning {
                let mut found = candidate(passage, passage.tokens.span(hit), *term, hit.entry, "term/dictionary");
                if term.swedish && reads_english(passage) && term.weight > Weight::Weak && !is_drug(*term) {
                    // "I would be remiss": a word of the other language that is one of this language as well.
                    (found.points, found.hazard) = (points(Term { hazard: true, ..*term }), true);
                }
                if found.points < COMPLAINT && is_complaint(passage, hit, *term) {
                    (found.points, found.weight) = (COMPLAINT, Weight::Medium as u8);
                    (found.hazard, found.context) = (false, false);
                }
                weigh(&mut found, &subjects, hit, index);
                let result = results::of(passage, hit, *term, &found);
                out.push(found);
                out.extend(result);
            }
        }
    }
}

/// Whether a term that needs company gives way to one of the hits from `next` on that begins inside it, goes on behind it and
/// needs none: "det svider" to "svider när jag kissar".
fn is_outdone(passage: &Passage<'_>, hit: &Hit, next: usize) -> bool {
    let terms = |hit: &Hit| {
        let meanings = passage.lexicon.meanings(hit.entry).iter();
        meanings.filter_map(|meaning| if let Meaning::Term(term) = meaning { Some(*term) } else { None })
    };
    let stands = |term: Term| term.weight > Weight::Weak && !term.hazard && !term.context;
    let mut inside = passage.hits[next..].iter().take_while(|other| other.word < hit.end());
    !terms(hit).any(stands)
        && inside.any(|other| other.kinds & kind::TERM != 0 && other.end() > hit.end() && terms(other).any(stands))
}

/// Whether a word that is none by itself is a complaint of a part of somebody's body, befell one, or is a person's state.
fn is_complaint(passage: &Passage<'_>, hit: &Hit, term: Term) -> bool {
    match term.entity {
        id::SYMPTOM => body::complains(passage, hit) || persons::are(passage, hit),
        id::CONDITION => term.context && body::befell_a_part(passage, hit) || persons::are(passage, hit),
        _ => false,
    }
}

/// Takes a term its weight where it is no person's. `index` is that of the hit after it.
fn weigh(candidate: &mut Candidate, subjects: &Subjects<'_, '_>, hit: &Hit, index: usize) {
    if candidate.entity == id::ORGANIZATION {
        return;
    }
    let illness = is_illness(candidate.entity);
    let nobodys = illness && (subjects.is_creatures(hit, index) || subjects.is_things(hit));
    let service = candidate.entity == id::MEDICAL_SERVICE;
    let nobodys = nobodys || service && subjects.is_a_job(hit);
    if nobodys || subjects.is_recorded(hit) || subjects.is_public(hit, service) {
        (candidate.points, candidate.weight, candidate.hazard) = (NOBODYS, 0, false);
    } else if candidate.points > IMPERSONAL && !subjects.is_personal(hit, !service) {
        candidate.points = IMPERSONAL;
    }
}

/// Whether a passage is not Swedish, and long enough for that to be known.
fn reads_english(passage: &Passage<'_>) -> bool {
    !passage.swedish && passage.segment.span.len() >= TELLING
}

fn is_drug(term: Term) -> bool {
    term.entity == id::MEDICATION
}

fn is_illness(entity: EntityId) -> bool {
    let illnesses = [id::CONDITION, id::SYMPTOM, id::MEDICATION, id::PROCEDURE, id::LAB_RESULT, id::MEDICAL_SERVICE];
    illnesses.contains(&entity)
}

/// Pushes a stem's term for each word of [`SHORTEST_WORD`](crate::dictionary::SHORTEST_WORD) bytes or more outside all hits.
pub(super) fn find_stems(passage: &Passage<'_>, folded: &mut Vec<u8>, out: &mut Vec<Candidate>) {
    let Some(stems) = &passage.lexicon.stems else { return };
    let marks = passage.marks();
    let mut hits = passage.hits.iter().peekable();
    let mut claimed = 0;
    let first = marks.word_at(passage.segment.span.start);
    for index in first.. {
        let Some((span, word)) = passage.word(index) else { break };
        while let Some(hit) = hits.next_if(|hit| hit.word as usize <= index) {
            claimed = claimed.max(hit.end() as usize);
        }
        if index < claimed || word.len() < crate::dictionary::SHORTEST_WORD {
            continue;
        }
        folded.clear();
        fold::fold_into(word, folded);
        if let Some((term, number)) = stems.find(folded) {
            out.push(candidate(passage, span, term, u32::MAX - number, "term/stem"));
        }
    }
}

fn candidate(passage: &Passage<'_>, span: Span, term: Term, entry: u32, detector: &'static str) -> Candidate {
    let mut candidate = Candidate::new(passage.number, span, term.entity, points(term), detector);
    candidate.form = Form::Term;
    candidate.tags = term.tags;
    candidate.weight = term.weight as u8;
    candidate.hazard = term.hazard;
    candidate.context = term.context;
    candidate.entry = entry;
    candidate.evidence.push(match (term.weight, term.hazard) {
        (_, true) => Reason::TERM_HAZARD,
        (Weight::Strong, _) => Reason::TERM_STRONG,
        (Weight::Medium, _) => Reason::TERM_MEDIUM,
        (Weight::Weak, _) => Reason::TERM_WEAK,
    });
    candidate
}
