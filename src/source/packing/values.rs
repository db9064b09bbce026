//! Rows of Arrow arrays as lines of JSON.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowDictionaryKeyType, ArrowPrimitiveType, Date32Type, Date64Type, Decimal128Type, Float16Type, Float32Type,
    Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, RunEndIndexType, TimestampMicrosecondType,
    TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType, UInt8Type, UInt16Type, UInt32Type,
    UInt64Type,
};
use arrow_array::{Array, ArrayRef, RecordBatch, StructArray};
use arrow_schema::{DataType, SchemaRef, TimeUnit};

use super::rows::{write_bytes, write_damage, write_float, write_string, write_time};

/// The name that a row's number goes by.
const ROW: &[u8] = b"\"@row\":";
/// Lists, structures and maps inside one another, at most: what lies deeper is not written.
const DEEPEST: u32 = 64;
/// Bytes of a row after which its values are no longer written: one long value, said again and again by a number, fills any memory.
const FULL: usize = 64 << 20;
/// Bytes of lines that are made at a time, about: 256 KiB.
const STEP: usize = 256 << 10;

/// The rows of one batch after another as lines, some at a time: a short batch may be made of a long value said often.
#[derive(Default)]
pub(super) struct BatchLines {
    schema: Option<SchemaRef>,
    /// The columns' names, as keys.
    names: Vec<Vec<u8>>,
    /// The batch at hand, and its next row.
    batch: Option<(RecordBatch, usize)>,
    /// The number of the next row.
    number: u64,
    line: Vec<u8>,
}

impl BatchLines {
    /// Goes on with a batch; the one before has been written.
    pub(super) fn begin(&mut self, batch: RecordBatch) {
        if !self.schema.as_ref().is_some_and(|known| Arc::ptr_eq(known, batch.schema_ref())) {
            self.names = batch.schema_ref().fields().iter().map(|field| key(field.name())).collect();
            self.schema = Some(batch.schema());
        }
        self.batch = Some((batch, 0));
    }

    /// Appends rows of the batch at hand; whether there were any. A row that cannot be written is a line that is no JSON.
    pub(super) fn write(&mut self, out: &mut Vec<u8>) -> bool {
        let before = out.len();
        while out.len() < before + STEP {
            let Some((batch, row)) = self.batch.take().filter(|(batch, row)| *row < batch.num_rows()) else { break };
            let (names, number, line) = (&self.names, self.number, &mut self.line);
            line.clear();
            // The crates check much of what they read and not all of it: a panic is damage.
            let written = catch_unwind(AssertUnwindSafe(|| write_row(&batch, row, number, names, line)));
            if written.is_ok() {
                out.extend_from_slice(line);
            }
            if written.is_err() || line.len() > FULL {
                write_damage(b"a row that is damaged, or of more than 64 MiB", out);
            }
            self.number += 1;
            self.batch = Some((batch, row + 1));
        }
        // What one long row took is given back.
        self.line.clear();
        self.line.shrink_to(STEP);
        out.len() > before
    }
}

/// A name as the key of a member, with its colon.
fn key(name: &str) -> Vec<u8> {
    let mut key = Vec::new();
    write_string(name, &mut key);
    key.push(b':');
    key
}

/// Appends one row as a line to nothing: its columns by name, and its number last.
fn write_row(batch: &RecordBatch, row: usize, number: u64, names: &[Vec<u8>], out: &mut Vec<u8>) {
    out.push(b'{');
    for (name, column) in names.iter().zip(batch.columns()) {
        out.extend_from_slice(name);
        write(column, row, 0, out);
        out.push(b',');
    }
    out.extend_from_slice(ROW);
    out.extend_from_slice(number.to_string().as_bytes());
    out.extend_from_slice(b"}\n");
}

