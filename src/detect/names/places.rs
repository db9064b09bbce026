//! Places that say where somebody is: with a preposition before them, in an address, or with their state.

use super::words::Reader;
use crate::detect::{Candidate, Reason};
use crate::dictionary::{Meaning, Place, kind};
use crate::entity::id;
use crate::lexer::Hit;
use crate::wordlist::{AnyOf, WordList, is_any};

const BEFORE: WordList = WordList::new(&["in", "from", "at", "near", "to", "i", "från", "till", "vid", "utanför"]);
/// What comes before "in" and "from" where it is somebody's home: enough for a place that is an ordinary word, or a country.
const AT_HOME: WordList = WordList::new(&[
    "live", "lives", "living", "lived", "moved", "moving", "calling", "am", "m", "here", "based", "born", "up", "down",
    "over", "bor", "bodde", "flyttade", "flyttat", "ringer",
]);
/// Of these, what nothing but a place follows in Swedish.
const LIVES: WordList = WordList::new(&["bor", "bodde", "flyttade", "flyttat"]);
/// Bytes before a place in which the number of its house would stand.
const ADDRESS: usize = 48;

/// The place that hit `index` is.
pub(super) fn find(reader: &Reader<'_, '_>, index: usize, place: Place) -> Option<Candidate> {
    let hit = reader.passage.hits[index];
    let first = hit.word as usize;
    if is_within_longer(reader.passage.hits, index) {
        return None;
    }
    let is = |index: Option<usize>, list: &dyn AnyOf| {
        index.and_then(|index| reader.word(index)).is_some_and(|word| is_any(word, list))
    };
    let the = usize::from(is(first.checked_sub(1), &["the"]));
    let cued = is(first.checked_sub(1 + the), &BEFORE);
    let at_home = || reader.is_capital(first) && is(first.checked_sub(2), &AT_HOME);
    let lives = || !reader.is_cased() && is(first.checked_sub(2), &LIVES);
    if place.common && !(cued && (at_home() || lives())) {
        return None;
    }
    let town = if place.region { town(reader, first) } else { None };
    let city = if place.region { city(reader, first) } else { None };
    let cued = cued || town.is_some();
    let small = reader.is_cased() && !reader.is_capital(first);
    if small
        || !(cued || city.is_some() || in_address(reader, first, hit.end() as usize - 1) || has_region(reader, index))
    {
        return None;
    }
    let mut span = reader.passage.tokens.span(&hit);
    if let Some((start, _)) = town.or(city).and_then(|town| reader.passage.word(town)) {
        span.start = start.start;
    }
    let mut candidate = Candidate::new(reader.passage.number, span, id::LOCATION, 50, "place/list");
    if cued {
        candidate.add(15, Reason::CUE_PLACE);
    }
    Some(candidate)
}

/// Words that a town's name has at most.
const TOWN: usize = 2;

/// Where the town begins that no list has, before its state: "in pocahontas arkansas", "from Rego Park, New York".
fn town(reader: &Reader<'_, '_>, state: usize) -> Option<usize> {
    (1..=TOWN).filter_map(|words| state.checked_sub(words)).take_while(|&first| is_of_town(reader, first)).find(
        |&first| {
            let before = first.checked_sub(1).and_then(|before| reader.word(before));
            reader.is_joined(first) && before.is_some_and(|word| is_any(word, &BEFORE))
        },
    )
}

/// Where the listed city begins right before its state: "Dayton, Ohio". Swedish lists places like this.
fn city(reader: &Reader<'_, '_>, state: usize) -> Option<usize> {
    let last = state.checked_sub(1).filter(|_| reader.is_joined(state) && !reader.passage.swedish)?;
    let city = |hit: &&Hit| {
        let places = reader.passage.lexicon.meanings(hit.entry).iter();
        let mut places =
            places.filter_map(|meaning| if let Meaning::Place(place) = meaning { Some(place) } else { None });
        places.any(|place| !place.region && (!place.common || reader.is_capital(hit.word as usize)))
    };
    let ends = |hit: &&Hit| hit.kinds & kind::PLACE != 0 && hit.end() as usize == state && city(hit);
    let first = reader.passage.hits_over(last).find(ends)?.word as usize;
    (!reader.is_cased() || reader.is_capital(first)).then_some(first)
}

/// Whether word `index` could be one of a town's name, and its state or the next such word follows.
fn is_of_town(reader: &Reader<'_, '_>, index: usize) -> bool {
    let lexicon = reader.passage.lexicon;
    let written = !reader.is_cased() || reader.is_capital(index);
    written
        && reader.is_joined(index + 1)
        && reader.word(index).is_some_and(|word| {
            word.len() > 2 && word.iter().all(|byte| !byte.is_ascii_digit()) && !lexicon.is_function_word(word)
        })
}

/// Whether digits stand shortly before word `first`, in its sentence, or right after word `last`.
fn in_address(reader: &Reader<'_, '_>, first: usize, last: usize) -> bool {
    let Some((span, _)) = reader.passage.word(first) else { return false };
    let end = span.start as usize;
    let start = (reader.passage.segment.span.start as usize).max(end.saturating_sub(ADDRESS));
    let before = &reader.passage.text[start..end];
    let number = before.iter().rposition(u8::is_ascii_digit);
    number.is_some_and(|at| {
        !before[at..].iter().any(|b| matches!(b, b'?' | b'!')) && !before[at..].windows(2).any(|w| w == b". ")
    }) || reader.word(last + 1).is_some_and(|word| word.len() >= 4 && word.iter().all(u8::is_ascii_digit))
}

/// Whether another place, its state or country, follows.
fn has_region(reader: &Reader<'_, '_>, index: usize) -> bool {
    let end = reader.passage.hits[index].end();
    let near = reader.passage.hits[index..].iter().take_while(|hit| hit.word <= end);
    near.filter(|hit| hit.word == end && hit.kinds & kind::PLACE != 0).any(|_| reader.is_joined(end as usize))
}

/// Whether a longer hit that is a term, place or ordinary phrase covers hit `index`.
fn is_within_longer(hits: &[Hit], index: usize) -> bool {
    let hit = hits[index];
    let covers = |other: &Hit| other.words > hit.words && other.word <= hit.word && other.end() >= hit.end();
    hits[index.saturating_sub(8)..(index + 8).min(hits.len())].iter().any(covers)
}
