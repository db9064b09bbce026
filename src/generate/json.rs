//! Writes JSON lines straight into the output, telling gold of every value on the way.

use super::entity::Entity;
use super::gold::Gold;
use super::short::Short;
use super::speech::{Mark, Speech};

/// How strings are escaped beyond what JSON demands.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Escapes {
    /// Everything but ASCII as `\uXXXX`, as many exporters do.
    pub ascii: bool,
    /// A slash as `\/`, as PHP does.
    pub slash: bool,
}

/// One line of a dump in the making.
pub(super) struct Line<'a> {
    out: &'a mut Vec<u8>,
    gold: &'a mut Gold,
    /// The normalized path (RFC 9535) of the innermost open object or array.
    path: String,
    /// In an array: the next element's index, for each open container; `None` for objects.
    indices: Vec<Option<u32>>,
    comma: bool,
    pub escapes: Escapes,
}

/// What a field is, when gold asks.
#[derive(Clone, Copy)]
enum Part {
    Value,
    Key,
}

impl<'a> Line<'a> {
    /// Begins a line, which is one object.
    pub(super) fn new(out: &'a mut Vec<u8>, gold: &'a mut Gold) -> Self {
        out.push(b'{');
        Self { out, gold, path: String::from("$"), indices: vec![None], comma: false, escapes: Escapes::default() }
    }

    /// Begins a search hit as elasticdump writes it, up to the first field of `_source`.
    pub(super) fn hit(out: &'a mut Vec<u8>, gold: &'a mut Gold, index: &'static str, id: &str) -> Self {
        gold.set_record(id, index);
        let mut line = Self::new(out, gold);
        line.text("_index", index);
        line.text("_type", "_doc");
        line.text("_id", id);
        line.number("_score", 1);
        line.object("_source");
        line
    }

    /// Closes what is open, and the line.
    pub(super) fn finish(mut self) {
        while !self.indices.is_empty() {
            self.close();
        }
        self.out.push(b'\n');
    }

    fn before(&mut self) {
        if self.comma {
            self.out.push(b',');
        }
        self.comma = true;
    }

    /// The key, or inside an array nothing but the comma.
    fn key(&mut self, key: &str) {
        self.before();
        if let Some(Some(index)) = self.indices.last_mut() {
            *index += 1;
            return;
        }
        self.out.push(b'"');
        self.out.extend_from_slice(key.as_bytes());
        self.out.extend_from_slice(b"\":");
    }

    /// Appends the path step of `key`, or of the array element last begun.
    fn push_step(&mut self, key: &str) {
        let index = self.indices.last().copied().flatten();
        push_step(&mut self.path, key, index);
    }

    /// Opens an object, named by `key` unless in an array.
    pub(super) fn object(&mut self, key: &str) {
        self.open(key, b'{', None);
    }

    /// Opens an array, named by `key` unless in an array.
    pub(super) fn array(&mut self, key: &str) {
        self.open(key, b'[', Some(0));
    }

    fn open(&mut self, key: &str, bracket: u8, index: Option<u32>) {
        self.key(key);
        self.push_step(key);
        self.out.push(bracket);
        self.indices.push(index);
        self.comma = false;
    }

    /// Closes the innermost object or array.
    pub(super) fn close(&mut self) {
        let array = self.indices.pop().flatten().is_some();
        self.out.push(if array { b']' } else { b'}' });
        self.path.truncate(self.path.rfind('[').unwrap_or(1));
        self.comma = true;
    }

    pub(super) fn text(&mut self, key: &str, value: &str) {
        self.key(key);
        push_string(self.out, value, self.escapes);
    }

    pub(super) fn number(&mut self, key: &str, value: u64) {
        self.key(key);
        push_number(self.out, value);
    }

    /// A literal: `null`, `true`, a number with a fraction.
    pub(super) fn literal(&mut self, key: &str, value: &str) {
        self.key(key);
        self.out.extend_from_slice(value.as_bytes());
    }

    /// A string that is an entity as a whole.
    pub(super) fn marked(&mut self, key: &str, value: &str, entity: Entity) {
        self.text(key, value);
        self.whole(key, value, entity);
    }

    /// A JSON number that is an entity as a whole.
    pub(super) fn marked_number(&mut self, key: &str, value: u64, entity: Entity) {
        self.number(key, value);
        if self.gold.on {
            self.whole(key, &value.to_string(), entity);
        }
    }

    fn whole(&mut self, key: &str, value: &str, entity: Entity) {
        self.note(key, value, Mark { entity, start: 0, end: value.len() as u32, spoken: false }, Part::Value);
    }

    /// A string that has an entity in it, from `start` on, `value` long.
    pub(super) fn text_with(&mut self, key: &str, text: &str, start: usize, value: &str, entity: Entity) {
        self.text(key, text);
        self.also(key, text, start, value, entity);
    }

    /// One more entity in the string written last.
    pub(super) fn also(&mut self, key: &str, text: &str, start: usize, value: &str, entity: Entity) {
        let mark = Mark { entity, start: start as u32, end: (start + value.len()) as u32, spoken: false };
        self.note(key, text, mark, Part::Value);
    }

    /// A string whose key is itself an entity.
    pub(super) fn text_under(&mut self, key: &str, key_entity: Entity, value: &str, entity: Entity) {
        self.marked(key, value, entity);
        let mark = Mark { entity: key_entity, start: 0, end: key.len() as u32, spoken: false };
        self.note(key, key, mark, Part::Key);
    }

