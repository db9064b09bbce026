//! Addresses of cryptocurrencies, as they are written. Nobody says one aloud.
//!
//! | form | check | source |
//! | --- | --- | --- |
//! | base58: `1…`, `3…` (Bitcoin), `L…`, `D…`, `T…` and others | four bytes of double SHA-256 | Bitcoin Core, `base58.cpp`; Bitcoin wiki, "Base58Check encoding" |
//! | bech32, bech32m: `bc1q…`, `bc1p…`, `ltc1…`, `addr1…` and others | a BCH code over GF(32) | BIP-173, BIP-350; CIP-19; Cosmos ADR-028 |
//! | `0x` and 40 hexadecimal digits (Ethereum and its like) | the case of the letters, by Keccak-256 | EIP-55 |
//!
//! A check of thirty bits and more is passed by nothing else: such an address needs no cue. One that fails (a character
//! copied wrong) has the shape of many a token, and needs one. `0x` and forty digits are nothing else in prose: in one case
//! nothing is checked, and many programs write them in any case, so that a failed check only costs points.

use crate::detect::checksum::{Bech32, base58check, bech32, eip55};
use crate::detect::{Candidate, Reason};
use crate::entity::id;
use crate::span::Span;

/// The fewest and the most characters of an address.
const SHORTEST: usize = 26;
const LONGEST: usize = 110;
/// Human-readable parts: those of segwit programs, and others.
const SEGWIT: [&str; 5] = ["bc", "tb", "bcrt", "ltc", "tltc"];
const OTHERS: [&str; 9] = ["addr", "stake", "cosmos", "osmo", "inj", "thor", "kava", "bnb", "celestia"];
/// What a base58 address begins with whose check fails, so that a cue is worth hearing.
const BITCOIN: [u8; 2] = *b"13";

/// The address that the digit at `at` lies in, and the byte after it.
///
/// `within` is the segment that it must lie in, `segment` that segment's place in the batch. Cost is that of the word
/// around the digit; nearly all are too short to be looked at.
pub(crate) fn find(text: &[u8], within: Span, at: u32, segment: u32) -> Option<(Candidate, u32)> {
    let inside = text.get(within.start as usize..within.end as usize)?;
    let digit = (at - within.start) as usize;
    let (before, behind) = inside.split_at_checked(digit)?;
    let back = before.iter().rev().take(LONGEST + 1).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let ahead = behind.iter().take(LONGEST + 1).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    if !(SHORTEST..=LONGEST).contains(&(back + ahead)) {
        return None;
    }
    let start = digit - back;
    let found = read(&inside[start..digit + ahead])?;
    let span = Span::new(within.start + start as u32, within.start + (digit + ahead) as u32);
    let mut candidate = Candidate::new(segment, span, id::CRYPTO_ADDRESS, found.points, found.detector);
    candidate.needs_cue = found.points < ALONE;
    if let Some(valid) = found.check {
        candidate.evidence.push(if valid { Reason::VALID_CRYPTO } else { Reason::INVALID_CRYPTO });
    }
    Some((candidate, span.end))
}

/// The one form of an address: base58 has its case, all others have none.
pub(crate) fn canonical(text: &[u8], out: &mut Vec<u8>) {
    let cased = read(text).is_some_and(|found| found.detector == BASE58);
    out.extend(text.iter().map(|byte| if cased { *byte } else { byte.to_ascii_lowercase() }));
}

/// Points from which on an address needs no cue.
const ALONE: i16 = 45;

const BASE58: &str = "crypto/base58";

/// What a word looks like.
struct Found {
    points: i16,
    /// Whether its check passes, if it has one.
    check: Option<bool>,
    detector: &'static str,
}

impl Found {
    fn checked(valid: bool, detector: &'static str) -> Self {
        Self { points: if valid { 85 } else { 30 }, check: Some(valid), detector }
    }
}

fn read(word: &[u8]) -> Option<Found> {
    if let Some(hex) = word.strip_prefix(b"0x").or_else(|| word.strip_prefix(b"0X")) {
        return ethereum(hex);
    }
    prefixed(word).or_else(|| base58(word))
}

fn ethereum(hex: &[u8]) -> Option<Found> {
    if hex.len() != 40 || !hex.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    let mixed = hex.iter().any(u8::is_ascii_uppercase) && hex.iter().any(u8::is_ascii_lowercase);
    let check = mixed.then(|| eip55(hex));
    let found = Found { points: 60, check, detector: "crypto/ethereum" };
    Some(match check {
        None => found,
        Some(valid) => Found { points: if valid { 85 } else { 50 }, ..found },
    })
}

