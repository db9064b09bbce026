//! Names spelled out: "last name is s m i t h", "k as in kilo".

use super::words::Reader;
use crate::detect::{Candidate, Reason};
use crate::wordlist::{AnyOf, is_any};

/// Fewer letters are initials.
const FEWEST: usize = 3;

/// Pushes the letters that begin at word `first` as a name; its end.
pub(super) fn push(reader: &Reader<'_, '_>, first: usize, out: &mut Vec<Candidate>) -> Option<usize> {
    let skipped = reader.word(first).is_some_and(|word| is_any(word, &["is", "spelled"]));
    let first = first + usize::from(skipped);
    let (mut index, mut letters, mut end) = (first, 0, first);
    while reader.word(index).is_some_and(|word| word.len() == 1 && word[0].is_ascii_alphabetic())
        && (index == first || reader.is_joined(index))
    {
        letters += 1;
        end = index + 1;
        index = end + example(reader, end);
    }
    (letters >= FEWEST).then(|| {
        let mut candidate = super::person(reader.passage, first, end, 55, "name/spelled");
        candidate.evidence.push(Reason::CUE_NAME);
        out.push(candidate);
        end
    })
}

/// What stands between a name and its letters: "that's", "spelled".
const LEADS: [&str; 8] = ["that", "thats", "spelled", "spelt", "it", "its", "is", "det"];
/// Words between a name and its letters, of which some may be more of the name.
const MOST_LEADS: usize = 5;

/// Pushes the letters that spell the name at word `index` once more: "nguyen thi hoa that's n g u y e n". What is spelled
/// after it was said is a name.
pub(super) fn push_again(reader: &Reader<'_, '_>, index: usize, claimed: usize, out: &mut Vec<Candidate>) -> usize {
    let leads = |at: usize| {
        reader.word(at).is_some_and(|word| {
            is_any(word, &LEADS) || word.len() > 2 && reader.listed(at).is_some() || reader.gap(at) == b"'"
        })
    };
    let mut behind = index + 1..index + 1 + MOST_LEADS;
    if !behind.clone().any(|at| reader.word(at).is_some_and(|word| word.len() == 1)) {
        return claimed;
    }
    let first = behind.find(|&at| !leads(at)).unwrap_or(index + 1);
    let Some(end) = reader.word(index).and_then(|name| spells(reader, first, name)) else { return claimed };
    for (first, end) in [(index, index + 1), (first, end)] {
        if first >= claimed {
            let mut candidate = super::person(reader.passage, first, end, 55, "name/spelled");
            candidate.evidence.push(Reason::LIST_NAME);
            out.push(candidate);
        }
    }
    end.max(claimed)
}

/// The end of the letters from word `first` on, where they are those of `name`.
fn spells(reader: &Reader<'_, '_>, first: usize, name: &[u8]) -> Option<usize> {
    let (mut rest, mut index) = (name, first);
    while !rest.is_empty() {
        let letter =
            reader.word(index).filter(|word| std::str::from_utf8(word).is_ok_and(|text| text.chars().count() == 1))?;
        let (head, tail) = rest.split_at_checked(letter.len())?;
        if small(head) != small(letter) {
            return None;
        }
        rest = tail;
        index += 1;
    }
    (index >= first + FEWEST).then_some(index)
}

/// In small letters, of any language.
fn small(word: &[u8]) -> String {
    std::str::from_utf8(word).unwrap_or_default().to_lowercase()
}

/// Whether the word at `index` only says which letter was meant: "r as in robert", "r som i rudolf".
pub(super) fn is_example(reader: &Reader<'_, '_>, index: usize) -> bool {
    let at = |back: usize| index.checked_sub(back).and_then(|at| reader.word(at)).unwrap_or_default();
    let back = if is_any(at(1), &["in", "i"]) && is_any(at(2), &["as", "som"]) {
        3
    } else if is_any(at(1), &["for", "like", "som"]) {
        2
    } else {
        return false;
    };
    let (letter, name) = (small(at(back)), small(reader.word(index).unwrap_or_default()));
    letter.chars().count() == 1 && name.starts_with(&letter)
}

/// The words of "as in kilo" or "like kilo" at `index`.
fn example(reader: &Reader<'_, '_>, index: usize) -> usize {
    let is = |index: usize, list: &dyn AnyOf| reader.word(index).is_some_and(|word| is_any(word, list));
    if is(index, &["as"]) && is(index + 1, &["in"]) {
        3
    } else if is(index, &["like", "for"]) {
        2
    } else {
        0
    }
}
