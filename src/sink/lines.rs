//! One line of `records.ndjson`, `findings.ndjson` or `unreadable.ndjson`. docs/FINDINGS.md explains every field.
//!
//! Written by hand and not through serde: these lines are up to twice the size of what is read, and their fixed parts are
//! copied as they stand. A test parses them all again with serde_json.

use super::key::Key;
use crate::classify::{Verdict, flag, label};
use crate::entity::{Catalogue, Entity, EntityId, Tag, traits};
use crate::framing::FaultKind;
use crate::scanner::Finding;
use crate::sensitive::Sensitive;
use crate::tally::Status;
use crate::{band, span::Span};

/// Where a record lies, and what names it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'a> {
    pub(crate) source: u32,
    /// In the source's decoded bytes.
    pub(crate) offset: u64,
    pub(crate) length: u64,
    /// Contents of a JSON string, already escaped and safe to show; `None` where the record has no id.
    pub(crate) record: Option<&'a [u8]>,
}

/// The rest of a record's line. Byte strings are contents of JSON strings, already escaped and safe to show.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RecordLine<'a> {
    pub(crate) place: Place<'a>,
    pub(crate) container: Option<&'a [u8]>,
    pub(crate) status: Status,
    pub(crate) speech: &'static str,
    pub(crate) verdict: &'a Verdict,
    pub(crate) tenant: Option<&'a [u8]>,
    pub(crate) time: Option<&'a [u8]>,
    pub(crate) state: Option<&'a [u8]>,
    /// Entities and how often each was found.
    pub(crate) entities: &'a [(u16, u32)],
    pub(crate) language: Option<&'static str>,
    pub(crate) damaged: bool,
}

/// What of a value findings show beside its mask.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reveal {
    /// Nothing.
    #[default]
    Nothing,
    /// Terms of dictionaries.
    Terms,
    /// Names of people, and terms.
    Names,
    /// Everything but secrets.
    Values,
}

fn number(out: &mut Vec<u8>, value: u64) {
    out.extend_from_slice(itoa::Buffer::new().format(value).as_bytes());
}

fn locator(out: &mut Vec<u8>, place: &Place<'_>) {
    out.extend_from_slice(b"{\"schema\":1,\"locator\":\"");
    number(out, place.source.into());
    out.push(b':');
    number(out, place.offset);
    out.extend_from_slice(b":0\",\"record\":");
    string_or_null(out, place.record);
}

fn string_or_null(out: &mut Vec<u8>, escaped: Option<&[u8]>) {
    match escaped {
        Some(text) => {
            out.push(b'"');
            out.extend_from_slice(text);
            out.push(b'"');
        }
        None => out.extend_from_slice(b"null"),
    }
}

fn named(out: &mut Vec<u8>, before: &str, name: Option<&str>) {
    out.extend_from_slice(before.as_bytes());
    string_or_null(out, name.map(str::as_bytes));
}

/// `"a","b"` of the names whose bits are set.
fn names_of(out: &mut Vec<u8>, names: impl Iterator<Item = &'static str>) {
    let start = out.len();
    for name in names {
        if out.len() > start {
            out.push(b',');
        }
        string_or_null(out, Some(name.as_bytes()));
    }
}

/// Appends `text` as the contents of a JSON string.
pub(crate) fn escape(out: &mut Vec<u8>, text: &str) {
    for byte in text.bytes() {
        match byte {
            b'"' | b'\\' => out.extend_from_slice(&[b'\\', byte]),
            0..0x20 => {
                const HEX: &[u8; 16] = b"0123456789abcdef";
                out.extend_from_slice(b"\\u00");
                out.extend_from_slice(&[HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]]);
            }
            _ => out.push(byte),
        }
    }
}

