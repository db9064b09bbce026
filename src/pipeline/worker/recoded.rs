//! Records of a cell that is no UTF-8, in a text of their own that is.
//!
//! A record that holds no letter beyond ASCII in UTF-8 is of another encoding, and Windows-1252 is read; of any other the bad bytes
//! are damage, and read as `?`.

use crate::framing::{FaultKind, Frame, FrameKind, repair_utf8, windows_1252};
use crate::utterance::PADDING;

/// See the module.
pub(super) struct Recoded {
    /// Padded.
    pub(super) text: Vec<u8>,
    /// The frames, in order, as they lie in the text, and what was wrong with each.
    pub(super) frames: Vec<(Frame, Option<FaultKind>)>,
}

impl Recoded {
    /// Those of `frames` of `buffer`.
    pub(super) fn of(buffer: &[u8], frames: &[Frame]) -> Self {
        let length: usize = frames.iter().map(|frame| frame.end - frame.start + 1).sum();
        let mut recoded = Self { text: Vec::with_capacity(length + PADDING), frames: Vec::with_capacity(frames.len()) };
        frames.iter().for_each(|frame| recoded.push(buffer, *frame));
        recoded.text.resize(recoded.text.len() + PADDING, b' ');
        recoded
    }

    fn push(&mut self, buffer: &[u8], frame: Frame) {
        let start = self.text.len();
        let ahead = self.push_repaired(&buffer[frame.start..frame.body]);
        let (body, read) = (self.text.len(), &buffer[frame.body..frame.end]);
        // The parts of a record that is read in parts are counted in its own bytes.
        let is_read_whole = frame.kind != FrameKind::Part;
        let damaged = is_read_whole && simdutf8::basic::from_utf8(read).is_err();
        let fault = match windows_1252(read).filter(|_| damaged) {
            Some(decoded) => {
                self.text.extend_from_slice(decoded.as_bytes());
                Some(FaultKind::Windows1252)
            }
            None => self.push_repaired(read).or(ahead),
        };
        self.frames.push((Frame { start, body, end: self.text.len(), ..frame }, fault));
        self.text.push(b'\n');
    }

    /// Appends bytes as UTF-8 of the same length.
    fn push_repaired(&mut self, bytes: &[u8]) -> Option<FaultKind> {
        let start = self.text.len();
        self.text.extend_from_slice(bytes);
        let damaged = simdutf8::basic::from_utf8(bytes).is_err();
        if damaged {
            repair_utf8(&mut self.text[start..]);
        }
        damaged.then_some(FaultKind::InvalidUtf8)
    }
}
