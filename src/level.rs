//! Which implementation of the SIMD loops runs.

/// The instruction set the hot loops use: chosen once, when a scanner is built, never per call.
///
/// Every level gives the same answer byte for byte; tests hold them to it. On other processors than `x86_64` the portable
/// loops run (the compiler vectorises most of them for NEON).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Level {
    /// Plain Rust, for every processor.
    Portable,
    /// 32 bytes a step.
    Avx2,
    /// 64 bytes a step, with byte masks and compression (AVX-512 BW, VL, VBMI2).
    Avx512,
}

impl Level {
    /// The best level this processor has.
    ///
    /// ```
    /// assert!(earmark::Level::available().contains(&earmark::Level::detect()));
    /// ```
    pub fn detect() -> Self {
        #[cfg(target_arch = "x86_64")]
        {
            let avx2 = is_x86_feature_detected!("avx2")
                && is_x86_feature_detected!("bmi1")
                && is_x86_feature_detected!("bmi2")
                && is_x86_feature_detected!("lzcnt")
                && is_x86_feature_detected!("popcnt");
            let avx512 = is_x86_feature_detected!("avx512f")
                && is_x86_feature_detected!("avx512bw")
                && is_x86_feature_detected!("avx512vl")
                && is_x86_feature_detected!("avx512vbmi2");
            if avx2 && avx512 {
                return Self::Avx512;
            }
            if avx2 {
                return Self::Avx2;
            }
        }
        Self::Portable
    }

    /// All levels this processor can run, the portable one first: what the agreement tests go through.
    pub fn available() -> Vec<Self> {
        [Self::Portable, Self::Avx2, Self::Avx512].into_iter().filter(|&level| level <= Self::detect()).collect()
    }

    /// Its name as the program's hidden `--simd` option and the manifest write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Portable => "portable",
            Self::Avx2 => "avx2",
            Self::Avx512 => "avx512",
        }
    }
}
