//! The outline of JSON, without parsing it: where a value ends, and what its first containers are called.

use memchr::{memchr, memchr2};

/// The position behind the value that begins at `at`; `None` where it does not end in `bytes`. What is no JSON gives some
/// position.
pub(crate) fn value_end(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes.get(at)? {
        b'{' | b'[' => container_end(bytes, at),
        b'"' => string_end(bytes, at + 1),
        _ => {
            let ends = |byte: &u8| {
                matches!(byte, b',' | b'}' | b']' | b':' | b'"' | b'{' | b'[') || byte.is_ascii_whitespace()
            };
            bytes[at..].iter().position(ends).map(|length| at + length.max(1))
        }
    }
}

/// The position behind the string whose contents begin at `at`.
pub(super) fn string_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let found = at + memchr2(b'"', b'\\', bytes.get(at..)?)?;
        if bytes[found] == b'"' {
            return Some(found + 1);
        }
        at = found + 2;
    }
}

fn container_end(bytes: &[u8], at: usize) -> Option<usize> {
    let mut depth = 0usize;
    let mut at = at;
    loop {
        match bytes.get(at)? {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            b'"' => {
                at = string_end(bytes, at + 1)?;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
}

/// Skips what stands between values: white space, commas, record separators (RFC 7464), byte order marks.
pub(super) fn skip_between(bytes: &[u8], mut at: usize) -> usize {
    loop {
        match bytes.get(at) {
            Some(b' ' | b'\t' | b'\n' | b'\r' | b',' | 0x1e) => at += 1,
            Some(0xef) if bytes[at..].starts_with(b"\xef\xbb\xbf") => at += 3,
            _ => return at,
        }
    }
}

pub(super) fn skip_white(bytes: &[u8], mut at: usize) -> usize {
    while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
        at += 1;
    }
    at
}

/// A member of an object: its raw key, and where its value begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Member<'a> {
    pub(super) key: &'a [u8],
    pub(super) value: usize,
}

/// The member whose key begins at `at`; `Err(true)` where more bytes are needed, `Err(false)` where there is none.
pub(super) fn member(bytes: &[u8], at: usize) -> Result<Member<'_>, bool> {
    match bytes.get(at) {
        None => return Err(true),
        Some(b'"') => {}
        Some(_) => return Err(false),
    }
    let end = string_end(bytes, at + 1).ok_or(true)?;
    let colon = skip_white(bytes, end);
    match bytes.get(colon) {
        None => return Err(true),
        Some(b':') => {}
        Some(_) => return Err(false),
    }
    let value = skip_white(bytes, colon + 1);
    if value == bytes.len() { Err(true) } else { Ok(Member { key: &bytes[at + 1..end - 1], value }) }
}

/// An array inside a value, met while its outline was drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct List {
    /// Keys from the value to the array; `*` for the elements of an array on the way.
    pub(super) path: Vec<Vec<u8>>,
    /// Objects among its elements that are whole.
    pub(super) objects: usize,
    /// The bytes ended inside it.
    pub(super) open: bool,
}

/// What the beginning of a value shows of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Outline {
    pub(super) keys: Vec<Vec<u8>>,
    pub(super) lists: Vec<List>,
    /// Where it ends, if it does.
    pub(super) end: Option<usize>,
}

/// Draws the outline of the object at `at`: its keys, and its arrays at most three containers deep.
pub(super) fn outline(bytes: &[u8], at: usize) -> Outline {
    let mut outline = Outline { end: value_end(bytes, at), ..Outline::default() };
    let mut path = Vec::new();
    draw(bytes, at, &mut path, &mut outline);
    outline
}

/// Draws one object; false where the bytes ended inside it.
fn draw(bytes: &[u8], at: usize, path: &mut Vec<Vec<u8>>, outline: &mut Outline) -> bool {
    let mut at = skip_between(bytes, at + 1);
    while let Ok(Member { key, value }) = member(bytes, at) {
        if path.is_empty() {
            outline.keys.push(key.to_vec());
        }
        let end = value_end(bytes, value);
        path.push(key.to_vec());
        match bytes[value] {
            b'[' if path.len() <= 3 => draw_list(bytes, value, path, outline),
            b'{' if path.len() < 3 => {
                draw(bytes, value, path, outline);
            }
            _ => {}
        }
        path.pop();
        let Some(end) = end else { return false };
        at = skip_between(bytes, end);
    }
    at < bytes.len()
}

fn draw_list(bytes: &[u8], at: usize, path: &mut Vec<Vec<u8>>, outline: &mut Outline) {
    let place = outline.lists.len();
    outline.lists.push(List { path: path.clone(), objects: 0, open: true });
    let mut at = skip_between(bytes, at + 1);
    while let Some(byte) = bytes.get(at) {
        if *byte == b']' {
            outline.lists[place].open = false;
            return;
        }
        if *byte == b'{' && outline.lists[place].objects == 0 && path.len() < 3 {
            path.push(b"*".to_vec());
            draw(bytes, at, path, outline);
            path.pop();
        }
        let Some(end) = value_end(bytes, at) else { return };
        outline.lists[place].objects += usize::from(*byte == b'{');
        at = skip_between(bytes, end.max(at + 1));
    }
}

/// Whether a line is one whole value, by its outline.
pub(super) fn is_value(line: &[u8]) -> bool {
    matches!(line.first(), Some(b'{' | b'[')) && value_end(line, 0) == Some(line.len()) && memchr(b'\n', line).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_end_where_they_do() {
        for (text, length) in [
            (r#"{"a":"}\"","b":[1,{}]} x"#, Some(22)),
            ("[]", Some(2)),
            ("12,", Some(2)),
            ("12", None),
            (r#""a\\" "#, Some(5)),
            (r#"{"a":1"#, None),
        ] {
            assert_eq!(value_end(text.as_bytes(), 0), length, "{text}");
        }
    }

    #[test]
    fn outlines_show_keys_and_lists() {
        let text = br#"{"took":1,"hits":{"total":2,"hits":[{"_id":"a"},{"_id":"b"},{"_i"#;
        let outline = outline(text, 0);
        assert_eq!(outline.keys, [b"took".to_vec(), b"hits".to_vec()]);
        let list = &outline.lists[0];
        assert_eq!((list.path.join(&b'.'), list.objects, list.open), (b"hits.hits".to_vec(), 2, true));
        assert_eq!(outline.end, None);
    }
}
