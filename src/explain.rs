//! Why a text was judged as it was: its words, the dictionaries' entries in it, its digits, every candidate, and what became of
//! each. Made by the same pass as a scan, looked at before anything is dropped.
//!
//! An explanation shows digits and repeats where things stand: it is as private as the text.

use crate::classify::Verdict;
use crate::detect::{self, Evidence};
use crate::dictionary::{Lexicon, Meaning, Weight};
use crate::digits::{DigitRun, Form, Runs};
use crate::entity::EntityId;
use crate::fold::BARRIER_BYTE;
use crate::lexer::{Hit, Tokens};
use crate::normalize::{self, OffsetMap};
use crate::scanner::{Finding, Findings, Scanner, Scratch};
use crate::span::Span;
use crate::utterance::{BatchBuilder, Role};

/// Everything there is to say about one text. Spans are bytes of the text.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Explanation {
    /// The language it was read as; `None` for an empty text.
    pub language: Option<&'static str>,
    /// Its words, in order.
    pub words: Vec<Word>,
    /// What dictionaries say of it, in order of place and length.
    pub entries: Vec<Entry>,
    /// Its runs of digits, in order.
    pub runs: Vec<Run>,
    /// All that its parts could be, in order of place.
    pub candidates: Vec<Candidate>,
    /// What was found, as a scan gives it.
    pub findings: Vec<Found>,
    /// The verdict on it as a record.
    pub verdict: Verdict,
}

/// A word, and what kinds of things it is part of.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Word {
    /// Where it stands.
    pub span: Span,
    /// Of `digits`, `code` (letters and digits), `function`, `name`, and the [`Entry::kind`]s of all entries over it.
    pub classes: Vec<&'static str>,
}

/// A dictionary's entry in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Entry {
    /// Where it stands.
    pub span: Span,
    /// `term`, `cue`, `name`, `place`, `negator` or `ordinary`.
    pub kind: &'static str,
    /// The entity of a term, or those a cue speaks for.
    pub entities: Vec<EntityId>,
    /// Of terms `strong`, `medium` or `weak`; of cues `strong` or `weak`; else nothing.
    pub weight: Option<&'static str>,
    /// A term with ordinary meanings too.
    pub hazard: bool,
    /// A cue for talk about a number rather than for the number.
    pub negates: bool,
}

/// Digits that stand together.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Run {
    /// Where they stand.
    pub span: Span,
    /// The likeliest reading, in ASCII digits.
    pub digits: String,
    /// All readings, the likeliest first. What is written in digits has one.
    pub readings: Vec<String>,
}

/// What a span could be.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Candidate {
    /// Where it stands.
    pub span: Span,
    /// What it could be.
    pub entity: EntityId,
    /// Its points after all evidence; below nothing and above 100 too.
    pub points: i16,
    /// How it stands there.
    pub form: Form,
    /// Which detector proposed it.
    pub detector: &'static str,
    /// What spoke for and against it.
    pub evidence: Evidence,
    /// What became of it.
    pub outcome: Outcome,
}

/// What became of a candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// It is a finding.
    Found,
    /// It shares bytes with this finding, which is likelier or longer.
    LostTo(usize),
    /// Its kind counts only beside a cue, and there is none.
    NoCue,
    /// Its points do not reach the threshold.
    TooFewPoints,
    /// Its entity was not asked for.
    NotAsked,
}

impl Outcome {
    /// A word for it: `found`, `lost`, `no-cue`, `too-few-points` or `not-asked`.
    ///
    /// ```
    /// assert_eq!(earmark::explain::Outcome::NoCue.name(), "no-cue");
    /// ```
    pub const fn name(self) -> &'static str {
        match self {
            Self::Found => "found",
            Self::LostTo(_) => "lost",
            Self::NoCue => "no-cue",
            Self::TooFewPoints => "too-few-points",
            Self::NotAsked => "not-asked",
        }
    }
}

/// A finding, with the entities it could also be.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Found {
    /// As a scan gives it.
    pub finding: Finding,
    /// The losers on the same span, likeliest first.
    pub also_possible: Vec<EntityId>,
}

