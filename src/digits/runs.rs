//! All runs of one text, in order.

use std::ops::Range;

use super::DigitRun;
use super::days::Day;
use super::spoken::Reader;
use super::tokens::Source;
use crate::dictionary::Numeral;
use crate::span::Span;

/// A run, where it stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RunAt {
    pub(crate) span: Span,
    /// Its first word, and the word after its last.
    pub(crate) first_word: u32,
    pub(crate) end_word: u32,
    /// Its readings are `first_reading..end_reading` of all.
    first_reading: u32,
    end_reading: u32,
    /// A word that says what is counted follows it: "dollars".
    pub(crate) counted: bool,
}

/// The runs of all texts of a batch, one text after the other; used again from batch to batch.
#[derive(Clone, Debug, Default)]
pub(crate) struct RunStore {
    all: Vec<RunAt>,
    readings: Vec<DigitRun>,
    /// Readings in use: the others are memory for those to come.
    kept: usize,
    reader: Reader,
}

/// The runs of one text, in order; none overlaps another.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Runs<'a> {
    all: &'a [RunAt],
    /// Of the whole batch.
    readings: &'a [DigitRun],
}

impl<'a> Runs<'a> {
    #[inline]
    pub(crate) fn iter(&self) -> impl ExactSizeIterator<Item = &'a RunAt> + use<'a> {
        self.all.iter()
    }

    #[inline]
    pub(crate) fn as_slice(&self) -> &'a [RunAt] {
        self.all
    }

    /// The runs from the first one that ends after byte `at`.
    #[inline]
    pub(crate) fn from(&self, at: u32) -> &'a [RunAt] {
        &self.all[self.all.partition_point(|run| run.span.end <= at)..]
    }

    /// The run that byte `at` lies in.
    #[inline]
    pub(crate) fn at(&self, at: u32) -> Option<&'a RunAt> {
        self.from(at).first().filter(|run| run.span.start <= at)
    }

    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// What a run can mean, the likeliest first. What is written has one reading.
    #[inline]
    pub(crate) fn readings(&self, run: &RunAt) -> &'a [DigitRun] {
        &self.readings[run.first_reading as usize..run.end_reading as usize]
    }

    /// The likeliest reading of a run.
    #[inline]
    pub(crate) fn reading(&self, run: &RunAt) -> &'a DigitRun {
        &self.readings[run.first_reading as usize]
    }
}

impl RunStore {
    /// Forgets the batch before.
    pub(crate) fn clear(&mut self) {
        self.all.clear();
        self.kept = 0;
    }

