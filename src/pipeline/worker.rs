//! One worker: a chunk's bytes to a chunk's result. Everything it needs is its own; nothing it learns leaves it.

use std::ops::Range;

use super::HEADER;
use super::feed::{Feed, Frames};
use super::plan::{Item, Known, Work};
use crate::fields::{FieldOptions, Reader, RecordMeta, Speech};
use crate::framing::{
    CELL, FaultKind, Format, Frame, FrameKind, Framing, LONGEST_RECORD, Layout, Lines, blank_escapes, first_record,
    is_metadata, part_damaged,
};
use crate::scanner::{Findings, Scanner, Scratch};
use crate::sink::{CellHash, ChunkResult, HashMode, Key, Names, Piece, Settings, Sound};
use crate::source::{FileInput, HEAD, Input, Kind, Media, hash_file, reason, take_stock};
use crate::span::Span;
use crate::tally::Tally;
use crate::utterance::{BatchBuilder, PADDING};

mod emit;
mod keys;
mod overlong;
mod places;
mod recoded;
mod state;

use overlong::{Passing, Until};
use recoded::{Bytes, Recoded};

/// Text gathered before a token pass: hashes and marks of a batch stay in the second-level cache.
const BATCH: usize = 32 << 10;
/// Bytes read on at a time for a record that runs over the end of its cell.
const STEP: usize = 64 << 10;

/// Where a record lies.
#[derive(Clone, Debug)]
struct Extent {
    /// Bytes of the source, from its [`Origin`] on.
    start: usize,
    end: usize,
    /// Bytes of the text that it was read from: the same, unless bytes before it or its own were of another encoding.
    read: Range<usize>,
}

impl Extent {
    /// Of a record that lies in the source as `frame` and in the text as `read`.
    const fn of(frame: Frame, read: Frame) -> Self {
        Self { start: frame.body, end: frame.end, read: read.body..read.end }
    }
}

/// A record in the batch at hand.
#[derive(Clone, Debug)]
struct Draft {
    extent: Extent,
    meta: RecordMeta,
    fault: Option<FaultKind>,
    /// Damaged, or longer than can be read at once.
    flags: u16,
}

pub(super) struct Worker<'s> {
    scanner: &'s Scanner,
    settings: &'s Settings,
    key: &'s Key,
    buffer: Vec<u8>,
    reader: Reader,
    batch: BatchBuilder,
    drafts: Vec<Draft>,
    scratch: Scratch,
    findings: Findings,
    emit: emit::Memory,
    /// Counts of all records this worker has read: every chunk that is claimed is committed, or the run fails.
    tally: Tally,
}

/// Where the bytes in the buffer come from.
#[derive(Clone, Copy)]
struct Origin {
    source: usize,
    /// The offset, in the source, of the buffer's first byte.
    base: u64,
}

/// A cell's bytes in the buffer.
struct Loaded {
    origin: Origin,
    /// Where in the buffer the cell's first record begins, and where its last one ends; equal where it has none.
    first: usize,
    end: usize,
    /// An overlong record begins at `end`.
    overlong: bool,
}

impl<'s> Worker<'s> {
    pub(super) fn new(scanner: &'s Scanner, fields: &FieldOptions, settings: &'s Settings, key: &'s Key) -> Self {
        Self {
            scanner,
            settings,
            key,
            buffer: Vec::new(),
            reader: Reader::new(scanner.level(), fields.clone()),
            batch: BatchBuilder::new(),
            drafts: Vec::new(),
            scratch: Scratch::default(),
            findings: Findings::default(),
            emit: emit::Memory::default(),
            tally: Tally::new(scanner.catalogue()),
        }
    }

    /// What this worker counted.
    pub(super) fn into_tally(self) -> Tally {
        self.tally
    }

    /// Makes one chunk.
    pub(super) fn make(&mut self, work: Work, out: &mut ChunkResult) {
        match work {
            Work::Cell { source, start, end } => self.make_file_cell(&source, start, end, out),
            Work::Small(items) => items.into_iter().for_each(|(source, item)| self.make_small(&source, item, out)),
            Work::Stream { source, start, stream } => {
                let turn = stream.in_turn(start, |feed| self.take_turn(feed, source.number, out));
                if let Some(turn) = turn {
                    self.finish_turn(turn, out);
                }
            }
        }
    }

