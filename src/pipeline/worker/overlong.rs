//! Records that are longer than can be read at once: read in windows that lie over one another, and judged as one.

use std::io;

use xxhash_rust::xxh3::xxh3_64;

use super::emit::{lossy, wanted, wanted_findings};
use super::{Loaded, Worker};
use crate::classify::{Tier, flag};
use crate::entity::EntityId;
use crate::fields::Speech;
use crate::framing::{CELL, FaultKind, OVERLAP, WINDOW, blank_escapes, repair_utf8, window_end};
use crate::pipeline::feed::Feed;
use crate::scanner::{Finding, is_full_name};
use crate::sink::lines::{self, FindingLine, Place, RecordLine};
use crate::sink::{CellHash, ChunkResult, HashMode, Piece};
use crate::source::{Input, reason};
use crate::span::Span;
use crate::tally::{Keys, Status};
use crate::utterance::BatchBuilder;

/// Findings of one overlong record that are written and counted one by one; more of them only lift its verdict.
const MOST_OF_ONE: usize = 65_536;

/// Where what is scanned by windows ends.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Until {
    Line,
    End,
}

/// What the windows of an overlong record came to.
#[derive(Default)]
struct Overlong {
    findings: Vec<(Finding, u64)>,
    /// Of each kind of finding: entity, tags, whether it is a full name.
    kinds: Vec<(EntityId, u8, bool)>,
    lines: Vec<Gathered>,
    /// Bits of [`flag`] that its findings give.
    flags: u16,
    covered: u64,
    text: u64,
}

/// A finding of an overlong record, kept until the record's verdict is known.
struct Gathered {
    span: Span,
    value: String,
    canonical: Vec<u8>,
}

impl Worker<'_> {
    /// Scans the record at `loaded.end` window by window, as text, and judges it as one.
    pub(super) fn scan_overlong(
        &mut self,
        input: &mut dyn Input,
        loaded: &Loaded,
        piece: &mut Piece,
        out: &mut ChunkResult,
    ) {
        let base = loaded.origin.base + loaded.end as u64;
        self.scan_windows(input, loaded, base, Until::Line, piece, out);
    }

    /// The same for what begins at `from` of `input` and reaches to its line's or to its own end.
    pub(super) fn scan_windows(
        &mut self,
        input: &mut dyn Input,
        loaded: &Loaded,
        from: u64,
        until: Until,
        piece: &mut Piece,
        out: &mut ChunkResult,
    ) {
        let base = loaded.origin.base + loaded.end as u64;
        let mut window = Vec::new();
        let (mut at, mut done, mut ended) = (from, false, false);
        let mut gathered = Overlong::default();
        while !done {
            window.clear();
            let read = input.read_at(at, WINDOW, &mut window);
            piece.note(read.as_ref().err().map(reason));
            let line_end = if until == Until::Line { memchr::memchr(b'\n', &window) } else { None };
            ended = line_end.is_some();
            done = ended || window.len() < WINDOW;
            let end = line_end.unwrap_or(if done { window.len() } else { window_end(&window) });
            window.truncate(end);
            repair_utf8(&mut window);
            blank_escapes(&mut window);
            let offset = at - from;
            self.scan_window(&window, offset, done, &mut gathered);
            let step = if done { end } else { end.saturating_sub(OVERLAP).max(1) };
            at += step as u64;
        }
        let length = at - from;
        self.emit_overlong(loaded.origin.source, base, length, &gathered, piece, out);
        piece.bytes.records += length;
        piece.bytes.framing += u64::from(ended);
    }

    /// Scans one window of an overlong record; `offset` is where it begins in the record, `last` whether it ends it.
    fn scan_window(&mut self, window: &[u8], offset: u64, last: bool, whole: &mut Overlong) {
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
                let mut canonical = Vec::new();
                self.findings.canonical(finding, bytes, &mut canonical);
                whole.add(finding, Span::new(start as u32, start as u32 + span.len()), bytes, canonical);
            }
        }
        whole.covered = to;
        // What the reader knows of the window must not be taken for the next batch's.
        self.reader.begin_batch();
    }

    /// Counts and writes an overlong record.
    fn emit_overlong(
        &mut self,
        source: usize,
        offset: u64,
        length: u64,
        whole: &Overlong,
        piece: &mut Piece,
        out: &mut ChunkResult,
    ) {
        let verdict = self.scanner.judge(whole.kinds.iter().copied(), flag::DAMAGED | flag::OVERLONG | whole.flags);
        let status = if verdict.tier == Tier::T0 { Status::Unreadable } else { Status::Flagged };
        let findings: Vec<Finding> = whole.findings.iter().map(|(finding, _)| *finding).collect();
        let hash = |index: usize| whole.findings[index].1;
        self.tally.add(self.scanner.catalogue(), status, &verdict, &findings, &Keys::default(), hash);
        self.tally.speech[Speech::Scanned as usize] += 1;
        piece.status[status as usize] += 1;
        piece.bytes.text += whole.text;
        let place = Place { source: source as u32, offset, length, record: None };
        place.head(&mut self.emit.head);
        lines::unreadable(&mut out.unreadable, &place, FaultKind::Overlong, true);
        if wanted(self.settings.records, status, verdict.tier) {
            let line = RecordLine {
                place,
                head: &self.emit.head,
                container: None,
                status,
                speech: Speech::Scanned.name(),
                verdict: &verdict,
                profiles: self.scanner.profiles(),
                tenant: None,
                time: None,
                state: None,
                basis: None,
                entities: self.tally.present(),
                language: None,
                damaged: true,
            };
            self.emit.lines.write(&mut out.records, self.scanner.catalogue(), &line);
        }
        if wanted_findings(self.settings.findings, verdict.tier) {
            self.emit_gathered(whole, out);
        }
    }

    fn emit_gathered(&mut self, whole: &Overlong, out: &mut ChunkResult) {
        let catalogue = self.scanner.catalogue();
        let memory = &mut self.emit;
        memory.occurrences.begin(catalogue.len());
        for ((finding, _), gathered) in whole.findings.iter().zip(&whole.lines) {
            let line = FindingLine {
                head: &memory.head,
                field: b"$",
                occurrence: memory.occurrences.next(finding.entity),
                span: gathered.span,
                source: None,
                finding,
                entity: catalogue.get(finding.entity),
                value: &gathered.value,
                canonical: &gathered.canonical,
                also: &[],
                heard: None,
                profiles: self.scanner.profiles(),
            };
            memory.findings.write(&mut out.findings, catalogue, self.key, self.settings.reveal, &line);
        }
    }
}

