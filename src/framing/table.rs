//! Rows of cells: RFC 4180, and what spreadsheets and databases make of it.
//!
//! A quote opens a cell only at its beginning and closes it only before a delimiter or a line end. So a stray quote is a character,
//! and a cell that was cut open takes no more than the next quoted cell's end with it.

use std::sync::Arc;

use memchr::{memchr, memchr2};

use super::frame::{Frame, FrameKind, Framer, Layout, Next, trim};

/// Delimiters that are looked for, the likeliest first.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// A quoted cell that is not closed within this many bytes was never opened: 1 MiB.
const LONGEST_CELL: usize = 1 << 20;
/// Rows that are looked at to find out what they are made of.
const SAMPLE: usize = 200;

/// How the rows of a source are written, and what its columns are called.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    pub(crate) delimiter: u8,
    /// `\"`, `\n` and `\N`, as databases write them.
    pub(crate) backslashes: bool,
    /// Decoded names; `col_0`, `col_1` where the source has none.
    pub(crate) columns: Vec<String>,
    /// The header as it stands, to know it again in concatenated files.
    header: Vec<u8>,
}

/// Finds rows.
pub(super) struct Rows {
    table: Table,
    layout: Arc<Layout>,
}

impl Rows {
    /// Finds out the dialect from the beginning of the source, unless the delimiter is given.
    pub(super) fn new(head: &[u8], whole: bool, delimiter: Option<u8>) -> Self {
        let declared = declared(head);
        let delimiter = delimiter.or(declared.map(|(delimiter, _)| delimiter));
        let (delimiter, _) = delimiter.map_or_else(|| best(head, whole).unwrap_or((b',', 0)), |known| (known, 0));
        let from = declared.map_or(0, |(_, length)| length);
        let table = Table::of(head, from, whole, delimiter);
        let layout = Arc::new(Layout::Table(table.clone()));
        Self { table, layout }
    }
}

impl Framer for Rows {
    fn next(&mut self, bytes: &[u8], mut from: usize, whole: bool) -> Next {
        while from < bytes.len() {
            let Some(end) = self.table.row_end(bytes, from, whole) else { return Next::More(from) };
            let (start, stop) = trim_row(bytes, from, end);
            if start == stop {
                from = end + 1;
                continue;
            }
            let row = &bytes[start..stop];
            let metadata = !self.table.header.is_empty() && row == self.table.header
                || declared(row).is_some_and(|(_, length)| length >= row.len());
            let kind = if metadata { FrameKind::Metadata } else { FrameKind::Record };
            return Next::Frame(Frame { kind, ..Frame::record(start, stop) });
        }
        Next::End
    }

    fn layout(&self) -> Arc<Layout> {
        self.layout.clone()
    }
}

/// Takes a byte order mark, the line's end and empty lines off a row. Spaces and tabs belong to its cells.
fn trim_row(bytes: &[u8], mut start: usize, mut end: usize) -> (usize, usize) {
    if bytes[start..end].starts_with(b"\xef\xbb\xbf") {
        start += 3;
    }
    while end > start && matches!(bytes[end - 1], b'\r' | b'\n') {
        end -= 1;
    }
    if trim(bytes, start, end).0 == end { (end, end) } else { (start, end) }
}

/// The delimiter of a first line `sep=;`, as Excel writes it, and the line's length.
fn declared(head: &[u8]) -> Option<(u8, usize)> {
    let line = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let [b's', b'e', b'p', b'=', delimiter, rest @ ..] = line else { return None };
    let ends = rest.is_empty() || rest.starts_with(b"\n") || rest.starts_with(b"\r\n");
    ends.then(|| (*delimiter, memchr(b'\n', head).map_or(head.len(), |at| at + 1)))
}

