//! The token pass: one walk over a batch finds its words, digits and everything a dictionary holds.
//!
//! [`simd`] marks where words and digits begin, [`search`] hashes each word and looks it up; both are compared with plain
//! twins by the tests. What is found is the set of *all* whole-word occurrences of *all* entries: which of them count is
//! decided later, where the rest of the sentence is known.

pub(crate) mod search;
mod simd;
#[cfg(test)]
mod tests;

use crate::dictionary::{Lexicon, MOST_PARTS, Numeral, kind};
use crate::level::Level;
use crate::span::Span;

pub(crate) use simd::prefetch;

/// Where words, digit runs and at-signs lie in a batch's text, in bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Marks {
    /// Start and end of every word, in turn.
    pub(crate) edges: Vec<u32>,
    /// First byte of every run of ASCII digits.
    pub(crate) digits: Vec<u32>,
    /// Every `@`.
    pub(crate) ats: Vec<u32>,
    /// One for every 64 bytes, so that a byte's word is found without a search.
    blocks: Vec<Block>,
}

/// The edges in 64 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Block {
    /// A bit for each byte that is an edge.
    bits: u64,
    /// Number of edges before these bytes.
    before: u32,
}

impl Marks {
    /// Number of words.
    #[inline]
    pub(crate) fn len(&self) -> usize {
        self.edges.len() / 2
    }

    /// The bytes of word `index`.
    #[inline]
    pub(crate) fn word(&self, index: usize) -> Span {
        Span::new(self.edges[2 * index], self.edges[2 * index + 1])
    }

    /// The words of `text` in `span`, which cuts none.
    pub(crate) fn words<'a>(&'a self, span: Span, text: &'a [u8]) -> Words<'a> {
        let (first, end) = (self.word_at(span.start), self.word_at(span.end));
        let (edges, _) = self.edges[2 * first..2 * end].as_chunks();
        Words { text, first, edges }
    }

    /// The index of the first word that ends after byte `at`.
    #[inline]
    pub(crate) fn word_at(&self, at: u32) -> usize {
        // Edges rise strictly: the first edge above `at` is that word's end (odd) or its start (even).
        let Some(block) = self.blocks.get(at as usize / 64) else { return self.len() };
        let upto = block.bits << (63 - at % 64);
        // Behind the text's last byte a block may hold an edge that is its end, which is kept only where a word ends there.
        ((block.before + upto.count_ones()) as usize).min(self.edges.len()) / 2
    }

    /// Takes the edges of the next 64 bytes.
    #[inline(always)]
    fn open_block(&mut self, bits: u64) {
        self.blocks.push(Block { bits, before: self.edges.len() as u32 });
    }

    fn clear(&mut self) {
        self.edges.clear();
        self.digits.clear();
        self.ats.clear();
        self.blocks.clear();
    }
}

/// The words of one segment.
#[derive(Clone, Copy)]
pub(crate) struct Words<'a> {
    text: &'a [u8],
    /// The index, in the batch, of the first of them.
    first: usize,
    edges: &'a [[u32; 2]],
}

impl<'a> Words<'a> {
    /// Word `index` of the batch, if it is one of these.
    #[inline]
    pub(crate) fn get(&self, index: usize) -> Option<(Span, &'a [u8])> {
        let &[start, end] = self.edges.get(index.wrapping_sub(self.first))?;
        let span = Span::new(start, end);
        Some((span, span.of(self.text)))
    }

    /// What stands between word `index` and the one before it, if both are of these.
    #[inline]
    pub(crate) fn gap(&self, index: usize) -> Option<&'a [u8]> {
        let place = index.wrapping_sub(self.first).wrapping_sub(1);
        let &[[_, from], [to, _]] = self.edges.get(place..)?.first_chunk()?;
        Some(&self.text[from as usize..to as usize])
    }

    /// How many they are.
    #[inline]
    pub(crate) fn len(&self) -> usize {
        self.edges.len()
    }

    /// The bytes of each, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &'a [u8]> {
        let text = self.text;
        self.edges.iter().map(move |&[start, end]| &text[start as usize..end as usize])
    }
}

/// An entry of the lexicon found in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Hit {
    /// Index of its first word.
    pub(crate) word: u32,
    /// Number of its words.
    pub(crate) words: u16,
    /// The kinds of what was found, as bits of [`crate::dictionary::kind`].
    pub(crate) kinds: u8,
    /// What was found: see [`Lexicon::meanings`].
    pub(crate) entry: u32,
}

impl Hit {
    /// The word after its last.
    #[inline]
    pub(crate) fn end(&self) -> u32 {
        self.word + u32::from(self.words)
    }
}

/// The word in the middle of long numbers.
const THOUSAND: &[u8] = b"tusen";

/// What the token pass found in one batch; reused from batch to batch.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tokens {
    pub(crate) marks: Marks,
    /// In order of first word, then of length.
    pub(crate) hits: Vec<Hit>,
    scratch: search::Scratch,
}

impl Tokens {
    /// The bytes that `hit` covers.
    pub(crate) fn span(&self, hit: &Hit) -> Span {
        let last = hit.end() as usize - 1;
        Span::new(self.marks.word(hit.word as usize).start, self.marks.word(last).end)
    }

    /// Runs the token pass over `text[..len]`; `text` holds at least [`crate::utterance::PADDING`] bytes more.
    pub(crate) fn read(&mut self, level: Level, lexicon: &Lexicon, text: &[u8], len: usize) {
        assert!(text.len() >= len + crate::utterance::PADDING, "a batch must be padded");
        self.marks.clear();
        self.hits.clear();
        simd::mark(level, text, len, &mut self.marks);
        simd::search(level, lexicon, text, &self.marks, &mut self.scratch, &mut self.hits);
        self.add_long_numbers(lexicon, &text[..len]);
    }

    /// Adds the thousands that Swedish writes as one word ("trettiofemtusenåttahundra"), each as what "tusen" is: no table holds
    /// them. A word that is an entry by itself stays that.
    fn add_long_numbers(&mut self, lexicon: &Lexicon, text: &[u8]) {
        let Some(entry) = lexicon.word(THOUSAND).filter(|_| lexicon.numbers.get(THOUSAND).is_some()) else { return };
        let found = self.hits.len();
        let places = |written: &'static [u8]| memchr::memmem::find_iter(text, written);
        // In small letters behind the first, or in capitals.
        for at in places(&THOUSAND[1..]).chain(places(b"USEN")) {
            let word = self.marks.word_at(at as u32);
            let said = self.marks.word(word).of(text);
            let place = self.hits[..found].partition_point(|hit| (hit.word as usize) < word);
            let known =
                self.hits[place..found].iter().take_while(|hit| hit.word as usize == word).any(|hit| hit.words == 1);
            if said.len() > THOUSAND.len()
                && !known
                && lexicon.numbers.split(said, &mut [Numeral::Zero; MOST_PARTS]).is_some()
            {
                self.hits.push(Hit { word: word as u32, words: 1, kinds: kind::NUMBER, entry });
            }
        }
        if self.hits.len() > found {
            self.hits.sort_unstable();
            // A word may have it twice.
            self.hits.dedup();
        }
    }
}
