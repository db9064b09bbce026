//! File names and paths: recorders write into them who called whom, and when.
//!
//! A number of ten digits may be a telephone or a second since 1970, one of eight a day: what stands beside it decides. The
//! patterns are those of telephone exchanges and recorders (Asterisk and FreePBX, 3CX, Google Voice, voicemail systems).

use super::turns::Voice;
use super::{Meta, Reader, RecordMeta, Use};
use crate::entity::id;
use crate::utterance::{BatchBuilder, Day, Role, Segment};

/// What a part of a name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Phone,
    Personnummer,
    Person,
    /// A day, as eight digits.
    Date,
}

/// A part of a name, in bytes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) kind: Kind,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// A run of digits, with the plus before it.
#[derive(Clone, Copy)]
struct Digits<'a> {
    text: &'a str,
    start: usize,
    end: usize,
    plus: bool,
}

impl Reader {
    /// Reads a path into the open utterance: its values are fields of their own. Returns how many telephone numbers it had.
    pub(crate) fn read_path(&mut self, path: &str, meta: &mut RecordMeta, batch: &mut BatchBuilder) -> Vec<String> {
        let mut phones = Vec::new();
        let field = "$['path']";
        let known = self.use_of_name(field, Some(Role::Opaque));
        for Part { kind, start, end } in parts(path) {
            let text = &path[start..end];
            let (role, hint) = match kind {
                Kind::Phone => (Role::Phone, Segment::NO_HINT),
                Kind::Personnummer => (Role::Number, id::SE_PERSONNUMMER.0),
                Kind::Person => (Role::PersonName, Segment::NO_HINT),
                Kind::Date => {
                    let day = format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..8]);
                    self.note_own(meta, Meta::Time, day.as_bytes());
                    continue;
                }
            };
            if kind == Kind::Phone {
                phones.push(text.chars().filter(char::is_ascii_digit).collect());
            }
            self.voices.push(Voice::of_field(self.starts.len() as u32, field.to_owned(), start as u32));
            self.ascii = false;
            self.push(role, Use { hint, ..known }, 0, text.as_bytes(), batch);
        }
        phones
    }
}

/// The parts of a path that say something.
pub(super) fn parts(path: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut start = 0;
    for piece in path.split(['/', '!', '\\']) {
        component(piece, start, &mut parts);
        start += piece.len() + 1;
    }
    parts
}

fn component(name: &str, base: usize, parts: &mut Vec<Part>) {
    person(name, base, parts);
    let runs = digits(name);
    let days: Vec<Day> = runs.iter().filter_map(|run| day(run.text)).collect();
    let mut at = 0;
    while at < runs.len() {
        let run = runs[at];
        let mut push = |kind, start: usize, end: usize| parts.push(Part { kind, start: base + start, end: base + end });
        if let Some((taken, kind)) = grouped(name, &runs[at..]) {
            push(kind, run.start, runs[at + taken - 1].end);
            at += taken;
            continue;
        }
        if day(run.text).is_some() || run.text.len() == 14 && day(&run.text[..8]).is_some() {
            push(Kind::Date, run.start, run.start + 8);
        } else if is_personnummer(run.text) {
            push(Kind::Personnummer, run.start, run.end);
        } else if !is_epoch(name, run, &days) && is_phone(run) {
            push(Kind::Phone, run.start, run.end);
        }
        at += 1;
    }
}

