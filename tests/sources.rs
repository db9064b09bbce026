//! Sources and disks that do not behave: pipes, long lines, runs that are killed or stopped, what cannot be opened, what changes.
#![cfg(feature = "cli")]
#![allow(clippy::disallowed_types)] // dumps and run folders are made and damaged here
#![allow(clippy::print_stderr, clippy::print_stdout)] // children report, and a test that is skipped says why

mod support;

use std::fs::{self, File, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use earmark::{Error, ErrorKind, Format, Outcome, Progress, verify};
use support::runs::{MIB, SAME, SSN, folder, run};
use support::{dump, json, lines, read, sum};
use tempfile::TempDir;

/// What a child process of these tests does; a test of its own only in name, so that no second binary is needed.
#[test]
fn child() {
    let Ok(task) = std::env::var("EARMARK_TEST_CHILD") else { return };
    let of = |name: &str| PathBuf::from(std::env::var(name).unwrap());
    let (input, out) = (of("EARMARK_TEST_IN"), of("EARMARK_TEST_OUT"));
    let jobs = if task == "stdin-3" { 3 } else { 1 };
    let commits = AtomicUsize::new(0);
    let stop = |_: Progress| {
        if task == "hang" && commits.fetch_add(1, Ordering::Relaxed) == 2 {
            println!("\ncommitted");
            loop {
                std::thread::park();
            }
        }
    };
    let result = run(&[&input], &out).format(Format::Ndjson).jobs(jobs).progress(&stop).execute();
    if task == "full" {
        let verified =
            verify(&out).map(|verified| format!("{} {} {:?}", verified.state, verified.pieces, verified.problems));
        let kind = result.as_ref().map_err(Error::kind).err();
        fs::write(of("EARMARK_TEST_REPORT"), format!("{kind:?}\n{verified:?}")).unwrap();
        return;
    }
    result.unwrap();
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    println!("\n{}", status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or("VmHWM: 0 kB"));
}

fn child_of(task: &str, input: &Path, out: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "child", "--nocapture", "--test-threads=1"]).env("EARMARK_TEST_CHILD", task);
    command.env("EARMARK_TEST_IN", input).env("EARMARK_TEST_OUT", out).stdin(Stdio::null()).stdout(Stdio::piped());
    command
}

