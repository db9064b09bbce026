//! The program as people run it: exit codes, what goes where, and what is refused.

use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// Records of every status, two of them sensitive.
const DUMP: &str = r#"{"_index":"voicemail","_id":"1","_source":{"transcript":"hi this is susan miller my social is 536-90-4399 call 212-555-0142","state":"OK"}}
{"_index":"voicemail","_id":"2","_source":{"transcript":"the oncologist says the chemotherapy starts on monday","state":"TX"}}
{"_index":"voicemail","_id":"3","_source":{"transcript":"the kitchen faucet is ready whenever you are","state":null}}
{"_index":"voicemail","_id":"4","_source":{"transcript":"","state":null}}
{"_index":"callers","_id":"5","_source":{"caller_name":"KAREN DOUGLAS","caller_id":"+12125550143","city":"TULSA","state":"OK"}}
"#;

fn earmark(arguments: &[&str]) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("earmark"));
    command.args(arguments).env_remove("NO_COLOR").stdin(Stdio::null());
    command
}

fn run(arguments: &[&str]) -> Output {
    earmark(arguments).output().unwrap()
}

fn code(arguments: &[&str]) -> i32 {
    run(arguments).status.code().unwrap()
}

fn stdout(arguments: &[&str]) -> String {
    let output = run(arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn stderr(arguments: &[&str]) -> String {
    String::from_utf8(run(arguments).stderr).unwrap()
}

/// A folder with a dump in it.
struct Place {
    folder: TempDir,
}

impl Place {
    fn new(dump: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("dump.json"), dump).unwrap();
        Self { folder }
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }

    /// `earmark scan` of the dump into the folder's `run`, with more arguments.
    fn scan(&self, more: &[&str]) -> Output {
        let (dump, out) = (self.path("dump.json"), self.path("run"));
        run(&[&["scan", "--out", &out, &dump], more].concat())
    }

    fn manifest(&self) -> Value {
        serde_json::from_slice(&fs::read(self.path("run/manifest.json")).unwrap()).unwrap()
    }
}

#[test]
fn exit_codes_say_how_it_ended() {
    let place = Place::new(DUMP);
    let code = |more: &[&str]| place.scan(&[&["--overwrite"], more].concat()).status.code().unwrap();
    assert_eq!(code(&[]), 0);
    assert_eq!(code(&["--fail-on", "medical"]), 10);
    assert_eq!(code(&["--fail-on", "T4"]), 10);
    assert_eq!(code(&["--fail-on", "financial"]), 0);
    assert_eq!(code(&["--fail-on", "fury"]), 2);
    assert_eq!(code(&["--entities", "NO_SUCH_THING"]), 2);
    assert_eq!(code(&["--languages", "tlh"]), 2);
    assert_eq!(code(&["--min-confidence", "45"]), 2);
    assert_eq!(code(&["--dictionary", &place.path("missing.tsv")]), 1);
    assert_eq!(code(&["--config", &place.path("missing.toml")]), 1);
    assert_eq!(code(&[&place.path("missing.json")]), 3);
    assert_eq!(place.scan(&[]).status.code(), Some(2), "the run folder is there already");
    assert_eq!(self::code(&["scan", "--out", &place.path("new"), &place.path("missing.json")]), 1);
    assert_eq!(self::code(&["frobnicate"]), 2);
    assert_eq!(self::code(&["verify", &place.path("nowhere")]), 1);
}

#[test]
fn a_line_that_is_no_json_is_a_fault() {
    let place = Place::new(&format!("{DUMP}my social is 536-90-4399 {{\n"));
    let output = place.scan(&[]);
    assert_eq!(output.status.code(), Some(3));
    let report = String::from_utf8(output.stdout).unwrap();
    assert!(report.contains("1 record or source not readable as such"), "{report}");
    assert!(!report.contains("4399"));
}

#[test]
fn values_are_revealed_only_on_purpose() {
    let place = Place::new(DUMP);
    let refused = place.scan(&["--reveal", "values"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("--yes"));
    assert!(!Path::new(&place.path("run")).exists());
    let holds = |value: &str| fs::read_to_string(place.path("run/findings.ndjson")).unwrap().contains(value);
    assert_eq!(place.scan(&[]).status.code(), Some(0));
    assert!(!holds("536-90-4399"));
    assert_eq!(place.scan(&["--reveal", "values", "--yes", "--overwrite"]).status.code(), Some(0));
    assert!(holds("536-90-4399"));
}

#[test]
fn the_key_lies_outside_the_run_folder() {
    let place = Place::new(DUMP);
    let (inside, outside) = (place.path("run/../run/key"), place.path("key"));
    assert_eq!(place.scan(&["--key-file", &inside]).status.code(), Some(2));
    assert!(!Path::new(&place.path("run")).exists());
    assert_eq!(place.scan(&["--key-file", &outside]).status.code(), Some(0));
    let first = fs::read(place.path("run/findings.ndjson")).unwrap();
    let id = place.manifest()["key_id"].clone();
    assert_eq!(place.scan(&["--key-file", &outside, "--overwrite"]).status.code(), Some(0));
    assert_eq!(fs::read(place.path("run/findings.ndjson")).unwrap(), first);
    assert_eq!(place.manifest()["key_id"], id);
    assert_ne!(id, "ephemeral");
}

#[test]
fn effective_options_are_noted_without_paths() {
    let place = Place::new(DUMP);
    fs::write(place.path("fields.toml"), "[fields]\n\"call.summary\" = \"speech\"\n").unwrap();
    let config = place.path("fields.toml");
    let options = ["--config", &config, "--records", "sensitive", "--circumstances", "public", "--id-field", "_id"];
    assert_eq!(place.scan(&options).status.code(), Some(0));
    let options = place.manifest()["options"].clone();
    assert_eq!(options["records"], "sensitive");
    assert_eq!(options["fields"]["roles"]["call.summary"], "speech");
    assert_eq!(options["fields"]["id_field"], "_id");
    assert_eq!(options["judging"]["min_confidence"], 45);
    assert_eq!(options["judging"]["circumstances"][0], "public");
    assert!(!options.to_string().contains(place.folder.path().to_str().unwrap()));
}

#[test]
fn fields_of_the_configuration_are_read_as_it_says() {
    let place = Place::new("{\"zz\":\"536-90-4399\"}\n{\"zz\":\"my social is 536-90-4399\"}\n");
    fs::write(place.path("fields.toml"), "[fields]\nzz = \"spoken\"\n").unwrap();
    assert_eq!(place.scan(&["--config", &place.path("fields.toml")]).status.code(), Some(2));
    fs::write(place.path("fields.toml"), "[fields]\nzz = \"organisation\"\n").unwrap();
    assert_eq!(place.scan(&["--config", &place.path("fields.toml")]).status.code(), Some(0));
    let organisations = fs::read_to_string(place.path("run/records.ndjson")).unwrap();
    fs::write(place.path("fields.toml"), "[fields]\nzz = \"speech\"\n").unwrap();
    assert_eq!(place.scan(&["--config", &place.path("fields.toml"), "--overwrite"]).status.code(), Some(0));
    let speech = fs::read_to_string(place.path("run/records.ndjson")).unwrap();
    assert!(speech.contains("US_SSN") && organisations != speech);
}

#[test]
fn own_dictionaries_are_laid_over() {
    let place = Place::new("{\"transcript\":\"he has the zebra pox again\"}\n");
    let found = |more: &[&str]| {
        assert_eq!(place.scan(&[&["--overwrite"], more].concat()).status.code(), Some(0));
        fs::read_to_string(place.path("run/records.ndjson")).unwrap().contains("CONDITION")
    };
    assert!(!found(&[]));
    let dictionary = "#! earmark dictionary 1\n#! entity = CONDITION\n#! language = en\nzebra pox\n";
    fs::create_dir(place.path("own")).unwrap();
    fs::write(place.path("own/mine.tsv"), dictionary).unwrap();
    assert!(found(&["--dictionary", &place.path("own")]));
    assert!(found(&["--dictionary", &place.path("own/mine.tsv"), "--no-builtin"]));
    assert!(!found(&["--dictionary", &place.path("own"), "--exclude-entities", "CONDITION"]));
    fs::write(place.path("own/mine.tsv"), dictionary.replace("pox", "pox\tstrange")).unwrap();
    let output = place.scan(&["--dictionary", &place.path("own"), "--overwrite"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("mine.tsv:4"));
}

#[test]
fn verify_tells_intact_from_tampered() {
    let place = Place::new(DUMP);
    assert_eq!(place.scan(&[]).status.code(), Some(0));
    let out = place.path("run");
    assert!(stdout(&["verify", &out]).contains("intact; 5 records in 1 piece, the run is done"));
    let records = fs::read_to_string(place.path("run/records.ndjson")).unwrap();
    fs::write(place.path("run/records.ndjson"), records.replacen("\"T4\"", "\"T1\"", 1)).unwrap();
    let tampered = run(&["verify", &out]);
    assert_eq!(tampered.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&tampered.stdout).contains("records.ndjson"));
}

#[test]
fn the_report_on_the_sample_fits_a_screen() {
    let place = Place::new("");
    let (sample, out) = (concat!(env!("CARGO_MANIFEST_DIR"), "/examples/voicemail-dump/*.json"), place.path("run"));
    let output = run(&["scan", "--out", &out, sample]);
    assert!(output.stderr.is_empty(), "no progress without a terminal");
    let report = String::from_utf8(output.stdout).unwrap();
    let (heading, rest) = report.split_once('\n').unwrap();
    assert!(heading.contains(" records, ") && heading.contains(" sources, in "), "{heading}");
    let rest = rest.replace(&out, "RUN").replace(env!("CARGO_PKG_VERSION"), "VERSION");
    assert!(rest.lines().count() < 24 && rest.lines().all(|line| line.chars().count() <= 80), "{rest}");
    insta::assert_snapshot!(rest);
}

#[test]
fn the_report_counts_records_by_status() {
    let place = Place::new(DUMP);
    let report = String::from_utf8(place.scan(&[]).stdout).unwrap();
    assert!(report.starts_with("5 records, 587 B of 1 source, in "), "{report}");
    for (status, records) in [("flagged", "3"), ("none found *", "1"), ("unexamined", "1"), ("unreadable", "0")] {
        let line = report.lines().find(|line| line.starts_with(status)).unwrap();
        assert_eq!(line[status.len()..].split_whitespace().next(), Some(records), "{line}");
    }
}

#[test]
fn progress_is_shown_when_asked_for() {
    let place = Place::new(DUMP);
    let shown = String::from_utf8(place.scan(&["--progress", "always"]).stderr).unwrap();
    assert!(shown.contains("MB/s") && shown.contains("records/s"), "{shown}");
}

#[test]
fn standard_input_is_a_source() {
    let place = Place::new(DUMP);
    let mut command = earmark(&["scan", "--out", &place.path("run"), "-"]);
    let output = command.stdin(fs_input(&place.path("dump.json"))).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&output.stdout).starts_with("5 records"));
}

