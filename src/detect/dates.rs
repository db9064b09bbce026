//! Written dates that may be dates of birth.
//!
//! Nearly every date is of something else, so without a cue ("born", "date of birth") none of these counts. Only days
//! that the Gregorian calendar has are taken, of the years 1900 to 2099. Forms:
//!
//! | form | example | order |
//! | --- | --- | --- |
//! | three numbers with `/`, `-` or `.` between | `03/04/1984`, `3-4-84`, `1984-03-12`, `12.3.1984` | by the four-digit year; else any that is a day |
//! | the same with spaces | `03 04 1984`, `1984 03 12` | a four-digit year is required |
//! | Swedish day and month | `12/3 1984` | day first |
//! | bare digits | `19840312`, `03121984`, `840312` | any that is a day |
//! | month's name, English or Swedish | `March 3rd, 1984`, `3rd of March 1984`, `8 mars 1971`, `Mar. 3 '84` | |
//!
//! Dates in words ("March third, nineteen eighty-four") are the spoken reader's.

use super::{Candidate, Passage, Reason};
use crate::entity::id;
use crate::fold;
use crate::span::Span;

/// With a weak cue's 15 it is just a finding.
const POINTS: i16 = 30;

/// English and Swedish names of the months, folded, by their first three letters.
const MONTHS: [(&[u8; 3], u32, &[&str]); 14] = [
    (b"jan", 1, &["jan", "january", "januari"]),
    (b"feb", 2, &["feb", "february", "februari"]),
    (b"mar", 3, &["mar", "march", "mars"]),
    (b"apr", 4, &["apr", "april"]),
    (b"may", 5, &["may"]),
    (b"maj", 5, &["maj"]),
    (b"jun", 6, &["jun", "june", "juni"]),
    (b"jul", 7, &["jul", "july", "juli"]),
    (b"aug", 8, &["aug", "august", "augusti"]),
    (b"sep", 9, &["sep", "sept", "september"]),
    (b"oct", 10, &["oct", "october"]),
    (b"okt", 10, &["okt", "oktober"]),
    (b"nov", 11, &["nov", "november"]),
    (b"dec", 12, &["dec", "december"]),
];

/// Pushes the dates of the passage.
pub(super) fn find(passage: &Passage<'_>, out: &mut Vec<Candidate>) {
    let mut next = 0;
    for &at in passage.digits {
        if at < next {
            continue;
        }
        let found = match named(passage, at) {
            Some(span) => Some((span, "date/named")),
            None => numeric(passage, at, &mut next).map(|span| (span, "date/numeric")),
        };
        if let Some((span, detector)) = found {
            next = next.max(span.end);
            let mut candidate = Candidate::new(passage.number, span, id::DATE_OF_BIRTH, POINTS, detector);
            candidate.needs_cue = true;
            candidate.evidence.push(Reason::SHAPE_DATE);
            out.push(candidate);
        }
    }
}

/// Whether the Gregorian calendar has this day.
pub(crate) const fn is_real(year: u32, month: u32, day: u32) -> bool {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    };
    day >= 1 && day <= days
}

/// A number as written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Part {
    value: u32,
    digits: usize,
}

impl Part {
    fn new(digits: &[u8]) -> Self {
        Self { value: super::identifiers::value(digits), digits: digits.len() }
    }

    /// The digits `first..end` of a bare date.
    const fn cut(self, first: u32, end: u32) -> Self {
        let value = self.value / 10_u32.pow(self.digits as u32 - end) % 10_u32.pow(end - first);
        Self { value, digits: (end - first) as usize }
    }

    const fn is_pair(self) -> bool {
        matches!(self.digits, 1 | 2)
    }
}

/// Year, month and day.
type Day = (Part, Part, Part);

/// Whether `day` can be of a person who lives or lived lately. Of two-digit years only the leap day says anything.
const fn is_birthday((year, month, day): Day) -> bool {
    let (of_four, of_two) = (year.digits == 4 && year.value >= 1900 && year.value < 2100, year.digits == 2);
    let full = if of_two { 2000 + year.value } else { year.value };
    (of_four || of_two) && month.is_pair() && day.is_pair() && is_real(full, month.value, day.value)
}

