//! Captions: WebVTT (W3C) and SubRip, cue by cue.

use super::turns::{Cue, Turns};
use super::{Reader, RecordMeta, Speech, times};
use crate::normalize::reference;
use crate::utterance::BatchBuilder;

impl Reader {
    /// Reads a file of captions.
    pub(super) fn read_captions(&mut self, text: &str, batch: &mut BatchBuilder) -> RecordMeta {
        let mut turns = Turns::default();
        read_cues(text, &mut turns);
        unroll(&mut turns.cues);
        let mut meta = RecordMeta { own: true, ..RecordMeta::default() };
        self.read_speakers(&turns, &mut meta, batch);
        let heard = turns.push(self, batch);
        meta.speech = if heard { Speech::Scanned } else { Speech::Missing };
        self.end_named(&meta, batch);
        meta
    }
}

/// A block's timing line: start, end.
fn timing(line: &str) -> Option<(u64, u64)> {
    let (start, rest) = line.split_once("-->")?;
    let end = rest.split_whitespace().next()?;
    Some((times::clock(start.trim())?, times::clock(end)?))
}

/// Reads cue by cue. A blank line ends a cue only where a timing line, an identifier before one, or nothing follows: SubRip files
/// have blank lines inside cues.
fn read_cues(text: &str, turns: &mut Turns) {
    let base = text.as_ptr() as usize;
    let lines: Vec<&str> = text.lines().collect();
    let starts = |at: usize| lines.get(at).is_some_and(|line| timing(line).is_some());
    let mut at = 0;
    while at < lines.len() {
        let Some((start_ms, end_ms)) = timing(lines[at]) else {
            at += 1;
            continue;
        };
        at += 1;
        let mut speaker = None;
        let mut first = true;
        while at < lines.len() && !starts(at) {
            let line = lines[at];
            // The number or name of the next cue.
            let ends = line.trim().is_empty() && (starts(at + 1) || starts(at + 2) || is_block(lines.get(at + 1)));
            if ends {
                break;
            }
            let offset = (line.as_ptr() as usize - base) as u32;
            for (index, (said, at)) in plain(line, offset, &mut speaker).into_iter().enumerate() {
                let (text, path, speaker, glued) = (said, "$".to_owned(), speaker.clone(), index > 0);
                let (start_ms, end_ms) = (Some(start_ms), Some(end_ms));
                turns.cues.push(Cue { text, path, at, speaker, start_ms, end_ms, glued, ..Cue::default() });
            }
            if std::mem::take(&mut first) && speaker.is_none() {
                label(turns, &mut speaker);
            }
            at += 1;
        }
        // Notes and styles between cues are no speech.
        while at < lines.len() && !starts(at) {
            at += 1;
        }
    }
}

fn is_block(line: Option<&&str>) -> bool {
    line.is_some_and(|line| {
        ["NOTE", "STYLE", "REGION"]
            .iter()
            .any(|block| line.trim_end() == *block || line.starts_with(&format!("{block} ")))
    })
}

/// A speaker before a colon at the beginning of a cue.
fn label(turns: &mut Turns, speaker: &mut Option<String>) {
    let Some(cue) = turns.cues.last_mut() else { return };
    let Some((start, end)) = crate::framing::speaker(cue.text.as_bytes()) else { return };
    let rest = cue.text[end..].trim_start();
    *speaker = Some(cue.text[start..end - 1].trim().to_owned());
    cue.speaker.clone_from(speaker);
    cue.at += (cue.text.len() - rest.len()) as u32;
    cue.text = rest.to_owned();
}

/// The parts of a line that are said, without markup and with entities resolved, and where each stands.
fn plain(line: &str, offset: u32, speaker: &mut Option<String>) -> Vec<(String, u32)> {
    let mut parts: Vec<(String, u32)> = Vec::new();
    let mut push = |text: &str, at: usize| {
        // Nothing but white space before the first word says nothing.
        if !(text.is_empty() || parts.is_empty() && text.trim().is_empty()) {
            parts.push((text.to_owned(), offset + at as u32));
        }
    };
    let (mut from, mut at) = (0, 0);
    while let Some(found) = line[at..].find(['<', '&', '{']).map(|found| at + found) {
        let tail = &line[found..];
        let length = match tail.as_bytes()[0] {
            b'<' => tail.find('>').map(|end| end + 1),
            b'{' => tail.starts_with("{\\").then(|| tail.find('}').map(|end| end + 1)).flatten(),
            _ => reference(tail.as_bytes()).map(|(_, length)| length),
        };
        let Some(length) = length else {
            at = found + 1;
            continue;
        };
        push(&line[from..found], from);
        if let Some(name) = tail[..length].strip_prefix("<v") {
            let name = name.trim_end_matches('>');
            let name = name.split_once(char::is_whitespace).map_or("", |(_, name)| name.trim());
            *speaker = (!name.is_empty()).then(|| name.to_owned());
        }
        if let Some((c, _)) = reference(tail.as_bytes()) {
            push(c.encode_utf8(&mut [0; 4]), found);
        }
        at = found + length;
        from = at;
    }
    push(&line[from..], from);
    parts
}

/// Takes out lines that repeat what was on the screen: rolling captions, and a line for each word that is highlighted.
fn unroll(cues: &mut Vec<Cue>) {
    let mut shown: std::collections::VecDeque<(String, u64)> = std::collections::VecDeque::new();
    let mut kept = true;
    cues.retain(|cue| {
        // The rest of a line goes where its beginning went.
        if cue.glued {
            return kept;
        }
        let text = cue.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let start = cue.start_ms.unwrap_or_default();
        // On the screen until the cue that showed it has ended.
        let repeats = shown.iter().any(|(line, until)| *line == text && start <= *until + 50);
        if repeats {
            shown
                .iter_mut()
                .filter(|(line, _)| *line == text)
                .for_each(|(_, until)| *until = cue.end_ms.unwrap_or(start));
        } else {
            shown.push_back((text, cue.end_ms.unwrap_or(start)));
        }
        if shown.len() > 4 {
            shown.pop_front();
        }
        kept = !repeats;
        kept
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_markup_parts_stays_where_it_is() {
        let mut speaker = None;
        let line = "<v Lorne Hassett>five <i>one</i> &amp; two";
        let parts = plain(line, 7, &mut speaker);
        let text: String = parts.iter().map(|(text, _)| text.as_str()).collect();
        assert_eq!((text.as_str(), speaker.as_deref()), ("five one & two", Some("Lorne Hassett")));
        for (text, at) in parts.iter().filter(|(text, _)| text != "&") {
            assert!(line[*at as usize - 7..].starts_with(text));
        }
        assert_eq!(plain("a < b", 0, &mut None), [("a < b".to_owned(), 0)]);
    }
}
