//! Zip archives (PKWARE's APPNOTE.TXT): members by position, each read by itself.
//!
//! The crate `zip` reads the central directory. Members are decoded here, since its readers borrow the archive, and workers read
//! many members at once. An archive that has lost its directory is walked from local header to local header.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::os::unix::fs::FileExt;
use std::sync::Arc;

use super::Stream;
use super::limits::{Bounded, Checked, Damage, Sound, Tap, Tapping};

/// Bytes that can be read at any position, by many at once.
#[derive(Clone)]
pub(crate) enum Place {
    File(Arc<File>, u64),
    Memory(Arc<[u8]>),
}

impl Place {
    pub(crate) fn len(&self) -> u64 {
        match self {
            Self::File(_, size) => *size,
            Self::Memory(bytes) => bytes.len() as u64,
        }
    }

    fn read_at(&self, at: u64, out: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::File(file, _) => file.read_at(out, at),
            Self::Memory(bytes) => {
                let rest = usize::try_from(at).ok().and_then(|at| bytes.get(at..)).unwrap_or_default();
                let count = rest.len().min(out.len());
                out[..count].copy_from_slice(&rest[..count]);
                Ok(count)
            }
        }
    }

    /// The bytes `start..end` in order.
    pub(crate) fn range(&self, start: u64, end: u64) -> Range {
        Range { place: self.clone(), at: start, start, end: end.min(self.len()) }
    }
}

/// A part of a [`Place`].
pub(crate) struct Range {
    place: Place,
    at: u64,
    start: u64,
    end: u64,
}

impl Read for Range {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let most = usize::try_from(self.end.saturating_sub(self.at)).unwrap_or(usize::MAX).min(out.len());
        let count = self.place.read_at(self.at, &mut out[..most])?;
        self.at += count as u64;
        Ok(count)
    }
}

impl Seek for Range {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => self.start.checked_add(at),
            SeekFrom::End(by) => self.end.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = at.filter(|at| *at >= self.start).ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at - self.start)
    }
}

/// What an archive says of a member.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub(crate) name: String,
    /// Of its packed data.
    start: u64,
    pub(crate) packed: u64,
    pub(crate) size: u64,
    method: u16,
    sum: Option<u32>,
    encrypted: bool,
}

/// An archive, member by member.
pub(crate) struct Zip {
    pub(crate) place: Place,
    members: std::vec::IntoIter<Member>,
    /// The directory is gone, and the archive was walked by its local headers.
    pub(crate) damaged: bool,
}

impl Zip {
    pub(super) fn open(place: Place) -> io::Result<Self> {
        let (members, damaged) = match directory(&place) {
            Some(members) => (members, false),
            None => (walk(&place)?, true),
        };
        Ok(Self { place, members: members.into_iter(), damaged })
    }

    /// The next regular file.
    pub(crate) fn next_member(&mut self) -> Option<Member> {
        self.members.next()
    }
}

impl Member {
    /// Its content, and what counts its packed bytes.
    pub(crate) fn read(&self, place: &Place) -> io::Result<(Stream, Tap)> {
        if self.encrypted {
            return Err(Damage::error("encrypted"));
        }
        let tap = Tap::new(0);
        let end = if self.packed == UNKNOWN { place.len() } else { self.start.saturating_add(self.packed) };
        let raw = BufReader::with_capacity(64 << 10, Tapping(place.range(self.start, end), tap.clone()));
        let decoded: Stream = match self.method {
            0 => Box::new(raw),
            8 => Box::new(Sound::new(flate2::bufread::DeflateDecoder::new(raw), "a member of an archive is damaged")),
            12 => Box::new(Sound::new(bzip2::bufread::BzDecoder::new(raw), "a member of an archive is damaged")),
            93 => {
                let mut decoder = zstd::stream::read::Decoder::with_buffer(raw)?;
                decoder.window_log_max(31)?;
                Box::new(Sound::new(decoder, "a member of an archive is damaged"))
            }
            95 => Box::new(Sound::new(liblzma::bufread::XzDecoder::new(raw), "a member of an archive is damaged")),
            _ => return Err(Damage::error("a member of an archive is packed by a method that is not read")),
        };
        let bounded = Bounded::new(decoded, tap.clone());
        Ok((Box::new(Checked::new(bounded, self.size, self.sum)), tap))
    }
}

