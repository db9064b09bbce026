//! Every format and packing: what is in it is found, wherever it was put; and bad bytes lose no record but their own.
#![cfg(feature = "cli")]
#![allow(clippy::disallowed_types)] // dumps are made here

mod support;
#[path = "support/writers.rs"] // of these tests alone: it needs what only they build with
mod writers;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::path::Path;

use earmark::{Format, Reveal, verify};
use serde_json::{Value, json};
use support::runs::{Scanned, folder, run};
use support::{Chance, lines};
#[cfg(feature = "columnar")]
use writers::{arrow, parquet};
use writers::{by_line, database, formats, gzip, hits, packed, streamed_zip, table, tar, zip};

/// Scans files, given by name and bytes, and checks what holds for any input.
fn scan_as(files: &[(&str, Vec<u8>)], format: Format, jobs: usize) -> Scanned {
    let place = folder();
    let (input, out) = (place.path().join("in"), place.path().join("run"));
    fs::create_dir(&input).unwrap();
    for (name, bytes) in files {
        fs::write(input.join(name), bytes).unwrap();
    }
    let outcome = run(&[&input], &out).reveal(Reveal::Values).format(format).jobs(jobs).execute().unwrap();
    let scanned = Scanned { out, outcome, place };
    scanned.check();
    scanned
}

fn scan(name: &str, bytes: Vec<u8>) -> Scanned {
    scan_as(&[(name, bytes)], Format::Auto, 1)
}

impl Scanned {
    /// Statuses add up to records, and records, framing and gaps to the bytes that were decoded.
    fn check(&self) {
        let verified = verify(&self.out).unwrap();
        assert!(verified.problems.is_empty(), "{:?}", verified.problems);
        let summary = support::json(&self.out, "summary.json");
        let total = self.outcome.records.iter().sum::<u64>();
        assert_eq!(support::sum(&summary["by_status"]), total);
        let inputs = self.lines("inputs.ndjson");
        assert_eq!(inputs.iter().map(|input| support::sum(&input["records"])).sum::<u64>(), total);
        let coverage = |name: &str| summary["coverage"][name].as_u64().unwrap();
        assert_eq!(
            coverage("record_bytes") + coverage("framing_bytes") + coverage("gap_bytes"),
            coverage("source_bytes")
        );
        assert_eq!(
            inputs.iter().map(|input| input["decoded"].as_u64().unwrap()).sum::<u64>(),
            coverage("source_bytes")
        );
    }

    /// Record, entity and fingerprint of every finding.
    fn fingerprints(&self) -> BTreeSet<(String, String, String)> {
        let text = |line: &Value, name: &str| line[name].as_str().unwrap_or_default().to_owned();
        let findings = self.lines("findings.ndjson");
        findings.iter().map(|line| (text(line, "record"), text(line, "entity"), text(line, "fingerprint"))).collect()
    }

    /// `ENTITY value` of every finding, in order.
    fn values(&self) -> Vec<String> {
        let text = |line: &Value, name: &str| line[name].as_str().unwrap_or_default().to_owned();
        let findings = self.lines("findings.ndjson");
        findings.iter().map(|line| format!("{} {}", text(line, "entity"), text(line, "value"))).collect()
    }

    fn formats(&self) -> Vec<String> {
        self.lines("inputs.ndjson").iter().map(|input| input["format"].as_str().unwrap_or("none").to_owned()).collect()
    }
}

// --- the same content -----------------------------------------------------------------------------------------------------

