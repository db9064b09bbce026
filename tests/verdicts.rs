//! What runs say of records: combinations and legal tags, flags, the state, the language, values that are allowed.
#![cfg(feature = "cli")]
#![allow(clippy::disallowed_types)] // dumps are made here

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use support::lines;
use tempfile::TempDir;

/// Runs the program over `records` with `options`; the run folder, and what keeps it.
fn scan(records: &[Value], options: &[&str]) -> (PathBuf, TempDir) {
    let place = tempfile::tempdir().unwrap();
    let (input, out) = (place.path().join("in.ndjson"), place.path().join("run"));
    let lines = records.iter().fold(String::new(), |lines, record| lines + &record.to_string() + "\n");
    fs::write(&input, lines).unwrap();
    let mut program = assert_cmd::Command::cargo_bin("earmark").unwrap();
    program.args(["scan", "--findings", "all", "--out"]).arg(&out).args(options).arg(&input);
    program.assert().success();
    (out, place)
}

fn summary(out: &Path) -> Value {
    serde_json::from_slice(&fs::read(out.join("summary.json")).unwrap()).unwrap()
}

/// The lines of records, by their own ids.
fn record<'l>(lines: &'l [Value], id: &str) -> &'l Value {
    lines.iter().find(|line| line["record"] == id).unwrap_or_else(|| panic!("no record {id}: {lines:?}"))
}

#[test]
fn profiles_name_combinations_and_legal_tags_and_can_lift() {
    let dump = [
        json!({ "id": "ssn", "transcript": "this is Lorne Hassett, my social is 836-90-4399" }),
        json!({ "id": "drug", "transcript": "my sertraline refill please, call me at 212-555-0142" }),
        json!({ "id": "cvv", "transcript": "the card is 4111 1111 1111 1111 wait, 4000 0012 3456 7899, the three digits on the back are 413" }),
        json!({ "id": "none", "transcript": "see you on tuesday" }),
    ];
    let (plain, _kept) = scan(&dump, &[]);
    assert!(lines(&plain, "records.ndjson").iter().all(|line| line.get("combinations").is_none()));
    assert_eq!(record(&lines(&plain, "records.ndjson"), "drug")["tier"], "T2");
    let (out, _kept) = scan(&dump, &["--profile", "all"]);
    let records = lines(&out, "records.ndjson");
    let held = |id: &str| record(&records, id)["combinations"].as_array().unwrap().clone();
    assert_eq!(held("ssn"), [json!("breach-us/name-and-ssn"), json!("gdpr/national-id")]);
    assert!(held("cvv").contains(&json!("pci/card-and-cvv")), "{:?}", held("cvv"));
    let drug = record(&records, "drug");
    assert_eq!((&drug["tier"], &drug["rule"]), (&json!("T4"), &json!("breach-us/phone-and-sensitive-diagnosis")));
    let findings = lines(&out, "findings.ndjson");
    let ssn = findings.iter().find(|finding| finding["entity"] == "US_SSN").unwrap();
    assert_eq!(ssn["legal"], json!(["hipaa:G", "state:all", "cpra:sensitive", "gdpr:personal", "gdpr:87"]));
    let summary = summary(&out);
    assert_eq!(summary["by_combination"]["breach-us/name-and-ssn"], 1);
    assert_eq!(summary["profiles"].as_array().unwrap().len(), 3);
    let (out, _kept) = scan(&dump, &["--profile", "pci"]);
    assert!(lines(&out, "records.ndjson").iter().all(|line| !line["combinations"].to_string().contains("gdpr")));
}

#[test]
fn a_profile_of_ones_own_is_read_and_an_unknown_one_refused() {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("mine.toml");
    let text = "id = \"mine\"\ntitle = \"t\"\nas_of = \"2025\"\nsource = \"s\"\n[[rule]]\nid = \"mail\"\ntitle = \"t\"\n\
                law = \"l\"\nneeds = [[\"EMAIL_ADDRESS\"]]\ntier = \"T2\"\n";
    fs::write(&file, text).unwrap();
    let dump = [json!({ "id": "1", "transcript": "write to anna@example.com" })];
    let (out, _kept) = scan(&dump, &["--profile", file.to_str().unwrap()]);
    let records = lines(&out, "records.ndjson");
    assert_eq!((&records[0]["tier"], &records[0]["rule"]), (&json!("T2"), &json!("mine/mail")));
    let mut program = assert_cmd::Command::cargo_bin("earmark").unwrap();
    program.args(["scan", "--profile", "hipaa", "--out", "run", "in.ndjson"]).assert().code(2);
}

#[test]
fn flags_say_what_a_record_tells_besides_its_labels() {
    let dump = [
        json!({ "id": "union", "transcript": "i talked to the union rep about it yesterday" }),
        json!({ "id": "jail", "transcript": "he is in county jail and out on bail hearing next week" }),
        json!({ "id": "son", "transcript": "hi this is Lorne Hassett, my son Emil Hassett-Berg and my neighbor Wanda Pruitt were there" }),
        json!({ "id": "self", "transcript": "hi this is Lorne Hassett, yes Lorne, call me back" }),
        json!({ "id": "callee", "transcript": "hi Wanda, this is Lorne Hassett" }),
        json!({ "id": "summary", "transcript": "see you then", "summary": "The caller has type 2 diabetes." }),
    ];
    let (out, _kept) = scan(&dump, &[]);
    let records = lines(&out, "records.ndjson");
    let has = |id: &str, flag: &str| record(&records, id)["flags"].as_array().unwrap().contains(&json!(flag));
    assert!(has("union", "special") && record(&records, "union")["labels"] == json!([]));
    assert!(has("jail", "criminal"));
    assert!(has("son", "third_party") && !has("self", "third_party") && !has("callee", "third_party"));
    assert!(has("summary", "derived"));
    let findings = lines(&out, "findings.ndjson");
    let derived: Vec<_> = findings.iter().filter(|finding| finding["derived"] == true).collect();
    assert!(!derived.is_empty() && derived.iter().all(|finding| finding["record"] == "summary"));
    assert_eq!(summary(&out)["flags"]["third_party"], 1);
}