/// The delimiter by which the rows of `head` have the same number of cells, two at least, and that number.
pub(super) fn best(head: &[u8], whole: bool) -> Option<(u8, usize)> {
    if let Some((delimiter, _)) = declared(head) {
        return Some((delimiter, 2));
    }
    let mut best: Option<(u8, usize)> = None;
    for delimiter in DELIMITERS {
        let counts = sample(head, whole, delimiter);
        if is_prose(head, whole, delimiter) {
            continue;
        }
        let Some(&cells) = counts.first() else { continue };
        let same = counts.iter().filter(|count| **count == cells).count();
        let enough = counts.len() >= 2 && same * 10 >= counts.len() * 9;
        if enough && cells >= 2 && best.is_none_or(|(_, most)| cells > most) {
            best = Some((delimiter, cells));
        }
    }
    best
}

/// Whether the delimiter is a mark of sentences here: a space follows it mostly, and no names of columns stand above.
fn is_prose(head: &[u8], whole: bool, delimiter: u8) -> bool {
    let of = |at: usize| head.get(at + 1).is_some_and(|byte| matches!(byte, b' ' | b'\n' | b'\r'));
    let (mut all, mut spaced) = (0, 0);
    for at in memchr::memchr_iter(delimiter, head).take(1000) {
        all += 1;
        spaced += usize::from(of(at));
    }
    spaced * 2 > all && Table::of(head, 0, whole, delimiter).header.is_empty()
}

/// A backslash before a quote or an N, and no doubled quote: the dialect of databases.
fn has_backslashes(head: &[u8]) -> bool {
    let finds = |needle: &[u8]| memchr::memmem::find(head, needle).is_some();
    finds(b"\\N") || finds(b"\\\"") && !finds(b"\"\"")
}

/// The number of cells of each of the first rows. The last row of a head that is not the whole source is left out.
fn sample(head: &[u8], whole: bool, delimiter: u8) -> Vec<usize> {
    let table = Table { delimiter, backslashes: has_backslashes(head), columns: Vec::new(), header: Vec::new() };
    let mut counts = Vec::new();
    let mut from = 0;
    while from < head.len() && counts.len() < SAMPLE {
        let Some(end) = table.row_end(head, from, whole) else { break };
        let (start, stop) = trim_row(head, from, end);
        if start < stop {
            counts.push(Cells::new(&head[start..stop], &table).count());
        }
        from = end + 1;
    }
    counts
}

impl Table {
    fn of(head: &[u8], from: usize, whole: bool, delimiter: u8) -> Self {
        let mut table = Self { delimiter, backslashes: has_backslashes(head), columns: Vec::new(), header: Vec::new() };
        let mut at = from;
        while let Some(end) = (at < head.len()).then(|| table.row_end(head, at, whole)).flatten() {
            let (start, stop) = trim_row(head, at, end);
            if start < stop {
                table.read_header(&head[start..stop]);
                break;
            }
            at = end + 1;
        }
        table
    }

    /// Takes the first row for a header if it looks like one: names, all different, none of them a value.
    fn read_header(&mut self, row: &[u8]) {
        let mut names: Vec<String> = Vec::new();
        let mut cell = Vec::new();
        for raw in Cells::new(row, self) {
            cell.clear();
            raw.decode(row, self, &mut cell);
            names.push(String::from_utf8_lossy(&cell).trim().to_owned());
        }
        // Data frames number their rows in a first column that has no name.
        if names.len() > 2 && names[0].is_empty() {
            names[0].push_str("col_0");
        }
        let name = |name: &String| {
            let digits = name.bytes().filter(u8::is_ascii_digit).count();
            name.len() <= 64 && digits <= 4 && !name.contains(['\n', '+']) && name.split_whitespace().count() <= 5
        };
        let mut distinct: Vec<_> = names.iter().filter(|name| !name.is_empty()).collect();
        distinct.sort_unstable();
        distinct.dedup();
        let words = names.iter().filter(|name| name.chars().any(char::is_alphabetic)).count();
        let is_header = names.iter().all(name) && distinct.len() == names.len() && words == names.len();
        if is_header && !looks_like_values(&names) {
            self.columns = names;
            self.header = row.to_vec();
        } else {
            self.columns = (0..names.len()).map(|index| format!("col_{index}")).collect();
        }
    }

