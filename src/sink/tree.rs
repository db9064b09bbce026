//! BLAKE3 of a source from the hashes of its grid cells, in whichever worker each was made.
//!
//! BLAKE3 is a binary tree over 1 KiB chunks; a cell is a whole subtree of it, so the root can be made of the cells' chaining
//! values (the BLAKE3 paper, §2.1 and §5.3; `blake3::hazmat`). The result is the hash that `b3sum` prints.

use blake3::hazmat::{self, ChainingValue, HasherExt, Mode};

use crate::framing::CELL;

/// The hash of one cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CellHash {
    chaining: ChainingValue,
    /// The hash as that of a whole source: meant for the first cell only.
    root: blake3::Hash,
}

impl CellHash {
    /// Hashes the bytes of the cell that begins at `start`.
    pub(crate) fn of(start: u64, bytes: &[u8]) -> Self {
        debug_assert!(start.is_multiple_of(CELL) && bytes.len() as u64 <= CELL);
        let root = if start == 0 { blake3::hash(&bytes[..bytes.len().min(CELL as usize)]) } else { [0; 32].into() };
        let mut hasher = blake3::Hasher::new();
        hasher.set_input_offset(start).update(bytes);
        let chaining = if bytes.is_empty() { [0; 32] } else { hasher.finalize_non_root() };
        Self { chaining, root }
    }

    /// As the chunk log writes it: the cell's chaining value.
    pub(crate) fn to_hex(self) -> String {
        blake3::Hash::from_bytes(self.chaining).to_hex().to_string()
    }
}

/// Puts cells together, in order.
#[derive(Clone, Debug, Default)]
pub(crate) struct TreeHash {
    /// Roots of whole subtrees, the largest first, as many as `cells` has bits set (the last kept apart).
    stack: Vec<ChainingValue>,
    last: Option<CellHash>,
    cells: u64,
}

impl TreeHash {
    /// Adds the next cell.
    pub(crate) fn push(&mut self, cell: CellHash) {
        if let Some(last) = self.last.replace(cell) {
            self.push_whole(last.chaining);
        }
    }

    /// A cell that others follow: joins subtrees of equal size, as adding one to a binary number carries.
    fn push_whole(&mut self, mut node: ChainingValue) {
        self.cells += 1;
        for _ in 0..self.cells.trailing_zeros() {
            let left = self.stack.pop().expect("as many subtrees as bits");
            node = hazmat::merge_subtrees_non_root(&left, &node, Mode::Hash);
        }
        self.stack.push(node);
    }

    /// The hash of all bytes of all cells.
    pub(crate) fn finish(&self) -> blake3::Hash {
        let Some(last) = self.last else { return blake3::hash(&[]) };
        let Some((first, inner)) = self.stack.split_first() else { return last.root };
        let right = inner
            .iter()
            .rev()
            .fold(last.chaining, |right, left| hazmat::merge_subtrees_non_root(left, &right, Mode::Hash));
        hazmat::merge_subtrees_root(first, &right, Mode::Hash)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_of_cells_hashes_like_the_whole() {
        let cell = CELL as usize;
        for length in [0, 1, cell - 1, cell, cell + 1, 2 * cell, 3 * cell, 3 * cell + 5, 5 * cell, 7 * cell + 1023] {
            let bytes: Vec<u8> = (0..length).map(|at| (at * 31 % 251) as u8).collect();
            let mut tree = TreeHash::default();
            for start in (0..length).step_by(cell) {
                tree.push(CellHash::of(start as u64, &bytes[start..(start + cell).min(length)]));
            }
            assert_eq!(tree.finish(), blake3::hash(&bytes), "{length}");
        }
    }
}
