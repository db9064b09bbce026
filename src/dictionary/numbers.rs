//! The words that numbers are said in, as dictionaries of kind `numbers` list them, and the numbers that Swedish writes
//! together ("nollsjuttiosex", "nittonhundraåttiofyra").
//!
//! Which words make one number, and which numbers make one run, is decided in `digits`.

use super::language;
use super::parse::{Dictionary, Row};
use super::table::WordTable;
use crate::fold;

/// What a word is in a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Numeral {
    Zero,
    /// "oh", "o": a zero among other numbers only.
    SoftZero,
    /// 1 to 9.
    Unit(u8),
    /// 10 to 19.
    Teen(u8),
    /// 20, 30 … 90.
    Tens(u8),
    /// "hundred".
    Hundred,
    /// "thousand" (3), "million" (6): a power of ten.
    Scale(u8),
    /// "third", "tredje"; "twentieth" joins a unit after it no more.
    Ordinal(u8),
    /// "double", "triple".
    Times(u8),
    /// A word that sounds like a digit: "to", "for".
    Sound(u8),
    /// Several numbers written together.
    Compound,
    /// "dash", "slash", "dot": said between numbers, and no number.
    Mark,
    /// "uh", "and then": thinking aloud.
    Filler,
    And,
    Plus,
    /// "a" before "hundred".
    Article,
    /// "no", "sorry": what comes next replaces what came before.
    Repair,
    /// "I mean", "make that": words that only stand beside a repair.
    RepairHelper,
    /// "that", "it": such a word, or the end of a filler ("got that").
    Echo,
    /// 1 to 12.
    Month(u8),
    /// "dollars", "percent": what a number counts.
    Counted,
    /// A capital letter by its name or by a word of a spelling alphabet: "bravo", "Bertil".
    Letter(u8),
}

impl Numeral {
    /// Whether it is (part of) a number by itself.
    #[inline]
    pub(crate) const fn is_number(self) -> bool {
        matches!(
            self,
            Self::Zero
                | Self::SoftZero
                | Self::Unit(_)
                | Self::Teen(_)
                | Self::Tens(_)
                | Self::Hundred
                | Self::Scale(_)
                | Self::Compound
        )
    }

    /// Whether it is said inside numbers without being one.
    #[inline]
    pub(crate) const fn is_transparent(self) -> bool {
        matches!(self, Self::Mark | Self::Filler | Self::And)
    }
}

/// A word of a number and its language.
#[derive(Clone, Copy, Debug)]
struct Entry {
    numeral: Numeral,
    swedish: bool,
    /// Swedish writes it together with others: "fem", not "femman".
    joins: bool,
}

/// The words of spoken numbers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Numbers {
    words: WordTable<Option<Entry>>,
    /// Those that Swedish writes together with others, folded.
    joining: Vec<(Box<[u8]>, Numeral)>,
    /// The longest of these, in bytes.
    longest: usize,
    /// What these begin with: few words need to be taken apart to see that they are no compound.
    beginnings: Beginnings,
}

/// The first three bytes of words in a small filter, roughly folded (bit 5 set in each).
#[derive(Clone, Copy, Debug)]
struct Beginnings([u64; 64]);

impl Default for Beginnings {
    fn default() -> Self {
        Self([0; 64])
    }
}

impl Beginnings {
    #[inline]
    const fn bit([a, b, c]: [u8; 3]) -> (usize, u64) {
        let bytes = (a as u32) << 16 | (b as u32) << 8 | c as u32 | 0x0020_2020;
        // The constant is that of Fibonacci hashing.
        let bit = bytes.wrapping_mul(0x9e37_79b9) >> 20;
        (bit as usize / 64, 1 << (bit % 64))
    }

    fn set(&mut self, bytes: [u8; 3]) {
        let (block, bit) = Self::bit(bytes);
        self.0[block] |= bit;
    }

    /// What the words of `joining` begin with; after one of two bytes stands the first byte of another.
    fn of(joining: &[(Box<[u8]>, Numeral)]) -> Self {
        let mut beginnings = Self::default();
        for (word, _) in joining {
            match **word {
                [a, b] => joining.iter().for_each(|(next, _)| beginnings.set([a, b, next[0]])),
                [a, b, c, ..] => beginnings.set([a, b, c]),
                _ => {}
            }
        }
        beginnings
    }