fn write(array: &ArrayRef, at: usize, depth: u32, out: &mut Vec<u8>) {
    if array.is_null(at) || depth > DEEPEST || out.len() > FULL {
        return out.extend_from_slice(b"null");
    }
    match array.data_type() {
        DataType::Utf8 => write_string(array.as_string::<i32>().value(at), out),
        DataType::LargeUtf8 => write_string(array.as_string::<i64>().value(at), out),
        DataType::Utf8View => write_string(array.as_string_view().value(at), out),
        DataType::Binary => write_bytes(array.as_binary::<i32>().value(at), out),
        DataType::LargeBinary => write_bytes(array.as_binary::<i64>().value(at), out),
        DataType::BinaryView => write_bytes(array.as_binary_view().value(at), out),
        DataType::FixedSizeBinary(_) => write_bytes(array.as_fixed_size_binary().value(at), out),
        DataType::Boolean => {
            let value: &[u8] = if array.as_boolean().value(at) { b"true" } else { b"false" };
            out.extend_from_slice(value);
        }
        DataType::Timestamp(unit, _) => write_time(milliseconds(array, at, *unit), out),
        DataType::Date32 => write_day(i64::from(array.as_primitive::<Date32Type>().value(at)), out),
        DataType::Date64 => write_day(array.as_primitive::<Date64Type>().value(at).div_euclid(86_400_000), out),
        DataType::Decimal128(_, scale) => {
            write_decimal(array.as_primitive::<Decimal128Type>().value(at), *scale, out);
        }
        DataType::Float16 => write_float(array.as_primitive::<Float16Type>().value(at).into(), out),
        DataType::Float32 => write_float(array.as_primitive::<Float32Type>().value(at).into(), out),
        DataType::Float64 => write_float(array.as_primitive::<Float64Type>().value(at), out),
        DataType::Int8 => number::<Int8Type>(array, at, out),
        DataType::Int16 => number::<Int16Type>(array, at, out),
        DataType::Int32 => number::<Int32Type>(array, at, out),
        DataType::Int64 => number::<Int64Type>(array, at, out),
        DataType::UInt8 => number::<UInt8Type>(array, at, out),
        DataType::UInt16 => number::<UInt16Type>(array, at, out),
        DataType::UInt32 => number::<UInt32Type>(array, at, out),
        DataType::UInt64 => number::<UInt64Type>(array, at, out),
        _ => write_nested(array, at, depth, out),
    }
}

fn write_nested(array: &ArrayRef, at: usize, depth: u32, out: &mut Vec<u8>) {
    match array.data_type() {
        DataType::List(_) => write_list(&array.as_list::<i32>().value(at), depth, out),
        DataType::LargeList(_) => write_list(&array.as_list::<i64>().value(at), depth, out),
        DataType::FixedSizeList(..) => write_list(&array.as_fixed_size_list().value(at), depth, out),
        DataType::ListView(_) => write_list(&array.as_list_view::<i32>().value(at), depth, out),
        DataType::LargeListView(_) => write_list(&array.as_list_view::<i64>().value(at), depth, out),
        DataType::Struct(_) => write_struct(array.as_struct(), at, depth, out),
        DataType::Map(..) => write_map(&array.as_map().value(at), depth, out),
        DataType::Union(..) => write(&array.as_union().value(at), 0, depth + 1, out),
        DataType::RunEndEncoded(ends, _) => match ends.data_type() {
            DataType::Int16 => write_run::<Int16Type>(array, at, depth, out),
            DataType::Int32 => write_run::<Int32Type>(array, at, depth, out),
            _ => write_run::<Int64Type>(array, at, depth, out),
        },
        DataType::Dictionary(keys, _) => match **keys {
            DataType::Int8 => write_entry::<Int8Type>(array, at, depth, out),
            DataType::Int16 => write_entry::<Int16Type>(array, at, depth, out),
            DataType::Int32 => write_entry::<Int32Type>(array, at, depth, out),
            DataType::Int64 => write_entry::<Int64Type>(array, at, depth, out),
            DataType::UInt8 => write_entry::<UInt8Type>(array, at, depth, out),
            DataType::UInt16 => write_entry::<UInt16Type>(array, at, depth, out),
            DataType::UInt32 => write_entry::<UInt32Type>(array, at, depth, out),
            _ => write_entry::<UInt64Type>(array, at, depth, out),
        },
        // Times of day, durations, intervals: nobody's data.
        _ => out.extend_from_slice(b"null"),
    }
}

fn number<T: ArrowPrimitiveType>(array: &ArrayRef, at: usize, out: &mut Vec<u8>)
where
    T::Native: itoa::Integer,
{
    out.extend_from_slice(itoa::Buffer::new().format(array.as_primitive::<T>().value(at)).as_bytes());
}