/// Writes lines of `records.ndjson`. What depends on the verdict alone, and on the entities alone, is written once and copied
/// for as long as it stays the same: of caller records nearly always.
#[derive(Clone, Debug, Default)]
pub(crate) struct RecordLines {
    verdict: Option<(Status, &'static str, Verdict)>,
    judged: Vec<u8>,
    present: Vec<(u16, u32)>,
    entities: Vec<u8>,
}

impl RecordLines {
    /// Appends a line.
    pub(crate) fn write(&mut self, out: &mut Vec<u8>, catalogue: &Catalogue, line: &RecordLine<'_>) {
        self.refresh(catalogue, line);
        locator(out, &line.place);
        out.extend_from_slice(b",\"source\":");
        number(out, line.place.source.into());
        out.extend_from_slice(b",\"container\":");
        string_or_null(out, line.container);
        out.extend_from_slice(b",\"offset\":");
        number(out, line.place.offset);
        out.extend_from_slice(b",\"length\":");
        number(out, line.place.length);
        out.extend_from_slice(&self.judged);
        for (before, text) in [(",\"tenant\":", line.tenant), (",\"time\":", line.time), (",\"state\":", line.state)] {
            out.extend_from_slice(before.as_bytes());
            string_or_null(out, text);
        }
        out.extend_from_slice(&self.entities);
        named(out, "},\"language\":", line.language);
        out.extend_from_slice(if line.damaged { b",\"damaged\":true}\n" } else { b",\"damaged\":false}\n" });
    }

    fn refresh(&mut self, catalogue: &Catalogue, line: &RecordLine<'_>) {
        let verdict = Some((line.status, line.speech, *line.verdict));
        if self.verdict != verdict {
            self.verdict = verdict;
            self.judged.clear();
            judged(&mut self.judged, line);
        }
        if self.present != line.entities || self.entities.is_empty() {
            self.present = line.entities.to_vec();
            self.entities.clear();
            entities(&mut self.entities, catalogue, line.entities);
        }
    }
}

/// From `status` to `rule`.
fn judged(out: &mut Vec<u8>, line: &RecordLine<'_>) {
    let verdict = line.verdict;
    named(out, ",\"status\":", Some(line.status.name()));
    named(out, ",\"speech\":", Some(line.speech));
    out.extend_from_slice(b",\"labels\":[");
    names_of(out, label::ALL.iter().filter(|(bit, _)| verdict.labels & bit != 0).map(|(_, name)| *name));
    out.extend_from_slice(b"],\"tags\":[");
    names_of(out, Tag::ALL.iter().filter(|tag| verdict.tags & tag.bit() != 0).map(|tag| tag.name()));
    out.extend_from_slice(b"],\"flags\":[");
    names_of(out, flag::ALL.iter().filter(|(bit, _)| verdict.flags & bit != 0).map(|(_, name)| *name));
    named(out, "],\"tier\":", Some(verdict.tier.name()));
    out.extend_from_slice(b",\"severity\":");
    number(out, verdict.severity.into());
    out.extend_from_slice(b",\"dpc\":");
    number(out, verdict.dpc.into());
    out.extend_from_slice(b",\"ei\":");
    number(out, verdict.ei.into());
    named(out, ",\"rule\":", verdict.rule);
}

fn entities(out: &mut Vec<u8>, catalogue: &Catalogue, present: &[(u16, u32)]) {
    out.extend_from_slice(b",\"entities\":{");
    for (index, &(entity, count)) in present.iter().enumerate() {
        out.extend_from_slice(if index == 0 { b"\"" } else { b",\"" });
        out.extend_from_slice(catalogue.get(EntityId(entity)).name.as_bytes());
        out.extend_from_slice(b"\":");
        number(out, count.into());
    }
}

/// A finding with what its line needs beside it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FindingLine<'a> {
    pub(crate) place: Place<'a>,
    /// The field's path, already escaped and safe to show.
    pub(crate) field: &'a [u8],
    /// How many findings of the same entity stand before it in the record.
    pub(crate) occurrence: u32,
    /// Bytes of the field's decoded text.
    pub(crate) span: Span,
    pub(crate) finding: &'a Finding,
    pub(crate) entity: &'a Entity,
    pub(crate) value: &'a str,
    /// What the fingerprint is made of.
    pub(crate) canonical: &'a [u8],
    pub(crate) also: &'a [EntityId],
}

