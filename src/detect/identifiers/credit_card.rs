//! Payment card number.
//!
//! Twelve to nineteen digits, the last one a Luhn check (ISO/IEC 7812-1). The first digits tell the issuer's brand and
//! with it the length; the ranges are those that the brands publish for merchants. Of random sixteen digits 2.2 % have
//! a brand's prefix and pass.
//!
//! Luhn is evidence and no gate: one digit misheard, and the card is still a card. Without a brand, or where Luhn
//! fails, only a cue makes it one.

use super::{Alphabet, Examples, Identifier, Reading, Window, plain_digits, value};
use crate::detect::Reason;
use crate::detect::checksum::luhn;
use crate::entity::id;

pub(super) const CREDIT_CARD: Identifier = Identifier {
    entity: id::CREDIT_CARD,
    alphabet: Alphabet::Digits,
    lengths: 12..=19,
    cue_only: false,
    read,
    canonical: plain_digits,
    examples: Examples {
        good: &[
            "4000001234567899",
            "4000 0012 3456 7899",
            "4234-5678-9012-3456-782",
            "5123456789012346",
            "2221 0012 3456 7896",
            "3412 345678 90127",
            "6011000123456786",
            "3528-0001-2345-6789",
            "3612 345678 9013",
            "6234567890123451",
            "5018000123456781",
            "4000 0012 3456 7890",
            "4242424242424242",
        ],
        bad: &[
            "1234 5678 9012 3456",
            "9876543210987654",
            "4000/0012/3456/7899",
            "+4000001234567899",
            "2020-09-28 0915 2020",
        ],
    },
};

/// Who issues numbers that begin with the four digits `low` to `high`.
struct Brand {
    detector: &'static str,
    low: u32,
    high: u32,
    /// Fewest and most digits.
    lengths: (usize, usize),
    /// How much the prefix and the length say.
    shape: i16,
}

const fn brand(detector: &'static str, low: u32, high: u32, lengths: (usize, usize), shape: i16) -> Brand {
    Brand { detector, low, high, lengths, shape }
}

const SPECIFIC: i16 = 45;
/// Wide ranges or old lengths, which many other numbers fall into.
const WIDE: i16 = 25;

/// The first row that fits counts. Dankort 4571 is a Visa as well; the co-branded 622126 to 622925 stay `UnionPay`.
const BRANDS: [Brand; 35] = [
    brand("card/visa", 4000, 4999, (16, 16), SPECIFIC),
    brand("card/visa", 4000, 4999, (19, 19), 40),
    brand("card/visa", 4000, 4999, (13, 13), WIDE),
    brand("card/mastercard", 5100, 5599, (16, 16), SPECIFIC),
    brand("card/mastercard", 2221, 2720, (16, 16), SPECIFIC),
    brand("card/amex", 3400, 3499, (15, 15), SPECIFIC),
    brand("card/amex", 3700, 3799, (15, 15), SPECIFIC),
    brand("card/discover", 6011, 6011, (16, 19), SPECIFIC),
    brand("card/discover", 6440, 6599, (16, 19), SPECIFIC),
    brand("card/diners", 3000, 3059, (14, 14), SPECIFIC),
    brand("card/diners", 3090, 3099, (14, 14), SPECIFIC),
    brand("card/diners", 3600, 3699, (14, 14), SPECIFIC),
    brand("card/diners", 3800, 3999, (14, 14), SPECIFIC),
    brand("card/jcb", 3528, 3589, (16, 19), SPECIFIC),
    // Numbers of before 1990, fifteen digits, which are still made up by generators of test data.
    brand("card/jcb", 1800, 1800, (15, 15), SPECIFIC),
    brand("card/jcb", 2131, 2131, (15, 15), SPECIFIC),
    brand("card/diners", 3000, 3059, (15, 19), WIDE),
    brand("card/diners", 3090, 3099, (15, 19), WIDE),
    brand("card/diners", 3600, 3699, (15, 19), WIDE),
    brand("card/diners", 3800, 3999, (15, 19), WIDE),
    brand("card/mir", 2200, 2204, (16, 19), SPECIFIC),
    brand("card/unionpay", 6200, 6299, (16, 19), SPECIFIC),
    brand("card/unionpay", 8100, 8199, (16, 19), SPECIFIC),
    brand("card/dankort", 5019, 5019, (16, 16), SPECIFIC),
    brand("card/verve", 5061, 5061, (16, 19), SPECIFIC),
    brand("card/maestro", 5018, 5020, (12, 19), 40),
    brand("card/maestro", 5038, 5038, (12, 19), 40),
    brand("card/maestro", 5893, 5893, (12, 19), 40),
    brand("card/maestro", 6304, 6304, (12, 19), 40),
    brand("card/maestro", 6759, 6763, (12, 19), 40),
    brand("card/rupay", 5080, 5089, (16, 16), SPECIFIC),
    brand("card/rupay", 6000, 6099, (16, 16), WIDE),
    brand("card/rupay", 8200, 8299, (16, 16), WIDE),
    brand("card/maestro", 5000, 5899, (12, 19), WIDE),
    brand("card/maestro", 6000, 6999, (12, 19), WIDE),
];

