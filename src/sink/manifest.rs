//! `manifest.json`: how the run was made. Hosts, times and jobs stand here and nowhere else.

use std::time::SystemTime;

use serde_json::{Value, json};

use super::{Key, settings::Settings};
use crate::scanner::Scanner;

/// What is known when a run begins, and its times.
pub(super) struct Manifest {
    fixed: Value,
    began: SystemTime,
    milliseconds: Option<u64>,
}

impl Manifest {
    pub(super) fn new(scanner: &Scanner, settings: &Settings, key: &Key) -> Self {
        let (terms, sequences) = scanner.dictionary_size();
        let system = rustix::system::uname();
        let fixed = json!({
            "version": env!("CARGO_PKG_VERSION"),
            "commit": option_env!("EARMARK_COMMIT"),
            "lock_hash": blake3::hash(include_bytes!("../../Cargo.lock")).to_hex().to_string(),
            "options": settings.options,
            "dictionaries": {
                "terms": terms,
                "word_sequences": sequences,
                "xxh3": scanner.dictionary_hashes().map(|(name, hash)| (name.to_owned(), json!(hash))).collect::<serde_json::Map<_, _>>(),
            },
            "key_id": key.id(),
            "simd": scanner.level().name(),
            "jobs": settings.jobs,
            "host": system.nodename().to_string_lossy(),
            "system": format!("{} {}", system.sysname().to_string_lossy(), system.machine().to_string_lossy()),
        });
        Self { fixed, began: SystemTime::now(), milliseconds: None }
    }

    /// Notes how long the run took.
    pub(super) fn times(&mut self, milliseconds: u64) {
        self.milliseconds = Some(milliseconds);
    }

    /// The manifest's text. `outputs` are the files of the run with their sizes and hashes.
    pub(super) fn render<'o>(
        &self,
        state: &str,
        records: u64,
        chunks: u64,
        noted: [(&str, Value); 2],
        outputs: impl Iterator<Item = (&'o str, u64, blake3::Hash)>,
    ) -> String {
        let mut manifest = json!({
            "schema": 1,
            "state": state,
            "records": records,
            "chunks": chunks,
            "began": time(Some(self.began)),
            "milliseconds": self.milliseconds,
        });
        let outputs = outputs.map(|(name, bytes, hash)| {
            (name.to_owned(), json!({ "bytes": bytes, "blake3": hash.to_hex().to_string() }))
        });
        let object = manifest.as_object_mut().expect("just made");
        object.extend(noted.map(|(name, value)| (name.to_owned(), value)));
        object.extend(self.fixed.as_object().expect("made in new").clone());
        object.insert("outputs".into(), Value::Object(outputs.collect()));
        let mut text = serde_json::to_string_pretty(&manifest).expect("a value of strings and integers");
        text.push('\n');
        text
    }
}

/// A time as RFC 3339, to the nanosecond.
pub(super) fn time(time: Option<SystemTime>) -> Option<String> {
    time.and_then(|time| jiff::Timestamp::try_from(time).ok()).map(|time| time.to_string())
}
