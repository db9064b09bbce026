//! Names that a cue announces.

use super::words::{Fit, Reader, is_inflected, same};
use super::{organisations, person, spelled};
use crate::detect::{Candidate, Reason, Whose};
use crate::dictionary::Cue;
use crate::lexer::Hit;
use crate::wordlist::{AnyOf, WordList, is_any};

/// Words between a cue and a name that are no part of it.
const SKIPPED: WordList = WordList::new(&[
    "mr", "mrs", "ms", "miss", "mister", "missus", "dr", "doctor", "nurse", "uh", "um", "er", "ah", "again",
]);
const TITLES: WordList = WordList::new(&[
    "mr",
    "mrs",
    "ms",
    "miss",
    "mister",
    "missus",
    "dr",
    "doctor",
    "nurse",
    "pastor",
    "father",
    "rabbi",
    "reverend",
    "professor",
    "officer",
    "detective",
    "sergeant",
    "judge",
    "coach",
    "attorney",
    "aunt",
    "uncle",
    "grandma",
    "grandpa",
    "fr",
]);
/// What a caller says after the own name.
const FOLLOWS: WordList = WordList::new(&[
    "from",
    "with",
    "calling",
    "at",
    "in",
    "again",
    "here",
    "and",
    "i",
    "speaking",
    "returning",
    "over",
    "of",
    "um",
    "uh",
    "on",
    "down",
    "up",
    "it",
    "spelled",
    "last",
    "för",
    "från",
    "på",
    "igen",
    "som",
    "här",
    "jag",
    "eh",
    "öh",
    "hos",
    "vid",
    "uppe",
    "nere",
    "hemma",
    "ringer",
]);

/// What a cue is, by its words.
#[derive(Clone, Copy)]
struct Manner {
    strong: bool,
    /// "mister": a surname follows, listed or not.
    title: bool,
    /// "my name is", "last name": what follows is a name whatever it is.
    naming: bool,
    /// "last name", "people call me": what follows is one even in small letters.
    bare: bool,
    /// "my son": a first name may follow, or the sentence go on.
    kin: bool,
    /// "thanks", "hello": somebody is called by a listed name, and the sentence goes on.
    vocative: bool,
    whose: Whose,
}

/// Words of cues for somebody the caller speaks of, and not with.
const OF_OTHERS: WordList = WordList::new(&[
    "her",
    "his",
    "son",
    "daughter",
    "husband",
    "wife",
    "mother",
    "father",
    "child",
    "behalf",
    "regarding",
    "about",
    "spoke",
    "talked",
    "met",
    "patient",
    "client",
    "estate",
    "guardian",
    "patienten",
    "barnet",
    "dotter",
    "make",
    "maka",
    "fru",
    "man",
    "mamma",
    "pappa",
    "angående",
    "gäller",
]);
/// Words of cues for the one a call is meant for.
const OF_CALLEES: WordList = WordList::new(&[
    "message",
    "intended",
    "attn",
    "attention",
    "reach",
    "contact",
    "hold",
    "touch",
    "looking",
    "ask",
    "asking",
    "speak",
    "talk",
    "have",
    "meddelande",
    "meddelandet",
    "söker",
    "prata",
    "tala",
]);
const GREETINGS: WordList =
    WordList::new(&["thanks", "thank", "hi", "hey", "hello", "morning", "afternoon", "evening", "dear", "hej", "tack"]);
/// Words of cues for the caller's own name.
const OF_CALLERS: WordList = WordList::new(&[
    "this",
    "i",
    "it",
    "me",
    "speaking",
    "calling",
    "here",
    "name",
    "surname",
    "returning",
    "up",
    "sincerely",
    "regards",
    "jag",
    "ja",
    "det",
    "de",
    "här",
    "talar",
    "pratar",
    "ringer",
    "namn",
    "efternamn",
    "mvh",
    "heter",
]);

impl Manner {
    fn of(reader: &Reader<'_, '_>, hit: &Hit, cue: Cue) -> Self {
        let (first, last) = (hit.word as usize, hit.end() as usize - 1);
        let is = |index: usize, list: &dyn AnyOf| reader.word(index).is_some_and(|word| is_any(word, list));
        Self {
            strong: cue.strong,
            title: first == last && is(last, &TITLES),
            naming: (first..=last).any(|index| is(index, &["name", "named", "surname", "heter", "namn", "efternamn"])),
            bare: (first..=last).any(|index| is(index, &["name", "surname"])) || is(last, &["me"]),
            kin: is(first, &["my", "min", "mitt"]),
            vocative: is(
                last,
                &["thanks", "you", "hi", "hey", "hello", "morning", "afternoon", "evening", "dear", "hej", "tack"],
            ),
            whose: whose(reader, hit),
        }
    }
}

