//! From words to the parts of one number: which words a run goes through, and where it ends.
//!
//! A run begins and ends in a number; between two numbers at most three words may stand that are said without meaning
//! ("dash", "uh", "and then"), and a correction ("no, sorry, I mean"). Everything else ends it.

use crate::dictionary::{MOST_PARTS, Numbers, Numeral};
use crate::lexer::{Marks, Words};
use crate::span::Span;

/// At most this many words without meaning stand between two numbers.
const MOST_FILLERS: usize = 3;
/// At most this many words make a correction.
const LONGEST_REPAIR: usize = 7;
/// Bytes between two words of a run: " ... " at most.
const LONGEST_GAP: usize = 5;
/// Words of a run after which it is no number any more but a list.
const MOST_TOKENS: usize = 96;
/// Words before the number of digits that are given, rather than a digit.
const LAST: [&str; 3] = ["last", "final", "sista"];
/// Words looked back at from the first one that only numbers have: "oh", "double", "plus".
const FARTHEST_BACK: usize = 8;

/// A text, and what the token pass knows of it.
#[derive(Clone, Copy)]
pub(crate) struct Source<'a> {
    pub(crate) text: &'a [u8],
    /// Of the segment: no run reaches beyond it.
    pub(crate) span: Span,
    /// Its words.
    pub(crate) words: Words<'a>,
    pub(crate) marks: &'a Marks,
    pub(crate) numbers: &'a Numbers,
}

impl<'a> Source<'a> {
    /// The bytes of word `index`, if it lies in the segment.
    #[inline]
    pub(crate) fn word(&self, index: usize) -> Option<(Span, &'a [u8])> {
        self.words.get(index)
    }

    /// What stands between word `index` and the one before it.
    #[inline]
    pub(crate) fn gap(&self, index: usize) -> &'a [u8] {
        let before = self.marks.word(index - 1).end as usize;
        &self.text[before..self.marks.word(index).start as usize]
    }
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Said(Numeral),
    /// ASCII digits.
    Written,
    /// A correction stands here: what follows replaces what came before.
    Repair,
}

/// A part of a number.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) part: Part,
    /// Of its word; the parts of a compound share it.
    pub(super) span: Span,
    /// Written together with the token before it, or with a hyphen only.
    pub(super) joined: bool,
    /// "and" stands before it.
    pub(super) and: bool,
    /// A comma, a filler or a new sentence stands before it.
    pub(super) pause: bool,
    /// The mark before it, written or said; a space if there is none.
    pub(super) mark: u8,
}

impl Token {
    pub(super) const fn is_number(&self) -> bool {
        match self.part {
            Part::Said(numeral) => numeral.is_number() || matches!(numeral, Numeral::Ordinal(_) | Numeral::Sound(_)),
            Part::Written => true,
            Part::Repair => false,
        }
    }

    /// Whether it says one digit.
    pub(super) const fn is_digit(&self) -> bool {
        match self.part {
            Part::Said(numeral) => matches!(numeral, Numeral::Unit(_) | Numeral::Zero | Numeral::SoftZero),
            Part::Written => self.span.len() == 1,
            Part::Repair => false,
        }
    }
}

/// The tokens of one run.
#[derive(Clone, Debug, Default)]
pub(super) struct Run {
    pub(super) tokens: Vec<Token>,
    /// Number of tokens that end in a number.
    numbers: usize,
    /// A word that says what is counted follows it: "dollars".
    pub(super) counted: bool,
    /// Any of it is said in words.
    pub(super) spoken: bool,
    /// Any of it is said in Swedish.
    pub(super) swedish: bool,
}

/// What stands between the last number and the word that is looked at.
#[derive(Clone, Copy, Default)]
struct Between {
    fillers: usize,
    and: bool,
    pause: bool,
    mark: u8,
    repair: bool,
    /// The last word was a filler, which a second one may belong to: "got that".
    echoes: bool,
}

impl Run {
    /// Reads the run around word `trigger`, which begins no earlier than word `floor`. `None` where there is no number.
    pub(super) fn read(&mut self, source: &Source<'_>, trigger: usize, floor: usize) -> Option<Span> {
        self.tokens.clear();
        (self.numbers, self.counted, self.spoken, self.swedish) = (0, false, false, false);
        let first = first_word(source, trigger, floor);
        self.collect(source, first);
        self.tokens.truncate(self.numbers);
        let mut said = self.tokens.iter().filter(|token| token.is_number());
        let alone =
            said.next().is_some_and(|one| one.is_digit() && is_spelled(source, one.span)) && said.next().is_none();
        self.tidy(alone);
        let (first, last) = (self.tokens.first()?, self.tokens.last()?);
        Some(Span::new(first.span.start, last.span.end))
    }

