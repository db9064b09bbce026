//! Medical record, chart or patient number.
//!
//! A hospital's own number of a patient, mostly five to twelve digits with leading zeros, seldom with letters (45 CFR
//! 164.514(b)(2)(i)(H) lists it as an identifier). Nothing to check, and nothing without a cue.

use super::cued::{code, number};
use super::{Alphabet, Examples, Identifier, plain_digits};
use crate::entity::id;

pub(super) const MEDICAL_RECORD_NUMBER: Identifier = Identifier {
    entity: id::MEDICAL_RECORD_NUMBER,
    alphabet: Alphabet::Digits,
    lengths: 4..=14,
    cue_only: true,
    read: |window| number(window, &(5..=12), "mrn/number"),
    canonical: plain_digits,
    examples: Examples { good: &["00471820", "6604182", "00718345"], bad: &["536-90-4399", "05-12-2024"] },
};

pub(super) const MEDICAL_RECORD_NUMBER_CODE: Identifier = Identifier {
    entity: id::MEDICAL_RECORD_NUMBER,
    alphabet: Alphabet::Codes,
    lengths: 4..=14,
    cue_only: true,
    read: |window| code(window, &(5..=12), "mrn/code"),
    canonical: plain_digits,
    examples: Examples { good: &["RX1 447 209", "M6604182"], bad: &["20 mg", "4th"] },
};
