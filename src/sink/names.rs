//! Names of files, fields, ids and keys in outputs: as they are, or masked with a keyed hash where they hold data.

use std::borrow::Cow;

use super::key::Key;
use crate::scanner::Scanner;

/// A name that holds data, as outputs write it: equal names stay equal, and nothing of them can be read.
pub(crate) fn masked_name(key: &Key, raw: &[u8]) -> String {
    format!("masked:{}", key.fingerprint("NAME", raw).as_str())
}

/// A file's name or path: each part that holds data is masked, its ending stays.
pub(crate) fn quiet<'n>(scanner: &Scanner, key: &Key, name: &'n str) -> Cow<'n, str> {
    if !says_something(scanner, name) {
        return Cow::Borrowed(name);
    }
    let parts = name.split('/').map(|part| {
        if !says_something(scanner, part) {
            return part.to_owned();
        }
        let ending = part.rsplit_once('.').map(|(_, ending)| ending).filter(|ending| {
            ending.len() <= 5
                && ending.bytes().all(|b| b.is_ascii_alphanumeric())
                && !ending.bytes().all(|b| b.is_ascii_digit())
        });
        ending.map_or_else(
            || masked_name(key, part.as_bytes()),
            |ending| format!("{}.{ending}", masked_name(key, part.as_bytes())),
        )
    });
    Cow::Owned(parts.collect::<Vec<_>>().join("/"))
}

/// A part of a path in which a value was found: masked where it has as many digits as a number, or a bracket around a name.
pub(super) fn masked_part(key: &Key, part: &str) -> String {
    let digits = part.bytes().filter(u8::is_ascii_digit).count();
    let named = part.starts_with('[') || part.contains(" - ");
    if part.starts_with("masked:") || digits < 7 && !named {
        return part.to_owned();
    }
    let ending = part.rsplit_once('.').map(|(_, ending)| ending).filter(|ending| {
        (1..=4).contains(&ending.len())
            && ending.bytes().all(|b| b.is_ascii_alphanumeric())
            && !ending.bytes().all(|b| b.is_ascii_digit())
    });
    let masked = masked_name(key, part.as_bytes());
    ending.map_or(masked.clone(), |ending| format!("{masked}.{ending}"))
}

/// A field's path: names in it that hold data are masked. The result is the contents of a JSON string.
pub(crate) fn quiet_path<'p>(scanner: &Scanner, key: &Key, path: &'p str) -> Cow<'p, str> {
    // Names with spaces are looked at as text, which takes longer: people are keys of objects too.
    let plain = !path.contains(['"', '\\', ' ']) && !path.bytes().any(|b| b < 0x20);
    if plain && !scanner.holds_data(path.as_bytes()) {
        return Cow::Borrowed(path);
    }
    let mut quiet = String::with_capacity(path.len());
    let mut rest = path;
    while let Some(at) = rest.find("['") {
        let (before, name) = rest.split_at(at + 2);
        let (name, after) = name.split_at(name_length(name));
        quiet.push_str(before);
        let data = if name.contains(' ') { says_something(scanner, name) } else { scanner.holds_data(name.as_bytes()) };
        quiet.push_str(&if data { Cow::Owned(masked_name(key, name.as_bytes())) } else { Cow::Borrowed(name) });
        rest = after;
    }
    quiet.push_str(rest);
    let mut escaped = Vec::with_capacity(quiet.len());
    super::lines::escape(&mut escaped, &quiet);
    Cow::Owned(String::from_utf8_lossy(&escaped).into_owned())
}

/// The length of the name that `text` begins with, up to the quote that ends it in a normalized path.
fn name_length(text: &str) -> usize {
    let mut escaped = false;
    let ends = |byte: u8| {
        let end = byte == b'\'' && !escaped;
        escaped = byte == b'\\' && !escaped;
        end
    };
    text.bytes().position(ends).unwrap_or(text.len())
}

/// A name may hold a number or an address, or be words: people call files after people.
fn says_something(scanner: &Scanner, name: &str) -> bool {
    if Scanner::holds_identifier(name.as_bytes()) {
        return true;
    }
    let worded = name.bytes().any(|b| b.is_ascii_alphabetic() || b >= 0x80);
    let words = || -> String {
        name.chars().map(|c| if c.is_alphanumeric() || c == '@' || c == '.' { c } else { ' ' }).collect()
    };
    worded && scanner.scan(&words()).verdict().labels != 0
}
