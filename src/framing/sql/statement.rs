//! What a statement is, as far as it has to be known to find rows.

use memchr::memchr;

use super::values::{skip_white, string_end};
use crate::framing::text::line_end;

/// A string in a statement that is no row is shorter than this, or was never opened: 64 KiB.
const LONGEST_STRING: usize = 64 << 10;

/// What begins at a place between statements.
pub(super) enum Head {
    /// More bytes are needed.
    Unknown,
    /// A comment, an empty statement, a line for a program: up to here.
    Framing(usize),
    /// A row without its statement.
    Row,
    /// Rows follow from `end` on.
    Insert { name: String, columns: Vec<String>, end: usize },
    /// Rows follow from the line at `end` on.
    Copy { name: String, columns: Vec<String>, end: usize },
    /// A table is made.
    Create { name: String, columns: Vec<String>, end: usize },
    /// Says how data is kept, and holds none.
    Definition(usize),
    /// May hold data.
    Statement(usize),
    /// No statement.
    Damage,
}

/// Statements without anybody's data, and the remains of routines.
const DEFINITIONS: [&str; 38] = [
    "alter",
    "analyze",
    "begin",
    "call",
    "close",
    "comment",
    "commit",
    "create",
    "declare",
    "delete",
    "delimiter",
    "do",
    "drop",
    "else",
    "end",
    "exec",
    "flush",
    "go",
    "grant",
    "if",
    "lock",
    "on",
    "open",
    "pragma",
    "print",
    "rename",
    "return",
    "revoke",
    "rollback",
    "savepoint",
    "security",
    "select",
    "set",
    "start",
    "truncate",
    "unlock",
    "use",
    "vacuum",
];

/// What begins at `at`, which is no white space.
pub(super) fn head(bytes: &[u8], at: usize, backslashes: bool, whole: bool) -> Head {
    let to_line_end =
        || line_end(bytes, at, whole).map_or(Head::Unknown, |end| Head::Framing((end + 1).min(bytes.len())));
    match &bytes[at..] {
        [b';' | b',', ..] => Head::Framing(at + 1),
        [b'#' | b'\\', ..] | [b'-', b'-', ..] => to_line_end(),
        [b'-' | b'/'] if !whole => Head::Unknown,
        [b'/', b'*', ..] => match memchr::memmem::find(&bytes[at..], b"*/") {
            Some(end) => Head::Framing(at + end + 2),
            None if whole || bytes.len() - at > LONGEST_STRING => to_line_end(),
            None => Head::Unknown,
        },
        [b'(', ..] => Head::Row,
        [first, ..] if first.is_ascii_alphabetic() => statement(bytes, at, backslashes, whole),
        _ => Head::Damage,
    }
}

/// Why something was not found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Missing {
    /// More bytes are needed.
    More,
    /// Something else stands there.
    Other,
}

fn statement(bytes: &[u8], at: usize, backslashes: bool, whole: bool) -> Head {
    let mut words = Words { bytes, at, whole };
    let word = match words.next() {
        Token::Word(word) => word,
        Token::Unknown => return Head::Unknown,
        _ => return Head::Damage,
    };
    let known = match word.as_str() {
        "insert" | "replace" => insert(&mut words),
        "copy" => copy(&mut words),
        "create" => {
            let end = statement_end(bytes, at, backslashes, whole);
            return end.map_or(Head::Unknown, |end| created(&bytes[..end], at, end));
        }
        "delimiter" => {
            let Some(line) = line_end(bytes, at, whole) else { return Head::Unknown };
            // A routine, up to where the delimiter is a semicolon again.
            return match memchr::memmem::find(&bytes[line..], b"\nDELIMITER ;") {
                Some(end) => Head::Definition(line + end + 1),
                None if whole || bytes.len() - at > LONGEST_STRING => Head::Definition((line + 1).min(bytes.len())),
                None => Head::Unknown,
            };
        }
        _ => Err(Missing::Other),
    };
    match known {
        Err(Missing::More) => Head::Unknown,
        Ok(head) => head,
        Err(Missing::Other) => {
            let Some(end) = statement_end(bytes, at, backslashes, whole) else { return Head::Unknown };
            let definition = DEFINITIONS.binary_search(&word.as_str()).is_ok();
            if definition { Head::Definition(end) } else { Head::Statement(end) }
        }
    }
}

