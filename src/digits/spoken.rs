//! All that a spoken run can mean, the likeliest first.

use super::compose::compose;
use super::tokens::{Part, Run, Source, Token};
use super::{DigitRun, MOST_DIGITS};
use crate::span::Span;

/// The most readings of one run.
pub(crate) const MOST_READINGS: usize = 16;

/// The most places that a correction may go back to.
const MOST_REPAIRS: usize = 6;

/// Flips of up to four points, the fewest first.
const FLIPS: [u16; 16] = [0, 1, 2, 4, 8, 3, 5, 9, 6, 10, 12, 7, 11, 13, 14, 15];

/// Reads spoken runs; its memory is used again from run to run.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reader {
    run: Run,
    readings: Vec<DigitRun>,
    count: usize,
    /// What was said before a correction, and after it.
    parts: [DigitRun; 2],
}

impl Reader {
    /// Reads the run around word `trigger`, which begins no earlier than word `floor`. `None` where no word of it is said,
    /// or there is no number.
    ///
    /// The span covers all of it, corrections included; [`readings`](Self::readings) has what it can mean. Linear in the
    /// words of the run.
    pub(crate) fn read(&mut self, source: &Source<'_>, trigger: usize, floor: usize) -> Option<Span> {
        self.count = 0;
        let span = self.run.read(source, trigger, floor)?;
        if !self.run.spoken {
            return None;
        }
        let tokens = std::mem::take(&mut self.run.tokens);
        if tokens.iter().any(|token| token.part == Part::Repair) {
            self.repaired(source.text, &tokens);
        } else {
            self.flipped(source.text, &tokens);
        }
        self.run.tokens = tokens;
        if self.count == 0 {
            return None;
        }
        let swedish = self.run.swedish;
        for reading in &mut self.readings[..self.count] {
            (reading.span, reading.swedish) = (span, swedish);
        }
        Some(span)
    }

    /// What the last run can mean, the likeliest first; at most [`MOST_READINGS`].
    pub(crate) fn readings(&self) -> &[DigitRun] {
        &self.readings[..self.count]
    }

    /// [`readings`](Self::readings) to be taken: what is left in their place is memory.
    pub(crate) fn readings_mut(&mut self) -> &mut [DigitRun] {
        &mut self.readings[..self.count]
    }

    /// A word that says what is counted follows the run: "dollars".
    pub(crate) fn is_counted(&self) -> bool {
        self.run.counted
    }

    /// A fresh reading, filled by `fill` and kept unless it says what another says already.
    fn keep(&mut self, doubt: u8, fill: impl FnOnce(&mut DigitRun)) {
        if self.count == self.readings.len() {
            self.readings.push(DigitRun::default());
        }
        let (known, rest) = self.readings.split_at_mut(self.count);
        let reading = &mut rest[0];
        reading.clear();
        fill(reading);
        reading.doubt = doubt;
        let news = !reading.digits.is_empty() && known.iter().all(|known| known.digits != reading.digits);
        self.count += usize::from(news && self.count < MOST_READINGS);
    }

    fn flipped(&mut self, text: &[u8], tokens: &[Token]) {
        let mut points = 0;
        self.keep(0, |reading| points = compose(text, tokens, 0, reading));
        for flips in FLIPS.into_iter().skip(1).filter(|&flips| flips < 1 << points) {
            self.keep(flips.count_ones() as u8, |reading| {
                compose(text, tokens, flips, reading);
            });
        }
    }

    /// What a corrected run can mean: its end replaced by what was said after the correction.
    fn repaired(&mut self, text: &[u8], tokens: &[Token]) {
        let [mut before, mut after] = std::mem::take(&mut self.parts);
        before.clear();
        let mut pieces = tokens.split(|token| token.part == Part::Repair).filter(|piece| !piece.is_empty());
        compose(text, pieces.next().unwrap_or_default(), 0, &mut before);
        let mut rest = pieces.peekable();
        if rest.peek().is_none() {
            // "oh, sorry, twenty": nothing is left to correct.
            self.keep(0, |reading| {
                compose(text, tokens, 0, reading);
            });
        }
        while let Some(piece) = rest.next() {
            after.clear();
            compose(text, piece, 0, &mut after);
            let cuts = cuts(&before, &after);
            if rest.peek().is_some() {
                let mut joined = DigitRun::default();
                join(&before, cuts[0], &after, &mut joined);
                before = joined;
                continue;
            }
            for (doubt, &cut) in cuts.iter().enumerate() {
                self.keep(doubt as u8, |reading| join(&before, cut, &after, reading));
            }
        }
        self.parts = [before, after];
    }
}

/// How many digits of `before` the correction `after` may leave, the likeliest first.
///
/// People go back to the beginning of what they got wrong and say it again from there: where the digits after the
/// correction begin as some group before it does, that is the place. Else as many digits are replaced as are said.
fn cuts(before: &DigitRun, after: &DigitRun) -> Vec<usize> {
    let length = before.digits.len();
    if length == 0 {
        return vec![0];
    }
    let agreeing =
        |cut: usize| before.digits[cut..].iter().zip(&after.digits).take_while(|(old, new)| old == new).count();
    let starts_group = |cut: usize| before.groups.iter().any(|group| usize::from(group.first) == cut);
    let mut cuts: Vec<usize> = (0..length).collect();
    cuts.sort_by_key(|&cut| {
        let replaced = length - cut;
        let same_length = replaced == after.digits.len();
        let agreement = agreeing(cut).min(3);
        std::cmp::Reverse((agreement, same_length, starts_group(cut), cut))
    });
    cuts.truncate(MOST_REPAIRS);
    cuts
}

/// Writes the first `cut` digits of `before` and all of `after` to `out`.
fn join(before: &DigitRun, cut: usize, after: &DigitRun, out: &mut DigitRun) {
    out.digits.extend_from_slice(&before.digits[..cut]);
    for group in before.groups.iter().filter(|group| usize::from(group.first) < cut) {
        let mut group = *group;
        group.len = group.len.min(cut as u16 - group.first);
        out.groups.push(group);
    }
    for group in &after.groups {
        let mut group = *group;
        let room = (MOST_DIGITS - out.digits.len()).min(usize::from(group.len));
        let digits = &after.digits[usize::from(group.first)..][..room];
        (group.first, group.len) = (out.digits.len() as u16, room as u16);
        out.digits.extend_from_slice(digits);
        out.groups.push(group);
    }
    (out.form, out.plus, out.repaired) = (after.form, before.plus && cut > 0, true);
}
