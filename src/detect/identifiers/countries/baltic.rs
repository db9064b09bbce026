//! Estonia and Lithuania: isikukood and asmens kodas, which are made alike.
//!
//! Century and sex, `YYMMDD`, three digits and a check modulo 11 with weights 1 to 9 and 1; where that leaves ten, once more
//! with 3 to 9 and 1 to 3, and then 0 (Eesti standard EVS 585:2007). Of random eleven digits 0.3 % pass.

use crate::detect::checksum::weighted;
use crate::detect::identifiers::national::{Rule, is_day, judge, points, two};
use crate::detect::identifiers::{Alphabet, Examples, Identifier, plain_digits};
use crate::entity::id;

pub(super) const ISIKUKOOD: Identifier = Identifier {
    entity: id::EE_ISIKUKOOD,
    alphabet: Alphabet::Digits,
    lengths: 11..=11,
    cue_only: false,
    read: |window| judge(window, &ESTONIAN),
    canonical: plain_digits,
    examples: Examples { good: &["33011092783"], bad: &["33011092784", "33013092783", "330/11092783"] },
};

pub(super) const ASMENS_KODAS: Identifier = Identifier {
    entity: id::LT_ASMENS_KODAS,
    alphabet: Alphabet::Digits,
    lengths: 11..=11,
    cue_only: false,
    read: |window| judge(window, &LITHUANIAN),
    canonical: plain_digits,
    examples: Examples { good: &["36607267710"], bad: &["36607267711", "36613267710", "366/07267710"] },
};

const ESTONIAN: Rule =
    Rule { check: |digits| Some(points(is_person(digits), 25)), detector: "isikukood/ee", ..Rule::USUAL };

const LITHUANIAN: Rule = Rule { detector: "asmens-kodas/lt", ..ESTONIAN };

fn is_person(digits: &[u8]) -> bool {
    let checks = [&[1, 2, 3, 4, 5, 6, 7, 8, 9, 1], &[3, 4, 5, 6, 7, 8, 9, 1, 2, 3]];
    let check = checks.iter().map(|weights| weighted(digits, *weights) % 11).find(|&check| check < 10).unwrap_or(0);
    let born = is_day(two(digits, 1), two(digits, 3), two(digits, 5));
    matches!(digits[0], b'1'..=b'8') && born && u32::from(digits[10] - b'0') == check
}
