//! Reads an amount as it stands: its number, in digits or words, with the currency and the cents around it.

use super::cardinal::Cardinal;
use super::words;
use crate::detect::Passage;
use crate::dictionary::Numeral;
use crate::span::Span;
use crate::wordlist::{AnyOf, is_any};

/// What an amount looks like, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// With a currency's sign or name.
    Currency,
    /// Hundreds, thousands, or digits in groups.
    Round,
    /// "two eleven", "nine sixty eight".
    Pair,
    /// Any other number.
    Plain,
}

/// An amount as it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Amount {
    /// Its first word and the word after its last.
    pub(super) first: usize,
    pub(super) end: usize,
    pub(super) span: Span,
    /// In hundredths.
    pub(super) value: u64,
    /// ISO 4217, where it is said.
    pub(super) currency: Option<&'static str>,
    pub(super) shape: Shape,
    /// Any of it is said in words.
    pub(super) spoken: bool,
    /// "a five dollar …".
    pub(super) of_a_thing: bool,
}

/// A number before its currency is known.
#[derive(Clone, Copy)]
struct Number {
    value: u64,
    end: usize,
    /// The byte it ends before.
    at: u32,
    shape: Shape,
    spoken: bool,
    currency: Option<&'static str>,
}

/// The words of a passage.
#[derive(Clone, Copy)]
pub(super) struct Words<'a, 'p>(pub(super) &'p Passage<'a>);

