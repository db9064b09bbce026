//! Arrow's own files (Feather among them) and streams, as lines of JSON
//! (<https://arrow.apache.org/docs/format/Columnar.html#serialization-and-interprocess-communication-ipc>).
//!
//! A file is a stream between two magics, with an index behind it, so both are read in order, a message at a time. Memory is that of the
//! largest batch of rows and of all dictionaries, and the format has no bound for either: what goes beyond 1 GiB is damage.
//!
//! arrow-ipc (60.1) allocates what a message says of lengths before it looks at the bytes. So it is shown a message only when all of it
//! was read and what it says could be so ([`Sizes`]).

use std::collections::HashMap;
use std::io::{self, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use arrow_array::ArrayRef;
use arrow_buffer::Buffer;
use arrow_ipc::convert::try_fb_to_schema;
use arrow_ipc::reader::{read_dictionary, read_record_batch};
use arrow_ipc::{Message, MessageHeader, root_as_message};
use arrow_schema::SchemaRef;

use super::ARROW_MAGIC;
use super::limits::{Damage, MOST_RATIO};
use super::rows::{Rows, write_damage};
use super::values::BatchLines;

/// What stands before the length of a message.
const MARK: [u8; 4] = [0xff; 4];
/// Bytes of a message's description, at most: 64 MiB.
const LONGEST: u32 = 64 << 20;
/// Bytes of a batch, packed or not, at most: 1 GiB.
const LARGEST: u64 = 1 << 30;
/// Bytes that a batch may say its buffers unpack to, before the ratio to their length counts: 64 MiB.
const FREE: u64 = 64 << 20;

/// The rows of a file or stream.
pub(super) struct Arrow<R> {
    packed: R,
    schema: Option<SchemaRef>,
    dictionaries: HashMap<i64, ArrayRef>,
    /// Bytes that each of them was unpacked from.
    held: HashMap<i64, u64>,
    lines: BatchLines,
}

/// Whether the first bytes of a source are a stream's: a message that holds a schema.
pub(super) fn is_stream(head: &[u8]) -> bool {
    let Some((begin, rest)) = head.split_first_chunk::<8>().filter(|(begin, _)| begin.starts_with(&MARK)) else {
        return false;
    };
    let length = u32::from_le_bytes([begin[4], begin[5], begin[6], begin[7]]) as usize;
    let message = rest.get(..length).and_then(|message| root_as_message(message).ok());
    message.is_some_and(|message| message.header_type() == MessageHeader::Schema)
}

impl<R: Read> Arrow<R> {
    /// Reads a stream, or a file with the magic it begins with.
    pub(super) fn open(mut packed: R, is_file: bool) -> io::Result<Self> {
        if is_file {
            packed.read_exact(&mut [0; ARROW_MAGIC.len()])?;
        }
        let (dictionaries, held) = (HashMap::new(), HashMap::new());
        Ok(Self { packed, schema: None, dictionaries, held, lines: BatchLines::default() })
    }

    /// The next message's description; `None` at the end, which an index may follow.
    fn description(&mut self) -> io::Result<Option<Vec<u8>>> {
        loop {
            let mut length = [0; 4];
            if self.packed.by_ref().take(1).read(&mut length)? == 0 {
                return Ok(None);
            }
            self.packed.read_exact(&mut length[1..]).map_err(too_soon)?;
            // Before Arrow 0.15 messages had no mark.
            if length == MARK {
                self.packed.read_exact(&mut length).map_err(too_soon)?;
            }
            match u32::from_le_bytes(length) {
                // arrow-rs fills up to 64 bytes behind a file's magic.
                0 if self.schema.is_none() => {}
                0 => return Ok(None),
                length if length <= LONGEST => return self.bytes(length.into()).map(Some),
                _ => return Err(Damage::error("an Arrow file is damaged")),
            }
        }
    }

    /// So many bytes; as many are held as there are, whatever a length says.
    fn bytes(&mut self, length: u64) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.packed.by_ref().take(length).read_to_end(&mut bytes)?;
        if bytes.len() as u64 == length { Ok(bytes) } else { Err(Damage::error("an Arrow file ends too soon")) }
    }

    /// Reads a message; false at the end. A batch that is damaged becomes a line that is no JSON.
    fn next_message(&mut self, out: &mut Vec<u8>) -> io::Result<bool> {
        let Some(description) = self.description()? else { return Ok(false) };
        let message = root_as_message(&description).ok();
        let length = message.and_then(|message| u64::try_from(message.bodyLength()).ok());
        let (Some(message), Some(length)) = (message, length) else {
            return Err(Damage::error("an Arrow file is damaged"));
        };
        if length > LARGEST {
            io::copy(&mut self.packed.by_ref().take(length), &mut io::sink())?;
            write_damage(b"a batch of more than 1 GiB", out);
            return Ok(true);
        }
        let body = Buffer::from_vec(self.bytes(length)?);
        // The crate checks much of what it reads and not all of it: a panic is damage.
        let taken = catch_unwind(AssertUnwindSafe(|| self.take(message, &body)));
        if taken.ok().flatten().is_none() {
            write_damage(&body, out);
        }
        if self.schema.is_none() {
            return Err(Damage::error("an Arrow file has no schema that is read"));
        }
        Ok(true)
    }

    /// Takes in what a message holds; `None` where it is damaged.
    fn take(&mut self, message: Message<'_>, body: &Buffer) -> Option<()> {
        let version = message.version();
        match message.header_type() {
            MessageHeader::Schema => {
                let schema = try_fb_to_schema(message.header_as_schema()?).ok()?;
                self.schema = Some(Arc::new(schema));
            }
            MessageHeader::DictionaryBatch => {
                let batch = message.header_as_dictionary_batch()?;
                let sizes = Sizes::of(&batch.data()?, body)?;
                sizes.could_be()?;
                let known = self.held.get(&batch.id()).copied().unwrap_or_default();
                let own = sizes.unpacked + if batch.isDelta() { known } else { 0 };
                let others = self.held.values().sum::<u64>() - known;
                (others + own <= LARGEST).then_some(())?;
                read_dictionary(body, batch, self.schema.as_ref()?, &mut self.dictionaries, &version).ok()?;
                self.held.insert(batch.id(), own);
            }
            MessageHeader::RecordBatch => {
                let batch = message.header_as_record_batch()?;
                Sizes::of(&batch, body)?.could_be()?;
                let schema = Arc::clone(self.schema.as_ref()?);
                let batch = read_record_batch(body, batch, schema, &self.dictionaries, None, &version).ok()?;
                self.lines.begin(batch);
            }
            _ => {}
        }
        Some(())
    }
}

