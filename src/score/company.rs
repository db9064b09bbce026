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

/// Company that a term needs, in weights of other terms (strong 3, medium 2; weak, hazard or impersonal 1). So much of it must
/// be sure for a hazard or an impersonal term: neither of these.
const WEAK_NEEDS: u32 = 2;
const OTHERS_NEED: u32 = 3;
const SURE_AMONG_THEM: u32 = 2;
/// So many terms near by that are no hazards make medical talk of notes that name no person.
const DENSE: usize = 4;
const IN_COMPANY: i16 = 30;
/// Bytes between two terms that are about the same thing: about a minute of talk.
const NEAR: u32 = 600;
/// Neighbours looked at on each side; more company than this changes nothing.
const MOST: usize = 16;

/// A term's place among the candidates, and its weight as company; [`UNSURE`] is set for a hazard and an impersonal term.
type Member = (u32, u8);
const UNSURE: u8 = 0x80;

/// Lifts weak, hazard and impersonal terms of one utterance where their company suffices.
pub(crate) fn judge(catalogue: &Catalogue, mailbox: Mailbox, scratch: &mut Scratch, candidates: &mut [Candidate]) {
    if !candidates.iter().any(is_needy) {
        return;
    }
    for group in [Group::Medical, Group::Financial] {
        let members = &mut scratch.terms;
        members.clear();
        let of_group = |(_, candidate): &(usize, &Candidate)| catalogue.get(candidate.entity).group == group;
        let weighed = candidates
            .iter()
            .enumerate()
            .filter(of_group)
            .filter_map(|(index, candidate)| weight(candidate).map(|weight| (index as u32, weight)));
        members.extend(weighed);
        members.sort_by_key(|&(index, _)| place(&candidates[index as usize]));
        for at in 0..members.len() {
            let index = members[at].0 as usize;
            if is_needy(&candidates[index]) && suffices(members, at, candidates, mailbox.weight(group)) {
                candidates[index].add(IN_COMPANY, Reason::COMPANY);
            }
        }
    }
}

fn is_needy(candidate: &Candidate) -> bool {
    !candidate.context
        && (candidate.weight == 1 || candidate.weight > 0 && (candidate.hazard || is_impersonal(candidate)))
}

/// Whether a term that would be a finding by itself has been taken its points.
fn is_impersonal(candidate: &Candidate) -> bool {
    candidate.weight > 1 && !candidate.hazard && candidate.points < i16::from(super::PROBABLE)
}

/// What a candidate is worth as company; a number of the group (a card, a record number) counts as strong.
fn weight(candidate: &Candidate) -> Option<u8> {
    match candidate.weight {
        0 => (candidate.points >= i16::from(super::PROBABLE)).then_some(3),
        _ if candidate.hazard || is_impersonal(candidate) => Some(1 | UNSURE),
        weight => Some(weight),
    }
}

fn place(candidate: &Candidate) -> (u32, u32) {
    (candidate.segment, candidate.span.start)
}

/// Whether the terms near member `at` are company enough for it, `mailbox` counted in.
fn suffices(members: &[Member], at: usize, candidates: &[Candidate], mailbox: u32) -> bool {
    let own = &candidates[members[at].0 as usize];
    let (mut total, mut sure) = (mailbox, mailbox);
    let mut seen = [own.entry; 2 * MOST + 1];
    let (mut known, mut sober) = (1, 0);
    let near = |&&(index, _): &&Member| is_near(own, &candidates[index as usize]);
    let behind = members[..at].iter().rev().take(MOST).take_while(near);
    let ahead = members[at + 1..].iter().take(MOST).take_while(near);
    for &(index, weight) in behind.chain(ahead) {
        let other = &candidates[index as usize];
        // A number has no entry, and each is another.
        if other.weight > 0 && seen[..known].contains(&other.entry) {
            continue;
        }
        seen[known] = other.entry;
        known += 1;
        sober += usize::from(!other.hazard);
        total += u32::from(weight & !UNSURE);
        sure += if weight & UNSURE == 0 { u32::from(weight) } else { 0 };
    }
    if own.hazard || is_impersonal(own) {
        total >= OTHERS_NEED && (sure >= SURE_AMONG_THEM || sober >= DENSE)
    } else {
        total >= WEAK_NEEDS
    }
}

/// Whether two candidates are near each other. Segments beside one another are taken for turns of one talk.
fn is_near(a: &Candidate, b: &Candidate) -> bool {
    a.segment.abs_diff(b.segment) <= TURNS && (a.segment != b.segment || a.span.start.abs_diff(b.span.start) <= NEAR)
}

/// Segments between two terms that are about the same thing.
const TURNS: u32 = 12;
