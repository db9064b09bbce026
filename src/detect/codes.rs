//! Codes, written and spelled: every window of whole groups is shown to every identifier that has letters.

use super::identifiers::{Alphabet, IDENTIFIERS, Identifier, Window};
use super::numbers::{Asked, show};
use super::{Candidate, Passage, Scratch};
use crate::dictionary::kind;
use crate::digits::{CodeText, Form};
use crate::entity::EntitySet;

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
    passage.hits_over(word).any(|hit| {
        // "AB" is a company's ending, and two letters of many a code.
        let letters = hit.kinds & kind::CUE == 0 && passage.tokens.span(hit).len() <= 2;
        !letters && hit.kinds & (kind::CUE | kind::TERM | kind::PLACE | kind::ORDINARY) != 0
    })
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
