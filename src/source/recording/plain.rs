//! Recordings with next to no header: raw GSM frames, Sun's AU, and the frames of MPEG audio.
//!
//! Sources: 3GPP TS 06.10 and the RTP payload of RFC 3551 (33 bytes for 20 ms, each beginning with 0xD); the AU header of NeXT and
//! Sun (`audio.h`); ISO/IEC 11172-3 and 13818-3 for the header of an MPEG audio frame, ISO/IEC 13818-7 for ADTS.

use super::{Kind, Media, milliseconds, text, window::Window};

/// Bytes of a GSM full-rate frame: 160 samples, 20 ms.
const GSM_FRAME: usize = 33;
/// Frames that are looked at.
const SAMPLE: usize = 64;

/// Whether every frame begins as one, and they are no text that happens to.
pub(super) fn is_gsm(head: &[u8], whole: bool) -> bool {
    let frames = head.len() / GSM_FRAME;
    let marked = head.iter().step_by(GSM_FRAME).take(SAMPLE).all(|byte| byte >> 4 == 0xd);
    // Letters of Cyrillic and other scripts begin with such bytes too, but no such text is UTF-8 and in step for long.
    let enough = if whole { frames >= 1 && (frames >= 8 || head.len().is_multiple_of(GSM_FRAME)) } else { frames >= 8 };
    marked
        && enough
        && std::str::from_utf8(&head[..head.len().min(SAMPLE * GSM_FRAME)]).is_err_and(|e| e.error_len().is_some())
}

pub(super) fn gsm(size: u64) -> Media {
    let frames = size / GSM_FRAME as u64;
    Media { codec: "gsm", milliseconds: Some(frames * 20), rate: Some(8000), channels: Some(1), ..Media::default() }
}

/// Names of encodings and bits of a sample.
fn au_encoding(number: u32) -> (&'static str, Option<u16>) {
    match number {
        1 => ("ulaw", Some(8)),
        2 => ("pcm", Some(8)),
        3 => ("pcm", Some(16)),
        4 => ("pcm", Some(24)),
        5 => ("pcm", Some(32)),
        6 => ("float", Some(32)),
        7 => ("float", Some(64)),
        23 => ("g721", None),
        27 => ("alaw", Some(8)),
        _ => ("", None),
    }
}

pub(super) fn au(window: &mut Window<'_, '_>) -> Media {
    let Some(header) = window.array::<24>(0) else { return Media::broken() };
    let field = |at: usize| u32::from_be_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]);
    let (start, length, rate, channels) = (u64::from(field(4)), u64::from(field(8)), field(16), field(20));
    let (codec, bits) = au_encoding(field(12));
    // Whoever writes to a pipe does not know the length: all ones.
    let there = window.size().saturating_sub(start);
    let length = if length == u64::from(u32::MAX) || length > there { there } else { length };
    let a_second = bits.map(|bits| u64::from(bits / 8) * u64::from(rate) * u64::from(channels));
    let mut media = Media {
        codec,
        milliseconds: a_second.and_then(|a_second| milliseconds(length, a_second)),
        rate: Some(rate),
        channels: u16::try_from(channels).ok(),
        bits,
        damaged: start < 24 || channels == 0 || rate == 0,
        ..Media::default()
    };
    let annotation = window.bytes(24, usize::try_from(start.saturating_sub(24)).unwrap_or_default().min(4096));
    media.tag("annotation", &text(&annotation));
    media
}

/// Whether `magic` stands behind the ID3v2 tag that `head` begins with.
pub(super) fn behind_id3(head: &[u8], magic: &[u8]) -> bool {
    let Some(size) = head.get(6..10) else { return false };
    let length = size.iter().fold(0usize, |length, byte| length << 7 | usize::from(byte & 0x7f));
    head.get(10 + length..).is_some_and(|rest| rest.starts_with(magic))
}

/// Kilobits a second of layer III and II, for MPEG 1 and for the lower rates of MPEG 2; index 0 is "free", 15 is none.
const RATES: [[u16; 15]; 4] = [
    [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
    [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
    [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
    [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
];

/// The length of the frame that begins with `head`, and what it is of.
fn frame(head: &[u8]) -> Option<(Kind, usize)> {
    let &[first, second, third, fourth, fifth, sixth] = head.first_chunk::<6>()?;
    if first != 0xff || second & 0xe0 != 0xe0 {
        return None;
    }
    let (version, layer) = (second >> 3 & 3, second >> 1 & 3);
    // ADTS has all twelve sync bits and layer 0; its length stands in 13 bits.
    if layer == 0 {
        let length = usize::from(fourth & 3) << 11 | usize::from(fifth) << 3 | usize::from(sixth >> 5);
        let real = second & 0xf6 == 0xf0 && third >> 2 & 15 < 13 && length > 7;
        return real.then_some((Kind::Aac, length));
    }
    // Layer I is no recorder's, and begins like UTF-16.
    if version == 1 || layer == 3 || third >> 4 == 15 || third >> 2 & 3 == 3 {
        return None;
    }
    let row = match (version, layer) {
        (3, 1) => 0,
        (3, _) => 1,
        (_, 1) => 2,
        _ => 3,
    };
    let bits = u32::from(RATES[row][usize::from(third >> 4)]) * 1000;
    let hertz = [44_100, 48_000, 32_000][usize::from(third >> 2 & 3)]
        >> match version {
            3 => 0,
            2 => 1,
            _ => 2,
        };
    let samples = if version != 3 && layer == 1 { 72 } else { 144 };
    Some((Kind::Mp3, (samples * bits / hertz) as usize + usize::from(third >> 1 & 1)))
}

/// MPEG audio or ADTS, if a second frame stands where the first one ends, or the source ends before that.
pub(super) fn mpeg(head: &[u8], whole: bool) -> Option<Kind> {
    let (kind, length) = frame(head)?;
    let next = head.get(length..).filter(|rest| rest.len() >= 6);
    let follows = match next {
        Some(rest) => length > 0 && frame(rest).is_some_and(|(next, _)| next == kind) || rest.starts_with(b"TAG"),
        // Cut in its first frame, which no text has: a sync and no letters.
        None => whole && std::str::from_utf8(head).is_err(),
    };
    follows.then_some(kind)
}
