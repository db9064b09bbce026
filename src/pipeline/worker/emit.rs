//! What was found in a batch, counted and written into the chunk's result.

use std::borrow::Cow;

use xxhash_rust::xxh3::xxh3_64;

use super::places::Places;
use super::{Draft, Origin, Worker, keys, state};
use crate::classify::{Tier, Verdict};
use crate::entity::{EntityId, id};
use crate::fields::json::ExactPaths;
use crate::fields::{Heard, Speech, Voice};
use crate::scanner::{Finding, Findings};
use crate::sink::lines::{self, FindingLine, FindingLines, HeardLine, Place, RecordLine, RecordLines};
use crate::sink::{Amount, ChunkResult, Piece, quiet, quiet_path};
use crate::span::Span;
use crate::tally::Status;
use crate::utterance::{Batch, Role, Segment};

/// Memory of emission, one a worker.
#[derive(Default)]
pub(super) struct Memory {
    pub(super) lines: RecordLines,
    pub(super) findings: FindingLines,
    /// What all lines of the record at hand begin with.
    pub(super) head: Vec<u8>,
    canonical: Canonical,
    /// How many findings of each entity the record at hand has had so far.
    pub(super) occurrences: Occurrences,
    keys: keys::Memory,
    /// Hashes of the telephone numbers in the path that was read last.
    phones: Vec<u64>,
}

impl Memory {
    pub(super) fn phones(&self) -> &[u64] {
        &self.phones
    }
}

/// The canonical forms of a record's findings: made once, for counts and fingerprints.
#[derive(Default)]
struct Canonical {
    bytes: Vec<u8>,
    ends: Vec<u32>,
}

/// Findings of one record, counted by entity.
#[derive(Default)]
pub(super) struct Occurrences(Vec<u32>);

