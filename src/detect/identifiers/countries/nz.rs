//! New Zealand: IRD number.
//!
//! Eight or nine digits, two- or three-three-three, from 10 to 150 million, with a check modulo 11; where that is ten, other
//! weights, and where it is ten again there is no such number (Inland Revenue, "IRD number validation"). Of random nine
//! digits 1.4 % pass.

use crate::detect::checksum::weighted;
use crate::detect::identifiers::national::{Rule, judge, points};
use crate::detect::identifiers::{Alphabet, Examples, Identifier, plain_digits, value};
use crate::entity::id;

pub(super) const IRD: Identifier = Identifier {
    entity: id::NZ_IRD,
    alphabet: Alphabet::Digits,
    lengths: 8..=9,
    cue_only: true,
    read: |window| judge(window, &PERSON),
    canonical: plain_digits,
    examples: Examples { good: &["054288956", "54-288-956", "054 288 956"], bad: &["054/288/956", "+54288956"] },
};

const PERSON: Rule = Rule {
    groupings: &[&[2, 3, 3], &[3, 3, 3]],
    check: |digits| {
        let (number, last) = digits.split_at(digits.len() - 1);
        let mut eight = [b'0'; 8];
        eight[8 - number.len()..].copy_from_slice(number);
        let checks = [[3, 2, 7, 6, 5, 4, 3, 2], [7, 4, 3, 2, 5, 2, 7, 6]];
        let check = checks.iter().map(|weights| (11 - weighted(&eight, weights) % 11) % 11).find(|&check| check < 10);
        let given = (10_000_000..150_000_000).contains(&value(digits));
        Some(points(given && check == Some(u32::from(last[0] - b'0')), 18))
    },
    detector: "ird/nz",
    ..Rule::USUAL
};
