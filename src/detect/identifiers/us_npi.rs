//! United States National Provider Identifier: a doctor's, a pharmacy's or a clinic's.
//!
//! Ten digits, the first 1 or 2, with a Luhn check that counts `80840` before them (45 CFR 162.406). Of random ten digits 2 %
//! pass; telephone numbers have ten too, so nothing without a cue. The register is public.

use super::national::{Rule, judge, points};
use super::{Alphabet, Examples, Identifier, plain_digits};
use crate::detect::Reason;
use crate::detect::checksum::npi;
use crate::entity::id;

pub(super) const US_NPI: Identifier = Identifier {
    entity: id::US_NPI,
    alphabet: Alphabet::Digits,
    lengths: 10..=10,
    cue_only: true,
    read: |window| judge(window, &RULE),
    canonical: plain_digits,
    examples: Examples {
        good: &["1234567893", "1987654328", "2000000010", "1987654329"],
        bad: &["198-765-4329", "1987/654328", "3234567893 1"],
    },
};

const RULE: Rule = Rule {
    check: |digits| Some(points(npi(digits) && matches!(digits[0], b'1' | b'2'), 17)),
    names: [Reason::VALID_NPI, Reason::INVALID_NPI],
    // CMS explains the check with it.
    specimens: &[b"1234567893"],
    detector: "npi/us",
    ..Rule::USUAL
};
