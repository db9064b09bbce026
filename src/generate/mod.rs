//! Seeded dumps of an invented telephone provider's leaked cluster, with the answers.
//!
//! For the program's `generate`, for benches, tests and fuzzing: text as varied as people's, every sensitive value
//! known, and fast enough that no corpus need be stored. The same options give the same bytes on every platform.
//! All people, firms and small towns are invented; numbers come from ranges reserved for fiction, tests or specimens.
//!
//! ```text
//! words/*.txt → compile → Grammar ┐
//!                      rng, World ┴→ compose → Speech ┐
//!                             names, people, fields ──┴→ records, cluster, mixed → a line, and its Gold
//! ```

mod audio;
mod checks;
mod cluster;
mod cluster_shapes;
mod compile;
mod compose;
mod entity;
mod fields;
mod gold;
mod grammar;
mod harmless;
mod identifiers;
mod identity;
mod inflect;
mod json;
mod mixed;
mod mixed_nested;
mod money;
mod names;
mod numbers;
mod people;
mod recordings;
mod records;
mod rng;
mod short;
mod speech;
mod spoken;
#[cfg(test)]
mod tests;
mod values;

use cluster::{Collection, Schedule};
use compose::Composer;
use gold::Gold;
use grammar::Rule;
use people::World;
pub use recordings::{Recording, Recordings};
use rng::Rng;
use std::fmt;
use std::io::{self, Write};
use std::str::FromStr;

/// What a dump holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// Voicemail with transcripts, all of one shape; about 800 bytes a line.
    Voicemail,
    /// Caller records without text, all of one shape; about 250 bytes a line.
    Callers,
    /// Business customers.
    People,
    /// Ten collections interleaved, whose account ids lead to the customers of the same dump.
    Cluster,
    /// Many shapes interleaved: optional, null and nested fields, reordered keys, numbers for telephones.
    Mixed,
}

impl Kind {
    /// All kinds, in the order in which help lists them.
    pub const ALL: [Self; 5] = [Self::Voicemail, Self::Callers, Self::People, Self::Cluster, Self::Mixed];

    /// The name used on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Voicemail => "voicemail",
            Self::Callers => "callers",
            Self::People => "people",
            Self::Cluster => "cluster",
            Self::Mixed => "mixed",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A word that names no [`Kind`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownKind;

impl fmt::Display for UnknownKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("unknown kind; expected voicemail, callers, people, cluster or mixed")
    }
}

impl std::error::Error for UnknownKind {}

impl FromStr for Kind {
    type Err = UnknownKind;

    fn from_str(name: &str) -> Result<Self, UnknownKind> {
        Self::ALL.into_iter().find(|kind| kind.name() == name).ok_or(UnknownKind)
    }
}

/// How much to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Amount {
    /// This many lines.
    Records(u64),
    /// Whole lines until at least this many bytes are written.
    Bytes(u64),
}

/// What to write. The same options always give the same bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Options {
    /// What the dump holds.
    pub kind: Kind,
    /// How much of it.
    pub amount: Amount,
    /// Where chance starts from.
    pub seed: u64,
    /// One collection of a cluster alone, and how many customers the cluster has.
    only: Option<(Collection, u32)>,
}

impl Options {
    /// Options for a dump of `kind`.
    #[must_use]
    pub const fn new(kind: Kind, amount: Amount, seed: u64) -> Self {
        Self { kind, amount, seed, only: None }
    }
}

/// A cluster's collections as dumps of their own: each one's name, and the options that write it. The amount is shared
/// out among them as in the interleaved dump, and account ids still lead to the customers in `people-production`.
///
/// ```
/// # use earmark::generate::{Amount, Kind, Options, collections};
/// let parts = collections(&Options::new(Kind::Cluster, Amount::Records(1000), 7));
/// assert_eq!(parts.len(), 10);
/// ```
#[must_use]
pub fn collections(options: &Options) -> Vec<(&'static str, Options)> {
    let accounts = cluster::accounts(options.amount);
    let amounts = cluster::shares(options.amount);
    let part = |(collection, amount): (Collection, Amount)| {
        let only = Some((collection, accounts));
        (collection.name(), Options { kind: Kind::Cluster, amount, only, ..*options })
    };
    Collection::ALL.into_iter().zip(amounts).map(part).collect()
}

/// What was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Summary {
    /// Lines of the dump, and of gold if it was asked for.
    pub records: u64,
    /// Bytes of the dump.
    pub bytes: u64,
    /// Bytes of gold.
    pub gold_bytes: u64,
}

/// Rules that records name by themselves.
#[derive(Clone, Copy, Debug)]
struct FieldRules {
    caller_kind: Rule,
}

/// What records are made of: one each for a generator, so that making a line allocates next to nothing.
#[derive(Debug)]
struct Stage {
    world: World,
    composer: Composer,
    rng: Rng,
    scratch: String,
    gold: Gold,
    rules: FieldRules,
    schedule: Schedule,
    customers: u32,
}

