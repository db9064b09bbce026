//! Characters that are written as references, as in pages and in what was copied out of them: `&amp;`, `&#39;`, `&#xe5;`
//! (HTML, "Character references"; only with the semicolon, so that the parameters of an address are left alone).

/// Names without their `&` and `;`: markup's own, punctuation, and the letters of western languages. Sorted.
const NAMED: [(&[u8], char); 59] = [
    (b"AElig", 'Æ'),
    (b"Aacute", 'Á'),
    (b"Agrave", 'À'),
    (b"Aring", 'Å'),
    (b"Auml", 'Ä'),
    (b"Ccedil", 'Ç'),
    (b"Eacute", 'É'),
    (b"Egrave", 'È'),
    (b"Iacute", 'Í'),
    (b"Ntilde", 'Ñ'),
    (b"Oacute", 'Ó'),
    (b"Oslash", 'Ø'),
    (b"Ouml", 'Ö'),
    (b"Uacute", 'Ú'),
    (b"Uuml", 'Ü'),
    (b"aacute", 'á'),
    (b"acirc", 'â'),
    (b"aelig", 'æ'),
    (b"agrave", 'à'),
    (b"amp", '&'),
    (b"apos", '\''),
    (b"aring", 'å'),
    (b"atilde", 'ã'),
    (b"auml", 'ä'),
    (b"bull", '\u{2022}'),
    (b"ccedil", 'ç'),
    (b"eacute", 'é'),
    (b"ecirc", 'ê'),
    (b"egrave", 'è'),
    (b"euml", 'ë'),
    (b"euro", '€'),
    (b"gt", '>'),
    (b"hellip", '\u{2026}'),
    (b"iacute", 'í'),
    (b"icirc", 'î'),
    (b"iuml", 'ï'),
    (b"ldquo", '\u{201c}'),
    (b"lrm", '\u{200e}'),
    (b"lsquo", '\u{2018}'),
    (b"lt", '<'),
    (b"mdash", '\u{2014}'),
    (b"nbsp", '\u{a0}'),
    (b"ndash", '\u{2013}'),
    (b"ntilde", 'ñ'),
    (b"oacute", 'ó'),
    (b"ocirc", 'ô'),
    (b"oslash", 'ø'),
    (b"otilde", 'õ'),
    (b"ouml", 'ö'),
    (b"pound", '£'),
    (b"quot", '"'),
    (b"rdquo", '\u{201d}'),
    (b"rlm", '\u{200f}'),
    (b"rsquo", '\u{2019}'),
    (b"shy", '\u{ad}'),
    (b"szlig", 'ß'),
    (b"uacute", 'ú'),
    (b"ucirc", 'û'),
    (b"uuml", 'ü'),
];
/// Bytes behind the `&`, at most: `#x`, a number of eight digits, which may begin with zeros, and `;`.
const LONGEST: usize = 11;

/// The character that `text` begins with a reference to, and the reference's length in bytes. Control characters are none but the
/// ones that part words.
pub(crate) fn reference(text: &[u8]) -> Option<(char, usize)> {
    let inner = text.strip_prefix(b"&")?;
    let length = inner.iter().take(LONGEST).position(|byte| *byte == b';')?;
    let name = &inner[..length];
    let character = match name {
        [b'#', b'x' | b'X', digits @ ..] => number(digits, 16)?,
        [b'#', digits @ ..] => number(digits, 10)?,
        _ => NAMED[NAMED.binary_search_by_key(&name, |(known, _)| known).ok()?].1,
    };
    Some((character, length + 2))
}

fn number(digits: &[u8], radix: u32) -> Option<char> {
    let digits =
        std::str::from_utf8(digits).ok().filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
    let character = char::from_u32(u32::from_str_radix(digits, radix).ok()?)?;
    Some(character).filter(|c| !c.is_control() || matches!(c, '\t' | '\n' | '\r'))
}

/// Whether there is one in `text`.
pub(super) fn has_reference(text: &[u8]) -> bool {
    memchr::memchr_iter(b'&', text).any(|at| reference(&text[at..]).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_read_with_their_semicolon_only() {
        assert!(NAMED.is_sorted());
        for (text, expected) in [
            ("&amp; more", Some(('&', 5))),
            ("&#39;", Some(('\'', 5))),
            ("&#x00E5;", Some(('å', 8))),
            ("&Aring;sa", Some(('Å', 7))),
            ("&amp", None),
            ("&copy=1&x;", None),
            ("&#0;", None),
            ("&#x1f;", None),
            ("&#xd800;", None),
            ("&#+9;", None),
            ("&;", None),
            ("amp;", None),
        ] {
            assert_eq!(reference(text.as_bytes()), expected, "{text}");
        }
    }
}
