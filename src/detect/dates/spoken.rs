//! Dates in words, read behind the cues for a date of birth: without one none of them counts.
//!
//! | form | example |
//! | --- | --- |
//! | month and day | `march third nineteen eighty four`, `july the twelfth, oh two` |
//! | day and month | `the third of march eighty four`, `sextonde maj femtiotre`, `den tredje i tredje åttiofyra` |
//! | year before them | `nineteen thirty six april the twelfth`, `åttiofyra noll tre noll tre` |
//! | three numbers | `three three eighty four`, `oh seven slash fourteen slash fifty one` |
//! | day and month alone, right behind a cue | `march third` |
//! | year alone, right behind "född" | `åttiofyra` |
//!
//! A correction behind a date ("no, the ninth", "eller nej, den nionde") belongs to it and replaces what it says anew.

use std::collections::HashSet;

use super::pieces::{self, Atom, Piece};
use super::{POINTS, Part, candidate, days, is_birthday, is_real};
use crate::detect::{Candidate, Passage, Values};
use crate::digits::Form;
use crate::entity::{EntitySet, id};
use crate::lexer::Hit;
use crate::span::Span;
use crate::wordlist::is_any;

/// How many words behind a cue a date may begin.
const REACH: usize = 24;
/// The same for a day without its year.
const NEAR: usize = 4;
/// Points of a day without its year, and of a year alone: both need a strong cue.
const YEARLESS: i16 = 22;
const YEAR_ALONE: i16 = 15;
/// At most this many words are a correction.
const LONGEST_REPAIR: usize = 6;

/// Pushes the dates said behind cues, or asked for in the turn before, but for those that stand among `out[from..]` already.
pub(super) fn find(passage: &Passage<'_>, values: &mut Values, from: usize, out: &mut Vec<Candidate>) {
    let mut found = Vec::new();
    let asked = passage.cued.contains(id::DATE_OF_BIRTH) && !passage.said.contains(id::DATE_OF_BIRTH);
    let answer = asked.then(|| (passage.marks().word_at(passage.segment.span.start), false));
    let cues = passage.cues_for(EntitySet::of([id::DATE_OF_BIRTH]));
    let mut places = cues.map(|(hit, _)| (hit.end() as usize, is_swedish(passage, hit))).chain(answer).peekable();
    if places.peek().is_none() {
        return;
    }
    let mut known: HashSet<Span> = out[from..].iter().map(|candidate| candidate.span).collect();
    for (first, swedish) in places {
        let said = behind(passage, first, swedish, &mut found).filter(|said| known.insert(said.span));
        let Some(said) = said else { continue };
        let mut candidate = candidate(passage, said.span, said.points, "date/spoken");
        candidate.form = said.form;
        candidate.value = values.keep(said.form, false, &said.value);
        out.push(candidate);
    }
}

/// What was said.
struct Said {
    span: Span,
    points: i16,
    form: Form,
    /// As it would be written.
    value: Vec<u8>,
}

/// The first date from word `first` on, the one behind a cue. `swedish`: the cue is a word that years follow.
fn behind(passage: &Passage<'_>, first: usize, swedish: bool, pieces: &mut Vec<Piece>) -> Option<Said> {
    let mut index = first;
    while index < first + REACH && passage.word(index).is_some() {
        if !pieces::begins(passage, index) {
            index += 1;
            continue;
        }
        pieces::read(passage, index, pieces);
        let said = Reader(pieces).date(index - first, swedish);
        if let Some(mut said) = said {
            if said.form == Form::Spoken && index > first {
                said.span.start = with_article(passage, index, said.span.start);
            }
            return Some(said);
        }
        // No date begins inside a number.
        index += 1;
        while pieces::begins(passage, index) {
            index += 1;
        }
    }
    None
}

/// Whether the cue ends in a word of birth that years follow.
fn is_swedish(passage: &Passage<'_>, hit: &Hit) -> bool {
    let last = passage.word(hit.end() as usize - 1);
    last.is_some_and(|(_, word)| is_any(word, &["född", "år", "födelseår"]))
}

/// Where the date begins, "the" and "den" included.
fn with_article(passage: &Passage<'_>, index: usize, start: u32) -> u32 {
    let article = passage.word_before(index).filter(|(span, _)| start - span.end == 1);
    let article = article.filter(|(_, word)| Passage::is(word, "the") || Passage::is(word, "den"));
    article.map_or(start, |(span, _)| span.start)
}

