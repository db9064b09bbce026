//! Fixed lists of words that rules ask for: "is the word before it one of these?"
//!
//! Nearly always the answer is no, so a list keeps a small filter of its words' ends in front, made by the compiler.

use crate::fold;

/// Folded words, of which a rule wants any.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WordList {
    words: &'static [&'static str],
    filter: Filter<16>,
}

impl WordList {
    /// The list of `words`, which are folded and not empty.
    pub(crate) const fn new(words: &'static [&'static str]) -> Self {
        Self { words, filter: Filter::EMPTY.with(words) }
    }

    /// Apart from the filter, which stands wherever the list is asked.
    #[inline(never)]
    fn holds(&self, word: &[u8]) -> bool {
        self.words.have(word)
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
    filter: Filter<16>,
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

/// Several lists that are asked together: how many words of a text are in each?
#[derive(Clone, Copy, Debug)]
pub(crate) struct WordLists<const N: usize> {
    lists: [WordList; N],
    filter: Filter<16>,
}

impl<const N: usize> WordLists<N> {
    /// All of `lists`.
    pub(crate) const fn new(lists: [WordList; N]) -> Self {
        let mut filter = Filter::EMPTY;
        let mut index = 0;
        while index < N {
            filter = filter.joined(&lists[index].filter);
            index += 1;
        }
        Self { lists, filter }
    }

    /// How many of `words` are in each list; `None` where none can be in any.
    pub(crate) fn counts<'a>(&self, words: impl Iterator<Item = &'a [u8]>) -> Option<[usize; N]> {
        let mut counts = None;
        for word in words.filter(|word| self.filter.may_hold(word)) {
            let counts = counts.get_or_insert([0; N]);
            counts.iter_mut().zip(&self.lists).for_each(|(count, list)| *count += usize::from(list.have(word)));
        }
        counts
    }
}

/// A bit for each word's length, first and last byte, in `N` (a power of two) words of 64.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Filter<const N: usize>([u64; N]);

impl<const N: usize> Default for Filter<N> {
    fn default() -> Self {
        Self::EMPTY
    }
}

impl<const N: usize> Filter<N> {
    /// Holds no word.
    pub(crate) const EMPTY: Self = Self([0; N]);

    const fn with(mut self, words: &[&str]) -> Self {
        let mut index = 0;
        while index < words.len() {
            self.add(words[index].as_bytes());
            index += 1;
        }
        self
    }

    const fn joined(mut self, other: &Self) -> Self {
        let mut index = 0;
        while index < N {
            self.0[index] |= other.0[index];
            index += 1;
        }
        self
    }

    /// Adds `word`, which is not empty.
    pub(crate) const fn add(&mut self, word: &[u8]) {
        let bit = Self::bit(word);
        self.0[bit / 64] |= 1 << (bit % 64);
    }

    /// The same for all words with the same fold: bit 5 is what the fold changes, beyond ASCII too.
    const fn bit(word: &[u8]) -> usize {
        let ends = (word[0] | 0x20) as u32 | ((word[word.len() - 1] | 0x20) as u32) << 8 | (word.len() as u32) << 16;
        // The constant is that of Fibonacci hashing.
        (ends.wrapping_mul(0x9e37_79b9) >> (26 - N.trailing_zeros())) as usize
    }

    /// Whether `word`, in whatever case, may have been added.
    #[inline(always)]
    pub(crate) fn may_hold(&self, word: &[u8]) -> bool {
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
    #[inline(always)]
    fn have(&self, word: &[u8]) -> bool {
        self.filter.may_hold(word) && self.holds(word)
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