impl Worker<'_> {
    /// Scans the batch and writes what it holds.
    pub(super) fn flush(&mut self, buffer: &[u8], origin: Origin, piece: &mut Piece, out: &mut ChunkResult) {
        if self.drafts.is_empty() {
            return;
        }
        let mut builder = std::mem::take(&mut self.batch);
        let drafts = std::mem::take(&mut self.drafts);
        let batch = builder.batch();
        self.scanner.scan_batch(&batch, &mut self.scratch, &mut self.findings);
        piece.bytes.text += batch.text_len as u64;
        let mut memory = std::mem::take(&mut self.emit);
        for (index, draft) in drafts.iter().enumerate() {
            self.emit(&batch, index, draft, buffer, origin, &mut memory, piece, out);
        }
        self.emit = memory;
        self.drafts = drafts;
        self.drafts.clear();
        self.batch = builder;
        self.batch.clear();
        self.reader.begin_batch();
    }

    #[allow(clippy::too_many_arguments)] // the state of one flush; a struct would only rename it
    fn emit(
        &mut self,
        batch: &Batch<'_>,
        index: usize,
        draft: &Draft,
        buffer: &[u8],
        origin: Origin,
        memory: &mut Memory,
        piece: &mut Piece,
        out: &mut ChunkResult,
    ) {
        let findings = self.findings.of(index);
        let verdict =
            Verdict { flags: self.findings.verdict(index).flags | draft.flags, ..*self.findings.verdict(index) };
        let language = self.findings.language(index);
        let readable = language.is_none_or(|code| self.scanner.reads(code));
        let of_path = |segment: &Segment| draft.meta.path && self.reader.is_of_path(segment);
        // A path says nothing of what is in the file.
        let judged =
            || batch.segments[batch.range(index)].iter().any(|segment| is_judged(segment) && !of_path(segment));
        let status = status(&verdict, draft, readable, judged);
        let names = if draft.meta.own { self.reader.names() } else { buffer };
        let known = memory.keys.read(keys::Mask { scanner: self.scanner, key: self.key }, &draft.meta, names);
        let place = Place {
            source: origin.source as u32,
            offset: origin.base + draft.extent.start as u64,
            length: (draft.extent.end - draft.extent.start) as u64,
            record: known.record,
        };
        let canonical = &mut memory.canonical;
        canonical.fill(&self.findings, findings, batch);
        let mut keys = known.keys();
        if keys.basis.is_none() {
            let text = |finding: &Finding| finding.span.of(batch.bytes(&batch.segments[finding.segment as usize]));
            let told =
                findings.iter().enumerate().map(|(at, finding)| (finding.entity, text(finding), canonical.get(at)));
            if let Some((code, basis)) = state::of(told) {
                (keys.state, keys.basis) = (code.as_bytes(), Some(basis));
            }
        }
        let hash = |index| xxh3_64(canonical.get(index));
        if draft.meta.path {
            let phone = |finding: &Finding| {
                finding.entity == id::PHONE_NUMBER && of_path(&batch.segments[finding.segment as usize])
            };
            let phones = findings.iter().enumerate().filter(|(_, finding)| phone(finding));
            memory.phones.clear();
            memory.phones.extend(phones.map(|(at, _)| hash(at)));
        }
        self.tally.add(self.scanner.catalogue(), status, &verdict, findings, &keys, hash);
        self.tally.speech[draft.meta.speech as usize] += 1;
        piece.status[status as usize] += 1;
        if let Some(fault) = draft.fault {
            lines::unreadable(&mut out.unreadable, &place, fault, true);
        }
        let write_findings = !findings.is_empty() && wanted_findings(self.settings.findings, verdict.tier);
        let write_record = wanted(self.settings.records, status, verdict.tier);
        if write_record || write_findings {
            place.head(&mut memory.head);
        }
        if write_record {
            let line = RecordLine {
                place,
                head: &memory.head,
                container: known.container,
                status,
                speech: draft.meta.speech.name(),
                verdict: &verdict,
                profiles: self.scanner.profiles(),
                tenant: known.tenant,
                time: known.time,
                state: Some(keys.state).filter(|state| !state.is_empty()),
                basis: keys.basis,
                entities: self.tally.present(),
                language,
                damaged: draft.fault.is_some(),
            };
            memory.lines.write(&mut out.records, self.scanner.catalogue(), &line);
        }
        if write_findings {
            self.emit_findings(batch, index, draft, place.offset, buffer, memory, out);
        }
    }

    #[allow(clippy::too_many_arguments)] // as `emit`
    fn emit_findings(
        &self,
        batch: &Batch<'_>,
        index: usize,
        draft: &Draft,
        offset: u64,
        buffer: &[u8],
        memory: &mut Memory,
        out: &mut ChunkResult,
    ) {
        let catalogue = self.scanner.catalogue();
        memory.occurrences.begin(catalogue.len());
        let mut exact = ExactPaths::new(buffer, draft.extent.read.start, draft.extent.read.end);
        let mut places = Places::new(buffer, draft);
        for (number, finding) in self.findings.of(index).iter().enumerate() {
            let segment = &batch.segments[finding.segment as usize];
            let value = lossy(finding.span.of(batch.bytes(segment)));
            let field = self.reader.field(segment);
            let shown = || quiet_path(self.scanner, self.key, &field.path).into_owned();
            let start = self.reader.leaf_start(finding.segment);
            let indexed = exact.as_mut().filter(|_| field.indexed).and_then(|paths| paths.of(start));
            let indexed = indexed.map(|path| quiet_path(self.scanner, self.key, path));
            let field = indexed.as_deref().unwrap_or_else(|| field.shown.get_or_init(shown));
            let span = self.reader.original(finding.segment, finding.span);
            let voiced = self.voiced(finding.segment, span);
            let raw = places.as_mut().and_then(|places| places.of(&self.reader, finding.segment, span));
            let line = FindingLine {
                head: &memory.head,
                field: voiced.as_ref().map_or(field, |voiced| &voiced.field).as_bytes(),
                occurrence: memory.occurrences.next(finding.entity),
                span: voiced.as_ref().map_or(span, |voiced| voiced.span),
                source: raw.map(|raw| (offset + u64::from(raw.start), offset + u64::from(raw.end))),
                finding,
                entity: catalogue.get(finding.entity),
                value: &value,
                canonical: memory.canonical.get(number),
                also: self.findings.also_possible(finding),
                heard: voiced.as_ref().map(Voiced::line),
                profiles: self.scanner.profiles(),
            };
            memory.findings.write(&mut out.findings, catalogue, self.key, self.settings.reveal, &line);
        }
    }

    /// Where a finding was heard, if its segment is not one field as it stands.
    #[inline]
    fn voiced(&self, segment: u32, span: Span) -> Option<Voiced> {
        self.reader.voice(segment).and_then(|voice| self.voiced_by(voice, span))
    }

    #[cold]
    fn voiced_by(&self, voice: &Voice, span: Span) -> Option<Voiced> {
        let Heard { path, span, end_path, speaker, channel, start_ms, end_ms } = voice.heard(span)?;
        let shown = |path| quiet_path(self.scanner, self.key, path).into_owned();
        // A speaker's label may be a person's name.
        let speaker = speaker.map(|speaker| {
            let mut safe = Vec::new();
            lines::escape(&mut safe, &quiet(self.scanner, self.key, speaker));
            safe
        });
        Some(Voiced { field: shown(path), end_field: end_path.map(shown), span, speaker, channel, start_ms, end_ms })
    }
}

