//! The version of an Ontario health card: one or two letters that are read out apart from the ten digits.
//!
//! Beside the digits they belong to them (`identifiers/ca_ohip.rs`). Behind "version code", or behind "version" and a number
//! of ten digits, they are found here (Ontario Ministry of Health, "Health Card Validation Reference Manual").

use super::{Candidate, Passage, Reason, Values, is_any};
use crate::digits::Form;
use crate::entity::id;
use crate::span::Span;

/// Words between the card's number and "version".
const BEHIND_NUMBER: usize = 3;
/// Words between "version" and its letters: "code is".
const INTRODUCERS: [&str; 6] = ["code", "is", "it", "s", "the", "letters"];

/// Pushes the version letters of the passage.
pub(super) fn find(passage: &Passage<'_>, values: &mut Values, out: &mut Vec<Candidate>) {
    if !passage.cued.contains(id::CA_OHIP) {
        return;
    }
    for run in passage.runs.iter().filter(|run| passage.runs.reading(run).digits.len() == 10) {
        let behind = run.end_word as usize;
        let version = (behind..=behind + BEHIND_NUMBER).find(|&index| passage.is_at(index, &["version"]));
        out.extend(version.and_then(|version| letters(passage, version, values)));
    }
}

/// The letters behind word `version`.
fn letters(passage: &Passage<'_>, version: usize, values: &mut Values) -> Option<Candidate> {
    let introduces = |&index: &usize| passage.is_at(index, &INTRODUCERS);
    let first = version + 1 + (version + 1..version + 4).take_while(introduces).count();
    let (span, word) = passage.word(first)?;
    let letter = |word: &[u8]| word.len() == 1 && word[0].is_ascii_alphabetic();
    let pair = word.len() == 2 && word.iter().all(u8::is_ascii_uppercase);
    let second = passage.word(first + 1).filter(|(_, word)| letter(word) && passage.gap(first + 1) == Some(b" "));
    let span = match second {
        _ if pair => span,
        Some((second, _)) if letter(word) => Span::new(span.start, second.end),
        // "version a great help" has no letter.
        _ if letter(word) && !is_any(word, &["a", "i"]) => span,
        _ => return None,
    };
    let mut candidate = Candidate::new(passage.number, span, id::CA_OHIP, 50, "health/ohip_version");
    candidate.evidence.push(Reason::SHAPE_WORD);
    if !pair {
        candidate.form = Form::Spoken;
        let said: Vec<u8> =
            span.of(passage.text).iter().filter(|byte| **byte != b' ').map(u8::to_ascii_uppercase).collect();
        candidate.value = values.keep(Form::Spoken, false, &said);
    }
    Some(candidate)
}
