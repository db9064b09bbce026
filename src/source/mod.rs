//! Where bytes come from: files, folders, globs and standard input, and what is packed in them.
//!
//! Files are read by position into a worker's own buffer, never mapped: a mapped file that another program shortens ends the reader
//! with SIGBUS, a short read does not, and the copy costs a tenth at most (6.6 against 7.3 GB/s; docs/DESIGN.md). What is packed is
//! read as a stream, in memory, and never written anywhere.
#![allow(clippy::disallowed_types)] // this is where files are opened

mod input;
mod packing;
mod recording;
mod walk;

use std::fs::File;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

pub(crate) use input::{FileInput, Input, StreamInput, hash_file};
pub(crate) use packing::{Content, HEAD, Opened, Packing, Stream, Tap, Tar, Zip, reason};
pub(crate) use recording::{Kind, Media, take_stock};
pub(crate) use walk::expand;

/// One thing to read.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    /// As given or found; may itself hold somebody's data. A member of an archive is `archive!member`.
    pub(crate) name: String,
    /// `None` for standard input and for members of archives.
    pub(crate) path: Option<PathBuf>,
    /// Bytes when it was opened, which is as far as it is read; `None` where that is not known before.
    pub(crate) size: Option<u64>,
    pub(crate) modified: Option<std::time::SystemTime>,
    /// Why it cannot be read at all.
    pub(crate) error: Option<String>,
}

impl Source {
    /// Opens it and looks at its beginning. `hashed` is how many packed bytes are to be hashed.
    pub(crate) fn open(&self, hashed: u64) -> io::Result<Opened> {
        let Some(path) = &self.path else {
            let tap = Tap::new(hashed);
            let stream = Box::new(packing::Tapping(io::stdin(), tap.clone()));
            return packing::unpack(stream, tap, None, 0);
        };
        let size = self.size.unwrap_or_default();
        let file = Arc::new(File::open(path)?);
        let place = packing::Place::File(file, size);
        let tap = Tap::new(hashed);
        let stream = Box::new(packing::Tapping(place.range(0, size), tap.clone()));
        packing::unpack(stream, tap, Some(place), 0)
    }
}

/// A member of an archive as a source of its own, and its content.
pub(crate) struct Found {
    pub(crate) name: String,
    /// Bytes of its content, as the archive says, if it does.
    pub(crate) size: Option<u64>,
    pub(crate) opened: io::Result<Opened>,
}

/// An archive that is read member by member.
pub(crate) struct Archive {
    name: String,
    depth: usize,
    members: Members,
}

enum Members {
    Zip(Zip),
    Tar(Tar),
}

impl Archive {
    /// `None` where the content is no archive.
    pub(crate) fn new(name: &str, opened: Opened) -> Result<Self, Opened> {
        let Opened { content, packing, depth, tap } = opened;
        let members = match content {
            Content::Zip(zip) => Members::Zip(zip),
            Content::Tar(tar) => Members::Tar(tar),
            content @ Content::Bytes { .. } => return Err(Opened { content, packing, depth, tap }),
        };
        Ok(Self { name: name.to_owned(), depth, members })
    }

    /// Whether a member has to be read before the next one can be.
    pub(crate) fn is_stream(&self) -> bool {
        matches!(self.members, Members::Tar(_))
    }

    /// Why not all of it may be there.
    pub(crate) fn damage(&self) -> Option<String> {
        match &self.members {
            Members::Zip(zip) if zip.damaged => Some("a zip archive without its directory".into()),
            _ => None,
        }
    }

    /// The next member. A tar archive's has to be read before the next one is asked for.
    pub(crate) fn next_member(&mut self) -> io::Result<Option<Found>> {
        match &mut self.members {
            Members::Zip(zip) => {
                let Some(member) = zip.next_member() else { return Ok(None) };
                let opened = member.read(&zip.place);
                let opened = opened.and_then(|(stream, tap)| packing::unpack(stream, tap, None, self.depth));
                let size = packing::believed(member.size);
                Ok(Some(Found { name: format!("{}!{}", self.name, member.name), size, opened }))
            }
            Members::Tar(tar) => {
                let Some(member) = tar.next_member()? else { return Ok(None) };
                let tap = Tap::new(0);
                let stream = Box::new(packing::Tapping(tar.clone(), tap.clone()));
                let opened = packing::unpack(stream, tap, None, self.depth);
                let size = packing::believed(member.size);
                Ok(Some(Found { name: format!("{}!{}", self.name, member.name), size, opened }))
            }
        }
    }
}