/// The days that three numbers can be, in the orders year first, month first, day first.
fn days([a, b, c]: [Part; 3]) -> impl Iterator<Item = Day> {
    [(a, b, c), (c, a, b), (c, b, a)].into_iter().filter(|&day| is_birthday(day))
}

/// The three numbers of six or eight bare digits, as far as a day can be read in them.
fn bare(part: Part) -> impl Iterator<Item = [Part; 3]> {
    let cuts: &[[u32; 2]] = match part.digits {
        6 => &[[2, 4]],
        8 => &[[4, 6], [2, 4]],
        _ => &[],
    };
    let parts = move |&[b, c]: &[u32; 2]| [part.cut(0, b), part.cut(b, c), part.cut(c, part.digits as u32)];
    cuts.iter().map(parts).filter(|&parts| days(parts).next().is_some())
}

/// Numbers with one mark between them.
#[derive(Clone, Copy, Default)]
struct Chain {
    parts: [Part; 3],
    marks: [u8; 2],
    /// How many there are, of which the first three are kept.
    count: usize,
    end: usize,
    /// Letters touch it.
    glued: bool,
}

impl Chain {
    /// The numbers from the digit at `at` on; a mark between two of them is one of `/`, `-` and `.`.
    fn read(text: &[u8], at: usize, end: usize) -> Self {
        let mut chain = Self { end: at, ..Self::default() };
        loop {
            let length = text[chain.end..end].iter().take_while(|byte| byte.is_ascii_digit()).count();
            if let Some(part) = chain.parts.get_mut(chain.count) {
                *part = Part::new(&text[chain.end..chain.end + length]);
            }
            chain.count += 1;
            chain.end += length;
            let [mark @ (b'/' | b'-' | b'.'), b'0'..=b'9', ..] = text[chain.end..end] else { break };
            if let Some(place) = chain.marks.get_mut(chain.count - 1) {
                *place = mark;
            }
            chain.end += 1;
        }
        chain.glued = text[chain.end..end].first().is_some_and(|&byte| fold::class(byte) & fold::WORD != 0);
        chain
    }

    /// The number alone behind one space.
    fn lone(text: &[u8], after: usize, end: usize) -> Option<(Part, usize)> {
        let [b' ', b'0'..=b'9', ..] = *text.get(after..end)? else { return None };
        let chain = Self::read(text, after + 1, end);
        (chain.count == 1 && !chain.glued).then_some((chain.parts[0], chain.end))
    }
}

/// The date in digits that begins at `at`. `next` becomes where the numbers end that no date can begin in.
fn numeric(passage: &Passage<'_>, at: u32, next: &mut u32) -> Option<Span> {
    let (text, end) = (passage.text, passage.segment.span.end as usize);
    let chain = Chain::read(text, at as usize, end);
    *next = chain.end as u32;
    let joined = at > passage.segment.span.start && fold::class(text[at as usize - 1]) & fold::WORD != 0;
    if chain.glued || joined {
        return None;
    }
    let end = match (chain.count, chain.marks) {
        (3, [a, b]) if a == b => days(chain.parts).next().map(|_| chain.end),
        (2, [b'/', _]) => day_and_month(text, &chain, end),
        (1, _) => bare(chain.parts[0]).next().map(|_| chain.end).or_else(|| spaced(text, &chain, end)),
        _ => None,
    };
    end.map(|end| Span::new(at, end as u32))
}

/// The end of `12/3 1984`.
fn day_and_month(text: &[u8], chain: &Chain, end: usize) -> Option<usize> {
    let (year, end) = Chain::lone(text, chain.end, end)?;
    let [day, month, _] = chain.parts;
    (year.digits == 4 && is_birthday((year, month, day))).then_some(end)
}

/// The end of `03 04 1984` or `1984 03 12`.
fn spaced(text: &[u8], chain: &Chain, end: usize) -> Option<usize> {
    let (second, after) = Chain::lone(text, chain.end, end)?;
    let (third, end) = Chain::lone(text, after, end)?;
    let first = chain.parts[0];
    let dated = (first.digits == 4 || third.digits == 4) && days([first, second, third]).next().is_some();
    dated.then_some(end)
}

/// The number of the month that `word` names.
fn month(word: &[u8]) -> Option<u32> {
    let head = word.first_chunk::<3>()?.map(|byte| byte.to_ascii_lowercase());
    let (_, number, names) = MONTHS.iter().find(|(key, ..)| **key == head)?;
    names.iter().any(|name| fold::folds_to(word, name.as_bytes())).then_some(*number)
}