/// Bech32, by its human-readable part.
fn prefixed(word: &[u8]) -> Option<Found> {
    let one = word.iter().rposition(|&byte| byte == b'1')?;
    let known = |list: &[&str]| list.iter().any(|part| part.as_bytes().eq_ignore_ascii_case(&word[..one]));
    let (segwit, other) = (known(&SEGWIT), known(&OTHERS));
    if !segwit && !other || word.len() - one < 7 {
        return None;
    }
    let check = bech32(word)?;
    let version = word[one + 1].to_ascii_lowercase();
    // Witness version 0 ("q") has the older constant, later ones the newer (BIP-350).
    let valid = match check {
        Bech32::Old => !segwit || version == b'q',
        Bech32::New => segwit && version != b'q',
        Bech32::Neither => false,
    };
    Some(Found::checked(valid, "crypto/bech32"))
}

fn base58(word: &[u8]) -> Option<Found> {
    if word.len() > 36 {
        return None;
    }
    let valid = base58check(word)?;
    let letters = word.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    // Digits only, or capitals only, are some other number.
    let mixed =
        word.iter().any(u8::is_ascii_lowercase) && word.iter().any(u8::is_ascii_uppercase) && letters < word.len();
    (valid || mixed && word.len() <= 35 && BITCOIN.contains(&word[0])).then(|| Found::checked(valid, BASE58))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(text: &str) -> Option<(&str, &'static str, bool)> {
        let within = Span::new(0, text.len() as u32);
        let mut starts = text.bytes().enumerate().filter(|(_, byte)| byte.is_ascii_digit()).map(|(at, _)| at as u32);
        let (candidate, end) = starts.find_map(|at| find(text.as_bytes(), within, at, 0))?;
        assert_eq!(candidate.span.end, end);
        let span = candidate.span.start as usize..candidate.span.end as usize;
        Some((&text[span], candidate.detector, candidate.needs_cue))
    }

    /// The vectors of detectors.md §2.9, the examples of BIP-173, BIP-350 and EIP-55.
    const GOOD: [(&str, &str); 14] = [
        ("1H5Es63889NTndUA15NLLi2RaC45bvbBz8", BASE58),
        ("3HmFndXZg3gqsoAb8B2vmLPMiiLo7P6291", BASE58),
        ("1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2", BASE58),
        ("bc1qkp8nl3dfnf0dqj2q5p3hxu28knva8ht2td4sxk", "crypto/bech32"),
        ("bc1pqk77xt3ts4k74ljz3cq3yhjk9f4f5p06amcdc4f9ma060s8s56lq7mewgn", "crypto/bech32"),
        ("BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", "crypto/bech32"),
        ("tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx", "crypto/bech32"),
        ("bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0", "crypto/bech32"),
        ("0xB04F3FC5a99a5ed04940A063737147B4D9d3DD6a", "crypto/ethereum"),
        ("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "crypto/ethereum"),
        ("0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359", "crypto/ethereum"),
        ("0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB", "crypto/ethereum"),
        ("0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb", "crypto/ethereum"),
        ("0x52908400098527886E0F7030069857D2E4169EE7", "crypto/ethereum"),
    ];

    #[test]
    fn vectors_pass_and_fail_with_another_last_character() {
        for (address, detector) in GOOD {
            assert_eq!(found(&format!("pay {address}, please")), Some((address, detector, false)), "{address}");
            if detector != "crypto/ethereum" {
                let last = address.as_bytes()[address.len() - 1];
                let other = if last == b'a' || last == b'A' { 'e' } else { 'a' };
                let other = if address.contains(char::is_lowercase) { other } else { other.to_ascii_uppercase() };
                let wrong = format!("{}{other}", &address[..address.len() - 1]);
                assert!(found(&wrong).is_none_or(|(.., needs_cue)| needs_cue), "{wrong}");
            }
        }
    }

    #[test]
    fn other_words_are_none() {
        for text in [
            "1234567890123456789012345678",
            "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe",
            "da39a3ee5e6b4b0d3255bfef95601890afd80709",
            "GB29NWBK60161331926819",
            "bc1",
            "4f2a9c81d0b7446e8a1f55c3d2e7b690",
            "1H5Es63889NTndUA15NLLi2RaC45bvbBz8Z0OlI",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }

    #[test]
    fn case_is_kept_where_it_tells_addresses_apart() {
        for (text, form) in [
            ("1H5Es63889NTndUA15NLLi2RaC45bvbBz8", "1H5Es63889NTndUA15NLLi2RaC45bvbBz8"),
            ("BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"),
            ("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed"),
        ] {
            let mut out = Vec::new();
            canonical(text.as_bytes(), &mut out);
            assert_eq!(String::from_utf8(out).unwrap(), form);
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "[-a-zA-Z0-9 .]{0,120}", bytes: Vec<u8>) {
            let _ = found(&text);
            let _ = (read(&bytes).is_some(), canonical(&bytes, &mut Vec::new()));
        }

        #[test]
        fn one_wrong_character_is_noticed(at in 4..42_usize, wrong in "[ac-hj-np-z02-9]") {
            let good = "bc1qkp8nl3dfnf0dqj2q5p3hxu28knva8ht2td4sxk";
            let mut bad = good.to_owned();
            bad.replace_range(at..=at, &wrong);
            prop_assume!(bad != good);
            prop_assert!(found(&bad).is_none_or(|(.., needs_cue)| needs_cue));
        }
    }
}
