//! `earmark dictionary`.

use std::fmt::Write as _;

use earmark::{CheckReport, DictionaryInfo, ProblemKind};
use serde_json::json;

use crate::args::{Dictionary, DictionaryCheck, DictionaryCommand, DictionaryList};
use crate::output::{count, counted};
use crate::{Exit, dictionaries, output};

pub(crate) fn run(dictionary: &Dictionary) -> anyhow::Result<Exit> {
    match &dictionary.command {
        DictionaryCommand::List(command) => list(command),
        DictionaryCommand::Check(command) => check(command),
    }
}

fn list(command: &DictionaryList) -> anyhow::Result<Exit> {
    let infos: Vec<_> = if command.paths.is_empty() {
        earmark::builtin_dictionaries().map(|(name, text)| DictionaryInfo::of(name, text)).collect::<Result<_, _>>()?
    } else {
        let own = dictionaries::read(&command.paths)?;
        own.iter().map(|(name, text)| DictionaryInfo::of(name, text)).collect::<Result<_, _>>()?
    };
    let text = if command.json { as_json(&infos) } else { as_table(&infos)? };
    output::print(&text)?;
    Ok(Exit::Done)
}

fn as_json(infos: &[DictionaryInfo]) -> String {
    let object = |info: &DictionaryInfo| {
        json!({
            "name": info.name, "kind": info.kind, "entity": info.entity, "language": info.language, "entries": info.entries,
        })
    };
    format!("{}\n", serde_json::Value::Array(infos.iter().map(object).collect()))
}

fn as_table(infos: &[DictionaryInfo]) -> Result<String, std::fmt::Error> {
    let width = infos.iter().map(|info| info.name.len()).max().unwrap_or_default().max(4);
    let mut text = format!("{:width$}  {:9}  {:15}  lang  entries\n", "name", "kind", "entity");
    for info in infos {
        let entity = info.entity.as_deref().unwrap_or("-");
        let entries = count(info.entries as u64);
        writeln!(text, "{:width$}  {:9}  {entity:15}  {:4}  {entries:>7}", info.name, info.kind, info.language)?;
    }
    let total = infos.iter().map(|info| info.entries as u64).sum();
    writeln!(
        text,
        "{}, {}",
        counted(infos.len() as u64, "dictionary", "dictionaries"),
        counted(total, "entry", "entries")
    )?;
    Ok(text)
}

fn check(command: &DictionaryCheck) -> anyhow::Result<Exit> {
    let own = dictionaries::read(&command.paths)?;
    let own: Vec<_> = own.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let report = earmark::check(&own);
    let mut text = String::new();
    for problem in &report.problems {
        writeln!(text, "{problem}")?;
    }
    sum_up(&report, &mut text)?;
    output::print(&text)?;
    Ok(if report.problems.is_empty() { Exit::Done } else { Exit::Failed })
}

fn sum_up(report: &CheckReport, text: &mut String) -> std::fmt::Result {
    let dictionaries = counted(report.dictionaries as u64, "dictionary", "dictionaries");
    let entries = counted(report.entries as u64, "entry", "entries");
    let examples = counted(report.examples as u64, "example", "examples");
    writeln!(text, "{dictionaries}, {entries}; {examples} run, {} not checkable yet", count(report.unchecked as u64))?;
    for kind in ProblemKind::ALL {
        let number = report.problems.iter().filter(|problem| problem.kind == kind).count() as u64;
        if number > 0 {
            writeln!(text, "{:>7}  {}", count(number), kind.name())?;
        }
    }
    writeln!(text, "{}", counted(report.problems.len() as u64, "problem", "problems"))
}
