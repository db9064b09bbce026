//! Telephone platforms: Genesys Cloud, Twilio Intelligence, RingCentral. (Twilio's transcriptions and those that copy them are
//! read field by field: they hold their text once.)

use super::{Shape, Spoken, elements, has_list, label, milliseconds, seconds, with_words};

/// Milliseconds that no call takes: a point in time.
const SINCE_1970: u64 = 100_000_000_000;

/// `{"transcripts": [{"phrases": [{"text", "decoratedText", "startTimeMs", "words", "participantPurpose"}]}]}`.
pub(super) const GENESYS: Shape = Shape {
    name: "genesys",
    is: |value| has_list(value, "transcripts", &["phrases"]),
    read: |at, heard| {
        for (transcript, path) in elements(at, "transcripts") {
            let inner = super::At { value: transcript, path: &path };
            // Since 1970, as the call's own beginning is.
            let began = milliseconds(&transcript["startTime"])
                .or_else(|| milliseconds(&at.value["startTime"]))
                .unwrap_or_default();
            let milliseconds = |value: &serde_json::Value| {
                milliseconds(value)
                    .map(|ms| if ms > SINCE_1970 && began > SINCE_1970 { ms.saturating_sub(began) } else { ms })
            };
            for (phrase, path) in elements(inner, "phrases") {
                let decorated = phrase["decoratedText"].as_str().is_some_and(|text| !text.trim().is_empty());
                let (form, words) = if decorated { ("decoratedText", "decoratedWords") } else { ("text", "words") };
                heard.cue(phrase, &path, form, |cue| {
                    cue.speaker = label(&phrase["participantPurpose"]);
                    cue.start_ms = milliseconds(&phrase["startTimeMs"]);
                    cue.end_ms = cue
                        .start_ms
                        .zip(milliseconds(&phrase["duration"]["milliseconds"]))
                        .map(|(start, length)| start + length);
                    let spoken = |word: &'_ serde_json::Value| {
                        let start_ms = milliseconds(&word["startTimeMs"]);
                        let end_ms = start_ms
                            .zip(milliseconds(&word["duration"]["milliseconds"]))
                            .map(|(start, length)| start + length);
                        (word["word"].as_str().unwrap_or_default().to_owned(), start_ms, end_ms)
                    };
                    let words: Vec<_> = phrase[words].as_array().into_iter().flatten().map(spoken).collect();
                    with_words(
                        cue,
                        words.iter().map(|(text, start_ms, end_ms)| Spoken {
                            text,
                            start_ms: *start_ms,
                            end_ms: *end_ms,
                        }),
                    );
                });
                heard.skip_members(
                    &path,
                    &["text", "decoratedText", "words", "decoratedWords", "alternatives", "participantPurpose"],
                );
            }
            heard.skip_members(&path, &["language", "features"]);
        }
    },
};

/// `{"sentences": [{"media_channel", "start_time", "end_time", "transcript"}]}`.
pub(super) const TWILIO_SENTENCES: Shape = Shape {
    name: "twilio intelligence",
    is: |value| has_list(value, "sentences", &["transcript", "media_channel"]),
    read: |at, heard| {
        for (sentence, path) in elements(at, "sentences") {
            heard.cue(sentence, &path, "transcript", |cue| {
                cue.channel = super::channel(&sentence["media_channel"]);
                (cue.start_ms, cue.end_ms) = (seconds(&sentence["start_time"]), seconds(&sentence["end_time"]));
            });
            heard.skip_members(&path, &["words"]);
        }
    },
};

/// `{"transcript", "words": […], "utterances": [{"text", "speakerId", "start", "end"}], "speakerCount"}`.
pub(super) const RINGCENTRAL: Shape = Shape {
    name: "ringcentral",
    is: |value| {
        has_list(value, "utterances", &["text"])
            && (has_list(value, "utterances", &["speakerId"])
                || !value["speakerCount"].is_null()
                || has_list(value, "utterances", &["speaker"]))
    },
    read: |at, heard| {
        for (utterance, path) in elements(at, "utterances") {
            heard.cue(utterance, &path, "text", |cue| {
                cue.speaker = label(&utterance["speakerId"]).or_else(|| label(&utterance["speaker"]));
                (cue.start_ms, cue.end_ms) = (seconds(&utterance["start"]), seconds(&utterance["end"]));
            });
            heard.skip_members(&path, &["words", "speakerId", "speaker"]);
        }
        heard.skip_members(at.path, &["transcript", "text", "words"]);
    },
};
