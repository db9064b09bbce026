//! Readers around readers: what was read of a file, how far decoded bytes may outgrow it, and why a stream ended.

use std::fmt;
use std::io::{self, Read};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Decoded bytes for each packed one, at most. Deflate reaches 1,032 and no more; a dump of text stays far below.
pub(super) const MOST_RATIO: u64 = 2_000;
/// Decoded bytes before the ratio counts: 256 MiB.
const FREE: u64 = 256 << 20;
/// A member of an archive that says it has as many bytes is not believed: 16 TiB.
pub(super) const LARGEST: u64 = 1 << 44;

/// What an archive says of the size of a member; `None` where it does not know, or lies.
pub(crate) fn believed(size: u64) -> Option<u64> {
    Some(size).filter(|size| *size < LARGEST)
}

/// Why packed bytes could not be read: a sentence of ours, which holds nothing of what was read.
#[derive(Debug)]
pub(crate) struct Damage(&'static str);

impl Damage {
    pub(crate) fn error(why: &'static str) -> io::Error {
        io::Error::new(io::ErrorKind::InvalidData, Self(why))
    }
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for Damage {}

/// An error as outputs write it: ours by its sentence, the system's by its kind, which names no file, or by its own words where it
/// is of none ("Input/output error" of a disk that fails).
pub(crate) fn reason(error: &io::Error) -> String {
    if let Some(ours) = error.get_ref().and_then(|inner| inner.downcast_ref::<Damage>()) {
        return ours.to_string();
    }
    let kind = error.kind().to_string();
    let of_system = || error.raw_os_error().map(|code| io::Error::from_raw_os_error(code).to_string());
    if kind == "uncategorized error" { of_system().unwrap_or(kind) } else { kind }
}

/// Counts and hashes the packed bytes that are read through it.
#[derive(Clone)]
pub(crate) struct Tap(Arc<Mutex<Tapped>>);

struct Tapped {
    count: u64,
    /// Bytes that are hashed, from the beginning.
    most: u64,
    hasher: blake3::Hasher,
}

impl Tap {
    /// Hashes the first `most` bytes.
    pub(crate) fn new(most: u64) -> Self {
        Self(Arc::new(Mutex::new(Tapped { count: 0, most, hasher: blake3::Hasher::new() })))
    }

    fn lock(&self) -> MutexGuard<'_, Tapped> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn count(&self) -> u64 {
        self.lock().count
    }

    /// The hash of what was read, up to the most; `None` where nothing was to be hashed.
    pub(crate) fn hash(&self) -> Option<blake3::Hash> {
        let state = self.lock();
        (state.most > 0).then(|| state.hasher.finalize())
    }

    fn note(&self, bytes: &[u8]) {
        let mut state = self.lock();
        let wanted = state.most.saturating_sub(state.count).min(bytes.len() as u64) as usize;
        state.hasher.update(&bytes[..wanted]);
        state.count += bytes.len() as u64;
    }
}

/// A reader that is counted by a [`Tap`].
pub(crate) struct Tapping<R>(pub(crate) R, pub(crate) Tap);

impl<R: Read> Read for Tapping<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.0.read(out)?;
        self.1.note(&out[..count]);
        Ok(count)
    }
}

/// A decoder whose errors are said in our words.
pub(super) struct Sound<R> {
    inner: R,
    why: &'static str,
}

impl<R> Sound<R> {
    pub(super) fn new(inner: R, why: &'static str) -> Self {
        Self { inner, why }
    }
}

impl<R: Read> Read for Sound<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            match self.inner.read(out) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                // What lies below said why already.
                Err(error) if error.get_ref().is_some_and(<dyn std::error::Error + Send + Sync>::is::<Damage>) => {
                    return Err(error);
                }
                Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                    return Err(Damage::error("a packed stream ends too soon"));
                }
                Err(_) => return Err(Damage::error(self.why)),
                read => return read,
            }
        }
    }
}

/// A decoder that may not give much more than it was given.
pub(super) struct Bounded {
    inner: Box<dyn Read + Send>,
    tap: Tap,
    decoded: u64,
}

impl Bounded {
    pub(super) fn new(inner: Box<dyn Read + Send>, tap: Tap) -> Self {
        Self { inner, tap, decoded: 0 }
    }
}

impl Read for Bounded {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.decoded > FREE && self.decoded > self.tap.count().saturating_mul(MOST_RATIO) {
            return Err(Damage::error("unpacks to more than 2,000 times its size, not read on"));
        }
        let count = self.inner.read(out)?;
        self.decoded += count as u64;
        Ok(count)
    }
}

/// A stream that has failed: says so once, then that it has ended.
pub(super) struct Failed(pub(super) Option<io::Error>);

impl Read for Failed {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

/// A member of an archive, checked against the length and the checksum that the archive has for it.
pub(super) struct Checked<R> {
    inner: R,
    left: u64,
    sum: flate2::Crc,
    expected: Option<u32>,
    done: bool,
}

impl<R> Checked<R> {
    /// `size` bytes are expected; a member without a known one has `u64::MAX`.
    pub(super) fn new(inner: R, size: u64, expected: Option<u32>) -> Self {
        Self { inner, left: size, sum: flate2::Crc::new(), expected, done: false }
    }
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.done || out.is_empty() {
            return Ok(0);
        }
        let most = usize::try_from(self.left).unwrap_or(usize::MAX).min(out.len());
        let count = if most == 0 { 0 } else { self.inner.read(&mut out[..most])? };
        self.sum.update(&out[..count]);
        if self.left != u64::MAX {
            self.left -= count as u64;
        }
        if count > 0 {
            return Ok(count);
        }
        self.done = true;
        if self.left != 0 && self.left != u64::MAX {
            return Err(Damage::error("a member of an archive ends too soon"));
        }
        if self.expected.is_some_and(|expected| expected != self.sum.sum()) {
            return Err(Damage::error("a member of an archive does not match its checksum"));
        }
        Ok(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_say_what_failed_and_name_nothing() {
        let reason = |code| reason(&io::Error::from_raw_os_error(code));
        assert_eq!((reason(5), reason(21)), ("Input/output error (os error 5)".into(), "is a directory".into()));
        assert_eq!(super::reason(&io::Error::other("/home/anna-andersson")), "other error");
        assert_eq!(super::reason(&Damage::error("a sentence")), "a sentence");
    }
}
