//! Numbers that are said in parts with talk between them: "area code four one five, and the number's five five five …", "the
//! card is four one one one … hang on a sec … okay one one one one …", with the listener's "okay" or the next speaker's label.

use std::ops::Range;

use super::{Asked, show};
use crate::detect::checksum::luhn;
use crate::detect::identifiers::{Alphabet, Packs, Window};
use crate::detect::{Candidate, Passage, Values};
use crate::digits::{DigitRun, Group, RunAt};
use crate::entity::{EntityId, EntitySet, id};
use crate::span::Span;
use crate::wordlist::WordList;

/// Words between an area code and the number behind it.
const AREA_TO_NUMBER: usize = 6;
/// A part of so many digits is a number by itself.
const WHOLE: usize = 9;
/// Words between two parts of a number, and the most parts.
const LONGEST_ASIDE: usize = 10;
const MOST_PARTS: usize = 4;

/// The entities whose length says where one ends.
const OF_KNOWN_LENGTH: EntitySet =
    EntitySet::of([id::CREDIT_CARD, id::US_SSN, id::SE_PERSONNUMMER, id::PHONE_NUMBER, id::UK_NHS_NUMBER]);

/// What is said while a number is looked for or written down, besides words too frequent to say anything, and who says it.
const ASIDES: WordList = WordList::new(&[
    "okay",
    "ok",
    "got",
    "sec",
    "second",
    "seconds",
    "minute",
    "moment",
    "wait",
    "hang",
    "hold",
    "see",
    "right",
    "yep",
    "yes",
    "yeah",
    "mhm",
    "mm",
    "uh",
    "um",
    "sure",
    "first",
    "half",
    "next",
    "then",
    "rest",
    "ready",
    "alright",
    "perfect",
    "great",
    "thanks",
    "thank",
    "please",
    "continue",
    "go",
    "ahead",
    "glasses",
    "read",
    "reading",
    "part",
    "agent",
    "customer",
    "caller",
    "operator",
    "speaker",
    "rep",
    "client",
    "member",
    "patient",
    "nurse",
    "vänta",
    "sekund",
    "stund",
    "ska",
    "se",
    "okej",
    "japp",
    "jaha",
    "precis",
    "bra",
    "tack",
    "kund",
    "handläggare",
    "sköterska",
    "patienten",
    "resten",
    "sen",
    "sedan",
    "första",
    "hälften",
    "fortsätt",
    "varsågod",
    "glasögonen",
    "glasögon",
    "läsa",
    "ögonblick",
    "ettor",
    "nollor",
    "bara",
]);

/// Pushes what the runs of the passage are together.
pub(super) fn find(passage: &Passage<'_>, values: &mut Values, out: &mut Vec<Candidate>) {
    let wanted = passage.cued.intersection(OF_KNOWN_LENGTH);
    let runs = passage.runs.as_slice();
    if wanted == EntitySet::EMPTY || runs.len() < 2 {
        return;
    }
    for first in 0..runs.len() - 1 {
        let follows = |pair: &&[RunAt]| is_aside(passage, between(&pair[0], &pair[1]));
        let more = runs[first..].windows(2).take(MOST_PARTS - 1).take_while(follows).count();
        for end in first + 2..=first + 1 + more {
            let parts = &runs[first..end];
            if let Some(entity) = resumed(passage, wanted, parts) {
                push(passage, parts, entity, values, out);
            }
        }
        let pair = &runs[first..first + 2];
        if wanted.contains(id::PHONE_NUMBER) && has_area_code(passage, &pair[0], &pair[1]) {
            push(passage, pair, id::PHONE_NUMBER, values, out);
        }
    }
}

fn between(before: &RunAt, after: &RunAt) -> Range<usize> {
    before.end_word as usize..after.first_word as usize
}

/// Whether nothing is said in `words` but that a number goes on.
fn is_aside(passage: &Passage<'_>, mut words: Range<usize>) -> bool {
    let idle = |index| {
        passage.is_at(index, &ASIDES)
            || passage.word(index).is_some_and(|(_, word)| word.len() == 1 || passage.lexicon.is_function_word(word))
    };
    (1..=LONGEST_ASIDE).contains(&words.len()) && words.all(idle)
}

