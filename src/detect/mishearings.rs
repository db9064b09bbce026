//! Medical terms as recognisers mishear them: "metta prolol", "car vettle all", "zarelto".
//!
//! Looked for only near company (a medical term or a dose), so text without any costs nothing. There, up to five words run
//! together are looked up by their skeleton of consonants (`dictionary::phonetic`), and the few terms that share it are
//! compared sound by sound. How much may differ grows with the consonants that agree: three are an accident, seven are not.

use std::ops::Range;

use super::company::{Companion, Company, Says};
use super::{Candidate, Passage, Reason};
use crate::dictionary::{Meaning, Sounding, Sounds, Weight, kind};
use crate::digits::Form;
use crate::entity::id;
use crate::fold;
use crate::lexer::Hit;
use crate::span::Span;

/// Words that one term is heard as, at most ("leave oh thigh rocks een").
const MOST_WORDS: usize = 5;
/// What a window's function words add to the difference: "cream on" is two words, "a moxa cillin" may be one. Of one letter,
/// or an "oh", they are what recognisers write for a syllable.
const FUNCTION_WORD: u16 = 3;
const SYLLABLE: u16 = 2;
/// A difference as small as this is a matter of spelling.
const CLOSE: u16 = 6;

/// The most that may differ, in twentieths of a consonant, by consonants of the term (3, 4, 5, 6, 7 and more): of a drug
/// heard as one word (beside one function word at most), as several, and of either where no drug and no dose is near.
const OF_A_WORD: [u16; 5] = [0, 2, 8, 14, 20];
const OF_WORDS: [u16; 5] = [6, 10, 17, 26, 32];
const ELSEWHERE: [u16; 5] = [0, 0, 5, 14, 20];
/// The same of other terms, which everyday words resemble more often ("therapies", "core theology").
const OTHERS_OF_A_WORD: [u16; 5] = [0, 0, 0, 3, 6];
const OTHERS_OF_WORDS: [u16; 5] = [0, 0, 5, 10, 15];

/// Words that sound like a term and are none: what an English dictionary of 50,000 words holds within the limits above.
const SOUND_ALIKE: &str = "cancers concerti concerto contrive councillor councilor diagnoses faster foster halcyon \
    impatient koalas peacemaker recoup seasonal singular statens stations";

/// Memory of the matcher.
#[derive(Clone, Debug, Default)]
pub(super) struct Scratch {
    sounds: Sounds,
    folded: Vec<u8>,
}

/// Words run together and the term they sound like.
#[derive(Clone, Copy)]
struct Match<'l> {
    first: usize,
    end: usize,
    /// Its words that are no function words.
    others: usize,
    difference: u16,
    /// Whether a drug or a dose is near a drug.
    expected: bool,
    likely: bool,
    term: &'l Sounding,
}

impl Match<'_> {
    /// Whether it explains more of the text: a consonant that agrees outweighs a small difference.
    fn beats(&self, other: &Self) -> bool {
        let merit = |found: &Self| MERIT * found.term.consonants as i32 - i32::from(found.difference);
        merit(self) > merit(other)
    }
}

/// What a consonant more is worth against difference.
const MERIT: i32 = 10;

/// Pushes the misheard terms near `company`.
pub(super) fn find(passage: &Passage<'_>, company: &Company, scratch: &mut Scratch, out: &mut Vec<Candidate>) {
    let mut best: Option<Match<'_>> = None;
    for &(at, Companion { word, says }) in company.near() {
        let fewest = fewest_consonants(says, word.abs_diff(at));
        let Some(found) = at_word(passage, company, scratch, at, fewest) else { continue };
        match best {
            Some(other) if found.first < other.end => best = Some(if found.beats(&other) { found } else { other }),
            _ => {
                out.extend(best.map(|done| candidate(passage, &done)));
                best = Some(found);
            }
        }
    }
    out.extend(best.map(|done| candidate(passage, &done)));
}

/// How many consonants a term must have at this distance from its company. Short ones are like many ordinary words: they are
/// looked for only where a drug is expected, and comparing them everywhere took a tenth of the time of a scan.
const fn fewest_consonants(says: Says, distance: usize) -> usize {
    match (says, distance) {
        (Says::Drug, 0..=6) => 3,
        (Says::Drug, _) => 4,
        (Says::Term | Says::Taken, _) => 5,
    }
}

