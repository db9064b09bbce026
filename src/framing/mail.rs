//! Mailboxes (RFC 4155 and its relatives): messages one behind another, each announced by a line `From sender date`.

use super::frame::{Frame, FrameKind, Framer, Next, trim};
use super::text::line_end;

/// Header fields that only mail has.
const OWN: [&str; 13] = [
    "message-id",
    "received",
    "mime-version",
    "return-path",
    "delivered-to",
    "dkim-signature",
    "content-type",
    "content-transfer-encoding",
    "x-mailer",
    "x-original-to",
    "envelope-to",
    "x-priority",
    "user-agent",
];
/// Those that others have too.
const SHARED: [&str; 8] = ["from", "to", "cc", "subject", "date", "reply-to", "sender", "bcc"];

/// A message a frame; the line that announces it stands before its body.
pub(super) struct Mailbox;

impl Framer for Mailbox {
    fn next(&mut self, bytes: &[u8], from: usize, whole: bool) -> Next {
        let (start, _) = trim(bytes, from, bytes.len());
        if start == bytes.len() {
            return if whole { Next::End } else { Next::More(from) };
        }
        let Some(first) = line_end(bytes, start, whole) else { return Next::More(start) };
        let body = if is_postmark(&bytes[start..first]) { (first + 1).min(bytes.len()) } else { start };
        let end = match next_postmark(bytes, first + 1, whole) {
            Found::At(next) => next,
            Found::Not => bytes.len(),
            Found::Unknown => return Next::More(start),
        };
        let at = trim(bytes, body, end).1;
        if at <= body {
            // An announcement of nothing.
            let alone = Frame { kind: FrameKind::Metadata, ..Frame::record(start, at.max(start + 1)) };
            return Next::Frame(alone);
        }
        Next::Frame(Frame { body, ..Frame::record(start, at) })
    }

    fn cut(&mut self, bytes: &[u8], from: usize) -> usize {
        let tail = bytes.len() - (bytes.len() - from) / 4;
        memchr::memrchr(b'\n', &bytes[tail..]).map_or(bytes.len(), |at| tail + at + 1)
    }
}

enum Found {
    At(usize),
    Not,
    Unknown,
}

/// The next line from `at` on that announces a message: header fields follow it.
fn next_postmark(bytes: &[u8], at: usize, whole: bool) -> Found {
    let begin = at.saturating_sub(1).min(bytes.len());
    for found in memchr::memmem::find_iter(&bytes[begin..], b"\nFrom ") {
        let line = begin + found + 1;
        let Some(end) = line_end(bytes, line, whole) else { return Found::Unknown };
        if !is_postmark(&bytes[line..end]) {
            continue;
        }
        let Some(next) = line_end(bytes, (end + 1).min(bytes.len()), whole) else { return Found::Unknown };
        if field_name(&bytes[(end + 1).min(next)..next]).is_some() {
            return Found::At(line);
        }
    }
    if whole { Found::Not } else { Found::Unknown }
}

/// `From sender Thu Sep 24 14:02:11 2020`: a time and a year, as `asctime` writes them, with a zone or without.
fn is_postmark(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"From ") else { return false };
    let words = || rest.trim_ascii().split(|byte| *byte == b' ').filter(|word| !word.is_empty());
    let digits = |word: &[u8]| word.iter().all(|byte| byte.is_ascii_digit() || *byte == b':');
    let time = |word: &[u8]| (5..=8).contains(&word.len()) && word.contains(&b':') && digits(word);
    let year = |word: &[u8]| word.len() == 4 && (word.starts_with(b"19") || word.starts_with(b"20")) && digits(word);
    rest.len() < 300 && words().any(time) && words().any(year)
}

/// The name of the header field that a line begins with.
fn field_name(line: &[u8]) -> Option<&[u8]> {
    let colon = memchr::memchr(b':', &line[..line.len().min(80)])?;
    let name = line[..colon].trim_ascii_end();
    (!name.is_empty() && name.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')))
        .then_some(name)
}

/// Whether a source is a mailbox (true) or one message (false); `None` where it is neither.
pub(super) fn sniff(head: &[u8]) -> Option<bool> {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let first = memchr::memchr(b'\n', head)?;
    let mailbox = is_postmark(head[..first].trim_ascii_end());
    let fields = if mailbox { &head[first + 1..] } else { head };
    is_header(fields).then_some(mailbox)
}

/// Whether the lines up to the first blank one are the header of a message.
fn is_header(text: &[u8]) -> bool {
    let (mut own, mut shared) = (0, 0);
    for (number, line) in text.split(|byte| *byte == b'\n').enumerate().take(400) {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() {
            break;
        }
        if number > 0 && matches!(line[0], b' ' | b'\t') {
            continue;
        }
        let Some(name) = field_name(line) else { return false };
        let is = |known: &&str| name.eq_ignore_ascii_case(known.as_bytes());
        own += usize::from(OWN.iter().any(is));
        shared += usize::from(SHARED.iter().any(is));
    }
    own >= 1 && shared >= 1 && own + shared >= 3
}

#[cfg(test)]
mod tests {
    use super::super::frame::run;
    use super::*;

    const ONE: &str =
        "From: a@example.com\nTo: b@example.com\nMessage-ID: <1@example.com>\n\nFrom the top, at 10:30 in 2020\n\nbye";

    #[test]
    fn messages_are_parted_where_one_is_announced() {
        let mark = "From a@example.com Thu Sep 24 14:02:11 2020\n";
        let text = format!("{mark}{ONE}\n\n{mark}{ONE}\n>From x\n\n{mark}");
        for step in 1..text.len() {
            let found = run(&mut Mailbox, text.as_bytes(), step);
            let bodies: Vec<_> = found.iter().map(|frame| &text[frame.body..frame.end]).collect();
            assert_eq!(bodies, [ONE, &format!("{ONE}\n>From x\n\n{}", mark.trim())], "in steps of {step}");
        }
    }

    #[test]
    fn headers_are_told_from_forms_and_talk() {
        let mark = "From a@example.com Thu Sep 24 14:02:11 2020\n";
        for (text, expected) in [
            (ONE.to_owned(), Some(false)),
            (format!("{mark}{ONE}"), Some(true)),
            ("From: Pat\nTo: Kim\nDate: x\nText: hello\n\nFrom: Kim\nTo: Pat\n".to_owned(), None),
            ("From 10:30 on in 2020 it rained\nagain\n".to_owned(), None),
            ("Agent: hello\nCaller: hi\n".to_owned(), None),
        ] {
            assert_eq!(sniff(text.as_bytes()), expected, "{text}");
        }
    }
}
