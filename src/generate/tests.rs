//! What is promised of generated dumps, measured on smaller ones.

#![allow(clippy::cast_precision_loss, reason = "shares of small counts")]

use super::*;
use serde_json::Value;
use std::collections::{HashMap, HashSet};

const MIB: u64 = 1 << 20;

fn dump(kind: Kind, amount: Amount, seed: u64) -> (Vec<u8>, Vec<u8>) {
    let (mut lines, mut gold) = (Vec::new(), Vec::new());
    write(&Options::new(kind, amount, seed), &mut lines, Some(&mut gold)).expect("a Vec takes everything");
    (lines, gold)
}

fn parse(lines: &[u8]) -> Vec<Value> {
    let lines = lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    lines.map(|line| serde_json::from_slice(line).expect("every line is JSON")).collect()
}

/// What a normalized path leads to, with the last step itself.
fn at<'a>(record: &'a Value, path: &'a str) -> Option<(&'a Value, &'a str)> {
    let mut found = (record, "");
    for step in path.strip_prefix('$')?.split_terminator(']') {
        let step = step.strip_prefix('[')?;
        found = match step.strip_prefix('\'').and_then(|key| key.strip_suffix('\'')) {
            Some(key) => (found.0.get(key)?, key),
            None => (found.0.get(step.parse::<usize>().ok()?)?, step),
        };
    }
    Some(found)
}

fn transcript(record: &Value) -> &str {
    record["_source"]["transcript"].as_str().expect("a transcript")
}

#[test]
fn gold_points_at_its_values() {
    for kind in Kind::ALL {
        let (lines, gold) = dump(kind, Amount::Records(1500), 3);
        let (records, golds) = (parse(&lines), parse(&gold));
        assert_eq!((records.len(), golds.len()), (1500, 1500));
        for (number, (record, gold)) in records.iter().zip(&golds).enumerate() {
            assert_eq!(gold["line"], number);
            assert_eq!(gold["id"].as_str(), record["_id"].as_str());
            gold["spans"].as_array().expect("spans").iter().for_each(|span| check_span(record, span));
        }
    }
}