/// Runs of digits that no letter touches; `%2B` is a plus.
fn digits(name: &str) -> Vec<Digits<'_>> {
    let bytes = name.as_bytes();
    let mut runs = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let start = at;
        while bytes.get(at).is_some_and(u8::is_ascii_digit) {
            at += 1;
        }
        let escaped = name[..start].ends_with('%') && at - start >= 2 && name[start..].starts_with('2');
        if escaped {
            // `%2B` and `%20` before digits: the escape is theirs, not the number's.
            at = start + 2;
            continue;
        }
        let plus = name[..start].ends_with('+') || name[..start].to_ascii_uppercase().ends_with("%2B");
        let before = start.checked_sub(1).filter(|_| !plus).map(|before| bytes[before]);
        let touches = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_alphabetic() || byte >= 0x80);
        let escape = name[..start].to_ascii_uppercase().ends_with("%20");
        if touches(bytes.get(at).copied()) || touches(before) && !escape && !is_word_before(&name[..start]) {
            continue;
        }
        runs.push(Digits { text: &name[start..at], start, end: at, plus });
    }
    runs
}

/// Letters before a number that announce it: `OUT5550142`, `q600`, `msg0001`.
fn is_word_before(before: &str) -> bool {
    let rest = before.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    matches!(before[rest.len()..].to_ascii_lowercase().as_str(), "out" | "in" | "q" | "from" | "to" | "tel")
}

/// A day written in eight digits, between 1995 and 2035.
fn day(text: &str) -> Option<Day> {
    let text = (text.len() == 8).then(|| format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]))?;
    Day::of(text.as_bytes()).filter(|day| (1995..=2035).contains(&day.year))
}

