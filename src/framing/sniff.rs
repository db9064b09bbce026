//! What a source is, by its first 64 KiB. Names are not looked at: leaked files are renamed.

use super::Format;
use super::bulk;
use super::frame::trim;
use super::mail;
use super::sql;
use super::structure::{is_value, outline, skip_between};
use super::table;
use super::values;

/// Lines of the beginning that are looked at.
const SAMPLE: usize = 200;
/// A plain text beyond this is no single call: 256 KiB.
const LONGEST_CALL: u64 = 256 << 10;
/// A line that is a call by itself is longer than a line of hard-wrapped text.
const LONG_LINE: usize = 100;

/// The format of a source that begins with `head`, which is all of it if `whole`. `size` is that of all of it, where known.
pub(crate) fn sniff(head: &[u8], whole: bool, size: Option<u64>) -> Format {
    // An `INSERT` may be one line of many megabytes, and hold bytes that are no text.
    if sql::sniff(head) {
        return Format::Sql;
    }
    if is_binary(head) {
        return Format::Unknown;
    }
    let lines = Sample::new(head, whole);
    if lines.lines.is_empty() && !matches!(head.get(skip_between(head, 0)), Some(b'{' | b'[')) {
        return if head.iter().all(u8::is_ascii_whitespace) { Format::Ndjson } else { text(head, &lines, whole, size) };
    }
    if is_voicemail(&lines) {
        return Format::Voicemail;
    }
    if let Some(format) = captions(head, &lines) {
        return format;
    }
    if let Some(mailbox) = mail::sniff(head) {
        return if mailbox { Format::Mbox } else { Format::Eml };
    }
    if let Some(format) = json(head, &lines, whole) {
        return format;
    }
    if table::best(head, whole).is_some() && !lines.is_turns() {
        return Format::Csv;
    }
    text(head, &lines, whole, size)
}

/// Whether bytes are no text: more than one in fifty is a control character that no text has.
fn is_binary(head: &[u8]) -> bool {
    let control = |byte: &&u8| matches!(byte, 0..=8 | 14..=26 | 28..=29 | 31 | 127);
    head.iter().filter(control).count() * 50 > head.len()
}

/// The first lines, without white space around them. The last one of a head that is not the whole source is left out.
struct Sample<'a> {
    lines: Vec<&'a [u8]>,
    blank: usize,
}

impl<'a> Sample<'a> {
    fn new(head: &'a [u8], whole: bool) -> Self {
        let end = if whole { head.len() } else { memchr::memrchr(b'\n', head).map_or(0, |at| at + 1) };
        let mut sample = Self { lines: Vec::new(), blank: 0 };
        let mut blank = 0;
        for line in head[..end].split(|byte| *byte == b'\n').take(SAMPLE) {
            let (start, end) = trim(line, 0, line.len());
            if start == end {
                blank += 1;
                continue;
            }
            if !sample.lines.is_empty() {
                sample.blank += std::mem::take(&mut blank);
            }
            sample.lines.push(&line[start..end]);
        }
        sample
    }

    fn share(&self, of: impl Fn(&[u8]) -> bool) -> usize {
        100 * self.lines.iter().filter(|line| of(line)).count() / self.lines.len().max(1)
    }

    /// Whether most lines begin with who says them.
    fn is_turns(&self) -> bool {
        self.share(|line| speaker(line).is_some()) >= 60
    }
}

/// The length of the label, with its colon, that a turn of a conversation begins with: `Agent:`, `[00:01:12] Speaker 2:`,
/// `00:01:12 - Caller:`. Labels have one to four words and no digits but a number at their end.
pub(crate) fn speaker(line: &[u8]) -> Option<(usize, usize)> {
    let start = time_length(line);
    let rest = &line[start..];
    let colon = rest.iter().take(40).position(|byte| *byte == b':')?;
    let label = rest[..colon].trim_ascii_end();
    let words = label.split(|byte| *byte == b' ').filter(|word| !word.is_empty()).count();
    let letter = |byte: u8| byte.is_ascii_alphabetic() || byte >= 0x80;
    let named = label.first().is_some_and(|byte| letter(*byte))
        && label.iter().all(|byte| {
            letter(*byte)
                || byte.is_ascii_digit()
                || matches!(byte, b' ' | b'_' | b'-' | b'.' | b'\'' | b'(' | b')' | b'#')
        })
        && label.iter().filter(|byte| byte.is_ascii_digit()).count() <= 3;
    let ends = rest.get(colon + 1).is_none_or(u8::is_ascii_whitespace);
    (named && ends && (1..=4).contains(&words)).then_some((start, start + colon + 1))
}