/// Waits for a child to succeed; returns the most memory it had, in kB.
fn finish(child: Child) -> u64 {
    let output = child.wait_with_output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{text}");
    let line = text.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_else(|| panic!("{text}"));
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[test]
fn a_pipe_is_read_like_a_file() {
    let place = folder();
    let input = place.path().join("in.json");
    // The second ends with a cell, the third in its middle without a line feed.
    let whole = dump(4, 5 * MIB, true);
    let mut exact = whole[..4 * MIB].to_vec();
    exact[4 * MIB - 1] = b'\n';
    for (number, bytes) in [whole.clone(), exact, whole[..4 * MIB + 17].to_vec(), Vec::new()].into_iter().enumerate() {
        fs::write(&input, &bytes).unwrap();
        let file = place.path().join(format!("file-{number}"));
        run(&[&input], &file).execute().unwrap();
        for task in ["stdin-1", "stdin-3"] {
            let out = place.path().join(format!("{task}-{number}"));
            finish(child_of(task, Path::new("-"), &out).stdin(File::open(&input).unwrap()).spawn().unwrap());
            // An empty file is a piece of no bytes, an empty pipe has none.
            let same = if bytes.is_empty() { &SAME[..3] } else { &SAME };
            for name in same {
                assert!(read(&out, name) == read(&file, name), "{task} {number}: {name} differs");
            }
            let (piped, filed) = (lines(&out, "inputs.ndjson"), lines(&file, "inputs.ndjson"));
            assert_eq!((piped[0]["name"].as_str(), piped[0]["changed"].as_bool()), (Some("-"), Some(false)));
            assert_eq!(piped[0]["records"], filed[0]["records"]);
            assert!(bytes.is_empty() || piped[0]["blake3"] == filed[0]["blake3"]);
        }
    }
}

/// One line of 300 MB with a telephone number every 65,537 bytes, so that they fall on every place of a window, its overlap
/// and its borders. Returns their number.
fn write_long_line(out: &mut dyn Write) -> usize {
    let mut block = vec![b' '; 65_537];
    let text = b"and then call 212-555-0142 about it ";
    block[..text.len()].copy_from_slice(text);
    let count = 300_000_000_usize.div_ceil(block.len());
    for _ in 0..count {
        out.write_all(&block).unwrap();
    }
    out.write_all(b"end\n").unwrap();
    out.write_all(SSN.as_bytes()).unwrap();
    count
}

fn check_long_line(out: &Path, count: usize, memory: u64) {
    assert!(memory < 200_000, "{memory} kB");
    let records = lines(out, "records.ndjson");
    assert_eq!(records.len(), 2);
    assert_eq!((&records[0]["flags"][1], &records[0]["damaged"]), (&"damaged".into(), &true.into()));
    assert_eq!(records[0]["length"].as_u64(), Some(count as u64 * 65_537 + 3));
    assert_eq!(records[0]["entities"]["PHONE_NUMBER"].as_u64(), Some(count as u64), "none lost, none twice");
    assert_eq!(records[1]["record"], "good");
    let unreadable = lines(out, "unreadable.ndjson");
    assert_eq!(unreadable.len(), 1);
    assert_eq!(unreadable[0]["scanned"], true);
    let starts: Vec<_> = lines(out, "findings.ndjson").iter().map(|line| line["start"].as_u64().unwrap()).collect();
    let expected: Vec<_> = (0..count as u64).map(|index| index * 65_537 + 14).collect();
    assert_eq!(starts[..count], expected);
    let coverage = &json(out, "summary.json")["coverage"];
    let number = |name: &str| coverage[name].as_u64().unwrap();
    assert_eq!(number("record_bytes") + number("framing_bytes"), number("source_bytes"));
    assert!(verify(out).unwrap().problems.is_empty());
}

#[test]
fn one_line_of_300_mb_takes_little_memory_from_file_and_pipe() {
    let place = folder();
    let (input, from_file, from_pipe) =
        (place.path().join("long"), place.path().join("file"), place.path().join("pipe"));
    let mut file = std::io::BufWriter::new(File::create(&input).unwrap());
    let count = write_long_line(&mut file);
    drop(file);
    let memory = finish(child_of("file", &input, &from_file).spawn().unwrap());
    check_long_line(&from_file, count, memory);
    let mut child = child_of("stdin-1", Path::new("-"), &from_pipe).stdin(Stdio::piped()).spawn().unwrap();
    write_long_line(&mut child.stdin.take().unwrap());
    check_long_line(&from_pipe, count, finish(child));
    for name in SAME {
        assert!(name == "chunks.ndjson" || read(&from_file, name) == read(&from_pipe, name), "{name}");
    }
}

#[test]
fn a_killed_run_says_that_it_is_unfinished() {
    let place = folder();
    let (input, out) = (place.path().join("in.json"), place.path().join("run"));
    let bytes = dump(5, 14 * MIB, true);
    fs::write(&input, &bytes).unwrap();
    let mut child = child_of("hang", &input, &out).spawn().unwrap();
    let mut told = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(told.any(|line| line.unwrap() == "committed"));
    child.kill().unwrap();
    child.wait().unwrap();
    let verified = verify(&out).unwrap();
    assert_eq!(
        (verified.state.as_str(), verified.pieces, verified.problems.len()),
        ("unfinished", 3, 0),
        "{verified:?}"
    );
    assert!(verified.records > 1_000);
    // Half a line of the chunk after them changes nothing; a chunk that is gone from its output does.
    let mut log = OpenOptions::new().append(true).open(out.join("chunks.ndjson")).unwrap();
    log.write_all(b"{\"schema\":1,\"source\":0,\"sta").unwrap();
    assert_eq!(verify(&out).unwrap().pieces, 3);
    let records = OpenOptions::new().write(true).open(out.join("records.ndjson")).unwrap();
    records.set_len(1_000).unwrap();
    assert_eq!(verify(&out).unwrap().problems.len(), 1);
}

#[test]
fn an_interrupted_run_ends_at_a_committed_chunk() {
    let place = folder();
    let (input, whole) = (place.path().join("in.json"), place.path().join("whole"));
    // More cells than two workers may have begun by the second commit.
    fs::write(&input, dump(6, 27 * MIB, false)).unwrap();
    run(&[&input], &whole).execute().unwrap();
    for jobs in [1, 2] {
        let out = place.path().join(format!("run-{jobs}"));
        let (flag, commits) = (AtomicBool::new(false), AtomicUsize::new(0));
        let stop = |_: Progress| {
            if commits.fetch_add(1, Ordering::Relaxed) == 1 {
                flag.store(true, Ordering::Relaxed);
            }
        };
        let outcome = run(&[&input], &out).jobs(jobs).interrupt(&flag).progress(&stop).execute().unwrap();
        assert!(outcome.interrupted);
        assert_eq!(json(&out, "manifest.json")["state"], "interrupted");
        assert_eq!(json(&out, "summary.json")["complete"], false);
        let verified = verify(&out).unwrap();
        assert!(verified.problems.is_empty(), "{:?}", verified.problems);
        assert!((2..7).contains(&verified.pieces) && verified.state == "interrupted", "{verified:?}");
        assert_eq!(verified.records, outcome.records.iter().sum::<u64>());
        // What is there is what a whole run begins with.
        for name in &SAME[..4] {
            assert!(read(&whole, name).starts_with(&read(&out, name)), "{name}");
        }
    }
}

#[test]
fn a_run_that_is_stopped_when_nothing_is_left_is_done() {
    let place = folder();
    let input = place.path().join("in.json");
    fs::write(&input, dump(6, 9 * MIB, false)).unwrap();
    for jobs in [1, 2] {
        let (out, flag) = (place.path().join(format!("run-{jobs}")), AtomicBool::new(false));
        let stop = |progress: Progress| flag.store(Some(progress.bytes) == progress.total_bytes, Ordering::Relaxed);
        let outcome = run(&[&input], &out).jobs(jobs).interrupt(&flag).progress(&stop).execute().unwrap();
        assert!(flag.into_inner() && !outcome.interrupted);
        assert_eq!(json(&out, "manifest.json")["state"], "done");
    }
}

#[test]
fn what_cannot_be_opened_is_counted_and_the_rest_is_read() {
    let place = folder();
    let (good, missing, dangling) =
        (place.path().join("good"), place.path().join("missing"), place.path().join("dangling"));
    fs::write(&good, SSN).unwrap();
    symlink(&missing, &dangling).unwrap();
    let pattern = place.path().join("*.nothing");
    for (number, bad) in [&missing, &dangling, &pattern].into_iter().enumerate() {
        let alone = run(&[bad], &place.path().join("alone")).execute().unwrap_err();
        assert_eq!(alone.kind(), ErrorKind::Io);
        assert!(!place.path().join("alone").exists(), "nothing is made for nothing");
        for jobs in [1, 2] {
            let out = place.path().join(format!("run-{number}-{jobs}"));
            let outcome = run(&[&good, bad, &good], &out).jobs(jobs).execute().unwrap();
            assert_eq!((outcome.faults, outcome.flagged()), (1, 2));
            let inputs = lines(&out, "inputs.ndjson");
            assert!(inputs[0]["error"].is_null() && inputs[1]["error"].is_string() && inputs[2]["error"].is_null());
            assert_eq!(sum(&inputs[1]["records"]), 0);
            assert!(verify(&out).unwrap().problems.is_empty());
        }
    }
}

#[test]
fn a_folder_that_may_not_be_read_is_counted() {
    use std::os::unix::fs::PermissionsExt;
    let place = folder();
    let input = place.path().join("in");
    let locked = input.join("locked");
    fs::create_dir_all(&locked).unwrap();
    fs::write(input.join("good"), SSN).unwrap();
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o000)).unwrap();
    let readable = fs::read_dir(&locked).is_ok();
    let outcome = run(&[&input], &place.path().join("run")).execute().unwrap();
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o700)).unwrap();
    if readable {
        eprintln!("whoever runs this test may read everything: the folder counts as empty");
    }
    assert_eq!((outcome.flagged(), outcome.faults), (1, u64::from(!readable)));
}

