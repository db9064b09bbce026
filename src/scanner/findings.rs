//! What a scan found: rows of findings and a verdict for each utterance.

use super::Scanner;
use crate::classify::Verdict;
use crate::detect::{Evidence, canonical::canonical};
use crate::digits::Form;
use crate::entity::EntityId;
use crate::normalize::OffsetMap;
use crate::span::Span;

/// Something found in a text.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Finding {
    /// The utterance's place in its batch.
    pub utterance: u32,
    /// The segment's place in its batch.
    pub segment: u32,
    /// Bytes of the segment's text.
    pub span: Span,
    /// What it is.
    pub entity: EntityId,
    /// 0 to 100.
    pub confidence: u8,
    /// How it stands there.
    pub form: Form,
    /// Which detector found it, as `kind/variant`.
    pub detector: &'static str,
    /// Why.
    pub evidence: Evidence,
    /// A negator stands before it.
    pub negated: bool,
    /// A documented specimen or a value nobody has.
    pub placeholder: bool,
    /// It stands in a summary that a machine wrote of the call.
    pub derived: bool,
    /// A name of somebody who is neither caller nor callee, by what is said around it.
    pub third_party: bool,
    /// Bits of [`crate::Tag`].
    pub tags: u8,
    pub(super) also: (u32, u32),
    /// In [`Findings::values`].
    pub(super) value: Span,
}

impl Finding {
    /// Whether it is said in words, at least in part.
    pub fn is_spoken(&self) -> bool {
        self.form == Form::Spoken
    }
}

/// What one pass over a batch found; reused from batch to batch.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    pub(super) rows: Vec<Finding>,
    pub(super) also: Vec<EntityId>,
    pub(super) verdicts: Vec<Verdict>,
    /// Where the rows of each utterance end.
    pub(super) ends: Vec<u32>,
    pub(super) languages: Vec<Option<&'static str>>,
    /// What spoken values would be if they were written.
    pub(super) values: Vec<u8>,
}

impl Findings {
    /// The findings of utterance `index`, in order of segment and place.
    ///
    /// # Panics
    /// Where the batch had no such utterance.
    pub fn of(&self, index: usize) -> &[Finding] {
        let start = if index == 0 { 0 } else { self.ends[index - 1] as usize };
        &self.rows[start..self.ends[index] as usize]
    }

    /// The verdict on utterance `index`.
    ///
    /// # Panics
    /// Where the batch had no such utterance.
    pub fn verdict(&self, index: usize) -> &Verdict {
        &self.verdicts[index]
    }

    /// The language utterance `index` is in, by its record's word, else by its own words: a code of ISO 639-1, or `und` with a
    /// script's. `None` where nothing was spoken or written. Only the scanner's languages were read with dictionaries.
    ///
    /// # Panics
    /// Where the batch had no such utterance.
    pub fn language(&self, index: usize) -> Option<&'static str> {
        self.languages[index]
    }

    /// The other entities that `finding` could be.
    pub fn also_possible(&self, finding: &Finding) -> &[EntityId] {
        &self.also[finding.also.0 as usize..finding.also.1 as usize]
    }

    /// Appends the canonical form of `finding`, which stands in the text as `text`: what fingerprints and distinct counts are
    /// made of. A number has one form, said or written.
    pub fn canonical(&self, finding: &Finding, text: &[u8], out: &mut Vec<u8>) {
        let said = finding.value.of(&self.values);
        canonical(finding.entity, if said.is_empty() { text } else { said }, out);
    }

    /// Number of utterances.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there was no utterance.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Turns the spans of normalised text into those of the original.
    pub(super) fn lead_back(&mut self, map: &OffsetMap) {
        self.rows.iter_mut().for_each(|finding| finding.span = map.span(finding.span));
    }

    pub(super) fn clear(&mut self) {
        self.rows.clear();
        self.also.clear();
        self.verdicts.clear();
        self.ends.clear();
        self.languages.clear();
        self.values.clear();
    }
}

/// The result of [`Scanner::scan`]: the findings of one text and the verdict on it.
#[derive(Clone, Debug)]
pub struct Scan<'s> {
    pub(super) scanner: &'s Scanner,
    pub(super) findings: Findings,
}

impl Scan<'_> {
    /// In order of place.
    pub fn findings(&self) -> &[Finding] {
        self.findings.of(0)
    }

    /// What earmark says of the text as a record.
    pub fn verdict(&self) -> &Verdict {
        self.findings.verdict(0)
    }

    /// The language it was read as.
    pub fn language(&self) -> Option<&'static str> {
        self.findings.language(0)
    }

    /// The other entities that `finding` could be.
    pub fn also_possible(&self, finding: &Finding) -> &[EntityId] {
        self.findings.also_possible(finding)
    }

    /// The catalogue's name of what was found.
    pub fn entity_name(&self, finding: &Finding) -> &str {
        &self.scanner.catalogue.get(finding.entity).name
    }
}
