//! The token pass: every word, digit run and dictionary entry of a text.
//!
//! **Measures** `tokens`: the text of 8 MiB of voicemail, in batches of 32 KiB as the pipeline gathers them, with the
//! instruction sets this processor has, and with 1,000, 10,000 and 200,000 terms that hit 0.5 %, 1.4 % and 4.3 % of words.
//! `matcher` and `aho-corasick` are a pair: the same haystack, the same terms, all whole-word occurrences of all terms; they
//! are asserted to find the same ones. Bytes are bytes of text.
//!
//! **Bias.** A third of the terms are phrases, most made-up ones begin with words that the text is full of: that is where the
//! matcher's filters help least. In the pair, the haystack is folded and its words stand one space apart, which aho-corasick
//! needs to find phrases at all: the matcher would read the text as it is, and aho-corasick is spared the case. It is asked
//! for overlapping matches with a check of word bounds after it, the only way in which it finds all whole words
//! (leftmost-longest loses those inside a longer match that is none). The pair reads half of the text, and all of it at once,
//! which costs the matcher the caches that batches leave it. The text is invented; its words have a natural tail,
//! but fewer different ones than people use.

#[path = "support/mod.rs"]
mod support;

use std::hint::black_box;

use aho_corasick::{AhoCorasick, MatchKind};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use earmark::fuzzing::{Matcher, Memory};
use earmark::generate::Kind;
use earmark::{BatchBuilder, Level, PADDING};
use support::{batches, dictionary, dump, terms, words};

/// Number of terms, and how many in a thousand words they hit.
const SIZES: [(usize, usize); 3] = [(1_000, 5), (10_000, 14), (200_000, 43)];

fn gathered() -> (Vec<BatchBuilder>, Vec<String>) {
    let mut batches = batches(&dump(Kind::Voicemail, 8));
    let mut all = Vec::new();
    for batch in &mut batches {
        let batch = batch.batch();
        all.extend(words(std::str::from_utf8(&batch.text[..batch.text_len]).expect("text is UTF-8")));
    }
    (batches, all)
}

fn tokens(c: &mut Criterion) {
    let (mut batches, words) = gathered();
    let bytes: usize = batches.iter_mut().map(|batch| batch.batch().text_len).sum();
    let mut group = c.benchmark_group("tokens");
    group.sample_size(20).throughput(Throughput::Bytes(bytes as u64));
    for (count, per_mille) in SIZES {
        let matcher =
            Matcher::new(&dictionary(&terms(&words, count, per_mille))).expect("a dictionary by construction");
        let mut memory = Memory::default();
        let mut pass = |level: Level| {
            batches.iter_mut().fold((0, 0), |(words, hits), batch| {
                let batch = batch.batch();
                let found = matcher.count(&mut memory, level, batch.text, batch.text_len);
                (words + found.0, hits + found.1)
            })
        };
        let expected = pass(Level::Portable);
        assert_eq!(expected.0, words.len(), "words");
        let share = expected.1 * 1000 / words.len();
        assert!(share >= per_mille * 8 / 10 && share <= per_mille * 13 / 10, "{count} terms hit {share} ‰ of words");
        for level in Level::available() {
            assert_eq!(pass(level), expected, "{level:?}");
            group.bench_function(BenchmarkId::new(level.name(), count), |b| b.iter(|| pass(black_box(level))));
        }
    }
    group.finish();
}

/// Every whole-word occurrence of every pattern of `automaton`.
fn whole_words(automaton: &AhoCorasick, text: &[u8], mut found: impl FnMut(usize, usize)) {
    let inside = |at: usize| text.get(at).is_some_and(|&byte| byte != b' ');
    for occurrence in automaton.find_overlapping_iter(text) {
        let (start, end) = (occurrence.start(), occurrence.end());
        if !(start > 0 && inside(start - 1) || inside(end)) {
            found(start, end);
        }
    }
}

fn against_aho_corasick(c: &mut Criterion) {
    let (_, words) = gathered();
    let words = &words[..words.len() / 2];
    let text = words.join(" ");
    let padded = [text.as_bytes(), &[b' '; PADDING]].concat();
    let mut group = c.benchmark_group("paired");
    group.sample_size(10).throughput(Throughput::Bytes(text.len() as u64));
    for (count, per_mille) in SIZES {
        let terms = terms(words, count, per_mille);
        let matcher = Matcher::new(&dictionary(&terms)).expect("a dictionary by construction");
        let automaton = AhoCorasick::builder().match_kind(MatchKind::Standard).build(&terms).expect("an automaton");
        let level = Level::detect();

        let read = matcher.read(level, &text);
        let span = |&(word, words): &(u32, u32)| {
            (read.words[word as usize].0 as usize, read.words[(word + words) as usize - 1].1 as usize)
        };
        let ours: Vec<_> = read.hits.iter().map(span).collect();
        let mut theirs = Vec::new();
        whole_words(&automaton, text.as_bytes(), |start, end| theirs.push((start, end)));
        theirs.sort_unstable();
        assert!(!ours.is_empty() && ours == theirs, "{count} terms: {} against {} matches", ours.len(), theirs.len());

        let mut memory = Memory::default();
        group.bench_function(BenchmarkId::new("matcher", count), |b| {
            b.iter(|| matcher.count(&mut memory, level, black_box(&padded), text.len()));
        });
        group.bench_function(BenchmarkId::new("aho-corasick", count), |b| {
            b.iter(|| {
                let mut hits = 0;
                whole_words(&automaton, black_box(text.as_bytes()), |_, _| hits += 1);
                hits
            });
        });
    }
    group.finish();
}

criterion_group!(benches, tokens, against_aho_corasick);
criterion_main!(benches);
