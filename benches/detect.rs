//! The reading wing alone: `Scanner::scan_batch`, built-in dictionaries, all detectors, cues and verdicts.
//!
//! **Measures** `records`: 16 MiB of voicemail, batched as the pipeline does, with all fields. `transcripts`: their speech
//! alone, a record each. `sentences with numbers`: only the sentences that have a digit in them, an utterance each, which is
//! where detectors have most to do. `callers`: caller records, nearly all fields and no speech. Bytes are bytes of text and
//! values, not of the dump.
//!
//! **Bias.** `sentences with numbers` is a worst case that no dump is; about one transcript in five is sensitive, which is
//! more than in most mailboxes. Nothing is read, hashed or written. Each input's written telephone numbers are checked against
//! the generator's gold before it is timed: a scanner that finds nothing is fast.

#[path = "support/mod.rs"]
mod support;

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use earmark::generate::Kind;
use earmark::{BatchBuilder, Findings, Level, Scanner, Scratch, id};
use support::{batches, dump, speech};

/// Utterances, findings, and telephone numbers among them.
fn scan(scanner: &Scanner, batches: &mut [BatchBuilder], memory: &mut (Scratch, Findings)) -> (usize, usize, usize) {
    let mut sums = (0, 0, 0);
    for batch in batches {
        let (scratch, findings) = (&mut memory.0, &mut memory.1);
        scanner.scan_batch(&batch.batch(), scratch, findings);
        sums.0 += findings.len();
        for utterance in 0..findings.len() {
            sums.1 += findings.of(utterance).len();
            sums.2 += findings.of(utterance).iter().filter(|found| found.entity == id::PHONE_NUMBER).count();
        }
    }
    sums
}

/// Written telephone numbers in gold, in all fields or in the transcript alone.
fn phones(gold: &str, field: &str) -> usize {
    let spans = gold.split("{\"field\":").skip(1);
    let phone = |span: &&str| span.contains("\"type\":\"PHONE_NUMBER\"") && span.contains("\"form\":\"written\"");
    spans.filter(phone).filter(|span| span[..span.find(',').unwrap_or(0)].contains(field)).count()
}

/// The sentences of `text` that have a digit.
fn with_numbers(text: &str) -> Vec<&str> {
    text.split_inclusive(['.', '?', '!'])
        .map(str::trim)
        .filter(|part| part.bytes().any(|b| b.is_ascii_digit()))
        .collect()
}

fn detect(c: &mut Criterion) {
    let scanner = Scanner::builder().build().expect("the built-in dictionaries");
    let portable = Scanner::builder().level(Level::Portable).build().expect("the built-in dictionaries");
    let voicemail = dump(Kind::Voicemail, 16);
    let callers = dump(Kind::Callers, 16);
    let mut records = batches(&voicemail);
    let transcripts = speech(&mut records, |text| vec![text]);
    let numbers = speech(&mut records, with_numbers);
    let (all, said) = (phones(&voicemail.gold, ""), phones(&voicemail.gold, "transcript"));
    let called = phones(&callers.gold, "");
    let inputs = [
        ("records", records, all, Some(voicemail.records)),
        ("transcripts", transcripts, said, None),
        ("sentences with numbers", numbers, said * 8 / 10, None), // "555. 0142" is cut
        ("callers", batches(&callers), called, Some(callers.records)),
    ];
    let mut memory = (Scratch::default(), Findings::default());
    let mut group = c.benchmark_group("detect");
    group.sample_size(20);
    for (name, mut batches, gold, records) in inputs {
        let expected = scan(&portable, &mut batches, &mut memory);
        assert_eq!(scan(&scanner, &mut batches, &mut memory), expected, "{name}: levels differ");
        assert!(records.is_none_or(|records| records == expected.0), "{name}: utterances");
        assert!(gold > 0 && expected.2 * 10 >= gold * 9, "{name}: {} of {gold} telephone numbers", expected.2);
        let bytes: usize = batches.iter().map(BatchBuilder::size).sum();
        group.throughput(Throughput::Bytes(bytes as u64));
        group.bench_function(name, |b| b.iter(|| scan(&scanner, black_box(&mut batches), &mut memory)));
    }
    group.finish();
}

criterion_group!(benches, detect);
criterion_main!(benches);
