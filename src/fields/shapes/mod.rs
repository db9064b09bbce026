//! Transcripts as recognisers and telephone platforms write them in JSON: a [`Shape`] each, told by its keys.
//!
//! They keep the same words several times: as a whole, by segment, by word, by alternative, in lexical and in display form. One
//! running text is read, joined by speaker; what repeats it is passed over; every other field is read as in any record.

mod amazon;
mod azure;
mod google;
mod platforms;
mod vcon;
mod vendors;
mod whisper;

use std::collections::HashMap;

use serde_json::Value;

use super::turns::{Cue, Turns, Word};
use super::values::{Skip, element_path, member_path};
use super::{Reader, RecordMeta, Speech};
use crate::span::Span;
use crate::utterance::BatchBuilder;

/// One way to write a transcript.
pub(super) struct Shape {
    /// As tests call it.
    #[allow(dead_code)]
    pub(super) name: &'static str,
    /// Whether a value is written so.
    pub(super) is: fn(&Value) -> bool,
    /// Reads the speech of the value at a path, and says which of its fields need no more reading.
    pub(super) read: fn(At<'_>, &mut Heard),
}

/// All of them; the first one that fits is taken.
const SHAPES: [&Shape; 17] = [
    &vcon::VCON,
    &amazon::TRANSCRIBE,
    &amazon::CALL_ANALYTICS,
    &azure::BATCH,
    &azure::FAST,
    &vendors::DEEPGRAM,
    &google::GOOGLE,
    &vendors::WATSON,
    &vendors::ASSEMBLY,
    &vendors::SPEECHMATICS,
    &vendors::REV,
    &platforms::GENESYS,
    &platforms::TWILIO_SENTENCES,
    &whisper::CPP,
    &whisper::WHISPER,
    &vendors::VOSK,
    &platforms::RINGCENTRAL,
];

/// A value and its exact path.
#[derive(Clone, Copy)]
pub(super) struct At<'a> {
    pub(super) value: &'a Value,
    pub(super) path: &'a str,
}

/// What was read of a transcript.
#[derive(Default)]
pub(super) struct Heard {
    pub(super) turns: Turns,
    /// Paths with their fields, and what is to be done with them: what was read, what repeats it, what a program wrote.
    skipped: HashMap<String, Skip>,
}

impl Heard {
    /// A field that was read, or repeats what was.
    pub(super) fn skip(&mut self, path: String) {
        self.pass_over(path, Skip::All);
    }

    /// Members of an object that repeat what was read.
    pub(super) fn skip_members(&mut self, of: &str, names: &[&str]) {
        names.iter().for_each(|name| self.skip(member_path(of, name)));
    }

    /// Members that a program made of what was said.
    pub(super) fn derive_members(&mut self, of: &str, names: &[&str]) {
        names.iter().for_each(|name| self.pass_over(member_path(of, name), Skip::Derived));
    }

    /// A cue whose text is the member `name` of the object at `path`; `fill` adds what is known of it.
    pub(super) fn cue(&mut self, object: &Value, path: &str, name: &str, fill: impl FnOnce(&mut Cue)) {
        let field = member_path(path, name);
        if let Some(text) = object[name].as_str() {
            let mut cue = Cue { text: text.to_owned(), path: field.clone(), ..Cue::default() };
            fill(&mut cue);
            self.turns.cues.push(cue);
        }
        self.skip(field);
    }

    /// What was said first of a field counts.
    fn pass_over(&mut self, path: String, how: Skip) {
        self.skipped.entry(path).or_insert(how);
    }

    fn of(&self, path: &str) -> Skip {
        self.skipped.get(path).copied().unwrap_or(Skip::Nothing)
    }
}

/// Whether a field at this path, with its name in the scanner's form, shows that its record may be a transcript: asked once for
/// each path, so that records of other kinds pay nothing.
pub(super) fn announces(path: &str) -> bool {
    const FIELDS: [&str; 16] = [
        "['transcripts'][*]['transcript']",
        "['items'][*]['alternatives'][*]['content']",
        "['Transcript'][*]['Content']",
        "['combinedRecognizedPhrases'][*]['display']",
        "['recognizedPhrases'][*]['nBest'][*]['display']",
        "['combinedPhrases'][*]['text']",
        "['alternatives'][*]['transcript']",
        "['results'][*]['alternatives'][*]['content']",
        "['monologues'][*]['elements'][*]['value']",
        "['transcripts'][*]['phrases'][*]['text']",
        "['sentences'][*]['transcript']",
        "['segments'][*]['text']",
        "['transcription'][*]['text']",
        "['utterances'][*]['text']",
        "['words'][*]['text']",
        "['result'][*]['word']",
    ];
    const TOP: [&str; 4] = ["['vcon']", "['audio_url']", "$['payload']", "$['ciphertext']"];
    FIELDS.iter().any(|field| path.ends_with(field)) || TOP.iter().any(|field| path.ends_with(field))
}

