//! Word sequences while dictionaries are compiled, each with what it means so far.
//!
//! Sequences are numbered in the order they come in, so entries have the same numbers in every run. Their bytes lie one behind the
//! other, and so do their entries: with a vector each, 150,000 of them took half the time and the memory of compiling.

use std::hash::BuildHasher;

use hashbrown::HashTable;

use super::Meaning;
use crate::fold;
use crate::normalize;

/// What a sequence means by one line of a dictionary.
#[derive(Clone, Copy)]
pub(super) struct Entry {
    pub(super) meaning: Meaning,
    /// The file that it came from, for the rule "the later file wins".
    pub(super) file: usize,
    pub(super) language: u8,
    /// Made by code from another line: any line of its own replaces it.
    pub(super) soft: bool,
}

/// See the module.
#[derive(Default)]
pub(super) struct Sequences {
    /// All sequences: folded words joined by single spaces.
    bytes: Vec<u8>,
    rows: Vec<Row>,
    /// Each with the number of the next one of its sequence, [`NONE`] for the last.
    entries: Vec<(Entry, u32)>,
    /// Numbers of rows by the hash of their bytes.
    known: HashTable<u32>,
    hasher: foldhash::fast::FixedState,
}

#[derive(Clone, Copy)]
struct Row {
    start: u32,
    end: u32,
    /// Its first entry and its last.
    first: u32,
    last: u32,
}

const NONE: u32 = u32::MAX;

impl Sequences {
    /// The number of the sequence of a term's words; a new one where it is not known.
    pub(super) fn of_term(&mut self, term: &str) -> u32 {
        let start = self.bytes.len();
        fold::fold_words_into(&normalize::plain(term).0, start, &mut self.bytes);
        self.number(start)
    }

    /// The same of words that are folded already.
    pub(super) fn of_folded(&mut self, words: &[u8]) -> u32 {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(words);
        self.number(start)
    }

    /// The number of the bytes from `start` on, which are taken away again where they are known.
    fn number(&mut self, start: usize) -> u32 {
        let Self { bytes, rows, known, hasher, .. } = self;
        let of = |row: &u32| {
            let Row { start, end, .. } = rows[*row as usize];
            &bytes[start as usize..end as usize]
        };
        let sequence = &bytes[start..];
        let hash = hasher.hash_one(sequence);
        if let Some(&number) = known.find(hash, |row| of(row) == sequence) {
            bytes.truncate(start);
            return number;
        }
        let number = rows.len() as u32;
        known.insert_unique(hash, number, |row| hasher.hash_one(of(row)));
        rows.push(Row { start: start as u32, end: bytes.len() as u32, first: NONE, last: NONE });
        number
    }

    /// The first entry of sequence `number` that is what is wanted.
    pub(super) fn entry_mut(&mut self, number: u32, is_wanted: impl Fn(&Entry) -> bool) -> Option<&mut Entry> {
        let mut at = self.rows[number as usize].first;
        while at != NONE {
            let (entry, next) = self.entries[at as usize];
            if is_wanted(&entry) {
                return Some(&mut self.entries[at as usize].0);
            }
            at = next;
        }
        None
    }

    /// Adds an entry to sequence `number`.
    pub(super) fn push(&mut self, number: u32, entry: Entry) {
        let at = self.entries.len() as u32;
        self.entries.push((entry, NONE));
        let row = &mut self.rows[number as usize];
        match row.last {
            NONE => row.first = at,
            last => self.entries[last as usize].1 = at,
        }
        row.last = at;
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// All sequences with their entries, by number; none of them is empty.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&[u8], impl Iterator<Item = Entry>)> {
        self.rows.iter().filter(|row| row.start < row.end).map(move |row| {
            let mut at = row.first;
            let entries = std::iter::from_fn(move || {
                let (entry, next) = *self.entries.get(at as usize)?;
                at = next;
                Some(entry)
            });
            (&self.bytes[row.start as usize..row.end as usize], entries)
        })
    }
}

/// The folded words of a term, joined by single spaces: what makes two terms the same. It is normalised as texts are, so a
/// curly apostrophe or an accent of its own matches any other.
pub(crate) fn sequence(term: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(term.len());
    fold::fold_words_into(&normalize::plain(term).0, 0, &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scanner::Scanner;

    #[test]
    fn terms_are_normalised_as_texts_are() {
        for (term, same) in [("Crohn\u{2019}s", "crohn's"), ("cafe\u{301}itis", "CAFÉITIS"), ("x\u{2013}ray", "X-ray")]
        {
            assert_eq!(sequence(term), sequence(same), "{term}");
        }
    }

    #[test]
    fn a_users_term_with_an_accent_of_its_own_is_found() {
        let head = "#! earmark dictionary 1\n#! kind = terms\n#! entity = CONDITION\n#! language = en\n";
        let scanner = Scanner::builder().dictionary("own", format!("{head}zorbe\u{301}itis\n")).build().unwrap();
        for text in ["she has zorbéitis", "she has zorbe\u{301}itis"] {
            let scan = scanner.scan(text);
            assert!(scan.findings().iter().any(|finding| scan.entity_name(finding) == "CONDITION"), "{text}");
        }
    }

    #[test]
    fn sequences_are_numbered_as_they_come_and_keep_their_entries_in_order() {
        let mut sequences = Sequences::default();
        let entry = |file| Entry { meaning: Meaning::Ordinary, file, language: 1, soft: false };
        for (file, term) in ["b a", "a", "B  a", "a", "b a"].into_iter().enumerate() {
            let number = sequences.of_term(term);
            sequences.push(number, entry(file));
        }
        let all: Vec<_> = sequences
            .iter()
            .map(|(words, entries)| (words.to_vec(), entries.map(|e| e.file).collect::<Vec<_>>()))
            .collect();
        assert_eq!(all, [(b"b a".to_vec(), vec![0, 2, 4]), (b"a".to_vec(), vec![1, 3])]);
    }
}
