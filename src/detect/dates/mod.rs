//! Dates that may be dates of birth.
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
//! Dates in words ("March third, nineteen eighty-four") are read in `spoken`.

mod canonical;
mod pieces;
mod spoken;
mod written;

pub(crate) use canonical::{canonical, of_personnummer, years_before};

use super::{Candidate, Passage, Reason, Values};
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
pub(super) fn find(passage: &Passage<'_>, values: &mut Values, out: &mut Vec<Candidate>) {
    let from = out.len();
    written::find(passage, out);
    spoken::find(passage, values, from, out);
}

fn candidate(passage: &Passage<'_>, span: Span, points: i16, detector: &'static str) -> Candidate {
    let mut candidate = Candidate::new(passage.number, span, id::DATE_OF_BIRTH, points, detector);
    candidate.needs_cue = true;
    candidate.evidence.push(Reason::SHAPE_DATE);
    candidate
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

/// The number of the month that `word` names.
fn month(word: &[u8]) -> Option<u32> {
    let head = word.first_chunk::<3>()?.map(|byte| byte.to_ascii_lowercase());
    let (_, number, names) = MONTHS.iter().find(|(key, ..)| **key == head)?;
    names.iter().any(|name| fold::folds_to(word, name.as_bytes())).then_some(*number)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::detect::Packs;
    use crate::dictionary::{Compiler, Lexicon, language};
    use crate::digits::Runs;
    use crate::entity::{Catalogue, EntitySet};
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
            words: tokens.marks.words(span, &padded),
            hits: &[],
            kinds: 0,
            digits,
            ats: &[],
            runs: Runs::default(),
            swedish: false,
            packs: Packs::default(),
            said: EntitySet::EMPTY,
            asked: EntitySet::EMPTY,
            cued: EntitySet::EMPTY,
        };
        let mut out = Vec::new();
        find(&passage, &mut Values::default(), &mut out);
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
