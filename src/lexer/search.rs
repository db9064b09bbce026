//! The hot loop: word hash, filter, phrase walk.
//!
//! Four steps over blocks of words, so that the memory of one step is asked for while another works: hash every word; test
//! a blocked bloom filter of all first words; for those that pass, ask whether the word is an entry by itself or begins, with
//! its neighbour, a phrase; walk the hash trie for the few that are left and verify each word byte by byte. Without the third
//! step, lists whose phrases begin with "my" or "the" cost three times as much (measured before the first line was written: 88
//! against 254 MB/s). The trie is larger than the caches near a core, so the walk asks a filter, too, before it goes on to a
//! third word: waiting for slots that are not there was two fifths of the loop's time.

use super::{Hit, Marks, prefetch};
use crate::dictionary::{Bloom, Lexicon, ROOT};
use crate::fold;

/// Words a block: their hashes stay in the first-level cache.
const BLOCK: usize = 512;

/// Memory of the loop, kept between batches.
#[derive(Clone, Debug)]
pub(crate) struct Scratch {
    /// Of a block's words, and of the one after it.
    hashes: Box<[u64; BLOCK + 1]>,
    /// Words of the block, by their place in it, that passed a filter.
    survivors: Box<[u32; BLOCK]>,
    /// The hash of each survivor with the word behind it.
    pairs: Box<[u64; BLOCK]>,
    passed: usize,
}

impl Default for Scratch {
    fn default() -> Self {
        Self {
            hashes: Box::new([0; BLOCK + 1]),
            survivors: Box::new([0; BLOCK]),
            pairs: Box::new([0; BLOCK]),
            passed: 0,
        }
    }
}

/// Appends every whole-word occurrence of every entry, in order of first word, then of length.
#[inline(always)]
pub(crate) fn search_imp(lexicon: &Lexicon, text: &[u8], marks: &Marks, scratch: &mut Scratch, hits: &mut Vec<Hit>) {
    let total = marks.len();
    let mut first = 0;
    while first < total {
        let last = (first + BLOCK).min(total);
        hash_block(lexicon, text, marks, first, last, scratch);
        filter_first(lexicon, last - first, scratch);
        filter_pairs(lexicon, scratch);
        for &offset in &scratch.survivors[..scratch.passed] {
            walk(lexicon, text, marks, first + offset as usize, scratch.hashes[offset as usize], hits);
        }
        first = last;
    }
}

/// Asks for the memory that tells whether `hash` is in `filter`.
#[inline(always)]
fn ask(filter: &Bloom, hash: u64) {
    prefetch(&filter.blocks, filter.block(hash));
}

/// Hashes words `first..last`, and the one after them as their last neighbour, and asks for what the filter knows of each.
#[inline(always)]
fn hash_block(lexicon: &Lexicon, text: &[u8], marks: &Marks, first: usize, last: usize, scratch: &mut Scratch) {
    let (edges, _) = marks.edges[2 * first..].as_chunks::<2>();
    for (&[start, end], slot) in edges[..last - first].iter().zip(scratch.hashes.iter_mut()) {
        *slot = fold::word(text, start as usize, end as usize).hash;
        ask(&lexicon.first_words, *slot);
    }
    let neighbour = edges.get(last - first).map(|&[start, end]| fold::word(text, start as usize, end as usize).hash);
    scratch.hashes[last - first] = neighbour.unwrap_or_default();
}

/// Keeps those of the first `words` words that may begin an entry.
#[inline(always)]
fn filter_first(lexicon: &Lexicon, words: usize, scratch: &mut Scratch) {
    let mut passed = 0;
    for index in 0..words.min(BLOCK) {
        let hash = scratch.hashes[index];
        // Written always, kept only when it passed: no branch to mispredict.
        scratch.survivors[passed & (BLOCK - 1)] = index as u32;
        let pair = fold::join(hash, scratch.hashes[index + 1]);
        scratch.pairs[passed & (BLOCK - 1)] = pair;
        let may = lexicon.first_words.may_contain(hash);
        ask(&lexicon.phrases, pair);
        passed += usize::from(may);
    }
    scratch.passed = passed;
}

/// Of the words kept, keeps those that are entries themselves or begin a phrase with their neighbour.
#[inline(always)]
fn filter_pairs(lexicon: &Lexicon, scratch: &mut Scratch) {
    let mut kept = 0;
    for index in 0..scratch.passed.min(BLOCK) {
        let offset = scratch.survivors[index] as usize & (BLOCK - 1);
        let (hash, pair) = (scratch.hashes[offset], scratch.pairs[index]);
        scratch.survivors[kept] = offset as u32;
        let phrase = lexicon.phrases.may_contain(pair);
        if lexicon.first_words.may_be_marked(hash) | phrase {
            kept += 1;
            prefetch(&lexicon.trie.slots, lexicon.trie.slot_of(hash));
            // A third of the loop's time went into waiting for the second word's slot.
            if phrase {
                prefetch(&lexicon.trie.slots, lexicon.trie.slot_of(pair));
            }
        }
    }
    scratch.passed = kept;
}

/// Follows the trie from word `start` as far as the text agrees.
#[inline(always)]
fn walk(lexicon: &Lexicon, text: &[u8], marks: &Marks, start: usize, hash: u64, hits: &mut Vec<Hit>) {
    let (mut key, mut parent) = (hash, ROOT);
    let mut index = start;
    loop {
        let span = marks.word(index);
        let word = fold::word(text, span.start as usize, span.end as usize);
        if index > start {
            key = fold::join(key, word.hash);
            // Most words behind a beginning do not go on with it, and the filter is nearer than the trie.
            if !lexicon.phrases.may_contain(key) {
                return;
            }
        }
        let Some(number) = lexicon.trie.child(parent, key, &word, span.of(text)) else { return };
        let node = lexicon.trie.node(number);
        if let Some(entry) = node.entry() {
            hits.push(Hit { word: start as u32, words: (index - start + 1) as u16, kinds: node.kinds(), entry });
        }
        index += 1;
        if !node.has_children() || index == marks.len() {
            return;
        }
        parent = number;
    }
}
