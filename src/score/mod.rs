//! How sure a candidate is: cues, negation, company and overlap. Integer points, so nothing depends on an order.

mod company;
mod cues;
mod negation;
mod overlap;

pub(crate) use company::{Mailbox, judge as judge_company};
pub(crate) use overlap::resolve;

use crate::detect::{Candidate, Passage};
use crate::digits::Form;

/// Memory of scoring, one a worker.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scratch {
    cues: Vec<cues::CueAt>,
    terms: Vec<(u32, u8)>,
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

/// Scores the candidates of one passage by what is said around them.
pub(crate) fn judge_passage(passage: &Passage<'_>, scratch: &mut Scratch, candidates: &mut [Candidate]) {
    if candidates.is_empty() {
        return;
    }
    let wants_cue =
        |candidate: &Candidate| matches!(candidate.form, Form::Written | Form::Spoken) && candidate.weight == 0;
    if candidates.iter().any(wants_cue) {
        cues::collect(passage, &mut scratch.cues);
        candidates.iter_mut().filter(|candidate| wants_cue(candidate)).for_each(|candidate| {
            cues::judge(passage, &scratch.cues, candidate);
        });
    }
    negation::mark(passage, candidates);
}
