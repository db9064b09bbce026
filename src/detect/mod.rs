//! From tokens to candidates: what a piece of text could be, before anybody asks how sure that is.
//!
//! Each detector looks at one [`Passage`] (or one structured value) and pushes [`Candidate`]s. It knows shapes and
//! checksums; cues, negation and overlaps are `score`'s.

mod accounts;
mod addresses;
pub(crate) mod ages;
pub(crate) mod canonical;
pub(crate) mod checksum;
mod codes;
mod company;
pub(crate) mod dates;
mod email;
mod email_spoken;
mod evidence;
mod expiry;
mod fields;
pub(crate) mod identifiers;
mod ip;
mod mac;
mod mishearings;
mod money;
mod names;
mod numbers;
mod own_names;
mod parted;
mod spelled;
mod terms;
mod url;
mod version_code;

use crate::dictionary::{Cue, Lexicon, kind};
use crate::digits::{DigitRun, Form, Runs, Source};
use crate::entity::{EntityId, EntitySet, id};
use crate::fold;
use crate::lexer::{Hit, Marks, Tokens, Words};
use crate::span::Span;
use crate::utterance::{Day, Segment};
use crate::wordlist::{AnyOf, is_any};

pub use evidence::Evidence;
pub(crate) use evidence::Reason;
pub(crate) use fields::field_value;
pub(crate) use identifiers::Packs;
pub(crate) use own_names::{holds_full_name, holds_identifier};

/// One spoken or written segment with the tokens that lie in it.
#[derive(Clone, Copy)]
pub(crate) struct Passage<'a> {
    /// The batch's text; spans of candidates count in it.
    pub(crate) text: &'a [u8],
    pub(crate) segment: Segment,
    /// The segment's place in the batch.
    pub(crate) number: u32,
    /// It reads as Swedish.
    pub(crate) swedish: bool,
    /// The countries whose numbers are looked for, besides those that always are.
    pub(crate) packs: Packs,
    pub(crate) lexicon: &'a Lexicon,
    pub(crate) tokens: &'a Tokens,
    /// Its words.
    pub(crate) words: Words<'a>,
    pub(crate) hits: &'a [Hit],
    /// The kinds of all hits, joined: bits of [`kind`].
    pub(crate) kinds: u8,
    pub(crate) digits: &'a [u32],
    pub(crate) ats: &'a [u32],
    /// The numbers in it.
    pub(crate) runs: Runs<'a>,
    /// The entities that its cues speak for.
    pub(crate) said: EntitySet,
    /// What the turns before asked for and left open.
    pub(crate) asked: EntitySet,
    /// Both, where there are runs to read for them.
    pub(crate) cued: EntitySet,
}

