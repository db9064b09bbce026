//! RIFF/WAVE and its 64-bit forms, chunk by chunk.
//!
//! Sources: "Multimedia Programming Interface and Data Specifications 1.0" (IBM, Microsoft 1991) for RIFF, LIST and INFO; `mmreg.h`
//! for format tags; EBU Tech 3285 for `bext`, EBU Tech 3306 for RF64, ITU-R BS.2088 for BW64.

use super::{Kind, Media, created, milliseconds, tagged, text, window::Window};

/// Chunks that are looked at.
const MOST_CHUNKS: usize = 256;
/// Bytes of a chunk with text that are read.
const LONGEST: usize = 256 << 10;
/// Bytes of `bext` before its coding history.
const BEXT: usize = 602;

/// What the chunks said so far.
#[derive(Default)]
struct Found {
    media: Media,
    format: u16,
    byte_rate: u32,
    block: u16,
    /// Samples a channel, as `fact` has it.
    samples: Option<u64>,
    /// Bytes of samples.
    data: Option<u64>,
    /// The size that `ds64` gives for `data`.
    long: Option<u64>,
    /// Where an ID3 tag stands, and its length.
    id3: Option<(u64, u64)>,
}

pub(super) fn read(window: &mut Window<'_, '_>) -> Media {
    let mut found = Found::default();
    let (mut at, size) = (12, window.size());
    for _ in 0..MOST_CHUNKS {
        let Some([a, b, c, d, length @ ..]) = window.array::<8>(at) else { break };
        let (name, length) = ([a, b, c, d], u32::from_le_bytes(length));
        let start = at + 8;
        let there = size - start.min(size);
        let length = if name == *b"data" { found.data_length(length, there) } else { u64::from(length) };
        found.chunk(name, start, length.min(there), window);
        // Chunks of odd length are padded.
        at = start + length + (length & 1);
        if at >= size {
            break;
        }
    }
    found.finish(window)
}

impl Found {
    /// The bytes of samples: whoever was killed while recording, or wrote to a pipe, left 0 or all ones.
    fn data_length(&self, length: u32, there: u64) -> u64 {
        match length {
            0 => there,
            u32::MAX => self.long.unwrap_or(there).min(there),
            length => u64::from(length).min(there),
        }
    }

    fn chunk(&mut self, name: [u8; 4], start: u64, length: u64, window: &mut Window<'_, '_>) {
        let bytes = |window: &mut Window<'_, '_>, most: usize| {
            window.bytes(start, usize::try_from(length).unwrap_or(usize::MAX).min(most))
        };
        match &name {
            b"fmt " => self.format(&bytes(window, 40)),
            b"fact" => {
                let count = long(&bytes(window, 4), 0).filter(|count| *count != u32::MAX);
                self.samples = count.map(u64::from);
            }
            b"ds64" => {
                let sizes = bytes(window, 24);
                self.long = sizes.get(8..16).and_then(|size| Some(u64::from_le_bytes(size.try_into().ok()?)));
            }
            b"data" => drop(self.data.get_or_insert(length)),
            b"LIST" => self.list(&bytes(window, LONGEST)),
            b"bext" => self.broadcast(&bytes(window, BEXT + LONGEST)),
            b"iXML" | b"axml" => self.media.tag("ixml", &without_markup(&text(&bytes(window, LONGEST)))),
            b"id3 " | b"ID3 " => self.id3 = Some((start, length)),
            _ => {}
        }
    }

    fn format(&mut self, bytes: &[u8]) {
        let Some(tag) = short(bytes, 0) else { return };
        // Extensible: the real tag begins a GUID.
        self.format = if tag == 0xfffe { short(bytes, 24).unwrap_or(tag) } else { tag };
        self.byte_rate = long(bytes, 8).unwrap_or_default();
        self.block = short(bytes, 12).unwrap_or_default();
        let positive = |number: Option<u16>| number.filter(|number| *number > 0);
        self.media.codec = codec(self.format);
        self.media.channels = positive(short(bytes, 2));
        self.media.rate = long(bytes, 4).filter(|rate| *rate > 0);
        self.media.bits = positive(short(bytes, 14));
    }

