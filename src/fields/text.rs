//! Plain text: a conversation with speakers, a form of keys and values, or somebody's words.

use std::ops::Range;

use super::turns::{Cue, Turns};
use super::{RawPlace, Reader, RecordMeta, Speech};
use crate::framing::{speaker, time_length};
use crate::utterance::BatchBuilder;

impl Reader {
    /// Reads a record that is text, a conversation where its lines say who speaks.
    pub(super) fn read_call(&mut self, text: &str, batch: &mut BatchBuilder) -> RecordMeta {
        let mut turns = Turns::default();
        if is_conversation(text) {
            read_turns(text, &mut turns);
        } else {
            let text = joined(text);
            turns.cues.push(Cue { text, path: "$".into(), ..Cue::default() });
        }
        let heard = turns.push(self, batch);
        batch.end_utterance();
        RecordMeta { speech: if heard { Speech::Scanned } else { Speech::Missing }, ..RecordMeta::default() }
    }

    /// Reads a block of `key: value` lines: each a field. A line without a key goes on with the one before.
    pub(super) fn read_block(&mut self, text: &str, batch: &mut BatchBuilder) -> RecordMeta {
        let base = text.as_ptr() as usize;
        let mut fields: Vec<(&str, String, Range<usize>)> = Vec::new();
        for line in text.lines() {
            let labelled = speaker(line.as_bytes());
            let (key, said) = match labelled {
                Some((start, end)) => (line[start..end - 1].trim(), line[end..].trim()),
                None => ("", line.trim()),
            };
            let at = said.as_ptr() as usize - base;
            match fields.last_mut().filter(|_| labelled.is_none()) {
                Some((_, value, raw)) => {
                    value.push('\n');
                    value.push_str(said);
                    raw.end = at + said.len();
                }
                None => fields.push((key, said.to_owned(), at..at + said.len())),
            }
        }
        let mut meta = RecordMeta { own: true, ..RecordMeta::default() };
        for (key, value, raw) in fields {
            let path = if key.is_empty() { "$".to_owned() } else { super::values::member_path("$", key) };
            let place = RawPlace::of_decoded(raw.start as u32, text[raw].as_bytes(), value.as_bytes());
            self.read_placed(place, &path, None, &value, &mut meta, batch);
        }
        self.end_named(&meta, batch);
        meta
    }
}

/// Whether most lines begin with who says them, or the first and another one do.
pub(super) fn is_conversation(text: &str) -> bool {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let (mut all, mut labelled) = (0, 0);
    for line in lines.take(200) {
        all += 1;
        labelled += usize::from(speaker(line.trim_start().as_bytes()).is_some());
    }
    labelled >= 2 && labelled * 3 >= all
}

pub(super) fn read_turns(text: &str, turns: &mut Turns) {
    let base = text.as_ptr() as usize;
    for line in text.lines() {
        let trimmed = line.trim();
        let offset = (trimmed.as_ptr() as usize - base) as u32;
        let label = speaker(trimmed.as_bytes());
        let (time, from) = label.unwrap_or_else(|| {
            let time = time_length(trimmed.as_bytes());
            (time, time)
        });
        let words = trimmed[from..].trim_start();
        let at = offset + (trimmed.len() - words.len()) as u32;
        let name = label.map(|(start, end)| trimmed[start..end - 1].trim().to_owned());
        // A turn goes on where a line names nobody.
        let speaker = name.or_else(|| turns.cues.last().and_then(|cue| cue.speaker.clone()));
        let start_ms = super::times::clock(&trimmed[..time]);
        turns.cues.push(Cue { text: words.to_owned(), path: "$".into(), at, speaker, start_ms, ..Cue::default() });
    }
}

/// Lines of running text joined, each line feed a space, so that offsets stay: a number may be wrapped over two lines. A line of
/// fewer than three words is an entry of a list, and stays apart.
pub(super) fn joined(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut lines = text.split_inclusive('\n').peekable();
    let is_prose = |line: &str| line.split_whitespace().nth(2).is_some();
    while let Some(line) = lines.next() {
        let goes_on = line.ends_with('\n') && is_prose(line) && lines.peek().is_some_and(|next| is_prose(next));
        match line.strip_suffix('\n').filter(|_| goes_on) {
            Some(line) => {
                out.push_str(line);
                out.push(' ');
            }
            None => out.push_str(line),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_are_told_apart_with_their_offsets() {
        let text = "[00:01] Agent: your number?\nCaller: five five five\n  one two\n[00:07] Agent: mm-hm\n";
        let mut turns = Turns::default();
        read_turns(text, &mut turns);
        let read: Vec<_> =
            turns.cues.iter().map(|cue| (cue.speaker.as_deref().unwrap(), cue.text.as_str(), cue.start_ms)).collect();
        assert_eq!(
            read,
            [
                ("Agent", "your number?", Some(1000)),
                ("Caller", "five five five", None),
                ("Caller", "one two", None),
                ("Agent", "mm-hm", Some(7000))
            ]
        );
        for cue in &turns.cues {
            assert!(text[cue.at as usize..].starts_with(&cue.text));
        }
    }

    #[test]
    fn wrapped_lines_are_joined_and_lists_are_not() {
        assert_eq!(
            joined("my number is two one two\nfive five five and so on\n"),
            "my number is two one two five five five and so on\n"
        );
        assert_eq!(joined("212-555-0142\n212-555-0143\n"), "212-555-0142\n212-555-0143\n");
    }
}
