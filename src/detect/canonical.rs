//! The one form that all spellings of a value share.
//!
//! Fingerprints and counts of distinct values are made of it.
//!
//! | entity | form | example |
//! | --- | --- | --- |
//! | `US_SSN`, `CREDIT_CARD`, `BANK_ROUTING` | its digits | `536-90-4399` → `536904399` |
//! | `PHONE_NUMBER` | digits of ITU-T E.164 without the plus | `(212) 555-0142` → `12125550142`, `070-174 06 05` → `46701740605` |
//! | `SE_PERSONNUMMER` | ten digits, without the century | `19811228-9874` → `8112289874` |
//! | `CARD_EXPIRY` | month and year, two digits each | `4/2027` → `0427` |
//! | policies, claims, licences, plates, `VIN` and others that may have letters | letters and digits, upper case | `ho-448291` → `HO448291` |
//! | `MAC_ADDRESS` | hexadecimal digits, lower case | `00:00:5E:00:53:01` → `00005e005301` |
//! | `IBAN` | letters and digits, upper case | `gb29 nwbk …` → `GB29NWBK…` |
//! | `CRYPTO_ADDRESS` | as it is in base58, else lower case | `BC1QW508…` → `bc1qw508…` |
//! | `DATE_OF_BIRTH` | `YYYY-MM-DD`; if the text can mean several days, its numbers as written | `13 mars 1984` → `1984-03-13`, `3/4/84` → `03-04-84` |
//! | `MONEY` | its number, and its currency by ISO 4217 if it is said | `$1,234.50` → `1234.50 USD`, `500 kr` → `500 SEK` |
//! | `EMAIL_ADDRESS`, `IP_ADDRESS`, `URL` | lower case | `Anna@Example.ORG` → `anna@example.org` |
//! | `PERSON` | folded words; those behind a comma first | `HASSETT, LORNE` → `lorne hassett` |
//! | any other, and any without digits where they are asked for | folded words joined by one space | `Type-2  Diabetes` → `type 2 diabetes` |
//!
//! What is said in words comes here as it would be written: its detector keeps that (`Values`).

use super::identifiers::{Alphabet, COUNTRIES, IDENTIFIERS, Identifier, crypto_address};
use super::{dates, money};
use crate::digits::MOST_DIGITS;
use crate::entity::{EntityId, MOST_ENTITIES, id};
use crate::fold;

/// Appends the canonical form of `text`, found as `entity`. Allocates nothing but room in `out`.
pub(crate) fn canonical(entity: EntityId, text: &[u8], out: &mut Vec<u8>) {
    let before = out.len();
    match entity {
        id::PERSON => return person(text, out),
        id::EMAIL_ADDRESS | id::IP_ADDRESS | id::URL => return fold::fold_into(text, out),
        id::IBAN => out.extend(text.iter().filter(|byte| byte.is_ascii_alphanumeric()).map(u8::to_ascii_uppercase)),
        id::CRYPTO_ADDRESS => crypto_address::canonical(text, out),
        id::DATE_OF_BIRTH => dates::canonical(text, out),
        id::MONEY => money::canonical(text, out),
        id::MAC_ADDRESS => {
            out.extend(text.iter().filter(|byte| byte.is_ascii_hexdigit()).map(u8::to_ascii_lowercase));
        }
        _ => {
            if let Some(identifier) = identifier_for(entity, text) {
                characters(identifier, text, out);
            }
        }
    }
    if out.len() == before {
        fold::fold_words_into(text, before, out);
    }
}

/// What is known about `entity`, of the alphabet that `text` is written in: many numbers can have letters too.
fn identifier_for(entity: EntityId, text: &[u8]) -> Option<&'static Identifier> {
    let [any, code] = *OF_ENTITY.get(usize::from(entity.0))?;
    let is_code = || text.iter().any(u8::is_ascii_alphabetic);
    code.filter(|_| is_code()).or(any)
}

/// Of each entity the identifier that is listed first, and the first one of them that can have letters.
static OF_ENTITY: [[Option<&Identifier>; 2]; MOST_ENTITIES] = {
    let mut table = add([[None; 2]; MOST_ENTITIES], &IDENTIFIERS);
    let mut country = 0;
    while country < COUNTRIES.len() {
        table = add(table, COUNTRIES[country].1);
        country += 1;
    }
    table
};

