//! Names of files: what a recorder, an exchange or a person put into a path, told apart by pattern.
//!
//! Call recorders name files after the numbers that called and were called, the time, and their own id of the call. So a path is
//! taken apart into fields of a record: telephone numbers get that role, or that hint where only their length speaks for them;
//! times and ids are taken away first, so that nobody reads them as numbers; words are text, and a folder's one word is a mailbox.
//! What a field holds is then the reading wing's to say, as of any other field.
//!
//! Patterns (formats.md §14): FreePBX `out-<to>-<from>-YYYYMMDD-HHMMSS-<epoch>.<n>`, its variant `<from>-<extension>-…`, Asterisk's older
//! `YYYYMMDD-HHMMSS-<from>-<to>-<uniqueid>` and `auto-<epoch>-<from>-<to>`, 3CX `[Name]_<from>-<to>_YYYYMMDDHHMMSS(id)`, Telesis
//! `…_YYMMDD_HHMMSS_…`, Google Voice `Name - Voicemail - …`, `VoiceMessage-+<number>`, folders `YYYY/MM/DD`, UUIDs.

mod times;
mod tokens;

use super::turns::Voice;
use super::{Meta, RawPlace, Reader, RecordMeta, Use};
use crate::entity::id;
use crate::span::Span;
use crate::utterance::{BatchBuilder, Role, Segment};
use times::Moment;
use tokens::{Token, Tokens, What};

/// The field of a path.
const FIELD: &str = "$['path']";

/// Digits of a telephone number at a place that is one's: local ones too.
const NUMBER: std::ops::RangeInclusive<usize> = 7..=15;
/// Digits of a card's number and the like.
const LONG: std::ops::RangeInclusive<usize> = 13..=19;

/// What Google Voice's exports are of, as their names have it.
const KINDS: [&str; 6] =
    [" - Voicemail - ", " - Text - ", " - Recorded - ", " - Missed - ", " - Received - ", " - Placed - "];

/// A part of a path that is a field's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Part {
    span: Span,
    role: Role,
    hint: u16,
}

/// A path taken apart; its memory is used again.
#[derive(Debug, Default)]
pub(crate) struct Names {
    /// The path, percent-decoded.
    path: String,
    tokens: Tokens,
    parts: Vec<Part>,
    /// Folders and the file, as spans of the decoded path.
    components: Vec<Span>,
    /// The file's name without its ending.
    stem: Span,
    moment: Option<Moment>,
    /// A scratch for words.
    text: String,
}

impl Names {
    /// Takes `path` apart.
    fn read(&mut self, path: &str) {
        self.path.clear();
        decode(path, &mut self.path);
        self.parts.clear();
        self.moment = None;
        split(&self.path, &mut self.components);
        let file = self.components.last().copied().unwrap_or_default();
        self.stem = Span::new(file.start, file.end - ending(file.of(self.path.as_bytes())) as u32);
        self.tokens.read(&self.path, self.stem.end);
        self.moment = times::claim(&mut self.tokens, self.stem);
        self.tokens.claim_ids();
        self.by_place();
        self.by_length();
        self.by_groups();
        self.person();
        self.parts.sort_unstable_by_key(|part| part.span.start);
    }

    /// Numbers that stand where recorders put them: beside the time of the call.
    fn by_place(&mut self) {
        let tokens = &mut self.tokens.list;
        let Some(time) =
            tokens.iter().position(|token| token.what == What::Time && token.span.start >= self.stem.start)
        else {
            return;
        };
        let behind = (time..tokens.len()).find(|&at| tokens[at].what != What::Time).unwrap_or(tokens.len());
        let joined = |at: usize| tokens[at].joint == b'-';
        let number = |at: usize| tokens[at].what == What::Digits && tokens[at].span.start >= self.stem.start;
        let pair = if time >= 2 && (time - 2..time).all(number) && joined(time) && joined(time - 1) {
            Some(time - 2)
        } else if behind + 1 < tokens.len() && (behind..behind + 2).all(number) && joined(behind) && joined(behind + 1)
        {
            // The uniqueid that ends such a name, or the word that begins it, says that it is one.
            let ends = tokens.get(behind + 2).is_some_and(|token| token.what == What::Time);
            (ends || tokens[..time].last().is_some_and(|token| token.is(&self.path, "auto"))).then_some(behind)
        } else {
            None
        };
        for at in pair.into_iter().flat_map(|at| [at, at + 1]) {
            let span = tokens[at].with_plus(&self.path);
            tokens[at].what = What::Taken;
            if NUMBER.contains(&(tokens[at].span.len() as usize)) {
                self.parts.push(Part { span, role: Role::Phone, hint: Segment::NO_HINT });
            }
        }
    }

