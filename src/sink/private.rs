//! Files that only their owner can read, hashed as they are written.
#![allow(clippy::disallowed_types)] // this is where files are written

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use crate::error::Error;

/// Bytes that are written and hashed at once. What a chunk appends is mebibytes: in one call the kernel copied it a quarter as
/// fast (`dd if=/dev/zero of=out bs=1M` and `bs=128k`, ext4 on Linux 6.18), and it had left the caches before it was hashed.
const PIECE: usize = 128 << 10;

/// A file that is hashed as it is written.
pub(super) struct Output {
    pub(super) name: &'static str,
    file: File,
    hasher: blake3::Hasher,
    pub(super) bytes: u64,
}

impl Output {
    /// Takes back what was written after the first `bytes`: it belongs to no committed chunk. The run has failed by then.
    pub(super) fn cut(&mut self, bytes: u64) {
        let _ = self.file.set_len(bytes);
        self.bytes = bytes;
    }

    pub(super) fn create(folder: &Path, name: &'static str) -> Result<Self, Error> {
        let file = private(&folder.join(name)).map_err(|error| Error::io(format!("cannot create {name}"), error))?;
        Ok(Self { name, file, hasher: blake3::Hasher::new(), bytes: 0 })
    }

    /// The hash of all that was appended.
    pub(super) fn hash(&self) -> blake3::Hash {
        self.hasher.finalize()
    }

    pub(super) fn append(&mut self, bytes: &[u8]) -> Result<(), Error> {
        for piece in bytes.chunks(PIECE) {
            self.file.write_all(piece).map_err(|error| Error::io(format!("cannot write {}", self.name), error))?;
            self.hasher.update(piece);
        }
        self.bytes += bytes.len() as u64;
        Ok(())
    }
}

/// Creates a file that only its owner can read.
pub(super) fn private(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}

/// Writes a file as a whole or not at all: whoever is killed, or finds the disk full, leaves the one before. Returns its length and
/// hash.
pub(super) fn write_private(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(u64, blake3::Hash), Error> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let fresh = path.with_extension("tmp");
    let _ = fs::remove_file(&fresh);
    let written = private(&fresh).and_then(|file| {
        let mut file = BufWriter::new(Hashed { file, hasher: blake3::Hasher::new() });
        write(&mut file)?;
        let hasher = file.into_inner()?.hasher;
        fs::rename(&fresh, path)?;
        Ok((hasher.count(), hasher.finalize()))
    });
    if written.is_err() {
        let _ = fs::remove_file(&fresh);
    }
    written.map_err(|error| Error::io(format!("cannot write {name}"), error))
}

/// A file whose bytes are hashed on their way.
struct Hashed {
    file: File,
    hasher: blake3::Hasher,
}

impl Write for Hashed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.file.write(bytes)?;
        self.hasher.update(&bytes[..count]);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}