type Table = [[Option<&'static Identifier>; 2]; MOST_ENTITIES];

const fn add(mut table: Table, identifiers: &[&'static Identifier]) -> Table {
    let mut index = 0;
    while index < identifiers.len() {
        let identifier = identifiers[index];
        let entry = &mut table[identifier.entity.0 as usize];
        if entry[0].is_none() {
            entry[0] = Some(identifier);
        }
        if entry[1].is_none() && matches!(identifier.alphabet, Alphabet::Codes) {
            entry[1] = Some(identifier);
        }
        index += 1;
    }
    table
}

/// The digits of `text`, a code's letters as capitals, and a `+` before them, in the identifier's own form.
fn characters(identifier: &Identifier, text: &[u8], out: &mut Vec<u8>) {
    let letters = identifier.alphabet == Alphabet::Codes;
    let mut kept = [0; MOST_DIGITS + 1];
    let mut length = 0;
    for byte in text.iter().map(u8::to_ascii_uppercase) {
        let plus = byte == b'+' && length == 0 && identifier.entity == id::PHONE_NUMBER;
        let wanted = byte.is_ascii_digit() || plus || letters && byte.is_ascii_uppercase();
        if wanted && length < kept.len() {
            kept[length] = byte;
            length += 1;
        }
    }
    if kept[..length].iter().any(u8::is_ascii_digit) {
        (identifier.canonical)(&kept[..length], out);
    }
}

fn person(text: &[u8], out: &mut Vec<u8>) {
    let before = out.len();
    let comma = memchr::memchr(b',', text).unwrap_or(text.len());
    let (last, first) = text.split_at(comma);
    fold::fold_words_into(first, before, out);
    fold::fold_words_into(last, before, out);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::entity::Catalogue;

    fn form(entity: EntityId, text: &str) -> String {
        let mut out = b"kept".to_vec();
        canonical(entity, text.as_bytes(), &mut out);
        String::from_utf8(out).unwrap().strip_prefix("kept").unwrap().to_owned()
    }

    #[test]
    fn the_table_holds() {
        for (entity, text, wanted) in [
            (id::US_SSN, "536-90-4399", "536904399"),
            (id::CREDIT_CARD, "4000 0012 3456 7899", "4000001234567899"),
            (id::BANK_ROUTING, "20-00-00", "200000"),
            (id::PHONE_NUMBER, "(212) 555-0142", "12125550142"),
            (id::PHONE_NUMBER, "070-174 06 05", "46701740605"),
            (id::PHONE_NUMBER, "+46 84 65 00 41", "4684650041"),
            (id::PHONE_NUMBER, "+", ""),
            (id::SE_PERSONNUMMER, "19811228-9874", "8112289874"),
            (id::IBAN, "gb29 nwbk 6016 1331 9268 19", "GB29NWBK60161331926819"),
            (id::CARD_EXPIRY, "4/2027", "0427"),
            (id::CRYPTO_ADDRESS, "3HmFndXZg3gqsoAb8B2vmLPMiiLo7P6291", "3HmFndXZg3gqsoAb8B2vmLPMiiLo7P6291"),
            (
                id::CRYPTO_ADDRESS,
                "0XD1220A0CF47C7B9BE7A2E6BA89F429762E7B9ADB",
                "0xd1220a0cf47c7b9be7a2e6ba89f429762e7b9adb",
            ),
            (id::POLICY_NUMBER, "ho-448291", "HO448291"),
            (id::UK_NINO, "ab 12 34 56 c", "AB123456"),
            (id::CA_OHIP, "5000-000-017-KV", "5000000017"),
            (id::ES_DNI, "13610572-t", "13610572T"),
            (id::SE_SAMORDNINGSNUMMER, "19701063-2391", "7010632391"),
            (id::POLICY_NUMBER, "71 4402 889-3", "7144028893"),
            (id::POLICY_NUMBER, "h o four four", "h o four four"),
            (id::LICENSE_PLATE, "abc 12d", "ABC12D"),
            (id::MAC_ADDRESS, "00:00:5E:00:53:01", "00005e005301"),
            (id::IP_ADDRESS, "2001:DB8::17", "2001:db8::17"),
            (id::URL, "Example.org/A", "example.org/a"),
            (id::DATE_OF_BIRTH, "13 mars 1984", "1984-03-13"),
            (id::DATE_OF_BIRTH, "3/4/84", "03-04-84"),
            (id::DATE_OF_BIRTH, "March third", "march third"),
            (id::EMAIL_ADDRESS, "Anna@Example.ORG", "anna@example.org"),
            (id::MONEY, "$1,234.50", "1234.50 USD"),
            (id::MONEY, "1 234,50 kr", "1234.50 SEK"),
            (id::MONEY, "£83,400", "83400 GBP"),
            (id::MONEY, "4500:-", "4500 SEK"),
            (id::MONEY, "187,000", "187000"),
            (id::MONEY, "fifty bucks", "fifty bucks"),
            (id::CONDITION, "Type-2  Diabetes", "type 2 diabetes"),
            (id::US_SSN, "five three six", "five three six"),
        ] {
            assert_eq!(form(entity, text), wanted, "{text}");
        }
    }

    #[test]
    fn a_name_is_one_in_either_order() {
        for text in ["HASSETT, LORNE", "Lorne Hassett", "lorne  hassett", "Hassett,Lorne"] {
            assert_eq!(form(id::PERSON, text), "lorne hassett", "{text}");
        }
        assert_eq!(form(id::PERSON, "ÅKESSON, Åsa-Britt"), "åsa britt åkesson");
        assert_eq!(form(id::PERSON, "Hassett,"), "hassett");
    }

    proptest! {
        #[test]
        fn no_bytes_panic_for_any_entity(text: Vec<u8>) {
            for (entity, _) in Catalogue::default().iter() {
                canonical(entity, &text, &mut Vec::new());
            }
        }

        #[test]
        fn a_form_of_words_is_its_own_form(text in "[A-Za-zÅÄÖåäö ,.'-]{0,30}") {
            let once = form(id::PERSON, &text);
            prop_assert_eq!(form(id::PERSON, &once), once);
        }
    }
}
