//! earmark finds what was said that should never have leaked: medical, financial and identity data in voicemail and
//! call-transcript dumps, offline.
//!
//! The whole public interface is on this page. [`Scanner`] reads text; with the feature `pipeline` (on by default),
//! `Run` reads dumps and writes a run folder. docs/ARCHITECTURE.md shows how the modules stand on one another.
#![cfg_attr(not(feature = "pipeline"), allow(dead_code))]

mod check;
mod classify;
mod detect;
mod dictionary;
mod digits;
mod entity;
mod error;
pub mod explain;
#[cfg(feature = "pipeline")]
mod fields;
mod fold;
#[cfg(feature = "pipeline")]
mod framing;
#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub mod fuzzing;
#[cfg(feature = "pipeline")]
pub mod generate;
mod level;
mod lexer;
mod normalize;
#[cfg(feature = "pipeline")]
mod pipeline;
mod scanner;
mod score;
mod sensitive;
#[cfg(feature = "pipeline")]
mod sink;
#[cfg(feature = "pipeline")]
mod source;
mod span;
#[cfg(feature = "pipeline")]
mod tally;
mod utterance;
mod wordlist;

pub use check::{CheckReport, Problem, ProblemKind, check};
pub use classify::{Circumstances, Combination, ProfileInfo, Profiles, Rule, Tier, Verdict, flag, label};
pub use dictionary::{DictionaryInfo, builtin_dictionaries, builtin_profiles};
pub use digits::Form;
pub use entity::{Catalogue, Entity, EntityId, EntitySet, Group, Tag, id, traits};
pub use error::{Error, ErrorKind};
#[cfg(feature = "pipeline")]
pub use fields::{FieldOptions, Meta};
#[cfg(feature = "pipeline")]
pub use framing::Format;
pub use level::Level;
#[cfg(feature = "pipeline")]
pub use pipeline::Run;
pub use scanner::{Evidence, Finding, Findings, Scan, Scanner, ScannerBuilder, Scratch};
pub use score::band;
pub use sensitive::Sensitive;
#[cfg(feature = "pipeline")]
pub use sink::{
    Amount, Fingerprint, HashMode, Key, Names, Outcome, Progress, Reveal, Verified, read_or_make_key, verify,
};
pub use span::Span;
#[cfg(feature = "pipeline")]
pub use tally::Status;
pub use utterance::{BARRIER, Batch, BatchBuilder, Day, PADDING, Role, Segment, language_code};
