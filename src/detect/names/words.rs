//! What a word could be in a name: by the lists, by its letters' case, and by what stands between it and its neighbours.

use std::cell::OnceCell;

use super::MOST_WORDS;
use crate::detect::Passage;
use crate::dictionary::{Meaning, Name, Numeral, kind};
use crate::lexer::Hit;
use crate::wordlist::{WordList, is_any};

/// Words that join the parts of a surname.
const PARTICLES: WordList =
    WordList::new(&["de", "la", "van", "von", "der", "den", "bin", "al", "el", "o", "mc", "mac", "af", "st"]);
/// Written with a dot, which ends no sentence.
const SHORTENED: WordList = WordList::new(&["mr", "mrs", "ms", "dr", "fr", "st", "rev", "prof", "attn", "sgt", "jr"]);

/// What stands after a name that is a street's, a building's or a club's.
const NO_SURNAMES: WordList = WordList::new(&[
    "street",
    "road",
    "rd",
    "avenue",
    "ave",
    "drive",
    "lane",
    "ln",
    "court",
    "boulevard",
    "blvd",
    "circle",
    "terrace",
    "trail",
    "parkway",
    "highway",
    "creek",
    "river",
    "bridge",
    "airport",
    "university",
    "college",
    "school",
    "hospital",
    "county",
    "centre",
    "center",
    "building",
    "tower",
    "hotel",
    "foundation",
    "institute",
    "orchestra",
    "cliffs",
    "loop",
    "apt",
    "suite",
    "flat",
    "show",
    "party",
    "downtown",
    "gatan",
    "gata",
    "underscore",
    "nation",
    "recovery",
    "islands",
    "island",
    "peninsula",
    "conservatives",
    "liberals",
    "airlines",
]);

/// How well a word fits into a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    No,
    /// In no dictionary, and written as a name would be.
    Unknown,
    /// A name and an ordinary word.
    Common,
    Listed,
}

/// A passage as the finder of names reads it.
pub(super) struct Reader<'p, 'a> {
    pub(super) passage: &'p Passage<'a>,
    cased: OnceCell<bool>,
}

impl<'p, 'a> Reader<'p, 'a> {
    pub(super) fn new(passage: &'p Passage<'a>) -> Self {
        Self { passage, cased: OnceCell::new() }
    }

