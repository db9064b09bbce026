//! Account number that is no bank's: a loan, a utility, a customer, a member, a case.
//!
//! Every company has its own, of four to seventeen characters, digits or letters and digits: nothing to check, and
//! nothing without a cue.

use super::cued::{code, number};
use super::{Alphabet, Examples, Identifier, plain_digits};
use crate::entity::id;

pub(super) const ACCOUNT_NUMBER: Identifier = Identifier {
    entity: id::ACCOUNT_NUMBER,
    alphabet: Alphabet::Digits,
    lengths: 4..=17,
    cue_only: true,
    read: |window| number(window, &(5..=14), "account/number"),
    canonical: plain_digits,
    examples: Examples {
        good: &["51764032", "877415036610", "28-5513-07", "2604471"],
        bad: &["536-90-4399", "312-555-0117", "12/05/2024", "+51764032"],
    },
};

pub(super) const ACCOUNT_NUMBER_CODE: Identifier = Identifier {
    entity: id::ACCOUNT_NUMBER,
    alphabet: Alphabet::Codes,
    lengths: 4..=17,
    cue_only: true,
    read: |window| code(window, &(5..=15), "account/code"),
    canonical: plain_digits,
    examples: Examples { good: &["SV-40417", "K944370996", "SAH88142"], bad: &["20 mg", "10am", "A1"] },
};
