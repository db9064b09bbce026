//! Number of an insurance policy.
//!
//! Every insurer has its own: mostly six to twelve digits, or a few letters for the line (`HO`, `PA`, `Q`) before them.
//! Nothing to check, and nothing without a cue.

use super::cued::{code, number};
use super::{Alphabet, Examples, Identifier, plain_digits};
use crate::entity::id;

pub(super) const POLICY_NUMBER: Identifier = Identifier {
    entity: id::POLICY_NUMBER,
    alphabet: Alphabet::Digits,
    lengths: 5..=16,
    cue_only: true,
    read: |window| number(window, &(6..=13), "policy/number"),
    canonical: plain_digits,
    examples: Examples { good: &["7204418", "71 4402 889-3", "120944773"], bad: &["536-90-4399", "05-12-2024"] },
};

pub(super) const POLICY_NUMBER_CODE: Identifier = Identifier {
    entity: id::POLICY_NUMBER,
    alphabet: Alphabet::Codes,
    lengths: 4..=17,
    cue_only: true,
    read: |window| code(window, &(5..=15), "policy/code"),
    canonical: plain_digits,
    examples: Examples { good: &["HO-448291", "BX7204418", "Q-7710-2246"], bad: &["20 mg", "4th"] },
};
