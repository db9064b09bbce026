//! The scanner against `serde_json`, every level against each other, learned against full scans.

use std::cell::RefCell;
use std::fmt::Write;

use proptest::prelude::*;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::*;

/// A leaf as anyone would list it: exact path, kind, and the text or the number as `serde_json` has it.
type Listed = (String, LeafKind, String);

/// Lists the leaves that `serde_json` sees, both values of a key that stands twice.
struct List<'a> {
    path: String,
    found: &'a RefCell<Vec<Listed>>,
}

impl List<'_> {
    fn push(self, kind: LeafKind, text: String) {
        self.found.borrow_mut().push((self.path, kind, text));
    }
}

impl<'de> DeserializeSeed<'de> for List<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for List<'_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.push(LeafKind::Null, String::new());
        Ok(())
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        self.push(LeafKind::Bool, value.to_string());
        Ok(())
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        self.push(LeafKind::Number, Value::from(value).to_string());
        Ok(())
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        self.push(LeafKind::Number, Value::from(value).to_string());
        Ok(())
    }

    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        self.push(LeafKind::Number, Value::from(value).to_string());
        Ok(())
    }

    fn visit_str<E>(self, value: &str) -> Result<(), E> {
        self.push(LeafKind::Text, value.to_string());
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<(), A::Error> {
        for index in 0.. {
            let List { path, found } = &self;
            if array.next_element_seed(List { path: format!("{path}[{index}]"), found })?.is_none() {
                break;
            }
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<(), A::Error> {
        while let Some(name) = object.next_key::<String>()? {
            let List { mut path, found } = List { path: self.path.clone(), found: self.found };
            paths::push_name(&mut path, &name);
            object.next_value_seed(List { path, found })?;
        }
        Ok(())
    }
}

fn with_serde(record: &[u8]) -> serde_json::Result<Vec<Listed>> {
    let found = RefCell::new(Vec::new());
    let mut deserializer = serde_json::Deserializer::from_slice(record);
    List { path: "$".into(), found: &found }.deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(found.into_inner())
}

/// What lies around a record in its buffer must not matter.
const SURROUNDINGS: [&[u8]; 4] = [b"\0", b"\"}],0]}1e5", b"\"\"\"\"", b"12345,:\\\\tnull"];

/// A record inside a buffer, padded with repetitions of `around`.
fn surrounded(record: &[u8], around: &[u8]) -> (Vec<u8>, usize, usize) {
    let padding: Vec<u8> = around.iter().copied().cycle().take(PADDING).collect();
    let buffer = [around, record, &padding].concat();
    (buffer, around.len(), around.len() + record.len())
}

/// A leaf's path without indexes, its kind and raw bytes.
type Raw = (String, LeafKind, Vec<u8>, usize);

/// Scans a record in all surroundings and returns what every one gave.
fn scan(scanner: &mut FieldScanner, record: &[u8]) -> Result<Vec<Raw>, Malformed> {
    let mut results: Vec<_> = SURROUNDINGS.iter().map(|around| scan_in(scanner, record, around)).collect();
    results.dedup();
    assert_eq!(results.len(), 1, "what lies around matters to {:?}", String::from_utf8_lossy(record));
    results.remove(0)
}

fn scan_in(scanner: &mut FieldScanner, record: &[u8], around: &[u8]) -> Result<Vec<Raw>, Malformed> {
    let (buffer, start, end) = surrounded(record, around);
    let mut leaves = vec![Leaf { path: PathId(0), kind: LeafKind::Null, start: 7, end: 8 }];
    let result = scanner.scan(&buffer, start, end, &mut leaves);
    assert_eq!(leaves[0].start, 7);
    assert!(result.is_ok() || leaves.len() == 1);
    result?;
    let raw = |leaf: &Leaf| {
        let bytes = record[leaf.start as usize..leaf.end as usize].to_vec();
        (scanner.path(leaf.path).normalized(), leaf.kind, bytes, leaf.start as usize)
    };
    Ok(leaves[1..].iter().map(raw).collect())
}

/// The leaves as [`with_serde`] lists them.
fn listed(record: &[u8], leaves: &[Raw]) -> Vec<Listed> {
    let padded = [record, &[b' '; PADDING]].concat();
    let mut exact = ExactPaths::new(&padded, 0, record.len()).expect("just padded");
    let list = |(path, kind, raw, start): &Raw| {
        let exact = exact.of(*start).expect("scanned before").to_owned();
        assert_eq!(&without_indexes(&exact), path);
        let text = match kind {
            LeafKind::Text | LeafKind::Bool => String::from_utf8(raw.clone()).unwrap(),
            LeafKind::EscapedText => {
                let mut text = Vec::new();
                unescape(raw, &mut text);
                String::from_utf8(text).unwrap()
            }
            LeafKind::Number => serde_json::from_slice::<Value>(raw).unwrap().to_string(),
            LeafKind::Null => String::new(),
        };
        let kind = if *kind == LeafKind::EscapedText { LeafKind::Text } else { *kind };
        (exact, kind, text)
    };
    leaves.iter().map(list).collect()
}

/// An exact path with `[*]` for each index: `[` and digits outside quoted names.
fn without_indexes(path: &str) -> String {
    let (mut out, mut quoted, mut escaped) = (String::new(), false, false);
    for c in path.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '\'' => quoted = !quoted,
            '0'..='9' if !quoted => {
                if out.ends_with('[') {
                    out.push('*');
                }
                continue;
            }
            _ => {}
        }
        out.push(c);
    }
    out
}

