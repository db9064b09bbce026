//! Speech as it was said: cues of one speaker joined, so that a number cut in two by a cue's end or by somebody's "mm-hm" is whole
//! again, with the way back to each cue's field, speaker and times.

use super::Reader;
use super::places::{RawPlace, Walked};
use crate::span::Span;
use crate::utterance::{BatchBuilder, Role};

/// Joined text ends at a cue behind this many bytes: 256 KiB.
const LONGEST: usize = 256 << 10;

/// Speakers at a time whose texts may go on: more are no conversation.
const MOST_OPEN: usize = 32;

/// One cue: a caption, a turn, a segment, a phrase.
#[derive(Clone, Debug, Default)]
pub(super) struct Cue {
    pub(super) text: String,
    /// The exact path of the field that holds it.
    pub(super) path: String,
    /// Where the text begins in that field.
    pub(super) at: u32,
    pub(super) speaker: Option<String>,
    pub(super) channel: Option<u32>,
    pub(super) start_ms: Option<u64>,
    pub(super) end_ms: Option<u64>,
    pub(super) words: Vec<Word>,
    /// It stands right behind the one before: punctuation, or the rest of a line that markup parted.
    pub(super) glued: bool,
}

/// A word of a cue with its times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// Bytes of the cue's text.
    pub(super) span: Span,
    pub(super) start_ms: u64,
    pub(super) end_ms: u64,
}

/// Where a part of a joined text comes from.
#[derive(Clone, Debug)]
struct Part {
    /// Where it begins in the joined text.
    at: u32,
    /// Where the cue's field stands.
    place: RawPlace,
    cue: Cue,
}

/// A segment of the batch that was joined, or that somebody's machine wrote.
#[derive(Clone, Debug)]
pub(crate) struct Voice {
    segment: u32,
    parts: Vec<Part>,
}

/// A finding's place in what was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Heard<'a> {
    /// The path of the field it begins in, and the offset there.
    pub(crate) path: &'a str,
    pub(crate) span: Span,
    /// The path of the field it ends in, if that is another; the span's end counts there.
    pub(crate) end_path: Option<&'a str>,
    pub(crate) speaker: Option<&'a str>,
    pub(crate) channel: Option<u32>,
    pub(crate) start_ms: Option<u64>,
    pub(crate) end_ms: Option<u64>,
}

impl Voice {
    /// A segment that is a part of one field.
    pub(super) fn of_field(segment: u32, place: RawPlace, path: String, at: u32) -> Self {
        let cue = Cue { path, at, ..Cue::default() };
        Self { segment, parts: vec![Part { at: 0, place, cue }] }
    }

    /// Number of the segment in its batch.
    pub(crate) fn segment(&self) -> u32 {
        self.segment
    }

    /// Where a span of the segment's text comes from.
    pub(crate) fn heard(&self, span: Span) -> Option<Heard<'_>> {
        let (first, last) = self.ends(span)?;
        let word = |part: &Part, at: u32| {
            let at = at - part.at;
            part.cue.words.iter().rev().find(|word| word.span.start <= at).copied()
        };
        Some(Heard {
            path: &first.cue.path,
            span: Span::new(first.offset(span.start), last.offset(span.end)),
            end_path: (first.cue.path != last.cue.path).then_some(&last.cue.path),
            speaker: first.cue.speaker.as_deref(),
            channel: first.cue.channel,
            start_ms: word(first, span.start).map(|word| word.start_ms).or(first.cue.start_ms),
            end_ms: word(last, span.end.saturating_sub(1)).map(|word| word.end_ms).or(last.cue.end_ms),
        })
    }

    /// The bytes of the record that a span of the segment's text was read from, those between its fields included.
    pub(super) fn raw_span(&self, span: Span, record: &[u8], walked: &mut Walked) -> Option<Span> {
        let (first, last) = self.ends(span)?;
        let start = first.place.byte(first.offset(span.start), record, walked)?;
        let end = last.place.byte(last.offset(span.end), record, &mut walked.clone())?;
        // Fields need not stand in the order in which they were said.
        (start < end).then(|| Span::new(start, end))
    }

    /// The parts that a span begins and ends in.
    fn ends(&self, span: Span) -> Option<(&Part, &Part)> {
        let part = |at: u32| self.parts[..self.parts.partition_point(|part| part.at <= at)].last();
        Some((part(span.start)?, part(span.end.saturating_sub(1).max(span.start))?))
    }
}

impl Part {
    /// The offset in its field of byte `at` of the joined text.
    fn offset(&self, at: u32) -> u32 {
        self.cue.at + (at - self.at)
    }
}

/// The cues of one record, in the order they were said.
#[derive(Clone, Debug, Default)]
pub(super) struct Turns {
    pub(super) cues: Vec<Cue>,
}

/// Joined text of one speaker.
struct Joined {
    text: String,
    parts: Vec<Part>,
}

