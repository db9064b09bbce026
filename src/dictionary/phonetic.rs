//! What long terms sound like, so that a recogniser's mishearing of one is found without being listed.
//!
//! Letters are turned into **sounds** by a few rules that hold for English and Swedish alike (c and k, x and z, ph and f,
//! doubled letters, a silent final e, runs of vowels). The **skeleton** of a word is the classes of its consonants, where
//! sounds that recognisers take for each other are one class: p and b, t and d, k and g, f and v, s and z, m and n. Vowels
//! are not in it, so it is the same for "carvedilol" and "car vettle all". It only finds who may be meant;
//! [`difference`] over all sounds decides.

use std::collections::HashMap;

use super::bloom::Bloom;
use super::{Term, Weight};
use crate::entity::id;

/// Sounds of a window at most; longer ones are nothing that was misheard.
const MOST_SOUNDS: usize = 32;
/// Consonants in a skeleton at most, four bits each in a key.
const MOST_CONSONANTS: usize = 12;
/// Fewer consonants say too little, and of anything but a drug these are too few: most such words are somebody's everyday
/// vocabulary.
const FEWEST_CONSONANTS: usize = 3;
const FEWEST_OF_OTHERS: usize = 5;
/// Letters (bytes) that a drug's name, and another medical term, must have to take part.
const SHORTEST_DRUG: usize = 6;
const SHORTEST_TERM: usize = 9;
/// A skeleton of this many is found with any one of them missing, too.
const ENOUGH_TO_MISS_ONE: usize = 6;
/// After so many consonants it is asked whether any term begins like this, and again after each up to the last of these: most
/// windows end there.
const BEGINNINGS: std::ops::RangeInclusive<u32> = 4..=7;

#[inline]
const fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}

/// The class of a consonant's sound from 1 to 8; 0 for vowels and for h, j and w, which come and go.
#[inline]
fn class(sound: u8) -> u8 {
    CLASSES[usize::from(sound)]
}

static CLASSES: [u8; 256] = {
    let (mut table, mut sound) = ([0; 256], 0);
    while sound < 256 {
        table[sound] = class_of(sound as u8);
        sound += 1;
    }
    table
};

const fn class_of(sound: u8) -> u8 {
    match sound {
        b'p' | b'b' => 1,
        TONGUE | b'd' => 2,
        b'k' | b'g' | b'C' => 3,
        b'f' | b'v' => 4,
        b's' | b'z' | b'S' => 5,
        b'm' | b'n' => 6,
        b'l' => 7,
        b'r' => 8,
        _ => 0,
    }
}

const TONGUE: u8 = b't';

/// Whether a t or d after a consonant of this class is often not heard, or heard where there is none.
#[inline]
const fn is_slurring(class: u8) -> bool {
    matches!(class, 1 | 3..=6)
}

/// The sounds of one word or of several run together: vowels `aeiou`, consonants by their letters, `S` as in "she", `C` as in
/// "chin".
#[derive(Clone, Debug, Default)]
pub(crate) struct Sounds {
    bytes: [u8; MOST_SOUNDS],
    len: usize,
    full: Skeleton,
    slurred: Skeleton,
}

impl Sounds {
    /// The sounds of one folded word.
    pub(crate) fn of(word: &[u8]) -> Option<Self> {
        let mut sounds = Self::default();
        sounds.push_word(word).then_some(sounds)
    }

    #[inline]
    pub(crate) fn clear(&mut self) {
        (self.len, self.full, self.slurred) = (0, Skeleton::default(), Skeleton::default());
    }

    fn as_slice(&self) -> &[u8] {
        &self.bytes[..self.len]
    }

    /// Adds the sounds of a folded word. `false` where it has none, or too many, or is not made of letters.
    pub(crate) fn push_word(&mut self, word: &[u8]) -> bool {
        if word.iter().all(u8::is_ascii_lowercase) && (1..=MOST_SOUNDS).contains(&word.len()) {
            return self.push_letters(word);
        }
        let mut letters = [0; MOST_SOUNDS];
        plain_letters(word, &mut letters).is_some_and(|letters| self.push_letters(letters))
    }

