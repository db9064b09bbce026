//! A whole run: files read, records judged, input hashed, the run folder written.
//!
//! **Measures** `Run::execute` over 16 MiB of voicemail, caller records and mixed shapes, with one job and two, built-in
//! dictionaries, default outputs, into a temporary folder. Bytes are bytes of the dump.
//!
//! **Bias.** The input is in the page cache and the outputs are not forced to disk, so this measures the program, not the
//! disk. Sixteen MiB are four grid cells: with two jobs, start and end weigh more than in a real run, and both need a core of
//! their own. The dictionaries are compiled once, before. `scripts/bench` times whole processes over 1 GiB instead.

#[path = "support/mod.rs"]
mod support;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use earmark::generate::Kind;
use earmark::{Outcome, Run, Scanner};
use support::dump;

const KINDS: [Kind; 3] = [Kind::Voicemail, Kind::Callers, Kind::Mixed];

fn pipeline(c: &mut Criterion) {
    let scanner = Scanner::builder().build().expect("the built-in dictionaries");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (input, out) = (folder.path().join("dump.json"), folder.path().join("run"));
    let mut group = c.benchmark_group("pipeline");
    group.sample_size(20);
    for kind in KINDS {
        let dump = dump(kind, 16);
        std::fs::write(&input, &dump.bytes[..dump.len]).expect("room for the dump");
        let run = |jobs| -> Outcome {
            let run = Run::new(&scanner, [input.to_str().expect("a path in UTF-8")], &out).jobs(jobs).overwrite(true);
            run.execute().expect("a run")
        };
        let (one, two) = (run(1), run(2));
        assert_eq!(one.records.iter().sum::<u64>(), dump.records as u64, "every record is accounted for");
        assert!(one.flagged() > dump.records as u64 / 20 && one.faults == 0, "{:?}", one.records);
        assert_eq!(one.summary, two.summary, "jobs change nothing");
        group.throughput(Throughput::Bytes(dump.len as u64));
        for jobs in [1, 2] {
            group.bench_function(BenchmarkId::new(kind.name(), format!("{jobs} jobs")), |b| b.iter(|| run(jobs)));
        }
    }
    group.finish();
}

criterion_group!(benches, pipeline);
criterion_main!(benches);
