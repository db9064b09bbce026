//! What was found in a batch, counted and written into the chunk's result.

use xxhash_rust::xxh3::xxh3_64;

use super::{Draft, Origin, Worker};
use crate::classify::{Tier, Verdict, flag};
use crate::entity::EntityId;
use crate::fields::Speech;
use crate::framing::{FaultKind, OVERLAP};
use crate::scanner::{Finding, Scanner, is_full_name};
use crate::sink::lines::{self, FindingLine, Place, RecordLine, RecordLines};
use crate::sink::{Amount, ChunkResult, Key, Piece, masked_name, quiet_path};
use crate::span::Span;
use crate::tally::{Keys, Status};
use crate::utterance::{Batch, BatchBuilder, Role};

/// Findings of one overlong record that are written and counted one by one; more of them only lift its verdict.
const MOST_OF_ONE: usize = 65_536;

/// Memory of emission, one a worker.
#[derive(Default)]
pub(super) struct Memory {
    lines: RecordLines,
    canonical: Vec<u8>,
    /// Safe forms of ids and keys that had to be masked.
    record: Vec<u8>,
    tenant: Vec<u8>,
    container: Container,
    /// The time as `YYYY-MM-DD…`, where the record has it in another form.
    time: Vec<u8>,
}

/// The last container's name and its safe form: it seldom changes from one record to the next.
#[derive(Default)]
struct Container {
    raw: Vec<u8>,
    safe: Vec<u8>,
}

/// What the windows of an overlong record came to.
#[derive(Default)]
pub(super) struct Overlong {
    findings: Vec<(Finding, u64)>,
    /// Of each kind of finding: entity, tags, whether it is a full name.
    kinds: Vec<(EntityId, u8, bool)>,
    lines: Vec<Gathered>,
    covered: u64,
    text: u64,
}

