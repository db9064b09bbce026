//! Values that are known and meant to be there: no finding, whatever they are.

use std::collections::HashSet;

use crate::detect::canonical::canonical;
use crate::entity::{Catalogue, EntityId};
use crate::error::{Error, ErrorKind};
use crate::fold;

/// Digits that a line needs to be compared by its digits alone.
const DIGITS: usize = 4;

/// What an allow list holds, compared by canonical form where a line names its entity, else by words or digits.
#[derive(Clone, Debug, Default)]
pub(super) struct AllowList {
    values: HashSet<(Option<EntityId>, Vec<u8>), foldhash::fast::FixedState>,
}

impl AllowList {
    /// Adds a list: a value a line, or an entity's name, a tab and the value. Blank lines and those beginning with `#` say
    /// nothing.
    pub(super) fn add(&mut self, catalogue: &Catalogue, name: &str, text: &str) -> Result<(), Error> {
        let lines = text.trim_start_matches('\u{feff}').lines().enumerate();
        for (index, line) in lines.filter(|(_, line)| !line.starts_with('#') && !line.trim().is_empty()) {
            let (entity, value) = match line.split_once('\t') {
                Some((entity, value)) => {
                    let unknown =
                        || Error::new(ErrorKind::Option, format!("unknown entity {entity:?}")).at(name, index + 1);
                    (Some(catalogue.find(entity.trim()).ok_or_else(unknown)?), value.trim())
                }
                None => (None, line.trim()),
            };
            let mut form = Vec::new();
            match entity {
                Some(entity) => canonical(entity, value.as_bytes(), &mut form),
                None => plain(value.as_bytes(), &mut form),
            }
            if form.is_empty() {
                return Err(Error::new(ErrorKind::Option, "a value needs a letter or a digit").at(name, index + 1));
            }
            self.values.insert((entity, form));
        }
        Ok(())
    }

    pub(super) fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether what was found as `entity` is on the list: `text` as it stands there, `said` as it would be written, if it was
    /// said in words.
    pub(super) fn holds(&self, entity: EntityId, text: &[u8], said: &[u8]) -> bool {
        if self.values.is_empty() {
            return false;
        }
        let written = if said.is_empty() { text } else { said };
        let mut form = Vec::new();
        canonical(entity, written, &mut form);
        let mut key = (Some(entity), form);
        if self.values.contains(&key) {
            return true;
        }
        key.0 = None;
        key.1.clear();
        plain(written, &mut key.1);
        self.values.contains(&key)
    }
}

/// A value without its entity: digits of a number, a trunk or country digit of one aside, else folded words.
fn plain(value: &[u8], out: &mut Vec<u8>) {
    let letters = value.iter().any(|byte| byte.is_ascii_alphabetic() || *byte >= 0x80);
    let digits = value.iter().filter(|byte| byte.is_ascii_digit()).count();
    if letters || digits < DIGITS {
        return fold::fold_words_into(value, 0, out);
    }
    out.extend(value.iter().filter(|byte| byte.is_ascii_digit()));
    // The one that calls within North America may begin with.
    if out.len() == 11 && out[0] == b'1' {
        out.remove(0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::id;

    #[test]
    fn values_are_known_in_every_form() {
        let catalogue = Catalogue::default();
        let mut list = AllowList::default();
        list.add(&catalogue, "ours.txt", "# ours\n212-555-0142\nPERSON\tHASSETT, Lorne\n\nAcme Dental\n").unwrap();
        assert_eq!(list.len(), 3);
        for (entity, text, said) in [
            (id::PHONE_NUMBER, "(212) 555 0142", ""),
            (id::PHONE_NUMBER, "+1 212 555-0142", ""),
            (id::PHONE_NUMBER, "two one two five five five oh one four two", "2125550142"),
            (id::PERSON, "lorne hassett", ""),
            (id::ORGANIZATION, "acme  dental", ""),
        ] {
            assert!(list.holds(entity, text.as_bytes(), said.as_bytes()), "{text}");
        }
        assert!(!list.holds(id::PHONE_NUMBER, b"212-555-0143", b""));
        assert!(!list.holds(id::ORGANIZATION, b"lorne hassett", b""));
    }

    #[test]
    fn errors_name_file_and_line() {
        let error = AllowList::default().add(&Catalogue::default(), "ours.txt", "a b\nNOBODY\tx\n").unwrap_err();
        assert_eq!(error.position(), Some(("ours.txt", 2)));
    }
}
