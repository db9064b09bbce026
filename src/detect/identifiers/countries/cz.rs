//! Czechia and Slovakia: rodné číslo.
//!
//! `YYMMDD/NNNC`, women's month plus 50 (and since 2004 another 20 where numbers ran out); the ten digits are divisible by
//! eleven, or the first nine leave ten and the last is 0. Before 1954 there were nine and no check (zákon č. 133/2000 Sb.).
//! Of random ten digits 0.7 % pass.

use crate::detect::identifiers::national::{Rule, is_day, judge, points, two};
use crate::detect::identifiers::{Alphabet, Examples, Identifier, plain_digits, value};
use crate::entity::id;

pub(super) const RODNE_CISLO: Identifier = Identifier {
    entity: id::CZ_RODNE_CISLO,
    alphabet: Alphabet::Digits,
    lengths: 9..=10,
    cue_only: false,
    read: |window| judge(window, &PERSON),
    canonical: plain_digits,
    examples: Examples {
        good: &["930306/9820", "9303069820", "935306/9825"],
        bad: &["9303069821", "9313069820", "930-306-9820"],
    },
};

const PERSON: Rule = Rule {
    groupings: &[&[6, 4], &[6, 3]],
    marks: b"/ ",
    check: |digits| {
        let (number, last) = (value(&digits[..9]), digits.get(9).map(|digit| u32::from(digit - b'0')));
        let born = is_day(two(digits, 0), two(digits, 2) % 50 % 20, two(digits, 4));
        Some(match last {
            None if born => 8,
            Some(check) => points(born && number % 11 % 10 == check, 21),
            None => -12,
        })
    },
    detector: "rodne-cislo/cz",
    ..Rule::USUAL
};