/// What a batch says of its sizes.
struct Sizes {
    /// Bytes of its buffers as they lie.
    packed: u64,
    /// Bytes they unpack to.
    unpacked: u64,
    /// Values of its longest column.
    values: u64,
}

impl Sizes {
    /// `None` where a length is negative, or goes on behind the body.
    fn of(batch: &arrow_ipc::RecordBatch<'_>, body: &[u8]) -> Option<Self> {
        let mut sizes = Self { packed: 0, unpacked: 0, values: u64::try_from(batch.length()).ok()? };
        for node in batch.nodes().into_iter().flatten() {
            sizes.values = sizes.values.max(u64::try_from(node.length()).ok()?);
        }
        for buffer in batch.buffers().into_iter().flatten() {
            let (start, length) = (usize::try_from(buffer.offset()).ok()?, usize::try_from(buffer.length()).ok()?);
            let bytes = body.get(start..start.checked_add(length)?)?;
            // In front of what is packed: its length, or -1 where it is not packed after all.
            let said = batch.compression().and_then(|_| bytes.first_chunk()).map(|said| i64::from_le_bytes(*said));
            let unpacked = said.and_then(|said| u64::try_from(said).ok()).unwrap_or(length as u64);
            sizes.packed += length as u64;
            sizes.unpacked = sizes.unpacked.saturating_add(unpacked);
        }
        Some(sizes)
    }

    /// `None` where it would take more memory than such bytes can.
    fn could_be(&self) -> Option<()> {
        let most = FREE.max(self.packed.saturating_mul(MOST_RATIO)).min(LARGEST);
        // Eight values a byte, and columns of nothing but nulls that have no bytes.
        let values = self.unpacked.saturating_mul(8).saturating_add(1 << 20);
        (self.unpacked <= most && self.values <= values).then_some(())
    }
}

impl<R: Read + Send> Rows for Arrow<R> {
    fn next_lines(&mut self, out: &mut Vec<u8>) -> io::Result<bool> {
        while out.is_empty() && !self.lines.write(out) {
            match self.next_message(out) {
                Ok(true) => {}
                ended => {
                    // All of it is counted and hashed.
                    io::copy(&mut self.packed, &mut io::sink())?;
                    return ended;
                }
            }
        }
        Ok(true)
    }
}

fn too_soon(error: io::Error) -> io::Error {
    if error.kind() == io::ErrorKind::UnexpectedEof { Damage::error("an Arrow file ends too soon") } else { error }
}
