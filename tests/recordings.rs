//! Names of files and recordings: what is read of them, what is masked, and that nothing is lost.
#![cfg(feature = "cli")]
#![allow(clippy::disallowed_types)] // dumps are made here

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use earmark::generate::{Recording, Recordings};
use earmark::{Amount, Format, Names, Outcome, Reveal, Run, verify};
use serde_json::Value;
use support::{Chance, key, scanner};
use tempfile::TempDir;

/// A folder, and what a run over it came to.
struct Scanned {
    folder: TempDir,
    outcome: Outcome,
}

impl Scanned {
    fn out(&self) -> PathBuf {
        self.folder.path().join("out")
    }

    fn lines(&self, name: &str) -> Vec<Value> {
        support::lines(&self.out(), name)
    }

    /// `ENTITY value` of every finding, in order.
    fn values(&self) -> Vec<String> {
        let text = |line: &Value, name: &str| line[name].as_str().unwrap_or_default().to_owned();
        let findings = self.lines("findings.ndjson");
        findings.iter().map(|line| format!("{} {}", text(line, "entity"), text(line, "value"))).collect()
    }

    /// Bytes of the folder's own name, which come before those of the names in it.
    fn prefix(&self) -> usize {
        self.folder.path().join("in/").as_os_str().len()
    }
}

