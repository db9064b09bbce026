//! Names of people, places and companies in running text.
//!
//! A name is believed for its company: a cue before or after it ("my name is", "speaking"), or a listed first name with a
//! surname beside it. How much a cue carries depends on what it is: "my name is" and "mister" make a name of an unknown
//! word, "thanks" and "it's" need a listed one, and a name that is an ordinary word too ("mark", "grace") needs a capital,
//! a name beside it, or words after it that only a caller's name has ("this is grace from next door").

mod cued;
mod organisations;
mod places;
mod spelled;
mod words;

use super::terms::is_animal;
use super::{Candidate, Passage, Reason, Whose};
use crate::dictionary::{Meaning, Name, kind};
use crate::entity::id;
use crate::lexer::Hit;
use crate::span::Span;
use crate::utterance::Role;
use crate::wordlist::{WordList, is_any};
use words::{Fit, Reader};

/// A name has at most this many words.
const MOST_WORDS: usize = 4;

/// Pushes the names, places and companies of the passage.
pub(super) fn find(passage: &Passage<'_>, out: &mut Vec<Candidate>) {
    let reader = Reader::new(passage);
    if passage.segment.role == Role::Text {
        out.extend(alone(&reader));
    }
    let (mut claimed, before) = (0, out.len());
    for (index, hit) in passage.hits.iter().enumerate() {
        if hit.kinds & (kind::NAME | kind::NAME_CUE | kind::PLACE | kind::TERM) == 0 {
            continue;
        }
        for meaning in passage.lexicon.meanings(hit.entry) {
            match meaning {
                Meaning::Cue(cue) if hit.kinds & kind::NAME_CUE != 0 => {
                    let cue = passage.lexicon.cue_at(*cue);
                    if !cue.negates {
                        claimed = cued::push(&reader, hit, cue, claimed, out);
                    }
                }
                Meaning::Name(name) => {
                    let found = (hit.word as usize >= claimed).then(|| uncued(&reader, hit, *name, claimed)).flatten();
                    if let Some((candidate, end)) = found {
                        claimed = end;
                        out.push(candidate);
                    }
                    claimed = spelled::push_again(&reader, hit.word as usize, claimed, out);
                }
                Meaning::Place(place) => out.extend(places::find(&reader, index, *place)),
                Meaning::Term(term) if term.entity == id::ORGANIZATION => {
                    claimed = organisations::push(&reader, hit, claimed, out);
                }
                _ => {}
            }
        }
    }
    if passage.kinds & kind::ORDINARY != 0 {
        let mut at = 0;
        out.retain(|candidate| {
            at += 1;
            at <= before || !is_a_pets(&reader, candidate)
        });
    }
}

/// Whether a name of one word is that of the animal right before it: "our dog Rex", "matte till Doris".
fn is_a_pets(reader: &Reader<'_, '_>, candidate: &Candidate) -> bool {
    let marks = reader.passage.marks();
    let (first, last) = (marks.word_at(candidate.span.start), marks.word_at(candidate.span.end - 1));
    let before = |words: usize| first.checked_sub(words).and_then(|index| reader.word(index)).unwrap_or_default();
    let kept = || is_any(before(1), &["till", "åt"]) && is_any(before(2), &["matte", "husse"]);
    candidate.entity == id::PERSON
        && first == last
        && reader.is_close(first)
        && (is_animal(reader.passage, before(1)) || kept())
}

/// A listed name without a cue: with a surname, beside a word for kin, or called out to.
fn uncued(reader: &Reader<'_, '_>, hit: &Hit, name: Name, claimed: usize) -> Option<(Candidate, usize)> {
    let index = hit.word as usize;
    if name.first {
        let found = with_surname(reader, index, claimed)
            .or_else(|| single(reader, index))
            .or_else(|| alone_in_talk(reader, index));
        return found.filter(|_| !reader.is_ordinary(index, index + 1));
    }
    // "Mark" alone is no hit; the surname after it is.
    let first = index.checked_sub(1).filter(|&first| first >= claimed)?;
    let written = reader.is_capital(first) && reader.is_capital(index);
    let said = !reader.is_cased() && name.last && !name.common;
    let given = reader.is_close(index) && reader.listed(first).is_some_and(|given| given.first && given.common);
    let dull = reader.passage.lexicon.is_function_word(reader.word(first)?);
    let begins = written && !(dull && reader.starts_sentence(first)) || said && !dull;
    let points = if written { 55 } else { 50 };
    (given && begins && !reader.is_ordinary(first, index + 1))
        .then(|| listed_candidate(reader, first, index + 1, points))
}

