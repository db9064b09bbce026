//! What stands near medical terms in talk, so that a term is looked for there which is spelt as none: other terms, doses, and
//! words that say that something is taken.

use std::cmp::Reverse;
use std::ops::Range;

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

/// The farthest that company reaches, in words before and behind it.
const FARTHEST: usize = 14;

impl Says {
    /// How many words before and behind a companion are asked because of it.
    const fn reach(self) -> (usize, usize) {
        match self {
            Self::Taken => (0, 4),
            Self::Term => (5, 5),
            Self::Drug => (FARTHEST, FARTHEST),
        }
    }
}

/// The companions of terms in a passage.
#[derive(Clone, Debug, Default)]
pub(super) struct Company {
    /// In order of place.
    all: Vec<Companion>,
    near: Vec<(usize, Companion)>,
}

impl Company {
    /// Gathers those of a passage. `out` ends with what was found in it so far.
    pub(super) fn gather(&mut self, passage: &Passage<'_>, out: &[Candidate]) {
        let Self { all, near } = self;
        all.clear();
        for candidate in out.iter().rev().take_while(|candidate| candidate.segment == passage.number) {
            all.extend(
                says(candidate).map(|says| Companion { word: passage.marks().word_at(candidate.span.start), says }),
            );
        }
        let dose = |word| Companion { word, says: Says::Drug };
        let spoken = passage.hits_of(kind::NUMBER).map(|hit| hit.end() as usize);
        all.extend(spoken.filter(|&next| is_unit(passage, next)).map(dose));
        let written = passage.digits.iter().filter(|&&digit| is_dose(&passage.text[digit as usize..]));
        all.extend(written.map(|&digit| dose(passage.marks().word_at(digit))));
        let taken = passage.cues_for(EntitySet::of([id::MEDICATION]));
        all.extend(taken.map(|(hit, _)| Companion { word: hit.end() as usize, says: Says::Taken }));
        all.sort_unstable();
        reach(all, near);
    }

    /// The words that it reaches, in order, each with the companion that announces most there, and of these the nearest.
    pub(super) fn near(&self) -> &[(usize, Companion)] {
        &self.near
    }

    /// Whether one within [`FARTHEST`] words of `words` says what `is` asks for.
    pub(super) fn announces(&self, words: &Range<usize>, is: impl Fn(Says) -> bool) -> bool {
        let from = self.all.partition_point(|companion| companion.word + FARTHEST < words.start);
        let mut near = self.all[from..].iter().take_while(|companion| companion.word <= words.end + FARTHEST);
        near.any(|companion| is(companion.says))
    }
}

/// What a candidate says of its company. Everyday words that are medical ones too say little, doses and pills aside.
fn says(candidate: &Candidate) -> Option<Says> {
    let drug = candidate.entity == id::MEDICATION || candidate.entity == id::MEDICAL_SERVICE;
    let medical = drug || matches!(candidate.entity, id::CONDITION | id::SYMPTOM | id::PROCEDURE | id::LAB_RESULT);
    let sure = candidate.weight >= Weight::Medium as u8 && !candidate.hazard;
    let counts = medical && (sure || candidate.entity == id::MEDICATION);
    counts.then_some(if drug { Says::Drug } else { Says::Term })
}

/// Fills `near` with the words that `all` reach.
fn reach(all: &[Companion], near: &mut Vec<(usize, Companion)>) {
    near.clear();
    let (mut at, mut from) = (0, 0);
    loop {
        while all.get(from).is_some_and(|companion| companion.word + FARTHEST < at) {
            from += 1;
        }
        let Some(first) = all.get(from) else { return };
        at = at.max(first.word.saturating_sub(FARTHEST));
        near.extend(best(&all[from..], at).map(|best| (at, best)));
        at += 1;
    }
}

/// The companion that announces most at word `at`.
fn best(all: &[Companion], at: usize) -> Option<Companion> {
    let around = all.iter().take_while(|companion| companion.word <= at + FARTHEST);
    let reaches = |companion: &&Companion| {
        let (before, behind) = companion.says.reach();
        companion.word <= at + before && at <= companion.word + behind
    };
    around.filter(reaches).max_by_key(|companion| (companion.says, Reverse(companion.word.abs_diff(at)))).copied()
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