    fn push_letters(&mut self, letters: &[u8]) -> bool {
        let mut at = 0;
        while at < letters.len() {
            let glide = letters[at] == b'y' && at == 0 && letters.get(1).is_some_and(|&next| is_vowel(next));
            let (heard, taken) = if is_vowel(letters[at]) && !glide {
                let length = vowels_at(letters, at);
                let group = &letters[at..at + length];
                let silent = *group == [b'e'] && at + length == letters.len() && at >= 2;
                let heard = match *group {
                    _ if silent => [0; 3],
                    [b'y'] => [b'i', 0, 0],
                    [vowel] => [vowel, 0, 0],
                    _ => vowel_sounds(group),
                };
                (heard, length)
            } else {
                consonant(&letters[at..], at == 0)
            };
            if !heard.into_iter().filter(|&sound| sound != 0).all(|sound| self.push(sound)) {
                return false;
            }
            at += taken;
        }
        true
    }

    /// Adds a sound, unless it only lengthens the one before.
    #[inline]
    fn push(&mut self, sound: u8) -> bool {
        if self.len > 0 && self.bytes[self.len - 1] == sound {
            return true;
        }
        if self.len == MOST_SOUNDS {
            return false;
        }
        self.bytes[self.len] = sound;
        self.len += 1;
        self.full.push(sound, false);
        self.slurred.push(sound, true);
        self.full.len <= MOST_CONSONANTS
    }

    /// The keys under which a term that sounds like this may be found: one, or two that differ.
    pub(crate) fn keys(&self) -> [Option<u64>; 2] {
        let key = |skeleton: &Skeleton| (skeleton.len >= FEWEST_CONSONANTS).then(|| self.key(skeleton.classes));
        let (full, slurred) = (key(&self.full), key(&self.slurred));
        [full, slurred.filter(|_| slurred != full)]
    }

    #[inline]
    fn key(&self, classes: u64) -> u64 {
        classes << 1 | u64::from(is_vowel(self.bytes[0]))
    }
}

/// The classes of the consonants, four bits each, a class that follows itself without a vowel once.
#[derive(Clone, Copy, Debug, Default)]
struct Skeleton {
    classes: u64,
    len: usize,
    /// The class before, 0 after a vowel.
    before: u8,
}

impl Skeleton {
    /// Adds a sound. Where `slurred`, a t or d after another consonant is not heard ("next planon").
    fn push(&mut self, sound: u8, slurred: bool) {
        let class = class(sound);
        if is_vowel(sound) {
            self.before = 0;
        } else if class != 0 && class != self.before && !(slurred && class == 2 && is_slurring(self.before)) {
            self.classes = self.classes << 4 | u64::from(class);
            self.len += 1;
            self.before = class;
        }
    }

    /// The classes without the one that `after` others follow.
    fn missing(&self, after: usize) -> u64 {
        let low = self.classes & ((1 << (4 * after)) - 1);
        self.classes >> (4 * (after + 1)) << (4 * after) | low
    }
}

/// `word` in the letters a to z, as a reader who does not know the others would say them.
fn plain_letters<'b>(word: &[u8], letters: &'b mut [u8; MOST_SOUNDS]) -> Option<&'b [u8]> {
    let mut len = 0;
    let mut bytes = word.iter();
    while let Some(&byte) = bytes.next() {
        *letters.get_mut(len)? = match byte {
            b'a'..=b'z' => byte,
            // U+00E0 and on: à á â ã å as they are written, then æ, ç, è and so on.
            0xc3 => match bytes.next()? {
                0xa0..=0xa3 => b'a',
                0xa5 | 0xb2..=0xb6 | 0xb8 => b'o',
                0xa4 | 0xa6 | 0xa8..=0xab => b'e',
                0xa7 => b's',
                0xac..=0xaf => b'i',
                0xb1 => b'n',
                0xb9..=0xbc => b'u',
                _ => return None,
            },
            _ => return None,
        };
        len += 1;
    }
    (len > 0).then_some(&letters[..len])
}

/// The length of the run of vowels at `at`, with the letters that are silent in it: "oh", "ough", "ow" before a consonant.
fn vowels_at(letters: &[u8], at: usize) -> usize {
    let mut end = at;
    while let Some(&letter) = letters.get(end) {
        let vowel_follows = letters.get(end + 1).is_some_and(|&next| is_vowel(next));
        end += match letter {
            _ if is_vowel(letter) => 1,
            b'g' if letters.get(end + 1) == Some(&b'h') => 2,
            b'h' | b'w' if !vowel_follows => 1,
            _ => break,
        };
    }
    end - at
}