/// The day of the month that a word says: `3`, `03` or `3rd`.
fn day_of_month(word: &[u8]) -> Option<Part> {
    let digits = word.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (number, suffix) = word.split_at(digits);
    let ordinal = suffix.is_empty() || ["st", "nd", "rd", "th"].iter().any(|wanted| Passage::is(suffix, wanted));
    let day = Part::new(number);
    (day.is_pair() && ordinal && (1..=31).contains(&day.value)).then_some(day)
}

/// The date with a month's name whose day is the word at `at`.
fn named(passage: &Passage<'_>, at: u32) -> Option<Span> {
    let index = passage.marks().word_at(at);
    let (span, word) = passage.word(index).filter(|(span, _)| span.start == at)?;
    let day = day_of_month(word)?;
    let (start, month, last) = month_before(passage, index)
        .map(|(start, month)| (start, month, index))
        .or_else(|| month_after(passage, index).map(|(month, last)| (span.start, month, last)))?;
    let (year, end) = year_after(passage, last + 1)?;
    let month = Part { value: month, digits: 2 };
    is_birthday((year, month, day)).then_some(Span::new(start, end))
}

/// What stands between word `index` and the one before it, if it is short.
fn gap<'a>(passage: &Passage<'a>, index: usize) -> Option<&'a [u8]> {
    let ((before, _), (after, _)) = passage.word_before(index).zip(passage.word(index))?;
    (after.start - before.end <= 3).then_some(&passage.text[before.end as usize..after.start as usize])
}

fn is_gap(passage: &Passage<'_>, index: usize) -> bool {
    gap(passage, index).is_some_and(|gap| gap.iter().all(|byte| matches!(byte, b' ' | b',' | b'.')))
}

/// Start and number of the month before word `index`: "March 3", "March the 3rd".
fn month_before(passage: &Passage<'_>, index: usize) -> Option<(u32, u32)> {
    let mut index = index;
    if passage.word_before(index).is_some_and(|(_, word)| Passage::is(word, "the")) && is_gap(passage, index) {
        index -= 1;
    }
    let (span, word) = passage.word_before(index).filter(|_| is_gap(passage, index))?;
    Some((span.start, month(word)?))
}

/// Number and word of the month after word `index`: "3 March", "3rd of March", "3:e mars".
fn month_after(passage: &Passage<'_>, index: usize) -> Option<(u32, usize)> {
    let mut next = index + 1;
    let is = |index, wanted| passage.word(index).is_some_and(|(_, word)| Passage::is(word, wanted));
    if gap(passage, next) == Some(b":") && (is(next, "e") || is(next, "a")) {
        next += 1;
    }
    if is(next, "of") && is_gap(passage, next) {
        next += 1;
    }
    let (_, word) = passage.word(next).filter(|_| is_gap(passage, next))?;
    Some((month(word)?, next))
}

/// The year that word `index` is, and where it ends. Two digits are a year behind an apostrophe or hyphen, or from 32
/// up: "March 3 10 am" has none.
fn year_after(passage: &Passage<'_>, index: usize) -> Option<(Part, u32)> {
    let (span, word) = passage.word(index).filter(|(_, word)| word.iter().all(u8::is_ascii_digit))?;
    let year = Part::new(word);
    let (mark, spaces) = gap(passage, index)?.split_last()?;
    let apart = spaces.iter().all(|byte| matches!(byte, b' ' | b',' | b'.'));
    let plain = matches!(mark, b' ' | b',' | b'.') && (year.digits == 4 || year.value >= 32);
    let rest = &passage.text[span.end as usize..passage.segment.span.end as usize];
    let continues = matches!(rest, [b'/' | b'-' | b'.' | b':' | b',', b'0'..=b'9', ..]);
    (apart && (plain || matches!(mark, b'\'' | b'-')) && !continues).then_some((year, span.end))
}

