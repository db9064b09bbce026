//! Text of raw string contents, and which raw byte a byte of the text came from.

use memchr::memchr;

/// Appends the text that the contents of a JSON string stand for.
///
/// `raw` is what a leaf of a scanned record covers, without quotes; anything else gives some text, never a panic. A
/// surrogate without its partner becomes U+FFFD, as there is no text it could stand for (RFC 8259, section 8.2).
///
/// ```text
/// \"two\u00a0pills\"\n\ud83d\ude00 \ud83d   →   "two pills"⏎😀 �
/// ```
pub(crate) fn unescape(raw: &[u8], out: &mut Vec<u8>) {
    let mut at = 0;
    while let Some(plain) = memchr(b'\\', &raw[at..]) {
        out.extend_from_slice(&raw[at..at + plain]);
        let (c, length) = escape(&raw[at + plain..]);
        out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
        at += plain + length;
    }
    out.extend_from_slice(&raw[at..]);
}

/// Leads from bytes of [`unescape`]'s text back to its raw string. Bytes that are asked for in rising order cost one walk over the
/// string together; one before the last begins anew.
///
/// ```text
/// raw   caf\u00e9 \n12     é is the bytes 3 and 4 of the text: both lead to 3
/// text  café ⏎12           1 is its byte 7, which leads to 12
/// ```
#[derive(Clone, Debug, Default)]
pub(crate) struct RawOffsets {
    /// What was walked over: bytes of the string, and of its text.
    raw: usize,
    text: usize,
}

impl RawOffsets {
    /// The offset in `raw` of what the byte `decoded` of its text came from: the beginning of an escape for every byte it stands
    /// for, the end of `raw` for the text's end and everything behind. `raw` is the same string each time.
    pub(crate) fn of_json(&mut self, raw: &[u8], decoded: usize) -> usize {
        self.of(raw, decoded, b'\\', |raw| {
            let (c, length) = escape(raw);
            (c.len_utf8(), length)
        })
    }

    /// The same of a string whose escapes begin with `marker`; `escape` gives the lengths of what the one at the beginning stands
    /// for, and of the escape.
    pub(crate) fn of(
        &mut self,
        raw: &[u8],
        decoded: usize,
        marker: u8,
        escape: impl Fn(&[u8]) -> (usize, usize),
    ) -> usize {
        if decoded < self.text {
            *self = Self::default();
        }
        loop {
            let rest = &raw[self.raw..];
            let wanted = &rest[..rest.len().min(decoded - self.text)];
            let plain = memchr(marker, wanted).unwrap_or(wanted.len());
            self.raw += plain;
            self.text += plain;
            if plain == wanted.len() {
                return self.raw;
            }
            let (text, length) = escape(&raw[self.raw..]);
            if decoded < self.text + text {
                return self.raw;
            }
            self.raw += length;
            self.text += text;
        }
    }
}

/// The character of the escape at the beginning of `raw`, and its length there; two escapes if they are a surrogate pair.
fn escape(raw: &[u8]) -> (char, usize) {
    let c = match raw.get(1) {
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'u') => return unicode(raw),
        Some(&c @ (b'"' | b'\\' | b'/')) => char::from(c),
        // Not in a scanned string: the backslash alone.
        _ => return (char::REPLACEMENT_CHARACTER, 1),
    };
    (c, 2)
}

fn unicode(raw: &[u8]) -> (char, usize) {
    let Some(unit) = unit(raw) else { return (char::REPLACEMENT_CHARACTER, 1) };
    if let Some(c) = char::from_u32(unit) {
        return (c, 6);
    }
    match self::unit(&raw[6..]) {
        Some(low @ 0xdc00..0xe000) if unit < 0xdc00 => {
            let pair = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
            (char::from_u32(pair).unwrap_or(char::REPLACEMENT_CHARACTER), 12)
        }
        _ => (char::REPLACEMENT_CHARACTER, 6),
    }
}

