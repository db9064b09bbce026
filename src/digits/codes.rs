//! Codes: letters and digits together, as written ("HO-26-118834", "AB 12 34 56 C") and as spelled ("k nine four four",
//! "b as in boy two one", "Adam Bertil sju noll").
//!
//! A code grows from a run of digits over what stands beside it, so text without digits costs nothing. Letters are single
//! letters, words of a spelling alphabet, and short words of capitals; a word that says what the number is ("NHS 943 …")
//! is none, which the caller knows ([`CodeText::is_taken`]).

use super::{DigitRun, Form, Group, MOST_DIGITS, RunAt, Runs, Source};
use crate::dictionary::Numeral;
use crate::span::Span;

/// Letter pieces looked back at from the first digits.
const FARTHEST_BACK: usize = 12;
/// A written group of letters is not longer than this.
const MOST_LETTERS: usize = 5;

/// A text with its runs, and which of its words mean something else.
#[derive(Clone, Copy)]
pub(crate) struct CodeText<'a, 't> {
    pub(crate) source: Source<'a>,
    pub(crate) runs: Runs<'a>,
    /// Whether words of spelling alphabets are letters here: only beside a cue for a code.
    pub(crate) spelled: bool,
    /// Whether word `index` is part of a cue or a term.
    pub(crate) is_taken: &'t dyn Fn(usize) -> bool,
}

/// One piece of a code.
struct Piece {
    /// Its characters are those of `letters`, else of `text`, else of the run.
    chars: Chars,
    /// The words it covers end here.
    end: usize,
}

enum Chars {
    Letter(u8, u8),
    Word(Span),
    Run(usize),
    /// "dash", "uh": said, and nothing.
    Nothing,
}

impl CodeText<'_, '_> {
    /// Reads the code around run `index` of the text into `out`. Returns its span and the first run behind it; `None` where
    /// no letter stands with the digits.
    pub(crate) fn read(&self, index: usize, out: &mut DigitRun) -> Option<(Span, usize)> {
        let runs = self.runs.as_slice();
        let floor = index.checked_sub(1).map_or(0, |before| runs[before].end_word as usize);
        let first = self.first_word(&runs[index], floor);
        let behind = runs[index].end_word as usize;
        let goes_on = || self.letter(behind).is_some() || self.is_mixed(behind);
        if first == runs[index].first_word as usize && !self.is_mixed(first) && !goes_on() {
            return None;
        }
        out.clear();
        let (mut at, mut end, mut next) = (first, first, index);
        while out.digits.len() < MOST_DIGITS {
            let Some(piece) = self.piece(at, next, at > first) else { break };
            let span = Span::new(self.source.marks.word(at).start, self.source.marks.word(piece.end - 1).end);
            let mark = if at > first { mark(self.source.gap(at)) } else { b' ' };
            if self.push(&piece.chars, span, mark, out) {
                end = piece.end;
            }
            at = piece.end;
            while runs.get(next).is_some_and(|run| (run.first_word as usize) < at) {
                next += 1;
            }
        }
        if self.ends_in_word(end) {
            let last = out.groups.last_mut()?;
            (last.len, end) = (last.len - 1, end - 1);
            last.span.end = self.source.marks.word(end.max(first + 1) - 1).end;
            out.digits.pop();
            if last.len == 0 {
                out.groups.pop();
            }
        }
        let letters = out.digits.iter().filter(|byte| byte.is_ascii_uppercase()).count();
        out.span = Span::new(self.source.marks.word(first).start, self.source.marks.word(end.max(first + 1) - 1).end);
        (letters > 0 && letters < out.digits.len()).then_some((out.span, next))
    }

    /// Whether the letter before word `end` is a word of the sentence that goes on: "… 0142, I will be home".
    fn ends_in_word(&self, end: usize) -> bool {
        let lone = |(_, word): (Span, &[u8])| matches!(word, b"a" | b"i" | b"I");
        let goes_on = || self.source.word(end).is_some() && matches!(self.source.gap(end), b" " | b"'");
        // "One double a": what is doubled is no article, and no article stands before "and".
        let doubled = || {
            let before = end.checked_sub(2).and_then(|index| self.source.word(index));
            before.is_some_and(|(_, word)| matches!(self.source.numbers.get(word), Some(Numeral::Times(_))))
        };
        let closed = || {
            let is = |at: usize, wanted: &[&[u8]]| self.source.word(at).is_some_and(|(_, word)| wanted.contains(&word));
            is(end - 1, &[b"a"]) && is(end, &[b"and", b"or", b"but", b"so", b"och", b"eller"])
        };
        end > 0 && self.source.word(end - 1).is_some_and(lone) && goes_on() && !doubled() && !closed()
    }

