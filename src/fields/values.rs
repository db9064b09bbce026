//! Fields by name, whatever they were read from: what a path says, and the leaves of a JSON value that is at hand.

use serde_json::Value;

use super::turns::Voice;
use super::{Meta, Naming, RawPlace, Reader, RecordMeta, SHORTEST_NUMBER, Use, describe};
use crate::normalize::blank_barriers;
use crate::span::Span;
use crate::utterance::{BatchBuilder, Day, Role, Segment};

/// A path with a member more.
pub(super) fn member_path(path: &str, name: &str) -> String {
    let mut out = path.to_owned();
    super::json::push_name(&mut out, name);
    out
}

/// A path with an element more.
pub(super) fn element_path(path: &str, index: usize) -> String {
    format!("{path}[{index}]")
}

impl Reader {
    /// Adds a value of the field at `path`, an exact path. `role` wins over what its name says, not over the user.
    pub(super) fn read_named(
        &mut self,
        path: &str,
        role: Option<Role>,
        text: &str,
        meta: &mut RecordMeta,
        batch: &mut BatchBuilder,
    ) {
        self.read_placed(self.place_of(path), path, role, text, meta, batch);
    }

    /// The same of a value that stands at `place`.
    pub(super) fn read_placed(
        &mut self,
        place: RawPlace,
        path: &str,
        role: Option<Role>,
        text: &str,
        meta: &mut RecordMeta,
        batch: &mut BatchBuilder,
    ) {
        let known = self.use_of_name(path, role);
        self.note_own(meta, known.meta, text.as_bytes());
        self.ascii = false;
        self.read_value(known, place, text.as_bytes(), meta, batch);
    }

    /// The same for text that a program made of the speech.
    pub(super) fn read_derived(&mut self, path: &str, text: &str, batch: &mut BatchBuilder) {
        let known = self.use_of_name(path, Some(Role::Derived));
        self.ascii = false;
        if !text.trim().is_empty() {
            let place = self.place_of(path);
            self.voices.push(Voice::of_field(self.places.len() as u32, place, path.to_owned(), 0));
            self.push(Role::Derived, known, place, text.as_bytes(), batch);
        }
    }

    /// A value by its field's role, else by its content. Short numbers in fields of no kind say nothing.
    pub(super) fn read_value(
        &mut self,
        known: Use,
        place: RawPlace,
        text: &[u8],
        meta: &mut RecordMeta,
        batch: &mut BatchBuilder,
    ) {
        let number = known.role.is_none() && text.len() < SHORTEST_NUMBER && text.iter().all(u8::is_ascii_digit);
        if !number {
            self.read_string(known, place, text, meta, batch);
        }
    }

    /// Ends a record whose own values were [noted](Self::note_own).
    pub(super) fn end_named(&mut self, meta: &RecordMeta, batch: &mut BatchBuilder) {
        if let Some(day) = meta.time.and_then(|span| Day::of(span.of(&self.names))) {
            batch.set_day(day);
        }
        batch.end_utterance();
    }

    /// Keeps a value that is the record's own, as the contents of a JSON string.
    pub(super) fn note_own(&mut self, meta: &mut RecordMeta, what: Meta, text: &[u8]) {
        if what == Meta::None || text.is_empty() {
            return;
        }
        let start = self.names.len() as u32;
        for &byte in text {
            match byte {
                b'"' | b'\\' => self.names.extend_from_slice(&[b'\\', byte]),
                0..0x20 | 0x7f => self.names.push(b' '),
                _ => self.names.push(byte),
            }
        }
        super::note(meta, what, Span::new(start, self.names.len() as u32));
    }

    /// What is to be done with the field at an exact path.
    pub(super) fn use_of_name(&mut self, path: &str, role: Option<Role>) -> Use {
        let wildcard = super::options::wildcards(path);
        if let Some(&known) = self.by_name.get(&wildcard) {
            return Use { role: role.or(known.role), ..known };
        }
        let names = names_of(&wildcard);
        let naming = describe(&self.options, names.iter().rev().map(String::as_str), &wildcard);
        let known = self.learn(wildcard.clone(), naming);
        self.by_name.insert(wildcard, known);
        Use { role: role.or(known.role), ..known }
    }

    /// Remembers a field.
    fn learn(&mut self, path: String, naming: Naming) -> Use {
        let Naming { role, meta, hint } = naming;
        let field = self.fields.len() as u32;
        self.fields.push(super::Field { indexed: false, shown: std::cell::OnceCell::new(), path });
        Use { field, hint: hint.map_or(Segment::NO_HINT, |id| id.0), role, meta }
    }

    /// Reads all leaves below `value` but those of `skipped` paths.
    pub(super) fn read_leaves(
        &mut self,
        value: &Value,
        path: &str,
        skipped: &dyn Fn(&str) -> Skip,
        meta: &mut RecordMeta,
        batch: &mut BatchBuilder,
    ) {
        match skipped(path) {
            Skip::All => return,
            Skip::Derived => return self.read_derived_leaves(value, path, batch),
            Skip::Nothing => {}
        }
        match value {
            Value::Object(members) => {
                for (name, value) in members {
                    self.read_leaves(value, &member_path(path, name), skipped, meta, batch);
                }
            }
            Value::Array(elements) => {
                for (index, value) in elements.iter().enumerate() {
                    self.read_leaves(value, &element_path(path, index), skipped, meta, batch);
                }
            }
            Value::String(text) => {
                let mut text = text.clone().into_bytes();
                blank_barriers(&mut text);
                self.read_named(path, None, &String::from_utf8_lossy(&text), meta, batch);
            }
            Value::Number(number) => {
                let known = self.use_of_name(path, None);
                let text = number.to_string();
                self.note_own(meta, known.meta, text.as_bytes());
                // As it was written, if it is digits alone.
                let digits = text.bytes().all(|byte| byte.is_ascii_digit());
                let place = if digits { self.place_of(path) } else { RawPlace::Unknown };
                self.read_number(known, place, text.as_bytes(), batch);
            }
            Value::Bool(_) | Value::Null => {}
        }
    }

    fn read_derived_leaves(&mut self, value: &Value, path: &str, batch: &mut BatchBuilder) {
        match value {
            Value::Object(members) => {
                members
                    .iter()
                    .for_each(|(name, value)| self.read_derived_leaves(value, &member_path(path, name), batch));
            }
            Value::Array(elements) => {
                let each = |(index, value)| self.read_derived_leaves(value, &element_path(path, index), batch);
                elements.iter().enumerate().for_each(each);
            }
            Value::String(text) => self.read_derived(path, text, batch),
            _ => {}
        }
    }
}

/// What is to be done with the fields below a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Skip {
    Nothing,
    /// They were read already, or repeat what was.
    All,
    /// A program wrote them.
    Derived,
}

/// The member names of a normalized path, decoded.
fn names_of(path: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = path;
    while let Some(at) = rest.find("['") {
        let inner = &rest[at + 2..];
        let mut name = String::new();
        let mut chars = inner.char_indices();
        let mut end = inner.len();
        while let Some((at, c)) = chars.next() {
            match c {
                '\\' => name.extend(chars.next().map(|(_, c)| c)),
                '\'' => {
                    end = at;
                    break;
                }
                _ => name.push(c),
            }
        }
        names.push(name);
        rest = &inner[end..];
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_out_of_paths() {
        assert_eq!(names_of("$['a'][*]['it\\'s']['b']"), ["a", "it's", "b"]);
    }
}
