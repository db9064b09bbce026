//! The words that numbers are said in, as dictionaries of kind `numbers` list them, and the numbers that Swedish writes
//! together ("nollsjuttiosex", "nittonhundraåttiofyra").
//!
//! Which words make one number, and which numbers make one run, is decided in `digits`.

use std::collections::HashMap;

use super::parse::{Dictionary, Row};
use super::{language, lexicon::with_fold};

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
    words: HashMap<Box<[u8]>, Entry, foldhash::fast::FixedState>,
    /// The longest folded word, in bytes.
    longest: usize,
}

/// A word longer than this many bytes is no number, however it is put together.
const LONGEST_COMPOUND: usize = 64;
/// The most numbers that one word is put together from ("etthundratjugotretusenfyrahundrafemtiosex" has nine).
pub(crate) const MOST_PARTS: usize = 12;

impl Numbers {
    /// What `word` is in a number, if anything.
    pub(crate) fn get(&self, word: &[u8]) -> Option<Numeral> {
        self.get_with_language(word).map(|(numeral, _)| numeral)
    }

    /// What `word` is in a number, and whether it is Swedish.
    pub(crate) fn get_with_language(&self, word: &[u8]) -> Option<(Numeral, bool)> {
        with_fold(word, |folded| {
            let known = (folded.len() <= self.longest).then(|| self.words.get(folded)).flatten();
            known.map(|entry| (entry.numeral, entry.swedish)).or_else(|| {
                let mut parts = [Numeral::Zero; MOST_PARTS];
                (folded.len() > 4 && self.split_folded(folded, &mut parts).is_some())
                    .then_some((Numeral::Compound, true))
            })
        })
    }

    /// Takes a compound apart: the number of its parts, written to `parts`.
    pub(crate) fn split(&self, word: &[u8], parts: &mut [Numeral; MOST_PARTS]) -> Option<usize> {
        with_fold(word, |folded| self.split_folded(folded, parts))
    }

    fn split_folded(&self, word: &[u8], parts: &mut [Numeral; MOST_PARTS]) -> Option<usize> {
        let plausible = word.len() <= LONGEST_COMPOUND
            && word.first().is_some_and(|byte| b"efhnst\xc3".contains(byte) || *byte == b'a');
        plausible.then(|| self.split_from(word, None, parts, 0)).flatten().filter(|&count| count > 1)
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
            let entry = self.words.get(&rest[..length]).filter(|entry| entry.joins)?;
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

    /// Adds a line of a dictionary. Returns whether the token pass must look for its word: the words of which a number
    /// cannot do without one.
    pub(super) fn add(&mut self, dictionary: &Dictionary<'_>, row: &Row<'_>, sequence: &[u8]) -> Result<bool, String> {
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
        self.longest = self.longest.max(sequence.len());
        let swedish = dictionary.language == language::SV;
        let joins = swedish && !dictionary.has(row, "apart");
        self.words.entry(sequence.into()).or_insert(Entry { numeral, swedish, joins });
        // Of the months those that are no other word as well.
        let asked = match numeral {
            Numeral::Month(_) => sequence.len() > 3,
            Numeral::Times(_) => true,
            _ => numeral.is_number() && !matches!(role, "soft" | "quiet"),
        };
        Ok(asked)
    }

    fn add_letter(&mut self, letter: &str, sequence: &[u8]) -> Result<bool, String> {
        let [letter @ b'A'..=b'Z'] = *letter.as_bytes() else { return Err("letter= needs one capital letter".into()) };
        self.longest = self.longest.max(sequence.len());
        self.words.entry(sequence.into()).or_insert(Entry {
            numeral: Numeral::Letter(letter),
            swedish: false,
            joins: false,
        });
        Ok(false)
    }

    /// The compounds that the token pass looks for: all up to 999, years, and what begins with a zero. Others are
    /// read beside these.
    pub(super) fn compounds(&self) -> Vec<Vec<u8>> {
        let of = |wanted: fn(Numeral) -> bool| -> Vec<&[u8]> {
            let mut words: Vec<&[u8]> = self
                .words
                .iter()
                .filter(|(_, entry)| entry.joins && wanted(entry.numeral))
                .map(|(word, _)| &**word)
                .collect();
            words.sort_unstable();
            words
        };
        let zeros = of(|n| n == Numeral::Zero);
        let units = of(|n| matches!(n, Numeral::Unit(_)));
        let teens = of(|n| matches!(n, Numeral::Teen(_)));
        let decades = of(|n| matches!(n, Numeral::Tens(_)));
        let hundred = of(|n| n == Numeral::Hundred);
        let thousand = of(|n| n == Numeral::Scale(3));
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
        let mut thousands = join(&units, &thousand);
        // "ettusen": of three equal letters at a joint Swedish writes two.
        thousands.extend(thousand.first().map(|_| b"ettusen".to_vec()));
        let thousands: Vec<&[u8]> = thousands.iter().map(Vec::as_slice).chain(thousand.iter().copied()).collect();
        let zero_zero = join(&zeros, &zeros);
        let zero_zero: Vec<&[u8]> = zero_zero.iter().map(Vec::as_slice).collect();
        [
            two_digits,
            join(&zeros, &small),
            join(&zero_zero, &small),
            join(&centuries, &small),
            join(&hundreds, &small),
            join(&thousands, &small),
            join(&thousands, &hundreds),
            join(&small, &thousand),
        ]
        .into_iter()
        .flatten()
        .chain(
            hundreds
                .iter()
                .chain(&thousands)
                .chain(&zero_zero)
                .filter(|word| !self.words.contains_key(**word))
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
