//! vCon (draft-ietf-vcon-vcon-core): conversations as they are handed on, with parties, dialog, and what others made of them.

use serde_json::Value;

use super::{At, Heard, Shape, elements};
use crate::fields::turns::Cue;
use crate::fields::values::member_path;

/// `{"vcon", "parties": […], "dialog": [{"type": "text", "body"}], "analysis": [{"type": "transcript", "body": {…}}]}`.
pub(super) const VCON: Shape = Shape {
    name: "vcon",
    is: |value| value["vcon"].is_string() && (value["parties"].is_array() || value["dialog"].is_array()),
    read: |at, heard| {
        for (dialog, path) in elements(at, "dialog") {
            read_dialog(at, dialog, &path, heard);
        }
        for (analysis, path) in elements(at, "analysis") {
            read_analysis(analysis, &path, heard);
        }
        heard.skip_members(at.path, &["vcon", "extensions", "critical", "must_support"]);
    },
};

fn read_dialog(at: At<'_>, dialog: &Value, path: &str, heard: &mut Heard) {
    heard.skip_members(path, &["content_hash", "signature", "alg", "mediatype", "mimetype", "encoding", "type"]);
    if dialog["type"] != "text" || !dialog["body"].is_string() || dialog["encoding"] == "base64url" {
        if dialog["type"] == "recording" {
            // Sound, in letters.
            heard.skip_members(path, &["body"]);
        }
        return;
    }
    let party =
        dialog["originator"].as_u64().or_else(|| dialog["parties"].as_u64()).or_else(|| dialog["parties"][0].as_u64());
    heard.cue(dialog, path, "body", |cue| {
        let party = party.map(|party| &at.value["parties"][party as usize]);
        cue.speaker = party
            .and_then(|party| super::label(&party["role"]).or_else(|| super::label(&party["name"])))
            .or(cue.speaker.take());
    });
}

fn read_analysis(analysis: &Value, path: &str, heard: &mut Heard) {
    heard.skip_members(
        path,
        &["vendor", "product", "schema", "mediatype", "mimetype", "encoding", "type", "content_hash"],
    );
    let body = member_path(path, "body");
    if analysis["type"] != "transcript" {
        heard.derive_members(path, &["body"]);
        return;
    }
    match &analysis["body"] {
        Value::String(text) => {
            // JSON in a string, or the words themselves.
            match serde_json::from_str::<Value>(text).ok().filter(Value::is_object) {
                Some(inner) => {
                    let mut inner_heard = Heard::default();
                    if super::read(At { value: &inner, path: &body }, &mut inner_heard) {
                        heard.turns.cues.extend(inner_heard.turns.cues);
                    } else {
                        heard.turns.cues.push(Cue { text: text.clone(), path: body.clone(), ..Cue::default() });
                    }
                }
                None => heard.turns.cues.push(Cue { text: text.clone(), path: body.clone(), ..Cue::default() }),
            }
            heard.skip(body);
        }
        inner @ Value::Object(_) => drop(super::read(At { value: inner, path: &body }, heard)),
        _ => {}
    }
}
