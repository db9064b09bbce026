//! Expiry dates of cards that are no four digits in a row: "9 of 26", "April of twenty seven", "april 2027".

use super::{Candidate, Passage, Reason, Values};
use crate::dictionary::Numeral;
use crate::digits::Form;
use crate::entity::{EntitySet, id};
use crate::span::Span;

/// Words behind a cue in which the date begins.
const REACH: usize = 5;

/// Pushes the expiry dates behind the passage's cues for one.
pub(super) fn find(passage: &Passage<'_>, values: &mut Values, out: &mut Vec<Candidate>) {
    for (hit, _) in passage.cues_for(EntitySet::of([id::CARD_EXPIRY])).filter(|(_, cue)| !cue.negates) {
        let first = hit.end() as usize;
        out.extend((first..first + REACH).find_map(|index| at(passage, index, values)));
    }
}

/// The date whose month is word `index`.
fn at(passage: &Passage<'_>, index: usize, values: &mut Values) -> Option<Candidate> {
    let (span, word) = passage.word(index)?;
    let month = match passage.lexicon.numbers.get(word) {
        Some(Numeral::Month(month) | Numeral::Unit(month) | Numeral::Teen(month @ 10..=12)) => month,
        _ if word.len() <= 2 && word.iter().all(u8::is_ascii_digit) => super::identifiers::value(word) as u8,
        _ => return None,
    };
    let named = matches!(passage.lexicon.numbers.get(word), Some(Numeral::Month(_)));
    let of = passage.word(index + 1).is_some_and(|(_, word)| Passage::is(word, "of"));
    if !(1..=12).contains(&month) || !(named || of) {
        return None;
    }
    let (start, _) = passage.word(index + 1 + usize::from(of))?;
    let run = passage.runs.from(start.start).first().filter(|run| run.span.start == start.start)?;
    let reading = passage.runs.reading(run);
    // What is behind a pause is another number: "march twenty nine and one oh nine on the back".
    let (year, rest) = reading.groups.split_first()?;
    // "April 20 27".
    let century = reading.digits[..usize::from(year.len)] == *b"20";
    let more = rest.first().filter(|more| century && more.len == 2 && more.separator != b'&');
    let digits = &reading.digits[..usize::from(year.len + more.map_or(0, |more| more.len))];
    let span = Span::new(span.start, more.unwrap_or(year).span.end);
    let year = match digits.len() {
        2 => digits,
        4 if digits.starts_with(b"20") => &digits[2..],
        _ => return None,
    };
    let mut candidate = Candidate::new(passage.number, span, id::CARD_EXPIRY, 30, "card/expiry");
    candidate.needs_cue = true;
    candidate.form = reading.form;
    candidate.value = values.keep(Form::Spoken, false, &[&[b'0' + month / 10, b'0' + month % 10], year].concat());
    candidate.evidence.push(Reason::SHAPE_DATE);
    Some(candidate)
}
