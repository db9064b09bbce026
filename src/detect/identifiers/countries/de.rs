//! Germany: Steuer-Identifikationsnummer and Krankenversichertennummer.
//!
//! The first, for taxes, is eleven digits, two-three-three-three, that do not begin with 0; of the first ten one occurs
//! two or three times and the others once at most, the last is a check (Bundeszentralamt für Steuern; ISO 7064 MOD 11,10).
//! Of random eleven digits 0.3 % pass. The second, on the health card, is a letter and nine digits, the last a check: the
//! letter stands for two digits, every second one is doubled (GKV-Spitzenverband, "Krankenversichertennummer").

use crate::detect::checksum::mod11_10;
use crate::detect::identifiers::cued::matches;
use crate::detect::identifiers::national::{Rule, judge, points};
use crate::detect::identifiers::{Alphabet, Examples, Identifier, plain_digits};
use crate::entity::id;

pub(super) const STEUER_ID: Identifier = Identifier {
    entity: id::DE_STEUER_ID,
    alphabet: Alphabet::Digits,
    lengths: 11..=11,
    cue_only: false,
    read: |window| judge(window, &TAX),
    canonical: plain_digits,
    examples: Examples {
        good: &["63110459789", "63 110 459 789"],
        bad: &["63110459780", "12345678903", "63/110/459/789"],
    },
};

pub(super) const KVNR: Identifier = Identifier {
    entity: id::DE_KVNR,
    alphabet: Alphabet::Codes,
    lengths: 10..=10,
    cue_only: false,
    read: |window| judge(window, &HEALTH),
    canonical: plain_digits,
    examples: Examples {
        good: &["A000500015", "T012345678", "z987654321"],
        bad: &["A000500016", "T012345679", "AB12345678"],
    },
};

const TAX: Rule = Rule {
    groupings: &[&[2, 3, 3, 3]],
    check: |digits| Some(points(mod11_10(digits) && repeats_one(digits), 25)),
    detector: "steuer-id/de",
    ..Rule::USUAL
};

const HEALTH: Rule = Rule {
    check: |chars| matches("A999999999", chars).then(|| points(is_insured(chars), 10)),
    detector: "kvnr/de",
    ..Rule::USUAL
};

/// Factors 1 and 2 in turn over the letter's two digits and eight more, the sums of their digits modulo ten.
fn is_insured(chars: &[u8]) -> bool {
    let letter = chars[0] - b'A' + 1;
    let places = [letter / 10, letter % 10].into_iter().chain(chars[1..9].iter().map(|digit| digit - b'0'));
    let products = places.enumerate().map(|(place, digit)| digit << (place & 1));
    let sum: u8 = products.map(|product| product / 10 + product % 10).sum();
    sum % 10 == chars[9] - b'0'
}

fn repeats_one(digits: &[u8]) -> bool {
    let counts = (b'0'..=b'9').map(|digit| digits[..10].iter().filter(|&&other| other == digit).count());
    let mut repeated = counts.filter(|&count| count > 1);
    digits[0] != b'0' && matches!((repeated.next(), repeated.next()), (Some(2 | 3), None))
}