/// The likeliest term that begins with word `first`.
fn at_word<'l>(
    passage: &Passage<'l>,
    company: &Company,
    scratch: &mut Scratch,
    first: usize,
    fewest: usize,
) -> Option<Match<'l>> {
    let Scratch { sounds, folded } = scratch;
    sounds.clear();
    // The s of "children's rights" begins nothing.
    if byte_before(passage, first).is_some_and(|byte| byte == b'\'') || is_settled(passage, first) {
        return None;
    }
    let mut best: Option<Match<'l>> = None;
    for end in first + 1..=first + MOST_WORDS {
        let Some((_, word)) = passage.word(end - 1).filter(|_| end - 1 == first || is_close(passage, end - 1)) else {
            break;
        };
        folded.clear();
        fold::fold_into(word, folded);
        if is_inflected(folded) || !sounds.push_word(folded) {
            break;
        }
        if !passage.lexicon.soundalikes.may_begin(sounds) {
            break;
        }
        let mut window = None;
        for key in sounds.keys().into_iter().flatten() {
            for term in passage.lexicon.soundalikes.of(key).filter(|term| term.consonants >= fewest) {
                let window = window.get_or_insert_with(|| Window::new(passage, first..end));
                let found = compare(passage, company, sounds, window, term);
                best = found.filter(|found| best.is_none_or(|known| found.beats(&known))).or(best);
            }
        }
    }
    best
}

/// Endings of English words that no drug's syllable has; words with one are most of what is left to compare in ordinary talk.
const ENDINGS: [&str; 8] = ["ing", "ings", "ly", "tion", "tions", "ness", "ment", "ments"];
/// A word as short as this may be a syllable, whatever it ends in.
const SYLLABLE_LENGTH: usize = 5;

fn is_inflected(folded: &[u8]) -> bool {
    folded.len() > SYLLABLE_LENGTH && ENDINGS.iter().any(|ending| folded.ends_with(ending.as_bytes()))
}

/// Whether a term can hardly begin with word `index`: a function word that is no syllable, or one that a dictionary knows.
/// Without this the sounds of every word near company are made: half of all time on medical talk.
fn is_settled(passage: &Passage<'_>, index: usize) -> bool {
    let Some((_, word)) = passage.word(index) else { return true };
    let syllable = word.len() == 1 || Passage::is(word, "oh");
    let first = passage.hits.partition_point(|hit| (hit.word as usize) < index);
    let here = passage.hits[first..].iter().take_while(|hit| hit.word as usize == index);
    let known = kind::CUE | kind::ORDINARY | kind::NUMBER | kind::PLACE;
    !syllable && (passage.lexicon.is_function_word(word) || here.into_iter().any(|hit| hit.kinds & known != 0))
}

fn byte_before(passage: &Passage<'_>, index: usize) -> Option<u8> {
    let (span, _) = passage.word(index)?;
    passage.text.get((span.start as usize).checked_sub(1)?).copied()
}

/// Whether only a space or a hyphen stands before word `index`.
fn is_close(passage: &Passage<'_>, index: usize) -> bool {
    let marks = passage.marks();
    let between = marks.word(index - 1).end as usize..marks.word(index).start as usize;
    matches!(&passage.text[between], b" " | b"-")
}

/// Words run together.
struct Window {
    words: Range<usize>,
    /// What its function words add to its difference from any term.
    function: u16,
    /// The number of its other words.
    others: usize,
}

impl Window {
    fn new(passage: &Passage<'_>, words: Range<usize>) -> Self {
        let (mut function, mut others) = (0, 0);
        for (_, word) in words.clone().filter_map(|index| passage.word(index)) {
            if word.len() == 1 || Passage::is(word, "oh") {
                function += SYLLABLE;
            } else if passage.lexicon.is_function_word(word) {
                function += FUNCTION_WORD;
            } else {
                others += 1;
            }
        }
        Self { words, function, others }
    }
}

/// The words of `window` as `term`, if they sound enough like it.
fn compare<'l>(
    passage: &Passage<'l>,
    company: &Company,
    sounds: &Sounds,
    window: &Window,
    term: &'l Sounding,
) -> Option<Match<'l>> {
    let &Window { ref words, function, others } = window;
    let drug = term.term.entity == id::MEDICATION;
    let row = term.consonants.clamp(3, 7) - 3;
    let (one, several) = if drug { (OF_A_WORD, OF_WORDS) } else { (OTHERS_OF_A_WORD, OTHERS_OF_WORDS) };
    let limit = if others == 1 && words.len() < 3 { one[row] } else { several[row] };
    // How far the sounds may differ: the less, the sooner that is known.
    let most = limit.checked_sub(function).filter(|_| others > 0)?;
    let sound = term.difference(sounds, most);
    if sound > most {
        return None;
    }
    let difference = sound + function;
    let expected = company.announces(words, |says| says == Says::Drug || says == Says::Term && !drug);
    let likely = expected || difference <= ELSEWHERE[row];
    let found = Match { first: words.start, end: words.end, others, difference, expected, likely, term };
    is_free(passage, &found).then_some(found)
}

