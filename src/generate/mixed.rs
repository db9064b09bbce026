//! Many record shapes in one stream, as dumps of several systems come: optional, null and nested fields, keys in any
//! order, numbers where texts are expected, hits and bare `--sourceOnly` objects. The flat shapes are here.

use super::Stage;
use super::compose::Composer;
use super::entity::Entity;
use super::fields::{self, Desk};
use super::gold::Gold;
use super::identifiers;
use super::json::Line;
use super::mixed_nested as nested;
use super::money;
use super::names::Case;
use super::people::{Person, World};
use super::rng::Rng;
use super::short::Short;

type Shape = fn(&mut Stage, &mut Vec<u8>);

/// All shapes; every one comes equally often, in random order.
pub(super) const SHAPES: [Shape; 20] = [
    voicemail,
    bare_voicemail,
    number_for_phone,
    dotted,
    payment,
    intake,
    counters,
    nothing,
    swedish,
    heartbeat,
    nested::conversation,
    nested::caller_object,
    nested::form,
    nested::thread,
    nested::audit,
    nested::phone_keys,
    nested::extended_json,
    nested::hit_fields,
    nested::ticket,
    nested::household,
];

/// A record of a random shape.
pub(super) fn record(stage: &mut Stage, out: &mut Vec<u8>) {
    let shape = stage.rng.below(SHAPES.len() as u32);
    SHAPES[shape as usize](stage, out);
}

/// The numbers below `N` in random order: the order of a record's keys.
pub(super) fn order<const N: usize>(rng: &mut Rng) -> [usize; N] {
    let mut order = std::array::from_fn(|i| i);
    for i in (1..N).rev() {
        order.swap(i, rng.below(i as u32 + 1) as usize);
    }
    order
}

/// A line that begins as a hit of `index`, or, half the time, as a bare source.
pub(super) fn hit_or_bare<'a>(
    out: &'a mut Vec<u8>,
    gold: &'a mut Gold,
    index: &'static str,
    rng: &mut Rng,
) -> Line<'a> {
    let id = fields::opaque_id(rng);
    if rng.per_mille(500) { Line::hit(out, gold, index, id.as_str()) } else { Line::new(out, gold) }
}

/// What most shapes need: somebody who calls, and a place to put values together.
pub(super) fn cast<'a>(
    world: &World,
    composer: &'a Composer,
    rng: &'a mut Rng,
    scratch: &'a mut String,
) -> (Person, Desk<'a>) {
    (world.caller(rng), Desk { composer, rng, scratch })
}

/// A voicemail whose keys come in any order, some of them missing or null.
fn voicemail(stage: &mut Stage, out: &mut Vec<u8>) {
    let Stage { world, composer, rng, scratch, gold, rules, .. } = stage;
    let caller = world.caller(rng);
    let composed = composer.voicemail(world, rng, caller);
    let mut line = hit_or_bare(out, gold, "vm-2020.09", rng);
    line.escapes = composed.escapes;
    let mut desk = Desk { composer, rng, scratch };
    for field in order::<7>(desk.rng) {
        match field {
            0 => line.speech("transcription", &composer.speech),
            1 => line.marked("from", fields::e164(&caller).as_str(), Entity::Phone),
            2 if desk.rng.per_mille(700) => desk.caller_name(&mut line, "cnam", &caller, rules.caller_kind),
            3 => line.text("box", composer.one_of(composed.mailbox, desk.rng)),
            4 if desk.rng.per_mille(500) => line.literal("folder", "null"),
            5 => line.number("ts", u64::from(fields::moment(desk.rng)) * 1000),
            6 if desk.rng.per_mille(400) => line.literal("confidence", "0.87"),
            _ => {}
        }
    }
    line.finish();
}

/// The least there can be: a number and what was said.
fn bare_voicemail(stage: &mut Stage, out: &mut Vec<u8>) {
    let Stage { world, composer, rng, gold, .. } = stage;
    let caller = world.caller(rng);
    let composed = composer.voicemail(world, rng, caller);
    let mut line = Line::new(out, gold);
    line.escapes = composed.escapes;
    line.marked("ani", caller.phone().digits().as_str(), Entity::Phone);
    line.speech("text", &composer.speech);
    line.finish();
}

/// Telephone numbers as JSON numbers.
fn number_for_phone(stage: &mut Stage, out: &mut Vec<u8>) {
    let Stage { world, composer, rng, scratch, gold, .. } = stage;
    let (caller, mut desk) = cast(world, composer, rng, scratch);
    let mut line = hit_or_bare(out, gold, "leads", desk.rng);
    for field in order::<6>(desk.rng) {
        match field {
            0 => line.marked_number("phone", caller.phone_number(), Entity::Phone),
            1 => desk.full_name(&mut line, "name", &caller, Case::Title),
            2 => line.number("zip_prefix", u64::from(caller.bits % 999)),
            3 if desk.rng.per_mille(500) => desk.email(&mut line, "mail", &caller),
            4 => line.number("score", u64::from(desk.rng.below(100))),
            5 => line.literal("converted", if desk.rng.per_mille(200) { "true" } else { "null" }),
            _ => {}
        }
    }
    line.finish();
}

/// Flattened keys with dots in them.
fn dotted(stage: &mut Stage, out: &mut Vec<u8>) {
    let Stage { world, composer, rng, scratch, gold, rules, .. } = stage;
    let (caller, mut desk) = cast(world, composer, rng, scratch);
    let mut line = hit_or_bare(out, gold, "calls-flat", desk.rng);
    for field in order::<6>(desk.rng) {
        match field {
            0 => desk.caller_name(&mut line, "caller.name", &caller, rules.caller_kind),
            1 => line.marked("caller.number", caller.phone().as_str(), Entity::Phone),
            2 => desk.place(&mut line, ["caller.geo.city", "caller.geo.state"], &caller, Case::Title),
            3 => line.text("call.start", fields::iso_time(fields::moment(desk.rng)).as_str()),
            4 => line.number("call.seconds", u64::from(desk.rng.zipf(0, 11))),
            _ => line.text("call.direction", desk.rng.pick(&["inbound", "outbound"])),
        }
    }
    line.finish();
}

