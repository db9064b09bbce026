//! Recordings, without listening: what their headers and tags say.
//!
//! Told by content: RIFF and its 64-bit forms, MP3, MPEG-4 audio, Ogg, FLAC, AIFF, AAC, and what telephone exchanges write without
//! or with next to no header (GSM, AU, AMR). lofty reads what it knows; RIFF is read here, since telephone systems leave
//! lengths unwritten and put what matters into chunks of broadcasters (`bext`, EBU Tech 3285), and so are the three small ones.

mod plain;
mod riff;
mod tagged;
mod window;

use std::fs::File;
use std::os::unix::fs::FileExt as _;
use std::path::Path;

use window::Window;

/// What a recording is, by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Wav,
    Rf64,
    Mp3,
    Mp4,
    Ogg,
    Flac,
    Aiff,
    Aac,
    Gsm,
    Au,
    Amr,
    Caf,
    /// Nothing in it, or nothing that says what it is.
    Empty,
}

impl Kind {
    /// As `inputs.ndjson` writes it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Wav => "wav",
            Self::Rf64 => "rf64",
            Self::Mp3 => "mp3",
            Self::Mp4 => "mp4",
            Self::Ogg => "ogg",
            Self::Flac => "flac",
            Self::Aiff => "aiff",
            Self::Aac => "aac",
            Self::Gsm => "gsm",
            Self::Au => "au",
            Self::Amr => "amr",
            Self::Caf => "caf",
            Self::Empty => "empty",
        }
    }

    /// What the source called `name` is, which begins with `head` and is no more if `whole`; `None` for what is no recording.
    pub(crate) fn of_source(name: &str, head: &[u8], whole: bool) -> Option<Self> {
        if head.is_empty() && whole {
            return is_name(name.as_bytes()).then_some(Self::Empty);
        }
        Self::of(head, whole)
    }

    /// What begins with `head`, which is all of it if `whole`; `None` for what is no recording.
    fn of(head: &[u8], whole: bool) -> Option<Self> {
        let at = |place: usize, magic: &[u8]| head.get(place..).is_some_and(|rest| rest.starts_with(magic));
        match head {
            _ if at(0, b"RIFF") && (at(8, b"WAVE") || whole && head.len() < 12) => Some(Self::Wav),
            _ if at(8, b"WAVE") && (at(0, b"RF64") || at(0, b"BW64")) => Some(Self::Rf64),
            _ if at(0, b"fLaC") => Some(Self::Flac),
            _ if at(0, b"OggS\0") => Some(Self::Ogg),
            _ if at(4, b"ftyp") && head.len() >= 12 => Some(Self::Mp4),
            _ if at(0, b"FORM") && (at(8, b"AIFF") || at(8, b"AIFC")) => Some(Self::Aiff),
            _ if at(0, b".snd\0\0") => Some(Self::Au),
            _ if at(0, b"#!AMR\n") || at(0, b"#!AMR-WB\n") => Some(Self::Amr),
            _ if at(0, b"caff\0\x01") => Some(Self::Caf),
            [b'I', b'D', b'3', 2..=4, 0..=9, ..] => {
                Some(if plain::behind_id3(head, b"fLaC") { Self::Flac } else { Self::Mp3 })
            }
            [0xff, second, ..] if second & 0xe0 == 0xe0 => plain::mpeg(head, whole),
            [first, ..] if first >> 4 == 0xd => plain::is_gsm(head, whole).then_some(Self::Gsm),
            _ => None,
        }
    }
}

/// Endings of names of recordings.
const ENDINGS: [&[u8]; 23] = [
    b"wav", b"mp3", b"m4a", b"mp4", b"aac", b"ogg", b"oga", b"opus", b"spx", b"flac", b"gsm", b"amr", b"au", b"snd",
    b"aif", b"aiff", b"caf", b"wma", b"vox", b"ulaw", b"alaw", b"3gp", b"webm",
];

/// Whether a name ends as those of recordings do. What is in a file says what it is; where nothing is, this does.
fn is_name(name: &[u8]) -> bool {
    let ending = memchr::memrchr(b'.', name).map(|dot| &name[dot + 1..]);
    ending.is_some_and(|ending| ENDINGS.iter().any(|known| known.eq_ignore_ascii_case(ending)))
}