/// A finding of an overlong record, kept until the record's verdict is known.
struct Gathered {
    span: Span,
    value: String,
}

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
        for (index, draft) in drafts.iter().enumerate() {
            self.emit(&batch, index, draft, buffer, origin, piece, out);
        }
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
        piece: &mut Piece,
        out: &mut ChunkResult,
    ) {
        let findings = self.findings.of(index);
        let verdict =
            Verdict { flags: self.findings.verdict(index).flags | draft.flags, ..*self.findings.verdict(index) };
        let status = status(&verdict, draft, &batch.segments[batch.range(index)]);
        let mut memory = std::mem::take(&mut self.emit);
        let place = Place {
            source: origin.source as u32,
            offset: origin.base + draft.start as u64,
            length: (draft.end - draft.start) as u64,
            record: shown(&mut memory.record, self.key, draft.meta.id, buffer),
        };
        let container = memory.container.of(self.key, draft.meta.container, buffer);
        let tenant = shown(&mut memory.tenant, self.key, draft.meta.tenant, buffer);
        let time = time(draft.meta.time, buffer, &mut memory.time);
        let state = draft.meta.state.map(|span| span.of(buffer)).filter(|state| is_state(state));
        let keys = Keys {
            container: container.unwrap_or_default(),
            tenant: tenant.unwrap_or_default(),
            time: time.unwrap_or_default(),
            state: state.unwrap_or_default(),
        };
        let canonical = &mut memory.canonical;
        self.tally.add(self.scanner.catalogue(), status, &verdict, findings, &keys, |finding| {
            canonical.clear();
            let segment = &batch.segments[finding.segment as usize];
            Scanner::canonical(finding.entity, finding.span.of(batch.bytes(segment)), canonical);
            xxh3_64(canonical)
        });
        self.tally.speech[draft.meta.speech as usize] += 1;
        piece.status[status as usize] += 1;
        if let Some(fault) = draft.fault {
            lines::unreadable(&mut out.unreadable, &place, fault, true);
        }
        if wanted(self.settings.records, status, verdict.tier) {
            let line = RecordLine {
                place,
                container,
                status,
                speech: draft.meta.speech.name(),
                verdict: &verdict,
                tenant,
                time,
                state,
                entities: self.tally.present(),
                language: self.findings.language(index),
                damaged: draft.fault.is_some(),
            };
            memory.lines.write(&mut out.records, self.scanner.catalogue(), &line);
        }
        if !findings.is_empty() && wanted_findings(self.settings.findings, verdict.tier) {
            self.emit_findings(batch, index, draft, buffer, &place, out);
        }
        self.emit = memory;
    }

    fn emit_findings(
        &self,
        batch: &Batch<'_>,
        index: usize,
        draft: &Draft,
        buffer: &[u8],
        place: &Place<'_>,
        out: &mut ChunkResult,
    ) {
        let findings = self.findings.of(index);
        let mut canonical = Vec::new();
        for (number, finding) in findings.iter().enumerate() {
            let segment = &batch.segments[finding.segment as usize];
            let text = batch.bytes(segment);
            let span = self.reader.original(finding.segment, finding.span);
            let value = String::from_utf8_lossy(finding.span.of(text));
            canonical.clear();
            Scanner::canonical(finding.entity, finding.span.of(text), &mut canonical);
            let field = self.reader.field(segment);
            let record = &buffer[draft.start..draft.end];
            let exact = || crate::fields::json::exact_path(record, self.reader.ordinal(finding.segment));
            let shown = || quiet_path(self.scanner, self.key, &field.path).into_owned();
            let indexed = field.indexed.then(exact).flatten();
            let indexed = indexed.map(|path| quiet_path(self.scanner, self.key, &path).into_owned());
            let field = indexed.as_deref().unwrap_or_else(|| field.shown.get_or_init(shown));
            let line = FindingLine {
                place: *place,
                field: field.as_bytes(),
                occurrence: findings[..number].iter().filter(|other| other.entity == finding.entity).count() as u32,
                span,
                finding,
                entity: self.scanner.catalogue().get(finding.entity),
                value: &value,
                canonical: &canonical,
                also: self.findings.also_possible(finding),
            };
            lines::finding(&mut out.findings, self.scanner.catalogue(), self.key, self.settings.reveal, &line);
        }
    }

    /// Scans one window of an overlong record; `offset` is where it begins in the record, `last` whether it ends it.
    pub(super) fn scan_window(&mut self, window: &[u8], offset: u64, last: bool, whole: &mut Overlong) {
        let mut builder = BatchBuilder::new();
        let text = String::from_utf8_lossy(window);
        self.reader.begin_batch();
        self.reader.read_text(&text, &mut builder);
        let batch = builder.batch();
        self.scanner.scan_batch(&batch, &mut self.scratch, &mut self.findings);
        whole.text += batch.text_len as u64;
        // What begins before the middle of the overlap is the window before's, the rest the next one's.
        let middle = offset + (window.len() - OVERLAP.min(window.len()) / 2) as u64;
        let to = if last { u64::MAX } else { middle };
        for finding in self.findings.of(0) {
            let bytes = finding.span.of(batch.bytes(&batch.segments[finding.segment as usize]));
            let span = self.reader.original(finding.segment, finding.span);
            let start = offset + u64::from(span.start);
            if (whole.covered..to).contains(&start) {
                whole.add(finding, Span::new(start as u32, start as u32 + span.len()), bytes, &mut self.emit.canonical);
            }
        }
        whole.covered = to;
        // What the reader knows of the window must not be taken for the next batch's.
        self.reader.begin_batch();
    }

    /// Counts and writes an overlong record.
    pub(super) fn emit_overlong(
        &mut self,
        source: usize,
        offset: u64,
        length: u64,
        whole: &Overlong,
        piece: &mut Piece,
        out: &mut ChunkResult,
    ) {
        let verdict = self.scanner.judge(whole.kinds.iter().copied(), flag::DAMAGED | flag::OVERLONG);
        let status = if verdict.labels == 0 { Status::Unreadable } else { Status::Flagged };
        let findings: Vec<Finding> = whole.findings.iter().map(|(finding, _)| *finding).collect();
        let mut hashes = whole.findings.iter().map(|(_, hash)| *hash);
        self.tally.add(self.scanner.catalogue(), status, &verdict, &findings, &Keys::default(), |_| {
            hashes.next().unwrap_or_default()
        });
        self.tally.speech[Speech::Scanned as usize] += 1;
        piece.status[status as usize] += 1;
        piece.bytes.text += whole.text;
        let place = Place { source: source as u32, offset, length, record: None };
        lines::unreadable(&mut out.unreadable, &place, FaultKind::Overlong, true);
        if wanted(self.settings.records, status, verdict.tier) {
            let line = RecordLine {
                place,
                container: None,
                status,
                speech: Speech::Scanned.name(),
                verdict: &verdict,
                tenant: None,
                time: None,
                state: None,
                entities: self.tally.present(),
                language: None,
                damaged: true,
            };
            self.emit.lines.write(&mut out.records, self.scanner.catalogue(), &line);
        }
        if wanted_findings(self.settings.findings, verdict.tier) {
            self.emit_gathered(&place, whole, out);
        }
    }

    fn emit_gathered(&mut self, place: &Place<'_>, whole: &Overlong, out: &mut ChunkResult) {
        let canonical = &mut self.emit.canonical;
        let mut seen = vec![0; self.scanner.catalogue().len()];
        for ((finding, _), gathered) in whole.findings.iter().zip(&whole.lines) {
            canonical.clear();
            Scanner::canonical(finding.entity, gathered.value.as_bytes(), canonical);
            let occurrence = seen[usize::from(finding.entity.0)];
            seen[usize::from(finding.entity.0)] += 1;
            let line = FindingLine {
                place: *place,
                field: b"$",
                occurrence,
                span: gathered.span,
                finding,
                entity: self.scanner.catalogue().get(finding.entity),
                value: &gathered.value,
                canonical,
                also: &[],
            };
            lines::finding(&mut out.findings, self.scanner.catalogue(), self.key, self.settings.reveal, &line);
        }
    }
}

