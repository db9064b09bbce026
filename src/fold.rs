//! Words and their one fold, shared by dictionaries and text.
//!
//! A **word** is a maximal run of ASCII letters, ASCII digits and bytes from 0x80 up (in text that the lexer accepts, those
//! are letters: docs/DESIGN.md, "Tokens"). Everything else, the hyphen and the apostrophe included, only parts words.
//! The **fold** is lower case for ASCII and Latin-1 (å ä ö é …), byte for byte, so offsets stay where they are.

/// Byte classes, bits of [`class`].
pub(crate) const WORD: u8 = 1;
pub(crate) const DIGIT: u8 = 2;

/// The separator word of [`crate::utterance::BARRIER`].
pub(crate) const BARRIER_BYTE: u8 = 0x1f;

/// What the lexer sees of a pound sign and of a euro sign.
pub(crate) const POUND: u8 = 0x1c;
pub(crate) const EURO: u8 = 0x1d;

/// What a byte is to the lexer.
#[inline]
pub(crate) const fn class(byte: u8) -> u8 {
    CLASSES[byte as usize]
}

static CLASSES: [u8; 256] = {
    let (mut table, mut byte) = ([0; 256], 0);
    while byte < 256 {
        table[byte] = class_of(byte as u8);
        byte += 1;
    }
    table
};

const fn class_of(byte: u8) -> u8 {
    match byte {
        b'0'..=b'9' => WORD | DIGIT,
        b'a'..=b'z' | b'A'..=b'Z' | BARRIER_BYTE | 0x80.. => WORD,
        _ => 0,
    }
}

/// The fold of each byte that stands alone: small letters and digits, 0 for what parts words, and bytes from 0x80 up as they
/// are (their fold depends on the byte before: [`fold_byte`]).
const FOLDED: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        if class_of(byte as u8) & WORD != 0 {
            table[byte] = (byte as u8).to_ascii_lowercase();
        }
        byte += 1;
    }
    table
};

/// Appends the folded words of `text`, one space before each but the first one in `out` after `before`.
pub(crate) fn fold_words_into(text: &[u8], before: usize, out: &mut Vec<u8>) {
    out.reserve(text.len() + 1);
    let (mut previous, mut gap) = (0, true);
    for &byte in text {
        let folded = FOLDED[usize::from(byte)];
        if folded == 0 {
            gap = true;
        } else {
            if gap && out.len() > before {
                out.push(b' ');
            }
            out.push(if byte < 0x80 { folded } else { fold_byte(if gap { 0 } else { previous }, byte) });
            gap = false;
        }
        previous = byte;
    }
}

/// The words of `text` as byte ranges, by the definition: the plain twin of the lexer's SIMD pass.
pub(crate) fn words(text: &[u8]) -> impl Iterator<Item = std::ops::Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].iter().position(|&b| class(b) & WORD != 0)?;
        let length = text[start..].iter().position(|&b| class(b) & WORD == 0).unwrap_or(text.len() - start);
        at = start + length;
        Some(start..at)
    })
}

/// Folds one word: `previous` is the byte before `byte` in it, which tells whether `byte` continues a Latin-1 capital.
#[inline]
const fn fold_byte(previous: u8, byte: u8) -> u8 {
    match byte {
        b'A'..=b'Z' => byte | 0x20,
        // U+00C0..U+00DE are C3 80..C3 9E in UTF-8, their small letters 0x20 further on; U+00D7 is no letter.
        0x80..=0x9e if previous == 0xc3 && byte != 0x97 => byte + 0x20,
        _ => byte,
    }
}

/// Appends the fold of `word`.
pub(crate) fn fold_into(word: &[u8], out: &mut Vec<u8>) {
    let mut previous = 0;
    for &byte in word {
        out.push(fold_byte(previous, byte));
        previous = byte;
    }
}

/// Writes the fold of `word` to the start of `out`, which must be long enough.
pub(crate) fn fold_onto(word: &[u8], out: &mut [u8]) {
    let mut previous = 0;
    for (&byte, folded) in word.iter().zip(out) {
        *folded = fold_byte(previous, byte);
        previous = byte;
    }
}

/// Whether `word` folds to `folded`.
#[inline]
pub(crate) fn folds_to(word: &[u8], folded: &[u8]) -> bool {
    // The fold changes nothing but bit 5, and most words that are compared differ in their first byte.
    let first = |bytes: &[u8]| bytes.first().map(|byte| byte | 0x20);
    word.len() == folded.len() && first(word) == first(folded) && all_fold_to(word, folded)
}

fn all_fold_to(word: &[u8], folded: &[u8]) -> bool {
    let mut previous = 0;
    word.iter().zip(folded).all(|(&byte, &wanted)| {
        let equal = fold_byte(previous, byte) == wanted;
        previous = byte;
        equal
    })
}

const K0: u64 = 0x9e37_79b9_7f4a_7c15;
const K1: u64 = 0xd6e8_feb8_6659_fd93;
/// Sets bit 5 of every byte: lower case for letters, no change for digits; other words may collide, and are told apart by
/// [`folds_to`].
const CASE: u64 = 0x2020_2020_2020_2020;

const fn multiply(a: u64, b: u64) -> u64 {
    let wide = a as u128 * b as u128;
    (wide as u64) ^ ((wide >> 64) as u64)
}

/// The bits of a word's first 8 bytes, and of the next 8, by its length up to 16.
static LENGTHS: [[u64; 2]; 17] = {
    let (mut table, mut length) = ([[0; 2]; 17], 1);
    while length <= 16 {
        let low = if length < 8 { length } else { 8 };
        table[length][0] = u64::MAX >> (64 - 8 * low);
        table[length][1] = if length > 8 { u64::MAX >> (128 - 8 * length) } else { 0 };
        length += 1;
    }
    table
};