    fn make_small(&mut self, source: &Known, item: Item, out: &mut ChunkResult) {
        let empty = || Piece::empty(source.number, 0, 0);
        match item {
            Item::File => self.make_file_cell(source, 0, source.source.size.unwrap_or_default(), out),
            Item::Failed(error) => {
                let end = source.source.size.unwrap_or_default();
                finish_piece(Piece { error: Some(error), ..Piece::empty(source.number, 0, end) }, out);
            }
            Item::Archive(error) => {
                let path = source.source.path.as_deref();
                let most = match self.settings.hash {
                    HashMode::Full => u64::MAX,
                    HashMode::Header => HEADER as u64,
                    HashMode::None => 0,
                };
                let whole = path.filter(|_| most > 0).and_then(|path| hash_file(path, most).ok());
                finish_piece(Piece { whole, error, ..empty() }, out);
            }
            Item::Name { head, kind, transcribed } => self.make_name(source, &head, kind, transcribed, out),
            Item::Feed(mut feed) => {
                while !feed.ended {
                    let turn = self.take_turn(&mut feed, source.number, out);
                    self.finish_turn(turn, out);
                }
            }
        }
    }

    /// A source that is not read as text: what its name says, and the header of a recording.
    fn make_name(&mut self, source: &Known, head: &[u8], kind: Option<Kind>, transcribed: bool, out: &mut ChunkResult) {
        let size = source.source.size.unwrap_or_default();
        let mut piece = Piece::empty(source.number, 0, size);
        let plain = source.packing.is_empty();
        let path = source.source.path.as_deref().filter(|_| plain);
        // Of what is packed, the size is that of the packing.
        let unpacked = if plain || head.len() == HEAD { size } else { head.len() as u64 };
        let media = kind.map(|kind| (kind, take_stock(kind, path, head, unpacked)));
        let (tags, created) =
            media.as_ref().map_or((&[][..], None), |(_, media)| (&media.tags[..], media.created.as_deref()));
        let speech = if kind.is_some() && !transcribed { Speech::Recording } else { Speech::None };
        let name = if self.settings.names == Names::Off { "" } else { &source.source.name };
        let meta = self.reader.read_name(name, tags, created, speech, &mut self.batch);
        piece.whole = (self.settings.hash != HashMode::None).then(|| blake3::hash(&head[..head.len().min(HEADER)]));
        (piece.bytes.records, piece.first) = (size, Some(0));
        let whole = Frame::record(0, size as usize);
        self.draft(Extent::of(whole, whole), meta, None);
        let origin = Origin { source: source.number, base: 0 };
        self.flush(&[], origin, &mut piece, out);
        if let Some((kind, media)) = media {
            self.tally.recordings.add(media.milliseconds, size, !transcribed, self.emit.phones());
            let Media { codec, milliseconds, rate, channels, bits, created, damaged, .. } = media;
            let kind = kind.name();
            piece.sound = Some(Box::new(Sound { kind, codec, milliseconds, rate, channels, bits, created, damaged }));
        }
        piece.named = piece.status[0] > 0 || self.reader.path_tells();
        finish_piece(piece, out);
    }

    fn make_file_cell(&mut self, source: &Known, start: u64, end: u64, out: &mut ChunkResult) {
        let (file, source) = (&source.source, source.number);
        let opened = match (&file.path, &file.error) {
            (Some(path), None) => FileInput::open(path, file.size.unwrap_or_default()).map_err(|error| reason(&error)),
            (_, error) => Err(error.clone().unwrap_or_default()),
        };
        match opened {
            Ok(mut input) => {
                let (loaded, mut piece) = self.load(&mut input, source, start, end);
                if piece.end < end {
                    // The file shrank, or failed: the sink counts what is missing.
                    (piece.changed, piece.end, piece.hash) = (true, end, None);
                }
                self.scan_lines(&loaded, &mut piece, out);
                if loaded.overlong {
                    self.scan_overlong(&mut input, &loaded, &mut piece, out);
                }
                finish_piece(piece, out);
            }
            Err(error) => {
                finish_piece(Piece { error: Some(error), ..Piece::empty(source, start, end) }, out);
            }
        }
    }