#[test]
#[cfg(feature = "columnar")]
fn columns_hold_the_same_records() {
    let hits = hits(1_300);
    let expected = scan("dump", by_line(hits.iter().cloned()));
    let parquet = parquet(&hits);
    let (lz4, zstd) = (arrow_ipc::CompressionType::LZ4_FRAME, arrow_ipc::CompressionType::ZSTD);
    for (name, packing, bytes) in [
        ("parquet", vec!["parquet"], parquet.clone()),
        ("packed", vec!["gzip", "parquet"], gzip(&parquet)),
        ("arrow", vec!["arrow"], arrow(&hits, true, None)),
        ("stream", vec!["arrow"], arrow(&hits, false, None)),
        ("feather", vec!["arrow"], arrow(&hits, true, Some(lz4))),
        ("packed stream", vec!["gzip", "arrow"], gzip(&arrow(&hits, false, Some(zstd)))),
    ] {
        let scanned = scan(name, bytes.clone());
        assert_eq!(scanned.fingerprints(), expected.fingerprints(), "{name}");
        assert_eq!(scanned.outcome.records, expected.outcome.records, "{name}");
        let input = &scanned.lines("inputs.ndjson")[0];
        assert_eq!(input["packing"], json!(packing), "{name}");
        assert_eq!(input["blake3"], blake3::hash(&bytes).to_hex().as_str(), "{name}");
    }
    // A row group whose pages are damaged: those before it were read.
    let mut damaged = parquet;
    let at = damaged.len() * 3 / 5;
    damaged[at..at + 400].fill(0xa5);
    let scanned = scan("damaged", damaged);
    assert!(scanned.outcome.records.iter().sum::<u64>() >= 500 && scanned.outcome.faults == 1, "{:?}", scanned.outcome);
}

