//! The insides that `fuzz/` compares with plain references and `benches/` times: no part of the public interface, and gone
//! without notice.
#![allow(missing_docs)]

use crate::detect::identifiers::{Alphabet, COUNTRIES, IDENTIFIERS, Identifier, Window, crypto_address};
use crate::dictionary::{Compiler, Dictionary, Lexicon, language};
use crate::digits::{DigitRun, Form};
use crate::entity::Catalogue;
use crate::fields::json::{ExactPaths, FieldScanner, Leaf as RawLeaf, LeafKind, PADDING as BEHIND, unescape};
use crate::fields::{FieldOptions, Reader};
use crate::framing;
use crate::level::Level;
use crate::lexer::Tokens;
use crate::span::Span;
use crate::utterance::{BatchBuilder, PADDING};

/// The JSON field scanner.
pub struct Json(FieldScanner);

/// A scalar: its exact path, its kind as JSON calls it, and its text, decoded.
pub type Leaf = (String, &'static str, String);

impl Json {
    pub fn new(level: Level, learning: bool) -> Self {
        Self(if learning { FieldScanner::new(level) } else { FieldScanner::without_learning(level) })
    }

    /// The leaves of `record`, scanned between bytes that must not matter; `None` where it is malformed.
    pub fn leaves(&mut self, record: &str) -> Option<Vec<Leaf>> {
        let buffer = [b"{\"", record.as_bytes(), &b"\"}],0]1e5"[..].repeat(BEHIND)].concat();
        let mut leaves = Vec::new();
        self.0.scan(&buffer, 2, 2 + record.len(), &mut leaves).ok()?;
        let mut paths = ExactPaths::new(&buffer, 2, 2 + record.len())?;
        let leaf = |leaf: &RawLeaf| {
            let raw = &record[leaf.start as usize..leaf.end as usize];
            let mut text = Vec::new();
            let kind = match leaf.kind {
                LeafKind::Text | LeafKind::EscapedText => "string",
                LeafKind::Number => "number",
                LeafKind::Bool => "bool",
                LeafKind::Null => "null",
            };
            match leaf.kind {
                LeafKind::EscapedText => unescape(raw.as_bytes(), &mut text),
                _ => text.extend_from_slice(raw.as_bytes()),
            }
            let path = paths.of(leaf.start as usize).expect("scanned before").to_owned();
            (path, kind, String::from_utf8(text).expect("the record is UTF-8"))
        };
        Some(leaves.iter().map(leaf).collect())
    }
}

/// Start and end of each line of `bytes` that is not blank.
pub fn lines(bytes: &[u8]) -> impl Iterator<Item = (usize, usize)> {
    framing::Lines::new(bytes, 0)
}

/// The JSON field scanner with its memory, as a worker has it.
pub struct Leaves(FieldScanner, Vec<RawLeaf>);

impl Leaves {
    pub fn new(level: Level, learning: bool) -> Self {
        let Json(scanner) = Json::new(level, learning);
        Self(scanner, Vec::new())
    }

    /// The number of leaves of the record `buffer[start..end]`; `None` where it is malformed.
    pub fn count(&mut self, buffer: &[u8], start: usize, end: usize) -> Option<usize> {
        self.1.clear();
        self.0.scan(buffer, start, end, &mut self.1).ok()?;
        Some(self.1.len())
    }
}

/// From records to utterances, with default options.
pub struct Fields(Reader);

impl Fields {
    pub fn new(level: Level) -> Self {
        Self(Reader::new(level, FieldOptions::default()))
    }

    /// Begins a new batch.
    pub fn begin(&mut self, batch: &mut BatchBuilder) {
        batch.clear();
        self.0.begin_batch();
    }

    /// Adds the record `buffer[start..end]` to `batch`, unless it is malformed.
    pub fn read(&mut self, buffer: &[u8], start: usize, end: usize, batch: &mut BatchBuilder) -> bool {
        self.0.read(buffer, start, end, batch).is_ok()
    }
}

/// The token pass over a dictionary.
pub struct Matcher(Lexicon);

/// Memory of the token pass, kept from batch to batch.
#[derive(Default)]
pub struct Memory(Tokens);

/// What the token pass found, in bytes and in words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Read {
    /// Start and end of each word.
    pub words: Vec<(u32, u32)>,
    /// First byte of each run of digits.
    pub digits: Vec<u32>,
    /// Each `@`.
    pub ats: Vec<u32>,
    /// First word and number of words of each occurrence of each entry, in order.
    pub hits: Vec<(u32, u32)>,
}

