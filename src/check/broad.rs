//! Terms that ordinary talk is full of: the scanner reads generated talk and sentences of everyday Swedish, neither of which has
//! anything to find, and every line that is a finding by itself is asked how often it was one.

use std::collections::{HashMap, HashSet};

use super::{CheckReport, ProblemKind};
use crate::dictionary::{Dictionary, Kind, Row, Weight, language, sequence};
use crate::generate::{Amount, Generator, Kind as Dump, Options};
use crate::scanner::{Findings, Scanner, Scratch};
use crate::utterance::{BatchBuilder, Role};

/// Messages of generated talk, about half of which are ordinary.
const MESSAGES: u64 = 6_000;
/// A term is too broad that stands in more than one of so many texts.
const ONE_IN: usize = 1_000;
/// A sentence a line.
const SWEDISH: &str = include_str!("ordinary_sv.txt");

/// Adds a problem for each line that the scanner finds too often in ordinary talk of its language.
pub(super) fn find(scanner: &Scanner, dictionaries: &[Dictionary<'_>], report: &mut CheckReport) {
    let swedish = || SWEDISH.lines().map(str::to_owned).collect::<Vec<_>>();
    for (code, texts) in [(language::EN, english()), (language::SV, swedish())] {
        let terms = terms(dictionaries.iter().enumerate().filter(|(_, dictionary)| dictionary.language == code));
        for ((file, row), found) in count(scanner, &terms, &texts) {
            if found > texts.len() / ONE_IN {
                let detail = format!("found in {found} of {} texts of ordinary talk", texts.len());
                report.add(ProblemKind::TooBroad, &dictionaries[file], row, detail);
            }
        }
    }
}

/// A line by the places of its file and of its row.
type Line = (usize, usize);

/// The lines that each word sequence stands for.
type Terms = HashMap<Vec<u8>, Vec<Line>>;

fn terms<'d>(dictionaries: impl Iterator<Item = (usize, &'d Dictionary<'d>)>) -> Terms {
    let mut terms = Terms::new();
    for (file, dictionary) in dictionaries {
        for (index, row) in dictionary.rows.iter().enumerate().filter(|(_, row)| is_plain(dictionary, row)) {
            let forms = dictionary.other_forms(row).map(|form| sequence(&form)).chain([sequence(row.term)]);
            forms.for_each(|form| terms.entry(form).or_default().push((file, index)));
        }
    }
    terms
}

/// In how many of `texts` each line is found, in order of file and row.
fn count(scanner: &Scanner, terms: &Terms, texts: &[String]) -> Vec<(Line, usize)> {
    let (mut builder, mut scratch, mut findings) = (BatchBuilder::new(), Scratch::default(), Findings::default());
    let mut counts = HashMap::<Line, usize>::new();
    for text in texts {
        builder.clear();
        builder.push(Role::Speech, 0, text.as_bytes());
        builder.end_utterance();
        scanner.scan_batch(&builder.batch(), &mut scratch, &mut findings);
        let words = findings
            .of(0)
            .iter()
            .map(|finding| sequence(&text[finding.span.start as usize..finding.span.end as usize]));
        let lines: HashSet<_> = words.filter_map(|words| terms.get(&words)).flatten().collect();
        lines.into_iter().for_each(|line| *counts.entry(*line).or_default() += 1);
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_unstable();
    counts
}

/// Whether a line is a finding wherever it stands. Companies' words are none, and hazards show themselves in their examples.
fn is_plain(dictionary: &Dictionary<'_>, row: &Row<'_>) -> bool {
    dictionary.kind == Kind::Terms
        && dictionary.entity != Some("ORGANIZATION")
        && row.weight != Weight::Weak
        && !["hazard", "context", "substring"].iter().any(|option| dictionary.has(row, option))
}

/// Generated messages in which nothing medical or financial is said, without what else is marked in them.
fn english() -> Vec<String> {
    let mut generator = Generator::new(&Options::new(Dump::Voicemail, Amount::Records(MESSAGES), 1));
    let (mut line, mut gold) = (Vec::new(), Vec::new());
    let mut texts = Vec::new();
    loop {
        line.clear();
        gold.clear();
        if !generator.next_line(&mut line, Some(&mut gold)) {
            return texts;
        }
        let parse = |bytes: &[u8]| serde_json::from_slice::<serde_json::Value>(bytes).unwrap_or_default();
        texts.extend(ordinary(&parse(&line), &parse(&gold)));
    }
}

/// The transcript of a record whose gold says that it is ordinary talk, its marked spans blank.
fn ordinary(record: &serde_json::Value, gold: &serde_json::Value) -> Option<String> {
    let labels = gold["text_labels"].as_array()?;
    let mut text =
        record["_source"]["transcript"].as_str().or_else(|| record["transcript"].as_str())?.as_bytes().to_vec();
    if labels.iter().any(|label| label == "medical" || label == "financial") {
        return None;
    }
    for span in gold["spans"].as_array()? {
        let ends = (span["start"].as_u64()? as usize, span["end"].as_u64()? as usize);
        if span["field"].as_str()?.contains("transcript")
            && let Some(value) = text.get_mut(ends.0..ends.1)
        {
            value.fill(b'.');
        }
    }
    String::from_utf8(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_talk_in_both_languages() {
        let texts = english();
        assert!(texts.len() > 1_000, "{}", texts.len());
        assert!(SWEDISH.lines().count() >= 100);
    }
}
