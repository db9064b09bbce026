//! Number of a member of a health plan: member, subscriber, group, Medicaid and pharmacy plan numbers.
//!
//! Insurers have their own, of six to seventeen characters; those of the Blue Cross plans are three letters and six to
//! fourteen characters, the prefix naming the plan (BCBSA, "Alpha Prefix"). RxBIN has six digits (NCPDP). The European card
//! has twenty, beginning 80 and the number of the country (EN 1867). Nothing to check, and nothing without a cue.

use super::cued::{code, number};
use super::{Alphabet, Examples, Identifier, Reading, Window, plain_digits};
use crate::entity::id;

pub(super) const HEALTH_PLAN_ID: Identifier = Identifier {
    entity: id::HEALTH_PLAN_ID,
    alphabet: Alphabet::Digits,
    lengths: 5..=20,
    cue_only: true,
    read: read_number,
    canonical: plain_digits,
    examples: Examples {
        good: &["11047792", "22841990317", "004682", "80752000010044829173"],
        bad: &["536-90-4399", "312-555-0117", "12345678901234567890"],
    },
};

pub(super) const HEALTH_PLAN_ID_CODE: Identifier = Identifier {
    entity: id::HEALTH_PLAN_ID,
    alphabet: Alphabet::Codes,
    lengths: 5..=17,
    cue_only: true,
    read: read_code,
    canonical: plain_digits,
    examples: Examples { good: &["XZP448102937", "W448291730", "11 09 44 62 W"], bad: &["20 mg", "500ml"] },
};

/// A member's number with letters is more often an insurer's than a shop's, which the same cues name.
fn read_code(window: &Window<'_>) -> Option<Reading> {
    let reading = code(window, &(6..=17), "plan/code")?;
    Some(Reading { shape: reading.shape + 1, ..reading })
}

fn read_number(window: &Window<'_>) -> Option<Reading> {
    let european = window.chars.len() == 20 && window.chars.starts_with(b"80");
    number(window, if european { &(20..=20) } else { &(6..=14) }, "plan/number")
}
