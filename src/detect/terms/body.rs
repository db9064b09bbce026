//! Complaints of a part of somebody's body: "my knee is really stiff", "mom's hip keeps hurting", "ryggen är stel", and
//! what befell one: "i cut my thumb", "jag vrickade foten".
//!
//! The words of a complaint are hazards, or context ("the fine is stiff"). Behind a part of the body that somebody owns they need no other
//! company. A Swedish part in its definite form is somebody's without a word that says so.

use crate::detect::Passage;
use crate::lexer::Hit;
use crate::wordlist::{WordList, is_any};

const PARTS: WordList = WordList::new(&[
    "ankle",
    "ankles",
    "arm",
    "arms",
    "back",
    "belly",
    "breast",
    "breasts",
    "calf",
    "cheek",
    "chest",
    "ear",
    "ears",
    "elbow",
    "eye",
    "eyes",
    "face",
    "feet",
    "finger",
    "fingers",
    "foot",
    "forearm",
    "groin",
    "gum",
    "gums",
    "hand",
    "hands",
    "head",
    "heel",
    "hip",
    "hips",
    "jaw",
    "joints",
    "kidney",
    "kidneys",
    "knee",
    "knees",
    "leg",
    "legs",
    "lip",
    "lips",
    "mouth",
    "muscles",
    "neck",
    "ribs",
    "shin",
    "shoulder",
    "shoulders",
    "sinuses",
    "spine",
    "stomach",
    "stump",
    "thigh",
    "throat",
    "thumb",
    "toe",
    "toes",
    "tongue",
    "tooth",
    "tummy",
    "wrist",
    "wrists",
    "ankel",
    "armbåge",
    "axel",
    "ben",
    "bröst",
    "fot",
    "hals",
    "huvud",
    "häl",
    "höft",
    "knä",
    "mage",
    "nacke",
    "rygg",
    "tumme",
    "tå",
    "vad",
    "öga",
    "öra",
]);
const DEFINITE: WordList = WordList::new(&[
    "ankeln",
    "armen",
    "armarna",
    "armbågen",
    "axeln",
    "axlarna",
    "benen",
    "benet",
    "bröstet",
    "fingret",
    "fingrarna",
    "foten",
    "fötterna",
    "hakan",
    "halsen",
    "handen",
    "handleden",
    "huvudet",
    "händerna",
    "hälen",
    "höften",
    "knäet",
    "knät",
    "knäna",
    "käken",
    "lilltån",
    "ljumsken",
    "låret",
    "läppen",
    "långfingret",
    "magen",
    "nacken",
    "näsan",
    "pekfingret",
    "ryggen",
    "skallen",
    "smalbenet",
    "stortån",
    "tandköttet",
    "tanden",
    "tummen",
    "tungan",
    "tån",
    "tårna",
    "vaden",
    "ögat",
    "ögonen",
    "örat",
    "öronen",
]);
const OWNERS: WordList = WordList::new(&[
    "my", "his", "her", "their", "your", "min", "mitt", "mina", "hans", "hennes", "mammas", "pappas", "sons", "dotters",
]);
/// Before "'s" they own a part: "mom's knee".
const KIN: WordList = WordList::new(&[
    "mom", "mum", "dad", "mother", "father", "husband", "wife", "son", "daughter", "brother", "sister", "baby",
    "grandma", "grandpa", "kid", "partner",
]);
/// Sides and the like between the owner and the part.
const SIDES: WordList = WordList::new(&[
    "left", "right", "lower", "upper", "big", "little", "whole", "other", "bad", "middle", "vänstra", "högra",
    "vänster", "höger", "ena", "hela",
]);
/// What may stand between the part and the complaint.
const BETWEEN: WordList = WordList::new(&[
    "is",
    "s",
    "are",
    "was",
    "has",
    "have",
    "had",
    "been",
    "be",
    "feels",
    "feel",
    "felt",
    "feeling",
    "keeps",
    "keep",
    "kept",
    "still",
    "really",
    "so",
    "all",
    "a",
    "bit",
    "little",
    "just",
    "got",
    "gets",
    "getting",
    "gone",
    "goes",
    "went",
    "started",
    "starts",
    "very",
    "too",
    "always",
    "both",
    "won",
    "t",
    "stop",
    "uh",
    "um",
    "like",
    "kind",
    "of",
    "pretty",
    "super",
    "är",
    "känns",
    "har",
    "blivit",
    "blir",
    "var",
    "varit",
    "så",
    "väldigt",
    "jätte",
    "lite",
    "helt",
    "fortfarande",
    "börjat",
]);
/// Parts that show a mood or hold cards: "her mouth was tight", "my hand was weak" are no complaints.
const MOODY: WordList =
    WordList::new(&["mouth", "lip", "lips", "face", "cheek", "hand", "hands", "eye", "eyes", "head", "handen"]);
