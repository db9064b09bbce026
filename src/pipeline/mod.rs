//! The flow on one page: sources → chunks → records → utterances → findings → verdicts → the run folder.
//!
//! Workers claim chunks in order and make them alone; whoever finishes the chunk that is next in line commits it, and all
//! that wait behind it. So there is no writer thread, no worker waits for the disk of another, and with one job there is one
//! thread.

mod feed;
mod plan;
mod worker;

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::error::{Error, ErrorKind};
use crate::fields::FieldOptions;
use crate::framing::Format;
use crate::scanner::Scanner;
use crate::sink::{
    Amount, ChunkResult, HashMode, Key, Names, Outcome, Progress, Reveal, RunFolder, Settings, Sink, SourceInfo, quiet,
};
use crate::source::{self, FileInput};
use crate::tally::Tally;
use plan::{Known, Plan, lock};
use worker::Worker;

/// Bytes hashed of a source with [`HashMode::Header`].
const HEADER: usize = 64 << 10;

/// A scan of a whole dump into a run folder.
///
/// ```no_run
/// use earmark::{Run, Scanner};
/// let scanner = Scanner::builder().build()?;
/// let outcome = Run::new(&scanner, ["dump.json"], "out").execute()?;
/// println!("{} records flagged", outcome.flagged());
/// # Ok::<(), earmark::Error>(())
/// ```
#[must_use]
pub struct Run<'s> {
    scanner: &'s Scanner,
    inputs: Vec<String>,
    out: std::path::PathBuf,
    fields: FieldOptions,
    settings: Settings,
    key: Key,
    interrupt: Option<&'s AtomicBool>,
    progress: Option<&'s (dyn Fn(Progress) + Sync)>,
}

impl<'s> Run<'s> {
    /// A run with default options: one job, fingerprints under a key nobody keeps.
    ///
    /// # Panics
    /// Where the system has no randomness to give.
    pub fn new<I: IntoIterator<Item: Into<String>>>(
        scanner: &'s Scanner,
        inputs: I,
        out: impl Into<std::path::PathBuf>,
    ) -> Self {
        let mut bytes = [0; 32];
        // A weak key would be worse than none.
        rustix::rand::getrandom(&mut bytes, rustix::rand::GetRandomFlags::empty()).expect("the system's randomness");
        Self {
            scanner,
            inputs: inputs.into_iter().map(Into::into).collect(),
            out: out.into(),
            fields: FieldOptions::default(),
            settings: Settings::default(),
            key: Key::ephemeral(bytes),
            interrupt: None,
            progress: None,
        }
    }

    /// Which fields are what.
    pub fn fields(mut self, fields: FieldOptions) -> Self {
        self.fields = fields;
        self
    }

    /// The number of workers, 1 at least.
    pub fn jobs(mut self, jobs: usize) -> Self {
        self.settings.jobs = jobs.max(1);
        self
    }

    /// How input is framed (default: by its content).
    pub fn format(mut self, format: Format) -> Self {
        self.settings.format = format;
        self
    }

    /// Whether names of sources are read (default: those of recordings and of what is no text).
    pub fn names(mut self, names: Names) -> Self {
        self.settings.names = names;
        self
    }

    /// Which records are written (default: all that are flagged).
    pub fn records(mut self, amount: Amount) -> Self {
        self.settings.records = amount;
        self
    }

    /// Whose findings are written (default: those of records at T2 and up).
    pub fn findings(mut self, amount: Amount) -> Self {
        self.settings.findings = amount;
        self
    }

    /// How much of each source is hashed (default: all).
    pub fn hash(mut self, hash: HashMode) -> Self {
        self.settings.hash = hash;
        self
    }

    /// What findings show of values (default: nothing).
    pub fn reveal(mut self, reveal: Reveal) -> Self {
        self.settings.reveal = reveal;
        self
    }

    /// The key of fingerprints (default: one of this run alone).
    pub fn key(mut self, key: Key) -> Self {
        self.key = key;
        self
    }

    /// Replaces a run folder that is there already.
    pub fn overwrite(mut self, overwrite: bool) -> Self {
        self.settings.overwrite = overwrite;
        self
    }

    /// Options to be noted in the manifest, as the user gave them.
    pub fn note_options(mut self, options: serde_json::Value) -> Self {
        self.settings.options = options;
        self
    }

    /// A flag that stops the run after the chunks at hand.
    pub fn interrupt(mut self, flag: &'s AtomicBool) -> Self {
        self.interrupt = Some(flag);
        self
    }

    /// Called after each commit, by the worker that made it.
    pub fn progress(mut self, report: &'s (dyn Fn(Progress) + Sync)) -> Self {
        self.progress = Some(report);
        self
    }

