//! Dumps of databases as statements: `COPY` with its rows as lines (pg_dump), `INSERT` with one row or thousands (mysqldump,
//! pg_dump --inserts, sqlite3's .dump, scripts of SQL Server).
//!
//! A row is a record. What its columns are called was said before it, by its own statement or by `CREATE TABLE`, so a dump is read
//! from its beginning. Rows are told strictly, value by value: where a quote is lost, the text behind it soon is no list of values, and
//! the search for the next row begins where the damaged one did.

mod statement;
mod values;

use std::collections::HashMap;
use std::sync::Arc;

use super::frame::{Frame, FrameKind, Framer, Layout, Next, trim};
use super::text::line_end;
use statement::{Head, head};
pub(crate) use values::{SqlCells, SqlValue};
use values::{Stop, skip_white, tuple};

/// What rows belong to, and how their values are written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct SqlTable {
    /// As it is written, without quotes: `public.voicemails`. Nothing where rows stand without a statement.
    pub(crate) name: String,
    pub(crate) columns: Vec<String>,
    /// Its rows are lines of `COPY`.
    pub(crate) copied: bool,
    /// A backslash in a string is no character of its own.
    pub(crate) backslashes: bool,
}

/// Finds rows and statements.
pub(super) struct Dump {
    backslashes: bool,
    state: State,
    tables: Vec<Arc<SqlTable>>,
    /// Columns by table, as `CREATE TABLE` has them.
    created: HashMap<String, Vec<String>>,
    layout: Arc<Layout>,
}

#[derive(Clone, Copy)]
enum State {
    /// Between statements.
    Between,
    /// In the lines of a `COPY` into this table.
    Copy(u32),
    /// Behind the `VALUES` of an `INSERT` into this table.
    Values(u32),
}

impl Dump {
    pub(super) fn new(head: &[u8]) -> Self {
        let (tables, state) = (vec![Arc::default()], State::Between);
        let layout = Arc::new(Layout::Sql(tables.clone()));
        Self { backslashes: has_backslashes(head), state, tables, created: HashMap::new(), layout }
    }

    /// The number of the table that a statement names.
    fn table(&mut self, name: String, columns: Vec<String>, copied: bool) -> u32 {
        let columns = if columns.is_empty() { self.created.get(&name).cloned().unwrap_or_default() } else { columns };
        let table = SqlTable { name, columns, copied, backslashes: self.backslashes };
        // The last ones first: statements for one table stand together.
        let known = self.tables.iter().rposition(|known| **known == table);
        known.unwrap_or_else(|| {
            self.tables.push(Arc::new(table));
            self.layout = Arc::new(Layout::Sql(self.tables.clone()));
            self.tables.len() - 1
        }) as u32
    }

    /// What stands at `at`, between statements: `Ok` is an answer, `Err` where to go on.
    fn between(&mut self, bytes: &[u8], at: usize, whole: bool) -> Result<Next, usize> {
        match head(bytes, at, self.backslashes, whole) {
            Head::Unknown if whole => Ok(Self::line(bytes, at, whole)),
            Head::Unknown => Ok(Next::More(at)),
            Head::Framing(end) => Err(end),
            Head::Row => match tuple(bytes, at, self.backslashes, |_, _| {}) {
                Ok(end) => Ok(Next::Frame(Frame::record(at, end))),
                Err(Stop::More) if !whole => Ok(Next::More(at)),
                Err(_) => Ok(Self::line(bytes, at, whole)),
            },
            Head::Insert { name, columns, end } => {
                self.state = State::Values(self.table(name, columns, false));
                Err(end)
            }
            Head::Copy { name, columns, end } => {
                self.state = State::Copy(self.table(name, columns, true));
                Err(end)
            }
            Head::Create { name, columns, end } => {
                self.created.insert(name, columns);
                Ok(metadata(bytes, at, end))
            }
            Head::Definition(end) => Ok(metadata(bytes, at, end)),
            Head::Statement(end) => Ok(Next::Frame(Frame::record(at, trim(bytes, at, end).1.max(at + 1)))),
            Head::Damage => Ok(Self::line(bytes, at, whole)),
        }
    }