    /// Where the row at `from` ends, before its line feed; `None` where that is not known.
    fn row_end(&self, bytes: &[u8], from: usize, whole: bool) -> Option<usize> {
        let mut at = from;
        let (mut several, mut torn) = (false, false);
        loop {
            let Some(found) = memchr2(b'"', b'\n', &bytes[at..]).map(|found| at + found) else {
                return whole.then_some(bytes.len());
            };
            if bytes[found] == b'\n' && self.backslashes && is_escaped(bytes, from, found) {
                at = found + 1;
                continue;
            }
            if bytes[found] == b'\n' {
                let damaged = several && !self.columns.is_empty() && self.is_damaged(bytes, from, found, torn);
                return Some(if damaged { first_line(bytes, from) } else { found });
            }
            if !self.opens(bytes, from, found) {
                at = found + 1;
                continue;
            }
            match self.closing(bytes, found + 1, whole) {
                Closing::At(close) => {
                    let lines = memchr(b'\n', &bytes[found..close]).is_some();
                    several |= lines;
                    torn |= lines && self.is_torn(&bytes[found + 1..close]);
                    at = close + 1;
                }
                Closing::Never => {
                    let line = first_line(bytes, from);
                    return (line < bytes.len() || whole).then_some(line);
                }
                Closing::Unknown => return None,
            }
            if at >= bytes.len() {
                return whole.then_some(bytes.len());
            }
        }
    }

    /// A quote opens a cell behind a delimiter or at the row's beginning.
    fn opens(&self, bytes: &[u8], from: usize, at: usize) -> bool {
        let before = at.checked_sub(1).filter(|before| *before >= from).map(|before| bytes[before]);
        // `="0701234567"` keeps a spreadsheet from taking a number for one.
        let guarded = before == Some(b'=') && (at == from + 1 || bytes[at - 2] == self.delimiter);
        before.is_none_or(|before| before == self.delimiter) || guarded || bytes[from..at] == *b"\xef\xbb\xbf"
    }

    fn closing(&self, bytes: &[u8], start: usize, whole: bool) -> Closing {
        let mut at = start;
        let limit = bytes.len().min(start + LONGEST_CELL);
        while let Some(found) = memchr(b'"', &bytes[at..limit]).map(|found| at + found) {
            if self.backslashes && is_escaped(bytes, start, found) {
                at = found + 1;
                continue;
            }
            match bytes.get(found + 1) {
                None if whole => return Closing::At(found),
                None => return Closing::Unknown,
                Some(b'"') => at = found + 2,
                Some(b'\n' | b'\r') => return Closing::At(found),
                Some(next) if *next == self.delimiter => return Closing::At(found),
                // A quote in the middle of a cell.
                Some(_) => at = found + 1,
            }
            if at > limit {
                break;
            }
        }
        if limit < bytes.len() || whole { Closing::Never } else { Closing::Unknown }
    }

    /// Whether a cell over several lines holds a quote behind a delimiter, which would be doubled if it were a character: another
    /// row's cell begins there.
    fn is_torn(&self, cell: &[u8]) -> bool {
        memchr::memchr_iter(b'"', cell).any(|at| {
            let before = at.checked_sub(1).map(|before| cell[before]);
            let behind = cell.get(at + 1);
            (before == Some(self.delimiter) || before == Some(b'\n')) && behind.is_some_and(|byte| *byte != b'"')
        })
    }