fn write_entry<K: ArrowDictionaryKeyType>(array: &ArrayRef, at: usize, depth: u32, out: &mut Vec<u8>) {
    let dictionary = array.as_dictionary::<K>();
    match dictionary.key(at) {
        Some(entry) if entry < dictionary.values().len() => write(dictionary.values(), entry, depth + 1, out),
        _ => out.extend_from_slice(b"null"),
    }
}

/// The value of a run that `at` lies in.
fn write_run<E: RunEndIndexType>(array: &ArrayRef, at: usize, depth: u32, out: &mut Vec<u8>) {
    let runs = array.as_run::<E>();
    write(runs.values(), runs.get_physical_index(at), depth + 1, out);
}

fn write_list(list: &ArrayRef, depth: u32, out: &mut Vec<u8>) {
    out.push(b'[');
    for at in 0..list.len() {
        if at > 0 {
            out.push(b',');
        }
        write(list, at, depth + 1, out);
    }
    out.push(b']');
}

fn write_struct(fields: &StructArray, at: usize, depth: u32, out: &mut Vec<u8>) {
    out.push(b'{');
    for (number, (name, column)) in fields.column_names().iter().zip(fields.columns()).enumerate() {
        if number > 0 {
            out.push(b',');
        }
        write_string(name, out);
        out.push(b':');
        write(column, at, depth + 1, out);
    }
    out.push(b'}');
}

/// A map with strings for keys as an object; with any other keys as a list of pairs.
fn write_map(entries: &StructArray, depth: u32, out: &mut Vec<u8>) {
    let (keys, values) = (entries.column(0), entries.column(1));
    let named = matches!(keys.data_type(), DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View);
    out.push(if named { b'{' } else { b'[' });
    for at in 0..entries.len() {
        if at > 0 {
            out.push(b',');
        }
        if named {
            write(keys, at, depth + 1, out);
            out.push(b':');
            write(values, at, depth + 1, out);
        } else {
            write_struct(entries, at, depth + 1, out);
        }
    }
    out.push(if named { b'}' } else { b']' });
}

fn milliseconds(array: &ArrayRef, at: usize, unit: TimeUnit) -> i64 {
    match unit {
        TimeUnit::Second => array.as_primitive::<TimestampSecondType>().value(at).saturating_mul(1000),
        TimeUnit::Millisecond => array.as_primitive::<TimestampMillisecondType>().value(at),
        TimeUnit::Microsecond => array.as_primitive::<TimestampMicrosecondType>().value(at).div_euclid(1000),
        TimeUnit::Nanosecond => array.as_primitive::<TimestampNanosecondType>().value(at).div_euclid(1_000_000),
    }
}

/// A day since 1970 as `YYYY-MM-DD`.
fn write_day(days: i64, out: &mut Vec<u8>) {
    match jiff::Timestamp::from_second(days.saturating_mul(86_400)) {
        Ok(time) => write_string(&time.to_string()[..10], out),
        Err(_) => out.extend_from_slice(b"null"),
    }
}

fn write_decimal(value: i128, scale: i8, out: &mut Vec<u8>) {
    let digits = value.unsigned_abs().to_string();
    let scale = usize::try_from(scale).unwrap_or_default();
    let digits = format!("{digits:0>width$}", width = scale + 1);
    let (whole, part) = digits.split_at(digits.len() - scale);
    if value < 0 {
        out.push(b'-');
    }
    out.extend_from_slice(whole.as_bytes());
    if !part.is_empty() {
        out.push(b'.');
        out.extend_from_slice(part.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_and_days_are_written_as_people_do() {
        let text = |write: &dyn Fn(&mut Vec<u8>)| {
            let mut out = Vec::new();
            write(&mut out);
            String::from_utf8(out).unwrap()
        };
        assert_eq!(text(&|out| write_decimal(-5, 2, out)), "-0.05");
        assert_eq!(text(&|out| write_decimal(2_125_550_142, 0, out)), "2125550142");
        assert_eq!(text(&|out| write_decimal(12_345, 3, out)), "12.345");
        assert_eq!(text(&|out| write_day(18_533, out)), "\"2020-09-28\"");
        assert_eq!(text(&|out| write_day(-1, out)), "\"1969-12-31\"");
    }
}
