//! Check digits, each algorithm once.
//!
//! A check is evidence and never a gate: recognisers and people get digits wrong, and a number that fails its check is
//! still somebody's. What a pass is worth follows from the share of random digits that pass (see each function).
//!
//! Most take ASCII digits as they stand, most significant first. Other bytes give some answer and no panic.

use sha2::{Digest, Sha256};
use sha3::Keccak256;

/// What an ASCII digit stands for.
const fn worth(digit: u8) -> u32 {
    (digit & 0x0f) as u32
}

/// The sum of each digit times its weight; the longer of the two is cut to the other's length.
pub(crate) fn weighted(digits: &[u8], weights: &[u32]) -> u32 {
    digits.iter().zip(weights).map(|(&digit, weight)| worth(digit) * weight).sum()
}

/// The modulus-10 check of payment cards, personnummer and many others: from the right every second digit is doubled
/// and its digits added. One in ten random strings passes, the empty one and all zeros too.
///
/// Source: H. P. Luhn, US patent 2,950,048 (1960); ISO/IEC 7812-1, annex B.
pub(crate) fn luhn(digits: &[u8]) -> bool {
    let products = digits.iter().rev().enumerate().map(|(place, &digit)| worth(digit) << (place & 1));
    let sum: u32 = products.map(|product| if product > 9 { product - 9 } else { product }).sum();
    sum.is_multiple_of(10)
}

/// The check of an American Bankers Association routing number: weights 3, 7, 1, sum divisible by ten. One in ten
/// random strings passes; with the prefixes in use, 3.8 %.
///
/// Source: American Bankers Association, "Routing Number Policy & Procedures".
pub(crate) fn aba(digits: &[u8]) -> bool {
    digits.len() == 9 && weighted(digits, &[3, 7, 1, 3, 7, 1, 3, 7, 1]).is_multiple_of(10)
}

/// The check of an International Bank Account Number without its spaces: the first four characters go to the end,
/// letters stand for 10 to 35 in either case, and the whole leaves 1 when divided by 97. One in a hundred random
/// strings passes.
///
/// Source: ISO 13616-1, which takes ISO/IEC 7064 MOD 97-10.
pub(crate) fn iban_mod97(alphanumerics: &[u8]) -> bool {
    let Some((head, account)) = alphanumerics.split_at_checked(4) else { return false };
    let remainder = account.iter().chain(head).try_fold(0, |remainder, &byte| match byte {
        b'0'..=b'9' => Some((remainder * 10 + worth(byte)) % 97),
        b'A'..=b'Z' | b'a'..=b'z' => Some((remainder * 100 + u32::from(byte & 0x1f) + 9) % 97),
        _ => None,
    });
    remainder == Some(1)
}

/// The modulus-11 check of Swedish bank accounts: weights 1 to 10 from the right, then 1 again, sum divisible by eleven.
/// One in eleven random strings passes.
///
/// Source: Bankgirot, "Bankernas kontonummer".
pub(crate) fn mod11_cycle(digits: &[u8]) -> bool {
    let weights = (1..=10).cycle();
    digits.iter().rev().zip(weights).map(|(&digit, weight)| worth(digit) * weight).sum::<u32>().is_multiple_of(11)
}

/// The check of a vehicle identification number in capitals: letters stand for digits, each place has a weight, and the
/// sum modulo eleven is the ninth character, X for ten. One in eleven random strings passes.
///
/// Source: 49 CFR 565.15(c).
pub(crate) fn vin(characters: &[u8]) -> bool {
    const WEIGHTS: [u32; 17] = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
    let value = |byte: u8| match byte {
        b'0'..=b'9' => Some(worth(byte)),
        b'A'..=b'H' => Some(u32::from(byte - b'A') + 1),
        b'J' | b'K' | b'L' | b'M' | b'N' | b'P' | b'R' => Some(u32::from(byte - b'J') + 1),
        b'S'..=b'Z' => Some(u32::from(byte - b'S') + 2),
        _ => None,
    };
    let sum = characters.iter().zip(WEIGHTS).try_fold(0, |sum, (&byte, weight)| Some(sum + value(byte)? * weight));
    let check = sum.map(|sum| if sum % 11 == 10 { b'X' } else { b'0' + (sum % 11) as u8 });
    characters.len() == WEIGHTS.len() && check == characters.get(8).copied()
}

/// Whether the sum of each digit times its weight is divisible by eleven; for digits that end with a check of weight 1,
/// or 10 for one that is subtracted. One in eleven random strings passes.
pub(crate) fn mod11(digits: &[u8], weights: &[u32]) -> bool {
    digits.len() == weights.len() && weighted(digits, weights).is_multiple_of(11)
}