    /// Reads the next cell of a source that is read in order. What can wait until it is somebody else's turn is left to be done.
    fn take_turn(&mut self, feed: &mut Feed, source: usize, out: &mut ChunkResult) -> Turn {
        let start = feed.next;
        if matches!(feed.framing, Framing::Framed(_)) {
            let mut piece = Piece::empty(source, start, start);
            let frames = feed.frame_cell(&mut self.buffer, &mut piece);
            piece.hash = self.hash(start, &self.buffer[..(piece.end - start) as usize]);
            feed.note(&mut piece, self.settings.hash);
            return Turn { piece, passed: Vec::new(), left: Left::Frames(frames, feed.format) };
        }
        let (loaded, mut piece) = self.load(&mut feed.input, source, start, start + CELL);
        let mut passed = Vec::new();
        feed.next = start + CELL;
        let mut left = Left::Nothing;
        if loaded.overlong {
            // The stream stays this worker's until the record has ended: nobody else could go on before that.
            self.scan_lines(&loaded, &mut piece, out);
            let mut input = Passing { feed, source, hash: self.settings.hash, pieces: &mut passed };
            self.scan_overlong(&mut input, &loaded, &mut piece, out);
        } else {
            left = Left::Lines(loaded);
        }
        feed.ended |= piece.end < start + CELL;
        let next = feed.next;
        feed.input.release(next - 1);
        feed.note(&mut piece, self.settings.hash);
        Turn { piece, passed, left }
    }

    fn finish_turn(&mut self, turn: Turn, out: &mut ChunkResult) {
        let Turn { mut piece, passed, left } = turn;
        // A cell behind the end; the first one says that the source was there.
        if piece.end == piece.start
            && piece.error.is_none()
            && (piece.start > 0 || piece.whole.is_none())
            && !piece.changed
        {
            return;
        }
        match left {
            Left::Lines(loaded) => self.scan_lines(&loaded, &mut piece, out),
            Left::Frames(frames, format) => self.scan_frames(&frames, format, &mut piece, out),
            Left::Nothing => {}
        }
        [piece].into_iter().chain(passed).for_each(|piece| finish_piece(piece, out));
    }

    /// Judges every record that was framed in the buffer.
    fn scan_frames(&mut self, cell: &Frames, format: Format, piece: &mut Piece, out: &mut ChunkResult) {
        let Some(layout) = cell.layout.clone().filter(|_| cell.end > cell.start) else { return };
        let origin = Origin { source: piece.source, base: piece.start };
        piece.first = Some(piece.start + cell.start as u64);
        let mut buffer = std::mem::take(&mut self.buffer);
        let kept = buffer.len();
        let valid = format.decodes_itself() || simdutf8::basic::from_utf8(&buffer[cell.start..cell.end]).is_ok();
        buffer.resize(kept.max(cell.end + PADDING), b' ');
        let recoded = (!valid).then(|| Recoded::of(&buffer, &cell.list));
        let text = recoded.as_ref().map_or(&buffer, |recoded| &recoded.text);
        let mut records = 0;
        for (index, frame) in cell.list.iter().enumerate() {
            let (read, fault) = recoded.as_ref().map_or((*frame, None), |recoded| recoded.frames[index]);
            match frame.kind {
                FrameKind::Metadata => piece.metadata += 1,
                FrameKind::Record => {
                    self.read_framed(text, (*frame, read), format, &layout, fault, &mut records);
                    if self.batch.size() >= BATCH {
                        self.flush(text, origin, piece, out);
                    }
                }
                FrameKind::Part => {
                    self.flush(text, origin, piece, out);
                    let part = Loaded { origin, first: frame.start, end: frame.start, overlong: true };
                    let mut bytes = &text[read.start..read.end];
                    self.scan_windows(&mut bytes, &part, 0, Until::End, piece, out);
                }
            }
        }
        self.flush(text, origin, piece, out);
        piece.bytes.records += records;
        piece.bytes.framing = (cell.end - cell.start) as u64 - piece.bytes.records;
        buffer.truncate(kept);
        self.buffer = buffer;
    }

