//! Names of people and places in running text.
//!
//! A name is believed for its company: a cue before or after it ("my name is", "speaking"), or a listed first name with a
//! listed surname beside it. In cue position an unlisted second word is taken as a surname; recognisers write names in
//! lower case, so letters' case is only ever a point more.

use super::{Candidate, Passage, Reason};
use crate::dictionary::{Cue, Meaning, Name, kind};
use crate::entity::id;
use crate::lexer::Hit;
use crate::span::Span;
use crate::utterance::Role;

/// A name has at most this many words.
const MOST_WORDS: usize = 4;
/// Words that join the parts of a surname.
const PARTICLES: [&str; 14] = ["de", "la", "van", "von", "der", "den", "bin", "al", "el", "o", "mc", "mac", "af", "st"];

/// Pushes the names and places of the passage.
pub(super) fn find(passage: &Passage<'_>, out: &mut Vec<Candidate>) {
    if passage.segment.role == Role::Text {
        out.extend(alone(passage));
    }
    let mut claimed = 0;
    for (index, hit) in passage.hits.iter().enumerate() {
        if hit.kinds & (kind::NAME | kind::NAME_CUE | kind::PLACE) == 0 {
            continue;
        }
        for meaning in passage.lexicon.meanings(hit.entry) {
            let found = match meaning {
                Meaning::Cue(cue) if cue.speaks_for.contains(id::PERSON) && !cue.negates => {
                    by_cue(passage, hit, *cue, claimed)
                }
                Meaning::Name(name) if hit.word as usize >= claimed => by_list(passage, hit.word as usize, *name),
                Meaning::Place(place) => {
                    if !is_within_longer(passage.hits, index) {
                        out.extend(by_place(passage, hit, place.common));
                    }
                    None
                }
                _ => None,
            };
            if let Some((candidate, end)) = found {
                claimed = claimed.max(end);
                out.push(candidate);
            }
        }
    }
}

/// Whether a longer hit that is a term, place or ordinary phrase covers hit `index`.
fn is_within_longer(hits: &[Hit], index: usize) -> bool {
    let hit = hits[index];
    let covers = |other: &Hit| other.words > hit.words && other.word <= hit.word && other.end() >= hit.end();
    hits[index.saturating_sub(8)..(index + 8).min(hits.len())].iter().any(covers)
}

fn by_cue(passage: &Passage<'_>, hit: &Hit, cue: Cue, claimed: usize) -> Option<(Candidate, usize)> {
    let (before, after) = (hit.word as usize, hit.end() as usize);
    let behind = || Some((after, name_after(passage, after)?));
    let ahead = || Some((name_before(passage, before)?, before));
    let found = (cue.before && after >= claimed).then(behind).flatten();
    // A name that stands before its cue may be a listed one already: what is surer stays.
    let (first, end) = found.or_else(|| cue.after.then(ahead).flatten())?;
    // "Tell the nurse here": a title that is a surname too names nobody by itself.
    if skip_titles(passage, first) >= end {
        return None;
    }
    let listed = (first..end).filter(|&index| listed(passage, index).is_some()).count();
    let points = match (cue.strong, listed, end - first) {
        (true, 2.., _) => 85,
        (true, 1, 2..) => 75,
        (true, 1, _) | (false, 2.., _) => 65,
        (true, 0, _) => 45,
        (false, _, _) => 50,
    };
    let mut candidate = person(passage, first, end, points, "name/cue");
    candidate.evidence.push(Reason::CUE_NAME);
    if listed > 0 {
        candidate.evidence.push(Reason::LIST_NAME);
    }
    Some((candidate, end))
}

/// Where the name that begins with word `first` ends: one word past its last.
fn name_after(passage: &Passage<'_>, first: usize) -> Option<usize> {
    let first = skip_titles(passage, first);
    let mut end = first;
    while end < first + MOST_WORDS
        && is_name_word(passage, end, end > first)
        && (end == first || is_close(passage, end))
    {
        end += 1;
    }
    while end > first && passage.word(end - 1).is_some_and(|(_, word)| is_particle(word)) {
        end -= 1;
    }
    // A lone unlisted word after a cue is a name only when it is written like one.
    let lone = end == first + 1 && listed(passage, first).is_none();
    (end > first && (!lone || is_capitalised(passage, first))).then_some(end)
}

fn name_before(passage: &Passage<'_>, end: usize) -> Option<usize> {
    let mut first = end;
    while first > 0 && end - first < 3 && listed(passage, first - 1).is_some() && is_close(passage, first) {
        first -= 1;
    }
    let word = passage.word(first)?;
    (first < end && !(end - first == 1 && passage.lexicon.is_function_word(word.1))).then_some(first)
}

