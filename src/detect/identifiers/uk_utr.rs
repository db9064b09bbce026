//! British unique taxpayer reference: a person's, a partnership's or a company's with HM Revenue & Customs.
//!
//! Ten digits, sometimes with a K behind them on old forms, in two fives or none; the first is a check over the others. One
//! in eleven random numbers passes, and telephone numbers have ten digits too: nothing without a cue.

use super::national::{Rule, judge, points};
use super::{Alphabet, Examples, Identifier, plain_digits};
use crate::detect::Reason;
use crate::detect::checksum::utr;
use crate::entity::id;

pub(super) const UK_UTR: Identifier = Identifier {
    entity: id::UK_UTR,
    alphabet: Alphabet::Digits,
    lengths: 10..=10,
    cue_only: true,
    read: |window| judge(window, &RULE),
    canonical: plain_digits,
    examples: Examples {
        good: &["1955839661", "22345 67890", "3111222333", "2955839661"],
        bad: &["29558 396 61", "1955/839661", "+1955839661"],
    },
};

const RULE: Rule = Rule {
    groupings: &[&[5, 5]],
    check: |digits| Some(points(utr(digits), 10)),
    names: [Reason::VALID_UTR, Reason::INVALID_UTR],
    detector: "utr/uk",
    ..Rule::USUAL
};
