//! What is nobody's illness or care: "the market is depressed", "the third song is sick", "an album called fever", "for refills
//! press two", "I work at the pharmacy".

use crate::detect::Passage;
use crate::dictionary::Numeral;
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
    "elevator",
    "printer",
    "servern",
    "börsen",
    "bostadsmarknaden",
    "pumpen",
    "motorn",
    "skrivaren",
    "hissen",
    "appen",
    "hemsidan",
    "avloppssystem",
    "avloppssystemet",
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

/// What one works as, and the verbs of work. Of "jobbar på apoteket" the worker is no patient.
const PROFESSIONS: [&str; 14] = [
    "sjuksköterska",
    "undersköterska",
    "tandsköterska",
    "läkare",
    "tandläkare",
    "kirurg",
    "psykolog",
    "psykiater",
    "barnmorska",
    "fysioterapeut",
    "sjukgymnast",
    "terapeut",
    "apotekare",
    "ortoped",
];
const IS: WordList = WordList::new(&["är", "e", "bli", "blir", "blev", "blivit", "som"]);
const WORKS_AT: WordList = WordList::new(&[
    "work",
    "works",
    "working",
    "volunteer",
    "janitor",
    "jobbar",
    "jobbade",
    "jobbat",
    "arbetar",
    "arbetade",
    "arbetat",
    "städar",
    "praktiserar",
    "levererar",
    "vikarierar",
]);
const AT: WordList = WordList::new(&["at", "for", "in", "to", "på", "hos", "inom", "till", "åt"]);
/// Words between a verb of work and where one works, its preposition among them.
const TO_WORK: usize = 3;

/// Whether the service that `hit` is is somebody's job: "min syster är sjuksköterska", "I work at the pharmacy".
pub(super) fn are_a_job(passage: &Passage<'_>, hit: &Hit) -> bool {
    let first = hit.word as usize;
    let before = |back: usize| first.checked_sub(back);
    let profession = passage.is_at(first, &PROFESSIONS);
    // "Det är psykolog jag behöver."
    let cleft = || before(2).is_some_and(|index| passage.is_at(index, &["det", "de"]));
    let is = before(1).is_some_and(|index| passage.is_at(index, &IS)) && !cleft();
    let trained = before(1).is_some_and(|index| passage.is_at(index, &["till"]))
        && before(2).is_some_and(|index| passage.is_at(index, &["sig"]));
    let there = || {
        let verb = (1..=TO_WORK).filter_map(before).find(|&index| passage.is_at(index, &WORKS_AT));
        verb.is_some_and(|verb| passage.is_at(verb + 1, &AT) && (verb + 1..=first).all(|index| passage.goes_on(index)))
    };
    profession && (is || trained) || there()
}

/// What directs callers in a phone menu, before the digit.
const KEYS: WordList = WordList::new(&["press", "dial", "tryck", "knappa"]);
/// Words between what a menu offers and its key.
const TO_KEY: usize = 3;

/// Whether a phone menu offers what `hit` is: "for refills press two", "för provsvar tryck tre".
pub(super) fn are_on_a_menu(passage: &Passage<'_>, hit: &Hit) -> bool {
    let (first, end) = (hit.word as usize, hit.end() as usize);
    let offered = (first.saturating_sub(TO_KEY)..first).any(|index| passage.is_at(index, &["for", "för"]));
    let key = (end..end + TO_KEY).find(|&index| passage.is_at(index, &KEYS));
    offered && key.is_some_and(|key| (end..=key).all(|index| passage.goes_on(index)) && is_digit(passage, key + 1))
}

fn is_digit(passage: &Passage<'_>, index: usize) -> bool {
    passage.word(index).is_some_and(|(_, word)| {
        let said = || passage.lexicon.numbers.get(word).is_some_and(Numeral::is_number);
        word.len() == 1 && word[0].is_ascii_digit() || said()
    })
}

fn is_said_of_one(passage: &Passage<'_>, first: usize) -> bool {
    // "är sjuk" has its verb.
    let mut verb = passage.is_at(first, &VERBS);
    for index in (first.saturating_sub(REACH)..first).rev() {
        if !passage.goes_on(index + 1) {
            return false;
        }
        if verb && passage.is_at(index, &THINGS) {
            return !is_where(passage, index);
        }
        let is = passage.is_at(index, &VERBS);
        if !is && !passage.is_at(index, &DEGREES) {
            return false;
        }
        verb |= is;
    }
    false
}

/// Before a thing, what makes it a place or a time: "after the game he …".
const PREPOSITIONS: WordList = WordList::new(&[
    "after", "at", "in", "from", "during", "before", "on", "of", "for", "with", "efter", "på", "i", "från", "under",
    "före", "av", "för", "med", "till",
]);

/// Whether the thing at `index` only says where or when: "uncle Joe, after the game, had a stroke".
fn is_where(passage: &Passage<'_>, index: usize) -> bool {
    (1..=2).filter_map(|back| index.checked_sub(back)).any(|index| passage.is_at(index, &PREPOSITIONS))
}

fn is_title(passage: &Passage<'_>, first: usize) -> bool {
    let called = first.checked_sub(1).is_some_and(|index| passage.is_at(index, &["called", "titled", "heter"]));
    let mut before = (first.saturating_sub(TITLE_REACH)..first).rev().take_while(|&index| passage.goes_on(index + 1));
    called && before.any(|index| passage.is_at(index, &WORKS))
}
