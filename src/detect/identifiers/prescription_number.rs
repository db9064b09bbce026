//! Number of a prescription at a pharmacy.
//!
//! A pharmacy counts its own: mostly six to eight digits, a letter for the drug's schedule (`C2`) or a store number
//! before them. Nothing to check, and nothing without a cue.

use super::cued::{code, number};
use super::{Alphabet, Examples, Identifier, plain_digits};
use crate::entity::id;

pub(super) const PRESCRIPTION_NUMBER: Identifier = Identifier {
    entity: id::PRESCRIPTION_NUMBER,
    alphabet: Alphabet::Digits,
    lengths: 5..=14,
    cue_only: true,
    read: |window| number(window, &(6..=12), "rx/number"),
    canonical: plain_digits,
    examples: Examples { good: &["7718245", "6620418", "0412-6620418"], bad: &["536-90-4399", "05-12-2024"] },
};

pub(super) const PRESCRIPTION_NUMBER_CODE: Identifier = Identifier {
    entity: id::PRESCRIPTION_NUMBER,
    alphabet: Alphabet::Codes,
    lengths: 5..=14,
    cue_only: true,
    read: |window| code(window, &(6..=12), "rx/code"),
    canonical: plain_digits,
    examples: Examples { good: &["C2 204419", "N7718245"], bad: &["20 mg", "500mg"] },
};