/// A card payment.
fn payment(stage: &mut Stage, out: &mut Vec<u8>) {
    let Stage { world, composer, rng, scratch, gold, .. } = stage;
    let (payer, mut desk) = cast(world, composer, rng, scratch);
    let mut line = hit_or_bare(out, gold, "payments", desk.rng);
    for field in order::<6>(desk.rng) {
        match field {
            0 => {
                let separator = desk.rng.per_mille(300).then_some(b' ');
                line.marked("card_number", money::card_number(desk.rng, separator).as_str(), Entity::Card);
            }
            1 => desk.full_name(&mut line, "cardholder", &payer, Case::Upper),
            2 => line.literal("amount", "129.00"),
            3 if desk.rng.per_mille(400) => {
                let mut cvv = Short::new();
                cvv.push_number(desk.rng.range(1, 999), 3);
                line.marked("cvv", cvv.as_str(), Entity::CardCvv);
            }
            4 => line.text("currency", "USD"),
            5 if desk.rng.per_mille(300) => line.marked("iban", money::iban_number(desk.rng).as_str(), Entity::Iban),
            _ => line.text("method", "card"),
        }
    }
    line.finish();
}

/// A clinic's intake sheet.
fn intake(stage: &mut Stage, out: &mut Vec<u8>) {
    let Stage { world, composer, rng, scratch, gold, .. } = stage;
    let (patient, mut desk) = cast(world, composer, rng, scratch);
    let mut line = hit_or_bare(out, gold, "intake", desk.rng);
    for field in order::<6>(desk.rng) {
        match field {
            0 => line.marked("ssn", identifiers::social_security(desk.rng, Some(b'-')).as_str(), Entity::Ssn),
            1 => line.marked("dob", fields::iso_date(desk.rng.below(15_000)).as_str(), Entity::DateOfBirth),
            2 => {
                let mut mrn = Short::new();
                mrn.push_number(desk.rng.range(100_000, 9_999_999), 6);
                line.marked("mrn", mrn.as_str(), Entity::RecordNumber);
            }
            3 => desk.full_name(&mut line, "patient", &patient, Case::Title),
            4 if desk.rng.per_mille(600) => desk.street(&mut line, "address", &patient),
            5 => line.marked("phone", patient.phone().as_str(), Entity::Phone),
            _ => line.literal("address", "null"),
        }
    }
    line.finish();
}

/// Nothing about anybody.
fn counters(stage: &mut Stage, out: &mut Vec<u8>) {
    let Stage { rng, gold, .. } = stage;
    let mut line = hit_or_bare(out, gold, "metrics", rng);
    line.text("@timestamp", fields::iso_time(fields::moment(rng)).as_str());
    line.text("host", rng.pick(&["pbx-1", "pbx-2", "edge-3", "media-1"]));
    line.object("calls");
    line.number("active", u64::from(rng.below(400)));
    line.number("queued", u64::from(rng.below(40)));
    line.literal("mos", rng.pick(&["4.1", "3.9", "4.3", "2.7e0"]));
    line.close();
    line.literal("ok", "true");
    line.finish();
}

/// Objects with next to nothing in them.
fn nothing(stage: &mut Stage, out: &mut Vec<u8>) {
    let Stage { rng, gold, .. } = stage;
    let mut line = hit_or_bare(out, gold, "voicemail-archive", rng);
    for _ in 0..rng.below(2) {
        line.literal("transcript", "null");
        line.text("note", "");
        line.array("tags");
        line.close();
        line.object("meta");
        line.close();
    }
    line.finish();
}

/// A Swedish branch's customer: personal number and a mobile from the block reserved for fiction.
fn swedish(stage: &mut Stage, out: &mut Vec<u8>) {
    let Stage { world, composer, rng, scratch, gold, .. } = stage;
    let (person, mut desk) = cast(world, composer, rng, scratch);
    let mut line = hit_or_bare(out, gold, "kunder", desk.rng);
    desk.full_name(&mut line, "namn", &person, Case::Title);
    let mut phone = Short::new();
    phone.push_str(desk.rng.pick(&["070-174 06 ", "+46 70 174 06 "]));
    phone.push_number(desk.rng.range(5, 99), 2);
    line.marked("telefon", phone.as_str(), Entity::Phone);
    line.marked("personnummer", identifiers::personal_number(desk.rng).as_str(), Entity::Personnummer);
    line.literal("aktiv", "true");
    line.finish();
}

/// What a telephone tells its exchange.
fn heartbeat(stage: &mut Stage, out: &mut Vec<u8>) {
    let Stage { rng, gold, .. } = stage;
    let mut line = hit_or_bare(out, gold, "devices-raw", rng);
    line.marked("ip", super::cluster_shapes::ip_address(rng).as_str(), Entity::IpAddress);
    line.text("ua", rng.pick(&["Softphone/3.29.1 (Linux)", "Deskphone T46 66.85.0.5", "Mobile/1.0.9 (Android 9)"]));
    for field in order::<3>(rng) {
        match field {
            0 => line.number("uptime", u64::from(rng.zipf(0, 24))),
            1 => line.marked("mac", super::cluster_shapes::mac_address(rng).as_str(), Entity::MacAddress),
            _ => line.literal("battery", "null"),
        }
    }
    line.finish();
}