fn skip_titles(passage: &Passage<'_>, index: usize) -> usize {
    let is_title = passage.word(index).is_some_and(|(_, word)| {
        ["mr", "mrs", "ms", "miss", "dr", "doctor", "nurse", "uh", "um"].iter().any(|title| Passage::is(word, title))
    });
    index + usize::from(is_title)
}

fn is_name_word(passage: &Passage<'_>, index: usize, inner: bool) -> bool {
    let Some((_, word)) = passage.word(index) else { return false };
    // Before the function words, of which "o" of "O'Neil" is one.
    if inner && is_particle(word) {
        return true;
    }
    if word.first().is_none_or(|b| b.is_ascii_digit() || *b == crate::fold::BARRIER_BYTE)
        || passage.lexicon.is_function_word(word)
    {
        return false;
    }
    if listed(passage, index).is_some() {
        return true;
    }
    let initial = inner && word.len() == 1;
    let unknown = passage.lexicon.word(word).is_none() && word.len() > 1;
    let looks_right = is_capitalised(passage, index) || (inner && !is_cased(passage));
    initial || (unknown && looks_right)
}

fn listed(passage: &Passage<'_>, index: usize) -> Option<Name> {
    passage.word(index).and_then(|(_, word)| passage.lexicon.name(word))
}

fn is_particle(word: &[u8]) -> bool {
    PARTICLES.iter().any(|particle| Passage::is(word, particle))
}

fn is_capitalised(passage: &Passage<'_>, index: usize) -> bool {
    passage
        .word(index)
        .is_some_and(|(_, word)| word[0].is_ascii_uppercase() || word.starts_with(&[0xc3]) && word[1] < 0xa0)
}

/// Whether the passage is written with capitals at all.
fn is_cased(passage: &Passage<'_>) -> bool {
    passage.segment.span.of(passage.text).iter().any(u8::is_ascii_uppercase)
}

/// Whether only a space, a hyphen, an apostrophe or an initial's dot stands before word `index`.
fn is_close(passage: &Passage<'_>, index: usize) -> bool {
    let Some(((before, word), (after, _))) = passage.word_before(index).zip(passage.word(index)) else { return false };
    match &passage.text[before.end as usize..after.start as usize] {
        b" " | b"-" | b"'" => true,
        b". " => word.len() <= 2,
        _ => false,
    }
}

/// A field that holds nothing but two or three capitalised words, a listed first name first: "Joshua Jaslow".
fn alone(passage: &Passage<'_>) -> Option<Candidate> {
    let first = passage.marks().word_at(passage.segment.span.start);
    let words = (first..first + MOST_WORDS).take_while(|&index| passage.word(index).is_some()).count();
    let like_a_name = |index: usize| {
        is_capitalised(passage, index)
            && passage.word(index).is_some_and(|(_, word)| !passage.lexicon.is_function_word(word))
            && (index == first || is_close(passage, index))
    };
    let given = listed(passage, first).is_some_and(|name| name.first && !name.common);
    let whole = (2..MOST_WORDS).contains(&words) && (first..first + words).all(like_a_name);
    (given && whole).then(|| {
        let mut candidate = person(passage, first, first + words, 60, "name/alone");
        candidate.evidence.push(Reason::LIST_NAME);
        candidate
    })
}

/// A first name with a surname after it, without any cue.
fn by_list(passage: &Passage<'_>, index: usize, name: Name) -> Option<(Candidate, usize)> {
    if !name.first {
        return None;
    }
    let next = index + 1;
    let surname = listed(passage, next).filter(|surname| surname.last && is_close(passage, next))?;
    let capitals = is_capitalised(passage, index) && is_capitalised(passage, next);
    let doubtful = surname.common && !capitals
        || passage.word(next).is_some_and(|(_, word)| passage.lexicon.is_function_word(word));
    if doubtful {
        return None;
    }
    let mut candidate = person(passage, index, next + 1, if capitals { 70 } else { 55 }, "name/list");
    candidate.evidence.push(Reason::LIST_FIRST_LAST);
    Some((candidate, next + 1))
}

fn by_place(passage: &Passage<'_>, hit: &Hit, common: bool) -> Option<Candidate> {
    let first = hit.word as usize;
    let cued = passage
        .word_before(first)
        .is_some_and(|(_, word)| ["in", "from", "at", "near", "to"].iter().any(|cue| Passage::is(word, cue)));
    if common && !(cued && is_capitalised(passage, first)) {
        return None;
    }
    let mut candidate = Candidate::new(passage.number, passage.tokens.span(hit), id::LOCATION, 50, "place/list");
    if cued {
        candidate.add(15, Reason::CUE_PLACE);
    }
    Some(candidate)
}

fn person(passage: &Passage<'_>, first: usize, end: usize, points: i16, detector: &'static str) -> Candidate {
    let marks = passage.marks();
    let first = skip_titles(passage, first);
    let span = Span::new(marks.word(first).start, marks.word(end - 1).end);
    Candidate::new(passage.number, span, id::PERSON, points, detector)
}
