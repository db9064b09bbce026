//! Check digits, each algorithm once.
//!
//! A check is evidence and never a gate: recognisers and people get digits wrong, and a number that fails its check is
//! still somebody's. What a pass is worth follows from the share of random digits that pass (see each function).
//!
//! All take ASCII digits as they stand, most significant first. Other bytes give some answer and no panic.

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

    proptest! {
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
            let _ = (luhn(&bytes), aba(&bytes), iban_mod97(&bytes), weighted(&bytes, &[u32::MAX >> 8; 4]));
        }
    }
}
