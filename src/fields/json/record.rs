//! One record's bytes with their padding: the only way the scanner reads, so nothing can be read outside.

use super::{Malformed, MalformedKind, PADDING};

/// A record and the [`PADDING`] bytes behind it, which may be loaded but never decide anything.
///
/// One slice and nothing more, since that is passed in registers: with a field for the end beside it, every call stored
/// three words and loaded them again as one and a half vectors, which waits for the stores.
#[derive(Clone, Copy)]
pub(super) struct Record<'a>(&'a [u8]);

impl<'a> Record<'a> {
    /// The record `buffer[start..end]`; none where the buffer ends before the padding does.
    pub(super) fn new(buffer: &'a [u8], start: usize, end: usize) -> Option<Record<'a>> {
        let padded = buffer.get(start..end.checked_add(PADDING)?)?;
        (start <= end).then_some(Record(padded))
    }

    /// The record's length.
    #[inline(always)]
    pub(super) fn end(self) -> usize {
        self.0.len() - PADDING
    }

    /// 64 bytes from `at` on, of which those behind the end are padding; none if `at` lies behind the end. The slices'
    /// own bounds check is the check for the end, as there are exactly [`PADDING`] bytes more.
    #[inline(always)]
    pub(super) fn chunk(self, at: usize) -> Option<&'a [u8; 64]> {
        self.0.get(at..)?.first_chunk()
    }

    /// The byte at `at`, none at the end.
    #[inline(always)]
    pub(super) fn byte(self, at: usize) -> Option<u8> {
        if at < self.end() { Some(self.0[at]) } else { None }
    }

    /// The bytes `start..end`, none if they are not all inside the record.
    #[inline(always)]
    pub(super) fn get(self, start: usize, end: usize) -> Option<&'a [u8]> {
        if end <= self.end() { self.0.get(start..end) } else { None }
    }

    /// The first position from `at` on that holds no white space, at most the end.
    #[inline(always)]
    pub(super) fn skip_space(self, mut at: usize) -> usize {
        while at < self.end() && is_space(self.0[at]) {
            at += 1;
        }
        at
    }

    /// The fault of a byte that cannot stand at `at`, or of a record that ends there.
    #[cold]
    pub(super) fn unexpected(self, at: usize) -> Malformed {
        self.fault(at, MalformedKind::UnexpectedByte)
    }

    /// A fault at `at`; where the record ends before, it is a truncated one.
    #[cold]
    pub(super) fn fault(self, at: usize, kind: MalformedKind) -> Malformed {
        if at >= self.end() {
            Malformed { at: self.end(), kind: MalformedKind::Truncated }
        } else {
            Malformed { at, kind }
        }
    }
}

/// White space as RFC 8259 has it: four bytes, not what Unicode or `u8::is_ascii_whitespace` say.
#[inline(always)]
pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\r' | b'\t')
}
