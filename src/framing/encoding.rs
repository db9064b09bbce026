//! Text that is no UTF-8.

/// Windows-1252's characters from 0x80 to 0x9f (the WHATWG Encoding Standard's index); all others are Unicode's.
const HIGH: [char; 32] = [
    '\u{20ac}', '\u{81}', '\u{201a}', '\u{192}', '\u{201e}', '\u{2026}', '\u{2020}', '\u{2021}', '\u{2c6}', '\u{2030}',
    '\u{160}', '\u{2039}', '\u{152}', '\u{8d}', '\u{17d}', '\u{8f}', '\u{90}', '\u{2018}', '\u{2019}', '\u{201c}',
    '\u{201d}', '\u{2022}', '\u{2013}', '\u{2014}', '\u{2dc}', '\u{2122}', '\u{161}', '\u{203a}', '\u{153}', '\u{9d}',
    '\u{17e}', '\u{178}',
];

/// Bytes that are no UTF-8, read as Windows-1252; `None` where some of them are UTF-8 all the same, so that they are damaged and
/// not of another encoding.
pub(crate) fn windows_1252(bytes: &[u8]) -> Option<String> {
    let whole = bytes.utf8_chunks().any(|chunk| !chunk.valid().is_ascii());
    let character = |byte: u8| match byte {
        0x80..0xa0 => HIGH[usize::from(byte - 0x80)],
        _ => char::from(byte),
    };
    (!whole).then(|| bytes.iter().map(|byte| character(*byte)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_windows_are_read_unless_some_are_utf_8() {
        assert_eq!(windows_1252(b"\xc5sa \x96 caf\xe9").as_deref(), Some("\u{c5}sa \u{2013} caf\u{e9}"));
        assert_eq!(windows_1252("\u{c5}sa".as_bytes()).as_deref(), None);
    }
}