    #[inline]
    pub(super) fn word(&self, index: usize) -> Option<&'a [u8]> {
        self.passage.word(index).map(|(_, word)| word)
    }

    #[inline]
    pub(super) fn listed(&self, index: usize) -> Option<Name> {
        self.word(index).and_then(|word| self.passage.lexicon.name(word))
    }

    /// Whether the passage is written with capitals and small letters: some word begins with a capital and goes on with small
    /// letters. "MRI" and "K L M" are capitals in any talk.
    #[inline]
    pub(super) fn is_cased(&self) -> bool {
        *self.cased.get_or_init(|| is_cased(self.passage.segment.span.of(self.passage.text)))
    }

    /// Whether word `index` begins with a capital.
    #[inline]
    pub(super) fn has_capital(&self, index: usize) -> bool {
        self.passage.has_capital(index)
    }

    /// Whether word `index` begins with a capital where that says something.
    #[inline]
    pub(super) fn is_capital(&self, index: usize) -> bool {
        self.has_capital(index) && self.is_cased()
    }

    /// Whether word `index` is all capitals among small letters: initials, a code, a firm.
    pub(super) fn is_shouted(&self, index: usize) -> bool {
        self.word(index).is_some_and(|word| word.len() > 1 && word.iter().all(u8::is_ascii_uppercase))
            && self.is_cased()
    }

    /// The bytes between word `index` and the one before it.
    #[inline]
    pub(super) fn gap(&self, index: usize) -> &'a [u8] {
        self.passage.gap(index).unwrap_or_default()
    }

    /// The bytes of the passage after word `index`.
    pub(super) fn after(&self, index: usize) -> &'a [u8] {
        let end = self.passage.segment.span.end as usize;
        self.passage.word(index).map_or(&[], |(span, _)| &self.passage.text[span.end as usize..end])
    }

    /// Whether only spaces, a hyphen, an apostrophe or an initial's dot stand before word `index`.
    #[inline]
    pub(super) fn is_close(&self, index: usize) -> bool {
        match self.gap(index) {
            b" " | b"-" | b"'" | b"  " | b"   " | b"    " => true,
            b". " => self.word(index - 1).is_some_and(|word| word.len() <= 2 || is_any(word, &SHORTENED)),
            _ => false,
        }
    }

    /// Whether the sentence goes on from the word before `index` to it: a comma or a colon may stand between.
    pub(super) fn is_joined(&self, index: usize) -> bool {
        let gap = self.gap(index);
        let shortened = || self.word(index - 1).is_some_and(|word| is_any(word, &SHORTENED));
        let joins = |&byte: &u8| matches!(byte, b' ' | b',' | b':' | b'"' | b'\'' | b'-' | b'\t' | b'(');
        !gap.is_empty() && (gap.iter().all(joins) || gap[0] == b'.' && gap[1..].iter().all(joins) && shortened())
    }

    pub(super) fn starts_sentence(&self, index: usize) -> bool {
        !self.is_joined(index) && !self.is_close(index)
    }

    /// Whether word `index` is a place that is no ordinary word.
    pub(super) fn is_place(&self, index: usize) -> bool {
        let entry = self.word(index).and_then(|word| self.passage.lexicon.word(word));
        let is_place = |meaning: &Meaning| matches!(meaning, Meaning::Place(place) if !place.common);
        entry.is_some_and(|entry| self.passage.lexicon.meanings(entry).iter().any(is_place))
    }

    /// Whether a phrase that means nothing, or a place of several words, covers the words `first..end`.
    pub(super) fn is_ordinary(&self, first: usize, end: usize) -> bool {
        let hits = self.passage.hits;
        let from = hits.partition_point(|hit| (hit.word as usize) + 4 < first);
        let near = hits[from..].iter().take_while(|hit| hit.word as usize <= first);
        let nobody = |hit: &Hit| hit.kinds & kind::ORDINARY != 0 || hit.kinds & kind::PLACE != 0 && hit.words > 1;
        near.filter(|hit| nobody(hit)).any(|hit| hit.end() as usize >= end)
    }

    /// How word `index` fits into a name; `inner` when it is not the name's first.
    pub(super) fn fit(&self, index: usize, inner: bool) -> Fit {
        let Some(word) = self.word(index) else { return Fit::No };
        // Before the function words, of which "o" of "O'Neil" is one.
        if inner && is_particle(word) {
            return Fit::Listed;
        }
        if word[0] == crate::fold::BARRIER_BYTE || word.iter().any(u8::is_ascii_digit) {
            return Fit::No;
        }
        if word.len() == 1 {
            return if inner && (self.is_capital(index) || !self.is_cased()) { Fit::Unknown } else { Fit::No };
        }
        // "Tre veckor": a name of the one language that is a number of the other.
        let lexicon = self.passage.lexicon;
        if self.passage.swedish && lexicon.numbers.get(word).is_some_and(Numeral::is_number) {
            return Fit::No;
        }
        let capital = self.is_capital(index);
        let function = lexicon.is_function_word(word);
        match self.listed(index) {
            _ if word.len() == 2 && self.is_shouted(index) => Fit::No,
            Some(name) if function || name.common => {
                if capital {
                    Fit::Common
                } else {
                    self.small(function)
                }
            }
            Some(_) => Fit::Listed,
            None if function || lexicon.word(word).is_some() || is_any(word, &NO_SURNAMES) => Fit::No,
            None if capital || !self.is_cased() && inner && !is_inflected(word) => Fit::Unknown,
            None => Fit::No,
        }
    }

    /// Whether a surname stands at `first`, and a first name in small letters at `end`.
    fn begins_anew(&self, first: usize, end: usize) -> bool {
        let only = |index: usize| self.listed(index).map(|name| (name.first, name.last));
        end == first + 1 && !self.is_cased() && only(first) == Some((false, true)) && only(end) == Some((true, false))
    }

    /// An ordinary word in small letters is a name only where all letters are small.
    fn small(&self, function: bool) -> Fit {
        if function || self.is_cased() { Fit::No } else { Fit::Common }
    }

    /// Where a name that begins with word `first` and goes at least to `end` ends: one word past its last.
    ///
    /// Where letters have their case, the words after a capital have one too. Where they have not, one unknown word is
    /// taken, after a listed first name.
    pub(super) fn name_end(&self, first: usize, end: usize, unknown: bool) -> usize {
        let (capital, mut end) = (self.is_capital(first), end);
        while end < first + MOST_WORDS && self.is_close(end) {
            let fit = self.fit(end, true);
            let particle = self.word(end).is_some_and(is_particle);
            let fits = match fit {
                _ if particle => true,
                Fit::No => false,
                _ if self.is_cased() => self.is_capital(end) == capital && (fit != Fit::Unknown || unknown),
                Fit::Unknown => unknown && end == first + 1 && self.word(end).is_some_and(|word| word.len() > 1),
                Fit::Common => self.listed(end).is_some_and(|name| name.last),
                Fit::Listed => true,
            };
            // "It's Alma, Alma Reyes": without the comma, the second is a new beginning; so is "Reyes" in "Reyes Alma Reyes".
            if !fits
                || self.begins_anew(first, end)
                || same(self.word(end), self.word(end - 1))
                || same(self.word(end), self.word(first))
            {
                break;
            }
            end += 1;
        }
        while end > first + 1 && self.word(end - 1).is_some_and(is_particle) {
            end -= 1;
        }
        end
    }
}