/// What a date's words say, and the piece after them.
#[derive(Clone, Copy, Debug, Default)]
struct Date {
    year: Option<Part>,
    month: u32,
    day: Part,
    end: usize,
    repaired: bool,
}

impl Date {
    fn is_real(&self) -> bool {
        let month = Part { value: self.month, digits: 2 };
        match self.year {
            Some(year) => is_birthday((year, month, self.day)),
            None => is_real(2000, self.month, self.day.value),
        }
    }
}

/// A number and the piece after it.
type Number = (Part, usize);

/// Reads dates that begin with the first piece.
struct Reader<'p>(&'p [Piece]);

impl Reader<'_> {
    fn date(&self, distance: usize, year_follows: bool) -> Option<Said> {
        let named = self.named(0).map(|date| self.repaired(date));
        if let Some(date) = named.filter(|date| date.year.is_some() || distance < NEAR) {
            let points = if date.year.is_some() { POINTS } else { YEARLESS };
            let month = Part { value: date.month, digits: 2 };
            let parts = [date.year, Some(month), Some(date.day)];
            let value = write(parts.into_iter().flatten());
            return Some(self.said(date.end, points, value, date.repaired));
        }
        if let Some((parts, end)) = self.numeric() {
            return Some(self.said(end, POINTS, write(parts), false));
        }
        let alone =
            |&(_, end): &Number| !self.atom(end).is_some_and(|next| next.is_number() || matches!(next, Atom::Month(_)));
        let (year, end) = self.years(0).into_iter().flatten().find(alone).filter(|_| year_follows && distance == 0)?;
        Some(self.said(end, YEAR_ALONE, write([year]), false))
    }

    fn said(&self, end: usize, points: i16, value: Vec<u8>, repaired: bool) -> Said {
        let pieces = &self.0[..end];
        let span = Span::new(pieces[0].span.start, pieces[end - 1].span.end);
        let is_written = |piece: &Piece| piece.written || matches!(piece.atom, Atom::Month(_) | Atom::Link);
        let form = if !repaired && pieces.iter().all(is_written) { Form::Written } else { Form::Spoken };
        Said { span, points, form, value }
    }

    fn atom(&self, at: usize) -> Option<Atom> {
        self.0.get(at).map(|piece| piece.atom)
    }

    /// Whether a number may end before piece `at`: not within a word.
    fn parts(&self, at: usize) -> bool {
        self.0.get(at).is_none_or(|next| next.span != self.0[at - 1].span)
    }

    /// The piece after "of the", "slash" and the like.
    fn past_links(&self, at: usize) -> usize {
        let linking = |piece: &&Piece| matches!(piece.atom, Atom::Link | Atom::Mark);
        at + self.0[at.min(self.0.len())..].iter().take_while(linking).count()
    }

    /// 1 to 99 in one or two words, the likeliest first: "oh three", "eleven", "twenty two", "one two".
    fn small(&self, at: usize) -> [Option<Number>; 2] {
        let part = |value, digits, end| Some((Part { value, digits }, end)).filter(|_| self.parts(end));
        let next = self.atom(at + 1);
        match (self.atom(at), next) {
            (Some(Atom::Zero), Some(next)) => [next.digit().and_then(|unit| part(unit, 2, at + 2)), None],
            (Some(Atom::Teen(value)), _) => [part(value, 2, at + 1), None],
            (Some(Atom::Tens(tens)), Some(Atom::Unit(unit))) => [part(tens + unit, 2, at + 2), part(tens, 2, at + 1)],
            (Some(Atom::Tens(tens)), _) => [part(tens, 2, at + 1), None],
            (Some(Atom::Written(written)), next) if written.is_pair() => {
                let second = next.filter(|_| written.digits == 1).and_then(Atom::digit);
                [Some((written, at + 1)), second.and_then(|unit| part(10 * written.value + unit, 2, at + 2))]
            }
            (Some(Atom::Unit(value)), next) => {
                let second = next.and_then(Atom::digit);
                [part(value, 1, at + 1), second.and_then(|unit| part(10 * value + unit, 2, at + 2))]
            }
            _ => [None; 2],
        }
    }

    /// The day of a month: "third", "twenty second", "thirty", "3rd".
    fn day(&self, at: usize) -> [Option<Number>; 3] {
        let part = |value, end| Some((Part { value, digits: 2 }, end));
        let ordinal = match (self.atom(at), self.atom(at + 1)) {
            (Some(Atom::Ordinal(value)), _) => part(value, at + 1),
            (Some(Atom::Tens(tens @ (20 | 30))), Some(Atom::Ordinal(unit @ 1..=9))) => part(tens + unit, at + 2),
            _ => None,
        };
        let [first, second] = self.small(at);
        [ordinal, first, second]
    }

    /// A year: "nineteen eighty four", "two thousand and one", "eighty four", "one nine eight four".
    fn years(&self, at: usize) -> [Option<Number>; 3] {
        let written = match self.atom(at) {
            Some(Atom::Written(part)) if part.digits == 4 => Some((part, at + 1)),
            _ => None,
        };
        let full = written.or_else(|| self.of_century(at)).or_else(|| self.of_thousand(at)).or_else(|| self.digits(at));
        let full = full.filter(|&(year, end)| (1900..2100).contains(&year.value) && self.parts(end));
        let short = |number: Option<Number>| number.filter(|(part, _)| part.digits == 2);
        let [first, second] = self.small(at);
        [full, short(first), short(second)]
    }

    /// "nineteen eighty four", "nineteen hundred and five", "twenty twelve", "nineteen oh five".
    fn of_century(&self, at: usize) -> Option<Number> {
        let century = match self.atom(at)? {
            Atom::Teen(19) | Atom::Written(Part { value: 19, .. }) => 19,
            Atom::Tens(20) | Atom::Written(Part { value: 20, .. }) => 20,
            _ => return None,
        };
        let hundred = self.atom(at + 1) == Some(Atom::Hundred);
        let rest = at + 1 + usize::from(hundred);
        let rest = rest + usize::from(hundred && self.atom(rest) == Some(Atom::And));
        let [first, second] = self.small(rest);
        let year = |value| Part { value: 100 * century + value, digits: 4 };
        let long = |&(part, _): &Number| part.digits == 2 || hundred;
        let found = first.filter(long).or(second.filter(long)).map(|(part, end)| (year(part.value), end));
        found.or_else(|| hundred.then_some((year(0), at + 2)))
    }

    /// "two thousand and one".
    fn of_thousand(&self, at: usize) -> Option<Number> {
        let thousand = self.atom(at)?.digit() == Some(2) && self.atom(at + 1) == Some(Atom::Thousand);
        let year = |value| Part { value: 2000 + value, digits: 4 };
        let rest = at + 2 + usize::from(self.atom(at + 2) == Some(Atom::And));
        let found = self.small(rest)[0].map(|(part, end)| (year(part.value), end));
        thousand.then(|| found.unwrap_or((year(0), at + 2)))
    }

    /// "one nine eight four".
    fn digits(&self, at: usize) -> Option<Number> {
        let value = (at..at + 4).try_fold(0, |value, at| Some(10 * value + self.atom(at)?.digit()?))?;
        Some((Part { value, digits: 4 }, at + 4))
    }

    /// A date that names its month, or numbers it by an ordinal.
    fn named(&self, at: usize) -> Option<Date> {
        let dates = match self.atom(at)? {
            Atom::Month(month) => self.after_month(month, self.past_links(at + 1)),
            _ => self.after_day(at).or_else(|| self.after_year(at)),
        };
        dates.filter(|date| self.parts(date.end))
    }

    /// The day behind a month's name, with the year behind that if there is one.
    fn after_month(&self, month: u32, at: usize) -> Option<Date> {
        let dates = self.day(at).into_iter().flatten().map(|(day, end)| Date { month, day, end, ..Date::default() });
        self.best(dates)
    }

    /// The month behind a day, and the year.
    fn after_day(&self, at: usize) -> Option<Date> {
        let months = |(day, end): Number| {
            let next = self.past_links(end);
            let (month, end) = match self.atom(next)? {
                Atom::Month(month) => (month, next + 1),
                // "den tredje i tredje": the month is the second of two ordinals.
                Atom::Ordinal(month) if matches!(self.atom(end - 1), Some(Atom::Ordinal(_))) => (month, next + 1),
                _ => return None,
            };
            Some((Date { month, day, end, ..Date::default() }, matches!(self.atom(next), Some(Atom::Ordinal(_)))))
        };
        let dates: Vec<_> = self.day(at).into_iter().flatten().filter_map(months).collect();
        let numbered = dates.iter().any(|(_, numbered)| *numbered);
        self.best(dates.into_iter().map(|(date, _)| date)).filter(|date| date.year.is_some() || !numbered)
    }

    /// Month and day behind a year: "nineteen thirty six april the twelfth", "fifty two april the third".
    fn after_year(&self, at: usize) -> Option<Date> {
        self.years(at).into_iter().flatten().find_map(|(year, end)| {
            let next = self.past_links(end);
            let Some(Atom::Month(month)) = self.atom(next) else { return None };
            let date = self.after_month(month, self.past_links(next + 1))?;
            Some(Date { year: Some(year), ..date }).filter(Date::is_real)
        })
    }

    /// The likeliest of readings that end before a year: one with a year, else the first real day.
    fn best(&self, dates: impl Iterator<Item = Date>) -> Option<Date> {
        let (mut yearless, mut begun) = (None, None);
        for date in dates {
            let years = self.years(self.past_links(date.end));
            let full = years.into_iter().flatten().map(|(year, end)| Date { year: Some(year), end, ..date });
            if let Some(full) = full.filter(|date| self.parts(date.end)).find(Date::is_real) {
                // "march one seven one nine four eight": not the first of March 71, for more is said.
                let all = !self.atom(full.end).is_some_and(Atom::is_number);
                if all {
                    return Some(full);
                }
                begun = begun.or(Some(full));
            }
            // A year that nobody lives since makes it no birthday.
            let odd = matches!(self.atom(date.end), Some(Atom::Written(part)) if part.digits > 2);
            yearless = yearless.or(Some(date).filter(|date| !odd && date.is_real()));
        }
        begun.or(yearless)
    }

    /// The date with the correction behind it.
    fn repaired(&self, date: Date) -> Date {
        let repairing = |piece: &&Piece| matches!(piece.atom, Atom::Repair | Atom::Helper | Atom::Link | Atom::And);
        let words = self.0[date.end..].iter().take(LONGEST_REPAIR).take_while(repairing).count();
        let at = date.end + words;
        if !self.0[date.end..at].iter().any(|piece| piece.atom == Atom::Repair) {
            return date;
        }
        self.corrected(date, at).filter(Date::is_real).map_or(date, |new| Date { repaired: true, ..new })
    }

    /// What the words from piece `at` on make of `date`: they say it anew, or its day, or its year.
    fn corrected(&self, date: Date, at: usize) -> Option<Date> {
        if let Some(new) = self.named(at) {
            return Some(Date { year: new.year.or(date.year), ..new });
        }
        let days = self.day(at).into_iter().flatten().map(|(day, end)| Date { day, end, year: None, ..date });
        let day = self.best(days).map(|new| Date { year: new.year.or(date.year), ..new });
        let year =
            || self.years(at).into_iter().flatten().map(|(year, end)| Date { year: Some(year), end, ..date }).next();
        day.or_else(year)
    }

    /// Three numbers that can be a day, and where they end: all that is said in one go, or with a year of four digits.
    fn numeric(&self) -> Option<([Part; 3], usize)> {
        let mut found: Option<([Part; 3], usize)> = None;
        for (a, end) in self.numbers(0) {
            for (b, end) in self.numbers(self.past_links(end)) {
                for (c, end) in self.numbers(self.past_links(end)) {
                    if days([a, b, c]).next().is_none() {
                        continue;
                    }
                    if !self.atom(end).is_some_and(Atom::is_number) {
                        return Some(([a, b, c], end));
                    }
                    found = found.or(Some(([a, b, c], end)).filter(|_| c.digits == 4));
                }
            }
        }
        found
    }

    /// All that a number of a date can be; years of four digits first.
    fn numbers(&self, at: usize) -> impl Iterator<Item = Number> {
        let [full, ..] = self.years(at);
        [full].into_iter().chain(self.small(at)).flatten()
    }
}

