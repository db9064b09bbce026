//! A line of `findings.ndjson`.

use super::{escape, named, names_of, number, quoted};
use crate::classify::Profiles;
use crate::detect::Evidence;
use crate::entity::{Catalogue, Entity, EntityId, Tag, traits};
use crate::scanner::Finding;
use crate::sensitive::Sensitive;
use crate::sink::key::{Fingerprint, Key};
use crate::{band, span::Span};

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

/// A finding with what its line needs beside it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FindingLine<'a> {
    /// What [`Place::head`](super::Place::head) wrote of the finding's record.
    pub(crate) head: &'a [u8],
    /// The field's path, already escaped and safe to show.
    pub(crate) field: &'a [u8],
    /// How many findings of the same entity stand before it in the record.
    pub(crate) occurrence: u32,
    /// Bytes of the field's decoded text.
    pub(crate) span: Span,
    /// First byte and the one behind the last in the source, where they stand there.
    pub(crate) source: Option<(u64, u64)>,
    pub(crate) finding: &'a Finding,
    pub(crate) entity: &'a Entity,
    pub(crate) value: &'a str,
    /// What the fingerprint is made of.
    pub(crate) canonical: &'a [u8],
    pub(crate) also: &'a [EntityId],
    /// What they call the entity.
    pub(crate) profiles: &'a Profiles,
    /// Whose words they are, where the record has more to say than the field.
    pub(crate) heard: Option<HeardLine<'a>>,
}

/// Where in a recording a finding was heard, and from whom.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct HeardLine<'a> {
    /// The path of the field that it ends in, if it began in another; escaped and safe to show.
    pub(crate) end_field: Option<&'a [u8]>,
    /// Escaped and safe to show.
    pub(crate) speaker: Option<&'a [u8]>,
    pub(crate) channel: Option<u32>,
    pub(crate) start_ms: Option<u64>,
    pub(crate) end_ms: Option<u64>,
}

/// Writes lines of `findings.ndjson`. What does not depend on the value is written once for each entity and copied for as
/// long as it stays the same: what a field is, it is in every record.
#[derive(Clone, Debug, Default)]
pub(crate) struct FindingLines {
    parts: Vec<Parts>,
    shape: String,
}

/// The parts of an entity's last line that say how it was found.
#[derive(Clone, Debug, Default)]
struct Parts {
    found: Option<Found>,
    /// From `entity` to `form`.
    before: Vec<u8>,
    /// From `detector` to `also_possible`.
    after: Vec<u8>,
}

/// All that [`Parts`] are made of, besides the entity.
#[derive(Clone, Debug)]
struct Found {
    confidence: u8,
    form: &'static str,
    detector: &'static str,
    evidence: Evidence,
    negated: bool,
    placeholder: bool,
    derived: bool,
    also: Vec<EntityId>,
}

impl Found {
    fn of(line: &FindingLine<'_>) -> Self {
        let &Finding { confidence, detector, evidence, negated, placeholder, derived, .. } = line.finding;
        let (form, also) = (line.finding.form.name(), line.also.to_vec());
        Self { confidence, form, detector, evidence, negated, placeholder, derived, also }
    }

    fn is(&self, line: &FindingLine<'_>) -> bool {
        let finding = line.finding;
        self.confidence == finding.confidence
            && std::ptr::eq(self.form, finding.form.name())
            && std::ptr::eq(self.detector, finding.detector)
            && self.evidence == finding.evidence
            && (self.negated, self.placeholder, self.derived) == (finding.negated, finding.placeholder, finding.derived)
            && self.also == line.also
    }
}

impl FindingLines {
    /// Appends a line.
    pub(crate) fn write(
        &mut self,
        out: &mut Vec<u8>,
        catalogue: &Catalogue,
        key: &Key,
        reveal: Reveal,
        line: &FindingLine<'_>,
    ) {
        self.parts.resize_with(catalogue.len(), Parts::default);
        let parts = &mut self.parts[usize::from(line.finding.entity.0)];
        if !parts.found.as_ref().is_some_and(|found| found.is(line)) {
            parts.write(catalogue, line);
        }
        out.extend_from_slice(line.head);
        quoted(out, b",\"field\":\"", Some(line.field));
        out.extend_from_slice(b",\"occurrence\":");
        number(out, line.occurrence.into());
        out.extend_from_slice(b",\"start\":");
        number(out, line.span.start.into());
        out.extend_from_slice(b",\"end\":");
        number(out, line.span.end.into());
        out.extend_from_slice(&parts.before);
        masked(out, &mut self.shape, line);
        let secret = line.entity.has(traits::SECRET);
        let fingerprint = (!secret).then(|| key.fingerprint(&line.entity.name, line.canonical));
        named(out, b",\"fingerprint\":\"", fingerprint.as_ref().map(Fingerprint::as_str));
        out.extend_from_slice(&parts.after);
        if let Some(heard) = &line.heard {
            heard.write(out);
        }
        if let Some((start, end)) = line.source {
            out.extend_from_slice(b",\"source_start\":");
            number(out, start);
            out.extend_from_slice(b",\"source_end\":");
            number(out, end);
        }
        if is_revealed(line.entity, reveal) {
            out.extend_from_slice(b",\"value\":\"");
            escape(out, line.value);
            out.push(b'"');
        }
        out.extend_from_slice(b"}\n");
    }
}

