//! Databases of SQLite 3 (<https://sqlite.org/fileformat2.html>) as lines of JSON: a row a line, the table its container.
//!
//! Tables are walked page by page from what the schema says, so memory does not grow with them, and nothing is ever written beside
//! the database, as the library itself would do. A page that is no page of a table becomes a line that is no JSON, and pages that no
//! table led to are looked through for rows in the end. Deleted rows are not looked for, nor what stands in a write-ahead log beside
//! the file.

mod record;
mod schema;

use std::io::{self, Read};

use super::limits::Damage;
use super::rows::{Rows, write_damage, write_string};
use super::zip::Place;
use record::{Cell, Encoding, Kind, Value, text, values};
use schema::Columns;

/// The first bytes of a database.
pub(super) const MAGIC: &[u8] = b"SQLite format 3\0";
/// Bytes of the header, which lies on the first page.
const HEADER: usize = 100;
/// Lines made at a time, in bytes.
const STEP: usize = 256 << 10;
/// The longest row that is read: 48 MiB.
const LONGEST: u64 = 48 << 20;

/// The rows of a database.
pub(super) struct Database {
    file: Place,
    page_size: usize,
    /// Bytes of a page without what extensions keep at its end.
    usable: usize,
    encoding: Encoding,
    pages: u32,
    /// A bit for each page that was read, or belongs to a row that was.
    seen: Vec<u64>,
    /// Tables to come, the next one last.
    tables: Vec<Table>,
    table: Table,
    /// Pages to come of the table at hand, the next one last.
    stack: Vec<u32>,
    /// The next page to look at for rows that no table led to.
    lost: u32,
    /// Lines of what is damaged in the schema.
    damage: Vec<u8>,
    /// The packed bytes in order, still to be counted and hashed.
    packed: Box<dyn Read + Send>,
}

/// A table of rows.
#[derive(Clone, Debug, Default)]
struct Table {
    root: u32,
    columns: Columns,
    /// What its lines begin with.
    head: Vec<u8>,
    /// It is the database's own.
    own: bool,
}

/// A record that was read.
struct Row {
    rowid: Option<i64>,
    record: Vec<u8>,
}

/// Takes a row, and may write lines; `None` where it is none.
type Each<'e> = dyn FnMut(Encoding, &Row, &mut Vec<u8>) -> Option<()> + 'e;

impl Database {
    /// Opens a database and reads its schema.
    pub(super) fn open(file: Place, packed: Box<dyn Read + Send>) -> io::Result<Self> {
        let mut header = Vec::with_capacity(HEADER);
        file.range(0, HEADER as u64).read_to_end(&mut header)?;
        let header: &[u8; HEADER] =
            header.first_chunk().ok_or_else(|| Damage::error("a SQLite database ends too soon"))?;
        let page_size = match u16::from_be_bytes([header[16], header[17]]) {
            1 => 65_536,
            size => usize::from(size),
        };
        let usable = page_size.saturating_sub(usize::from(header[20]));
        if !page_size.is_power_of_two() || page_size < 512 || usable < 480 {
            return Err(Damage::error("a SQLite database is damaged or encrypted"));
        }
        let encoding = match header[59] {
            2 => Encoding::Utf16Le,
            3 => Encoding::Utf16Be,
            _ => Encoding::Utf8,
        };
        let pages = u32::try_from(file.len().div_ceil(page_size as u64)).unwrap_or(u32::MAX);
        let mut database = Self {
            file,
            page_size,
            usable,
            encoding,
            pages,
            seen: vec![0; pages as usize / 64 + 1],
            tables: Vec::new(),
            table: Table::default(),
            stack: vec![1],
            lost: 1,
            damage: Vec::new(),
            packed,
        };
        database.read_schema()?;
        Ok(database)
    }

    fn read_schema(&mut self) -> io::Result<()> {
        let mut tables = Vec::new();
        let mut damage = Vec::new();
        while let Some(page) = self.stack.pop() {
            self.each_row(page, &mut damage, &mut |encoding, row, _| {
                let values = values(&row.record)?;
                tables.extend(Table::of(&values, encoding));
                Some(())
            })?;
        }
        tables.reverse();
        (self.tables, self.damage) = (tables, damage);
        Ok(())
    }

    /// Notes that a page was read; false where it was before, or is none.
    fn take(&mut self, page: u32) -> bool {
        let (word, bit) = (page as usize / 64, 1 << (page % 64));
        let new = (1..=self.pages).contains(&page) && self.seen[word] & bit == 0;
        if new {
            self.seen[word] |= bit;
        }
        new
    }

