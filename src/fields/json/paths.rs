//! Where a leaf stands: a tree of object keys and array elements, each node known by a number.

use std::hash::{BuildHasher, RandomState};

use super::PathId;

/// All paths met so far. Node 0 is the root.
///
/// A path also says which containers are open around it and in which order, so a scanner that stands behind a value needs
/// nothing else to go on: it has no stack.
pub(super) struct Paths {
    nodes: Vec<Node>,
    /// Open addressing over (parent, name); `EMPTY` or a node's number. Its length is a power of two, at most half full.
    table: Vec<u32>,
    seeds: Seeds,
}

struct Node {
    parent: u32,
    /// The node of this array's elements, once there is one.
    element: u32,
    hash: u32,
    depth: u32,
    /// The decoded key; none for the root and for array elements.
    name: Option<Box<str>>,
}

const EMPTY: u32 = u32::MAX;

impl Paths {
    pub(super) const ROOT: PathId = PathId(0);

    pub(super) fn new(seeds: Seeds) -> Paths {
        let root = Node { parent: EMPTY, element: EMPTY, hash: 0, depth: 0, name: None };
        Paths { nodes: vec![root], table: vec![EMPTY; 256], seeds }
    }

    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Containers around the value.
    pub(super) fn depth(&self, path: PathId) -> u32 {
        self.node(path).depth
    }

    /// The container that holds the value.
    pub(super) fn parent(&self, path: PathId) -> PathId {
        PathId(self.node(path).parent)
    }

    pub(super) fn is_element(&self, path: PathId) -> bool {
        path != Paths::ROOT && self.node(path).name.is_none()
    }

    /// The elements of the array at `path`: one path for all.
    pub(super) fn element(&mut self, path: PathId) -> PathId {
        if self.node(path).element == EMPTY {
            let element = self.push(path, 0, None);
            self.nodes[path.0 as usize].element = element;
        }
        PathId(self.node(path).element)
    }

    /// The member of the object at `path` with the decoded key `name`.
    pub(super) fn member(&mut self, path: PathId, name: &[u8]) -> PathId {
        let hash = self.seeds.hash(u64::from(path.0), name) as u32;
        let mut slot = hash as usize & (self.table.len() - 1);
        while self.table[slot] != EMPTY {
            let node = &self.nodes[self.table[slot] as usize];
            let known = node.name.as_ref().is_some_and(|known| known.as_bytes() == name);
            if node.hash == hash && node.parent == path.0 && known {
                return PathId(self.table[slot]);
            }
            slot = (slot + 1) & (self.table.len() - 1);
        }
        // The caller has checked that the input is UTF-8. If not, the path reads lossily and is found never again.
        let id = self.push(path, hash, Some(String::from_utf8_lossy(name).into()));
        self.table[slot] = id;
        if 2 * self.nodes.len() > self.table.len() {
            self.grow();
        }
        PathId(id)
    }

    fn push(&mut self, parent: PathId, hash: u32, name: Option<Box<str>>) -> u32 {
        let id = u32::try_from(self.nodes.len()).expect("a record below 4 GiB has fewer keys");
        let depth = self.depth(parent) + 1;
        self.nodes.push(Node { parent: parent.0, element: EMPTY, hash, depth, name });
        id
    }

    #[cold]
    fn grow(&mut self) {
        let mask = 4 * self.table.len() - 1;
        self.table = vec![EMPTY; mask + 1];
        for (id, node) in self.nodes.iter().enumerate().filter(|(_, node)| node.name.is_some()) {
            let mut slot = node.hash as usize & mask;
            while self.table[slot] != EMPTY {
                slot = (slot + 1) & mask;
            }
            self.table[slot] = id as u32;
        }
    }

    fn node(&self, path: PathId) -> &Node {
        &self.nodes[path.0 as usize]
    }

    pub(super) fn get(&self, id: PathId) -> Path<'_> {
        assert!((id.0 as usize) < self.nodes.len(), "a path of another scanner or generation");
        Path { paths: self, id }
    }
}

/// Where a leaf stands. A view into its scanner: written out only when asked, since a hostile record can hold a million
/// paths below one key of a megabyte.
#[derive(Clone, Copy)]
pub(crate) struct Path<'a> {
    paths: &'a Paths,
    id: PathId,
}

/// One step of a path, from a container to what it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step<'a> {
    /// The member with this decoded key.
    Member(&'a str),
    /// Any element of an array.
    Element,
}

