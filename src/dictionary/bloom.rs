//! A blocked bloom filter: two bits in one 64-bit word, so a test is one load.
//!
//! Some of the hashes in it can be **marked**, with two more bits of the same word: a second set at the price of no second load.

/// Bits a key: about 5 % of other words pass, at twice as many bits 1.7 % (by the binomial law of the bits in a block).
const BITS_PER_KEY: usize = 8;

/// A set of hashes that may say "yes" wrongly and never says "no" wrongly.
#[derive(Clone, Debug)]
pub(crate) struct Bloom {
    /// A power of two of them.
    pub(crate) blocks: Vec<u64>,
}

impl Bloom {
    /// A filter of `hashes`, in which equal ones mostly follow each other.
    pub(crate) fn new(hashes: Vec<u64>) -> Self {
        Self::with_marked(hashes, &[])
    }

    /// The same, with those of `marked`, which are among them, marked.
    pub(crate) fn with_marked(mut hashes: Vec<u64>, marked: &[u64]) -> Self {
        hashes.dedup();
        let keys = hashes.len() + marked.len();
        let mut bloom = Self { blocks: vec![0; (keys * BITS_PER_KEY / 64).max(1).next_power_of_two()] };
        let bits = hashes.into_iter().map(|hash| (hash, Self::bits(hash)));
        for (hash, bits) in bits.chain(marked.iter().map(|&hash| (hash, Self::marks(hash)))) {
            let block = bloom.block(hash);
            bloom.blocks[block] |= bits;
        }
        bloom
    }

    /// The block that tells of `hash`.
    #[inline(always)]
    pub(crate) fn block(&self, hash: u64) -> usize {
        (hash >> 32) as usize & (self.blocks.len() - 1)
    }

    #[inline(always)]
    const fn bits(hash: u64) -> u64 {
        1 << (hash & 63) | 1 << (hash >> 6 & 63)
    }

    #[inline(always)]
    const fn marks(hash: u64) -> u64 {
        Self::bits(hash >> 12)
    }

    /// Whether `hash` may be in the set.
    #[inline(always)]
    pub(crate) fn may_contain(&self, hash: u64) -> bool {
        let bits = Self::bits(hash);
        self.blocks[self.block(hash)] & bits == bits
    }

    /// Whether `hash` may be marked.
    #[inline(always)]
    pub(crate) fn may_be_marked(&self, hash: u64) -> bool {
        let marks = Self::marks(hash);
        self.blocks[self.block(hash)] & marks == marks
    }
}
