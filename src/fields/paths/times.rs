//! Times in paths: days, times of day, and seconds since 1970.

use std::fmt;

use super::tokens::{Tokens, What};
use crate::span::Span;
use crate::utterance::Day;

/// Years in which recorders wrote files.
const YEARS: std::ops::RangeInclusive<u16> = 1995..=2035;
/// The seconds since 1970 from 2001-09-09, when they got ten digits, to the end of 2033.
const EPOCH: std::ops::RangeInclusive<u64> = 1_000_000_000..=2_019_686_399;

/// When a call was made: a day, and a time of day where there is one. Of no zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Moment {
    day: Day,
    /// Hour, minute, second.
    time: Option<[u8; 3]>,
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.day.year, self.day.month, self.day.day)?;
        match self.time {
            Some([hour, minute, second]) => write!(f, "T{hour:02}:{minute:02}:{second:02}"),
            None => Ok(()),
        }
    }
}

fn number(digits: &[u8]) -> u64 {
    digits.iter().fold(0, |number, digit| number * 10 + u64::from(digit - b'0'))
}

/// The day of `YYYYMMDD`, of any year.
fn day_of(digits: &[u8]) -> Option<Day> {
    let iso = [&digits[..4], b"-", &digits[4..6], b"-", &digits[6..8]].concat();
    Day::of(&iso)
}

/// The day of `YYYYMMDD`, if a recorder could have been there.
fn day(digits: &[u8]) -> Option<Day> {
    day_of(digits).filter(|day| YEARS.contains(&day.year))
}

/// Whether `YYYYMMDD` is a day on which somebody alive was born.
pub(super) fn is_birth(digits: &[u8]) -> bool {
    day_of(digits).is_some_and(|day| (1890..2030).contains(&day.year))
}

/// The time of day of `HHMMSS` or `HHMM`.
fn time(digits: &[u8]) -> Option<[u8; 3]> {
    let part = |at: usize| digits.get(at..at + 2).map_or(0, |part| number(part) as u8);
    let (hour, minute, second) = (part(0), part(2), part(4));
    (matches!(digits.len(), 4 | 6) && hour < 24 && minute < 60 && second < 60).then_some([hour, minute, second])
}

fn since_epoch(seconds: u64) -> Option<Moment> {
    let day = Day::of(seconds.to_string().as_bytes())?;
    let of_day = seconds % 86_400;
    Some(Moment { day, time: Some([(of_day / 3600) as u8, (of_day / 60 % 60) as u8, (of_day % 60) as u8]) })
}

/// Marks all that is a time, and gives the likeliest time of the call: that of the file's name before those of its folders, and one
/// with a time of day before one without.
pub(super) fn claim(tokens: &mut Tokens, stem: Span) -> Option<Moment> {
    let mut best: Option<(u8, Moment)> = None;
    let mut keep = |rank: u8, moment: Option<Moment>| {
        if let Some(moment) = moment
            && best.is_none_or(|(known, _)| rank > known)
        {
            best = Some((rank, moment));
        }
    };
    // What could be a birth number too is one where the name has another time.
    let (mut doubtful, mut at) = (Vec::new(), 0);
    while at < tokens.list.len() {
        let in_stem = u8::from(tokens.list[at].span.start >= stem.start);
        let Some((count, moment, sure)) = read(tokens, at) else {
            at += 1;
            continue;
        };
        if sure {
            tokens.list[at..at + count].iter_mut().for_each(|token| token.what = What::Time);
            let rank = in_stem * 4 + u8::from(moment.is_some_and(|moment| moment.time.is_some())) * 2;
            // Local time, where a name has it, comes before the seconds behind it.
            keep(rank + u8::from(!matches!(tokens.list[at].span.len(), 10 | 13)), moment);
        } else {
            doubtful.push((at, count, moment));
        }
        at += count;
    }
    let alone = doubtful.len() == 1 && best.is_none_or(|(rank, _)| rank < 6);
    for (at, count, moment) in doubtful.into_iter().filter(|_| alone) {
        tokens.list[at..at + count].iter_mut().for_each(|token| token.what = What::Time);
        best = moment.map(|moment| (6, moment)).or(best);
    }
    best.map(|(_, moment)| moment)
}

