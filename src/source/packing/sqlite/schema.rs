//! What a table's `CREATE TABLE` says of how its rows are stored.

/// How the values of a table's records are called.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Columns {
    /// In the order of the record.
    pub(super) names: Vec<String>,
    /// The place, in `names`, of the column that is the row's number and is stored as null.
    pub(super) rowid: Option<usize>,
    /// Rows are entries of an index.
    pub(super) without_rowid: bool,
}

/// A definition between two commas: its words, in quotes or not, those in parentheses in `inner`.
struct Part {
    words: Vec<String>,
    inner: Vec<String>,
}

impl Part {
    fn is(&self, at: usize, word: &str) -> bool {
        self.words.get(at).is_some_and(|own| own.eq_ignore_ascii_case(word))
    }

    fn has(&self, words: [&str; 2]) -> bool {
        (1..self.words.len()).any(|at| self.is(at - 1, words[0]) && self.is(at, words[1]))
    }

    fn is_constraint(&self) -> bool {
        ["constraint", "primary", "unique", "check", "foreign"].iter().any(|word| self.is(0, word))
    }

    /// Whether it is computed whenever it is asked for, and not stored.
    fn is_virtual(&self) -> bool {
        let computed = (1..self.words.len()).any(|at| self.is(at, "as"));
        computed && !(1..self.words.len()).any(|at| self.is(at, "stored"))
    }
}

impl Columns {
    /// Reads a statement; without columns where it is none.
    pub(super) fn of(sql: &str) -> Self {
        let Some((parts, tail)) = parts(sql) else { return Self::default() };
        let without_rowid =
            tail.to_ascii_lowercase().split_whitespace().collect::<Vec<_>>().join(" ").contains("without rowid");
        let columns: Vec<&Part> = parts.iter().filter(|part| !part.is_constraint() && !part.words.is_empty()).collect();
        let constraint = parts.iter().find(|part| part.is_constraint() && part.has(["primary", "key"]));
        let mut keys: Vec<&str> =
            columns.iter().filter(|part| part.has(["primary", "key"])).map(|part| &*part.words[0]).collect();
        if let Some(constraint) = constraint {
            keys.extend(constraint.inner.iter().map(String::as_str));
        }
        let mut stored: Vec<&Part> = columns.into_iter().filter(|part| !part.is_virtual()).collect();
        let is_key = |part: &&Part| keys.iter().position(|key| key.eq_ignore_ascii_case(&part.words[0]));
        if without_rowid {
            // An index: its key first.
            stored.sort_by_key(|part| is_key(part).unwrap_or(usize::MAX));
        }
        let own = |part: &&Part| keys.len() == 1 && is_key(part).is_some() && part.is(1, "integer");
        let rowid = if without_rowid { None } else { stored.iter().position(own) };
        Self { names: stored.iter().map(|part| part.words[0].clone()).collect(), rowid, without_rowid }
    }
}

/// The definitions between a statement's first parenthesis and the one that closes it, and what follows.
fn parts(sql: &str) -> Option<(Vec<Part>, &str)> {
    let mut open = 0;
    while !sql[open..].starts_with('(') {
        open += word(&sql[open..], sql[open..].chars().next()?).1;
    }
    let mut parts = vec![Part { words: Vec::new(), inner: Vec::new() }];
    let (mut depth, mut at) = (0, open + 1);
    while let Some(first) = sql[at..].chars().next() {
        let rest = &sql[at..];
        let length = match first {
            '(' => {
                depth += 1;
                1
            }
            ')' if depth == 0 => return Some((parts, &sql[at + 1..])),
            ')' => {
                depth -= 1;
                1
            }
            ',' if depth == 0 => {
                parts.push(Part { words: Vec::new(), inner: Vec::new() });
                1
            }
            '-' if rest.starts_with("--") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            _ => {
                let (word, length) = word(rest, first);
                if let (Some(word), Some(part)) = (word, parts.last_mut()) {
                    if depth == 0 { part.words.push(word) } else { part.inner.push(word) }
                }
                length
            }
        };
        at += length;
    }
    None
}

/// The word or the name in quotes that `text` begins with, and how long it is there.
fn word(text: &str, first: char) -> (Option<String>, usize) {
    let close = match first {
        '"' | '`' | '\'' => first,
        '[' => ']',
        _ => {
            let length = text.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '$')).unwrap_or(text.len());
            return if length == 0 { (None, first.len_utf8()) } else { (Some(text[..length].to_owned()), length) };
        }
    };
    let mut at = 1;
    while let Some(end) = text[at..].find(close).map(|end| at + end) {
        if close != ']' && text[end + 1..].starts_with(close) {
            at = end + 2;
            continue;
        }
        let doubled: String = [close, close].iter().collect();
        return (Some(text[1..end].replace(&doubled, &close.to_string())), end + 1);
    }
    (None, text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_in_the_order_they_are_stored_in() {
        for (sql, names, rowid) in [
            (
                "CREATE TABLE t(id INTEGER PRIMARY KEY AUTOINCREMENT, body TEXT DEFAULT ('a,b'), n REAL)",
                "id body n",
                Some(0),
            ),
            ("create table \"a (b\"\"c\" (x int primary key, y)", "x y", None),
            (
                "CREATE TABLE t (a TEXT, [b c] INTEGER, `d` , CONSTRAINT k PRIMARY KEY (\"b c\"), CHECK (a > 'x)'))",
                "a|b c|d",
                Some(1),
            ),
            ("CREATE TABLE t (a, b, c, PRIMARY KEY (c, a)) WITHOUT ROWID", "c a b", None),
            (
                "CREATE TABLE t (a, b GENERATED ALWAYS AS (a + 1), c AS (a) STORED, -- note, (\n d /* , e */)",
                "a c d",
                None,
            ),
            ("CREATE TABLE t AS SELECT 1", "", None),
        ] {
            let columns = Columns::of(sql);
            let split = if names.contains('|') { '|' } else { ' ' };
            let expected: Vec<&str> = names.split(split).filter(|name| !name.is_empty()).collect();
            assert_eq!(columns.names, expected, "{sql}");
            assert_eq!(columns.rowid, rowid, "{sql}");
        }
    }
}