    /// Reads everything and writes the run folder.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] where the folder cannot be written or none of the inputs can be read. Bad records and sources are no
    /// errors: they are counted in [`Outcome::faults`].
    pub fn execute(self) -> Result<Outcome, Error> {
        let sources = source::expand(&self.inputs, &self.out);
        if let Some(broken) = sources.first().filter(|_| sources.iter().all(|source| source.error.is_some())) {
            let why = broken.error.clone().unwrap_or_default();
            let name = quiet(self.scanner, &self.key, &broken.name);
            return Err(Error::new(ErrorKind::Io, format!("no input can be read; the first, {name}: {why}")));
        }
        let total = sources.iter().map(|source| source.size).sum();
        let folder = RunFolder::create(&self.out, self.scanner, total, &self.settings, &self.key, FileInput::now)?;
        let plan = Plan::new(&sources, &self.settings);
        let commit = Commit { state: Mutex::default(), folder: Mutex::new(folder), plan: &plan, run: &self };
        if self.settings.jobs == 1 {
            self.work(&plan, &commit);
        } else {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(self.settings.jobs - 1).build();
            let pool = pool.map_err(|error| Error::new(ErrorKind::Io, format!("no worker threads: {error}")))?;
            // This thread works too: what it freed when the dictionaries were compiled, no other thread can use again.
            pool.in_place_scope(|scope| {
                scope.spawn_broadcast(|_, _| self.work(&plan, &commit));
                self.work(&plan, &commit);
            });
        }
        commit.finish()
    }

    /// One worker: claims chunks until there are no more.
    fn work(&self, plan: &Plan<'_>, commit: &Commit<'_, '_>) {
        let _guard = plan.stop_on_panic();
        let mut worker = Worker::new(self.scanner, &self.fields, &self.settings, &self.key);
        while !self.is_interrupted() {
            let Some((number, work)) = plan.claim() else { break };
            let mut result = commit.spare();
            worker.make(work, &mut result);
            commit.push(number, result);
        }
        lock(&commit.state).tally.push(worker.into_tally());
    }

    fn is_interrupted(&self) -> bool {
        self.interrupt.is_some_and(|flag| flag.load(Ordering::Relaxed))
    }
}

/// Finished chunks on their way into the folder, in order.
struct Commit<'r, 's> {
    state: Mutex<CommitState>,
    folder: Mutex<RunFolder<'s>>,
    plan: &'r Plan<'r>,
    run: &'r Run<'s>,
}

#[derive(Default)]
struct CommitState {
    next: u64,
    ready: BTreeMap<u64, ChunkResult>,
    /// Results whose memory is to be used again.
    spare: Vec<ChunkResult>,
    error: Option<Error>,
    /// Of workers that are done.
    tally: Vec<Tally>,
}

impl Commit<'_, '_> {
    fn spare(&self) -> ChunkResult {
        lock(&self.state).spare.pop().unwrap_or_else(ChunkResult::new)
    }

    /// Hands in a chunk and commits what is next, unless somebody is at it: then they will find this one.
    fn push(&self, number: u64, result: ChunkResult) {
        lock(&self.state).ready.insert(number, result);
        while let Ok(mut folder) = self.folder.try_lock() {
            while let Some(result) = self.take_next() {
                self.write(&mut folder, result);
            }
            drop(folder);
            // Between the last look and the release of the lock somebody may have handed in the next one.
            let state = lock(&self.state);
            if state.error.is_some() || !state.ready.contains_key(&state.next) {
                break;
            }
        }
    }

    fn take_next(&self) -> Option<ChunkResult> {
        let mut state = lock(&self.state);
        let next = state.next;
        let result = state.ready.remove(&next).filter(|_| state.error.is_none())?;
        state.next += 1;
        Some(result)
    }

    fn write(&self, folder: &mut RunFolder<'_>, mut result: ChunkResult) {
        self.plan.take_reached().iter().for_each(|known| folder.know(info(known)));
        let written = folder.chunk(&result);
        let mut state = lock(&self.state);
        if let Err(error) = written {
            state.error.get_or_insert(error);
            self.plan.stop();
            return;
        }
        result.clear();
        state.spare.push(result);
        let next = state.next;
        drop(state);
        self.plan.committed(next);
        if let Some(report) = self.run.progress {
            report(folder.progress());
        }
    }

    fn finish(self) -> Result<Outcome, Error> {
        let state = self.state.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        let folder = self.folder.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(error) = state.error {
            folder.abandon();
            return Err(error);
        }
        let mut folder = folder;
        self.plan.take_reached().iter().for_each(|known| folder.know(info(known)));
        let mut tally = Tally::new(self.run.scanner.catalogue());
        state.tally.iter().for_each(|part| tally.merge(part));
        // Who asks to stop when nothing is left has a whole run.
        folder.finish(tally, self.run.is_interrupted() && !self.plan.is_exhausted())
    }
}

/// A source as the run folder lists it.
fn info(known: &Known) -> SourceInfo {
    let source = &known.source;
    SourceInfo {
        name: source.name.clone(),
        path: source.path.clone(),
        size: source.size,
        modified: source.modified,
        error: source.error.clone(),
        streamed: !known.packing.is_empty() || source.path.is_none() || known.archive,
        packing: known.packing.iter().map(|packing| packing.name()).collect(),
        format: known.format.map(Format::name),
        archive: known.archive,
    }
}