/// The length of a time that a line begins with, and what parts it from the rest: `[00:01:12] `, `00:01 - `, `(1:02.5)`.
pub(crate) fn time_length(line: &[u8]) -> usize {
    let open = usize::from(matches!(line.first(), Some(b'[' | b'(')));
    let time =
        line[open..].iter().take_while(|byte| byte.is_ascii_digit() || matches!(byte, b':' | b'.' | b',')).count();
    let colons = line[open..open + time].iter().filter(|byte| **byte == b':').count();
    if !(1..=2).contains(&colons) || !line[open].is_ascii_digit() {
        return 0;
    }
    let mut at = open + time;
    at += usize::from(open == 1 && matches!(line.get(at), Some(b']' | b')')));
    while line.get(at).is_some_and(|byte| matches!(byte, b' ' | b'\t' | b'-' | b'|')) {
        at += 1;
    }
    at
}

/// Asterisk's `[message]` and the keys below it; comments may stand before.
fn is_voicemail(lines: &Sample<'_>) -> bool {
    let mut said = lines.lines.iter().filter(|line| !line.starts_with(b";"));
    let keys: [&[u8]; 4] = [b"origmailbox=", b"callerid=", b"origtime=", b"callerchan="];
    said.next().is_some_and(|line| *line == b"[message]")
        && said.any(|line| keys.iter().any(|key| line.starts_with(key)))
}

/// WebVTT by its first line, SubRip by the timing line of its first cue.
fn captions(head: &[u8], lines: &Sample<'_>) -> Option<Format> {
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    if let Some(rest) = text.strip_prefix(b"WEBVTT")
        && rest.first().is_none_or(u8::is_ascii_whitespace)
    {
        return Some(Format::Vtt);
    }
    let timed =
        |line: &[u8]| line.first().is_some_and(u8::is_ascii_digit) && memchr::memmem::find(line, b" --> ").is_some();
    lines.lines.iter().take(2).any(|line| timed(line)).then_some(Format::Srt)
}

fn json(head: &[u8], lines: &Sample<'_>, whole: bool) -> Option<Format> {
    let at = skip_between(head, 0);
    let first = head.get(at)?;
    if lines.share(is_value) >= 50 && !lines.lines.is_empty() {
        let line = lines.lines[0];
        let actions = lines.lines.iter().filter(|line| bulk::action(line).is_some()).count();
        if actions > 0 && actions * 3 >= lines.lines.len() {
            return Some(Format::Bulk);
        }
        // One value may hold all the records, and so may each answer of a search.
        let list = |line: &[u8]| line.starts_with(b"[{");
        let holds = match lines.lines[..] {
            [line] => list(line) || line.starts_with(b"{") && values::Values::wraps(line, true),
            _ => lines
                .lines
                .iter()
                .take(5)
                .filter(|line| is_value(line))
                .all(|line| list(line) || values::Values::answers(line)),
        };
        return Some(if holds && is_value(line) { Format::Json } else { Format::Ndjson });
    }
    match first {
        b'{' => {}
        // `[00:01:12] Agent: …`
        b'[' if lines.share(|line| time_length(line) > 0) < 50 => {}
        _ => return None,
    }
    if let [line] = lines.lines[..]
        && whole
    {
        // One line that does not end: a record that was cut, unless it is a list.
        let wraps = line.starts_with(b"{") && values::Values::wraps(line, false);
        let joined = super::structure::value_end(line, 0).is_some_and(|end| matches!(line.get(end), Some(b'{' | b',')));
        return Some(if line.starts_with(b"[{") || wraps || joined { Format::Json } else { Format::Ndjson });
    }
    let multiline = memchr::memchr(b'\n', &head[at..]).is_some_and(|line| {
        let line = head[at..at + line].trim_ascii_end();
        // `{` or `[` alone, or with a first member: a value over several lines.
        matches!(line, b"{" | b"[" | b"[{")
            || !is_value(line) && super::structure::value_end(head, at).is_some_and(|end| end > at + line.len())
    });
    let second = head.get(super::structure::skip_white(head, at + 1));
    let plausible = match first {
        b'{' => matches!(second, None | Some(b'"' | b'}')),
        _ => matches!(second, None | Some(b'{' | b'[' | b'"' | b']' | b'-' | b'0'..=b'9')),
    };
    if !plausible {
        return None;
    }
    if *first == b'[' && matches!(second, Some(b'{')) || multiline {
        return Some(Format::Json);
    }
    let wraps = *first == b'{' && values::Values::wraps(&head[at..], whole);
    let ends = outline(head, at).end;
    // Values one behind another on one line.
    let joined = ends.is_some_and(|end| matches!(head.get(end), Some(b'{' | b',')));
    Some(if wraps || joined { Format::Json } else { Format::Ndjson })
}