impl<'a> Passage<'a> {
    #[inline]
    pub(crate) fn marks(&self) -> &'a Marks {
        &self.tokens.marks
    }

    /// The text as the reader of numbers takes it.
    pub(crate) fn source(&self) -> Source<'a> {
        let Self { text, segment, words, lexicon, .. } = *self;
        Source { text, span: segment.span, words, marks: self.marks(), numbers: &lexicon.numbers }
    }

    /// The hits that mean something of `kinds`, in order.
    #[inline]
    pub(crate) fn hits_of(&self, kinds: u8) -> impl Iterator<Item = &'a Hit> {
        self.hits.iter().filter(move |hit| hit.kinds & kinds != 0)
    }

    /// The cues, in order, each with its hit.
    pub(crate) fn cues(&self) -> impl Iterator<Item = (&'a Hit, Cue)> {
        let lexicon = self.lexicon;
        self.hits_of(kind::CUE).filter_map(move |hit| Some((hit, lexicon.cue(hit.entry)?)))
    }

    /// The cues that speak for any of `entities`, in order, each with its hit. Most passages have none, and are not looked
    /// through.
    pub(crate) fn cues_for(&self, entities: EntitySet) -> impl Iterator<Item = (&'a Hit, Cue)> {
        let any = self.said.meets(entities);
        any.then(|| self.cues().filter(move |(_, cue)| cue.speaks_for.meets(entities))).into_iter().flatten()
    }

    /// The bytes of word `index` of the batch, if it lies in this passage.
    #[inline]
    pub(crate) fn word(&self, index: usize) -> Option<(Span, &'a [u8])> {
        self.words.get(index)
    }

    /// The word before `index` in this passage.
    #[inline]
    pub(crate) fn word_before(&self, index: usize) -> Option<(Span, &'a [u8])> {
        self.word(index.checked_sub(1)?)
    }

    /// The hits that cover word `index`, in order.
    pub(crate) fn hits_over(&self, index: usize) -> impl Iterator<Item = &'a Hit> {
        let from = self.hits.partition_point(|hit| hit.word as usize + LONGEST_HIT <= index);
        let near = self.hits[from..].iter().take_while(move |hit| hit.word as usize <= index);
        near.filter(move |hit| hit.end() as usize > index)
    }

    /// What stands between word `index` and the one before it, if both lie in this passage.
    #[inline]
    pub(crate) fn gap(&self, index: usize) -> Option<&'a [u8]> {
        self.words.gap(index)
    }

    /// What stands between word `index` and the one before it; all that is left where either is not there.
    #[inline]
    pub(crate) fn space(&self, index: usize) -> &'a [u8] {
        self.gap(index).unwrap_or_else(|| self.rest(index))
    }

    #[cold]
    fn rest(&self, index: usize) -> &'a [u8] {
        let segment = self.segment.span;
        let from = self.word_before(index).map_or(segment.start, |(span, _)| span.end);
        let to = self.word(index).map_or(segment.end, |(span, _)| span.start);
        &self.text[from as usize..to.max(from) as usize]
    }

    /// Whether no sentence ends between word `index` and the one before it, if both lie in this passage.
    pub(crate) fn goes_on(&self, index: usize) -> bool {
        let ends = |byte: &u8| matches!(byte, b'.' | b'!' | b'?' | b':' | b'\n');
        self.gap(index).is_some_and(|gap| !gap.iter().any(ends))
    }

    /// Whether word `index` is one of `list` (lower case).
    #[inline]
    pub(crate) fn is_at(&self, index: usize, list: &(impl AnyOf + ?Sized)) -> bool {
        self.word(index).is_some_and(|(_, word)| is_any(word, list))
    }

    /// Whether word `index` is Swedish "är" as it is said, right behind what something is: "mejlen e", "koden e". It is no letter.
    pub(crate) fn is_verb(&self, index: usize) -> bool {
        if !self.swedish || self.word(index).is_none_or(|(_, word)| word != b"e") {
            return false;
        }
        let definite = |word: &[u8]| {
            word.len() > 4 && matches!(word, [.., b'e', b'n' | b't']) && self.lexicon.numbers.get(word).is_none()
        };
        let cue = |before| self.hits_over(before).any(|hit| hit.kinds & kind::CUE != 0);
        let told = self.word_before(index).is_some_and(|(_, word)| definite(word));
        // "Regnummer e k l", "e punkt svensson": what goes on as a code or an address begins with it.
        let spelled = self.word(index + 1).is_some_and(|(_, next)| next.len() == 1 && !told || Self::is(next, "punkt"));
        !spelled && (told || index.checked_sub(1).is_some_and(cue))
    }

    /// Whether word `index` begins with a capital, of ASCII or of Latin-1.
    #[inline]
    pub(crate) fn has_capital(&self, index: usize) -> bool {
        self.word(index).is_some_and(|(_, word)| match *word {
            [0xc3, second, ..] => second < 0xa0,
            [first, ..] => first.is_ascii_uppercase(),
            [] => false,
        })
    }

    /// Whether `word`, of the text, is `folded` (lower case).
    #[inline]
    pub(crate) fn is(word: &[u8], folded: &str) -> bool {
        fold::folds_to(word, folded.as_bytes())
    }
}

/// Words that a dictionary's phrase has at most, for looking back over hits.
const LONGEST_HIT: usize = 16;