/// What is said of them so.
const MOODS: WordList = WordList::new(&["tight", "weak", "svag"]);
/// Words before the complaint in which the part stands.
const REACH: usize = 5;

/// Whether `hit` is a complaint of a part of somebody's body right before it.
pub(super) fn complains(passage: &Passage<'_>, hit: &Hit) -> bool {
    let word = |index: usize| passage.word(index).map(|(_, word)| word);
    let first = hit.word as usize;
    for index in (first.saturating_sub(REACH)..first).rev() {
        if !passage.goes_on(index + 1) {
            return false;
        }
        let Some(said) = word(index) else { return false };
        if is_any(said, &DEFINITE) || is_any(said, &PARTS) && is_owned(passage, index) {
            return !(hit.words == 1 && is_any(said, &MOODY) && word(first).is_some_and(|word| is_any(word, &MOODS)));
        }
        if !is_any(said, &BETWEEN) {
            return false;
        }
    }
    false
}

/// What may stand between what befell a part and the part: "pulled something in my back", "skar mig i tummen".
const INTO: WordList = WordList::new(&[
    "something",
    "a",
    "muscle",
    "up",
    "in",
    "on",
    "open",
    "off",
    "mig",
    "sig",
    "honom",
    "henne",
    "i",
    "om",
    "av",
    "till",
]);
/// Words between what befell a part and the part, without owner and side.
const INTO_REACH: usize = 4;

/// Whether `hit` befell a part of somebody's body right behind it: "cut my thumb", "stukade foten".
pub(super) fn befell_a_part(passage: &Passage<'_>, hit: &Hit) -> bool {
    let end = hit.end() as usize;
    // "Slog mig på knät": without somebody, "på" is where a hand was laid.
    let onto =
        |index: usize| passage.is_at(index, &["på"]) && passage.is_at(index - 1, &["mig", "sig", "honom", "henne"]);
    let into = |index: usize| passage.is_at(index, &INTO) || onto(index);
    let lead = (end..end + INTO_REACH).take_while(|&index| passage.goes_on(index) && into(index));
    let mut part = end + lead.count();
    if passage.is_at(part, &DEFINITE) {
        return passage.goes_on(part);
    }
    let owned = passage.is_at(part, &OWNERS);
    part += usize::from(owned);
    part += usize::from(passage.is_at(part, &SIDES));
    passage.goes_on(part)
        && (owned && passage.is_at(part, &PARTS) || passage.is_at(part, &DEFINITE) && passage.is_at(part - 1, &SIDES))
}

/// Whether an owner stands before the part `index`: "my left", "mom's".
fn is_owned(passage: &Passage<'_>, index: usize) -> bool {
    let is = |index: Option<usize>, list: &WordList| {
        index.and_then(|index| passage.word(index)).is_some_and(|(_, word)| is_any(word, list))
    };
    let mut before = index.checked_sub(1);
    if is(before, &SIDES) {
        before = before.and_then(|index| index.checked_sub(1));
    }
    let genitive = before.filter(|&index| passage.word(index).is_some_and(|(_, word)| Passage::is(word, "s")));
    is(before, &OWNERS) || is(genitive.and_then(|index| index.checked_sub(1)), &KIN)
}