    /// The runs of one text, by what [`read`](Self::read) gave for it.
    #[inline]
    pub(crate) fn of(&self, place: Range<usize>) -> Runs<'_> {
        Runs { all: &self.all[place], readings: &self.readings }
    }

    /// Reads the runs of `source` and tells their place among all. `said` are words that only numbers have, `written` the
    /// first bytes of all digits, both in order. Linear in the text.
    pub(crate) fn read(
        &mut self,
        source: &Source<'_>,
        said: impl Iterator<Item = usize>,
        written: &[u32],
    ) -> Range<usize> {
        let first = self.all.len();
        self.read_all(source, said, written);
        first..self.all.len()
    }

    fn read_all(&mut self, source: &Source<'_>, said: impl Iterator<Item = usize>, written: &[u32]) {
        let (mut said, mut written) = (said.peekable(), written.iter().copied().peekable());
        let (mut next, mut floor) = (0, source.marks.word_at(source.span.start));
        let speaks = said.peek().is_some();
        loop {
            while said.next_if(|&word| word < floor).is_some() {}
            while written.next_if(|&at| at < next).is_some() {}
            let said_at = said.peek().map(|&word| source.marks.word(word).start);
            let (at, in_words) = match (said_at, written.peek().copied()) {
                (Some(said), Some(digit)) if digit <= said => (digit, false),
                (Some(said), _) => (said, true),
                (None, Some(digit)) => (digit, false),
                (None, None) => return,
            };
            let word = before_letter(source, source.marks.word_at(at), floor);
            if in_words && let Some(end) = self.read_day(source, word, floor) {
                next = end;
                floor = source.marks.word_at(end - 1) + 1;
                continue;
            }
            let spoken = speaks || is_read_out(source, word);
            let span = if spoken { self.read_spoken(source, word, floor) } else { None };
            next = match span {
                Some(span) => span.end,
                None if in_words => source.marks.word(word).end,
                None => self.read_written(source, at),
            };
            floor = source.marks.word_at(next.saturating_sub(1)) + 1;
        }
    }

    fn read_spoken(&mut self, source: &Source<'_>, word: usize, floor: usize) -> Option<Span> {
        let span = self.reader.read(source, word, floor)?;
        let first = self.kept;
        for reading in self.reader.readings_mut() {
            if self.kept == self.readings.len() {
                self.readings.push(DigitRun::default());
            }
            // Each has the other's memory for what comes next: a clone would ask for new memory.
            std::mem::swap(&mut self.readings[self.kept], reading);
            self.kept += 1;
        }
        self.push(source, span, first, self.reader.is_counted());
        Some(span)
    }

    /// Reads the day beside the month's name that `word` may be, with its year; returns where it ends.
    fn read_day(&mut self, source: &Source<'_>, word: usize, floor: usize) -> Option<u32> {
        let day = Day::read(source, word, floor)?;
        let mut span = day.span(source);
        let near = source.word(day.end).is_some() && matches!(source.gap(day.end), b" " | b", ");
        let year = if near { self.reader.read(source, day.end, day.end) } else { None };
        let is_year = |digits: &[u8]| digits.len() == 4 && (digits.starts_with(b"19") || digits.starts_with(b"20"));
        let digits = year.map(|_| &self.reader.readings()[0].digits[..]).filter(|digits| is_year(digits));
        span.end = year.filter(|_| digits.is_some()).map_or(span.end, |year| year.end);
        let (digits, first) = (digits.unwrap_or_default(), self.kept);
        for iso in [false, true].into_iter().take(1 + usize::from(!digits.is_empty())) {
            if self.kept == self.readings.len() {
                self.readings.push(DigitRun::default());
            }
            day.write(span, digits, iso, &mut self.readings[self.kept]);
            self.kept += 1;
        }
        self.push(source, span, first, true);
        Some(span.end)
    }

    fn read_written(&mut self, source: &Source<'_>, at: u32) -> u32 {
        if self.kept == self.readings.len() {
            self.readings.push(DigitRun::default());
        }
        let run = &mut self.readings[self.kept];
        run.read(source.text, source.span.start as usize, at as usize, source.span.end as usize);
        let span = run.span;
        self.kept += 1;
        self.push(source, span, self.kept - 1, false);
        span.end
    }

    fn push(&mut self, source: &Source<'_>, span: Span, first: usize, counted: bool) {
        self.all.push(RunAt {
            span,
            first_word: source.marks.word_at(span.start) as u32,
            end_word: source.marks.word_at(span.end - 1) as u32 + 1,
            first_reading: first as u32,
            end_reading: self.kept as u32,
            counted,
        });
    }
}

/// Whether word `word` and the one behind it are single digits: "8 3 6 9 oh 4" has no word that only numbers have.
fn is_read_out(source: &Source<'_>, word: usize) -> bool {
    let single = |index| source.word(index).is_some_and(|(span, word)| span.len() == 1 && word[0].is_ascii_digit());
    single(word) && single(word + 1)
}

/// The digit before the letter before word `word`: of "a one b two" the token pass looks for the second digit only, since
/// "one" is much else.
fn before_letter(source: &Source<'_>, word: usize, floor: usize) -> usize {
    let letter =
        |index: usize| source.word(index).is_some_and(|(_, word)| word.len() == 1 && word[0].is_ascii_alphabetic());
    let digit = |index: usize| {
        let said = source.word(index).and_then(|(_, word)| source.numbers.get(word));
        matches!(said, Some(Numeral::Unit(_)))
    };
    let mut first = word;
    while first >= floor + 2 && letter(first - 1) && digit(first - 2) {
        first -= 2;
    }
    first
}