    /// Adds one framed record to the batch, or the records that a damaged one is made of. It lies in the source as the first frame
    /// says, in `text` as the second.
    fn read_framed(
        &mut self,
        text: &[u8],
        (frame, read): (Frame, Frame),
        format: Format,
        layout: &std::sync::Arc<Layout>,
        fault: Option<FaultKind>,
        records: &mut u64,
    ) {
        let Frame { body: start, end, .. } = frame;
        let result = self.reader.read_frame(format, layout, text, read, &mut self.batch);
        if result.is_err()
            && let Layout::Values(prefix) = &**layout
        {
            let parts = part_damaged(&text[read.body..read.end], prefix);
            if parts.len() > 1 {
                *records += self.read_parts(text, (frame, read), &parts, fault);
                return;
            }
        }
        *records += (end - start) as u64;
        let (meta, fault) = match result {
            Ok((meta, other)) => (meta, fault.or(other).or(meta.encrypted.then_some(FaultKind::Encrypted))),
            Err(_) => (self.read_as_text(&text[read.body..read.end]), Some(fault.unwrap_or(FaultKind::of(format)))),
        };
        self.draft(Extent::of(frame, read), meta, fault);
    }

    /// Adds the records that a damaged one is made of, as ranges of its text. Returns their bytes.
    fn read_parts(
        &mut self,
        text: &[u8],
        (frame, read): (Frame, Frame),
        parts: &[(usize, usize)],
        fault: Option<FaultKind>,
    ) -> u64 {
        let (whole, mut records) = (&text[read.body..read.end], 0);
        let mut recoded = (fault == Some(FaultKind::Windows1252)).then(Bytes::default);
        for &(from, to) in parts {
            let part = Span::new(from as u32, to as u32);
            let raw = recoded.as_mut().map_or(part, |bytes| bytes.of(whole, part));
            let (start, end) = (frame.body + raw.start as usize, frame.body + raw.end as usize);
            // What is plain is so in any encoding.
            let fault = fault.filter(|_| recoded.is_none() || !whole[from..to].is_ascii());
            self.read_record(text, Extent { start, end, read: read.body + from..read.body + to }, fault);
            records += u64::from(raw.len());
        }
        records
    }

    /// Reads the cell `start..end` and on to the end of its last record.
    fn load(&mut self, input: &mut dyn Input, source: usize, start: u64, end: u64) -> (Loaded, Piece) {
        // The byte before the cell tells whether a record begins with it.
        let lead = usize::from(start > 0);
        let want = (end - start) as usize + lead;
        self.buffer.clear();
        // The end of the last record too, so that no cell is copied to make room for it.
        self.buffer.reserve(want + STEP + PADDING);
        let mut piece = Piece::empty(source, start, end);
        let read = input.read_at(start - lead as u64, want, &mut self.buffer);
        piece.note(read.as_ref().err().map(reason));
        let cell = self.buffer.len().saturating_sub(lead);
        piece.end = start + cell as u64;
        piece.hash = self.hash(start, self.buffer.get(lead..).unwrap_or_default());
        let before = self.buffer.first().copied().filter(|_| lead == 1);
        let first = first_record(before, self.buffer.get(lead..).unwrap_or_default()).map(|first| first + lead);
        let origin = Origin { source, base: start - lead as u64 };
        let Some(first) = first.filter(|&first| first < self.buffer.len()) else {
            return (Loaded { origin, first: 0, end: 0, overlong: false }, piece);
        };
        piece.first = Some(origin.base + first as u64);
        let last = memchr::memrchr(b'\n', &self.buffer[first..]).map_or(first, |at| first + at + 1);
        let (end, overlong) = self.read_on(input, origin.base, last, &mut piece);
        (Loaded { origin, first, end, overlong }, piece)
    }

    /// Reads on until the record at `last` ends. Returns where the readable records end, and whether an overlong one follows.
    fn read_on(&mut self, input: &mut dyn Input, base: u64, last: usize, piece: &mut Piece) -> (usize, bool) {
        if last == self.buffer.len() {
            return (last, false);
        }
        loop {
            let from = self.buffer.len();
            let read = input.read_at(base + from as u64, STEP, &mut self.buffer);
            piece.note(read.as_ref().err().map(reason));
            if let Some(at) = memchr::memchr(b'\n', &self.buffer[from..]) {
                self.buffer.truncate(from + at + 1);
                return if from + at - last > LONGEST_RECORD { (last, true) } else { (self.buffer.len(), false) };
            }
            if self.buffer.len() - last > LONGEST_RECORD {
                return (last, true);
            }
            if self.buffer.len() == from {
                return (from, false);
            }
        }
    }

