//! The key of a run: what makes fingerprints useless to whoever does not have it.

use std::fmt;

/// Hexadecimal digits of a fingerprint.
const HEX: usize = 32;

/// A secret of 32 bytes. Neither printed nor written anywhere but to the key file.
#[derive(Clone)]
pub struct Key {
    bytes: [u8; 32],
    ephemeral: bool,
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}

/// A fingerprint or key id as hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Fingerprint([u8; HEX]);

impl Fingerprint {
    fn new(hash: &blake3::Hash) -> Self {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut hex = [0; HEX];
        for (pair, byte) in hex.chunks_exact_mut(2).zip(hash.as_bytes()) {
            pair[0] = DIGITS[usize::from(byte >> 4)];
            pair[1] = DIGITS[usize::from(byte & 15)];
        }
        Self(hex)
    }

    /// The digits.
    #[allow(clippy::missing_panics_doc)] // hexadecimal digits are ASCII
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("hexadecimal digits are ASCII")
    }
}

impl Key {
    /// A key of these bytes, kept by the user.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self { bytes, ephemeral: false }
    }

    /// A key of these random bytes that nobody keeps: fingerprints agree within one run only.
    pub fn ephemeral(bytes: [u8; 32]) -> Self {
        Self { bytes, ephemeral: true }
    }

    /// 128 bits of BLAKE3, keyed, over the schema's version, the value's domain (its entity) and its canonical form.
    pub fn fingerprint(&self, domain: &str, canonical: &[u8]) -> Fingerprint {
        // One block on the stack for nearly every value: a hasher is two kilobytes to set up.
        let mut block = [0; 128];
        let parts: [&[u8]; 4] = [b"earmark/1\0", domain.as_bytes(), b"\0", canonical];
        let length: usize = parts.iter().map(|part| part.len()).sum();
        if length > block.len() {
            return Fingerprint::new(&blake3::keyed_hash(&self.bytes, &parts.concat()));
        }
        let mut at = 0;
        for part in parts {
            block[at..at + part.len()].copy_from_slice(part);
            at += part.len();
        }
        Fingerprint::new(&blake3::keyed_hash(&self.bytes, &block[..length]))
    }

    /// What a manifest calls the key: a hash of it, or `ephemeral`.
    pub fn id(&self) -> String {
        if self.ephemeral {
            return "ephemeral".into();
        }
        let hash = blake3::derive_key("earmark 2026 key id", &self.bytes);
        Fingerprint::new(&blake3::Hash::from_bytes(hash)).as_str().to_owned()
    }
}
