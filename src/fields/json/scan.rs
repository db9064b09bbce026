//! The full parse of what stands between values: white space, punctuation, keys; and the loop around everything.

use super::follow::{Entry, Follow, Outcome};
use super::paths::Paths;
use super::record::Record;
use super::simd::{Chosen, Portable, dispatch};
use super::strings::unescape;
use super::template::{END, Learned, State, without_space};
use super::value::{begins_scalar, text};
use super::{Leaf, Malformed, MalformedKind, PathId, TemplateId};

/// Containers inside each other that are accepted: as many as `serde_json`'s.
const DEEPEST: u32 = 127;

/// Scans one record, appending its leaves: known edges are followed, the grammar decides where none fits.
pub(super) fn scan(
    chosen: Chosen,
    record: Record<'_>,
    paths: &mut Paths,
    learned: &mut Learned,
    leaves: &mut Vec<Leaf>,
) -> Result<Option<TemplateId>, Malformed> {
    let first = leaves.len();
    let mut entry = Entry::Start;
    loop {
        let (at, state) = match dispatch(chosen, Follow { record, learned, leaves, entry })? {
            Outcome::Stuck(at, state) => (at, state),
            Outcome::Done(template) => {
                if let (None, Entry::Start) = (template, entry) {
                    learned.note_shape(record, &leaves[first..]);
                }
                return Ok(template);
            }
        };
        let next = advance(record, paths, at, state)?;
        note(learned, record, at, state, next);
        match next {
            Next::Leaf(at, path) => entry = Entry::Value(at, path),
            Next::End => return Ok(None),
        }
    }
}

/// What comes after a value, or first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    /// A scalar that begins here.
    Leaf(usize, PathId),
    End,
}

/// Where the grammar stands.
#[derive(Clone, Copy)]
enum Place {
    /// A value is due, and this will be its path.
    Before(PathId),
    /// A value, scalar or container, has ended.
    Behind(PathId),
}

/// From a record's start, or from behind a scalar, to the next scalar.
///
/// What this finds depends on nothing but `state` and the bytes up to the scalar's first: so they can be learned.
fn advance(record: Record<'_>, paths: &mut Paths, at: usize, state: State) -> Result<Next, Malformed> {
    let mut at = at;
    let mut place = state.path().map_or(Place::Before(Paths::ROOT), Place::Behind);
    loop {
        at = record.skip_space(at);
        (at, place) = match (place, record.byte(at)) {
            (Place::Behind(Paths::ROOT), None) if at == record.end() => return Ok(Next::End),
            (Place::Behind(Paths::ROOT), _) => return Err(record.fault(at, MalformedKind::TrailingBytes)),
            (Place::Behind(path), Some(byte)) => behind(record, paths, at, path, byte)?,
            (Place::Before(path), Some(byte)) if begins_scalar(byte) => return Ok(Next::Leaf(at, path)),
            (Place::Before(path), Some(byte @ (b'{' | b'['))) => open(record, paths, at, path, byte)?,
            _ => return Err(record.unexpected(at)),
        };
    }
}

/// `,`, `}` or `]` behind a value inside a container.
fn behind(
    record: Record<'_>,
    paths: &mut Paths,
    at: usize,
    path: PathId,
    byte: u8,
) -> Result<(usize, Place), Malformed> {
    match (byte, paths.is_element(path)) {
        (b',', true) => Ok((at + 1, Place::Before(path))),
        (b',', false) => key(record, paths, record.skip_space(at + 1), paths.parent(path)),
        (b']', true) | (b'}', false) => Ok((at + 1, Place::Behind(paths.parent(path)))),
        _ => Err(record.unexpected(at)),
    }
}

/// `{` or `[`, and what is first inside.
fn open(record: Record<'_>, paths: &mut Paths, at: usize, path: PathId, byte: u8) -> Result<(usize, Place), Malformed> {
    if paths.depth(path) >= DEEPEST {
        return Err(record.fault(at, MalformedKind::TooDeep));
    }
    let inside = record.skip_space(at + 1);
    match (byte, record.byte(inside)) {
        (b'{', Some(b'}')) | (b'[', Some(b']')) => Ok((inside + 1, Place::Behind(path))),
        (b'{', _) => key(record, paths, inside, path),
        _ => Ok((inside, Place::Before(paths.element(path)))),
    }
}

/// A key of the object at `path`, and its colon.
fn key(record: Record<'_>, paths: &mut Paths, at: usize, path: PathId) -> Result<(usize, Place), Malformed> {
    if record.byte(at) != Some(b'"') {
        return Err(record.unexpected(at));
    }
    let key = text(Portable, record, at + 1, at + 1)?;
    let raw = record.get(key.start, key.close).unwrap_or_default();
    let colon = record.skip_space(key.close + 1);
    if record.byte(colon) != Some(b':') {
        return Err(record.unexpected(colon));
    }
    let member = if key.escaped {
        let mut decoded = Vec::with_capacity(raw.len());
        unescape(raw, &mut decoded);
        paths.member(path, &decoded)
    } else {
        paths.member(path, raw)
    };
    Ok((colon + 1, Place::Before(member)))
}

/// Hands what was just parsed to what learns it.
fn note(learned: &mut Learned, record: Record<'_>, at: usize, state: State, next: Next) {
    let (literal, target) = match next {
        Next::Leaf(to, path) => (record.get(at, to), path.0),
        Next::End => (record.get(at, record.end()).map(without_space), END),
    };
    learned.note(state, literal.unwrap_or_default(), target);
}
