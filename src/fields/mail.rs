//! Mail: header fields, the words of its body once, and what is attached to it.
//!
//! `mail-parser` undoes what stands between a message and its text (RFC 2045 to 2047, 2231, 5322): soft line breaks that cut
//! numbers in two, letters for bytes, character sets, folded and encoded header fields.

use std::borrow::Cow;

use mail_parser::decoders::html::html_to_text;
use mail_parser::{Address, HeaderName, HeaderValue, Message, MessageParser, MimeHeaders, PartType};

use super::json::{Malformed, MalformedKind};
use super::text::{is_conversation, joined, read_turns};
use super::turns::{Cue, Turns};
use super::values::{element_path, member_path};
use super::{Meta, RawPlace, Reader, RecordMeta, Speech};
use crate::utterance::{BatchBuilder, Role};

/// Header fields that say how a message is written, or prove that it was sent: nobody's data, and full of random letters.
const MACHINERY: [&str; 22] = [
    "dkim-signature",
    "domainkey-signature",
    "arc-seal",
    "arc-message-signature",
    "arc-authentication-results",
    "authentication-results",
    "received-spf",
    "mime-version",
    "content-type",
    "content-transfer-encoding",
    "content-disposition",
    "content-language",
    "content-id",
    "content-length",
    "references",
    "in-reply-to",
    "thread-index",
    "x-google-dkim-signature",
    "x-google-smtp-source",
    "x-received",
    "x-gm-message-state",
    "lines",
];

/// HTML that flows with the words around it; any other tag parts what stands before it from what stands behind.
const INLINE: [&str; 22] = [
    "a", "abbr", "b", "big", "bdi", "bdo", "code", "em", "font", "i", "ins", "kbd", "mark", "q", "s", "small", "span",
    "strong", "sub", "sup", "u", "wbr",
];

impl Reader {
    /// Reads one message.
    ///
    /// # Errors
    /// Where it has no header.
    pub(super) fn read_mail(&mut self, raw: &[u8], batch: &mut BatchBuilder) -> Result<RecordMeta, Malformed> {
        let message = parser().parse(raw).filter(|message| !message.headers().is_empty());
        let message = message.ok_or(Malformed { at: 0, kind: MalformedKind::UnexpectedByte })?;
        let mut meta = RecordMeta { own: true, ..RecordMeta::default() };
        self.read_message(&message, raw, "$", &mut meta, batch);
        self.values_at.clear();
        self.end_named(&meta, batch);
        Ok(meta)
    }

    /// Reads a message that is `raw`, or is attached to it.
    fn read_message(
        &mut self,
        message: &Message<'_>,
        raw: &[u8],
        path: &str,
        meta: &mut RecordMeta,
        batch: &mut BatchBuilder,
    ) {
        self.read_header(message, raw, path, meta, batch);
        let body = body(message);
        for (number, text) in body.iter().enumerate() {
            let field = member_path(path, "body");
            let field = if number == 0 { field } else { element_path(&field, number) };
            self.read_body(text, raw, &field, meta, batch);
        }
        if body.is_empty() && meta.speech == Speech::None {
            meta.speech = Speech::Missing;
        }
        for (number, part) in message.attachments().enumerate() {
            let field = element_path(&member_path(path, "attachments"), number);
            if let Some(name) = part.attachment_name() {
                self.read_named(&member_path(&field, "filename"), Some(Role::Opaque), name, meta, batch);
            }
            match &part.body {
                PartType::Message(inner) => self.read_message(inner, raw, &field, meta, batch),
                PartType::Text(text) => self.read_body(text, raw, &member_path(&field, "body"), meta, batch),
                PartType::Html(html) => self.read_body(&stripped(html), raw, &member_path(&field, "body"), meta, batch),
                PartType::Binary(bytes) | PartType::InlineBinary(bytes) => {
                    if let Some(text) = plain(bytes) {
                        self.read_body(text, raw, &member_path(&field, "body"), meta, batch);
                    }
                }
                PartType::Multipart(_) => {}
            }
        }
    }

