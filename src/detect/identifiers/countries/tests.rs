//! Numbers of each country that pass and fail, and what holds for all.

use proptest::prelude::*;

use super::*;
use crate::detect::identifiers::{Alphabet, Reading, Window};
use crate::digits::DigitRun;
use crate::span::Span;

/// Country and place in its list, a number that passes, one that fails, and whether every wrong digit is noticed.
const NUMBERS: &[(&str, usize, &str, &str, bool)] = &[
    ("au", 0, "123456782", "123456783", true),
    ("au", 0, "865095000", "865095001", true),
    ("au", 1, "2123456701", "2123456711", false),
    ("au", 1, "5950100171", "5950100181", false),
    ("be", 0, "43110265571", "43110265572", true),
    ("bg", 0, "4904194814", "4904194815", false),
    ("br", 0, "20272442984", "20272442985", false),
    ("ch", 0, "7565115479781", "7565115479782", true),
    ("cl", 0, "200214471", "200214472", true),
    ("cz", 0, "9303069820", "9303069821", false),
    ("de", 0, "63110459789", "63110459780", true),
    ("de", 1, "A000500015", "A000500016", true),
    ("de", 1, "T012345678", "T012345679", true),
    ("de", 1, "Z987654321", "Z987654322", true),
    ("dk", 1, "24408078", "24408079", true),
    ("ee", 0, "33011092783", "33011092784", false),
    ("es", 0, "13610572T", "13610573T", true),
    ("es", 1, "Y5693559S", "Y5693550S", true),
    ("fi", 0, "131052308T", "1310523080", true),
    ("fi", 0, "010101A123N", "010101A1230", true),
    ("fi", 1, "0101998768", "0101998760", true),
    ("fi", 1, "2405959002", "2405959000", true),
    ("fi", 2, "70513661", "70513662", true),
    ("fr", 0, "172087560750164", "172087560750165", true),
    ("gr", 0, "14026312760", "14026312761", true),
    ("ie", 0, "1295942O", "1295943O", true),
    ("in", 0, "304250726918", "304250726919", true),
    ("is", 0, "0511910809", "0511910819", false),
    ("kr", 0, "6008091463402", "6008091463403", false),
    ("lt", 0, "36607267710", "36607267711", false),
    ("nl", 0, "811531302", "811531303", true),
    ("no", 0, "15058531151", "15058531152", true),
    ("no", 0, "41129924525", "41129924526", true),
    ("no", 1, "951829730", "951829731", true),
    ("no", 2, "14700536271", "14700536272", true),
    ("nz", 0, "054288956", "054288957", false),
    ("pl", 0, "93072767353", "93072767354", true),
    ("ro", 0, "1531014122439", "1531014122430", false),
    ("sg", 0, "65379218B", "65379219B", true),
    ("tr", 0, "37078240618", "37078240619", true),
    ("tw", 0, "20817038", "20817039", false),
    ("za", 0, "8907135238085", "8907135238086", true),
];

fn identifier(country: &str, place: usize) -> &'static Identifier {
    COUNTRIES.iter().find(|(code, _)| *code == country).unwrap().1[place]
}

fn read(identifier: &Identifier, text: &str) -> Option<Reading> {
    let mut run = DigitRun::default();
    match identifier.alphabet {
        Alphabet::Digits => run.read(text.as_bytes(), 0, 0, text.len()),
        Alphabet::Codes => run.read_code(text.as_bytes(), Span::new(0, text.len() as u32)),
    }
    let fits = identifier.lengths.contains(&run.digits.len());
    fits.then(|| (identifier.read)(&Window::new(&run, 0, run.groups.len()))).flatten()
}

fn passes(identifier: &Identifier, text: &str) -> bool {
    read(identifier, text).is_some_and(|reading| reading.check > 0)
}

#[test]
fn numbers_pass_and_fail() {
    for &(country, place, good, bad, _) in NUMBERS {
        let identifier = identifier(country, place);
        assert!(passes(identifier, good), "{country} {good}");
        assert!(!passes(identifier, bad), "{country} {bad}");
    }
}

#[test]
fn every_wrong_digit_is_noticed_where_the_check_can() {
    for &(country, place, good, _, _) in NUMBERS.iter().filter(|row| row.4) {
        let identifier = identifier(country, place);
        for at in (0..good.len()).filter(|&at| good.as_bytes()[at].is_ascii_digit()) {
            for digit in '0'..='9' {
                let mut wrong = good.to_owned();
                wrong.replace_range(at..=at, digit.encode_utf8(&mut [0; 4]));
                assert!(wrong == good || !passes(identifier, &wrong), "{country} {good} {wrong}");
            }
        }
    }
}

#[test]
fn countries_stand_in_order_and_name_their_numbers() {
    let catalogue = crate::entity::Catalogue::default();
    assert!(COUNTRIES.is_sorted_by(|a, b| a.0 < b.0));
    for (country, identifiers) in COUNTRIES {
        for identifier in *identifiers {
            let name = &catalogue.get(identifier.entity).name;
            let own = name.to_ascii_lowercase().starts_with(&format!("{country}_"));
            assert!(own || name == "BANK_ACCOUNT" || *country == "sk", "{country} {name}");
        }
    }
}

proptest! {
    #[test]
    fn no_characters_panic(digits in "[0-9]{8,15}", code in "[0-9A-Z]{8,15}", marks in "[-. /+]{3}") {
        let text = format!("{}{}{}", &digits[..3], &marks[..1], &digits[3..]);
        let mixed = format!("{}{}{}", &code[..6], &marks[1..2], &code[6..]);
        for identifier in COUNTRIES.iter().flat_map(|(_, identifiers)| *identifiers) {
            match identifier.alphabet {
                Alphabet::Digits => drop((read(identifier, &digits), read(identifier, &text))),
                Alphabet::Codes => drop((read(identifier, &code), read(identifier, &mixed))),
            }
        }
    }
}