impl<'a> Path<'a> {
    /// The steps from the leaf up to the root.
    pub(crate) fn steps_up(self) -> impl Iterator<Item = Step<'a>> {
        let mut at = self.id;
        std::iter::from_fn(move || {
            let node = (at != Paths::ROOT).then(|| self.paths.node(at))?;
            at = PathId(node.parent);
            Some(node.name.as_deref().map_or(Step::Element, Step::Member))
        })
    }

    /// The object keys from the root down, decoded; array elements have none.
    #[allow(dead_code)] // for roles that depend on more than the last name
    pub(crate) fn names(self) -> Vec<&'a str> {
        let mut names: Vec<_> = self.steps_up().filter_map(Step::name).collect();
        names.reverse();
        names
    }

    /// The normalized path of RFC 9535, section 2.7, except that `[*]` stands for any array element.
    pub(crate) fn normalized(self) -> String {
        let mut steps: Vec<_> = self.steps_up().collect();
        steps.reverse();
        let mut out = String::from("$");
        for step in steps {
            match step {
                Step::Member(name) => push_name(&mut out, name),
                Step::Element => out.push_str("[*]"),
            }
        }
        out
    }
}

impl<'a> Step<'a> {
    /// The key of a member.
    pub(crate) fn name(self) -> Option<&'a str> {
        match self {
            Step::Member(name) => Some(name),
            Step::Element => None,
        }
    }
}

impl std::fmt::Debug for Path<'_> {
    /// The number only: a key can hold a value.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Path({})", self.id.0)
    }
}

/// Appends `['name']` with the escapes of RFC 9535's normalized paths: `'`, `\` and control characters, no others.
pub(in crate::fields) fn push_name(out: &mut String, name: &str) {
    out.push_str("['");
    for c in name.chars() {
        match c {
            '\'' => out.push_str("\\'"),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\u{c}' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            '\0'..='\u{1f}' => out.extend(["\\u00", &format!("{:02x}", u32::from(c))]),
            _ => out.push(c),
        }
    }
    out.push_str("']");
}

/// A keyed hash by folded multiplication. The key is drawn once a scanner, so that no dump can be written whose keys all
/// collide. Results never depend on it, only speed does.
#[derive(Clone, Copy)]
pub(super) struct Seeds(u64, u64);

impl Seeds {
    pub(super) fn new() -> Seeds {
        let state = RandomState::new();
        Seeds(state.hash_one(0u64), state.hash_one(1u64) | 1)
    }

    #[inline]
    pub(super) fn hash(self, salt: u64, bytes: &[u8]) -> u64 {
        let mut hash = fold(self.0 ^ salt, self.1 ^ bytes.len() as u64);
        let mut chunks = bytes.chunks_exact(8);
        for chunk in &mut chunks {
            hash = fold(hash ^ u64::from_le_bytes(chunk.try_into().expect("eight bytes")), self.1);
        }
        let rest = chunks.remainder();
        let last = rest.iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte));
        fold(hash ^ last, self.1)
    }
}

#[inline(always)]
fn fold(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    product as u64 ^ (product >> 64) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_written_as_rfc_9535_has_them() {
        let mut out = String::new();
        push_name(&mut out, "a'b\\c\u{8}\t\n\u{c}\r\u{b}\u{0}\u{1f}\"é\u{7f}");
        assert_eq!(out, "['a\\'b\\\\c\\b\\t\\n\\f\\r\\u000b\\u0000\\u001f\"é\u{7f}']");
    }

    #[test]
    fn a_path_is_found_again_after_the_table_has_grown() {
        let mut paths = Paths::new(Seeds::new());
        let name = |i: u32| format!("key {i}").into_bytes();
        let ids: Vec<_> = (0..5000).map(|i| paths.member(PathId(i / 100), &name(i))).collect();
        assert_eq!(paths.len(), 5001);
        for (i, id) in (0..5000).zip(ids) {
            assert_eq!(paths.member(PathId(i / 100), &name(i)), id);
            assert_eq!(paths.get(id).steps_up().find_map(Step::name).unwrap().as_bytes(), name(i));
        }
        assert_ne!(paths.member(PathId(7), b"key 1"), paths.member(PathId(0), b"key 1"));
    }

    #[test]
    fn elements_of_one_array_share_a_path() {
        let mut paths = Paths::new(Seeds::new());
        let array = paths.member(Paths::ROOT, b"a");
        let element = paths.element(array);
        assert_eq!(paths.element(array), element);
        let nested = paths.element(element);
        assert_eq!(paths.get(nested).normalized(), "$['a'][*][*]");
        assert_eq!(paths.depth(nested), 3);
        assert!(paths.is_element(nested) && !paths.is_element(array) && !paths.is_element(Paths::ROOT));
    }

    #[test]
    fn hashes_differ_by_length_salt_and_every_byte() {
        let seeds = Seeds::new();
        let inputs: [(u64, &[u8]); 7] =
            [(0, b""), (0, b"\0"), (0, b"\0\0"), (1, b""), (0, b"abcdefgh"), (0, b"abcdefgh\0"), (0, b"abcdefgi")];
        let mut hashes: Vec<_> = inputs.iter().map(|(salt, bytes)| seeds.hash(*salt, bytes)).collect();
        hashes.sort_unstable();
        hashes.dedup();
        assert_eq!(hashes.len(), inputs.len());
    }
}
