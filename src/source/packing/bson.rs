//! BSON (bsonspec.org, version 1.1) as lines of JSON: mongodump's files of documents, and its archives.
//!
//! Values are plain ones: an ObjectId its digits, a date its time, a number a number. A document that is damaged becomes a line that is
//! no JSON, and the next one is looked for where bytes begin as all documents do.

use std::io::{self, Read};

use super::rows::{Rows, write_bytes, write_float, write_string, write_time};

/// The longest document that is taken for one: 48 MiB, three times what the database allows.
const LONGEST: usize = 48 << 20;
/// Bytes read at a time.
const STEP: usize = 256 << 10;
/// Documents inside one another, at most: the database allows 100.
const DEEPEST: u32 = 100;
/// What a mongodump archive begins with.
const ARCHIVE: [u8; 4] = [0x6d, 0xe2, 0x99, 0x81];
/// What ends a block of an archive, and begins the next one.
const TERMINATOR: [u8; 4] = [0xff; 4];

/// Documents one behind another.
pub(super) struct Documents<R> {
    inner: R,
    held: Vec<u8>,
    /// Bytes of `held` that are done with.
    at: usize,
    ended: bool,
    /// An archive: the collection of the block at hand, as the start of its lines; `None` before and between blocks.
    archive: bool,
    collection: Option<Vec<u8>>,
    /// The first element of the first document, its type and name: what all begin with.
    prefix: Vec<u8>,
}

/// Whether a source is documents: the length of the first one, and an element with a name in it.
pub(super) fn is_bson(head: &[u8]) -> bool {
    head.starts_with(&ARCHIVE) || first_element(head).is_some() && whole_at(head).is_none_or(|sound| sound)
}

/// Whether the document that `head` begins with ends as one has to; `None` where that is not seen.
fn whole_at(head: &[u8]) -> Option<bool> {
    let length = length(head)?;
    head.get(length - 1).map(|last| *last == 0)
}

/// The length of the document that begins here, if it can be one.
fn length(bytes: &[u8]) -> Option<usize> {
    let length = usize::try_from(u32::from_le_bytes(*bytes.first_chunk()?)).ok()?;
    (5..=LONGEST).contains(&length).then_some(length)
}

/// The type and the name of the first element of a document.
fn first_element(bytes: &[u8]) -> Option<&[u8]> {
    length(bytes)?;
    let element = &bytes[4..];
    let kind = *element.first()?;
    let end = element.iter().take(130).position(|byte| *byte == 0)?;
    let name = &element[1.min(end)..end];
    let named = !name.is_empty() && std::str::from_utf8(name).is_ok() && !name.iter().any(u8::is_ascii_control);
    (matches!(kind, 1..=0x13 | 0x7f | 0xff) && named).then(|| &element[..=end])
}

impl<R: Read> Documents<R> {
    pub(super) fn new(inner: R) -> Self {
        Self { inner, held: Vec::new(), at: 0, ended: false, archive: false, collection: None, prefix: Vec::new() }
    }

    /// Holds `count` bytes from `at` on, or all there are.
    fn hold(&mut self, count: usize) -> io::Result<()> {
        if self.held.len() - self.at < count && !self.ended {
            self.held.drain(..self.at);
            self.at = 0;
            let missing = (count - self.held.len()).max(STEP) as u64;
            let read = self.inner.by_ref().take(missing).read_to_end(&mut self.held)? as u64;
            self.ended = read < missing;
        }
        Ok(())
    }

    fn rest(&self) -> &[u8] {
        &self.held[self.at..]
    }