    /// Whether a row over several lines is the remains of one and another: it has not as many cells as there are columns, or is torn,
    /// and what follows one of its lines has.
    fn is_damaged(&self, bytes: &[u8], from: usize, end: usize, torn: bool) -> bool {
        let cells = |start: usize, end: usize| Cells::new(&bytes[start..end], self).count();
        let wanted = self.columns.len();
        if !torn && cells(from, end) == wanted {
            return false;
        }
        let plain = Self { columns: Vec::new(), header: Vec::new(), ..*self };
        let mut line = first_line(bytes, from);
        while line < end {
            let rest = plain.row_end(&bytes[..end], line + 1, true);
            if rest.is_some_and(|rest| cells(line + 1, rest) == wanted) {
                return true;
            }
            line = first_line(bytes, line + 1);
        }
        false
    }
}

enum Closing {
    At(usize),
    Never,
    Unknown,
}

/// Names of columns that a row of values could also be: one of them has to be a word that columns are called by, or hold an
/// underscore or none of them may hold a space.
fn looks_like_values(names: &[String]) -> bool {
    let spaced = names.iter().filter(|name| name.contains(' ')).count();
    let sentence = |name: &String| name.ends_with(['.', '?', '!']) || name.split_whitespace().count() > 4;
    names.iter().any(sentence)
        || spaced * 2 > names.len() && names.len() > 3 && names.iter().all(|name| name.len() > 12)
}

fn first_line(bytes: &[u8], from: usize) -> usize {
    memchr(b'\n', &bytes[from..]).map_or(bytes.len(), |at| from + at)
}

/// Whether an odd number of backslashes stands before `at`.
fn is_escaped(bytes: &[u8], start: usize, at: usize) -> bool {
    bytes[start..at].iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1
}

/// The cells of one row.
pub(crate) struct Cells<'a> {
    row: &'a [u8],
    table: &'a Table,
    /// Where the next cell begins; none behind the last.
    at: Option<usize>,
}

/// A cell: its bytes without quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cell {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) quoted: bool,
}

impl<'a> Cells<'a> {
    pub(crate) fn new(row: &'a [u8], table: &'a Table) -> Self {
        Self { row, table, at: Some(0) }
    }
}

impl Iterator for Cells<'_> {
    type Item = Cell;

    fn next(&mut self) -> Option<Cell> {
        let start = self.at?;
        let delimiter = self.table.delimiter;
        let guard = usize::from(self.row[start..].starts_with(b"=\""));
        if self.row.get(start + guard) == Some(&b'"')
            && let Closing::At(close) = self.table.closing(self.row, start + guard + 1, true)
        {
            let behind = close + 1;
            let next = memchr(delimiter, &self.row[behind.min(self.row.len())..]).map(|at| behind + at + 1);
            self.at = next;
            return Some(Cell { start: start + guard + 1, end: close, quoted: true });
        }
        let end = self.end(start);
        self.at = (end < self.row.len()).then_some(end + 1);
        Some(Cell { start, end, quoted: false })
    }
}

impl Cells<'_> {
    fn end(&self, start: usize) -> usize {
        let mut at = start;
        while let Some(found) = memchr(self.table.delimiter, &self.row[at..]).map(|found| at + found) {
            if !(self.table.backslashes && is_escaped(self.row, start, found)) {
                return found;
            }
            at = found + 1;
        }
        self.row.len()
    }
}

impl Cell {
    /// Whether it says that there is nothing, as databases and JSON do without quotes.
    pub(crate) fn is_null(self, row: &[u8], table: &Table) -> bool {
        let raw = &row[self.start..self.end];
        !self.quoted && (matches!(raw, b"null" | b"NULL") || table.backslashes && raw == b"\\N")
    }

    /// Whether its bytes are not its text.
    pub(crate) fn is_written_otherwise(self, row: &[u8], table: &Table) -> bool {
        let raw = &row[self.start..self.end];
        self.quoted && memchr(b'"', raw).is_some() || table.backslashes && memchr(b'\\', raw).is_some()
    }