impl Scanner {
    /// Scans one text as [`scan`](Self::scan) does and says why it came out as it did.
    ///
    /// Costs several times what a scan does: for people and tests, not for dumps.
    ///
    /// ```
    /// use earmark::{Scanner, explain::Outcome};
    /// let scanner = Scanner::builder().build()?;
    /// let why = scanner.explain("My social is 536-90-4399.");
    /// assert_eq!(why.runs[0].digits, "536904399");
    /// assert!(why.entries.iter().any(|entry| entry.kind == "cue"));
    /// assert!(why.candidates.iter().any(|candidate| candidate.outcome == Outcome::Found));
    /// # Ok::<(), earmark::Error>(())
    /// ```
    pub fn explain(&self, text: &str) -> Explanation {
        let (plain, map) = normalize::plain(text);
        let mut builder = BatchBuilder::new();
        builder.push(Role::Speech, 0, &plain);
        builder.end_utterance();
        let (mut scratch, mut findings) = (Scratch::default(), Findings::default());
        let mut seen = Vec::new();
        self.scan_batch_showing(&builder.batch(), &mut scratch, &mut findings, |candidates| {
            seen.extend_from_slice(candidates);
        });
        let findings_of =
            |finding: &Finding| Found { finding: *finding, also_possible: findings.also_possible(finding).to_vec() };
        let mut explanation = Explanation {
            language: findings.language(0),
            words: Vec::new(),
            entries: Vec::new(),
            runs: runs(scratch.runs()),
            candidates: seen.iter().map(|candidate| self.outcome(candidate, findings.of(0))).collect(),
            findings: findings.of(0).iter().map(findings_of).collect(),
            verdict: *findings.verdict(0),
        };
        explanation
            .candidates
            .sort_by_key(|candidate| (candidate.span, std::cmp::Reverse(candidate.points), candidate.entity));
        explanation.add_entries(self.lexicon(), &scratch.tokens);
        explanation.add_words(self.lexicon(), &scratch.tokens, &plain);
        if let Some(map) = map {
            explanation.lead_back(&map);
        }
        explanation
    }

    fn outcome(&self, candidate: &detect::Candidate, findings: &[Finding]) -> Candidate {
        let same = |finding: &Finding| {
            let points = i16::from(finding.confidence) == candidate.points.clamp(0, 100);
            points
                && (finding.span, finding.entity, finding.detector)
                    == (candidate.span, candidate.entity, candidate.detector)
        };
        let outcome = if findings.iter().any(same) {
            Outcome::Found
        } else if candidate.needs_cue && candidate.points == 0 {
            Outcome::NoCue
        } else if !self.asks_for(candidate.entity) {
            Outcome::NotAsked
        } else if !self.is_finding(candidate) {
            Outcome::TooFewPoints
        } else {
            let winner = findings.iter().position(|finding| finding.span.overlaps(candidate.span));
            winner.map_or(Outcome::TooFewPoints, Outcome::LostTo)
        };
        let &detect::Candidate { span, entity, points, form, detector, evidence, .. } = candidate;
        Candidate { span, entity, points, form, detector, evidence, outcome }
    }
}

/// The runs of the text, which is one passage.
fn runs(runs: Runs<'_>) -> Vec<Run> {
    let said = |reading: &DigitRun| {
        let plus = if reading.plus && reading.form == Form::Spoken { "+" } else { "" };
        format!("{plus}{}", String::from_utf8_lossy(&reading.digits))
    };
    runs.iter()
        .map(|run| Run {
            span: run.span,
            digits: said(runs.reading(run)),
            readings: runs.readings(run).iter().map(said).collect(),
        })
        .collect()
}

impl Explanation {
    /// Turns the spans of normalised text into those of the original.
    fn lead_back(&mut self, map: &OffsetMap) {
        let words = self.words.iter_mut().map(|word| &mut word.span);
        let entries = self.entries.iter_mut().map(|entry| &mut entry.span);
        let runs = self.runs.iter_mut().map(|run| &mut run.span);
        let candidates = self.candidates.iter_mut().map(|candidate| &mut candidate.span);
        let findings = self.findings.iter_mut().map(|found| &mut found.finding.span);
        words.chain(entries).chain(runs).chain(candidates).chain(findings).for_each(|span| *span = map.span(*span));
    }

    fn add_entries(&mut self, lexicon: &Lexicon, tokens: &Tokens) {
        for hit in &tokens.hits {
            self.entries
                .extend(lexicon.meanings(hit.entry).iter().map(|&meaning| entry(lexicon, tokens.span(hit), meaning)));
        }
    }

