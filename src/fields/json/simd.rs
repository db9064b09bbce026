//! The instruction sets behind one small trait. The only file of this module with `unsafe`.
//!
//! A hot loop is written once, generic over [`Vector`] and `#[inline(always)]`, and compiled as a whole inside one of the
//! thin `#[target_feature]` shells at the end: a helper compiled for the baseline would become a call for every block
//! (measured with an early prototype: a third more instructions). ARM's NEON has no vector of its own yet.
#![allow(unsafe_code)]
// The intrinsics' signed bytes and typed pointers; and `self` is the proof that SAFETY comments speak of.
#![allow(clippy::cast_possible_wrap, clippy::cast_sign_loss, clippy::cast_ptr_alignment, clippy::unused_self)]

#[cfg(target_arch = "x86_64")]
use std::arch::x86_64::{
    __m256i, __m512i, _mm256_cmpeq_epi8, _mm256_loadu_si256, _mm256_mask_cmpneq_epi8_mask, _mm256_min_epu8,
    _mm256_movemask_epi8, _mm256_or_si256, _mm256_set1_epi8, _mm256_sub_epi8, _mm512_castsi512_si256,
    _mm512_cmpeq_epi8_mask, _mm512_cmplt_epu8_mask, _mm512_loadu_si512, _mm512_set1_epi8, _mm512_sub_epi8,
};

use crate::level::Level;

/// What the scanner asks of 64 bytes. The value is a proof that the instructions exist: only [`dispatch`] makes one.
pub(super) trait Vector: Copy {
    /// Bytes that a mask covers; the bits above are zero.
    const WIDTH: usize;
    type Block: Copy;

    fn load(self, bytes: &[u8; 64]) -> Self::Block;

    /// Bit i: byte i is `"`.
    fn quotes(self, block: Self::Block) -> u64;

    /// Bit i: byte i is `\` or a control character below 0x20.
    fn specials(self, block: Self::Block) -> u64;

    /// Bit i: byte i is an ASCII digit.
    fn digits(self, block: Self::Block) -> u64;

    /// Whether the block begins with those of the first 32 bytes of `literal` whose bit is set in `mask`.
    fn begins_with(self, block: Self::Block, literal: &[u8; 32], mask: u32) -> bool;

    /// Runs `work` compiled for this vector. The compiler may inline it: [`apart`] may not be.
    fn enter<W: Work>(self, work: W) -> W::Output;
}

/// Runs `work` compiled for this vector as a call of its own. What is rare in a hot loop goes here, or else the loop has
/// no registers left.
///
/// The detour through a function without target features is needed: rustc 1.95 drops `#[inline(never)]` from those with.
#[inline(never)]
pub(super) fn apart<V: Vector, W: Work>(vector: V, work: W) -> W::Output {
    vector.enter(work)
}

/// A loop that wants to be compiled for every level.
pub(super) trait Work {
    type Output;
    /// Implementations are `#[inline(always)]`, or else they run without the vector's instructions being inlined.
    fn run<V: Vector>(self, vector: V) -> Self::Output;
}

/// The vector that a [`Level`] stands for, once it is known that this processor has it: the proof that `unsafe` rests on.
#[derive(Clone, Copy)]
pub(super) struct Chosen(Level);

impl Chosen {
    /// `level`, or the best that this processor has where that is less.
    pub(super) fn new(level: Level) -> Chosen {
        Chosen(level.min(Level::detect()))
    }
}

/// Runs `work` compiled for the chosen level.
#[inline]
pub(super) fn dispatch<W: Work>(chosen: Chosen, work: W) -> W::Output {
    match chosen.0 {
        // SAFETY: `Chosen` holds no level above the detected one, and `Level::detect` asks for the shell's features.
        #[cfg(target_arch = "x86_64")]
        Level::Avx512 => unsafe { with_avx512(work) },
        // SAFETY: as above.
        #[cfg(target_arch = "x86_64")]
        Level::Avx2 => unsafe { with_avx2(work) },
        _ => work.run(Portable),
    }
}

/// SWAR: 8 bytes a step in a `u64`; safe code, the twin of every other path.
#[derive(Clone, Copy)]
pub(super) struct Portable;

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x8080_8080_8080_8080;

impl Portable {
    /// The top bit of each byte that is zero. Exact for every byte: nothing is carried from one to the next.
    #[inline(always)]
    fn zero(x: u64) -> u64 {
        !(((x & !HIGH) + !HIGH) | x) & HIGH
    }

    /// The top bit of each byte below `limit`, a number up to 0x80.
    #[inline(always)]
    fn below(x: u64, limit: u64) -> u64 {
        !((x & !HIGH) + ONES * (0x80 - limit)) & !x & HIGH
    }

    /// The eight top bits side by side.
    #[inline(always)]
    fn gather(tops: u64) -> u64 {
        (tops >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
    }
}

impl Vector for Portable {
    const WIDTH: usize = 8;
    type Block = [u64; 4];

