//! Digit runs, written and spoken: every window of whole groups of every reading is shown to every identifier.

mod apart;

use super::identifiers::{
    Alphabet, Identifier, Packs, Reading, Wanted, Window, crypto_address, find_british, find_iban,
};
use super::{Candidate, Passage, Reason, Values};
use crate::digits::{DigitRun, Form, RunAt};
use crate::entity::{EntitySet, id};
use crate::span::Span;

/// A run of at least this many digits that nothing claims is kept as `NUMBER_RUN`.
const SHORTEST_KEPT: usize = 7;
/// Fewer digits than this are no identifier by themselves, only beside a cue.
const SHORTEST_ALONE: usize = 5;
/// A window that leaves groups of its run over is less likely what was meant.
const PART_OF_RUN: i16 = -10;
/// A reading that is not the likeliest, a flip.
const DOUBTFUL: i16 = -5;
/// The speaker corrected the number: the reading is a guess at what it came to.
const REPAIRED: i16 = -2;
/// Runs with more groups than this are lists of numbers; windows start at the first ones only.
const MOST_GROUPS: usize = 12;
/// A number has at most this many groups: a card read out digit by digit.
const MOST_TOGETHER: usize = 19;
/// A check that one random number in ten passes tells readings apart.
const TELLING: i16 = 10;

/// Pushes what each digit run of the passage could be.
pub(super) fn find(passage: &Passage<'_>, values: &mut Values, out: &mut Vec<Candidate>) {
    let span = passage.segment.span;
    let mut next = span.start;
    let mut asked = Asked::new(passage.number, passage.cued, passage.packs);
    for run in passage.runs.iter().filter(|run| !run.counted || is_keyed(passage, run)) {
        if run.span.start < next {
            continue;
        }
        let readings = passage.runs.readings(run);
        if readings[0].form == Form::Written
            && let Some(end) = written(passage, run.span, out)
        {
            next = end;
            continue;
        }
        let from = out.len();
        readings.iter().for_each(|reading| propose(reading, &asked, values, out));
        if out[from..].iter().any(|candidate| candidate.entity == id::CREDIT_CARD) {
            asked.beside_a_card();
        }
    }
    apart::find(passage, values, out);
}

/// Whether a code is said with the key behind it, and no sum: "the gate is four four one two pound".
fn is_keyed(passage: &Passage<'_>, run: &RunAt) -> bool {
    passage.cued.contains(id::CREDENTIAL) && passage.is_at(run.end_word as usize, &["pound", "hash"])
}

/// Pushes what the first digit of a written run begins or lies in, if that has a shape of its own; where it ends.
fn written(passage: &Passage<'_>, run: Span, out: &mut Vec<Candidate>) -> Option<u32> {
    let (text, within, number) = (passage.text, passage.segment.span, passage.number);
    let at = run.start + run.of(text).iter().position(u8::is_ascii_digit)? as u32;
    let one = find_iban(text, within, at, number)
        .or_else(|| super::ip::find(text, within, at, number))
        .or_else(|| super::mac::find(text, within, at, number))
        .or_else(|| crypto_address::find(text, within, at, number));
    if let Some((candidate, end)) = one {
        out.push(candidate);
        return Some(end);
    }
    let (pair, end) = find_british(text, within, at, number)?;
    out.extend(pair);
    Some(end)
}

/// Where a run stands, and what its surroundings name.
pub(super) struct Asked {
    pub(super) segment: u32,
    /// The entities that cues of the passage, or the field's name, speak for.
    cued: EntitySet,
    /// What is read for that.
    wanted: Wanted,
    /// The countries whose numbers are looked for, besides those that always are.
    packs: Packs,
}

impl Asked {
    pub(super) fn new(segment: u32, cued: EntitySet, packs: Packs) -> Self {
        Self { segment, cued, wanted: Wanted::beside(cued), packs }
    }

    /// A card was found: its expiry date and its code may follow.
    fn beside_a_card(&mut self) {
        let card = EntitySet::of([id::CARD_EXPIRY, id::CARD_CVV]);
        self.cued.join(card);
        self.wanted.join(card);
    }
}

