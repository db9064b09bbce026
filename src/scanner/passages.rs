//! The spoken and written segments of a batch, read one step after the other.
//!
//! A step is done for all passages before the next one begins: what it needs of program and tables is then at hand. What is
//! found in a passage depends on its utterance alone all the same.

use std::ops::Range;

use super::{Scanner, language};
use crate::detect::{self, Candidate, Passage};
use crate::dictionary::{kind, language as codes};
use crate::digits::{RunStore, Runs, Source};
use crate::entity::EntitySet;
use crate::lexer::{Hit, Tokens};
use crate::score;
use crate::utterance::{Batch, Segment};

/// What is known of a passage before anything is looked for in it.
#[derive(Clone, Debug)]
struct Outline {
    /// The segment's place in the batch.
    segment: usize,
    hits: Range<usize>,
    digits: Range<usize>,
    ats: Range<usize>,
    runs: Range<usize>,
    swedish: bool,
    kinds: u8,
    said: EntitySet,
    asked: EntitySet,
}

/// The passages of a batch; used again from batch to batch.
#[derive(Clone, Debug, Default)]
pub(super) struct Passages {
    outlines: Vec<Outline>,
    runs: RunStore,
    /// Of each passage; those behind the last are memory for others.
    candidates: Vec<Vec<Candidate>>,
}

impl Passages {
    /// The numbers of all passages.
    pub(super) fn all_runs(&self) -> Runs<'_> {
        self.runs.of(0..self.outlines.last().map_or(0, |last| last.runs.end))
    }

    /// What passage `index` could hold.
    pub(super) fn candidates(&self, index: usize) -> &[Candidate] {
        &self.candidates[index]
    }

    /// Reads languages, numbers and open questions of all passages, and pushes each utterance's language.
    pub(super) fn prepare(
        &mut self,
        scanner: &Scanner,
        batch: &Batch<'_>,
        tokens: &Tokens,
        languages: &mut Vec<Option<&'static str>>,
    ) {
        self.outlines.clear();
        self.runs.clear();
        let mut cursor = Cursor::default();
        for utterance in 0..batch.len() {
            let told = batch.languages[utterance];
            let (mut language, mut asked, mut worded) = (told, EntitySet::EMPTY, false);
            for number in batch.range(utterance).filter(|&number| batch.segments[number].role.is_spoken_or_written()) {
                let span = batch.segments[number].span;
                let own = told.or_else(|| language::of(span.of(batch.text), tokens.marks.words(span, batch.text)));
                let outline = self.outline(scanner, batch, tokens, (number, own, asked), &mut cursor);
                asked = score::left_open(&self.passage(scanner, batch, tokens, &outline));
                self.outlines.push(outline);
                (language, worded) = (language.or(own), true);
            }
            // A record that only says its language says nothing in it.
            languages.push(language.filter(|_| worded));
        }
    }

    /// Looks for everything in all passages, and scores what was found by what is said around it.
    pub(super) fn judge(
        &mut self,
        scanner: &Scanner,
        batch: &Batch<'_>,
        tokens: &Tokens,
        detect: &mut detect::Scratch,
        score: &mut score::Scratch,
    ) {
        let mut found = std::mem::take(&mut self.candidates);
        found.resize_with(found.len().max(self.outlines.len()), Vec::new);
        found.iter_mut().for_each(Vec::clear);
        let passages: Vec<Passage<'_>> =
            self.outlines.iter().map(|outline| self.passage(scanner, batch, tokens, outline)).collect();
        for stage in detect::STAGES {
            passages.iter().zip(&mut found).for_each(|(passage, out)| stage(passage, detect, out));
        }
        passages.iter().zip(&mut found).for_each(|(passage, out)| score::judge_passage(passage, score, out));
        self.candidates = found;
    }

    /// The outline of segment `number`, in its own language, behind turns that asked for `asked`.
    fn outline(
        &mut self,
        scanner: &Scanner,
        batch: &Batch<'_>,
        tokens: &Tokens,
        (number, language, asked): (usize, Option<&'static str>, EntitySet),
        cursor: &mut Cursor,
    ) -> Outline {
        let span = batch.segments[number].span;
        let (hits, digits, ats) = cursor.advance(tokens, span.end);
        let words = tokens.marks.words(span, batch.text);
        let source = Source { text: batch.text, span, words, marks: &tokens.marks, numbers: &scanner.lexicon.numbers };
        let own = &tokens.hits[hits.clone()];
        let numbers = own.iter().filter(|hit| hit.kinds & kind::NUMBER != 0).map(|hit| hit.word as usize);
        let runs = self.runs.read(&source, numbers, &tokens.marks.digits[digits.clone()]);
        let swedish = language == Some("sv") && scanner.languages & codes::SV != 0;
        let kinds = own.iter().fold(0, |kinds, hit| kinds | hit.kinds);
        let said = if kinds & kind::CUE == 0 { EntitySet::EMPTY } else { said(scanner, own) };
        Outline { segment: number, kinds, said, hits, digits, ats, runs, swedish, asked }
    }

    fn passage<'a>(
        &'a self,
        scanner: &'a Scanner,
        batch: &Batch<'a>,
        tokens: &'a Tokens,
        outline: &Outline,
    ) -> Passage<'a> {
        let Outline { segment: number, kinds, said, asked, swedish, .. } = *outline;
        let segment: Segment = batch.segments[number];
        let runs = self.runs.of(outline.runs.clone());
        Passage {
            text: batch.text,
            segment,
            number: number as u32,
            swedish,
            packs: scanner.packs,
            lexicon: &scanner.lexicon,
            tokens,
            words: tokens.marks.words(segment.span, batch.text),
            hits: &tokens.hits[outline.hits.clone()],
            kinds,
            digits: &tokens.marks.digits[outline.digits.clone()],
            ats: &tokens.marks.ats[outline.ats.clone()],
            runs,
            said,
            asked,
            cued: if runs.is_empty() { EntitySet::EMPTY } else { said.union(asked) },
        }
    }
}

/// What the cues among `hits` speak for.
fn said(scanner: &Scanner, hits: &[Hit]) -> EntitySet {
    let cues = hits.iter().filter(|hit| hit.kinds & kind::CUE != 0).filter_map(|hit| scanner.lexicon.cue(hit.entry));
    cues.fold(EntitySet::EMPTY, |said, cue| said.union(cue.speaks_for))
}

/// Where in the tokens of a batch the next passage begins.
#[derive(Default)]
struct Cursor {
    hit: usize,
    digit: usize,
    at: usize,
}

impl Cursor {
    /// The places of hits, digits and at-signs before byte `end` of the batch that were not passed yet.
    fn advance(&mut self, tokens: &Tokens, end: u32) -> (Range<usize>, Range<usize>, Range<usize>) {
        let marks = &tokens.marks;
        let (hit, digit, at) = (self.hit, self.digit, self.at);
        self.hit += tokens.hits[hit..].iter().take_while(|hit| marks.word(hit.word as usize).start < end).count();
        self.digit += marks.digits[digit..].iter().take_while(|&&digit| digit < end).count();
        self.at += marks.ats[at..].iter().take_while(|&&at| at < end).count();
        (hit..self.hit, digit..self.digit, at..self.at)
    }
}
