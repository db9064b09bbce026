//! From a record's bytes to an utterance: which field is what, and its text as the lexer expects it.

mod captions;
pub(crate) mod json;
mod mail;
mod options;
mod paths;
mod places;
mod roles;
mod shapes;
mod sql;
mod table;
mod text;
mod times;
mod turns;
mod values;
mod voicemail;

use std::cell::OnceCell;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use json::{FieldScanner, Leaf, LeafKind, Malformed, PathId};

pub use options::FieldOptions;
use places::RawPlace;
pub(crate) use places::Walked;
pub use roles::Meta;
use roles::{Naming, by_content, by_names};
pub(crate) use turns::{Heard, Voice};

use crate::framing::{self, FaultKind, Format, Frame, Layout};
use crate::level::Level;
use crate::normalize::{OffsetMap, blank_barriers, is_plain, normalize};
use crate::span::Span;
use crate::utterance::{BatchBuilder, Day, Role, Segment, language_code};

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
}

/// What is to be done with a field's values: all that is asked of every leaf, in eight bytes.
#[derive(Clone, Copy, Debug)]
struct Use {
    /// Its place in [`Reader::fields`]; `u32::MAX` where the field is not known yet.
    field: u32,
    /// What the field's name says of a value.
    hint: u16,
    role: Option<Role>,
    meta: Meta,
}

impl Use {
    const UNKNOWN: Self = Self { field: u32::MAX, hint: Segment::NO_HINT, role: None, meta: Meta::None };
}

/// What is known of a record beside its text: byte ranges of the buffer it was read from.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct RecordMeta {
    pub(crate) id: Option<Span>,
    pub(crate) container: Option<Span>,
    pub(crate) tenant: Option<Span>,
    pub(crate) time: Option<Span>,
    pub(crate) state: Option<Span>,
    pub(crate) language: Option<Span>,
    pub(crate) speech: Speech,
    /// The ranges are of [`Reader::names`], not of the buffer.
    pub(crate) own: bool,
    /// A file's path is a field of it.
    pub(crate) path: bool,
    /// What it holds cannot be read.
    pub(crate) encrypted: bool,
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
    /// It is sound, and nobody listened.
    Recording,
}

impl Speech {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Missing => "missing",
            Self::Scanned => "scanned",
            Self::Recording => "recording",
        }
    }
}

