//! Codes, written and spelled: every window of whole groups is shown to every identifier that has letters.

use super::identifiers::{Alphabet, IDENTIFIERS, Identifier, Window};
use super::numbers::{Asked, show};
use super::{Candidate, Passage, Scratch};
use crate::dictionary::{Numeral, kind};
use crate::digits::{CodeText, Form};
use crate::entity::EntitySet;
use crate::lexer::Hit;
use crate::span::Span;

/// Fewer characters than this are no code.
const SHORTEST: usize = 4;
/// Groups of a code that windows begin at; a longer one is a list.
const MOST_GROUPS: usize = 10;

/// Pushes what the codes of the passage could be.
pub(super) fn find(passage: &Passage<'_>, scratch: &mut Scratch, out: &mut Vec<Candidate>) {
    let is_taken = |word: usize| is_taken(passage, word);
    let text =
        CodeText { source: passage.source(), runs: passage.runs, spelled: asks_for_code(passage), is_taken: &is_taken };
    let mut next = 0;
    for index in 0..passage.runs.as_slice().len() {
        if index < next {
            continue;
        }
        if let Some((_, after)) = text.read(index, &mut scratch.run) {
            next = after;
            propose(passage, scratch, out);
        }
    }
}

/// The entities whose values can have letters, those of countries aside.
const CODED: EntitySet = {
    let (mut set, mut index) = (EntitySet::EMPTY, 0);
    while index < IDENTIFIERS.len() {
        if matches!(IDENTIFIERS[index].alphabet, Alphabet::Codes) {
            set.insert(IDENTIFIERS[index].entity);
        }
        index += 1;
    }
    set
};

/// Whether a cue of the passage is for something that can have letters.
fn asks_for_code(passage: &Passage<'_>) -> bool {
    let of_country =
        |identifier: &Identifier| identifier.alphabet == Alphabet::Codes && passage.cued.contains(identifier.entity);
    passage.cued.meets(CODED) || passage.packs.identifiers().any(of_country)
}

fn is_taken(passage: &Passage<'_>, word: usize) -> bool {
    passage.is_verb(word)
        || passage.hits_over(word).any(|hit| {
            // "AB" is a company's ending, and two letters of many a code.
            // "k r x": letters of a plate, although "r x" is a prescription's cue.
            let letters = (hit.kinds & kind::CUE == 0 || follows_letter(passage, hit))
                && (passage.tokens.span(hit).len() <= 2 || is_spelled(passage, hit));
            !letters
                && !is_head(passage, hit)
                && hit.kinds & (kind::CUE | kind::TERM | kind::PLACE | kind::ORDINARY) != 0
        })
}

/// Whether a term or a place is made of nothing but letters and digits as they are spelled: "double u two", "x-ray", "lima".
fn is_spelled(passage: &Passage<'_>, hit: &Hit) -> bool {
    (hit.word as usize..hit.end() as usize).all(|index| {
        passage.word(index).is_some_and(|(_, word)| {
            let said = || passage.lexicon.numbers.get(word);
            word.len() == 1
                || Passage::is(word, "ray")
                || matches!(said(), Some(Numeral::Times(_) | Numeral::Unit(_) | Numeral::Letter(_)))
        })
    })
}

/// Whether a cue of single letters stands behind another letter.
fn follows_letter(passage: &Passage<'_>, hit: &Hit) -> bool {
    let single = |(_, word): (Span, &[u8])| word.len() == 1 && word[0].is_ascii_alphabetic();
    let before = passage.word_before(hit.word as usize).is_some_and(single);
    before && (hit.word as usize..hit.end() as usize).all(|index| passage.word(index).is_some_and(single))
}

/// Whether a hit is the head of a code that is written with a hyphen: "MR-448201".
fn is_head(passage: &Passage<'_>, hit: &Hit) -> bool {
    let next = hit.end() as usize;
    let capitals = |word: &[u8]| word.len() <= 4 && word.iter().all(u8::is_ascii_uppercase);
    hit.end() - hit.word == 1
        && passage.word(hit.word as usize).is_some_and(|(_, word)| capitals(word))
        && passage.gap(next) == Some(b"-")
        && passage.word(next).is_some_and(|(_, word)| word[0].is_ascii_digit())
}

fn propose(passage: &Passage<'_>, scratch: &mut Scratch, out: &mut Vec<Candidate>) {
    let Scratch { run, values, .. } = scratch;
    let asked = Asked::new(passage.number, passage.cued, passage.packs);
    let groups = run.groups.len();
    let whole = run.as_one_group();
    if run.form == Form::Spoken && groups > 1 {
        show(&Window::merged(run, &whole), Alphabet::Codes, run, &asked, values, out);
    }
    for first in 0..groups.min(MOST_GROUPS) {
        for end in first + 1..=groups.min(first + MOST_GROUPS) {
            let window = Window::new(run, first, end);
            let letters = window.chars.iter().filter(|byte| byte.is_ascii_uppercase()).count();
            if window.chars.len() >= SHORTEST && letters > 0 && letters < window.chars.len() {
                show(&window, Alphabet::Codes, run, &asked, values, out);
            }
        }
    }
}