#[test]
fn the_run_folder_inside_the_input_is_not_read() {
    let place = folder();
    fs::write(place.path().join("a.json"), SSN).unwrap();
    fs::create_dir(place.path().join("z")).unwrap();
    fs::write(place.path().join("z/b.json"), SSN).unwrap();
    let out = place.path().join("run");
    for again in [false, true] {
        let outcome = run(&[place.path()], &out).overwrite(again).execute().unwrap();
        assert_eq!(outcome.flagged(), 2);
        assert_eq!(lines(&out, "inputs.ndjson").len(), 2);
    }
    let refused = run(&[place.path()], &out).execute().unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::Option);
    let foreign = run(&[&place.path().join("a.json")], &place.path().join("z")).overwrite(true).execute().unwrap_err();
    assert_eq!(foreign.kind(), ErrorKind::Option);
    assert!(place.path().join("z/b.json").exists(), "nothing but a run folder is overwritten");
}

#[test]
fn a_run_folder_that_cannot_be_made_is_an_error() {
    let place = folder();
    let input = place.path().join("in.json");
    fs::write(&input, SSN).unwrap();
    // Below a file, and in a file system that nobody can write: permissions do not stop root.
    for out in [input.join("run"), PathBuf::from("/proc/earmark-run")] {
        assert_eq!(run(&[&input], &out).execute().unwrap_err().kind(), ErrorKind::Io, "{}", out.display());
    }
}

