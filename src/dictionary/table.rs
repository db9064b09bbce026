//! Small facts about single words, asked for with words of the text as they stand.
//!
//! Detectors ask of nearly every word beside a number whether it is one, too, or a function word. A general map would fold the
//! word into memory of its own and hash it byte by byte first; here a word of 16 bytes or fewer is two numbers, and an answer
//! costs about as much as the look at one cache line.

use hashbrown::HashTable;

use crate::fold::{self, Word};
use crate::wordlist::Filter;

/// Words that a key says all about are no longer, and of ASCII.
const SHORT: usize = 16;
/// The place of a word that its key says all about.
const NOWHERE: u32 = u32::MAX;

/// A map from folded words to `T`.
#[derive(Clone, Debug, Default)]
pub(crate) struct WordTable<T> {
    /// Most words asked for are none of these, and a look at their ends says so.
    filter: Filter<64>,
    slots: HashTable<Slot<T>>,
    /// The folded bytes of words that are long, or have letters beyond ASCII, of which two may share a key.
    words: Vec<u8>,
}

#[derive(Clone, Copy, Debug)]
struct Slot<T> {
    key: Word,
    /// Where it lies in [`WordTable::words`], or [`NOWHERE`].
    word_at: u32,
    /// In bytes.
    len: u32,
    value: T,
}

impl<T> Slot<T> {
    #[inline]
    fn is(&self, words: &[u8], key: &Word, word: &[u8]) -> bool {
        let same = self.key.low == key.low && self.key.high == key.high && self.len as usize == word.len();
        same && (self.word_at == NOWHERE || fold::folds_to(word, &words[self.word_at as usize..][..word.len()]))
    }
}

impl<T: Copy + Default> WordTable<T> {
    /// What is known about `word`, in whatever case.
    #[inline(always)]
    pub(crate) fn get(&self, word: &[u8]) -> Option<T> {
        if self.filter.may_hold(word) { self.look_up(word) } else { None }
    }

    #[inline(never)]
    fn look_up(&self, word: &[u8]) -> Option<T> {
        self.find(&fold::word_alone(word), word)
    }

    /// [`get`](Self::get) where the word's key is at hand.
    #[inline]
    pub(crate) fn find(&self, key: &Word, word: &[u8]) -> Option<T> {
        self.slots.find(key.hash, |slot| slot.is(&self.words, key, word)).map(|slot| slot.value)
    }

    /// What is known about the folded `word`, which is not empty, to be changed; made of nothing where it is new.
    pub(crate) fn entry(&mut self, word: &[u8]) -> &mut T {
        let Self { filter, slots, words } = self;
        filter.add(word);
        let key = fold::word_alone(word);
        let entry = slots.entry(key.hash, |slot| slot.is(words, &key, word), |slot| slot.key.hash);
        &mut entry
            .or_insert_with(|| {
                let sure = word.len() <= SHORT && word.is_ascii();
                let word_at = if sure { NOWHERE } else { words.len() as u32 };
                words.extend_from_slice(if sure { &[] } else { word });
                Slot { key, word_at, len: word.len() as u32, value: T::default() }
            })
            .into_mut()
            .value
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Words that share their first bytes but for bit 5, and long ones, among them.
        #[test]
        fn answers_like_a_map(
            words in prop::collection::btree_map("[abåäöéÉ1]{1,10}|[xå]{7,20}", any::<u16>(), 0..300),
            asked in prop::collection::vec("[abåäöéAÖ1]{0,10}|[xXå]{7,20}", 0..300)
        ) {
            let mut table = WordTable::<u16>::default();
            let mut plain = BTreeMap::new();
            for (word, value) in words {
                let mut folded = Vec::new();
                fold::fold_into(word.as_bytes(), &mut folded);
                *table.entry(&folded) = value;
                plain.insert(folded, value);
            }
            for word in plain.keys().chain(asked.iter().map(|word| word.clone().into_bytes()).collect::<Vec<_>>().iter()) {
                let mut folded = Vec::new();
                fold::fold_into(word, &mut folded);
                prop_assert_eq!(table.get(word), plain.get(&folded).copied(), "{:?}", word);
            }
        }
    }
}
