//! Names spelled out: "last name is s m i t h", "k as in kilo".

use super::words::Reader;
use crate::detect::{Candidate, Reason};
use crate::wordlist::{AnyOf, is_any};

/// Fewer letters are initials.
const FEWEST: usize = 3;

/// Pushes the letters that begin at word `first` as a name; its end.
pub(super) fn push(reader: &Reader<'_, '_>, first: usize, out: &mut Vec<Candidate>) -> Option<usize> {
    let skipped = reader.word(first).is_some_and(|word| is_any(word, &["is", "that's", "spelled"]));
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

/// The words of "as in kilo" or "like kilo" at `index`.
fn example(reader: &Reader<'_, '_>, index: usize) -> usize {
    let is = |index: usize, list: &dyn AnyOf| reader.word(index).is_some_and(|word| is_any(word, list));
    match () {
        () if is(index, &["as"]) && is(index + 1, &["in"]) => 3,
        () if is(index, &["like", "for"]) => 2,
        () => 0,
    }
}