/// A finding's place in what was said, as its line shows it.
struct Voiced {
    field: String,
    end_field: Option<String>,
    span: Span,
    speaker: Option<Vec<u8>>,
    channel: Option<u32>,
    start_ms: Option<u64>,
    end_ms: Option<u64>,
}

impl Voiced {
    fn line(&self) -> HeardLine<'_> {
        HeardLine {
            end_field: self.end_field.as_deref().map(str::as_bytes),
            speaker: self.speaker.as_deref(),
            channel: self.channel,
            start_ms: self.start_ms,
            end_ms: self.end_ms,
        }
    }
}

impl Canonical {
    /// Makes those of one record's findings.
    fn fill(&mut self, found: &Findings, findings: &[Finding], batch: &Batch<'_>) {
        self.bytes.clear();
        self.ends.clear();
        for finding in findings {
            let text = batch.bytes(&batch.segments[finding.segment as usize]);
            found.canonical(finding, finding.span.of(text), &mut self.bytes);
            self.ends.push(self.bytes.len() as u32);
        }
    }

    /// That of the finding with this place among its record's.
    fn get(&self, index: usize) -> &[u8] {
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        Span::new(start, self.ends[index]).of(&self.bytes)
    }
}

impl Occurrences {
    /// Begins a record.
    pub(super) fn begin(&mut self, entities: usize) {
        self.0.clear();
        self.0.resize(entities, 0);
    }

    /// How many there were of this entity before this one.
    pub(super) fn next(&mut self, entity: EntityId) -> u32 {
        let count = &mut self.0[usize::from(entity.0)];
        *count += 1;
        *count - 1
    }
}

/// A value as text: it is UTF-8 but where a window of an overlong record cut a letter.
pub(super) fn lossy(value: &[u8]) -> Cow<'_, str> {
    // Asked first: the lossy reading takes ten times as long to find that nothing is lost.
    std::str::from_utf8(value).map_or_else(|_| String::from_utf8_lossy(value), Cow::Borrowed)
}

/// The one status of a record.
fn status(verdict: &Verdict, draft: &Draft, readable: bool, judged: impl FnOnce() -> bool) -> Status {
    if verdict.tier > Tier::T0 {
        return Status::Flagged;
    }
    if draft.fault.is_some() {
        return Status::Unreadable;
    }
    // A voicemail without its transcript: what there is to judge is not there, whatever else is ("status": "new").
    if matches!(draft.meta.speech, Speech::Missing | Speech::Recording) {
        return Status::Unexamined;
    }
    // Its words are of a language that no dictionary knows.
    if !readable {
        return Status::Unexamined;
    }
    if judged() { Status::NoneFound } else { Status::Unexamined }
}

/// Ids, dates and mailboxes alone say nothing of a person.
fn is_judged(segment: &Segment) -> bool {
    !segment.span.is_empty() && !matches!(segment.role, Role::Opaque | Role::Date | Role::Mailbox | Role::Organisation)
}

pub(super) fn wanted(amount: Amount, status: Status, tier: Tier) -> bool {
    match amount {
        Amount::None => false,
        Amount::Sensitive => tier >= Tier::T2,
        Amount::All => status == Status::Flagged,
    }
}

pub(super) fn wanted_findings(amount: Amount, tier: Tier) -> bool {
    match amount {
        Amount::None => false,
        Amount::Sensitive => tier >= Tier::T2,
        Amount::All => true,
    }
}