/// `[IGNORE] [INTO] name [(columns)] VALUES`; `Other` for what fills a table in another way.
fn insert(words: &mut Words<'_>) -> Result<Head, Missing> {
    let name = loop {
        match words.peek() {
            Token::Unknown => return Err(Missing::More),
            Token::Word(word)
                if matches!(
                    word.as_str(),
                    "into"
                        | "ignore"
                        | "or"
                        | "abort"
                        | "fail"
                        | "rollback"
                        | "low_priority"
                        | "high_priority"
                        | "delayed"
                ) =>
            {
                words.next();
            }
            Token::Word(_) | Token::Name(_) => break words.name().ok_or(Missing::More)?,
            _ => return Err(Missing::Other),
        }
    };
    let mut columns = Vec::new();
    loop {
        let at = words.at;
        match words.next() {
            Token::Unknown => return Err(Missing::More),
            Token::Mark(b'(') if columns.is_empty() => columns = words.names()?,
            Token::Word(word) if matches!(word.as_str(), "values" | "value") => {
                return Ok(Head::Insert { name, columns, end: words.at });
            }
            Token::Word(word) if matches!(word.as_str(), "overriding" | "system" | "user") => {}
            _ => {
                words.at = at;
                return Err(Missing::Other);
            }
        }
    }
}

/// `name [(columns)] FROM stdin …;` and the end of its line.
fn copy(words: &mut Words<'_>) -> Result<Head, Missing> {
    let name = words.name().ok_or(Missing::More)?;
    let mut columns = Vec::new();
    loop {
        match words.next() {
            Token::Unknown => return Err(Missing::More),
            Token::Mark(b'(') if columns.is_empty() => columns = words.names()?,
            Token::Word(word) if word == "from" => {}
            Token::Word(word) if word == "stdin" => {
                let end = line_end(words.bytes, words.at, words.whole).ok_or(Missing::More)?;
                let end = (end + 1).min(words.bytes.len());
                return Ok(Head::Copy { name, columns, end });
            }
            _ => return Err(Missing::Other),
        }
    }
}

/// A `CREATE` statement that is whole.
fn created(bytes: &[u8], at: usize, end: usize) -> Head {
    let mut words = Words { bytes, at, whole: true };
    let mut is_table = false;
    let name = loop {
        match words.peek() {
            Token::Word(word) if word == "table" => {
                is_table = true;
                words.next();
            }
            Token::Word(word)
                if matches!(
                    word.as_str(),
                    "create"
                        | "temporary"
                        | "temp"
                        | "unlogged"
                        | "foreign"
                        | "global"
                        | "local"
                        | "if"
                        | "not"
                        | "exists"
                ) =>
            {
                words.next();
            }
            Token::Word(_) | Token::Name(_) if is_table => match words.name() {
                Some(name) => break name,
                None => return Head::Definition(end),
            },
            _ => return Head::Definition(end),
        }
    };
    if words.next() != Token::Mark(b'(') {
        return Head::Definition(end);
    }
    Head::Create { name, columns: definitions(&mut words), end }
}

/// The names of columns in a list of their definitions.
fn definitions(words: &mut Words<'_>) -> Vec<String> {
    const OTHER: [&str; 12] = [
        "check",
        "constraint",
        "exclude",
        "foreign",
        "fulltext",
        "index",
        "key",
        "like",
        "period",
        "primary",
        "spatial",
        "unique",
    ];
    let (mut columns, mut depth, mut first) = (Vec::new(), 0, true);
    loop {
        let at = words.at;
        match words.next() {
            Token::Name(name) if first => columns.push(name),
            Token::Word(word) if first && OTHER.binary_search(&word.as_str()).is_err() => {
                // As it is written.
                let raw = words.bytes[at..words.at].trim_ascii();
                columns.push(String::from_utf8_lossy(raw).into_owned());
            }
            Token::Mark(b'(') => depth += 1,
            Token::Mark(b')') if depth == 0 => return columns,
            Token::Mark(b')') => depth -= 1,
            Token::Mark(b',') if depth == 0 => {
                first = true;
                continue;
            }
            Token::Unknown | Token::End => return columns,
            _ => {}
        }
        first = false;
    }
}

