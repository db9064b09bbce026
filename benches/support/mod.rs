//! Inputs of the benches: always the same bytes, made by the generator, never stored.
#![allow(dead_code)] // each bench uses its part

use std::collections::{BTreeMap, HashMap};

use earmark::fuzzing::{Fields, lines};
use earmark::generate::{Amount, Kind, Options, write};
use earmark::{Batch, BatchBuilder, Level, PADDING, Role, Segment};

/// Bytes of text gathered before a token pass, as the pipeline does.
const BATCH: usize = 32 << 10;

/// A dump of `megabytes` MiB: its bytes, with readable ones behind them, its length and its number of records.
pub(crate) struct Dump {
    pub(crate) bytes: Vec<u8>,
    pub(crate) len: usize,
    pub(crate) records: usize,
    /// One line a record: what is sensitive in it.
    pub(crate) gold: String,
}

pub(crate) fn dump(kind: Kind, megabytes: u64) -> Dump {
    let (mut bytes, mut gold) = (Vec::new(), Vec::new());
    let options = Options::new(kind, Amount::Bytes(megabytes << 20), 1);
    let summary = write(&options, &mut bytes, Some(&mut gold)).expect("memory");
    bytes.resize(bytes.len() + PADDING, b' ');
    let gold = String::from_utf8(gold).expect("gold is UTF-8");
    Dump { len: summary.bytes as usize, records: summary.records as usize, bytes, gold }
}

/// The records of a dump as the pipeline hands them to the scanner, in batches of 32 KiB.
pub(crate) fn batches(dump: &Dump) -> Vec<BatchBuilder> {
    let mut fields = Fields::new(Level::detect());
    let mut batches = vec![BatchBuilder::new()];
    for (start, end) in lines(&dump.bytes[..dump.len]) {
        if batches.last().is_none_or(|batch| batch.size() >= BATCH) {
            let mut batch = BatchBuilder::new();
            fields.begin(&mut batch);
            batches.push(batch);
        }
        assert!(fields.read(&dump.bytes, start, end, batches.last_mut().expect("at least one")));
    }
    batches
}

/// The speech of `batches` alone, cut by `cut` into texts that become utterances of their own.
pub(crate) fn speech<'t>(batches: &'t mut [BatchBuilder], cut: impl Fn(&'t str) -> Vec<&'t str>) -> Vec<BatchBuilder> {
    let mut made = vec![BatchBuilder::new()];
    for batch in batches {
        let batch = batch.batch();
        for segment in batch.segments.iter().filter(|segment| segment.role == Role::Speech) {
            for text in cut(text_of(&batch, segment)) {
                if made.last().is_none_or(|batch| batch.size() >= BATCH) {
                    made.push(BatchBuilder::new());
                }
                let batch = made.last_mut().expect("at least one");
                batch.push(Role::Speech, 0, text.as_bytes());
                batch.end_utterance();
            }
        }
    }
    made
}

fn text_of<'t>(batch: &Batch<'t>, segment: &Segment) -> &'t str {
    std::str::from_utf8(batch.bytes(segment)).expect("text is UTF-8")
}

/// The words of `text`, folded.
pub(crate) fn words(text: &str) -> impl Iterator<Item = String> {
    let parts = text.split(|char: char| char.is_ascii() && !char.is_ascii_alphanumeric() && char != '\x1f');
    parts.filter(|word| !word.is_empty()).map(str::to_lowercase)
}

/// `count` terms, a third of them phrases, of which those that stand in `text` hit `per_mille` of its words; the others are
/// made up. Words that make out more than one in 2,000 are left out: nobody's dictionary holds "the".
pub(crate) fn terms(text: &[String], count: usize, per_mille: usize) -> Vec<String> {
    let mut single = HashMap::<&str, usize>::new();
    let mut pairs = HashMap::<(&str, &str), usize>::new();
    for pair in text.windows(2).filter(|pair| !pair.iter().any(|word| word == "\x1f")) {
        *single.entry(&pair[0]).or_default() += 1;
        *pairs.entry((&pair[0], &pair[1])).or_default() += 1;
    }
    let budget = text.len() * per_mille / 1000;
    let most = text.len() / 2000;
    let singles = single.iter().map(|(word, count)| ((*word).to_owned(), *count));
    let phrases = pairs.iter().map(|((first, second), count)| (format!("{first} {second}"), *count));
    let mut terms = choose(singles, count * 2 / 3, budget * 2 / 3, most);
    terms.extend(choose(phrases, count / 3, budget / 3, most));
    let mut common: Vec<_> = single.iter().filter(|(_, count)| **count > most / 4).map(|(word, _)| *word).collect();
    common.sort_unstable();
    for number in terms.len()..count {
        let made_up = made_up(number as u64);
        // A third of phrases; two in three of them begin with a word that the text is full of.
        let first = common[number % common.len()];
        terms.push(match number % 9 {
            0 => format!("{made_up} {first}"),
            1 | 2 => format!("{first} {made_up}"),
            _ => made_up,
        });
    }
    terms
}

/// The first of `found`, in an order of no meaning, until `most_terms` are taken or they hit `budget` words.
fn choose(found: impl Iterator<Item = (String, usize)>, most_terms: usize, budget: usize, most: usize) -> Vec<String> {
    let rare = found.filter(|(term, count)| *count <= most && term.len() > 2);
    let shuffled: BTreeMap<_, _> = rare.map(|(term, count)| ((mix(&term), term), count)).collect();
    let mut left = budget;
    let fits = shuffled.into_iter().filter(|(_, count)| {
        let fits = *count <= left;
        left -= if fits { *count } else { 0 };
        fits
    });
    fits.map(|((_, term), _)| term).take(most_terms).collect()
}

/// FNV-1a: the same order everywhere.
fn mix(term: &str) -> u64 {
    term.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// A word of syllables that is nobody's: a `q` without `u` in it.
fn made_up(mut number: u64) -> String {
    let mut word = String::new();
    for _ in 0..4 {
        word.push(b"bcdfghjklmnprstvz"[(number % 17) as usize] as char);
        number /= 17;
        word.push(b"aeiouy"[(number % 6) as usize] as char);
        number /= 6;
    }
    word + "qo"
}

/// A dictionary of `terms` in the form of docs/DICTIONARIES.md.
pub(crate) fn dictionary(terms: &[String]) -> String {
    let head =
        "#! earmark dictionary 1\n#! kind = terms\n#! entity = CONDITION\n#! language = en\n#! weight = medium\n";
    head.to_owned() + &terms.join("\n") + "\n"
}
