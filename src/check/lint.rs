//! What can be said of dictionaries without scanning: order, duplicates, phrases that hide terms, missing examples.

use std::collections::HashMap;

use super::{CheckReport, ProblemKind};
use crate::dictionary::{Dictionary, Kind, Meaning, Row, Weight, sequence};
use crate::fold;
use crate::scanner::Scanner;

pub(super) fn lint(dictionaries: &[Dictionary<'_>], report: &mut CheckReport) {
    for dictionary in dictionaries {
        order(dictionary, report);
        missing_examples(dictionary, report);
    }
    duplicates(dictionaries, report);
    shadows(dictionaries, report);
}

fn order(dictionary: &Dictionary<'_>, report: &mut CheckReport) {
    for (index, pair) in dictionary.rows.windows(2).enumerate() {
        if pair[0].term > pair[1].term {
            report.add(ProblemKind::Unsorted, dictionary, index + 1, format!("it belongs before {:?}", pair[0].term));
        }
    }
}

/// Whether a line must show itself in an example and a counterexample.
fn needs_examples(dictionary: &Dictionary<'_>, row: &Row<'_>) -> bool {
    match dictionary.kind {
        Kind::Cues | Kind::Stems => true,
        Kind::Terms if dictionary.has(row, "context") => false,
        Kind::Terms => {
            row.weight == Weight::Weak || ["hazard", "substring"].iter().any(|option| dictionary.has(row, option))
        }
        _ => false,
    }
}

fn missing_examples(dictionary: &Dictionary<'_>, report: &mut CheckReport) {
    for (index, row) in dictionary.rows.iter().enumerate().filter(|(_, row)| needs_examples(dictionary, row)) {
        let missing = match (row.example, row.counterexample) {
            (None, None) => "it has neither",
            (None, _) => "it has no example",
            (_, None) => "it has no counterexample",
            _ => continue,
        };
        report.add(ProblemKind::MissingExample, dictionary, index, missing);
    }
}

/// What a line's words are unique in beyond its own file. Names are joined over files, and the rest means the same in all.
fn scope(dictionary: &Dictionary<'_>) -> Option<&'static str> {
    match dictionary.kind {
        Kind::Terms if dictionary.entity == Some("ORGANIZATION") => Some("organisations"),
        Kind::Terms => Some("terms"),
        Kind::Cues => Some("cues"),
        _ => None,
    }
}

/// Lines with the words of an earlier one. Two equal cues say the same and are none.
fn duplicates(dictionaries: &[Dictionary<'_>], report: &mut CheckReport) {
    let mut known: HashMap<_, (usize, usize)> = HashMap::new();
    for (file, dictionary) in dictionaries.iter().enumerate() {
        let scope = scope(dictionary);
        for (index, row) in dictionary.rows.iter().enumerate() {
            // A word of two languages is a line of each: a run may read only one of them.
            let key = (scope, dictionary.language, scope.is_none().then_some(file), sequence(row.term));
            let Some(&(first, at)) = known.get(&key) else {
                known.insert(key, (file, index));
                continue;
            };
            let (other, of) = (&dictionaries[first], &dictionaries[first].rows[at]);
            if first == file || says(dictionary, row) != says(other, of) {
                let detail = format!("the same words stand in {}:{}", other.name, of.line);
                report.add(ProblemKind::Duplicate, dictionary, index, detail);
            }
        }
    }
}

/// All that a line says beside its words and examples.
fn says<'d>(dictionary: &Dictionary<'d>, row: &Row<'d>) -> (Option<&'d str>, Weight, Vec<(&'d str, &'d str)>) {
    let mut options: Vec<_> = dictionary.options(row).filter(|(name, _)| *name != "variants").collect();
    options.sort_unstable();
    (dictionary.entity, row.weight, options)
}

/// Terms that an ordinary phrase of the same words takes away.
fn shadows(dictionaries: &[Dictionary<'_>], report: &mut CheckReport) {
    let mut phrases = HashMap::new();
    for dictionary in dictionaries.iter().filter(|dictionary| dictionary.kind == Kind::Ordinary) {
        for row in &dictionary.rows {
            let forms = dictionary.other_forms(row).map(|form| sequence(&form));
            phrases.extend(forms.chain([sequence(row.term)]).map(|words| (words, (dictionary.name, row.line))));
        }
    }
    for dictionary in dictionaries.iter().filter(|dictionary| dictionary.kind == Kind::Terms) {
        for (index, row) in dictionary.rows.iter().enumerate() {
            let mut forms = dictionary.other_forms(row).map(|form| sequence(&form)).chain([sequence(row.term)]);
            if let Some((name, line)) = forms.find_map(|form| phrases.get(&form)) {
                report.add(ProblemKind::Shadowed, dictionary, index, format!("{name}:{line} takes these words"));
            }
        }
    }
}

/// Lines that the lexicon does not give back for their own words.
pub(super) fn unreachable(scanner: &Scanner, dictionaries: &[Dictionary<'_>], report: &mut CheckReport) {
    let lexicon = scanner.lexicon();
    for dictionary in dictionaries {
        for (index, row) in dictionary.rows.iter().enumerate() {
            let means = |fits: fn(&Meaning) -> bool| lexicon.whole(row.term.as_bytes()).iter().any(fits);
            let reached = match dictionary.kind {
                // What is an ordinary word too is looked up word by word.
                Kind::Names => {
                    let single = fold::words(row.term.as_bytes()).count() == 1;
                    single && lexicon.name(row.term.as_bytes()).is_some()
                        || means(|meaning| matches!(meaning, Meaning::Name(_)))
                }
                Kind::Places => means(|meaning| matches!(meaning, Meaning::Place(_))),
                Kind::Cues => means(|meaning| matches!(meaning, Meaning::Cue(_))),
                Kind::Negators => means(|meaning| matches!(meaning, Meaning::Negator)),
                Kind::Ordinary => means(|meaning| matches!(meaning, Meaning::Ordinary)),
                Kind::Terms if !dictionary.has(row, "substring") => {
                    means(|meaning| matches!(meaning, Meaning::Term(_)))
                }
                Kind::Terms | Kind::Function | Kind::Stems | Kind::Numbers => true,
            };
            if !reached {
                report.add(ProblemKind::Unreachable, dictionary, index, "no text makes the scanner look it up");
            }
        }
    }
}
