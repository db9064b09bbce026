//! Spoken e-mail and web addresses: "jane dot doe at gmail dot com", "anna punkt svensson snabel-a telia punkt se".
//!
//! The right side has a grammar (labels, "dot", a known end); the left one has none, and its beginning is the hard part:
//! it goes back over what only addresses have (dots, letters, numbers), and over few plain words.

use super::spelled::{Said, domain, is_close, render, said};
use super::{Candidate, Passage, Reason, Values};
use crate::dictionary::kind;
use crate::digits::Form;
use crate::entity::{EntitySet, id};
use crate::span::Span;
use crate::wordlist::{WordList, is_any};

/// Words around a cue in which an "at" is looked for.
const BEFORE: usize = 4;
const AFTER: usize = 18;
/// Words of the part before the "at", and how many of them may be plain words beside one another.
const LONGEST_LOCAL: usize = 16;
const MOST_PLAIN: usize = 3;

/// Verbs and places that stand before "at walmart dot com", which is no address of a person's.
const NO_LOCAL: WordList = WordList::new(&[
    "look",
    "looking",
    "looked",
    "meet",
    "be",
    "go",
    "shop",
    "shopping",
    "check",
    "see",
    "visit",
    "us",
    "me",
    "him",
    "her",
    "them",
    "it",
    "up",
    "out",
    "here",
    "there",
    "order",
    "online",
    "work",
    "works",
    "working",
    "was",
    "is",
    "are",
    "find",
    "apply",
    "available",
    "sold",
    "website",
    "site",
    "not",
]);

/// Pushes the spoken addresses of the passage, which stand near a cue for one ("email", "gmail", "dot com").
pub(super) fn find(passage: &Passage<'_>, values: &mut Values, out: &mut Vec<Candidate>) {
    let mut claimed = 0;
    let addresses = EntitySet::of([id::EMAIL_ADDRESS, id::URL]);
    for (hit, _) in passage.cues_for(addresses).filter(|(_, cue)| !cue.negates) {
        let mut index = (hit.word as usize).saturating_sub(BEFORE).max(claimed);
        while index < hit.end() as usize + AFTER {
            if let Some((candidate, end)) = around(passage, index, claimed, values) {
                out.push(candidate);
                claimed = end;
                index = end;
            }
            index += 1;
        }
        claimed = claimed.max(hit.word as usize);
    }
}

/// The address whose "at" is word `at`, or the site whose "w w w" begins there, and the word after it.
fn around(passage: &Passage<'_>, at: usize, floor: usize, values: &mut Values) -> Option<(Candidate, usize)> {
    let is = |index: usize, wanted: &str| passage.is_at(index, &[wanted]);
    if is(at, "www") || (0..3).all(|step| is(at + step, "w")) {
        return site(passage, at, if is(at, "www") { at + 1 } else { at + 3 }, values);
    }
    let next = match () {
        () if is(at, "snabel") && is(at + 1, "a") => at + 2,
        () if is(at, "snabela") => at + 1,
        () if is(at, "at") && is(at + 1, "sign") => at + 2,
        () if is(at, "at") => at + 1,
        () => return None,
    };
    let first = local(passage, at, floor)?;
    let mut address = Vec::new();
    render(passage, first, at, &mut address);
    let marked = (first..at).any(|index| said(passage, index) != Some(Said::Word));
    address.push(b'@');
    let (end, provider) = domain(passage, next, &mut address)?;
    let points = 25 + if provider { 25 } else { 0 } + if marked { 20 } else { 0 };
    Some((candidate(passage, (first, end), id::EMAIL_ADDRESS, points, &address, values), end))
}

/// "w w w dot …": weak by itself, for companies say theirs all day.
fn site(passage: &Passage<'_>, first: usize, dot: usize, values: &mut Values) -> Option<(Candidate, usize)> {
    (said(passage, dot) == Some(Said::Connector(b'.'))).then_some(())?;
    let mut address = b"www.".to_vec();
    let (end, _) = domain(passage, dot + 1, &mut address)?;
    Some((candidate(passage, (first, end), id::URL, 30, &address, values), end))
}

fn candidate(
    passage: &Passage<'_>,
    (first, end): (usize, usize),
    entity: crate::entity::EntityId,
    points: i16,
    address: &[u8],
    values: &mut Values,
) -> Candidate {
    let marks = passage.marks();
    let span = Span::new(marks.word(first).start, marks.word(end - 1).end);
    let detector = if entity == id::URL { "url/spoken" } else { "email/spoken" };
    let mut candidate = Candidate::new(passage.number, span, entity, points, detector);
    candidate.form = Form::Spoken;
    candidate.value = values.keep(Form::Spoken, false, address);
    candidate.evidence.push(Reason::SHAPE_EMAIL);
    candidate
}

/// The first word of what stands before the "at" at word `at`.
fn local(passage: &Passage<'_>, at: usize, floor: usize) -> Option<usize> {
    let (mut first, mut plain) = (at, 0);
    let mut open = true;
    while first > floor && at - first < LONGEST_LOCAL && is_close(passage, first) {
        let index = first - 1;
        match said(passage, index)? {
            Said::Connector(_) => open = true,
            Said::Aside => {}
            Said::Letter(_) if is_contraction(passage, index) || passage.is_verb(index) => break,
            Said::Letter(_) | Said::Number => open = false,
            Said::Word => {
                let joined = open && first < at;
                if !joined && !may_begin(passage, index, first == at, plain) {
                    break;
                }
                plain = if joined { 0 } else { plain + 1 };
                open = false;
            }
        }
        first = index;
    }
    // What begins with a connector or an aside begins too early.
    while first < at && matches!(said(passage, first), Some(Said::Connector(_) | Said::Aside)) {
        first += 1;
    }
    (first < at).then_some(first)
}

/// The "s" of "it's".
fn is_contraction(passage: &Passage<'_>, index: usize) -> bool {
    let start = passage.marks().word(index).start as usize;
    start > 0 && passage.text[start - 1] == b'\''
}

/// Whether a plain word without connector before the rest belongs to the address.
fn may_begin(passage: &Passage<'_>, index: usize, nearest: bool, plain: usize) -> bool {
    let Some((_, word)) = passage.word(index) else { return false };
    let barred = passage.lexicon.is_function_word(word) || is_any(word, &NO_LOCAL);
    let cue = passage.hits_over(index).any(|hit| hit.kinds & kind::CUE != 0);
    if barred || cue {
        return false;
    }
    nearest || plain < MOST_PLAIN && (plain == 0 || passage.lexicon.name(word).is_some())
}