/// A first name with a surname after it, a middle initial between them or not.
fn with_surname(reader: &Reader<'_, '_>, first: usize, claimed: usize) -> Option<(Candidate, usize)> {
    let initial = reader.word(first + 1).is_some_and(|word| word.len() == 1) && reader.is_close(first + 1);
    let next = first + 1 + usize::from(initial && reader.is_capital(first) && reader.is_capital(first + 1));
    if !reader.is_close(next) || reader.is_ordinary(first, next + 1) {
        return None;
    }
    let capitals = reader.is_capital(first) && reader.is_capital(next);
    let points = match (reader.fit(next, true), reader.listed(next)) {
        (Fit::Listed, Some(surname)) if surname.last && capitals => 70,
        (Fit::Listed, Some(surname)) if surname.last && !reader.is_cased() => 55,
        (Fit::Common, Some(surname)) if surname.last && capitals => 70,
        (Fit::Unknown, _) if capitals && !reader.is_shouted(next) => 50,
        _ => return None,
    };
    let end = reader.name_end(first, next + 1, capitals);
    let first = if capitals { name_start(reader, first, claimed) } else { first };
    if organisations::touches(reader, first, end).is_some() {
        return None;
    }
    Some(listed_candidate(reader, first, end, points))
}

/// Where a name really begins whose first hit is word `first`: "Mary Ann", "Jo-Anne", "D'Andre".
fn name_start(reader: &Reader<'_, '_>, first: usize, claimed: usize) -> usize {
    let mut start = first;
    while start > claimed && first - start < 2 && reader.is_close(start) && reader.is_capital(start - 1) {
        let given = reader.listed(start - 1).is_some_and(|name| name.first) && reader.gap(start) == b" ";
        if !given && !matches!(reader.gap(start), b"-" | b"'") {
            break;
        }
        start -= 1;
    }
    start
}

/// Kin named without "my": "her husband Tomas".
const KIN: WordList = WordList::new(&[
    "husband",
    "wife",
    "son",
    "daughter",
    "brother",
    "sister",
    "mother",
    "father",
    "mom",
    "dad",
    "mum",
    "grandson",
    "granddaughter",
    "grandma",
    "grandpa",
    "nephew",
    "niece",
    "cousin",
    "kid",
    "boyfriend",
    "girlfriend",
    "fiance",
    "roommate",
    "caregiver",
]);

/// One first name that its place in the sentence shows: after a word for kin, or called out to ("Ines, it's me").
fn single(reader: &Reader<'_, '_>, index: usize) -> Option<(Candidate, usize)> {
    let before = index.checked_sub(1).and_then(|before| reader.word(before));
    // "Min son han heter": a pronoun in one language, a name in another.
    let dull = !reader.has_capital(index)
        && reader.word(index).is_some_and(|word| reader.passage.lexicon.is_function_word(word));
    let kin = !dull && reader.is_close(index) && before.is_some_and(|word| is_any(word, &KIN));
    let greeted = before.is_none_or(|word| is_any(word, &["morning", "afternoon", "evening"]));
    let called = greeted && reader.is_capital(index) && reader.after(index).first() == Some(&b',');
    let points = match (kin, called && !reader.is_place(index)) {
        (true, _) if !reader.is_cased() || reader.is_capital(index) => 55,
        (_, true) => 50,
        _ => return None,
    };
    let (mut candidate, end) = listed_candidate(reader, index, index + 1, points);
    candidate.whose = if kin { Whose::Another } else { Whose::Callee };
    Some((candidate, end))
}

/// Words that make a name before them a thing's: "the Jensen novel".
const THINGS: WordList = WordList::new(&[
    "brand", "model", "novel", "album", "song", "band", "method", "test", "syndrome", "disease", "effect", "law",
    "scale", "award",
]);