/// The check of a National Health Service number, and of Scottish CHI and Northern Irish H&C numbers: weights 10 to 1,
/// sum divisible by eleven. One in eleven random strings passes, all equal digits too.
///
/// Source: NHS Data Dictionary, "NHS Number".
pub(crate) fn nhs(digits: &[u8]) -> bool {
    mod11(digits, &[10, 9, 8, 7, 6, 5, 4, 3, 2, 1])
}

/// The check of a British unique taxpayer reference: weights 6 7 8 9 10 5 4 3 2 over all but the first digit, which is
/// found in `21987654321` at the sum modulo eleven. One in eleven random strings passes.
///
/// Source: HM Revenue & Customs, "Specification for PAYE and Self Assessment", reference validation.
pub(crate) fn utr(digits: &[u8]) -> bool {
    let check = |rest: &[u8]| b"21987654321"[(weighted(rest, &[6, 7, 8, 9, 10, 5, 4, 3, 2]) % 11) as usize];
    matches!(digits, [first, rest @ ..] if rest.len() == 9 && *first == check(rest))
}

/// The check of a National Provider Identifier: Luhn with `80840` before it, which adds 24. One in ten random strings
/// passes, one in fifty with the first digits in use.
///
/// Source: CMS, "Requirements for National Provider Identifier (NPI) and NPI Check Digit".
pub(crate) fn npi(digits: &[u8]) -> bool {
    let mut prefixed = *b"808400000000000";
    match <&[u8; 10]>::try_from(digits) {
        Ok(digits) => prefixed[5..].copy_from_slice(digits),
        Err(_) => return false,
    }
    luhn(&prefixed)
}

/// The check of the seven digits of a number of the Drug Enforcement Administration: the odd ones and twice the even
/// ones add up to something that ends with the last. One in ten random strings passes.
///
/// Source: DEA, "Practitioner's Manual".
pub(crate) fn dea(digits: &[u8]) -> bool {
    digits.len() == 7 && weighted(digits, &[1, 2, 1, 2, 1, 2]) % 10 == worth(digits[6])
}

/// The check of a personal health number of British Columbia: a 9, then eight digits with weights 2 4 8 5 10 9 7 3, each
/// product modulo eleven, and eleven less the sum. Of random ten digits 0.9 % pass.
///
/// Source: BC Ministry of Health, "Conformance Standards, Volume 4", PHN check digit.
pub(crate) fn bc_phn(digits: &[u8]) -> bool {
    digits.first() == Some(&b'9') && digits.len() == 10 && mod11(&digits[1..], &[2, 4, 8, 5, 10, 9, 7, 3, 1])
}

/// The check of two systems in one: each digit is added, doubled modulo eleven and carried on modulo ten. One in ten
/// random strings passes; every wrong digit is noticed.
///
/// Source: ISO/IEC 7064, MOD 11,10.
pub(crate) fn mod11_10(digits: &[u8]) -> bool {
    let Some((&check, rest)) = digits.split_last() else { return false };
    let carry = rest.iter().fold(10, |carry, &digit| match (carry + worth(digit)) % 10 {
        0 => 20 % 11,
        sum => sum * 2 % 11,
    });
    (carry + worth(check)) % 10 == 1
}

/// The check of Verhoeff, over the symmetries of a pentagon: every wrong digit and every two swapped neighbours are
/// noticed. One in ten random strings passes.
///
/// Source: J. Verhoeff, "Error Detecting Decimal Codes", 1969.
pub(crate) fn verhoeff(digits: &[u8]) -> bool {
    const STEP: [u32; 10] = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
    // Rotations are 0 to 4, reflections 5 to 9.
    let multiply = |a: u32, b: u32| match (a < 5, b < 5) {
        (true, true) => (a + b) % 5,
        (true, false) => (a + b) % 5 + 5,
        (false, true) => (a + 5 - b) % 5 + 5,
        (false, false) => (a + 5 - b) % 5,
    };
    let permuted = |place: usize, digit| (0..place % 8).fold(digit, |digit: u32, _| STEP[digit as usize % 10]);
    let places = digits.iter().rev().enumerate();
    places.fold(0, |sum, (place, &digit)| multiply(sum, permuted(place, worth(digit) % 10))) == 0
}