#[test]
fn a_full_disk_is_an_error_and_leaves_committed_chunks() {
    let place = folder();
    let (input, disk, report) = (place.path().join("in.json"), place.path().join("disk"), place.path().join("report"));
    fs::write(&input, dump(8, 18 * MIB, false)).unwrap();
    fs::create_dir(&disk).unwrap();
    // In a mount namespace of its own, so that the disk is gone with the child.
    let child = child_of("full", &input, &disk.join("run"));
    // Enough for a chunk or two, and not for all.
    let script = "mount -t tmpfs -o size=64m tmpfs \"$0\" && exec \"$@\"";
    let mut command = Command::new("unshare");
    command.args(["-m", "sh", "-c", script]).arg(&disk).arg(child.get_program()).args(child.get_args());
    command.envs(child.get_envs().filter_map(|(name, value)| Some((name, value?)))).env("EARMARK_TEST_REPORT", &report);
    let ran = command.output();
    let Ok(told) = fs::read_to_string(&report) else {
        eprintln!("skipped: no small file system can be mounted here ({ran:?})");
        return;
    };
    let (error, verified) = told.split_once('\n').unwrap();
    assert_eq!(error, "Some(Io)", "{told}");
    let state =
        verified.strip_prefix("Ok(\"").and_then(|rest| rest.strip_suffix(" []\")")).unwrap_or_else(|| panic!("{told}"));
    let (state, pieces) = state.split_once(' ').unwrap();
    assert!(["failed", "unfinished"].contains(&state), "{told}");
    assert!((1..6).contains(&pieces.parse::<u32>().unwrap()), "{told}");
}