    /// Whether one of them may stand at the head of `word`.
    #[inline]
    fn may_begin(&self, word: &[u8]) -> bool {
        word.first_chunk::<3>().is_some_and(|&bytes| {
            let (block, bit) = Self::bit(bytes);
            self.0[block] & bit != 0
        })
    }
}

/// A word of fewer or more bytes than these is not put together from numbers.
const SHORTEST_COMPOUND: usize = 5;
const LONGEST_COMPOUND: usize = 64;
/// The most numbers that one word is put together from ("etthundratjugotretusenfyrahundrafemtiosex" has nine).
pub(crate) const MOST_PARTS: usize = 12;

impl Numbers {
    /// What `word` is in a number, if anything.
    #[inline]
    pub(crate) fn get(&self, word: &[u8]) -> Option<Numeral> {
        self.get_with_language(word).map(|(numeral, _)| numeral)
    }

    /// What `word` is in a number, and whether it is Swedish.
    #[inline]
    pub(crate) fn get_with_language(&self, word: &[u8]) -> Option<(Numeral, bool)> {
        match self.words.get(word).flatten() {
            Some(entry) => Some((entry.numeral, entry.swedish)),
            None => (self.may_be_compound(word) && self.is_compound(word)).then_some((Numeral::Compound, true)),
        }
    }

    /// Whether a word begins as a compound of numbers does, and has a compound's length.
    #[inline]
    fn may_be_compound(&self, word: &[u8]) -> bool {
        (SHORTEST_COMPOUND..=LONGEST_COMPOUND).contains(&word.len()) && self.beginnings.may_begin(word)
    }

    #[cold]
    fn is_compound(&self, word: &[u8]) -> bool {
        self.split(word, &mut [Numeral::Zero; MOST_PARTS]).is_some()
    }

    /// Takes a compound apart: the number of its parts, written to `parts`.
    pub(crate) fn split(&self, word: &[u8], parts: &mut [Numeral; MOST_PARTS]) -> Option<usize> {
        if !self.may_be_compound(word) {
            return None;
        }
        let mut folded = [0; LONGEST_COMPOUND];
        fold::fold_onto(word, &mut folded);
        self.split_from(&folded[..word.len()], None, parts, 0).filter(|&count| count > 1)
    }

    /// Splits what is left of a word after `before`, longest part first.
    fn split_from(
        &self,
        rest: &[u8],
        before: Option<Numeral>,
        parts: &mut [Numeral; MOST_PARTS],
        count: usize,
    ) -> Option<usize> {
        if rest.is_empty() {
            return Some(count);
        }
        if count == MOST_PARTS {
            return None;
        }
        (2..=rest.len().min(self.longest)).rev().find_map(|length| {
            let entry = self.words.get(&rest[..length]).flatten().filter(|entry| entry.joins)?;
            if !may_follow(before, entry.numeral) {
                return None;
            }
            parts[count] = entry.numeral;
            // "ettusen": of three equal letters at a joint Swedish writes two.
            let contracted =
                (rest[..length].ends_with(b"tt") && rest[length..].starts_with(b"usen")).then_some(length - 1);
            self.split_from(&rest[length..], Some(entry.numeral), parts, count + 1)
                .or_else(|| self.split_from(&rest[contracted?..], Some(entry.numeral), parts, count + 1))
        })
    }

    /// Adds a line of a dictionary. Returns how often its word must stand for the token pass to look for it: once the words
    /// of which a number cannot do without one, twice those that are mostly something else ("ett hus", but "ett ett ett").
    pub(super) fn add(&mut self, dictionary: &Dictionary<'_>, row: &Row<'_>, sequence: &[u8]) -> Result<usize, String> {
        if sequence.contains(&b' ') {
            return Err("a number's word is one word".into());
        }
        let role = dictionary.value(row, "role").unwrap_or_default();
        if let Some(letter) = dictionary.value(row, "letter") {
            return self.add_letter(letter, sequence);
        }
        let value =
            dictionary.value(row, "value").map(|value| value.parse::<u64>().map_err(|_| "value= needs a number"));
        let numeral = numeral(role, value.transpose()?)?;
        let swedish = dictionary.language == language::SV;
        let joins = swedish && !dictionary.has(row, "apart");
        let entry = self.words.entry(sequence);
        if entry.is_none() {
            *entry = Some(Entry { numeral, swedish, joins });
            if joins {
                self.join(sequence, numeral);
            }
        }
        // Of the months those that are no other word as well.
        Ok(match numeral {
            Numeral::Month(_) => usize::from(sequence.len() > 3),
            Numeral::Times(_) => 1,
            _ if role == "quiet" => 2,
            _ => usize::from(numeral.is_number() && role != "soft"),
        })
    }

