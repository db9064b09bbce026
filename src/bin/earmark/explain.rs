//! `earmark explain`.

use std::fmt::{self, Write as _};
use std::io::Read as _;

use anstyle::{AnsiColor, Style};
use anyhow::Context as _;
use earmark::explain::{Candidate, Entry, Explanation, Found, Outcome};
use earmark::{EntityId, Evidence, Scanner, Span, Tag, Verdict, band, flag, label};
use serde_json::{Value, json};

use crate::args::Explain;
use crate::{Exit, judging, output};

pub(crate) fn run(explain: &Explain) -> anyhow::Result<Exit> {
    let scanner = judging::scanner(&explain.judging)?;
    let text = explain.text.clone().map_or_else(read_input, Ok)?;
    let why = scanner.explain(&text);
    let shown = if explain.json {
        format!("{}\n", as_json(&scanner, &why))
    } else {
        let mut page = Page { scanner: &scanner, text: &text, coloured: output::is_coloured(), out: String::new() };
        page.write(&why)?;
        page.out
    };
    output::print(&shown)?;
    Ok(Exit::Done)
}

fn read_input() -> anyhow::Result<String> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).context("cannot read the text from standard input")?;
    text.truncate(text.trim_end_matches(['\n', '\r']).len());
    Ok(text)
}

fn name(scanner: &Scanner, entity: EntityId) -> &str {
    &scanner.catalogue().get(entity).name
}

fn names<'s>(scanner: &'s Scanner, entities: &[EntityId]) -> Vec<&'s str> {
    entities.iter().map(|&entity| name(scanner, entity)).collect()
}

fn reasons(evidence: Evidence) -> Vec<&'static str> {
    evidence.iter().collect()
}

fn bits<'n, B: Copy + Into<u16>>(set: u16, names: impl Iterator<Item = (B, &'n str)>) -> Vec<&'n str> {
    names.filter(|(bit, _)| set & (*bit).into() != 0).map(|(_, name)| name).collect()
}

fn labels(verdict: &Verdict) -> Vec<&'static str> {
    bits(verdict.labels.into(), label::ALL.into_iter())
}

fn tags(verdict: &Verdict) -> Vec<&'static str> {
    bits(verdict.tags.into(), Tag::ALL.into_iter().map(|tag| (tag.bit(), tag.name())))
}

fn flags(verdict: &Verdict) -> Vec<&'static str> {
    bits(verdict.flags, flag::ALL.into_iter())
}

fn as_json(scanner: &Scanner, why: &Explanation) -> Value {
    let verdict = &why.verdict;
    json!({
        "language": why.language,
        "words": why.words.iter()
            .map(|word| json!({ "start": word.span.start, "end": word.span.end, "classes": word.classes }))
            .collect::<Vec<_>>(),
        "entries": why.entries.iter().map(|entry| entry_json(scanner, entry)).collect::<Vec<_>>(),
        "runs": why.runs.iter()
            .map(|run| json!({
                "start": run.span.start, "end": run.span.end, "digits": run.digits, "readings": run.readings,
            }))
            .collect::<Vec<_>>(),
        "candidates": why.candidates.iter().map(|candidate| candidate_json(scanner, candidate, why)).collect::<Vec<_>>(),
        "findings": why.findings.iter().map(|found| finding_json(scanner, found)).collect::<Vec<_>>(),
        "verdict": {
            "labels": labels(verdict), "tags": tags(verdict), "flags": flags(verdict), "tier": verdict.tier.name(),
            "severity": verdict.severity, "dpc": verdict.dpc, "ei": verdict.ei,
            "rule": verdict.rule.map(|rule| rule.name(scanner.profiles())),
            "combinations": scanner.profiles().held(verdict.combinations).map(|rule| rule.name.as_str()).collect::<Vec<_>>(),
        },
    })
}

fn entry_json(scanner: &Scanner, entry: &Entry) -> Value {
    json!({
        "start": entry.span.start, "end": entry.span.end, "kind": entry.kind, "entities": names(scanner, &entry.entities),
        "weight": entry.weight, "hazard": entry.hazard, "negates": entry.negates,
    })
}

fn candidate_json(scanner: &Scanner, candidate: &Candidate, why: &Explanation) -> Value {
    let lost_to = winner(candidate, why).map(|found| {
        let finding = &found.finding;
        json!({ "start": finding.span.start, "end": finding.span.end, "entity": name(scanner, finding.entity) })
    });
    json!({
        "start": candidate.span.start, "end": candidate.span.end, "entity": name(scanner, candidate.entity),
        "points": candidate.points, "form": candidate.form.name(), "detector": candidate.detector,
        "evidence": reasons(candidate.evidence), "outcome": candidate.outcome.name(), "lost_to": lost_to,
    })
}

fn finding_json(scanner: &Scanner, found: &Found) -> Value {
    let finding = &found.finding;
    json!({
        "start": finding.span.start, "end": finding.span.end, "entity": name(scanner, finding.entity),
        "confidence": finding.confidence, "band": band(finding.confidence), "form": finding.form.name(),
        "detector": finding.detector, "evidence": reasons(finding.evidence),
        "also_possible": names(scanner, &found.also_possible),
        "negated": finding.negated, "placeholder": finding.placeholder,
    })
}

fn winner<'w>(candidate: &Candidate, why: &'w Explanation) -> Option<&'w Found> {
    match candidate.outcome {
        Outcome::LostTo(index) => why.findings.get(index),
        _ => None,
    }
}

const TITLE: Style = AnsiColor::Green.on_default().bold();
const FOUND: Style = AnsiColor::Red.on_default().bold();
const CLASS: Style = AnsiColor::Cyan.on_default();
const FAINT: Style = Style::new().dimmed();

