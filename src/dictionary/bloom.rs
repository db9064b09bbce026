//! A blocked bloom filter: two bits in one 64-bit word, so a test is one load.

/// Bits a key: at 16, about 1.6 % of other words pass.
const BITS_PER_KEY: usize = 8;

/// A set of hashes that may say "yes" wrongly and never says "no" wrongly.
#[derive(Clone, Debug)]
pub(crate) struct Bloom {
    /// A power of two of them.
    blocks: Vec<u64>,
}

impl Bloom {
    /// A filter of `hashes`, in which equal ones mostly follow each other.
    pub(crate) fn new(mut hashes: Vec<u64>) -> Self {
        hashes.dedup();
        let blocks = (hashes.len() * BITS_PER_KEY / 64).max(1).next_power_of_two();
        let mut bloom = Self { blocks: vec![0; blocks] };
        for hash in hashes {
            let block = bloom.block(hash);
            bloom.blocks[block] |= Self::bits(hash);
        }
        bloom
    }

    #[inline(always)]
    fn block(&self, hash: u64) -> usize {
        (hash >> 32) as usize & (self.blocks.len() - 1)
    }

    #[inline(always)]
    const fn bits(hash: u64) -> u64 {
        1 << (hash & 63) | 1 << (hash >> 6 & 63)
    }

    /// Whether `hash` may be in the set.
    #[inline(always)]
    pub(crate) fn may_contain(&self, hash: u64) -> bool {
        let bits = Self::bits(hash);
        self.blocks[self.block(hash)] & bits == bits
    }
}