/// What a run of vowels sounds like: one sound where English spells one so, else each of its letters.
fn vowel_sounds(group: &[u8]) -> [u8; 3] {
    let mut said = [0; 4];
    let heard = group.iter().filter(|&&letter| !matches!(letter, b'g' | b'h'));
    let count = said.iter_mut().zip(heard).map(|(slot, &letter)| *slot = letter).count();
    match &said[..count] {
        b"ee" | b"ea" | b"ie" | b"ei" | b"y" | b"ey" => [b'i', 0, 0],
        b"oo" | b"ou" | b"ew" | b"ue" | b"eu" | b"ui" => [b'u', 0, 0],
        b"ai" | b"ay" | b"ae" | b"oe" => [b'e', 0, 0],
        b"oa" | b"ow" | b"au" | b"aw" => [b'o', 0, 0],
        letters => {
            let mut sounds = [0; 3];
            for (slot, &letter) in sounds.iter_mut().zip(letters) {
                *slot = match letter {
                    b'y' => b'i',
                    b'w' => b'u',
                    other => other,
                };
            }
            sounds
        }
    }
}

/// The sounds of the consonant that `rest` begins with, and how many letters spell it.
fn consonant(rest: &[u8], initial: bool) -> ([u8; 3], usize) {
    let next = rest.get(1).copied().unwrap_or_default();
    let soft = |at: usize| rest.get(at).is_some_and(|letter| matches!(letter, b'e' | b'i' | b'y'));
    let one = |sound: u8, taken: usize| ([sound, 0, 0], taken);
    match (rest[0], next) {
        (b'p', b'h') => one(b'f', 2),
        (b't', b'h') => one(TONGUE, 2),
        (b's', b'c') if rest.get(2) == Some(&b'h') => one(b'S', 3),
        (b's', b'h' | b'j') => one(b'S', 2),
        (b's', b'c') if soft(2) => one(b's', 2),
        (b'c', b'h') if matches!(rest.get(2), Some(b'l' | b'o' | b'r')) => one(b'k', 2),
        (b'c', b'h') => one(b'C', 2),
        (b'c', b'k') => one(b'k', 2),
        (b'c', b'c') if soft(2) => ([b'k', b's', 0], 2),
        (b'c', _) => one(if soft(1) { b's' } else { b'k' }, 1),
        // As "qu" is said in both languages: the u is a vowel of its own, and so is the v of Swedish "kv".
        (b'k', b'v') => ([b'k', b'u', 0], 2),
        (b'q', _) => one(b'k', 1),
        (b'x', _) if initial => one(b'z', 1),
        (b'x', _) => ([b'k', b's', 0], 1),
        (b'g', b'h') => one(b'g', 2),
        (b'k' | b'g', b'n') if initial => one(b'n', 2),
        (b'w', b'r') | (b'r', b'h') => one(b'r', 2),
        (b'p', b's') if initial => one(b's', 2),
        (b'y', _) => one(b'j', 1),
        (letter, _) => one(letter, 1),
    }
}

/// Differences count in twentieths of a consonant.
const CONSONANT: u16 = 20;
const VOWEL: u16 = 8;
const NEAR_VOWEL: u16 = 5;
const NEAR_CONSONANT: u16 = 6;
const HALF_HEARD: u16 = 5;

/// Sounds as small numbers, so that what they differ by is looked up: `a` to `z`, then "sh" and "ch".
const CODES: usize = 28;

const fn code(sound: u8) -> usize {
    match sound {
        b'a'..=b'z' => (sound - b'a') as usize,
        b'S' => 26,
        _ => 27,
    }
}

/// [`swapped`] of all pairs of sounds.
static SWAPPED: [[u8; CODES]; CODES] = {
    const SOUNDS: &[u8; CODES] = b"abcdefghijklmnopqrstuvwxyzSC";
    let mut table = [[0; CODES]; CODES];
    let mut index = 0;
    while index < CODES * CODES {
        table[index / CODES][index % CODES] = swapped(SOUNDS[index / CODES], SOUNDS[index % CODES]) as u8;
        index += 1;
    }
    table
};