    /// Appends a piece behind `mark`; whether it had any character.
    fn push(&self, chars: &Chars, span: Span, mark: u8, out: &mut DigitRun) -> bool {
        let first = out.digits.len();
        match *chars {
            Chars::Letter(letter, times) => out.digits.extend((0..times).map(|_| letter)),
            Chars::Word(word) => out.digits.extend(word.of(self.source.text).iter().map(u8::to_ascii_uppercase)),
            Chars::Run(run) => {
                let reading = self.runs.reading(&self.runs.as_slice()[run]);
                out.digits.extend_from_slice(&reading.digits);
                out.form = if reading.form == Form::Spoken { Form::Spoken } else { out.form };
            }
            Chars::Nothing => return false,
        }
        out.digits.truncate(MOST_DIGITS);
        let len = (out.digits.len() - first) as u16;
        match out.groups.last_mut().filter(|_| out.form == Form::Spoken && mark == b' ') {
            Some(group) => {
                group.len += len;
                group.span.end = span.end;
            }
            None => out.groups.push(Group { first: first as u16, len, span, separator: mark }),
        }
        true
    }

    /// The first word of the code that holds `run`; lone digits said before its letters begin no earlier than `floor`.
    fn first_word(&self, run: &RunAt, floor: usize) -> usize {
        let (begin, mut first) = (run.first_word as usize, run.first_word as usize);
        while first > 0 && begin - first < FARTHEST_BACK && self.is_near(first) {
            let digit = (first > floor && first < begin && self.is_digit(first - 1)).then(|| first - 1);
            let dash = || self.is_mark(first - 1).then(|| self.letter_before(first - 1)).flatten();
            match self.letter_before(first).or(digit).or_else(dash) {
                Some(start) => first = start,
                None => break,
            }
        }
        // "it's a 4 4 2": the article is no letter unless another stands beside it.
        let lone =
            first + 1 == begin && self.source.word(first).is_some_and(|(_, word)| matches!(word, b"a" | b"i" | b"I"));
        if lone { begin } else { first }
    }

    /// Whether word `index` is a "dash" that was said.
    fn is_mark(&self, index: usize) -> bool {
        let said = self.source.word(index).filter(|_| self.spelled).and_then(|(_, word)| self.source.numbers.get(word));
        said == Some(Numeral::Mark) && self.is_near(index)
    }

    /// Whether word `index` says one digit: alone between letters it is no run.
    fn is_digit(&self, index: usize) -> bool {
        let said = self.source.word(index).filter(|_| self.spelled).and_then(|(_, word)| self.source.numbers.get(word));
        matches!(said, Some(Numeral::Unit(_) | Numeral::Zero)) && !(self.is_taken)(index)
    }

    /// The first word of the letter that ends before word `end`.
    fn letter_before(&self, end: usize) -> Option<usize> {
        // Beside no cue for a code the word before digits is a letter, or a word of capitals: nearly all are neither.
        let (_, word) = self.source.word(end.checked_sub(1)?)?;
        if !self.spelled && word.len() > 1 && !word.iter().all(u8::is_ascii_uppercase) {
            return None;
        }
        for start in (end.saturating_sub(4)..end).rev() {
            if (start + 1..end).all(|index| self.is_near(index))
                && self.letter(start).is_some_and(|piece| piece.end == end)
            {
                // The longest wins: "b as in boy" over "boy".
                let spelled = (end.saturating_sub(4)..start)
                    .find(|&longer| self.letter(longer).is_some_and(|piece| piece.end == end));
                return Some(spelled.unwrap_or(start));
            }
        }
        None
    }

    /// Whether word `index` follows the one before it closely enough.
    fn is_near(&self, index: usize) -> bool {
        let Some((_, before)) = self.source.word(index.wrapping_sub(1)) else { return false };
        match self.source.gap(index) {
            b" " | b"-" | b"/" | b"." => true,
            // A comma stands in what is read out; behind what is written it begins something else: "14/02/1971, LE5 4QT".
            b", " => {
                let read_out = |word: &[u8]| word.len() == 1 || self.source.numbers.get(word).is_some();
                read_out(before) || self.source.word(index).is_some_and(|(_, word)| read_out(word))
            }
            _ => false,
        }
    }

    fn is_mixed(&self, index: usize) -> bool {
        self.source.word(index).is_some_and(|(_, word)| {
            word.iter().any(u8::is_ascii_digit) && word.iter().any(u8::is_ascii_alphabetic) && word.is_ascii()
        })
    }