/// Does `change` to the input after the first commit; what was to be read is still accounted for.
fn change_while_reading(jobs: usize, change: impl Fn(&Path) + Sync) -> (TempDir, Outcome) {
    let place = folder();
    let (input, out) = (place.path().join("in.json"), place.path().join("run"));
    fs::write(&input, dump(9, 14 * MIB, false)).unwrap();
    let size = fs::metadata(&input).unwrap().len();
    let first = AtomicBool::new(true);
    let once = |_: Progress| {
        if first.swap(false, Ordering::Relaxed) {
            change(&input);
        }
    };
    let outcome = run(&[&input], &out).jobs(jobs).progress(&once).execute().unwrap();
    assert_eq!(verify(&out).unwrap().problems, Vec::<String>::new());
    let inputs = lines(&out, "inputs.ndjson");
    assert_eq!(inputs[0]["size"].as_u64(), Some(size));
    assert!(inputs[0]["changed"] == true || inputs[0]["error"].is_string());
    let coverage = &outcome.summary["coverage"];
    let number = |name: &str| coverage[name].as_u64().unwrap();
    assert_eq!(number("record_bytes") + number("framing_bytes") + number("gap_bytes"), size);
    assert_eq!(number("source_bytes"), size);
    assert_eq!(number("sources_changed") + number("sources_unreadable"), 1);
    let logged: u64 = lines(&out, "chunks.ndjson").iter().map(|piece| sum(&piece["bytes"])).sum();
    assert_eq!(logged, size);
    assert_eq!(lines(&out, "chunks.ndjson").last().unwrap()["end"].as_u64(), Some(size));
    (place, outcome)
}

#[test]
fn a_file_that_shrinks_has_a_gap() {
    for (jobs, left) in [(1, 6 * MIB as u64), (1, 0), (1, 8 * MIB as u64), (3, 5 * MIB as u64)] {
        let shrink = |path: &Path| OpenOptions::new().write(true).open(path).unwrap().set_len(left).unwrap();
        let (place, outcome) = change_while_reading(jobs, shrink);
        let gap = outcome.summary["coverage"]["gap_bytes"].as_u64().unwrap();
        assert!(outcome.faults >= 1);
        if jobs == 1 {
            // The first cell, and the end of its last record, had been read by then.
            let read = left.max(4 * MIB as u64);
            let missing = 14 * MIB as u64 - read;
            assert!(gap.abs_diff(missing) < 10_000, "{left}: {gap}");
        }
        let hash = &lines(&place.path().join("run"), "inputs.ndjson")[0]["blake3"];
        assert!(hash.is_null() || gap == 0);
    }
}

#[test]
fn a_file_that_is_deleted_has_a_gap() {
    let (place, outcome) = change_while_reading(1, |path| fs::remove_file(path).unwrap());
    assert!(outcome.summary["coverage"]["gap_bytes"].as_u64().unwrap() > 9 * MIB as u64);
    assert!(lines(&place.path().join("run"), "inputs.ndjson")[0]["error"].is_string());
}

#[test]
fn a_file_that_grows_is_read_as_far_as_it_went() {
    let more = SSN.repeat(1_000);
    let (place, outcome) = change_while_reading(1, |path| {
        let mut file = OpenOptions::new().append(true).open(path).unwrap();
        file.write_all(more.as_bytes()).unwrap();
    });
    assert_eq!(outcome.summary["coverage"]["gap_bytes"].as_u64(), Some(0));
    assert_eq!(outcome.faults, 1);
    let out = place.path().join("run");
    let (input, grown) = (lines(&out, "inputs.ndjson").remove(0), json(&out, "manifest.json")["grown"].clone());
    assert_eq!(input["grown"], more.len());
    assert_eq!(grown, serde_json::json!({ "sources": 1, "bytes": more.len(), "names": [input["name"]] }));
}

#[test]
fn a_pipe_that_cannot_be_read_is_an_error_of_its_source() {
    let place = folder();
    let out = place.path().join("run");
    // A folder can be opened and not be read.
    let child = child_of("stdin-1", Path::new("-"), &out).stdin(File::open(place.path()).unwrap()).spawn().unwrap();
    finish(child);
    let inputs = lines(&out, "inputs.ndjson");
    assert!(inputs[0]["error"].is_string(), "{}", inputs[0]);
}
