//! Written digit runs: every window of whole groups is shown to every identifier.

use super::{Candidate, Passage, Reason};
use crate::detect::identifiers::{IDENTIFIERS, Identifier, Reading, Window, find_iban};
use crate::digits::DigitRun;
use crate::entity::id;

/// A run of at least this many digits that nothing claims is kept as `NUMBER_RUN`.
const SHORTEST_KEPT: usize = 7;
/// Fewer digits than this are no identifier by themselves.
const SHORTEST_READ: usize = 5;
/// A window that leaves groups of its run over is less likely what was meant.
const PART_OF_RUN: i16 = -10;
/// Runs with more groups than this are lists of numbers; windows start at the first ones only.
const MOST_GROUPS: usize = 12;
/// A number has at most this many groups: a card read out digit by digit.
const MOST_TOGETHER: usize = 19;

/// Pushes what each digit run of the passage could be.
pub(super) fn find(passage: &Passage<'_>, run: &mut DigitRun, out: &mut Vec<Candidate>) {
    let span = passage.segment.span;
    let mut next = span.start;
    for &at in passage.digits {
        if at < next {
            continue;
        }
        if let Some((candidate, end)) = find_iban(passage.text, span, at, passage.number) {
            out.push(candidate);
            next = end;
            continue;
        }
        run.read(passage.text, span.start as usize, at as usize, span.end as usize);
        next = run.span.end;
        if run.digits.len() >= SHORTEST_READ {
            propose(run, passage.number, out);
        }
    }
}

/// Pushes all readings of all windows of `run`, and the run itself.
pub(super) fn propose(run: &DigitRun, segment: u32, out: &mut Vec<Candidate>) {
    let groups = run.groups.len();
    for first in 0..groups.min(MOST_GROUPS) {
        for end in first + 1..=groups.min(first + MOST_TOGETHER) {
            let window = Window::new(run, first, end);
            if window.digits.len() < SHORTEST_READ {
                continue;
            }
            for identifier in IDENTIFIERS {
                if identifier.digits.contains(&window.digits.len()) {
                    let reading = (identifier.read)(&window);
                    out.extend(reading.map(|reading| candidate(identifier, &window, &reading, segment)));
                }
            }
        }
    }
    if run.digits.len() >= SHORTEST_KEPT && !run.glued {
        let mut kept = Candidate::new(segment, run.span, id::NUMBER_RUN, 45, "digits/run");
        kept.evidence.push(if run.is_overlong() { Reason::RUN_OVERLONG } else { Reason::RUN_UNCLAIMED });
        out.push(kept);
    }
}

fn candidate(identifier: &Identifier, window: &Window<'_>, reading: &Reading, segment: u32) -> Candidate {
    let mut candidate = Candidate::new(segment, window.span, identifier.entity, reading.shape, reading.detector);
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
