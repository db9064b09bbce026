//! The reading wing behind one door: utterances in, findings and verdicts out.

mod allow;
mod builder;
mod findings;
mod language;
mod parties;
mod passages;

use crate::classify::{self, Circumstances, Profiles, Verdict, flag};
use crate::detect::{self, Candidate, Packs, Whose};
use crate::dictionary::{Lexicon, language as codes};
use crate::digits::Runs;
use crate::entity::{Catalogue, EntityId, EntitySet, id};
use crate::level::Level;
use crate::lexer::Tokens;
use crate::normalize;
use crate::score::{self, Mailbox};
use crate::span::Span;
use crate::utterance::{Batch, BatchBuilder, Day, Role};

pub use crate::detect::Evidence;
pub use builder::ScannerBuilder;
pub use findings::{Finding, Findings, Scan};
use passages::{Passages, Texts};

/// Memory of a scan, one a worker.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    pub(crate) tokens: Tokens,
    passages: Passages,
    detect: detect::Scratch,
    score: score::Scratch,
    /// What the structured fields of the batch are, in their order.
    fields: Vec<Candidate>,
    /// Everything that the utterance at hand could hold.
    candidates: Vec<Candidate>,
}

impl Scratch {
    /// The numbers of the batch that was scanned last.
    pub(crate) fn runs(&self) -> Runs<'_> {
        self.passages.all_runs()
    }
}

/// Finds what was said. Immutable and shared by all workers; each has its own [`Scratch`] and [`Findings`].
///
/// ```
/// use earmark::Scanner;
/// let scanner = Scanner::builder().build()?;
/// let result = scanner.scan("My social security number is 536-90-4399.");
/// assert_eq!(result.entity_name(&result.findings()[0]), "US_SSN");
/// assert_eq!(result.verdict().tier, earmark::Tier::T4);
/// # Ok::<(), earmark::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Scanner {
    catalogue: Catalogue,
    lexicon: Lexicon,
    level: Level,
    threshold: u8,
    entities: EntitySet,
    circumstances: Circumstances,
    as_of: Option<Day>,
    packs: Packs,
    languages: u8,
    profiles: Profiles,
    allowed: allow::AllowList,
    /// Names of the dictionaries and XXH3 of their texts: they tell versions apart, they guard against nobody.
    dictionaries: Vec<(String, u128)>,
}

impl Scanner {
    /// The options of a scanner, at their defaults: English and Swedish, all entities, confidence 45 and up.
    pub fn builder() -> ScannerBuilder {
        ScannerBuilder::default()
    }

    /// The entities this scanner knows.
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    pub(crate) fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// The number of dictionary terms that are findings by themselves, and of all word sequences known.
    pub fn dictionary_size(&self) -> (usize, usize) {
        (self.lexicon.terms(), self.lexicon.len())
    }

    /// Each dictionary's name and the hash of its text.
    #[cfg(feature = "pipeline")]
    pub(crate) fn dictionary_hashes(&self) -> impl Iterator<Item = (&str, String)> {
        self.dictionaries.iter().map(|(name, hash)| (name.as_str(), format!("{hash:032x}")))
    }

