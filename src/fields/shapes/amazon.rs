//! Amazon Transcribe (batch), and Call Analytics or Connect Contact Lens.

use serde_json::Value;

use super::{At, Heard, Joiner, Shape, Spoken, elements, has_list, label, milliseconds, seconds, with_words};
use crate::fields::values::{element_path, member_path};

/// `{"jobName", "results": {"transcripts": [{"transcript"}], "items": […], "speaker_labels", "channel_labels"}}`.
pub(super) const TRANSCRIBE: Shape = Shape {
    name: "amazon transcribe",
    is: |value| {
        let results = &value["results"];
        has_list(results, "transcripts", &["transcript"]) || has_list(results, "items", &["alternatives"])
    },
    read: transcribe,
};

fn transcribe(at: At<'_>, heard: &mut Heard) {
    let path = member_path(at.path, "results");
    let results = At { value: &at.value["results"], path: &path };
    let items = member_path(&path, "items");
    let spoken = by_speaker(results);
    if spoken.iter().any(|cue| cue.speaker.is_some() || cue.channel.is_some())
        || results.value["transcripts"][0]["transcript"].is_null()
    {
        heard.turns.cues.extend(spoken);
    } else {
        // One speaker: the text as it was written, with the words' times.
        for (transcript, path) in elements(results, "transcripts") {
            heard.cue(transcript, &path, "transcript", |cue| {
                let words = results.value["items"].as_array().map(Vec::as_slice).unwrap_or_default();
                with_words(cue, words.iter().map(word));
            });
        }
    }
    heard.skip(items);
    heard.skip_members(
        &path,
        &["transcripts", "speaker_labels", "channel_labels", "audio_segments", "segments", "language_code"],
    );
    heard.skip_members(at.path, &["status", "jobName"]);
}

fn word(item: &Value) -> Spoken<'_> {
    Spoken {
        text: item["alternatives"][0]["content"].as_str().unwrap_or_default(),
        start_ms: seconds(&item["start_time"]),
        end_ms: seconds(&item["end_time"]),
    }
}

/// The items, by speaker, or by channel.
fn by_speaker(results: At<'_>) -> Vec<super::Cue> {
    let mut joiner = Joiner::default();
    let channels = member_path(results.path, "channel_labels");
    let channels = At { value: &results.value["channel_labels"], path: &channels };
    if channels.value["channels"].is_array() {
        // Items of a channel stand together; turns are made of when they were said.
        let mut all: Vec<(&Value, String, Option<u32>)> = Vec::new();
        for (channel, path) in elements(channels, "channels") {
            let number = super::channel(&channel["channel_label"]);
            for (index, item) in channel["items"].as_array().into_iter().flatten().enumerate() {
                all.push((item, element_path(&member_path(&path, "items"), index), number));
            }
        }
        let mut time = 0;
        let mut timed: Vec<(u64, _)> = all
            .into_iter()
            .map(|item| {
                time = seconds(&item.0["start_time"]).unwrap_or(time);
                (time, item)
            })
            .collect();
        timed.sort_by_key(|(time, _)| *time);
        for (_, (item, path, number)) in timed {
            add(&mut joiner, item, &path, None, number);
        }
        return joiner.cues;
    }
    let labels = segment_labels(results.value);
    let mut last = None;
    for (item, path) in elements(results, "items") {
        let speaker = label(&item["speaker_label"]);
        let speaker = speaker.or_else(|| item["start_time"].as_str().and_then(|start| labels.get(start).cloned()));
        // Punctuation has no speaker of its own.
        last = speaker.or(last);
        add(&mut joiner, item, &path, last.as_deref(), None);
    }
    joiner.cues
}

fn add(joiner: &mut Joiner, item: &Value, path: &str, speaker: Option<&str>, channel: Option<u32>) {
    let path = member_path(&element_path(&member_path(path, "alternatives"), 0), "content");
    joiner.add(&word(item), item["type"] == "punctuation", &path, speaker, channel);
}

/// Speakers by the time their words begin, as older results have them.
fn segment_labels(results: &Value) -> std::collections::HashMap<String, String> {
    let segments = results["speaker_labels"]["segments"].as_array().into_iter().flatten();
    let items = segments.flat_map(|segment| {
        segment["items"].as_array().into_iter().flatten().map(move |item| (item, &segment["speaker_label"]))
    });
    let pair = |(item, of): (&Value, &Value)| {
        Some((item["start_time"].as_str()?.to_owned(), label(&item["speaker_label"]).or_else(|| label(of))?))
    };
    items.filter_map(pair).collect()
}

/// `{"Transcript": [{"Content", "ParticipantRole", "BeginOffsetMillis", "EndOffsetMillis", "Items"}], …}`.
pub(super) const CALL_ANALYTICS: Shape = Shape {
    name: "amazon call analytics",
    is: |value| has_list(value, "Transcript", &["Content"]),
    read: |at, heard| {
        for (turn, path) in elements(at, "Transcript") {
            heard.cue(turn, &path, "Content", |cue| {
                cue.speaker = label(&turn["ParticipantRole"]).or_else(|| label(&turn["ParticipantId"]));
                (cue.start_ms, cue.end_ms) =
                    (milliseconds(&turn["BeginOffsetMillis"]), milliseconds(&turn["EndOffsetMillis"]));
                let items = turn["Items"].as_array().map(Vec::as_slice).unwrap_or_default();
                let spoken = milli_word;
                with_words(cue, items.iter().map(spoken));
            });
            heard.skip_members(
                &path,
                &[
                    "Items",
                    "Id",
                    "ParticipantRole",
                    "ParticipantId",
                    "Sentiment",
                    "LoudnessScores",
                    "IssuesDetected",
                    "OutcomesDetected",
                    "ActionItemsDetected",
                    "Redaction",
                ],
            );
        }
        heard.derive_members(&member_path(at.path, "ConversationCharacteristics"), &["ContactSummary"]);
        heard.derive_members(at.path, &["ContactSummary"]);
        heard.skip_members(at.path, &["Channel", "LanguageCode", "JobStatus", "ContentMetadata", "Version"]);
    },
};

fn milli_word(item: &Value) -> Spoken<'_> {
    Spoken {
        text: item["Content"].as_str().unwrap_or_default(),
        start_ms: milliseconds(&item["BeginOffsetMillis"]),
        end_ms: milliseconds(&item["EndOffsetMillis"]),
    }
}