fn fs_input(path: &str) -> Stdio {
    Command::new("cat").arg(path).stdout(Stdio::piped()).spawn().unwrap().stdout.unwrap().into()
}

#[test]
fn a_signal_ends_the_run_at_a_committed_chunk() {
    let place = Place::new(DUMP);
    let out = place.path("run");
    let mut child = earmark(&["scan", "--out", &out, "-"]).stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    while !Path::new(&place.path("run/manifest.json")).exists() {
        assert!(child.try_wait().unwrap().is_none());
        std::thread::yield_now();
    }
    let process = rustix::process::Pid::from_child(&child);
    rustix::process::kill_process(process, rustix::process::Signal::TERM).unwrap();
    // The pipe never ends by itself: only the signal can end the run.
    let (mut pipe, block) = (child.stdin.take().unwrap(), DUMP.repeat(1000));
    while pipe.write_all(block.as_bytes()).is_ok() {}
    assert_eq!(child.wait().unwrap().code(), Some(1));
    assert_eq!(place.manifest()["state"], "interrupted");
    assert!(stdout(&["verify", &out]).contains("the run is interrupted"));
}

#[test]
fn explanations_say_what_won_and_why() {
    let text = "my social is 536-90-4399";
    let why: Value = serde_json::from_str(&stdout(&["explain", "--json", text])).unwrap();
    assert_eq!(why["runs"][0]["digits"], "536904399");
    assert_eq!(why["runs"][0]["readings"][0], "536904399");
    let finding = &why["findings"][0];
    assert_eq!((&finding["entity"], &finding["start"], &finding["end"]), (&"US_SSN".into(), &13.into(), &24.into()));
    assert_eq!(finding["band"], "confirmed");
    assert!(finding["evidence"].as_array().unwrap().contains(&"cue:strong".into()));
    assert_eq!(why["verdict"]["tier"], "T4");
    let outcomes: Vec<_> =
        why["candidates"].as_array().unwrap().iter().map(|one| one["outcome"].as_str().unwrap()).collect();
    assert!(outcomes.contains(&"found") && outcomes.contains(&"lost"), "{outcomes:?}");
    let page = stdout(&["explain", text]);
    assert!(page.contains("[536-90-4399]US_SSN") && !page.contains('\u{1b}'), "no colours without a terminal: {page}");
}

