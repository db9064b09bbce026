//! British health numbers: of the National Health Service in England, Wales and Man, of Scotland (CHI) and of Northern
//! Ireland (H&C).
//!
//! Ten digits with one check modulo 11. The NHS writes three-three-four with spaces (NHS Data Dictionary); Scotland's begin
//! with the date of birth, `DDMMYY`, and are written six-four or bare (Public Health Scotland, "CHI number"). One in eleven
//! random numbers passes, and American telephone numbers are written in the same groups: only a cue makes it one, but for
//! groups with spaces that no telephone number of ten digits begins like.

use super::national::{Rule, begins_with_day, judge, points};
use super::{Alphabet, Examples, Identifier, Reading, Window, plain_digits};
use crate::detect::Reason;
use crate::detect::checksum::nhs;
use crate::entity::id;

pub(super) const UK_NHS_NUMBER: Identifier = Identifier {
    entity: id::UK_NHS_NUMBER,
    alphabet: Alphabet::Digits,
    lengths: 10..=10,
    cue_only: false,
    read,
    canonical: plain_digits,
    examples: Examples {
        good: &["943 476 5870", "401-023-2137", "9990000018", "1234567881", "010190 1038"],
        bad: &["943 476 5871", "4010232138", "943/476/5870", "+9434765870"],
    },
};

const RULE: Rule = Rule {
    groupings: &[&[3, 3, 4]],
    check: |digits| Some(points(nhs(digits), 10)),
    names: [Reason::VALID_NHS, Reason::INVALID_NHS],
    // The NHS's own examples.
    specimens: &[b"9434765919", b"4857773456"],
    detector: "nhs/england",
    ..Rule::USUAL
};

const CHI: Rule = Rule { groupings: &[&[6, 4]], detector: "nhs/chi", ..RULE };

fn read(window: &Window<'_>) -> Option<Reading> {
    let scottish = window.groups.len() <= 2 && begins_with_day(window.chars);
    let reading = judge(window, if scottish { &CHI } else { &RULE })?;
    let telephone = window.chars[0] >= b'2' && window.chars[3] >= b'2';
    let needs_cue = reading.needs_cue || scottish || telephone || !window.is_separated_by(b' ');
    Some(Reading { needs_cue, ..reading })
}