    fn add_letter(&mut self, letter: &str, sequence: &[u8]) -> Result<usize, String> {
        let [letter @ b'A'..=b'Z'] = *letter.as_bytes() else { return Err("letter= needs one capital letter".into()) };
        self.words.entry(sequence).get_or_insert(Entry {
            numeral: Numeral::Letter(letter),
            swedish: false,
            joins: false,
        });
        Ok(0)
    }

    fn join(&mut self, word: &[u8], numeral: Numeral) {
        self.longest = self.longest.max(word.len());
        self.joining.push((word.into(), numeral));
    }

    /// Says that all words were added: compounds are told from here on.
    pub(super) fn complete(&mut self) {
        self.beginnings = Beginnings::of(&self.joining);
    }

    /// The compounds that the token pass looks for: all up to 999, years, and what begins with a zero. Those with a thousand in
    /// them it finds by that, and others are read beside these.
    pub(super) fn compounds(&self) -> Vec<Vec<u8>> {
        let of = |wanted: fn(Numeral) -> bool| -> Vec<&[u8]> {
            let mut words: Vec<&[u8]> =
                self.joining.iter().filter(|(_, numeral)| wanted(*numeral)).map(|(word, _)| &**word).collect();
            words.sort_unstable();
            words
        };
        let zeros = of(|n| n == Numeral::Zero);
        let units = of(|n| matches!(n, Numeral::Unit(_)));
        let teens = of(|n| matches!(n, Numeral::Teen(_)));
        let decades = of(|n| matches!(n, Numeral::Tens(_)));
        let hundred = of(|n| n == Numeral::Hundred);
        let two_digits = join(&decades, &units);
        let small: Vec<Vec<u8>> = [&units, &teens, &decades]
            .into_iter()
            .flatten()
            .map(|word| word.to_vec())
            .chain(two_digits.clone())
            .collect();
        let small: Vec<&[u8]> = small.iter().map(Vec::as_slice).collect();
        let twenty = of(|n| n == Numeral::Tens(20));
        let centuries = [&teens[..], &twenty[..]].concat();
        let hundreds = join(&[&units[..], &centuries[..]].concat(), &hundred);
        let hundreds: Vec<&[u8]> = hundreds.iter().map(Vec::as_slice).chain(hundred.iter().copied()).collect();
        let zero_zero = join(&zeros, &zeros);
        let zero_zero: Vec<&[u8]> = zero_zero.iter().map(Vec::as_slice).collect();
        [two_digits, join(&zeros, &small), join(&zero_zero, &small), join(&centuries, &small), join(&hundreds, &small)]
            .into_iter()
            .flatten()
            .chain(
                hundreds
                    .iter()
                    .chain(&zero_zero)
                    .filter(|word| self.words.get(word).is_none())
                    .map(|word| word.to_vec()),
            )
            .collect()
    }
}

/// Every first word with every second written behind it.
fn join(first: &[&[u8]], second: &[&[u8]]) -> Vec<Vec<u8>> {
    first.iter().flat_map(|a| second.iter().map(move |b| [*a, *b].concat())).collect()
}

/// Whether Swedish writes `next` together with the number before it. Years allow two tens ("nittonåttiofyra").
const fn may_follow(before: Option<Numeral>, next: Numeral) -> bool {
    use Numeral::{Hundred, Scale, Teen, Tens, Unit, Zero};
    match before {
        None => matches!(next, Zero | Unit(_) | Teen(_) | Tens(_) | Hundred | Scale(3)),
        Some(Zero) => matches!(next, Zero | Unit(_) | Teen(_) | Tens(_) | Hundred),
        Some(Tens(20)) => matches!(next, Unit(_) | Teen(_) | Tens(_) | Hundred | Scale(_)),
        Some(Tens(_)) => matches!(next, Unit(_) | Hundred | Scale(_)),
        Some(Teen(_)) => matches!(next, Zero | Tens(_) | Hundred | Scale(_)),
        Some(Unit(_)) => matches!(next, Hundred | Scale(_)),
        Some(Hundred) => matches!(next, Unit(_) | Teen(_) | Tens(_) | Scale(_)),
        Some(Scale(_)) => matches!(next, Unit(_) | Teen(_) | Tens(_) | Hundred),
        Some(_) => false,
    }
}

