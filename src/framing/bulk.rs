//! `_bulk` streams: an action a line, and for all but `delete` its body on the next one.

use super::frame::{Frame, FrameKind, Framer, Next, trim};
use super::structure::{member, string_end, value_end};
use super::text::line_end;
use crate::span::Span;

/// See the module. A stream that was cut in the middle of a pair begins with a body, or ends with an action.
pub(super) struct Bulk;

impl Framer for Bulk {
    fn next(&mut self, bytes: &[u8], mut from: usize, whole: bool) -> Next {
        while from < bytes.len() {
            let Some(end) = line_end(bytes, from, whole) else { return Next::More(from) };
            let (start, stop) = trim(bytes, from, end);
            if start == stop {
                from = end + 1;
                continue;
            }
            let Some(action) = action(&bytes[start..stop]) else { return Next::Frame(Frame::record(start, stop)) };
            let alone = Frame { kind: FrameKind::Metadata, ..Frame::record(start, stop) };
            if action == b"delete" {
                return Next::Frame(alone);
            }
            let next = end + 1;
            let Some(end) = line_end(bytes, next.min(bytes.len()), whole) else { return Next::More(start) };
            let (body, stop) = trim(bytes, next.min(end), end);
            // An action behind an action, or nothing: its body was cut away.
            if body == stop || self::action(&bytes[body..stop]).is_some() {
                return Next::Frame(alone);
            }
            return Next::Frame(Frame { body, ..Frame::record(start, stop) });
        }
        Next::End
    }
}

/// The name of the action that a line is: an object with that one key, whose value is an object of names and no record.
pub(crate) fn action(line: &[u8]) -> Option<&'static [u8]> {
    let skip = |bytes: &mut &[u8]| *bytes = bytes.trim_ascii_start();
    let mut rest = line.strip_prefix(b"{")?;
    skip(&mut rest);
    let actions: [&[u8]; 4] = [b"index", b"create", b"update", b"delete"];
    let name = actions.into_iter().find(|name| {
        rest.first() == Some(&b'"') && rest[1..].starts_with(name) && rest.get(1 + name.len()) == Some(&b'"')
    })?;
    rest = &rest[name.len() + 2..];
    skip(&mut rest);
    rest = rest.strip_prefix(b":")?;
    skip(&mut rest);
    let inner = rest.strip_prefix(b"{")?.trim_ascii_end().strip_suffix(b"}")?.trim_ascii_end().strip_suffix(b"}")?;
    // Only metadata stands in an action: names that begin with a line, and a few others.
    let first = inner.trim_ascii_start();
    let known: [&[u8]; 9] = [
        b"\"_",
        b"\"routing\"",
        b"\"version",
        b"\"retry_on",
        b"\"if_",
        b"\"pipeline\"",
        b"\"require_",
        b"\"dynamic_",
        b"\"list_",
    ];
    (first.is_empty() || known.iter().any(|known| first.starts_with(known))).then_some(name)
}

/// The raw contents of `_id` (true) and `_index` (false) in the action line that `buffer[start..end]` begins with.
pub(crate) fn action_names(buffer: &[u8], start: usize, end: usize) -> impl Iterator<Item = (bool, Span)> {
    let names: [(&[u8], bool); 2] = [(b"\"_id\"", true), (b"\"_index\"", false)];
    names.into_iter().filter_map(move |(name, is_id)| {
        let key = start + memchr::memmem::find(&buffer[start..end], name)?;
        let value = member(buffer, key).ok()?.value;
        let (from, to) = match buffer[value] {
            b'"' => (value + 1, string_end(buffer, value + 1)? - 1),
            _ => (value, value_end(buffer, value)?),
        };
        (to <= end).then(|| (is_id, Span::new(from as u32, to as u32)))
    })
}

#[cfg(test)]
mod tests {
    use super::super::frame::run;
    use super::*;

    #[test]
    fn pairs_are_kept_together_and_halves_are_not_lost() {
        let text = "{\"t\":\"cut\"}\n{\"index\":{\"_index\":\"c\",\"_id\":\"7\"}}\n{\"t\":1}\n{\"delete\":{\"_id\":\"3\"}}\n{ \"create\" : {} }\n\
                    {\"t\":2}\n{\"index\":{\"text\":\"a record\"}}\n{\"update\":{\"_id\":\"9\"}}\n{\"index\":{\"_id\":\"1\"}}\n{\"t\":3}\n{\"index\":{}}\n";
        for step in 1..text.len() {
            let frames = run(&mut Bulk, text.as_bytes(), step);
            let read = |frame: &Frame| (text[frame.body..frame.end].to_owned(), frame.kind == FrameKind::Record);
            let records: Vec<_> = frames.iter().map(read).filter(|(_, record)| *record).map(|(text, _)| text).collect();
            assert_eq!(
                records,
                ["{\"t\":\"cut\"}", "{\"t\":1}", "{\"t\":2}", "{\"index\":{\"text\":\"a record\"}}", "{\"t\":3}"]
            );
            assert_eq!(frames.len(), 8, "a deletion and two actions without a body are no records");
        }
    }
}
