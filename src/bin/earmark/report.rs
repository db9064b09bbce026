//! What a person sees when a scan has ended. It fits one screen of 80 columns and 24 lines.

use std::fmt::{self, Write as _};
use std::path::Path;

use earmark::{Outcome, Status, Tier, label};
use serde_json::Value;

use crate::output::{bytes, count, counted, duration, percent};

/// Entities that get a line of their own.
const MOST_ENTITIES: usize = 8;

/// The report on a run whose folder is `out`.
pub(crate) fn render(outcome: &Outcome, out: &Path) -> String {
    let mut text = String::new();
    write_all(outcome, out, &mut text).expect("a string takes everything");
    text
}

fn write_all(outcome: &Outcome, out: &Path, text: &mut String) -> fmt::Result {
    let summary = &outcome.summary;
    heading(outcome, text)?;
    columns(summary, text)?;
    entities(summary, text)?;
    notes(outcome, text)?;
    writeln!(text, "run folder: {}", out.display())
}

fn number(value: &Value) -> u64 {
    value.as_u64().unwrap_or_default()
}

/// How much was read, and how fast.
#[allow(clippy::cast_precision_loss)] // a rate for people
fn heading(outcome: &Outcome, text: &mut String) -> fmt::Result {
    let coverage = &outcome.summary["coverage"];
    let read = ["record_bytes", "framing_bytes", "gap_bytes"].iter().map(|part| number(&coverage[part])).sum::<u64>();
    let seconds = outcome.milliseconds as f64 / 1e3;
    let records = counted(number(&outcome.summary["records"]), "record", "records");
    let sources = counted(number(&coverage["sources"]), "source", "sources");
    // Of a shorter time there is nothing to say.
    let rate = if seconds < 0.01 { String::new() } else { format!(" ({:.0} MB/s)", read as f64 / 1e6 / seconds) };
    writeln!(text, "{records}, {} of {sources}, in {}{rate}\n", bytes(read), duration(seconds))
}

/// Records by status, by label and by tier, side by side.
fn columns(summary: &Value, text: &mut String) -> fmt::Result {
    let columns = [statuses(summary), labels(summary), tiers(summary)];
    let height = columns.iter().map(|(_, lines)| lines.len()).max().unwrap_or_default();
    for row in 0..height {
        let mut line = String::new();
        for (width, lines) in &columns {
            let cell = lines.get(row).map_or("", String::as_str);
            write!(line, "{cell:width$}  ")?;
        }
        writeln!(text, "{}", line.trim_end())?;
    }
    text.push('\n');
    Ok(())
}

fn statuses(summary: &Value) -> (usize, Vec<String>) {
    let total = number(&summary["records"]);
    let mut lines = vec![format!("{:12}{:>11}", "status", "records")];
    for (status, name) in Status::ALL.into_iter().zip(["flagged", "none found *", "unexamined", "unreadable"]) {
        let records = number(&summary["by_status"][status.name()]);
        lines.push(format!("{name:12}{:>11}{:>8}", count(records), percent(records, total)));
    }
    (31, lines)
}

fn labels(summary: &Value) -> (usize, Vec<String>) {
    let line = |name: &str, records: &Value| format!("{name:18}{:>10}", count(number(records)));
    let mut lines = vec![format!("{:18}{:>10}", "label", "records")];
    for (_, name) in label::ALL {
        lines.push(line(name, &summary["by_label"][name]));
        if name == "identity" {
            lines.push(line("  contact only", &summary["identity"]["contact_only"]));
            lines.push(line("  with identifiers", &summary["identity"]["with_identifiers"]));
        }
    }
    (28, lines)
}

fn tiers(summary: &Value) -> (usize, Vec<String>) {
    let mut lines = vec![format!("{:4}{:>11}", "tier", "records")];
    for tier in Tier::ALL.into_iter().skip(1).rev() {
        lines.push(format!("{:4}{:>11}", tier.name(), count(number(&summary["by_tier"][tier.name()]))));
    }
    (15, lines)
}

/// The entities found in most records.
fn entities(summary: &Value, text: &mut String) -> fmt::Result {
    let found = summary["findings"].as_object();
    let mut found: Vec<_> = found.into_iter().flatten().map(|(name, of)| (name, number(&of["records"]), of)).collect();
    if found.is_empty() {
        return Ok(());
    }
    found.sort_by_key(|(_, records, _)| std::cmp::Reverse(*records));
    writeln!(text, "{:24}{:>11}{:>11}{:>13}", "entity", "records", "findings", "distinct")?;
    for (name, records, of) in found.iter().take(MOST_ENTITIES) {
        let findings = count(number(&of["findings"]));
        writeln!(text, "{name:24}{:>11}{findings:>11}{:>13}", count(*records), distinct(&of["distinct"]))?;
    }
    if found.len() > MOST_ENTITIES {
        let rest = (found.len() - MOST_ENTITIES) as u64;
        writeln!(text, "and {} in summary.json", counted(rest, "entity more", "entities more"))?;
    }
    text.push('\n');
    Ok(())
}

/// The number of different values; `~` where it is estimated, `-` where it is not counted.
fn distinct(distinct: &Value) -> String {
    let about = if distinct["exact"].as_bool() == Some(false) { "~" } else { "" };
    distinct["count"].as_u64().map_or_else(|| "-".into(), |number| format!("{about}{}", count(number)))
}

fn notes(outcome: &Outcome, text: &mut String) -> fmt::Result {
    writeln!(text, "* none found, by these detectors, at this version ({})", env!("CARGO_PKG_VERSION"))?;
    let recordings = &outcome.summary["recordings"];
    if number(&recordings["not_listened_to"]) > 0 {
        let (files, hours) = (number(&recordings["not_listened_to"]), number(&recordings["hours"]));
        let names = number(&recordings["names_with_phone"]);
        let files = counted(files, "recording", "recordings");
        writeln!(
            text,
            "{files} not listened to ({} h in all), {} with a number in the name",
            count(hours),
            count(names)
        )?;
    }
    if outcome.faults > 0 {
        let faults = counted(outcome.faults, "record or source", "records or sources");
        writeln!(text, "{faults} not readable as such: see unreadable.ndjson, inputs.ndjson")?;
    }
    if outcome.interrupted {
        writeln!(text, "INTERRUPTED: all of this counts what was read until then")?;
    }
    Ok(())
}