#[test]
fn a_text_to_explain_may_come_from_standard_input() {
    let place = Place::new("my social is 536-90-4399\n");
    let output = earmark(&["explain", "--json"]).stdin(fs_input(&place.path("dump.json"))).output().unwrap();
    let why: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(why["findings"][0]["entity"], "US_SSN");
}

#[test]
fn dumps_are_the_same_for_the_same_seed() {
    let place = Place::new("");
    let generate = |seed: &str| stdout(&["generate", "--kind", "mixed", "--records", "50", "--seed", seed]);
    assert_eq!(generate("7"), generate("7"));
    assert_ne!(generate("7"), generate("8"));
    let (out, gold) = (place.path("made.json"), place.path("gold.json"));
    let written = ["generate", "--kind", "mixed", "--records", "50", "--seed", "7", "--out", &out, "--gold", &gold];
    assert_eq!(stdout(&written), "");
    assert_eq!(fs::read_to_string(&out).unwrap(), generate("7"));
    assert_eq!(fs::read_to_string(&gold).unwrap().lines().count(), 50);
    assert!(stdout(&["generate", "--kind", "callers", "--bytes", "64KiB"]).len() >= 64 << 10);
    assert_eq!(code(&["generate", "--kind", "callers"]), 2);
    assert_eq!(code(&["generate", "--kind", "callers", "--records", "1", "--bytes", "1"]), 2);
}

