//! What is learned from the records read so far: the bytes between two values, and the order in which they come.
//!
//! Behind a value, all that the grammar needs to know is the value's path (see `Paths`). So the bytes from one value to
//! the next, once parsed, mean the same wherever they follow a value of that path: an [`Edge`]. Edges are kept twice:
//! - in a list for each path ("what can follow here"), which copes with optional fields, other orders and arrays of any
//!   length without learning every combination;
//! - in a tree of whole records, whose ends are the templates. It is tried first, as it knows more: of 16 interleaved
//!   shapes that share their field names, the tree is wrong once a record, the lists at every field.
//!
//! An edge is learned when it is met for the second time, a template when its record's edges were all known twice.
//! Everything is bounded; what does not fit is parsed in full, with the same result.

use super::paths::Seeds;
use super::record::{Record, is_space};
use super::{Leaf, PathId, TemplateId};

/// No edge, no template.
pub(super) const NONE: u32 = u32::MAX;
/// The target of an edge that leads to the record's end.
pub(super) const END: u32 = u32::MAX;

/// Literals up to this length are compared in one step.
const SHORT: usize = 32;
/// Longer ones are not learned.
const LONGEST: usize = 256;
/// Edges in one list: a slot where everything follows everything is not worth trying.
const SIBLINGS: usize = 24;
const EDGES: usize = 1 << 14;
const TEMPLATES: u32 = 256;
/// Leaves of a record that can become a template.
const LEAVES: usize = 256;
/// Records without template that are all looked at, and then one in `SAMPLE` of them, until one is learned.
const PATIENCE: u32 = 512;
const SAMPLE: u32 = 16;
/// Records without template after which a full set of templates is given up for the first time; then twice as many.
const OUTDATED: u32 = 1 << 16;

/// Where the scanner stands between two values: at the record's start or behind a value of some path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct State(u32);

impl State {
    pub(super) const START: State = State(0);

    #[inline(always)]
    pub(super) fn behind(path: PathId) -> State {
        State(path.0 + 1)
    }

    /// The path of the value before; none at the start.
    pub(super) fn path(self) -> Option<PathId> {
        self.0.checked_sub(1).map(PathId)
    }
}

/// The bytes between two values: white space, punctuation, keys. One cache line.
#[repr(C, align(64))]
pub(super) struct Edge {
    /// The first bytes, zeros behind.
    pub(super) head: [u8; SHORT],
    /// A bit for each byte of `head` that counts.
    pub(super) mask: u32,
    pub(super) length: u32,
    /// The path of the value behind, or [`END`].
    pub(super) target: u32,
    /// The next edge to try where this one does not fit.
    pub(super) sibling: u32,
    /// The first edge to try after this one; only in the tree.
    pub(super) child: u32,
    /// The template that ends here; only in the tree.
    template: u32,
    /// Where the bytes behind `head` are kept.
    tail: u32,
    /// Whether `head` is all, and a value follows.
    pub(super) short: bool,
}

impl Edge {
    #[inline(always)]
    pub(super) fn template(&self) -> Option<TemplateId> {
        (self.template != NONE).then_some(TemplateId(self.template))
    }
}

pub(super) struct Learned {
    edges: Vec<Edge>,
    tails: Vec<u8>,
    /// For each state the first edge of its list.
    heads: Vec<u32>,
    /// The first edge of the tree.
    root: u32,
    templates: u32,
    /// Records since that had no template.
    strangers: u32,
    /// Strangers that are too many.
    outdated: u32,
    /// Hashes of edges and shapes met once.
    seen: Box<[u32; 1024]>,
    chance: u64,
    seeds: Seeds,
    learning: bool,
}

/// Where a list of edges hangs.
#[derive(Clone, Copy)]
enum List {
    Behind(State),
    Root,
    Child(u32),
}

impl Learned {
    pub(super) fn new(seeds: Seeds, learning: bool) -> Learned {
        Learned {
            edges: Vec::new(),
            tails: Vec::new(),
            heads: Vec::new(),
            root: NONE,
            templates: 0,
            strangers: 0,
            outdated: OUTDATED,
            seen: Box::new([0; 1024]),
            chance: 0,
            seeds,
            learning,
        }
    }

    /// The tree's first edge, to be tried at a record's start.
    #[inline(always)]
    pub(super) fn root(&self) -> u32 {
        self.root
    }

    /// The first edge of a state's list.
    #[inline(always)]
    pub(super) fn head(&self, state: State) -> u32 {
        self.heads.get(state.0 as usize).copied().unwrap_or(NONE)
    }

    #[inline(always)]
    pub(super) fn edge(&self, index: u32) -> Option<&Edge> {
        self.edges.get(index as usize)
    }

    /// The bytes of an edge behind its first 32.
    pub(super) fn tail(&self, edge: &Edge) -> &[u8] {
        let length = (edge.length as usize).saturating_sub(SHORT);
        &self.tails[edge.tail as usize..][..length]
    }

    /// Whether it is time to begin anew: the edges are full, or the templates are and no longer those of the input.
    pub(super) fn is_exhausted(&self) -> bool {
        self.edges.len() >= EDGES || self.is_outdated()
    }

    fn is_outdated(&self) -> bool {
        self.templates >= TEMPLATES && self.strangers >= self.outdated
    }