    /// Numbers that are one token. In the name of a call, which has its time, ten to twelve digits are somebody's number; elsewhere
    /// they may be an order's or an invoice's.
    fn by_length(&mut self) {
        let timed = self.moment.is_some();
        for token in self.tokens.list.iter_mut().filter(|token| token.what == What::Digits) {
            let (length, span) = (token.span.len() as usize, token.with_plus(&self.path));
            let plus = span != token.span;
            let part = |role, hint| Part { span, role, hint };
            let digits = token.span.of(self.path.as_bytes());
            let part = if plus && NUMBER.contains(&length) {
                part(Role::Phone, Segment::NO_HINT)
            } else if is_likely(digits) || timed && matches!(length, 10..=12) {
                // A birth date with its century begins no telephone number.
                let born = length == 12 && times::is_birth(&digits[..8]);
                part(Role::Opaque, if born { Segment::NO_HINT } else { id::PHONE_NUMBER.0 })
            } else if matches!(length, 10..=12) || LONG.contains(&length) {
                part(Role::Opaque, Segment::NO_HINT)
            } else {
                continue;
            };
            self.parts.push(part);
            token.what = What::Taken;
        }
    }

    /// Numbers whose groups are tokens: `212-555-0142`, `811228-9874`, `+46 70-174 06 05`.
    fn by_groups(&mut self) {
        let mut from = 0;
        while from < self.tokens.list.len() {
            let to = self.tokens.group_end(from);
            let group = &mut self.tokens.list[from..to];
            let digits: usize = group.iter().map(|token| token.span.len() as usize).sum();
            if group.len() > 1 && (NUMBER.contains(&digits) || LONG.contains(&digits)) {
                let mut span = Span::new(group[0].with_plus(&self.path).start, group[group.len() - 1].span.end);
                // `(212) 555-0142`
                span.start -= u32::from(self.path.as_bytes().get((span.start as usize).wrapping_sub(1)) == Some(&b'('));
                group.iter_mut().for_each(|token| token.what = What::Grouped);
                self.parts.push(Part { span, role: Role::Opaque, hint: Segment::NO_HINT });
            }
            from = to.max(from + 1);
        }
    }

    /// The name that 3CX puts in brackets before the numbers of a call, and Google Voice before what a file is of.
    fn person(&mut self) {
        let Some(span) = self.bracketed().or_else(|| self.of_google_voice()) else { return };
        let within = self.tokens.list.iter_mut().filter(|token| span.contains(token.span));
        within.for_each(|token| token.what = What::Taken);
        self.parts.push(Part { span, role: Role::PersonName, hint: Segment::NO_HINT });
    }

    fn bracketed(&self) -> Option<Span> {
        self.moment?;
        let rest = self.stem.of(self.path.as_bytes()).strip_prefix(b"[")?;
        let name = &rest[..rest.iter().position(|byte| *byte == b']')?];
        let named = !name.is_empty() && name.iter().all(|byte| !byte.is_ascii_digit());
        named.then(|| Span::new(self.stem.start + 1, self.stem.start + 1 + name.len() as u32))
    }