    /// Writes the document at hand as a line and passes over it; false where there is none.
    fn document(&mut self, out: &mut Vec<u8>) -> io::Result<bool> {
        self.hold(5)?;
        let Some(length) = length(self.rest()) else { return Ok(false) };
        let start = out.len();
        let (archive, collection) = (self.archive, self.collection.clone());
        self.hold(length)?;
        let Some(document) = self.rest().get(..length) else { return Ok(false) };
        if archive && collection.is_none() {
            // The header of a block, or of the archive: what a collection is called, how it was kept.
            let Some(header) = header(document) else { return Ok(false) };
            self.collection = collection_name(&header).map(|name| began(&name));
        } else {
            out.push(b'{');
            out.extend_from_slice(collection.as_deref().unwrap_or_default());
            if write_members(document, 0, false, out).is_none() {
                out.truncate(start);
                return Ok(false);
            }
            out.extend_from_slice(b"}\n");
            if self.prefix.is_empty() {
                self.prefix = first_element(self.rest()).unwrap_or_default().to_vec();
            }
        }
        self.at += length;
        Ok(true)
    }

    /// Passes over damage, up to where a document begins again, and writes it as a line that is no JSON.
    fn damage(&mut self, out: &mut Vec<u8>) -> io::Result<()> {
        let prefix = self.prefix.clone();
        self.hold(STEP)?;
        let held = self.rest();
        let ends = |at: usize| first_element(&held[at..]).and_then(|_| whole_at(&held[at..]));
        let next = if prefix.is_empty() {
            // Not one was sound so far: what ends as it says that it does.
            (1..held.len()).find(|at| ends(*at) == Some(true))
        } else {
            let begins = memchr::memmem::find_iter(&held[1..], &prefix).filter_map(|found| (found + 1).checked_sub(4));
            let unseen = |at: usize| first_element(&held[at..]).is_some() && whole_at(&held[at..]).is_none();
            begins.filter(|at| *at > 0).find(|at| ends(*at) == Some(true) || unseen(*at))
        };
        let next = next.unwrap_or_else(|| {
            // The beginning of one may lie at the end of what is held.
            if self.ended { held.len() } else { held.len() - (prefix.len() + 4).min(held.len() - 1) }
        });
        let text = String::from_utf8_lossy(&held[..next]);
        // A mark in front, so that it is no JSON whatever it holds.
        out.extend_from_slice(b"~ ");
        out.extend(text.bytes().map(|byte| if byte.is_ascii_control() { b' ' } else { byte }));
        out.push(b'\n');
        self.at += next;
        Ok(())
    }
}

impl<R: Read + Send> Rows for Documents<R> {
    fn next_lines(&mut self, out: &mut Vec<u8>) -> io::Result<bool> {
        while out.len() < STEP {
            self.hold(4)?;
            let held = self.rest();
            if held.is_empty() {
                break;
            }
            if !self.archive && self.prefix.is_empty() && held.starts_with(&ARCHIVE) {
                self.archive = true;
                self.at += 4;
                continue;
            }
            if self.archive && held.starts_with(&TERMINATOR) {
                self.collection = None;
                self.at += 4;
                continue;
            }
            if !self.document(out)? {
                self.damage(out)?;
            }
        }
        Ok(!out.is_empty())
    }
}

/// What the lines of a block begin with.
fn began(name: &str) -> Vec<u8> {
    let mut line = b"\"_index\":".to_vec();
    write_string(name, &mut line);
    line.push(b',');
    line
}

/// A header of an archive.
fn header(document: &[u8]) -> Option<serde_json::Value> {
    let mut json = vec![b'{'];
    write_members(document, 0, false, &mut json)?;
    json.push(b'}');
    serde_json::from_slice(&json).ok()
}

/// The collection of the block that a header begins. One behind a collection's last block says `EOF`; those in the archive's own part
/// have other members.
fn collection_name(header: &serde_json::Value) -> Option<String> {
    let begins = header.get("EOF").is_some_and(|ends| *ends == serde_json::Value::Bool(false));
    let name = |member: &str| header.get(member).and_then(serde_json::Value::as_str);
    name("db").zip(name("collection")).filter(|_| begins).map(|(db, collection)| format!("{db}.{collection}"))
}

