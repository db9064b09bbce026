//! Ages: a number that somebody is, in digits or words.
//!
//! A number is an age by the words beside it, so this detector needs no cue:
//!
//! | what | example |
//! | --- | --- |
//! | with a unit | `72 years old`, `a four month old`, `72-year-old`, `fyra år gammal`, `72-åring` |
//! | said of a person | `I'm seventy two`, `my mother is eighty one`, `she's 4 months`, `han är fyra år`, `babyn är sex veckor` |
//! | said of somebody named before | `mom has dementia and is eighty seven`, `en kvinna på sjuttiotvå år` |
//! | reached | `just turned 40`, `turning nine`, `fyller sju`, `blev sjuttio år` |
//! | named | `aged 72`, `age is 34`, `ålder: 34` |
//! | asked for | `how old is he? six`, `hur gammal är du? tjugosju` |
//! | behind a name, in a list of commas | `my mother, Ida Falk, 86.` |
//!
//! Durations ("two years ago", "i tre veckor"), measures, and the ages of animals and things are none.

mod words;

use std::collections::BTreeMap;

use super::{Candidate, Passage, Reason, Values};
use crate::dictionary::{MOST_PARTS, Numeral, kind};
use crate::digits::Form;
use crate::entity::{EntitySet, id};
use crate::span::Span;
use crate::wordlist::{AnyOf, is_any};

/// A finding by itself, and just one beside a cue for something else.
const POINTS: i16 = 66;
/// Nobody is older.
const OLDEST: u16 = 119;
/// Words between a question for an age and its answer.
const ANSWER: usize = 12;
/// Words looked back for the animal that "he" may be.
const FAR_BACK: usize = 60;
/// Words between "and" and the subject of both its verbs.
const CLAUSE: usize = 8;
/// Below this a bare number is many things: what follows it must be a word that goes on about a person.
const COMMON: u16 = 13;

/// Pushes the ages of the passage.
pub(super) fn find(passage: &Passage<'_>, values: &mut Values, out: &mut Vec<Candidate>) {
    // Where each age begins and ends; none overlaps another.
    let mut known = BTreeMap::new();
    let said = passage.hits_of(kind::NUMBER).map(|hit| hit.word as usize);
    let written = passage.digits.iter().map(|&at| passage.marks().word_at(at));
    for first in said.chain(written).chain(beside_cues(passage)) {
        if is_long(passage, first) {
            continue;
        }
        let Some(age) = Reader(passage).age(first) else { continue };
        if known.range(..age.span.end).next_back().is_some_and(|(_, &end)| end > age.span.start) {
            continue;
        }
        known.insert(age.span.start, age.span.end);
        let mut candidate = Candidate::new(passage.number, age.span, id::AGE, POINTS, "age/person");
        candidate.form = age.form;
        candidate.evidence.push(Reason::SHAPE_AGE);
        // Kept of what is written too: the unit may stand outside the span.
        candidate.value = values.keep(Form::Spoken, false, &age.value);
        out.push(candidate);
    }
}

/// Digits of no age, with a number that was said on from it: "she is forty two, two one two five five five …".
const LONGEST: usize = 7;

/// Whether word `index` lies in a run that is longer than any age.
fn is_long(passage: &Passage<'_>, index: usize) -> bool {
    let Some((span, _)) = passage.word(index) else { return true };
    passage.runs.at(span.start).is_some_and(|run| passage.runs.reading(run).digits.len() >= LONGEST)
}

/// The words around cues for an age: numbers that the token pass does not look for ("sex") are read there.
fn beside_cues<'p>(passage: &'p Passage<'_>) -> impl Iterator<Item = usize> + 'p {
    let cues = passage.cues_for(EntitySet::of([id::AGE]));
    cues.flat_map(|(hit, _)| (hit.word as usize).saturating_sub(2)..hit.end() as usize + ANSWER)
}

/// The years, months or weeks that the canonical form of an age tells, in whole years.
pub(crate) fn years(form: &[u8]) -> Option<u16> {
    let digits = form.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let value = std::str::from_utf8(&form[..digits]).ok()?.parse::<u16>().ok()?;
    let unit = form[digits..].trim_ascii();
    Some(match unit {
        b"" => value,
        _ if is_any(unit, words::MONTHS) => value / 12,
        _ if is_any(unit, words::WEEKS) || is_any(unit, words::DAYS) => 0,
        _ => value,
    })
}

