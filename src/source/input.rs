//! Reading at a position, from a file or from a pipe that is kept as far back as anybody still needs it.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

/// Bytes by position.
pub(crate) trait Input {
    /// Appends up to `want` bytes from `offset` on; fewer only at the end.
    fn read_at(&mut self, offset: u64, want: usize, out: &mut Vec<u8>) -> io::Result<usize>;
}

/// Bytes at hand.
impl Input for &[u8] {
    fn read_at(&mut self, offset: u64, want: usize, out: &mut Vec<u8>) -> io::Result<usize> {
        let rest = usize::try_from(offset).ok().and_then(|offset| self.get(offset..)).unwrap_or_default();
        let read = &rest[..rest.len().min(want)];
        out.extend_from_slice(read);
        Ok(read.len())
    }
}

/// A file, read no further than it went when it was opened.
pub(crate) struct FileInput {
    file: File,
    size: u64,
}

impl FileInput {
    pub(crate) fn open(path: &Path, size: u64) -> io::Result<Self> {
        Ok(Self { file: File::open(path)?, size })
    }

    /// When the file was changed last, and its size, asked now.
    pub(crate) fn now(path: &Path) -> Option<(std::time::SystemTime, u64)> {
        let metadata = std::fs::metadata(path).ok()?;
        Some((metadata.modified().ok()?, metadata.len()))
    }
}

/// The BLAKE3 hash of a file's first `most` bytes.
pub(crate) fn hash_file(path: &Path, most: u64) -> io::Result<blake3::Hash> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(File::open(path)?.take(most))?;
    Ok(hasher.finalize())
}

impl Input for FileInput {
    fn read_at(&mut self, offset: u64, want: usize, out: &mut Vec<u8>) -> io::Result<usize> {
        let want = self.size.saturating_sub(offset).min(want as u64);
        self.file.seek(SeekFrom::Start(offset))?;
        // `read_to_end` fills the vector's spare memory without writing zeros to it first.
        self.file.by_ref().take(want).read_to_end(out)
    }
}

/// Bytes that are read behind a cell, mostly.
const SLACK: usize = 256 << 10;

/// A pipe: what was read stays until it is [`release`](Self::release)d.
pub(crate) struct StreamInput {
    reader: Box<dyn Read + Send>,
    /// Where in the stream `held` begins.
    base: u64,
    held: Vec<u8>,
    ended: bool,
    /// Why it ended, if it did not end well; what was read before counts.
    failed: Option<io::Error>,
}

impl StreamInput {
    pub(crate) fn new(reader: Box<dyn Read + Send>) -> Self {
        Self { reader, base: 0, held: Vec::new(), ended: false, failed: None }
    }

    /// One that has been read to its end.
    pub(crate) fn whole(held: Vec<u8>) -> Self {
        Self { held, ended: true, ..Self::new(Box::new(io::empty())) }
    }

    /// Why the stream could not be read on, told once.
    pub(crate) fn take_error(&mut self) -> Option<io::Error> {
        self.failed.take()
    }

    /// Forgets everything before `offset`.
    pub(crate) fn release(&mut self, offset: u64) {
        let count = usize::try_from(offset.saturating_sub(self.base)).unwrap_or(usize::MAX).min(self.held.len());
        self.held.drain(..count);
        self.base += count as u64;
    }

    /// Reads on until `end` is held or the stream ends.
    fn fill(&mut self, end: u64) {
        let wanted = usize::try_from(end.saturating_sub(self.base)).unwrap_or(usize::MAX);
        if self.ended || self.held.len() >= wanted {
            return;
        }
        let missing = (wanted - self.held.len()) as u64;
        // Not doubled, and with room for the end of a cell's last record.
        if self.held.len() + SLACK < wanted {
            self.held.reserve_exact(missing as usize + SLACK);
        }
        match self.reader.by_ref().take(missing).read_to_end(&mut self.held) {
            Ok(read) => self.ended = (read as u64) < missing,
            Err(error) => (self.ended, self.failed) = (true, Some(error)),
        }
    }
}

impl Input for StreamInput {
    fn read_at(&mut self, offset: u64, want: usize, out: &mut Vec<u8>) -> io::Result<usize> {
        self.fill(offset + want as u64);
        let start = usize::try_from(offset - self.base).unwrap_or(usize::MAX).min(self.held.len());
        let end = (start + want).min(self.held.len());
        out.extend_from_slice(&self.held[start..end]);
        Ok(end - start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives what it has and then fails, as a pipe from a disk that breaks does.
    struct Breaking(&'static [u8]);

    impl Read for Breaking {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            if self.0.is_empty() { Err(io::Error::from_raw_os_error(5)) } else { self.0.read(out) }
        }
    }

    #[test]
    fn what_a_stream_gave_before_it_failed_is_read() {
        let mut input = StreamInput::new(Box::new(Breaking(b"one\ntwo\nthr")));
        let mut out = Vec::new();
        assert_eq!(input.read_at(0, 4, &mut out).unwrap(), 4);
        input.release(4);
        assert_eq!(input.read_at(4, 100, &mut out).unwrap(), 7);
        assert_eq!(out, b"one\ntwo\nthr");
        assert_eq!(input.take_error().and_then(|error| error.raw_os_error()), Some(5));
        assert_eq!((input.read_at(11, 100, &mut out).unwrap(), input.take_error().is_none()), (0, true));
    }
}