    fn of_google_voice(&self) -> Option<Span> {
        let stem = self.path.get(self.stem.start as usize..self.stem.end as usize)?;
        let name = &stem[..KINDS.iter().find_map(|kind| stem.find(kind))?];
        let plain = name.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '\'' | '.'));
        let named = plain && (2..=4).contains(&name.split_whitespace().count());
        named.then(|| Span::new(self.stem.start, self.stem.start + name.len() as u32))
    }

    /// The words of a component, as text of the same length: marks are spaces, what was taken is a comma and spaces. `None`
    /// where there is none. The second value is how many.
    fn words(&mut self, component: Span) -> Option<usize> {
        self.text.clear();
        self.text.push_str(self.path.get(component.start as usize..component.end as usize)?);
        let mut text = std::mem::take(&mut self.text).into_bytes();
        text.iter_mut()
            .filter(|byte| byte.is_ascii_punctuation() && **byte != b'\'' && **byte != b'@')
            .for_each(|byte| *byte = b' ');
        let mut count = 0;
        let within = |token: &&Token| component.contains(token.span);
        for token in self.tokens.list.iter().filter(within) {
            let kept = match token.what {
                What::Word => true,
                What::Digits => token.span.len() < 5,
                _ => false,
            };
            count += usize::from(token.what == What::Word && token.span.len() > 1);
            if !kept {
                let place = token.span.from_base(component.start);
                text[place.start as usize..place.end as usize].fill(b' ');
                text[place.start as usize] = b',';
            }
        }
        self.text = String::from_utf8(text).unwrap_or_default();
        (count > 0).then_some(count)
    }

    /// Whether something in it is a telephone number or a person's name by its place or its length, whatever is looked for.
    fn tells(&self) -> bool {
        self.parts
            .iter()
            .any(|part| matches!(part.role, Role::Phone | Role::PersonName) || part.hint == id::PHONE_NUMBER.0)
    }
}

impl Reader {
    /// Reads the line of a list of paths; some tools put quotes around them.
    pub(super) fn read_path_line(&mut self, line: &str, batch: &mut BatchBuilder) -> RecordMeta {
        let quoted = line.strip_prefix('"').and_then(|line| line.strip_suffix('"'));
        self.read_name(quoted.unwrap_or(line), &[], None, super::Speech::None, batch)
    }

    /// Whether the path read last has something in it that no output may show, whatever is looked for.
    pub(crate) fn path_tells(&self) -> bool {
        self.paths.tells()
    }

    /// Whether a segment's field is the path of its record.
    pub(crate) fn is_of_path(&self, segment: &Segment) -> bool {
        self.fields[segment.field as usize].path == FIELD
    }

    /// Adds what stands in a path to the open utterance: each part a value of one field.
    pub(super) fn read_path(&mut self, path: &str, meta: &mut RecordMeta, batch: &mut BatchBuilder) {
        let known = self.use_of_name(FIELD, Some(Role::Opaque));
        let mut names = std::mem::take(&mut self.paths);
        names.read(path);
        self.read_parts(&mut names, FIELD, known, batch);
        if let Some(moment) = names.moment {
            self.note_own(meta, Meta::Time, moment.to_string().as_bytes());
        }
        self.paths = names;
        meta.path = true;
    }

    /// A tag's text: as a path where it is one word with a number in it, for recorders write their file's name there; else as text.
    pub(super) fn read_tag(&mut self, field: &str, text: &str, batch: &mut BatchBuilder) {
        let number = text.bytes().filter(u8::is_ascii_digit).count() >= *NUMBER.start();
        let known = self.use_of_name(field, Some(Role::Text));
        if !number || text.len() > 256 || text.contains(char::is_whitespace) {
            self.ascii = false;
            self.push(Role::Text, known, RawPlace::Unknown, text.as_bytes(), batch);
            return;
        }
        let mut names = Names::default();
        names.read(text);
        self.read_parts(&mut names, field, known, batch);
    }