/// What is known of a recording besides its name. Texts are as they stand in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Media {
    /// How samples are stored: `pcm`, `alaw`, `gsm`, `opus` …; empty where that is not known.
    pub(crate) codec: &'static str,
    pub(crate) milliseconds: Option<u64>,
    /// Samples a second.
    pub(crate) rate: Option<u32>,
    pub(crate) channels: Option<u16>,
    /// Of a sample.
    pub(crate) bits: Option<u16>,
    /// `YYYY-MM-DD` or longer.
    pub(crate) created: Option<String>,
    /// Names, in lower case, and texts.
    pub(crate) tags: Vec<(String, String)>,
    /// The header is cut, or is not what it begins as.
    pub(crate) damaged: bool,
}

impl Media {
    /// A header that says nothing.
    fn broken() -> Self {
        Self { damaged: true, ..Self::default() }
    }

    /// Adds a text, cut at its first NUL, if there is anything in it.
    fn tag(&mut self, name: &str, text: &str) {
        let text = text.trim_matches(|c: char| c == '\0' || c.is_whitespace());
        if !text.is_empty() && self.tags.len() < MOST_TAGS {
            let end = text.char_indices().nth(LONGEST_TAG).map_or(text.len(), |(at, _)| at);
            self.tags.push((name.to_ascii_lowercase(), text[..end].to_owned()));
        }
    }
}

/// Tags of one recording that are read.
const MOST_TAGS: usize = 256;
/// Letters of one tag that are read: a chapter of lyrics, no book.
const LONGEST_TAG: usize = 64 << 10;

/// Reads bytes of a recording at an offset into a buffer; fewer where it ends.
type Behind<'a> = dyn FnMut(u64, &mut [u8]) -> std::io::Result<usize> + 'a;

/// Takes stock of the recording at `path`, of `size` bytes and beginning with `head`; of a member of an archive, by its beginning
/// alone. Nothing in it makes this fail: a bad header is [`Media::damaged`].
pub(crate) fn take_stock(kind: Kind, path: Option<&Path>, head: &[u8], size: u64) -> Media {
    let mut file = None;
    let media = read(kind, head, size, &mut |at, out| {
        if file.is_none() {
            file = Some(File::open(path.ok_or(std::io::ErrorKind::NotFound)?)?);
        }
        file.as_ref().map_or(Ok(0), |file| file.read_at(out, at))
    });
    // Of a member's end nothing is known.
    Media { damaged: media.damaged && (path.is_some() || size <= head.len() as u64), ..media }
}

fn read(kind: Kind, head: &[u8], size: u64, behind: &mut Behind<'_>) -> Media {
    let mut window = Window::new(head, size, behind);
    match kind {
        Kind::Wav | Kind::Rf64 => riff::read(&mut window),
        Kind::Gsm => plain::gsm(size),
        Kind::Au => plain::au(&mut window),
        Kind::Amr => Media { codec: "amr", ..Media::default() },
        Kind::Caf => Media::default(),
        Kind::Empty => Media { milliseconds: Some(0), ..Media::default() },
        Kind::Mp3 | Kind::Mp4 | Kind::Ogg | Kind::Flac | Kind::Aiff | Kind::Aac => tagged::read(kind, &mut window),
    }
}

/// Bytes as text: UTF-8, else Latin-1.
fn text(bytes: &[u8]) -> String {
    let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
    let bytes = &bytes[..end];
    std::str::from_utf8(bytes).map_or_else(|_| bytes.iter().map(|byte| char::from(*byte)).collect(), str::to_owned)
}

/// Milliseconds of `count` units at `rate` units a second.
fn milliseconds(count: u64, rate: u64) -> Option<u64> {
    let exact = u128::from(count) * 1000 / u128::from(std::num::NonZeroU64::new(rate)?.get());
    u64::try_from(exact).ok()
}

/// The date or time that a text begins with, as `YYYY-MM-DD…`: of `2019-03-12T14:05:33`, `2019/03/12`, `20190312`.
fn created(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(char::is_ascii_digit).take(14).collect();
    let (year, month, day) = (digits.get(..4)?, digits.get(4..6)?, digits.get(6..8)?);
    let begins =
        text.len() >= 8 && text.bytes().take(10).all(|byte| byte.is_ascii_digit() || b"-/:.T ".contains(&byte));
    let real = ("1970".."2100").contains(&year) && ("01".."13").contains(&month) && ("01".."32").contains(&day);
    if !begins || !real {
        return None;
    }
    let time = match (digits.get(8..10), digits.get(10..12), digits.get(12..14)) {
        (Some(hour), Some(minute), Some(second)) if hour < "24" && minute < "60" && second < "61" => {
            format!("T{hour}:{minute}:{second}")
        }
        _ => String::new(),
    };
    Some(format!("{year}-{month}-{day}{time}"))
}

#[cfg(test)]
mod tests;
