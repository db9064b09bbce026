//! Numbers as sums are said: cardinals, and pairs ("nine fifty").

use super::amount::Shape;
use crate::detect::Passage;
use crate::dictionary::{MOST_PARTS, Numeral};

/// Reads a cardinal number from its words, and the pairs that prices and sums are said in ("nine fifty").
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Cardinal {
    /// What the scales before multiply.
    total: u64,
    /// The number below the next scale.
    block: u64,
    /// The last scale, and whether "hundred" stands in the block.
    scale: Option<u8>,
    hundred: bool,
    /// What was taken last: 1 for units, 10 for teens and tens that need nothing, 20 for tens.
    last: u8,
    /// The first part of a pair.
    pair: Option<u64>,
    zero: bool,
}

impl Cardinal {
    /// Whether "and" can go on with it.
    pub(super) fn is_round(&self) -> bool {
        self.last == 100 && self.pair.is_none()
    }

    pub(super) fn take_all(&mut self, passage: &Passage<'_>, word: &[u8]) -> bool {
        let mut parts = [Numeral::Zero; MOST_PARTS];
        let Some(count) = passage.lexicon.numbers.split(word, &mut parts) else { return false };
        let mut next = *self;
        let taken = parts[..count].iter().all(|&part| next.take(part));
        if taken {
            *self = next;
        }
        taken
    }

    /// Takes the next word; `false`, and nothing done, where it is no part of the number.
    pub(super) fn take(&mut self, numeral: Numeral) -> bool {
        match numeral {
            Numeral::Unit(unit) => self.unit(u64::from(unit)),
            Numeral::Teen(teen) => self.tens(u64::from(teen), 10),
            Numeral::Tens(tens) => self.tens(u64::from(tens), 20),
            Numeral::Zero | Numeral::SoftZero
                if self.last == 1 && self.pair.is_none() && !self.hundred && self.scale.is_none() =>
            {
                // "four oh two".
                (self.pair, self.block, self.last, self.zero) = (Some(self.block), 0, 20, true);
                true
            }
            Numeral::Hundred if !self.hundred && self.pair.is_none() && !self.zero => {
                (self.block, self.hundred, self.last) = (self.block.max(1) * 100, true, 100);
                true
            }
            Numeral::Scale(power)
                if power <= 9 && self.pair.is_none() && self.scale.is_none_or(|last| power < last) =>
            {
                self.total += self.block.max(1) * 10_u64.pow(u32::from(power));
                (self.block, self.hundred, self.last, self.scale) = (0, false, 100, Some(power));
                true
            }
            _ => false,
        }
    }

    fn unit(&mut self, unit: u64) -> bool {
        let fits = matches!(self.last, 0 | 20 | 100);
        if fits {
            (self.block, self.last) = (self.block + unit, 1);
        }
        fits
    }

    /// Tens, and teens, behind which no unit comes.
    fn tens(&mut self, tens: u64, last: u8) -> bool {
        if matches!(self.last, 0 | 100) {
            (self.block, self.last) = (self.block + tens, last);
            return true;
        }
        let pairs = self.pair.is_none() && !self.hundred && self.scale.is_none() && !self.zero;
        if pairs {
            (self.pair, self.block, self.last) = (Some(self.block), tens, last);
        }
        pairs
    }

    pub(super) fn finish(&self) -> Option<(u64, Shape)> {
        if self.last == 0 {
            return None;
        }
        if let Some(first) = self.pair {
            return (self.block > 0).then_some((100 * first + self.block, Shape::Pair));
        }
        let round = self.hundred || self.scale.is_some();
        Some((self.total + self.block, if round { Shape::Round } else { Shape::Plain }))
    }
}