/// Whose name a cue announces, by the cue's words.
fn whose(reader: &Reader<'_, '_>, hit: &Hit) -> Whose {
    let words = hit.word as usize..hit.end() as usize;
    let has = |list: &dyn AnyOf| words.clone().any(|index| reader.word(index).is_some_and(|word| is_any(word, list)));
    let named = || has(&["name", "namn"]) && !has(&["her", "his"]);
    if has(&OF_OTHERS) || has(&["my", "min", "mitt"]) && !named() {
        Whose::Another
    } else if has(&OF_CALLEES)
        || has(&["for", "för", "till"]) && has(&["this", "call", "calling", "meddelande"])
        || has(&GREETINGS) && !has(&["it", "det", "jag"])
    {
        Whose::Callee
    } else if has(&OF_CALLERS) {
        Whose::Caller
    } else {
        Whose::Another
    }
}

/// Pushes the name that `hit`, a cue, announces; the end of what is claimed so far.
pub(super) fn push(reader: &Reader<'_, '_>, hit: &Hit, cue: Cue, claimed: usize, out: &mut Vec<Candidate>) -> usize {
    let (before, after) = (hit.word as usize, hit.end() as usize);
    if cue.before && after >= claimed && may_lead(reader, after) {
        let manner = Manner::of(reader, hit, cue);
        if let Some(end) = organisations::cued(reader, after, out) {
            return claimed.max(end);
        }
        if manner.naming
            && let Some(end) = spelled::push(reader, after, out)
        {
            return claimed.max(end);
        }
        if let Some((first, end)) = behind(reader, after, manner) {
            return push_all(reader, first, end, manner, out);
        }
    }
    if !cue.after || before == 0 {
        return claimed;
    }
    if reader.passage.is_at(before, &KIN) {
        out.extend(owner(reader, before));
        return claimed;
    }
    let home = is_home(reader, before);
    if !home && reader.listed(before - 1).is_none() {
        return claimed;
    }
    let manner = Manner::of(reader, hit, cue);
    let found = if home { family(reader, before) } else { ahead(reader, before, manner) };
    let Some((first, end)) = found else { return claimed };
    out.push(candidate(reader, first, end, manner));
    claimed.max(end)
}

/// Cues for whose they are.
const KIN: WordList =
    WordList::new(&["mamma", "pappa", "mormor", "morfar", "farmor", "farfar", "syster", "bror", "föräldrar", "sambo"]);

/// Whose kin word `end` is, as Swedish says it: "Emelies pappa".
fn owner(reader: &Reader<'_, '_>, end: usize) -> Option<Candidate> {
    let word = reader.word(end - 1).filter(|_| reader.is_close(end))?;
    let name = word.strip_suffix(b"s").filter(|name| name.len() > 3)?;
    let known = reader.passage.lexicon.name(name).is_some_and(|name| name.first && !name.common);
    let written = !reader.is_cased() || reader.is_capital(end - 1);
    let is_one = known && written && reader.listed(end - 1).is_none() && !reader.passage.lexicon.is_function_word(word);
    is_one.then(|| {
        let mut owner = person(reader.passage, end - 1, end, 50, "name/cue");
        owner.span.end -= 1;
        owner.whose = Whose::Another;
        owner.evidence.push(Reason::CUE_NAME);
        owner.evidence.push(Reason::LIST_NAME);
        owner
    })
}

/// Whether a name could begin at word `index`: most cues are followed by words too frequent for that.
fn may_lead(reader: &Reader<'_, '_>, index: usize) -> bool {
    let lead = |word: &[u8]| is_any(word, &SKIPPED) || is_any(word, &["is", "named", "heter", "that", "spelled"]);
    let dull = |word: &[u8]| reader.passage.lexicon.is_function_word(word) && !reader.has_capital(index) && !lead(word);
    reader.word(index).is_some_and(|word| word.len() == 1 || !dull(word))
}