/// A long value that is stored once and said in every row: the rows of one batch are more than 64 MiB, and none of them too long.
#[test]
#[cfg(feature = "columnar")]
fn a_value_said_often_hides_no_other() {
    use std::sync::Arc;
    let rows = 3_000;
    let (long, number) = ("and so on ".repeat(3_000), "my social is 836-90-4398");
    let column = |value: &str| -> arrow_array::ArrayRef {
        Arc::new(arrow_array::StringArray::from_iter_values(std::iter::repeat_n(value, rows)))
    };
    let batch = arrow_array::RecordBatch::try_from_iter([("note", column(&long)), ("text", column(number))]).unwrap();
    let mut writer = parquet::arrow::ArrowWriter::try_new(Vec::new(), batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    let bytes = writer.into_inner().unwrap();
    assert!(bytes.len() < 1 << 20, "stored once");
    let scanned = scan("often", bytes);
    assert_eq!((scanned.outcome.records.iter().sum::<u64>(), scanned.values().len()), (rows as u64, rows));
}

/// Offsets of a column that go on behind its text: the rows of that batch are one damaged line, all others are read.
#[test]
#[cfg(feature = "columnar")]
fn a_damaged_batch_takes_no_others_with_it() {
    let hits = hits(1_300);
    let mut damaged = arrow(&hits, false, None);
    let text = hits[450]["_id"].as_str().unwrap();
    let at = memchr::memmem::find(&damaged, text.as_bytes()).unwrap();
    // The offsets lie before the text that they are of.
    damaged[at - 1_200..at - 1_100].fill(0x7f);
    let scanned = scan("damaged", damaged);
    assert_eq!(scanned.outcome.records.iter().sum::<u64>(), 1_001, "{:?}", scanned.outcome);
    assert_eq!(scanned.outcome.faults, 1);
}

/// A batch that says it unpacks to the largest length there is: nothing of that size is allocated, and the run goes on.
#[test]
#[cfg(feature = "columnar")]
fn a_batch_that_says_too_much_is_damage() {
    let whole = arrow(&hits(300), false, Some(arrow_ipc::CompressionType::ZSTD));
    let magic = memchr::memmem::find_iter(&whole, b"\x28\xb5\x2f\xfd").collect::<Vec<_>>();
    assert!(magic.len() > 4);
    for at in magic {
        let mut bytes = whole.clone();
        bytes[at - 8..at].copy_from_slice(&(i64::MAX - 7).to_le_bytes());
        let scanned = scan("large", bytes);
        assert_eq!((scanned.outcome.records.iter().sum::<u64>(), scanned.outcome.faults), (1, 1));
    }
}

/// A packed member of a tar archive was counted against nothing, so that all behind its first 256 MiB was taken for a bomb's.
#[test]
fn a_long_member_of_a_tar_archive_is_no_bomb() {
    let line = [vec![b' '; 65_000], b"\n".to_vec()].concat();
    let long = line.repeat(4_200);
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(&long).unwrap();
    encoder.write_all(&dump(3)).unwrap();
    let scanned = scan("t.tar", tar(&[("long.json.gz", &encoder.finish().unwrap())]));
    assert_eq!(scanned.lines("inputs.ndjson")[1]["error"], Value::Null);
    assert_eq!(scanned.outcome.records, [3, 0, 0, 0]);
}

#[test]
fn the_same_content_has_the_same_findings_in_every_format_and_packing() {
    let hits = hits(300);
    let mut formats = formats(&hits);
    formats.push(("database", "ndjson", database(&hits)));
    let expected = scan("dump", formats[0].2.clone());
    assert!(expected.fingerprints().len() > 900, "{}", expected.fingerprints().len());
    let check = |name: &str, format: &str, bytes: Vec<u8>| {
        let scanned = scan(name, bytes);
        assert_eq!(scanned.formats().last().unwrap(), format, "{name}");
        assert_eq!(scanned.outcome.records, expected.outcome.records, "{name}");
        assert_eq!(scanned.outcome.faults, 0, "{name}");
        let (found, expected) = (scanned.fingerprints(), expected.fingerprints());
        let missing: Vec<_> = expected.difference(&found).take(3).collect();
        let more: Vec<_> = found.difference(&expected).take(3).collect();
        assert!(missing.is_empty() && more.is_empty(), "{name}: missing {missing:?}, more {more:?}");
    };
    for (name, format, bytes) in &formats {
        check(name, format, bytes.clone());
    }
    for (name, bytes) in packed(&formats[0].2).into_iter().chain(packed(&formats[11].2)) {
        let format = if bytes == formats[0].2 { "ndjson" } else { "" };
        let scanned = scan(name, bytes);
        assert_eq!(scanned.fingerprints(), expected.fingerprints(), "{name}{format}");
        assert_eq!(scanned.outcome.records, expected.outcome.records, "{name}");
    }
}

#[test]
fn any_number_of_jobs_frames_the_same() {
    let hits = hits(18_000);
    let mut files: Vec<(&str, Vec<u8>)> = Vec::new();
    for (name, _, bytes) in formats(&hits) {
        if ["array", "response", "comma", "bulk", "copied rows", "inserted rows"].contains(&name) {
            assert!(bytes.len() > 5 << 20, "{name}: {}", bytes.len());
            files.push((name, bytes));
        }
    }
    files.push(("database", database(&hits)));
    #[cfg(feature = "columnar")]
    files.extend([("parquet", parquet(&hits)), ("arrow", arrow(&hits, true, None))]);
    let lines = by_line(hits.iter().cloned());
    files.push(("packed", gzip(&lines)));
    files.push((
        "z.zip",
        zip(&[("a.json", &lines), ("b.json", b"{\"id\":1}\n"), ("c.json.gz", &gzip(&lines[..(5 << 20) + 7]))]),
    ));
    files.push((
        "z.tar.gz",
        gzip(&tar(&[("a.json", &lines), ("b.json", b"{\"id\":1}\n"), ("c.csv", &table(&hits, ',', "\n", false))])),
    ));
    let runs = [1, 3].map(|jobs| scan_as(&files, Format::Auto, jobs));
    for name in ["records.ndjson", "findings.ndjson", "unreadable.ndjson", "chunks.ndjson", "summary.json"] {
        let [one, three] = runs.each_ref().map(|run| support::read(&run.out, name));
        assert!(one == three, "{name}");
    }
    let total = runs[0].outcome.records.iter().sum::<u64>();
    assert!(total > 18_000 * 5, "{total}");
    assert_eq!(runs[0].outcome.faults, 1, "the line that was cut in c.json.gz");
}

// --- fixtures -------------------------------------------------------------------------------------------------------------

#[derive(serde::Deserialize)]
struct Cases {
    case: Vec<Case>,
}

/// A file of tests/fixtures and what is in it.
#[derive(serde::Deserialize)]
struct Case {
    file: String,
    /// Of an archive its own, then its members'.
    format: String,
    /// Flagged, none found, unexamined, unreadable.
    records: [u64; 4],
    /// Read only by builds with it.
    #[serde(default)]
    feature: String,
    #[serde(default)]
    metadata: u64,
    /// Findings that do not say which bytes of the source they stand in.
    #[serde(default)]
    unplaced: usize,
    /// What inputs.ndjson says of a source that cannot be read.
    error: Option<String>,
    /// `ENTITY value`; every one of them, in order.
    found: Vec<String>,
    /// Parts of lines of findings.ndjson, for the finding with this value.
    #[serde(default)]
    lines: BTreeMap<String, Value>,
}

fn cases() -> Vec<Case> {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/formats.toml")).unwrap();
    let mut cases = toml::from_str::<Cases>(&text).unwrap().case;
    cases.retain(|case| cfg!(feature = "columnar") || case.feature != "columnar");
    cases
}

fn fixture(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)).unwrap()
}

