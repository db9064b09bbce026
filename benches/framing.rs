//! From bytes to fields: line ends, and the JSON field scanner.
//!
//! **Measures** `lines`: finding records in 16 MiB. `fields`: the validating scan of each record for its leaves, with line
//! templates learned as a worker learns them (`learned`), and without (`full`). `utterances`: the same, and roles, unescaping
//! and gathering into batches. Each over voicemail (one shape, long texts), caller records (one shape, short fields) and many
//! interleaved shapes. Bytes are bytes of the dump.
//!
//! **Bias.** Voicemail and caller records have one shape with keys in one order, which is what templates are best at, and
//! what dumps of one collection look like; `mixed` has many. The dump lies in memory; reading it is not measured.

#[path = "support/mod.rs"]
mod support;

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use earmark::fuzzing::{Fields, Leaves, lines};
use earmark::generate::Kind;
use earmark::{BatchBuilder, Level};
use support::{Dump, dump};

const KINDS: [Kind; 3] = [Kind::Voicemail, Kind::Callers, Kind::Mixed];

/// Records and leaves.
fn scan(leaves: &mut Leaves, dump: &Dump) -> (usize, usize) {
    lines(&dump.bytes[..dump.len]).fold((0, 0), |(records, count), (start, end)| {
        (records + 1, count + leaves.count(&dump.bytes, start, end).expect("a generated record is JSON"))
    })
}

/// Utterances, and bytes gathered.
fn gather(fields: &mut Fields, batch: &mut BatchBuilder, dump: &Dump) -> (usize, usize) {
    let (mut utterances, mut bytes) = (0, 0);
    fields.begin(batch);
    for (start, end) in lines(&dump.bytes[..dump.len]) {
        assert!(fields.read(&dump.bytes, start, end, batch));
        if batch.size() >= 32 << 10 {
            (utterances, bytes) = (utterances + batch.len(), bytes + batch.size());
            fields.begin(batch);
        }
    }
    (utterances + batch.len(), bytes + batch.size())
}

fn framing(c: &mut Criterion) {
    let level = Level::detect();
    for kind in KINDS {
        let dump = dump(kind, 16);
        let mut group = c.benchmark_group(kind.name());
        group.sample_size(20).throughput(Throughput::Bytes(dump.len as u64));

        assert_eq!(lines(&dump.bytes[..dump.len]).count(), dump.records);
        group.bench_function("lines", |b| b.iter(|| lines(black_box(&dump.bytes[..dump.len])).count()));

        let expected = scan(&mut Leaves::new(Level::Portable, false), &dump);
        assert_eq!(expected.0, dump.records);
        for (name, learning) in [("learned", true), ("full", false)] {
            let mut leaves = Leaves::new(level, learning);
            assert_eq!(scan(&mut leaves, &dump), expected, "{name}");
            group.bench_function(BenchmarkId::new("fields", name), |b| b.iter(|| scan(&mut leaves, black_box(&dump))));
        }

        let (mut fields, mut batch) = (Fields::new(level), BatchBuilder::new());
        assert_eq!(gather(&mut fields, &mut batch, &dump).0, dump.records);
        group.bench_function("utterances", |b| b.iter(|| gather(&mut fields, &mut batch, black_box(&dump))));
        group.finish();
    }
}

criterion_group!(benches, framing);
criterion_main!(benches);
