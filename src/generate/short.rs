//! A short text on the stack: numbers with their separators while they are made up.

/// Up to 48 ASCII bytes; what does not fit is dropped.
#[derive(Clone, Copy, Debug)]
pub(super) struct Short {
    bytes: [u8; 48],
    len: u8,
}

impl Short {
    pub(super) const fn new() -> Self {
        Self { bytes: [0; 48], len: 0 }
    }

    #[inline]
    pub(super) const fn push(&mut self, byte: u8) {
        if (self.len as usize) < self.bytes.len() && byte.is_ascii() {
            self.bytes[self.len as usize] = byte;
            self.len += 1;
        }
    }

    pub(super) fn push_str(&mut self, text: &str) {
        text.bytes().for_each(|byte| self.push(byte));
    }

    /// Appends `n`, with leading zeros up to `width` digits.
    pub(super) const fn push_number(&mut self, n: u32, width: usize) {
        let mut digits = [b'0'; 10];
        let mut rest = n;
        let mut first = digits.len();
        while rest > 0 || (digits.len() - first < width && first > 0) || first == digits.len() {
            first -= 1;
            digits[first] = b'0' + (rest % 10) as u8;
            rest /= 10;
        }
        while first < digits.len() {
            self.push(digits[first]);
            first += 1;
        }
    }

    #[inline]
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes[..usize::from(self.len)]
    }

    /// The text; bytes are checked to be ASCII when they are pushed.
    #[inline]
    pub(super) fn as_str(&self) -> &str {
        std::str::from_utf8(self.bytes()).unwrap_or_default()
    }

    /// The digits alone, without separators.
    pub(super) fn digits(&self) -> Self {
        let mut out = Self::new();
        self.bytes().iter().filter(|b| b.is_ascii_digit()).for_each(|b| out.push(*b));
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_padded() {
        let mut short = Short::new();
        short.push_number(0, 1);
        short.push(b'-');
        short.push_number(42, 4);
        short.push(b'-');
        short.push_number(u32::MAX, 0);
        assert_eq!(short.as_str(), "0-0042-4294967295");
        assert_eq!(short.digits().as_str(), "000424294967295");
    }
}