fn text(head: &[u8], lines: &Sample<'_>, whole: bool, size: Option<u64>) -> Format {
    let large = size.map_or(!whole, |size| size > LONGEST_CALL);
    let keyed = lines.share(|line| speaker(line).is_some()) >= 60;
    if lines.blank >= 1 && keyed && is_keyed_blocks(head) {
        return Format::Blocks;
    }
    if lines.is_turns() && !large {
        return Format::Text;
    }
    let average = lines.lines.iter().map(|line| line.len()).sum::<usize>() / lines.lines.len().max(1);
    if large || lines.lines.len() >= 3 && average >= LONG_LINE && lines.blank * 4 < lines.lines.len() {
        return if large && lines.blank * 3 >= lines.lines.len() { Format::Blocks } else { Format::Lines };
    }
    Format::Text
}

/// Whether blocks between blank lines have the same keys, each once: forms and not conversations.
fn is_keyed_blocks(head: &[u8]) -> bool {
    let text = head.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    let (mut blocks, mut keys) = (Vec::new(), Vec::new());
    for line in text.chain([&b""[..]]) {
        if let Some((start, end)) = speaker(line) {
            keys.push(line[start..end].to_ascii_lowercase());
        } else if line.is_empty() && !keys.is_empty() {
            blocks.push(std::mem::take(&mut keys));
        }
    }
    let first = blocks.first().cloned().unwrap_or_default();
    let distinct = |keys: &Vec<Vec<u8>>| {
        let mut sorted = keys.clone();
        sorted.sort();
        sorted.dedup();
        sorted.len() == keys.len()
    };
    let alike =
        blocks.iter().take(20).filter(|keys| keys.iter().filter(|key| first.contains(key)).count() * 2 > keys.len());
    blocks.len() >= 2
        && first.len() >= 2
        && blocks.iter().take(20).all(distinct)
        && alike.count() * 2 > blocks.len().min(20)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_told_by_their_content() {
        let long = "so I was calling about the appointment that we made for next week and wondered whether it could be moved to another day of the week";
        for (text, format) in [
            ("{\"a\":1}\n{\"a\":2}\n", Format::Ndjson),
            ("{\"a\":1}", Format::Ndjson),
            ("{\"a\":1,\"b\":\"cut", Format::Ndjson),
            ("[{\"a\":1},{\"a\":2}]", Format::Json),
            ("[{\"a\":1},{\"a\":2}]\n", Format::Json),
            ("[\n  {\"a\":1},\n  {\"a\":2}\n]\n", Format::Json),
            ("{\n  \"a\": 1\n}\n{\n  \"a\": 2\n}\n", Format::Json),
            ("{\"a\":1}{\"a\":2}", Format::Json),
            ("{\"took\":1,\"hits\":{\"total\":1,\"hits\":[{\"_id\":\"1\"}]}}", Format::Json),
            ("{\"index\":{\"_id\":\"1\"}}\n{\"a\":1}\n{\"index\":{\"_id\":\"2\"}}\n{\"a\":1}\n", Format::Bulk),
            ("id,text\n1,hello\n2,there\n", Format::Csv),
            ("id;text\n1;\"hello\nthere\"\n2;\"x\"\n", Format::Csv),
            ("sep=|\nid|text\n1|x\n", Format::Csv),
            ("Agent: hello, how are you\nCaller: fine, thanks\nAgent: good, good\n", Format::Text),
            ("[00:01:12] Speaker 2: hello\n[00:01:14] Speaker 1: hi there\n", Format::Text),
            ("hi this is pat example\ncalling about my results\nplease call me back\n", Format::Text),
            ("From: Pat\nText: hello\n\nFrom: Kim\nText: yes\n\nFrom: Lee\nText: no\n", Format::Blocks),
            ("hello, world\n", Format::Text),
            // Lists of a record's own.
            ("{\"id\":1,\"items\":[{\"a\":1},{\"a\":2}]}\n{\"id\":2,\"items\":[{\"a\":1}]}\n", Format::Ndjson),
            ("{\"order\":1,\"items\":[{\"a\":1},{\"a\":2}]}\n{\"order\":2,\"items\":[{\"a\":1}]}\n", Format::Ndjson),
            ("{\"id\":1,\"messages\":[{\"a\":1},{\"a\":2}]}\n", Format::Ndjson),
        ] {
            assert_eq!(sniff(text.as_bytes(), true, Some(text.len() as u64)), format, "{text}");
        }
        let lines = format!("{long}\n{long}!\n{long}?\n");
        assert_eq!(sniff(lines.as_bytes(), true, Some(lines.len() as u64)), Format::Lines);
        assert_eq!(sniff(lines.as_bytes(), false, Some(9 << 20)), Format::Lines);
    }
}
