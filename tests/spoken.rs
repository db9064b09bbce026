//! Spoken numbers as data: which runs of digits are read in a text, and what else they can mean.
#![allow(clippy::disallowed_types)] // cases are read from files here

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use earmark::{BatchBuilder, Finding, Findings, Role, Scratch};
use proptest::prelude::*;
use support::scanner;

#[derive(serde::Deserialize)]
struct Case {
    text: String,
    /// The likeliest reading of each run, in order.
    runs: Vec<String>,
    /// What must be offered besides.
    #[serde(default)]
    readings: Vec<String>,
}

#[derive(serde::Deserialize)]
struct Cases {
    case: Vec<Case>,
    #[serde(default)]
    known_gap: Vec<Case>,
}

const FILES: [&str; 2] = ["spoken_en.toml", "spoken_sv.toml"];

fn load(name: &str) -> Cases {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name);
    toml::from_str(&fs::read_to_string(path).unwrap()).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// What is wrong with a case; `None` where nothing is.
fn fault(case: &Case) -> Option<String> {
    let why = scanner().explain(&case.text);
    let runs: Vec<_> = why.runs.iter().map(|run| &run.digits).collect();
    let offered: Vec<_> = why.runs.iter().flat_map(|run| &run.readings).collect();
    let held =
        runs == case.runs.iter().collect::<Vec<_>>() && case.readings.iter().all(|wanted| offered.contains(&wanted));
    (!held).then(|| {
        format!(
            "{:?}\n  expected {:?} with {:?}\n  found    {runs:?} of {offered:?}",
            case.text, case.runs, case.readings
        )
    })
}

#[test]
fn runs_are_those_of_the_cases() {
    for file in FILES {
        let cases = load(file).case;
        assert!(cases.len() >= 150, "{file}: {}", cases.len());
        let faults: Vec<_> = cases.iter().filter_map(fault).collect();
        assert!(faults.is_empty(), "{file}: {} of {} cases\n{}", faults.len(), cases.len(), faults.join("\n"));
    }
}

/// A gap that has been closed becomes a case.
#[test]
fn known_gaps_are_still_gaps() {
    for file in FILES {
        for gap in &load(file).known_gap {
            assert!(fault(gap).is_some(), "{file}: {:?} is no gap any more; make it a case", gap.text);
        }
    }
}

/// Words of the dictionaries of numbers whose role is none of `without`.
fn vocabulary(without: &[&str]) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("dictionaries/numbers");
    let mut words = Vec::new();
    for name in ["en.tsv", "sv.tsv"] {
        let text = fs::read_to_string(path.join(name)).unwrap();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let role = line.split("role=").nth(1).and_then(|rest| rest.split(';').next()).unwrap_or_default();
            if !(without.contains(&role) || without.contains(&"letter") && line.contains("letter=")) {
                words.push(line.split('\t').next().unwrap().to_owned());
            }
        }
    }
    let others =
        ["nollåtta", "sjuttiosex", "nittonhundraåttiofyra", "ettusenfemhundra", "7", "42", "555", "0142", "+", "("];
    words.extend(others.map(str::to_owned));
    words
}

/// Up to 30 words of `words`, with what may stand between words of a number and what may not.
fn salad(words: Vec<String>) -> impl Strategy<Value = String> {
    let between = prop::sample::select(vec![" ", " ", " ", " ", ", ", ". ", "-", " ... ", " hello ", "\u{e5}", "\n"]);
    let piece = (prop::sample::select(words), between).prop_map(|(word, gap)| word + gap);
    prop::collection::vec(piece, 1..30).prop_map(|pieces| pieces.concat())
}

