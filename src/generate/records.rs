//! The three collections the program can write by themselves: voicemail, caller records and customers.

use super::Stage;
use super::entity::Entity;
use super::fields::{self, Desk};
use super::json::Line;
use super::names::Case;
use super::rng::Rng;
use super::short::Short;

/// A voicemail with its transcript.
pub(super) fn voicemail(stage: &mut Stage, out: &mut Vec<u8>) {
    let Stage { world, composer, rng, scratch, gold, rules, .. } = stage;
    let account = world.account_id(world.any_account(rng));
    let caller = world.caller(rng);
    let composed = composer.voicemail(world, rng, caller);
    let phone_in_id = rng.per_mille(5);
    let id = if phone_in_id { phone_id(&caller.phone(), rng) } else { fields::opaque_id(rng) };
    let seconds = fields::moment(rng);
    let mut line = Line::hit(out, gold, "voicemail-production", id.as_str());
    line.escapes = composed.escapes;
    if phone_in_id {
        line.mark_id(id.as_str(), 3, caller.phone().digits().as_str(), Entity::Phone);
    }
    line.number("account_id", u64::from(account));
    line.text("mailbox", composer.one_of(composed.mailbox, rng));
    line.marked("caller_id", fields::e164(&caller).as_str(), Entity::Phone);
    let mut desk = Desk { composer, rng, scratch };
    desk.caller_name(&mut line, "caller_name", &caller, rules.caller_kind);
    desk.place(&mut line, ["city", "state"], &caller, Case::Upper);
    line.text("received", fields::iso_time(seconds).as_str());
    line.number("duration", composer.speech.text.len() as u64 / 14 + u64::from(desk.rng.below(9)));
    desk.recording(&mut line, "recording", account, &caller, seconds);
    line.text("status", desk.rng.pick(&["new", "saved", "urgent", "deleted"]));
    line.speech("transcript", &composer.speech);
    line.finish();
}

/// "vm-2125550142-7f3a": an id made of the caller's number.
fn phone_id(phone: &Short, rng: &mut Rng) -> Short {
    let mut id = Short::new();
    id.push_str("vm-");
    id.push_str(phone.digits().as_str());
    id.push(b'-');
    id.push_str(fields::hex(rng, 6).as_str());
    id
}

/// Who called a customer, how often, first and last.
pub(super) fn caller(stage: &mut Stage, out: &mut Vec<u8>) {
    let Stage { world, composer, rng, scratch, gold, rules, .. } = stage;
    let account = world.account_id(world.any_account(rng));
    let caller = world.caller(rng);
    let last = fields::moment(rng);
    let mut line = Line::hit(out, gold, "callers-production", fields::opaque_id(rng).as_str());
    line.number("account_id", u64::from(account));
    line.marked("caller_id", fields::e164(&caller).as_str(), Entity::Phone);
    let mut desk = Desk { composer, rng, scratch };
    desk.caller_name(&mut line, "caller_name", &caller, rules.caller_kind);
    desk.place(&mut line, ["city", "state"], &caller, Case::Upper);
    line.text("last_seen", fields::iso_time(last).as_str());
    line.number("calls", u64::from(desk.rng.zipf(0, 8)));
    line.finish();
}

/// A business customer; the `index`-th of them, so that other collections' account ids lead here.
pub(super) fn customer(stage: &mut Stage, out: &mut Vec<u8>, index: u32) {
    let Stage { world, composer, rng, scratch, gold, .. } = stage;
    let account = world.account(index);
    let owner = account.owner;
    let mut line = Line::hit(out, gold, "people-production", fields::opaque_id(rng).as_str());
    line.number("account_id", u64::from(account.id));
    let mut desk = Desk { composer, rng, scratch };
    desk.firm(&mut line, "company", account.firm);
    desk.given_name(&mut line, "first_name", &owner);
    desk.surname(&mut line, "last_name", &owner);
    desk.email(&mut line, "email", &owner);
    line.marked("phone", owner.phone().as_str(), Entity::Phone);
    line.object("address");
    desk.street(&mut line, "street", &owner);
    desk.place(&mut line, ["city", "state"], &owner, Case::Title);
    line.marked("zip", owner.zip().as_str(), Entity::PostalCode);
    line.close();
    line.text("plan", desk.rng.pick(&["starter", "business-10", "business-20", "business-50", "enterprise"]));
    line.number("seats", u64::from(desk.rng.zipf(0, 7)));
    line.text("created", fields::iso_time(fields::moment(desk.rng)).as_str());
    line.literal("active", if desk.rng.per_mille(870) { "true" } else { "false" });
    line.finish();
}
