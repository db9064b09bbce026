//! `earmark verify`.

use std::fmt::Write as _;

use crate::args::Verify;
use crate::{Exit, output};

pub(crate) fn run(verify: &Verify) -> anyhow::Result<Exit> {
    let verified = earmark::verify(&verify.run)?;
    let folder = verify.run.display();
    let mut text = String::new();
    for problem in &verified.problems {
        writeln!(text, "{problem}")?;
    }
    let pieces = output::counted(verified.pieces, "piece", "pieces");
    let records = output::counted(verified.records, "record", "records");
    let problems = verified.problems.len() as u64;
    let word = match problems {
        0 => "intact".to_owned(),
        number => format!("NOT intact, {}", output::counted(number, "problem", "problems")),
    };
    writeln!(text, "{folder}: {word}; {records} in {pieces}, the run is {}", verified.state)?;
    output::print(&text)?;
    Ok(if problems == 0 { Exit::Done } else { Exit::Failed })
}
