//! Where bytes come from: files, folders, globs and standard input.
//!
//! Files are read by position into a worker's own buffer, never mapped: a mapped file that another program shortens ends the reader
//! with SIGBUS, a short read does not, and the copy costs a tenth at most (6.6 against 7.3 GB/s; docs/DESIGN.md).
#![allow(clippy::disallowed_types)] // this is where files are opened

mod input;
mod walk;

use std::path::PathBuf;

pub(crate) use input::{FileInput, Input, StreamInput};
pub(crate) use walk::expand;

/// One thing to read.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    /// As given or found; may itself hold somebody's data.
    pub(crate) name: String,
    /// `None` for standard input.
    pub(crate) path: Option<PathBuf>,
    /// Bytes when it was opened, which is as far as it is read; `None` for standard input.
    pub(crate) size: Option<u64>,
    pub(crate) modified: Option<std::time::SystemTime>,
    /// Why it cannot be read at all.
    pub(crate) error: Option<String>,
}
