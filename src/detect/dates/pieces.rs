//! The words behind a cue as the pieces that dates are said in.

use super::Part;
use crate::detect::Passage;
use crate::dictionary::{MOST_PARTS, Numeral};
use crate::span::Span;

/// Words looked at for one date, its corrections included.
const MOST_WORDS: usize = 24;
/// The longest gap between two pieces: " - ", ". ' ".
const LONGEST_GAP: usize = 4;

/// What a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Atom {
    Zero,
    /// 1 to 9.
    Unit(u32),
    /// 10 to 19.
    Teen(u32),
    /// 20, 30 … 90.
    Tens(u32),
    Hundred,
    Thousand,
    And,
    /// Digits.
    Written(Part),
    Ordinal(u32),
    Month(u32),
    /// "the", "of", "in", "den", "i".
    Link,
    /// "slash", "dash".
    Mark,
    /// "no", "sorry".
    Repair,
    /// "eller", "I mean": stands beside a repair only.
    Helper,
}

impl Atom {
    /// Whether it is (part of) a cardinal number.
    pub(super) const fn is_number(self) -> bool {
        use Atom::{Hundred, Teen, Tens, Thousand, Unit, Written, Zero};
        matches!(self, Zero | Unit(_) | Teen(_) | Tens(_) | Hundred | Thousand | Written(_))
    }

    /// The digit it says.
    pub(super) const fn digit(self) -> Option<u32> {
        match self {
            Self::Zero => Some(0),
            Self::Unit(value) | Self::Written(Part { value, digits: 1 }) => Some(value),
            _ => None,
        }
    }
}

/// A piece of a date.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    pub(super) atom: Atom,
    /// Of its word, which several pieces may share.
    pub(super) span: Span,
    /// Written with digits.
    pub(super) written: bool,
}

/// Reads pieces from word `first` on, up to the first word that no date has.
pub(super) fn read(passage: &Passage<'_>, first: usize, out: &mut Vec<Piece>) {
    out.clear();
    let mut index = first;
    while let Some((span, word)) = passage.word(index).filter(|_| index - first < MOST_WORDS) {
        if index > first && !goes_on(passage, index, span) {
            break;
        }
        let mut push = |atom, written| out.push(Piece { atom, span, written });
        match atom(passage, word) {
            Some(Word::One(atom, written)) => push(atom, written),
            Some(Word::Compound) => {
                let mut parts = [Numeral::Zero; MOST_PARTS];
                let count = passage.lexicon.numbers.split(word, &mut parts).unwrap_or_default();
                parts[..count].iter().filter_map(|&part| said(part)).for_each(|atom| push(atom, false));
            }
            Some(Word::Nothing) => {}
            None => break,
        }
        index += 1;
    }
}

/// Whether word `index` can begin a date.
pub(super) fn begins(passage: &Passage<'_>, index: usize) -> bool {
    passage.word(index).is_some_and(|(_, word)| match atom(passage, word) {
        Some(Word::One(atom, _)) => atom.is_number() || matches!(atom, Atom::Ordinal(_) | Atom::Month(_)),
        Some(Word::Compound) => true,
        _ => false,
    })
}

/// Whether only a short gap without other signs parts word `index`, at `span`, from the one before it.
fn goes_on(passage: &Passage<'_>, index: usize, span: Span) -> bool {
    let before = passage.marks().word(index - 1).end as usize;
    let gap = &passage.text[before..span.start as usize];
    gap.len() <= LONGEST_GAP && gap.iter().all(|byte| b" ,.-/:?'".contains(byte))
}

enum Word {
    One(Atom, bool),
    Compound,
    /// "uh", "is": said without meaning.
    Nothing,
}

fn atom(passage: &Passage<'_>, word: &[u8]) -> Option<Word> {
    if word[0].is_ascii_digit() {
        return written(word);
    }
    let link = ["the", "of", "in", "den", "i", "år", "day"].iter().any(|link| Passage::is(word, link));
    if link {
        return Some(Word::One(Atom::Link, false));
    }
    match passage.lexicon.numbers.get(word)? {
        Numeral::Compound => Some(Word::Compound),
        Numeral::Filler | Numeral::Article => Some(Word::Nothing),
        numeral => said(numeral).map(|atom| Word::One(atom, false)),
    }
    .or_else(|| super::month(word).map(|month| Word::One(Atom::Month(month), false)))
}

fn said(numeral: Numeral) -> Option<Atom> {
    Some(match numeral {
        Numeral::Zero | Numeral::SoftZero => Atom::Zero,
        Numeral::Unit(value) => Atom::Unit(value.into()),
        Numeral::Teen(value) => Atom::Teen(value.into()),
        Numeral::Tens(value) => Atom::Tens(value.into()),
        Numeral::Hundred => Atom::Hundred,
        Numeral::Scale(3) => Atom::Thousand,
        Numeral::And => Atom::And,
        Numeral::Ordinal(value) => Atom::Ordinal(value.into()),
        Numeral::Month(value) => Atom::Month(value.into()),
        Numeral::Mark => Atom::Mark,
        Numeral::Repair => Atom::Repair,
        Numeral::RepairHelper => Atom::Helper,
        _ => return None,
    })
}

/// Digits, or digits with an ordinal's ending.
fn written(word: &[u8]) -> Option<Word> {
    let digits = word.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (number, ending) = word.split_at(digits);
    let part = Part::new(number);
    if ending.is_empty() {
        return (digits <= 4).then_some(Word::One(Atom::Written(part), true));
    }
    let ordinal = ["st", "nd", "rd", "th"].iter().any(|wanted| Passage::is(ending, wanted));
    (ordinal && part.is_pair()).then_some(Word::One(Atom::Ordinal(part.value), true))
}