    fn list(&mut self, bytes: &[u8]) {
        let Some(mut rest) = bytes.strip_prefix(b"INFO") else { return };
        while let (Some(name), Some(length)) = (rest.get(..4), long(rest, 4)) {
            let end = (8 + length as usize).min(rest.len());
            let value = text(&rest[8..end]);
            let name = std::str::from_utf8(name).unwrap_or("info");
            if name == "ICRD" {
                self.media.created = self.media.created.take().or_else(|| created(&value));
            }
            self.media.tag(info_name(name), &value);
            rest = rest.get(end + (end & 1)..).unwrap_or_default();
        }
    }

    fn broadcast(&mut self, bytes: &[u8]) {
        let part =
            |from: usize, length: usize| text(bytes.get(from..(from + length).min(bytes.len())).unwrap_or_default());
        self.media.tag("description", &part(0, 256));
        self.media.tag("originator", &part(256, 32));
        self.media.tag("originator_reference", &part(288, 32));
        self.media.tag("coding_history", &part(BEXT, LONGEST));
        self.media.created = created(&format!("{} {}", part(320, 10), part(330, 8))).or(self.media.created.take());
    }

    fn finish(mut self, window: &mut Window<'_, '_>) -> Media {
        if let Some((start, length)) = self.id3 {
            let tag = window.bytes(start, usize::try_from(length).unwrap_or_default().min(LONGEST));
            let read = tagged::read(Kind::Mp3, &mut Window::new(&tag, tag.len() as u64, &mut |_, _| Ok(0)));
            read.tags.iter().for_each(|(name, text)| self.media.tag(name, text));
            self.media.created = self.media.created.take().or(read.created);
        }
        let rate = u64::from(self.media.rate.unwrap_or_default());
        let bytes = u64::from(self.block) * rate;
        let linear = matches!(self.format, 1 | 3 | 6 | 7);
        // A byte rate that is not what the block says is a lie of old writers.
        let a_second = if linear && bytes > 0 { bytes } else { u64::from(self.byte_rate) };
        let by_fact = self.samples.filter(|count| *count > 0 && !linear).and_then(|count| milliseconds(count, rate));
        self.media.milliseconds = by_fact.or_else(|| milliseconds(self.data?, a_second));
        self.media.damaged = self.data.is_none() || self.format == 0 || self.media.milliseconds.is_none();
        self.media
    }
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

const fn codec(tag: u16) -> &'static str {
    match tag {
        1 => "pcm",
        2 => "adpcm_ms",
        3 => "float",
        6 => "alaw",
        7 => "ulaw",
        0x11 => "adpcm_ima",
        0x22 => "truespeech",
        0x31 => "gsm",
        0x42 => "g723",
        0x45 | 0x64 => "g726",
        0x50 => "mp2",
        0x55 => "mp3",
        0x83 | 0x133 => "g729",
        _ => "other",
    }
}

fn info_name(name: &str) -> &str {
    match name {
        "INAM" => "title",
        "IART" => "artist",
        "ICMT" => "comment",
        "ICRD" => "date",
        "ISFT" => "software",
        "ISRC" => "source",
        "ISBJ" => "subject",
        "IKEY" => "keywords",
        "IPRD" => "album",
        "IGNR" => "genre",
        "IENG" => "engineer",
        "ITCH" => "technician",
        "ICOP" => "copyright",
        other => other,
    }
}

/// XML with its tags as spaces.
fn without_markup(xml: &str) -> String {
    let mut inside = false;
    let plain = |c: char| {
        inside = c == '<' || inside && c != '>';
        if inside || c == '>' { ' ' } else { c }
    };
    xml.chars().map(plain).collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}
