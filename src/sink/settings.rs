//! What a run was asked for, as far as outputs depend on it.

use super::lines::Reveal;
use crate::framing::Format;

/// Which records get a line in `records.ndjson`, and whose findings one in `findings.ndjson`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amount {
    /// None.
    None,
    /// Those of tier T2 and up.
    Sensitive,
    /// Every flagged record; all findings.
    All,
}

/// How much of each source is hashed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HashMode {
    /// All of it.
    #[default]
    Full,
    /// Its first 64 KiB.
    Header,
    /// Nothing.
    None,
}

/// Whether names of sources are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Names {
    /// Those of recordings, and of files that are no text.
    #[default]
    On,
    /// Those of all sources, and nothing else of them.
    Only,
    /// None.
    Off,
}

/// Options of a run, at their defaults.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) jobs: usize,
    pub(crate) format: Format,
    pub(crate) names: Names,
    pub(crate) records: Amount,
    pub(crate) findings: Amount,
    pub(crate) hash: HashMode,
    pub(crate) reveal: Reveal,
    pub(crate) overwrite: bool,
    /// The effective options, as the program names them.
    pub(crate) options: serde_json::Value,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            jobs: 1,
            format: Format::Auto,
            names: Names::On,
            records: Amount::All,
            findings: Amount::Sensitive,
            hash: HashMode::Full,
            reveal: Reveal::Nothing,
            overwrite: false,
            options: serde_json::Value::Null,
        }
    }
}
