//! One record of each of the cluster's other collections.

use super::Stage;
use super::entity::Entity;
use super::fields::{self, Desk};
use super::json::Line;
use super::money;
use super::names::{self, Case};
use super::people::Person;
use super::rng::Rng;
use super::short::Short;

/// A call, as a telephone exchange logs it: the number stands in four places, once with the name.
pub(super) fn call(stage: &mut Stage, out: &mut Vec<u8>) {
    let Stage { world, rng, scratch, gold, .. } = stage;
    let account = world.account_id(world.any_account(rng));
    let (caller, other) = (world.caller(rng), world.person(rng));
    let seconds = fields::moment(rng);
    let mut line = Line::hit(out, gold, "cdr-production", fields::opaque_id(rng).as_str());
    line.number("account_id", u64::from(account));
    line.text("uniqueid", unique_id(seconds, rng).as_str());
    line.marked("src", caller.phone().digits().as_str(), Entity::Phone);
    line.marked("dst", other.phone().digits().as_str(), Entity::Phone);
    clid(&mut line, scratch, &caller);
    line.text("calldate", fields::iso_time(seconds).as_str());
    let duration = rng.zipf(0, 11);
    line.number("duration", u64::from(duration));
    line.number("billsec", u64::from(duration.saturating_sub(rng.below(20))));
    line.text("disposition", rng.pick(&["ANSWERED", "NO ANSWER", "BUSY", "FAILED"]));
    line.text("channel", channel(rng).as_str());
    if rng.per_mille(300) {
        recording_file(&mut line, scratch, &caller, seconds);
    } else {
        line.text("recordingfile", "");
    }
    line.finish();
}

/// "1601301731.4211", as exchanges name calls
fn unique_id(seconds: u32, rng: &mut Rng) -> Short {
    let mut id = Short::new();
    id.push_number(seconds, 1);
    id.push(b'.');
    id.push_number(rng.range(100, 99_999), 1);
    id
}

/// "SIP/104-0000001a"
fn channel(rng: &mut Rng) -> Short {
    let mut out = Short::new();
    out.push_str("SIP/");
    out.push_number(rng.range(100, 199), 3);
    out.push_str("-0000");
    out.push_str(fields::hex(rng, 4).as_str());
    out
}

/// `"HASSETT, LORNE" <2125550142>`
fn clid(line: &mut Line, scratch: &mut String, caller: &Person) {
    scratch.clear();
    scratch.push('"');
    caller.caller_name(scratch);
    let name = 1..scratch.len();
    scratch.push_str("\" <");
    let number = scratch.len();
    let phone = caller.phone().digits();
    scratch.push_str(phone.as_str());
    scratch.push('>');
    line.text_with("clid", scratch, name.start, &scratch[name], Entity::Person);
    line.also("clid", scratch, number, phone.as_str(), Entity::Phone);
}

fn recording_file(line: &mut Line, scratch: &mut String, caller: &Person, seconds: u32) {
    scratch.clear();
    scratch.push_str("in-");
    let phone = caller.phone().digits();
    scratch.push_str(phone.as_str());
    scratch.push('-');
    scratch.push_str(fields::compact_time(seconds).as_str());
    scratch.push_str(".wav");
    line.text_with("recordingfile", scratch, 3, phone.as_str(), Entity::Phone);
}

/// A fax: its cover note is the only text.
pub(super) fn fax(stage: &mut Stage, out: &mut Vec<u8>) {
    let Stage { world, composer, rng, scratch, gold, rules, .. } = stage;
    let account = world.account_id(world.any_account(rng));
    let sender = world.caller(rng);
    let seconds = fields::moment(rng);
    composer.note(world, rng, sender);
    let mut line = Line::hit(out, gold, "fax-production", fields::opaque_id(rng).as_str());
    line.number("account_id", u64::from(account));
    line.marked("from", fields::e164(&sender).as_str(), Entity::Phone);
    let mut desk = Desk { composer, rng, scratch };
    desk.caller_name(&mut line, "from_name", &sender, rules.caller_kind);
    line.number("pages", u64::from(desk.rng.zipf(0, 5)));
    line.text("received", fields::iso_time(seconds).as_str());
    desk.scratch.clear();
    desk.scratch.push_str("s3://fax/");
    let start = desk.scratch.len();
    let phone = sender.phone().digits();
    if desk.rng.per_mille(100) {
        desk.scratch.push_str(phone.as_str());
        desk.scratch.push_str(".tif");
        line.text_with("file", desk.scratch, start, phone.as_str(), Entity::Phone);
    } else {
        desk.scratch.push_str(fields::hex(desk.rng, 20).as_str());
        desk.scratch.push_str(".tif");
        line.text("file", desk.scratch);
    }
    line.speech("note", &composer.speech);
    line.finish();
}