/// An explanation for a person's eyes.
struct Page<'p> {
    scanner: &'p Scanner,
    text: &'p str,
    coloured: bool,
    out: String,
}

impl Page<'_> {
    fn write(&mut self, why: &Explanation) -> fmt::Result {
        self.marked_text(why)?;
        self.words(why)?;
        self.entries(why)?;
        self.runs(why)?;
        self.candidates(why)?;
        self.verdict(why)
    }

    fn put(&mut self, style: Style, text: &str) {
        if self.coloured {
            let _ = write!(self.out, "{style}{text}{style:#}");
        } else {
            self.out.push_str(text);
        }
    }

    fn title(&mut self, title: &str) {
        self.put(TITLE, title);
        self.out.push('\n');
    }

    fn of(&self, span: Span) -> String {
        let text = &self.text.as_bytes()[span.start as usize..span.end as usize];
        String::from_utf8_lossy(text).chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
    }

    /// The text with its findings set off.
    fn marked_text(&mut self, why: &Explanation) -> fmt::Result {
        let mut at = 0;
        for Found { finding, .. } in &why.findings {
            let before = self.of(Span::new(at, finding.span.start));
            let value = self.of(finding.span);
            let entity = name(self.scanner, finding.entity).to_owned();
            self.out.push_str(&before);
            self.put(FOUND, &format!("[{value}]"));
            self.put(FAINT, &format!("{entity} {}", finding.confidence));
            at = finding.span.end;
        }
        let rest = self.of(Span::new(at, self.text.len() as u32));
        writeln!(self.out, "{rest}\n")
    }

    /// Words that are more than words, each with its classes behind it.
    fn words(&mut self, why: &Explanation) -> fmt::Result {
        self.title("words");
        for word in &why.words {
            let text = self.of(word.span);
            self.out.push(' ');
            if word.classes.is_empty() {
                self.put(FAINT, &text);
            } else {
                self.out.push_str(&text);
                self.put(CLASS, &format!("/{}", word.classes.join("+")));
            }
        }
        writeln!(self.out, "\n")
    }

    fn entries(&mut self, why: &Explanation) -> fmt::Result {
        let said: Vec<_> =
            why.entries.iter().filter(|entry| entry.weight.is_some() || entry.kind == "ordinary").collect();
        if said.is_empty() {
            return Ok(());
        }
        self.title("terms, cues and ordinary phrases");
        for entry in said {
            let text = self.of(entry.span);
            let hazard = if entry.hazard { ", hazard" } else { "" };
            let negates = if entry.negates { ", talk about it" } else { "" };
            let weight = entry.weight.map_or_else(String::new, |weight| format!("{weight}{hazard}{negates}: "));
            let entities = names(self.scanner, &entry.entities).join(", ");
            writeln!(self.out, "  {text:24} {:8} {weight}{entities}", entry.kind)?;
        }
        writeln!(self.out)
    }

    fn runs(&mut self, why: &Explanation) -> fmt::Result {
        if why.runs.is_empty() {
            return Ok(());
        }
        self.title("digit runs");
        for run in &why.runs {
            writeln!(self.out, "  {:24} {}", self.of(run.span), run.readings.join(" or "))?;
        }
        writeln!(self.out)
    }

    fn candidates(&mut self, why: &Explanation) -> fmt::Result {
        self.title(if why.candidates.is_empty() { "no candidates" } else { "candidates" });
        for candidate in &why.candidates {
            let text = self.of(candidate.span);
            let entity = name(self.scanner, candidate.entity);
            write!(self.out, "  {text:24} {entity:18} {:>4}  ", candidate.points)?;
            let outcome = self.outcome(candidate, why);
            self.put(if candidate.outcome == Outcome::Found { FOUND } else { FAINT }, &outcome);
            writeln!(self.out, "\n  {:24} {}: {}", "", candidate.detector, reasons(candidate.evidence).join(", "))?;
        }
        writeln!(self.out)
    }

    /// Why it won or lost.
    fn outcome(&self, candidate: &Candidate, why: &Explanation) -> String {
        match (candidate.outcome, winner(candidate, why)) {
            (Outcome::Found, _) => format!("found, {}", band(u8::try_from(candidate.points).unwrap_or(100))),
            (_, Some(Found { finding, .. })) => {
                format!("lost to {} {}", name(self.scanner, finding.entity), finding.confidence)
            }
            (Outcome::NoCue, _) => "dropped: counts only beside a cue".into(),
            (Outcome::NotAsked, _) => "dropped: not asked for".into(),
            _ => "dropped: too few points".into(),
        }
    }

    fn verdict(&mut self, why: &Explanation) -> fmt::Result {
        let verdict = &why.verdict;
        self.title("verdict");
        let or_none = |names: Vec<&str>| if names.is_empty() { "none".to_owned() } else { names.join(", ") };
        let language = why.language.unwrap_or("none");
        writeln!(
            self.out,
            "  labels {}; tags {}; flags {}",
            or_none(labels(verdict)),
            or_none(tags(verdict)),
            or_none(flags(verdict))
        )?;
        let rule =
            verdict.rule.map_or_else(String::new, |rule| format!(", lifted by {}", rule.name(self.scanner.profiles())));
        let (whole, hundredths) = (verdict.severity / 100, verdict.severity % 100);
        writeln!(
            self.out,
            "  tier {}{rule}; severity {whole}.{hundredths:02} (context {}, ease {}); language {language}",
            verdict.tier.name(),
            verdict.dpc,
            verdict.ei
        )
    }
}