/// The UTF-16 code unit of a `\u` escape.
fn unit(raw: &[u8]) -> Option<u32> {
    let digits = raw.strip_prefix(b"\\u")?.get(..4)?;
    digits.iter().try_fold(0, |unit, &digit| Some(unit << 4 | char::from(digit).to_digit(16)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(raw: &str) -> String {
        let mut out = Vec::new();
        unescape(raw.as_bytes(), &mut out);
        String::from_utf8(out).unwrap()
    }

    fn raw_offset(raw: &[u8], decoded: usize) -> usize {
        RawOffsets::default().of_json(raw, decoded)
    }

    #[test]
    fn every_escape() {
        assert_eq!(text(r#"\"\\\/\b\f\n\r\t\u0041\u00e5\u20AC\uffff"#), "\"\\/\u{8}\u{c}\n\r\tAå€\u{ffff}");
        assert_eq!(text(r"\u0000x\\u0041"), "\0x\\u0041");
        assert_eq!(text(""), "");
    }

    #[test]
    fn the_examples_of_the_docs() {
        assert_eq!(text(r#"\"two\u00a0pills\"\n\ud83d\ude00 \ud83d"#), "\"two\u{a0}pills\"\n😀 \u{fffd}");
        let raw = br"caf\u00e9 \n12";
        assert_eq!([0, 3, 4, 5, 6, 7, 9, 10].map(|decoded| raw_offset(raw, decoded)), [0, 3, 3, 9, 10, 12, 14, 14]);
    }

    #[test]
    fn surrogates_pair_or_are_replaced() {
        let cases = [
            (r"\ud83d\ude00", "😀"),
            (r"\uD83D\uDE00", "😀"),
            (r"\ud83d", "\u{fffd}"),
            (r"\ude00", "\u{fffd}"),
            (r"\ud83dx", "\u{fffd}x"),
            (r"\ud83d\n", "\u{fffd}\n"),
            (r"\ud83d\u0041", "\u{fffd}A"),
            (r"\ud83d\ud83d\ude00", "\u{fffd}😀"),
            (r"\ude00\ud83d", "\u{fffd}\u{fffd}"),
            (r"\ud800\udc00\udbff\udfff", "\u{10000}\u{10ffff}"),
        ];
        for (raw, expected) in cases {
            assert_eq!(text(raw), expected, "{raw}");
        }
    }

    #[test]
    fn what_no_scanner_accepts_gives_text_without_panic() {
        for raw in ["\\", "\\u", "\\u12", "\\u12g4", "\\x", "a\\", "\\ud83d\\u12"] {
            assert!(text(raw).contains('\u{fffd}'), "{raw}");
            assert_eq!(raw_offset(raw.as_bytes(), usize::MAX), raw.len());
        }
    }

    fn piece() -> impl Strategy<Value = String> {
        prop_oneof![
            "[a-zåäö ]{1,9}",
            prop::sample::select(vec![r#"\""#, r"\\", r"\/", r"\b", r"\f", r"\n", r"\r", r"\t"]).prop_map(String::from),
            any::<u16>().prop_map(|unit| format!("\\u{unit:04x}")),
            (0xd800u16..0xe000).prop_map(|unit| format!("\\u{unit:04X}")),
            any::<char>().prop_map(|c| c.encode_utf16(&mut [0; 2]).iter().copied().fold(String::new(), escaped)),
        ]
    }

    fn escaped(before: String, unit: u16) -> String {
        before + &format!("\\u{unit:04x}")
    }

    /// The same by another way: all as UTF-16, then std's lossy conversion.
    fn through_utf16(raw: &str) -> String {
        let mut units = Vec::new();
        let mut rest = raw;
        while let Some(c) = rest.chars().next() {
            let mut length = c.len_utf8();
            if c == '\\' {
                let code = &rest[1..2];
                length = if code == "u" { 6 } else { 2 };
                units.push(match code {
                    "u" => u16::from_str_radix(&rest[2..6], 16).unwrap(),
                    "b" => 8,
                    "f" => 12,
                    "n" => 10,
                    "r" => 13,
                    "t" => 9,
                    _ => u16::from(code.as_bytes()[0]),
                });
            } else {
                units.extend_from_slice(c.encode_utf16(&mut [0; 2]));
            }
            rest = &rest[length..];
        }
        String::from_utf16_lossy(&units)
    }

    proptest! {
        #[test]
        fn unescape_agrees_with_utf16(pieces in prop::collection::vec(piece(), 0..12)) {
            let raw = pieces.concat();
            prop_assert_eq!(text(&raw), through_utf16(&raw));
        }

        /// Up to each raw offset the raw bytes give exactly the text before.
        #[test]
        fn offsets_lead_back(pieces in prop::collection::vec(piece(), 0..12)) {
            let raw = pieces.concat();
            let decoded = text(&raw);
            for (offset, c) in decoded.char_indices() {
                let back = raw_offset(raw.as_bytes(), offset);
                prop_assert_eq!(text(&raw[..back]), &decoded[..offset]);
                prop_assert!(text(&raw[back..]).starts_with(c));
                for inside in offset + 1..offset + c.len_utf8() {
                    let inside = raw_offset(raw.as_bytes(), inside);
                    prop_assert!(inside == back || raw.is_char_boundary(back) && inside - back < c.len_utf8());
                }
            }
            prop_assert_eq!(raw_offset(raw.as_bytes(), decoded.len()), raw.len());
            prop_assert_eq!(raw_offset(raw.as_bytes(), decoded.len() + 1), raw.len());
        }

        #[test]
        fn what_was_walked_over_changes_no_offset(
            pieces in prop::collection::vec(piece(), 0..12),
            asked in prop::collection::vec(0..80usize, 0..12),
        ) {
            let raw = pieces.concat();
            let mut walked = RawOffsets::default();
            for at in asked {
                prop_assert_eq!(walked.of_json(raw.as_bytes(), at), raw_offset(raw.as_bytes(), at));
            }
        }
    }
}