#[test]
fn the_state_is_told_by_field_then_address_then_area_code() {
    let dump = [
        json!({ "id": "field", "state": "TX", "transcript": "call me at 405-555-0142" }),
        json!({ "id": "address", "transcript": "I live in Tulsa, Oklahoma, call me at 212-555-0142" }),
        json!({ "id": "phone", "transcript": "call me at 405-555-0142" }),
        json!({ "id": "none", "transcript": "this is Lorne Hassett" }),
    ];
    let (out, _kept) = scan(&dump, &[]);
    let records = lines(&out, "records.ndjson");
    for (id, state, basis) in [
        ("field", json!("TX"), json!("field")),
        ("address", json!("OK"), json!("address")),
        ("phone", json!("OK"), json!("area_code")),
        ("none", Value::Null, Value::Null),
    ] {
        let line = record(&records, id);
        assert_eq!((&line["state"], &line["state_basis"]), (&state, &basis), "{id}");
    }
    let summary = summary(&out);
    assert_eq!(summary["state_basis"], json!({ "field": 1, "address": 1, "area_code": 1 }));
    assert_eq!(summary["by_state"]["values"]["OK"]["records"], 2);
}

#[test]
fn a_language_without_detectors_is_unexamined() {
    let dump = [
        json!({ "id": "es", "transcript": "hola buenos días llamo para confirmar la cita de mi hijo con el doctor" }),
        json!({ "id": "fr-field", "language": "fr-CA", "transcript": "ok" }),
        json!({ "id": "ru", "transcript": "здравствуйте мне нужна запись к врачу на завтра" }),
        json!({ "id": "es-number", "transcript": "hola soy maría el número es 212-555-0142 por favor que me llame" }),
        json!({ "id": "sv-field", "lang": "sv", "transcript": "hosta" }),
        json!({ "id": "en", "transcript": "see you on tuesday at the game" }),
    ];
    let (out, _kept) = scan(&dump, &[]);
    let status = summary(&out)["by_status"].clone();
    assert_eq!(status, json!({ "flagged": 2, "none_found": 1, "unexamined": 3, "unreadable": 0 }));
    let records = lines(&out, "records.ndjson");
    assert_eq!(record(&records, "es-number")["language"], "es");
    assert_eq!(record(&records, "sv-field")["labels"], json!(["medical"]));
    let (out, _kept) = scan(&dump[4..5], &["--languages", "en"]);
    assert_eq!(summary(&out)["by_status"]["unexamined"], 1);
}

#[test]
fn allowed_values_are_no_findings() {
    let place = tempfile::tempdir().unwrap();
    let list = place.path().join("ours.txt");
    fs::write(&list, "# our switchboard\n212-555-0142\nPERSON\tLorne Hassett\n").unwrap();
    let dump = [
        json!({ "id": "ours", "transcript": "this is lorne hassett at two one two five five five oh one four two" }),
        json!({ "id": "theirs", "transcript": "this is Wanda Pruitt at 212-555-0143" }),
    ];
    let (out, _kept) = scan(&dump, &["--allow-list", list.to_str().unwrap()]);
    let records = lines(&out, "records.ndjson");
    assert_eq!(records.len(), 1, "{records:?}");
    assert_eq!(records[0]["entities"], json!({ "PERSON": 1, "PHONE_NUMBER": 1 }));
    fs::write(&list, "NOBODY\tx\n").unwrap();
    let mut program = assert_cmd::Command::cargo_bin("earmark").unwrap();
    let refused = program.args(["scan", "--out", "run", "in.ndjson", "--allow-list"]).arg(&list).assert().failure();
    assert!(String::from_utf8_lossy(&refused.get_output().stderr).contains("ours.txt:1"));
}

#[test]
fn a_folder_of_ones_own_dictionaries_is_checked_with_file_line_and_term() {
    let place = tempfile::tempdir().unwrap();
    let head = "#! earmark dictionary 1\n#! language = en\n#! entity = CONDITION\n";
    fs::write(place.path().join("broad.tsv"), format!("{head}call me back\nzebra pox\n")).unwrap();
    fs::write(place.path().join("twice.tsv"), format!("{head}zebra pox\tweak\n")).unwrap();
    let mut program = assert_cmd::Command::cargo_bin("earmark").unwrap();
    let checked = program.args(["dictionary", "check"]).arg(place.path()).assert().code(1);
    let text = String::from_utf8_lossy(&checked.get_output().stdout).into_owned();
    for (file, line, term, problem) in
        [("broad.tsv", 4, "call me back", "too broad"), ("twice.tsv", 4, "zebra pox", "stands twice")]
    {
        let said = |line_of: &str| line_of.contains(&format!("{file}:{line}: {term:?}")) && line_of.contains(problem);
        assert!(text.lines().any(said), "{problem}: {text}");
    }
}