/// The value that a record holds: a search engine's hits have it in `_source`.
fn inner(root: &Value) -> At<'_> {
    match &root["_source"] {
        value @ Value::Object(_) => At { value, path: "$['_source']" },
        _ => At { value: root, path: "$" },
    }
}

/// Whether a record is a transcript.
pub(super) fn is_one(root: &Value) -> bool {
    find(inner(root)).is_some()
}

/// What a signed record holds (RFC 7515, JSON serialization: `payload`, `signatures`).
pub(super) fn unsigned(root: &Value) -> Option<Value> {
    use base64::Engine as _;
    let payload =
        root["payload"].as_str().filter(|_| root["signatures"].is_array() || root["signature"].is_string())?;
    let payload = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(payload.trim_end_matches('=')).ok()?;
    serde_json::from_slice(&payload).ok()
}

/// Whether a record is encrypted (RFC 7516: `ciphertext` with `recipients` or a `protected` header).
pub(super) fn is_encrypted(root: &Value) -> bool {
    root["ciphertext"].is_string() && (root["recipients"].is_array() || root["protected"].is_string())
}

impl Reader {
    /// Reads a value as the transcript it is; `None` where it is none, and nothing was added.
    pub(super) fn read_shape(&mut self, root: &Value, batch: &mut BatchBuilder) -> Option<RecordMeta> {
        let mut heard = Heard::default();
        if !read(inner(root), &mut heard) {
            return None;
        }
        let turns = std::mem::take(&mut heard.turns);
        let spoken = turns.push(self, batch);
        let mut meta = RecordMeta { own: true, ..RecordMeta::default() };
        self.read_leaves(root, "$", &|path| heard.of(path), &mut meta, batch);
        if spoken || meta.speech == Speech::None {
            meta.speech = if spoken { Speech::Scanned } else { Speech::Missing };
        }
        self.end_named(&meta, batch);
        Some(meta)
    }
}

/// The first transcript at or right below a value, its path and its shape. Results are stored bare or inside the answer that
/// brought them.
fn find(at: At<'_>) -> Option<(&Value, String, &'static Shape)> {
    const WRAPPERS: [&str; 6] = ["response", "result", "transcript", "transcription", "body", "output"];
    let shape = |value: &Value| SHAPES.into_iter().find(|shape| (shape.is)(value));
    if let Some(shape) = shape(at.value) {
        return Some((at.value, at.path.to_owned(), shape));
    }
    let below = |name: &str| {
        let value = at.value.get(name).filter(|value| value.is_object())?;
        Some((value, member_path(at.path, name), shape(value)?))
    };
    WRAPPERS.into_iter().find_map(below)
}

/// Reads the transcript at or right below a value.
pub(super) fn read(at: At<'_>, heard: &mut Heard) -> bool {
    let Some((value, path, shape)) = find(at) else { return false };
    (shape.read)(At { value, path: &path }, heard);
    true
}

/// The elements of the array that is the member `name`, with their paths.
fn elements<'a>(at: At<'a>, name: &str) -> impl Iterator<Item = (&'a Value, String)> {
    let path = member_path(at.path, name);
    let elements = at.value[name].as_array().map(Vec::as_slice).unwrap_or_default();
    elements.iter().enumerate().map(move |(index, value)| (value, element_path(&path, index)))
}

/// Whether the member `name` is an array whose first element has all of `keys`.
fn has_list(value: &Value, name: &str, keys: &[&str]) -> bool {
    value[name]
        .as_array()
        .and_then(|list| list.first())
        .is_some_and(|first| keys.iter().all(|key| !first[*key].is_null()))
}

/// A number, or a string that is one, as milliseconds: of decimal seconds.
fn seconds(value: &Value) -> Option<u64> {
    match value {
        Value::String(text) => super::times::seconds(text),
        Value::Number(number) => super::times::seconds(&number.to_string()),
        _ => None,
    }
}