fn numeral(role: &str, value: Option<u64>) -> Result<Numeral, String> {
    let small = |value: Option<u64>, most| {
        value
            .filter(|value| (1..=most).contains(value))
            .map(|value| value as u8)
            .ok_or(format!("role {role:?} needs a value up to {most}"))
    };
    Ok(match (role, value) {
        ("" | "quiet", Some(value)) => cardinal(value).ok_or("no word of a number has this value")?,
        ("soft", _) => Numeral::SoftZero,
        ("scale", Some(100)) => Numeral::Hundred,
        ("scale", Some(value)) if value >= 1000 && 10_u64.pow(value.ilog10()) == value => {
            Numeral::Scale(value.ilog10() as u8)
        }
        ("ordinal", value) => Numeral::Ordinal(small(value, 31)?),
        ("times", value) => Numeral::Times(small(value, 4)?),
        ("sound", value) => Numeral::Sound(small(value, 9)?),
        ("month", value) => Numeral::Month(small(value, 12)?),
        ("mark", _) => Numeral::Mark,
        ("filler", _) => Numeral::Filler,
        ("and", _) => Numeral::And,
        ("plus", _) => Numeral::Plus,
        ("article", _) => Numeral::Article,
        ("repair", _) => Numeral::Repair,
        ("repair-helper", _) => Numeral::RepairHelper,
        ("echo", _) => Numeral::Echo,
        ("counted", _) => Numeral::Counted,
        _ => return Err(format!("role {role:?} with value {value:?} means nothing")),
    })
}

const fn cardinal(value: u64) -> Option<Numeral> {
    match value {
        0 => Some(Numeral::Zero),
        1..=9 => Some(Numeral::Unit(value as u8)),
        10..=19 => Some(Numeral::Teen(value as u8)),
        20..=90 if value.is_multiple_of(10) => Some(Numeral::Tens(value as u8)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dictionary::{BUILTIN, Compiler};
    use crate::entity::Catalogue;

    fn parts(word: &str) -> Vec<Numeral> {
        let mut catalogue = Catalogue::default();
        let mut compiler = Compiler::new(&mut catalogue, language::ALL);
        for (name, text) in BUILTIN.iter().filter(|(name, _)| name.starts_with("numbers/")) {
            compiler.add(&Dictionary::parse(name, text).unwrap()).unwrap();
        }
        let lexicon = compiler.finish();
        let mut parts = [Numeral::Zero; MOST_PARTS];
        let count = lexicon.numbers.split(word.as_bytes(), &mut parts).unwrap_or_default();
        parts[..count].to_vec()
    }

    #[test]
    fn compounds_come_apart() {
        use Numeral::{Hundred, Scale, Teen, Tens, Unit, Zero};
        for (word, wanted) in [
            ("nollsjuttiosex", &[Zero, Tens(70), Unit(6)][..]),
            ("etthundratjugotre", &[Unit(1), Hundred, Tens(20), Unit(3)]),
            ("nittonhundraåttiofyra", &[Teen(19), Hundred, Tens(80), Unit(4)]),
            ("NittonÅttiofyra", &[Teen(19), Tens(80), Unit(4)]),
            ("ettusenfemhundra", &[Unit(1), Scale(3), Unit(5), Hundred]),
            ("etttusen", &[Unit(1), Scale(3)]),
            ("trettinie", &[Tens(30), Unit(9)]),
            ("tjufem", &[Tens(20), Unit(5)]),
        ] {
            assert_eq!(parts(word), wanted, "{word}");
        }
    }

    #[test]
    fn other_words_stay_whole() {
        for word in [
            "sexuell",
            "fembarnsmor",
            "trettonårig",
            "tusental",
            "femman",
            "hundra",
            "tretton",
            "ettan",
            "enhet",
            "tjugotalet",
        ] {
            assert_eq!(parts(word), [], "{word}");
        }
    }
}
