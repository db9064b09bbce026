//! What the numbers that states and health services give out have in common.
//!
//! Each is a fixed count of characters in usual groups, most with a check. What is weighed: the groups, the check by the
//! share of random strings that pass it, and nothing else. A number that fails is doubtful but still somebody's where a
//! strong cue names it; one that only one random string in ten passes needs a cue, unless it stands in its usual groups.

use super::cued::{has_marks, is_specimen};
use super::{Reading, Window, value};
use crate::detect::{Reason, dates};
use crate::digits::Form;

/// What a failed check takes off: with a strong cue such a number is just a finding.
pub(super) const WRONG: i16 = -6;
/// The characters without their usual groups.
pub(super) const BARE: i16 = 16;
/// Points of check and groups from which on a number stands by itself.
const TELLING: i16 = 20;

/// How a number is written and checked.
pub(super) struct Rule {
    /// Lengths of the groups it is usually written in.
    pub(super) groupings: &'static [&'static [u16]],
    /// What may stand between groups.
    pub(super) marks: &'static [u8],
    /// What the usual groups are worth, at least [`BARE`].
    pub(super) shape: i16,
    /// Points of the characters: more than nothing where they pass, less where they fail, 0 where there is no check;
    /// `None` where they cannot be one.
    pub(super) check: fn(&[u8]) -> Option<i16>,
    /// What a pass is called, and what a failure.
    pub(super) names: [Reason; 2],
    /// Numbers that are printed as examples.
    pub(super) specimens: &'static [&'static [u8]],
    pub(super) detector: &'static str,
}

impl Rule {
    /// What most have; `check` and `detector` are each number's own.
    pub(super) const USUAL: Self = Self {
        groupings: &[],
        marks: b" -",
        shape: 25,
        check: |_| None,
        names: [Reason::VALID_NATIONAL, Reason::INVALID_NATIONAL],
        specimens: &[],
        detector: "",
    };
}

/// What a window looks like by `rule`.
pub(super) fn judge(window: &Window<'_>, rule: &Rule) -> Option<Reading> {
    if window.glued || window.plus || !has_marks(window, rule.marks) {
        return None;
    }
    let check = (rule.check)(window.chars)?;
    let grouped = rule.groupings.iter().any(|lengths| window.is_grouped(lengths));
    let one_by_one = window.groups.iter().all(|group| group.len == 1);
    let uneven = !grouped && !one_by_one && window.groups.len() > 1;
    Some(Reading {
        shape: match uneven {
            _ if grouped => rule.shape,
            true => BARE / 2,
            // Of what was said no groups are known.
            false if window.form == Form::Spoken => BARE + 4,
            false => BARE,
        },
        check,
        check_name: match check {
            1.. => rule.names[0],
            0 => Reason::NONE,
            _ => rule.names[1],
        },
        grouped,
        needs_cue: uneven || check + if grouped { 10 } else { 0 } < TELLING,
        placeholder: is_specimen(window.chars) || rule.specimens.contains(&window.chars),
        detector: rule.detector,
    })
}

/// `worth` where a check passes.
pub(super) const fn points(passes: bool, worth: i16) -> i16 {
    if passes { worth } else { WRONG }
}

/// The two digits from `at` on.
pub(super) fn two(digits: &[u8], at: usize) -> u32 {
    digits.get(at..at + 2).map_or(0, value)
}

/// Whether a day stands there, the century unknown: `year`, `month` and `day` are two digits each.
pub(super) const fn is_day(year: u32, month: u32, day: u32) -> bool {
    dates::is_real(2000 + year % 100, month, day)
}

/// Whether `digits` begin with day, month and year, two digits each.
pub(super) fn begins_with_day(digits: &[u8]) -> bool {
    is_day(two(digits, 4), two(digits, 2), two(digits, 0))
}

/// Whether `chars` are digits, all of them.
pub(super) fn all_digits(chars: &[u8]) -> bool {
    chars.iter().all(u8::is_ascii_digit)
}
