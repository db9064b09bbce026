//! `summary.json`: what a regulator asks. Every count has its denominator; docs/FINDINGS.md explains each.

use serde_json::{Map, Value, json};

use super::{Key, inputs::Sums, quiet};
use crate::classify::{ProfileInfo, Tier, flag, label};
use crate::entity::{Entity, EntityId, Tag};
use crate::scanner::Scanner;
use crate::score;
use crate::tally::{
    Basis, Counts, DIMENSIONS, Dimension, Distinct, EXACT_UP_TO, EntityTally, MOST_KEYS, Recordings, Status, Tally,
};

/// Counts by status, all four always.
pub(super) fn by_status(status: &[u64; 4]) -> Value {
    named(Status::ALL.map(Status::name).into_iter().zip(status.iter().copied()))
}

fn named<'n>(counts: impl Iterator<Item = (&'n str, u64)>) -> Value {
    Value::Object(counts.map(|(name, count)| (name.to_owned(), json!(count))).collect())
}

/// Builds the summary of what was committed, without its splits.
pub(super) fn build(tally: &Tally, scanner: &Scanner, sources: &Sums, interrupted: bool) -> Value {
    let mut total = counts(&tally.total, scanner, true);
    let mut head = Map::new();
    head.insert("schema".into(), json!(1));
    head.insert("complete".into(), json!(!interrupted));
    head.insert("records".into(), json!(tally.total.records()));
    head.append(&mut total);
    head.insert("identity".into(), identity(&tally.total));
    head.insert(
        "flags".into(),
        named(flag::ALL.iter().map(|(bit, name)| (*name, tally.flags[bit.trailing_zeros() as usize]))),
    );
    head.insert("tags".into(), named(Tag::ALL.iter().map(|tag| (tag.name(), tally.tags[*tag as usize]))));
    let findings = scanner.catalogue().iter().zip(&tally.entities).filter(|(_, tally)| tally.records > 0);
    let findings = findings.map(|((_, entity), tally)| (entity.name.clone(), findings_of(entity, tally)));
    head.insert("findings".into(), Value::Object(findings.collect()));
    head.insert("speech".into(), named(["none", "missing", "scanned", "recording"].into_iter().zip(tally.speech)));
    if tally.recordings.files > 0 {
        head.insert("recordings".into(), recordings(&tally.recordings));
    }
    let date = |date: &[u8; 10]| String::from_utf8_lossy(date).into_owned();
    head.insert(
        "dates".into(),
        json!(tally.dates.map(|(first, last)| json!({ "first": date(&first), "last": date(&last) }))),
    );
    head.insert("coverage".into(), coverage(tally, scanner, sources));
    head.insert("state_basis".into(), named(Basis::ALL.map(Basis::name).into_iter().zip(tally.bases)));
    if !scanner.profiles().is_empty() {
        head.insert("profiles".into(), profiles(&tally.total, scanner));
    }
    Value::Object(head)
}

/// The text of `summary.json`: the summary, and the counts by each value of each dimension.
///
/// The splits are written as they go and are no part of the summary's value: a hundred thousand small objects take a hundred
/// megabytes as one.
pub(super) fn render(summary: &Value, tally: &mut Tally, scanner: &Scanner, key: &Key) -> Vec<u8> {
    let mut text = serde_json::to_vec_pretty(summary).expect("a value of strings and integers");
    text.truncate(text.len() - "\n}".len());
    let Tally { dimensions, total, .. } = tally;
    for (name, dimension) in DIMENSIONS.iter().zip(dimensions) {
        text.extend_from_slice(format!(",\n  \"by_{name}\": {{\n    \"values\": {{").as_bytes());
        split(&mut text, dimension, total, scanner, key);
    }
    text.extend_from_slice(b"\n}\n");
    text
}

/// Counts of some records. Of a split's thousands of values, `zeros` are left out.
fn counts(counts: &Counts, scanner: &Scanner, zeros: bool) -> Map<String, Value> {
    let wanted = |(_, count): &(&str, u64)| zeros || *count > 0;
    let status = Status::ALL.map(Status::name).into_iter().zip(counts.status);
    let labels = label::ALL.iter().map(|(_, name)| *name).zip(counts.labels);
    let tiers = Tier::ALL.map(Tier::name).into_iter().zip(counts.tiers);
    let mut entities = counts.entities.clone();
    entities.sort_unstable();
    let entities = entities.iter().map(|&(id, records)| (scanner.catalogue().get(EntityId(id)).name.as_str(), records));
    let mut map = Map::new();
    map.insert("by_status".into(), named(status.filter(wanted)));
    map.insert("by_label".into(), named(labels.filter(wanted)));
    map.insert("by_tier".into(), named(tiers.filter(wanted)));
    map.insert("by_entity".into(), named(entities));
    map.insert("contact_only".into(), json!(counts.contact_only));
    if !scanner.profiles().is_empty() {
        let rules = scanner.profiles().combinations().iter().map(|rule| rule.name.as_str());
        let held = rules.zip(counts.combinations.iter().copied().chain(std::iter::repeat(0)));
        map.insert("by_combination".into(), named(held.filter(wanted)));
    }
    map
}