/// Whose name it is, by what is said around it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Whose {
    #[default]
    Unknown,
    Caller,
    Callee,
    Another,
}

/// What a span of text could be.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate {
    /// Its segment's place in the batch.
    pub(crate) segment: u32,
    /// In the bytes that the segment's own span counts in.
    pub(crate) span: Span,
    pub(crate) entity: EntityId,
    /// Points so far: by shape and validator, then with what score adds.
    pub(crate) points: i16,
    /// Worth nothing without a cue; no longer set once one was found.
    pub(crate) needs_cue: bool,
    pub(crate) form: Form,
    /// `kind/variant`, as outputs write it.
    pub(crate) detector: &'static str,
    pub(crate) evidence: Evidence,
    /// A documented specimen, or digits that nobody has.
    pub(crate) placeholder: bool,
    pub(crate) negated: bool,
    /// Bits of [`crate::entity::Tag`].
    pub(crate) tags: u8,
    /// Of what was said in words: its characters as they would be written, in [`Values`].
    pub(crate) value: Span,
    /// For names: who it is.
    pub(crate) whose: Whose,
    /// For terms: the weight as a number (3 strong, 2 medium, 1 weak), else 0.
    pub(crate) weight: u8,
    pub(crate) hazard: bool,
    /// For terms: company for others, and no finding itself.
    pub(crate) context: bool,
    /// For terms: the lexicon's entry, which tells distinct terms apart.
    pub(crate) entry: u32,
}

impl Candidate {
    /// A candidate with nothing but a shape.
    pub(crate) fn new(segment: u32, span: Span, entity: EntityId, points: i16, detector: &'static str) -> Self {
        Self {
            segment,
            span,
            entity,
            points,
            needs_cue: false,
            form: Form::Written,
            detector,
            evidence: Evidence::default(),
            placeholder: false,
            negated: false,
            tags: 0,
            value: Span::default(),
            whose: Whose::Unknown,
            weight: 0,
            hazard: false,
            context: false,
            entry: 0,
        }
    }

    /// Adds points and says why.
    pub(crate) fn add(&mut self, points: i16, why: Reason) {
        self.points += points;
        self.evidence.push(why);
    }
}

/// The entities that detectors find by shape or cue, dictionary terms aside.
pub(crate) fn entities() -> EntitySet {
    let others = [
        id::MONEY,
        id::PERSON,
        id::LOCATION,
        id::STREET_ADDRESS,
        id::EMAIL_ADDRESS,
        id::URL,
        id::IP_ADDRESS,
        id::MAC_ADDRESS,
        id::DATE_OF_BIRTH,
        id::AGE,
        id::IBAN,
        id::CRYPTO_ADDRESS,
        id::NUMBER_RUN,
    ];
    let mut set = EntitySet::EMPTY;
    others
        .into_iter()
        .chain(identifiers::IDENTIFIERS.map(|identifier| identifier.entity))
        .for_each(|id| set.insert(id));
    set
}

/// What spoken values would be if they were written; candidates point into it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Values(Vec<u8>);

impl Values {
    /// Keeps the value of something said; nothing of what stands in the text as it is.
    pub(crate) fn keep(&mut self, form: Form, plus: bool, chars: &[u8]) -> Span {
        if form != Form::Spoken {
            return Span::default();
        }
        let start = self.0.len() as u32;
        self.0.extend(plus.then_some(b'+'));
        self.0.extend_from_slice(chars);
        Span::new(start, self.0.len() as u32)
    }

    /// The value at `span`; nothing where none was kept.
    pub(crate) fn get(&self, span: Span) -> &[u8] {
        span.of(&self.0)
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }
}

/// Memory of the detectors, one a worker.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scratch {
    pub(crate) run: DigitRun,
    pub(crate) values: Values,
    /// As in [`Passage`], for fields.
    pub(crate) packs: Packs,
    folded: Vec<u8>,
    company: company::Company,
    misheard: mishearings::Scratch,
}

