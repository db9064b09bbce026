//! How numbers get into a transcript: written or read out, with hesitation and repair.

use super::entity::Entity;
use super::short::Short;
use super::speech::Talker;
use super::spoken::{self, Manner};

/// What people say when they have begun a number wrongly.
const REPAIRS: [[&str; 2]; 5] = [
    [", no wait, ", " no wait "],
    [", sorry, ", " uh no "],
    [", no, ", " no "],
    [", I mean ", " i mean "],
    [", hang on, ", " hang on "],
];

impl Talker<'_> {
    /// Whether the next number is said in words: mostly so in raw text, sometimes where somebody formatted it.
    pub(super) fn says_words(&mut self) -> bool {
        let share = if self.speech.raw { 780 } else { 320 };
        self.rng.per_mille(share)
    }

    pub(super) fn manner(&mut self) -> Manner {
        let comma = !self.speech.raw;
        Manner { oh: self.rng.per_mille(850), pairs: self.rng.per_mille(250), double: self.rng.per_mille(250), comma }
    }

    pub(super) fn push(&mut self, text: &str) {
        self.speech.text.push_str(text);
    }

    /// Says an identifier given in its written form, and marks it.
    pub(super) fn read(&mut self, entity: Entity, written: Short) {
        let start = self.speech.text.len();
        let spoken = self.read_out(written);
        self.speech.mark(entity, start, spoken);
    }

    /// Says digits, letters and separators without marking them; tells whether in words.
    pub(super) fn read_out(&mut self, written: Short) -> bool {
        let spoken = self.says_words();
        if !spoken {
            self.push(written.as_str());
            return false;
        }
        let manner = self.manner();
        if self.rng.per_mille(40) {
            self.false_start(written, manner);
        }
        spoken::characters(&mut self.speech.text, written.bytes(), manner);
        true
    }

    /// The first digits, the last of them wrong, and the words that take it back.
    fn false_start(&mut self, written: Short, manner: Manner) {
        let digits = written.digits();
        let kept = digits.bytes().len().saturating_sub(1).min(self.rng.range(2, 6) as usize);
        let mut wrong = Short::new();
        digits.bytes()[..kept].iter().for_each(|d| wrong.push(*d));
        wrong.push(b'0' + self.rng.below(10) as u8);
        spoken::characters(&mut self.speech.text, wrong.bytes(), manner);
        let repair = REPAIRS[self.rng.below(5) as usize][usize::from(self.speech.raw)];
        self.push(repair);
    }

    /// Says an amount or count in words if `words`, else in digits.
    pub(super) fn count(&mut self, n: u32, words: bool) {
        if words {
            spoken::cardinal(&mut self.speech.text, n, !self.speech.raw);
        } else {
            let mut digits = Short::new();
            digits.push_number(n, 1);
            self.push(digits.as_str());
        }
    }

    /// A number of things, of minutes, of pages: small ones in words as style guides ask.
    pub(super) fn number_between(&mut self, low: u32, high: u32) {
        let n = self.rng.range(low, high);
        let words = n < 10 || self.speech.raw && !self.rng.per_mille(150);
        self.count(n, words);
    }

    /// `count` random digits, the first of them not 0.
    pub(super) fn digits(&mut self, into: &mut Short, count: u32) {
        for i in 0..count {
            let digit = if i == 0 { self.rng.range(1, 9) } else { self.rng.below(10) };
            into.push(b'0' + digit as u8);
        }
    }

    /// `count` random capitals, none of them easily taken for a digit.
    pub(super) fn letters(&mut self, into: &mut Short, count: u32) {
        for _ in 0..count {
            into.push(b"ABCDEFGHJKLMNPRSTUVWXYZ"[self.rng.below(23) as usize]);
        }
    }
}
