//! Azure speech to text: batch transcription, and the fast transcription interface.

use serde_json::Value;

use super::{Shape, Spoken, elements, has_list, label, milliseconds, with_words};
use crate::fields::times;
use crate::fields::values::{element_path, member_path};

/// `{"combinedRecognizedPhrases": [{"channel", "lexical", "itn", "display"}], "recognizedPhrases": [{"nBest": […]}]}`.
pub(super) const BATCH: Shape = Shape {
    name: "azure batch",
    is: |value| value["recognizedPhrases"].is_array() || has_list(value, "combinedRecognizedPhrases", &["channel"]),
    read: |at, heard| {
        for (phrase, path) in elements(at, "recognizedPhrases") {
            let best = &phrase["nBest"][0];
            let path = element_path(&member_path(&path, "nBest"), 0);
            let form = form(best);
            heard.cue(best, &path, form, |cue| {
                cue.channel = super::channel(&phrase["channel"]);
                cue.speaker = label(&phrase["speaker"]);
                cue.start_ms = time(phrase, "offset");
                cue.end_ms = end(phrase, cue.start_ms);
                with_words(cue, best["words"].as_array().into_iter().flatten().map(word));
            });
        }
        let phrases = member_path(at.path, "recognizedPhrases");
        if heard.turns.cues.is_empty() {
            for (combined, path) in elements(at, "combinedRecognizedPhrases") {
                heard.cue(combined, &path, form(combined), |cue| cue.channel = super::channel(&combined["channel"]));
            }
        }
        heard.skip(phrases);
        heard.skip_members(at.path, &["combinedRecognizedPhrases", "duration", "durationInTicks"]);
    },
};

/// `{"durationMilliseconds", "combinedPhrases": [{"text"}], "phrases": [{"offsetMilliseconds", "text", "words"}]}`.
pub(super) const FAST: Shape = Shape {
    name: "azure fast",
    is: |value| value["combinedPhrases"].is_array(),
    read: |at, heard| {
        for (phrase, path) in elements(at, "phrases") {
            heard.cue(phrase, &path, "text", |cue| {
                cue.channel = super::channel(&phrase["channel"]);
                cue.speaker = label(&phrase["speaker"]);
                cue.start_ms = milliseconds(&phrase["offsetMilliseconds"]);
                cue.end_ms = end_ms(phrase);
                with_words(cue, phrase["words"].as_array().into_iter().flatten().map(milli_word));
            });
            heard.skip_members(&path, &["words", "locale"]);
        }
        if heard.turns.cues.is_empty() {
            for (combined, path) in elements(at, "combinedPhrases") {
                heard.cue(combined, &path, "text", |cue| cue.channel = super::channel(&combined["channel"]));
            }
        }
        heard.skip_members(at.path, &["combinedPhrases"]);
    },
};

/// The form that is read: the display form, unless it lost digits that the lexical one has in words.
fn form(value: &Value) -> &'static str {
    let forms = ["display", "itn", "lexical"];
    forms
        .into_iter()
        .find(|form| value[*form].as_str().is_some_and(|text| !text.trim().is_empty()))
        .unwrap_or("display")
}

/// `"PT1.5S"`, or ticks of 100 nanoseconds.
fn time(value: &Value, name: &str) -> Option<u64> {
    let ticks = || milliseconds(&value[format!("{name}InTicks")]).map(|ticks| ticks / 10_000);
    value[name].as_str().and_then(times::duration).or_else(ticks)
}

fn end(value: &Value, start: Option<u64>) -> Option<u64> {
    Some(start? + time(value, "duration")?)
}

fn end_ms(value: &Value) -> Option<u64> {
    Some(milliseconds(&value["offsetMilliseconds"])? + milliseconds(&value["durationMilliseconds"])?)
}

fn word(word: &Value) -> Spoken<'_> {
    let start_ms = time(word, "offset");
    Spoken { text: word["word"].as_str().unwrap_or_default(), start_ms, end_ms: end(word, start_ms) }
}

fn milli_word(word: &Value) -> Spoken<'_> {
    let text = word["text"].as_str().unwrap_or_default();
    Spoken { text, start_ms: milliseconds(&word["offsetMilliseconds"]), end_ms: end_ms(word) }
}
