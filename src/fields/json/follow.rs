//! The hot loop: a record is followed along edges already learned, value by value.

use super::record::Record;
use super::simd::{Vector, Work, apart};
use super::template::{END, Edge, Learned, NONE, State};
use super::value::{self, Value, begins_scalar};
use super::{Leaf, LeafKind, Malformed, PathId, TemplateId};

/// Follows `record` from `entry` as far as known edges lead, and appends its leaves.
pub(super) struct Follow<'a> {
    pub(super) record: Record<'a>,
    pub(super) learned: &'a Learned,
    pub(super) leaves: &'a mut Vec<Leaf>,
    pub(super) entry: Entry,
}

/// Where to take up a record.
#[derive(Debug, Clone, Copy)]
pub(super) enum Entry {
    Start,
    /// At the first byte of a scalar with this path.
    Value(usize, PathId),
}

pub(super) enum Outcome {
    /// The record is complete.
    Done(Option<TemplateId>),
    /// No edge fits at this position: the grammar has to decide.
    Stuck(usize, State),
}

impl Work for Follow<'_> {
    type Output = Result<Outcome, Malformed>;

    /// One load serves the literal and, for most values, the closing quote. From one value to the next leads a chain of
    /// load, compare, count zeros and add, 25 to 30 cycles; which edge comes next does not depend on it and is fetched
    /// meanwhile. Tried instead: a bitmap of all quotes of the record made first, which leaves only the integer steps in
    /// the chain. Not faster, as the instructions then are the limit, and a tenth slower on transcripts.
    ///
    /// Longer than most functions here since it is one loop whose state has to stay in registers. What is rare is called
    /// [`apart`]: inlined, it made the loop spill block and masks to the stack at every value.
    #[inline(always)]
    fn run<V: Vector>(self, v: V) -> Self::Output {
        let Follow { record, learned, leaves, entry } = self;
        let (mut at, mut state, mut candidate) = match entry {
            Entry::Start => (0, State::START, learned.root()),
            Entry::Value(at, path) => {
                let value = value::value(v, record, at)?;
                leaves.push(leaf(path, value));
                (value.next, State::behind(path), NONE)
            }
        };
        let mut listed = false;
        while let Some(bytes) = record.chunk(at) {
            let block = v.load(bytes);
            let Some(edge) = learned.edge(candidate) else {
                if listed {
                    break;
                }
                listed = true;
                candidate = learned.head(state);
                continue;
            };
            if !v.begins_with(block, &edge.head, edge.mask) {
                candidate = edge.sibling;
                continue;
            }
            // As in `Try`, for the usual end of a record.
            if edge.target == END && edge.length as usize == record.end() - at && edge.length <= 32 {
                return Ok(Outcome::Done(edge.template()));
            }
            let value = match short(v, record, at, bytes, block, edge) {
                Some(value) => value,
                None => match apart(v, Try { record, learned, at, edge })? {
                    Tried::Value(value) => value,
                    Tried::Done(template) => return Ok(Outcome::Done(template)),
                    Tried::Unfit => {
                        candidate = edge.sibling;
                        continue;
                    }
                },
            };
            leaves.push(leaf(PathId(edge.target), value));
            at = value.next;
            state = State::behind(PathId(edge.target));
            candidate = edge.child;
            listed = false;
        }
        Ok(Outcome::Stuck(at, state))
    }
}

#[inline(always)]
fn leaf(path: PathId, value: Value) -> Leaf {
    Leaf { path, kind: value.kind, start: value.start as u32, end: value.end as u32 }
}

/// The value behind a short literal that fits, if it is plain text that ends inside the block loaded from `at`, or one of
/// the usual numbers and words; with a narrow vector any value. None says nothing: [`Try`] decides. Text may seem to end
/// behind the record: the loop's next load notices.
#[inline(always)]
fn short<V: Vector>(
    v: V,
    record: Record<'_>,
    at: usize,
    bytes: &[u8; 64],
    block: V::Block,
    edge: &Edge,
) -> Option<Value> {
    let offset = edge.length as usize;
    if !edge.short {
        return None;
    }
    if V::WIDTH < 64 {
        return value::value(v, record, at + offset).ok();
    }
    if bytes[offset & 63] == b'"' {
        // The closing quote is found without waiting for the other masks, which only have to be empty before it.
        let quotes = v.quotes(block) >> (offset + 1);
        let specials = v.specials(block) >> (offset + 1);
        if quotes == 0 || specials & (quotes ^ (quotes - 1)) != 0 {
            return None;
        }
        let (start, length) = (at + offset + 1, quotes.trailing_zeros() as usize);
        return Some(Value { kind: LeafKind::Text, start, end: start + length, next: start + length + 1 });
    }
    // Loaded anew: from the loop's block, the compiler would work out the digits of every block, wanted or not.
    value::short_bare(v, record, at + offset)
}

/// Tries an edge whose first bytes fit, in every respect.
struct Try<'a> {
    record: Record<'a>,
    learned: &'a Learned,
    at: usize,
    edge: &'a Edge,
}

enum Tried {
    Value(Value),
    Done(Option<TemplateId>),
    Unfit,
}

impl Work for Try<'_> {
    type Output = Result<Tried, Malformed>;

    #[inline(always)]
    fn run<V: Vector>(self, v: V) -> Self::Output {
        let Try { record, learned, at, edge } = self;
        let (tail, end) = (learned.tail(edge), at + edge.length as usize);
        // Asked first: for no bytes at a dangling address, glibc's memcmp takes 30 ns (a masked load that would fault).
        if !tail.is_empty() && record.get(end - tail.len(), end) != Some(tail) {
            return Ok(Tried::Unfit);
        }
        if edge.target == END {
            let complete = record.skip_space(end) == record.end();
            return Ok(if complete { Tried::Done(edge.template()) } else { Tried::Unfit });
        }
        match record.byte(end) {
            Some(byte) if begins_scalar(byte) => Ok(Tried::Value(value::value(v, record, end)?)),
            _ => Ok(Tried::Unfit),
        }
    }
}