/// Whether two words are the same but for case.
pub(super) fn same(a: Option<&[u8]>, b: Option<&[u8]>) -> bool {
    a.zip(b).is_some_and(|(a, b)| a.eq_ignore_ascii_case(b))
}

fn is_particle(word: &[u8]) -> bool {
    is_any(word, &PARTICLES)
}

/// Verbs and adverbs, which few surnames look like.
pub(super) fn is_inflected(word: &[u8]) -> bool {
    [&b"ing"[..], b"ed", b"ly"].iter().any(|ending| word.len() > ending.len() + 2 && word.ends_with(ending))
}

/// See [`Reader::is_cased`].
fn is_cased(text: &[u8]) -> bool {
    let at = |index: usize| text.get(index).copied().unwrap_or(b' ');
    let begins = |index: usize| {
        at(index).is_ascii_uppercase()
            && at(index + 1).is_ascii_lowercase()
            && !at(index.wrapping_sub(1)).is_ascii_alphanumeric()
    };
    // Most chunks hold no capital, and without an early end inside that is told by vectors.
    let capitals = |chunk: &[u8]| chunk.iter().fold(false, |any, byte| any | byte.is_ascii_uppercase());
    let chunks = text.chunks(64).enumerate().filter(|(_, chunk)| capitals(chunk));
    chunks.map(|(number, chunk)| 64 * number..64 * number + chunk.len()).any(|mut chunk| chunk.any(begins))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_with_a_capital_shows_that_capitals_are_written() {
        for (text, cased) in [
            ("Hi this is john", true),
            ("hi this is John", true),
            ("(Ann)", true),
            ("plate K L M four", false),
            ("the MRI and an iPhone", false),
            ("HI THIS IS JOHN", false),
            ("I", false),
            ("", false),
        ] {
            assert_eq!(is_cased(text.as_bytes()), cased, "{text}");
        }
        let far = "x".repeat(70) + " Ann";
        assert!((0..70).all(|at| is_cased(&far.as_bytes()[at..])));
    }
}
