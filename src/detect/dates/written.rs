//! Dates in digits, and with a month's name beside digits.

use super::{POINTS, Part, bare, candidate, days, is_birthday, month};
use crate::detect::{Candidate, Passage};
use crate::fold;
use crate::span::Span;

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
            out.push(candidate(passage, span, POINTS, detector));
        }
    }
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
    passage.gap(index).filter(|gap| gap.len() <= 3)
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