fn scan_with(files: &[(&str, Vec<u8>)], set: impl FnOnce(Run<'_>) -> Run<'_>) -> Scanned {
    // A name that no detector takes for a person's or a number's.
    let folder = tempfile::Builder::new().prefix("rec").rand_bytes(3).tempdir().unwrap();
    let input = folder.path().join("in");
    fs::create_dir(&input).unwrap();
    for (name, bytes) in files {
        let path = input.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let run = Run::new(scanner(), [input.to_str().unwrap()], folder.path().join("out")).key(key());
    let outcome = set(run.findings(Amount::All).reveal(Reveal::Values)).execute().unwrap();
    let problems = verify(&folder.path().join("out")).unwrap().problems;
    assert!(problems.is_empty(), "{problems:?}");
    Scanned { folder, outcome }
}

fn tree(seed: u64, count: usize) -> Vec<Recording> {
    let mut made = Recordings::new(seed);
    let next = |_| {
        let mut file = Recording::default();
        made.next_file(&mut file);
        file
    };
    (0..count).map(next).collect()
}

fn files(tree: &[Recording]) -> Vec<(&str, Vec<u8>)> {
    tree.iter().map(|file| (file.path.as_str(), file.bytes.clone())).collect()
}

// --- names ----------------------------------------------------------------------------------------------------------------

#[derive(serde::Deserialize)]
struct Cases {
    case: Vec<Case>,
}

#[derive(serde::Deserialize)]
struct Case {
    path: String,
    found: Vec<String>,
    /// Nothing where the name has none.
    #[serde(default)]
    time: String,
}

fn scan_list(list: &str) -> Scanned {
    scan_with(&[("list", list.as_bytes().to_vec())], |run| run.format(Format::Paths))
}

#[test]
fn paths_hold_what_their_recorders_put_into_them() {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/paths.toml")).unwrap();
    let mut wrong = Vec::new();
    for Case { path, found, time } in toml::from_str::<Cases>(&text).unwrap().case {
        let scanned = scan_list(&path);
        let day = scanned.outcome.summary["dates"]["first"].as_str().unwrap_or_default();
        if scanned.values() != found || day != time.get(..10).unwrap_or_default() {
            wrong.push(format!("{path}: {:?}, {day}", scanned.values()));
        }
        let times: Vec<Value> = scanned.lines("records.ndjson").iter().map(|line| line["time"].clone()).collect();
        if times.iter().any(|said| said.as_str().unwrap_or_default() != time) {
            wrong.push(format!("{path}: {times:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn findings_lie_where_the_decoded_path_has_them() {
    let scanned = scan_list("a/call_%2B46701740605_x.ogg\n\"b/Anna åäö 212-555-0142.wav\"\n");
    let findings = scanned.lines("findings.ndjson");
    let at = |line: &Value| (line["field"].clone(), line["start"].as_u64().unwrap(), line["end"].as_u64().unwrap());
    let phones: Vec<_> = findings.iter().filter(|line| line["entity"] == "PHONE_NUMBER").map(at).collect();
    assert_eq!(phones, [("$['path']".into(), 7, 19), ("$['path']".into(), 14, 26)]);
}

#[test]
fn names_with_a_value_are_masked_in_every_output() {
    let tree = tree(14, 400);
    let mut secrets = BTreeSet::new();
    for file in &tree {
        let gold: Value = serde_json::from_slice(&file.gold).unwrap();
        let values = gold["spans"].as_array().unwrap().iter().map(|span| span["value"].as_str().unwrap().to_owned());
        secrets.extend(values);
    }
    assert!(secrets.len() > 200, "{}", secrets.len());
    for names in [Names::On, Names::Only] {
        let scanned = scan_with(&files(&tree), |run| run.names(names).reveal(Reveal::Nothing));
        for name in
            ["inputs.ndjson", "records.ndjson", "findings.ndjson", "unreadable.ndjson", "chunks.ndjson", "summary.json"]
        {
            let text = support::read(&scanned.out(), name);
            let shown: Vec<_> = secrets.iter().filter(|secret| text.contains(*secret)).collect();
            assert!(shown.is_empty(), "{names:?} {name}: {shown:?}");
        }
    }
}

// --- recordings -----------------------------------------------------------------------------------------------------------

/// In the order that folders are walked: by the bytes of their entries' names.
fn sorted(tree: &[Recording]) -> Vec<&Recording> {
    let mut sorted: Vec<&Recording> = tree.iter().collect();
    sorted.sort_by(|a, b| a.path.split('/').cmp(b.path.split('/')));
    sorted
}

/// Source, field, place and entity of a value.
type Found = (u64, String, u64, String);

/// What the gold of a tree says, in the order that its files are walked, and the telephone numbers of their names.
fn expected(tree: &[Recording], prefix: usize) -> (BTreeMap<Found, String>, BTreeSet<String>) {
    let (mut expected, mut numbers) = (BTreeMap::new(), BTreeSet::new());
    for (number, file) in sorted(tree).iter().enumerate() {
        let gold: Value = serde_json::from_slice(&file.gold).unwrap();
        for span in gold["spans"].as_array().unwrap() {
            let text = |name: &str| span[name].as_str().unwrap().to_owned();
            let in_path = span["field"] == "$['path']";
            if in_path && span["type"] == "PHONE_NUMBER" {
                numbers.insert(text("value").trim_start_matches("+1").replace("+46", "0"));
            }
            let start = span["start"].as_u64().unwrap() + if in_path { prefix as u64 } else { 0 };
            expected.insert((number as u64, text("field"), start, text("type")), text("value"));
        }
    }
    (expected, numbers)
}

#[test]
fn what_was_put_into_a_tree_of_recordings_is_found_in_it() {
    let tree = tree(11, 1500);
    let scanned = scan_with(&files(&tree), |run| run);
    let (expected, numbers) = expected(&tree, scanned.prefix());
    let source = |line: &Value| line["locator"].as_str().unwrap().split(':').next().unwrap().parse::<u64>().unwrap();
    let findings = scanned.lines("findings.ndjson");
    let found: BTreeMap<Found, String> = findings
        .iter()
        .map(|line| {
            let text = |name: &str| line[name].as_str().unwrap().to_owned();
            ((source(line), text("field"), line["start"].as_u64().unwrap(), text("entity")), text("value"))
        })
        .collect();
    let surely = |(_, _, _, entity): &&Found| entity != "PERSON";
    let missed: Vec<_> = expected.keys().filter(surely).filter(|key| !found.contains_key(*key)).take(5).collect();
    let more: Vec<_> = found.iter().filter(|(key, _)| surely(key) && !expected.contains_key(*key)).take(5).collect();
    assert!(missed.is_empty() && more.is_empty(), "missed {missed:?}\nmore {more:?}");
    let people = expected.keys().filter(|key| !surely(key));
    let (said, heard) =
        people.fold((0, 0), |(said, heard), key| (said + 1, heard + i32::from(found.contains_key(key))));
    assert!(said > 50 && heard * 2 > said, "{heard} of {said} names of people");

    let recordings = &scanned.outcome.summary["recordings"];
    let with_phone: BTreeSet<u64> = expected
        .keys()
        .filter(|(_, field, _, entity)| field == "$['path']" && entity == "PHONE_NUMBER")
        .map(|(source, ..)| *source)
        .collect();
    assert_eq!(recordings["names_with_phone"], with_phone.len());
    assert_eq!(recordings["distinct_phones"]["count"], numbers.len());
    assert_eq!(recordings["files"], tree.len());
    assert_eq!(recordings["not_listened_to"], tree.len());
    assert_eq!(recordings["bytes"], tree.iter().map(|file| file.bytes.len()).sum::<usize>());
    assert_eq!(scanned.outcome.summary["dates"]["first"], "2018-01-01");
}

#[test]
fn headers_say_what_was_written_into_them() {
    let tree = tree(15, 800);
    let scanned = scan_with(&files(&tree), |run| run);
    let inputs = scanned.lines("inputs.ndjson");
    assert_eq!(inputs.len(), tree.len());
    let mut kinds = BTreeSet::new();
    for (file, input) in sorted(&tree).iter().zip(&inputs) {
        let gold: Value = serde_json::from_slice(&file.gold).unwrap();
        let media = &input["media"];
        assert_eq!(media["kind"], gold["kind"], "{}", file.path);
        let (said, real) = (media["milliseconds"].as_u64(), gold["milliseconds"].as_u64());
        // lofty tells the length of MP3 without a table from its bit rate.
        let close = said.zip(real).is_some_and(|(said, real)| said.abs_diff(real) <= 40) || said == real;
        assert!(close, "{}: {said:?}, not {real:?}", file.path);
        // Phones write MPEG-4 with its time in UTC.
        assert!(media["kind"] != "mp4" || media["created"].as_str().unwrap().starts_with("2018-01-0"), "{media}");
        kinds.insert(gold["kind"].to_string());
    }
    assert_eq!(kinds.len(), 8, "{kinds:?}");
}

#[test]
fn any_number_of_jobs_reads_recordings_the_same() {
    let tree = tree(12, 2000);
    let runs = [1, 2].map(|jobs| scan_with(&files(&tree), |run| run.jobs(jobs).reveal(Reveal::Nothing)));
    // The folders have names of their own, of one length.
    let text = |run: &Scanned, name: &str| {
        support::read(&run.out(), name).replace(run.folder.path().to_str().unwrap(), "folder")
    };
    for name in ["records.ndjson", "findings.ndjson", "unreadable.ndjson", "chunks.ndjson", "summary.json"] {
        assert!(text(&runs[0], name) == text(&runs[1], name), "{name}");
    }
    assert!(runs[0].outcome.records[0] > 1000, "{:?}", runs[0].outcome.records);
}

#[test]
fn damage_loses_no_recording() {
    let tree = tree(13, 400);
    let mut chance = Chance(17);
    let mut damaged = files(&tree);
    for (_, bytes) in damaged.iter_mut().filter(|(_, bytes)| !bytes.is_empty()) {
        let at = chance.below(bytes.len());
        match chance.below(4) {
            0 => bytes.truncate(at),
            1 => bytes[at] ^= 1 << chance.below(8),
            2 => bytes.iter_mut().skip(at).take(4).for_each(|byte| *byte = 0xff),
            _ => drop(bytes.splice(at..at, *b"data\0\0\0\0")),
        }
    }
    let scanned = scan_with(&damaged, |run| run);
    let inputs = scanned.lines("inputs.ndjson");
    assert_eq!(inputs.len(), tree.len());
    for input in &inputs {
        assert!(support::sum(&input["records"]) >= 1 || input["size"] == 0, "{input}");
    }
    let records: u64 = inputs.iter().map(|input| support::sum(&input["records"])).sum();
    assert_eq!(scanned.outcome.records.iter().sum::<u64>(), records);
}

/// A file of tests/fixtures/recordings, made by a real encoder.
#[derive(serde::Deserialize)]
struct Made {
    file: String,
    kind: String,
    codec: String,
    milliseconds: u64,
    rate: u64,
    /// The fields in which the number of its comment is found.
    found: Vec<String>,
}

#[test]
fn recordings_of_real_encoders_are_read() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let text = fs::read_to_string(root.join("data/recordings.toml")).unwrap();
    let cases: BTreeMap<String, Vec<Made>> = toml::from_str(&text).unwrap();
    for case in &cases["case"] {
        let bytes = fs::read(root.join("fixtures/recordings").join(&case.file)).unwrap();
        // A name says nothing of what is in a file.
        let scanned = scan_with(&[("data", bytes)], |run| run);
        let media = &scanned.lines("inputs.ndjson")[0]["media"];
        let read = |name: &str| media[name].as_str().unwrap_or_default().to_owned();
        assert_eq!((read("kind"), read("codec")), (case.kind.clone(), case.codec.clone()), "{}", case.file);
        let numbers = (&media["milliseconds"], &media["rate"]);
        assert_eq!(numbers, (&case.milliseconds.into(), &case.rate.into()), "{}", case.file);
        let fields: Vec<Value> = scanned.lines("findings.ndjson").iter().map(|line| line["field"].clone()).collect();
        assert_eq!(fields, case.found, "{}", case.file);
    }
}

/// lofty 0.25.5 panics on Opus without channels: caught, counted as damage, and nobody is told of a defect.
#[test]
fn a_header_that_the_library_panics_on_is_only_damaged() {
    let file = tree(14, 4000).into_iter().find(|file| file.bytes.windows(8).any(|at| at == b"OpusHead")).unwrap();
    let mut bytes = file.bytes;
    let head = bytes.windows(8).position(|at| at == b"OpusHead").unwrap();
    bytes[head + 9] = 0;
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("in")).unwrap();
    fs::write(folder.path().join("in/0701740605.ogg"), bytes).unwrap();
    let mut program = assert_cmd::Command::new(assert_cmd::cargo::cargo_bin!("earmark"));
    let arguments = ["scan", "--progress", "never", "--out", "out", "in"];
    let run = program.current_dir(folder.path()).args(arguments).assert().success();
    assert!(!String::from_utf8_lossy(&run.get_output().stderr).contains("lofty"));
    let input = &support::lines(&folder.path().join("out"), "inputs.ndjson")[0];
    assert_eq!((&input["media"]["damaged"], &input["records"]["flagged"]), (&true.into(), &1.into()), "{input}");
}
