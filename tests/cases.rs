//! Cases as data, on every path: the library at each SIMD level, whole runs over files, the program over a pipe.
#![cfg(feature = "cli")]
#![allow(clippy::disallowed_types)] // dumps are made here

mod support;

use std::fs;
use std::path::Path;

use earmark::{Amount, FieldOptions, Level, Meta, Reveal, Role, Run, Scanner};
use support::{key, lines, scanner};

/// Entity and value, in order of place.
type Found = Vec<(String, String)>;

#[derive(serde::Deserialize)]
struct Case {
    text: String,
    find: Found,
}

/// A file of cases.
#[derive(serde::Deserialize)]
struct Cases {
    /// Only findings of these are compared.
    entities: Vec<String>,
    #[serde(default)]
    case: Vec<Case>,
    #[serde(default)]
    known_gap: Vec<Case>,
}

const FILES: [&str; 8] = [
    "identifiers.toml",
    "terms.toml",
    "names.toml",
    "dates.toml",
    "money.toml",
    "codes.toml",
    "addresses.toml",
    "raw.toml",
];

fn load(name: &str) -> Cases {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name);
    toml::from_str(&fs::read_to_string(path).unwrap()).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn dump(cases: &[Case]) -> String {
    let line = |(number, case): (usize, &Case)| {
        serde_json::json!({ "id": format!("n{number}"), "text": case.text }).to_string()
    };
    cases.iter().enumerate().map(|pair| line(pair) + "\n").collect()
}

/// Compares what was found in each case with what should be.
fn compare(path: &str, file: &str, cases: &[Case], entities: &[String], found: &[Found]) {
    let wrong: Vec<_> = cases
        .iter()
        .zip(found)
        .filter_map(|(case, found)| {
            let found: Found = found.iter().filter(|(entity, _)| entities.contains(entity)).cloned().collect();
            (found != case.find).then(|| format!("{:?}\n  expected {:?}\n  found    {found:?}", case.text, case.find))
        })
        .collect();
    assert_eq!(cases.len(), found.len());
    assert!(wrong.is_empty(), "{path}, {file}: {} of {} cases\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

/// As a run's findings are read: entity and the cut of the decoded text, by record.
fn read_run(run: &Path, cases: &[Case]) -> Vec<Found> {
    let mut found = vec![Found::new(); cases.len()];
    for line in lines(run, "findings.ndjson") {
        let number: usize = line["record"].as_str().unwrap()[1..].parse().unwrap();
        let span = line["start"].as_u64().unwrap() as usize..line["end"].as_u64().unwrap() as usize;
        found[number].push((line["entity"].as_str().unwrap().to_owned(), cases[number].text[span].to_owned()));
    }
    found
}

/// What `Scanner::scan` finds; it takes text as it stands, so that only text the lexer reads as it is can be compared.
fn scan(scanner: &Scanner, text: &str) -> Found {
    let scan = scanner.scan(text);
    let value = |finding: &earmark::Finding| text[finding.span.start as usize..finding.span.end as usize].to_owned();
    scan.findings().iter().map(|finding| (scan.entity_name(finding).to_owned(), value(finding))).collect()
}

fn is_plain(case: &Case) -> bool {
    case.text.chars().all(|c| c.is_ascii() || ('À'..='ÿ').contains(&c))
}

#[test]
fn there_are_enough_cases() {
    let cases: usize = FILES.iter().map(|file| load(file).case.len()).sum();
    assert!(cases >= 120, "{cases}");
}

#[test]
fn the_library_at_every_level() {
    for level in Level::available() {
        let scanner = Scanner::builder().level(level).build().unwrap();
        for file in FILES {
            let cases = load(file);
            let plain: Vec<_> = cases.case.into_iter().filter(is_plain).collect();
            let found: Vec<_> = plain.iter().map(|case| scan(&scanner, &case.text)).collect();
            compare(&format!("{level:?}"), file, &plain, &cases.entities, &found);
        }
    }
}

#[test]
fn runs_over_files() {
    for file in FILES {
        let cases = load(file);
        let place = tempfile::tempdir().unwrap();
        let input = place.path().join("in.ndjson");
        fs::write(&input, dump(&cases.case)).unwrap();
        for jobs in [1, 3] {
            let mut fields = FieldOptions::new();
            fields.role("text", Role::Speech).unwrap();
            fields.meta("id", Meta::Id).unwrap();
            let out = place.path().join(format!("run-{jobs}"));
            let run = Run::new(scanner(), [input.to_str().unwrap()], &out).key(key()).jobs(jobs).fields(fields);
            run.findings(Amount::All).reveal(Reveal::Values).execute().unwrap();
            compare(&format!("{jobs} jobs"), file, &cases.case, &cases.entities, &read_run(&out, &cases.case));
        }
    }
}

#[test]
fn the_program_over_a_pipe() {
    for file in FILES {
        let cases = load(file);
        let place = tempfile::tempdir().unwrap();
        let out = place.path().join("run");
        let mut program = assert_cmd::Command::cargo_bin("earmark").unwrap();
        program
            .args(["scan", "--text-field", "text", "--id-field", "id", "--findings", "all", "--out"])
            .arg(&out)
            .arg("-");
        program.write_stdin(dump(&cases.case)).assert().success();
        compare("program", file, &cases.case, &cases.entities, &read_run(&out, &cases.case));
    }
}

/// A gap that has been closed becomes a case.
#[test]
fn known_gaps_are_still_gaps() {
    for file in FILES {
        let cases = load(file);
        for gap in &cases.known_gap {
            let found: Found =
                scan(scanner(), &gap.text).into_iter().filter(|(name, _)| cases.entities.contains(name)).collect();
            assert_ne!(found, gap.find, "{file}: {:?} is no gap any more; make it a case", gap.text);
        }
    }
}
