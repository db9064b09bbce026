//! What comes out: a run folder, written chunk by chunk.

mod folder;
mod inputs;
mod key;
pub(crate) mod lines;
mod manifest;
mod names;
mod private;
mod settings;
mod summary;
mod tree;
mod verify;

pub use folder::{Outcome, Progress, read_or_make_key};
pub use key::{Fingerprint, Key};
pub use lines::Reveal;
pub use verify::{Verified, verify};

pub use settings::{Amount, HashMode, Names};

pub(crate) use folder::RunFolder;
pub(crate) use inputs::SourceInfo;
pub(crate) use names::{masked_name, quiet, quiet_path};
pub(crate) use settings::Settings;
pub(crate) use tree::CellHash;

use crate::error::Error;
use crate::tally::Bytes;

/// What the header of a recording said, as `inputs.ndjson` has it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sound {
    pub(crate) kind: &'static str,
    /// How samples are stored; empty where that is not known.
    pub(crate) codec: &'static str,
    pub(crate) milliseconds: Option<u64>,
    /// Samples a second.
    pub(crate) rate: Option<u32>,
    pub(crate) channels: Option<u16>,
    /// Of a sample.
    pub(crate) bits: Option<u16>,
    /// When it was made.
    pub(crate) created: Option<String>,
    /// The header is cut, or is not what it begins as.
    pub(crate) damaged: bool,
}

/// What one grid cell, or one small file, came to.
#[derive(Clone, Debug)]
pub(crate) struct Piece {
    pub(crate) source: usize,
    /// Bytes of the source: the cell, not the records, which may end behind it.
    pub(crate) start: u64,
    pub(crate) end: u64,
    /// Where the first record of the piece begins, if it has one.
    pub(crate) first: Option<u64>,
    /// Records by status.
    pub(crate) status: [u64; 4],
    pub(crate) bytes: Bytes,
    /// `None` where hashing is off.
    pub(crate) hash: Option<CellHash>,
    /// The hash of the whole source, where its pieces are not what is hashed: of packed bytes.
    pub(crate) whole: Option<blake3::Hash>,
    /// Packed bytes read since the last piece.
    pub(crate) packed: u64,
    /// The source's own name was found to hold a value: it is not written.
    pub(crate) named: bool,
    /// Of a recording.
    pub(crate) sound: Option<Box<Sound>>,
    /// Parts that say something of the records and are none.
    pub(crate) metadata: u64,
    /// Records that the source has said by then that there are; 0 where it says nothing.
    pub(crate) announced: u64,
    /// The source shrank, or failed, while it was read.
    pub(crate) changed: bool,
    pub(crate) error: Option<String>,
    /// Where the outputs of this piece end within its chunk: records, findings, unreadable.
    pub(crate) ends: [u64; 3],
}

impl Piece {
    /// A cell in which nothing was read yet.
    pub(crate) fn empty(source: usize, start: u64, end: u64) -> Self {
        let (bytes, hash) = (Bytes::default(), None);
        let (whole, packed, named, metadata, announced, changed, error) = (None, 0, false, 0, 0, false, None);
        Self {
            source,
            start,
            end,
            first: None,
            status: [0; 4],
            bytes,
            hash,
            whole,
            packed,
            named,
            sound: None,
            metadata,
            announced,
            changed,
            error,
            ends: [0; 3],
        }
    }

    /// Notes why the source could not be read on.
    pub(crate) fn note(&mut self, error: Option<String>) {
        if self.error.is_none() {
            self.error = error;
        }
    }
}

/// Room for the lines of a chunk from the start: more than nearly every chunk needs. It is address space only, as pages count
/// when they are written to; grown step by step, the lines would be copied and lie in memory twice.
const ROOM: usize = 2 * crate::framing::CELL as usize;

/// A chunk's results, committed whole.
#[derive(Clone, Debug)]
pub(crate) struct ChunkResult {
    pub(crate) records: Vec<u8>,
    pub(crate) findings: Vec<u8>,
    pub(crate) unreadable: Vec<u8>,
    pub(crate) pieces: Vec<Piece>,
}

impl ChunkResult {
    /// An empty one.
    pub(crate) fn new() -> Self {
        let (records, findings) = (Vec::with_capacity(ROOM), Vec::with_capacity(ROOM));
        Self { records, findings, unreadable: Vec::new(), pieces: Vec::new() }
    }

    /// Forgets everything but the memory.
    pub(crate) fn clear(&mut self) {
        self.records.clear();
        self.findings.clear();
        self.unreadable.clear();
        self.pieces.clear();
    }
}

/// Takes chunks in order. The pipeline drives, the sink is told.
pub(crate) trait Sink: Send {
    /// Commits a chunk.
    ///
    /// # Errors
    /// Where it could not be written; nothing of it counts as committed then.
    fn chunk(&mut self, chunk: &ChunkResult) -> Result<(), Error>;
}