/// The first 8 bytes and the next 8 of a word of `length` bytes, roughly folded, with nothing behind it.
#[inline(always)]
fn halves(low: u64, high: u64, length: usize) -> (u64, u64) {
    let [keep_low, keep_high] = LENGTHS[length.min(16)];
    ((low | CASE) & keep_low, (high | CASE) & keep_high)
}

/// A word's first 16 bytes, roughly folded, and its hash: words with equal folds have equal ones.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word {
    pub(crate) low: u64,
    pub(crate) high: u64,
    pub(crate) hash: u64,
}

/// Reads the word `text[start..end]` and up to 16 bytes past its start, which `text` must hold. The hash multiplies as
/// wyhash does (Wang Yi, 2019, public domain).
#[inline(always)]
pub(crate) fn word(text: &[u8], start: usize, end: usize) -> Word {
    let length = end - start;
    let block: &[u8; 16] = text[start..].first_chunk().expect("16 bytes after every word's start");
    let block = u128::from_le_bytes(*block);
    let (low, high) = halves(block as u64, (block >> 64) as u64, length);
    let first = hash_of(low, high, length);
    let hash = if length > 16 { hash_rest(text, start + 16, end, first) } else { first };
    Word { low, high, hash }
}

/// [`word`] of a word that stands alone, with no bytes after it.
#[inline]
pub(crate) fn word_alone(text: &[u8]) -> Word {
    let length = text.len();
    if length > 16 {
        // Sixteen bytes are there; the rest is hashed as it is.
        let block = u128::from_le_bytes(*text.first_chunk().expect("longer than 16 bytes"));
        let (low, high) = (block as u64 | CASE, (block >> 64) as u64 | CASE);
        let first = hash_of(low, high, length);
        return Word { low, high, hash: hash_rest(text, 16, length, first) };
    }
    let (low, high) = two_halves(text);
    let (low, high) = halves(low, high, length);
    Word { low, high, hash: hash_of(low, high, length) }
}

/// The hash of a word of `length` bytes, 16 at most, that folds roughly to `low` and `high`.
#[inline(always)]
pub(crate) const fn hash_of(low: u64, high: u64, length: usize) -> u64 {
    multiply(low ^ K0, high ^ K1 ^ length as u64)
}

/// The first 8 bytes and the next 8 of at most 16, zeros behind them.
#[inline]
fn two_halves(text: &[u8]) -> (u64, u64) {
    let length = text.len();
    let eight = |at: usize| u64::from_le_bytes(*text[at..].first_chunk().expect("8 bytes"));
    let four = |at: usize| u64::from(u32::from_le_bytes(*text[at..].first_chunk().expect("4 bytes")));
    match length {
        // The last 8 bytes overlap the first ones: what they share is shifted out.
        8.. => (eight(0), if length > 8 { eight(length - 8) >> (8 * (16 - length)) } else { 0 }),
        4.. => (four(0) | four(length - 4) << (8 * (length - 4)), 0),
        0 => (0, 0),
        // The byte in the middle of three; of fewer, one of the others again.
        _ => {
            let byte = |at: usize| u64::from(text[at]) << (8 * at);
            (byte(0) | byte(length / 2) | byte(length - 1), 0)
        }
    }
}

#[cold]
fn hash_rest(text: &[u8], start: usize, end: usize, first: u64) -> u64 {
    text[start..end].chunks(8).fold(first, |hash, chunk| {
        let mut block = [0; 8];
        block[..chunk.len()].copy_from_slice(chunk);
        multiply(hash ^ K0, halves(u64::from_le_bytes(block), 0, chunk.len()).0 ^ K1)
    })
}

/// Joins the hash of a word to what came before it in a phrase.
#[inline(always)]
pub(crate) const fn join(before: u64, word: u64) -> u64 {
    multiply(before ^ K1, word ^ K0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn padded(word: &str) -> Vec<u8> {
        let mut bytes = word.as_bytes().to_vec();
        bytes.resize(bytes.len() + 16, b'x');
        bytes
    }

    #[test]
    fn case_does_not_change_the_hash() {
        for (a, b) in
            [("Åsa", "åsa"), ("COVID", "covid"), ("HYDROCHLOROTHIAZIDE", "hydrochlorothiazide"), ("ÉMILE", "émile")]
        {
            let (x, y) = (padded(a), padded(b));
            assert_eq!(word(&x, 0, a.len()).hash, word(&y, 0, b.len()).hash, "{a}");
            assert!(folds_to(a.as_bytes(), b.as_bytes()));
        }
    }

    #[test]
    fn a_word_alone_reads_as_in_a_text() {
        for length in 1..40 {
            let text: String = "aÖb1Yåz-ÉqWx".chars().cycle().filter(|letter| *letter != '-').take(length).collect();
            let (alone, within) = (word_alone(text.as_bytes()), word(&padded(&text), 0, text.len()));
            assert_eq!((alone.low, alone.high, alone.hash), (within.low, within.high, within.hash), "{text}");
        }
    }

    #[test]
    fn words_part_at_everything_but_letters_and_digits() {
        let text = "It's 500mg, o'neil—x-ray".replace('—', " ");
        let found: Vec<_> = words(text.as_bytes()).map(|range| &text[range]).collect();
        assert_eq!(found, ["It", "s", "500mg", "o", "neil", "x", "ray"]);
    }

    #[test]
    fn fold_keeps_lengths() {
        let mut out = Vec::new();
        fold_into("ÅÄÖ×ß".as_bytes(), &mut out);
        assert_eq!(out, "åäö×ß".as_bytes());
    }
}
