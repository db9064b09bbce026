//! Fixed lists of words that rules ask for: "is the word before it one of these?"
//!
//! Nearly always the answer is no, so a list keeps a small filter of its words' ends in front, made by the compiler.

use crate::fold;

/// Folded words, of which a rule wants any.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WordList {
    words: &'static [&'static str],
    filter: Filter,
}

impl WordList {
    /// The list of `words`, which are folded and not empty.
    pub(crate) const fn new(words: &'static [&'static str]) -> Self {
        Self { words, filter: Filter::EMPTY.with(words) }
    }

    /// Its words.
    #[cfg(test)]
    pub(crate) const fn words(&self) -> &'static [&'static str] {
        self.words
    }
}

/// Folded words that mean something, each list of them one thing.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Meant<T: 'static> {
    lists: &'static [(T, &'static [&'static str])],
    filter: Filter,
}

impl<T: Copy> Meant<T> {
    /// The words of `lists`, which are folded and not empty.
    pub(crate) const fn new(lists: &'static [(T, &'static [&'static str])]) -> Self {
        let mut filter = Filter::EMPTY;
        let mut index = 0;
        while index < lists.len() {
            filter = filter.with(lists[index].1);
            index += 1;
        }
        Self { lists, filter }
    }

    /// What `word`, of the text, means.
    #[inline]
    pub(crate) fn find(&self, word: &[u8]) -> Option<T> {
        if !self.filter.may_hold(word) {
            return None;
        }
        self.lists.iter().find(|(_, words)| words.have(word)).map(|&(value, _)| value)
    }
}

/// A bit for each word's length, first and last byte.
#[derive(Clone, Copy, Debug)]
struct Filter([u64; 16]);

impl Filter {
    const EMPTY: Self = Self([0; 16]);

    const fn with(mut self, words: &[&str]) -> Self {
        let mut index = 0;
        while index < words.len() {
            let bit = Self::bit(words[index].as_bytes());
            self.0[bit / 64] |= 1 << (bit % 64);
            index += 1;
        }
        self
    }

    /// The same for all words with the same fold: bit 5 is what the fold changes, beyond ASCII too.
    const fn bit(word: &[u8]) -> usize {
        let ends = (word[0] | 0x20) as u32 | ((word[word.len() - 1] | 0x20) as u32) << 8 | (word.len() as u32) << 16;
        // The constant is that of Fibonacci hashing.
        (ends.wrapping_mul(0x9e37_79b9) >> 22) as usize
    }

    #[inline]
    fn may_hold(&self, word: &[u8]) -> bool {
        !word.is_empty() && {
            let bit = Self::bit(word);
            self.0[bit / 64] & 1 << (bit % 64) != 0
        }
    }
}

/// Words that [`is_any`] asks.
pub(crate) trait AnyOf {
    /// Whether `word`, of the text, is one of them in whatever case.
    fn have(&self, word: &[u8]) -> bool;
}

impl AnyOf for WordList {
    #[inline]
    fn have(&self, word: &[u8]) -> bool {
        self.filter.may_hold(word) && self.words.have(word)
    }
}

impl AnyOf for [&str] {
    #[inline]
    fn have(&self, word: &[u8]) -> bool {
        self.iter().any(|one| one.len() == word.len() && fold::folds_to(word, one.as_bytes()))
    }
}

impl<const N: usize> AnyOf for [&str; N] {
    #[inline]
    fn have(&self, word: &[u8]) -> bool {
        self.as_slice().have(word)
    }
}

/// Whether `word`, of the text, is one of `list`.
#[inline]
pub(crate) fn is_any(word: &[u8], list: &(impl AnyOf + ?Sized)) -> bool {
    list.have(word)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SOME: &[&str] = &["år", "ålder", "old", "s", "öl", "is", "ä", "é1", "gammal", "gamla", "x"];
    const LIST: WordList = WordList::new(SOME);

    proptest! {
        #[test]
        fn the_filter_changes_no_answer(word in "[aåäöéÅÄÖÉlLdrR1xXsS]{0,6}") {
            prop_assert_eq!(is_any(word.as_bytes(), &LIST), is_any(word.as_bytes(), SOME), "{}", word);
        }
    }

    #[test]
    fn all_its_words_are_in_it() {
        for word in SOME {
            assert!(is_any(word.as_bytes(), &LIST) && is_any(word.to_uppercase().as_bytes(), &LIST), "{word}");
        }
    }
}
