//! Number of an insurance claim.
//!
//! Every insurer has its own, often with the year first (`24-118834`) or letters for the line (`CL-2291847`). Nothing to
//! check, and nothing without a cue.

use super::cued::{code, number};
use super::{Alphabet, Examples, Identifier, plain_digits};
use crate::entity::id;

pub(super) const CLAIM_NUMBER: Identifier = Identifier {
    entity: id::CLAIM_NUMBER,
    alphabet: Alphabet::Digits,
    lengths: 4..=16,
    cue_only: true,
    read: |window| number(window, &(6..=13), "claim/number"),
    canonical: plain_digits,
    examples: Examples { good: &["24-118834", "2291847", "118907"], bad: &["536-90-4399", "312-555-0117"] },
};

pub(super) const CLAIM_NUMBER_CODE: Identifier = Identifier {
    entity: id::CLAIM_NUMBER,
    alphabet: Alphabet::Codes,
    lengths: 4..=17,
    cue_only: true,
    read: |window| code(window, &(5..=15), "claim/code"),
    canonical: plain_digits,
    examples: Examples { good: &["CL-2291847", "HO-26-118834", "V24-118 907"], bad: &["20 mg", "4th"] },
};
