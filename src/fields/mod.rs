//! From a record's bytes to an utterance: which field is what, and its text as the lexer expects it.

pub(crate) mod json;
mod options;
mod roles;

use std::cell::OnceCell;

use json::{FieldScanner, Leaf, LeafKind, Malformed, PathId};

pub use options::FieldOptions;
pub use roles::Meta;
use roles::{by_content, by_names};

use crate::level::Level;
use crate::normalize::{OffsetMap, blank_barriers, is_plain, normalize};
use crate::span::Span;
use crate::utterance::{BatchBuilder, Role, Segment};

/// A number of fewer digits than this is no identifier, whatever its field is called.
const SHORTEST_NUMBER: usize = 7;
/// Fields remembered before the table is begun anew (at the next batch).
const MOST_FIELDS: usize = 16 * 1024;

/// A field as this reader knows it.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    /// RFC 9535 normalized path, with `[*]` for array elements.
    pub(crate) path: String,
    /// Whether the path has array elements, so that a record's exact path differs.
    pub(crate) indexed: bool,
    /// The path as outputs write it, once somebody has asked.
    pub(crate) shown: OnceCell<String>,
    role: Option<Role>,
    meta: Meta,
    hint: u16,
}

/// What is known of a record beside its text: byte ranges of the buffer it was read from.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct RecordMeta {
    pub(crate) id: Option<Span>,
    pub(crate) container: Option<Span>,
    pub(crate) tenant: Option<Span>,
    pub(crate) time: Option<Span>,
    pub(crate) state: Option<Span>,
    pub(crate) speech: Speech,
}

/// What became of a record's speech.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Speech {
    /// It has no field for any.
    #[default]
    None,
    /// It has a field for it, and nothing in it.
    Missing,
    /// It was scanned.
    Scanned,
}

impl Speech {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Missing => "missing",
            Self::Scanned => "scanned",
        }
    }
}

/// Reads records, one after the other, into a batch; one a worker.
pub(crate) struct Reader {
    options: FieldOptions,
    scanner: FieldScanner,
    leaves: Vec<Leaf>,
    /// Field numbers by path id, for the scanner's current generation.
    by_path: Vec<u32>,
    generation: u32,
    fields: Vec<Field>,
    /// For each segment of the batch: the ordinal of its leaf in its record.
    ordinals: Vec<u32>,
    /// Segments that were normalised, with their maps.
    maps: Vec<(u32, OffsetMap)>,
    decoded: Vec<u8>,
    /// The record at hand is ASCII, so what stands in it without escapes is plain: one look instead of one a field.
    ascii: bool,
}

impl Reader {
    pub(crate) fn new(level: Level, options: FieldOptions) -> Self {
        Self {
            options,
            scanner: FieldScanner::new(level),
            leaves: Vec::new(),
            by_path: Vec::new(),
            generation: 0,
            fields: Vec::new(),
            ordinals: Vec::new(),
            maps: Vec::new(),
            decoded: Vec::new(),
            ascii: false,
        }
    }

    /// Forgets what belonged to the last batch.
    pub(crate) fn begin_batch(&mut self) {
        self.ordinals.clear();
        self.maps.clear();
        if self.fields.len() > MOST_FIELDS {
            self.fields.clear();
            self.by_path.clear();
        }
    }

    /// Reads the record `buffer[start..end]` as JSON into one utterance of `batch`. Nothing is added where it is malformed.
    pub(crate) fn read(
        &mut self,
        buffer: &[u8],
        start: usize,
        end: usize,
        batch: &mut BatchBuilder,
    ) -> Result<RecordMeta, Malformed> {
        self.leaves.clear();
        let mut leaves = std::mem::take(&mut self.leaves);
        let scanned = self.scanner.scan(buffer, start, end, &mut leaves);
        if self.generation != self.scanner.generation() {
            self.generation = self.scanner.generation();
            self.by_path.clear();
        }
        let mut meta = RecordMeta::default();
        self.ascii = buffer[start..end].is_ascii();
        for (ordinal, leaf) in leaves.iter().enumerate() {
            self.read_leaf(buffer, start as u32, ordinal as u32, leaf, &mut meta, batch);
        }
        self.leaves = leaves;
        scanned?;
        batch.end_utterance();
        Ok(meta)
    }

    /// Adds a record that is no JSON as one text.
    pub(crate) fn read_text(&mut self, text: &str, batch: &mut BatchBuilder) -> RecordMeta {
        let field = self.plain_field();
        self.ascii = false;
        self.push(Role::Text, field, Segment::NO_HINT, 0, text.as_bytes(), batch);
        batch.end_utterance();
        RecordMeta { speech: Speech::Scanned, ..RecordMeta::default() }
    }

    /// The field `$`: a record that is one text.
    fn plain_field(&mut self) -> u32 {
        let known = self.fields.iter().position(|field| field.path == "$");
        known.unwrap_or_else(|| {
            let field = Field {
                path: "$".into(),
                indexed: false,
                shown: OnceCell::new(),
                role: None,
                meta: Meta::None,
                hint: Segment::NO_HINT,
            };
            self.fields.push(field);
            self.fields.len() - 1
        }) as u32
    }

