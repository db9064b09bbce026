//! Deepgram, AssemblyAI, Speechmatics, Rev, IBM Watson and Vosk.

use serde_json::Value;

use super::{At, Heard, Joiner, Shape, Spoken, elements, has_list, label, milliseconds, seconds, with_words};
use crate::fields::values::{element_path, member_path};

/// `{"metadata", "results": {"channels": [{"alternatives": [{"transcript", "words", "paragraphs"}]}], "utterances"}}`.
pub(super) const DEEPGRAM: Shape = Shape {
    name: "deepgram",
    is: |value| {
        let of = |value: &Value| has_list(value, "channels", &["alternatives"]);
        of(&value["results"]) || of(value) && !value["channels"][0]["alternatives"][0]["transcript"].is_null()
    },
    read: |at, heard| {
        let path = if at.value["results"].is_null() { at.path.to_owned() } else { member_path(at.path, "results") };
        let results =
            At { value: if at.value["results"].is_null() { at.value } else { &at.value["results"] }, path: &path };
        let utterances = results.value["utterances"].as_array().is_some_and(|list| !list.is_empty());
        if utterances {
            for (utterance, path) in elements(results, "utterances") {
                heard.cue(utterance, &path, "transcript", |cue| {
                    cue.speaker = label(&utterance["speaker"]);
                    cue.channel = super::channel(&utterance["channel"]);
                    (cue.start_ms, cue.end_ms) = (seconds(&utterance["start"]), seconds(&utterance["end"]));
                    with_words(cue, deepgram_words(utterance));
                });
            }
        }
        for (number, (channel, path)) in elements(results, "channels").enumerate() {
            let alternatives = member_path(&path, "alternatives");
            let best = element_path(&alternatives, 0);
            if !utterances {
                deepgram_channel(At { value: &channel["alternatives"][0], path: &best }, number as u32, heard);
            }
            heard.derive_members(&best, &["summaries"]);
            heard.skip_members(&best, &["transcript", "words", "paragraphs"]);
            let others = channel["alternatives"].as_array().map_or(0, Vec::len);
            (1..others).for_each(|other| heard.skip(element_path(&alternatives, other)));
        }
        heard.derive_members(&path, &["summary", "topics", "intents", "sentiments"]);
        heard.skip_members(&path, &["utterances"]);
        heard.skip_members(&member_path(at.path, "metadata"), &["models", "model_info", "sha256"]);
    },
};

fn deepgram_words(of: &Value) -> impl Iterator<Item = Spoken<'_>> {
    let word = |word| Spoken { text: text_of(word), start_ms: seconds(&word["start"]), end_ms: seconds(&word["end"]) };
    of["words"].as_array().into_iter().flatten().map(word)
}

fn text_of(word: &Value) -> &str {
    ["punctuated_word", "word", "text"].iter().find_map(|name| word[*name].as_str()).unwrap_or_default()
}

/// One channel: by its words where they have speakers, else its transcript.
fn deepgram_channel(at: At<'_>, number: u32, heard: &mut Heard) {
    if has_list(at.value, "words", &["speaker"]) {
        let mut joiner = Joiner::default();
        for (word, path) in elements(at, "words") {
            let spoken =
                Spoken { text: text_of(word), start_ms: seconds(&word["start"]), end_ms: seconds(&word["end"]) };
            let name = if word["punctuated_word"].is_null() { "word" } else { "punctuated_word" };
            joiner.add(&spoken, false, &member_path(&path, name), label(&word["speaker"]).as_deref(), Some(number));
        }
        heard.turns.cues.extend(joiner.cues);
    } else {
        heard.cue(at.value, at.path, "transcript", |cue| {
            cue.channel = Some(number);
            with_words(cue, deepgram_words(at.value));
        });
    }
}

/// `{"audio_url", "status", "text", "words": [{"text", "start", "end"}], "utterances"}`, in integer milliseconds.
pub(super) const ASSEMBLY: Shape = Shape {
    name: "assemblyai",
    is: |value| {
        !value["audio_url"].is_null()
            && (value["words"].is_array() || value["utterances"].is_array() || value["text"].is_string())
    },
    read: |at, heard| {
        let words = |of: &Value| {
            let words: Vec<Value> = of["words"].as_array().cloned().unwrap_or_default();
            words
        };
        if at.value["utterances"].as_array().is_some_and(|list| !list.is_empty()) {
            for (utterance, path) in elements(at, "utterances") {
                heard.cue(utterance, &path, "text", |cue| {
                    cue.speaker = label(&utterance["speaker"]);
                    cue.channel = super::channel(&utterance["channel"]);
                    (cue.start_ms, cue.end_ms) = (milliseconds(&utterance["start"]), milliseconds(&utterance["end"]));
                    with_words(cue, words(utterance).iter().map(milli_word));
                });
                heard.skip_members(&path, &["words", "speaker"]);
            }
            heard.skip_members(at.path, &["text"]);
        } else {
            heard.cue(at.value, at.path, "text", |cue| with_words(cue, words(at.value).iter().map(milli_word)));
        }
        heard.derive_members(at.path, &["summary", "chapters", "iab_categories_result", "auto_highlights_result"]);
        heard.skip_members(
            at.path,
            &["words", "sentiment_analysis_results", "entities", "language_code", "status", "utterances"],
        );
    },
};

