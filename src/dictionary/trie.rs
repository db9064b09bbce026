//! Word sequences in one open-addressing table: a trie whose alphabet is words.
//!
//! A node is found by the joined hash of the words on its path; its last word is then compared byte by byte and its parent
//! by number, so an answer is exact whatever the hashes do.

use crate::fold;

/// A node: the last word of a path, and what ends there.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    word_at: u32,
    word_len: u16,
    has_children: bool,
    parent: u32,
    /// Entry number plus one; 0 where no entry ends.
    entry: u32,
}

impl Node {
    pub(crate) fn entry(self) -> Option<u32> {
        self.entry.checked_sub(1)
    }

    pub(crate) fn has_children(self) -> bool {
        self.has_children
    }
}

/// One place of the table: the upper half of a path's hash, and its node.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Slot {
    tag: u32,
    /// Node number; 0, the root, marks a free slot.
    node: u32,
}

/// See the module.
#[derive(Clone, Debug)]
pub(crate) struct Trie {
    pub(crate) slots: Vec<Slot>,
    nodes: Vec<Node>,
    words: Vec<u8>,
}

/// The number of the root, the parent of all first words.
pub(crate) const ROOT: u32 = 0;

impl Trie {
    /// An empty trie with room for `nodes` words of all paths together.
    pub(crate) fn with_capacity(nodes: usize) -> Self {
        let root = Node { word_at: 0, word_len: 0, has_children: false, parent: ROOT, entry: 0 };
        Self { slots: vec![Slot::default(); (nodes * 2).max(16).next_power_of_two()], nodes: vec![root], words: Vec::new() }
    }

    /// Where the search for `key` begins.
    #[inline(always)]
    pub(crate) fn slot_of(&self, key: u64) -> usize {
        key as usize & (self.slots.len() - 1)
    }

    /// The child of `parent` over `word` (unfolded text), whose path hashes to `key`.
    #[inline(always)]
    pub(crate) fn child(&self, parent: u32, key: u64, word: &[u8]) -> Option<u32> {
        let tag = (key >> 32) as u32;
        let mut at = self.slot_of(key);
        loop {
            let slot = self.slots[at];
            if slot.node == ROOT {
                return None;
            }
            if slot.tag == tag && self.is(slot.node, parent, word) {
                return Some(slot.node);
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
    }

    fn is(&self, number: u32, parent: u32, word: &[u8]) -> bool {
        let node = &self.nodes[number as usize];
        let stored = &self.words[node.word_at as usize..][..usize::from(node.word_len)];
        node.parent == parent && fold::folds_to(word, stored)
    }

    pub(crate) fn node(&self, number: u32) -> Node {
        self.nodes[number as usize]
    }

    /// The node of that path, made if missing. `word` is folded.
    pub(crate) fn insert(&mut self, parent: u32, key: u64, word: &[u8]) -> u32 {
        if let Some(node) = self.child(parent, key, word) {
            return node;
        }
        let number = self.nodes.len() as u32;
        self.nodes[parent as usize].has_children = true;
        let (word_at, word_len) = (self.words.len() as u32, word.len() as u16);
        self.words.extend_from_slice(word);
        self.nodes.push(Node { word_at, word_len, has_children: false, parent, entry: 0 });
        let mut at = self.slot_of(key);
        while self.slots[at].node != ROOT {
            at = (at + 1) & (self.slots.len() - 1);
        }
        self.slots[at] = Slot { tag: (key >> 32) as u32, node: number };
        number
    }

    /// The entry that ends at `node`; `fresh` names it if there is none yet.
    pub(crate) fn entry_or(&mut self, node: u32, fresh: u32) -> u32 {
        let entry = &mut self.nodes[node as usize].entry;
        if *entry == 0 {
            *entry = fresh + 1;
        }
        *entry - 1
    }
}