#[test]
fn a_cluster_has_a_file_for_each_collection() {
    let place = Place::new("");
    let folder = place.path("cluster");
    fs::create_dir(&folder).unwrap();
    stdout(&["generate", "--kind", "cluster", "--records", "200", "--out", &folder]);
    let names: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names.len(), 10);
    assert!(names.contains(&"people-production.json".into()));
}

#[test]
fn a_tree_of_recordings_is_made_and_scanned() {
    let place = Place::new("");
    let (gold, calls, out) = (place.path("gold"), place.path("calls"), place.path("run"));
    stdout(&["generate", "--kind", "recordings", "--records", "120", "--gold", &gold, "--out", &calls]);
    assert_eq!(fs::read_to_string(&gold).unwrap().lines().count(), 120);
    let list = stdout(&["generate", "--kind", "recordings", "--records", "120"]);
    for name in list.lines() {
        assert!(Path::new(&calls).join(name).is_file(), "{name}");
    }
    stdout(&["scan", "--out", &out, &calls]);
    let summary: Value =
        serde_json::from_str(&fs::read_to_string(Path::new(&out).join("summary.json")).unwrap()).unwrap();
    assert_eq!(summary["recordings"]["files"], 120);
}

#[test]
fn a_reader_who_has_had_enough_is_no_error() {
    let arguments = ["generate", "--kind", "voicemail", "--bytes", "8MiB"];
    let mut child = earmark(&arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut first = [0; 16];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn dictionaries_are_listed_and_checked() {
    let list: Value = serde_json::from_str(&stdout(&["dictionary", "list", "--json"])).unwrap();
    assert!(list.as_array().unwrap().iter().any(|one| one["entity"] == "MEDICATION" && one["language"] == "en"));
    assert!(stdout(&["dictionary", "list"]).contains("medical/en/medication.tsv"));
    let place = Place::new("");
    let mine = place.path("mine.tsv");
    fs::write(&mine, "#! earmark dictionary 1\n#! entity = CONDITION\n#! language = en\nzebra pox\tweak\n").unwrap();
    let checked = run(&["dictionary", "check", &mine]);
    assert_eq!(checked.status.code(), Some(1));
    let text = String::from_utf8(checked.stdout).unwrap();
    assert!(text.contains("mine.tsv:4: \"zebra pox\" without example or counterexample"), "{text}");
}

#[test]
fn the_built_in_dictionaries_hold_their_own_examples() {
    let checked = run(&["dictionary", "check"]);
    assert_eq!(checked.status.code(), Some(0), "{}", String::from_utf8_lossy(&checked.stdout));
}

#[test]
fn every_command_has_help_a_page_and_completions() {
    for command in ["scan", "explain", "generate", "dictionary", "verify", "completions", "man"] {
        assert!(stdout(&[command, "--help"]).contains("Usage: earmark"), "{command}");
        assert!(stdout(&["man", command]).contains(".TH"), "{command}");
    }
    let page = stdout(&["man", "scan"]);
    assert!(page.contains("earmark\\-scan") && page.contains("fail\\-on") && !page.contains("simd"), "{page}");
    assert!(stdout(&["man"]).contains("Exit status"));
    assert!(stdout(&["completions", "bash"]).contains("fail-on"));
    assert_eq!(code(&["man", "frobnicate"]), 2);
    let place = Place::new("");
    stdout(&["man", "--out", &place.path("pages")]);
    assert!(Path::new(&place.path("pages/earmark-dictionary-check.1")).is_file());
}

#[test]
fn unknown_flags_are_refused() {
    for flag in ["--names", "--resume"] {
        assert_eq!(code(&["scan", flag, "x", "--out", "x", "y"]), 2, "{flag}");
        assert!(stderr(&["scan", flag, "x", "--out", "x", "y"]).contains(flag));
    }
}
