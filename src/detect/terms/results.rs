//! Results: what was measured with its number ("my a1c was nine point two"), and how a test came out ("it was clean").

use crate::detect::{Candidate, Passage, Reason};
use crate::dictionary::{Term, Weight};
use crate::digits::Form;
use crate::entity::id;
use crate::lexer::Hit;
use crate::span::Span;
use crate::wordlist::WordList;

/// Points of a measured value, and of a test that came out in a word.
const MEASURED: i16 = 75;
const TOLD: i16 = 60;
const MORE: i16 = 5;
/// Words between what is measured and its value.
const LEAD: usize = 6;
/// Words between a test and how it came out.
const REACH: usize = 7;
/// Digits that a measured value has at most.
const DIGITS: usize = 6;
/// The same right behind its name: "HB 448291" is a policy's number.
const BARE_DIGITS: usize = 3;

/// What leads from a measure to its value.
const LEADS: WordList = WordList::new(&[
    "is", "was", "s", "were", "been", "being", "has", "came", "come", "comes", "back", "in", "at", "of", "up", "down",
    "to", "still", "now", "around", "about", "over", "under", "above", "below", "running", "reading", "reads", "read",
    "between", "hovering", "near", "like", "just", "only", "went", "dropped", "jumped", "spiked", "hit", "level",
    "levels", "count", "today", "this", "morning", "are", "är", "ä", "va", "var", "ligger", "låg", "på", "uppe",
    "nere", "i", "runt", "omkring", "över", "ungefär", "e", "blev", "visade", "kom", "tillbaka", "nu",
]);
/// Behind a number: a dose, a time, a price; no result.
const OTHER_UNITS: WordList = WordList::new(&[
    "cups",
    "cup",
    "spoons",
    "tablespoons",
    "teaspoons",
    "tsp",
    "tbsp",
    "lumps",
    "packs",
    "bags",
    "pounds",
    "koppar",
    "dl",
    "msk",
    "tsk",
    "mg",
    "milligram",
    "milligrams",
    "mcg",
    "micrograms",
    "ml",
    "pills",
    "tablets",
    "times",
    "time",
    "days",
    "day",
    "weeks",
    "week",
    "months",
    "month",
    "years",
    "year",
    "hours",
    "hour",
    "minutes",
    "am",
    "pm",
    "a",
    "p",
    "o",
    "dollars",
    "bucks",
    "kronor",
    "dagar",
    "veckor",
    "månader",
    "år",
    "timmar",
    "gånger",
    "tabletter",
]);
/// How a test comes out.
const OUTCOMES: WordList = WordList::new(&[
    "clean",
    "clear",
    "normal",
    "fine",
    "negative",
    "positive",
    "abnormal",
    "inconclusive",
    "benign",
    "malignant",
    "cancerous",
    "elevated",
    "high",
    "low",
    "good",
    "bad",
    "great",
    "perfect",
    "suspicious",
    "borderline",
    "unremarkable",
    "negativt",
    "positivt",
    "negativa",
    "positiva",
    "normalt",
    "normala",
    "fint",
    "fina",
    "bra",
    "förhöjt",
    "förhöjda",
    "lågt",
    "högt",
    "godartad",
    "elakartad",
]);
/// What leads from a test to how it came out.
const COMES_OUT: WordList =
    WordList::new(&["was", "were", "is", "came", "looked", "looks", "var", "är", "visade", "va"]);

/// The result that follows the term which `hit` is.
pub(super) fn of(passage: &Passage<'_>, hit: &Hit, term: Term, found: &Candidate) -> Option<Candidate> {
    if term.measured || term.entity == id::LAB_RESULT {
        let end = value_end(passage, hit)?;
        let span = Span::new(passage.tokens.span(hit).start, end);
        return Some(result(passage, span, MEASURED, found));
    }
    let test = term.entity == id::PROCEDURE && !term.hazard && term.weight > Weight::Weak;
    let word = test.then(|| outcome(passage, hit)).flatten()?;
    Some(result(passage, passage.marks().word(word), TOLD, found))
}

fn result(passage: &Passage<'_>, span: Span, points: i16, found: &Candidate) -> Candidate {
    // A pet's, an advert's or nobody's test has nobody's result.
    let nobodys = found.weight == 0;
    let mut candidate = Candidate::new(passage.number, span, id::LAB_RESULT, points, "term/result");
    // The whole of it wins over the words that open it.
    candidate.points = if nobodys { found.points } else { points.max(found.points + MORE) };
    candidate.form = Form::Term;
    candidate.tags = found.tags;
    candidate.weight = if nobodys { 0 } else { Weight::Strong as u8 };
    candidate.entry = found.entry;
    candidate.evidence.push(Reason::TERM_STRONG);
    candidate
}

/// The end of the number that is said of what `hit` names, and of a second one over which it is ("138 over 86").
fn value_end(passage: &Passage<'_>, hit: &Hit) -> Option<u32> {
    let first = hit.end() as usize;
    let own = passage.tokens.span(hit).end;
    let run = passage.runs.from(own).iter().find(|run| run.first_word as usize >= first)?;
    let (at, mut end) = (run.first_word as usize, run.end_word as usize);
    let digits = passage.runs.reading(run).digits.len();
    let small = digits <= DIGITS && !run.counted;
    let led = at <= first + LEAD
        && (first..at).all(|index| passage.is_at(index, &LEADS) && goes_on(passage, index))
        && goes_on(passage, at)
        && (at > first || passage.gap(at) == Some(b" ") && digits <= BARE_DIGITS);
    if !small || !led {
        return None;
    }
    let mut to = run.span.end;
    if passage.is_at(end, &["over", "genom", "point", "komma"])
        && let Some(second) = passage.runs.from(to).iter().find(|second| second.first_word as usize == end + 1)
    {
        (end, to) = (second.end_word as usize, second.span.end);
    }
    (!passage.is_at(end, &OTHER_UNITS)).then_some(to)
}

/// The word that says how a test came out.
fn outcome(passage: &Passage<'_>, hit: &Hit) -> Option<usize> {
    let first = hit.end() as usize;
    let reach = (first..first + REACH).take_while(|&index| goes_on(passage, index));
    let told = reach.clone().find(|&index| passage.is_at(index, &COMES_OUT))?;
    reach.filter(|&index| index > told && index <= told + 3).find(|&index| passage.is_at(index, &OUTCOMES))
}

/// Whether no sentence ends between word `index` and the one before it.
fn goes_on(passage: &Passage<'_>, index: usize) -> bool {
    passage.gap(index).is_some_and(|gap| !gap.iter().any(|byte| matches!(byte, b'.' | b'!' | b'?' | b'\n' | b';')))
}