/// Pushes what all windows of `run` could be, and the run itself.
pub(super) fn propose(run: &DigitRun, asked: &Asked, values: &mut Values, out: &mut Vec<Candidate>) {
    if run.digits.len() < SHORTEST_ALONE && asked.cued == EntitySet::EMPTY {
        return;
    }
    let groups = run.groups.len();
    for first in 0..groups.min(MOST_GROUPS) {
        for end in first + 1..=groups.min(first + MOST_TOGETHER) {
            show(&Window::new(run, first, end), Alphabet::Digits, run, asked, values, out);
        }
    }
    // Pauses need not fall where the number's groups end.
    if run.form == Form::Spoken && groups > 1 {
        show(&Window::merged(run, &run.as_one_group()), Alphabet::Digits, run, asked, values, out);
    }
    if run.digits.len() >= SHORTEST_KEPT && !run.glued && !run.commas && run.doubt == 0 {
        let mut kept = Candidate::new(asked.segment, run.span, id::NUMBER_RUN, 45, "digits/run");
        kept.form = run.form;
        kept.value = values.keep(run.form, run.plus, &run.digits);
        kept.evidence.push(if run.is_overlong() { Reason::RUN_OVERLONG } else { Reason::RUN_UNCLAIMED });
        out.push(kept);
    }
}

/// Asks all identifiers of an alphabet what they make of a window.
pub(super) fn show(
    window: &Window<'_>,
    alphabet: Alphabet,
    run: &DigitRun,
    asked: &Asked,
    values: &mut Values,
    out: &mut Vec<Candidate>,
) {
    if window.chars.len() < SHORTEST_ALONE && asked.cued == EntitySet::EMPTY {
        return;
    }
    let length = window.chars.len();
    let of_countries = asked.packs.of_length(alphabet, length);
    let of_countries = of_countries.filter(|identifier| !identifier.cue_only || asked.cued.contains(identifier.entity));
    for identifier in asked.wanted.of_length(alphabet, length).chain(of_countries) {
        let Some(reading) = (identifier.read)(window) else { continue };
        // What only a flipped point says must be borne out, by a check or a cue.
        if run.doubt > 0 && reading.check < TELLING && !asked.cued.contains(identifier.entity) {
            continue;
        }
        let mut candidate = candidate(identifier, window, &reading, asked.segment);
        candidate.needs_cue |= run.commas;
        candidate.points -= if !window.whole && is_listed(run, window) { PART_OF_RUN } else { 0 };
        candidate.value = values.keep(run.form, window.plus, window.chars);
        candidate.points += DOUBTFUL * i16::from(run.doubt.min(4)) + if run.repaired { REPAIRED } else { 0 };
        out.push(candidate);
    }
}

/// Whether a window is one of several numbers of one length with "and" between them: "seven oh one one four two and seven
/// oh one one four three".
fn is_listed(run: &DigitRun, window: &Window<'_>) -> bool {
    let starts = |at: usize| at == 0 || run.groups.get(at).is_none_or(|group| group.separator == b'&');
    let first = run.groups.iter().position(|group| group.span == window.groups[0].span).unwrap_or_default();
    let listed = window.form == Form::Spoken && starts(first) && starts(first + window.groups.len());
    let inside = listed && window.groups[1..].iter().any(|group| group.separator == b'&');
    let mut parts = run.groups.chunk_by(|_, next| next.separator != b'&');
    listed
        && !inside
        && parts.all(|part| part.iter().map(|group| usize::from(group.len)).sum::<usize>() == window.chars.len())
}

pub(super) fn candidate(identifier: &Identifier, window: &Window<'_>, reading: &Reading, segment: u32) -> Candidate {
    let mut candidate = Candidate::new(segment, window.span, identifier.entity, reading.shape, reading.detector);
    candidate.form = window.form;
    candidate.needs_cue = reading.needs_cue;
    candidate.placeholder = reading.placeholder;
    if reading.check_name != Reason::NONE {
        candidate.add(reading.check, reading.check_name);
    }
    if reading.grouped {
        candidate.add(10, Reason::GROUPING_USUAL);
    }
    if !window.whole {
        candidate.add(PART_OF_RUN, Reason::RUN_PART);
    }
    candidate
}