    fn read_header(
        &mut self,
        message: &Message<'_>,
        raw: &[u8],
        path: &str,
        meta: &mut RecordMeta,
        batch: &mut BatchBuilder,
    ) {
        // When it was sent, before times that others noted on its way.
        if let Some(date) = message.date() {
            self.read_named(&member_path(path, "Date"), Some(Role::Date), &date.to_rfc3339(), meta, batch);
        }
        for header in message.headers() {
            let name = header.name();
            if name.eq_ignore_ascii_case("date") || MACHINERY.iter().any(|known| name.eq_ignore_ascii_case(known)) {
                continue;
            }
            let field = member_path(path, name);
            match &header.value {
                HeaderValue::Address(addresses) => self.read_addresses(addresses, raw, &field, meta, batch),
                HeaderValue::Text(text) => self.read_line(&header.name, text, raw, &field, meta, batch),
                HeaderValue::TextList(texts) => {
                    texts.iter().for_each(|text| self.read_line(&header.name, text, raw, &field, meta, batch));
                }
                HeaderValue::DateTime(date) => {
                    self.read_named(&field, Some(Role::Date), &date.to_rfc3339(), meta, batch);
                }
                HeaderValue::ContentType(_) | HeaderValue::Received(_) | HeaderValue::Empty => {}
            }
        }
    }

    fn read_line(
        &mut self,
        name: &HeaderName<'_>,
        text: &str,
        raw: &[u8],
        field: &str,
        meta: &mut RecordMeta,
        batch: &mut BatchBuilder,
    ) {
        if *name == HeaderName::MessageId {
            // An id that looks like an address, and is nobody's.
            return self.note_own(meta, Meta::Id, text.as_bytes());
        }
        let role = match name {
            HeaderName::Subject | HeaderName::Comments | HeaderName::Keywords => Some(Role::Text),
            // Who handed it to whom, with the machines' addresses.
            HeaderName::ReturnPath | HeaderName::Received => Some(Role::Opaque),
            // `X-Caller-Id` is a caller's id.
            _ => name.as_str().get(2..).filter(|_| name.as_str().starts_with(['x', 'X'])).and_then(|bare| {
                let known = self.use_of_name(&member_path("$", bare), None);
                known.role
            }),
        };
        self.read_placed(RawPlace::of_part(raw, text), field, role, text, meta, batch);
    }

    fn read_addresses(
        &mut self,
        all: &Address<'_>,
        raw: &[u8],
        field: &str,
        meta: &mut RecordMeta,
        batch: &mut BatchBuilder,
    ) {
        let (name_field, address_field) = (member_path(field, "name"), member_path(field, "address"));
        for address in all.iter() {
            if let Some(name) = address.name() {
                // Also `PAT EXAMPLE (212) 555-0142`, as voicemail has it, and `Voicemail`.
                let person = name.split_whitespace().nth(1).is_some()
                    && !name.contains(|c: char| c.is_ascii_digit() || c == '@');
                let role = if person { Role::PersonName } else { Role::Text };
                self.read_placed(RawPlace::of_part(raw, name), &name_field, Some(role), name, meta, batch);
            }
            if let Some(address) = address.address() {
                let place = RawPlace::of_part(raw, address);
                self.read_placed(place, &address_field, Some(Role::Email), address, meta, batch);
            }
        }
    }

    /// A text of a message: a conversation where its lines say who speaks, else words, wrapped by whoever sent them.
    fn read_body(&mut self, written: &str, raw: &[u8], path: &str, meta: &mut RecordMeta, batch: &mut BatchBuilder) {
        let mut turns = Turns::default();
        let text = written.replace("\r\n", "\n");
        let place = RawPlace::of_part(raw, written);
        let place =
            place.start().map_or(place, |start| RawPlace::of_decoded(start, written.as_bytes(), text.as_bytes()));
        self.values_at.insert(path.to_owned(), place);
        if is_conversation(&text) {
            read_turns(&text, &mut turns);
            turns.cues.iter_mut().for_each(|cue| path.clone_into(&mut cue.path));
        } else {
            turns.cues.push(Cue { text: joined(&text), path: path.to_owned(), ..Cue::default() });
        }
        let heard = turns.push(self, batch);
        if heard {
            meta.speech = Speech::Scanned;
        }
    }
}

