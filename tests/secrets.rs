//! earmark is never the next leak: no value of any record in anything it writes, wherever the value stood.
#![cfg(feature = "cli")]
#![allow(clippy::print_stderr)] // a test that is skipped says why
#![allow(clippy::disallowed_types)] // dumps are made and run folders read here

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use aho_corasick::AhoCorasick;
use earmark::generate::{self, Amount, Kind, Options};
use support::{Chance, check_private, key, lines, read, scanner};
use tempfile::TempDir;

/// Shorter values say nothing by themselves, and stand in any text.
const SHORTEST: usize = 6;

/// Everything that a run wrote or said, by where it did.
struct Written {
    texts: BTreeMap<String, String>,
    out: PathBuf,
    _place: TempDir,
    code: Option<i32>,
}

/// Runs the program over the files of a folder, each given by its name and bytes.
fn scan(files: &[(&str, Vec<u8>)], options: &[&str]) -> Written {
    let place = tempfile::tempdir().unwrap();
    let input = place.path().join("in");
    for (name, bytes) in files {
        let path = input.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let out = place.path().join("run");
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("earmark"));
    command.arg("scan").arg(&input).arg("--out").arg(&out).args([
        "--findings",
        "all",
        "--progress",
        "always",
        "--jobs",
        "2",
    ]);
    let output = command.args(options).env("RUST_BACKTRACE", "1").output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let mut texts =
        BTreeMap::from([("stdout".to_owned(), text(&output.stdout)), ("stderr".to_owned(), text(&output.stderr))]);
    for entry in fs::read_dir(&out).into_iter().flatten() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        texts.insert(name, text(&fs::read(path).unwrap()));
    }
    Written { texts, out, _place: place, code: output.status.code() }
}

impl Written {
    /// Which of `values` stand in something written, in either case: never their text, only where and their place in the list.
    ///
    /// A match counts where no letter or digit touches it, or from nine bytes on anywhere: shorter digits stand in hashes.
    fn leaks(&self, values: &[String]) -> Vec<String> {
        let folded: Vec<String> = values.iter().map(|value| value.to_lowercase()).collect();
        let automaton = AhoCorasick::new(&folded).unwrap();
        let mut leaks = Vec::new();
        for (name, text) in &self.texts {
            let text = text.to_lowercase();
            for found in automaton.find_overlapping_iter(&text) {
                let free = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
                let alone = free(text[..found.start()].chars().next_back()) && free(text[found.end()..].chars().next());
                // A place in a file is a number that may be somebody's door code by chance.
                let place =
                    ["start\":", "end\":", "offset\":"].iter().any(|name| text[..found.start()].ends_with(name));
                if (alone || found.len() >= 9) && !place {
                    let line = text[..found.start()].matches('\n').count() + 1;
                    leaks.push(format!("{name}:{line}: {}", values[found.pattern().as_usize()]));
                }
            }
        }
        leaks
    }

    fn assert_quiet(&self, values: &BTreeSet<String>, least: usize) {
        // "prescription" is a term, and part of the name of an entity that outputs write.
        let catalogue = earmark::Catalogue::default();
        let names: BTreeSet<String> = catalogue
            .iter()
            .flat_map(|(_, entity)| entity.name.split('_').map(str::to_lowercase).collect::<Vec<_>>())
            .collect();
        let kept = |value: &&String| value.chars().count() >= SHORTEST && !names.contains(&value.to_lowercase());
        let values: Vec<String> = values.iter().filter(kept).cloned().collect();
        assert!(values.len() >= least, "{} values", values.len());
        let leaks = self.leaks(&values);
        assert!(leaks.is_empty(), "{} leaks\n{}", leaks.len(), leaks[..leaks.len().min(40)].join("\n"));
    }
}

/// A generated dump and every value that is sensitive in it.
fn generated(kind: Kind, records: u64, seed: u64) -> (Vec<u8>, BTreeSet<String>) {
    let (mut dump, mut gold) = (Vec::new(), Vec::new());
    generate::write(&Options::new(kind, Amount::Records(records), seed), &mut dump, Some(&mut gold)).unwrap();
    let mut values = BTreeSet::new();
    for line in String::from_utf8(gold).unwrap().lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        values.extend(line["spans"].as_array().unwrap().iter().map(|span| span["value"].as_str().unwrap().to_owned()));
    }
    (dump, values)
}

