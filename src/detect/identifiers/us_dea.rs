//! Number of a prescriber or pharmacy with the Drug Enforcement Administration.
//!
//! A letter for the kind of registrant, the first letter of the surname (or a 9 for a firm), and seven digits, the last a
//! check (DEA, "Practitioner's Manual"). Of random codes of two letters and seven digits one in ten passes; passports are
//! such codes too, so nothing without a cue.

use super::national::{BARE, Rule, judge};
use super::{Alphabet, Examples, Identifier, Reading, plain_digits};
use crate::detect::Reason;
use crate::detect::checksum::dea;
use crate::entity::id;

pub(super) const US_DEA: Identifier = Identifier {
    entity: id::US_DEA,
    alphabet: Alphabet::Codes,
    lengths: 9..=9,
    cue_only: false,
    read: |window| judge(window, &RULE).map(|reading| Reading { needs_cue: true, ..reading }),
    canonical: plain_digits,
    examples: Examples {
        good: &["AB1234563", "MZ7654329", "F91234563", "bt 7654329"],
        bad: &["AB1234564", "MZ7654320", "1B1234563", "AB12345C3"],
    },
};

/// Kinds of registrants.
const KINDS: &[u8] = b"ABCDEFGHJKLMNPRSTUX";

const RULE: Rule = Rule {
    groupings: &[&[2, 7]],
    shape: BARE,
    check: |chars| {
        let [kind, name, digits @ ..] = chars else { return None };
        let shaped = kind.is_ascii_uppercase()
            && (name.is_ascii_uppercase() || *name == b'9')
            && digits.iter().all(u8::is_ascii_digit);
        shaped.then(|| if dea(digits) && KINDS.contains(kind) { 11 } else { -6 })
    },
    names: [Reason::VALID_DEA, Reason::INVALID_DEA],
    specimens: &[b"AB1234563"],
    detector: "dea/us",
    ..Rule::USUAL
};