/// The canonical form of a date: `YYYY-MM-DD` where the text can mean one day only. Otherwise (a two-digit year, or a
/// day and a month that could be exchanged) its numbers in the order written, two digits at least, joined by `-`; a
/// month's name stands as its number between year and day. Dots and `12/3 1984` put the day first. Nothing for a text
/// without digits.
pub(crate) fn canonical(text: &[u8], out: &mut Vec<u8>) {
    let (parts, count, marks) = numbers(text);
    let named = (count >= 2).then(|| fold::words(text).find_map(|word| month(&text[word]))).flatten();
    if let Some(number) = named {
        let month = Part { value: number, digits: 2 };
        let (day, year) = if parts[0].is_pair() { (parts[0], parts[1]) } else { (parts[1], parts[0]) };
        return write(&[year, month, day], out);
    }
    if count == 1 {
        return canonical_bare(parts[0], text, out);
    }
    if count < 3 {
        return write(&parts[..count], out);
    }
    let day_first = marks[0] == b'.' || (marks[0] == b'/' && marks[1] == b' ');
    match only_day(parts, day_first) {
        Some((year, month, day)) => write(&[year, month, day], out),
        None => write(&parts, out),
    }
}

/// The first three numbers of a text, how many of them there are, and the byte behind each of the first two.
fn numbers(text: &[u8]) -> ([Part; 3], usize, [u8; 2]) {
    let (mut parts, mut count, mut marks) = ([Part::default(); 3], 0, [0; 2]);
    let mut at = 0;
    while count < 3 && at < text.len() {
        let length = text[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        if length > 0 {
            parts[count] = Part::new(&text[at..at + length]);
            if let Some((mark, &byte)) = marks.get_mut(count).zip(text.get(at + length)) {
                *mark = byte;
            }
            count += 1;
        }
        at += length + 1;
    }
    (parts, count, marks)
}

/// The one day with a full year that three numbers mean.
fn only_day(parts: [Part; 3], day_first: bool) -> Option<Day> {
    let full = |&(year, ..): &Day| year.digits == 4;
    let [day, month, year] = parts;
    if day_first && full(&(year, month, day)) && is_birthday((year, month, day)) {
        return Some((year, month, day));
    }
    let mut found = days(parts).filter(full);
    let first = found.next()?;
    // A day and a month that are equal are one day in either order.
    found.all(|other| (other.1.value, other.2.value) == (first.1.value, first.2.value)).then_some(first)
}

fn canonical_bare(part: Part, text: &[u8], out: &mut Vec<u8>) {
    let mut readings = bare(part);
    match (readings.next(), readings.next()) {
        (Some(parts), None) => match only_day(parts, false) {
            Some((year, month, day)) => write(&[year, month, day], out),
            None => write(&parts, out),
        },
        _ => out.extend(text.iter().filter(|byte| byte.is_ascii_digit())),
    }
}

/// Appends numbers with at least two digits each, joined by `-`.
fn write(parts: &[Part], out: &mut Vec<u8>) {
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            out.push(b'-');
        }
        for place in (0..part.digits.clamp(2, 9) as u32).rev() {
            out.push(b'0' + (part.value / 10_u32.pow(place) % 10) as u8);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::dictionary::{Compiler, Lexicon, language};
    use crate::entity::Catalogue;
    use crate::level::Level;
    use crate::lexer::Tokens;
    use crate::utterance::{PADDING, Role, Segment};

    fn lexicon() -> Lexicon {
        Compiler::new(&mut Catalogue::default(), language::ALL).finish()
    }

    fn found_by(lexicon: &Lexicon, text: &str) -> Vec<String> {
        let padded = [text.as_bytes(), &[b' '; PADDING]].concat();
        let mut tokens = Tokens::default();
        tokens.read(Level::Portable, lexicon, &padded, text.len());
        let span = Span::new(0, text.len() as u32);
        let segment = Segment { role: Role::Speech, span, field: 0, hint: Segment::NO_HINT };
        let digits = &tokens.marks.digits;
        let passage = Passage {
            text: &padded,
            segment,
            number: 0,
            lexicon,
            tokens: &tokens,
            hits: &[],
            kinds: 0,
            digits,
            ats: &[],
        };
        let mut out = Vec::new();
        find(&passage, &mut out);
        assert!(out.iter().all(|candidate| candidate.needs_cue && candidate.entity == id::DATE_OF_BIRTH));
        out.iter()
            .map(|candidate| text[candidate.span.start as usize..candidate.span.end as usize].to_owned())
            .collect()
    }

    fn found(text: &str) -> Vec<String> {
        found_by(&lexicon(), text)
    }

    fn form(text: &str) -> String {
        let mut out = Vec::new();
        canonical(text.as_bytes(), &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_whole_date_is_the_span() {
        for (text, date) in [
            ("born 03/04/1984.", "03/04/1984"),
            ("it's 3/4/84, yes", "3/4/84"),
            ("03-04-1984", "03-04-1984"),
            ("född 1984-03-12 i Lund", "1984-03-12"),
            ("12.3.1984.", "12.3.1984"),
            ("född 12/3 1984", "12/3 1984"),
            ("840312", "840312"),
            ("dob 19840312 thanks", "19840312"),
            ("dob 03121984", "03121984"),
            ("oh it is 03 04 1984 ok", "03 04 1984"),
            ("on March 3, 1984, in", "March 3, 1984"),
            ("march 3rd 1984", "march 3rd 1984"),
            ("MARCH the 3rd, 1984", "MARCH the 3rd, 1984"),
            ("the 3 March 1984", "3 March 1984"),
            ("the 3rd of March 1984", "3rd of March 1984"),
            ("den 8 mars 1971", "8 mars 1971"),
            ("den 3:e maj 1971", "3:e maj 1971"),
            ("Mar. 3 '84 at", "Mar. 3 '84"),
            ("1 okt -71", "1 okt -71"),
            ("Feb 29 2000", "Feb 29 2000"),
            ("03/04/1984 212-555-0142", "03/04/1984"),
        ] {
            assert_eq!(found(text), [date], "{text}");
        }
    }

    #[test]
    fn other_numbers_are_no_dates() {
        for text in [
            "13/13/1984",
            "30 February 1984",
            "02/29/1900",
            "Feb 29 2001",
            "2100-01-01",
            "03/04/1984/5",
            "1.2.3.4",
            "03-04/1984",
            "850405-1234",
            "212-555-0142",
            "mars 1971",
            "March 3 10 am",
            "March 3 10:45",
            "a840312",
            "840312b",
            "9999999",
            "991332",
            "maybe 3 1984",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn leap_years_are_the_calendars() {
        assert!(is_real(2000, 2, 29) && is_real(1984, 2, 29) && !is_real(1900, 2, 29) && !is_real(2001, 2, 29));
        assert!(!is_real(2000, 0, 1) && !is_real(2000, 13, 1) && !is_real(2000, 1, 0) && !is_real(2000, 4, 31));
    }

    #[test]
    fn one_form_for_all_spellings_of_a_day() {
        for text in [
            "1984-03-13",
            "03/13/1984",
            "3/13/1984",
            "13.3.1984",
            "13/3 1984",
            "19840313",
            "03131984",
            "13 mars 1984",
            "March 13th, 1984",
            "13th of march 1984",
            "1984-03-13T00:00:00Z",
            "1984 03 13",
        ] {
            assert_eq!(form(text), "1984-03-13", "{text}");
        }
        assert_eq!(form("03/03/1984"), "1984-03-03");
    }

    #[test]
    fn what_can_mean_two_days_stays_as_written() {
        assert_eq!(form("3/4/1984"), "03-04-1984");
        assert_eq!(form("03041984"), "03-04-1984");
        assert_eq!(form("840313"), "84-03-13");
        assert_eq!(form("84-3-13"), "84-03-13");
        assert_eq!(form("Mar. 13 '84"), "84-03-13");
        assert_eq!(form("1984"), "1984");
        assert_eq!(form("born in spring"), "");
    }

    proptest! {
        #[test]
        fn every_day_has_one_form(year in 1900..2100_u32, month in 1..13_u32, day in 1..29_u32) {
            let wanted = format!("{year}-{month:02}-{day:02}");
            prop_assert_eq!(form(&wanted), wanted.clone());
            prop_assert_eq!(form(&format!("{day}.{month}.{year}")), wanted.clone());
            prop_assert_eq!(form(&format!("{day}/{month} {year}")), wanted);
        }

        #[test]
        fn no_text_panics(text in "[-0-9/. ',:a-zåM]{0,40}", bytes: Vec<u8>) {
            let _ = found_by(&lexicon(), &text);
            canonical(&bytes, &mut Vec::new());
        }
    }
}