/// Before a name they make it a street's or a town's.
const DIRECTIONS: WordList =
    WordList::new(&["west", "east", "north", "south", "san", "santa", "st", "saint", "fort", "mount"]);

/// One listed first name that is no word and no place, in the middle of talk: "tell ingrid i called".
fn alone_in_talk(reader: &Reader<'_, '_>, index: usize) -> Option<(Candidate, usize)> {
    let word = reader.word(index)?;
    let name = reader.listed(index)?;
    let capital = reader.is_capital(index);
    let written = if reader.is_cased() { capital && !reader.is_shouted(index) } else { true };
    let thing = || reader.word(index + 1).is_some_and(|next| is_any(next, &THINGS));
    // A word of one language is a name in the other: "hans", "leta".
    let own = capital || !reader.passage.swedish || name.swedish;
    let before = index.checked_sub(1).and_then(|before| reader.word(before)).unwrap_or_default();
    // "Mary Ann Whitlock": the name goes on, and begins here for the next one.
    let goes_on = capital
        && reader.is_close(index + 1)
        && reader.is_capital(index + 1)
        && reader.listed(index + 1).is_some_and(|next| next.first && !next.common);
    // Camilla is a town in Georgia, and whom a Swede rings.
    let native = reader.passage.swedish && name.swedish && !is_any(before, &["i", "från", "till", "vid", "utanför"]);
    let believed = !name.common
        && own
        && !goes_on
        && word.len() >= 4
        && !is_any(before, &DIRECTIONS)
        && written
        && (native || !reader.is_place(index))
        && !(is_any(before, &["in", "near"]) && could_be_place(reader, index))
        && !reader.passage.lexicon.is_function_word(word)
        && organisations::touches(reader, index, index + 1).is_none()
        && !(capital && reader.is_close(index + 1) && reader.fit(index + 1, true) == Fit::Unknown)
        && !thing()
        && !spelled::is_example(reader, index);
    believed.then(|| listed_candidate(reader, index, index + 1, 48))
}

/// Whether word `index` is a place, be it an ordinary word as well.
fn could_be_place(reader: &Reader<'_, '_>, index: usize) -> bool {
    reader.passage.hits_over(index).any(|hit| hit.kinds & kind::PLACE != 0)
}

fn listed_candidate(reader: &Reader<'_, '_>, first: usize, end: usize, points: i16) -> (Candidate, usize) {
    let mut candidate = person(reader.passage, first, end, points, "name/list");
    candidate.whose = Whose::Another;
    candidate.evidence.push(if end > first + 1 { Reason::LIST_FIRST_LAST } else { Reason::LIST_NAME });
    (candidate, end)
}

/// A field that holds nothing but a name: "Joshua Jaslow", "JASLOW, JOSHUA".
fn alone(reader: &Reader<'_, '_>) -> Option<Candidate> {
    let first = reader.passage.marks().word_at(reader.passage.segment.span.start);
    let words = (first..first + MOST_WORDS).take_while(|&index| reader.word(index).is_some()).count();
    let like_a_name = |index: usize| {
        reader.has_capital(index)
            && reader.word(index).is_some_and(|word| !reader.passage.lexicon.is_function_word(word))
            && (index == first || reader.is_close(index) || reader.gap(index) == b", ")
    };
    let turned = words > 1 && reader.gap(first + 1) == b", ";
    let given = first + usize::from(turned);
    let is_given =
        reader.listed(given).is_some_and(|name| name.first && !name.common) && !(turned && reader.is_place(given));
    let whole = (2..MOST_WORDS).contains(&words) && (first..first + words).all(like_a_name);
    (is_given && whole).then(|| {
        let mut candidate = person(reader.passage, first, first + words, 60, "name/alone");
        candidate.evidence.push(Reason::LIST_NAME);
        candidate
    })
}

fn person(passage: &Passage<'_>, first: usize, end: usize, points: i16, detector: &'static str) -> Candidate {
    let marks = passage.marks();
    let span = Span::new(marks.word(first).start, marks.word(end - 1).end);
    Candidate::new(passage.number, span, id::PERSON, points, detector)
}
