//! The one form that all spellings of a day share.

use super::{Day, Part, bare, days, is_birthday, month};
use crate::fold;

/// The canonical form of a date: `YYYY-MM-DD` where the text can mean one day only. Otherwise (a two-digit year, or a
/// day and a month that could be exchanged) its numbers in the order written, two digits at least, joined by `-`; a
/// month's name stands as its number between year and day, or before the day where no year is told. Dots and `12/3 1984` put the day first. Nothing for a text
/// without digits.
pub(crate) fn canonical(text: &[u8], out: &mut Vec<u8>) {
    let (parts, count, marks) = numbers(text);
    let named = (count >= 1).then(|| fold::words(text).find_map(|word| month(&text[word]))).flatten();
    if let Some(number) = named {
        let month = Part { value: number, digits: 2 };
        if count == 1 {
            return write(&[month, parts[0]], out);
        }
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
pub(super) fn write(parts: &[Part], out: &mut Vec<u8>) {
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            out.push(b'-');
        }
        for place in (0..part.digits.clamp(2, 9) as u32).rev() {
            out.push(b'0' + (part.value / 10_u32.pow(place) % 10) as u8);
        }
    }
}

/// The whole years between the birthday with this canonical form and `as_of` (year, month, day): the fewest and the most
/// that its readings allow. Nothing where no year is told, or it lies after `as_of` or 120 years before.
///
/// Of a year with two digits the latest that is not after `as_of` is meant.
pub(crate) fn years_before(form: &[u8], as_of: (u16, u8, u8)) -> Option<(u16, u16)> {
    let (parts, count, _) = numbers(form);
    let readings: Vec<Day> = match count {
        1 => vec![(parts[0], LAST, LAST)],
        3 => days(parts).collect(),
        _ => Vec::new(),
    };
    let ages = readings.into_iter().filter_map(|day| age(day, as_of));
    ages.fold(None, |range, age| {
        let (fewest, most) = range.unwrap_or((age, age));
        Some((age.min(fewest), age.max(most)))
    })
}

/// Appends the birthday that a personnummer begins with, in the form of [`canonical`]. A coordination number's day is 60 more.
pub(crate) fn of_personnummer(number: &[u8], out: &mut Vec<u8>) {
    let digits: Vec<u8> = number.iter().copied().filter(u8::is_ascii_digit).collect();
    let year = match digits.len() {
        10 => 2,
        12 => 4,
        _ => return,
    };
    let [year, month, mut day] = [&digits[..year], &digits[year..year + 2], &digits[year + 2..year + 4]].map(Part::new);
    day.value -= if day.value > 60 { 60 } else { 0 };
    // A plus instead of the hyphen: a hundred years or more.
    let hundred = year.digits == 2 && number.contains(&b'+');
    let year = if hundred { Part { value: 1900 + year.value, digits: 4 } } else { year };
    write(&[year, month, day], out);
}

/// The month and the day of a year that is told alone.
const LAST: Part = Part { value: 12, digits: 2 };

fn age((year, month, day): Day, as_of: (u16, u8, u8)) -> Option<u16> {
    let (this_year, this_month, today) = (u32::from(as_of.0), u32::from(as_of.1), u32::from(as_of.2));
    let before = |year: u32| {
        let had_birthday = (month.value, day.value) <= (this_month, today);
        (this_year + u32::from(had_birthday)).checked_sub(year + 1)
    };
    let years = match year.digits {
        4 => before(year.value),
        2 => before(2000 + year.value).or_else(|| before(1900 + year.value)),
        _ => None,
    };
    years.filter(|&years| years <= 120).map(|years| years as u16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_are_told_by_the_day_they_are_asked_for() {
        for (form, day, wanted) in [
            ("2002-03-12", (2020, 3, 11), Some((17, 17))),
            ("2002-03-12", (2020, 3, 12), Some((18, 18))),
            ("84-03-12", (2020, 9, 28), Some((36, 36))),
            ("19-03-12", (2020, 9, 28), Some((1, 8))),
            ("31-12-22", (2020, 9, 28), Some((88, 97))),
            ("03-04-1984", (2020, 3, 20), Some((35, 36))),
            ("2021-03-12", (2020, 9, 28), None),
            ("03-12", (2020, 9, 28), None),
            ("", (2020, 9, 28), None),
        ] {
            assert_eq!(years_before(form.as_bytes(), day), wanted, "{form}");
        }
    }

    #[test]
    fn personnummer_begin_with_a_birthday() {
        for (number, wanted) in [
            ("811228-9874", "81-12-28"),
            ("19811228-9874", "1981-12-28"),
            ("701063-2391", "70-10-03"),
            ("150115+2389", "1915-01-15"),
            ("5123", ""),
        ] {
            let mut form = Vec::new();
            of_personnummer(number.as_bytes(), &mut form);
            assert_eq!(form, wanted.as_bytes(), "{number}");
        }
    }
}
