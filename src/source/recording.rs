//! Recordings, without listening: what their headers and tags say.

use std::fs::File;
use std::io::{BufReader, Cursor, Read, Seek, SeekFrom};
use std::path::Path;

use lofty::config::{ParseOptions, ParsingMode};
use lofty::file::{AudioFile as _, TaggedFileExt as _};
use lofty::probe::Probe;

/// Bytes of a WAV file that its chunks are looked for in: tags may lie behind the data, and are met by position.
const MOST_CHUNKS: usize = 64;
/// Longest text that a tag is read to.
const LONGEST_TAG: usize = 4 << 10;

/// A sound file as its header has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Recording {
    /// `wav`, `mp3`, `mp4`, `ogg`, `flac`, `aiff`, `amr`, `gsm`.
    pub(crate) kind: &'static str,
    pub(crate) milliseconds: Option<u64>,
    /// Names and texts of tags, in the order they stand.
    pub(crate) tags: Vec<(String, String)>,
}

impl Recording {
    /// What kind of sound file begins so; `None` where none does.
    pub(crate) fn kind(head: &[u8]) -> Option<&'static str> {
        let riff = |magic: &[u8]| head.starts_with(magic) && head.get(8..12) == Some(b"WAVE");
        if riff(b"RIFF") || riff(b"RF64") || riff(b"BW64") {
            return Some("wav");
        }
        let magics: [(&[u8], &str); 6] = [
            (b"ID3", "mp3"),
            (b"OggS", "ogg"),
            (b"fLaC", "flac"),
            (b"#!AMR", "amr"),
            (b"caff", "caf"),
            (b".snd", "au"),
        ];
        if let Some((_, kind)) = magics.into_iter().find(|(magic, _)| head.starts_with(magic)) {
            return Some(kind);
        }
        if head.get(4..8) == Some(b"ftyp") {
            return Some("mp4");
        }
        if head.starts_with(b"FORM") && matches!(head.get(8..12), Some(b"AIFF" | b"AIFC")) {
            return Some("aiff");
        }
        if is_mpeg(head) {
            return Some("mp3");
        }
        // GSM 06.10: frames of 33 bytes for 20 ms, each with a signature of four bits.
        let gsm = head.len() >= 330 && head.chunks_exact(33).take(50).all(|frame| frame[0] >> 4 == 0xd);
        gsm.then_some("gsm")
    }

    /// Reads the header of the file at `path`, of `size` bytes and beginning with `head`; of a member of an archive, of its
    /// beginning alone.
    pub(crate) fn read(path: Option<&Path>, head: &[u8], size: u64) -> Self {
        let kind = Self::kind(head).unwrap_or("unknown");
        let mut recording = Self { kind, ..Self::default() };
        match (kind, path.map(File::open)) {
            ("gsm", _) => recording.milliseconds = Some(size / 33 * 20),
            ("wav", Some(Ok(file))) => wav(&mut BufReader::new(file), size, &mut recording),
            ("wav", _) => wav(&mut Cursor::new(head), size, &mut recording),
            (_, Some(Ok(file))) => tagged(BufReader::new(file), &mut recording),
            _ => tagged(Cursor::new(head), &mut recording),
        }
        recording
    }
}

