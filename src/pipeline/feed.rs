//! A source that is read from its beginning to its end, a cell a turn: pipes, what is packed, and formats that cannot be entered in
//! the middle.

use std::io::{Cursor, Read};
use std::sync::Arc;

use crate::framing::{CELL, Format, Frame, Framing, LONGEST_RECORD, Layout, Next};
use crate::sink::{HashMode, Piece};
use crate::source::{Input, Stream, StreamInput, Tap};
use crate::utterance::PADDING;

/// Bytes read on at a time, first, for a record that runs over the end of its cell; doubled each time.
const STEP: usize = 64 << 10;

/// The state of such a source between two cells.
pub(super) struct Feed {
    pub(super) input: StreamInput,
    pub(super) framing: Framing,
    pub(super) format: Format,
    /// Where the next cell to be read begins.
    pub(super) next: u64,
    /// Where the last record ended.
    resume: u64,
    pub(super) ended: bool,
    /// Bytes that have to be there: of a file.
    size: Option<u64>,
    /// Of packed bytes: their hash is the source's.
    tap: Option<Tap>,
    told: u64,
}

/// The frames of one cell; offsets count in the buffer they were read into.
#[derive(Default)]
pub(super) struct Frames {
    pub(super) list: Vec<Frame>,
    /// The bytes that belong to the cell, records and framing.
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) layout: Option<Arc<Layout>>,
}

impl Feed {
    /// Of a source that begins with `head`.
    pub(super) fn new(
        head: Vec<u8>,
        whole: bool,
        rest: Stream,
        format: Format,
        size: Option<u64>,
        tap: Option<Tap>,
    ) -> Self {
        let framing = Framing::new(format, &head, whole);
        let input =
            if whole { StreamInput::whole(head) } else { StreamInput::new(Box::new(Cursor::new(head).chain(rest))) };
        Self { input, framing, format, next: 0, resume: 0, ended: false, size, tap, told: 0 }
    }

    /// What all turns have in common: errors, packed bytes, and what is missing of a file.
    pub(super) fn note(&mut self, piece: &mut Piece, hash: HashMode) {
        if let Some(error) = self.input.take_error() {
            piece.note(Some(crate::source::reason(&error)));
        }
        if let Some(size) = self.size.filter(|size| self.ended && piece.end < *size) {
            (piece.changed, piece.end, piece.hash) = (true, size, None);
        }
        if let Some(tap) = &self.tap {
            piece.packed = tap.count() - self.told;
            self.told = tap.count();
            if self.ended && hash != HashMode::None {
                piece.whole = tap.hash();
            }
        }
    }

    /// Reads the next cell into `buffer`, and on to the end of its last record. `piece` gets where it ends.
    pub(super) fn frame_cell(&mut self, buffer: &mut Vec<u8>, piece: &mut Piece) -> Frames {
        let start = self.next;
        buffer.clear();
        // The end of the last record too: grown for it, the cell would lie in memory twice.
        buffer.reserve(CELL as usize + STEP + PADDING);
        let read = self.input.read_at(start, CELL as usize, buffer);
        debug_assert!(read.is_ok(), "a stream keeps its errors");
        let cell = buffer.len();
        piece.end = start + cell as u64;
        self.next = start + CELL;
        let mut whole = cell < CELL as usize;
        let first = usize::try_from(self.resume.saturating_sub(start)).unwrap_or(usize::MAX).min(cell);
        let mut frames = Frames { start: first, end: first, ..Frames::default() };
        let Framing::Framed(finder) = &mut self.framing else { return frames };
        let (mut at, mut step) = (first, STEP);
        while at < cell {
            match finder.next(buffer, at, whole) {
                Next::Frame(frame) => {
                    at = frame.end;
                    frames.list.push(frame);
                    step = STEP;
                }
                Next::End => at = cell.max(at),
                // Against the contract, and yet nothing is lost.
                Next::More(record) if whole => {
                    at = buffer.len();
                    frames.list.push(Frame::record(record, at));
                }
                Next::More(record) if buffer.len() - record > LONGEST_RECORD => {
                    let end = finder.cut(buffer, record).clamp(record + 1, buffer.len());
                    frames.list.push(Frame { kind: crate::framing::FrameKind::Part, ..Frame::record(record, end) });
                    at = end;
                }
                Next::More(record) => {
                    at = record;
                    let from = start + buffer.len() as u64;
                    let read = self.input.read_at(from, step, buffer).unwrap_or_default();
                    whole = read < step;
                    step = (2 * step).min(CELL as usize);
                }
            }
        }
        frames.end = at.max(first);
        frames.layout = Some(finder.layout());
        piece.announced = finder.announced();
        self.resume = self.resume.max(start + frames.end as u64);
        self.ended |= cell < CELL as usize;
        self.input.release(self.next);
        frames
    }
}