/// Containers inside each other, of a record that is JSON.
fn depth(record: &[u8]) -> usize {
    let (mut depth, mut deepest, mut quoted, mut escaped) = (0, 0, false, false);
    for byte in record {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => quoted = !quoted,
            b'{' | b'[' if !quoted => depth += 1,
            b'}' | b']' if !quoted => depth -= 1,
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// Compares a scan of `record` with `serde_json` in everything.
fn compare(scanner: &mut FieldScanner, record: &[u8]) -> Result<Vec<Raw>, Malformed> {
    let shown = String::from_utf8_lossy(record);
    let found = scan(scanner, record);
    // What serde_json only skips it does not convert: it accepts any number and lone surrogates, as we do, and any depth.
    let skipped = serde_json::from_slice::<IgnoredAny>(record);
    if skipped.is_ok() && depth(record) > 127 {
        assert_eq!(found.as_ref().unwrap_err().kind, MalformedKind::TooDeep, "{shown}");
    } else {
        assert_eq!(found.is_ok(), skipped.is_ok(), "{found:?} {skipped:?} {shown}");
    }
    match (with_serde(record), &found) {
        (Ok(expected), Ok(leaves)) => assert_eq!(listed(record, leaves), expected, "{shown}"),
        (Ok(_), Err(fault)) => panic!("{fault} {shown}"),
        (Err(error), Ok(_)) => {
            let error = error.to_string();
            let documented = ["number out of range", "surrogate", "unexpected end of hex escape"];
            assert!(documented.iter().any(|part| error.contains(part)), "{error} {shown}");
        }
        (Err(_), Err(_)) => {}
    }
    found
}

/// A fresh scanner of every level, and the same without learning.
fn scanners() -> Vec<FieldScanner> {
    let levels = Level::available().into_iter();
    levels.flat_map(|level| [FieldScanner::new(level), FieldScanner::without_learning(level)]).collect()
}

/// Compares a sequence of records on all scanners with `serde_json`, often enough that all is learned, and each with a
/// scanner that has seen nothing.
fn compare_all(records: &[&[u8]]) {
    for scanner in &mut scanners() {
        for round in 0..4 {
            for record in records {
                let scanned = if round == 0 { compare(scanner, record) } else { scan(scanner, record) };
                assert_eq!(scanned, scan(&mut FieldScanner::new(Level::Portable), record));
            }
        }
    }
}

#[rustfmt::skip]
const GOOD: &[&str] = &[
    "{}", "[]", "0", "-0", "1", "-1", "\"\"", "\"a\"", "true", "false", "null", " null ", "\t\n\r [ ] \r\n\t", "[1]",
    "[1,2]", "[[]]", "[{}]", "[[],[]]", "[[],{},[],\"x\"]", "[[1],[2,[3]],4]", "{\"\":0}", "{\"a\":{}}", "{\"a\":[]}",
    "{\"a\":1,\"a\":2}", "{\"a\":{\"b\":1},\"a\":{\"b\":2}}", "{\"a\":\"b\",\"c\":[\"d\",\"e\"],\"f\":{\"g\":null}}",
    "[0.0,-0.0,1.5,10.25,1e5,1E5,1e+5,1e-5,1.5e10,-1.5E-10,0e0,0E+1,123456789012345678901234567890,1e-400]",
    "[18446744073709551615,18446744073709551616,-9223372036854775808,-9223372036854775809]",
    "[true,false,null,\"true\"]", "[ 1 , 2 ]", "{ \"a\" : 1 , \"b\" : [ ] }",
    "{\n  \"a\": [\n    1,\n    2\n  ]\n}\n", r#""\"\\\/\b\f\n\r\t\u0000\u00e5\ud83d\ude00""#,
    r#"{"\u0061":1,"a":2,"\"":3,"\\":4,"'":5}"#, r#"["\\\\\\","\\\"",""]"#, "[\"\u{7f}\",\"å\",\"😀\",\"\u{2028}\"]",
    "{\"å\":{\"😀\":1}}", "[\"aa\\u0000aa\"]", "[\"\",\"\",\"\"]",
    "[\"123456789012345678901234567890123456789012345678901234567890123\"]",
    "[\"1234567890123456789012345678901234567890123456789012345678901234567890\\n1234567890\"]",
    "{\"a long key of more than thirty-two bytes, which is not compared in one step\":1}",
    "{\"a\":{\"long\":{\"way\":{\"down\":{\"to\":{\"the\":{\"first\":{\"value\":{\"of\":{\"all\":[[[[[\"x\"]]]]]}}}}}}}}}}",
    "{\"a\":\"https:\\/\\/example.com\\/\"}",
];

#[rustfmt::skip]
const BAD: &[&str] = &[
    "", " ", "\n", "[", "]", "{", "}", "\"", "[1", "[1,", "[,1]", "[1,]", "[1,,2]", "[1 2]", "[\"a\" \"b\"]", "[1}",
    "{\"a\":1]", "{,}", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{\"a\" 1}", "{\"a\",1}", "{a:1}", "{'a':1}", "{1:1}",
    "{\"a\":1 \"b\":2}", "{null:1}", "{\"a\":1}}", "[]]", "[][]", "1 2", "nullx", "null null", "{} {}", "\"a\"b",
    "[]\0", "\u{feff}[]", "[]\u{a0}", "\u{b}[]", "tru", "trux", "fals", "nul", "nan", "NaN", "Infinity", "-Infinity",
    "True", "[truefalse]", "[nulll]", "+1", ".5", "5.", "-", "-a", "01", "-01", "00", "1e", "1e+", "1E-", "1.e5",
    "1.5.5", "1e5.5", "--1", "1-", "0x10", "1_000", "[1.]", "[-]", "[01]", "[1.5e]", "[0.e1]", "[2.e+3]", "[0e+-1]",
    "[1+2]", "[1ea]", "[9.e]", "{\"a\":01}", "{\"a\":1.}", "\"a", "\"\\\"", "\"\\", "[\"a", "\"\\x\"", "\"\\u\"",
    "\"\\u12\"", "\"\\u123\"", "\"\\u123g\"", "\"\\U0041\"", "\"\\'\"", "\"\\0\"", "\"\\\n\"", "\"\n\"", "\"\t\"",
    "\"\0\"", "\"\u{1f}\"", "{\"\n\":1}", "{\"\\x\":1}", "{\"a\n", "{\"a\":\"\u{1}\"}", "å", "[å]", "{å:1}", "//x\n1",
    "/* */1", "[1]//x", "{\"a\":1,\"b\"", "{\"a\":1,\"b\":", "{\"a\":1,", "{\"a\":1", "{\"a\":\"x",
    "[{\"a\":[1,{\"b\":[2]}]}", "[\"\\ud800", "\"\\ud800\\u\"", "*",
];

#[test]
fn good_records_are_read_as_serde_json_reads_them() {
    for record in GOOD {
        assert!(serde_json::from_str::<Value>(record).is_ok(), "{record}");
        compare_all(&[record.as_bytes()]);
    }
    compare_all(&GOOD.iter().map(|record| record.as_bytes()).collect::<Vec<_>>());
}

#[test]
fn bad_records_are_refused_as_serde_json_refuses_them() {
    for record in BAD {
        assert!(serde_json::from_str::<Value>(record).is_err(), "{record}");
        compare_all(&[record.as_bytes()]);
    }
}

#[test]
fn every_record_cut_short_is_refused_even_when_learned() {
    for record in GOOD {
        for mut scanner in scanners() {
            for _ in 0..4 {
                compare(&mut scanner, record.as_bytes()).unwrap();
            }
            let whole = [record.as_bytes(), &[b' '; PADDING]].concat();
            for end in (0..record.len()).filter(|&end| record.is_char_boundary(end)) {
                let cut = compare(&mut scanner, &record.as_bytes()[..end]);
                // That the rest stands behind the end is no help.
                let mut leaves = Vec::new();
                let in_place = scanner.scan(&whole, 0, end, &mut leaves);
                assert_eq!(in_place.map(|_| leaves.len()), cut.map(|leaves| leaves.len()));
            }
        }
    }
}

/// Learns `record`, then changes each of its bytes to each of `bytes`.
fn change_every_byte(scanner: &mut FieldScanner, record: &[u8], bytes: impl Fn(u8) -> Vec<u8>) {
    let known = (0..4).map(|_| scan(scanner, record)).last().expect("four");
    assert!(known.is_ok());
    for at in 0..record.len() {
        for byte in bytes(record[at]) {
            let mut changed = record.to_vec();
            changed[at] = byte;
            if std::str::from_utf8(&changed).is_ok() {
                let found = compare(scanner, &changed);
                assert!(found != known || byte == record[at] || record[at] == b' ');
            }
            assert_eq!(scan(scanner, record), known);
        }
    }
}

#[test]
fn every_byte_of_a_learned_record_matters() {
    let record = br#"{"_id":"r-17","n":-12.5e3,"m":40771,"t":[true,null,"a\u00e5\n"],"o":{"k":"v"},"z":0}"#;
    for mut scanner in scanners() {
        change_every_byte(&mut scanner, record, |_| (0..0x80).chain([0xc3]).collect());
    }
}

#[test]
fn every_byte_matters_whatever_the_length_of_what_is_compared() {
    for mut scanner in scanners() {
        for length in (1..70).filter(|length| length % 32 < 3 || 25 < length % 32) {
            let key = &"k".repeat(length);
            let deep = length.min(60);
            let records = [
                format!("{{\"{key}\":\"v\",\"{key}{key}\":1}}"),
                format!("{}\"v\"{}", "[".repeat(deep), "]".repeat(deep)),
                format!("[1{}]", " ".repeat(length)),
            ];
            for record in records {
                change_every_byte(&mut scanner, record.as_bytes(), |byte| vec![byte ^ 1, b'}', b'"', b'\n']);
            }
        }
    }
}

#[test]
fn depth_is_limited_as_serde_json_limits_it() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("[{\"b\":", "}]")] {
        for depth in [126, 127, 128, 129, 100_000] {
            let levels = depth / open.matches(['[', '{']).count();
            let record = format!("{}1{}", open.repeat(levels), close.repeat(levels));
            compare_all(&[record.as_bytes()]);
            let empty = format!("{}[]{}", open.repeat(levels), close.repeat(levels));
            compare_all(&[empty.as_bytes()]);
        }
    }
}

#[test]
fn what_is_accepted_beyond_serde_json() {
    let records: [&[u8]; 5] =
        [b"1e999", b"[-1e999]", br#""\ud800""#, br#""\udc00\ud800""#, br#"{"\ud800":"\ud800\u0041"}"#];
    for record in records {
        assert!(serde_json::from_slice::<Value>(record).is_err());
        for mut scanner in scanners() {
            assert!(scan(&mut scanner, record).is_ok());
        }
    }
    let leaves = scan(&mut FieldScanner::new(Level::detect()), records[4]).unwrap();
    assert_eq!(leaves[0].0, "$['\u{fffd}']");
}

#[test]
fn faults_have_kind_and_place() {
    use MalformedKind::*;
    let cases: [(&str, usize, MalformedKind); 18] = [
        ("", 0, Truncated),
        ("[1,", 3, Truncated),
        ("\"abc", 4, Truncated),
        ("\"abc\\", 5, Truncated),
        ("\"abc\\u00", 8, Truncated),
        ("{\"a\"", 4, Truncated),
        ("tru", 3, Truncated),
        ("-", 1, Truncated),
        ("[1 2]", 3, UnexpectedByte),
        ("[trux]", 4, UnexpectedByte),
        ("{\"a\":1,}", 7, UnexpectedByte),
        ("[01]", 2, BadNumber),
        ("[1.x]", 3, BadNumber),
        ("[\"a\\x\"]", 4, BadEscape),
        ("[\"a\\u00g0\"]", 7, BadEscape),
        ("[\"a\nb\"]", 3, ControlCharacter),
        ("[] x", 3, TrailingBytes),
        ("1 2", 2, TrailingBytes),
    ];
    for (record, at, kind) in cases {
        for mut scanner in scanners() {
            assert_eq!(scan(&mut scanner, record.as_bytes()), Err(Malformed { at, kind }), "{record}");
        }
    }
}

/// The third or fourth time, as a rule; later where two hashes are in each other's way.
#[test]
fn a_repeated_shape_becomes_a_template() {
    let record = |id: &str, text: &str, number: &str| {
        format!(r#"{{"_index":"a","_id":"{id}","_source":{{"text":"{text}","n":{number},"tags":["x","y"]}}}}"#)
            .into_bytes()
    };
    for level in Level::available() {
        let mut scanner = FieldScanner::new(level);
        let mut template = |record: &[u8]| {
            let (buffer, start, end) = surrounded(record, b"\n");
            let mut leaves = Vec::new();
            scanner.scan(&buffer, start, end, &mut leaves).unwrap().template
        };
        let plain = record("1", "hello", "41");
        let first = (0..100).find_map(|_| template(&plain));
        assert_eq!(first, Some(TemplateId(0)));
        // Values of any length and kind stay on it.
        let long = "x".repeat(300);
        for (id, text, number) in [
            ("", "", "0"),
            (&long[..], "a", "-1.5e3"),
            ("12", &long[..], "null"),
            ("3", r"a\nb\u00e5c", "true"),
            ("4", r#"\"\\"#, "\"seven\""),
            ("5", "åäö", "123456789012345678901234567890123456789012345678901234567890"),
        ] {
            assert_eq!(template(&record(id, text, number)), first);
        }
        // Another shape is another template, and neither is lost.
        let other = br#"{"_index":"b","_id":"1","_source":{"n":1}}"#;
        assert_eq!((0..100).find_map(|_| template(other)), Some(TemplateId(1)));
        assert_eq!(template(&plain), first);
        assert_eq!(template(other), Some(TemplateId(1)));
    }
}

#[test]
fn a_template_has_always_the_same_paths() {
    let mut seen = std::collections::HashMap::new();
    let mut scanner = FieldScanner::new(Level::detect());
    for i in 0..20_000u32 {
        let names = ["a", "b", "c", "d"];
        let members: Vec<_> =
            (0..i % 7).map(|k| format!("\"{}\":{}", names[(i / 7 + k * k) as usize % 4], i)).collect();
        let record = format!(
            "{{\"x\":[{}],{}\"y\":\"\"}}",
            "1,".repeat(i as usize % 5) + "1",
            members.join(",") + if members.is_empty() { "" } else { "," }
        );
        let (buffer, start, end) = surrounded(record.as_bytes(), b" ");
        let mut leaves = Vec::new();
        if let Some(template) = scanner.scan(&buffer, start, end, &mut leaves).unwrap().template {
            let paths: Vec<_> = leaves.iter().map(|leaf| leaf.path).collect();
            let known = seen.entry((scanner.generation(), template)).or_insert_with(|| paths.clone());
            assert_eq!(*known, paths);
        }
    }
    assert!(seen.len() > 50);
}

#[test]
fn forgetting_changes_the_generation_and_nothing_else() {
    let mut scanner = FieldScanner::new(Level::detect());
    for i in 0..30_000 {
        let record = format!("{{\"id\":1,\"{}\":[{{\"k\":\"v\"}}],\"z\":2}}", i % 20_000);
        let leaves = scan_in(&mut scanner, record.as_bytes(), b" ").unwrap();
        assert_eq!(leaves.len(), 3);
        assert_eq!(leaves[1].0, format!("$['{}'][*]['k']", i % 20_000));
    }
    assert!(scanner.generation() > 5);
    assert!(scanner.generation() < 30);
}

#[test]
fn a_record_with_more_paths_than_are_kept_is_read() {
    let members: Vec<_> = (0..20_000).map(|i| format!("\"key {i}\":{{\"a\":{i}}}")).collect();
    let record = format!("{{{}}}", members.join(","));
    let mut scanner = FieldScanner::new(Level::detect());
    for generation in 0..3 {
        let leaves = scan_in(&mut scanner, record.as_bytes(), b" ").unwrap();
        assert_eq!(leaves.len(), 20_000);
        assert_eq!(leaves[19_999].0, "$['key 19999']['a']");
        assert_eq!(scanner.generation(), generation);
    }
}

#[test]
fn a_record_without_padding_is_scanned_too() {
    let record = br#"{"a":"b","c":12}"#;
    let mut scanner = FieldScanner::new(Level::detect());
    for room in 0..=PADDING {
        let mut buffer = record.to_vec();
        buffer.resize(record.len() + room, b'"');
        let mut leaves = Vec::new();
        scanner.scan(&buffer, 0, record.len(), &mut leaves).unwrap();
        assert_eq!((leaves[0].start, leaves[0].end, leaves[1].start, leaves[1].end), (6, 7, 13, 15));
    }
}

#[test]
fn bytes_that_are_not_utf8_are_harmless() {
    for mut scanner in scanners() {
        for _ in 0..5 {
            assert_eq!(scan(&mut scanner, b"{\"\xff\":\"\xfe\"}").unwrap()[0].0, "$['\u{fffd}']");
            assert!(scan(&mut scanner, b"\xff").is_err());
        }
    }
}

#[test]
fn paths_are_seen_step_by_step() {
    let record = br#"{"_source":{"tags":["a",["b"]]}}"#;
    let (mut scanner, mut leaves) = (FieldScanner::new(Level::detect()), Vec::new());
    scanner.scan(record, 0, record.len(), &mut leaves).unwrap();
    let path = scanner.path(leaves[1].path);
    assert_eq!(path.normalized(), "$['_source']['tags'][*][*]");
    assert_eq!(path.names(), ["_source", "tags"]);
    assert_eq!(path.steps_up().find_map(Step::name), Some("tags"));
    assert_eq!(path.steps_up().nth(1), Some(Step::Element));
    assert_eq!(format!("{path:?}"), format!("Path({})", leaves[1].path.0));
}

#[test]
fn a_leaf_is_small() {
    assert_eq!(std::mem::size_of::<Leaf>(), 16);
}

/// How a value is written: white space where it may stand, and which of the spellings of each character.
#[derive(Debug, Clone)]
struct Style {
    spaces: Vec<&'static str>,
    escaped: u8,
}

struct Writer<'a> {
    style: &'a Style,
    space: usize,
    out: String,
}

impl Writer<'_> {
    fn space(&mut self) {
        self.space += 1;
        if !self.style.spaces.is_empty() {
            self.out.push_str(self.style.spaces[self.space % self.style.spaces.len()]);
        }
    }

    fn string(&mut self, text: &str) {
        self.out.push('"');
        for (i, c) in text.chars().enumerate() {
            if matches!(c, '"' | '\\' | '\0'..='\x1f') || (i as u8).wrapping_mul(31) % 100 < self.style.escaped {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    write!(self.out, "\\u{unit:04x}").unwrap();
                }
            } else {
                self.out.push(c);
            }
        }
        self.out.push('"');
    }

    fn value(&mut self, value: &Value) {
        self.space();
        match value {
            Value::String(text) => self.string(text),
            Value::Array(values) => {
                self.out.push('[');
                self.list(values.len(), |writer, i| writer.value(&values[i]));
                self.out.push(']');
            }
            Value::Object(members) => {
                let members: Vec<_> = members.iter().collect();
                self.out.push('{');
                self.list(members.len(), |writer, i| {
                    writer.space();
                    writer.string(members[i].0);
                    writer.space();
                    writer.out.push(':');
                    writer.value(members[i].1);
                });
                self.out.push('}');
            }
            _ => self.out.push_str(&value.to_string()),
        }
        self.space();
    }

    fn list(&mut self, length: usize, one: impl Fn(&mut Self, usize)) {
        self.space();
        for i in 0..length {
            if i > 0 {
                self.out.push(',');
            }
            one(self, i);
        }
    }
}

fn json() -> impl Strategy<Value = Value> {
    let key = prop_oneof!["[a-d]{1,2}", Just("_source".to_string()), ".{0,8}"];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-1000i64..1000).prop_map(Value::from),
        (-1e6f64..1e6).prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        "[ -~]{0,100}".prop_map(Value::from),
        "[a-z]{0,200}".prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 40, 8, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((key.clone(), inner), 0..8)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

fn style() -> impl Strategy<Value = Style> {
    let space = prop::sample::select(vec!["", " ", "\n", "\r\n\t", "          "]);
    (prop::collection::vec(space, 0..4), prop::sample::select(vec![0, 0, 10, 100]))
        .prop_map(|(spaces, escaped)| Style { spaces, escaped })
}

fn written() -> impl Strategy<Value = String> {
    (json(), style()).prop_map(|(value, style)| {
        let mut writer = Writer { style: &style, space: 0, out: String::new() };
        writer.value(&value);
        writer.out
    })
}

/// Bytes that are likely to matter.
fn telling_byte() -> impl Strategy<Value = u8> {
    prop_oneof![prop::sample::select(b"{}[]:,\"\\ \n\t0123456789.-+eEtfnu/\0\x1f\x7f".to_vec()), any::<u8>()]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(miri) { 4 } else { 512 }))]

    #[test]
    fn any_value_is_read_as_serde_json_reads_it(record in written()) {
        compare_all(&[record.as_bytes()]);
    }

    /// Records share keys, so edges of one are met in another.
    #[test]
    fn sequences_of_records_learn_nothing_wrong(records in prop::collection::vec(written(), 1..8)) {
        compare_all(&records.iter().map(String::as_bytes).collect::<Vec<_>>());
    }

    #[test]
    fn mutated_records_are_accepted_and_refused_alike(
        record in written(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), telling_byte(), 0usize..3), 1..4),
    ) {
        let mut changed = record.clone().into_bytes();
        for (at, byte, how) in changes {
            let at = at.index(changed.len().max(1));
            match how {
                0 if at < changed.len() => changed[at] = byte,
                1 if at < changed.len() => drop(changed.remove(at)),
                _ => changed.insert(at.min(changed.len()), byte),
            }
        }
        if std::str::from_utf8(&changed).is_ok() {
            compare_all(&[record.as_bytes(), &changed]);
        }
    }

    #[test]
    fn arbitrary_bytes_are_harmless(bytes in prop::collection::vec(telling_byte(), 0..200)) {
        for mut scanner in scanners() {
            let first = scan(&mut scanner, &bytes);
            prop_assert_eq!(scan(&mut scanner, &bytes), first);
            let padded = [&bytes[..], &[b' '; PADDING]].concat();
            let mut paths = ExactPaths::new(&padded, 0, bytes.len()).unwrap();
            (0..bytes.len()).for_each(|at| assert!(paths.of(at).is_none_or(|path| path.starts_with('$'))));
        }
    }
}
