//! Formats that lofty reads: properties, and tags of every kind as names and texts.
//!
//! lofty's own common tag keeps the keys it knows and drops the others, and telephone systems make up theirs (`CALLERID`, `TXXX:agent`);
//! so each format's own tag is gone through.

use std::io::{Seek, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};

use lofty::config::{ParseOptions, ParsingMode};
use lofty::error::FileParseError;
use lofty::file::AudioFile;
use lofty::id3::v1::Id3v1Tag;
use lofty::id3::v2::{Frame, Id3v2Tag};
use lofty::iff::aiff::AiffFile;
use lofty::mp4::{AtomData, AtomIdent, Ilst, Mp4Codec, Mp4File};
use lofty::ogg::tag::VorbisComments;
use lofty::properties::FileProperties;

use super::{Kind, Media, created, window::Window};

pub(super) fn read(kind: Kind, window: &mut Window<'_, '_>) -> Media {
    let whole = attempt(kind, window, true);
    // What its frames say may be damaged, and its tags still be there.
    whole
        .or_else(|| attempt(kind, window, false).map(|media| Media { damaged: true, ..media }))
        .unwrap_or_else(Media::broken)
}

/// lofty divides by durations and lengths that a hostile header makes zero: what panics there is damaged like what fails. Nothing
/// that outlives the call is touched in it.
fn attempt(kind: Kind, window: &mut Window<'_, '_>, properties: bool) -> Option<Media> {
    window.seek(SeekFrom::Start(0)).ok()?;
    let options = ParseOptions::new()
        .read_properties(properties)
        .read_cover_art(false)
        .implicit_conversions(false)
        .parsing_mode(ParsingMode::Relaxed);
    catch_unwind(AssertUnwindSafe(|| read_kind(kind, window, options))).ok()?.ok()
}

fn read_kind(kind: Kind, window: &mut Window<'_, '_>, options: ParseOptions) -> Result<Media, FileParseError> {
    match kind {
        Kind::Mp3 => mpeg(window, options),
        Kind::Mp4 => mp4(window, options),
        Kind::Flac => flac(window, options),
        Kind::Aiff => aiff(window, options),
        Kind::Aac => {
            let file = lofty::aac::AacFile::read_from(window, options)?;
            let mut media = with("aac", &FileProperties::from(*file.properties()));
            id3(&mut media, file.id3v2(), file.id3v1());
            Ok(media)
        }
        _ => ogg(window, options),
    }
}

fn with(codec: &'static str, properties: &FileProperties) -> Media {
    let milliseconds = u64::try_from(properties.duration().as_millis()).ok();
    let mut media = Media {
        codec,
        // Nothing is said of a length that was not found.
        milliseconds: milliseconds.filter(|milliseconds| *milliseconds > 0),
        rate: properties.sample_rate().filter(|rate| *rate > 0),
        channels: properties.channels().map(u16::from).filter(|channels| *channels > 0),
        bits: properties.bit_depth().map(u16::from).filter(|bits| *bits > 0),
        ..Media::default()
    };
    media.damaged = media.milliseconds.is_none() && media.rate.is_none();
    media
}

fn mpeg(window: &mut Window<'_, '_>, options: ParseOptions) -> Result<Media, FileParseError> {
    let file = lofty::mpeg::MpegFile::read_from(window, options)?;
    let mut media = with("mp3", &FileProperties::from(*file.properties()));
    id3(&mut media, file.id3v2(), file.id3v1());
    for item in file.ape().into_iter().flatten() {
        if let lofty::tag::ItemValue::Text(text) | lofty::tag::ItemValue::Locator(text) = item.value() {
            media.tag(item.key(), text);
        }
    }
    Ok(media)
}

fn mp4(window: &mut Window<'_, '_>, options: ParseOptions) -> Result<Media, FileParseError> {
    let file = Mp4File::read_from(window, options)?;
    let codec = match file.properties().codec() {
        Some(Mp4Codec::ALAC) => "alac",
        Some(Mp4Codec::MP3) => "mp3",
        Some(Mp4Codec::FLAC) => "flac",
        Some(Mp4Codec::AAC) => "aac",
        _ => "other",
    };
    let mut media = with(codec, &FileProperties::from(file.properties().clone()));
    file.ilst().into_iter().for_each(|tags| ilst(&mut media, tags));
    media.created = media.created.or_else(|| movie_time(window));
    Ok(media)
}

fn flac(window: &mut Window<'_, '_>, options: ParseOptions) -> Result<Media, FileParseError> {
    let file = lofty::flac::FlacFile::read_from(window, options)?;
    let mut media = with("flac", &FileProperties::from(*file.properties()));
    file.vorbis_comments().into_iter().for_each(|tags| comments(&mut media, tags));
    id3(&mut media, file.id3v2(), None);
    Ok(media)
}

fn aiff(window: &mut Window<'_, '_>, options: ParseOptions) -> Result<Media, FileParseError> {
    let file = AiffFile::read_from(window, options)?;
    let mut media = with("pcm", &FileProperties::from(file.properties().clone()));
    id3(&mut media, file.id3v2(), None);
    if let Some(chunks) = file.text_chunks() {
        let named = [("name", &chunks.name), ("author", &chunks.author), ("copyright", &chunks.copyright)];
        named.into_iter().for_each(|(name, text)| media.tag(name, text.as_deref().unwrap_or_default()));
        chunks.annotations.iter().flatten().for_each(|text| media.tag("annotation", text));
        chunks.comments.iter().flatten().for_each(|comment| media.tag("comment", &comment.text));
    }
    Ok(media)
}