    /// What is no statement, up to its line's end.
    fn line(bytes: &[u8], at: usize, whole: bool) -> Next {
        let Some(end) = line_end(bytes, at, whole) else { return Next::More(at) };
        Next::Frame(Frame::record(at, trim(bytes, at, end).1.max(at + 1)))
    }

    /// The row at `at` of a `COPY`.
    fn copied(&mut self, bytes: &[u8], at: usize, table: u32, whole: bool) -> Result<Next, usize> {
        let Some(end) = line_end(bytes, at, whole) else { return Ok(Next::More(at)) };
        let line = bytes[at..end].strip_suffix(b"\r").unwrap_or(&bytes[at..end]);
        if line == b"\\." {
            self.state = State::Between;
            return Err((end + 1).min(bytes.len()));
        }
        // The end of the rows before was lost.
        if line.starts_with(b"COPY ") && line.ends_with(b"FROM stdin;") {
            self.state = State::Between;
            return Err(at);
        }
        if line.is_empty() {
            return Err((end + 1).min(bytes.len()));
        }
        Ok(Next::Frame(Frame { table, ..Frame::record(at, at + line.len()) }))
    }

    /// What stands at `at` behind `VALUES`.
    fn inserted(&mut self, bytes: &[u8], at: usize, table: u32, whole: bool) -> Result<Next, usize> {
        match bytes[at] {
            b'(' => match tuple(bytes, at, self.backslashes, |_, _| {}) {
                Ok(end) => Ok(Next::Frame(Frame { table, ..Frame::record(at, end) })),
                Err(Stop::More) if !whole => Ok(Next::More(at)),
                Err(_) => {
                    let Some(end) = next_row(bytes, at + 1, whole) else { return Ok(Next::More(at)) };
                    let mut stop = trim(bytes, at, end).1;
                    stop -= usize::from(stop > at + 1 && matches!(bytes[stop - 1], b',' | b';'));
                    Ok(Next::Frame(Frame { table, ..Frame::record(at, stop.max(at + 1)) }))
                }
            },
            b';' => {
                self.state = State::Between;
                Err(at + 1)
            }
            b',' => Err(at + 1),
            // The next statement, where none has to be ended; or what is to happen to rows that are there already.
            _ => {
                self.state = State::Between;
                Err(at)
            }
        }
    }
}

impl Framer for Dump {
    fn next(&mut self, bytes: &[u8], from: usize, whole: bool) -> Next {
        let mut at = from;
        loop {
            if !matches!(self.state, State::Copy(_)) {
                at = trim(bytes, at, bytes.len()).0;
            }
            if at >= bytes.len() {
                return Next::End;
            }
            let found = match self.state {
                State::Between => self.between(bytes, at, whole),
                State::Copy(table) => self.copied(bytes, at, table, whole),
                State::Values(table) => self.inserted(bytes, at, table, whole),
            };
            match found {
                Ok(next) => return next,
                Err(next) => at = next,
            }
        }
    }

    fn cut(&mut self, bytes: &[u8], from: usize) -> usize {
        next_row(bytes, from + 1, false).unwrap_or(bytes.len())
    }

    fn layout(&self) -> Arc<Layout> {
        self.layout.clone()
    }
}

fn metadata(bytes: &[u8], start: usize, end: usize) -> Next {
    let end = trim(bytes, start, end).1.max(start + 1);
    Next::Frame(Frame { kind: FrameKind::Metadata, ..Frame::record(start, end) })
}