#[test]
fn fixtures_hold_what_they_say() {
    for case in cases() {
        // A name says nothing.
        let scanned = scan("data", fixture(&case.file));
        assert_eq!(scanned.formats().join(" "), case.format, "{}", case.file);
        assert_eq!(scanned.values(), case.found, "{}", case.file);
        assert_eq!(scanned.outcome.records, case.records, "{}", case.file);
        let inputs = scanned.lines("inputs.ndjson");
        let metadata: u64 = inputs.iter().map(|input| input["metadata"].as_u64().unwrap()).sum();
        assert_eq!(metadata, case.metadata, "{}", case.file);
        let error = inputs.iter().find_map(|input| input["error"].as_str().map(str::to_owned));
        assert_eq!(error, case.error, "{}", case.file);
        for (value, expected) in &case.lines {
            let line = scanned.lines("findings.ndjson").into_iter().find(|line| line["value"] == value.as_str());
            let line = line.unwrap_or_else(|| panic!("{}: no {value}", case.file));
            for (name, expected) in expected.as_object().unwrap() {
                assert_eq!(&line[name], expected, "{} {value} {name}", case.file);
            }
        }
    }
}

/// The value that stands in the bytes of a source as a string of JSON, with pairs of quotes, or as it is.
fn is_read_from(value: &str, raw: &[u8]) -> bool {
    // Windows-1252, as far as it is Latin-1.
    let raw =
        std::str::from_utf8(raw).map_or_else(|_| raw.iter().map(|&byte| char::from(byte)).collect(), str::to_owned);
    let json = serde_json::from_str::<String>(&format!("\"{raw}\"")).ok();
    let reads = |raw: &str| raw == value || json.as_deref() == Some(value) || raw.replace("''", "'") == value;
    // What is said in several cues has their times between; what is not plain is found in its plain form.
    let words: Vec<&str> = value.split(' ').collect();
    let ends = |word: usize| raw.contains(words[word]);
    reads(&raw) || !raw.is_ascii() || words.len() > 1 && raw.starts_with(words[0]) && ends(words.len() - 1)
}

/// Where a finding says which bytes of its source its value stands in, these are the value, escapes and all.
#[test]
fn values_stand_where_their_lines_say() {
    for case in cases() {
        let bytes = fixture(&case.file);
        let scanned = scan("data", bytes.clone());
        if scanned.lines("inputs.ndjson").iter().any(|input| input["packing"] != json!([])) {
            continue;
        }
        let findings = scanned.lines("findings.ndjson");
        let (placed, others): (Vec<_>, Vec<_>) = findings.iter().partition(|finding| finding["source_start"].is_u64());
        assert_eq!(others.len(), case.unplaced, "{}", case.file);
        for finding in placed {
            let [start, end] = ["source_start", "source_end"].map(|at| finding[at].as_u64().unwrap() as usize);
            let value = finding["value"].as_str().unwrap();
            assert!(is_read_from(value, &bytes[start..end]), "{} {value}: {start}..{end}", case.file);
        }
    }
}

/// A page of a search says how much it is a page of.
#[test]
fn partial_captures_are_named() {
    let page =
        |total: Value| json!({ "took": 3, "hits": { "total": total, "hits": hits(3) } }).to_string().into_bytes();
    for (total, missing) in [(json!(3), 0), (json!(5000), 4997), (json!({"value": 10000, "relation": "gte"}), 9997)] {
        let scanned = scan("page", page(total));
        let said = scanned.lines("inputs.ndjson")[0]["announced"].as_u64();
        assert_eq!(said, Some(missing + 3));
        let partial = &support::json(&scanned.out, "manifest.json")["partial"];
        assert_eq!((&partial["sources"], &partial["records"]), (&json!(u64::from(missing > 0)), &json!(missing)));
    }
}