/// Numbers with two digits at least, with hyphens between.
fn write(parts: impl IntoIterator<Item = Part>) -> Vec<u8> {
    let mut out = Vec::new();
    let parts: Vec<Part> = parts.into_iter().collect();
    super::canonical::write(&parts, &mut out);
    out
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;

    use crate::detect::dates::{canonical, is_real};
    use crate::entity::id;
    use crate::normalize;
    use crate::scanner::{Findings, Scanner, Scratch};
    use crate::utterance::{BatchBuilder, Role};

    static SCANNER: LazyLock<Scanner> = LazyLock::new(|| Scanner::builder().build().unwrap());

    /// The canonical forms of the dates of birth in a text.
    fn forms(text: &str) -> Vec<String> {
        let mut builder = BatchBuilder::new();
        let (plain, _) = normalize::plain(text);
        builder.push(Role::Speech, 0, &plain);
        builder.end_utterance();
        let mut findings = Findings::default();
        SCANNER.scan_batch(&builder.batch(), &mut Scratch::default(), &mut findings);
        let births = findings.of(0).iter().filter(|finding| finding.entity == id::DATE_OF_BIRTH);
        births
            .map(|finding| {
                let mut out = Vec::new();
                findings.canonical(finding, finding.span.of(&plain), &mut out);
                String::from_utf8(out).unwrap()
            })
            .collect()
    }

    fn written(text: &str) -> String {
        let mut out = Vec::new();
        canonical(text.as_bytes(), &mut out);
        String::from_utf8(out).unwrap()
    }

    const ONES: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 10] = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];

    fn small(value: u32) -> String {
        match value {
            0..20 => ONES[value as usize].into(),
            _ if value.is_multiple_of(10) => TENS[value as usize / 10].into(),
            _ => format!("{} {}", TENS[value as usize / 10], ONES[value as usize % 10]),
        }
    }

    fn year(value: u32) -> String {
        match value % 100 {
            0 if value < 2000 => "nineteen hundred".into(),
            rest @ 1..10 if value < 2000 => format!("nineteen oh {}", ONES[rest as usize]),
            rest if value < 2000 => format!("nineteen {}", small(rest)),
            0 => "two thousand".into(),
            rest => format!("two thousand and {}", small(rest)),
        }
    }

    #[test]
    fn said_and_written_have_one_form() {
        for (said, spelled) in [
            ("date of birth march third eighty four", "March 3, '84"),
            ("date of birth three three eighty four", "3/3/84"),
            ("date of birth twelve thirty one nineteen sixty two", "12/31/1962"),
            ("my birthday is march third", "march 3rd"),
            ("född tredje mars nittonhundraåttiofyra", "3 mars 1984"),
            ("födelsedatum åttiofyra noll tre noll tre", "84-03-03"),
            ("född 29 september 1936, eller nej, den nionde", "9 september 1936"),
            ("the birthday's july twelve no the twenty first nineteen forty", "July 21, 1940"),
        ] {
            assert_eq!(forms(said), [written(spelled)], "{said}");
        }
    }

    proptest! {
        #[test]
        fn a_day_in_words_is_that_day(value in 1900..2025_u32, month in 1..13_u32, day in 1..32_u32) {
            prop_assume!(is_real(value, month, day));
            let said = format!("date of birth {} {} {}", MONTHS[month as usize - 1], small(day), year(value));
            prop_assert_eq!(forms(&said), vec![format!("{value}-{month:02}-{day:02}")], "{}", said);
        }

        #[test]
        fn only_days_of_the_calendar_count(text in "date of birth( (oh|one|two|three|nine|eleven|twelve|thirty|forty|nineteen|eighty|march|third|the|of|no|slash)){0,9}") {
            for form in forms(&text) {
                let numbers: Vec<u32> = form.split('-').map(|part| part.parse().unwrap()).collect();
                let orders = match numbers[..] {
                    [a, b] => vec![(2000, a, b)],
                    [a, b, c] => vec![(a, b, c), (c, a, b), (c, b, a)],
                    _ => vec![],
                };
                prop_assert!(orders.iter().any(|&(year, month, day)| is_real(year, month, day)), "{} {}", text, form);
            }
        }

        #[test]
        fn no_text_panics(text in "(född|born|dob|date of birth|[a-zåäö0-9 ,.'/-]{0,12}|nittonhundraåttiofyra|twenty| ){0,8}") {
            forms(&text);
        }
    }
}