    /// Appends its text.
    pub(crate) fn decode(self, row: &[u8], table: &Table, out: &mut Vec<u8>) {
        if self.is_null(row, table) {
            return;
        }
        let raw = &row[self.start..self.end];
        let mut at = 0;
        while at < raw.len() {
            let byte = raw[at];
            let next = raw.get(at + 1).copied();
            at += 1;
            match (byte, next) {
                (b'"', Some(b'"')) if self.quoted => {
                    out.push(b'"');
                    at += 1;
                }
                (b'\\', Some(next)) if table.backslashes => {
                    out.push(match next {
                        b'n' => b'\n',
                        b't' => b'\t',
                        b'r' => b'\r',
                        other => other,
                    });
                    at += 1;
                }
                _ => out.push(byte),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::frame::run;
    use super::*;

    fn rows(text: &str, step: usize) -> (Table, Vec<Vec<String>>) {
        let mut framer = Rows::new(text.as_bytes(), true, None);
        let found = run(&mut framer, text.as_bytes(), step);
        let table = framer.table.clone();
        let read = |frame: &Frame| {
            let row = &text.as_bytes()[frame.start..frame.end];
            let text = |cell: Cell| {
                let mut out = Vec::new();
                cell.decode(row, &table, &mut out);
                String::from_utf8(out).unwrap()
            };
            Cells::new(row, &table).map(text).collect()
        };
        let rows = found.iter().filter(|frame| frame.kind == FrameKind::Record).map(read).collect();
        (table, rows)
    }

    #[test]
    fn quotes_line_ends_and_dialects() {
        for (text, columns, expected) in [
            ("id,text\n1,\"a \"\"b\"\"\nc\"\n2,d\n", vec!["id", "text"], vec![vec!["1", "a \"b\"\nc"], vec!["2", "d"]]),
            ("sep=;\r\nid;text\r\n1;a,b\r\n", vec!["id", "text"], vec![vec!["1", "a,b"]]),
            ("id\ttext\n1\t5\" pipe\n2\t\n", vec!["id", "text"], vec![vec!["1", "5\" pipe"], vec!["2", ""]]),
            (
                "1,2125550142,x\n2,2125550143,y\n",
                vec!["col_0", "col_1", "col_2"],
                vec![vec!["1", "2125550142", "x"], vec!["2", "2125550143", "y"]],
            ),
            ("id,text\n1,\\N\n2,\"a \\\" b\"\n", vec!["id", "text"], vec![vec!["1", ""], vec!["2", "a \" b"]]),
            ("id,n\n1,=\"0701740605\"\n", vec!["id", "n"], vec![vec!["1", "0701740605"]]),
            (
                "name,text\nNULL,null\n\"Null\",\"null\"\n",
                vec!["name", "text"],
                vec![vec!["", ""], vec!["Null", "null"]],
            ),
            // Two files, one behind the other.
            ("id,text\n1,a\nid,text\n2,b\n", vec!["id", "text"], vec![vec!["1", "a"], vec!["2", "b"]]),
        ] {
            for step in 1..text.len() {
                let (table, rows) = rows(text, step);
                assert_eq!(table.columns, columns, "{text}");
                assert_eq!(rows, expected, "{text} in steps of {step}");
            }
        }
    }

    #[test]
    fn a_cell_that_was_cut_open_takes_no_row_with_it() {
        let text = "id,text,n\n1,\"a\",5\n2,\"cut he\n3,\"b, c\",6\n4,\"d\",7\n";
        let (_, rows) = rows(text, text.len());
        assert_eq!(rows.len(), 4, "{rows:?}");
        assert_eq!(rows[2], ["3", "b, c", "6"]);
    }

    proptest! {
        #[test]
        fn rows_do_not_depend_on_the_pieces(text in "(a|b|,|;|\"|\n|\r\n){0,60}", step in 1usize..20) {
            let whole = run(&mut Rows::new(text.as_bytes(), true, Some(b',')), text.as_bytes(), text.len().max(1));
            let parts = run(&mut Rows::new(text.as_bytes(), true, Some(b',')), text.as_bytes(), step);
            prop_assert_eq!(whole, parts);
        }
    }
}