impl HeardLine<'_> {
    /// What is known; nothing for the rest.
    fn write(&self, out: &mut Vec<u8>) {
        if self.end_field.is_some() {
            quoted(out, b",\"end_field\":\"", self.end_field);
        }
        if self.speaker.is_some() {
            quoted(out, b",\"speaker\":\"", self.speaker);
        }
        for (name, value) in [
            (",\"channel\":", self.channel.map(u64::from)),
            (",\"start_ms\":", self.start_ms),
            (",\"end_ms\":", self.end_ms),
        ] {
            if let Some(value) = value {
                out.extend_from_slice(name.as_bytes());
                number(out, value);
            }
        }
    }
}

impl Parts {
    fn write(&mut self, catalogue: &Catalogue, line: &FindingLine<'_>) {
        let finding = line.finding;
        self.found = Some(Found::of(line));
        let out = &mut self.before;
        out.clear();
        named(out, b",\"entity\":\"", Some(&line.entity.name));
        named(out, b",\"group\":\"", Some(line.entity.group.name()));
        out.extend_from_slice(b",\"confidence\":");
        number(out, finding.confidence.into());
        named(out, b",\"band\":\"", Some(band(finding.confidence)));
        named(out, b",\"form\":\"", Some(finding.form.name()));
        out.extend_from_slice(b",\"masked\":");
        let out = &mut self.after;
        out.clear();
        named(out, b",\"detector\":\"", Some(finding.detector));
        out.extend_from_slice(b",\"evidence\":[");
        names_of(out, finding.evidence.iter());
        for (before, value) in [
            ("],\"negated\":", finding.negated),
            (",\"derived\":", finding.derived),
            (",\"placeholder\":", finding.placeholder),
        ] {
            out.extend_from_slice(before.as_bytes());
            out.extend_from_slice(if value { b"true" } else { b"false" });
        }
        out.extend_from_slice(b",\"also_possible\":[");
        for (index, &other) in line.also.iter().enumerate() {
            out.extend_from_slice(if index == 0 { b"" } else { b"," });
            named(out, b"\"", Some(&catalogue.get(other).name));
        }
        out.push(b']');
        if !line.profiles.is_empty() {
            out.extend_from_slice(b",\"legal\":[");
            names_of(out, line.profiles.legal(finding.entity).iter().map(String::as_str));
            out.push(b']');
        }
    }
}

/// What is shown of a value: a term's class and tags, a number's shape, nothing of a secret or of a short value. `shape` is
/// memory.
fn masked(out: &mut Vec<u8>, shape: &mut String, line: &FindingLine<'_>) {
    // Of a number in words the digits are masked: its words' last letters would say more than two digits.
    let said = line.finding.is_spoken().then(|| std::str::from_utf8(line.canonical).ok()).flatten();
    let value = said.unwrap_or(line.value);
    let short = Sensitive::new(value).is_short();
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
        shape.clear();
        Sensitive::new(value).mask(2, shape);
        escape(out, shape);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scanner::Scanner;
    use crate::sink::lines::Place;

    /// Texts whose findings are of the same entities, found in other ways.
    const TEXTS: [&str; 5] = [
        "my card number is 4111 1111 1111 1111, call me at 212-555-0142",
        "my doctor says it's diabetes, call me on 212-555-0143 or 212-555-0144",
        "it isn't diabetes; the invoice is 4111 1111 1111 1112",
        "I am Anna Larsen, my social is 536-90-4399 and I was born on March 3rd 1984",
        "call me at 212-555-0142, my card number is 4111 1111 1111 1111",
    ];

    fn line(lines: &mut FindingLines, scanner: &Scanner, text: &str, number: usize, finding: &Finding) -> String {
        let mut head = Vec::new();
        Place { source: 1, offset: 17, length: 9, record: Some(b"r-1") }.head(&mut head);
        let value = &text[finding.span.start as usize..finding.span.end as usize];
        let line = FindingLine {
            head: &head,
            field: b"$",
            occurrence: number as u32,
            span: finding.span,
            source: (number == 1).then_some((17, 26)),
            finding,
            entity: scanner.catalogue().get(finding.entity),
            value,
            canonical: value.as_bytes(),
            also: if number == 1 { &[EntityId(0)] } else { &[] },
            heard: None,
            profiles: scanner.profiles(),
        };
        let mut out = Vec::new();
        lines.write(&mut out, scanner.catalogue(), &Key::new([7; 32]), Reveal::Values, &line);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_line_does_not_depend_on_those_before() {
        let scanner = Scanner::builder().build().unwrap();
        let mut kept = FindingLines::default();
        let mut entities = std::collections::BTreeMap::<_, usize>::new();
        for text in TEXTS {
            for (number, finding) in scanner.scan(text).findings().iter().enumerate() {
                let alone = line(&mut FindingLines::default(), &scanner, text, number, finding);
                assert_eq!(line(&mut kept, &scanner, text, number, finding), alone);
                assert!(serde_json::from_str::<serde_json::Value>(&alone).is_ok(), "{alone}");
                *entities.entry(finding.entity.0).or_default() += 1;
            }
        }
        assert!(entities.values().filter(|count| **count > 1).count() > 1, "too little found: {entities:?}");
    }
}