    /// Notes gold in the record's `_id`, which is written before `_source` is open.
    pub(super) fn mark_id(&mut self, id: &str, start: usize, value: &str, entity: Entity) {
        let mark = Mark { entity, start: start as u32, end: (start + value.len()) as u32, spoken: false };
        self.gold.note("$['_id']", id, mark, false);
    }

    /// What somebody said, with what is sensitive in it.
    pub(super) fn speech(&mut self, key: &str, speech: &Speech) {
        self.text(key, &speech.text);
        for mark in &speech.marks {
            self.gold.spoke(mark.entity);
            self.note(key, &speech.text, *mark, Part::Value);
        }
    }

    fn note(&mut self, key: &str, text: &str, mark: Mark, part: Part) {
        if self.gold.on {
            let end = self.path.len();
            self.push_step(key);
            self.gold.note(&self.path, text, mark, matches!(part, Part::Key));
            self.path.truncate(end);
        }
    }
}

/// Appends one step of a normalized path. Keys made here hold neither quotes nor brackets.
fn push_step(path: &mut String, key: &str, index: Option<u32>) {
    if let Some(next) = index {
        let mut digits = Short::new();
        digits.push_number(next.saturating_sub(1), 1);
        path.push('[');
        path.push_str(digits.as_str());
    } else {
        path.push_str("['");
        path.push_str(key);
        path.push('\'');
    }
    path.push(']');
}

/// Appends a JSON string.
pub(super) fn push_string(out: &mut Vec<u8>, text: &str, escapes: Escapes) {
    out.push(b'"');
    let bytes = text.as_bytes();
    let mut from = 0;
    for (at, &byte) in bytes.iter().enumerate() {
        if at < from || PLAIN[usize::from(byte)] {
            continue;
        }
        let Some(length) = push_escape(out, text, from, at, escapes) else { continue };
        from = at + length;
    }
    out.extend_from_slice(&bytes[from..]);
    out.push(b'"');
}

/// Bytes that never need a second look.
const PLAIN: [bool; 256] = {
    let mut plain = [false; 256];
    let mut byte = 0x20;
    while byte < 0x80 {
        plain[byte] = !matches!(byte as u8, b'"' | b'\\' | b'/');
        byte += 1;
    }
    plain
};

/// Appends what stands before `at`, then the escape for the character there; gives its length in bytes, or `None`
/// where it may stay as it is.
fn push_escape(out: &mut Vec<u8>, text: &str, from: usize, at: usize, escapes: Escapes) -> Option<usize> {
    let c = text.get(at..)?.chars().next()?;
    let short = match c {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\n' => "\\n",
        '\t' => "\\t",
        '/' if escapes.slash => "\\/",
        '/' => return None,
        c if !c.is_ascii() && !escapes.ascii => return None,
        _ => "",
    };
    out.extend_from_slice(&text.as_bytes()[from..at]);
    out.extend_from_slice(short.as_bytes());
    if short.is_empty() {
        let mut units = [0; 2];
        c.encode_utf16(&mut units).iter().for_each(|unit| push_unit(out, *unit));
    }
    Some(c.len_utf8())
}

fn push_unit(out: &mut Vec<u8>, unit: u16) {
    out.extend_from_slice(b"\\u");
    for shift in [12, 8, 4, 0] {
        out.push(b"0123456789abcdef"[usize::from(unit >> shift & 15)]);
    }
}

/// Appends a whole number.
pub(super) fn push_number(out: &mut Vec<u8>, mut n: u64) {
    let mut digits = [0; 20];
    let mut first = digits.len();
    while first == digits.len() || n > 0 {
        first -= 1;
        digits[first] = b'0' + (n % 10) as u8;
        n /= 10;
    }
    out.extend_from_slice(&digits[first..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn string(text: &str, ascii: bool, slash: bool) -> String {
        let mut out = Vec::new();
        push_string(&mut out, text, Escapes { ascii, slash });
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn strings_are_escaped() {
        assert_eq!(string("a \"b\"\n\\", false, false), r#""a \"b\"\n\\""#);
        assert_eq!(string("café/🎉\u{1}", false, false), "\"café/🎉\\u0001\"");
        assert_eq!(string("café/🎉", true, true), r#""caf\u00e9\/\ud83c\udf89""#);
        for (ascii, slash) in [(false, false), (true, true)] {
            let read: String = serde_json::from_str(&string("ÅåÄ/\\\"🐟x\t", ascii, slash)).expect("JSON");
            assert_eq!(read, "ÅåÄ/\\\"🐟x\t");
        }
    }

    #[test]
    fn paths_follow_containers() {
        let (mut out, mut gold) = (Vec::new(), Gold::default());
        gold.begin(0, true);
        let mut line = Line::new(&mut out, &mut gold);
        line.array("people");
        line.object("");
        line.close();
        line.object("");
        line.marked("phone", "212-555-0142", Entity::Phone);
        line.finish();
        assert_eq!(String::from_utf8_lossy(&out), "{\"people\":[{},{\"phone\":\"212-555-0142\"}]}\n");
        let mut written = Vec::new();
        gold.write(&mut written);
        assert!(String::from_utf8_lossy(&written).contains("$['people'][1]['phone']"));
    }
}