    #[inline(always)]
    fn load(self, bytes: &[u8; 64]) -> [u64; 4] {
        std::array::from_fn(|i| word(&bytes[..], i))
    }

    #[inline(always)]
    fn quotes(self, block: [u64; 4]) -> u64 {
        let x = block[0];
        Self::gather(Self::zero(x ^ (ONES * b'"' as u64)))
    }

    #[inline(always)]
    fn specials(self, block: [u64; 4]) -> u64 {
        let x = block[0];
        Self::gather(Self::zero(x ^ (ONES * b'\\' as u64)) | Self::below(x, 0x20))
    }

    #[inline(always)]
    fn digits(self, block: [u64; 4]) -> u64 {
        let x = block[0];
        Self::gather(Self::below(x, b'9' as u64 + 1) & !Self::below(x, b'0' as u64))
    }

    #[inline(always)]
    fn begins_with(self, block: [u64; 4], literal: &[u8; 32], mask: u32) -> bool {
        let bits = 8 * mask.trailing_ones();
        let mut different = 0;
        for (i, x) in block.into_iter().enumerate() {
            let here = bits.saturating_sub(64 * i as u32).min(64);
            let kept = if here == 64 { !0 } else { (1 << here) - 1 };
            different |= (x ^ word(&literal[..], i)) & kept;
        }
        different == 0
    }

    #[inline(always)]
    fn enter<W: Work>(self, work: W) -> W::Output {
        work.run(self)
    }
}

#[inline(always)]
fn word(bytes: &[u8], index: usize) -> u64 {
    let mut word = [0; 8];
    word.copy_from_slice(&bytes[8 * index..8 * index + 8]);
    u64::from_le_bytes(word)
}

/// Two 32-byte registers.
#[cfg(target_arch = "x86_64")]
#[derive(Clone, Copy)]
pub(super) struct Avx2(());

#[cfg(target_arch = "x86_64")]
impl Avx2 {
    /// The top bits of all bytes. No closures in this file: they are compiled for the baseline, and end as calls.
    #[inline(always)]
    fn mask(self, low: __m256i, high: __m256i) -> u64 {
        // SAFETY: `self` proves AVX2.
        let (low, high) = unsafe { (_mm256_movemask_epi8(low), _mm256_movemask_epi8(high)) };
        u64::from(low as u32) | u64::from(high as u32) << 32
    }

    #[inline(always)]
    fn equal(self, x: __m256i, byte: u8) -> __m256i {
        // SAFETY: `self` proves AVX2.
        unsafe { _mm256_cmpeq_epi8(x, _mm256_set1_epi8(byte as i8)) }
    }

    /// Bytes up to `limit`, unsigned.
    #[inline(always)]
    fn at_most(self, x: __m256i, limit: u8) -> __m256i {
        // SAFETY: `self` proves AVX2.
        unsafe { _mm256_cmpeq_epi8(_mm256_min_epu8(x, _mm256_set1_epi8(limit as i8)), x) }
    }

    #[inline(always)]
    fn special(self, x: __m256i) -> __m256i {
        // SAFETY: `self` proves AVX2.
        unsafe { _mm256_or_si256(self.equal(x, b'\\'), self.at_most(x, 0x1f)) }
    }

    #[inline(always)]
    fn digit(self, x: __m256i) -> __m256i {
        // SAFETY: `self` proves AVX2.
        self.at_most(unsafe { _mm256_sub_epi8(x, _mm256_set1_epi8(b'0' as i8)) }, 9)
    }
}

#[cfg(target_arch = "x86_64")]
impl Vector for Avx2 {
    const WIDTH: usize = 64;
    type Block = [__m256i; 2];

    #[inline(always)]
    fn load(self, bytes: &[u8; 64]) -> [__m256i; 2] {
        let at = bytes.as_ptr().cast::<__m256i>();
        // SAFETY: `self` proves AVX2; both unaligned loads lie inside the 64 bytes.
        unsafe { [_mm256_loadu_si256(at), _mm256_loadu_si256(at.add(1))] }
    }

    #[inline(always)]
    fn quotes(self, [low, high]: [__m256i; 2]) -> u64 {
        self.mask(self.equal(low, b'"'), self.equal(high, b'"'))
    }

    #[inline(always)]
    fn specials(self, [low, high]: [__m256i; 2]) -> u64 {
        self.mask(self.special(low), self.special(high))
    }

    #[inline(always)]
    fn digits(self, [low, high]: [__m256i; 2]) -> u64 {
        self.mask(self.digit(low), self.digit(high))
    }

    #[inline(always)]
    fn begins_with(self, block: [__m256i; 2], literal: &[u8; 32], mask: u32) -> bool {
        // SAFETY: `self` proves AVX2; the unaligned load lies inside the 32 bytes.
        let equal = unsafe {
            let literal = _mm256_loadu_si256(literal.as_ptr().cast());
            _mm256_movemask_epi8(_mm256_cmpeq_epi8(block[0], literal)) as u32
        };
        equal & mask == mask
    }

