//! Runs as the integration tests make them: a folder of their own, a key that is always the same, all findings.

use std::fs;
use std::path::{Path, PathBuf};

use earmark::{Amount, Outcome, Reveal, Run};
use tempfile::TempDir;

use super::{key, lines, scanner};

pub(crate) const MIB: usize = 1 << 20;
pub(crate) const SSN: &str =
    "{\"_id\":\"good\",\"_source\":{\"transcript\":\"my social security number is 836-90-4399\"}}\n";

/// What any two runs over the same bytes have in common.
pub(crate) const SAME: [&str; 5] =
    ["records.ndjson", "findings.ndjson", "unreadable.ndjson", "chunks.ndjson", "summary.json"];

pub(crate) fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

pub(crate) fn name(path: &Path) -> String {
    path.to_str().unwrap().to_owned()
}

pub(crate) fn run(inputs: &[&Path], out: &Path) -> Run<'static> {
    Run::new(scanner(), inputs.iter().map(|path| name(path)), out).key(key()).findings(Amount::All)
}

/// Scans `bytes` as one file with values shown, and checks everything that holds for any input.
pub(crate) fn scan(bytes: &[u8]) -> Scanned {
    let place = folder();
    let (input, out) = (place.path().join("in.json"), place.path().join("run"));
    fs::write(&input, bytes).unwrap();
    let outcome = run(&[&input], &out).reveal(Reveal::Values).execute().unwrap();
    assert!(!outcome.interrupted);
    Scanned { out, outcome, place }
}

pub(crate) struct Scanned {
    pub(crate) out: PathBuf,
    pub(crate) outcome: Outcome,
    /// Holds both until the test ends.
    pub(crate) place: TempDir,
}

impl Scanned {
    pub(crate) fn lines(&self, file: &str) -> Vec<serde_json::Value> {
        lines(&self.out, file)
    }

    /// Entity and value of every finding, in order.
    pub(crate) fn found(&self) -> Vec<(String, String)> {
        let findings = self.lines("findings.ndjson").into_iter();
        findings
            .map(|line| (line["entity"].as_str().unwrap().to_owned(), line["value"].as_str().unwrap().to_owned()))
            .collect()
    }
}