/// What it takes to hear sound `index` where there is none, or not to hear it. A vowel at either end is a syllable more
/// ("concert", "concerta"); a t after another consonant is nearly nothing.
#[inline]
fn alone(sounds: &[u8], index: usize) -> u16 {
    let sound = sounds[index];
    let inner = index > 0 && index + 1 < sounds.len();
    match sound {
        b'h' | b'j' | b'w' => HALF_HEARD,
        b'r' => 14,
        TONGUE | b'd' if index > 0 && is_slurring(class(sounds[index - 1])) => VOWEL,
        _ if !is_vowel(sound) => CONSONANT,
        _ if inner => VOWEL,
        _ => 2 * VOWEL,
    }
}

/// What it takes to hear `b` for `a`.
#[inline]
const fn swapped(a: u8, b: u8) -> u16 {
    match (a, b) {
        _ if a == b => 0,
        (b'e', b'i' | b'a') | (b'i' | b'a', b'e') | (b'o', b'u' | b'a') | (b'u' | b'a', b'o') => NEAR_VOWEL,
        _ if is_vowel(a) && is_vowel(b) => VOWEL,
        (b'i', b'j') | (b'j', b'i') | (b'u', b'w' | b'v') | (b'w' | b'v', b'u') => NEAR_CONSONANT,
        _ if is_vowel(a) != is_vowel(b) => CONSONANT + 4,
        (b'w', b'v' | b'f') | (b'v' | b'f', b'w') => NEAR_CONSONANT,
        (b'j', b'g' | b'C' | b'S' | b'h') | (b'g' | b'C' | b'S' | b'h', b'j') | (b'C', b'S') | (b'S', b'C') => VOWEL,
        _ if class_of(a) != 0 && class_of(a) == class_of(b) => NEAR_CONSONANT,
        _ => CONSONANT,
    }
}

/// How far two rows of sounds are apart: the least sum of sounds swapped, added and left out (Levenshtein's distance with
/// weights). At most [`MOST_SOUNDS`] squared steps; where it is sure to be over `most` it stops and is something over it.
///
/// Nothing is added or left out for less than [`HALF_HEARD`], so only the cells near the diagonal are looked at (Ukkonen,
/// "Algorithms for approximate string matching", 1985).
fn distance(a: &[u8], b: &[u8], most: u16) -> u16 {
    let reach = usize::from(most / HALF_HEARD) + 1;
    if a.len().abs_diff(b.len()) >= reach {
        return most + 1;
    }
    let mut added = [0u16; MOST_SOUNDS];
    added.iter_mut().zip(0..b.len()).for_each(|(cost, column)| *cost = alone(b, column));
    let mut row = [FAR; MOST_SOUNDS + 2];
    row[0] = 0;
    for column in 0..b.len().min(reach) {
        row[column + 1] = row[column] + added[column];
    }
    for (line, &heard) in a.iter().enumerate() {
        let left_out = alone(a, line);
        let swapped = &SWAPPED[code(heard)];
        let (first, end) = (line.saturating_sub(reach), (line + reach + 1).min(b.len()));
        let mut corner = row[first];
        row[first] = if first == 0 { corner + left_out } else { FAR };
        let mut least = row[first];
        for column in first..end {
            let best = (corner + u16::from(swapped[code(b[column])]))
                .min(row[column + 1] + left_out)
                .min(row[column] + added[column]);
            corner = std::mem::replace(&mut row[column + 1], best);
            least = least.min(best);
        }
        if least > most {
            return least;
        }
    }
    row[b.len()]
}

/// More than anything differs.
const FAR: u16 = u16::MAX / 2;

/// A term that can be found by its sound.
#[derive(Clone, Debug)]
pub(crate) struct Sounding {
    sounds: Sounds,
    /// Consonants: how much a likeness to it says. In short terms only those that are always heard.
    pub(crate) consonants: usize,
    pub(crate) term: Term,
    /// The lexicon's entry.
    pub(crate) entry: u32,
}

impl Sounding {
    /// How far `heard` is from the term, in twentieths of a consonant; exact up to `most`.
    pub(crate) fn difference(&self, heard: &Sounds, most: u16) -> u16 {
        distance(heard.as_slice(), self.sounds.as_slice(), most)
    }
}