    fn read_parts(&mut self, names: &mut Names, field: &str, known: Use, batch: &mut BatchBuilder) {
        self.ascii = names.path.is_ascii();
        for &Part { span, role, hint } in &names.parts {
            let text = span.of(names.path.as_bytes());
            self.push_part(role, Use { hint, ..known }, (field, span.start), text, batch);
        }
        for number in 0..names.components.len() {
            let file = number + 1 == names.components.len();
            let component = if file { names.stem } else { names.components[number] };
            let Some(words) = names.words(component) else { continue };
            let role = if file || words > 1 { Role::Text } else { Role::Mailbox };
            let known = Use { hint: Segment::NO_HINT, ..known };
            self.push_part(role, known, (field, component.start), names.text.as_bytes(), batch);
        }
    }

    /// Adds a part of a value that begins at byte `at` of it.
    fn push_part(&mut self, role: Role, known: Use, (field, at): (&str, u32), text: &[u8], batch: &mut BatchBuilder) {
        self.voices.push(Voice::of_field(self.places.len() as u32, RawPlace::Unknown, field.to_owned(), at));
        self.push(role, known, RawPlace::Unknown, text, batch);
    }
}

/// Whether digits are a telephone number by their length and how they begin: one of the North American Numbering Plan (with its
/// country's 1 or without), one with a trunk 0, with the international 00, or with Sweden's 46.
fn is_likely(digits: &[u8]) -> bool {
    let nanp = |digits: &[u8]| matches!(digits, [b'2'..=b'9', _, _, b'2'..=b'9', ..]);
    match digits {
        [b'1', rest @ ..] if digits.len() == 11 => nanp(rest),
        [b'4', b'6', ..] if digits.len() == 11 => true,
        [b'0', b'0', b'1'..=b'9', ..] => matches!(digits.len(), 12..=15),
        [b'0', b'1'..=b'9', ..] => matches!(digits.len(), 8..=12),
        _ => digits.len() == 10 && nanp(digits),
    }
}

/// Undoes percent-encoding where it is one; a slash in a name stays encoded.
fn decode(path: &str, out: &mut String) {
    if !path.contains('%') {
        return out.push_str(path);
    }
    let bytes = path.as_bytes();
    let hex = |at: usize| bytes.get(at).and_then(|byte| char::from(*byte).to_digit(16));
    let (mut decoded, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while at < bytes.len() {
        let byte = (bytes[at] == b'%').then(|| Some((hex(at + 1)? * 16 + hex(at + 2)?) as u8)).flatten();
        let byte = byte.filter(|byte| !matches!(byte, b'/' | b'\\' | 0..0x20 | 0x7f));
        decoded.push(byte.unwrap_or(bytes[at]));
        at += if byte.is_some() { 3 } else { 1 };
    }
    match String::from_utf8(decoded) {
        Ok(decoded) => out.push_str(&decoded),
        Err(_) => out.push_str(path),
    }
}

/// The parts between slashes, or, of a path of Windows, between either kind; a member of an archive stands behind its `!`.
fn split(path: &str, out: &mut Vec<Span>) {
    out.clear();
    let mut start = 0;
    for (at, byte) in path.bytes().chain([b'/']).enumerate() {
        if matches!(byte, b'/' | b'\\' | b'!') {
            if at > start {
                out.push(Span::new(start as u32, at as u32));
            }
            start = at + 1;
        }
    }
}

/// The length of a file name's ending with its dot, or of two of them (`.wav.gz`).
fn ending(name: &[u8]) -> usize {
    let one = |name: &[u8]| {
        let dot = memchr::memrchr(b'.', name).filter(|dot| *dot > 0)?;
        let ending = &name[dot + 1..];
        let plain = (1..=5).contains(&ending.len()) && ending.iter().all(u8::is_ascii_alphanumeric);
        (plain && !ending.iter().all(u8::is_ascii_digit)).then_some(name.len() - dot)
    };
    let Some(last) = one(name) else { return 0 };
    let packed = [&b".gz"[..], b".zst", b".xz", b".bz2", b".enc", b".gpg"].contains(&&name[name.len() - last..]);
    last + if packed { one(&name[..name.len() - last]).unwrap_or_default() } else { 0 }
}