    /// What word `index` is in a code; `run` is the first run that may begin there.
    fn piece(&self, index: usize, run: usize, inner: bool) -> Option<Piece> {
        let (span, word) = self.source.word(index)?;
        if inner && !self.is_near(index) {
            return None;
        }
        if self.is_mixed(index) {
            return Some(Piece { chars: Chars::Word(span), end: index + 1 });
        }
        if let Some(found) = self.runs.as_slice().get(run).filter(|found| found.first_word as usize == index) {
            return Some(Piece { chars: Chars::Run(run), end: found.end_word as usize });
        }
        if word.iter().all(u8::is_ascii_digit) {
            return Some(Piece { chars: Chars::Word(span), end: index + 1 });
        }
        let said = self.source.numbers.get(word);
        // A lone digit's word is no run of its own.
        if let Some(Numeral::Unit(digit)) = said {
            return Some(Piece { chars: Chars::Letter(b'0' + digit, 1), end: index + 1 });
        }
        if matches!(said, Some(Numeral::Zero | Numeral::SoftZero)) && inner {
            return Some(Piece { chars: Chars::Letter(b'0', 1), end: index + 1 });
        }
        if inner && self.spelled && matches!(said, Some(Numeral::Mark)) {
            return Some(Piece { chars: Chars::Nothing, end: index + 1 });
        }
        self.letter(index)
    }

    /// The letter that begins with word `index`, however it is said, unless the word means something else.
    fn letter(&self, index: usize) -> Option<Piece> {
        // The "s" of "account's" is no letter of a code.
        let owned = || index > 0 && self.source.gap(index) == b"'";
        // What a word means is asked last: most have not the shape of a letter.
        self.letter_shape(index).filter(|_| !owned() && !(self.is_taken)(index))
    }

    /// What word `index` is as a letter.
    fn letter_shape(&self, index: usize) -> Option<Piece> {
        let (span, word) = self.source.word(index)?;
        let said = self.source.numbers.get(word);
        if let Some(Numeral::Times(times)) = said {
            // "double u", "dubbel v" are one letter, "double m" two.
            let (_, next) = self.source.word(index + 1)?;
            let letter = next.first().filter(|_| next.len() == 1)?.to_ascii_uppercase();
            let chars =
                if matches!(letter, b'U' | b'V') { Chars::Letter(b'W', 1) } else { Chars::Letter(letter, times) };
            return letter.is_ascii_uppercase().then_some(Piece { chars, end: index + 2 });
        }
        if let [letter @ (b'a'..=b'z' | b'A'..=b'Z')] = *word {
            let end = self.spelling_end(index, letter).unwrap_or(index + 1);
            return Some(Piece { chars: Chars::Letter(letter.to_ascii_uppercase(), 1), end });
        }
        if let Some(Numeral::Letter(letter)) = said.filter(|_| self.spelled) {
            return Some(Piece { chars: Chars::Letter(letter, 1), end: index + 1 });
        }
        let capitals = word.len() <= MOST_LETTERS && word.iter().all(u8::is_ascii_uppercase);
        let hyphened = word.len() <= MOST_LETTERS
            && word.iter().all(u8::is_ascii_alphabetic)
            && self
                .source
                .word(index + 1)
                .is_some_and(|(next, _)| self.source.text[span.end as usize..next.start as usize] == *b"-");
        (capitals || hyphened && self.spelled).then_some(Piece { chars: Chars::Word(span), end: index + 1 })
    }

    /// Where "b as in boy", "m for mary", "s som i sigurd" ends, whose letter is word `index`.
    fn spelling_end(&self, index: usize, letter: u8) -> Option<usize> {
        let is = |at: usize, wanted: &[&str]| {
            self.source
                .word(at)
                .is_some_and(|(_, word)| wanted.iter().any(|wanted| crate::fold::folds_to(word, wanted.as_bytes())))
        };
        if letter.eq_ignore_ascii_case(&b'x') && self.spelled && is(index + 1, &["ray"]) {
            return Some(index + 2);
        }
        let at = if is(index + 1, &["as", "som"]) && is(index + 2, &["in", "i"]) {
            index + 3
        } else if is(index + 1, &["for", "like"]) {
            index + 2
        } else {
            return None;
        };
        let (_, word) = self.source.word(at)?;
        (word.len() > 1 && word[0].eq_ignore_ascii_case(&letter)).then_some(at + 1)
    }
}

/// The mark that a gap is: a dot between two groups, else a hyphen whatever it is, a space if it is only that.
fn mark(gap: &[u8]) -> u8 {
    match gap {
        b" " => b' ',
        b"." => b'.',
        _ => b'-',
    }
}