/// Reads a document's bytes in order.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    /// Bytes up to a zero.
    fn name(&mut self) -> Option<&'a [u8]> {
        let end = memchr::memchr(0, self.0)?;
        let name = self.take(end)?;
        self.take(1)?;
        Some(name)
    }

    fn length(&mut self) -> Option<usize> {
        usize::try_from(i32::from_le_bytes(self.array()?)).ok()
    }

    /// A string, without the zero behind it.
    fn string(&mut self) -> Option<&'a [u8]> {
        let length = self.length()?;
        self.take(length)?.split_last().filter(|(last, _)| **last == 0).map(|(_, text)| text)
    }

    /// A document inside this one, with its length and its end.
    fn document(&mut self) -> Option<&'a [u8]> {
        let length = usize::try_from(i32::from_le_bytes(*self.0.first_chunk()?)).ok()?;
        self.take(length)
    }
}

/// Appends the members of a document, or the elements of an array; `None` where it is damaged.
fn write_members(document: &[u8], depth: u32, is_array: bool, out: &mut Vec<u8>) -> Option<()> {
    let body = document.get(4..)?;
    let mut bytes = Bytes(body.split_last().filter(|(last, _)| **last == 0)?.1);
    let mut first = true;
    while let Some(kind) = bytes.take(1) {
        let name = bytes.name()?;
        if !std::mem::take(&mut first) {
            out.push(b',');
        }
        if !is_array {
            write_string(&String::from_utf8_lossy(name), out);
            out.push(b':');
        }
        write_value(kind[0], &mut bytes, depth, out)?;
    }
    Some(())
}

fn write_value(kind: u8, bytes: &mut Bytes<'_>, depth: u32, out: &mut Vec<u8>) -> Option<()> {
    match kind {
        0x01 => write_float(f64::from_le_bytes(bytes.array()?), out),
        0x02 | 0x0d | 0x0e => write_string(&String::from_utf8_lossy(bytes.string()?), out),
        0x03 | 0x04 => {
            let inner = bytes.document().filter(|_| depth < DEEPEST)?;
            let is_array = kind == 0x04;
            out.push(if is_array { b'[' } else { b'{' });
            write_members(inner, depth + 1, is_array, out)?;
            out.push(if is_array { b']' } else { b'}' });
        }
        0x05 => {
            let length = bytes.length()?;
            let subtype = bytes.take(1)?[0];
            let content = bytes.take(length)?;
            if matches!(subtype, 3 | 4) { write_hex(content, out) } else { write_bytes(content, out) }
        }
        0x07 => write_hex(bytes.take(12)?, out),
        0x08 => out.extend_from_slice(if bytes.take(1)?[0] == 0 { b"false" } else { b"true" }),
        0x09 => write_time(i64::from_le_bytes(bytes.array()?), out),
        0x0b => {
            write_string(&String::from_utf8_lossy(bytes.name()?), out);
            bytes.name()?;
        }
        0x0c => {
            bytes.string()?;
            write_hex(bytes.take(12)?, out);
        }
        0x0f => {
            let mut inner = Bytes(bytes.document()?.get(4..)?);
            write_string(&String::from_utf8_lossy(inner.string()?), out);
        }
        0x10 => out.extend_from_slice(i32::from_le_bytes(bytes.array()?).to_string().as_bytes()),
        // Seconds since 1970, and a counter.
        0x11 => write_time(i64::from((u64::from_le_bytes(bytes.array()?) >> 32) as u32) * 1000, out),
        0x12 => out.extend_from_slice(i64::from_le_bytes(bytes.array()?).to_string().as_bytes()),
        0x13 => write_decimal(u128::from_le_bytes(bytes.array()?), out),
        0x06 | 0x0a | 0x7f | 0xff => out.extend_from_slice(b"null"),
        _ => return None,
    }
    Some(())
}

fn write_hex(bytes: &[u8], out: &mut Vec<u8>) {
    let digit = |value: u8| b"0123456789abcdef"[usize::from(value)];
    out.push(b'"');
    out.extend(bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]));
    out.push(b'"');
}