/// The terms that are looked for by their sound.
#[derive(Clone, Debug)]
pub(crate) struct Soundalikes {
    filter: Bloom,
    /// How keys begin.
    beginnings: Bloom,
    /// Terms of a key are `order[start..end]`.
    keys: HashMap<u64, (u32, u32), foldhash::fast::FixedState>,
    order: Vec<u32>,
    terms: Vec<Sounding>,
}

impl Soundalikes {
    /// Takes of `terms` (folded, each with its meaning and entry) those that are long enough and sure by themselves.
    pub(super) fn new<'t>(terms: impl Iterator<Item = (&'t [u8], Term, u32)>) -> Self {
        let mut known = Vec::new();
        let mut pairs = Vec::new();
        for (word, term, entry) in terms.filter(|(word, term, _)| takes_part(word, *term)) {
            let fewest = if term.entity == id::MEDICATION { FEWEST_CONSONANTS } else { FEWEST_OF_OTHERS };
            let Some(sounds) = Sounds::of(word) else { continue };
            let skeleton = sounds.full;
            if skeleton.len < fewest {
                continue;
            }
            let number = known.len() as u32;
            pairs.extend(sounds.keys().into_iter().flatten().map(|key| (key, number)));
            if skeleton.len >= ENOUGH_TO_MISS_ONE {
                pairs.extend((0..skeleton.len - 1).map(|after| (sounds.key(skeleton.missing(after)), number)));
            }
            let slurred = sounds.slurred.len;
            let consonants = if slurred < ENOUGH_TO_MISS_ONE { slurred } else { skeleton.len };
            known.push(Sounding { sounds, consonants, term, entry });
        }
        pairs.sort_unstable();
        pairs.dedup();
        let mut keys: HashMap<u64, (u32, u32), foldhash::fast::FixedState> = HashMap::default();
        for (index, (key, _)) in pairs.iter().enumerate() {
            keys.entry(*key).or_insert((index as u32, 0)).1 = index as u32 + 1;
        }
        Self {
            filter: Bloom::new(keys.keys().map(|&key| spread(key)).collect()),
            beginnings: Bloom::new(keys.keys().flat_map(|&key| beginnings(key)).map(spread).collect()),
            keys,
            order: pairs.into_iter().map(|(_, number)| number).collect(),
            terms: known,
        }
    }

    /// The most terms that one key leads to: what a look-up costs at worst.
    #[cfg(test)]
    pub(crate) fn most_of_a_key(&self) -> usize {
        self.keys.values().map(|(start, end)| (end - start) as usize).max().unwrap_or(0)
    }

    /// Whether a term may begin with these sounds. Two words say no for most that begin none.
    pub(crate) fn may_begin(&self, sounds: &Sounds) -> bool {
        let begins = |key: u64| beginnings(key).last().is_none_or(|start| self.beginnings.may_contain(spread(start)));
        begins(sounds.key(sounds.full.classes)) || begins(sounds.key(sounds.slurred.classes))
    }

    /// The terms that words with this key may be mishearings of.
    pub(crate) fn of(&self, key: u64) -> impl Iterator<Item = &Sounding> {
        let range = if self.filter.may_contain(spread(key)) { self.keys.get(&key).copied() } else { None };
        let (start, end) = range.unwrap_or_default();
        self.order[start as usize..end as usize].iter().map(|&number| &self.terms[number as usize])
    }
}

/// The keys of the first consonants of a key, for each number of [`BEGINNINGS`] that it has.
fn beginnings(key: u64) -> impl DoubleEndedIterator<Item = u64> {
    let classes = key >> 1;
    let has = (u64::BITS - classes.leading_zeros()).div_ceil(4);
    let of = move |count: u32| classes >> (4 * (has - count)) << 1 | key & 1;
    (*BEGINNINGS.start()..=has.min(*BEGINNINGS.end())).map(of)
}

fn takes_part(word: &[u8], term: Term) -> bool {
    let shortest = match term.entity {
        id::MEDICATION => SHORTEST_DRUG,
        id::CONDITION | id::SYMPTOM | id::PROCEDURE | id::LAB_RESULT | id::MEDICAL_SERVICE => SHORTEST_TERM,
        _ => return false,
    };
    word.len() >= shortest && !term.hazard && term.weight != Weight::Weak
}

/// Spreads a key's few bits for the filter (the constant is that of Fibonacci hashing).
const fn spread(key: u64) -> u64 {
    let mixed = key.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ mixed >> 29
}

#[cfg(test)]
mod tests;