fn check_span(record: &Value, span: &Value) {
    let path = span["field"].as_str().expect("a path");
    let (value, key) = at(record, path).unwrap_or_else(|| panic!("{path} in {record}"));
    let text = match value {
        _ if span["part"] == "key" => key.to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let (start, end) = (span["start"].as_u64().expect("start"), span["end"].as_u64().expect("end"));
    assert_eq!(text.get(start as usize..end as usize), span["value"].as_str(), "{span} in {record}");
    assert!(start < end, "{span}");
}

#[test]
fn spans_of_a_field_do_not_overlap() {
    let (_, gold) = dump(Kind::Voicemail, Amount::Records(2000), 8);
    for record in parse(&gold) {
        let mut ends: HashMap<String, u64> = HashMap::new();
        for span in record["spans"].as_array().expect("spans") {
            let end = ends.entry(span["field"].to_string()).or_default();
            assert!(span["start"].as_u64() >= Some(*end), "{record}");
            *end = span["end"].as_u64().expect("end");
        }
    }
}

#[test]
fn the_seed_decides_everything() {
    for kind in Kind::ALL {
        let (one, _) = dump(kind, Amount::Records(300), 11);
        let (other, _) = dump(kind, Amount::Records(300), 12);
        let mut without_gold = Vec::new();
        write(&Options::new(kind, Amount::Records(300), 11), &mut without_gold, None).expect("a Vec takes everything");
        assert!(one == without_gold, "{kind}: gold changes the dump");
        assert!(one != other, "{kind}: the seed changes nothing");
    }
}

#[test]
fn amounts_are_kept() {
    for kind in Kind::ALL {
        let (lines, _) = dump(kind, Amount::Bytes(MIB / 4), 1);
        assert!((MIB / 4..MIB / 4 + 16_384).contains(&(lines.len() as u64)), "{kind}");
    }
    assert!(dump(Kind::Mixed, Amount::Records(0), 1).0.is_empty());
}

#[test]
fn voicemail_has_the_promised_shares() {
    let (lines, gold) = dump(Kind::Voicemail, Amount::Bytes(4 * MIB), 21);
    let records = parse(&lines);
    let count = records.len() as f64;
    let escaped = lines.split(|byte| *byte == b'\n').filter(|line| line.contains(&b'\\')).count() as f64;
    let said: usize = records.iter().map(|record| transcript(record).len()).sum();
    let sensitive = parse(&gold).iter().filter(|gold| gold["text_labels"] != Value::Array(Vec::new())).count() as f64;
    let raw = records.iter().filter(|record| !transcript(record).contains(['.', '?'])).count() as f64;
    let length = lines.len() as f64 / count;
    assert!((770.0..850.0).contains(&length), "bytes a line: {length}");
    assert!(said as f64 / lines.len() as f64 > 0.55, "transcripts: {said} of {}", lines.len());
    assert!((0.125..0.155).contains(&(escaped / count)), "escaped: {}", escaped / count);
    assert!((0.18..0.23).contains(&(sensitive / count)), "sensitive: {}", sensitive / count);
    assert!((0.3..0.6).contains(&(raw / count)), "raw: {}", raw / count);
}

#[test]
fn talk_is_varied() {
    let (lines, _) = dump(Kind::Voicemail, Amount::Bytes(8 * MIB), 22);
    let records = parse(&lines);
    let (mut words, mut sentences) = (HashMap::new(), HashMap::new());
    for record in &records {
        let text = transcript(record).to_lowercase();
        for word in text.split(|c: char| !c.is_alphabetic() && c != '\'').filter(|word| !word.is_empty()) {
            *words.entry(word.to_owned()).or_insert(0_u32) += 1;
        }
        let said: HashSet<&str> = text.split(". ").flat_map(|part| part.split("? ")).collect();
        for sentence in said {
            *sentences.entry(sentence.to_owned()).or_insert(0_u32) += 1;
        }
    }
    let once = words.values().filter(|count| **count == 1).count();
    let (sentence, most) = sentences.iter().max_by_key(|(_, count)| **count).expect("sentences");
    assert!(words.len() > 13_000, "{} words", words.len());
    assert!(once * 3 > words.len() && once * 3 < words.len() * 2, "{once} words of {} heard once", words.len());
    assert!(f64::from(*most) < records.len() as f64 * 0.0015, "{most} times of {}: {sentence}", records.len());
}

#[test]
fn callers_are_small() {
    let (lines, _) = dump(Kind::Callers, Amount::Records(2000), 5);
    assert!((230..280).contains(&(lines.len() / 2000)), "{} bytes", lines.len() / 2000);
}

#[test]
fn ordinary_talk_is_unmarked_and_sensitive_talk_is_of_all_groups() {
    let (_, gold) = dump(Kind::Voicemail, Amount::Records(3000), 6);
    let mut labels = HashSet::new();
    let mut forms = HashSet::new();
    for record in parse(&gold) {
        let spans = record["spans"].as_array().expect("spans");
        let said = spans.iter().filter(|span| span["field"] == "$['_source']['transcript']");
        let labelled = record["text_labels"].as_array().expect("labels");
        assert_eq!(said.clone().count() > 0, !labelled.is_empty());
        labels.extend(labelled.iter().map(Value::to_string));
        forms.extend(said.map(|span| format!("{}/{}", span["type"], span["form"])));
    }
    assert_eq!(labels.len(), 3);
    for entity in
        ["US_SSN", "PHONE_NUMBER", "CREDIT_CARD", "DATE_OF_BIRTH", "MONEY", "BANK_ROUTING", "IBAN", "EMAIL_ADDRESS"]
    {
        for form in ["written", "spoken"] {
            assert!(forms.contains(&format!("\"{entity}\"/\"{form}\"")), "{entity} {form}");
        }
    }
}

#[test]
fn values_hide_in_urls_ids_and_keys() {
    let (_, gold) = dump(Kind::Cluster, Amount::Records(6000), 9);
    let (_, mixed) = dump(Kind::Mixed, Amount::Records(500), 9);
    let places: HashSet<String> = parse(&gold)
        .iter()
        .flat_map(|record| record["spans"].as_array().cloned().unwrap_or_default())
        .filter(|span| span["start"] != 0)
        .map(|span| format!("{} {}", span["field"], span["type"]))
        .collect();
    for place in [
        "['_source']['recording']\" \"PHONE_NUMBER\"",
        "['_source']['link']\" \"EMAIL_ADDRESS\"",
        "['_id']\" \"PHONE_NUMBER\"",
    ] {
        assert!(places.iter().any(|found| found.contains(place)), "{place}");
    }
    assert!(String::from_utf8_lossy(&mixed).contains("\"part\":\"key\""));
}

#[test]
fn telephone_numbers_are_reserved_for_fiction() {
    for kind in Kind::ALL {
        for record in parse(&dump(kind, Amount::Records(1000), 10).1) {
            for span in record["spans"].as_array().expect("spans") {
                let value = span["value"].as_str().expect("a value");
                let digits: String = value.chars().filter(char::is_ascii_digit).collect();
                match span["type"].as_str() {
                    Some("PHONE_NUMBER") if span["form"] == "written" => {
                        let american = digits.len() >= 10 && digits[digits.len() - 7..].starts_with("55501");
                        let abroad = digits.starts_with("07700900") || digits.contains("7017406");
                        assert!(american || abroad, "{value}");
                    }
                    Some("EMAIL_ADDRESS") => assert!(value.contains("example"), "{value}"),
                    _ => {}
                }
            }
        }
    }
}

#[test]
fn a_cluster_has_ten_collections_tied_to_its_customers() {
    let options = Options::new(Kind::Cluster, Amount::Records(4000), 13);
    let records = parse(&dump(options.kind, options.amount, options.seed).0);
    let parts = collections(&options);
    let mut separate = Vec::new();
    for (name, part) in &parts {
        let mut lines = Vec::new();
        let written = write(part, &mut lines, None).expect("a Vec takes everything");
        assert_eq!(Amount::Records(written.records), part.amount);
        let part = parse(&lines);
        assert!(part.iter().all(|record| record["_index"] == *name));
        separate.extend(part);
    }
    assert_eq!(separate.len(), 4000);
    for records in [records, separate] {
        let indexes: HashSet<String> = records.iter().map(|record| record["_index"].to_string()).collect();
        assert_eq!(indexes.len(), 10);
        let customers: HashSet<u64> =
            records.iter().filter(|record| record["_index"] == "people-production").filter_map(account).collect();
        assert!(customers.len() > 50);
        assert!(records.iter().all(|record| account(record).is_some_and(|account| customers.contains(&account))));
    }
}

fn account(record: &Value) -> Option<u64> {
    record["_source"]["account_id"].as_u64()
}

#[test]
fn the_smallest_samples_hold_every_collection() {
    let records = parse(&dump(Kind::Cluster, Amount::Records(10), 1).0);
    let indexes: HashSet<String> = records.iter().map(|record| record["_index"].to_string()).collect();
    assert_eq!(indexes.len(), 10);
}

#[test]
fn mixed_records_have_many_shapes() {
    let records = parse(&dump(Kind::Mixed, Amount::Records(2000), 14).0);
    let shapes: HashSet<Vec<&String>> = records
        .iter()
        .map(|record| {
            let object = record.get("_source").unwrap_or(record).as_object().expect("an object");
            let mut keys: Vec<&String> = object.keys().collect();
            keys.sort();
            keys
        })
        .collect();
    assert!(shapes.len() >= 16, "{} shapes", shapes.len());
    let bare = records.iter().filter(|record| record.get("_source").is_none()).count();
    assert!((600..1500).contains(&bare), "{bare} without _source");
    let source = |record: &Value, key: &str| record.get("_source").unwrap_or(record)[key].clone();
    assert!(records.iter().any(|record| source(record, "phone").is_u64()));
    assert!(records.iter().any(|record| source(record, "turns").is_array()));
}

#[test]
fn kinds_have_names() {
    for kind in Kind::ALL {
        assert_eq!(kind.to_string().parse(), Ok(kind));
    }
    assert_eq!("speech".parse::<Kind>(), Err(UnknownKind));
}

#[test]
fn a_full_disk_is_told() {
    struct Full;
    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let error = write(&Options::new(Kind::Callers, Amount::Records(1), 1), &mut Full, None).expect_err("no room");
    assert_eq!(error.kind(), io::ErrorKind::StorageFull);
}