impl Overlong {
    fn add(&mut self, finding: &Finding, span: Span, value: &[u8], canonical: &mut Vec<u8>) {
        let full = is_full_name(finding.entity, value);
        let kind = (finding.entity, finding.tags, full);
        if !finding.placeholder && !self.kinds.contains(&kind) {
            self.kinds.push(kind);
        }
        if self.findings.len() < MOST_OF_ONE {
            canonical.clear();
            Scanner::canonical(finding.entity, value, canonical);
            self.findings.push((*finding, xxh3_64(canonical)));
            self.lines.push(Gathered { span, value: String::from_utf8_lossy(value).into_owned() });
        }
    }
}

/// The one status of a record.
fn status(verdict: &Verdict, draft: &Draft, segments: &[crate::utterance::Segment]) -> Status {
    if verdict.labels != 0 {
        return Status::Flagged;
    }
    if draft.fault.is_some() {
        return Status::Unreadable;
    }
    // A voicemail without its transcript: what there is to judge is not there, whatever else is ("status": "new").
    if draft.meta.speech == Speech::Missing {
        return Status::Unexamined;
    }
    // Ids, paths, dates and mailboxes alone say nothing of a person.
    let judged = segments.iter().any(|segment| {
        !segment.span.is_empty()
            && !matches!(segment.role, Role::Opaque | Role::Date | Role::Mailbox | Role::Organisation)
    });
    if judged { Status::NoneFound } else { Status::Unexamined }
}

fn wanted(amount: Amount, status: Status, tier: Tier) -> bool {
    match amount {
        Amount::None => false,
        Amount::Sensitive => tier >= Tier::T2,
        Amount::All => status == Status::Flagged,
    }
}

fn wanted_findings(amount: Amount, tier: Tier) -> bool {
    match amount {
        Amount::None => false,
        Amount::Sensitive => tier >= Tier::T2,
        Amount::All => true,
    }
}

/// Two to four letters: a state's code. Anything longer is a place name and stays a finding.
fn is_state(state: &[u8]) -> bool {
    (2..=4).contains(&state.len()) && state.iter().all(u8::is_ascii_alphabetic)
}

/// A record's time: as it stands if it begins like `2020-09-28`, else none.
fn time<'b>(span: Option<Span>, buffer: &'b [u8], memory: &'b mut Vec<u8>) -> Option<&'b [u8]> {
    let raw = span?.of(buffer);
    let iso = |raw: &[u8]| {
        let digits = |range: std::ops::Range<usize>| raw[range].iter().all(u8::is_ascii_digit);
        (10..=35).contains(&raw.len())
            && (raw[4], raw[7]) == (b'-', b'-')
            && (digits(0..4) && digits(5..7) && digits(8..10))
            && raw.get(10).is_none_or(|byte| matches!(byte, b'T' | b' '))
            && raw[10..].iter().all(|byte| byte.is_ascii_digit() || b"-:T.Z+ ".contains(byte))
    };
    if iso(raw) {
        return Some(raw);
    }
    epoch(raw, memory).then_some(memory)
}

/// Seconds (10 digits) or milliseconds (13) since 1970, written as UTC.
fn epoch(raw: &[u8], out: &mut Vec<u8>) -> bool {
    out.clear();
    let Some(number) = std::str::from_utf8(raw).ok().and_then(|text| text.parse::<i64>().ok()) else { return false };
    let seconds = match raw.len() {
        10 => number,
        13 => number / 1000,
        _ => return false,
    };
    jiff::Timestamp::from_second(seconds).is_ok_and(|time| {
        out.extend_from_slice(time.to_string().as_bytes());
        true
    })
}

/// The form that outputs show of the contents of a JSON string that hold somebody's data, however they are escaped.
fn masked(key: &Key, raw: &[u8]) -> Option<String> {
    let mut decoded = Vec::new();
    let value = if raw.contains(&b'\\') {
        crate::fields::json::unescape(raw, &mut decoded);
        &decoded
    } else {
        raw
    };
    Scanner::holds_identifier(value).then(|| masked_name(key, value))
}

/// A value as outputs show it: as it stands, unless it holds somebody's data. `memory` keeps the masked form.
fn shown<'b>(memory: &'b mut Vec<u8>, key: &Key, span: Option<Span>, buffer: &'b [u8]) -> Option<&'b [u8]> {
    let raw = span?.of(buffer);
    let Some(masked) = masked(key, raw) else { return Some(raw) };
    memory.clear();
    memory.extend_from_slice(masked.as_bytes());
    Some(memory)
}

impl Container {
    fn of<'b>(&'b mut self, key: &Key, span: Option<Span>, buffer: &[u8]) -> Option<&'b [u8]> {
        let raw = span?.of(buffer);
        if self.raw != raw || self.safe.is_empty() {
            self.raw = raw.to_vec();
            self.safe = masked(key, raw).map_or_else(|| raw.to_vec(), String::into_bytes);
        }
        Some(&self.safe)
    }
}
