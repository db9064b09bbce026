//! How sure a candidate is: cues, negation, company and overlap. Integer points, so nothing depends on an order.

mod company;
mod cues;
mod negation;
mod overlap;
mod turns;

pub(crate) use company::{Mailbox, judge as judge_company};
pub(crate) use overlap::resolve;
pub(crate) use turns::left_open;

use crate::detect::{Candidate, Passage, Reason};
use crate::digits::Form;
use crate::entity::{EntitySet, id};
use crate::span::Span;

/// Memory of scoring, one a worker.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scratch {
    cues: Vec<cues::CueAt>,
    terms: Vec<(u32, u8)>,
    codes: Vec<Span>,
}

/// Points and confidence that divide findings into bands (classification.md).
pub(crate) const PROBABLE: u8 = 45;
const CONFIRMED: u8 = 70;

/// The band of a confidence: `possible` from 20, `probable` from 45, `confirmed` from 70.
///
/// ```
/// assert_eq!(earmark::band(93), "confirmed");
/// ```
pub const fn band(confidence: u8) -> &'static str {
    BANDS[band_index(confidence)]
}

/// The bands' names, weakest first.
pub(crate) const BANDS: [&str; 3] = ["possible", "probable", "confirmed"];

/// The place in [`BANDS`] of a confidence's band.
pub(crate) const fn band_index(confidence: u8) -> usize {
    match confidence {
        CONFIRMED.. => 2,
        PROBABLE.. => 1,
        _ => 0,
    }
}

/// The entities that the bytes of candidate `index` could be, and the unclaimed run that any number could be.
fn rivals(candidates: &[Candidate], index: usize) -> EntitySet {
    let mut set = EntitySet::EMPTY;
    set.insert(id::NUMBER_RUN);
    let span = candidates[index].span;
    // Candidates of one window are pushed one after the other.
    let alike = |candidate: &&Candidate| candidate.span == span;
    let before = candidates[..index].iter().rev().take_while(alike);
    before.chain(candidates[index..].iter().take_while(alike)).for_each(|candidate| set.insert(candidate.entity));
    set
}

/// Judges what stands behind the cards that were found.
fn cards(passage: &Passage<'_>, candidates: &mut [Candidate]) {
    let is_card =
        |candidate: &Candidate| candidate.entity == id::CREDIT_CARD && candidate.points >= i16::from(PROBABLE);
    let Some(card) = candidates.iter().rev().find(|candidate| is_card(candidate)).copied() else { return };
    for candidate in candidates.iter_mut() {
        if matches!(candidate.entity, id::CARD_EXPIRY | id::CARD_CVV) {
            // Of a card and what stands behind it the last card counts: nearly always there is one.
            cues::beside_card(passage, &card, candidate);
        }
    }
}

/// The words that a code was spelled with are nothing by themselves: "x-ray" and "adam" behind "policy number".
fn spelled(candidates: &mut [Candidate], codes: &mut Vec<Span>) {
    let is_code = |candidate: &&Candidate| {
        candidate.form == Form::Spoken
            && !matches!(candidate.entity, id::MONEY | id::AGE | id::DATE_OF_BIRTH | id::STREET_ADDRESS)
            && candidate.points >= i16::from(PROBABLE)
            && (candidate.evidence.has(Reason::CUE_STRONG) || candidate.evidence.has(Reason::CUE_WEAK))
    };
    codes.clear();
    codes.extend(candidates.iter().filter(is_code).map(|candidate| candidate.span));
    if codes.is_empty() {
        return;
    }
    // Each reaches as far as any that began before it: a span is in one of them if it is in the last that begins no later.
    codes.sort_unstable_by_key(|code| code.start);
    let mut reach = 0;
    codes.iter_mut().for_each(|code| {
        reach = reach.max(code.end);
        code.end = reach;
    });
    for word in candidates.iter_mut() {
        if word.weight > 0 || matches!(word.entity, id::PERSON | id::LOCATION) {
            let behind = codes.partition_point(|code| code.start <= word.span.start);
            if behind > 0 && codes[behind - 1].end >= word.span.end {
                (word.points, word.weight) = (0, 0);
            }
        }
    }
}

/// Scores the candidates of one passage by what is said around them.
pub(crate) fn judge_passage(passage: &Passage<'_>, scratch: &mut Scratch, candidates: &mut [Candidate]) {
    if candidates.is_empty() {
        return;
    }
    let wants_cue =
        |candidate: &Candidate| matches!(candidate.form, Form::Written | Form::Spoken) && candidate.weight == 0;
    if candidates.iter().any(wants_cue) {
        cues::collect(passage, &mut scratch.cues);
        for index in 0..candidates.len() {
            if wants_cue(&candidates[index]) {
                let rivals = rivals(candidates, index);
                cues::judge(passage, &scratch.cues, rivals, &mut candidates[index]);
                turns::judge(passage, &mut candidates[index]);
            }
        }
        cards(passage, candidates);
        spelled(candidates, &mut scratch.codes);
        candidates.iter_mut().filter(|candidate| candidate.needs_cue && wants_cue(candidate)).for_each(|candidate| {
            candidate.points = 0;
        });
    }
    negation::mark(passage, candidates);
}
