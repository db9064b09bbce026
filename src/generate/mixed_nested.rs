//! The record shapes of the mixed stream that have objects and arrays inside, values in keys, or JSON in a string.

use super::Stage;
use super::entity::Entity;
use super::fields::{self, Desk};
use super::identifiers;
use super::json::Line;
use super::mixed::{cast, hit_or_bare, order};
use super::names::{self, Case};
use super::short::Short;

/// A call between two people, turn by turn.
pub(super) fn conversation(stage: &mut Stage, out: &mut Vec<u8>) {
    let Stage { world, composer, rng, gold, .. } = stage;
    let caller = world.caller(rng);
    let raw = rng.per_mille(500);
    let mut line = hit_or_bare(out, gold, "conversations", rng);
    line.text("conversation_id", fields::hex(rng, 16).as_str());
    line.array("turns");
    for turn in 0..rng.range(2, 6) {
        composer.turn(world, rng, caller, raw);
        line.object("");
        line.text("speaker", if turn % 2 == 0 { "agent" } else { "caller" });
        line.number("start_ms", u64::from(turn) * 4000 + u64::from(rng.below(900)));
        line.speech("text", &composer.speech);
        line.close();
    }
    line.close();
    line.marked("caller_number", fields::e164(&caller).as_str(), Entity::Phone);
    line.finish();
}

/// The caller as an object of objects.
pub(super) fn caller_object(stage: &mut Stage, out: &mut Vec<u8>) {
    let Stage { world, composer, rng, scratch, gold, .. } = stage;
    let (caller, mut desk) = cast(world, composer, rng, scratch);
    let mut line = hit_or_bare(out, gold, "callers-v2", desk.rng);
    line.object("caller");
    for field in order::<3>(desk.rng) {
        match field {
            0 => {
                line.object("name");
                desk.given_name(&mut line, "first", &caller);
                desk.surname(&mut line, "last", &caller);
                line.close();
            }
            1 => line.marked_number("number", caller.phone_number(), Entity::Phone),
            _ => {
                line.object("location");
                desk.place(&mut line, ["city", "state"], &caller, Case::Title);
                line.close();
            }
        }
    }
    line.close();
    line.number("count", u64::from(desk.rng.zipf(0, 9)));
    line.finish();
}

/// A web form: labels and values in a list.
pub(super) fn form(stage: &mut Stage, out: &mut Vec<u8>) {
    let Stage { world, composer, rng, scratch, gold, .. } = stage;
    let (person, mut desk) = cast(world, composer, rng, scratch);
    let mut line = hit_or_bare(out, gold, "form-submissions", desk.rng);
    line.text("form", desk.rng.pick(&["contact us", "new patient", "quote request"]));
    line.array("fields");
    for field in order::<4>(desk.rng) {
        line.object("");
        line.text("label", ["Full name", "Email", "Phone", "How did you hear of us?"][field]);
        match field {
            0 => desk.full_name(&mut line, "value", &person, Case::Title),
            1 => desk.email(&mut line, "value", &person),
            2 => line.marked("value", person.phone().as_str(), Entity::Phone),
            _ => line.literal("value", "null"),
        }
        line.close();
    }
    line.close();
    line.finish();
}

/// A thread of text messages, its people in one array and its texts in another.
pub(super) fn thread(stage: &mut Stage, out: &mut Vec<u8>) {
    let Stage { world, composer, rng, gold, .. } = stage;
    let people = [world.caller(rng), world.person(rng)];
    let mut line = hit_or_bare(out, gold, "threads", rng);
    line.array("members");
    for person in &people {
        line.marked("", fields::e164(person).as_str(), Entity::Phone);
    }
    line.close();
    line.array("messages");
    for _ in 0..rng.range(1, 4) {
        composer.note(world, rng, people[0]);
        line.speech("", &composer.speech);
    }
    line.close();
    line.finish();
}

/// A log line whose payload is JSON inside a string.
pub(super) fn audit(stage: &mut Stage, out: &mut Vec<u8>) {
    let Stage { world, rng, scratch, gold, .. } = stage;
    let person = world.caller(rng);
    let mut line = hit_or_bare(out, gold, "audit-2020.09", rng);
    line.text("@timestamp", fields::iso_time(fields::moment(rng)).as_str());
    line.text("action", rng.pick(&["mailbox.open", "user.update", "export.run"]));
    scratch.clear();
    scratch.push_str("{\"user\":\"");
    let name = scratch.len();
    person.full_name(scratch, Case::Title);
    let name = name..scratch.len();
    scratch.push_str("\",\"phone\":\"");
    let number = scratch.len();
    let phone = person.phone();
    scratch.push_str(phone.as_str());
    scratch.push_str("\",\"ok\":true}");
    line.text_with("payload", scratch, name.start, &scratch[name], Entity::Person);
    line.also("payload", scratch, number, phone.as_str(), Entity::Phone);
    line.literal("level", "6");
    line.finish();
}

