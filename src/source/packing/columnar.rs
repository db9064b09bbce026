//! Parquet files (the Apache format's own specification) as lines of JSON.
//!
//! Rows are decoded some at a time, row group by row group, and written fewer at a time, so memory is bounded by a page of each column
//! and not by the file. It is read by position; what cannot be (a member of an archive, a pipe) is held in memory first.

use std::io::{self, BufReader, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};

use arrow_array::RecordBatch;
use bytes::Bytes;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::errors::ParquetError;
use parquet::file::metadata::RowGroupMetaData;
use parquet::file::reader::{ChunkReader, Length};

use super::limits::Damage;
use super::rows::Rows;
use super::values::BatchLines;
use super::zip::{Place, Range};

/// Text that is decoded at a time, about: 1 MiB.
const STEP: i64 = 1 << 20;
/// Rows that are decoded at a time, at most.
const MOST_ROWS: i64 = 4096;

type Batches = Box<dyn Iterator<Item = Result<RecordBatch, ()>> + Send>;

/// The rows of one file.
pub(super) struct Columnar {
    batches: Batches,
    lines: BatchLines,
    why: &'static str,
    /// The packed bytes in order, still to be counted and hashed.
    packed: Box<dyn Read + Send>,
}

impl Columnar {
    /// Opens a Parquet file.
    pub(super) fn parquet(place: Place, packed: Box<dyn Read + Send>) -> io::Result<Self> {
        const WHY: &str = "a Parquet file is damaged, encrypted, or packed in a way that is not read";
        let open = || {
            let builder = ParquetRecordBatchReaderBuilder::try_new(place).ok()?;
            let groups = builder.metadata().row_groups();
            let sum = |of: fn(&RowGroupMetaData) -> i64| groups.iter().map(of).fold(0i64, i64::saturating_add);
            let (bytes, rows) = (sum(RowGroupMetaData::total_byte_size), sum(RowGroupMetaData::num_rows));
            let step = STEP / (bytes / rows.max(1)).max(1);
            // No more than a row group's, so that damage in one takes no others with it.
            let most = groups.first().map_or(1, |group| group.num_rows().clamp(1, MOST_ROWS));
            let step = usize::try_from(step.clamp(1, most)).unwrap_or(1);
            Some(builder.with_batch_size(step).build().ok()?.map(|batch| batch.map_err(drop)))
        };
        Self::open(open, packed, WHY)
    }

    fn open<I>(open: impl FnOnce() -> Option<I>, packed: Box<dyn Read + Send>, why: &'static str) -> io::Result<Self>
    where
        I: Iterator<Item = Result<RecordBatch, ()>> + Send + 'static,
    {
        // The crates check much of what they read and not all of it: a panic is damage.
        let batches = catch_unwind(AssertUnwindSafe(open)).ok().flatten().ok_or_else(|| Damage::error(why))?;
        Ok(Self { batches: Box::new(batches), lines: BatchLines::default(), why, packed })
    }
}

impl Rows for Columnar {
    fn next_lines(&mut self, out: &mut Vec<u8>) -> io::Result<bool> {
        while !self.lines.write(out) {
            match catch_unwind(AssertUnwindSafe(|| self.batches.next())).unwrap_or(Some(Err(()))) {
                Some(Ok(batch)) => self.lines.begin(batch),
                ended => {
                    self.batches = Box::new(std::iter::empty());
                    io::copy(&mut self.packed, &mut io::sink())?;
                    return if ended.is_none() { Ok(false) } else { Err(Damage::error(self.why)) };
                }
            }
        }
        Ok(true)
    }
}

impl Length for Place {
    fn len(&self) -> u64 {
        Self::len(self)
    }
}

impl ChunkReader for Place {
    type T = BufReader<Range>;

    fn get_read(&self, start: u64) -> Result<Self::T, ParquetError> {
        Ok(BufReader::new(self.range(start, Self::len(self))))
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes, ParquetError> {
        let end = start.saturating_add(length as u64);
        if end > Self::len(self) {
            return Err(ParquetError::EOF("a chunk goes on behind the file's end".into()));
        }
        let mut bytes = Vec::with_capacity(length);
        self.range(start, end).read_to_end(&mut bytes)?;
        Ok(bytes.into())
    }
}
