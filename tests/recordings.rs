//! Names of files and recordings: what is read of them, what is masked, and that nothing is lost.
#![cfg(feature = "cli")]
#![allow(clippy::disallowed_types)] // dumps are made here

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use earmark::{Amount, Format, Outcome, Reveal, Run, verify};
use serde_json::Value;
use support::{key, scanner};
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
