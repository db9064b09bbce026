//! Lines of a dump that say something of its records and are none: mappings, settings, aliases, templates, as elasticdump writes
//! them for every `--type` but `data`.

use super::structure::{member, skip_white};

/// What stands under an index's name in such a line.
const KINDS: [&[u8]; 9] = [
    b"mappings",
    b"settings",
    b"aliases",
    b"index_patterns",
    b"template",
    b"index_template",
    b"component_template",
    b"policy",
    b"warmers",
];

/// Whether a line is one object with one name in it, under which an index is described; or a JSON string that holds such an object.
pub(crate) fn is_metadata(line: &[u8]) -> bool {
    let line = line.trim_ascii();
    if let Some(inner) = line.strip_prefix(b"\"{\\\"").and_then(|inner| inner.strip_suffix(b"\"")) {
        let unescaped: Vec<u8> = [b"{\"", inner].concat().into_iter().filter(|byte| *byte != b'\\').collect();
        return describes(&unescaped);
    }
    describes(line)
}

fn describes(line: &[u8]) -> bool {
    if line.first() != Some(&b'{') {
        return false;
    }
    let Ok(index) = member(line, skip_white(line, 1)) else { return false };
    if line[index.value] != b'{' {
        return false;
    }
    let inner = member(line, skip_white(line, index.value + 1));
    inner.is_ok_and(|inner| KINDS.contains(&inner.key) && matches!(line[inner.value], b'{' | b'['))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn descriptions_of_an_index_are_told_from_records() {
        for line in [
            r#"{"calls":{"mappings":{"properties":{"text":{"type":"text"}}}}}"#,
            r#"{"calls":{"settings":{"index":{"analysis":{}}}}}"#,
            r#"{ "calls" : { "aliases" : {} } }"#,
            r#""{\"calls\":{\"aliases\":{}}}""#,
        ] {
            assert!(is_metadata(line.as_bytes()), "{line}");
        }
        for line in [
            r#"{"settings":"a"}"#,
            r#"{"call":{"text":"hi","settings":{}}}"#,
            r#"{"a":{"mappings":"none"}}"#,
            r#""text""#,
            "{",
        ] {
            assert!(!is_metadata(line.as_bytes()), "{line}");
        }
    }
}
