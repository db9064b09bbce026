//! Writes databases of SQLite 3 (<https://sqlite.org/fileformat2.html>) with one table of text: no more than its own reader needs, which
//! takes them for sound.

/// Bytes of a page: so few that long rows go over several, and a few hundred rows fill two levels of pages above them.
const PAGE: usize = 1024;
/// Bytes of the database's header, on its first page.
const HEADER: usize = 100;
/// Pages below an interior page, at most: each takes 15 bytes at most.
const BELOW: usize = 64;

/// A value of a record: its serial type, and its bytes.
type Value = (u64, Vec<u8>);

/// A database of one table whose columns are texts.
pub(crate) fn database(table: &str, columns: &[&str], rows: &[Vec<&str>]) -> Vec<u8> {
    let mut pages = Pages(vec![Vec::new()]);
    let leaves = pages.leaves(rows);
    let root = pages.root(&leaves);
    let sql = format!("CREATE TABLE \"{table}\" (\"{}\" TEXT)", columns.join("\" TEXT, \""));
    let schema = [text("table"), text(table), text(table), (4, root.to_be_bytes().to_vec()), text(&sql)];
    let cell = pages.cell(1, &schema);
    let mut first = page(HEADER, 0x0d, None, &[cell]);
    first[..HEADER].copy_from_slice(&header(pages.0.len() as u32));
    pages.0[0] = first;
    pages.0.concat()
}

/// The pages so far; the first is page 1.
struct Pages(Vec<Vec<u8>>);

impl Pages {
    fn push(&mut self, page: Vec<u8>) -> u32 {
        self.0.push(page);
        self.0.len() as u32
    }

    /// Leaf pages, each with the id of its last row.
    fn leaves(&mut self, rows: &[Vec<&str>]) -> Vec<(u32, u64)> {
        let (mut leaves, mut cells, mut room) = (Vec::new(), Vec::new(), PAGE - 8);
        for (row, id) in rows.iter().zip(1..) {
            let cell = self.cell(id, &row.iter().map(|value| text(value)).collect::<Vec<_>>());
            if room < cell.len() + 2 {
                leaves.push((self.push(page(0, 0x0d, None, &cells)), id - 1));
                (cells, room) = (Vec::new(), PAGE - 8);
            }
            room -= cell.len() + 2;
            cells.push(cell);
        }
        leaves.push((self.push(page(0, 0x0d, None, &cells)), rows.len() as u64));
        leaves
    }

    /// Interior pages above those of a level, until there is one.
    fn root(&mut self, level: &[(u32, u64)]) -> u32 {
        if let [(root, _)] = *level {
            return root;
        }
        let (mut above, mut rest) = (Vec::new(), level);
        while !rest.is_empty() {
            // Never one alone: an interior page without a cell is damaged.
            let count = if rest.len() == BELOW + 1 { BELOW / 2 } else { BELOW.min(rest.len()) };
            let (below, others) = rest.split_at(count);
            let [before @ .., (right, last)] = below else { unreachable!("not empty") };
            let cells: Vec<_> =
                before.iter().map(|(page, id)| [&page.to_be_bytes()[..], &varint(*id)].concat()).collect();
            above.push((self.push(page(0, 0x05, Some(*right), &cells)), *last));
            rest = others;
        }
        self.root(&above)
    }

    /// A leaf's cell; what it has no room for goes to pages of its own.
    fn cell(&mut self, id: u64, values: &[Value]) -> Vec<u8> {
        let types: Vec<u8> = values.iter().flat_map(|(serial, _)| varint(*serial)).collect();
        let head = varint(types.len() as u64 + 1);
        assert_eq!(head.len(), 1, "a short head");
        let bodies = values.iter().flat_map(|(_, bytes)| bytes);
        let record: Vec<u8> = head.iter().chain(&types).chain(bodies).copied().collect();
        let (local, beyond) = record.split_at(local(record.len()));
        let mut next = None;
        for part in beyond.chunks(PAGE - 4).rev() {
            let mut page = [&next.unwrap_or(0_u32).to_be_bytes()[..], part].concat();
            page.resize(PAGE, 0);
            next = Some(self.push(page));
        }
        let next = next.map_or_else(Vec::new, |page| page.to_be_bytes().to_vec());
        [varint(record.len() as u64), varint(id), local.to_vec(), next].concat()
    }
}

/// How many bytes of a record stand in its leaf (section 1.6).
fn local(length: usize) -> usize {
    let (most, least) = (PAGE - 35, (PAGE - 12) * 32 / 255 - 23);
    if length <= most {
        return length;
    }
    let wanted = least + (length - least) % (PAGE - 4);
    if wanted <= most { wanted } else { least }
}

/// A page of a b-tree whose own header stands at `start`.
fn page(start: usize, kind: u8, right: Option<u32>, cells: &[Vec<u8>]) -> Vec<u8> {
    let mut page = vec![0; PAGE];
    let (mut pointers, mut content) = (Vec::new(), PAGE);
    for cell in cells {
        content -= cell.len();
        page[content..content + cell.len()].copy_from_slice(cell);
        pointers.extend((content as u16).to_be_bytes());
    }
    let count = (cells.len() as u16).to_be_bytes();
    let right = right.map_or_else(Vec::new, |page| page.to_be_bytes().to_vec());
    let header = [&[kind, 0, 0][..], &count, &(content as u16).to_be_bytes(), &[0], &right, &pointers].concat();
    assert!(start + header.len() <= content, "cells lie over their pointers");
    page[start..start + header.len()].copy_from_slice(&header);
    page
}

fn header(pages: u32) -> [u8; HEADER] {
    let mut header = [0; HEADER];
    let mut put = |at: usize, bytes: &[u8]| header[at..at + bytes.len()].copy_from_slice(bytes);
    put(0, b"SQLite format 3\0");
    put(16, &(PAGE as u16).to_be_bytes());
    // Versions of the format, and fractions that are always these.
    put(18, &[1, 1, 0, 64, 32, 32]);
    put(28, &pages.to_be_bytes());
    // Changes, the schema's format, UTF-8, changes once more.
    for (at, value) in [(24, 1_u32), (40, 1), (44, 4), (56, 1), (92, 1)] {
        put(at, &value.to_be_bytes());
    }
    header
}

fn text(text: &str) -> Value {
    (13 + 2 * text.len() as u64, text.as_bytes().to_vec())
}

/// Seven bits a byte, the highest first, all but the last marked.
fn varint(value: u64) -> Vec<u8> {
    let mut bytes = vec![(value & 0x7f) as u8];
    let mut rest = value >> 7;
    while rest > 0 {
        bytes.push((rest & 0x7f) as u8 | 0x80);
        rest >>= 7;
    }
    bytes.reverse();
    bytes
}