impl Turns {
    /// Adds the joined texts to the open utterance, in the order they began. Returns whether there was anything.
    pub(super) fn push(self, reader: &mut Reader, batch: &mut BatchBuilder) -> bool {
        let mut texts: Vec<Joined> = Vec::new();
        // Those that may go on, as places in `texts`.
        let mut open: Vec<usize> = Vec::new();
        for cue in self.cues.into_iter().filter(|cue| cue.glued || !cue.text.trim().is_empty()) {
            let same = |text: &Joined| {
                let last = &text.parts[text.parts.len() - 1].cue;
                (&last.speaker, last.channel) == (&cue.speaker, cue.channel)
            };
            if !cue.glued && !is_back_channel(&cue.text) {
                open.retain(|&index| same(&texts[index]));
            }
            let known = open.iter().copied().rfind(|&index| texts[index].text.len() < LONGEST && same(&texts[index]));
            // Of a record that is one text the cues are parts.
            let place = if cue.path == "$" { RawPlace::Verbatim(0) } else { reader.place_of(&cue.path) };
            if let Some(index) = known {
                texts[index].add(cue, place);
            } else {
                open.drain(..open.len().saturating_sub(MOST_OPEN - 1));
                open.push(texts.len());
                texts.push(Joined { text: cue.text.clone(), parts: vec![Part { at: 0, place, cue }] });
            }
        }
        let any = !texts.is_empty();
        for Joined { text, parts } in texts {
            reader.push_voice(&text, batch, |segment| Voice { segment, parts });
        }
        any
    }
}

impl Reader {
    /// Adds the names of speakers that are people's, as fields; a role or a number is nobody's name.
    pub(super) fn read_speakers(&mut self, turns: &Turns, meta: &mut super::RecordMeta, batch: &mut BatchBuilder) {
        let mut names: Vec<&str> = turns.cues.iter().filter_map(|cue| cue.speaker.as_deref()).collect();
        names.sort_unstable();
        names.dedup();
        for name in names.into_iter().filter(|name| is_full_name(name)) {
            self.read_named("$['speaker']", Some(Role::PersonName), name, meta, batch);
        }
    }
}

/// Two to four words that begin with capitals and hold no digits.
fn is_full_name(label: &str) -> bool {
    let words: Vec<&str> = label.split_whitespace().collect();
    let capital = |word: &&str| word.chars().next().is_some_and(char::is_uppercase);
    (2..=4).contains(&words.len()) && words.iter().all(capital) && !label.chars().any(|c| c.is_ascii_digit())
}

impl Joined {
    fn add(&mut self, cue: Cue, place: RawPlace) {
        if !cue.glued && !self.text.ends_with(' ') && !cue.text.starts_with(' ') {
            self.text.push(' ');
        }
        let at = self.text.len() as u32;
        self.text.push_str(&cue.text);
        self.parts.push(Part { at, place, cue });
    }
}

/// What a listener says to be heard listening: it ends nobody's sentence.
fn is_back_channel(text: &str) -> bool {
    const WORDS: [&str; 36] = [
        "mm", "mhm", "mmhm", "mm-hm", "mm-hmm", "mmhmm", "hm", "hmm", "uh-huh", "uhhuh", "uh", "um", "huh", "ok",
        "okay", "yeah", "yes", "yep", "yup", "right", "sure", "alright", "all", "i", "see", "got", "it", "ja", "jo",
        "jaha", "jaså", "just", "det", "precis", "okej", "mmm",
    ];
    let mut words = 0;
    text.split_whitespace().all(|word| {
        words += 1;
        let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        words <= 3 && (word.is_empty() || WORDS.contains(&word.as_str()))
    })
}

impl Reader {
    /// Adds speech with its way back.
    fn push_voice(&mut self, text: &str, batch: &mut BatchBuilder, voice: impl FnOnce(u32) -> Voice) {
        let known = self.plain_use();
        let segment = self.places.len() as u32;
        self.ascii = false;
        self.push(Role::Speech, known, RawPlace::Unknown, text.as_bytes(), batch);
        self.voices.push(voice(segment));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn listening_is_no_turn() {
        for (text, listening) in [
            ("Mm-hm.", true),
            ("okay, yeah", true),
            ("I see", true),
            ("ja", true),
            ("yes I am", false),
            ("555", false),
            ("okay what is it", false),
        ] {
            assert_eq!(is_back_channel(text), listening, "{text}");
        }
    }

    #[test]
    fn a_span_leads_back_to_its_cues() {
        let cue = |text: &str, path: &str, at| Cue {
            text: text.into(),
            path: path.into(),
            at,
            start_ms: Some(u64::from(at)),
            end_ms: Some(u64::from(at) + 5),
            ..Cue::default()
        };
        let part = |at, cue| Part { at, place: RawPlace::Verbatim(100 * at), cue };
        let parts = vec![part(0, cue("five five", "a", 0)), part(10, cue("one two", "b", 3))];
        let voice = Voice { segment: 0, parts };
        let heard = voice.heard(Span::new(5, 13)).unwrap();
        assert_eq!((heard.path, heard.span, heard.end_path), ("a", Span::new(5, 6), Some("b")));
        assert_eq!((heard.start_ms, heard.end_ms), (Some(0), Some(8)));
        let raw = |span| voice.raw_span(span, &[b' '; 2000], &mut Walked::default());
        assert_eq!(raw(Span::new(5, 13)), Some(Span::new(5, 1006)));
        let heard = voice.heard(Span::new(10, 13)).unwrap();
        assert_eq!((heard.path, heard.span, heard.end_path), ("b", Span::new(3, 6), None));
    }
}
