//! The JSON field scanner against `serde_json`: what is accepted, and every leaf with its path, kind and text.
//!
//! An input is a dump: each of its lines is a record. So templates are learned from one line and tried on the next.
#![no_main]

use std::cell::RefCell;

use earmark::Level;
use earmark::fuzzing::{Json, Leaf};
use libfuzzer_sys::fuzz_target;
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

fuzz_target!(|data: &[u8]| {
    // UTF-8 is the caller's to check, and so is this target's.
    let Ok(dump) = std::str::from_utf8(data) else { return };
    let kinds = Level::available().into_iter().flat_map(|level| [(level, true), (level, false)]);
    let mut scanners: Vec<_> = kinds.map(|(level, learning)| (level, learning, Json::new(level, learning))).collect();
    for record in dump.split('\n') {
        let expected = with_serde(record);
        let mut accepted = None;
        for (level, learning, scanner) in &mut scanners {
            let found = scanner.leaves(record);
            match (&expected, &found) {
                (Ok(expected), Some(found)) => {
                    assert_eq!(&comparable(found), expected, "{level:?} {learning} {record:?}")
                }
                (Ok(_), None) => panic!("{level:?} {learning} refuses {record:?}"),
                (Err(error), Some(_)) => {
                    assert!(is_documented(error), "{level:?} {learning} accepts {record:?}: {error}")
                }
                (Err(_), None) => {}
            }
            let first = accepted.get_or_insert_with(|| found.clone());
            assert_eq!(first, &found, "{level:?} {learning} differs from the first on {record:?}");
        }
    }
});

/// The two cases in which more is accepted (src/fields/json/mod.rs): numbers of any size, and lone surrogates.
fn is_documented(error: &serde_json::Error) -> bool {
    let error = error.to_string();
    ["number out of range", "surrogate", "unexpected end of hex escape"].iter().any(|part| error.contains(part))
}

/// Numbers as `serde_json` writes them; `null` has no text.
fn comparable(leaves: &[Leaf]) -> Vec<Leaf> {
    let text = |kind: &str, text: &str| match kind {
        "number" => {
            serde_json::from_str::<serde_json::Value>(text).map_or_else(|_| text.into(), |value| value.to_string())
        }
        "null" => String::new(),
        _ => text.to_owned(),
    };
    leaves.iter().map(|(path, kind, raw)| (path.clone(), *kind, text(kind, raw))).collect()
}

fn with_serde(record: &str) -> serde_json::Result<Vec<Leaf>> {
    let found = RefCell::new(Vec::new());
    let mut deserializer = serde_json::Deserializer::from_str(record);
    List { path: "$".into(), found: &found }.deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(found.into_inner())
}

/// Lists scalars in document order, both values of a key that stands twice, which a `Value` would lose.
struct List<'a> {
    path: String,
    found: &'a RefCell<Vec<Leaf>>,
}

impl List<'_> {
    fn push<E>(self, kind: &'static str, text: String) -> Result<(), E> {
        self.found.borrow_mut().push((self.path, kind, text));
        Ok(())
    }

    fn below(&self, step: &str) -> Self {
        List { path: format!("{}{step}", self.path), found: self.found }
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
        self.push("null", String::new())
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        self.push("bool", value.to_string())
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        self.push("number", serde_json::Value::from(value).to_string())
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        self.push("number", serde_json::Value::from(value).to_string())
    }

    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        self.push("number", serde_json::Value::from(value).to_string())
    }

    fn visit_str<E>(self, value: &str) -> Result<(), E> {
        self.push("string", value.to_owned())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<(), A::Error> {
        let mut index = 0;
        while array.next_element_seed(self.below(&format!("[{index}]")))?.is_some() {
            index += 1;
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<(), A::Error> {
        while let Some(name) = object.next_key::<String>()? {
            object.next_value_seed(self.below(&format!("['{}']", escaped(&name))))?;
        }
        Ok(())
    }
}

/// A name in a normalized path (RFC 9535, section 2.7).
fn escaped(name: &str) -> String {
    let escape = |c: char| match c {
        '\'' => "\\'".into(),
        '\\' => "\\\\".into(),
        '\u{8}' => "\\b".into(),
        '\t' => "\\t".into(),
        '\n' => "\\n".into(),
        '\u{c}' => "\\f".into(),
        '\r' => "\\r".into(),
        '\0'..='\u{1f}' => format!("\\u{:04x}", u32::from(c)),
        _ => c.to_string(),
    };
    name.chars().map(escape).collect()
}
