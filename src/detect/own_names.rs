//! Names that are no text but say something all the same: ids, keys, tenants, parts of paths. One that holds somebody's data is
//! masked in every output.

use super::Scratch;
use super::fields::{may_hold_number, opaque};
use crate::dictionary::{Lexicon, Name};
use crate::entity::id;
use crate::fold::{self, WORD};
use crate::span::Span;
use crate::utterance::{Role, Segment};

/// Whether `name`, no text but an id or a key, holds an address or digits that are somebody's number by shape or checksum.
pub(crate) fn holds_identifier(name: &[u8]) -> bool {
    if holds_address(name) {
        return true;
    }
    if !may_hold_number(name) {
        return false;
    }
    let whole = Span::new(0, name.len() as u32);
    let segment = Segment { role: Role::Opaque, span: whole, field: 0, hint: Segment::NO_HINT };
    let mut found = Vec::new();
    opaque(name, &segment, 0, &mut Scratch::default(), &mut found);
    // A giro number is a company's, and a hyphen with a check digit that one id in ten passes.
    let giro = |entity| matches!(entity, id::SE_BANKGIRO | id::SE_PLUSGIRO);
    found.iter().any(|candidate| candidate.points >= NAMED_POINTS && !giro(candidate.entity))
}

/// The points of a number that is worth masking in a name: bare digits that are a valid
/// telephone number are enough, with other digits beside them too (`vm-2125550142-166440`).
const NAMED_POINTS: i16 = 15;

/// Whether letters or digits stand on both sides of an `@`: in `vm-anna@example.com-17` the host has no end of its own.
fn holds_address(name: &[u8]) -> bool {
    let is_word = |at: usize| name.get(at).is_some_and(|&byte| fold::class(byte) & WORD != 0);
    memchr::memchr_iter(b'@', name).any(|at| at > 0 && is_word(at - 1) && is_word(at + 1))
}

/// Fewest letters of a first or last name that counts here: "al" and "bo" are parts of many ids.
const SHORTEST_NAME: usize = 3;

/// Whether `name` holds a first and a last name side by side, in either order: `wilson-james-17`. Names that are ordinary words
/// too are none.
pub(crate) fn holds_full_name(lexicon: &Lexicon, name: &[u8]) -> bool {
    // Most ids are one word of random characters.
    if name.iter().all(u8::is_ascii_alphanumeric) {
        return false;
    }
    let known = |word: &[u8]| {
        // Most words of ids hold a digit, which is seen sooner than that no list has them.
        let lettered = word.len() >= SHORTEST_NAME && !word.iter().any(u8::is_ascii_digit);
        lettered.then(|| lexicon.name(word)).flatten().filter(|known| !known.common)
    };
    let mut before: Option<Name> = None;
    fold::words(name).any(|range| {
        let here = known(&name[range]);
        let pair = before.zip(here).is_some_and(|(a, b)| a.first && b.last || a.last && b.first);
        before = here;
        pair
    })
}

#[cfg(test)]
mod tests {
    use crate::scanner::Scanner;

    #[test]
    fn full_names_are_told_from_other_words() {
        let scanner = Scanner::builder().build().unwrap();
        for name in ["wilson-james-17", "vm_James.Wilson", "calls/anna andersson", "ANDERSSON_ANNA"] {
            assert!(scanner.holds_data(name.as_bytes()), "{name}");
        }
        for name in [
            "voicemail-production",
            "annaandersson",
            "vm-17-2020-09-28",
            "LesO_eDGAij09oZBgGHR",
            "first_name.last_name",
            "may-will-grace",
            "wilson-17-james",
            "",
        ] {
            assert!(!scanner.holds_data(name.as_bytes()), "{name}");
        }
    }
}