/// What the chosen profiles say of themselves, and what each combination is: for counsel, with the counts beside it.
fn profiles(total: &Counts, scanner: &Scanner) -> Value {
    let of = |id: &str| {
        let prefix = format!("{id}/");
        let rules = scanner.profiles().combinations().iter().enumerate();
        let rules = rules.filter(|(_, rule)| rule.name.starts_with(&prefix)).map(|(index, rule)| {
            let records = total.combinations.get(index).copied().unwrap_or_default();
            (rule.name.clone(), json!({ "records": records, "title": rule.title, "law": rule.law }))
        });
        Value::Object(rules.collect())
    };
    let profile = |info: &ProfileInfo| {
        json!({
            "id": info.id, "title": info.title, "as_of": info.as_of, "source": info.source, "caveats": info.caveats,
            "combinations": of(&info.id), "note": "facts about data; what follows from them in law, counsel decides",
        })
    };
    Value::Array(scanner.profiles().infos().iter().map(profile).collect())
}

/// Contact data alone, told apart from identifiers, since the law does.
fn identity(total: &Counts) -> Value {
    json!({ "records": total.labels[0], "contact_only": total.contact_only, "with_identifiers": total.labels[0] - total.contact_only })
}

fn findings_of(entity: &Entity, tally: &EntityTally) -> Value {
    let distinct = tally.distinct.as_ref().map(|distinct| {
        let (count, exact) = distinct.count();
        json!({ "count": count, "exact": exact, "standard_error_percent": if exact { 0.0 } else { 1.6 } })
    });
    json!({
        "group": entity.group.name(),
        "records": tally.records,
        "findings": tally.bands.iter().sum::<u64>(),
        "bands": named(score::BANDS.into_iter().zip(tally.bands)),
        "negated": tally.negated,
        "derived": tally.derived,
        "placeholder": tally.placeholder,
        "distinct": distinct,
    })
}

/// Sound files: nobody listened to them.
fn recordings(of: &Recordings) -> Value {
    let (count, exact) = of.phones.as_ref().map_or((0, true), Distinct::count);
    json!({
        "files": of.files,
        "not_listened_to": of.not_listened_to,
        "bytes": of.bytes,
        "seconds": of.milliseconds / 1000,
        "hours": of.milliseconds / 3_600_000,
        "without_duration": of.without_duration,
        "names_with_phone": of.with_phone,
        "distinct_phones": { "count": count, "exact": exact, "standard_error_percent": if exact { 0.0 } else { 1.6 } },
    })
}

/// What was looked at, with what.
fn coverage(tally: &Tally, scanner: &Scanner, sources: &Sums) -> Value {
    let bytes = &tally.bytes;
    let (terms, sequences) = scanner.dictionary_size();
    json!({
        "sources": sources.sources,
        "sources_unreadable": sources.unreadable,
        "sources_changed": sources.changed,
        "source_bytes": sources.bytes,
        "packed_bytes": sources.packed_bytes,
        "record_bytes": bytes.records,
        "framing_bytes": bytes.framing,
        "gap_bytes": bytes.gaps,
        "text_bytes": bytes.text,
        "dictionary_terms": terms,
        "dictionary_sequences": sequences,
        "languages": scanner.language_codes(),
        "exact_distinct_up_to": EXACT_UP_TO,
    })
}

/// Counts by each value of a dimension, a line a value, and of what is left: records without the value, or beyond the keys
/// that are kept.
fn split(text: &mut Vec<u8>, dimension: &mut Dimension, total: &Counts, scanner: &Scanner, key: &Key) {
    let keys = dimension.sorted();
    let kept: u64 = keys.iter().map(|(_, counts)| counts.records()).sum();
    for (index, (name, of)) in keys.into_iter().enumerate() {
        let name = String::from_utf8_lossy(name);
        let mut value = Map::new();
        value.insert("records".into(), json!(of.records()));
        value.append(&mut counts(of, scanner, false));
        text.extend_from_slice(if index == 0 { b"\n      \"" } else { b",\n      \"" });
        // Contents of a JSON string already, as the records show them.
        text.extend_from_slice(quiet(scanner, key, &name).as_bytes());
        text.extend_from_slice(b"\": ");
        serde_json::to_writer(&mut *text, &Value::Object(value)).expect("strings and integers into memory");
    }
    let rest = total.records() - kept;
    let end = format!("\n    }},\n    \"other_records\": {rest},\n    \"most_values\": {MOST_KEYS}\n  }}");
    text.extend_from_slice(end.as_bytes());
}
