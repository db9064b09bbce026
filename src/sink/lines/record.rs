//! A line of `records.ndjson`.

use super::{Place, named, names_of, number, quoted};
use crate::classify::{Profiles, Rule, Verdict, flag, label};
use crate::entity::{Catalogue, EntityId, Tag};
use crate::tally::{Basis, Status};

/// The rest of a record's line. Byte strings are contents of JSON strings, already escaped and safe to show.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RecordLine<'a> {
    pub(crate) place: Place<'a>,
    /// What [`Place::head`] wrote.
    pub(crate) head: &'a [u8],
    pub(crate) container: Option<&'a [u8]>,
    pub(crate) status: Status,
    pub(crate) speech: &'static str,
    pub(crate) verdict: &'a Verdict,
    /// What `rule` and `combinations` take their names from.
    pub(crate) profiles: &'a Profiles,
    pub(crate) tenant: Option<&'a [u8]>,
    pub(crate) time: Option<&'a [u8]>,
    pub(crate) state: Option<&'a [u8]>,
    /// How the state is known.
    pub(crate) basis: Option<Basis>,
    /// Entities and how often each was found.
    pub(crate) entities: &'a [(u16, u32)],
    pub(crate) language: Option<&'static str>,
    pub(crate) damaged: bool,
}

/// Writes lines of `records.ndjson`. What depends on the verdict alone, and on what was found alone, is written once and
/// copied for as long as it stays the same: of caller records nearly always.
#[derive(Clone, Debug, Default)]
pub(crate) struct RecordLines {
    verdict: Option<(Status, &'static str, Verdict)>,
    judged: Vec<u8>,
    present: Vec<(u16, u32)>,
    read: (Option<&'static str>, bool),
    entities: Vec<u8>,
}

impl RecordLines {
    /// Appends a line.
    pub(crate) fn write(&mut self, out: &mut Vec<u8>, catalogue: &Catalogue, line: &RecordLine<'_>) {
        self.refresh(catalogue, line);
        out.extend_from_slice(line.head);
        out.extend_from_slice(b",\"source\":");
        number(out, line.place.source.into());
        quoted(out, b",\"container\":\"", line.container);
        out.extend_from_slice(b",\"offset\":");
        number(out, line.place.offset);
        out.extend_from_slice(b",\"length\":");
        number(out, line.place.length);
        out.extend_from_slice(&self.judged);
        quoted(out, b",\"tenant\":\"", line.tenant);
        quoted(out, b",\"time\":\"", line.time);
        quoted(out, b",\"state\":\"", line.state);
        named(out, b",\"state_basis\":\"", line.basis.map(Basis::name));
        out.extend_from_slice(&self.entities);
    }

    fn refresh(&mut self, catalogue: &Catalogue, line: &RecordLine<'_>) {
        let verdict = Some((line.status, line.speech, *line.verdict));
        if self.verdict != verdict {
            self.verdict = verdict;
            self.judged.clear();
            judged(&mut self.judged, line);
        }
        let read = (line.language, line.damaged);
        if self.present != line.entities || self.read != read || self.entities.is_empty() {
            self.present.clear();
            self.present.extend_from_slice(line.entities);
            self.read = read;
            self.entities.clear();
            entities(&mut self.entities, catalogue, line);
        }
    }
}

/// From `status` to `rule`.
fn judged(out: &mut Vec<u8>, line: &RecordLine<'_>) {
    let verdict = line.verdict;
    named(out, b",\"status\":\"", Some(line.status.name()));
    named(out, b",\"speech\":\"", Some(line.speech));
    out.extend_from_slice(b",\"labels\":[");
    names_of(out, label::ALL.iter().filter(|(bit, _)| verdict.labels & bit != 0).map(|(_, name)| *name));
    out.extend_from_slice(b"],\"tags\":[");
    names_of(out, Tag::ALL.iter().filter(|tag| verdict.tags & tag.bit() != 0).map(|tag| tag.name()));
    out.extend_from_slice(b"],\"flags\":[");
    names_of(out, flag::ALL.iter().filter(|(bit, _)| verdict.flags & bit != 0).map(|(_, name)| *name));
    named(out, b"],\"tier\":\"", Some(verdict.tier.name()));
    out.extend_from_slice(b",\"severity\":");
    number(out, verdict.severity.into());
    out.extend_from_slice(b",\"dpc\":");
    number(out, verdict.dpc.into());
    out.extend_from_slice(b",\"ei\":");
    number(out, verdict.ei.into());
    named(out, b",\"rule\":\"", verdict.rule.map(|rule| Rule::name(rule, line.profiles)));
    if !line.profiles.is_empty() {
        out.extend_from_slice(b",\"combinations\":[");
        names_of(out, line.profiles.held(verdict.combinations).map(|combination| combination.name.as_str()));
        out.push(b']');
    }
}

/// From `entities` to the line's end.
fn entities(out: &mut Vec<u8>, catalogue: &Catalogue, line: &RecordLine<'_>) {
    out.extend_from_slice(b",\"entities\":{");
    for (index, &(entity, count)) in line.entities.iter().enumerate() {
        out.extend_from_slice(if index == 0 { b"\"" } else { b",\"" });
        out.extend_from_slice(catalogue.get(EntityId(entity)).name.as_bytes());
        out.extend_from_slice(b"\":");
        number(out, count.into());
    }
    named(out, b"},\"language\":\"", line.language);
    out.extend_from_slice(if line.damaged { b",\"damaged\":true}\n" } else { b",\"damaged\":false}\n" });
}
