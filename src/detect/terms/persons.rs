//! States of a person: "i've been really depressed", "she's so confused", "mamma har blivit förvirrad".
//!
//! The words of a state are hazards ("a depressed market"). Where a person is said to be in it they need no other company.

use crate::detect::Passage;
use crate::lexer::Hit;
use crate::wordlist::WordList;

/// States that are none of a person's health where something other is said of them.
const STATES: WordList = WordList::new(&[
    "depressed",
    "anxious",
    "shaky",
    "numb",
    "manic",
    "paranoid",
    "psychotic",
    "unconscious",
    "infected",
    "congested",
    "sick",
    "disabled",
    "förvirrad",
    "darrande",
    "svag",
    "svettig",
]);
/// The same of somebody else only: "i'm confused" is said of a bill.
const OF_OTHERS: WordList = WordList::new(&["confused", "weak", "aggressiv"]);
const SPEAKERS: WordList = WordList::new(&["i", "jag", "ja"]);
const OTHERS: WordList = WordList::new(&[
    "he", "she", "mom", "mum", "dad", "mama", "mother", "father", "husband", "wife", "son", "daughter", "brother",
    "sister", "baby", "grandma", "grandpa", "nana", "aunt", "uncle", "kid", "han", "hon", "mamma", "pappa", "mormor",
    "morfar", "farmor", "farfar", "dottern", "sonen", "bebisen", "maken", "frun",
]);
/// Of these one stands between the person and the state.
const VERBS: WordList = WordList::new(&[
    "m", "s", "am", "is", "be", "was", "been", "feel", "feels", "feeling", "felt", "get", "gets", "getting", "got",
    "gotten", "became", "seems", "seemed", "looks", "acting", "är", "var", "varit", "blir", "blev", "blivit", "känner",
    "verkar",
]);
const BETWEEN: WordList = WordList::new(&[
    "ve",
    "has",
    "have",
    "had",
    "really",
    "so",
    "very",
    "pretty",
    "super",
    "just",
    "still",
    "all",
    "kind",
    "kinda",
    "of",
    "a",
    "bit",
    "little",
    "too",
    "always",
    "more",
    "extremely",
    "badly",
    "severely",
    "awfully",
    "terribly",
    "uh",
    "um",
    "like",
    "started",
    "keeps",
    "har",
    "mig",
    "sig",
    "så",
    "väldigt",
    "jätte",
    "lite",
    "helt",
    "ganska",
    "rätt",
    "fortfarande",
    "alldeles",
]);
/// Behind the state: what the mood is about, or what else the word is.
const ABOUT: WordList = WordList::new(&[
    "about", "by", "that", "of", "over", "to", "at", "with", "as", "for", "because", "why", "how", "leave", "på",
    "över", "för", "av", "mot",
]);
/// What may follow a state that somebody is in, beside words without meaning of their own: "sick leave" is none, nor "infected emails".
const SINCE: WordList = WordList::new(&[
    "lately",
    "again",
    "today",
    "tonight",
    "yesterday",
    "now",
    "all",
    "every",
    "since",
    "sometimes",
    "always",
    "anymore",
    "recently",
    "last",
    "this",
    "these",
    "most",
    "after",
    "when",
    "whenever",
    "please",
    "thanks",
    "call",
    "or",
    "lol",
    "igen",
    "idag",
    "nu",
    "ofta",
    "ibland",
    "hela",
    "varje",
    "sedan",
    "sen",
]);
/// Words before the state in which the person stands.
const REACH: usize = 7;

/// Whether a person is said to be in the state that `hit` is.
pub(super) fn are(passage: &Passage<'_>, hit: &Hit) -> bool {
    let first = hit.word as usize;
    let others = passage.is_at(first, &OF_OTHERS);
    if hit.words > 1 || !others && !passage.is_at(first, &STATES) || passage.is_at(first + 1, &ABOUT) {
        return false;
    }
    let dull = |index: usize| passage.word(index).is_some_and(|(_, word)| passage.lexicon.is_function_word(word));
    if passage.goes_on(first + 1) && !dull(first + 1) && !passage.is_at(first + 1, &SINCE) {
        return false;
    }
    let mut verb = false;
    for index in (first.saturating_sub(REACH)..first).rev() {
        if !passage.goes_on(index + 1) {
            return false;
        }
        if verb && (passage.is_at(index, &OTHERS) || !others && passage.is_at(index, &SPEAKERS)) {
            return true;
        }
        let is = passage.is_at(index, &VERBS);
        if !is && !passage.is_at(index, &BETWEEN) {
            return false;
        }
        verb |= is;
    }
    false
}