/// The position behind the statement at `at`, which ends with a semicolon, or before a line that begins another one.
fn statement_end(bytes: &[u8], at: usize, backslashes: bool, whole: bool) -> Option<usize> {
    let mut at = at;
    while at < bytes.len() {
        let rest = &bytes[at..];
        match rest[0] {
            b';' => return Some(at + 1),
            quote @ (b'\'' | b'"' | b'`') => {
                let near = &bytes[..bytes.len().min(at + LONGEST_STRING)];
                match string_end(near, at, backslashes && quote != b'`') {
                    Ok(end) => at = end,
                    Err(_) if whole || near.len() < bytes.len() => at += 1,
                    Err(_) => return None,
                }
                continue;
            }
            b'-' if rest.starts_with(b"--") => {
                at = line_end(bytes, at, whole)?;
                continue;
            }
            b'$' => match dollar_quoted(rest, whole) {
                Ok(length) => {
                    at += length;
                    continue;
                }
                Err(Missing::Other) => {}
                Err(Missing::More) => return None,
            },
            b'\n' => {
                let next = line_end(bytes, at + 1, whole)?;
                let line = bytes[at + 1..next].trim_ascii();
                if line.eq_ignore_ascii_case(b"go") || line.starts_with(b"INSERT ") || line.starts_with(b"COPY ") {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
        at += 1;
    }
    whole.then_some(bytes.len())
}

/// The length of `$tag$ … $tag$`.
fn dollar_quoted(text: &[u8], whole: bool) -> Result<usize, Missing> {
    let unseen = if whole { Missing::Other } else { Missing::More };
    let tag = text[1..].iter().position(|byte| !(byte.is_ascii_alphanumeric() || *byte == b'_')).ok_or(unseen)?;
    if text[1 + tag] != b'$' {
        return Err(Missing::Other);
    }
    let quote = &text[..tag + 2];
    match memchr::memmem::find(&text[quote.len()..], quote) {
        Some(end) => Ok(end + 2 * quote.len()),
        None if text.len() > LONGEST_STRING => Err(Missing::Other),
        None => Err(unseen),
    }
}

/// The words of a statement.
struct Words<'a> {
    bytes: &'a [u8],
    at: usize,
    whole: bool,
}

#[derive(Debug, PartialEq, Eq)]
enum Token {
    /// In lower case.
    Word(String),
    /// A name in quotes, without them.
    Name(String),
    Mark(u8),
    /// More bytes are needed.
    Unknown,
    End,
}

impl Words<'_> {
    fn end(&self) -> Token {
        if self.whole { Token::End } else { Token::Unknown }
    }

    fn peek(&self) -> Token {
        Words { bytes: self.bytes, at: self.at, whole: self.whole }.next()
    }

    fn next(&mut self) -> Token {
        let start = skip_white(self.bytes, self.at);
        let Some(&first) = self.bytes.get(start) else { return self.end() };
        let close = match first {
            b'[' => b']',
            b'"' | b'`' => first,
            _ if first.is_ascii_alphanumeric() || first == b'_' || first >= 0x80 => {
                let part = |byte: &u8| !(byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$') || *byte >= 0x80);
                let Some(length) =
                    self.bytes[start..].iter().position(part).or(self.whole.then(|| self.bytes.len() - start))
                else {
                    return Token::Unknown;
                };
                self.at = start + length;
                let word = String::from_utf8_lossy(&self.bytes[start..self.at]).to_ascii_lowercase();
                return Token::Word(word);
            }
            // A string: what is in it are no names.
            b'\'' => {
                let Ok(end) = string_end(self.bytes, start, true) else { return self.end() };
                self.at = end;
                return Token::Mark(first);
            }
            _ => {
                self.at = start + 1;
                return Token::Mark(first);
            }
        };
        let Some(length) = memchr(close, &self.bytes[start + 1..]) else { return self.end() };
        self.at = start + length + 2;
        Token::Name(String::from_utf8_lossy(&self.bytes[start + 1..=start + length]).into_owned())
    }

    /// A name with those before it: `public.calls`. `None` where more bytes are needed, or there is none.
    fn name(&mut self) -> Option<String> {
        let mut name = String::new();
        loop {
            let at = skip_white(self.bytes, self.at);
            match self.next() {
                Token::Word(_) => name.push_str(&String::from_utf8_lossy(&self.bytes[at..self.at])),
                Token::Name(part) => name.push_str(&part),
                _ => return None,
            }
            if self.bytes.get(self.at) != Some(&b'.') {
                return (self.at < self.bytes.len() || self.whole).then_some(name);
            }
            name.push('.');
            self.at += 1;
        }
    }

    /// A list of names behind its parenthesis, up to the closing one. `Other` where it is another list.
    fn names(&mut self) -> Result<Vec<String>, Missing> {
        let mut names = Vec::new();
        loop {
            let at = skip_white(self.bytes, self.at);
            match self.next() {
                Token::Unknown => return Err(Missing::More),
                Token::Word(_) => names.push(String::from_utf8_lossy(&self.bytes[at..self.at]).into_owned()),
                Token::Name(name) => names.push(name),
                Token::Mark(b',') => {}
                Token::Mark(b')') => return Ok(names),
                _ => return Err(Missing::Other),
            }
        }
    }
}