/// Sizes that stand behind the data and are not known before it was read.
const UNKNOWN: u64 = u64::MAX;

/// The members by the central directory; `None` where there is none that can be believed.
fn directory(place: &Place) -> Option<Vec<Member>> {
    let reader = BufReader::new(place.range(0, place.len()));
    let mut archive = zip::ZipArchive::new(reader).ok()?;
    if archive.has_duplicate_names() {
        // Of members with the same name the crate keeps one.
        return None;
    }
    let mut members = Vec::with_capacity(archive.len());
    for index in 0..archive.len() {
        let member = archive.by_index_raw(index).ok()?;
        if member.is_dir() || member.is_symlink() {
            continue;
        }
        members.push(Member {
            name: String::from_utf8_lossy(member.name_raw()).into_owned(),
            start: member.data_start()?,
            packed: member.compressed_size(),
            size: member.size(),
            method: number_of(member.compression()),
            // AES members of the second kind have none.
            sum: (member.crc32() != 0 || member.size() == 0).then(|| member.crc32()),
            encrypted: member.encrypted(),
        });
    }
    Some(members)
}

#[allow(deprecated)] // the number is what decides here, and the only other way to it
fn number_of(method: zip::CompressionMethod) -> u16 {
    method.to_u16()
}

/// What a member's own header begins with, and an entry of the directory.
const LOCAL: [u8; 4] = *b"PK\x03\x04";
const DIRECTORY: [u8; 4] = *b"PK\x01\x02";
/// Headers that are looked at for the end of one streamed member.
const MOST_HEADERS: usize = 64;

/// The members by their local headers: of an archive that was cut, or whose directory is damaged.
fn walk(place: &Place) -> io::Result<Vec<Member>> {
    let mut members = Vec::new();
    let mut at = 0;
    while at < place.len() {
        at = match local(place, at)? {
            Some((member, next)) => {
                if !member.name.ends_with('/') {
                    members.push(member);
                }
                next
            }
            // A directory, which another archive may stand behind, or damage.
            None => next_header(place, at + 1, &[LOCAL])?,
        };
    }
    if members.is_empty() { Err(Damage::error("a zip archive without any member")) } else { Ok(members) }
}

/// The member whose local header stands at `at`, and where to look for the next one.
fn local(place: &Place, at: u64) -> io::Result<Option<(Member, u64)>> {
    let mut fixed = [0; 30];
    if read_full(place, at, &mut fixed)? < fixed.len() || !fixed.starts_with(&LOCAL) {
        return Ok(None);
    }
    let short = |offset: usize| u16::from_le_bytes([fixed[offset], fixed[offset + 1]]);
    let long =
        |offset: usize| u32::from_le_bytes([fixed[offset], fixed[offset + 1], fixed[offset + 2], fixed[offset + 3]]);
    let (flags, method, name, extra) = (short(6), short(8), u64::from(short(26)), u64::from(short(28)));
    let mut raw = vec![0; (name + extra) as usize];
    if read_full(place, at + 30, &mut raw)? < raw.len() {
        return Ok(None);
    }
    let (name, extra) = raw.split_at(name as usize);
    let start = at + 30 + raw.len() as u64;
    let mut sizes = [u64::from(long(18)), u64::from(long(22))];
    zip64(extra, &mut sizes);
    let mut member = Member {
        name: String::from_utf8_lossy(name).into_owned(),
        start,
        packed: sizes[0],
        size: sizes[1],
        method,
        sum: Some(long(14)),
        encrypted: flags & 1 != 0,
    };
    // Bit 3: sizes and checksum follow the data.
    let streamed = flags & 8 != 0 && sizes[0] == 0;
    let next = if streamed { streamed_to(place, &mut member)? } else { start.saturating_add(sizes[0]) };
    Ok(Some((member, next)))
}