/// Where, behind a damaged row, another one or a statement begins. `None` where that is not known.
fn next_row(bytes: &[u8], from: usize, whole: bool) -> Option<usize> {
    let mut at = from;
    while let Some(found) = memchr::memchr2(b')', b'\n', bytes.get(at..)?).map(|found| at + found) {
        at = found + 1;
        let rest = &bytes[at..];
        let behind = if bytes[found] == b'\n' { statement_begins(rest, whole) } else { row_ends(rest, whole) };
        match behind {
            Ok(length) => return Some(at + length),
            Err(Stop::More) => return None,
            Err(Stop::Not) => {}
        }
    }
    whole.then_some(bytes.len())
}

/// Nothing, where the line `rest` is the first of a statement that may follow on rows.
fn statement_begins(rest: &[u8], whole: bool) -> Result<usize, Stop> {
    const WORDS: [&[u8]; 4] = [b"INSERT ", b"COPY ", b"CREATE ", b"UNLOCK "];
    if WORDS.iter().any(|word| rest.starts_with(word)) {
        return Ok(0);
    }
    let may = !whole && WORDS.iter().any(|word| word.starts_with(rest));
    Err(if may { Stop::More } else { Stop::Not })
}

/// How far behind a row's last parenthesis the next row opens, or the semicolon stands that ends a line.
fn row_ends(rest: &[u8], whole: bool) -> Result<usize, Stop> {
    let unseen = if whole { Stop::Not } else { Stop::More };
    let mark = skip_white(rest, 0);
    match rest.get(mark).ok_or(unseen)? {
        b',' => {
            let open = skip_white(rest, mark + 1);
            if *rest.get(open).ok_or(unseen)? == b'(' { Ok(open) } else { Err(Stop::Not) }
        }
        b';' => match rest.get(mark + 1) {
            Some(b'\n' | b'\r') => Ok(mark),
            None if whole => Ok(mark),
            None => Err(Stop::More),
            Some(_) => Err(Stop::Not),
        },
        _ => Err(Stop::Not),
    }
}

/// Whether strings have escapes, as MySQL's do.
fn has_backslashes(head: &[u8]) -> bool {
    let finds = |needle: &[u8]| memchr::memmem::find(head, needle).is_some();
    let escaped = |at: usize| head.get(at + 2).is_some_and(u8::is_ascii_alphanumeric);
    let named: [&[u8]; 5] = [b"-- MySQL dump", b"-- MariaDB dump", b"-- phpMyAdmin", b"/*!4", b"INSERT INTO `"];
    let postgres = finds(b"-- PostgreSQL database dump") || finds(b"standard_conforming_strings = on");
    !postgres && (named.into_iter().any(finds) || memchr::memmem::find_iter(head, b"\\'").any(escaped))
}

/// Whether a source is such a dump: its first statement is one, and some statement fills a table or makes one.
pub(super) fn sniff(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let begins = |line: &[u8], words: &[&str]| {
        words.iter().any(|word| line.len() >= word.len() && line[..word.len()].eq_ignore_ascii_case(word.as_bytes()))
    };
    let first: [&str; 20] = [
        "--",
        "/*",
        "SET ",
        "BEGIN",
        "CREATE ",
        "INSERT ",
        "REPLACE ",
        "COPY ",
        "DROP ",
        "USE ",
        "PRAGMA ",
        "LOCK ",
        "START ",
        "\\restrict",
        "\\connect",
        "GO",
        "IF ",
        "ALTER ",
        "#",
        "DELETE ",
    ];
    if !begins(head, &first) {
        return false;
    }
    let mut at = 0;
    while at < head.len() {
        let start = skip_white(head, at);
        let fills = begins(&head[start..], &["CREATE ", "INSERT ", "REPLACE ", "COPY "]);
        let found = if fills { self::head(head, start, false, true) } else { Head::Damage };
        match found {
            Head::Insert { .. } | Head::Copy { .. } => return true,
            Head::Create { columns, .. } if !columns.is_empty() => return true,
            _ => {}
        }
        at = line_end(head, start, true).map_or(head.len(), |end| end + 1);
    }
    false
}

#[cfg(test)]
mod tests;