    fn add_words(&mut self, lexicon: &Lexicon, tokens: &Tokens, text: &[u8]) {
        let mut open: Vec<&Hit> = Vec::new();
        let mut hits = tokens.hits.iter().peekable();
        for index in 0..tokens.marks.len() {
            let span = tokens.marks.word(index);
            if span.end as usize > text.len() {
                break;
            }
            open.retain(|hit| hit.end() as usize > index);
            while let Some(hit) = hits.next_if(|hit| hit.word as usize == index) {
                open.push(hit);
            }
            let mut classes = shape(lexicon, span.of(text));
            for meaning in open.iter().flat_map(|hit| lexicon.meanings(hit.entry)) {
                let kind = kind(*meaning);
                if !classes.contains(&kind) {
                    classes.push(kind);
                }
            }
            self.words.push(Word { span, classes });
        }
    }
}

/// What a word is by itself.
fn shape(lexicon: &Lexicon, word: &[u8]) -> Vec<&'static str> {
    let digits = word.iter().filter(|byte| byte.is_ascii_digit()).count();
    let mut classes = Vec::new();
    match digits {
        0 => {}
        _ if digits == word.len() => classes.push("digits"),
        _ => classes.push("code"),
    }
    if lexicon.is_function_word(word) {
        classes.push("function");
    }
    if word.first() != Some(&BARRIER_BYTE) && lexicon.name(word).is_some() {
        classes.push("name");
    }
    classes
}

const fn kind(meaning: Meaning) -> &'static str {
    match meaning {
        Meaning::Term(_) => "term",
        Meaning::Cue(_) => "cue",
        Meaning::Name(_) => "name",
        Meaning::Place(_) => "place",
        Meaning::Negator => "negator",
        Meaning::Ordinary => "ordinary",
        Meaning::Number => "number",
    }
}

fn entry(lexicon: &Lexicon, span: Span, meaning: Meaning) -> Entry {
    let plain = Entry { span, kind: kind(meaning), entities: Vec::new(), weight: None, hazard: false, negates: false };
    match meaning {
        Meaning::Term(term) => Entry {
            entities: vec![term.entity],
            weight: Some(match term.weight {
                Weight::Strong => "strong",
                Weight::Medium => "medium",
                Weight::Weak => "weak",
            }),
            hazard: term.hazard,
            ..plain
        },
        Meaning::Cue(cue) => {
            let cue = lexicon.cue_at(cue);
            Entry {
                entities: cue.speaks_for.iter().collect(),
                weight: Some(if cue.strong { "strong" } else { "weak" }),
                negates: cue.negates,
                ..plain
            }
        }
        _ => plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scanner() -> Scanner {
        Scanner::builder().build().unwrap()
    }

    #[test]
    fn findings_are_those_of_a_scan() {
        let scanner = scanner();
        for text in [
            "",
            "this is john smith my social is 536-90-4399 call 212-555-0142 or 555-0143",
            "no sign of cancer, the mri is on march 3rd 1984, write to a.b@example.com",
            "mitt personnummer är 19811228-9874, jag heter Karin Holmberg",
        ] {
            let (why, scan) = (scanner.explain(text), scanner.scan(text));
            let key = |finding: &Finding| (finding.span, finding.entity, finding.confidence, finding.negated);
            let explained: Vec<_> = why.findings.iter().map(|found| key(&found.finding)).collect();
            assert_eq!(explained, scan.findings().iter().map(key).collect::<Vec<_>>(), "{text}");
            assert_eq!(&why.verdict, scan.verdict());
            let found = why.candidates.iter().filter(|candidate| candidate.outcome == Outcome::Found).count();
            assert!(found >= why.findings.len(), "{text}");
        }
    }

    #[test]
    fn losers_say_why() {
        let why = scanner().explain("the date is 03/04/1984");
        assert!(why.candidates.iter().any(|candidate| candidate.outcome == Outcome::NoCue), "{:?}", why.candidates);
    }

    #[test]
    fn words_have_classes() {
        let text = "my ssn b12 7";
        let why = scanner().explain(text);
        let classes: Vec<_> = why
            .words
            .iter()
            .map(|word| (&text[word.span.start as usize..word.span.end as usize], &word.classes))
            .collect();
        assert_eq!(classes.len(), 4);
        assert!(classes[1].1.contains(&"cue"), "{classes:?}");
        assert!(classes[2].1.contains(&"code") && classes[3].1.contains(&"digits"), "{classes:?}");
    }
}