/// Bytes cut, flipped and spliced into every fixture: no panic, and every record and byte is accounted for.
#[test]
fn damage_loses_no_count() {
    let mut chance = Chance(5);
    for case in cases() {
        let bytes = fixture(&case.file);
        for round in 0..12 {
            let mut damaged = bytes.clone();
            let at = chance.below(bytes.len());
            match round % 3 {
                0 => damaged.truncate(at),
                1 => damaged[at] ^= 1 << chance.below(8),
                _ => {
                    let other = b"\"}],\n\0\xff{\"[,x";
                    let from = chance.below(other.len());
                    damaged.splice(at..at, other[from..].iter().copied());
                }
            }
            scan("data", damaged);
        }
    }
}

/// A record that is damaged does not take those around it along.
#[test]
fn records_around_the_damage_are_found() {
    let hits = hits(40);
    let ids = |scanned: &Scanned| -> BTreeSet<String> {
        scanned.fingerprints().into_iter().map(|(record, ..)| record).collect()
    };
    let mut chance = Chance(9);
    for (name, _, bytes) in formats(&hits) {
        let whole = ids(&scan(name, bytes.clone()));
        for round in 0..12 {
            let mut damaged = bytes.clone();
            // Behind what says how the source is framed, and before its end.
            let at = bytes.len() / 5 + chance.below(bytes.len() / 2);
            match round % 3 {
                0 => damaged[at] = b"\"{}[]x\n,"[chance.below(8)],
                1 => drop(damaged.drain(at..at + 30)),
                _ => drop(damaged.splice(at..at, *b"\", \"x\":{[\n")),
            }
            let found = ids(&scan(name, damaged));
            let lost: Vec<_> = whole.difference(&found).collect();
            assert!(lost.len() <= 2, "{name} {round} at {at}: lost {lost:?}");
        }
    }
}

// --- packing that is damaged or hostile ---------------------------------------------------------------------------------------

fn dump(count: usize) -> Vec<u8> {
    by_line(hits(count).into_iter())
}

#[test]
fn what_can_still_be_read_of_a_damaged_packing_is_read() {
    let lines = dump(2_000);
    for (name, mut bytes) in packed(&lines) {
        bytes.truncate(bytes.len() * 3 / 4);
        let scanned = scan(name, bytes);
        let inputs = scanned.lines("inputs.ndjson");
        let errors = inputs.iter().filter(|input| !input["error"].is_null()).count();
        assert!(errors >= 1 && scanned.outcome.faults >= 1, "{name}: {inputs:?}");
        let records = scanned.outcome.records.iter().sum::<u64>();
        assert!(records >= 900 || ["xz", "four layers"].contains(&name), "{name}: {records}");
    }
}

/// Members whose sizes stand behind them, stored and packed, in an archive that was cut.
#[test]
fn streamed_members_are_found_without_their_directory() {
    let bytes = fixture("producers/zipfile-streamed.zip");
    let directory = bytes.windows(4).position(|at| at == b"PK\x01\x02").unwrap();
    let (whole, cut) = (scan("a", bytes.clone()), scan("a", bytes[..directory].to_vec()));
    assert_eq!((cut.values(), cut.formats()), (whole.values(), whole.formats()));
    assert_eq!(cut.lines("inputs.ndjson")[0]["error"], "a zip archive without its directory");
    // Cut in the stored one, which has none of the next one's bytes then.
    let scanned = scan("a", bytes[..200].to_vec());
    assert_eq!(scanned.formats(), ["archive", "ndjson"]);
    // Two behind one another, and of no directory the end.
    let cut = |bytes: Vec<u8>, end: &[u8]| {
        let at = bytes.windows(4).position(|at| at == end).unwrap();
        bytes[..at].to_vec()
    };
    let first = cut(streamed_zip(&[("a.json", &dump(2))]), b"PK\x05\x06");
    let both = [first, cut(streamed_zip(&[("b.json", &dump(3))]), b"PK\x01\x02")].concat();
    assert_eq!(scan("a", both).outcome.records, [5, 0, 0, 0]);
}