/// The time that begins with token `at`: of how many tokens, which, and whether nothing else looks like that.
fn read(tokens: &Tokens, at: usize) -> Option<(usize, Option<Moment>, bool)> {
    let digits = tokens.digits(at)?;
    let joint = |at: usize| tokens.list.get(at).map_or(0, |token| token.joint);
    let next = |ahead: usize| tokens.digits(at + ahead);
    if tokens.has_plus(at) {
        return None;
    }
    match digits.len() {
        14 => {
            let moment = Moment { day: day(digits)?, time: Some(time(&digits[8..])?) };
            Some((1, Some(moment), true))
        }
        12 => {
            let moment = Moment { day: day(digits)?, time: Some(time(&digits[8..])?) };
            Some((1, Some(moment), false))
        }
        13 if EPOCH.contains(&(number(digits) / 1000)) => Some((1, since_epoch(number(digits) / 1000), true)),
        10 if EPOCH.contains(&number(digits)) => {
            // Asterisk's uniqueid goes on with a dot and a count.
            let counted = joint(at + 1) == b'.' && next(1).is_some_and(|count| count.len() <= 7);
            Some((1 + usize::from(counted), since_epoch(number(digits)), true))
        }
        8 => {
            let day = day(digits)?;
            match next(1).filter(|_| matches!(joint(at + 1), b'-' | b'_' | b' ' | b'.' | b'T' | b't')) {
                Some(six) if six.len() == 6 => Some(match time(six) {
                    Some(time) => (2, Some(Moment { day, time: Some(time) }), true),
                    None => (1, Some(Moment { day, time: None }), true),
                }),
                // Eight and four digits are a birth number's, too.
                Some(four) if four.len() == 4 && joint(at + 1) == b'-' => {
                    let time = time(four)?;
                    Some((2, Some(Moment { day, time: Some(time) }), false))
                }
                Some(four) if four.len() == 4 && time(four).is_some() => {
                    Some((2, Some(Moment { day, time: time(four) }), true))
                }
                _ => Some(parted(tokens, at, 1, day)),
            }
        }
        6 => {
            // `YYMMDD_HHMMSS`
            let century = if digits[0] == b'9' { b"19" } else { b"20" };
            let day = day(&[century, digits].concat())?;
            let six = next(1).filter(|six| six.len() == 6 && matches!(joint(at + 1), b'-' | b'_'))?;
            Some((2, Some(Moment { day, time: Some(time(six)?) }), true))
        }
        4 => {
            let (month, of_month) = (next(1).filter(|part| part.len() == 2)?, next(2).filter(|part| part.len() == 2)?);
            let alike =
                joint(at + 1) == joint(at + 2) && matches!(joint(at + 1), b'-' | b'_' | b'.' | b'/' | b'\\' | b' ');
            let day = day(&[digits, month, of_month].concat()).filter(|_| alike)?;
            Some(parted(tokens, at, 3, day))
        }
        _ => None,
    }
}

/// A day of `count` tokens, and the time behind it: `14-05-33`, `14.05`, `140533`.
fn parted(tokens: &Tokens, at: usize, count: usize, day: Day) -> (usize, Option<Moment>, bool) {
    let next = |ahead: usize| {
        let joint = tokens.list.get(at + count + ahead).map_or(0, |token| token.joint);
        tokens.digits(at + count + ahead).filter(|_| !matches!(joint, 0 | b'/' | b'\\'))
    };
    if let Some(six) = next(0).filter(|six| six.len() == 6)
        && let Some(time) = time(six)
    {
        return (count + 1, Some(Moment { day, time: Some(time) }), true);
    }
    let pair = |ahead: usize| next(ahead).filter(|part| part.len() == 2);
    if let (Some(hour), Some(minute)) = (pair(0), pair(1)) {
        let second = pair(2);
        let joined = [hour, minute, second.unwrap_or(b"00")].concat();
        if let Some(time) = time(&joined) {
            let tokens = count + 2 + usize::from(second.is_some());
            return (tokens, Some(Moment { day, time: Some(time) }), true);
        }
    }
    (count, Some(Moment { day, time: None }), true)
}