    #[inline(always)]
    fn enter<W: Work>(self, work: W) -> W::Output {
        // SAFETY: `self` proves the features.
        unsafe { with_avx2(work) }
    }
}

/// One 64-byte register, comparisons straight into mask registers.
#[cfg(target_arch = "x86_64")]
#[derive(Clone, Copy)]
pub(super) struct Avx512(());

#[cfg(target_arch = "x86_64")]
impl Vector for Avx512 {
    const WIDTH: usize = 64;
    type Block = __m512i;

    #[inline(always)]
    fn load(self, bytes: &[u8; 64]) -> __m512i {
        // SAFETY: `self` proves AVX-512 F; the unaligned load is the 64 bytes.
        unsafe { _mm512_loadu_si512(bytes.as_ptr().cast()) }
    }

    #[inline(always)]
    fn quotes(self, x: __m512i) -> u64 {
        // SAFETY: `self` proves AVX-512 BW.
        unsafe { _mm512_cmpeq_epi8_mask(x, _mm512_set1_epi8(b'"' as i8)) }
    }

    #[inline(always)]
    fn specials(self, x: __m512i) -> u64 {
        // SAFETY: `self` proves AVX-512 BW.
        unsafe {
            _mm512_cmpeq_epi8_mask(x, _mm512_set1_epi8(b'\\' as i8)) | _mm512_cmplt_epu8_mask(x, _mm512_set1_epi8(0x20))
        }
    }

    #[inline(always)]
    fn digits(self, x: __m512i) -> u64 {
        // SAFETY: `self` proves AVX-512 BW.
        unsafe {
            let value = _mm512_sub_epi8(x, _mm512_set1_epi8(b'0' as i8));
            _mm512_cmplt_epu8_mask(value, _mm512_set1_epi8(10))
        }
    }

    #[inline(always)]
    fn begins_with(self, x: __m512i, literal: &[u8; 32], mask: u32) -> bool {
        // SAFETY: `self` proves AVX-512 BW and VL; the unaligned load lies inside the 32 bytes.
        unsafe {
            let literal = _mm256_loadu_si256(literal.as_ptr().cast());
            _mm256_mask_cmpneq_epi8_mask(mask, _mm512_castsi512_si256(x), literal) == 0
        }
    }

    #[inline(always)]
    fn enter<W: Work>(self, work: W) -> W::Output {
        // SAFETY: `self` proves the features.
        unsafe { with_avx512(work) }
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
fn with_avx2<W: Work>(work: W) -> W::Output {
    work.run(Avx2(()))
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx2,bmi1,bmi2,lzcnt,popcnt")]
fn with_avx512<W: Work>(work: W) -> W::Output {
    work.run(Avx512(()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Everything a vector says of 64 bytes, in its own width.
    struct Ask<'a>(&'a [u8; 64], &'a [u8; 32], u32);

    impl Work for Ask<'_> {
        type Output = (usize, [u64; 3], bool);

        #[inline(always)]
        fn run<V: Vector>(self, v: V) -> Self::Output {
            let block = v.load(self.0);
            let masks = [v.quotes(block), v.specials(block), v.digits(block)];
            (V::WIDTH, masks, v.begins_with(block, self.1, self.2))
        }
    }

    fn mask(bytes: &[u8], test: impl Fn(u8) -> bool) -> u64 {
        bytes.iter().enumerate().map(|(i, &byte)| u64::from(test(byte)) << i).sum()
    }

    fn check(bytes: &[u8; 64], literal: &[u8; 32], length: usize) {
        for level in Level::available() {
            let (width, masks, begins) =
                dispatch(Chosen::new(level), Ask(bytes, literal, ((1u64 << length) - 1) as u32));
            let seen = &bytes[..width];
            let expected = [
                mask(seen, |byte| byte == b'"'),
                mask(seen, |byte| byte == b'\\' || byte < 0x20),
                mask(seen, |byte| byte.is_ascii_digit()),
            ];
            assert_eq!(masks, expected, "{}", level.name());
            assert_eq!(begins, bytes[..length] == literal[..length], "{} {length}", level.name());
        }
    }

    #[test]
    fn every_byte_in_every_place() {
        for byte in 0..=255 {
            for place in 0..64 {
                let mut bytes = [b'x'; 64];
                bytes[place] = byte;
                check(&bytes, &[b'x'; 32], 32.min(place + 1));
                check(&bytes, &[b'x'; 32], place.min(32));
            }
        }
    }

    proptest! {
        #[test]
        fn any_bytes(bytes: [[u8; 32]; 2], common in 0usize..=32, length in 0usize..=32) {
            let bytes: [u8; 64] = bytes.concat().try_into().unwrap();
            let mut literal: [u8; 32] = bytes[32..].try_into().unwrap();
            literal[..common].copy_from_slice(&bytes[..common]);
            check(&bytes, &literal, length);
        }
    }
}