/// The same of milliseconds.
fn milliseconds(value: &Value) -> Option<u64> {
    match value {
        Value::String(text) => text.parse().ok(),
        // Counts of milliseconds are positive and far below 2^53.
        #[allow(clippy::cast_sign_loss)]
        Value::Number(number) => {
            number.as_u64().or_else(|| number.as_f64().filter(|ms| *ms >= 0.0).map(|ms| ms as u64))
        }
        _ => None,
    }
}

/// A label: text, or a number.
fn label(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A number, or one behind a prefix like `ch_`.
fn channel(value: &Value) -> Option<u32> {
    match value {
        Value::Number(number) => number.as_u64().and_then(|number| u32::try_from(number).ok()),
        Value::String(text) => text.trim_start_matches(|c: char| !c.is_ascii_digit()).parse().ok(),
        _ => None,
    }
}

/// A recognised word with its times.
struct Spoken<'a> {
    text: &'a str,
    start_ms: Option<u64>,
    end_ms: Option<u64>,
}

/// Finds the words of a cue in its text, one behind the other: a word that is written otherwise there is passed over.
fn align<'a>(text: &str, spoken: impl Iterator<Item = Spoken<'a>>) -> Vec<Word> {
    let lower = text.to_lowercase();
    // Letters whose small form has another length would shift all offsets behind them.
    let text = if lower.len() == text.len() { lower.as_str() } else { text };
    let mut words = Vec::new();
    let mut at = 0;
    for Spoken { text: word, start_ms, end_ms } in spoken {
        let word = word.trim().to_lowercase();
        // A word that is missing may not pull in a later one that is the same.
        let near = text.len().min(at + word.len() + 48);
        let near = (near..=text.len()).find(|end| text.is_char_boundary(*end)).unwrap_or(text.len());
        let Some(found) = text[at..near].find(&word).filter(|_| !word.is_empty()) else { continue };
        let (start, end) = (at + found, at + found + word.len());
        if let (Some(start_ms), Some(end_ms)) = (start_ms, end_ms) {
            words.push(Word { span: Span::new(start as u32, end as u32), start_ms, end_ms });
        }
        at = end;
    }
    words
}

/// Gives a cue the times of the words in it.
fn with_words<'a>(cue: &mut Cue, spoken: impl Iterator<Item = Spoken<'a>>) {
    cue.words = align(&cue.text, spoken);
    cue.start_ms = cue.start_ms.or(cue.words.first().map(|word| word.start_ms));
    cue.end_ms = cue.end_ms.or(cue.words.last().map(|word| word.end_ms));
}

/// The words of a call, each a cue of its own: each is a field of its own.
#[derive(Default)]
struct Joiner {
    cues: Vec<Cue>,
}

impl Joiner {
    /// Adds a word of the field at `path`; `glued` where no space stands before it.
    fn add(&mut self, spoken: &Spoken<'_>, glued: bool, path: &str, speaker: Option<&str>, channel: Option<u32>) {
        let glued = glued && !self.cues.is_empty();
        let Spoken { text, start_ms, end_ms } = *spoken;
        let (text, path, speaker) = (text.to_owned(), path.to_owned(), speaker.map(str::to_owned));
        self.cues.push(Cue { text, path, speaker, channel, start_ms, end_ms, glued, ..Cue::default() });
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Every shape has a fixture, and no fixture is taken for another shape.
    #[test]
    fn fixtures_are_told_apart() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/transcripts");
        let mut seen = BTreeSet::new();
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let Ok(value) = serde_json::from_slice::<Value>(&std::fs::read(&path).unwrap()) else { continue };
            let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
            let value = unsigned(&value).unwrap_or(value);
            let (.., shape) = find(inner(&value)).unwrap_or_else(|| panic!("{stem} is none"));
            let name = shape.name.replace([' ', '.'], "_");
            let first = stem.split('_').next().unwrap();
            assert!(name.contains(first.trim_end_matches('x')) || name.contains(&stem), "{stem} taken for {name}");
            seen.insert(shape.name);
        }
        let all: BTreeSet<_> = SHAPES.iter().map(|shape| shape.name).collect();
        assert_eq!(seen, all);
    }

    #[test]
    fn words_are_found_in_their_text() {
        let spoken = |text: &'static str, at| Spoken { text, start_ms: Some(at), end_ms: Some(at + 1) };
        let words = align(
            "Hi, it's 555 then.",
            [spoken("hi", 0), spoken("um", 1), spoken("555", 2), spoken("then.", 3)].into_iter(),
        );
        let read: Vec<_> = words.iter().map(|word| (word.span.start, word.start_ms)).collect();
        assert_eq!(read, [(0, 0), (9, 2), (13, 3)]);
    }
}