#[test]
fn generated_dumps_leave_no_value_in_any_output() {
    let mut files = Vec::new();
    let mut values = BTreeSet::new();
    for (name, kind, seed) in [
        ("voicemail.json", Kind::Voicemail, 1),
        ("callers.json", Kind::Callers, 2),
        ("people.json", Kind::People, 3),
        ("cluster.json", Kind::Cluster, 4),
        ("mixed.json", Kind::Mixed, 5),
    ] {
        let (dump, found) = generated(kind, 1_500, seed);
        files.push((name, dump));
        values.extend(found);
    }
    let written = scan(&files, &[]);
    assert!(matches!(written.code, Some(0 | 3)), "{}", written.texts["stderr"]);
    assert!(written.texts["findings.ndjson"].lines().count() > 5_000);
    check_private(&written.out);
    written.assert_quiet(&values, 2_000);
}

/// Values where nobody looks for them: ids, file and folder names, field names, tenants, containers, times, states.
#[test]
fn values_in_names_and_ids_are_masked() {
    let mut chance = Chance(11);
    let mut values = BTreeSet::new();
    let mut value = |kind: &str| {
        let value = support::value(kind, &mut chance);
        values.insert(value.clone());
        value
    };
    let mut dump = String::new();
    for number in 0..400 {
        let kind = ["phone", "ssn", "mail", "pnr", "card", "listed"][number % 6];
        let hidden = value(kind);
        let text = "call me back, my doctor raised the metformin and the insulin";
        let line = match number % 8 {
            0 => format!("{{\"_id\":\"{hidden}\",\"_source\":{{\"transcript\":\"{text}\"}}}}"),
            1 => format!("{{\"_index\":\"{hidden}\",\"_id\":\"r{number}\",\"_source\":{{\"transcript\":\"{text}\"}}}}"),
            2 => format!("{{\"id\":\"vm-{hidden}-{number}\",\"account_id\":\"{hidden}\",\"transcript\":\"{text}\"}}"),
            3 => format!("{{\"id\":{number},\"{hidden}\":\"{text}\"}}"),
            4 => format!("{{\"id\":{number},\"turns\":[{{\"{hidden}\":\"{text}\"}},{{\"{hidden}\":[\"{text}\"]}}]}}"),
            5 => format!(
                "{{\"id\":{number},\"received\":\"{hidden}\",\"state\":\"{hidden}\",\"transcript\":\"{text}\"}}"
            ),
            6 => format!("{{\"id\":\"{}\",\"transcript\":\"{text}\"}}", escaped(&hidden)),
            _ => format!("{{\"id\":\"https://pbx.example.com/vm/{hidden}.wav\",\"transcript\":\"{text}\", broken"),
        };
        dump.extend([line.as_str(), "\n"]);
    }
    let names = [value("phone"), value("ssn"), value("mail"), value("name"), value("pnr")];
    let files: Vec<String> = names.iter().map(|name| format!("{name}/vm {name}.json")).collect();
    let files: Vec<_> = files.iter().map(|name| (name.as_str(), dump.clone().into_bytes())).collect();
    let written = scan(&files, &[]);
    assert_eq!(written.code, Some(3), "{}", written.texts["stderr"]);
    assert!(written.texts["records.ndjson"].contains("masked:"));
    assert!(written.texts["inputs.ndjson"].matches("masked:").count() >= 2 * names.len());
    written.assert_quiet(&values, 200);
}

/// As contents of a JSON string, the first character as `\u…`.
fn escaped(value: &str) -> String {
    let mut chars = value.chars();
    let first = chars.next().map(|first| format!("\\u{:04x}", u32::from(first)));
    first.unwrap_or_default() + chars.as_str()
}

/// The same value is masked alike, so that records still join.
#[test]
fn masked_names_still_join() {
    let line =
        |id: u32| format!("{{\"id\":\"{id}\",\"account_id\":\"212-555-0142\",\"transcript\":\"I take insulin\"}}\n");
    let written = scan(&[("a.json", (line(1) + &line(2)).into_bytes())], &[]);
    let tenants: Vec<_> = lines(&written.out, "records.ndjson").iter().map(|line| line["tenant"].clone()).collect();
    assert!(tenants.len() == 2 && tenants[0] == tenants[1] && tenants[0].as_str().unwrap().starts_with("masked:"));
    let other = scan(&[("a.json", line(1).into_bytes())], &[]);
    assert_ne!(lines(&other.out, "records.ndjson")[0]["tenant"], tenants[0], "a key that nobody keeps");
}