/// Reads records, one after the other, into a batch; one a worker.
pub(crate) struct Reader {
    options: FieldOptions,
    scanner: FieldScanner,
    leaves: Vec<Leaf>,
    /// By path id, for the scanner's current generation.
    by_path: Vec<Use>,
    generation: u32,
    fields: Vec<Field>,
    /// Where each segment of the batch stands in its record.
    places: Vec<RawPlace>,
    /// Segments that were normalised, with their maps.
    maps: Vec<(u32, OffsetMap)>,
    decoded: Vec<u8>,
    /// Segments that come from more than one field, or from somewhere in one.
    voices: Vec<Voice>,
    /// Where the leaves of the transcript or the texts of the mail at hand stand, by exact path.
    values_at: HashMap<String, RawPlace>,
    /// Ids, times and the like of records that do not have them as JSON does.
    names: Vec<u8>,
    /// Fields by their path with `[*]`, where they are not met by the JSON scanner.
    by_name: HashMap<String, Use>,
    columns: table::Columns,
    tables: sql::Columns,
    paths: paths::Names,
    /// A field of the record at hand is one that transcripts have.
    announced: bool,
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
            places: Vec::new(),
            maps: Vec::new(),
            decoded: Vec::new(),
            voices: Vec::new(),
            values_at: HashMap::new(),
            names: Vec::new(),
            by_name: HashMap::new(),
            columns: table::Columns::default(),
            tables: sql::Columns::default(),
            paths: paths::Names::default(),
            announced: false,
            ascii: false,
        }
    }

    /// Forgets what belonged to the last batch.
    pub(crate) fn begin_batch(&mut self) {
        self.places.clear();
        self.maps.clear();
        self.voices.clear();
        self.names.clear();
        if self.fields.len() > MOST_FIELDS {
            self.fields.clear();
            self.by_path.clear();
            self.by_name.clear();
            self.columns.clear();
            self.tables.clear();
        }
    }

    /// Reads what a framer cut out of `buffer`. The second value is a fault that does not keep it from being read.
    ///
    /// # Errors
    /// Where it is not what the format says; nothing was added then, and it is to be read as text.
    pub(crate) fn read_frame(
        &mut self,
        format: Format,
        layout: &Arc<Layout>,
        buffer: &[u8],
        frame: Frame,
        batch: &mut BatchBuilder,
    ) -> Result<(RecordMeta, Option<FaultKind>), Malformed> {
        let text = || String::from_utf8_lossy(&buffer[frame.body..frame.end]);
        let meta = match (format, &**layout) {
            (_, Layout::Table(table)) => {
                let (meta, ragged) = self.read_row(layout, table, &buffer[frame.body..frame.end], batch);
                return Ok((meta, ragged.then_some(FaultKind::Ragged)));
            }
            (_, Layout::Sql(tables)) if let Some(table) = tables.get(frame.table as usize) => {
                return self.read_sql(table, &buffer[frame.body..frame.end], batch);
            }
            (Format::Bulk, _) => {
                let mut meta = self.read(buffer, frame.body, frame.end, batch)?;
                for (what, span) in framing::action_names(buffer, frame.start, frame.body) {
                    note(&mut meta, if what { Meta::Id } else { Meta::Container }, span);
                }
                meta
            }
            (Format::Text | Format::Lines, _) => self.read_call(&text(), batch),
            (Format::Vtt | Format::Srt, _) => self.read_captions(&text(), batch),
            (Format::Paths, _) => self.read_path_line(&text(), batch),
            (Format::Voicemail, _) => self.read_voicemail(&text(), batch),
            (Format::Eml | Format::Mbox, _) => self.read_mail(&buffer[frame.body..frame.end], batch)?,
            (Format::Blocks, _) => self.read_block(&text(), batch),
            _ => self.read(buffer, frame.body, frame.end, batch)?,
        };
        Ok((meta, None))
    }

    /// Reads what stands in for a source: its name, and of a recording its tags and when its header says it was made.
    pub(crate) fn read_name(
        &mut self,
        path: &str,
        tags: &[(String, String)],
        created: Option<&str>,
        speech: Speech,
        batch: &mut BatchBuilder,
    ) -> RecordMeta {
        let mut meta = RecordMeta { own: true, speech, ..RecordMeta::default() };
        self.read_path(path, &mut meta, batch);
        for (name, text) in tags {
            self.read_tag(&values::member_path("$['tags']", name), text, batch);
        }
        // What the name says is when the call was; what the header says may be when the file was copied.
        self.note_own(&mut meta, Meta::Time, created.unwrap_or_default().as_bytes());
        self.end_named(&meta, batch);
        meta
    }

    /// The arena of records' [own](RecordMeta::own) values.
    pub(crate) fn names(&self) -> &[u8] {
        &self.names
    }

    /// Where a segment's speech comes from, if not from one field as a whole.
    pub(crate) fn voice(&self, segment: u32) -> Option<&Voice> {
        if self.voices.is_empty() {
            return None;
        }
        let index = self.voices.binary_search_by_key(&segment, Voice::segment).ok()?;
        Some(&self.voices[index])
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
        let segments = self.places.len();
        for leaf in &leaves {
            self.read_leaf(buffer, start as u32, leaf, &mut meta, batch);
        }
        self.leaves = leaves;
        scanned?;
        if self.announced
            && let Some(meta) = self.read_as_shape(buffer, start..end, segments, batch)
        {
            return Ok(meta);
        }
        if let Some(day) = meta.time.and_then(|span| Day::of(span.of(buffer))) {
            batch.set_day(day);
        }
        if let Some(code) = meta.language.and_then(|span| language_code(span.of(buffer))) {
            batch.set_language(code);
        }
        batch.end_utterance();
        Ok(meta)
    }

    /// Reads a record that may be a transcript as one, in place of the fields that were added from segment `segments` on.
    #[cold]
    fn read_as_shape(
        &mut self,
        buffer: &[u8],
        record: Range<usize>,
        segments: usize,
        batch: &mut BatchBuilder,
    ) -> Option<RecordMeta> {
        self.announced = false;
        let value: serde_json::Value = serde_json::from_slice(&buffer[record.clone()]).ok()?;
        let inner = shapes::unsigned(&value);
        let signed = inner.is_some();
        let value = inner.unwrap_or(value);
        let encrypted = shapes::is_encrypted(&value);
        if !encrypted && !shapes::is_one(&value) {
            return None;
        }
        if encrypted {
            batch.end_utterance();
            return Some(RecordMeta { encrypted, speech: Speech::Missing, ..RecordMeta::default() });
        }
        batch.abandon_utterance();
        self.places.truncate(segments);
        self.maps.retain(|(segment, _)| (*segment as usize) < segments);
        if !signed {
            self.find_leaves(buffer, record);
        }
        let meta = self.read_shape(&value, batch);
        self.values_at.clear();
        meta
    }

    /// Takes note of where the leaves of the record stand that was scanned last.
    fn find_leaves(&mut self, buffer: &[u8], record: Range<usize>) {
        let Some(mut paths) = json::ExactPaths::new(buffer, record.start, record.end) else { return };
        for leaf in &self.leaves {
            let place = match leaf.kind {
                LeafKind::EscapedText => RawPlace::Escaped(leaf.start),
                LeafKind::Text | LeafKind::Number => RawPlace::Verbatim(leaf.start),
                LeafKind::Bool | LeafKind::Null => continue,
            };
            if let Some(path) = paths.of(leaf.start as usize) {
                self.values_at.insert(path.to_owned(), place);
            }
        }
    }

    /// Where the value at an exact path stands, if the record at hand is a transcript or mail.
    fn place_of(&self, path: &str) -> RawPlace {
        self.values_at.get(path).copied().unwrap_or(RawPlace::Unknown)
    }

    /// Adds a record that is no JSON as one text.
    pub(crate) fn read_text(&mut self, text: &str, batch: &mut BatchBuilder) -> RecordMeta {
        let known = self.plain_use();
        self.ascii = false;
        self.push(Role::Text, known, RawPlace::Verbatim(0), text.as_bytes(), batch);
        batch.end_utterance();
        RecordMeta { speech: Speech::Scanned, ..RecordMeta::default() }
    }

    fn plain_use(&mut self) -> Use {
        Use { field: self.plain_field(), ..Use::UNKNOWN }
    }

    /// The field `$`: a record that is one text.
    fn plain_field(&mut self) -> u32 {
        let known = self.fields.iter().position(|field| field.path == "$");
        known.unwrap_or_else(|| {
            self.fields.push(Field { path: "$".into(), indexed: false, shown: OnceCell::new() });
            self.fields.len() - 1
        }) as u32
    }

    #[inline]
    fn read_leaf(&mut self, buffer: &[u8], record: u32, leaf: &Leaf, meta: &mut RecordMeta, batch: &mut BatchBuilder) {
        let known = self.use_of(leaf.path);
        let span = Span::new(record + leaf.start, record + leaf.end);
        let raw = span.of(buffer);
        match leaf.kind {
            LeafKind::Text => {
                self.note(meta, known.meta, span);
                self.read_string(known, RawPlace::Verbatim(leaf.start), raw, meta, batch);
            }
            LeafKind::EscapedText => {
                self.note(meta, known.meta, span);
                let mut decoded = std::mem::take(&mut self.decoded);
                decoded.clear();
                json::unescape(raw, &mut decoded);
                blank_barriers(&mut decoded);
                self.ascii &= decoded.is_ascii();
                self.read_string(known, RawPlace::Escaped(leaf.start), &decoded, meta, batch);
                self.decoded = decoded;
            }
            LeafKind::Number => {
                note(meta, known.meta, span);
                self.read_number(known, RawPlace::Verbatim(leaf.start), raw, batch);
            }
            LeafKind::Bool | LeafKind::Null => {
                if known.role == Some(Role::Speech) && meta.speech == Speech::None {
                    meta.speech = Speech::Missing;
                }
            }
        }
    }

    /// Keeps a value that is the record's own, or what it says of the record.
    #[inline]
    fn note(&mut self, meta: &mut RecordMeta, what: Meta, span: Span) {
        match what {
            Meta::None => {}
            Meta::Announcing => self.announced = true,
            _ => note(meta, what, span),
        }
    }

    // Measured: out of line it costs a record of a dump some 200 instructions.
    #[inline(always)]
    fn read_string(
        &mut self,
        known: Use,
        place: RawPlace,
        text: &[u8],
        meta: &mut RecordMeta,
        batch: &mut BatchBuilder,
    ) {
        let role = known.role.unwrap_or_else(|| by_content(text));
        if role == Role::Speech {
            let speech = if text.iter().all(u8::is_ascii_whitespace) || is_placeholder(text) {
                Speech::Missing
            } else {
                Speech::Scanned
            };
            meta.speech = if meta.speech == Speech::Scanned { Speech::Scanned } else { speech };
        }
        if !text.is_empty() {
            self.push(role, known, place, text, batch);
        }
    }

    fn read_number(&mut self, known: Use, place: RawPlace, raw: &[u8], batch: &mut BatchBuilder) {
        let typed = matches!(known.role, Some(Role::Phone | Role::Number | Role::PostalCode | Role::BirthDate));
        if typed || raw.len() >= SHORTEST_NUMBER && known.role != Some(Role::Date) {
            let role = known.role.filter(|role| !role.is_spoken_or_written()).unwrap_or(Role::Opaque);
            self.push(role, known, place, raw, batch);
        }
    }

    fn push(&mut self, role: Role, known: Use, place: RawPlace, text: &[u8], batch: &mut BatchBuilder) {
        if self.ascii && memchr::memchr(b'&', text).is_none() || is_plain(text) {
            batch.push_with(role, known.field, known.hint, |out| out.extend_from_slice(text));
        } else {
            batch.push_with(role, known.field, known.hint, |out| {
                let map = normalize(&String::from_utf8_lossy(text), out);
                self.maps.push((self.places.len() as u32, map));
            });
        }
        self.places.push(place);
    }

    #[inline]
    fn use_of(&mut self, path: PathId) -> Use {
        match self.by_path.get(path.0 as usize) {
            Some(&known) if known.field != u32::MAX => known,
            _ => self.learn_field(path),
        }
    }

    #[cold]
    fn learn_field(&mut self, path: PathId) -> Use {
        let index = path.0 as usize;
        if self.by_path.len() <= index {
            self.by_path.resize(index + 1, Use::UNKNOWN);
        }
        let (names, path) = (self.scanner.path(path), self.scanner.path(path).normalized());
        let naming = describe(&self.options, names.steps_up().filter_map(json::Step::name), &path);
        let hint = naming.hint.map_or(Segment::NO_HINT, |id| id.0);
        let field = self.fields.len() as u32;
        let naming = if shapes::announces(&path) { Naming { meta: Meta::Announcing, ..naming } } else { naming };
        self.by_path[index] = Use { field, hint, role: naming.role, meta: naming.meta };
        self.fields.push(Field { indexed: path.contains("[*]"), shown: OnceCell::new(), path });
        self.by_path[index]
    }

    /// The field that segment `segment` came from.
    pub(crate) fn field(&self, segment: &Segment) -> &Field {
        &self.fields[segment.field as usize]
    }

    /// Where, in its record, the leaf starts that segment number `segment` of the batch came from.
    pub(crate) fn leaf_start(&self, segment: u32) -> usize {
        self.places[segment as usize].start().unwrap_or_default() as usize
    }

    /// The bytes of `record` that a span of the segment's decoded text was read from; `None` where nobody knows. Of what was said
    /// in several fields they reach from the first to the last.
    pub(crate) fn raw_span(&self, segment: u32, span: Span, record: &[u8], walked: &mut Walked) -> Option<Span> {
        match self.voice(segment) {
            Some(voice) => voice.raw_span(span, record, walked),
            None => self.places[segment as usize].bytes(span, record, walked),
        }
    }

    /// A span of a segment's text as a span of the field's decoded text.
    pub(crate) fn original(&self, segment: u32, span: Span) -> Span {
        match self.maps.binary_search_by_key(&segment, |(number, _)| *number) {
            Ok(index) => self.maps[index].1.span(span),
            Err(_) => span,
        }
    }
}