/// Appends a line of `findings.ndjson`.
pub(crate) fn finding(out: &mut Vec<u8>, catalogue: &Catalogue, key: &Key, reveal: Reveal, line: &FindingLine<'_>) {
    let finding = line.finding;
    locator(out, &line.place);
    out.extend_from_slice(b",\"field\":");
    string_or_null(out, Some(line.field));
    for (before, value) in
        [(",\"occurrence\":", line.occurrence), (",\"start\":", line.span.start), (",\"end\":", line.span.end)]
    {
        out.extend_from_slice(before.as_bytes());
        number(out, value.into());
    }
    named(out, ",\"entity\":", Some(&line.entity.name));
    named(out, ",\"group\":", Some(line.entity.group.name()));
    out.extend_from_slice(b",\"confidence\":");
    number(out, finding.confidence.into());
    named(out, ",\"band\":", Some(band(finding.confidence)));
    named(out, ",\"form\":", Some(finding.form.name()));
    out.extend_from_slice(b",\"masked\":");
    masked(out, line);
    let secret = line.entity.has(traits::SECRET);
    let fingerprint = (!secret).then(|| key.fingerprint(&line.entity.name, line.canonical));
    named(out, ",\"fingerprint\":", fingerprint.as_ref().map(super::key::Fingerprint::as_str));
    named(out, ",\"detector\":", Some(finding.detector));
    out.extend_from_slice(b",\"evidence\":[");
    names_of(out, finding.evidence.iter());
    for (before, value) in
        [("],\"negated\":", finding.negated), (",\"derived\":", false), (",\"placeholder\":", finding.placeholder)]
    {
        out.extend_from_slice(before.as_bytes());
        out.extend_from_slice(if value { b"true" } else { b"false" });
    }
    out.extend_from_slice(b",\"also_possible\":[");
    for (index, &other) in line.also.iter().enumerate() {
        named(out, if index == 0 { "" } else { "," }, Some(&catalogue.get(other).name));
    }
    out.push(b']');
    if is_revealed(line.entity, reveal) {
        out.extend_from_slice(b",\"value\":\"");
        escape(out, line.value);
        out.push(b'"');
    }
    out.extend_from_slice(b"}\n");
}

/// What is shown of a value: a term's class and tags, a number's shape, nothing of a secret or of a short value.
fn masked(out: &mut Vec<u8>, line: &FindingLine<'_>) {
    let short = Sensitive::new(line.value).is_short();
    let term = line.entity.has(traits::TERM);
    if line.entity.has(traits::SECRET) || short && !term {
        return out.extend_from_slice(b"null");
    }
    out.push(b'"');
    if term {
        out.extend_from_slice(line.entity.name.as_bytes());
        for tag in Tag::ALL.iter().filter(|tag| line.finding.tags & tag.bit() != 0) {
            out.push(b':');
            out.extend_from_slice(tag.name().as_bytes());
        }
    } else {
        let mut shape = String::with_capacity(line.value.len());
        Sensitive::new(line.value).mask(2, &mut shape);
        escape(out, &shape);
    }
    out.push(b'"');
}

fn is_revealed(entity: &Entity, reveal: Reveal) -> bool {
    let term = entity.has(traits::TERM);
    match reveal {
        Reveal::Nothing => false,
        Reveal::Terms => term,
        Reveal::Names => term || entity.name == "PERSON",
        Reveal::Values => !entity.has(traits::SECRET),
    }
}

/// Appends a line of `unreadable.ndjson`: where and why, never what.
pub(crate) fn unreadable(out: &mut Vec<u8>, place: &Place<'_>, reason: FaultKind, scanned: bool) {
    locator(out, place);
    out.extend_from_slice(b",\"length\":");
    number(out, place.length);
    named(out, ",\"reason\":", Some(reason.name()));
    out.extend_from_slice(if scanned { b",\"scanned\":true}\n" } else { b",\"scanned\":false}\n" });
}
