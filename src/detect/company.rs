//! What stands near medical terms in talk, so that a term is looked for there which is spelt as none: other terms, doses, and
//! words that say that something is taken.

use std::cmp::Reverse;

use super::{Candidate, Passage};
use crate::dictionary::{Weight, kind};
use crate::entity::{EntitySet, id};

/// What a word of company announces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Says {
    /// A drug, right behind it: "have been taking", "tar min".
    Taken,
    /// Some medical term.
    Term,
    /// A drug: another one, or a dose.
    Drug,
}

/// A word of company.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Companion {
    /// The word's number; of [`Says::Taken`] that of the word behind it.
    pub(super) word: usize,
    pub(super) says: Says,
}

/// Fills `company` with the companions of terms in a passage, in order. `out` ends with what was found in it so far.
pub(super) fn gather(passage: &Passage<'_>, out: &[Candidate], company: &mut Vec<Companion>) {
    company.clear();
    for candidate in out.iter().rev().take_while(|candidate| candidate.segment == passage.number) {
        let drug = candidate.entity == id::MEDICATION || candidate.entity == id::MEDICAL_SERVICE;
        let medical = drug || matches!(candidate.entity, id::CONDITION | id::SYMPTOM | id::PROCEDURE | id::LAB_RESULT);
        // Everyday words that are medical ones too say little of their company, doses and pills aside.
        let sure = candidate.weight >= Weight::Medium as u8 && !candidate.hazard;
        if medical && (sure || candidate.entity == id::MEDICATION) {
            let says = if drug { Says::Drug } else { Says::Term };
            company.push(Companion { word: passage.marks().word_at(candidate.span.start), says });
        }
    }
    let dose = |word| Companion { word, says: Says::Drug };
    let spoken = passage.hits_of(kind::NUMBER).map(|hit| hit.end() as usize);
    company.extend(spoken.filter(|&next| is_unit(passage, next)).map(dose));
    let written = passage.digits.iter().filter(|&&digit| is_dose(&passage.text[digit as usize..]));
    company.extend(written.map(|&digit| dose(passage.marks().word_at(digit))));
    let taken = passage.cues_for(EntitySet::of([id::MEDICATION]));
    company.extend(taken.map(|(hit, _)| Companion { word: hit.end() as usize, says: Says::Taken }));
    company.sort_unstable();
}

/// The farthest that company reaches, in words before and behind it.
const FARTHEST: usize = 14;

/// How many words before and behind a companion are asked because of it, at most [`FARTHEST`].
pub(super) type Reach = (usize, usize);

/// The words that `company` reaches, in order, each with the companion that announces most there, and of these the nearest.
pub(super) fn near(company: &[Companion], reach: impl Fn(Says) -> Reach) -> impl Iterator<Item = (usize, Companion)> {
    let (mut at, mut from) = (0, 0);
    std::iter::from_fn(move || {
        loop {
            from += company[from..].iter().take_while(|companion| companion.word + FARTHEST < at).count();
            at = at.max(company.get(from)?.word.saturating_sub(FARTHEST));
            let around = company[from..].iter().take_while(|companion| companion.word <= at + FARTHEST);
            let reaches = |companion: &&Companion| {
                let (before, behind) = reach(companion.says);
                companion.word <= at + before && at <= companion.word + behind
            };
            let best =
                around.filter(reaches).max_by_key(|companion| (companion.says, Reverse(companion.word.abs_diff(at))));
            at += 1;
            if let Some(best) = best {
                return Some((at - 1, *best));
            }
        }
    })
}

const UNITS: [&str; 8] = ["mg", "mgs", "milligram", "milligrams", "mcg", "microgram", "micrograms", "mikrogram"];

fn is_unit(passage: &Passage<'_>, index: usize) -> bool {
    passage
        .word(index)
        .is_some_and(|(_, word)| word[0] | 0x20 == b'm' && UNITS.iter().any(|unit| Passage::is(word, unit)))
}

/// Whether digits begin `text` and a unit of drugs follows them: "50mg", "500 milligrams".
fn is_dose(text: &[u8]) -> bool {
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let rest = &text[digits..];
    let rest = rest.strip_prefix(b" ").or_else(|| rest.strip_prefix(b"-")).unwrap_or(rest);
    let letters = rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    rest.first().is_some_and(|byte| byte | 0x20 == b'm') && UNITS.iter().any(|unit| Passage::is(&rest[..letters], unit))
}

#[cfg(test)]
mod tests {
    use super::is_dose;

    #[test]
    fn doses_are_read_in_digits_and_in_words() {
        for (text, dose) in [
            ("50mg of", true),
            ("500 milligrams", true),
            ("25-mg", true),
            ("5 micrograms", true),
            ("50 mgr", false),
            ("50 miles", false),
            ("50", false),
            ("50 ", false),
        ] {
            assert_eq!(is_dose(text.as_bytes()), dose, "{text:?}");
        }
    }
}