/// Sixteen digits without a brand: a misheard card more often than other lengths are.
const UNKNOWN: Brand = brand("card/unknown", 0, 9999, (16, 16), 20);
const UNKNOWN_LENGTH: Brand = brand("card/unknown", 0, 9999, (12, 19), 5);

/// Numbers that payment processors publish for testing.
const SPECIMENS: [&[u8]; 5] =
    [b"4111111111111111", b"4242424242424242", b"378282246310005", b"5555555555554444", b"6011111111111117"];

/// How cards are printed, by length.
const GROUPINGS: [&[u16]; 5] = [&[4, 4, 4, 4], &[4, 6, 5], &[4, 6, 4], &[4, 4, 4, 4, 3], &[4, 3, 3, 3]];

fn read(window: &Window<'_>) -> Option<Reading> {
    let strange = |separator| !matches!(separator, b' ' | b'-' | b'.');
    if window.plus || window.groups[1..].iter().any(|group| strange(group.separator)) {
        return None;
    }
    let known = brand_of(window.chars);
    let valid = luhn(window.chars);
    let grouped = is_even(window) && GROUPINGS.iter().any(|lengths| window.is_grouped(lengths));
    let unknown = if window.chars.len() == 16 { &UNKNOWN } else { &UNKNOWN_LENGTH };
    let brand = known.unwrap_or(unknown);
    Some(Reading {
        shape: (brand.shape - unevenness(window, grouped)).max(0),
        check: match (valid, known) {
            (true, Some(_)) => 17,
            (true, None) => 10,
            (false, _) => -12,
        },
        check_name: if valid { Reason::VALID_LUHN } else { Reason::INVALID_LUHN },
        grouped,
        needs_cue: !valid || known.is_none() || window.glued,
        placeholder: SPECIMENS.contains(&window.chars) || window.chars.windows(2).all(|pair| pair[0] == pair[1]),
        detector: brand.detector,
    })
}

fn brand_of(digits: &[u8]) -> Option<&'static Brand> {
    let prefix = value(&digits[..4]);
    let fits = |brand: &&Brand| {
        (brand.low..=brand.high).contains(&prefix) && (brand.lengths.0..=brand.lengths.1).contains(&digits.len())
    };
    BRANDS.iter().find(fits)
}

/// Whether one mark stands between all groups.
fn is_even(window: &Window<'_>) -> bool {
    window.groups.get(1).is_some_and(|group| window.is_separated_by(group.separator))
}

/// What is taken off where the groups are not a card's: several numbers said one after the other look like that.
fn unevenness(window: &Window<'_>, grouped: bool) -> i16 {
    let groups = match window.groups.len() {
        1 => 0,
        _ if grouped => 0,
        _ if is_even(window) => 15,
        _ => 25,
    };
    groups + if window.glued { 15 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::digits::DigitRun;

    fn reading(text: &str) -> Option<Reading> {
        let mut run = DigitRun::default();
        run.read(text.as_bytes(), 0, text.find(|c: char| c.is_ascii_digit())?, text.len());
        read(&Window::new(&run, 0, run.groups.len()))
    }

    #[test]
    fn brands_are_told_by_prefix_and_length() {
        for (text, detector) in [
            ("4000001234567899", "card/visa"),
            ("4234567890123456782", "card/visa"),
            ("5123456789012346", "card/mastercard"),
            ("2221001234567896", "card/mastercard"),
            ("341234567890127", "card/amex"),
            ("6500123456789017", "card/discover"),
            ("3528000123456789", "card/jcb"),
            ("30012345678907", "card/diners"),
            ("6234567890123451", "card/unionpay"),
            ("5018000123456781", "card/maestro"),
            ("9000001234567894", "card/unknown"),
            ("41234567890123", "card/unknown"),
        ] {
            assert_eq!(reading(text).map(|reading| reading.detector), Some(detector), "{text}");
        }
    }

    #[test]
    fn luhn_is_evidence_and_no_gate() {
        let good = reading("4000001234567899").unwrap();
        assert!(good.shape + good.check >= 60 && !good.needs_cue);
        let misheard = reading("4000 0012 3456 7890").unwrap();
        // With the grouping's 10 and a strong cue's 35 it is a finding; without a cue it is none, even in a field.
        assert!(misheard.needs_cue && misheard.grouped);
        assert!((20..35).contains(&(misheard.shape + misheard.check)));
    }

    #[test]
    fn specimens_and_equal_digits_are_nobodys() {
        for digits in SPECIMENS {
            assert!(luhn(digits) && brand_of(digits).is_some());
        }
        assert!(reading("378282246310005").unwrap().placeholder);
        assert!(reading("0000 0000 0000 0000").unwrap().placeholder);
        assert!(!reading("4000001234567899").unwrap().placeholder);
    }

    #[test]
    fn uneven_groups_are_less_likely_a_card() {
        let points = |text| reading(text).map(|reading| reading.shape + reading.check);
        assert!(points("400 000 123 456 7899") < points("4000 0012 3456 7899"));
        assert!(points("4000-001 234-567-899") < points("400 000 123 456 7899"));
    }
}
