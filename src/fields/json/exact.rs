//! Exact paths, with the indexes of array elements, for the few leaves that are reported.

use super::paths::push_name;
use super::record::Record;
use super::simd::Portable;
use super::strings::unescape;
use super::value::text;
use super::{FieldScanner, PADDING};
use crate::level::Level;

/// The normalized path (RFC 9535, section 2.7) of the leaf with this ordinal, counted from 0 in document order, with real
/// array indexes. None if the record is malformed or has fewer leaves. Parses the record anew: for what is reported, not
/// for every leaf.
///
/// ```text
/// {"people":[{"name":"A"},{"name":"B","tags":[[],["x"]]}]}   leaf 2: $['people'][1]['tags'][1][0]
/// ```
pub(crate) fn exact_path(record: &[u8], leaf_ordinal: usize) -> Option<String> {
    let mut padded = record.to_vec();
    padded.resize(record.len() + PADDING, 0);
    let mut leaves = Vec::new();
    FieldScanner::new(Level::Portable).scan(&padded, 0, record.len(), &mut leaves).ok()?;
    let leaf = leaves.get(leaf_ordinal)?;
    let open = containers_before(Record::new(&padded, 0, record.len())?, leaf.start as usize)?;
    Some(open.into_iter().fold(String::from("$"), |mut path, step| {
        match step {
            Container::Array(index) => path.extend(["[", &index.to_string(), "]"]),
            Container::Object(raw) => {
                let mut name = Vec::with_capacity(raw.len());
                unescape(raw, &mut name);
                push_name(&mut path, &String::from_utf8_lossy(&name));
            }
        }
        path
    }))
}

enum Container<'a> {
    /// With the index of the element that is being read.
    Array(usize),
    /// With the raw key of the member that is being read.
    Object(&'a [u8]),
}

/// The containers of a valid record that are open at its byte `end`. Only keys and other strings have to be told apart:
/// the first string behind `{`, or behind a comma in an object, is a key.
fn containers_before(record: Record<'_>, end: usize) -> Option<Vec<Container<'_>>> {
    let mut open = Vec::new();
    let (mut at, mut key_is_due) = (0, false);
    while at < end {
        match record.byte(at)? {
            b'{' => {
                open.push(Container::Object(b""));
                key_is_due = true;
            }
            b'[' => open.push(Container::Array(0)),
            b'}' | b']' => drop(open.pop()),
            b',' => match open.last_mut()? {
                Container::Array(index) => *index += 1,
                Container::Object(_) => key_is_due = true,
            },
            b'"' => {
                let string = text(Portable, record, at + 1, at + 1).ok()?;
                if let (true, Some(Container::Object(key))) = (key_is_due, open.last_mut()) {
                    *key = record.get(string.start, string.close)?;
                    key_is_due = false;
                }
                at = string.close;
            }
            _ => {}
        }
        at += 1;
    }
    Some(open)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_docs() {
        let record = br#"{"people":[{"name":"A"},{"name":"B","tags":[[],["x"]]}]}"#;
        assert_eq!(exact_path(record, 0).unwrap(), "$['people'][0]['name']");
        assert_eq!(exact_path(record, 2).unwrap(), "$['people'][1]['tags'][1][0]");
        assert_eq!(exact_path(record, 3), None);
        assert_eq!(exact_path(b"[1,2", 0), None);
    }

    #[test]
    fn strings_are_not_taken_for_keys_nor_keys_for_strings() {
        let record = br#"{"a":"b,{[","c":["d","e"],"f":{},"\u0067":{"h'":["]}",{"i":"j"}]}}"#;
        let paths: Vec<_> = (0..5).map(|leaf| exact_path(record, leaf).unwrap()).collect();
        assert_eq!(paths, ["$['a']", "$['c'][0]", "$['c'][1]", "$['g']['h\\''][0]", "$['g']['h\\''][1]['i']"]);
    }
}
