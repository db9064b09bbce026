//! The hot loop: word hash, filter, phrase walk.
//!
//! Three steps over blocks of words, so that the memory of one step is asked for while another works:
//! hash every word and test a blocked bloom filter of all first words; for those that pass, ask whether the word is an entry
//! by itself or begins, with its neighbour, a phrase; walk the hash trie for the few that are left and verify each word byte
//! by byte. Without the second step, lists whose phrases begin with "my" or "the" cost three times as much
//! (measured before the first line was written: 88 against 254 MB/s).

use super::{Hit, Marks, prefetch};
use crate::dictionary::{Lexicon, ROOT};
use crate::fold;

/// Words a block: their hashes stay in the first-level cache.
const BLOCK: usize = 512;

/// Memory of the loop, kept between batches.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scratch {
    hashes: Vec<u64>,
    survivors: Vec<u32>,
}

/// Appends every whole-word occurrence of every entry, in order of first word, then of length.
#[inline(always)]
pub(crate) fn search_imp(lexicon: &Lexicon, text: &[u8], marks: &Marks, scratch: &mut Scratch, hits: &mut Vec<Hit>) {
    let total = marks.len();
    let mut first = 0;
    while first < total {
        let last = (first + BLOCK).min(total);
        // One word more than the block: the last word's neighbour belongs to the next block.
        hash_block(lexicon, text, marks, first, (last + 1).min(total), last, scratch);
        filter_pairs(lexicon, scratch);
        for &offset in &scratch.survivors {
            walk(lexicon, text, marks, first + offset as usize, scratch.hashes[offset as usize], hits);
        }
        first = last;
    }
}

#[inline(always)]
fn hash_block(lexicon: &Lexicon, text: &[u8], marks: &Marks, first: usize, end: usize, last: usize, scratch: &mut Scratch) {
    let count = last - first;
    scratch.hashes.resize(BLOCK + 1, 0);
    scratch.survivors.resize(BLOCK, 0);
    scratch.hashes[count] = 0;
    let mut passed = 0;
    let edges = &marks.edges[2 * first..2 * end];
    for ((index, edge), slot) in edges.chunks_exact(2).enumerate().zip(scratch.hashes.iter_mut()) {
        let hash = fold::hash(text, edge[0] as usize, edge[1] as usize);
        *slot = hash;
        if index < count {
            // Written always, kept only when it passed: no branch to mispredict.
            scratch.survivors[passed] = index as u32;
            passed += usize::from(lexicon.first_words.may_contain(hash));
        }
    }
    scratch.survivors.truncate(passed);
}

#[inline(always)]
fn filter_pairs(lexicon: &Lexicon, scratch: &mut Scratch) {
    let mut kept = 0;
    for index in 0..scratch.survivors.len() {
        let offset = scratch.survivors[index] as usize;
        let hash = scratch.hashes[offset];
        let pair = fold::join(hash, scratch.hashes[offset + 1]);
        scratch.survivors[kept] = offset as u32;
        let keep = lexicon.single_words.may_contain(hash) | lexicon.pairs.may_contain(pair);
        kept += usize::from(keep);
        if keep {
            prefetch(&lexicon.trie.slots, lexicon.trie.slot_of(hash));
        }
    }
    scratch.survivors.truncate(kept);
}

/// Follows the trie from word `start` as far as the text agrees.
fn walk(lexicon: &Lexicon, text: &[u8], marks: &Marks, start: usize, hash: u64, hits: &mut Vec<Hit>) {
    let (mut key, mut parent) = (hash, ROOT);
    let mut index = start;
    loop {
        let word = marks.word(index);
        let Some(number) = lexicon.trie.child(parent, key, word.of(text)) else { return };
        let node = lexicon.trie.node(number);
        if let Some(entry) = node.entry() {
            hits.push(Hit { word: start as u32, words: (index - start + 1) as u32, entry });
        }
        index += 1;
        if !node.has_children() || index == marks.len() {
            return;
        }
        let next = marks.word(index);
        parent = number;
        key = fold::join(key, fold::hash(text, next.start as usize, next.end as usize));
    }
}