#[test]
fn encrypted_and_unread_archives_are_named() {
    let mut bytes = zip(&[("a.json", &dump(2)), ("b.json", &dump(3))]);
    // The encryption bit of the first member, in its own header and in the directory.
    let directory = bytes.windows(4).position(|at| at == b"PK\x01\x02").unwrap();
    bytes[6] |= 1;
    bytes[directory + 8] |= 1;
    let scanned = scan("z", bytes);
    let inputs = scanned.lines("inputs.ndjson");
    assert_eq!(inputs[1]["error"], "encrypted");
    assert_eq!((scanned.outcome.faults, scanned.outcome.records.iter().sum::<u64>()), (1, 3));
    let scanned = scan_as(&[("a", b"7z\xbc\xaf\x27\x1c\0\x04 and so on".to_vec()), ("b", dump(1))], Format::Auto, 1);
    assert_eq!(scanned.lines("inputs.ndjson")[0]["error"], "an archive of a kind that is not read");
}

#[test]
fn bombs_and_endless_nesting_are_not_unpacked() {
    let mut nested = dump(1);
    for _ in 0..6 {
        nested = gzip(&nested);
    }
    let scanned = scan("nested", nested);
    assert_eq!(scanned.lines("inputs.ndjson")[0]["error"], "packed more than four layers deep");
    // 1 GiB of spaces in some 30 kB.
    let blank = zstd::stream::encode_all(std::io::Read::take(std::io::repeat(b' '), 1 << 30), 1).unwrap();
    let scanned = scan("blank", blank);
    assert_eq!(scanned.lines("inputs.ndjson")[0]["error"], "unpacks to more than 2,000 times its size, not read on");
}

/// A dump in Windows-1252, as old databases give it: names keep their letters, and the lines around keep their places.
#[test]
fn json_of_another_encoding_is_read() {
    let plain = r#"{"id":"a","transcript":"ring 212-555-0142"}"#;
    let swedish = r#"{"id":"ö-1","name":"Göran Åkesson","notes":["jag är född","mitt personnummer är 640823-3234"]}"#;
    let latin: Vec<u8> = swedish.chars().map(|c| u8::try_from(c).unwrap()).collect();
    let lines = [plain.as_bytes(), &latin, plain.as_bytes(), b""].join(&b"\n"[..]);
    let array = [b"[".as_slice(), plain.as_bytes(), b",", &latin, b",", plain.as_bytes(), b"]"].concat();
    for (name, bytes) in [("lines", lines), ("array", array)] {
        let scanned = scan(name, bytes.clone());
        assert_eq!(scanned.outcome.records, [3, 0, 0, 0], "{name}");
        let found: Vec<_> = scanned.lines("findings.ndjson");
        let text = |entity: &str| found.iter().find(|finding| finding["entity"] == entity).unwrap().clone();
        let (person, number) = (text("PERSON"), text("SE_PERSONNUMMER"));
        assert_eq!((&person["value"], &person["record"]), (&json!("Göran Åkesson"), &json!("ö-1")), "{name}");
        assert_eq!((&number["field"], &number["start"]), (&json!("$['notes'][1]"), &json!(22)), "{name}");
        let phone = found.iter().rfind(|finding| finding["entity"] == "PHONE_NUMBER").unwrap();
        for (finding, expected) in
            [(phone, &b"212-555-0142"[..]), (&number, b"640823-3234"), (&person, b"G\xf6ran \xc5kesson")]
        {
            let [start, end] = ["source_start", "source_end"].map(|at| finding[at].as_u64().unwrap() as usize);
            assert_eq!(&bytes[start..end], expected, "{name}");
        }
        assert_eq!(scanned.lines("unreadable.ndjson")[0]["reason"], "invalid UTF-8, read as Windows-1252", "{name}");
    }
}