/// Pushes the name, and the whole one after it where a caller begins anew: "it's alma alma reyes".
fn push_all(reader: &Reader<'_, '_>, first: usize, end: usize, manner: Manner, out: &mut Vec<Candidate>) -> usize {
    out.push(candidate(reader, first, end, manner));
    let anew = end == first + 1 && matches!(reader.fit(end, true), Fit::Listed | Fit::Common | Fit::Unknown);
    let (Some(one), Some(two)) = (reader.word(first), reader.word(end)) else { return end };
    let title = manner.title || first > 0 && reader.word(first - 1).is_some_and(|word| is_any(word, &TITLES));
    let again = one.eq_ignore_ascii_case(two) || title && reader.listed(end).is_some();
    if !(anew && again && reader.is_joined(end)) {
        return end;
    }
    let whole = reader.name_end(end, end + 1, true);
    if whole > end + 1 {
        out.push(candidate(reader, end, whole, manner));
    }
    whole
}

fn candidate(reader: &Reader<'_, '_>, first: usize, end: usize, manner: Manner) -> Candidate {
    let listed = (first..end).filter(|&index| reader.listed(index).is_some()).count();
    let points = match (manner.strong, listed, end - first) {
        (true, 2.., _) => 85,
        (true, 1, 2..) => 75,
        (true, 1, _) | (false, 2.., _) => 65,
        (true, 0, _) => 45,
        (false, _, _) => 50,
    };
    let mut candidate = person(reader.passage, first, end, points, "name/cue");
    candidate.whose = manner.whose;
    candidate.evidence.push(Reason::CUE_NAME);
    if listed > 0 {
        candidate.evidence.push(Reason::LIST_NAME);
    }
    candidate
}

/// The name after a cue: its first word and its end.
fn behind(reader: &Reader<'_, '_>, after: usize, manner: Manner) -> Option<(usize, usize)> {
    let mut first = after;
    // "My son is Emil".
    let is = manner.kin && reader.word(first).is_some_and(|word| is_any(word, &["is", "named", "heter"]));
    first += usize::from(is);
    let mut title = manner.title;
    while first < after + 3 && reader.word(first).is_some_and(|word| is_any(word, &SKIPPED)) && reader.is_joined(first)
    {
        title |= reader.word(first).is_some_and(|word| is_any(word, &TITLES));
        first += 1;
    }
    if (after..=first).any(|index| !reader.is_joined(index)) {
        return None;
    }
    let fit = reader.fit(first, false);
    let capital = reader.is_capital(first);
    let raw = !reader.is_cased();
    let name = reader.listed(first).unwrap_or_default();
    let end =
        reader.name_end(first, first + 1, capital || !manner.vocative && (fit == Fit::Listed && !title || name.first));
    let more = (first + 1..end).any(|index| reader.listed(index).is_some());
    let again = same(reader.word(first), reader.word(end));
    let believed = !reader.is_ordinary(first, end)
        && match fit {
            Fit::Listed => !is || name.first,
            // A surname that is a word needs a title, a first name that is one a capital or a caller's next words.
            Fit::Common if title => true,
            Fit::Common if more => manner.strong || capital || name.first && is_surname(reader, first + 1),
            Fit::Common if capital => {
                name.first && !(manner.vocative && reader.is_capital(end) && reader.is_close(end))
            }
            Fit::Common if manner.vocative => name.first && is_hailed(reader, end),
            Fit::Common if manner.strong => {
                name.first && (again || end > first + 1 || manner.kin || manner.naming || is_followed(reader, end))
            }
            Fit::Common => name.first && end > first + 1 && is_followed(reader, end),
            Fit::Unknown => (manner.strong || title) && !is && unlisted(reader, first, end, manner, title),
            Fit::No => {
                let bare = raw && (manner.bare || manner.strong && (title || is_surname(reader, first + 1)));
                return bare.then(|| bare_end(reader, first, title)).flatten().map(|end| (first, end));
            }
        };
    believed.then_some((first, end))
}

/// Whether word `index` goes on from the one before it, and is a surname and no word.
fn is_surname(reader: &Reader<'_, '_>, index: usize) -> bool {
    reader.is_close(index) && reader.listed(index).is_some_and(|name| name.last && !name.common)
}

/// Whether capitalised words that no list holds are a name after a strong cue.
fn unlisted(reader: &Reader<'_, '_>, first: usize, end: usize, manner: Manner, title: bool) -> bool {
    if reader.is_shouted(first) {
        return false;
    }
    end > first + 1 || title || manner.kin || manner.naming || is_followed(reader, end)
}