/// Whether a text stands where a transcript would, and is none.
#[inline(always)]
fn is_placeholder(text: &[u8]) -> bool {
    matches!(text.first(), Some(b'(' | b'[')) && is_bracketed_placeholder(text)
}

#[cold]
fn is_bracketed_placeholder(text: &[u8]) -> bool {
    const PLACEHOLDERS: [&[u8]; 7] = [
        b"(blank)",
        b"[blank]",
        b"[inaudible]",
        b"(inaudible)",
        b"[no transcript]",
        b"(no transcript available)",
        b"[silence]",
    ];
    PLACEHOLDERS.iter().any(|known| text.eq_ignore_ascii_case(known))
}

/// What a field is, by the user's word, else by its place in a search engine's hit, else by its name.
fn describe<'p>(options: &FieldOptions, names: impl Iterator<Item = &'p str>, path: &str) -> Naming {
    let mut naming = match path {
        "$['_index']" => Naming { role: Some(Role::Opaque), meta: Meta::Container, hint: None },
        "$['_id']" => Naming { role: Some(Role::Opaque), meta: Meta::Id, hint: None },
        // The number of a row that came out of columns: its id where it has no other.
        "$['@row']" => Naming { role: Some(Role::Date), meta: Meta::Id, hint: None },
        _ => by_names(names),
    };
    if naming.meta != Meta::None && options.has_meta(naming.meta) {
        naming.meta = Meta::None;
    }
    let (role, meta) = options.find(path);
    Naming { role: role.or(naming.role), meta: meta.unwrap_or(naming.meta), hint: naming.hint }
}

/// Keeps the first value of each kind. A search engine's own `_id` comes first in a hit, so it wins over an `id` inside.
#[inline]
fn note(meta: &mut RecordMeta, what: Meta, span: Span) {
    let place = match what {
        Meta::None | Meta::Announcing => return,
        Meta::Id => &mut meta.id,
        Meta::Container => &mut meta.container,
        Meta::Tenant => &mut meta.tenant,
        Meta::Time => &mut meta.time,
        Meta::State => &mut meta.state,
        Meta::Language => &mut meta.language,
    };
    if !span.is_empty() {
        place.get_or_insert(span);
    }
}
