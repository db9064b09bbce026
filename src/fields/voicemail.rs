//! Asterisk's voicemail metadata (`msgNNNN.txt`), and callers as telephone exchanges write them: `"NAME" <number>`.

use super::turns::Voice;
use super::values::member_path;
use super::{RawPlace, Reader, RecordMeta};
use crate::utterance::{BatchBuilder, Role};

impl Reader {
    /// Reads `key=value` lines: each a field.
    pub(super) fn read_voicemail(&mut self, text: &str, batch: &mut BatchBuilder) -> RecordMeta {
        let mut meta = RecordMeta { own: true, ..RecordMeta::default() };
        for line in text.lines() {
            let Some((key, value)) = line.split_once('=').filter(|_| !line.starts_with([';', '#', '['])) else {
                continue;
            };
            let (path, value) = (member_path("$", key.trim()), value.trim());
            let place = RawPlace::of_part(text.as_bytes(), value);
            if !self.read_caller(place, &path, value, batch) {
                self.read_placed(place, &path, None, value, &mut meta, batch);
            }
        }
        self.end_named(&meta, batch);
        meta
    }

    /// A caller's name and number in one field, which stands at `place`; false where the text is no such pair, and nothing was
    /// added.
    pub(super) fn read_caller(&mut self, place: RawPlace, path: &str, text: &str, batch: &mut BatchBuilder) -> bool {
        let Some((name, number)) = caller(text) else { return false };
        for (role, value) in [(Role::PersonName, name), (Role::Phone, number)] {
            if !value.is_empty() {
                let known = self.use_of_name(path, Some(role));
                let at = (value.as_ptr() as usize - text.as_ptr() as usize) as u32;
                self.voices.push(Voice::of_field(self.places.len() as u32, place, path.to_owned(), at));
                self.ascii = false;
                self.push(role, known, RawPlace::Unknown, value.as_bytes(), batch);
            }
        }
        true
    }
}

/// The parts of `"NAME" <number>`; the name may lack its quotes.
fn caller(text: &str) -> Option<(&str, &str)> {
    let (name, number) = text.strip_suffix('>')?.rsplit_once('<')?;
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let plain = number.bytes().all(|byte| byte.is_ascii_digit() || b"+-() .".contains(&byte));
    let name = name.trim().trim_matches('"');
    // A caller without a name has his number in its place.
    let named = name.chars().any(char::is_alphabetic);
    (plain && digits >= 3).then_some((if named { name } else { &name[..0] }, number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn callers_are_names_and_numbers() {
        for (text, expected) in [
            ("\"PAT EXAMPLE\" <2125550142>", Some(("PAT EXAMPLE", "2125550142"))),
            ("PAT EXAMPLE <+1 212 555 0142>", Some(("PAT EXAMPLE", "+1 212 555 0142"))),
            ("\"2125550142\" <2125550142>", Some(("", "2125550142"))),
            ("<100>", Some(("", "100"))),
            ("a <b>", None),
            ("2125550142", None),
        ] {
            assert_eq!(caller(text), expected, "{text}");
        }
    }
}
