//! Vector loops of the token pass, and the one place in the reading wing with `unsafe`.
//!
//! What is inside: marking words 64 bytes at a time, compiling the search loop under each level's instruction set, and a
//! prefetch. Every function exported from here is safe; a [`Level`] above the processor's is never made
//! ([`Level::detect`]), which is what the calls into `target_feature` functions rest on.
#![allow(unsafe_code)]

use super::search::{Scratch, search_imp};
use super::{Hit, Marks};
use crate::dictionary::Lexicon;
use crate::fold;
use crate::level::Level;
use crate::utterance::PADDING;

/// Marks words, digits and at-signs of `text[..len]`.
///
/// # Panics
/// Where `text` has less than [`PADDING`] bytes after `len`.
pub(super) fn mark(level: Level, text: &[u8], len: usize, marks: &mut Marks) {
    assert!(text.len() >= len + PADDING);
    match level {
        #[cfg(target_arch = "x86_64")]
        // SAFETY: the level says that the processor has what the function is compiled for.
        Level::Avx512 if Level::detect() == Level::Avx512 => unsafe { x86::mark_avx512(text, len, marks) },
        #[cfg(target_arch = "x86_64")]
        // SAFETY: as above.
        Level::Avx2 | Level::Avx512 if Level::detect() >= Level::Avx2 => unsafe { x86::mark_avx2(text, len, marks) },
        _ => mark_portable(text, len, marks),
    }
}

/// [`search_imp`] under the level's instruction set: a baseline build has no `mulx` and no `bzhi`.
pub(super) fn search(
    level: Level,
    lexicon: &Lexicon,
    text: &[u8],
    marks: &Marks,
    scratch: &mut Scratch,
    hits: &mut Vec<Hit>,
) {
    match level {
        #[cfg(target_arch = "x86_64")]
        // SAFETY: as in `mark`.
        Level::Avx2 | Level::Avx512 if Level::detect() >= Level::Avx2 => unsafe {
            x86::search_avx2(lexicon, text, marks, scratch, hits);
        },
        _ => search_imp(lexicon, text, marks, scratch, hits),
    }
}

