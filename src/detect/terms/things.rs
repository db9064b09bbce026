//! Illnesses of things: "the market is depressed", "the third song is sick", "an album called fever".

use crate::detect::Passage;
use crate::lexer::Hit;
use crate::wordlist::WordList;

/// What can be ill in a manner of speaking.
const THINGS: WordList = WordList::new(&[
    "market",
    "markets",
    "economy",
    "pipeline",
    "sales",
    "growth",
    "revenue",
    "revenues",
    "profits",
    "returns",
    "turnout",
    "budget",
    "industry",
    "sector",
    "season",
    "offense",
    "defense",
    "schedule",
    "weather",
    "traffic",
    "server",
    "network",
    "system",
    "app",
    "website",
    "code",
    "software",
    "computer",
    "laptop",
    "plot",
    "script",
    "movie",
    "film",
    "show",
    "song",
    "songs",
    "album",
    "beat",
    "track",
    "game",
    "party",
    "projektet",
    "ekonomin",
    "marknaden",
    "försäljningen",
    "låten",
    "filmen",
    "skivan",
    "matchen",
    "datorn",
    "festen",
    "vädret",
    "trafiken",
    "nätverket",
    "systemet",
]);
/// What stands between such a thing and what it is said to be; one of the first row at least.
const VERBS: WordList = WordList::new(&[
    "is", "s", "are", "re", "was", "were", "been", "looks", "look", "looked", "feels", "felt", "seems", "sounds",
    "got", "gets", "getting", "är", "var", "ser", "känns", "låter", "blev", "blir",
]);
const DEGREES: WordList = WordList::new(&[
    "a",
    "bit",
    "little",
    "very",
    "so",
    "really",
    "pretty",
    "too",
    "kind",
    "of",
    "just",
    "still",
    "totally",
    "all",
    "absolutely",
    "completely",
    "kinda",
    "lite",
    "så",
    "helt",
    "riktigt",
    "väldigt",
    "ju",
    "bara",
]);
/// What has a title.
const WORKS: WordList = WordList::new(&[
    "album", "song", "track", "band", "movie", "film", "novel", "book", "playlist", "episode", "series", "show",
    "game", "podcast", "single", "perfume", "boken", "filmen", "låten", "skivan", "bandet", "serien", "spelet",
    "podden",
]);
/// Words between a thing and what is said of it.
const REACH: usize = 5;
/// Words between a work and its title.
const TITLE_REACH: usize = 8;

/// Whether the term that `hit` is is said of a thing, or is the title of one.
pub(super) fn have(passage: &Passage<'_>, hit: &Hit) -> bool {
    let first = hit.word as usize;
    is_said_of_one(passage, first) || is_title(passage, first)
}

fn is_said_of_one(passage: &Passage<'_>, first: usize) -> bool {
    // "är sjuk" has its verb.
    let mut verb = passage.is_at(first, &VERBS);
    for index in (first.saturating_sub(REACH)..first).rev() {
        if !passage.goes_on(index + 1) {
            return false;
        }
        if verb && passage.is_at(index, &THINGS) {
            return true;
        }
        let is = passage.is_at(index, &VERBS);
        if !is && !passage.is_at(index, &DEGREES) {
            return false;
        }
        verb |= is;
    }
    false
}

fn is_title(passage: &Passage<'_>, first: usize) -> bool {
    let called = first.checked_sub(1).is_some_and(|index| passage.is_at(index, &["called", "titled", "heter"]));
    let mut before = (first.saturating_sub(TITLE_REACH)..first).rev().take_while(|&index| passage.goes_on(index + 1));
    called && before.any(|index| passage.is_at(index, &WORKS))
}
