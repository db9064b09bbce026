//! The program `earmark`: the library's command line.

mod args;
mod config;
mod dictionaries;
mod dictionary;
mod explain;
mod generate;
mod judging;
mod output;
mod progress;
mod report;
mod scan;
mod shell;
mod size;
mod verify;

use std::error::Error as StdError;
use std::fmt;
use std::io::Write;
use std::panic::AssertUnwindSafe;
use std::process::ExitCode;

use args::{Arguments, Command};
use clap::Parser;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How the program ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
enum Exit {
    Done = 0,
    /// Failed or interrupted.
    Failed = 1,
    Usage = 2,
    /// Done, but part of the input could not be read as what it is.
    Faults = 3,
    /// `--fail-on` met its case.
    Alarm = 10,
}

/// A wish that contradicts itself or that earmark will not grant.
#[derive(Debug)]
struct Usage(String);

impl fmt::Display for Usage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl StdError for Usage {}

fn main() -> ExitCode {
    keep_quiet();
    let arguments = Arguments::parse();
    let ended = std::panic::catch_unwind(AssertUnwindSafe(|| run(arguments.command)));
    let exit = match ended {
        Ok(Ok(exit)) => exit,
        Ok(Err(error)) => complain(&error),
        // The hook has said where.
        Err(_) => Exit::Failed,
    };
    ExitCode::from(exit as u8)
}

fn run(command: Command) -> anyhow::Result<Exit> {
    match command {
        Command::Scan(scan) => scan::run(&scan),
        Command::Explain(explain) => explain::run(&explain),
        Command::Generate(generate) => generate::run(&generate),
        Command::Dictionary(dictionary) => dictionary::run(&dictionary),
        Command::Verify(verify) => verify::run(&verify),
        Command::Completions(completions) => shell::completions(&completions),
        Command::Man(man) => shell::man(&man),
    }
}

/// Says what went wrong, and how the program ends for it. A reader who has had enough is nothing wrong.
fn complain(error: &anyhow::Error) -> Exit {
    let is_closed = |cause: &(dyn StdError + 'static)| {
        cause.downcast_ref::<std::io::Error>().is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
    };
    if error.chain().any(is_closed) {
        return Exit::Done;
    }
    let is_usage = |cause: &(dyn StdError + 'static)| {
        let option =
            cause.downcast_ref::<earmark::Error>().is_some_and(|error| error.kind() == earmark::ErrorKind::Option);
        option || cause.is::<Usage>()
    };
    // The library's errors name their cause themselves.
    let text = error.downcast_ref::<earmark::Error>().map_or_else(|| format!("{error:#}"), ToString::to_string);
    let _ = writeln!(std::io::stderr().lock(), "earmark: {text}");
    if error.chain().any(is_usage) { Exit::Usage } else { Exit::Failed }
}

/// Sees to it that a crash shows nothing of what was read: neither a panic's message nor a core dump.
fn keep_quiet() {
    std::panic::set_hook(Box::new(|panic| {
        // Bad files make these libraries panic; that is caught where they are called, and counted as damage.
        let caught = |crate_name: &&str| panic.location().is_some_and(|place| place.file().contains(*crate_name));
        if ["/lofty-", "/parquet-", "/arrow-", "/flatbuffers-"].iter().any(caught) {
            return;
        }
        let place = panic.location().map_or_else(|| "an unknown place".into(), ToString::to_string);
        let _ =
            writeln!(std::io::stderr().lock(), "earmark: a defect of earmark stopped it, at {place}; please report it");
    }));
    let none = rustix::process::Rlimit { current: Some(0), maximum: Some(0) };
    // Refused only where the limit is lower already.
    let _ = rustix::process::setrlimit(rustix::process::Resource::Core, none);
    // Linux hands cores to a collecting program whatever the limit is, unless the process says that it has none.
    #[cfg(target_os = "linux")]
    let _ = rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable);
}