    fn collect(&mut self, source: &Source<'_>, first: usize) {
        let mut between = Between { mark: b' ', ..Between::default() };
        let mut index = first;
        while let Some((span, word)) = source.word(index).filter(|_| self.tokens.len() < MOST_TOKENS) {
            if index > first && !Self::passes(source, index, &mut between) {
                return;
            }
            if word.iter().all(u8::is_ascii_digit) {
                self.push(Part::Written, span, &mut between);
                index += 1;
                continue;
            }
            let Some((numeral, swedish)) = source.numbers.get_with_language(word) else { return };
            if index == first && counts_digits(source, index, numeral) {
                return;
            }
            self.swedish |= swedish && numeral.is_number();
            // Nobody's number has millions in it: it counts something.
            self.counted |= matches!(numeral, Numeral::Scale(power) if power > 3);
            match self.step(source, index, numeral, &mut between) {
                Some(next) => index = next,
                None => return,
            }
        }
    }

    /// Takes the said word `index`; the word to look at next, or `None` where the run ends.
    fn step(&mut self, source: &Source<'_>, index: usize, numeral: Numeral, between: &mut Between) -> Option<usize> {
        let (span, word) = source.word(index)?;
        match numeral {
            Numeral::Compound => self.push_parts(source.numbers, span, word, between),
            Numeral::Plus if self.tokens.is_empty() => self.push(Part::Said(numeral), span, between),
            Numeral::Ordinal(value) if self.takes_ordinal(value) => self.push(Part::Said(numeral), span, between),
            Numeral::Times(_) => self.push(Part::Said(numeral), span, between),
            Numeral::Article if self.tokens.is_empty() || multiplies(source, index + 1) => {
                self.push(Part::Said(numeral), span, between);
            }
            Numeral::Sound(_) if self.takes_sound(source, index) => self.push(Part::Said(numeral), span, between),
            _ if numeral.is_number() => self.push(Part::Said(numeral), span, between),
            _ if numeral.is_transparent() && between.fillers < MOST_FILLERS => {
                between.fillers += 1;
                between.and |= numeral == Numeral::And;
                between.pause |= numeral != Numeral::And;
                between.echoes = numeral == Numeral::Filler;
                if numeral == Numeral::Mark {
                    between.mark = b'-';
                }
            }
            Numeral::Echo if between.echoes => between.echoes = false,
            Numeral::Repair | Numeral::RepairHelper | Numeral::Echo => {
                let next = after_repair(source, index)?;
                *between = Between { repair: true, mark: b' ', pause: true, ..Between::default() };
                return Some(next);
            }
            Numeral::Counted => {
                self.counted |= between.fillers == 0;
                return None;
            }
            _ => return None,
        }
        Some(index + 1)
    }

    fn push(&mut self, part: Part, span: Span, between: &mut Between) {
        let Between { and, pause, mark, repair, .. } =
            std::mem::replace(between, Between { mark: b' ', ..Between::default() });
        if repair {
            self.tokens.push(Token { part: Part::Repair, span, joined: false, and: false, pause: true, mark: b' ' });
        }
        let joined = mark == b'=';
        let token = Token { part, span, joined, and, pause, mark: if joined { b' ' } else { mark } };
        self.tokens.push(token);
        self.spoken |= part != Part::Written && (token.is_number() || matches!(part, Part::Said(Numeral::Times(_))));
        if token.is_number() {
            self.numbers = self.tokens.len();
        }
    }

    fn push_parts(&mut self, numbers: &Numbers, span: Span, word: &[u8], between: &mut Between) {
        let mut parts = [Numeral::Zero; MOST_PARTS];
        let count = numbers.split(word, &mut parts).unwrap_or_default();
        for &part in &parts[..count] {
            self.push(Part::Said(part), span, between);
            between.mark = b'=';
        }
        between.mark = b' ';
    }

    /// Whether the run goes on over the gap before word `index`; notes what the gap says.
    fn passes(source: &Source<'_>, index: usize, between: &mut Between) -> bool {
        let gap = source.gap(index);
        let written = |word: Option<(Span, &[u8])>| word.is_some_and(|(_, word)| word.iter().all(u8::is_ascii_digit));
        let both = written(source.word(index - 1)) && written(source.word(index));
        if both {
            return super::separator(gap).map(|mark| between.mark = mark).is_some()
                || Self::is_read_out(source, index, gap, between);
        }
        // "Speaker 2: seven seven …": before a colon stands who says it.
        let label = gap.starts_with(b": ") && written(source.word(index - 1));
        if label || gap.len() > LONGEST_GAP || !gap.iter().all(|byte| b" ,.-;:?!'\"/()\n\r\t".contains(byte)) {
            return false;
        }
        let pause = gap.iter().any(|byte| b",.;:?!\n".contains(byte));
        between.pause |= pause;
        match gap {
            b"-" if between.fillers == 0 => between.mark = b'=',
            _ if pause => between.mark = b',',
            _ => {}
        }
        true
    }

    /// Single digits with commas between them: a number that was read out.
    fn is_read_out(source: &Source<'_>, index: usize, gap: &[u8], between: &mut Between) -> bool {
        let single = |index| source.word(index).is_some_and(|(span, _)| span.len() == 1);
        let read_out = gap == b", " && single(index) && single(index - 1);
        (between.pause, between.mark) = (between.pause || read_out, if read_out { b',' } else { between.mark });
        read_out
    }