/// Asks for the memory of `slots[index]`; does nothing where there is none, or where the processor has no such instruction.
#[inline(always)]
pub(crate) fn prefetch<T>(slots: &[T], index: usize) {
    #[cfg(target_arch = "x86_64")]
    if let Some(slot) = slots.get(index) {
        // SAFETY: a prefetch reads nothing that the program can see, and the address is that of a live element.
        unsafe {
            std::arch::x86_64::_mm_prefetch::<{ std::arch::x86_64::_MM_HINT_T0 }>(std::ptr::from_ref(slot).cast());
        }
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = (slots, index);
}

/// Word, digit and at-sign masks of 64 bytes, carried from block to block.
#[derive(Default)]
struct Carry {
    word: u64,
    digit: u64,
}

impl Carry {
    /// Bits where a word begins or ends.
    #[inline(always)]
    fn edges(&mut self, word: u64) -> u64 {
        let edges = word ^ (word << 1 | self.word);
        self.word = word >> 63;
        edges
    }

    /// Bits where a digit run begins.
    #[inline(always)]
    fn digit_starts(&mut self, digit: u64) -> u64 {
        let starts = digit & !(digit << 1 | self.digit);
        self.digit = digit >> 63;
        starts
    }
}

#[inline(always)]
fn push_bits(mut bits: u64, base: u32, out: &mut Vec<u32>) {
    while bits != 0 {
        out.push(base + bits.trailing_zeros());
        bits &= bits - 1;
    }
}

fn mark_portable(text: &[u8], len: usize, marks: &mut Marks) {
    let mut carry = Carry::default();
    for base in (0..len).step_by(64) {
        let (mut word, mut digit, mut at) = (0, 0, 0);
        for (bit, &byte) in text[base..base + 64].iter().enumerate() {
            let class = fold::class(byte);
            word |= u64::from(class & fold::WORD != 0) << bit;
            digit |= u64::from(class & fold::DIGIT != 0) << bit;
            at |= u64::from(byte == b'@') << bit;
        }
        let live = before(len, base);
        let edges = carry.edges(word & live);
        marks.open_block(edges);
        push_bits(edges, base as u32, &mut marks.edges);
        push_bits(carry.digit_starts(digit & live), base as u32, &mut marks.digits);
        push_bits(at & live, base as u32, &mut marks.ats);
    }
    finish(len, marks);
}

/// The bits of the block at `base` that lie before `len`: what stands behind the text decides nothing.
#[inline]
const fn before(len: usize, base: usize) -> u64 {
    if len - base >= 64 { u64::MAX } else { (1 << (len - base)) - 1 }
}

/// Takes away what the last block saw behind the text, which need not be spaces, and ends a word that ends with the text.
fn finish(len: usize, marks: &mut Marks) {
    let len = len as u32;
    for marked in [&mut marks.edges, &mut marks.digits, &mut marks.ats] {
        marked.truncate(marked.partition_point(|&at| at < len));
    }
    if marks.edges.len() % 2 == 1 {
        marks.edges.push(len);
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    #[allow(clippy::wildcard_imports)]
    use std::arch::x86_64::*;

    use super::{Carry, Hit, Lexicon, Marks, Scratch, before, finish, push_bits, search_imp};
    use crate::fold::BARRIER_BYTE;

    #[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
    pub(super) fn search_avx2(
        lexicon: &Lexicon,
        text: &[u8],
        marks: &Marks,
        scratch: &mut Scratch,
        hits: &mut Vec<Hit>,
    ) {
        search_imp(lexicon, text, marks, scratch, hits);
    }

    /// Word, digit and at-sign bits of 32 bytes.
    #[inline]
    #[target_feature(enable = "avx2")]
    fn masks_avx2(bytes: __m256i) -> (u32, u32, u32) {
        let letter = _mm256_sub_epi8(_mm256_or_si256(bytes, _mm256_set1_epi8(0x20)), _mm256_set1_epi8(b'a' as i8));
        let digit = _mm256_sub_epi8(bytes, _mm256_set1_epi8(b'0' as i8));
        // Unsigned `x < n` is `min(x, n - 1) == x`: AVX2 compares signed bytes only.
        let is_letter = _mm256_cmpeq_epi8(_mm256_min_epu8(letter, _mm256_set1_epi8(25)), letter);
        let is_digit = _mm256_cmpeq_epi8(_mm256_min_epu8(digit, _mm256_set1_epi8(9)), digit);
        let is_barrier = _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(BARRIER_BYTE as i8));
        let word = _mm256_or_si256(_mm256_or_si256(is_letter, is_digit), _mm256_or_si256(is_barrier, bytes));
        let at = _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(b'@' as i8));
        (_mm256_movemask_epi8(word) as u32, _mm256_movemask_epi8(is_digit) as u32, _mm256_movemask_epi8(at) as u32)
    }

    #[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
    pub(super) fn mark_avx2(text: &[u8], len: usize, marks: &mut Marks) {
        let mut carry = Carry::default();
        for base in (0..len).step_by(64) {
            let block = &text[base..base + 64];
            // SAFETY: `block` holds 64 bytes: two loads of 32.
            let (low, high) = unsafe {
                (_mm256_loadu_si256(block.as_ptr().cast()), _mm256_loadu_si256(block.as_ptr().add(32).cast()))
            };
            let (low, high) = (masks_avx2(low), masks_avx2(high));
            let wide = |low: u32, high: u32| u64::from(low) | u64::from(high) << 32;
            let live = before(len, base);
            let edges = carry.edges(wide(low.0, high.0) & live);
            marks.open_block(edges);
            push_bits(edges, base as u32, &mut marks.edges);
            push_bits(carry.digit_starts(wide(low.1, high.1) & live), base as u32, &mut marks.digits);
            push_bits(wide(low.2, high.2) & live, base as u32, &mut marks.ats);
        }
        finish(len, marks);
    }

    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vbmi2,bmi1,bmi2,popcnt")]
    pub(super) fn mark_avx512(text: &[u8], len: usize, marks: &mut Marks) {
        let mut carry = Carry::default();
        for base in (0..len).step_by(64) {
            let block = &text[base..base + 64];
            // SAFETY: `block` holds 64 bytes.
            let bytes = unsafe { _mm512_loadu_si512(block.as_ptr().cast()) };
            let letter = _mm512_sub_epi8(_mm512_or_si512(bytes, _mm512_set1_epi8(0x20)), _mm512_set1_epi8(b'a' as i8));
            let digit = _mm512_sub_epi8(bytes, _mm512_set1_epi8(b'0' as i8));
            let is_digit = _mm512_cmplt_epu8_mask(digit, _mm512_set1_epi8(10));
            let word = _mm512_cmplt_epu8_mask(letter, _mm512_set1_epi8(26))
                | is_digit
                | _mm512_movepi8_mask(bytes)
                | _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(BARRIER_BYTE as i8));
            let at = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(b'@' as i8));
            let live = before(len, base);
            let edges = carry.edges(word & live);
            marks.open_block(edges);
            push_compressed(edges, base as u32, &mut marks.edges);
            push_bits(carry.digit_starts(is_digit & live), base as u32, &mut marks.digits);
            push_bits(at & live, base as u32, &mut marks.ats);
        }
        finish(len, marks);
    }

    /// [`push_bits`] without a loop over the bits: the numbers 0..64 compressed by the mask.
    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vbmi2,popcnt")]
    fn push_compressed(bits: u64, base: u32, out: &mut Vec<u32>) {
        const COUNT: [u8; 64] = {
            let mut count = [0; 64];
            let mut index = 0;
            while index < 64 {
                count[index] = index as u8;
                index += 1;
            }
            count
        };
        let total = bits.count_ones() as usize;
        out.reserve(64);
        // SAFETY: COUNT holds 64 bytes.
        let numbers = unsafe { _mm512_loadu_si512(COUNT.as_ptr().cast()) };
        let packed = _mm512_maskz_compress_epi8(bits, numbers);
        let quarters = [
            _mm512_castsi512_si128(packed),
            _mm512_extracti32x4_epi32::<1>(packed),
            _mm512_extracti32x4_epi32::<2>(packed),
            _mm512_extracti32x4_epi32::<3>(packed),
        ];
        for (index, quarter) in quarters.into_iter().enumerate().take(total.div_ceil(16)) {
            let wide = _mm512_add_epi32(_mm512_cvtepu8_epi32(quarter), _mm512_set1_epi32(base as i32));
            // SAFETY: 64 elements were reserved; quarter `index` writes elements 16 * index .. 16 * index + 16 of them.
            unsafe { _mm512_storeu_si512(out.as_mut_ptr().add(out.len() + 16 * index).cast(), wide) };
        }
        // SAFETY: the first `total` elements after the old length were just written.
        unsafe { out.set_len(out.len() + total) };
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn marks_of(level: Level, text: &[u8]) -> Marks {
        let mut padded = text.to_vec();
        padded.resize(text.len() + PADDING, b' ');
        let mut marks = Marks::default();
        mark(level, &padded, text.len(), &mut marks);
        marks
    }

    /// Edges, digits and at-signs by their definitions.
    fn plain(text: &[u8]) -> [Vec<u32>; 3] {
        let digit = |at: usize| text[at].is_ascii_digit();
        let places = |is: &dyn Fn(usize) -> bool| (0..text.len()).filter(|&at| is(at)).map(|at| at as u32).collect();
        [
            fold::words(text).flat_map(|range| [range.start as u32, range.end as u32]).collect(),
            places(&|at| digit(at) && (at == 0 || !digit(at - 1))),
            places(&|at| text[at] == b'@'),
        ]
    }

    proptest! {
        #[test]
        fn every_level_marks_like_the_definition(
            text in prop::collection::vec(prop_oneof![any::<u8>(), Just(b' '), Just(b'@'), 0x30u8..0x3a, 0x61u8..0x7b], 0..400)
        ) {
            let expected = plain(&text);
            for level in Level::available() {
                let marks = marks_of(level, &text);
                for at in 0..=text.len() as u32 + 1 {
                    let ended = expected[0].iter().filter(|&&edge| edge <= at).count();
                    prop_assert_eq!(marks.word_at(at), ended / 2, "{:?}: byte {}", level, at);
                }
                prop_assert_eq!(&[marks.edges, marks.digits, marks.ats], &expected, "{:?}", level);
            }
        }
    }
}
