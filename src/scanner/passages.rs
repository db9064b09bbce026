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
use crate::lexer::{Hit, Tokens, Words};
use crate::score;
use crate::span::Span;
use crate::utterance::Batch;

/// A batch, what the token pass found in it, and who reads it.
#[derive(Clone, Copy)]
pub(super) struct Texts<'a> {
    pub(super) scanner: &'a Scanner,
    pub(super) batch: &'a Batch<'a>,
    pub(super) tokens: &'a Tokens,
}

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
    pub(super) fn prepare(&mut self, texts: Texts<'_>, languages: &mut Vec<Option<&'static str>>) {
        let Texts { batch, .. } = texts;
        self.outlines.clear();
        self.runs.clear();
        let mut cursor = Cursor::default();
        for utterance in 0..batch.len() {
            let told = batch.languages[utterance];
            let (mut language, mut asked, mut worded) = (told, EntitySet::EMPTY, false);
            for number in batch.range(utterance).filter(|&number| batch.segments[number].role.is_spoken_or_written()) {
                let span = batch.segments[number].span;
                let own = told.or_else(|| language::of(span.of(batch.text), texts.words(span)));
                let outline = texts.outline((number, own, asked), &mut cursor, &mut self.runs);
                asked = score::left_open(&texts.passage(&outline, &self.runs));
                self.outlines.push(outline);
                (language, worded) = (language.or(own), true);
            }
            // A record that only says its language says nothing in it.
            languages.push(language.filter(|_| worded));
        }
    }

    /// Looks for everything in all passages, and scores what was found by what is said around it.
    pub(super) fn judge(&mut self, texts: Texts<'_>, detect: &mut detect::Scratch, score: &mut score::Scratch) {
        let Self { outlines, runs, candidates } = self;
        candidates.resize_with(candidates.len().max(outlines.len()), Vec::new);
        candidates.iter_mut().for_each(Vec::clear);
        let passages: Vec<Passage<'_>> = outlines.iter().map(|outline| texts.passage(outline, runs)).collect();
        for stage in detect::STAGES {
            passages.iter().zip(&mut *candidates).for_each(|(passage, out)| stage(passage, detect, out));
        }
        passages.iter().zip(candidates).for_each(|(passage, out)| score::judge_passage(passage, score, out));
    }
}

impl<'a> Texts<'a> {
    fn words(self, span: Span) -> Words<'a> {
        self.tokens.marks.words(span, self.batch.text)
    }

    /// The outline of segment `number`, in its own language, behind turns that asked for `asked`. Its numbers go to `runs`.
    fn outline(
        self,
        (number, language, asked): (usize, Option<&'static str>, EntitySet),
        cursor: &mut Cursor,
        runs: &mut RunStore,
    ) -> Outline {
        let Self { scanner, batch, tokens } = self;
        let span = batch.segments[number].span;
        let (hits, digits, ats) = cursor.advance(tokens, span.end);
        let (marks, numbers) = (&tokens.marks, &scanner.lexicon.numbers);
        let source = Source { text: batch.text, span, words: self.words(span), marks, numbers };
        let own = &tokens.hits[hits.clone()];
        let numbers = own.iter().filter(|hit| hit.kinds & kind::NUMBER != 0).map(|hit| hit.word as usize);
        let runs = runs.read(&source, numbers, &marks.digits[digits.clone()]);
        let kinds = own.iter().fold(0, |kinds, hit| kinds | hit.kinds);
        let said = if kinds & kind::CUE == 0 { EntitySet::EMPTY } else { self.said(own) };
        let swedish = language == Some("sv") && scanner.languages & codes::SV != 0;
        Outline { segment: number, kinds, said, hits, digits, ats, runs, swedish, asked }
    }

    /// What the cues among `hits` speak for.
    fn said(self, hits: &[Hit]) -> EntitySet {
        let lexicon = &self.scanner.lexicon;
        let cues = hits.iter().filter(|hit| hit.kinds & kind::CUE != 0).filter_map(|hit| lexicon.cue(hit.entry));
        cues.fold(EntitySet::EMPTY, |said, cue| said.union(cue.speaks_for))
    }

    fn passage(self, outline: &Outline, runs: &'a RunStore) -> Passage<'a> {
        let Self { scanner, batch, tokens } = self;
        let &Outline { segment: number, kinds, said, asked, swedish, .. } = outline;
        let segment = batch.segments[number];
        let runs = runs.of(outline.runs.clone());
        Passage {
            text: batch.text,
            segment,
            number: number as u32,
            swedish,
            packs: scanner.packs,
            lexicon: &scanner.lexicon,
            tokens,
            words: self.words(segment.span),
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