/// A text message; some carry a link that tells who it went to.
pub(super) fn message(stage: &mut Stage, out: &mut Vec<u8>) {
    let Stage { world, composer, rng, scratch, gold, .. } = stage;
    let account = world.account_id(world.any_account(rng));
    let (sender, receiver) = (world.caller(rng), world.person(rng));
    composer.note(world, rng, sender);
    let mut line = Line::hit(out, gold, "sms-production", fields::opaque_id(rng).as_str());
    line.number("account_id", u64::from(account));
    line.text("direction", rng.pick(&["in", "out"]));
    line.marked("from", fields::e164(&sender).as_str(), Entity::Phone);
    line.marked("to", fields::e164(&receiver).as_str(), Entity::Phone);
    line.text("sent", fields::iso_time(fields::moment(rng)).as_str());
    line.speech("body", &composer.speech);
    if rng.per_mille(60) {
        scratch.clear();
        scratch.push_str("https://track.example.net/o?u=");
        let start = scratch.len();
        receiver.email(scratch);
        line.text_with("link", scratch, start, &scratch[start..], Entity::Email);
    } else {
        line.literal("link", "null");
    }
    line.text("status", rng.pick(&["delivered", "sent", "failed"]));
    line.finish();
}

/// An entry of a customer's address book.
pub(super) fn contact(stage: &mut Stage, out: &mut Vec<u8>) {
    let Stage { world, composer, rng, scratch, gold, .. } = stage;
    let account = world.account_id(world.any_account(rng));
    let person = world.caller(rng);
    let mut line = Line::hit(out, gold, "contacts-production", fields::opaque_id(rng).as_str());
    line.number("account_id", u64::from(account));
    let mut desk = Desk { composer, rng, scratch };
    line.object("name");
    desk.given_name(&mut line, "given", &person);
    desk.surname(&mut line, "family", &person);
    line.close();
    line.array("phones");
    line.object("");
    line.text("type", desk.rng.pick(&["mobile", "home", "work"]));
    line.marked("number", person.phone().as_str(), Entity::Phone);
    line.close();
    line.close();
    line.array("emails");
    if desk.rng.per_mille(600) {
        desk.email(&mut line, "", &person);
    }
    line.close();
    birthday(&mut line, desk.rng);
    if desk.rng.per_mille(400) {
        let rank = names::rank(desk.rng);
        desk.firm(&mut line, "company", rank);
    } else {
        line.literal("company", "null");
    }
    desk.place(&mut line, ["city", "state"], &person, Case::Title);
    line.finish();
}

fn birthday(line: &mut Line, rng: &mut Rng) {
    if rng.per_mille(300) {
        line.marked("birthday", fields::iso_date(rng.below(15_000)).as_str(), Entity::DateOfBirth);
    } else {
        line.literal("birthday", "null");
    }
}

/// A desk phone. Addresses are those reserved for documentation (RFC 5737 and RFC 7042).
pub(super) fn device(stage: &mut Stage, out: &mut Vec<u8>) {
    let Stage { world, composer, rng, scratch, gold, .. } = stage;
    let account = world.account_id(world.any_account(rng));
    let user = world.person(rng);
    let mut line = Line::hit(out, gold, "devices-production", fields::opaque_id(rng).as_str());
    line.number("account_id", u64::from(account));
    line.marked("mac", mac_address(rng).as_str(), Entity::MacAddress);
    line.marked("ip", ip_address(rng).as_str(), Entity::IpAddress);
    line.text("model", rng.pick(&["T41", "T46", "VVX-300", "VVX-410", "SPA-504", "GXP-2160"]));
    line.text("firmware", rng.pick(&["5.4.0.10", "66.85.0.5", "7.6.2", "1.0.9.135"]));
    line.number("extension", u64::from(rng.range(100, 399)));
    let mut desk = Desk { composer, rng, scratch };
    desk.full_name(&mut line, "user", &user, Case::Title);
    line.text("last_seen", fields::iso_time(fields::moment(desk.rng)).as_str());
    line.literal("registered", if desk.rng.per_mille(800) { "true" } else { "false" });
    line.finish();
}

