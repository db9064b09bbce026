//! What a framer took for one value and is none: the remains of one, and those it ran over.

use memchr::memmem;

use super::frame::trim;
use super::structure::value_end;

/// The parts of a damaged value, at each place where a record begins as all others do. One part where there is no such place.
pub(crate) fn part_damaged(bytes: &[u8], prefix: &[u8]) -> Vec<(usize, usize)> {
    let mut parts = Vec::new();
    let mut start = 0;
    let begins =
        |at: usize| (!prefix.is_empty()).then(|| memmem::find(&bytes[at..], prefix)).flatten().map(|found| at + found);
    while start < bytes.len() {
        let next = begins(start + 1).unwrap_or(bytes.len());
        // One that ends where it should: what lies behind it, up to the next, is a record's remains.
        let end = value_end(&bytes[..next], start).filter(|_| bytes[start] == b'{').unwrap_or(next);
        parts.extend([(start, end), (end, next)].into_iter().filter_map(|(start, end)| piece(bytes, start, end)));
        start = next;
    }
    parts
}

/// A part without the commas and white space around it; `None` where nothing is left but closing brackets.
fn piece(bytes: &[u8], start: usize, end: usize) -> Option<(usize, usize)> {
    let (mut start, mut end) = trim(bytes, start, end);
    while start < end && (bytes[start] == b',' || bytes[start].is_ascii_whitespace()) {
        start += 1;
    }
    while end > start && (bytes[end - 1] == b',' || bytes[end - 1].is_ascii_whitespace()) {
        end -= 1;
    }
    let empty = bytes[start..end].iter().all(|byte| matches!(byte, b']' | b'}' | b',') || byte.is_ascii_whitespace());
    (!empty).then_some((start, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_run_over_is_found_again() {
        let text = r#"{"id":1,"t":"cut {"id":2,"t":"b"},{"id":3,"t":"c"}, {"id":4"#;
        let parts: Vec<_> =
            part_damaged(text.as_bytes(), b"{\"id\":").iter().map(|&(start, end)| &text[start..end]).collect();
        assert_eq!(parts, [r#"{"id":1,"t":"cut"#, r#"{"id":2,"t":"b"}"#, r#"{"id":3,"t":"c"}"#, r#"{"id":4"#]);
        assert_eq!(part_damaged(text.as_bytes(), b"").len(), 1);
    }
}
