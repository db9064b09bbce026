//! From the parts of a number to its digits.
//!
//! The grammar is detectors.md §3.3: small numbers are appended one after the other ("twelve thirty four" is 1234),
//! "hundred" and "thousand" multiply, and take in what follows them only where nothing else can be meant ("eight hundred
//! five five five" is 800 555). Where speech is ambiguous there is a *point*; each of the first four can be *flipped*, so a
//! run has up to sixteen readings, the greedy one first.

use super::tokens::{Part, Token};
use super::{DigitRun, Form, Group, MOST_DIGITS};
use crate::dictionary::Numeral;
use crate::span::Span;

/// Points that can be flipped.
const MOST_POINTS: u32 = 4;

/// Reads `tokens` into `out`, with point `n` flipped where bit `n` of `flips` is set. Returns the number of points.
pub(super) fn compose(text: &[u8], tokens: &[Token], flips: u16, out: &mut DigitRun) -> u32 {
    let mut composer = Composer { text, tokens, at: 0, flips, points: 0, after_block: false, out };
    while composer.at < tokens.len() {
        composer.step();
    }
    composer.points
}

struct Composer<'t> {
    text: &'t [u8],
    tokens: &'t [Token],
    at: usize,
    flips: u16,
    points: u32,
    /// What was emitted last stands as a block of digits in the text.
    after_block: bool,
    out: &'t mut DigitRun,
}

