//! Values of structured fields, judged by the role that the field's name and content gave them.
//!
//! No speech machinery: a caller's name is a name because of its field, unless it is one of the fillers that telephone
//! networks put there. Paths, ids and URLs are looked through for written identifiers.

use super::identifiers::{Alphabet, Window, crypto_address, find_iban, is_bic};
use super::numbers::{Asked, propose, show};
use super::{Candidate, Reason, Scratch, email};
use crate::dictionary::{Lexicon, Meaning};
use crate::digits::Form;
use crate::entity::{EntityId, EntitySet, id};
use crate::fold;
use crate::span::Span;
use crate::utterance::{Role, Segment};
use crate::wordlist::{WordList, is_any};

/// Fewest digits of a telephone number in a field of its own: local numbers and short subscriber numbers.
const SHORTEST_PHONE: usize = 7;

/// Pushes what the value of a structured segment is. `bytes` is the arena its span counts in.
pub(crate) fn field_value(
    lexicon: &Lexicon,
    bytes: &[u8],
    segment: &Segment,
    number: u32,
    scratch: &mut Scratch,
    out: &mut Vec<Candidate>,
) {
    let value = segment.span.of(bytes);
    if value.is_empty() {
        return;
    }
    let whole = |entity, points, detector, why| field(segment, number, entity, points, detector, why);
    let from = out.len();
    match segment.role {
        Role::PersonName if is_person(lexicon, value) => {
            out.push(whole(id::PERSON, 75, "name/field", Reason::FIELD_NAME));
        }
        Role::Phone => phone(bytes, segment, number, out),
        Role::Place if has_letters(value, 2) => out.push(whole(id::LOCATION, 75, "place/field", Reason::FIELD_PLACE)),
        Role::Address if value.len() >= 5 => {
            out.push(whole(id::STREET_ADDRESS, 75, "address/field", Reason::FIELD_ADDRESS));
        }
        Role::PostalCode if value.len() >= 4 => {
            out.push(whole(id::POSTAL_CODE, 75, "postal/field", Reason::FIELD_POSTAL));
        }
        Role::BirthDate if value.len() >= 6 => {
            out.push(whole(id::DATE_OF_BIRTH, 85, "date/field", Reason::FIELD_BIRTH));
        }
        Role::Organisation if has_letters(value, 2) => {
            out.push(whole(id::ORGANIZATION, 75, "organisation/field", Reason::FIELD_ORGANISATION));
        }
        Role::Email | Role::Opaque => opaque(bytes, segment, number, scratch, out),
        Role::Number => named(bytes, segment, number, scratch, out),
        _ => {}
    }
    // A value that is not what its field is called may still hold a number or an address: "(212) 555-0142 ext 12".
    let looked_through = matches!(segment.role, Role::Email | Role::Opaque | Role::Number | Role::Date | Role::Mailbox);
    if out.len() == from && !looked_through {
        opaque(bytes, segment, number, scratch, out);
    }
}

fn field(
    segment: &Segment,
    number: u32,
    entity: EntityId,
    points: i16,
    detector: &'static str,
    why: Reason,
) -> Candidate {
    let mut candidate = Candidate::new(number, segment.span, entity, points, detector);
    candidate.form = Form::Field;
    candidate.evidence.push(why);
    candidate
}

fn has_letters(value: &[u8], least: usize) -> bool {
    value.iter().filter(|b| b.is_ascii_alphabetic() || **b >= 0x80).take(least).count() == least
}

/// Whether a name field holds a person: letters, no digits, no filler ("WIRELESS CALLER"), no place, no company word.
fn is_person(lexicon: &Lexicon, value: &[u8]) -> bool {
    if !has_letters(value, 2) || value.iter().any(u8::is_ascii_digit) {
        return false;
    }
    let mut words = 0;
    let mut last = &value[..0];
    for range in fold::words(value) {
        last = &value[range];
        words += 1;
        if is_company_or_filler(lexicon, last) {
            return false;
        }
    }
    // Caller names hold a town as often as a person: "TULSA OK".
    let town = words > 1 && last.len() == 2 && !value.contains(&b',') && lexicon.is_region(last);
    !town && !lexicon.whole(value).iter().copied().any(is_nobody)
}