/// What goes wrong is said without the record's words or the value in a file's name.
#[test]
fn errors_name_no_value() {
    let place = tempfile::tempdir().unwrap();
    let missing = place.path().join("836-90-4399 lorne.hassett@example.com.json");
    let out = place.path().join("run");
    let output = Command::new(assert_cmd::cargo::cargo_bin("earmark"))
        .args(["scan", "--out"])
        .args([&out, &missing])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap() + &String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("masked:"), "the error says which file");
    for value in ["836-90-4399", "lorne.hassett", "90-43"] {
        assert!(!said.contains(value));
    }
    let findings = scanner().scan("my social security number is 836-90-4399");
    assert!(!findings.findings().is_empty());
    assert!(!format!("{:?} {:?}", findings.findings(), findings.verdict()).contains("4399"));
    assert!(!format!("{:?}", key()).contains('7'));
}

#[test]
fn revealing_is_refused_without_a_yes() {
    let dump = br#"{"transcript":"my social security number is 836-90-4399"}"#.to_vec();
    let refused = scan(&[("a.json", dump.clone())], &["--reveal", "values"]);
    assert!(refused.code == Some(2) && !refused.out.exists(), "{}", refused.texts["stderr"]);
    let shown = scan(&[("a.json", dump)], &["--reveal", "values", "--yes"]);
    assert_eq!(shown.leaks(&["836-90-4399".to_owned()]).len(), 1, "in findings, and there alone");
    assert!(shown.leaks(&["836-90-4399".to_owned()])[0].starts_with("findings.ndjson:1:"));
}

#[test]
fn a_key_file_is_private_and_outside_the_run_folder() {
    use std::os::unix::fs::PermissionsExt;
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("key");
    let written = scan(&[("a.json", support::dump(12, 20_000, false))], &["--key-file", file.to_str().unwrap()]);
    assert_eq!(written.code, Some(0), "{}", written.texts["stderr"]);
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o7777, 0o600);
    let secret = fs::read_to_string(&file).unwrap().trim().to_owned();
    assert!(secret.len() == 64 && written.leaks(&[secret]).is_empty());
    check_private(&written.out);
}

/// Without any network the program does the same.
#[test]
fn no_network_is_needed() {
    let dump = support::dump(13, 300_000, true);
    let place = tempfile::tempdir().unwrap();
    let (input, secret) = (place.path().join("in.json"), place.path().join("key"));
    fs::write(&input, dump).unwrap();
    fs::write(&secret, "07".repeat(32)).unwrap();
    let program = assert_cmd::cargo::cargo_bin("earmark");
    let arguments = |out: &Path| {
        let plain =
            ["scan", "--findings", "all", "--key-file", secret.to_str().unwrap(), input.to_str().unwrap(), "--out"];
        plain.iter().map(Into::into).chain([out.as_os_str().to_owned()]).collect::<Vec<_>>()
    };
    let (with, without) = (place.path().join("with"), place.path().join("without"));
    let plain = Command::new(&program).args(arguments(&with)).output().unwrap();
    let apart = Command::new("unshare").args(["-r", "-n", "--"]).arg(&program).args(arguments(&without)).output();
    if !without.exists() {
        eprintln!("skipped: no network namespace can be made here ({apart:?})");
        return;
    }
    assert_eq!(apart.unwrap().status.code(), plain.status.code());
    for name in ["records.ndjson", "findings.ndjson", "unreadable.ndjson", "chunks.ndjson", "summary.json"] {
        assert!(read(&with, name) == read(&without, name), "{name}");
    }
}

/// The folder's owner is the only one who can read anything, whatever the mask of new files is.
#[test]
fn everything_is_private_whatever_the_mask() {
    let place = tempfile::tempdir().unwrap();
    let (input, out) = (place.path().join("in.json"), place.path().join("run"));
    fs::write(&input, support::dump(14, 20_000, true)).unwrap();
    let program = assert_cmd::cargo::cargo_bin("earmark");
    let script = "umask 0 && exec \"$@\"";
    let mut command = Command::new("sh");
    command.args(["-c", script, "sh"]).arg(program).arg("scan").arg(&input).arg("--out").arg(&out);
    assert!(matches!(command.output().unwrap().status.code(), Some(0 | 3)));
    check_private(&out);
}
