//! The answers: one line a record, in the form of the labelled evaluation sets, with the field of each span.

use super::entity::{Entity, Group};
use super::json::{Escapes, push_number, push_string};
use super::speech::Mark;

/// Collects what is sensitive in one record.
#[derive(Debug, Default)]
pub(super) struct Gold {
    /// Off when nobody asked for gold: then nothing is kept.
    pub on: bool,
    line: u64,
    id: Option<String>,
    index: Option<&'static str>,
    groups: u8,
    speech_groups: u8,
    spans: Vec<u8>,
}

impl Gold {
    /// Forgets the record before; lines are counted from 0.
    pub(super) fn begin(&mut self, line: u64, on: bool) {
        self.on = on;
        self.line = line;
        self.index = None;
        self.id = None;
        self.groups = 0;
        self.speech_groups = 0;
        self.spans.clear();
    }

    /// The record's own id and its index, where it has them.
    pub(super) fn set_record(&mut self, id: &str, index: &'static str) {
        if self.on {
            self.id = Some(id.to_owned());
            self.index = Some(index);
        }
    }

    /// Something sensitive was said, not only written in a structured field.
    pub(super) const fn spoke(&mut self, entity: Entity) {
        self.speech_groups |= entity.group() as u8;
    }

    /// Adds a span of the decoded `text` of a field.
    pub(super) fn note(&mut self, field: &str, text: &str, mark: Mark, in_key: bool) {
        if !self.on {
            return;
        }
        self.groups |= mark.entity.group() as u8;
        let out = &mut self.spans;
        out.extend_from_slice(if out.is_empty() { b"{\"field\":" } else { b",{\"field\":" });
        push_string(out, field, Escapes::default());
        if in_key {
            out.extend_from_slice(b",\"part\":\"key\"");
        }
        out.extend_from_slice(b",\"start\":");
        push_number(out, u64::from(mark.start));
        out.extend_from_slice(b",\"end\":");
        push_number(out, u64::from(mark.end));
        out.extend_from_slice(b",\"type\":\"");
        out.extend_from_slice(mark.entity.name().as_bytes());
        out.extend_from_slice(b"\",\"value\":");
        let value = text.get(mark.start as usize..mark.end as usize).unwrap_or_default();
        push_string(out, value, Escapes::default());
        let form: &[u8] = if mark.spoken { b",\"form\":\"spoken\"}" } else { b",\"form\":\"written\"}" };
        out.extend_from_slice(form);
    }

    /// Appends the gold line.
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"{\"id\":");
        push_optional(out, self.id.as_deref());
        out.extend_from_slice(b",\"line\":");
        push_number(out, self.line);
        out.extend_from_slice(b",\"source\":\"generated\",\"lang\":\"en\",\"index\":");
        push_optional(out, self.index);
        out.extend_from_slice(b",\"labels\":");
        push_labels(out, self.groups);
        out.extend_from_slice(b",\"text_labels\":");
        push_labels(out, self.speech_groups);
        out.extend_from_slice(b",\"spans\":[");
        out.extend_from_slice(&self.spans);
        out.extend_from_slice(b"]}\n");
    }
}

fn push_optional(out: &mut Vec<u8>, text: Option<&str>) {
    match text {
        Some(text) => push_string(out, text, Escapes::default()),
        None => out.extend_from_slice(b"null"),
    }
}

fn push_labels(out: &mut Vec<u8>, groups: u8) {
    let separators = std::iter::once(&b"[\""[..]).chain(std::iter::repeat(&b"\",\""[..]));
    let names = Group::ALL.iter().filter(|(group, _)| groups & *group as u8 != 0);
    let mut any = false;
    for (separator, (_, name)) in separators.zip(names) {
        out.extend_from_slice(separator);
        out.extend_from_slice(name.as_bytes());
        any = true;
    }
    out.extend_from_slice(if any { b"\"]" } else { b"[]" });
}