/// Not corrections, what is counted and words for letters, nor words that are numbers only where others are ("7 en").
const NOT_PLAIN: [&str; 8] = ["repair", "repair-helper", "echo", "counted", "letter", "month", "quiet", "soft"];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn runs_lie_in_the_text_and_say_each_thing_once(text in salad(vocabulary(&[]))) {
        let why = scanner().explain(&text);
        let mut end = 0;
        for run in &why.runs {
            let (from, to) = (run.span.start as usize, run.span.end as usize);
            prop_assert!(end <= from && from < to && text.get(from..to).is_some(), "{:?}", run);
            prop_assert!((1..=16).contains(&run.readings.len()) && run.readings[0] == run.digits, "{:?}", run);
            let different: BTreeSet<_> = run.readings.iter().collect();
            prop_assert_eq!(different.len(), run.readings.len(), "{:?}", run);
            prop_assert!(run.readings.iter().all(|reading| reading.trim_start_matches('+').bytes().all(|b| b.is_ascii_digit())));
            end = to;
        }
    }

    #[test]
    fn the_words_of_a_run_say_its_digits(text in salad(vocabulary(&NOT_PLAIN))) {
        for run in scanner().explain(&text).runs.iter().filter(|run| run.digits.len() > 1) {
            let words = &text[run.span.start as usize..run.span.end as usize];
            let alone = scanner().explain(words);
            prop_assert_eq!(&alone.runs[0].digits, &run.digits, "{:?} in {:?}", words, text);
        }
    }

    #[test]
    fn the_same_text_again_has_the_same_findings_again(text in salad(vocabulary(&[]))) {
        let mut builder = BatchBuilder::new();
        for _ in 0..2 {
            builder.push(Role::Speech, 0, text.as_bytes());
            builder.end_utterance();
        }
        let (mut scratch, mut findings) = (Scratch::default(), Findings::default());
        scanner().scan_batch(&builder.batch(), &mut scratch, &mut findings);
        let key = |finding: &Finding| (finding.span, finding.entity, finding.confidence);
        let [first, second] = [0, 1].map(|utterance| findings.of(utterance).iter().map(key).collect::<Vec<_>>());
        prop_assert_eq!(first, second);
    }
}

#[derive(serde::Deserialize)]
struct Turned {
    turns: Vec<String>,
    entity: String,
}

/// What one turn asks for, the next one answers.
#[test]
fn answers_are_read_by_their_questions() {
    #[derive(serde::Deserialize)]
    struct File {
        case: Vec<Turned>,
    }
    let file: File = toml::from_str(include_str!("data/turns.toml")).unwrap();
    let (mut scratch, mut findings) = (Scratch::default(), Findings::default());
    for Turned { turns, entity } in file.case {
        let mut builder = BatchBuilder::new();
        turns.iter().for_each(|turn| builder.push(Role::Speech, 0, turn.as_bytes()));
        builder.end_utterance();
        scanner().scan_batch(&builder.batch(), &mut scratch, &mut findings);
        let last = turns.len() as u32 - 1;
        let found = findings.of(0).iter().filter(|finding| finding.segment == last);
        let found: BTreeSet<_> = found.map(|finding| &*scanner().catalogue().get(finding.entity).name).collect();
        let identifiers: Vec<_> = found.iter().filter(|name| **name != "NUMBER_RUN").collect();
        if entity.is_empty() {
            assert!(identifiers.is_empty(), "{turns:?}: {found:?}");
        } else {
            assert!(found.contains(&*entity), "{turns:?}: {found:?}");
        }
    }
}

/// A run ends after so many words, so that long lists cost no more than their length.
#[test]
fn long_lists_come_in_short_runs() {
    for (piece, repeats) in [("one ", 100_000), ("no sorry one ", 30_000), ("7 oh ", 50_000), ("ett ", 100_000)] {
        let text = piece.repeat(repeats);
        let scan = scanner().scan(&text);
        let longest = scan.findings().iter().map(|finding| finding.span.end - finding.span.start).max();
        assert!(longest.is_none_or(|longest| longest < 3_000), "{piece:?}: {longest:?}");
    }
}