/// Kilobits a second by an MPEG layer III header's index, of version 1 and of the others.
const KBITS: [[usize; 14]; 2] = [
    [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
    [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
];

/// Two MPEG audio frame headers, one where the other says (ISO/IEC 11172-3, 2.4.1.3).
fn is_mpeg(head: &[u8]) -> bool {
    let frame = |at: usize| {
        let [0xff, b, c, ..] = *head.get(at..at + 4)? else { return None };
        let layer3 = b & 0xe6 == 0xe2;
        let rate = [[44_100, 48_000, 32_000], [22_050, 24_000, 16_000], [11_025, 12_000, 8_000]];
        let version = match b >> 3 & 3 {
            3 => 0,
            2 => 1,
            0 => 2,
            _ => return None,
        };
        let rate: usize = *rate[version].get(usize::from(c >> 2 & 3))?;
        let kbits = *KBITS[usize::from(version > 0)].get(usize::from(c >> 4).checked_sub(1)?)?;
        let samples = if version == 0 { 144 } else { 72 };
        layer3.then(|| at + samples * kbits * 1000 / rate + usize::from(c >> 1 & 1))
    };
    frame(0).and_then(frame).is_some()
}

/// RIFF, RF64 and BW64 by their chunks. A writer that was stopped leaves sizes of nothing or of everything: there the file's own
/// size counts.
fn wav<R: Read + Seek>(file: &mut R, size: u64, recording: &mut Recording) {
    let (mut at, mut rate, mut long) = (12, 0, None);
    for _ in 0..MOST_CHUNKS {
        let mut header = [0; 8];
        if file.seek(SeekFrom::Start(at)).is_err() || file.read_exact(&mut header).is_err() {
            break;
        }
        let length = u64::from(u32::from_le_bytes([header[4], header[5], header[6], header[7]]));
        let mut body = vec![0; length.min(if &header[..4] == b"data" { 0 } else { LONGEST_TAG as u64 }) as usize];
        let read = file.read(&mut body).unwrap_or_default();
        body.truncate(read);
        match &header[..4] {
            b"ds64" => long = body.get(8..16).and_then(|size| Some(u64::from_le_bytes(size.try_into().ok()?))),
            b"fmt " => {
                rate = body.get(8..12).map_or(0, |rate| u32::from_le_bytes([rate[0], rate[1], rate[2], rate[3]]));
            }
            b"LIST" if body.starts_with(b"INFO") => info(&body[4..], &mut recording.tags),
            b"bext" => bext(&body, &mut recording.tags),
            b"data" => {
                let there = size.saturating_sub(at + 8);
                let data = match length {
                    0 | 0xffff_ffff => long.unwrap_or(there).min(there),
                    length => length.min(there),
                };
                recording.milliseconds = (rate > 0).then(|| data * 1000 / u64::from(rate));
                at += 8 + data + data % 2;
                continue;
            }
            _ => {}
        }
        at += 8 + length + length % 2;
    }
}

/// A `LIST` of `INFO` chunks: ICMT, IART, INAM …
fn info(mut body: &[u8], tags: &mut Vec<(String, String)>) {
    while let Some((header, rest)) = body.split_at_checked(8) {
        let length = u32::from_le_bytes([header[4], header[5], header[6], header[7]]) as usize;
        let (text, behind) = rest.split_at(length.min(rest.len()));
        push(tags, &String::from_utf8_lossy(&header[..4]), text);
        body = behind.get(length % 2..).unwrap_or_default();
    }
}

/// A broadcast extension (EBU Tech 3285).
fn bext(body: &[u8], tags: &mut Vec<(String, String)>) {
    for (name, start, end) in [
        ("Description", 0, 256),
        ("Originator", 256, 288),
        ("OriginatorReference", 288, 320),
        ("OriginationDate", 320, 330),
    ] {
        push(tags, name, body.get(start..end).unwrap_or_default());
    }
}

fn push(tags: &mut Vec<(String, String)>, name: &str, text: &[u8]) {
    let text = text.split(|byte| *byte == 0).next().unwrap_or_default().trim_ascii();
    if !text.is_empty() {
        tags.push((name.to_owned(), String::from_utf8_lossy(text).into_owned()));
    }
}

/// Everything else, by lofty.
fn tagged<R: Read + Seek>(file: R, recording: &mut Recording) {
    let options = ParseOptions::new().read_cover_art(false).parsing_mode(ParsingMode::Relaxed);
    let Ok(probe) = Probe::new(file).options(options).guess_file_type() else { return };
    let Ok(file) = probe.read() else { return };
    recording.milliseconds = u64::try_from(file.properties().duration().as_millis()).ok();
    for item in file.tags().iter().flat_map(lofty::tag::Tag::items) {
        if let Some(text) = item.value().text() {
            push(
                &mut recording.tags,
                &format!("{:?}", item.key()),
                &text.as_bytes()[..text.floor_char_boundary(LONGEST_TAG)],
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A WAV file of 8,000 bytes a second with this length of data in its header.
    pub(crate) fn wave(declared: u32, data: usize, extra: &[u8]) -> Vec<u8> {
        let mut out = b"RIFF\xff\xff\xff\xffWAVEfmt \x10\0\0\0".to_vec();
        for part in [
            &7u16.to_le_bytes()[..],
            &1u16.to_le_bytes(),
            &8000u32.to_le_bytes(),
            &8000u32.to_le_bytes(),
            &1u16.to_le_bytes(),
            &8u16.to_le_bytes(),
        ] {
            out.extend_from_slice(part);
        }
        out.extend_from_slice(extra);
        out.extend_from_slice(b"data");
        out.extend_from_slice(&declared.to_le_bytes());
        out.resize(out.len() + data, 0xff);
        out
    }

    #[test]
    fn headers_that_were_never_finished_say_how_long_a_call_was() {
        let comment = b"LIST\x1e\0\0\0INFOICMT\x11\0\0\0call 212-555-0142\0";
        for (declared, data, ms) in
            [(16_000, 16_000, 2_000), (0, 16_000, 2_000), (u32::MAX, 8_000, 1_000), (16_000, 4_000, 500), (0, 0, 0)]
        {
            let bytes = wave(declared, data, comment);
            let recording = Recording::read(None, &bytes, bytes.len() as u64);
            assert_eq!((recording.kind, recording.milliseconds), ("wav", Some(ms)), "{declared} {data}");
            assert_eq!(recording.tags, [("ICMT".to_owned(), "call 212-555-0142".to_owned())]);
        }
        assert_eq!(Recording::read(None, b"RIFF\0\0\0\0WAVE", 12), Recording { kind: "wav", ..Recording::default() });
        assert_eq!(Recording::kind(&[0xd3; 33].repeat(20)), Some("gsm"));
        assert_eq!(Recording::kind(b"RIFF____AVI "), None);
    }
}