impl Composer<'_> {
    fn part(&self, at: usize) -> Option<Part> {
        self.tokens.get(at).map(|token| token.part)
    }

    fn said(&self, at: usize) -> Option<Numeral> {
        match self.part(at)? {
            Part::Said(numeral) => Some(numeral),
            _ => None,
        }
    }

    fn step(&mut self) {
        let first = self.at;
        match self.tokens[first].part {
            Part::Said(Numeral::Zero | Numeral::SoftZero) => self.digit(b'0'),
            Part::Said(Numeral::Sound(value)) => self.digit(b'0' + value),
            Part::Said(Numeral::Plus) => {
                self.out.plus = true;
                self.at += 1;
            }
            Part::Said(Numeral::Times(times)) => self.times(times),
            Part::Written if !self.is_multiplied(first) => {
                self.at += 1;
                self.emit(self.tokens[first].span.of(self.text), first);
            }
            Part::Said(Numeral::Article) if !self.multiplies(first + 1) => self.at += 1,
            Part::Said(Numeral::Ordinal(value)) => {
                self.at += 1;
                self.number(u64::from(value), first);
            }
            Part::Said(_) | Part::Written => self.cardinal(),
            Part::Repair => self.at += 1,
        }
    }

    fn digit(&mut self, digit: u8) {
        self.at += 1;
        self.emit(&[digit], self.at - 1);
    }

    /// "double four"; without a digit after it the word means nothing.
    fn times(&mut self, times: u8) {
        let first = self.at;
        self.at += 1;
        let digit = match self.part(self.at) {
            Some(Part::Said(Numeral::Zero | Numeral::SoftZero)) => b'0',
            Some(Part::Said(Numeral::Unit(value))) => b'0' + value,
            Some(Part::Written) if self.tokens[self.at].is_digit() => self.tokens[self.at].span.of(self.text)[0],
            _ => return,
        };
        self.at += 1;
        self.emit(&[digit; 4][..usize::from(times)], first);
    }

    fn multiplies(&self, at: usize) -> bool {
        matches!(self.said(at), Some(Numeral::Hundred | Numeral::Scale(_)))
    }

    /// "5 hundred", "15 thousand".
    fn is_multiplied(&self, at: usize) -> bool {
        self.tokens[at].span.len() <= 3 && self.multiplies(at + 1)
    }

    /// Whether what usually is done here is done, or, flipped, is not.
    fn decide(&mut self, usual: bool) -> bool {
        if self.points == MOST_POINTS {
            return usual;
        }
        let flipped = self.flips >> self.points & 1 == 1;
        self.points += 1;
        usual != flipped
    }

    /// A number with its hundreds and thousands.
    fn cardinal(&mut self) {
        let first = self.at;
        let (mut total, mut limit) = (0_u64, u8::MAX);
        loop {
            let group = self.hundreds();
            match self.said(self.at) {
                Some(Numeral::Scale(power)) if power < limit => {
                    self.at += 1;
                    // "two point five billion": beyond thousands the word may be a unit rather than digits.
                    let factor = if power > 3 && !self.decide(true) { 1 } else { 10_u64.pow(u32::from(power)) };
                    total = total.saturating_add(group.max(1).saturating_mul(factor));
                    limit = power;
                    if !self.takes_tail(true) {
                        break;
                    }
                }
                _ => {
                    total = total.saturating_add(group);
                    break;
                }
            }
        }
        self.number(total, first);
    }

    /// A number below a thousand, or below ten thousand as in "nineteen hundred".
    fn hundreds(&mut self) -> u64 {
        let small = self.small();
        // Nobody counts "twenty hundred": in "sjuttio hundrasjuttiofyra" the next number begins.
        let next = small >= 20 && self.begins_compound(self.at) && !self.tokens[self.at].joined;
        if next || self.said(self.at) != Some(Numeral::Hundred) {
            return small;
        }
        self.at += 1;
        let hundreds = 100 * small.max(1);
        if self.takes_tail(false) { hundreds + self.small() } else { hundreds }
    }

    /// A number below a hundred; 0 and no step where a multiplier stands by itself.
    fn small(&mut self) -> u64 {
        let value = match self.part(self.at) {
            Some(Part::Written) => decimal(self.tokens[self.at].span.of(self.text)),
            Some(Part::Said(Numeral::Article)) => 1,
            Some(Part::Said(Numeral::Unit(value) | Numeral::Teen(value))) => u64::from(value),
            Some(Part::Said(Numeral::Tens(tens))) => return self.tens(u64::from(tens)),
            _ => return 0,
        };
        self.at += 1;
        value
    }

    fn tens(&mut self, tens: u64) -> u64 {
        self.at += 1;
        let (Some(Numeral::Unit(unit) | Numeral::Ordinal(unit)), Some(next)) =
            (self.said(self.at), self.tokens.get(self.at))
        else {
            return tens;
        };
        let eats = if next.joined {
            true
        } else {
            !self.begins_compound(self.at) && !next.pause && !next.and && self.decide(true)
        };
        self.at += usize::from(eats);
        if eats { tens + u64::from(unit) } else { tens }
    }

    /// Whether the token is the first of several that one word is made of.
    fn begins_compound(&self, at: usize) -> bool {
        self.tokens.get(at + 1).is_some_and(|next| next.joined && next.span == self.tokens[at].span)
    }

    /// Whether the small number (after thousands: or hundreds) that follows is part of this number.
    fn takes_tail(&mut self, of_thousand: bool) -> bool {
        let Some(end) = self.tail_end(of_thousand) else { return false };
        let next = self.tokens[self.at];
        if next.joined {
            return true;
        }
        let goes_on = matches!(self.said(end), Some(Numeral::Scale(_)));
        let usual = next.and || goes_on || (end == self.tokens.len() && !next.pause);
        self.decide(usual)
    }

    /// Where the tail that may begin here ends.
    fn tail_end(&self, of_thousand: bool) -> Option<usize> {
        let bare = of_thousand && self.said(self.at) == Some(Numeral::Hundred);
        let end = if bare { self.at } else { self.small_end(self.at)? };
        if !of_thousand || self.said(end) != Some(Numeral::Hundred) {
            return Some(end);
        }
        Some(self.small_end(end + 1).unwrap_or(end + 1))
    }

    fn small_end(&self, at: usize) -> Option<usize> {
        match self.said(at)? {
            Numeral::Unit(_) | Numeral::Teen(_) => Some(at + 1),
            Numeral::Tens(_) => {
                let unit = matches!(self.said(at + 1), Some(Numeral::Unit(_) | Numeral::Ordinal(_)));
                Some(at + 1 + usize::from(unit && (self.tokens[at + 1].joined || !self.begins_compound(at + 1))))
            }
            _ => None,
        }
    }

    fn number(&mut self, value: u64, first: usize) {
        let mut digits = [b'0'; 20];
        let mut rest = value;
        let mut start = digits.len();
        while start == digits.len() || rest > 0 {
            start -= 1;
            digits[start] = b'0' + (rest % 10) as u8;
            rest /= 10;
        }
        self.emit(&digits[start..], first);
    }

    /// Appends digits that tokens `first..at` say: to the group before them if nothing parts them from it.
    fn emit(&mut self, digits: &[u8], first: usize) {
        let (head, tail) = (self.tokens[first], self.tokens[self.at - 1]);
        let run = &mut *self.out;
        let kept = digits.len().min(MOST_DIGITS - run.digits.len());
        let start = run.digits.len() as u16;
        run.digits.extend_from_slice(&digits[..kept]);
        let span = Span::new(head.span.start, tail.span.end);
        // Digits written together are a group of their own; what was said digit by digit is one up to the next pause.
        let block = head.part == Part::Written && kept > 1;
        let apart = head.pause || head.and || head.mark != b' ' || block || self.after_block;
        self.after_block = block;
        match self.out.groups.last_mut().filter(|_| !apart) {
            Some(group) => {
                group.len += kept as u16;
                group.span.end = span.end;
            }
            None => self.out.groups.push(Group {
                first: start,
                len: kept as u16,
                span,
                separator: match head.mark {
                    b'-' => b'-',
                    _ if head.and => b'&',
                    _ => b' ',
                },
            }),
        }
        self.out.form = Form::Spoken;
    }
}

fn decimal(digits: &[u8]) -> u64 {
    digits.iter().take(18).fold(0, |value, digit| value * 10 + u64::from(digit - b'0'))
}
