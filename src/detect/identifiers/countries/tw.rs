//! Taiwan: unified business number, a company's.
//!
//! Eight digits, weights 1 2 1 2 1 2 4 1, the digits of the products added and divisible by five (by ten before 2023); a 7 in
//! the seventh place may count one more (財政部). One in four random numbers passes: nothing without a cue.

use crate::detect::identifiers::national::{Rule, judge, points};
use crate::detect::identifiers::{Alphabet, Examples, Identifier, plain_digits};
use crate::entity::id;

pub(super) const UBN: Identifier = Identifier {
    entity: id::TW_UBN,
    alphabet: Alphabet::Digits,
    lengths: 8..=8,
    cue_only: true,
    read: |window| judge(window, &COMPANY),
    canonical: plain_digits,
    examples: Examples { good: &["20817038"], bad: &["2081/7038", "+20817038"] },
};

const COMPANY: Rule = Rule {
    check: |digits| {
        let products =
            digits.iter().zip([1, 2, 1, 2, 1, 2, 4, 1]).map(|(&digit, weight)| u32::from(digit - b'0') * weight);
        let sum: u32 = products.map(|product| product / 10 + product % 10).sum();
        Some(points(sum.is_multiple_of(5) || digits[6] == b'7' && (sum + 1).is_multiple_of(5), 6))
    },
    detector: "ubn/tw",
    ..Rule::USUAL
};