    /// Codes of the languages it reads.
    pub fn language_codes(&self) -> Vec<&'static str> {
        [(codes::EN, "en"), (codes::SV, "sv")]
            .into_iter()
            .filter(|(bit, _)| self.languages & bit != 0)
            .map(|(_, code)| code)
            .collect()
    }

    /// Whether there are detectors for the language with this code, and they are on.
    pub fn reads(&self, code: &str) -> bool {
        codes::from_code(code).is_some_and(|bit| self.languages & bit != 0)
    }

    /// The profiles it judges by.
    pub fn profiles(&self) -> &Profiles {
        &self.profiles
    }

    /// Number of values that are no findings.
    pub fn allowed(&self) -> usize {
        self.allowed.len()
    }

    /// Which SIMD loops run.
    pub fn level(&self) -> Level {
        self.level
    }

    /// Scans one text as speech. For many, fill a [`BatchBuilder`] and call [`scan_batch`](Self::scan_batch).
    pub fn scan(&self, text: &str) -> Scan<'_> {
        let (plain, map) = normalize::plain(text);
        let mut builder = BatchBuilder::new();
        builder.push(Role::Speech, 0, &plain);
        builder.end_utterance();
        let mut findings = Findings::default();
        self.scan_batch(&builder.batch(), &mut Scratch::default(), &mut findings);
        if let Some(map) = map {
            findings.lead_back(&map);
        }
        Scan { scanner: self, findings }
    }

    /// Scans all utterances of a batch. The findings of the batch before are forgotten.
    ///
    /// Cost is linear in the bytes of the batch; what is found in an utterance never depends on the others.
    pub fn scan_batch(&self, batch: &Batch<'_>, scratch: &mut Scratch, findings: &mut Findings) {
        self.scan_batch_showing(batch, scratch, findings, |_| {});
    }

    /// Scans a batch as [`scan_batch`](Self::scan_batch) does, and shows the candidates of each utterance, at their final
    /// points, before any of them is dropped.
    pub(crate) fn scan_batch_showing(
        &self,
        batch: &Batch<'_>,
        scratch: &mut Scratch,
        findings: &mut Findings,
        mut show: impl FnMut(&[Candidate]),
    ) {
        findings.clear();
        scratch.detect.packs = self.packs;
        scratch.detect.values.clear();
        scratch.tokens.read(self.level, &self.lexicon, batch.text, batch.text_len);
        let texts = Texts { scanner: self, batch, tokens: &scratch.tokens };
        scratch.passages.prepare(texts, &mut findings.languages);
        scratch.passages.judge(texts, &mut scratch.detect, &mut scratch.score);
        self.read_fields(batch, scratch);
        let (mut passage, mut field) = (0, 0);
        for utterance in 0..batch.len() {
            let mailbox = self.gather(batch, utterance, (&mut passage, &mut field), scratch);
            show(&scratch.candidates);
            self.conclude(batch, utterance, mailbox, scratch, findings);
        }
    }

    /// What each structured field could be.
    fn read_fields(&self, batch: &Batch<'_>, scratch: &mut Scratch) {
        scratch.fields.clear();
        let Scratch { detect, fields, .. } = scratch;
        for (number, segment) in batch.segments.iter().enumerate() {
            if !segment.role.is_spoken_or_written() && segment.role != Role::Mailbox {
                detect::field_value(&self.lexicon, batch.values, segment, number as u32, detect, fields);
            }
        }
    }

    /// Puts together everything that utterance `index` could hold, in the order of its segments. `passage` and `field` are the
    /// first of the batch that were not passed yet.
    fn gather(
        &self,
        batch: &Batch<'_>,
        index: usize,
        (passage, field): (&mut usize, &mut usize),
        scratch: &mut Scratch,
    ) -> Mailbox {
        let Scratch { passages, score, fields, candidates, .. } = scratch;
        candidates.clear();
        let mut mailbox = Mailbox::default();
        for number in batch.range(index) {
            let segment = &batch.segments[number];
            if segment.role.is_spoken_or_written() {
                candidates.extend_from_slice(passages.candidates(*passage));
                *passage += 1;
            } else if segment.role == Role::Mailbox {
                mailbox.read(&self.lexicon, &self.catalogue, batch.bytes(segment));
            } else {
                let own = fields[*field..].iter().take_while(|candidate| candidate.segment as usize == number).count();
                candidates.extend_from_slice(&fields[*field..*field + own]);
                *field += own;
            }
        }
        score::judge_company(&self.catalogue, mailbox, score, candidates);
        mailbox
    }

    /// Drops what is no finding, and judges the record by the rest.
    fn conclude(
        &self,
        batch: &Batch<'_>,
        index: usize,
        mailbox: Mailbox,
        scratch: &mut Scratch,
        findings: &mut Findings,
    ) {
        scratch.candidates.retain(|candidate| self.is_finding(candidate));
        let verdict = self.keep(batch, index, mailbox, scratch, findings);
        findings.verdicts.push(verdict);
        findings.ends.push(findings.rows.len() as u32);
    }

    pub(crate) fn is_finding(&self, candidate: &Candidate) -> bool {
        candidate.points >= i16::from(self.threshold) && self.asks_for(candidate.entity)
    }

    pub(crate) fn asks_for(&self, entity: EntityId) -> bool {
        self.entities.contains(entity)
    }

    /// Resolves overlaps, keeps what stays, and judges the record by it.
    fn keep(
        &self,
        batch: &Batch<'_>,
        utterance: usize,
        mailbox: Mailbox,
        scratch: &mut Scratch,
        findings: &mut Findings,
    ) -> Verdict {
        let mut found = classify::Evidence::default();
        let Findings { rows, also, values, .. } = findings;
        let first = rows.len();
        let day = batch.days[utterance].or(self.as_of);
        let mut flags = 0;
        let Scratch { candidates, detect, .. } = scratch;
        score::resolve(candidates, also, |kept| {
            let candidate = kept.candidate;
            let segment = &batch.segments[candidate.segment as usize];
            let text = candidate.span.of(batch.arena(segment));
            if self.allowed.holds(candidate.entity, text, detect.values.get(candidate.value)) {
                return;
            }
            let derived = segment.role == Role::Derived;
            if !candidate.placeholder {
                flags |= if derived { flag::DERIVED } else { 0 };
                let full = is_full_name(candidate.entity, text);
                flags |= flag_of_age(&candidate, text, detect.values.get(candidate.value), day);
                found.add(candidate.entity, self.catalogue.get(candidate.entity), candidate.tags, full);
            }
            rows.push(Finding {
                utterance: utterance as u32,
                segment: candidate.segment,
                span: candidate.span.from_base(segment.span.start),
                entity: candidate.entity,
                confidence: candidate.points.clamp(0, 100) as u8,
                form: candidate.form,
                detector: candidate.detector,
                evidence: candidate.evidence,
                negated: candidate.negated,
                placeholder: candidate.placeholder,
                derived,
                third_party: candidate.whose == Whose::Another,
                tags: candidate.tags,
                also: (kept.also.start as u32, kept.also.end as u32),
                value: {
                    let start = values.len() as u32;
                    values.extend_from_slice(detect.values.get(candidate.value));
                    Span::new(start, values.len() as u32)
                },
            });
        });
        if parties::names_another(&rows[first..], batch) {
            flags |= flag::THIRD_PARTY;
        }
        let verdict = classify::judge(&found, self.circumstances, &self.profiles, flags);
        let inferred = mailbox.medical && verdict.labels & classify::label::MEDICAL == 0;
        Verdict { flags: verdict.flags | if inferred { flag::INFERRED_MEDICAL } else { 0 }, ..verdict }
    }

    /// Whether an id, a path, a name or a key holds a written identifier: an address, or digits that read as somebody's number
    /// without any cue. Such names are masked in every output.
    pub(crate) fn holds_identifier(name: &[u8]) -> bool {
        detect::holds_identifier(name)
    }

    /// The same, or a person's first and last name.
    pub(crate) fn holds_data(&self, name: &[u8]) -> bool {
        Self::holds_identifier(name) || detect::holds_full_name(&self.lexicon, name)
    }

    /// Judges a record by its kinds of findings: entity, tags, and whether it is a full name.
    pub(crate) fn judge(&self, kinds: impl Iterator<Item = (EntityId, u8, bool)>, flags: u16) -> Verdict {
        let mut found = classify::Evidence::default();
        kinds.for_each(|(entity, tags, full)| found.add(entity, self.catalogue.get(entity), tags, full));
        classify::judge(&found, self.circumstances, &self.profiles, flags)
    }
}

/// The flag of a told age, or of a birthday seen from `day`.
fn flag_of_age(candidate: &Candidate, text: &[u8], said: &[u8], day: Option<Day>) -> u16 {
    if !matches!(candidate.entity, id::AGE | id::DATE_OF_BIRTH | id::SE_PERSONNUMMER) {
        return 0;
    }
    let value = if said.is_empty() { text } else { said };
    detect::age(candidate.entity, value, day).map_or(0, classify::of_age)
}

/// Whether a finding is a person's name of two words or more.
pub(crate) fn is_full_name(entity: EntityId, value: &[u8]) -> bool {
    entity == id::PERSON && value.iter().any(|byte| matches!(byte, b' ' | b','))
}
