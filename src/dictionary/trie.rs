//! Word sequences in one open-addressing table: a trie whose alphabet is words.
//!
//! A node is found by the joined hash of the words on its path. Its slot holds all that is needed to be sure of it, in half
//! a cache line: its last word (the rest of a long one lies apart) and its parent. So an answer is exact whatever the hashes
//! do, and most hits touch one line; with words and nodes in tables of their own each took three, and the walk twice as long.

use crate::fold::{self, Word};

/// The number of the root, the parent of all first words.
pub(crate) const ROOT: u32 = 0;
const SHORT: u32 = u32::MAX;
/// How full the table may be, in per cent: beyond it a search looks at many slots.
const FULL: usize = 65;

/// A node, at its place in the table.
#[derive(Clone, Copy, Debug, Default)]
#[repr(align(32))]
pub(crate) struct Slot {
    /// The last word's first 16 bytes, folded as for its hash.
    low: u64,
    high: u64,
    /// One more than the parent's place; 0 for first words.
    parent: u32,
    /// Entry number plus one; 0 where no entry ends.
    entry: u32,
    /// Where the word lies in [`Trie::words`], if those 16 bytes are not enough to be sure of it.
    word_at: u32,
    /// 0 marks a free slot.
    word_len: u16,
    kinds: u8,
    has_children: bool,
}

impl Slot {
    pub(crate) fn entry(&self) -> Option<u32> {
        self.entry.checked_sub(1)
    }

    /// The kinds of what its entry means.
    pub(crate) fn kinds(&self) -> u8 {
        self.kinds
    }

    pub(crate) fn has_children(&self) -> bool {
        self.has_children
    }
}

/// See the module.
#[derive(Clone, Debug)]
pub(crate) struct Trie {
    pub(crate) slots: Vec<Slot>,
    words: Vec<u8>,
    /// Slots that may still be filled.
    room: usize,
}

impl Trie {
    /// An empty trie with room for `nodes` at least: as small as that allows, for it is looked into at random and should stay
    /// near the processor.
    pub(crate) fn with_capacity(nodes: usize) -> Self {
        let slots = (nodes * 100 / FULL).max(16).next_power_of_two();
        Self { slots: vec![Slot::default(); slots], words: Vec::new(), room: slots * FULL / 100 }
    }

    /// Where the search for `key` begins.
    #[inline(always)]
    pub(crate) fn slot_of(&self, key: u64) -> usize {
        key as usize & (self.slots.len() - 1)
    }

    /// The child of `parent` over `word`, whose path hashes to `key`. `text` is the word unfolded.
    #[inline(always)]
    pub(crate) fn child(&self, parent: u32, key: u64, word: &Word, text: &[u8]) -> Option<u32> {
        let mut at = self.slot_of(key);
        loop {
            let slot = &self.slots[at];
            if slot.word_len == 0 {
                return None;
            }
            let same = slot.low == word.low && slot.high == word.high && slot.parent == parent;
            if same && usize::from(slot.word_len) == text.len() && (slot.word_at == SHORT || self.is_long(slot, text)) {
                return Some(at as u32 + 1);
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
    }

    #[cold]
    fn is_long(&self, slot: &Slot, text: &[u8]) -> bool {
        fold::folds_to(text, &self.words[slot.word_at as usize..][..usize::from(slot.word_len)])
    }

    /// The node of that number, as [`child`](Self::child) gives it.
    #[inline(always)]
    pub(crate) fn node(&self, number: u32) -> &Slot {
        &self.slots[number as usize - 1]
    }

    /// The node of that path, made if missing; `None` where the table is full. `text` is the folded word.
    pub(crate) fn insert(&mut self, parent: u32, key: u64, word: &Word, text: &[u8]) -> Option<u32> {
        if let Some(node) = self.child(parent, key, word, text) {
            return Some(node);
        }
        self.room = self.room.checked_sub(1)?;
        if parent != ROOT {
            self.slots[parent as usize - 1].has_children = true;
        }
        // Bit 5 tells letters of ASCII apart from nothing else in a word, but two letters beyond ASCII may share the rest.
        let sure = text.len() <= 16 && text.is_ascii();
        let word_at = if sure { SHORT } else { self.words.len() as u32 };
        if !sure {
            self.words.extend_from_slice(text);
        }
        let mut at = self.slot_of(key);
        while self.slots[at].word_len != 0 {
            at = (at + 1) & (self.slots.len() - 1);
        }
        let word_len = text.len() as u16;
        let Word { low, high, .. } = *word;
        self.slots[at] = Slot { low, high, parent, entry: 0, word_at, word_len, kinds: 0, has_children: false };
        Some(at as u32 + 1)
    }

    /// Ends entry number `entry`, which means something of `kinds`, at `node`.
    pub(crate) fn end_entry(&mut self, node: u32, entry: u32, kinds: u8) {
        let slot = &mut self.slots[node as usize - 1];
        (slot.entry, slot.kinds) = (entry + 1, kinds);
    }
}