/// Writes a dump line by line.
///
/// A gold line is `{"id","line","source","lang","index","labels","text_labels","spans":[{"field","start","end","type",
/// "value","form"}]}`. `field` is a normalized path (RFC 9535) from the line's root; `start` and `end` are byte offsets
/// into the field's decoded text (for a number, its digits); `form` is `spoken` where digits or signs are said as
/// words; `"part":"key"` marks a span of the last key itself. `labels` come of all fields, `text_labels` of speech
/// alone. Firms are not marked, nor are the links and ids that the provider's own system makes.
///
/// Making one compiles the word lists, which takes some milliseconds; keep it rather than making one a line.
///
/// ```
/// # use earmark::generate::{Amount, Generator, Kind, Options};
/// let mut generator = Generator::new(&Options::new(Kind::Callers, Amount::Records(2), 1));
/// let (mut dump, mut gold) = (Vec::new(), Vec::new());
/// while generator.next_line(&mut dump, Some(&mut gold)) {}
/// assert_eq!(dump.iter().filter(|byte| **byte == b'\n').count(), 2);
/// ```
#[derive(Debug)]
pub struct Generator {
    options: Options,
    stage: Stage,
    records: u64,
    bytes: u64,
}

impl Generator {
    /// A generator at the first line.
    #[must_use]
    pub fn new(options: &Options) -> Self {
        let accounts = match (options.only, options.kind) {
            (Some((_, accounts)), _) => accounts,
            (None, Kind::Cluster) => cluster::accounts(options.amount),
            // Alone, a collection is as if cut from a large cluster.
            (None, _) => cluster::accounts(options.amount).max(200),
        };
        let composer = Composer::new();
        let rules = FieldRules { caller_kind: composer.grammar.rule("caller_kind") };
        let salt = options.only.map_or(options.kind as u64, |(collection, _)| 16 + collection as u64);
        let stage = Stage {
            world: World::new(options.seed, accounts),
            rules,
            composer,
            rng: Rng::keyed(options.seed, 0, salt),
            scratch: String::with_capacity(256),
            gold: Gold::default(),
            schedule: Schedule::default(),
            customers: 0,
        };
        Self { options: *options, stage, records: 0, bytes: 0 }
    }

    /// Appends one line of the dump, with its `\n`, to `line`, and its gold line to `gold` if there is one. Gives
    /// false, and appends nothing, when the amount is reached. Whether gold is asked for does not change the dump.
    pub fn next_line(&mut self, line: &mut Vec<u8>, gold: Option<&mut Vec<u8>>) -> bool {
        let reached = match self.options.amount {
            Amount::Records(records) => self.records >= records,
            Amount::Bytes(bytes) => self.bytes >= bytes,
        };
        if reached {
            return false;
        }
        let start = line.len();
        self.stage.gold.begin(self.records, gold.is_some());
        self.stage.record(self.options, line);
        if let Some(gold) = gold {
            self.stage.gold.write(gold);
        }
        self.records += 1;
        self.bytes += (line.len() - start) as u64;
        true
    }
}

impl Stage {
    fn record(&mut self, options: Options, out: &mut Vec<u8>) {
        match (options.kind, options.only) {
            (Kind::Voicemail, _) => records::voicemail(self, out),
            (Kind::Callers, _) => records::caller(self, out),
            (Kind::People, _) => self.next_customer(out),
            (Kind::Cluster, Some((collection, _))) => cluster::record(self, out, collection),
            (Kind::Cluster, None) => {
                let collection = self.schedule.next(&mut self.rng);
                cluster::record(self, out, collection);
            }
            (Kind::Mixed, _) => mixed::record(self, out),
        }
    }

    fn next_customer(&mut self, out: &mut Vec<u8>) {
        let index = self.customers;
        self.customers += 1;
        records::customer(self, out, index);
    }
}

/// Writes a whole dump, and its gold if asked for, in large blocks.
///
/// # Errors
/// What the writers fail with; what was written till then stays written.
///
/// ```
/// # use earmark::generate::{Amount, Kind, Options, write};
/// let options = Options::new(Kind::Mixed, Amount::Records(20), 1);
/// let mut dump = Vec::new();
/// let summary = write(&options, &mut dump, None)?;
/// assert_eq!(summary.bytes, dump.len() as u64);
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn write(options: &Options, dump: &mut dyn Write, mut gold: Option<&mut dyn Write>) -> io::Result<Summary> {
    const BLOCK: usize = 1 << 18;
    let mut generator = Generator::new(options);
    let (mut lines, mut answers) = (Vec::with_capacity(BLOCK + 8192), Vec::new());
    let mut summary = Summary::default();
    let mut more = true;
    while more {
        more = generator.next_line(&mut lines, gold.as_ref().map(|_| &mut answers));
        if lines.len() >= BLOCK || !more {
            dump.write_all(&lines)?;
            lines.clear();
        }
        if let Some(gold) = gold.as_mut().filter(|_| answers.len() >= BLOCK || !more) {
            gold.write_all(&answers)?;
            summary.gold_bytes += answers.len() as u64;
            answers.clear();
        }
    }
    summary.records = generator.records;
    summary.bytes = generator.bytes;
    Ok(summary)
}