/// An age as it stands.
struct Age {
    span: Span,
    form: Form,
    /// As it would be written.
    value: Vec<u8>,
}

/// A number of at most three digits.
struct Number {
    value: u16,
    end: usize,
    form: Form,
}

/// What stands before a number.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    /// The speaker: "I'm".
    Me,
    /// Somebody: "she's", "my son is".
    Person,
    /// "turned", "aged", or a question for an age.
    Age,
    /// "it's", "the car is".
    Thing,
    Nothing,
}

struct Reader<'a, 'p>(&'p Passage<'a>);

impl<'a> Reader<'a, '_> {
    #[inline]
    fn word(&self, index: usize) -> &'a [u8] {
        self.0.word(index).map_or(&[], |(_, word)| word)
    }

    #[inline]
    fn is(&self, index: usize, list: &(impl AnyOf + ?Sized)) -> bool {
        is_any(self.word(index), list)
    }

    /// Whether the word `back` words before `index` is one of `list`.
    #[inline]
    fn was(&self, index: usize, back: usize, list: &(impl AnyOf + ?Sized)) -> bool {
        index.checked_sub(back).is_some_and(|at| self.is(at, list))
    }

    /// What stands between word `index` and the one before it; all that is left where either is not there.
    #[inline]
    fn gap(&self, index: usize) -> &'a [u8] {
        self.0.space(index)
    }

    #[inline]
    fn numeral(&self, index: usize) -> Option<Numeral> {
        self.0.lexicon.numbers.get(self.word(index)).filter(|_| !self.word(index).is_empty())
    }

    #[inline]
    fn is_number(&self, index: usize) -> bool {
        let word = self.word(index);
        word.first().is_some_and(u8::is_ascii_digit)
            || self.numeral(index).is_some_and(|n| n.is_number() || matches!(n, Numeral::Ordinal(_)))
    }

    /// The age whose number begins with word `first`.
    fn age(&self, first: usize) -> Option<Age> {
        let number = self.number(first)?;
        let (unit, end) = (self.word(number.end), number.end + 1);
        let old = self.is_old(first, &number)?;
        let measured = matches!(self.gap(number.end), b" " | b"-") && is_any(unit, words::UNITS);
        let keeps_unit = measured && !old && !is_any(unit, words::YEARS_EN);
        let last = if keeps_unit { end - 1 } else { number.end - 1 };
        let span = Span::new(self.0.word(first)?.0.start, self.0.word(last)?.0.end);
        let mut value = number.value.to_string().into_bytes();
        if measured && !is_any(unit, words::YEARS) {
            value.push(b' ');
            crate::fold::fold_into(unit, &mut value);
        }
        Some(Age { span, form: number.form, value })
    }

    /// Whether the number is an age by "old" behind its unit; `None` where it is no age at all.
    fn is_old(&self, first: usize, number: &Number) -> Option<bool> {
        let next = number.end;
        let before = self.before(first);
        if before == Before::Thing {
            return None;
        }
        if self.is(next, words::PERSON_OF_AGE) && matches!(self.gap(next), b"-" | b" ") {
            return Some(true);
        }
        let glued = matches!(self.gap(next), b" " | b"-");
        if glued && self.is(next, &["y"]) && self.is(next + 1, &["o"]) || glued && self.is(next, &["yo"]) {
            return Some(true);
        }
        if glued && self.is(next, words::UNITS) {
            return self.measured(before, number);
        }
        let told = match before {
            Before::Age => self.goes_on(number, true),
            Before::Me | Before::Person => number.value > 1 && self.goes_on(number, false),
            _ => self.is_apposition(first, next),
        };
        told.then_some(false)
    }

    /// The same for a number with a unit.
    fn measured(&self, before: Before, number: &Number) -> Option<bool> {
        let unit = number.end;
        let after = unit + 1;
        let of_age = self.is(after, &["of"]) && self.is(after + 1, &["age"]);
        if self.is(after, words::OLD) || of_age {
            let of_thing = (after + 1..after + 4).any(|index| self.gap(index) == b" " && self.is(index, words::THINGS));
            return (!of_thing && number.value <= OLDEST).then_some(true);
        }
        if self.is(after, words::OF_PERSONS) {
            return (before != Before::Nothing).then_some(true);
        }
        if self.gap(after) == b" " && self.is(after, words::AFTER_DURATIONS) {
            return None;
        }
        let years = self.is(unit, words::YEARS);
        match before {
            Before::Age | Before::Person => Some(false),
            Before::Me if years => Some(false),
            _ => None,
        }
    }

    /// Whether what follows a bare number lets it be an age.
    fn goes_on(&self, number: &Number, told: bool) -> bool {
        let next = number.end;
        let gap = self.gap(next);
        let rest = &self.0.text[self.0.word(next - 1).map_or(0, |(span, _)| span.end) as usize..];
        if gap.is_empty() || gap[0] != b' ' {
            // "5:30", "1.5", "5'10", "72%" are other numbers.
            let continues =
                rest.get(1).is_some_and(u8::is_ascii_digit) || b"%$/+'\"-".contains(rest.first().unwrap_or(&b' '));
            return gap.is_empty() || !continues;
        }
        if gap.iter().any(|byte| b"%$\"+/".contains(byte)) || self.is(next, words::NOT_AGES) {
            return false;
        }
        let small = number.value < if told { 2 } else { COMMON };
        !small || self.word(next).is_empty() || self.is(next, words::GOES_ON)
    }

    /// ", 86." behind a name or a person.
    fn is_apposition(&self, first: usize, next: usize) -> bool {
        let closed = self.gap(next).first().is_none_or(|byte| b",.;!?)\n".contains(byte));
        let digits = self.gap(next).len() == 1 && self.is_number(next);
        if self.gap(first) != b", " || !closed || digits || first == 0 {
            return false;
        }
        let person = |back| {
            self.was(first, back, words::PEOPLE) && (1..back).all(|near| !self.gap(first - near).contains(&b'.'))
        };
        self.is_name(first - 1) || (1..=4).any(person)
    }

    /// Whether the word is a name and no ordinary word.
    fn is_name(&self, index: usize) -> bool {
        let word = self.word(index);
        let capital = word.first().is_some_and(|byte| byte.is_ascii_uppercase() || *byte >= 0x80);
        capital && self.0.lexicon.name(word).is_some_and(|name| !name.common)
    }

    /// What stands before the number that begins with word `first`.
    fn before(&self, first: usize) -> Before {
        let mut at = first;
        for _ in 0..3 {
            if at == 0 || self.is_apart(at) || !self.was(at, 1, words::ADVERBS) {
                break;
            }
            at -= 1;
        }
        let told = if self.is_apart(at) { Before::Nothing } else { self.told(at, first) };
        if told == Before::Nothing && self.is_asked(first) { Before::Age } else { told }
    }

    /// Whether a sentence ends before word `index`.
    fn is_apart(&self, index: usize) -> bool {
        self.gap(index).iter().any(|byte| b".!?\n".contains(byte))
    }

    /// What the verb or noun before word `at` says of the number that begins with word `first`.
    fn told(&self, at: usize, first: usize) -> Before {
        if self.was(at, 1, words::REACHED) {
            let thing = self.was(at, 2, words::IT)
                || self.was(at, 2, words::THINGS)
                || at < first && self.is(at, words::AROUND);
            return if thing { Before::Thing } else { Before::Age };
        }
        let linked = self.was(at, 1, &["of", "av", "is", "är", "e", "s"]) && self.was(at, 2, words::AGE);
        if linked || self.was(at, 1, words::AGE) {
            let limit = (2..5).any(|back| self.was(at, back, words::LIMITS));
            return if limit { Before::Thing } else { Before::Age };
        }
        if self.was(at, 1, words::LIMITS) {
            return Before::Thing;
        }
        // "en kvinna på sjuttiotvå år"
        let of = self.was(at, 1, &["på"]) && self.was(at, 2, words::PEOPLE) && self.is_years(first);
        if of { Before::Person } else { self.subject(at) }
    }

    /// Whether a number and a time stand from word `first` on.
    fn is_years(&self, first: usize) -> bool {
        self.cardinal(first).is_some_and(|(_, end)| self.is(end, words::UNITS))
    }

    /// Who is said to be what follows word `at - 1`: "I'm", "my mother is", "han är".
    fn subject(&self, at: usize) -> Before {
        if !self.was(at, 1, words::IS) {
            return Before::Nothing;
        }
        // "she'll be", "he's going to be", "han har blivit".
        let verb = at - 1;
        if self.was(verb, 1, words::AND) {
            return self.shared_subject(verb - 1);
        }
        let mut at = verb;
        for _ in 0..3 {
            if !self.was(at, 1, words::HELPERS) {
                break;
            }
            at -= 1;
        }
        if self.was(at, 1, words::ME) {
            // "when I was nineteen" tells no age.
            return if self.is(verb, words::WAS) { Before::Nothing } else { Before::Me };
        }
        if self.was(at, 1, words::IT) || self.was(at, 1, words::THINGS) {
            return Before::Thing;
        }
        if self.was(at, 1, words::SOMEBODY) {
            return if self.is_pets(at - 1) { Before::Thing } else { Before::Person };
        }
        let person = self.was(at, 1, words::PEOPLE) || at > 0 && self.is_name(at - 1);
        if person { Before::Person } else { Before::Nothing }
    }

    /// Who has a second verb behind the "and" at word `index`: "mom has dementia and is eighty seven".
    fn shared_subject(&self, index: usize) -> Before {
        let clause = (index.saturating_sub(CLAUSE)..index).rev().take_while(|&at| !self.is_apart(at + 1));
        // The first of the clause: others are what is said of it.
        let person = |at: usize| self.is(at, words::SOMEBODY) || self.is(at, words::PEOPLE);
        let thing = |at: usize| self.is(at, words::IT) || self.is(at, words::THINGS);
        match clause.filter(|&at| person(at) || thing(at)).last() {
            Some(at) if thing(at) || self.is_pets(at) => Before::Thing,
            Some(_) => Before::Person,
            None => Before::Nothing,
        }
    }

    /// Whether "he" or "she" at word `index` may be an animal: the talk before was of one.
    fn is_pets(&self, index: usize) -> bool {
        // Swedish "vet" is "know".
        let known = |at: usize| self.0.swedish && self.is(at, &["vet"]);
        (1..=FAR_BACK.min(index)).any(|back| self.is(index - back, words::PETS) && !known(index - back))
    }

    /// Whether an age was asked for shortly before, and nothing else answered it.
    fn is_asked(&self, first: usize) -> bool {
        let asks = |at: usize| self.is(at, &["how", "hur"]) && self.is(at + 1, words::OLD);
        let Some(at) = (2..ANSWER.min(first + 1)).map(|back| first - back).find(|&at| asks(at)) else { return false };
        let answered = |index| self.is_number(index) && !self.is_label(index);
        !(at + 2..first).any(|index| answered(index) || self.is(index, words::THINGS) || self.is(index, words::IT))
    }

    /// "Speaker 2:", who says what follows.
    fn is_label(&self, index: usize) -> bool {
        self.gap(index + 1).first() == Some(&b':') && self.was(index, 1, words::SPEAKERS)
    }

    /// The number that begins with word `first` and stands alone.
    fn number(&self, first: usize) -> Option<Number> {
        let (value, end) = self.cardinal(first)?;
        if self.is_label(first) {
            return None;
        }
        let joined = |index: usize| matches!(self.gap(index), b" " | b"-" | b"." | b":" | b"/" | b"," | b", " | b" - ");
        let counted = || first > 0 && self.is_number(first - 1) && !self.was(first, 1, &["en", "ett"]);
        let alone = !(joined(end) && self.is_number(end) || joined(first) && counted());
        let form = if self.word(first)[0].is_ascii_digit() { Form::Written } else { Form::Spoken };
        (alone && (1..=OLDEST).contains(&value)).then_some(Number { value, end, form })
    }

    fn cardinal(&self, first: usize) -> Option<(u16, usize)> {
        let word = self.word(first);
        if word.first()?.is_ascii_digit() {
            let plain = word.len() <= 3 && word.iter().all(u8::is_ascii_digit) && (word.len() == 1 || word[0] != b'0');
            return plain
                .then(|| (word.iter().fold(0, |value, digit| 10 * value + u16::from(digit - b'0')), first + 1));
        }
        let joined = matches!(self.gap(first + 1), b" " | b"-");
        if is_any(word, words::NO_NUMBERS) {
            return None;
        }
        match self.numeral(first)? {
            Numeral::Unit(unit) => Some((unit.into(), first + 1)),
            Numeral::Teen(teen) => Some((teen.into(), first + 1)),
            Numeral::Tens(tens) => match self.numeral(first + 1).filter(|_| joined) {
                Some(Numeral::Unit(unit)) => Some((u16::from(tens) + u16::from(unit), first + 2)),
                _ => Some((tens.into(), first + 1)),
            },
            Numeral::Compound => self.compound(word).map(|value| (value, first + 1)),
            _ => None,
        }
    }

    /// "åttiofyra", "etthundratre".
    fn compound(&self, word: &[u8]) -> Option<u16> {
        let mut parts = [Numeral::Zero; MOST_PARTS];
        let count = self.0.lexicon.numbers.split(word, &mut parts)?;
        match parts[..count] {
            [Numeral::Tens(tens), Numeral::Unit(unit)] => Some(u16::from(tens) + u16::from(unit)),
            [Numeral::Unit(1), Numeral::Hundred] => Some(100),
            [Numeral::Unit(1), Numeral::Hundred, Numeral::Unit(unit) | Numeral::Teen(unit)] => {
                Some(100 + u16::from(unit))
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::years;
    use crate::classify::flag;
    use crate::entity::id;
    use crate::scanner::Scanner;
    use crate::utterance::{BatchBuilder, Day, Role};

    #[test]
    fn units_come_to_years() {
        for (form, wanted) in [
            ("72", Some(72)),
            ("72 år", Some(72)),
            ("30 months", Some(2)),
            ("sex", None),
            ("6 veckor", Some(0)),
            ("4 months", Some(0)),
        ] {
            assert_eq!(years(form.as_bytes()), wanted, "{form}");
        }
    }

    #[test]
    fn minors_and_the_very_old_are_flagged_by_the_records_day_alone() {
        let scanner = |day: Option<&str>| {
            let builder = Scanner::builder();
            day.and_then(|day| Day::of(day.as_bytes()))
                .map_or(builder.clone(), |day| builder.as_of(day))
                .build()
                .unwrap()
        };
        let both = flag::MINOR | flag::OVER_89;
        for (text, day, wanted) in [
            ("she's four months old", None, flag::MINOR),
            ("my husband is ninety three", None, flag::OVER_89),
            ("I'm seventy two", None, 0),
            ("date of birth march third two thousand nine", None, 0),
            ("date of birth march third two thousand nine", Some("2020-09-28"), flag::MINOR),
            ("date of birth march third two thousand nine", Some("2030-09-28"), 0),
            ("född 12.3.1921", Some("2020-09-28"), flag::OVER_89),
        ] {
            assert_eq!(scanner(day).scan(text).verdict().flags & both, wanted, "{text} {day:?}");
        }
    }

    #[test]
    fn the_records_own_day_goes_before_the_runs() {
        let scanner = Scanner::builder().as_of(Day::of(b"2040-01-01").unwrap()).build().unwrap();
        let mut builder = BatchBuilder::new();
        for day in [Day::of(b"2020-09-28"), None] {
            day.into_iter().for_each(|day| builder.set_day(day));
            builder.push(Role::Speech, 0, b"date of birth 03/13/2009");
            builder.end_utterance();
        }
        let (mut scratch, mut findings) = Default::default();
        scanner.scan_batch(&builder.batch(), &mut scratch, &mut findings);
        assert_eq!([0, 1].map(|index| findings.verdict(index).flags & flag::MINOR), [flag::MINOR, 0]);
    }

    proptest! {
        #[test]
        fn no_text_panics_and_ages_are_ages(text in "(i'm|she's|han är|[a-zåäö0-9 ,.'/-]{0,8}|seventy|two|years old|år| ){0,10}") {
            thread_local!(static SCANNER: Scanner = Scanner::builder().build().unwrap());
            SCANNER.with(|scanner| {
                let scan = scanner.scan(&text);
                for finding in scan.findings().iter().filter(|finding| finding.entity == id::AGE) {
                    assert!(!finding.span.is_empty() && finding.span.end as usize <= text.len(), "{text}");
                }
            });
        }
    }
}