/// The letter that a Spanish number has for its remainder by 23. One in 23 random letters passes.
///
/// Source: Real Decreto 1553/2005; Ministerio del Interior, "Cálculo del dígito de control del NIF/NIE".
pub(crate) const fn letter_mod23(number: u32) -> u8 {
    b"TRWAGMYFPDXBNJZSQVHLCKE"[(number % 23) as usize]
}

/// Base58 without 0, O, I and l, each character's value; source: Bitcoin Core, `base58.cpp`.
const BASE58: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
/// Bytes of an address: one or two of version, twenty of hash, four of check.
const BASE58_BYTES: usize = 26;

/// The check of base58 addresses: the last four bytes are the first of the SHA-256 of the SHA-256 of the others. One in four
/// thousand million random strings passes. `None` where the text is no 25 or 26 bytes in base58.
///
/// Source: Bitcoin Core, `base58.cpp`.
pub(crate) fn base58check(text: &[u8]) -> Option<bool> {
    let mut bytes = [0_u8; BASE58_BYTES];
    for &character in text {
        let mut carry = BASE58.iter().position(|&known| known == character)? as u32;
        for byte in bytes.iter_mut().rev() {
            carry += 58 * u32::from(*byte);
            (*byte, carry) = (carry as u8, carry >> 8);
        }
        (carry == 0).then_some(())?;
    }
    // Each leading 1 is a byte of zero.
    let zeros = text.iter().take_while(|&&character| character == b'1').count();
    let blank = bytes.iter().take_while(|&&byte| byte == 0).count();
    let length = BASE58_BYTES - blank + zeros;
    (25..=BASE58_BYTES).contains(&length).then_some(())?;
    let (payload, check) = bytes[BASE58_BYTES - length..].split_at(length - 4);
    let once: [u8; 32] = Sha256::digest(payload).into();
    let twice: [u8; 32] = Sha256::digest(once).into();
    Some(twice[..4] == *check)
}

/// Which constant the check of a bech32 string comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bech32 {
    /// Bech32 of BIP-173.
    Old,
    /// Bech32m of BIP-350.
    New,
    Neither,
}

/// The check of bech32 and bech32m: thirty bits, which find every error in up to four characters. `None` where the text is
/// none of their characters in one case, with a 1 between its two parts.
///
/// Source: BIP-173, BIP-350.
pub(crate) fn bech32(text: &[u8]) -> Option<Bech32> {
    const CHARACTERS: &[u8; 32] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    const GENERATOR: [u32; 5] = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3];
    let one_case = !(text.iter().any(u8::is_ascii_lowercase) && text.iter().any(u8::is_ascii_uppercase));
    let one = text.iter().rposition(|&byte| byte == b'1').filter(|_| one_case && text.is_ascii())?;
    let step = |sum: u32, value: u8| {
        let top = sum >> 25;
        let rest = (sum & 0x01ff_ffff) << 5 ^ u32::from(value);
        GENERATOR.iter().enumerate().fold(rest, |sum, (bit, part)| if top >> bit & 1 == 1 { sum ^ part } else { sum })
    };
    let (head, data) = (&text[..one], &text[one + 1..]);
    let lower = |byte: &u8| byte.to_ascii_lowercase();
    let high = head.iter().map(lower).fold(1, |sum, byte| step(sum, byte >> 5));
    let low = head.iter().map(lower).fold(step(high, 0), |sum, byte| step(sum, byte & 31));
    let sum = data
        .iter()
        .map(lower)
        .try_fold(low, |sum, byte| Some(step(sum, CHARACTERS.iter().position(|&known| known == byte)? as u8)))?;
    Some(match sum {
        1 => Bech32::Old,
        0x2bc8_30a3 => Bech32::New,
        _ => Bech32::Neither,
    })
}

