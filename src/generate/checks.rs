//! Check digits, computed so that made-up numbers pass (or deliberately fail) the tests detectors make.

/// The digit that makes `digits` (ASCII) pass the Luhn test when appended (ISO/IEC 7812-1, annex B).
pub(super) fn luhn(digits: &[u8]) -> u8 {
    let sum: u32 = digits.iter().rev().enumerate().map(|(i, d)| doubled(u32::from(d - b'0'), i % 2 == 0)).sum();
    b'0' + ((10 - sum % 10) % 10) as u8
}

const fn doubled(digit: u32, double: bool) -> u32 {
    match (double, digit) {
        (false, d) => d,
        (true, d) if d > 4 => 2 * d - 9,
        (true, d) => 2 * d,
    }
}

/// The ninth digit of an ABA routing number: weights 3 7 1 over all nine sum to a multiple of ten.
pub(super) fn aba(first_eight: &[u8]) -> u8 {
    let sum: u32 = first_eight.iter().zip([3, 7, 1].iter().cycle()).map(|(d, w)| u32::from(d - b'0') * w).sum();
    b'0' + ((10 - sum % 10) % 10) as u8
}

/// The tenth digit of an NHS number, `None` where the rule (weights 10 to 2, modulus 11) gives no digit.
pub(super) fn nhs(first_nine: &[u8]) -> Option<u8> {
    let sum: u32 = first_nine.iter().zip((2..=10).rev()).map(|(d, w)| u32::from(d - b'0') * w).sum();
    match 11 - sum % 11 {
        11 => Some(b'0'),
        10 => None,
        n => Some(b'0' + n as u8),
    }
}

/// The two check digits of an IBAN (ISO 13616, modulus 97) for a country and its account part.
pub(super) fn iban(country: &str, account: &str) -> u32 {
    let all = account.bytes().chain(country.bytes()).chain(*b"00");
    98 - all.fold(0, |rest, c| match c {
        b'0'..=b'9' => (rest * 10 + u32::from(c - b'0')) % 97,
        _ => (rest * 100 + u32::from(c.to_ascii_uppercase() - b'A') + 10) % 97,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_examples() {
        assert_eq!(luhn(b"411111111111111"), b'1');
        assert_eq!(luhn(b"37828224631000"), b'5');
        assert_eq!(luhn(b"811228987"), b'4', "the specimen personnummer 811228-9874");
        assert_eq!(aba(b"11100002"), b'5');
        assert_eq!(nhs(b"943476591"), Some(b'9'));
        assert_eq!(iban("GB", "WEST12345698765432"), 82);
    }
}