fn milli_word(word: &Value) -> Spoken<'_> {
    Spoken { text: text_of(word), start_ms: milliseconds(&word["start"]), end_ms: milliseconds(&word["end"]) }
}

/// json-v2: `{"results": [{"type": "word" | "punctuation", "start_time", "end_time", "alternatives": [{"content", "speaker"}]}]}`.
pub(super) const SPEECHMATICS: Shape = Shape {
    name: "speechmatics",
    is: |value| {
        has_list(value, "results", &["alternatives", "type"])
            && value["results"][0]["alternatives"][0]["content"].is_string()
    },
    read: |at, heard| {
        let mut joiner = Joiner::default();
        for (item, path) in elements(at, "results") {
            let best = &item["alternatives"][0];
            let spoken = Spoken {
                text: best["content"].as_str().unwrap_or_default(),
                start_ms: seconds(&item["start_time"]),
                end_ms: seconds(&item["end_time"]),
            };
            let path = member_path(&element_path(&member_path(&path, "alternatives"), 0), "content");
            let glued = item["type"] == "punctuation" && item["attaches_to"] != "none";
            joiner.add(&spoken, glued, &path, label(&best["speaker"]).as_deref(), super::channel(&item["channel"]));
        }
        heard.turns.cues.extend(joiner.cues);
        heard.derive_members(at.path, &["summary", "topics", "chapters"]);
        heard.skip_members(at.path, &["results", "format"]);
    },
};

/// `{"monologues": [{"speaker", "elements": [{"type": "text" | "punct", "value", "ts", "end_ts"}]}]}`.
pub(super) const REV: Shape = Shape {
    name: "rev",
    is: |value| has_list(value, "monologues", &["elements"]),
    read: |at, heard| {
        for (monologue, path) in elements(at, "monologues") {
            let mut joiner = Joiner::default();
            let inner = At { value: monologue, path: &path };
            for (element, path) in elements(inner, "elements") {
                let text = element["value"].as_str().unwrap_or_default();
                let spoken = Spoken { text, start_ms: seconds(&element["ts"]), end_ms: seconds(&element["end_ts"]) };
                // Spaces are elements too.
                joiner.add(&spoken, true, &member_path(&path, "value"), label(&monologue["speaker"]).as_deref(), None);
            }
            heard.turns.cues.extend(joiner.cues);
            heard.skip_members(&path, &["elements", "speaker"]);
        }
    },
};

/// `{"result_index", "results": [{"final", "alternatives": [{"transcript", "timestamps": [["hi", 0.1, 0.3]]}]}], "speaker_labels"}`.
pub(super) const WATSON: Shape = Shape {
    name: "watson",
    is: |value| value["results"][0]["alternatives"][0]["transcript"].is_string(),
    read: |at, heard| {
        let speakers: Vec<(u64, String)> = at.value["speaker_labels"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|label| Some((seconds(&label["from"])?, super::label(&label["speaker"])?)))
            .collect();
        for (result, path) in elements(at, "results") {
            let best = &result["alternatives"][0];
            let alternative = element_path(&member_path(&path, "alternatives"), 0);
            if speakers.is_empty() || !best["timestamps"].is_array() {
                heard.cue(best, &alternative, "transcript", |cue| {
                    with_words(cue, best["timestamps"].as_array().into_iter().flatten().map(watson_word));
                });
            } else {
                let mut joiner = Joiner::default();
                for (word, path) in elements(At { value: best, path: &alternative }, "timestamps") {
                    let spoken = watson_word(word);
                    let speaker = speakers
                        .iter()
                        .find(|(from, _)| Some(*from) == spoken.start_ms)
                        .map(|(_, speaker)| speaker.as_str());
                    joiner.add(&spoken, false, &element_path(&path, 0), speaker, None);
                }
                heard.turns.cues.extend(joiner.cues);
            }
            heard.skip_members(&path, &["alternatives", "word_alternatives", "keywords_result"]);
        }
        heard.skip_members(at.path, &["speaker_labels"]);
    },
};

fn watson_word(word: &Value) -> Spoken<'_> {
    Spoken { text: word[0].as_str().unwrap_or_default(), start_ms: seconds(&word[1]), end_ms: seconds(&word[2]) }
}

/// `{"result": [{"conf", "start", "end", "word"}], "text"}`.
pub(super) const VOSK: Shape = Shape {
    name: "vosk",
    is: |value| value["text"].is_string() && has_list(value, "result", &["word", "start"]),
    read: |at, heard| {
        heard.cue(at.value, at.path, "text", |cue| {
            let word =
                |word| Spoken { text: text_of(word), start_ms: seconds(&word["start"]), end_ms: seconds(&word["end"]) };
            with_words(cue, at.value["result"].as_array().into_iter().flatten().map(word));
        });
        heard.skip_members(at.path, &["result"]);
    },
};
