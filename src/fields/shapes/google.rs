//! Google Speech-to-Text, v1 and v2, alone or inside a long-running operation.

use serde_json::Value;

use super::{At, Heard, Joiner, Shape, Spoken, elements, label, with_words};
use crate::fields::times;
use crate::fields::values::{element_path, member_path};

/// `{"results": [{"alternatives": [{"transcript", "words": […]}], "channelTag", "resultEndTime"}]}`.
pub(super) const GOOGLE: Shape = Shape {
    name: "google",
    is: |value| {
        let first = &value["results"][0];
        let named =
            ["resultEndTime", "resultEndOffset", "channelTag", "languageCode"].iter().any(|key| !first[*key].is_null());
        let words = &first["alternatives"][0]["words"][0];
        let timed = !words["startTime"].is_null()
            || !words["startOffset"].is_null()
            || !words["endTime"].is_null()
            || !words["endOffset"].is_null();
        // Watson's alternatives look alike: it numbers its results.
        let plain = value["result_index"].is_null() && first["final"].is_null();
        first["alternatives"][0]["transcript"].is_string() && (named || timed || plain)
    },
    read: |at, heard| {
        let results: Vec<_> = elements(at, "results").collect();
        // With diarisation the last result repeats all words of the call, with their speakers.
        let tagged = |result: &Value| {
            ["speakerTag", "speakerLabel"].iter().any(|key| !result["alternatives"][0]["words"][0][*key].is_null())
        };
        let whole = results.last().filter(|(last, _)| {
            tagged(last) && (results.len() > 1 || !last["alternatives"][0]["transcript"].is_string() || tagged(last))
        });
        if let Some((last, path)) = whole {
            by_speaker(last, path, heard);
        } else {
            results.iter().for_each(|(result, path)| plain(result, path, heard));
        }
        for (_, path) in &results {
            heard.skip_members(path, &["alternatives", "languageCode", "resultEndTime", "resultEndOffset"]);
        }
    },
};

fn plain(result: &Value, path: &str, heard: &mut Heard) {
    let best = &result["alternatives"][0];
    let path = element_path(&member_path(path, "alternatives"), 0);
    heard.cue(best, &path, "transcript", |cue| {
        cue.channel = super::channel(&result["channelTag"]);
        with_words(cue, best["words"].as_array().into_iter().flatten().map(word));
        cue.end_ms = cue.end_ms.or_else(|| time(&result["resultEndTime"]).or_else(|| time(&result["resultEndOffset"])));
    });
}

fn by_speaker(result: &Value, path: &str, heard: &mut Heard) {
    let alternative = element_path(&member_path(path, "alternatives"), 0);
    let at = At { value: &result["alternatives"][0], path: &alternative };
    let mut joiner = Joiner::default();
    for (item, path) in elements(at, "words") {
        let speaker = label(&item["speakerLabel"]).or_else(|| label(&item["speakerTag"]));
        joiner.add(&word(item), false, &member_path(&path, "word"), speaker.as_deref(), None);
    }
    heard.turns.cues.extend(joiner.cues);
}

fn word(word: &Value) -> Spoken<'_> {
    let time = |a: &str, b: &str| time(&word[a]).or_else(|| time(&word[b]));
    // A time of zero is left out.
    let start_ms = time("startTime", "startOffset").or(Some(0));
    Spoken { text: word["word"].as_str().unwrap_or_default(), start_ms, end_ms: time("endTime", "endOffset") }
}

fn time(value: &Value) -> Option<u64> {
    match value {
        Value::String(text) => times::seconds(text),
        // As protocol buffers' JSON of older libraries has it.
        Value::Object(_) => {
            let part = |name: &str| super::milliseconds(&value[name]).unwrap_or_default();
            Some(part("seconds") * 1000 + part("nanos") / 1_000_000)
        }
        _ => None,
    }
}
