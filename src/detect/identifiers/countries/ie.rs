//! Ireland: Personal Public Service number.
//!
//! Seven digits, a check letter and since 2013 a second letter, A to I (W on old ones). The check is the remainder by 23 of
//! the digits with weights 8 to 2 and nine times the second letter's place (Department of Social Protection, "PPS Number").
//! Of random ones 4 % pass.

use crate::detect::checksum::weighted;
use crate::detect::identifiers::cued::matches;
use crate::detect::identifiers::national::{Rule, judge, points};
use crate::detect::identifiers::{Alphabet, Examples, Identifier, plain_digits};
use crate::entity::id;

pub(super) const PPS: Identifier = Identifier {
    entity: id::IE_PPS,
    alphabet: Alphabet::Codes,
    lengths: 8..=9,
    cue_only: false,
    read: |window| judge(window, &PERSON),
    canonical: plain_digits,
    examples: Examples {
        good: &["1295942O", "1234567T", "1234567FA", "1234567 fa"],
        bad: &["1295943O", "1234567GA", "123456TA"],
    },
};

const PERSON: Rule = Rule {
    groupings: &[&[7, 1], &[7, 2]],
    check: |chars| {
        let second = match chars.get(8) {
            None | Some(b'W') => 0,
            Some(letter) => u32::from(letter.wrapping_sub(b'A')) + 1,
        };
        let shaped = (matches("9999999A", chars) || matches("9999999AA", chars)) && second <= 9;
        let sum = weighted(&chars[..7], &[8, 7, 6, 5, 4, 3, 2]) + 9 * second;
        let wanted = b"WABCDEFGHIJKLMNOPQRSTUV"[(sum % 23) as usize];
        shaped.then(|| points(chars[7] == wanted, 14))
    },
    // The department's own examples.
    specimens: &[b"1234567T", b"1234567FA"],
    detector: "pps/ie",
    ..Rule::USUAL
};
