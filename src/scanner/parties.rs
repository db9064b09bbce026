//! Who is named: the caller, whom the caller speaks to, or somebody else.

use super::Finding;
use crate::entity::id;
use crate::fold;
use crate::utterance::Batch;

/// Whether the findings of one utterance name somebody other than the caller and the callee.
///
/// A name said again ("this is Lorne … Lorne Hassett is the policy holder") is the same person's.
pub(super) fn names_another(rows: &[Finding], batch: &Batch<'_>) -> bool {
    let words = |row: &Finding| row.span.of(batch.bytes(&batch.segments[row.segment as usize]));
    let people = || rows.iter().filter(|row| row.entity == id::PERSON && !row.placeholder);
    let another = |row: &Finding| !people().any(|known| !known.third_party && shares_word(words(known), words(row)));
    people().filter(|row| row.third_party).any(another)
}

/// Whether two names have a word in common that is no initial.
fn shares_word(a: &[u8], b: &[u8]) -> bool {
    let folds = |word: &[u8]| {
        let mut folded = Vec::new();
        fold::fold_into(word, &mut folded);
        folded
    };
    fold::words(a).filter(|word| word.len() > 1).any(|word| {
        let own = folds(&a[word]);
        fold::words(b).any(|other| folds(&b[other]) == own)
    })
}
