//! Small facts about single words, asked for with words of the text as they stand.
//!
//! Detectors ask of nearly every word beside a number whether it is one, too, or a function word. A general map would fold the
//! word into memory of its own and hash it byte by byte first; here a word of 16 bytes or fewer is two numbers, and an answer
//! costs about as much as the look at one cache line.

use std::collections::HashMap;

use crate::fold::{self, Word};
use crate::wordlist::Filter;

/// Longer words are in a map of their own: few are asked for.
const SHORT: usize = 16;

/// A map from folded words to `T`.
#[derive(Clone, Debug)]
pub(crate) struct WordTable<T> {
    /// Most words asked for are none of these, and a look at their ends says so.
    filter: Filter<64>,
    /// A power of two of them, at least half of them free.
    slots: Vec<Slot<T>>,
    len: usize,
    long: HashMap<Box<[u8]>, T, foldhash::fast::FixedState>,
}

#[derive(Clone, Copy, Debug)]
struct Slot<T> {
    low: u64,
    high: u64,
    /// In bytes; 0 marks a free slot.
    len: u8,
    /// The folded bytes, to be sure of a word with letters beyond ASCII, of which two may share `low` and `high`.
    word: Option<[u8; SHORT]>,
    value: T,
}

impl<T: Copy + Default> Default for WordTable<T> {
    fn default() -> Self {
        Self { filter: Filter::EMPTY, slots: vec![Slot::free(); 16], len: 0, long: HashMap::default() }
    }
}

impl<T: Default> Slot<T> {
    fn free() -> Self {
        Self { low: 0, high: 0, len: 0, word: None, value: T::default() }
    }

    fn is(&self, key: &Word, word: &[u8]) -> bool {
        let same = self.low == key.low && self.high == key.high && usize::from(self.len) == word.len();
        same && self.word.is_none_or(|folded| fold::folds_to(word, &folded[..word.len()]))
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
        if word.len() > SHORT {
            return self.get_long(word);
        }
        self.find(&fold::word_alone(word), word)
    }

    /// [`get`](Self::get) where the word's key is at hand.
    #[inline]
    pub(crate) fn find(&self, key: &Word, word: &[u8]) -> Option<T> {
        if word.len() > SHORT {
            return self.get_long(word);
        }
        let slot = &self.slots[self.slot_of(key, word)];
        (slot.len > 0).then_some(slot.value)
    }

    /// The slot of `word`, or the free one where it would be.
    #[inline]
    fn slot_of(&self, key: &Word, word: &[u8]) -> usize {
        let last = self.slots.len() - 1;
        let mut at = key.hash as usize & last;
        while self.slots[at].len != 0 && !self.slots[at].is(key, word) {
            at = (at + 1) & last;
        }
        at
    }

    #[cold]
    fn get_long(&self, word: &[u8]) -> Option<T> {
        if self.long.is_empty() {
            return None;
        }
        let mut folded = Vec::with_capacity(word.len());
        fold::fold_into(word, &mut folded);
        self.long.get(&*folded).copied()
    }

    /// What is known about the folded `word`, which is not empty, to be changed; made of nothing where it is new.
    pub(crate) fn entry(&mut self, word: &[u8]) -> &mut T {
        self.filter.add(word);
        if word.len() > SHORT {
            return self.long.entry(word.into()).or_default();
        }
        if 2 * self.len >= self.slots.len() {
            self.grow();
        }
        let key = fold::word_alone(word);
        let at = self.slot_of(&key, word);
        let slot = &mut self.slots[at];
        if slot.len == 0 {
            self.len += 1;
            let kept = (!word.is_ascii()).then(|| std::array::from_fn(|at| word.get(at).copied().unwrap_or_default()));
            *slot = Slot { low: key.low, high: key.high, len: word.len() as u8, word: kept, value: T::default() };
        }
        &mut slot.value
    }

    fn grow(&mut self) {
        let slots = std::mem::take(&mut self.slots);
        self.slots = vec![Slot::free(); 2 * slots.len()];
        let last = self.slots.len() - 1;
        for slot in slots.into_iter().filter(|slot| slot.len > 0) {
            let mut at = fold::hash_of(slot.low, slot.high, usize::from(slot.len)) as usize & last;
            while self.slots[at].len != 0 {
                at = (at + 1) & last;
            }
            self.slots[at] = slot;
        }
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