    fn read_leaf(
        &mut self,
        buffer: &[u8],
        record: u32,
        ordinal: u32,
        leaf: &Leaf,
        meta: &mut RecordMeta,
        batch: &mut BatchBuilder,
    ) {
        let number = self.field_number(leaf.path);
        let Field { role, meta: what, hint, .. } = self.fields[number as usize];
        let span = Span::new(record + leaf.start, record + leaf.end);
        if !span.is_empty() && matches!(leaf.kind, LeafKind::Text | LeafKind::EscapedText | LeafKind::Number) {
            note(meta, what, span);
        }
        let raw = span.of(buffer);
        match leaf.kind {
            LeafKind::Text => self.read_string(role, number, hint, ordinal, raw, meta, batch),
            LeafKind::EscapedText => {
                let mut decoded = std::mem::take(&mut self.decoded);
                decoded.clear();
                json::unescape(raw, &mut decoded);
                blank_barriers(&mut decoded);
                self.ascii &= decoded.is_ascii();
                self.read_string(role, number, hint, ordinal, &decoded, meta, batch);
                self.decoded = decoded;
            }
            LeafKind::Number => self.read_number(role, number, hint, ordinal, raw, batch),
            LeafKind::Bool | LeafKind::Null => {
                if role == Some(Role::Speech) && meta.speech == Speech::None {
                    meta.speech = Speech::Missing;
                }
            }
        }
    }

    #[allow(clippy::too_many_arguments)] // the parts of one leaf; a struct for them would live for this call only
    fn read_string(
        &mut self,
        role: Option<Role>,
        field: u32,
        hint: u16,
        ordinal: u32,
        text: &[u8],
        meta: &mut RecordMeta,
        batch: &mut BatchBuilder,
    ) {
        let role = role.unwrap_or_else(|| by_content(text));
        if role == Role::Speech {
            let speech = if text.iter().all(u8::is_ascii_whitespace) { Speech::Missing } else { Speech::Scanned };
            meta.speech = if meta.speech == Speech::Scanned { Speech::Scanned } else { speech };
        }
        if !text.is_empty() {
            self.push(role, field, hint, ordinal, text, batch);
        }
    }

    fn read_number(
        &mut self,
        role: Option<Role>,
        field: u32,
        hint: u16,
        ordinal: u32,
        raw: &[u8],
        batch: &mut BatchBuilder,
    ) {
        let typed = matches!(role, Some(Role::Phone | Role::Number | Role::PostalCode | Role::BirthDate));
        if typed || raw.len() >= SHORTEST_NUMBER && role != Some(Role::Date) {
            let role = role.filter(|role| !role.is_spoken_or_written()).unwrap_or(Role::Opaque);
            self.push(role, field, hint, ordinal, raw, batch);
        }
    }

    fn push(&mut self, role: Role, field: u32, hint: u16, ordinal: u32, text: &[u8], batch: &mut BatchBuilder) {
        let plain = self.ascii || is_plain(text);
        batch.push_with(role, field, hint, |out| {
            if plain {
                out.extend_from_slice(text);
            } else {
                let map = normalize(&String::from_utf8_lossy(text), out);
                self.maps.push((self.ordinals.len() as u32, map));
            }
        });
        self.ordinals.push(ordinal);
    }

    fn field_number(&mut self, path: PathId) -> u32 {
        let index = path.0 as usize;
        match self.by_path.get(index) {
            Some(&number) if number != u32::MAX => number,
            _ => self.learn_field(path),
        }
    }

    #[cold]
    fn learn_field(&mut self, path: PathId) -> u32 {
        let index = path.0 as usize;
        if self.by_path.len() <= index {
            self.by_path.resize(index + 1, u32::MAX);
        }
        let (names, normalized) = (self.scanner.path(path), self.scanner.path(path).normalized());
        self.by_path[index] = self.fields.len() as u32;
        self.fields.push(describe(&self.options, names.steps_up().filter_map(json::Step::name), normalized));
        self.by_path[index]
    }

    /// The field that segment `segment` came from.
    pub(crate) fn field(&self, segment: &Segment) -> &Field {
        &self.fields[segment.field as usize]
    }

    /// The ordinal of the leaf that segment number `segment` of the batch came from.
    pub(crate) fn ordinal(&self, segment: u32) -> usize {
        self.ordinals[segment as usize] as usize
    }

    /// A span of a segment's text as a span of the field's decoded text.
    pub(crate) fn original(&self, segment: u32, span: Span) -> Span {
        match self.maps.binary_search_by_key(&segment, |(number, _)| *number) {
            Ok(index) => self.maps[index].1.span(span),
            Err(_) => span,
        }
    }
}

/// What a field is, by the user's word, else by its place in a search engine's hit, else by its name.
fn describe<'p>(options: &FieldOptions, names: impl Iterator<Item = &'p str>, path: String) -> Field {
    let mut naming = match path.as_str() {
        "$['_index']" => roles::Naming { role: Some(Role::Opaque), meta: Meta::Container, hint: None },
        "$['_id']" => roles::Naming { role: Some(Role::Opaque), meta: Meta::Id, hint: None },
        _ => by_names(names),
    };
    if naming.meta != Meta::None && options.has_meta(naming.meta) {
        naming.meta = Meta::None;
    }
    let (role, meta) = options.find(&path);
    Field {
        indexed: path.contains("[*]"),
        shown: OnceCell::new(),
        role: role.or(naming.role),
        meta: meta.unwrap_or(naming.meta),
        hint: naming.hint.map_or(Segment::NO_HINT, |id| id.0),
        path,
    }
}

/// Keeps the first value of each kind. A search engine's own `_id` comes first in a hit, so it wins over an `id` inside.
fn note(meta: &mut RecordMeta, what: Meta, span: Span) {
    let place = match what {
        Meta::None => return,
        Meta::Id => &mut meta.id,
        Meta::Container => &mut meta.container,
        Meta::Tenant => &mut meta.tenant,
        Meta::Time => &mut meta.time,
        Meta::State => &mut meta.state,
    };
    place.get_or_insert(span);
}