impl Matcher {
    /// `None` where `dictionary` is none.
    pub fn new(dictionary: &str) -> Option<Self> {
        let mut catalogue = Catalogue::default();
        let mut compiler = Compiler::new(&mut catalogue, language::ALL);
        compiler.add(&Dictionary::parse("fuzz", dictionary).ok()?).ok()?;
        Some(Self(compiler.finish()))
    }

    /// Number of words and of hits in `padded[..len]`, behind which stand at least [`PADDING`] bytes more.
    pub fn count(&self, memory: &mut Memory, level: Level, padded: &[u8], len: usize) -> (usize, usize) {
        memory.0.read(level, &self.0, padded, len);
        (memory.0.marks.len(), memory.0.hits.len())
    }

    pub fn read(&self, level: Level, text: &str) -> Read {
        let padded = [text.as_bytes(), &[b'a'; PADDING]].concat();
        let mut tokens = Tokens::default();
        tokens.read(level, &self.0, &padded, text.len());
        Read {
            words: tokens.marks.edges.chunks_exact(2).map(|word| (word[0], word[1])).collect(),
            digits: tokens.marks.digits,
            ats: tokens.marks.ats,
            hits: tokens.hits.iter().map(|hit| (hit.word, hit.end() - hit.word)).collect(),
        }
    }
}

/// Shows every window of whole groups of `text`, read as a code, to every identifier it is long enough for, as written or
/// as said, in English or in Swedish by the bits of `way`, and looks for addresses of cryptocurrencies at every digit.
/// Returns the detector and the canonical form of each reading.
pub fn read_identifiers(way: u8, text: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let mut run = DigitRun::default();
    run.read_code(text, Span::new(0, text.len() as u32));
    run.form = if way & 1 == 0 { Form::Written } else { Form::Spoken };
    (run.swedish, run.plus) = (way & 2 != 0, way & 4 != 0);
    run.glued_ends = [way & 8 != 0, way & 16 != 0];
    let countries = COUNTRIES.iter().flat_map(|(_, identifiers)| identifiers.iter().copied());
    let identifiers: Vec<&Identifier> = IDENTIFIERS.into_iter().chain(countries).collect();
    let groups = run.groups.len();
    let windows = (0..groups).flat_map(|first| (first + 1..=groups).map(move |end| (first, end)));
    let mut read = Vec::new();
    for (first, end) in windows {
        let window = Window::new(&run, first, end);
        let digits = window.chars.iter().all(u8::is_ascii_digit);
        let alphabet = if digits { Alphabet::Digits } else { Alphabet::Codes };
        let fits = |identifier: &&&Identifier| {
            identifier.alphabet == alphabet && identifier.lengths.contains(&window.chars.len())
        };
        for identifier in identifiers.iter().filter(fits) {
            let Some(reading) = (identifier.read)(&window) else { continue };
            let mut canonical = Vec::new();
            (identifier.canonical)(&[&b"+"[..usize::from(window.plus)], window.chars].concat(), &mut canonical);
            assert!(canonical.iter().all(u8::is_ascii), "{canonical:?}");
            read.push((reading.detector, canonical));
        }
    }
    let digits = text.iter().enumerate().filter(|(_, byte)| byte.is_ascii_digit()).map(|(at, _)| at as u32);
    for (found, _) in digits.filter_map(|at| crypto_address::find(text, Span::new(0, text.len() as u32), at, 0)) {
        let mut canonical = Vec::new();
        crypto_address::canonical(found.span.of(text), &mut canonical);
        read.push((found.detector, canonical));
    }
    read
}