/// A number written in groups: `(555) 555-0142`, `070-174 06 05`, `640823-3234`. Returns how many groups it has.
fn grouped(name: &str, runs: &[Digits<'_>]) -> Option<(usize, Kind)> {
    let lengths: Vec<usize> = runs.iter().take(5).map(|run| run.text.len()).collect();
    let near = |count: usize| {
        runs[..count].windows(2).all(|pair| {
            let between = &name[pair[0].end..pair[1].start];
            (1..=2).contains(&between.len()) && between.bytes().all(|byte| b" -.()".contains(&byte))
        })
    };
    let joined = |count: usize| runs[..count].iter().map(|run| run.text).collect::<String>();
    if lengths.starts_with(&[3, 3, 4]) && near(3) && is_nanp(&joined(3)) {
        return Some((3, Kind::Phone));
    }
    if runs.len() >= 2
        && (lengths[0] == 6 || lengths[0] == 8)
        && lengths[1] == 4
        && near(2)
        && is_personnummer(&joined(2))
    {
        return Some((2, Kind::Personnummer));
    }
    let swedish = |count: usize| {
        let text = joined(count);
        near(count)
            && text.starts_with('0')
            && (9..=10).contains(&text.len())
            && lengths[0] <= 4
            && lengths[1..count].iter().all(|length| (2..=7).contains(length))
    };
    let swedish =
        (2..=lengths.len()).rev().find(|count| swedish(*count) && runs[0].text.starts_with('0') && lengths[0] >= 2)?;
    Some((swedish, Kind::Phone))
}

/// Ten digits that a North American number can be (the North American Numbering Plan).
fn is_nanp(text: &str) -> bool {
    let digits = text.as_bytes();
    digits.len() == 10 && matches!(digits[0], b'2'..=b'9') && matches!(digits[3], b'2'..=b'9')
}

fn is_phone(run: Digits<'_>) -> bool {
    let text = run.text;
    if run.plus {
        return (8..=15).contains(&text.len());
    }
    match text.len() {
        10 if is_nanp(text) => true,
        11 if text.starts_with('1') && is_nanp(&text[1..]) => true,
        // A national number with its leading zero; the international prefix.
        9..=11 => text.starts_with('0') && !text.starts_with("000") || text.len() == 11 && text.starts_with("46"),
        12..=15 => text.starts_with("00") && !text.starts_with("000"),
        _ => false,
    }
}

/// Ten or twelve digits that are a day of birth, a number and a check digit (SE_PERSONNUMMER), and no telephone's.
fn is_personnummer(text: &str) -> bool {
    let short = match text.len() {
        10 => text,
        12 if text.starts_with("19") || text.starts_with("20") => &text[2..],
        _ => return false,
    };
    let number = |range: std::ops::Range<usize>| short[range].parse::<u32>().unwrap_or_default();
    let date = (1..=12).contains(&number(2..4)) && (1..=31).contains(&number(4..6));
    let sum: u32 = short
        .bytes()
        .enumerate()
        .map(|(index, digit)| u32::from(digit - b'0') * if index % 2 == 0 { 2 } else { 1 })
        .map(|product| product / 10 + product % 10)
        .sum();
    date && sum.is_multiple_of(10)
}

/// Seconds or milliseconds since 1970: where `.digits` follow (Asterisk's unique id), where a day in the name is the same, or where
/// it can be no telephone.
fn is_epoch(name: &str, run: Digits<'_>, days: &[Day]) -> bool {
    let epoch = match run.text.len() {
        10 | 13 if run.text.starts_with('1') && !run.plus => Day::of(run.text.as_bytes()),
        _ => None,
    };
    let Some(epoch) = epoch else { return false };
    let unique = name[run.end..].strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let near = |day: &Day| {
        (i32::from(day.year), day.month) == (i32::from(epoch.year), epoch.month) && day.day.abs_diff(epoch.day) <= 2
    };
    // No telephone number of North America begins with a one that is not its country's.
    unique || days.iter().any(near) || run.text.len() == 13 || run.text.len() == 10
}

/// `[Name]_…` (3CX), `Name - Voicemail - …` (Google Voice), with two words at least.
fn person(name: &str, base: usize, parts: &mut Vec<Part>) {
    let end = [" - Voicemail - ", " - Text - ", " - Recorded - ", " - Missed - ", " - Received - ", " - Placed - "]
        .iter()
        .find_map(|kind| name.find(kind));
    let found = end
        .map(|end| (0, end))
        .or_else(|| name.strip_prefix('[').and_then(|rest| rest.find(']')).map(|end| (1, end + 1)));
    let Some((start, end)) = found else { return };
    let text = &name[start..end];
    let words = text.split_whitespace().count();
    if (2..=4).contains(&words) && text.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '\'' | '.')) {
        parts.push(Part { kind: Kind::Person, start: base + start, end: base + end });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_recordings_say_who_called() {
        use Kind::{Date, Person, Personnummer, Phone};
        for (name, expected) in [
            (
                "monitor/2020/09/28/out-2125550142-100-20200928-140211-1601301731.12.wav",
                vec![(Phone, "2125550142"), (Date, "20200928")],
            ),
            (
                "external-600-2125550143-20200928-140211-1601301731.12.wav",
                vec![(Phone, "2125550143"), (Date, "20200928")],
            ),
            ("20130114-081500-0701740605-1177-1358147700.88-in.wav", vec![(Date, "20130114"), (Phone, "0701740605")]),
            (
                "[Lorne Hassett]_2125550142-100_20200928140211(12).wav",
                vec![(Person, "Lorne Hassett"), (Phone, "2125550142"), (Date, "20200928")],
            ),
            ("Wanda Pruitt - Voicemail - 2020-09-28T14_02_11Z.mp3", vec![(Person, "Wanda Pruitt")]),
            ("VoiceMessage-+12125550142.wav", vec![(Phone, "12125550142")]),
            ("VoiceMessage%2B46701740605.wav", vec![(Phone, "46701740605")]),
            ("(212) 555-0142.gsm", vec![(Phone, "212) 555-0142")]),
            ("070-174 06 05.wav", vec![(Phone, "070-174 06 05")]),
            ("640823-3234/inspelning.wav", vec![(Personnummer, "640823-3234")]),
            ("msg0001.wav", vec![]),
            ("1601301731.12.wav", vec![]),
            ("RE0123456789abcdef0123456789abcdef.mp3", vec![]),
            ("auto-1601301731-100-200.wav", vec![]),
        ] {
            let read: Vec<_> = parts(name).iter().map(|part| (part.kind, &name[part.start..part.end])).collect();
            assert_eq!(read, expected, "{name}");
        }
    }
}