impl<'a> Words<'a, '_> {
    #[inline]
    pub(super) fn word(self, index: usize) -> &'a [u8] {
        self.0.word(index).map_or(&[], |(_, word)| word)
    }

    #[inline]
    pub(super) fn is(self, index: usize, list: &(impl AnyOf + ?Sized)) -> bool {
        is_any(self.word(index), list)
    }

    /// What stands between word `index` and the one before it; all that is left where either is not there.
    #[inline]
    pub(super) fn gap(self, index: usize) -> &'a [u8] {
        self.0.space(index)
    }

    /// Whether only a space stands before word `index`.
    #[inline]
    pub(super) fn follows(self, index: usize) -> bool {
        matches!(self.gap(index), b" " | b"\xc2\xa0" | b"-" | b"  ")
    }

    #[inline]
    pub(super) fn is_digits(self, index: usize) -> bool {
        let word = self.word(index);
        !word.is_empty() && word.iter().all(u8::is_ascii_digit)
    }

    #[inline]
    pub(super) fn numeral(self, index: usize) -> Option<Numeral> {
        let word = self.word(index);
        self.0.lexicon.numbers.get(word).filter(|_| !word.is_empty())
    }

    #[inline]
    pub(super) fn is_number(self, index: usize) -> bool {
        self.word(index).first().is_some_and(u8::is_ascii_digit) || self.numeral(index).is_some_and(Numeral::is_number)
    }

    /// The amount that begins with word `first`.
    pub(super) fn amount(self, first: usize) -> Option<Amount> {
        let sign = self.sign_before(first);
        let number = if self.word(first).first()?.is_ascii_digit() {
            self.written(first, sign.is_some())?
        } else {
            self.spoken(first)?
        };
        let number = self.multiplied(number);
        let mut start = self.0.word(first)?.0.start;
        let mut amount = Amount {
            first,
            end: number.end,
            span: Span::new(start, number.at),
            value: number.value,
            currency: number.currency,
            shape: number.shape,
            spoken: number.spoken,
            of_a_thing: false,
        };
        if let Some((sign_at, currency)) = sign {
            start = sign_at;
            (amount.currency, amount.span.start) = (Some(currency), start);
        }
        if amount.currency.is_none() {
            self.currency_after(&mut amount);
        }
        if amount.currency.is_some() {
            amount.shape = Shape::Currency;
            self.cents(&mut amount);
        }
        Some(amount)
    }

    /// The currency's sign or code right before word `first`, and where it begins.
    fn sign_before(self, first: usize) -> Option<(u32, &'static str)> {
        let gap = self.gap(first);
        let end = self.0.word(first)?.0.start;
        let trimmed = gap.strip_suffix(b" ").unwrap_or(gap);
        if !trimmed.is_empty()
            && let Some((sign, currency)) = words::SIGNS.iter().find(|(sign, _)| trimmed.ends_with(sign.as_bytes()))
        {
            let space = gap.len() - trimmed.len();
            return Some((end - (space + sign.len()) as u32, currency));
        }
        let (span, word) = self.0.word_before(first).filter(|_| gap == b" ")?;
        let code = word.len() == 3 && word.iter().all(u8::is_ascii_uppercase);
        let currency = code.then(|| words::CURRENCIES.find(word)).flatten()?;
        Some((span.start, currency))
    }

    /// A number in digits that begins with word `first`.
    fn written(self, first: usize, signed: bool) -> Option<Number> {
        let glued =
            first > 0 && self.is_digits(first - 1) && matches!(self.gap(first), b"." | b"," | b":" | b"/" | b"-");
        let padded = matches!(self.word(first), [b'0', b'0'..=b'9', ..]);
        if glued || padded || self.gap(first).ends_with(b"#") {
            return None;
        }
        let (mut value, mut rest) = leading(self.word(first))?;
        let (mut end, mut shape) = (first + 1, Shape::Plain);
        let separator = self.gap(end);
        let groups = matches!(separator, b"," | b"." | b"'" | b"\xc2\xa0") || separator == b" " && !signed;
        let short = self.word(first).len() <= 3 && value > 0;
        while groups && short && rest.is_empty() && self.gap(end) == separator && self.is_group(end, separator) {
            let (group, after) = leading(self.word(end))?;
            (value, rest) = (value.checked_mul(1_000)?.checked_add(group)?, after);
            (end, shape) = (end + 1, Shape::Round);
        }
        value = value.checked_mul(100)?;
        if rest.is_empty()
            && matches!(self.gap(end), b"." | b",")
            && self.word(end).first().is_some_and(u8::is_ascii_digit)
        {
            let (decimals, after) = leading(self.word(end))?;
            value = value.checked_add(match self.word(end).len() - after.len() {
                1 => decimals * 10,
                2 => decimals,
                3 => decimals / 10,
                _ => return None,
            })?;
            let cents = self.word(end).len() - after.len() == 2;
            (end, rest, shape) = (end + 1, after, if cents { Shape::Round } else { shape });
        }
        let mut number = Number { value, end, at: self.0.word(end - 1)?.0.end, shape, spoken: false, currency: None };
        if rest.is_empty() {
            let goes_on = self.word(end).first().is_some_and(u8::is_ascii_digit)
                && matches!(self.gap(end), b"." | b"/" | b":" | b"-" | b",");
            return (!goes_on && !self.is_marked(end)).then_some(number);
        }
        number.currency = words::CURRENCIES.find(rest);
        let factor = words::FACTORS.find(rest).or_else(|| words::NOTES.find(rest));
        if let Some(factor) = factor.filter(|_| number.currency.is_none()) {
            (number.value, number.shape, number.spoken) = (value.checked_mul(factor)?, Shape::Round, true);
            return Some(number);
        }
        number.currency.is_some().then_some(number)
    }

    /// Whether word `index` is three digits that go on a number in groups.
    fn is_group(self, index: usize, separator: &[u8]) -> bool {
        let Some((_, rest)) = leading(self.word(index)) else { return false };
        let three = self.word(index).len() - rest.len() == 3;
        let currency = !rest.is_empty() || self.is(index + 1, &["kr", "kronor", "sek"]);
        three && (separator != b"." || currency || self.gap(index + 1) == b".")
    }

    /// Whether a sign that makes it no money follows the number before word `end`.
    fn is_marked(self, end: usize) -> bool {
        let gap = self.gap(end);
        gap.first().is_some_and(|byte| b"%\"'+/".contains(byte))
            || gap.starts_with(b" %")
            || gap.starts_with("°".as_bytes())
    }

    /// A number in words, or of digits and words, that begins with word `first`.
    fn spoken(self, first: usize) -> Option<Number> {
        let mut reader = Cardinal::default();
        let mut index = first;
        while index == first || self.follows(index) {
            let taken = match self.numeral(index) {
                Some(Numeral::Compound) => reader.take_all(self.0, self.word(index)),
                Some(Numeral::Article) => {
                    let scaled = matches!(self.numeral(index + 1), Some(Numeral::Hundred | Numeral::Scale(_)))
                        || self.is(index + 1, &["grand"]);
                    index == first && scaled && reader.take(Numeral::Unit(1))
                }
                Some(Numeral::And) => {
                    let small = self.numeral(index + 1).is_some_and(|n| {
                        matches!(n, Numeral::Unit(_) | Numeral::Teen(_) | Numeral::Tens(_) | Numeral::Compound)
                    });
                    if !(index > first && small && reader.is_round()) {
                        break;
                    }
                    true
                }
                Some(Numeral::Mark) if self.is(index, &["point", "komma"]) && index > first => {
                    return self.decimals(first, index, &reader);
                }
                Some(numeral) => reader.take(numeral),
                None => false,
            };
            if !taken {
                break;
            }
            index += 1;
        }
        let (value, shape) = reader.finish()?;
        Some(Number {
            value: value.checked_mul(100)?,
            end: index,
            at: self.0.word(index - 1)?.0.end,
            shape,
            spoken: true,
            currency: None,
        })
    }

    /// "two point five": the number goes on behind word `mark`.
    fn decimals(self, first: usize, mark: usize, reader: &Cardinal) -> Option<Number> {
        let (whole, _) = reader.finish().filter(|_| mark > first)?;
        let (mut value, mut unit, mut index) = (whole.checked_mul(100)?, 10, mark + 1);
        while let Some(Numeral::Unit(digit) | Numeral::Teen(digit) | Numeral::Tens(digit)) = self.numeral(index) {
            value += u64::from(digit) * if digit > 9 { 1 } else { unit };
            (unit, index) = (if digit % 10 == 0 && digit > 9 { 1 } else { unit / 10 }, index + 1);
        }
        (index > mark + 1).then_some(Number {
            value,
            end: index,
            at: self.0.word(index - 1)?.0.end,
            shape: Shape::Plain,
            spoken: true,
            currency: None,
        })
    }

    /// The number with "thousand", "k" or "tusenlappar" behind it.
    fn multiplied(self, mut number: Number) -> Number {
        loop {
            let word = self.word(number.end);
            let note = words::NOTES.find(word);
            let Some(factor) = note.or_else(|| words::FACTORS.find(word)).filter(|_| self.follows(number.end)) else {
                return number;
            };
            // "5 m" is more often a length.
            if word == b"m" || number.currency.is_some() {
                return number;
            }
            let Some(value) = number.value.checked_mul(factor) else { return number };
            let at = self.0.word(number.end).map_or(number.at, |(span, _)| span.end);
            number = Number {
                value,
                end: number.end + 1,
                at,
                shape: Shape::Round,
                spoken: true,
                currency: note.map(|_| "SEK"),
            };
        }
    }

    /// Takes in the currency's name or sign behind an amount.
    fn currency_after(self, amount: &mut Amount) {
        let gap = self.gap(amount.end);
        if gap.starts_with(b":-") {
            (amount.currency, amount.span.end) = (Some("SEK"), amount.span.end + 2);
            return;
        }
        let trimmed = gap.strip_prefix(b" ").unwrap_or(gap);
        for &(sign, currency) in words::SIGNS {
            let of_next = self.word(amount.end).first().is_some_and(u8::is_ascii_digit) && trimmed.len() == sign.len();
            if trimmed.starts_with(sign.as_bytes()) && !of_next {
                let length = gap.len() - trimmed.len() + sign.len();
                (amount.currency, amount.span.end) = (Some(currency), amount.span.end + length as u32);
                return;
            }
        }
        let name = amount.end + usize::from(self.is(amount.end, words::WHOSE));
        let Some(currency) = words::CURRENCIES.find(self.word(name)).filter(|_| self.follows(amount.end)) else {
            return;
        };
        let weight = currency == "GBP"
            && (1..6).any(|back| amount.first >= back && self.is(amount.first - back, words::WEIGHTS));
        if let Some((span, word)) = self.0.word(name).filter(|_| !weight) {
            let one = amount.value == 100;
            amount.of_a_thing = is_any(word, words::OF_A_THING) && !one;
            (amount.currency, amount.span.end, amount.end) = (Some(currency), span.end, name + 1);
        }
    }

    /// Takes in "and six cents", and "sixty three" right behind "dollars".
    fn cents(self, amount: &mut Amount) {
        let (mut from, whole) = (amount.end, amount.value.is_multiple_of(100));
        if !whole || !amount.spoken && !self.is(amount.end + 1, words::CENTS) && !self.is(amount.end, &["and", "och"]) {
            return;
        }
        let joined = self.is(from, &["and", "och", "å"]);
        from += usize::from(joined);
        let number = if self.is_digits(from) { self.written(from, false) } else { self.spoken(from) };
        let Some(number) = number.filter(|number| self.follows(from) && number.value < 100 * 100) else { return };
        let named = self.is(number.end, words::CENTS);
        let bare =
            !joined && number.value >= 1_000 && number.spoken && number.shape == Shape::Plain && self.ends(number.end);
        if named || bare {
            let last = if named { number.end } else { number.end - 1 };
            let Some((span, _)) = self.0.word(last) else { return };
            amount.value += number.value / 100;
            (amount.end, amount.span.end) = (last + 1, span.end);
        }
    }

    /// Whether nothing that a number could count stands at word `index`.
    pub(super) fn ends(self, index: usize) -> bool {
        let word = self.word(index);
        let gap = self.gap(index);
        let apart = word.is_empty() || gap.iter().any(|byte| b".,;!?\n".contains(byte));
        let function =
            self.0.lexicon.is_function_word(word) && !self.is_number(index) && !self.is(index, words::NO_MONEY_AFTER);
        apart || function || self.is(index, words::GO_ON)
    }
}

/// The number that the digits at the head of `word` are, and what stands behind them.
fn leading(word: &[u8]) -> Option<(u64, &[u8])> {
    let length = word.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let value = std::str::from_utf8(&word[..length]).ok()?.parse().ok()?;
    (length <= 12).then_some((value, &word[length..]))
}