/// A map from telephone numbers to names: the keys themselves are personal data.
pub(super) fn phone_keys(stage: &mut Stage, out: &mut Vec<u8>) {
    let Stage { world, rng, scratch, gold, .. } = stage;
    let mut line = hit_or_bare(out, gold, "speed-dial", rng);
    line.object("contacts");
    for _ in 0..rng.range(1, 3) {
        let person = world.caller(rng);
        scratch.clear();
        person.full_name(scratch, Case::Title);
        line.text_under(person.phone().digits().as_str(), Entity::Phone, scratch, Entity::Person);
    }
    line.close();
    line.number("version", 2);
    line.finish();
}

/// `MongoDB`'s extended JSON, ids and numbers wrapped.
pub(super) fn extended_json(stage: &mut Stage, out: &mut Vec<u8>) {
    let Stage { world, composer, rng, scratch, gold, .. } = stage;
    let (person, mut desk) = cast(world, composer, rng, scratch);
    let mut line = Line::new(out, gold);
    line.object("_id");
    line.text("$oid", fields::hex(desk.rng, 24).as_str());
    line.close();
    desk.full_name(&mut line, "fullName", &person, Case::Title);
    line.object("phone");
    line.marked("$numberLong", person.phone().digits().as_str(), Entity::Phone);
    line.close();
    line.object("createdAt");
    line.text("$date", fields::iso_time(fields::moment(desk.rng)).as_str());
    line.close();
    line.finish();
}

/// A hit with `fields` instead of a source: every value in an array.
pub(super) fn hit_fields(stage: &mut Stage, out: &mut Vec<u8>) {
    let Stage { world, composer, rng, scratch, gold, .. } = stage;
    let (caller, mut desk) = cast(world, composer, rng, scratch);
    let id = fields::opaque_id(desk.rng);
    gold.set_record(id.as_str(), "callers-fields");
    let mut line = Line::new(out, gold);
    line.text("_index", "callers-fields");
    line.text("_id", id.as_str());
    line.literal("_score", "null");
    line.object("fields");
    line.array("caller_name");
    desk.full_name(&mut line, "", &caller, Case::Upper);
    line.close();
    line.array("caller_id");
    line.marked("", fields::e164(&caller).as_str(), Entity::Phone);
    line.close();
    line.close();
    line.array("sort");
    line.number("", u64::from(fields::moment(desk.rng)) * 1000);
    line.close();
    line.finish();
}

/// A support ticket: a subject, a text and tags, assigned or not.
pub(super) fn ticket(stage: &mut Stage, out: &mut Vec<u8>) {
    let Stage { world, composer, rng, scratch, gold, .. } = stage;
    let person = world.caller(rng);
    composer.note(world, rng, person);
    let mut line = hit_or_bare(out, gold, "tickets", rng);
    let mut desk = Desk { composer, rng, scratch };
    for field in order::<6>(desk.rng) {
        match field {
            0 => line.number("ticket", u64::from(desk.rng.range(1000, 99_999))),
            1 => line.speech("description", &composer.speech),
            2 => desk.email(&mut line, "requester", &person),
            3 => {
                line.array("tags");
                for _ in 0..desk.rng.below(4) {
                    line.text("", desk.rng.pick(&["voicemail", "urgent", "porting", "fax", "billing"]));
                }
                line.close();
            }
            4 => line.literal("assignee", "null"),
            _ => line.text("state", desk.rng.pick(&["open", "pending", "solved"])),
        }
    }
    line.finish();
}

/// Members of a household, three levels deep.
pub(super) fn household(stage: &mut Stage, out: &mut Vec<u8>) {
    let Stage { world, composer, rng, scratch, gold, .. } = stage;
    let (head, mut desk) = cast(world, composer, rng, scratch);
    let mut line = hit_or_bare(out, gold, "households", desk.rng);
    line.object("home");
    desk.street(&mut line, "street", &head);
    desk.place(&mut line, ["city", "state"], &head, Case::Title);
    let mut zip = Short::new();
    zip.push_str(head.zip().as_str());
    line.marked("zip", zip.as_str(), Entity::PostalCode);
    line.array("members");
    for member in 0..desk.rng.range(1, 4) {
        line.object("");
        desk.scratch.clear();
        names::surname(desk.scratch, head.surname, Case::Title);
        line.marked("surname", desk.scratch, Entity::Person);
        line.marked("given", world.given_name(desk.rng), Entity::Person);
        line.marked("born", fields::iso_date(desk.rng.below(17_000)).as_str(), Entity::DateOfBirth);
        if member == 0 && desk.rng.per_mille(300) {
            line.marked("ssn", identifiers::social_security(desk.rng, Some(b'-')).as_str(), Entity::Ssn);
        }
        line.close();
    }
    line.close();
    line.close();
    line.finish();
}