/// Whether the words from `end` on are what comes after a caller's own name, or nothing comes.
fn is_followed(reader: &Reader<'_, '_>, end: usize) -> bool {
    let Some(word) = reader.word(end) else { return true };
    is_any(word, &FOLLOWS) || reader.is_cased() && !reader.is_close(end)
}

/// Whether somebody who was called by name is told who calls: "hey dot it's".
fn is_hailed(reader: &Reader<'_, '_>, end: usize) -> bool {
    reader.word(end).is_some_and(|word| is_any(word, &["it", "this", "i", "its"]))
}

fn is_home(reader: &Reader<'_, '_>, index: usize) -> bool {
    reader.word(index).is_some_and(|word| is_any(word, &["residence", "household"]))
}

/// The family whose home a recorded greeting names: "you've reached the petrosyan residence".
fn family(reader: &Reader<'_, '_>, end: usize) -> Option<(usize, usize)> {
    let first = end - 1;
    let is = |back: usize, list: &[&str]| {
        first.checked_sub(back).and_then(|index| reader.word(index)).is_some_and(|word| is_any(word, list))
    };
    let reached = is(2, &["reached", "got", "called", "calling"]);
    let named = is(1, &["the"]) && (reached || is(2, &["is"]));
    let surname = reader.listed(first).is_some_and(|name| name.last && !name.common);
    // "This is the primary residence."
    let believed = (surname || reached && is_unlisted(reader, first)) && !reader.is_ordinary(first, end);
    (named && reader.is_close(end) && believed).then_some((first, end))
}

/// Whether no list holds the word at `index`, and it looks like a name.
fn is_unlisted(reader: &Reader<'_, '_>, index: usize) -> bool {
    let lexicon = reader.passage.lexicon;
    reader.word(index).is_some_and(|word| {
        word.len() > if word.is_ascii() { 3 } else { 2 }
            && word.iter().all(|byte| byte.is_ascii_alphabetic() || *byte >= 0x80)
            && !is_inflected(word)
            && !lexicon.is_function_word(word)
            && lexicon.word(word).is_none()
    })
}

/// The end of a small-lettered name that no list holds: after "mister", or after "my name is" with a pause or a frequent word
/// behind it or behind the next such word.
fn bare_end(reader: &Reader<'_, '_>, index: usize, title: bool) -> Option<usize> {
    let unknown = |index: usize| is_unlisted(reader, index) && !reader.has_capital(index);
    let frequent = |index: usize| reader.word(index).is_some_and(|word| reader.passage.lexicon.is_function_word(word));
    let ends = |index: usize| is_followed(reader, index) || frequent(index);
    let listed = || reader.listed(index + 1).is_some_and(|name| name.last) && !frequent(index + 1);
    // "Officer dunleavy badge four": behind a title a second word may be any.
    let surname = || if title { listed() } else { unknown(index + 1) || listed() };
    if !unknown(index) {
        None
    } else if reader.is_close(index + 1) && surname() && ends(index + 2) {
        Some(index + 2)
    } else {
        (title || ends(index + 1)).then_some(index + 1)
    }
}

/// The name before a cue.
fn ahead(reader: &Reader<'_, '_>, end: usize, manner: Manner) -> Option<(usize, usize)> {
    let joined = reader.is_joined(end) || reader.is_close(end);
    let mut first = end;
    let fits = |index: usize| {
        let capital = reader.is_capital(index) || !reader.is_cased();
        matches!(reader.fit(index, false), Fit::Listed | Fit::Common) && capital
    };
    while joined && first > 0 && end - first < 3 && fits(first - 1) && (first == end || reader.is_close(first)) {
        first -= 1;
    }
    let name = reader.listed(first)?;
    let believed = match (end - first, reader.fit(first, false)) {
        (0, _) => false,
        (1, Fit::Common) if reader.is_capital(first) => name.first && (manner.strong || reader.starts_sentence(first)),
        // "Gun heter jag".
        (1, Fit::Common) => name.first && manner.naming && reader.passage.is_at(end + 1, &["jag", "ja"]),
        (1, _) => name.first || manner.strong,
        _ => name.first,
    };
    (believed && !reader.is_ordinary(first, end)).then_some((first, end))
}
