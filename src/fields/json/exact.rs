//! Exact paths, with the indexes of array elements, for the few leaves that are reported.

use super::paths::push_name;
use super::record::Record;
use super::simd::Portable;
use super::strings::unescape;
use super::value::text;

/// Writes the normalized paths (RFC 9535, section 2.7) of one record's leaves with real array indexes.
///
/// A leaf is named by where it starts. Asked in document order, the record is read once for all of them: a list of people has
/// a finding in every third leaf.
///
/// ```text
/// {"people":[{"name":"A"},{"name":"B","tags":[[],["x"]]}]}   the leaf x: $['people'][1]['tags'][1][0]
/// ```
pub(crate) struct ExactPaths<'a> {
    record: Record<'a>,
    /// Read so far.
    at: usize,
    open: Vec<Container<'a>>,
    key_is_due: bool,
    /// The start of the leaf asked for last, and its path.
    last: Option<usize>,
    path: String,
}

enum Container<'a> {
    /// With the index of the element that is being read.
    Array(usize),
    /// With the raw key of the member that is being read.
    Object(&'a [u8]),
}

impl<'a> ExactPaths<'a> {
    /// Of the record `buffer[start..end]`, which has been scanned before: it is JSON, and [`PADDING`](super::PADDING) bytes
    /// stand behind it. None where they do not.
    pub(crate) fn new(buffer: &'a [u8], start: usize, end: usize) -> Option<Self> {
        let record = Record::new(buffer, start, end)?;
        Some(Self { record, at: 0, open: Vec::new(), key_is_due: false, last: None, path: String::new() })
    }

    /// The path of the leaf that starts at this byte of the record, as [`Leaf`](super::Leaf) has it.
    pub(crate) fn of(&mut self, start: usize) -> Option<&str> {
        if self.last != Some(start) {
            if self.last.is_some_and(|last| start < last) {
                self.open.clear();
                (self.at, self.key_is_due) = (0, false);
            }
            self.read_to(start)?;
            self.write();
            self.last = Some(start);
        }
        Some(&self.path)
    }

    /// Reads on to the byte `end`. Only keys and other strings have to be told apart: the first string behind `{`, or behind a
    /// comma in an object, is a key.
    fn read_to(&mut self, end: usize) -> Option<()> {
        while self.at < end {
            match self.record.byte(self.at)? {
                b'{' => {
                    self.open.push(Container::Object(b""));
                    self.key_is_due = true;
                }
                b'[' => self.open.push(Container::Array(0)),
                b'}' | b']' => drop(self.open.pop()),
                b',' => match self.open.last_mut()? {
                    Container::Array(index) => *index += 1,
                    Container::Object(_) => self.key_is_due = true,
                },
                b'"' => {
                    let string = text(Portable, self.record, self.at + 1, self.at + 1).ok()?;
                    if let (true, Some(Container::Object(key))) = (self.key_is_due, self.open.last_mut()) {
                        *key = self.record.get(string.start, string.close)?;
                        self.key_is_due = false;
                    }
                    self.at = string.close;
                }
                _ => {}
            }
            self.at += 1;
        }
        Some(())
    }

    fn write(&mut self) {
        self.path.clear();
        self.path.push('$');
        for step in &self.open {
            match step {
                Container::Array(index) => self.path.extend(["[", itoa::Buffer::new().format(*index), "]"]),
                Container::Object(raw) => {
                    let mut name = Vec::with_capacity(raw.len());
                    unescape(raw, &mut name);
                    push_name(&mut self.path, &String::from_utf8_lossy(&name));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{FieldScanner, Leaf, PADDING};
    use super::*;
    use crate::level::Level;

    /// A record with padding, and where its leaves start.
    fn scanned(record: &[u8]) -> (Vec<u8>, Vec<usize>) {
        let padded = [record, &[b' '; PADDING]].concat();
        let mut leaves: Vec<Leaf> = Vec::new();
        FieldScanner::new(Level::Portable).scan(&padded, 0, record.len(), &mut leaves).unwrap();
        (padded, leaves.iter().map(|leaf| leaf.start as usize).collect())
    }

    const RECORDS: [(&[u8], &[&str]); 2] = [
        (
            br#"{"people":[{"name":"A"},{"name":"B","tags":[[],["x"]]}]}"#,
            &["$['people'][0]['name']", "$['people'][1]['name']", "$['people'][1]['tags'][1][0]"],
        ),
        (
            br#"{"a":"b,{[","c":["d",5,"e"],"f":{},"\u0067":{"h'":["]}",{"i":"j"}]}}"#,
            &["$['a']", "$['c'][0]", "$['c'][1]", "$['c'][2]", "$['g']['h\\''][0]", "$['g']['h\\''][1]['i']"],
        ),
    ];

    #[test]
    fn strings_are_not_taken_for_keys_nor_keys_for_strings() {
        for (record, expected) in RECORDS {
            let (padded, starts) = scanned(record);
            let mut paths = ExactPaths::new(&padded, 0, record.len()).unwrap();
            let found: Vec<_> = starts.iter().map(|&start| paths.of(start).unwrap().to_owned()).collect();
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn the_order_of_asking_does_not_matter() {
        for (record, expected) in RECORDS {
            let (padded, starts) = scanned(record);
            let mut paths = ExactPaths::new(&padded, 0, record.len()).unwrap();
            let count = starts.len();
            for leaf in (0..count * count).flat_map(|pair| [pair / count, pair % count]) {
                assert_eq!(paths.of(starts[leaf]), Some(expected[leaf]));
            }
        }
    }

    #[test]
    fn a_record_that_ends_too_soon_has_no_path() {
        let padded = [&b"[1,2"[..], &[b' '; PADDING]].concat();
        assert_eq!(ExactPaths::new(&padded, 0, 4).unwrap().of(40), None);
        assert!(ExactPaths::new(b"[1,2", 0, 4).is_none());
    }
}