/// The check in the case of an Ethereum address's hexadecimal digits: a letter is a capital where the same digit of the
/// Keccak-256 of the address in lower case is 8 or more. One in 4,000 wrongly typed ones passes.
///
/// Source: EIP-55.
pub(crate) fn eip55(hex: &[u8]) -> bool {
    let hash: [u8; 32] = Keccak256::digest(hex.to_ascii_lowercase()).into();
    let nibble =
        |at: usize| hash.get(at / 2).map_or(0, |byte| if at.is_multiple_of(2) { byte >> 4 } else { byte & 15 });
    hex.iter()
        .enumerate()
        .all(|(at, byte)| !byte.is_ascii_alphabetic() || byte.is_ascii_uppercase() == (nibble(at) > 7))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::detect::identifiers::{IDENTIFIERS, Reading, Window};
    use crate::digits::DigitRun;
    use crate::entity::{EntityId, id};

    /// Invented card numbers of each brand's ranges; with the last digit one higher they fail.
    const CARDS: [&str; 13] = [
        "4000001234567899",
        "4234567890123456782",
        "5123456789012346",
        "2221001234567896",
        "341234567890127",
        "371234567890120",
        "6011000123456786",
        "6500123456789017",
        "3528000123456789",
        "36123456789013",
        "30012345678907",
        "6234567890123451",
        "5018000123456781",
    ];
    /// Documentation examples of the registry, and the same with the check digits one higher.
    const IBANS: [(&str, &str); 5] = [
        ("SE4550000000058398257466", "SE4650000000058398257466"),
        ("GB29NWBK60161331926819", "GB30NWBK60161331926819"),
        ("DE89370400440532013000", "DE90370400440532013000"),
        ("NO9386011117947", "NO9486011117947"),
        ("FR1420041010050500013M02606", "FR1520041010050500013M02606"),
    ];
    const ROUTING: [&str; 4] = ["011000015", "061000052", "121000358", "321071174"];
    /// Values that identifiers must accept or refuse: by `None`, by a failed check, or as nobody's number.
    const VALUES: [(EntityId, &[&str], &[&str]); 3] = [
        (
            id::US_SSN,
            &["123-45-6789", "536-90-4399", "772-31-0042", "899-01-2345"],
            &[
                "000-12-3456",
                "666-12-3456",
                "900-12-3456",
                "987-65-4321",
                "123-00-4567",
                "123-45-0000",
                "078-05-1120",
                "219-09-9999",
            ],
        ),
        (id::BANK_ROUTING, &ROUTING, &["011000016", "061000053", "121000359", "321071175", "123456789", "000000001"]),
        (
            id::SE_PERSONNUMMER,
            &["640823-3234", "811228-9874", "19811228-9874", "670919-9530", "18900115-2389"],
            &[
                "640823-3235",
                "811328-9874",
                "640823-0004",
                "991301-1234",
                "701063-2391",
                "19701063-2391",
                "701063-2392",
            ],
        ),
    ];

    fn one_higher(digits: &str) -> Vec<u8> {
        let mut digits = digits.as_bytes().to_vec();
        if let Some(last) = digits.last_mut() {
            *last = b'0' + (*last - b'0' + 1) % 10;
        }
        digits
    }

    fn read(entity: EntityId, text: &str) -> Option<Reading> {
        let identifier = IDENTIFIERS.into_iter().find(|identifier| identifier.entity == entity)?;
        let mut run = DigitRun::default();
        run.read(text.as_bytes(), 0, text.find(|c: char| c.is_ascii_digit())?, text.len());
        (identifier.read)(&Window::new(&run, 0, run.groups.len()))
    }

    #[test]
    fn luhn_holds_for_cards_and_swedish_numbers() {
        let swedish = ["6408233234", "8112289874", "6709199530", "9001152389", "7010632391"];
        for digits in CARDS.into_iter().chain(swedish) {
            assert!(luhn(digits.as_bytes()), "{digits}");
            assert!(!luhn(&one_higher(digits)), "{digits}");
        }
        assert!(!luhn(b"6408230004") && !luhn(b"9913011234"));
    }

    #[test]
    fn addresses_of_cryptocurrencies() {
        for (address, valid) in [
            ("1H5Es63889NTndUA15NLLi2RaC45bvbBz8", Some(true)),
            ("1H5Es63889NTndUA15NLLi2RaC45bvbBz9", Some(false)),
            ("1111111111111111111114oLvT2", Some(true)),
            ("1H5Es63889NTndUA15NLLi2RaC45bvbBz0", None),
            ("1H5Es63889NTnd", None),
        ] {
            assert_eq!(base58check(address.as_bytes()), valid, "{address}");
        }
        for (address, wanted) in [
            ("A12UEL5L", Some(Bech32::Old)),
            ("A1LQFN3A", Some(Bech32::New)),
            ("a12uel5m", Some(Bech32::Neither)),
            ("A12uel5l", None),
            ("a12ubl5l", None),
            ("abc", None),
        ] {
            assert_eq!(bech32(address.as_bytes()), wanted, "{address}");
        }
        assert!(eip55(b"5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"));
        assert!(
            !eip55(b"5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD") && !eip55(b"5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")
        );
    }

    #[test]
    fn routing_numbers_and_ibans() {
        for digits in ROUTING {
            assert!(aba(digits.as_bytes()), "{digits}");
            assert!(!aba(&one_higher(digits)), "{digits}");
        }
        assert!(!aba(b"123456789") && !aba(b"000000001") && !aba(b"00000000"));
        for (good, bad) in IBANS {
            assert!(iban_mod97(good.as_bytes()) && iban_mod97(good.to_lowercase().as_bytes()), "{good}");
            assert!(!iban_mod97(bad.as_bytes()), "{bad}");
        }
        assert!(!iban_mod97(b"SE4") && !iban_mod97(b"SE45 5000 0000 0583 9825 7466"));
    }

    #[test]
    fn identifiers_accept_and_refuse_what_they_should() {
        for (entity, good, bad) in VALUES {
            for text in good {
                assert!(read(entity, text).is_some_and(|reading| reading.check > 0), "{text}");
            }
            for text in bad {
                assert!(read(entity, text).is_none_or(|reading| reading.check < 0 || reading.placeholder), "{text}");
            }
        }
    }

    #[test]
    fn swedish_accounts_and_vehicles() {
        for digits in ["0011234563", "1011234564", "95511234569", "40010012342", "123456789", "001234560", "987654322"]
        {
            assert!(mod11_cycle(digits.as_bytes()), "{digits}");
            assert!(!mod11_cycle(&one_higher(digits)), "{digits}");
        }
        // The regulation's own example, and all ones.
        assert!(vin(b"1M8GDM9AXKP042788") && vin(b"11111111111111111"));
        for wrong in ["1M8GDM9A1KP042788", "1M8GDM9AXKP042789", "1M8GDM9AXKP04278", "IM8GDM9AXKP042788"] {
            assert!(!vin(wrong.as_bytes()), "{wrong}");
        }
    }

    #[test]
    fn health_and_tax_numbers() {
        type Check = fn(&[u8]) -> bool;
        let checks: [(Check, &[&str]); 8] = [
            (nhs, &["9434765870", "4010232137", "9990000018", "1234567881"]),
            (utr, &["1955839661", "2234567890", "3111222333"]),
            (npi, &["1234567893", "1987654328", "2000000010"]),
            (dea, &["1234563", "7654329"]),
            (bc_phn, &["9698754127", "9123456780", "9870000018", "9000000129"]),
            (mod11_10, &["63110459789"]),
            (verhoeff, &["304250726918", "2363"]),
            (luhn, &["1234567897", "9876543217", "5000000017", "130123458", "123456782"]),
        ];
        for (check, values) in checks {
            for digits in values {
                assert!(check(digits.as_bytes()), "{digits}");
                assert!(!check(&one_higher(digits)), "{digits}");
                assert!(!check(&digits.as_bytes()[1..]), "{digits}");
            }
        }
        assert!(!utr(b"2955839661") && !bc_phn(b"8698754127"));
        assert_eq!((letter_mod23(13_610_572), letter_mod23(15_693_559)), (b'T', b'S'));
    }

    proptest! {
        #[test]
        fn every_wrong_digit_is_noticed_there_too(digits in "9[0-9]{8}", at in 1..9_usize, by in 1..10_u8) {
            let checks: [fn(&[u8]) -> bool; 5] = [nhs, npi, mod11_10, verhoeff, bc_phn];
            for check in checks {
                // Modulo eleven, some have no check digit.
                let valid = (b'0'..=b'9').map(|last| [digits.as_bytes(), &[last]].concat()).find(|value| check(value));
                let Some(mut value) = valid else { continue };
                value[at] = b'0' + (value[at] - b'0' + by) % 10;
                prop_assert!(!check(&value));
            }
        }

        #[test]
        fn every_wrong_digit_is_noticed(mut digits in "[0-9]{1,19}", at: prop::sample::Index, by in 1..10_u8) {
            let check = (b'0'..=b'9').find(|&check| luhn(&[digits.as_bytes(), &[check]].concat()));
            digits.push(char::from(check.unwrap()));
            let mut wrong = digits.into_bytes();
            let at = at.index(wrong.len());
            wrong[at] = b'0' + (wrong[at] - b'0' + by) % 10;
            prop_assert!(!luhn(&wrong));
        }

        #[test]
        fn no_bytes_panic(bytes: Vec<u8>) {
            let _ = (mod11_cycle(&bytes), vin(&bytes), nhs(&bytes), utr(&bytes), npi(&bytes), dea(&bytes));
            let _ = (bc_phn(&bytes), mod11_10(&bytes), verhoeff(&bytes));
            let _ = (luhn(&bytes), aba(&bytes), iban_mod97(&bytes), weighted(&bytes, &[u32::MAX >> 8; 4]));
        }
    }
}
