//! Whole runs: the same whatever the jobs, every byte accounted for, and every later change noticed.
#![cfg(feature = "cli")]
#![allow(clippy::disallowed_types)] // dumps and run folders are made and damaged here

mod support;

use std::fs::{self, OpenOptions};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

use earmark::{Reveal, verify};
use support::runs::{MIB, SAME, folder, run, scan};
use support::{check, dump, lines, read};

/// Many files, more than 30 MB: big, small, empty, damaged, without a last line feed.
fn corpus(place: &Path) -> (Vec<PathBuf>, Vec<Vec<u8>>) {
    let mut parts =
        vec![("a-big.json".to_owned(), dump(1, 21 * MIB, true)), ("b-two-cells.json".into(), dump(2, 5 * MIB, true))];
    parts.push(("c-empty.json".into(), Vec::new()));
    for number in 0..40 {
        let mut bytes = dump(100 + number, 1 + (number as usize * 31_337) % 250_000, number % 5 == 0);
        if number % 7 == 0 {
            while bytes.last().is_some_and(u8::is_ascii_whitespace) {
                bytes.pop();
            }
        }
        parts.push((format!("small-{number:02}.json"), bytes));
    }
    let paths = parts.iter().map(|(name, bytes)| {
        let path = place.join(name);
        fs::write(&path, bytes).unwrap();
        path
    });
    let paths = paths.collect();
    (paths, parts.into_iter().map(|(_, bytes)| bytes).collect())
}

#[test]
fn any_number_of_jobs_writes_the_same_and_accounts_for_every_byte() {
    let place = folder();
    let input = place.path().join("in");
    fs::create_dir(&input).unwrap();
    let (_, sources) = corpus(&input);
    assert!(sources.iter().map(Vec::len).sum::<usize>() >= 30_000_000);
    let out = |jobs: usize| place.path().join(format!("run-{jobs}"));
    for jobs in 1..=3 {
        let outcome = run(&[&input], &out(jobs)).jobs(jobs).reveal(Reveal::Values).execute().unwrap();
        assert!(outcome.faults > 20 && outcome.flagged() > 1_000, "{outcome:?}");
        assert_eq!(outcome.faults as usize, lines(&out(jobs), "unreadable.ndjson").len());
    }
    let values = check(&out(1), &sources, true);
    for entity in
        ["US_SSN", "CREDIT_CARD", "PHONE_NUMBER", "EMAIL_ADDRESS", "DATE_OF_BIRTH", "IBAN", "SE_PERSONNUMMER", "PERSON"]
    {
        assert!(values.get(entity).is_some_and(|values| values.len() > 100), "{entity}");
    }
    for jobs in 2..=3 {
        for file in SAME {
            assert!(read(&out(jobs), file) == read(&out(1), file), "{file} differs with {jobs} jobs");
        }
    }
    for (input, bytes) in lines(&out(1), "inputs.ndjson").iter().zip(&sources) {
        assert_eq!(input["blake3"], blake3::hash(bytes).to_hex().as_str(), "{}", input["name"]);
    }
}

#[test]
fn hidden_values_change_nothing_else() {
    let place = folder();
    let (input, shown, hidden) =
        (place.path().join("in.json"), place.path().join("shown"), place.path().join("hidden"));
    fs::write(&input, dump(3, MIB, false)).unwrap();
    run(&[&input], &shown).reveal(Reveal::Values).execute().unwrap();
    run(&[&input], &hidden).execute().unwrap();
    for file in ["records.ndjson", "unreadable.ndjson", "summary.json"] {
        assert_eq!(read(&shown, file), read(&hidden, file), "{file}");
    }
    let without = |mut line: serde_json::Value| {
        line.as_object_mut().unwrap().remove("value");
        line
    };
    let shown: Vec<_> = lines(&shown, "findings.ndjson").into_iter().map(without).collect();
    assert_eq!(shown, lines(&hidden, "findings.ndjson"));
    check(&hidden, &[fs::read(&input).unwrap()], false);
}

/// A field's name says what its value is, where the value can be that.
#[test]
fn fields_say_what_their_values_are() {
    for (record, expected) in [
        (r#"{"bic":"SWEDSESS","last4":"4399"}"#, &[("SWIFT_BIC", "SWEDSESS"), ("CARD_LAST4", "4399")][..]),
        (r#"{"ssn_last4":4399,"user_name":"annika81"}"#, &[("US_SSN_LAST4", "4399"), ("USERNAME", "annika81")]),
        (r#"{"card_expiry":"09/27"}"#, &[("CARD_EXPIRY", "09/27")]),
        (r#"{"card":"visa","social":"twitter","policy":"accepted","sin":"none","mac":"Intel"}"#, &[]),
        (r#"{"pin":"none","password":"reset","username":"unknown","bic":"pending"}"#, &[]),
    ] {
        let scanned = scan(format!("{record}\n").as_bytes());
        let expected: Vec<_> = expected.iter().map(|&(entity, value)| (entity.to_owned(), value.to_owned())).collect();
        assert_eq!(scanned.found(), expected, "{record}");
    }
}

/// A changed byte anywhere is noticed.
#[test]
fn verify_notices_every_change() {
    let place = folder();
    let (input, out) = (place.path().join("in.json"), place.path().join("run"));
    fs::write(&input, dump(10, MIB, true)).unwrap();
    run(&[&input], &out).execute().unwrap();
    for name in SAME.into_iter().chain(["inputs.ndjson"]) {
        let mut file = OpenOptions::new().read(true).write(true).open(out.join(name)).unwrap();
        let mut whole = Vec::new();
        file.read_to_end(&mut whole).unwrap();
        let at = whole.iter().position(u8::is_ascii_digit).unwrap();
        let changed = [&whole[..at], b"9", &whole[at + 1..]].concat();
        assert_ne!(changed, whole);
        file.rewind().unwrap();
        file.write_all(&changed).unwrap();
        assert!(!verify(&out).unwrap().problems.is_empty(), "{name}");
        file.rewind().unwrap();
        file.write_all(&whole).unwrap();
        assert!(verify(&out).unwrap().problems.is_empty(), "{name}");
    }
}

/// The sample of the README: all of it is read, and it has what people are to see in it.
#[test]
fn the_sample_shows_every_tier_and_status() {
    let place = folder();
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/voicemail-dump");
    let pattern = sample.join("*.json");
    let outcome = run(&[&pattern], &place.path().join("run")).execute().unwrap();
    assert_eq!(outcome.faults, 0);
    assert!(
        outcome.records.iter().sum::<u64>() >= 300 && outcome.records[1] > 5 && outcome.records[2] > 5,
        "{outcome:?}"
    );
    let summary: serde_json::Value =
        serde_json::from_slice(&fs::read(place.path().join("run/summary.json")).unwrap()).unwrap();
    for name in ["identity", "financial", "medical"] {
        assert!(summary["by_label"][name].as_u64().unwrap() >= 5, "{name}");
    }
    for name in ["T1", "T2", "T3", "T4"] {
        assert!(summary["by_tier"][name].as_u64().unwrap() >= 3, "{name}");
    }
    assert_eq!(summary["by_container"]["values"].as_object().unwrap().len(), 4);
    let size: u64 = fs::read_dir(&sample).unwrap().map(|entry| entry.unwrap().metadata().unwrap().len()).sum();
    assert!((100_000..200_000).contains(&size));
}