/// The entity of `wanted` that the parts are one value of, by their lengths and its check.
fn resumed(passage: &Passage<'_>, wanted: EntitySet, parts: &[RunAt]) -> Option<EntityId> {
    if parts.iter().any(|part| part.counted || passage.runs.reading(part).digits.len() >= WHOLE) {
        return None;
    }
    let digits: Vec<u8> = parts.iter().flat_map(|part| &passage.runs.reading(part).digits).copied().collect();
    let ends = parts[..parts.len() - 1].iter().scan(0, |end, part| {
        *end += passage.runs.reading(part).digits.len();
        Some(*end)
    });
    let part_at = |places: &[usize]| ends.clone().all(|end| places.contains(&end));
    let is = |entity| wanted.contains(entity);
    match digits.len() {
        13..=19 if is(id::CREDIT_CARD) && luhn(&digits) => Some(id::CREDIT_CARD),
        16 if is(id::CREDIT_CARD) && part_at(&[4, 8, 12]) => Some(id::CREDIT_CARD),
        9 if is(id::US_SSN) && part_at(&[3, 5]) => Some(id::US_SSN),
        10 if is(id::SE_PERSONNUMMER) && part_at(&[6]) && luhn(&digits) => Some(id::SE_PERSONNUMMER),
        12 if is(id::SE_PERSONNUMMER) && part_at(&[4, 6, 8]) && luhn(&digits[2..]) => Some(id::SE_PERSONNUMMER),
        10 if is(id::UK_NHS_NUMBER) && part_at(&[3, 6]) => Some(id::UK_NHS_NUMBER),
        10 if is(id::PHONE_NUMBER) && digits[0] > b'1' && part_at(&[3, 6]) => Some(id::PHONE_NUMBER),
        9..=11 if is(id::PHONE_NUMBER) && digits[0] == b'0' => Some(id::PHONE_NUMBER),
        _ => None,
    }
}

/// Whether `area` is said to be the area code of `number`.
fn has_area_code(passage: &Passage<'_>, area: &RunAt, number: &RunAt) -> bool {
    let words = between(area, number);
    let (head, tail) = (&passage.runs.reading(area).digits, &passage.runs.reading(number).digits);
    let first = area.first_word as usize;
    let called = |back: usize| {
        let at = first.wrapping_sub(back);
        is_area_code(passage, at.wrapping_sub(1)) || passage.is_at(at, &["riktnummer", "riktnumret"])
    };
    let fits = match head[..] {
        [b'0', ..] => (2..=4).contains(&head.len()) && (5..=8).contains(&tail.len()),
        _ => head.len() == 3 && tail.len() == 7,
    };
    let close = (1..=AREA_TO_NUMBER).contains(&words.len());
    fits && close && ((1..=2).any(called) || words.clone().any(|word| is_area_code(passage, word)))
}

/// Whether "area code" begins with word `index`.
fn is_area_code(passage: &Passage<'_>, index: usize) -> bool {
    passage.is_at(index, &["area"]) && passage.is_at(index + 1, &["code"])
}

/// Pushes what `parts` are together, if that is an `entity`.
fn push(passage: &Passage<'_>, parts: &[RunAt], entity: EntityId, values: &mut Values, out: &mut Vec<Candidate>) {
    let run = joined(passage, parts);
    let whole = run.as_one_group();
    let asked = Asked::new(passage.number, EntitySet::of([entity]), Packs::default());
    let from = out.len();
    for window in [Window::new(&run, 0, run.groups.len()), Window::merged(&run, &whole)] {
        show(&window, Alphabet::Digits, &run, &asked, values, out);
    }
    let mut index = from;
    while let Some(candidate) = out.get(index) {
        if candidate.entity == entity {
            index += 1;
        } else {
            out.swap_remove(index);
        }
    }
}

/// The likeliest readings of several runs as one.
fn joined(passage: &Passage<'_>, parts: &[RunAt]) -> DigitRun {
    let mut readings = parts.iter().map(|part| passage.runs.reading(part));
    let mut whole = readings.next().cloned().unwrap_or_default();
    for part in readings {
        let length = whole.digits.len() as u16;
        whole.digits.extend_from_slice(&part.digits);
        whole.groups.extend(part.groups.iter().map(|group| Group { first: group.first + length, ..*group }));
        whole.form = if part.form == whole.form { whole.form } else { crate::digits::Form::Spoken };
        (whole.commas, whole.glued) = (whole.commas || part.commas, whole.glued || part.glued);
        whole.span = Span::new(whole.span.start, part.span.end);
    }
    whole
}
