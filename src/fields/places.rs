//! Where the text of a segment stands in its record, escapes and all.

use super::json;
use crate::span::Span;

/// See the module. Bytes count from the record's first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RawPlace {
    /// Nowhere as one piece, or nobody knows.
    Unknown,
    /// As it is, from this byte on.
    Verbatim(u32),
    /// From this byte on, with the escapes of JSON.
    Escaped(u32),
    /// From this byte on, in pairs of a quote, a backslash or a carriage return and what it stands before: `it''s`, `it\'s`, CRLF.
    Paired(u32, u8),
}

/// How far the escapes of the text asked for last were walked over.
#[derive(Clone, Debug, Default)]
pub(crate) struct Walked {
    start: u32,
    offsets: json::RawOffsets,
}

impl RawPlace {
    /// The first byte.
    pub(super) const fn start(self) -> Option<u32> {
        match self {
            Self::Unknown => None,
            Self::Verbatim(start) | Self::Escaped(start) | Self::Paired(start, _) => Some(start),
        }
    }

    /// Of `text`, if it is a part of `record`.
    pub(super) fn of_part(record: &[u8], text: &str) -> Self {
        let at = (text.as_ptr() as usize).wrapping_sub(record.as_ptr() as usize);
        if at < record.len() { Self::Verbatim(at as u32) } else { Self::Unknown }
    }

    /// Of `text`, which was made of the bytes `raw` at `start`.
    pub(super) fn of_decoded(start: u32, raw: &[u8], text: &[u8]) -> Self {
        if raw == text {
            return Self::Verbatim(start);
        }
        let pairs = |marker: &u8| reads_as(raw, *marker, text);
        [b'"', b'\'', b'\\', b'\r'].into_iter().find(pairs).map_or(Self::Unknown, |marker| Self::Paired(start, marker))
    }

    /// The bytes of `record` that `span` of the text was read from. In order of place, all spans of a text cost one walk over it.
    pub(super) fn bytes(self, span: Span, record: &[u8], walked: &mut Walked) -> Option<Span> {
        let from = self.byte(span.start, record, walked)?;
        // The next span may begin before this one's end.
        Some(Span::new(from, self.byte(span.end, record, &mut walked.clone())?))
    }

    /// The byte that byte `at` of the text was read from.
    pub(super) fn byte(self, at: u32, record: &[u8], walked: &mut Walked) -> Option<u32> {
        let start = self.start()?;
        if walked.start != start {
            *walked = Walked { start, ..Walked::default() };
        }
        let (raw, at) = (record.get(start as usize..)?, at as usize);
        let offset = match self {
            Self::Paired(_, marker) => walked.offsets.of(raw, at, marker, |raw| pair(raw, marker)),
            Self::Escaped(_) => walked.offsets.of_json(raw, at),
            _ => at,
        };
        Some(start + offset as u32)
    }
}

/// The lengths of what the marker at the beginning of `raw` stands for, and of what stands for it. A quote stands before another
/// one only, a carriage return before a line feed.
fn pair(raw: &[u8], marker: u8) -> (usize, usize) {
    let paired = raw.get(1).is_some_and(|next| match marker {
        b'\\' => true,
        b'\r' => *next == b'\n',
        quote => *next == quote,
    });
    (1, 1 + usize::from(paired))
}

/// Whether `raw` is `text` with a byte before some of its bytes: `marker`, where it pairs.
fn reads_as(raw: &[u8], marker: u8, text: &[u8]) -> bool {
    let (mut raw, mut text) = (raw, text);
    while let (Some(&first), Some(&byte)) = (raw.first(), text.first()) {
        let length = if first == marker { pair(raw, marker).1 } else { 1 };
        // What a pair stands for is its format's affair: `\n` is a line feed.
        if length == 1 && first != byte {
            return false;
        }
        (raw, text) = (&raw[length..], &text[1..]);
    }
    raw.is_empty() && text.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(raw: &str, text: &str) -> RawPlace {
        RawPlace::of_decoded(2, raw.as_bytes(), text.as_bytes())
    }

    #[test]
    fn pairs_are_told_by_the_text_they_made() {
        for (raw, text, expected) in [
            ("it's", "it's", RawPlace::Verbatim(2)),
            ("it''s", "it's", RawPlace::Paired(2, b'\'')),
            (r#"say ""a"" "#, r#"say "a" "#, RawPlace::Paired(2, b'"')),
            (r"it\'s\nso", "it's\nso", RawPlace::Paired(2, b'\\')),
            ("a\r\n\rb", "a\n\rb", RawPlace::Paired(2, b'\r')),
            (r"a\%", r"a\%", RawPlace::Verbatim(2)),
            (r"a\%\'", r"a\%'", RawPlace::Unknown),
            (r"\101b", "Ab", RawPlace::Unknown),
            (r"it''s\'", "it's'", RawPlace::Unknown),
        ] {
            assert_eq!(place(raw, text), expected, "{raw}");
        }
    }

    #[test]
    fn spans_lead_back_through_pairs() {
        let (raw, text) = ("it''s Bo''s '' 0142", "it's Bo's ' 0142");
        let record = ["('", raw, "')"].concat();
        let mut walked = Walked::default();
        for (word, expected) in [("it's", "it''s"), ("Bo", "Bo"), ("s '", "s ''"), ("0142", "0142"), ("it", "it")] {
            let at = text.find(word).unwrap() as u32;
            let span = Span::new(at, at + word.len() as u32);
            let found = place(raw, text).bytes(span, record.as_bytes(), &mut walked).unwrap();
            assert_eq!(found.of(record.as_bytes()), expected.as_bytes());
        }
    }
}