/// The fewest and the most years of age that a value tells: by itself, or, of a birthday, on `day`.
pub(crate) fn age(entity: EntityId, value: &[u8], day: Option<Day>) -> Option<(u16, u16)> {
    let mut form = Vec::new();
    match entity {
        id::AGE => {
            canonical::canonical(entity, value, &mut form);
            return ages::years(&form).map(|years| (years, years));
        }
        id::SE_PERSONNUMMER => dates::of_personnummer(value, &mut form),
        _ => dates::canonical(value, &mut form),
    }
    let day = day?;
    dates::years_before(&form, (day.year, day.month, day.day))
}

/// A part of the detectors: pushes candidates of one passage behind those that the parts before it found there.
pub(crate) type Stage = fn(&Passage<'_>, &mut Scratch, &mut Vec<Candidate>);

/// All detectors, in the order they need each other. Each part is run over all passages of a batch before the next one: all of
/// them together are several times as large as a processor's first-level instruction cache (docs/DESIGN.md, "Speed").
pub(crate) const STAGES: [Stage; 5] =
    [terms_and_names, numbers_and_codes, amounts, addresses_and_accounts, misheard_terms];

fn terms_and_names(passage: &Passage<'_>, scratch: &mut Scratch, out: &mut Vec<Candidate>) {
    if passage.kinds & kind::TERM != 0 {
        terms::find(passage, out);
    }
    if passage.kinds & (kind::NAME | kind::NAME_CUE | kind::PLACE) != 0 {
        names::find(passage, out);
    }
    // Only Swedish writes compounds together; in English every long word would be looked through for nothing.
    if passage.swedish && passage.lexicon.stems.is_some() {
        terms::find_stems(passage, &mut scratch.folded, out);
    }
}

fn numbers_and_codes(passage: &Passage<'_>, scratch: &mut Scratch, out: &mut Vec<Candidate>) {
    if passage.runs.is_empty() {
        // "skolgatan sju": a lone digit's word is no run.
        let addressed = passage.swedish || passage.said.contains(id::STREET_ADDRESS);
        if addressed && passage.kinds & kind::NUMBER != 0 {
            addresses::find(passage, &mut scratch.values, out);
        }
        return;
    }
    numbers::find(passage, &mut scratch.values, out);
    codes::find(passage, scratch, out);
    addresses::find(passage, &mut scratch.values, out);
    version_code::find(passage, &mut scratch.values, out);
}

fn amounts(passage: &Passage<'_>, scratch: &mut Scratch, out: &mut Vec<Candidate>) {
    // The cues for medicines are no reason to look for numbers.
    let said = passage.said.without(id::MEDICATION) != EntitySet::EMPTY;
    if said || passage.kinds & kind::NUMBER != 0 || !passage.digits.is_empty() {
        dates::find(passage, &mut scratch.values, out);
        ages::find(passage, &mut scratch.values, out);
        money::find(passage, &mut scratch.values, out);
    }
}

fn addresses_and_accounts(passage: &Passage<'_>, scratch: &mut Scratch, out: &mut Vec<Candidate>) {
    email_spoken::find(passage, &mut scratch.values, out);
    accounts::find(passage, &mut scratch.values, out);
    expiry::find(passage, &mut scratch.values, out);
    url::find(passage.text, passage.segment.span, passage.number, out);
    identifiers::find_bics(passage, out);
    if passage.cued.contains(id::USERNAME) {
        identifiers::find_usernames(passage.text, passage.segment.span, passage.number, out);
    }
    for &at in passage.ats {
        email::find(passage.text, passage.segment.span, at, passage.number, out);
    }
}

/// The last: what is spelt as no term is told by the terms beside it.
fn misheard_terms(passage: &Passage<'_>, scratch: &mut Scratch, out: &mut Vec<Candidate>) {
    let Scratch { company, misheard, .. } = scratch;
    company.gather(passage, out);
    let before = out.len();
    parted::find(passage, company, out);
    if out.len() > before {
        company.gather(passage, out);
    }
    mishearings::find(passage, company, misheard, out);
}
