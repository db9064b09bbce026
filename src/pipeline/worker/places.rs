//! Which bytes of its record a finding stands in.

use super::recoded::Bytes;
use super::{Draft, FaultKind};
use crate::fields::{Reader, Walked};
use crate::span::Span;

/// The places of one record's findings. Asked for in order, they cost one walk over each of its texts together.
pub(super) struct Places<'a> {
    record: &'a [u8],
    walked: Walked,
    /// Where the source has the record in Windows-1252.
    recoded: Option<Bytes>,
}

impl<'a> Places<'a> {
    /// Those of a record that was read from `buffer`; `None` where a name stands for it, which is no part of the buffer.
    pub(super) fn new(buffer: &'a [u8], draft: &Draft) -> Option<Self> {
        let recoded = (draft.fault == Some(FaultKind::Windows1252)).then(Bytes::default);
        (!draft.meta.path).then(|| Self {
            record: &buffer[draft.extent.read.clone()],
            walked: Walked::default(),
            recoded,
        })
    }

    /// The bytes, from the record's first on, that a span of a segment's decoded text was read from.
    pub(super) fn of(&mut self, reader: &Reader, segment: u32, span: Span) -> Option<Span> {
        let read = reader.raw_span(segment, span, self.record, &mut self.walked)?;
        Some(self.recoded.as_mut().map_or(read, |bytes| bytes.of(self.record, read)))
    }
}