impl Overlong {
    fn add(&mut self, finding: &Finding, span: Span, value: &[u8], canonical: Vec<u8>) {
        let full = is_full_name(finding.entity, value);
        let kind = (finding.entity, finding.tags, full);
        self.flags |= if finding.third_party { flag::THIRD_PARTY } else { 0 };
        if !finding.placeholder && !self.kinds.contains(&kind) {
            self.kinds.push(kind);
        }
        if self.findings.len() < MOST_OF_ONE {
            self.findings.push((*finding, xxh3_64(&canonical)));
            let value = lossy(value).into_owned();
            self.lines.push(Gathered { span, value, canonical });
        }
    }
}

/// A stream read on by an overlong record: the cells that it runs over are accounted for as it passes them, so that no more
/// than a cell of it is held.
pub(super) struct Passing<'a> {
    pub(super) feed: &'a mut Feed,
    pub(super) source: usize,
    pub(super) hash: HashMode,
    pub(super) pieces: &'a mut Vec<Piece>,
}

impl Input for Passing<'_> {
    fn read_at(&mut self, offset: u64, want: usize, out: &mut Vec<u8>) -> io::Result<usize> {
        while self.feed.next + CELL <= offset {
            let (start, end) = (self.feed.next, self.feed.next + CELL);
            let mut cell = Vec::new();
            self.feed.input.read_at(start, CELL as usize, &mut cell)?;
            let hash = (self.hash == HashMode::Full).then(|| CellHash::of(start, &cell));
            self.pieces.push(Piece { hash, ..Piece::empty(self.source, start, end) });
            self.feed.next = end;
            self.feed.input.release(end - 1);
        }
        self.feed.input.read_at(offset, want, out)
    }
}
