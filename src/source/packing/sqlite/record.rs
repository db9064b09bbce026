//! Cells and records of a page: <https://sqlite.org/fileformat2.html>, sections 1.6 (b-tree pages), 2.1 (records).

use super::super::rows::{write_bytes, write_float, write_string};

/// How the database's text is encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    Utf16Le,
    Utf16Be,
}

/// What a b-tree page holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    TableLeaf,
    TableInterior,
    IndexLeaf,
    IndexInterior,
}

impl Kind {
    pub(super) const fn of(byte: u8) -> Option<Self> {
        match byte {
            0x0d => Some(Self::TableLeaf),
            0x05 => Some(Self::TableInterior),
            0x0a => Some(Self::IndexLeaf),
            0x02 => Some(Self::IndexInterior),
            _ => None,
        }
    }

    pub(super) const fn is_interior(self) -> bool {
        matches!(self, Self::TableInterior | Self::IndexInterior)
    }
}

/// A cell of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Cell {
    /// The page below, of an interior one.
    pub(super) child: Option<u32>,
    pub(super) rowid: Option<i64>,
    /// Where its record's part on this page lies; none on a table's interior pages, which hold keys only.
    pub(super) local: Option<(usize, usize)>,
    /// Bytes of the whole record.
    pub(super) payload: u64,
    /// The page that the record goes on in.
    pub(super) overflow: Option<u32>,
    /// Bytes of the cell itself.
    pub(super) size: usize,
}

impl Cell {
    /// Reads the cell at byte `at` of a page of `usable` bytes; `None` where it is none.
    pub(super) fn read(page: &[u8], at: usize, kind: Kind, usable: usize) -> Option<Self> {
        let page = page.get(..usable)?;
        let mut bytes = Bytes { bytes: page, at };
        let mut cell = Self::default();
        if kind.is_interior() {
            cell.child = Some(u32::from_be_bytes(*page.get(at..)?.first_chunk()?));
            bytes.at += 4;
        }
        if kind == Kind::TableInterior {
            bytes.varint()?;
            cell.size = bytes.at - at;
            return Some(cell);
        }
        cell.payload = bytes.varint()?;
        if kind == Kind::TableLeaf {
            cell.rowid = Some(bytes.varint()? as i64);
        }
        let local = local_length(cell.payload, kind, usable);
        let end = bytes.at.checked_add(local).filter(|end| *end <= usable)?;
        cell.local = Some((bytes.at, end));
        cell.size = end - at;
        if (local as u64) < cell.payload {
            cell.overflow = Some(u32::from_be_bytes(*page.get(end..)?.first_chunk()?));
            cell.size += 4;
        }
        Some(cell)
    }
}

/// How much of a record of `payload` bytes lies on its own page.
fn local_length(payload: u64, kind: Kind, usable: usize) -> usize {
    let most = if kind == Kind::TableLeaf { usable - 35 } else { (usable - 12) * 64 / 255 - 23 };
    if payload <= most as u64 {
        return payload as usize;
    }
    let least = (usable - 12) * 32 / 255 - 23;
    let kept = least + ((payload - least as u64) % (usable as u64 - 4)) as usize;
    if kept <= most { kept } else { least }
}

/// A page's bytes in order.
struct Bytes<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Bytes<'a> {
    /// Seven bits a byte, the most significant first; of the ninth byte all eight.
    fn varint(&mut self) -> Option<u64> {
        let mut value = 0u64;
        for index in 0..9 {
            let byte = *self.bytes.get(self.at)?;
            self.at += 1;
            if index == 8 {
                return Some(value << 8 | u64::from(byte));
            }
            value = value << 7 | u64::from(byte & 0x7f);
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    }

    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let taken = self.bytes.get(self.at..self.at.checked_add(count)?)?;
        self.at += count;
        Some(taken)
    }
}

/// A value of a record.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Value<'a> {
    Null,
    Integer(i64),
    Real(f64),
    Text(&'a [u8]),
    Blob(&'a [u8]),
}

/// Reads all values of a record; `None` where it is none.
pub(super) fn values(record: &[u8]) -> Option<Vec<Value<'_>>> {
    let mut header = Bytes { bytes: record, at: 0 };
    let end = usize::try_from(header.varint()?).ok()?;
    let mut body = Bytes { bytes: record, at: end };
    header.bytes = record.get(..end)?;
    let mut values = Vec::new();
    while header.at < end {
        let kind = header.varint()?;
        values.push(match kind {
            0 => Value::Null,
            1..=4 => Value::Integer(integer(body.take(kind as usize)?)),
            5 => Value::Integer(integer(body.take(6)?)),
            6 => Value::Integer(integer(body.take(8)?)),
            7 => Value::Real(f64::from_be_bytes(body.take(8)?.try_into().ok()?)),
            8 | 9 => Value::Integer(kind as i64 - 8),
            10 | 11 => return None,
            _ => {
                let bytes = body.take(usize::try_from((kind - 12) / 2).ok()?)?;
                if kind % 2 == 0 { Value::Blob(bytes) } else { Value::Text(bytes) }
            }
        });
    }
    (body.at == record.len()).then_some(values)
}

/// A big-endian number with its sign.
fn integer(bytes: &[u8]) -> i64 {
    let first = bytes.first().map_or(0, |first| i64::from(*first as i8));
    bytes.iter().skip(1).fold(first, |value, byte| value << 8 | i64::from(*byte))
}

impl Value<'_> {
    /// As JSON; bytes that are no text are `null`.
    pub(super) fn write(self, encoding: Encoding, out: &mut Vec<u8>) {
        match self {
            Self::Null => out.extend_from_slice(b"null"),
            Self::Integer(value) => out.extend_from_slice(value.to_string().as_bytes()),
            Self::Real(value) => write_float(value, out),
            Self::Text(bytes) => write_string(&text(bytes, encoding), out),
            Self::Blob(bytes) => write_bytes(bytes, out),
        }
    }
}

/// Text of the database's encoding. What is wrong in it is U+FFFD.
pub(super) fn text(bytes: &[u8], encoding: Encoding) -> std::borrow::Cow<'_, str> {
    let units = |of: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes.as_chunks().0.iter().map(|unit| of(*unit)).collect();
        String::from_utf16_lossy(&units).into()
    };
    match encoding {
        Encoding::Utf8 => String::from_utf8_lossy(bytes),
        Encoding::Utf16Le => units(u16::from_le_bytes),
        Encoding::Utf16Be => units(u16::from_be_bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_by_their_type() {
        // Header of 7 bytes: null, -2 in one byte, 2.5, "hi", a blob of one byte, 1.
        let record = [&[7, 0, 1, 7, 17, 14, 9, 0xfe][..], &2.5f64.to_be_bytes(), b"hi", &[0xff]].concat();
        let expected = [
            Value::Null,
            Value::Integer(-2),
            Value::Real(2.5),
            Value::Text(b"hi"),
            Value::Blob(&[0xff]),
            Value::Integer(1),
        ];
        assert_eq!(values(&record).unwrap(), expected);
        for end in 0..record.len() {
            assert_eq!(values(&record[..end]), None, "cut at {end}");
        }
    }

    #[test]
    fn numbers_have_nine_bytes_at_most() {
        for (bytes, value) in [(&[0x05][..], 5), (&[0x81, 0x00], 128), (&[0xff; 9], u64::MAX)] {
            assert_eq!(Bytes { bytes, at: 0 }.varint(), Some(value));
        }
        assert_eq!(Bytes { bytes: &[0x80; 8], at: 0 }.varint(), None);
    }
}