/// Whether a value that means this as a whole is no person: a filler, or a place that is no ordinary word.
fn is_nobody(meaning: Meaning) -> bool {
    match meaning {
        Meaning::Ordinary => true,
        Meaning::Place(place) => !place.common,
        _ => false,
    }
}

fn is_company_or_filler(lexicon: &Lexicon, word: &[u8]) -> bool {
    let Some(entry) = lexicon.word(word) else { return false };
    let (mut nobody, mut name) = (false, false);
    for meaning in lexicon.meanings(entry) {
        nobody |= matches!(meaning, Meaning::Ordinary);
        nobody |= matches!(meaning, Meaning::Term(term) if term.entity == id::ORGANIZATION);
        name |= matches!(meaning, Meaning::Name(_));
    }
    nobody && !name
}

fn phone(bytes: &[u8], segment: &Segment, number: u32, out: &mut Vec<Candidate>) {
    let value = segment.span.of(bytes);
    let digits = value.iter().filter(|b| b.is_ascii_digit()).count();
    let letters = value.iter().any(u8::is_ascii_alphabetic);
    if !letters && (SHORTEST_PHONE..=15).contains(&digits) {
        let mut candidate = field(segment, number, id::PHONE_NUMBER, 75, "phone/field", Reason::FIELD_PHONE);
        let first = value.iter().find(|b| b.is_ascii_digit());
        candidate.placeholder = value.iter().filter(|b| b.is_ascii_digit()).all(|b| Some(b) == first);
        out.push(candidate);
    }
}

/// A number whose field names it: what a detector reads in it, else, on the field's word, the whole value.
fn named(bytes: &[u8], segment: &Segment, number: u32, scratch: &mut Scratch, out: &mut Vec<Candidate>) {
    let from = out.len();
    opaque(bytes, segment, number, scratch, out);
    let entity = EntityId(segment.hint);
    if segment.hint != Segment::NO_HINT && segment.span.len() as usize <= LONGEST_NAMED {
        code(bytes, segment, number, scratch, out);
    }
    let read = out[from..].iter().any(|candidate| candidate.entity == entity && candidate.points > 0);
    if segment.hint != Segment::NO_HINT && !read && is_plausible(segment.span.of(bytes), entity) {
        out.push(field(segment, number, entity, 60, "number/field", Reason::FIELD_NAMED));
    }
}

/// What stands in fields for secrets and user names and is none: `{"pin": "none"}`, `{"password": "reset"}`.
const FILLERS: WordList = WordList::new(&[
    "none",
    "null",
    "nil",
    "nan",
    "unknown",
    "yes",
    "no",
    "true",
    "false",
    "set",
    "unset",
    "reset",
    "changed",
    "expired",
    "failed",
    "success",
    "accepted",
    "denied",
    "required",
    "missing",
    "empty",
    "hidden",
    "redacted",
    "masked",
    "removed",
    "verified",
    "sent",
    "pending",
    "valid",
    "invalid",
    "enabled",
    "disabled",
    "active",
    "system",
    "admin",
    "guest",
    "anonymous",
    "ingen",
    "saknas",
    "okänt",
    "ja",
    "nej",
]);
/// Digits that a number has at least.
const FEWEST_DIGITS: usize = 2;

/// Whether a value could be what its field is called. Secrets and user names may be any word, banks have codes of letters
/// only; a `card` that is "visa" is no number.
fn is_plausible(value: &[u8], entity: EntityId) -> bool {
    let count = |is: fn(&u8) -> bool| value.iter().filter(|&byte| is(byte)).count();
    value.len() <= LONGEST_NAMED
        && count(u8::is_ascii_alphanumeric) >= 3
        && match entity {
            id::CREDENTIAL | id::USERNAME => !is_any(value, &FILLERS),
            id::SWIFT_BIC => is_bic(value),
            // Six pairs of letters, with marks between them or not.
            id::MAC_ADDRESS => count(u8::is_ascii_hexdigit) == 12,
            _ => count(u8::is_ascii_digit) >= FEWEST_DIGITS,
        }
}

/// Letters and digits as one code: `1EG4-TE5-MK73`.
fn code(bytes: &[u8], segment: &Segment, number: u32, scratch: &mut Scratch, out: &mut Vec<Candidate>) {
    let from = out.len();
    let Scratch { run, values, packs, .. } = scratch;
    run.read_code(bytes, segment.span);
    let letters = run.digits.iter().filter(|byte| byte.is_ascii_uppercase()).count();
    if letters > 0 && letters < run.digits.len() {
        let asked = Asked::new(number, hint(segment), *packs);
        show(&Window::new(run, 0, run.groups.len()), Alphabet::Codes, run, &asked, values, out);
        out[from..].iter_mut().for_each(|candidate| hinted(candidate, segment));
    }
}