    fn hash(&self, start: u64, cell: &[u8]) -> Option<CellHash> {
        match self.settings.hash {
            HashMode::Full => Some(CellHash::of(start, cell)),
            HashMode::Header if start == 0 => Some(CellHash::of(0, &cell[..cell.len().min(HEADER)])),
            HashMode::Header | HashMode::None => None,
        }
    }

    /// Judges every record of a loaded cell.
    fn scan_lines(&mut self, loaded: &Loaded, piece: &mut Piece, out: &mut ChunkResult) {
        let Loaded { origin, first, end, .. } = *loaded;
        let mut buffer = std::mem::take(&mut self.buffer);
        let kept = buffer.len();
        let valid = simdutf8::basic::from_utf8(&buffer[first..end]).is_ok();
        buffer.resize(kept.max(end + PADDING), b' ');
        let lines = Lines::new(&buffer[..end], first).map(|(start, end)| Frame::record(start, end));
        let records = if valid {
            self.scan_each(&buffer, lines.map(|line| (line, (line, None))), origin, piece, out)
        } else {
            let lines: Vec<Frame> = lines.collect();
            let Recoded { text, frames } = Recoded::of(&buffer, &lines);
            self.scan_each(&text, lines.into_iter().zip(frames), origin, piece, out)
        };
        piece.bytes.records += records;
        piece.bytes.framing += (end - first) as u64 - records;
        buffer.truncate(kept);
        self.buffer = buffer;
    }

    /// Judges lines, each given as it lies in the source, as it lies in `text`, and with what is wrong with it. Returns the bytes of
    /// records.
    fn scan_each(
        &mut self,
        text: &[u8],
        lines: impl Iterator<Item = (Frame, (Frame, Option<FaultKind>))>,
        origin: Origin,
        piece: &mut Piece,
        out: &mut ChunkResult,
    ) -> u64 {
        let mut records = 0;
        for (line, (read, fault)) in lines {
            if describes_an_index(&text[read.body..read.end]) {
                piece.metadata += 1;
                continue;
            }
            records += (line.end - line.start) as u64;
            self.read_record(text, Extent::of(line, read), fault);
            if self.batch.size() >= BATCH {
                self.flush(text, origin, piece, out);
            }
        }
        self.flush(text, origin, piece, out);
        records
    }

    /// Adds one record to the batch: as JSON, else as text.
    fn read_record(&mut self, text: &[u8], extent: Extent, fault: Option<FaultKind>) {
        let read = self.reader.read(text, extent.read.start, extent.read.end, &mut self.batch);
        let (meta, fault) = match read {
            Ok(meta) => (meta, fault.or(meta.encrypted.then_some(FaultKind::Encrypted))),
            Err(_) => (self.read_as_text(&text[extent.read.clone()]), Some(fault.unwrap_or(FaultKind::Malformed))),
        };
        self.draft(extent, meta, fault);
    }

    fn draft(&mut self, extent: Extent, meta: RecordMeta, fault: Option<FaultKind>) {
        let flags = if fault.is_some() { crate::flag::DAMAGED } else { 0 };
        self.drafts.push(Draft { extent, meta, fault, flags });
    }

    fn read_as_text(&mut self, raw: &[u8]) -> RecordMeta {
        let mut text = raw.to_vec();
        blank_escapes(&mut text);
        self.reader.read_text(&String::from_utf8_lossy(&text), &mut self.batch)
    }
}

/// What a turn left to be done outside of it.
struct Turn {
    piece: Piece,
    /// Cells that an overlong record ran over.
    passed: Vec<Piece>,
    left: Left,
}

enum Left {
    Nothing,
    Lines(Loaded),
    Frames(Frames, Format),
}

/// Whether a line is no record but says something of them. Names of a hit begin with a line, those of indexes may not.
#[inline]
fn describes_an_index(line: &[u8]) -> bool {
    line.get(2).is_some_and(|byte| *byte != b'_') && is_metadata(line)
}

fn finish_piece(mut piece: Piece, out: &mut ChunkResult) {
    piece.ends = [out.records.len() as u64, out.findings.len() as u64, out.unreadable.len() as u64];
    out.pieces.push(piece);
}