    fn page(&self, page: u32) -> io::Result<Vec<u8>> {
        let start = u64::from(page - 1) * self.page_size as u64;
        let mut bytes = Vec::with_capacity(self.page_size);
        self.file.range(start, start + self.page_size as u64).read_to_end(&mut bytes)?;
        // What is missing of the last one is damage where a cell would be.
        bytes.resize(self.page_size, 0);
        Ok(bytes)
    }

    /// Reads a page of a b-tree: pushes the pages below it, and hands each row to `each`, which says nothing where it is none. What
    /// cannot be read goes to `out` as a line that is no JSON.
    fn each_row(&mut self, number: u32, out: &mut Vec<u8>, each: &mut Each<'_>) -> io::Result<()> {
        if !self.take(number) {
            return Ok(());
        }
        let page = self.page(number)?;
        let Some(cells) = Cells::new(&page, number, self.usable) else {
            write_damage(&page[..self.usable], out);
            return Ok(());
        };
        let below = self.stack.len();
        let (mut room, mut damaged) = (self.usable, Vec::new());
        for &at in &cells.places {
            let cell = Cell::read(&page, at, cells.kind, self.usable);
            // Cells that lie over one another are not all cells.
            let Some(cell) = cell.filter(|cell| room.checked_sub(cell.size).map(|left| room = left).is_some()) else {
                damaged.push(at);
                continue;
            };
            self.stack.extend(cell.child);
            let Some(local) = cell.local else { continue };
            let row = Row { rowid: cell.rowid, record: self.record(&page, local, &cell)? };
            if row.record.len() as u64 != cell.payload || each(self.encoding, &row, out).is_none() {
                write_damage(&row.record, out);
            }
        }
        let right = cells.right;
        cells.parts_of(damaged, self.usable).for_each(|(start, end)| write_damage(&page[start..end], out));
        self.stack.extend(right);
        // Pages in their order, the first on top.
        self.stack[below..].reverse();
        Ok(())
    }

    /// A record with what lies on other pages; shorter than it says where these are not there.
    fn record(&mut self, page: &[u8], (start, end): (usize, usize), cell: &Cell) -> io::Result<Vec<u8>> {
        let mut record = page[start..end].to_vec();
        let mut next = cell.overflow.filter(|_| cell.payload <= LONGEST);
        // Each page belongs to one row, so this ends, whatever a damaged file says.
        while let Some(number) = next.filter(|number| self.take(*number)) {
            let page = self.page(number)?;
            let missing = usize::try_from(cell.payload).unwrap_or(usize::MAX) - record.len();
            record.extend_from_slice(&page[4..4 + missing.min(self.usable - 4)]);
            let follows = u32::from_be_bytes([page[0], page[1], page[2], page[3]]);
            next = Some(follows).filter(|_| (record.len() as u64) < cell.payload);
        }
        Ok(record)
    }

    /// The next page that no table led to and that looks like one with rows. Pages that are free hold what was deleted.
    fn next_lost(&mut self) -> io::Result<Option<u32>> {
        if self.lost == 1 {
            self.pass_over_free_pages()?;
        }
        while self.lost < self.pages {
            self.lost += 1;
            let (number, word, bit) = (self.lost, self.lost as usize / 64, 1 << (self.lost % 64));
            if self.seen[word] & bit == 0 {
                let page = self.page(number)?;
                if Cells::new(&page, number, self.usable).is_some_and(|cells| cells.kind == Kind::TableLeaf) {
                    return Ok(Some(number));
                }
            }
        }
        Ok(None)
    }

    fn pass_over_free_pages(&mut self) -> io::Result<()> {
        let number = |page: &[u8], at: usize| u32::from_be_bytes([page[at], page[at + 1], page[at + 2], page[at + 3]]);
        let mut trunk = number(&self.page(1)?, 32);
        while self.take(trunk) {
            let page = self.page(trunk)?;
            let count = (number(&page, 4) as usize).min(self.usable / 4 - 2);
            for index in 0..count {
                self.take(number(&page, 8 + 4 * index));
            }
            trunk = number(&page, 0);
        }
        Ok(())
    }

    /// The page to read next, of the table at hand, the next table, or of none.
    fn next_page(&mut self) -> io::Result<Option<u32>> {
        while self.stack.is_empty()
            && let Some(table) = self.tables.pop()
        {
            self.stack.push(table.root);
            self.table = table;
        }
        if let Some(page) = self.stack.pop() {
            return Ok(Some(page));
        }
        self.table = Table::default();
        self.next_lost()
    }
}

