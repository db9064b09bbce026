//! Text that is no table and no JSON: whole, by line, or by block.

use memchr::memchr;

use super::frame::{Frame, Framer, Next, trim};

/// The source is one record.
pub(super) struct Whole;

impl Framer for Whole {
    fn next(&mut self, bytes: &[u8], from: usize, whole: bool) -> Next {
        if from == bytes.len() {
            return Next::End;
        }
        if !whole {
            return Next::More(from);
        }
        let (start, end) = trim(bytes, from, bytes.len());
        if start == end { Next::End } else { Next::Frame(Frame::record(start, end)) }
    }

    fn cut(&mut self, bytes: &[u8], from: usize) -> usize {
        // At the end of a line, if there is one in its last quarter.
        let tail = bytes.len() - (bytes.len() - from) / 4;
        memchr::memrchr(b'\n', &bytes[tail..]).map_or(bytes.len(), |at| tail + at + 1)
    }
}

/// A record a line.
pub(super) struct LineByLine;

impl Framer for LineByLine {
    fn next(&mut self, bytes: &[u8], mut from: usize, whole: bool) -> Next {
        while from < bytes.len() {
            let Some(end) = line_end(bytes, from, whole) else { return Next::More(from) };
            let (start, stop) = trim(bytes, from, end);
            if start < stop {
                return Next::Frame(Frame::record(start, stop));
            }
            from = end + 1;
        }
        Next::End
    }
}

/// Records with blank lines between them.
pub(super) struct BlockByBlock;

impl Framer for BlockByBlock {
    fn next(&mut self, bytes: &[u8], from: usize, whole: bool) -> Next {
        let mut start = None;
        let (mut at, mut last) = (from, from);
        while at < bytes.len() {
            let begin = start.unwrap_or(at);
            let Some(end) = line_end(bytes, at, whole) else { return Next::More(begin) };
            let (first, stop) = trim(bytes, at, end);
            if first < stop {
                start.get_or_insert(first);
                last = stop;
            } else if let Some(start) = start {
                return Next::Frame(Frame::record(start, last));
            }
            at = end + 1;
        }
        match start {
            Some(start) if whole => Next::Frame(Frame::record(start, last)),
            Some(start) => Next::More(start),
            None => Next::End,
        }
    }
}

/// Where the line at `from` ends, before its line feed; `None` where that is not known.
pub(super) fn line_end(bytes: &[u8], from: usize, whole: bool) -> Option<usize> {
    memchr(b'\n', &bytes[from..]).map(|at| from + at).or(whole.then_some(bytes.len()))
}

#[cfg(test)]
mod tests {
    use super::super::frame::run;
    use super::*;

    fn texts(framer: &mut dyn Framer, text: &str, step: usize) -> Vec<String> {
        let found = run(framer, text.as_bytes(), step);
        found.iter().map(|frame| text[frame.start..frame.end].to_owned()).collect()
    }

    #[test]
    fn text_is_parted_as_asked() {
        let text = "\u{feff}one\ntwo \r\n\r\n\n three\n";
        for step in 1..text.len() {
            assert_eq!(texts(&mut Whole, text, step), ["one\ntwo \r\n\r\n\n three"]);
            assert_eq!(texts(&mut LineByLine, text, step), ["one", "two", "three"]);
            assert_eq!(texts(&mut BlockByBlock, text, step), ["one\ntwo", "three"]);
        }
        assert_eq!(texts(&mut Whole, " \n", 1), Vec::<String>::new());
    }
}