    /// Forgets everything. Where no templates are to be had (members that are there or not as a coin falls, say), giving
    /// them up again and again gains nothing, so it is done ever more rarely.
    pub(super) fn anew(&self, seeds: Seeds) -> Learned {
        let outdated = if self.is_outdated() { self.outdated.saturating_mul(2) } else { self.outdated };
        Learned { outdated, ..Learned::new(seeds, self.learning) }
    }

    /// Takes note of an edge that had to be parsed, and learns it when it was noted before.
    pub(super) fn note(&mut self, state: State, literal: &[u8], target: u32) {
        if self.learning && literal.len() <= LONGEST && self.seen_before(self.seeds.hash(u64::from(state.0), literal)) {
            self.find_or_add(List::Behind(state), literal, target);
        }
    }

    /// Takes note of a record whose edges are known but that fits no template.
    pub(super) fn note_shape(&mut self, record: Record<'_>, leaves: &[Leaf]) {
        self.strangers = self.strangers.saturating_add(1);
        let look = self.strangers <= PATIENCE || self.strangers.is_multiple_of(SAMPLE);
        if !self.learning || !look || self.templates >= TEMPLATES || leaves.len() > LEAVES {
            return;
        }
        let shape = literals(record, leaves)
            .fold(1, |hash, (literal, target)| self.seeds.hash(hash ^ u64::from(target), literal));
        if self.seen_before(shape) {
            self.add_template(record, leaves);
        }
    }

    fn add_template(&mut self, record: Record<'_>, leaves: &[Leaf]) -> Option<()> {
        let mut list = List::Root;
        for (literal, target) in literals(record, leaves) {
            list = List::Child(self.find_or_add(list, literal, target)?);
        }
        if let List::Child(last) = list
            && self.edges[last as usize].template == NONE
        {
            self.edges[last as usize].template = self.templates;
            self.templates += 1;
            self.strangers = 0;
        }
        Some(())
    }

    /// Whether this hash was met before; if not, it is remembered, at another's cost in one of two cases. (In every case
    /// was wrong: of two edges of the same record with the same place, neither was ever learned.)
    fn seen_before(&mut self, hash: u64) -> bool {
        self.chance = self.seeds.hash(self.chance, &[]);
        let place = &mut self.seen[hash as usize % 1024];
        let tag = (hash >> 32) as u32 | 1;
        let known = *place == tag;
        if *place == 0 || self.chance.is_multiple_of(2) {
            *place = tag;
        }
        known
    }

    /// The edge with this literal in the list; appended unless the list or all of them are full.
    fn find_or_add(&mut self, list: List, literal: &[u8], target: u32) -> Option<u32> {
        let (mut before, mut at) = (NONE, self.first(list));
        for _ in 0..SIBLINGS {
            let Some(edge) = self.edge(at) else { break };
            if edge.target == target && self.is(edge, literal) {
                return Some(at);
            }
            (before, at) = (at, edge.sibling);
        }
        if at != NONE || literal.len() > LONGEST || self.edges.len() >= EDGES {
            return None;
        }
        let new = self.edges.len() as u32;
        self.push(literal, target);
        match self.edges.get_mut(before as usize) {
            Some(edge) => edge.sibling = new,
            None => self.set_first(list, new),
        }
        Some(new)
    }

    fn is(&self, edge: &Edge, literal: &[u8]) -> bool {
        let head = literal.len().min(SHORT);
        edge.length as usize == literal.len()
            && edge.head[..head] == literal[..head]
            && self.tail(edge) == &literal[head..]
    }

    fn push(&mut self, literal: &[u8], target: u32) {
        let length = literal.len().min(SHORT);
        let mut head = [0; SHORT];
        head[..length].copy_from_slice(&literal[..length]);
        self.edges.push(Edge {
            head,
            mask: ((1u64 << length) - 1) as u32,
            length: literal.len() as u32,
            target,
            sibling: NONE,
            child: NONE,
            template: NONE,
            tail: self.tails.len() as u32,
            short: literal.len() <= SHORT && target != END,
        });
        self.tails.extend_from_slice(&literal[length..]);
    }

    fn first(&self, list: List) -> u32 {
        match list {
            List::Behind(state) => self.head(state),
            List::Root => self.root,
            List::Child(edge) => self.edges[edge as usize].child,
        }
    }

    fn set_first(&mut self, list: List, edge: u32) {
        match list {
            List::Behind(state) => {
                let index = state.0 as usize;
                self.heads.resize(self.heads.len().max(index + 1), NONE);
                self.heads[index] = edge;
            }
            List::Root => self.root = edge,
            List::Child(parent) => self.edges[parent as usize].child = edge,
        }
    }
}

/// The bytes between the values of a record with these leaves, each with the path it leads to.
fn literals<'a>(record: Record<'a>, leaves: &'a [Leaf]) -> impl Iterator<Item = (&'a [u8], u32)> {
    let all = record.get(0, record.end()).unwrap_or_default();
    let mut from = 0;
    let values = leaves.iter().map(move |leaf| {
        let quote = usize::from(leaf.kind.is_text());
        let literal = &all[from..leaf.start as usize - quote];
        from = leaf.end as usize + quote;
        (literal, leaf.path.0)
    });
    let closing = leaves.last().map_or(0, |leaf| leaf.end as usize + usize::from(leaf.kind.is_text()));
    values.chain(std::iter::once((without_space(&all[closing..]), END)))
}

/// `bytes` without the white space at its end.
pub(super) fn without_space(bytes: &[u8]) -> &[u8] {
    let length = bytes.iter().rposition(|&byte| !is_space(byte)).map_or(0, |last| last + 1);
    &bytes[..length]
}