/// A value longer than this is text, whatever its field is called.
const LONGEST_NAMED: usize = 48;

/// Looks for written identifiers in a path, an id, a URL or a number.
pub(super) fn opaque(bytes: &[u8], segment: &Segment, number: u32, scratch: &mut Scratch, out: &mut Vec<Candidate>) {
    let (start, end) = (segment.span.start as usize, segment.span.end as usize);
    let from = out.len();
    emails(bytes, segment, number, out);
    if !may_hold_number(&bytes[start..end]) {
        return;
    }
    let asked = Asked::new(number, hint(segment), scratch.packs);
    let (mut at, mut word_end) = (start, start);
    while let Some(digit) = bytes[at..end].iter().position(u8::is_ascii_digit) {
        let first = (at + digit) as u32;
        let iban = find_iban(bytes, segment.span, first, number);
        // One look at a word is enough: a hash has a dozen groups of digits.
        let address = || {
            let unseen = at + digit >= word_end;
            word_end = if unseen { end_of_word(&bytes[..end], at + digit) } else { word_end };
            unseen.then(|| crypto_address::find(bytes, segment.span, first, number)).flatten()
        };
        if let Some((candidate, end)) = iban.or_else(address) {
            out.push(candidate);
            at = end as usize;
            continue;
        }
        if let Some(length) = lone_group(&bytes[at + digit..end]) {
            at += digit + length;
            continue;
        }
        scratch.run.read(bytes, start, at + digit, end);
        at = scratch.run.span.end as usize;
        if scratch.run.digits.len() >= SHORTEST_PHONE {
            propose(&scratch.run, &asked, &mut scratch.values, out);
        }
    }
    for candidate in &mut out[from..] {
        hinted(candidate, segment);
    }
    // Of structured fields, unclaimed runs are only counted elsewhere: ids would drown the findings.
    let mut kept = from;
    for index in from..out.len() {
        out[kept] = out[index];
        kept += usize::from(out[index].entity != id::NUMBER_RUN);
    }
    out.truncate(kept);
}

/// Where the letters and digits end that byte `at` is one of.
fn end_of_word(bytes: &[u8], at: usize) -> usize {
    at + bytes[at..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count()
}

/// Whether there are digits enough for any number: nearly all ids and URLs end with this one pass over their bytes.
pub(super) fn may_hold_number(value: &[u8]) -> bool {
    let mut digits = 0u32;
    for &byte in value {
        digits += u32::from(byte.wrapping_sub(b'0') < 10);
    }
    digits >= SHORTEST_PHONE as u32
}

/// The length of the digits that `rest` begins with, if they are few and nothing that could go on with them follows: hashes
/// and ids are full of such, and a look at the next byte passes them over.
fn lone_group(rest: &[u8]) -> Option<usize> {
    let length = rest.iter().take_while(|b| b.is_ascii_digit()).count();
    let goes_on = matches!(rest.get(length), Some(b' ' | b'-' | b'.' | b'/' | b'(' | b')'));
    (length < SHORTEST_PHONE && !goes_on).then_some(length)
}

/// What the field's name speaks for.
fn hint(segment: &Segment) -> EntitySet {
    let mut set = EntitySet::EMPTY;
    if segment.hint != Segment::NO_HINT {
        set.insert(EntityId(segment.hint));
    }
    set
}

/// The field's own name is a cue: `ssn`, `card_number`.
fn hinted(candidate: &mut Candidate, segment: &Segment) {
    candidate.form = Form::Field;
    if segment.hint == candidate.entity.0 {
        candidate.needs_cue = false;
        candidate.add(40, Reason::FIELD_NAMED);
    } else if candidate.needs_cue {
        candidate.points = 0;
    }
}

fn emails(bytes: &[u8], segment: &Segment, number: u32, out: &mut Vec<Candidate>) {
    let span: Span = segment.span;
    for at in memchr::memchr_iter(b'@', span.of(bytes)) {
        email::find(bytes, span, span.start + at as u32, number, out);
    }
}