    /// "twenty fifth": an ordinal is part of a run only as the end of such a number.
    fn takes_ordinal(&self, value: u8) -> bool {
        value < 10 && self.tokens.last().is_some_and(|last| matches!(last.part, Part::Said(Numeral::Tens(20 | 30))))
    }

    /// A word that sounds like a digit counts as one between two digits.
    fn takes_sound(&self, source: &Source<'_>, index: usize) -> bool {
        let next = source.word(index + 1).is_some_and(|(_, word)| {
            word.len() == 1 && word[0].is_ascii_digit()
                || matches!(source.numbers.get(word), Some(Numeral::Unit(_) | Numeral::Zero | Numeral::SoftZero))
        });
        next && self.tokens.last().is_some_and(Token::is_digit)
    }

    /// Takes away what cannot be meant: a lone "one", an "oh" before too little, sounds in a short run.
    fn tidy(&mut self, is_spelled: bool) {
        let count = |run: &Self, wanted: fn(&Token) -> bool| run.tokens.iter().filter(|token| wanted(token)).count();
        let is_sound = |token: &Token| matches!(token.part, Part::Said(Numeral::Sound(_)));
        if let Some(sound) = self.tokens.iter().position(is_sound)
            && count(self, Token::is_number) - count(self, is_sound) < 4
        {
            self.tokens.truncate(sound);
        }
        let soft = |token: &Token| token.part == Part::Said(Numeral::SoftZero);
        while count(self, Token::is_number) < 3 && self.tokens.first().is_some_and(soft) {
            self.tokens.remove(0);
        }
        if !self.counted
            && !is_spelled
            && count(self, Token::is_number) == 1
            && self.tokens.iter().all(is_nothing_alone)
        {
            self.tokens.clear();
        }
    }
}

/// Whether a token is no number where it stands alone: "one more", "tusen tack"; "double one" is.
fn is_nothing_alone(token: &Token) -> bool {
    !matches!(token.part, Part::Written | Part::Said(Numeral::Teen(_) | Numeral::Tens(_) | Numeral::Times(_)))
}

/// Whether word `index` is "hundred", "thousand": between numbers "a" is an article before it only, else a letter.
fn multiplies(source: &Source<'_>, index: usize) -> bool {
    let said = source.word(index).and_then(|(_, word)| source.numbers.get(word));
    matches!(said, Some(Numeral::Hundred | Numeral::Scale(_)))
}

fn is_number(source: &Source<'_>, index: usize) -> bool {
    source.word(index).is_some_and(|(_, word)| source.numbers.get(word).is_some_and(Numeral::is_number))
}

/// Whether a lone digit stands beside a letter that was spelled: "a b nine".
fn is_spelled(source: &Source<'_>, span: Span) -> bool {
    let index = source.marks.word_at(span.start);
    let letter = |index: usize| {
        source
            .word(index)
            .is_some_and(|(_, word)| word.len() == 1 && word[0].is_ascii_alphabetic() && !b"aiAI".contains(&word[0]))
    };
    let before = index > 0 && source.word(index - 1).is_some() && source.gap(index) == b" " && letter(index - 1);
    before || letter(index + 1) && source.gap(index + 1) == b" "
}

/// Whether word `index` says how many digits follow, and is none of them: "last four", "sista fyra".
fn counts_digits(source: &Source<'_>, index: usize, numeral: Numeral) -> bool {
    let before = index.checked_sub(1).and_then(|before| source.word(before));
    let last = |(_, word): (Span, &[u8])| LAST.iter().any(|last| crate::fold::folds_to(word, last.as_bytes()));
    matches!(numeral, Numeral::Unit(3..=6)) && source.word(index).is_some() && before.is_some_and(last)
}

/// The first word of the run that word `trigger` belongs to.
fn first_word(source: &Source<'_>, trigger: usize, floor: usize) -> usize {
    let mut first = trigger;
    while first > floor && trigger - first < FARTHEST_BACK {
        let Some((_, word)) = source.word(first - 1) else { break };
        let near = matches!(source.gap(first), b" " | b", " | b"-");
        let opens = |numeral: Numeral| {
            numeral.is_number()
                || matches!(numeral, Numeral::Times(_) | Numeral::Plus)
                || numeral == Numeral::Article
                    && (multiplies(source, first) || !is_number(source, first.wrapping_sub(2)))
        };
        if !near || !source.numbers.get(word).is_some_and(opens) {
            break;
        }
        first -= 1;
    }
    first
}

/// The word of the number that stands behind the correction at word `index`.
fn after_repair(source: &Source<'_>, index: usize) -> Option<usize> {
    let mut repairs = false;
    for next in index..index + LONGEST_REPAIR {
        let (_, word) = source.word(next)?;
        if word.iter().all(u8::is_ascii_digit) {
            return repairs.then_some(next);
        }
        match source.numbers.get(word)? {
            Numeral::Repair => repairs = true,
            Numeral::RepairHelper | Numeral::Echo | Numeral::Article => {}
            numeral if numeral.is_transparent() => {}
            numeral if numeral.is_number() || matches!(numeral, Numeral::Times(_)) => return repairs.then_some(next),
            _ => return None,
        }
    }
    None
}
