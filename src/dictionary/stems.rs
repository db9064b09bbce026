//! Stems: matched inside words that nothing else claimed ("cancer" in "bröstcancer").
//!
//! Tokens cannot do this, so it is aho-corasick's work, on single words only.

use aho_corasick::{AhoCorasick, MatchKind};

use super::Term;

/// A word shorter than this (in bytes) is never looked into.
pub(crate) const SHORTEST_WORD: usize = 8;

/// All stems of all languages.
#[derive(Clone, Debug)]
pub(crate) struct Stems {
    automaton: AhoCorasick,
    terms: Vec<Term>,
}

impl Stems {
    /// `None` where there are no stems: most runs in English have none, and pay nothing.
    pub(super) fn new(stems: Vec<(Vec<u8>, Term)>) -> Option<Self> {
        let (patterns, terms): (Vec<_>, Vec<_>) = stems.into_iter().unzip();
        let automaton = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&patterns).ok()?;
        (!terms.is_empty()).then_some(Self { automaton, terms })
    }

    /// The first, longest stem in a folded word, with its number.
    pub(crate) fn find(&self, folded: &[u8]) -> Option<(Term, u32)> {
        self.automaton.find(folded).map(|found| (self.terms[found.pattern().as_usize()], found.pattern().as_u32()))
    }
}