impl Rows for Database {
    fn next_lines(&mut self, out: &mut Vec<u8>) -> io::Result<bool> {
        out.append(&mut self.damage);
        while out.len() < STEP {
            let Some(page) = self.next_page()? else {
                io::copy(&mut self.packed, &mut io::sink())?;
                break;
            };
            let table = std::mem::take(&mut self.table);
            self.each_row(page, out, &mut |encoding, row, out| table.write(encoding, row, out))?;
            self.table = table;
        }
        Ok(!out.is_empty())
    }
}

impl Table {
    /// The table that a row of the schema describes: type, name, the table's name, its first page, its statement. Views and indexes
    /// are none.
    fn of(row: &[Value<'_>], encoding: Encoding) -> Option<Self> {
        let [Value::Text(kind), Value::Text(name), _, Value::Integer(root), sql, ..] = row else { return None };
        let (kind, name) = (text(kind, encoding), text(name, encoding));
        let root = u32::try_from(*root).ok().filter(|root| *root > 1)?;
        if kind != "table" {
            return None;
        }
        let columns = if let Value::Text(sql) = sql { Columns::of(&text(sql, encoding)) } else { Columns::default() };
        let mut head = b"\"_index\":".to_vec();
        write_string(&name, &mut head);
        Some(Self { root, columns, head, own: name.starts_with("sqlite_") })
    }

    /// Appends a row as a line; nothing where it is none.
    fn write(&self, encoding: Encoding, row: &Row, out: &mut Vec<u8>) -> Option<()> {
        let values = values(&row.record)?;
        if self.own {
            return Some(());
        }
        out.push(b'{');
        out.extend_from_slice(&self.head);
        let mut first = self.head.is_empty();
        let mut member = |name: &str, out: &mut Vec<u8>| {
            if !std::mem::take(&mut first) {
                out.push(b',');
            }
            write_string(name, out);
            out.push(b':');
        };
        for (index, value) in values.into_iter().enumerate() {
            match self.columns.names.get(index) {
                Some(name) => member(name, out),
                None => member(&format!("col_{index}"), out),
            }
            let own = self.columns.rowid == Some(index) && value == Value::Null;
            let value = row.rowid.filter(|_| own).map_or(value, Value::Integer);
            value.write(encoding, out);
        }
        // Last: a column that is the row's own id comes before it.
        if let Some(rowid) = row.rowid {
            member("@row", out);
            Value::Integer(rowid).write(encoding, out);
        }
        out.extend_from_slice(b"}\n");
        Some(())
    }
}

/// The cells of a b-tree page.
struct Cells {
    kind: Kind,
    /// Where each begins, in order of their keys.
    places: Vec<usize>,
    /// The last page below an interior one.
    right: Option<u32>,
}

impl Cells {
    /// `None` where it is no such page.
    fn new(page: &[u8], number: u32, usable: usize) -> Option<Self> {
        let start = if number == 1 { HEADER } else { 0 };
        let header: &[u8; 12] = page.get(start..)?.first_chunk()?;
        let kind = Kind::of(header[0])?;
        let count = usize::from(u16::from_be_bytes([header[3], header[4]]));
        let first = start + if kind.is_interior() { 12 } else { 8 };
        let pointers = page[..usable].get(first..first.checked_add(2 * count)?)?;
        let places: Vec<usize> =
            pointers.as_chunks().0.iter().map(|place| usize::from(u16::from_be_bytes(*place))).collect();
        let right = kind.is_interior().then(|| u32::from_be_bytes([header[8], header[9], header[10], header[11]]));
        Some(Self { kind, places, right })
    }

    /// What belongs to the cells at `damaged`: each up to where another begins, and no byte twice.
    fn parts_of(self, mut damaged: Vec<usize>, usable: usize) -> impl Iterator<Item = (usize, usize)> {
        let mut borders = if damaged.is_empty() { Vec::new() } else { self.places };
        borders.sort_unstable();
        damaged.sort_unstable();
        damaged.dedup();
        damaged.into_iter().filter(move |start| *start < usable).map(move |start| {
            let next = borders.partition_point(|border| *border <= start);
            (start, borders.get(next).map_or(usable, |end| usable.min(*end)))
        })
    }
}

#[cfg(test)]
mod tests;