fn ogg(window: &mut Window<'_, '_>, options: ParseOptions) -> Result<Media, FileParseError> {
    // The first packet, behind the page's header, says what is in it.
    let head = window.bytes(0, 64);
    let holds = |magic: &[u8]| head.windows(magic.len()).any(|at| at == magic);
    if holds(b"OpusHead") {
        let file = lofty::ogg::OpusFile::read_from(window, options)?;
        let mut media = with("opus", &FileProperties::from(*file.properties()));
        comments(&mut media, file.vorbis_comments());
        return Ok(media);
    }
    if holds(b"Speex   ") {
        let file = lofty::ogg::SpeexFile::read_from(window, options)?;
        let mut media = with("speex", &FileProperties::from(*file.properties()));
        comments(&mut media, file.vorbis_comments());
        return Ok(media);
    }
    let file = lofty::ogg::VorbisFile::read_from(window, options)?;
    let mut media = with("vorbis", &FileProperties::from(*file.properties()));
    comments(&mut media, file.vorbis_comments());
    Ok(media)
}

fn comments(media: &mut Media, tags: &VorbisComments) {
    for (name, text) in tags.items() {
        note(media, name, text);
    }
}

/// A tag, which may be the day of the recording.
fn note(media: &mut Media, name: &str, text: &str) {
    if matches!(name.to_ascii_lowercase().as_str(), "date" | "tdrc" | "tden" | "©day" | "creation_time") {
        media.created = media.created.take().or_else(|| created(text));
    }
    media.tag(name, text);
}

fn id3(media: &mut Media, second: Option<&Id3v2Tag>, first: Option<&Id3v1Tag>) {
    for frame in second.into_iter().flatten() {
        let id = frame.id().as_str().to_owned();
        match frame {
            Frame::Text(text) => note(media, id3_name(&id), &text.value),
            Frame::UserText(text) => note(media, &text.description, &text.content),
            Frame::Url(url) => media.tag(&id, url.url()),
            Frame::UserUrl(url) => media.tag(&url.description, &url.content),
            Frame::Comment(comment) => media.tag("comment", &comment.content),
            Frame::UnsynchronizedText(text) => media.tag("lyrics", &text.content),
            Frame::Timestamp(time) => note(media, &id, &time.timestamp.to_string()),
            Frame::Popularimeter(rating) => media.tag("email", &rating.email),
            Frame::KeyValue(list) => list.key_value_pairs.iter().for_each(|(name, text)| media.tag(name, text)),
            _ => {}
        }
    }
    if let Some(tag) = first {
        let named = [("title", &tag.title), ("artist", &tag.artist), ("album", &tag.album), ("comment", &tag.comment)];
        for (name, text) in named {
            let text = text.as_deref().unwrap_or_default().trim_end();
            // The longer tag has the same words, whole.
            if !media.tags.iter().any(|(_, known)| known.starts_with(text)) {
                media.tag(name, text);
            }
        }
    }
}

fn id3_name(id: &str) -> &str {
    match id {
        "TIT2" => "title",
        "TPE1" => "artist",
        "TPE2" => "album_artist",
        "TALB" => "album",
        "TCOM" => "composer",
        "TCON" => "genre",
        "TIT1" => "grouping",
        "TIT3" => "subtitle",
        "TENC" => "encoded_by",
        "TSSE" => "encoder",
        other => other,
    }
}

fn ilst(media: &mut Media, tags: &Ilst) {
    for atom in tags {
        let name = match atom.ident() {
            AtomIdent::Fourcc([0xa9, b'n', b'a', b'm']) => "title".to_owned(),
            AtomIdent::Fourcc([0xa9, b'A', b'R', b'T']) => "artist".to_owned(),
            AtomIdent::Fourcc([0xa9, b'c', b'm', b't']) => "comment".to_owned(),
            AtomIdent::Fourcc([b'd', b'e', b's', b'c']) => "description".to_owned(),
            AtomIdent::Fourcc(name) => name.iter().map(|byte| char::from(*byte)).collect(),
            AtomIdent::Freeform { name, .. } => name.to_string(),
        };
        for data in atom.data() {
            if let AtomData::UTF8(text) | AtomData::UTF16(text) = data {
                note(media, &name, text);
            }
        }
    }
}

/// Seconds from 1904, where MPEG-4 counts from, to 1970.
const FROM_1904: u64 = 2_082_844_800;

/// When `moov/mvhd` says that the movie was made (ISO/IEC 14496-12, 8.2.2).
fn movie_time(window: &mut Window<'_, '_>) -> Option<String> {
    let (mut at, mut end) = (0, window.size());
    // Atoms side by side, and those inside `moov`.
    for _ in 0..64 {
        let [a, b, c, d, name @ ..] = window.array::<8>(at)?;
        let length = match u32::from_be_bytes([a, b, c, d]) {
            0 => end - at,
            1 => u64::from_be_bytes(window.array(at + 8)?),
            length => u64::from(length),
        };
        match &name {
            b"moov" => (at, end) = (at + 8, at.checked_add(length)?.min(end)),
            b"mvhd" => {
                let [version, ..] = window.array::<1>(at + 8)?;
                let seconds = if version == 1 {
                    u64::from_be_bytes(window.array(at + 12)?)
                } else {
                    u64::from(u32::from_be_bytes(window.array(at + 12)?))
                };
                let seconds = i64::try_from(seconds.checked_sub(FROM_1904)?).ok()?;
                return Some(jiff::Timestamp::from_second(seconds).ok()?.to_string());
            }
            _ => at = at.checked_add(length.max(8))?,
        }
        if at >= end {
            return None;
        }
    }
    None
}
