//! Which letters are no medical word, and begin none, without a look at the dictionary: both filters are small enough to stay
//! near.

use super::{Bloom, Term};
use crate::entity::id;
use crate::fold;

/// Letters (bytes) of a beginning.
const LETTERS: usize = 4;
const BITS: u32 = 16;

/// The single words for medicines, illnesses, complaints and procedures.
#[derive(Clone, Debug)]
pub(crate) struct MedicalWords {
    /// A bit for each beginning, found by a hash: 8 KiB, of which one bit in fifteen is set by the built-in dictionaries.
    starts: Vec<u64>,
    words: Bloom,
}

impl MedicalWords {
    /// Takes what is medical of `terms` (folded, each with its meaning).
    pub(super) fn new<'t>(terms: impl Iterator<Item = (&'t [u8], Term)>) -> Self {
        let medical = |term: Term| matches!(term.entity, id::MEDICATION | id::CONDITION | id::SYMPTOM | id::PROCEDURE);
        let (mut starts, mut hashes) = (vec![0; 1 << (BITS - 6)], Vec::new());
        for (word, _) in terms.filter(|(_, term)| medical(*term)) {
            hashes.push(fold::word_alone(word).hash);
            if let Some(bit) = bit(word) {
                starts[bit >> 6] |= 1 << (bit & 63);
            }
        }
        Self { starts, words: Bloom::new(hashes) }
    }

    /// Whether one may begin with `letters`, of either case; always where they are fewer than four.
    #[inline]
    pub(crate) fn may_begin(&self, letters: &[u8]) -> bool {
        bit(letters).is_none_or(|bit| self.starts[bit >> 6] >> (bit & 63) & 1 == 1)
    }

    /// Whether `word`, of either case, may be one.
    pub(crate) fn may_be(&self, word: &[u8]) -> bool {
        self.words.may_contain(fold::word_alone(word).hash)
    }
}

/// The bit of a word's first letters: of each the five bits that do not tell its case.
#[inline]
fn bit(word: &[u8]) -> Option<usize> {
    let letters = word.get(..LETTERS)?;
    let key = letters.iter().fold(0_u32, |key, letter| key << 5 | u32::from(letter & 31));
    // Fibonacci hashing (Knuth, The Art of Computer Programming, 6.4).
    Some((key.wrapping_mul(0x9E37_79B1) >> (32 - BITS)) as usize)
}

#[cfg(test)]
mod tests {
    use crate::scanner::Scanner;

    /// What the dictionary holds passes both filters, and most of what it does not hold fails one.
    #[test]
    fn medical_words_pass() {
        let scanner = Scanner::builder().build().unwrap();
        let words = &scanner.lexicon().medical_words;
        for word in ["metformin", "Sertralin", "ANTABUS", "klamydia", "astma", "ipren", "ångest"] {
            assert!(words.may_begin(word.as_bytes()) && words.may_be(word.as_bytes()), "{word}");
        }
        let others =
            ["fönsterbräda", "yesterday", "wednesday", "thursday", "something", "everybody", "åttahundra", "hyresvärd"];
        assert!(others.iter().filter(|word| words.may_be(word.as_bytes())).count() <= 1);
    }
}