/// A quote that is missing takes no other record with it in this encoding either, and places lead to the source's bytes.
#[test]
fn a_damaged_record_of_another_encoding_takes_no_others_with_it() {
    let record =
        |number: usize| format!(r#"{{"id":"ö{number}","text":"ring Åsa Lindqvist, 070-174 06 {:02}"}}"#, number + 5);
    let records: Vec<_> = (0..20).map(record).collect();
    let text = format!("[{}]", records.join(",")).replace("06 07\"}", "06 07}");
    let latin: Vec<u8> = text.chars().map(|c| u8::try_from(c).unwrap()).collect();
    let scanned = scan("array", latin.clone());
    assert_eq!(scanned.outcome.records.iter().sum::<u64>(), 20);
    let phones: Vec<_> =
        scanned.lines("findings.ndjson").into_iter().filter(|finding| finding["entity"] == "PHONE_NUMBER").collect();
    assert_eq!(phones.len(), 20);
    for phone in phones {
        let [start, end] = ["source_start", "source_end"].map(|at| phone[at].as_u64().unwrap() as usize);
        assert_eq!(&latin[start..end], phone["value"].as_str().unwrap().as_bytes());
    }
    let encrypted = b"{\"name\":\"\xc5sa\",\"phone\":\"212-555-0142\",\"ciphertext\":\"x\",\"protected\":\"y\"}\n";
    let phone = &scan("lines", encrypted.to_vec()).lines("findings.ndjson")[1];
    assert_eq!(phone["source_start"], encrypted.windows(3).position(|bytes| bytes == b"212").unwrap());
}

/// Makes the checksum of a tar archive's first header right.
fn sum_header(bytes: &mut [u8]) {
    bytes[148..156].fill(b' ');
    let sum: u32 = bytes[..512].iter().copied().map(u32::from).sum();
    bytes[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
}

#[test]
fn sizes_that_cannot_be_are_not_believed() {
    let mut bytes = tar(&[("x", &dump(1))]);
    bytes.truncate(512 + dump(1).len());
    // 2^63 - 1, the most that the header can say.
    bytes[124..136].copy_from_slice(b"\x80\0\0\0\x7f\xff\xff\xff\xff\xff\xff\xff");
    sum_header(&mut bytes);
    let scanned = scan_as(&[("a", bytes.clone()), ("b", bytes.clone()), ("c", bytes)], Format::Auto, 1);
    assert_eq!(scanned.outcome.records[0], 3);
    let errors = scanned.lines("inputs.ndjson").iter().filter(|input| !input["error"].is_null()).count();
    assert_eq!(errors, 3, "they end too soon");
}

#[test]
fn names_of_members_that_climb_out_are_only_names() {
    let mut bytes = tar(&[("x", &dump(1))]);
    bytes[..16].copy_from_slice(b"../../etc/passwd");
    sum_header(&mut bytes);
    let scanned = scan("t.tar", bytes);
    assert!(scanned.lines("inputs.ndjson")[1]["name"].as_str().unwrap().ends_with("t.tar!../../etc/passwd"));
    assert_eq!(scanned.outcome.records, [1, 0, 0, 0]);
}

// --- names and recordings -------------------------------------------------------------------------------------------------

/// A sound file of 8,000 bytes a second whose header says `declared` bytes of data.
fn wave(declared: u32, data: usize, comment: &str) -> Vec<u8> {
    let mut out = b"RIFF\xff\xff\xff\xffWAVEfmt \x10\0\0\0\x07\0\x01\0\x40\x1f\0\0\x40\x1f\0\0\x01\0\x08\0".to_vec();
    if !comment.is_empty() {
        let text = format!("{comment}\0\0");
        let text = &text.as_bytes()[..comment.len() + 2 - comment.len() % 2];
        out.extend_from_slice(b"LIST");
        out.extend_from_slice(&(text.len() as u32 + 12).to_le_bytes());
        out.extend_from_slice(b"INFOICMT");
        out.extend_from_slice(&(text.len() as u32).to_le_bytes());
        out.extend_from_slice(text);
    }
    out.extend_from_slice(b"data");
    out.extend_from_slice(&declared.to_le_bytes());
    out.resize(out.len() + data, 0xff);
    out
}

fn recordings() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("out-2125550142-100-20200928-140211-1601301731.12.wav", wave(8_000, 8_000, "")),
        ("call1.wav", wave(0, 16_000, "call 212-555-0143")),
        ("call1.txt", b"this one was written down: call 212-555-0141".to_vec()),
        ("[Lorne Hassett]_2125550144-100_20200928140211(12).wav", wave(u32::MAX, 8_000, "")),
        ("again-2125550142-20200929.wav", wave(8_000, 8_000, "")),
        ("a.gsm", [0xd3; 33].repeat(100)),
        ("blob", (0..=255).collect::<Vec<u8>>().repeat(30)),
        ("empty.wav", Vec::new()),
    ]
}

