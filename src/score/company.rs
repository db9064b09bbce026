//! Company: weak and hazard words count only beside others of their group, or in a mailbox that fits.

use super::Scratch;
use crate::detect::{Candidate, Reason};
use crate::dictionary::{Lexicon, Meaning};
use crate::entity::{Catalogue, Group};
use crate::fold;

/// What the mailbox a message lies in says of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Mailbox {
    pub(crate) medical: bool,
    pub(crate) financial: bool,
}

impl Mailbox {
    /// Reads a mailbox's, queue's or department's name.
    pub(crate) fn read(&mut self, lexicon: &Lexicon, catalogue: &Catalogue, name: &[u8]) {
        for range in fold::words(name) {
            let Some(entry) = lexicon.word(&name[range]) else { continue };
            for meaning in lexicon.meanings(entry) {
                if let Meaning::Term(term) = meaning {
                    let group = catalogue.get(term.entity).group;
                    self.medical |= group == Group::Medical && !term.hazard;
                    self.financial |= group == Group::Financial && !term.hazard;
                }
            }
        }
    }

    fn weight(self, group: Group) -> u32 {
        2 * u32::from(group == Group::Medical && self.medical || group == Group::Financial && self.financial)
    }
}

/// Company that a weak term and a hazard term need, in weights of other terms (strong 3, medium 2, weak or hazard 1).
const WEAK_NEEDS: u32 = 2;
const HAZARD_NEEDS: u32 = 3;
const IN_COMPANY: i16 = 30;
/// Distinct terms looked at; more company than this changes nothing.
const MOST: usize = 32;

/// Lifts weak and hazard terms of one utterance where their company suffices.
pub(crate) fn judge(catalogue: &Catalogue, mailbox: Mailbox, scratch: &mut Scratch, candidates: &mut [Candidate]) {
    let needy = |candidate: &Candidate| candidate.weight == 1 || candidate.weight > 0 && candidate.hazard;
    if !candidates.iter().any(needy) {
        return;
    }
    for group in [Group::Medical, Group::Financial] {
        let of_group = |candidate: &Candidate| catalogue.get(candidate.entity).group == group;
        let total = mailbox.weight(group) + sum(scratch, candidates.iter().filter(|candidate| of_group(candidate)));
        for candidate in candidates.iter_mut().filter(|candidate| of_group(candidate) && needy(candidate)) {
            let others = total - u32::from(weight_in_company(candidate));
            if others >= if candidate.hazard { HAZARD_NEEDS } else { WEAK_NEEDS } {
                candidate.add(IN_COMPANY, Reason::COMPANY);
            }
        }
    }
}

fn weight_in_company(candidate: &Candidate) -> u8 {
    if candidate.hazard { 1 } else { candidate.weight }
}

/// The weights of distinct terms, each once; numbers of the group (a card, a record number) count as strong.
fn sum<'c>(scratch: &mut Scratch, candidates: impl Iterator<Item = &'c Candidate>) -> u32 {
    scratch.terms.clear();
    for candidate in candidates {
        let (key, weight) = match candidate.weight {
            0 if candidate.points >= i16::from(super::PROBABLE) => (candidate.span.start | 1 << 31, 3),
            0 => continue,
            _ => (candidate.entry, weight_in_company(candidate)),
        };
        if scratch.terms.len() < MOST && !scratch.terms.iter().any(|(known, _)| *known == key) {
            scratch.terms.push((key, weight));
        }
    }
    scratch.terms.iter().map(|(_, weight)| u32::from(*weight)).sum()
}
