//! Dictionaries: parsed from docs/DICTIONARIES.md's form and compiled into one [`Lexicon`].

mod bloom;
mod builtin;
mod inflect;
mod info;
mod lexicon;
mod medical_words;
mod numbers;
mod parse;
mod phonetic;
mod sequences;
mod stems;
mod table;
mod trie;

pub use info::{DictionaryInfo, builtin_dictionaries, builtin_profiles};

pub(crate) use bloom::Bloom;
pub(crate) use builtin::{BUILTIN, PROFILES};
pub(crate) use lexicon::{Compiler, Lexicon};
pub(crate) use numbers::{MOST_PARTS, Numbers, Numeral};
pub(crate) use parse::{Dictionary, Kind, Row};
pub(crate) use phonetic::{Sounding, Sounds};
pub(crate) use sequences::sequence;
pub(crate) use stems::SHORTEST_WORD;
pub(crate) use trie::ROOT;

use crate::entity::{EntityId, EntitySet};

/// How much a term says on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Weight {
    Weak = 1,
    Medium = 2,
    Strong = 3,
}

/// Languages with dictionaries, as bits.
pub(crate) mod language {
    pub(crate) const EN: u8 = 1;
    pub(crate) const SV: u8 = 2;
    pub(crate) const ALL: u8 = EN | SV;

    /// The bit of a language's code.
    pub(crate) fn from_code(code: &str) -> Option<u8> {
        match code {
            "en" => Some(EN),
            "sv" => Some(SV),
            _ => None,
        }
    }
}

/// What a term stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Term {
    pub(crate) entity: EntityId,
    pub(crate) weight: Weight,
    pub(crate) hazard: bool,
    /// Company for others, and no finding itself.
    pub(crate) context: bool,
    /// What is measured: with a number behind it, a result.
    pub(crate) measured: bool,
    /// Of a Swedish dictionary.
    pub(crate) swedish: bool,
    /// Bits of [`crate::entity::Tag`].
    pub(crate) tags: u8,
}

/// What a cue says of the value beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cue {
    pub(crate) speaks_for: EntitySet,
    pub(crate) strong: bool,
    pub(crate) before: bool,
    pub(crate) after: bool,
    /// Talk about such values, not such a value.
    pub(crate) negates: bool,
}

/// What kind of name a word is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Name {
    pub(crate) first: bool,
    pub(crate) last: bool,
    /// An ordinary word as well.
    pub(crate) common: bool,
    /// In a Swedish list.
    pub(crate) swedish: bool,
}

/// What kind of place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) common: bool,
    /// A state or a province.
    pub(crate) region: bool,
}

/// A cue's place in its lexicon ([`Lexicon::cue_at`]): cues are large, and of all that is known they are a small part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CueId(u32);

/// What a word sequence means. One sequence can mean several things at once.
///
/// Eight bytes: what hits mean is looked up all over the table, so it has to stay near the processor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    Term(Term),
    Cue(CueId),
    Name(Name),
    Place(Place),
    Negator,
    Ordinary,
    /// A word of a spoken number: [`Numbers`] says which.
    Number,
}

const _: () = assert!(size_of::<Meaning>() == 8);

/// Kinds of meanings as bits, so that passes over a text's hits can pass over those that are not theirs.
pub(crate) mod kind {
    pub(crate) const TERM: u8 = 1;
    pub(crate) const CUE: u8 = 2;
    pub(crate) const NAME: u8 = 4;
    pub(crate) const PLACE: u8 = 8;
    pub(crate) const NEGATOR: u8 = 16;
    pub(crate) const ORDINARY: u8 = 32;
    /// A cue for a person's name.
    pub(crate) const NAME_CUE: u8 = 64;
    /// A word of a spoken number.
    pub(crate) const NUMBER: u8 = 128;
}

impl Meaning {
    /// Its bits of [`kind`]. `cues` are those of its lexicon.
    fn kind(self, cues: &[Cue]) -> u8 {
        match self {
            Self::Term(_) => kind::TERM,
            Self::Cue(CueId(cue)) if cues[cue as usize].speaks_for.contains(crate::entity::id::PERSON) => {
                kind::CUE | kind::NAME_CUE
            }
            Self::Cue(_) => kind::CUE,
            Self::Name(_) => kind::NAME,
            Self::Place(_) => kind::PLACE,
            Self::Negator => kind::NEGATOR,
            Self::Ordinary => kind::ORDINARY,
            Self::Number => kind::NUMBER,
        }
    }
}