#[test]
fn recordings_are_listed_and_their_names_and_tags_read() {
    let scanned = scan_as(&recordings(), Format::Auto, 1);
    assert_eq!(scanned.outcome.records, [5, 0, 3, 0]);
    let mut values = scanned.values();
    values.sort();
    let expected = [
        "PERSON Lorne Hassett",
        "PHONE_NUMBER 212-555-0141",
        "PHONE_NUMBER 212-555-0143",
        "PHONE_NUMBER 2125550142",
        "PHONE_NUMBER 2125550142",
        "PHONE_NUMBER 2125550144",
    ];
    assert_eq!(values, expected);
    let summary = support::json(&scanned.out, "summary.json");
    let recordings = &summary["recordings"];
    let expected = json!({
        "files": 6, "not_listened_to": 5, "bytes": recordings["bytes"], "seconds": 7, "hours": 0, "without_duration": 0,
        "names_with_phone": 3, "distinct_phones": {"count": 2, "exact": true, "standard_error_percent": 0.0},
    });
    assert_eq!(*recordings, expected);
    assert_eq!(summary["speech"], json!({"none": 2, "missing": 0, "scanned": 1, "recording": 5}));
    assert_eq!(summary["dates"], json!({"first": "2020-09-28", "last": "2020-09-29"}));
    let all = ["records.ndjson", "findings.ndjson", "unreadable.ndjson", "inputs.ndjson", "summary.json"];
    for name in all {
        let text = support::read(&scanned.out, name);
        let shown = name == "findings.ndjson";
        assert!(shown || !text.contains("2125550142") && !text.contains("Hassett"), "{name} shows a name");
    }
    let field = scanned.lines("findings.ndjson").into_iter().find(|line| line["value"] == "Lorne Hassett").unwrap();
    assert_eq!(field["field"], "$['path']");
}

#[test]
fn names_alone_or_as_a_list_say_the_same() {
    let place = folder();
    let input = place.path().join("in");
    fs::create_dir(&input).unwrap();
    for (name, bytes) in recordings() {
        fs::write(input.join(name), bytes).unwrap();
    }
    let phones = |out: &Path| -> BTreeSet<(String, String)> {
        let text = |line: &Value, name: &str| line[name].as_str().unwrap_or_default().to_owned();
        let findings = lines(out, "findings.ndjson").into_iter().filter(|line| line["field"] == "$['path']");
        findings.map(|line| (text(&line, "entity"), text(&line, "fingerprint"))).collect()
    };
    let [on, only, off, list] = ["on", "only", "off", "list"].map(|name| place.path().join(name));
    run(&[&input], &on).execute().unwrap();
    let outcome = run(&[&input], &only).names(earmark::Names::Only).execute().unwrap();
    assert_eq!(outcome.records.iter().sum::<u64>(), 8, "each name is a record");
    run(&[&input], &off).names(earmark::Names::Off).execute().unwrap();
    let names = recordings().iter().map(|(name, _)| format!("srv/{name}")).collect::<Vec<_>>().join("\r\n");
    let file = place.path().join("names.txt");
    fs::write(&file, names).unwrap();
    let outcome = run(&[&file], &list).format(Format::Paths).execute().unwrap();
    assert_eq!(outcome.records.iter().sum::<u64>(), 8);
    assert!(phones(&on).len() == 3 && phones(&off).is_empty());
    assert_eq!(phones(&only), phones(&on));
    assert_eq!(phones(&list), phones(&on));
}
