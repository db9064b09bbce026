//! Runs examples and counterexamples through the scanner, all in a few batches.

use super::{CheckReport, ProblemKind};
use crate::detect::{self, Evidence};
use crate::dictionary::{Dictionary, Kind, Row, Weight, sequence};
use crate::entity::{EntityId, EntitySet, id};
use crate::fold;
use crate::scanner::{Finding, Findings, Scanner, Scratch};
use crate::span::Span;
use crate::utterance::{BatchBuilder, Role};

/// Text of one token pass.
const BATCH: usize = 64 << 10;

/// A sentence to be scanned.
struct Case<'d> {
    dictionary: &'d Dictionary<'d>,
    row: usize,
    sentence: &'d str,
    /// Something must be found in it; else nothing may be.
    example: bool,
    /// Entities that some cue made likely enough in it.
    cued: EntitySet,
}

/// What came of a sentence.
enum Answer {
    AsExpected,
    /// No detector reads what the cue speaks for.
    Unchecked,
    WithoutTerm,
    /// What was expected.
    Wrong(String),
}

pub(super) fn run(scanner: &Scanner, dictionaries: &[Dictionary<'_>], report: &mut CheckReport) {
    let mut cases: Vec<_> = dictionaries.iter().flat_map(cases).collect();
    report.examples = cases.len();
    let (mut builder, mut scratch, mut findings) = (BatchBuilder::new(), Scratch::default(), Findings::default());
    let mut rest = cases.as_mut_slice();
    while !rest.is_empty() {
        builder.clear();
        let last = rest.iter().position(|case| {
            builder.push(Role::Speech, 0, case.sentence.as_bytes());
            builder.end_utterance();
            builder.size() >= BATCH
        });
        let (now, later) = rest.split_at_mut(last.map_or(rest.len(), |last| last + 1));
        let mut shown = now.iter_mut();
        scanner.scan_batch_showing(&builder.batch(), &mut scratch, &mut findings, |candidates| {
            let cued =
                candidates.iter().filter(|candidate| is_cued(candidate.evidence) && scanner.is_finding(candidate));
            let case = shown.next().expect("as many utterances as cases");
            cued.for_each(|candidate| case.cued.insert(candidate.entity));
        });
        now.iter().enumerate().for_each(|(index, case)| note(scanner, case, findings.of(index), report));
        rest = later;
    }
}

fn is_cued(evidence: Evidence) -> bool {
    evidence.iter().any(|reason| matches!(reason, "cue:strong" | "cue:weak" | "cue:name"))
}

/// The sentences of a dictionary. A term that needs no company must be found where it stands alone, too.
fn cases<'d>(dictionary: &'d Dictionary<'d>) -> impl Iterator<Item = Case<'d>> {
    let checked = matches!(dictionary.kind, Kind::Terms | Kind::Stems | Kind::Cues);
    // What is company only is no finding anywhere, and shows itself in the examples of others.
    let shows = move |row: &Row<'_>| checked && !dictionary.has(row, "context");
    dictionary.rows.iter().enumerate().filter(move |(_, row)| shows(row)).flat_map(move |(index, row)| {
        let case = move |sentence, example| Case { dictionary, row: index, sentence, example, cued: EntitySet::EMPTY };
        let firm = dictionary.kind == Kind::Terms && row.weight != Weight::Weak && !dictionary.has(row, "hazard");
        let alone = (firm && !is_within(dictionary, row)).then_some(row.term);
        let examples = alone.into_iter().chain(row.example).map(move |sentence| case(sentence, true));
        examples.chain(row.counterexample.map(move |sentence| case(sentence, false)))
    })
}

/// Whether a row's term is looked for inside words.
fn is_within(dictionary: &Dictionary<'_>, row: &Row<'_>) -> bool {
    dictionary.kind == Kind::Stems || dictionary.has(row, "substring")
}

fn note(scanner: &Scanner, case: &Case<'_>, findings: &[Finding], report: &mut CheckReport) {
    let answer = match case.dictionary.kind {
        Kind::Cues => cue(scanner, case, findings),
        _ => term(scanner, case, findings),
    };
    let wrong = if case.example { ProblemKind::NotFound } else { ProblemKind::FoundAmiss };
    let (kind, detail) = match answer {
        Answer::AsExpected => return,
        Answer::Unchecked => {
            report.unchecked += 1;
            return;
        }
        Answer::WithoutTerm => (ProblemKind::ExampleWithoutTerm, format!("{:?}", case.sentence)),
        Answer::Wrong(expected) => {
            (wrong, format!("{expected}, found {} in {:?}", names(scanner, findings), case.sentence))
        }
    };
    report.add(kind, case.dictionary, case.row, detail);
}

fn names(scanner: &Scanner, findings: &[Finding]) -> String {
    let name = |finding: &Finding| format!("{} {}", scanner.catalogue().get(finding.entity).name, finding.confidence);
    let names: Vec<_> = findings.iter().map(name).collect();
    if names.is_empty() { "nothing".into() } else { names.join(", ") }
}

/// A term's example has a finding of its entity over it; its counterexample has none of exactly its words.
fn term(scanner: &Scanner, case: &Case<'_>, findings: &[Finding]) -> Answer {
    let Case { dictionary, sentence, example, .. } = *case;
    let row = &dictionary.rows[case.row];
    let places = places(dictionary, row, sentence);
    if places.is_empty() {
        return Answer::WithoutTerm;
    }
    let name = dictionary.entity.unwrap_or_default();
    let entity = scanner.catalogue().find(name);
    if entity == Some(id::ORGANIZATION) {
        // A company is found by its name's capitals, which examples in small letters lack.
        return Answer::Unchecked;
    }
    let mut found = findings.iter().filter(|finding| Some(finding.entity) == entity);
    if example {
        let at_term = found.any(|finding| places.iter().any(|place| place.overlaps(finding.span)));
        if at_term { Answer::AsExpected } else { Answer::Wrong(format!("{name} expected")) }
    } else {
        let by_term = found.any(|finding| places.contains(&finding.span));
        if by_term { Answer::Wrong(format!("no {name} expected")) } else { Answer::AsExpected }
    }
}

/// Where a row's term stands in a sentence, in any of its forms.
fn places(dictionary: &Dictionary<'_>, row: &Row<'_>, sentence: &str) -> Vec<Span> {
    let words: Vec<_> = fold::words(sentence.as_bytes()).collect();
    let folded = |range: &std::ops::Range<usize>| sequence(&sentence[range.clone()]);
    let within = is_within(dictionary, row);
    let forms = dictionary.other_forms(row).map(|form| sequence(&form)).chain([sequence(row.term)]);
    let mut places = Vec::new();
    for form in forms {
        let length = memchr::memchr_iter(b' ', &form).count() + 1;
        let same = |window: &&[std::ops::Range<usize>]| {
            let text: Vec<_> = window.iter().map(folded).collect();
            if within { memchr::memmem::find(&text[0], &form).is_some() } else { text.join(&b' ') == form }
        };
        let spans = words.windows(length).filter(same);
        places.extend(spans.map(|window| Span::new(window[0].start as u32, window[length - 1].end as u32)));
    }
    places
}

/// A cue's example has a finding, for the cue, of an entity that the cue speaks for; its counterexample has none.
fn cue(scanner: &Scanner, case: &Case<'_>, findings: &[Finding]) -> Answer {
    let Case { dictionary, sentence, example, cued, .. } = *case;
    let row = &dictionary.rows[case.row];
    if places(dictionary, row, sentence).is_empty() {
        return Answer::WithoutTerm;
    }
    let names = dictionary.value(row, "for").unwrap_or_default();
    let wanted = set(scanner, names);
    if wanted.contains(id::NUMBER_RUN) {
        return impersonal(wanted, findings);
    }
    let found = findings.iter().any(|finding| wanted.contains(finding.entity) && cued.contains(finding.entity));
    match (example && !dictionary.has(row, "negates"), found) {
        (true, true) | (false, false) => Answer::AsExpected,
        (true, false) if wanted.0 & !detect::entities().0 != 0 => Answer::Unchecked,
        (true, false) => Answer::Wrong(format!("{names} by this cue expected")),
        (false, true) => Answer::Wrong(format!("no {names} expected")),
    }
}

fn set(scanner: &Scanner, names: &str) -> EntitySet {
    let mut set = EntitySet::EMPTY;
    names.split(',').filter_map(|name| scanner.catalogue().find(name.trim())).for_each(|entity| set.insert(entity));
    set
}

/// Beside a cue for a number of no person, no number is somebody's.
fn impersonal(wanted: EntitySet, findings: &[Finding]) -> Answer {
    let is_text = |entity: EntityId| matches!(entity, id::PERSON | id::LOCATION | id::EMAIL_ADDRESS);
    let numbers = EntitySet(detect::entities().0 & !wanted.0);
    let amiss = findings.iter().any(|finding| numbers.contains(finding.entity) && !is_text(finding.entity));
    if amiss { Answer::Wrong("no number of a person expected".into()) } else { Answer::AsExpected }
}
