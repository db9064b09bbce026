//! The runs of letters and digits that a path is made of.

use crate::span::Span;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    Digits,
    Word,
    /// Letters and digits: an id, a hash.
    Code,
    /// A day, a time of day, seconds since 1970 or a recorder's id made of them.
    Time,
    /// A group of a number that is several tokens.
    Grouped,
    /// Some other part of the path has it.
    Taken,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) span: Span,
    pub(super) what: What,
    /// The one byte that stands between it and the token before; 0 where there is none, or more.
    pub(super) joint: u8,
}

impl Token {
    /// Its span with the `+` that stands before it.
    pub(super) fn with_plus(&self, path: &str) -> Span {
        let plus = self.span.start > 0 && path.as_bytes()[self.span.start as usize - 1] == b'+';
        Span::new(self.span.start - u32::from(plus), self.span.end)
    }

    /// Whether it is this word.
    pub(super) fn is(&self, path: &str, word: &str) -> bool {
        self.span.of(path.as_bytes()).eq_ignore_ascii_case(word.as_bytes())
    }
}

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    pub(super) list: Vec<Token>,
    /// The path's digits as bytes, for values.
    bytes: Vec<u8>,
}

impl Tokens {
    /// Those of `path[..end]`.
    pub(super) fn read(&mut self, path: &str, end: u32) {
        self.list.clear();
        self.bytes.clear();
        self.bytes.extend_from_slice(path.as_bytes());
        let end = end as usize;
        let mut at = 0;
        while at < end {
            let start = at;
            while at < end && is_word(self.bytes[at]) {
                at += 1;
            }
            if at > start {
                self.part(start, at);
            } else {
                at += 1;
            }
        }
        for index in 1..self.list.len() {
            let (before, after) = (self.list[index - 1].span.end, self.list[index].span.start);
            self.list[index].joint = if after == before + 1 { self.bytes[before as usize] } else { 0 };
        }
    }

    /// One run of letters and digits: `OUT2125550142` is a word and a number, `20190312T140533Z` two numbers.
    fn part(&mut self, start: usize, end: usize) {
        let bytes = &self.bytes[start..end];
        let digits = bytes.iter().filter(|byte| byte.is_ascii_digit()).count();
        if digits == 0 || digits == bytes.len() {
            return self.push(start, end, if digits == 0 { What::Word } else { What::Digits });
        }
        let first = bytes.iter().position(u8::is_ascii_digit).unwrap_or(bytes.len());
        // No hexadecimal letters alone: those are the beginning of a hash.
        let word = bytes[..first].iter().any(|byte| !byte.is_ascii_hexdigit());
        if digits == bytes.len() - first && word && first <= 16 {
            self.push(start, start + first, What::Word);
            return self.push(start + first, end, What::Digits);
        }
        if let [_, _, _, _, _, _, _, _, b'T' | b't', _, _, _, _, _, _, rest @ ..] = bytes
            && matches!(rest, [] | [b'Z' | b'z'])
            && digits == 14
        {
            self.push(start, start + 8, What::Digits);
            return self.push(start + 9, start + 15, What::Digits);
        }
        // `2020-09-28T14_02_11Z`
        match bytes {
            [_, _, b'T' | b't', _, _] if digits == 4 => {
                self.push(start, start + 2, What::Digits);
                self.push(start + 3, end, What::Digits);
            }
            [_, _, b'Z' | b'z'] if digits == 2 => self.push(start, start + 2, What::Digits),
            _ => self.push(start, end, What::Code),
        }
    }

    fn push(&mut self, start: usize, end: usize, what: What) {
        self.list.push(Token { span: Span::new(start as u32, end as u32), what, joint: 0 });
    }

    /// The digits of token `at`, if it is a number of nobody yet.
    pub(super) fn digits(&self, at: usize) -> Option<&[u8]> {
        let token = self.list.get(at).filter(|token| token.what == What::Digits)?;
        Some(token.span.of(&self.bytes))
    }

    /// Whether a `+` stands before token `at`.
    pub(super) fn has_plus(&self, at: usize) -> bool {
        self.list[at].span.start.checked_sub(1).is_some_and(|before| self.bytes[before as usize] == b'+')
    }

    /// UUIDs: five runs of 8, 4, 4, 4 and 12 hexadecimal digits.
    pub(super) fn claim_ids(&mut self) {
        const LENGTHS: [u32; 5] = [8, 4, 4, 4, 12];
        for from in 0..(self.list.len() + 1).saturating_sub(LENGTHS.len()) {
            let five = &self.list[from..from + LENGTHS.len()];
            let lengths = five.iter().zip(LENGTHS).all(|(token, length)| token.span.len() == length);
            let whole = Span::new(five[0].span.start, five[4].span.end);
            let hex = || whole.of(&self.bytes).iter().all(|byte| byte.is_ascii_hexdigit() || *byte == b'-');
            if lengths && whole.len() == 36 && hex() {
                self.list[from..from + LENGTHS.len()].iter_mut().for_each(|token| token.what = What::Code);
            }
        }
    }

    /// One past the last token of the group of digits that begins with token `from`: joined by one hyphen, space or dot each, none
    /// longer than eight.
    pub(super) fn group_end(&self, from: usize) -> usize {
        let group = |at: usize| self.list[at].what == What::Digits && self.list[at].span.len() <= 8;
        if !group(from) {
            return from;
        }
        let mut to = from + 1;
        while to < self.list.len()
            && group(to)
            && (matches!(self.list[to].joint, b'-' | b' ' | b'.') || self.closes(to))
        {
            to += 1;
        }
        to
    }

    /// `(212) 555`: a bracket and a space before token `at`.
    fn closes(&self, at: usize) -> bool {
        let between = Span::new(self.list[at - 1].span.end, self.list[at].span.start);
        matches!(between.of(&self.bytes), b") " | b")-" | b")")
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80
}
