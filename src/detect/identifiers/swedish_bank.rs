//! Swedish clearing numbers and the checks of the accounts behind them.
//!
//! The first four digits name the bank and with it the check (Bankgirot, "Bankernas kontonummer"; the table is that of
//! the open library kontonummer, which was made from it). An account of type 1 has seven digits and is checked together
//! with the clearing number, all of it or its last three digits; one of type 2 has its own check. Swedbank's 8xxx print a
//! fifth clearing digit, which is part of neither.

use crate::detect::checksum::{luhn, mod11_cycle};

/// How a bank's accounts are checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Check {
    /// Modulus 11 over the last three clearing digits and seven of the account.
    Short,
    /// Modulus 11 over all four clearing digits and seven of the account.
    Long,
    /// Modulus 10 over ten digits of the account; zeros in front may be left out.
    Luhn,
    /// Modulus 11 over nine digits of the account.
    Handelsbanken,
}

/// First and last clearing number of each series.
const SERIES: [(u32, u32, Check); 41] = [
    (1100, 1199, Check::Short),
    (1200, 1399, Check::Short),
    (1400, 2099, Check::Short),
    (2300, 2399, Check::Long),
    (2400, 2499, Check::Short),
    (3000, 3299, Check::Short),
    // Nordea's personal accounts are personnummer.
    (3300, 3300, Check::Luhn),
    (3301, 3399, Check::Short),
    (3400, 3409, Check::Short),
    (3410, 3781, Check::Short),
    (3782, 3782, Check::Luhn),
    (3783, 3999, Check::Short),
    (4000, 4999, Check::Long),
    (5000, 5999, Check::Short),
    (6000, 6999, Check::Handelsbanken),
    (7000, 7999, Check::Short),
    (8000, 8999, Check::Luhn),
    (9020, 9029, Check::Long),
    (9060, 9069, Check::Short),
    (9100, 9109, Check::Long),
    (9120, 9124, Check::Short),
    (9130, 9149, Check::Short),
    (9150, 9169, Check::Long),
    (9170, 9179, Check::Short),
    (9180, 9189, Check::Luhn),
    (9190, 9199, Check::Long),
    (9230, 9239, Check::Short),
    (9250, 9259, Check::Short),
    (9260, 9269, Check::Long),
    (9270, 9279, Check::Short),
    (9280, 9289, Check::Short),
    (9300, 9399, Check::Luhn),
    (9460, 9469, Check::Short),
    (9500, 9549, Check::Luhn),
    (9550, 9569, Check::Long),
    (9570, 9579, Check::Luhn),
    (9580, 9589, Check::Short),
    (9660, 9669, Check::Long),
    (9780, 9789, Check::Long),
    (9890, 9899, Check::Luhn),
    (9960, 9969, Check::Luhn),
];

fn check_of(clearing: &[u8]) -> Option<Check> {
    let number = super::value(clearing.get(..4)?);
    SERIES.iter().find(|(low, high, _)| (*low..=*high).contains(&number)).map(|row| row.2)
}

/// Whether some bank has this clearing number of four digits, or of five at Swedbank.
pub(super) fn is_clearing_number(digits: &[u8]) -> bool {
    match digits.len() {
        4 => check_of(digits).is_some(),
        5 => digits[0] == b'8' && luhn(digits),
        _ => false,
    }
}

/// Whether clearing number and account together pass the bank's check; `None` where no bank has such a number.
///
/// One in ten or eleven random accounts passes.
pub(super) fn is_account(digits: &[u8]) -> Option<bool> {
    let check = check_of(digits)?;
    let account = &digits[4..];
    match (check, account.len()) {
        (Check::Short, 7) => Some(mod11_cycle(&digits[1..])),
        (Check::Long, 7) => Some(mod11_cycle(digits)),
        (Check::Handelsbanken, 8..=9) => Some(mod11_cycle(account)),
        (Check::Luhn, 6..=10) if digits[0] == b'8' => {
            Some(luhn(account) || is_clearing_number(&digits[..5]) && luhn(&digits[5..]))
        }
        (Check::Luhn, 11) if digits[0] == b'8' => Some(is_clearing_number(&digits[..5]) && luhn(&digits[5..])),
        (Check::Luhn, 6..=10) => Some(luhn(account)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn series_are_in_order_and_apart() {
        assert!(SERIES.iter().all(|(low, high, _)| low <= high));
        assert!(SERIES.windows(2).all(|pair| pair[0].1 < pair[1].0));
    }

    #[test]
    fn each_type_has_its_check() {
        for account in [
            "50011234563",
            "70011234563",
            "11011234564",
            "95511234569",
            "40010012342",
            "91511234565",
            "6000123456789",
            "6123001234560",
            "6999987654322",
            "33006408233234",
            "832791234567897",
        ] {
            assert_eq!(is_account(account.as_bytes()), Some(true), "{account}");
            let mut wrong = account.as_bytes().to_vec();
            let last = wrong.len() - 1;
            wrong[last] = b'0' + (wrong[last] - b'0' + 1) % 10;
            assert_eq!(is_account(&wrong), Some(false), "{account}");
        }
        for digits in ["", "500", "00001234563", "5001123456", "99991234567"] {
            assert_eq!(is_account(digits.as_bytes()), None, "{digits}");
        }
    }

    #[test]
    fn clearing_numbers_have_four_digits_or_swedbanks_five() {
        for (digits, wanted) in [("5001", true), ("83279", true), ("83278", false), ("0001", false), ("50011", false)] {
            assert_eq!(is_clearing_number(digits.as_bytes()), wanted, "{digits}");
        }
    }

    proptest! {
        #[test]
        fn a_wrong_digit_of_the_account_is_noticed(
            clearing in prop::sample::select(vec!["5001", "7001", "9551", "4001", "9180"]),
            account in "[0-9]{10}",
            at in 0..7_usize,
            by in 1..10_u8,
        ) {
            let length = if clearing == "9180" { 10 } else { 7 };
            let start = [clearing.as_bytes(), &account.as_bytes()[..length - 1]].concat();
            let with = |check| [&start[..], &[check]].concat();
            // Modulus 11 leaves some accounts without a check digit: they are not given out.
            let valid = (b'0'..=b'9').map(with).find(|digits| is_account(digits) == Some(true));
            prop_assume!(valid.is_some());
            let mut digits = valid.unwrap();
            digits[4 + at] = b'0' + (digits[4 + at] - b'0' + by) % 10;
            prop_assert_eq!(is_account(&digits), Some(false));
        }

        #[test]
        fn no_digits_panic(digits in "[0-9]{0,20}") {
            let _ = (is_account(digits.as_bytes()), is_clearing_number(digits.as_bytes()));
        }
    }
}