/// One that decodes all header fields.
fn parser() -> MessageParser {
    let parser = MessageParser::new().with_mime_headers().with_date_headers().with_address_headers();
    parser.with_message_ids().default_header_text()
}

/// The texts of a message's body, each once: what is there as text and as HTML is read as text, unless that only says that there
/// is HTML.
fn body<'m>(message: &'m Message<'_>) -> Vec<Cow<'m, str>> {
    let part = |number: &u32| message.parts.get(*number as usize).map(|part| &part.body);
    let texts = |numbers: &[u32]| -> Vec<Cow<'m, str>> {
        let read = |part: &'m PartType<'_>| match part {
            PartType::Text(text) => Some(Cow::Borrowed(&**text)),
            PartType::Html(html) => Some(Cow::Owned(stripped(html))),
            _ => None,
        };
        let read = numbers.iter().filter_map(part).filter_map(read);
        read.filter(|text| !text.trim().is_empty()).collect()
    };
    let (plain, html) = (texts(&message.text_body), texts(&message.html_body));
    let length = |texts: &[Cow<'_, str>]| texts.iter().map(|text| text.len()).sum::<usize>();
    if length(&plain) * 4 < length(&html) { html } else { plain }
}

/// An attachment that is text, whatever it calls itself: without control characters, and no longer than a call.
fn plain(bytes: &[u8]) -> Option<&str> {
    const LONGEST: usize = 1 << 20;
    let control = |byte: &u8| *byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r');
    std::str::from_utf8(bytes).ok().filter(|_| bytes.len() <= LONGEST && !bytes.iter().any(control))
}

/// The words of HTML, without what it looks like.
fn stripped(html: &str) -> String {
    let mut parted = String::with_capacity(html.len() + html.len() / 8);
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let tag = &rest[at + 1..];
        let name = tag.strip_prefix('/').unwrap_or(tag);
        let name = &name[..name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len())];
        parted.push_str(&rest[..at]);
        let inline = INLINE.iter().any(|inline| name.eq_ignore_ascii_case(inline));
        if !name.is_empty() && !inline {
            parted.push_str("<br>");
        }
        parted.push('<');
        rest = tag;
    }
    parted.push_str(rest);
    html_to_text(&parted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_is_words_and_its_blocks_stay_apart() {
        let html = "<html><head><title>x</title><style>td{}</style></head><body><table><tr><td>555</td><td>0142</td></tr></table>\
                    <div>G&ouml;ran &amp; <b>Pat</b></div>my num<b>ber</b><!-- <div>no</div> --></body></html>";
        let text = stripped(html);
        assert_eq!(
            text.split_whitespace().collect::<Vec<_>>(),
            ["555", "0142", "G\u{f6}ran", "&", "Pat", "my", "number"]
        );
    }

    #[test]
    fn a_stub_of_text_beside_html_is_passed_over() {
        let of = |text: &str| {
            let raw = format!(
                "From: a@example.com\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=x\r\n\r\n\
                 --x\r\nContent-Type: text/plain\r\n\r\n{text}\r\n--x\r\nContent-Type: text/html\r\n\r\n\
                 <p>my number is two one two five five five oh one four two, please call me back</p>\r\n--x--\r\n"
            );
            body(&parser().parse(raw.as_bytes()).unwrap()).into_iter().map(Cow::into_owned).collect::<Vec<_>>()
        };
        assert!(of("See HTML.")[0].trim().starts_with("my number"));
        assert_eq!(of("my number is 212-555-0142, call me").len(), 1);
        assert!(of("my number is 212-555-0142, call me")[0].contains("0142"));
    }
}
