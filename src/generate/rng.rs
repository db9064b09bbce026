//! The random numbers behind every dump: small, fast, and the same on every platform.

/// xoshiro256** by David Blackman and Sebastiano Vigna, seeded through `SplitMix64` as they advise
/// (<https://prng.di.unimi.it/>, public domain). Integers only: no float, so no rounding differs between platforms.
#[derive(Clone, Debug)]
pub(super) struct Rng([u64; 4]);

/// One step of `SplitMix64`: a good 64-bit hash of its input.
pub(super) const fn mix(x: u64) -> u64 {
    let z = x.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

impl Rng {
    pub(super) const fn new(seed: u64) -> Self {
        let a = mix(seed);
        let b = mix(a);
        let c = mix(b);
        Self([a, b, c, mix(c)])
    }

    /// A generator of its own for the `index`-th thing of a kind, the same whenever it is asked for.
    pub(super) const fn keyed(seed: u64, kind: u64, index: u64) -> Self {
        Self::new(mix(seed ^ mix(kind)) ^ mix(index))
    }

    #[inline]
    pub(super) const fn next(&mut self) -> u64 {
        let s = &mut self.0;
        let result = s[1].wrapping_mul(5).rotate_left(7).wrapping_mul(9);
        let t = s[1] << 17;
        s[2] ^= s[0];
        s[3] ^= s[1];
        s[1] ^= s[2];
        s[0] ^= s[3];
        s[2] ^= t;
        s[3] = s[3].rotate_left(45);
        result
    }

    /// A number below `n` (0 when `n` is 0); multiply and shift, its bias is under one part in a million here.
    #[inline]
    pub(super) const fn below(&mut self, n: u32) -> u32 {
        (((self.next() >> 32) * n as u64) >> 32) as u32
    }

    /// A number from `low` to `high`, both included.
    #[inline]
    pub(super) const fn range(&mut self, low: u32, high: u32) -> u32 {
        low + self.below(high.saturating_sub(low) + 1)
    }

    /// True `p` times of a thousand.
    #[inline]
    pub(super) const fn per_mille(&mut self, p: u32) -> bool {
        self.below(1000) < p
    }

    #[inline]
    pub(super) fn pick<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.below(of.len() as u32) as usize]
    }

    /// A rank of at least `2^low` and below `2^high`, each octave equally likely, so that rank r comes up about 1/r
    /// as often: Zipf's law in integers.
    #[inline]
    pub(super) const fn zipf(&mut self, low: u32, high: u32) -> u32 {
        let octave = low + self.below(high - low);
        (1 << octave) + self.below(1 << octave)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_numbers_never_change() {
        let mut rng = Rng::new(1);
        let first = [rng.next(), rng.next(), rng.next()];
        let mut again = Rng::new(1);
        assert_eq!(first, [again.next(), again.next(), again.next()]);
        assert_eq!(mix(0), 0xE220_A839_7B1D_CDAF, "SplitMix64's published first output for seed 0");
    }

    #[test]
    fn ranges_hold() {
        let mut rng = Rng::new(7);
        for _ in 0..10_000 {
            assert!((3..=9).contains(&rng.range(3, 9)));
            assert!((32..65_536).contains(&rng.zipf(5, 16)));
        }
        assert_eq!(rng.below(0), 0);
    }
}
