//! Whisper and what is built on it: openai/whisper, its API's `verbose_json`, WhisperX, faster-whisper; whisper.cpp.

use super::{At, Heard, Shape, Spoken, elements, has_list, label, milliseconds, seconds, with_words};
use crate::fields::times;

/// `{"text", "segments": [{"start", "end", "text", "words": […]}], "language"}`.
pub(super) const WHISPER: Shape = Shape {
    name: "whisper",
    is: |value| {
        has_list(value, "segments", &["text"]) && (has_list(value, "segments", &["start"]) || !value["text"].is_null())
    },
    read: |at, heard| {
        for (segment, path) in elements(at, "segments") {
            heard.cue(segment, &path, "text", |cue| {
                (cue.start_ms, cue.end_ms) = (seconds(&segment["start"]), seconds(&segment["end"]));
                cue.speaker = label(&segment["speaker"]);
                let words = segment["words"].as_array().map(Vec::as_slice).unwrap_or_default();
                let spoken = |word| Spoken {
                    text: text_of(word),
                    start_ms: seconds(&word["start"]),
                    end_ms: seconds(&word["end"]),
                };
                with_words(cue, words.iter().map(spoken));
            });
            heard.skip_members(&path, &["words", "tokens", "speaker"]);
        }
        heard.skip_members(at.path, &["text", "words", "word_segments", "language"]);
    },
};

/// `{"result": {"language"}, "transcription": [{"timestamps", "offsets": {"from", "to"}, "text"}]}`.
pub(super) const CPP: Shape = Shape {
    name: "whisper.cpp",
    is: |value| {
        has_list(value, "transcription", &["text"])
            && (has_list(value, "transcription", &["offsets"]) || has_list(value, "transcription", &["timestamps"]))
    },
    read: |at: At<'_>, heard: &mut Heard| {
        for (segment, path) in elements(at, "transcription") {
            heard.cue(segment, &path, "text", |cue| {
                let clock = |name: &str| segment["timestamps"][name].as_str().and_then(times::clock);
                cue.start_ms = milliseconds(&segment["offsets"]["from"]).or_else(|| clock("from"));
                cue.end_ms = milliseconds(&segment["offsets"]["to"]).or_else(|| clock("to"));
                cue.speaker = label(&segment["speaker"]);
            });
            heard.skip_members(&path, &["timestamps", "offsets", "tokens", "speaker"]);
        }
        heard.skip_members(at.path, &["systeminfo", "model", "params", "result"]);
    },
};

fn text_of(word: &serde_json::Value) -> &str {
    word["word"].as_str().or_else(|| word["text"].as_str()).unwrap_or_default()
}