/// Whether the dictionaries leave the words of `found` to it.
fn is_free(passage: &Passage<'_>, found: &Match<'_>) -> bool {
    let (first, end) = (found.first as u32, found.end as u32);
    let from = passage.hits.partition_point(|hit| hit.word + LONGEST_HIT < first);
    let over = || passage.hits[from..].iter().take_while(|hit| hit.word < end).filter(|hit| hit.end() > first);
    if end - first > 1 {
        return !over().any(|hit| claims(passage, found, hit)) && !is_a_name(passage, found);
    }
    let word = passage.word(found.first).map_or(&b""[..], |(_, word)| word);
    over().next().is_none() && !SOUND_ALIKE.split(' ').any(|ordinary| Passage::is(word, ordinary))
}

/// Words that a dictionary's phrase has at most, for looking back over hits.
const LONGEST_HIT: u32 = 16;

/// A known term that is a part of a longer one has no more of its letters than this, in per cent; one of another kind than it
/// no more than this.
const PART: u32 = 60;
const SYLLABLE_SHARE: u32 = 35;

/// Whether `hit` has its words for itself: a phrase, or a term that is no part of what was found ("simva statin").
fn claims(passage: &Passage<'_>, found: &Match<'_>, hit: &Hit) -> bool {
    if hit.kinds & kind::TERM == 0 {
        return hit.words > 1 && hit.kinds & (kind::ORDINARY | kind::CUE | kind::PLACE) != 0;
    }
    let drug = found.term.term.entity == id::MEDICATION;
    let whole = passage.marks().word(found.end - 1).end - passage.marks().word(found.first).start;
    let share = passage.tokens.span(hit).len() * 100 / whole;
    let longer = found.others > 1 && share <= PART;
    // "Lice in o pril": of a drug that is expected, an illness may be a syllable.
    let syllable = found.expected && share <= SYLLABLE_SHARE;
    let same = |meaning: &Meaning| !matches!(meaning, Meaning::Term(term) if term.entity != found.term.term.entity && !syllable);
    let part = drug && longer && is_within(found, hit) && found.difference <= CLOSE;
    !(part && passage.lexicon.meanings(hit.entry).iter().all(same))
}

fn is_within(found: &Match<'_>, hit: &Hit) -> bool {
    hit.word as usize >= found.first && hit.end() as usize <= found.end
}

/// Whether every word is somebody's name and written like one.
fn is_a_name(passage: &Passage<'_>, found: &Match<'_>) -> bool {
    (found.first..found.end).all(|index| {
        passage
            .word(index)
            .is_some_and(|(_, word)| word[0].is_ascii_uppercase() && passage.lexicon.name(word).is_some())
    })
}

/// Points: where it is expected, where it is not, where it is not and sounds but roughly like it (possible). One that
/// completes a known term has that one's points and one more.
fn points(passage: &Passage<'_>, found: &Match<'_>) -> i16 {
    let difference = found.difference as i16;
    let from = passage.hits.partition_point(|hit| (hit.word as usize) < found.first);
    let inside = || passage.hits[from..].iter().take_while(|hit| (hit.word as usize) < found.end);
    let completes = || inside().any(|hit| hit.kinds & kind::TERM != 0 && is_within(found, hit));
    match (found.expected, found.likely) {
        _ if found.end - found.first > 1 && found.difference <= CLOSE && completes() => 86,
        (true, _) => 66 - difference / 2,
        (false, true) => 55 - difference / 2,
        (false, false) => 30,
    }
}

fn candidate(passage: &Passage<'_>, found: &Match<'_>) -> Candidate {
    let marks = passage.marks();
    let span = Span::new(marks.word(found.first).start, marks.word(found.end - 1).end);
    let Sounding { term, entry, .. } = found.term;
    let mut candidate = Candidate::new(passage.number, span, term.entity, points(passage, found), "term/misheard");
    candidate.form = Form::Term;
    candidate.tags = term.tags;
    // What is only possible is no company for others.
    candidate.weight = if found.likely { Weight::Medium as u8 } else { 0 };
    candidate.entry = *entry;
    candidate.evidence.push(Reason::TERM_MISHEARD);
    candidate
}

#[cfg(test)]
mod tests;
