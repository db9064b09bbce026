//! British National Insurance number.
//!
//! Two letters, six digits, and a letter from A to D, written `AB 12 34 56 C`; the last letter is often left out. The first
//! letter is none of D F I Q U V, the second none of these or O, and BG, GB, KN, NK, NT, TN and ZZ are not given out;
//! QQ stands in examples (HM Revenue & Customs, National Insurance Manual, NIM39110). No check: of random codes of this
//! shape 7 % pass, and few other codes have the shape.

use super::cued::matches;
use super::{Alphabet, Examples, Identifier, Reading, Window};
use crate::detect::Reason;
use crate::entity::id;

pub(super) const UK_NINO: Identifier = Identifier {
    entity: id::UK_NINO,
    alphabet: Alphabet::Codes,
    lengths: 8..=9,
    cue_only: false,
    read,
    // With and without the last letter it is the same person's.
    canonical: |chars, out| out.extend_from_slice(&chars[..chars.len().min(8)]),
    examples: Examples {
        good: &["AB 12 34 56 C", "ZY987654A", "HH010203D", "AB 123456 C", "ab123456", "ab-12-34-56-c"],
        bad: &["BG123456", "AO123456", "DA123456", "A1123456C", "AB12345C", "AB1234567"],
    },
};

fn read(window: &Window<'_>) -> Option<Reading> {
    let chars = window.chars;
    let whole = matches("AA999999A", chars);
    if !whole && !matches("AA999999", chars) {
        return None;
    }
    let valid = has_prefix(chars) && (!whole || chars[8] <= b'D');
    Some(Reading {
        shape: if whole { 40 } else { 20 },
        check: match (valid, whole) {
            (true, true) => 11,
            (true, false) => 3,
            (false, _) => -10,
        },
        check_name: if valid { Reason::VALID_NINO } else { Reason::INVALID_NINO },
        grouped: window.is_grouped(&[2, 2, 2, 2, 1])
            || window.is_grouped(&[2, 2, 2, 2])
            || window.is_grouped(&[2, 6, 1]),
        needs_cue: !valid || !whole,
        placeholder: chars.starts_with(b"QQ"),
        detector: "nino/uk",
    })
}

fn has_prefix(chars: &[u8]) -> bool {
    const NOT_GIVEN_OUT: [&[u8]; 7] = [b"BG", b"GB", b"KN", b"NK", b"NT", b"TN", b"ZZ"];
    let (first, second) = (chars[0], chars[1]);
    !b"DFIQUV".contains(&first) && !b"DFIOQUV".contains(&second) && !NOT_GIVEN_OUT.contains(&&chars[..2])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::digits::DigitRun;
    use crate::span::Span;

    #[test]
    fn prefixes_and_suffixes_are_told() {
        for (text, valid) in [
            ("AB 12 34 56 C", true),
            ("ZY987654A", true),
            ("HH010203D", true),
            ("QQ123456C", false),
            ("BG123456A", false),
            ("AO123456A", false),
            ("AB123456E", false),
            ("DA123456A", false),
            ("ZZ123456B", false),
        ] {
            let mut run = DigitRun::default();
            run.read_code(text.as_bytes(), Span::new(0, text.len() as u32));
            let reading = read(&Window::new(&run, 0, run.groups.len())).unwrap();
            assert_eq!((reading.check > 0, reading.needs_cue), (valid, !valid), "{text}");
            assert_eq!(reading.placeholder, text.starts_with("QQ"), "{text}");
        }
    }
}
