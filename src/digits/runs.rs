//! All runs of one text, in order.

use super::DigitRun;
use super::spoken::Reader;
use super::tokens::Source;
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

/// The runs of one text; used again from text to text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Runs {
    all: Vec<RunAt>,
    readings: Vec<DigitRun>,
    kept: usize,
    reader: Reader,
}

impl Runs {
    /// The runs, in order; none overlaps another.
    #[inline]
    pub(crate) fn iter(&self) -> impl ExactSizeIterator<Item = &RunAt> {
        self.all.iter()
    }

    /// All runs, in order.
    pub(crate) fn as_slice(&self) -> &[RunAt] {
        &self.all
    }

    /// The runs from the first one that ends after byte `at`.
    #[inline]
    pub(crate) fn from(&self, at: u32) -> &[RunAt] {
        &self.all[self.all.partition_point(|run| run.span.end <= at)..]
    }

    /// The run that byte `at` lies in.
    #[inline]
    pub(crate) fn at(&self, at: u32) -> Option<&RunAt> {
        self.from(at).first().filter(|run| run.span.start <= at)
    }

    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// What a run can mean, the likeliest first. What is written has one reading.
    #[inline]
    pub(crate) fn readings(&self, run: &RunAt) -> &[DigitRun] {
        &self.readings[run.first_reading as usize..run.end_reading as usize]
    }

    /// The likeliest reading of a run.
    #[inline]
    pub(crate) fn reading(&self, run: &RunAt) -> &DigitRun {
        &self.readings[run.first_reading as usize]
    }

    pub(crate) fn clear(&mut self) {
        self.all.clear();
        self.kept = 0;
    }

    /// Reads the runs of `source`. `said` are words that only numbers have, `written` the first bytes of all digits, both in
    /// order. Linear in the text.
    pub(crate) fn read(&mut self, source: &Source<'_>, said: impl Iterator<Item = usize>, written: &[u32]) {
        self.clear();
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
            let word = source.marks.word_at(at);
            let span = if speaks { self.read_spoken(source, word, floor) } else { None };
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
        for reading in self.reader.readings() {
            if self.kept == self.readings.len() {
                self.readings.push(DigitRun::default());
            }
            self.readings[self.kept].clone_from(reading);
            self.kept += 1;
        }
        self.push(source, span, first, self.reader.is_counted());
        Some(span)
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