/// A decimal of IEEE 754-2008 in its binary form, where its digits can be written as they are.
fn write_decimal(bits: u128, out: &mut Vec<u8>) {
    let exponent = i32::from((bits >> 113) as u16 & 0x3fff) - 6176;
    let (digits, special) = (bits & ((1 << 113) - 1), (bits >> 125) & 3 == 3);
    if special || !(-34..=34).contains(&exponent) {
        return out.extend_from_slice(b"null");
    }
    let mut digits = digits.to_string();
    if exponent >= 0 {
        digits.extend(std::iter::repeat_n('0', if digits == "0" { 0 } else { exponent.unsigned_abs() as usize }));
    } else {
        let part = exponent.unsigned_abs() as usize;
        digits = format!("{digits:0>width$}", width = part + 1);
        digits.insert(digits.len() - part, '.');
    }
    if bits >> 127 == 1 {
        out.push(b'-');
    }
    out.extend_from_slice(digits.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::super::rows::RowLines;
    use super::*;

    /// A document of these elements.
    fn document(elements: &[(u8, &str, Vec<u8>)]) -> Vec<u8> {
        let body: Vec<u8> = elements
            .iter()
            .flat_map(|(kind, name, value)| [&[*kind][..], name.as_bytes(), &[0], value].concat())
            .collect();
        [&(body.len() as u32 + 5).to_le_bytes()[..], &body, &[0]].concat()
    }

    fn string(text: &str) -> Vec<u8> {
        [&(text.len() as u32 + 1).to_le_bytes()[..], text.as_bytes(), &[0]].concat()
    }

    fn lines(bytes: &[u8]) -> Vec<String> {
        let mut text = String::new();
        RowLines::new(Documents::new(bytes)).read_to_string(&mut text).unwrap();
        text.lines().map(str::to_owned).collect()
    }

    fn call(number: u8) -> Vec<u8> {
        document(&[(0x07, "_id", vec![number; 12]), (0x02, "text", string(&format!("call {number}")))])
    }

    #[test]
    fn values_are_plain_ones() {
        let inner = document(&[(0x10, "0", 7i32.to_le_bytes().to_vec()), (0x02, "1", string("a\"b"))]);
        let bytes = document(&[
            (0x07, "_id", vec![0xab; 12]),
            (0x12, "phone", 2_125_550_142i64.to_le_bytes().to_vec()),
            (0x09, "at", 1_601_301_731_000i64.to_le_bytes().to_vec()),
            (0x04, "list", inner),
            (0x01, "f", 1.5f64.to_le_bytes().to_vec()),
            (0x05, "b", vec![2, 0, 0, 0, 0, 0xff, 0xd8]),
            (0x08, "yes", vec![1]),
            (0x0a, "none", vec![]),
            (0x13, "d", (0x5307u128 | (6176 - 2) << 113).to_le_bytes().to_vec()),
        ]);
        assert!(is_bson(&bytes));
        assert_eq!(
            lines(&bytes),
            [
                r#"{"_id":"abababababababababababab","phone":2125550142,"at":"2020-09-28T14:02:11Z","list":[7,"a\"b"],"f":1.5,"b":null,"yes":true,"none":null,"d":212.55}"#
            ]
        );
    }

    #[test]
    fn documents_around_damage_are_found() {
        let whole: Vec<u8> = (1..=5).flat_map(call).collect();
        let sound = lines(&whole);
        assert_eq!(sound.len(), 5);
        for at in 0..whole.len() {
            for change in [0xff, 0x01] {
                let mut damaged = whole.clone();
                damaged[at] ^= change;
                let found = lines(&damaged);
                let lost = sound.iter().filter(|line| !found.contains(line)).count();
                assert!(lost <= 2 || at < 9, "{at}: {found:?}");
            }
            assert!(lines(&whole[..at]).len() <= 5);
        }
    }

    #[test]
    fn archives_name_their_collections() {
        let header = |ends: u8| {
            document(&[(0x02, "db", string("vm")), (0x02, "collection", string("calls")), (0x08, "EOF", vec![ends])])
        };
        let own = document(&[(0x02, "version", string("0.1"))]);
        let bytes =
            [&ARCHIVE[..], &own, &TERMINATOR, &header(0), &call(1), &call(2), &TERMINATOR, &header(1), &TERMINATOR]
                .concat();
        assert!(is_bson(&bytes));
        let found = lines(&bytes);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].starts_with(r#"{"_index":"vm.calls","_id":"0101"#));
    }
}