pub(super) fn mac_address(rng: &mut Rng) -> Short {
    let mut mac = Short::new();
    mac.push_str("00:00:5e:00:53:");
    mac.push_str(fields::hex(rng, 2).as_str());
    mac
}

pub(super) fn ip_address(rng: &mut Rng) -> Short {
    let mut ip = Short::new();
    ip.push_str(rng.pick(&["192.0.2.", "198.51.100.", "203.0.113."]));
    ip.push_number(rng.range(1, 254), 1);
    ip
}

/// How a customer pays.
pub(super) fn billing(stage: &mut Stage, out: &mut Vec<u8>) {
    let Stage { world, composer, rng, scratch, gold, .. } = stage;
    let account = world.account(world.any_account(rng));
    let payer = account.owner;
    let mut line = Line::hit(out, gold, "billing-production", fields::opaque_id(rng).as_str());
    line.number("account_id", u64::from(account.id));
    line.number("invoice", u64::from(rng.range(100_000, 999_999)));
    let mut desk = Desk { composer, rng, scratch };
    desk.full_name(&mut line, "billing_name", &payer, Case::Title);
    desk.email(&mut line, "billing_email", &payer);
    if desk.rng.per_mille(700) {
        card(&mut line, desk.rng);
    } else {
        bank(&mut line, desk.rng);
    }
    desk.street(&mut line, "street", &payer);
    line.marked("zip", payer.zip().as_str(), Entity::PostalCode);
    let mut amount = Short::new();
    let (dollars, cents) = (desk.rng.range(19, 2400), desk.rng.below(100));
    money::write_amount(&mut amount, dollars, cents);
    line.marked("amount_due", amount.as_str(), Entity::Money);
    line.text("due", fields::iso_date(desk.rng.range(18_200, 18_560)).as_str());
    line.finish();
}

fn card(line: &mut Line, rng: &mut Rng) {
    let card = money::card_number(rng, None);
    let last4 = card.as_str().len() - 4;
    line.object("card");
    line.text("brand", rng.pick(&["visa", "mastercard", "amex", "discover"]));
    line.marked("last4", &card.as_str()[last4..], Entity::CardLast4);
    let mut expiry = Short::new();
    expiry.push_number(rng.range(1, 12), 2);
    expiry.push(b'/');
    expiry.push_number(rng.range(21, 29), 2);
    line.marked("expiry", expiry.as_str(), Entity::CardExpiry);
    line.close();
}

fn bank(line: &mut Line, rng: &mut Rng) {
    line.object("bank");
    line.marked("routing_number", money::routing_number(rng).as_str(), Entity::Routing);
    let mut account = Short::new();
    account.push_number(rng.range(10_000_000, 4_000_000_000), 10);
    line.marked("account_number", account.as_str(), Entity::BankAccount);
    line.close();
}

/// How a mailbox is set up: its PIN, where its mail goes, whom it forwards to.
pub(super) fn settings(stage: &mut Stage, out: &mut Vec<u8>) {
    let Stage { world, composer, rng, scratch, gold, .. } = stage;
    let account = world.account(world.any_account(rng));
    let mut line = Line::hit(out, gold, "mailbox-settings", fields::opaque_id(rng).as_str());
    line.number("account_id", u64::from(account.id));
    line.text("mailbox", rng.pick(&["appointments", "billing", "personal", "sales", "front desk", "after hours"]));
    line.number("extension", u64::from(rng.range(100, 399)));
    let mut pin = Short::new();
    pin.push_number(rng.range(1000, 999_999), 4);
    line.marked("pin", pin.as_str(), Entity::Credential);
    let mut desk = Desk { composer, rng, scratch };
    desk.email(&mut line, "notify", &account.owner);
    if desk.rng.per_mille(350) {
        line.marked("forward_to", fields::e164(&account.owner).as_str(), Entity::Phone);
    } else {
        line.literal("forward_to", "null");
    }
    line.text(
        "timezone",
        desk.rng.pick(&["America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"]),
    );
    line.literal("transcribe", if desk.rng.per_mille(300) { "true" } else { "false" });
    line.finish();
}