/// Finds out how long a member is whose sizes stand behind its data; where it ends.
fn streamed_to(place: &Place, member: &mut Member) -> io::Result<u64> {
    let first = next_header(place, member.start, &[LOCAL, DIRECTORY])?;
    let mut next = first;
    // What looks like a header may be data: an archive in the archive, or chance.
    for _ in 0..MOST_HEADERS {
        if let Some((sum, [packed, size])) = descriptor(place, member.start, next)? {
            (member.packed, member.size, member.sum) = (packed, size, Some(sum));
            return Ok(next);
        }
        if next >= place.len() {
            break;
        }
        next = next_header(place, next + 1, &[LOCAL, DIRECTORY])?;
    }
    let length = first - member.start;
    // What is packed says itself where it ends.
    let known = if member.method == 0 { length } else { UNKNOWN };
    (member.packed, member.size, member.sum) = (known, known, None);
    Ok(first)
}

/// The checksum and the sizes, packed and not, that stand between data from `start` and a header at `next`, in 32 bits or in 64.
fn descriptor(place: &Place, start: u64, next: u64) -> io::Result<Option<(u32, [u64; 2])>> {
    for width in [4, 8] {
        let mut bytes = vec![0; 8 + 2 * width];
        let Some(at) = next.checked_sub(bytes.len() as u64).filter(|at| *at >= start) else { continue };
        if read_full(place, at, &mut bytes)? < bytes.len() || !bytes.starts_with(b"PK\x07\x08") {
            continue;
        }
        let number =
            |from: usize| bytes[from..from + width].iter().rev().fold(0, |sum, byte| sum << 8 | u64::from(*byte));
        let sizes = [number(8), number(8 + width)];
        if sizes[0] == at - start {
            return Ok(Some((u32::from_le_bytes([bytes[4], bytes[5], bytes[6], bytes[7]]), sizes)));
        }
    }
    Ok(None)
}

/// Sizes of 4 GiB and more stand in an extra field: the original one first.
fn zip64(mut extra: &[u8], sizes: &mut [u64; 2]) {
    while let [a, b, c, d, rest @ ..] = extra {
        let (kind, length) = (u16::from_le_bytes([*a, *b]), usize::from(u16::from_le_bytes([*c, *d])));
        let Some((field, behind)) = rest.split_at_checked(length) else { return };
        if kind == 1 {
            let mut values = field.chunks_exact(8).filter_map(|value| Some(u64::from_le_bytes(value.try_into().ok()?)));
            for size in [1, 0] {
                if sizes[size] == u64::from(u32::MAX) {
                    sizes[size] = values.next().unwrap_or(UNKNOWN);
                }
            }
        }
        extra = behind;
    }
}

/// Where the next header of one of these kinds begins, or the archive ends.
fn next_header(place: &Place, from: u64, kinds: &[[u8; 4]]) -> io::Result<u64> {
    let (mut at, mut step) = (from, 4 << 10);
    let mut bytes = Vec::new();
    while at < place.len() {
        bytes.resize(step + 3, 0);
        let count = read_full(place, at, &mut bytes)?;
        let is_one = |found: &usize| {
            bytes[..count].get(*found..found + 4).is_some_and(|found| kinds.iter().any(|kind| kind == found))
        };
        if let Some(found) = memchr::memmem::find_iter(&bytes[..count], b"PK").find(is_one) {
            return Ok(at + found as u64);
        }
        at += step as u64;
        step = (2 * step).min(1 << 20);
    }
    Ok(place.len())
}

fn read_full(place: &Place, at: u64, out: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < out.len() {
        match place.read_at(at + filled as u64, &mut out[filled..])? {
            0 => break,
            count => filled += count,
        }
    }
    Ok(filled)
}
