//! Words that stand for the characters of an address: "jane dot doe", "j smith forty two", "g mail dot com".

use super::Passage;
use crate::dictionary::Numeral;
use crate::wordlist::{AnyOf, is_any};

/// Domains that people say without "dot com".
const PROVIDERS: [&str; 18] = [
    "gmail",
    "yahoo",
    "hotmail",
    "outlook",
    "aol",
    "icloud",
    "comcast",
    "att",
    "verizon",
    "msn",
    "protonmail",
    "ymail",
    "sbcglobal",
    "bellsouth",
    "btinternet",
    "telia",
    "bredband",
    "live",
];

/// Top-level domains that callers say.
const TOP_LEVEL: [&str; 38] = [
    "com", "net", "org", "edu", "gov", "mil", "info", "biz", "io", "ai", "co", "us", "uk", "ca", "ie", "au", "nz",
    "se", "nu", "no", "dk", "fi", "de", "fr", "es", "it", "nl", "be", "ch", "at", "eu", "me", "tv", "sm", "pl", "in",
    "app", "health",
];

/// The most words of one label ("winn dixie", "a b c").
const MOST_WORDS: usize = 14;

/// What a word is in a spoken address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    Connector(u8),
    Letter(u8),
    /// Decimal digits of a number word, or digits as written.
    Number,
    /// "all lower case", "one word": about the address, not in it.
    Aside,
    Word,
}

/// What word `index` is in an address; `None` where no word of the passage is.
pub(super) fn said(passage: &Passage<'_>, index: usize) -> Option<Said> {
    let (_, word) = passage.word(index)?;
    let is = |words: &dyn AnyOf| is_any(word, words);
    Some(if is(&["dot", "period", "point", "punkt"]) {
        Said::Connector(b'.')
    } else if is(&["underscore", "understreck"]) {
        Said::Connector(b'_')
    } else if is(&["dash", "hyphen", "minus", "bindestreck", "streck"]) {
        Said::Connector(b'-')
    } else if is(&["plus"]) {
        Said::Connector(b'+')
    } else if let [letter] = word
        && letter.is_ascii_alphabetic()
    {
        Said::Letter(letter.to_ascii_lowercase())
    } else if is_aside(passage, index, word) {
        Said::Aside
    } else if word.iter().all(u8::is_ascii_digit) || number(passage, index).is_some() {
        Said::Number
    } else {
        Said::Word
    })
}

/// Whether a word says how the address is written: "all lower case", "all one word", "no spaces", "capital".
fn is_aside(passage: &Passage<'_>, index: usize, word: &[u8]) -> bool {
    let is = |words: &dyn AnyOf| is_any(word, words);
    let next = |wanted: &str| passage.is_at(index + 1, &[wanted]);
    is(&["lower", "lowercase", "uppercase", "capital", "case", "spaces", "gemener"])
        || is(&["all"]) && (next("lower") || next("one") || next("lowercase"))
        || is(&["one"]) && next("word")
        || is(&["word"])
        || is(&["no"]) && next("spaces")
}

/// The value of a number word below a hundred.
fn number(passage: &Passage<'_>, index: usize) -> Option<u8> {
    let (_, word) = passage.word(index)?;
    match passage.lexicon.numbers.get(word)? {
        Numeral::Zero | Numeral::SoftZero => Some(0),
        Numeral::Unit(value) | Numeral::Teen(value) | Numeral::Tens(value) => Some(value),
        _ => None,
    }
}

/// Appends the characters that words `first..end` stand for.
pub(super) fn render(passage: &Passage<'_>, first: usize, end: usize, out: &mut Vec<u8>) {
    let mut index = first;
    while index < end {
        let Some((_, word)) = passage.word(index) else { return };
        match said(passage, index) {
            Some(Said::Connector(mark)) => out.push(mark),
            Some(Said::Letter(letter)) => out.push(letter),
            Some(Said::Aside) => {}
            Some(Said::Number) if !word.iter().all(u8::is_ascii_digit) => {
                let mut value = number(passage, index).unwrap_or_default();
                let unit = number(passage, index + 1).filter(|unit| index + 1 < end && (1..10).contains(unit));
                if let Some(unit) = unit.filter(|_| value >= 20) {
                    value += unit;
                    index += 1;
                }
                out.extend_from_slice(value.to_string().as_bytes());
            }
            _ => crate::fold::fold_into(word, out),
        }
        index += 1;
    }
}

/// Whether nothing but a space or a hyphen stands before word `index`.
pub(super) fn is_close(passage: &Passage<'_>, index: usize) -> bool {
    matches!(passage.gap(index), Some(b" " | b"-"))
}

/// A domain said from word `first` on: its characters are appended, and the word after it is returned, with whether it is
/// a known provider's.
pub(super) fn domain(passage: &Passage<'_>, first: usize, out: &mut Vec<u8>) -> Option<(usize, bool)> {
    let start = out.len();
    let mut label = out.len();
    let mut index = first;
    while index < first + MOST_WORDS && (index == first || is_close(passage, index)) {
        let said = said(passage, index)?;
        if said == Said::Connector(b'.') {
            (out.len() > label).then(|| out.push(b'.'))?;
            label = out.len();
            index += 1;
            if let Some(end) = top_level(passage, index, out) {
                return Some((end, is_provider(&out[start..])));
            }
            continue;
        }
        if said == Said::Word && passage.word(index).is_some_and(|(_, word)| passage.lexicon.is_function_word(word)) {
            return None;
        }
        render(passage, index, index + 1, out);
        index += 1;
        if is_provider(&out[start..]) && !matches!(self::said(passage, index), Some(Said::Connector(b'.'))) {
            let spoken = passage.word(index).is_some_and(|(_, word)| Passage::is(word, "com"));
            out.extend_from_slice(b".com");
            return Some((index + usize::from(spoken), true));
        }
    }
    None
}

fn is_provider(domain: &[u8]) -> bool {
    let name = domain.split(|&byte| byte == b'.').next().unwrap_or_default();
    PROVIDERS.iter().any(|provider| provider.as_bytes() == name)
}

/// The word after the top-level domain that begins with word `first`, said as a word or letter by letter.
fn top_level(passage: &Passage<'_>, first: usize, out: &mut Vec<u8>) -> Option<usize> {
    let label = out.len();
    let mut end = first;
    loop {
        render(passage, end, end + 1, out);
        end += 1;
        let known = TOP_LEVEL.iter().any(|known| known.as_bytes() == &out[label..]);
        let more = matches!(said(passage, end), Some(Said::Letter(_))) && is_close(passage, end);
        if known && !more {
            break;
        }
        let spelled = (first..end).all(|index| matches!(said(passage, index), Some(Said::Letter(_))));
        if !spelled || end - first > 3 || !more {
            out.truncate(label);
            return None;
        }
    }
    // "dot co dot uk", "dot com dot au".
    if said(passage, end) == Some(Said::Connector(b'.')) {
        let short = out.len();
        out.push(b'.');
        return Some(top_level(passage, end + 1, out).unwrap_or_else(|| {
            out.truncate(short);
            end
        }));
    }
    Some(end)
}
