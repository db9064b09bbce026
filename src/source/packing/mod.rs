//! What a source is packed in: told by its first bytes, undone in memory, one layer inside another.

#[cfg(feature = "columnar")]
mod arrow;
mod bson;
#[cfg(feature = "columnar")]
mod columnar;
mod limits;
mod rows;
mod sqlite;
mod tar;
mod utf16;
#[cfg(feature = "columnar")]
mod values;
mod zip;

use std::io::{self, Chain, Cursor, Read};

use limits::{Bounded, Sound};
pub(crate) use limits::{Damage, Tap, Tapping, believed, reason};
pub(crate) use tar::Tar;
pub(crate) use zip::{Place, Zip};

/// Layers inside one another, at most: a dump in an archive in an archive is found, a bomb ends here.
pub(crate) const DEEPEST: usize = 4;
/// Bytes of decoded content that say what it is: 64 KiB.
pub(crate) const HEAD: usize = 64 << 10;
/// An archive inside something that cannot be read at a position is held in memory up to this size: 64 MiB.
const HELD: u64 = 64 << 20;

/// What an Arrow file begins with; a stream follows.
const ARROW_MAGIC: &[u8] = b"ARROW1\0\0";

/// Anything that gives bytes in order.
pub(crate) type Stream = Box<dyn Read + Send>;

/// One layer of packing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Packing {
    Gzip,
    Zstd,
    Xz,
    Bzip2,
    Zip,
    Tar,
    /// Text in 16-bit units, with its bytes in either order.
    Utf16Le,
    Utf16Be,
    /// Rows by column, as the Apache formats have them; they become lines of JSON.
    Parquet,
    Arrow,
    /// Documents, as mongodump writes them; they become lines of JSON.
    Bson,
    /// A database of SQLite; its rows become lines of JSON.
    Sqlite,
    /// Known by its magic, and not read: its name.
    Unread(&'static str),
}

impl Packing {
    /// As `inputs.ndjson` writes it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Zstd => "zstd",
            Self::Xz => "xz",
            Self::Bzip2 => "bzip2",
            Self::Zip => "zip",
            Self::Tar => "tar",
            Self::Utf16Le => "utf-16le",
            Self::Utf16Be => "utf-16be",
            Self::Parquet => "parquet",
            Self::Arrow => "arrow",
            Self::Bson => "bson",
            Self::Sqlite => "sqlite",
            Self::Unread(name) => name,
        }
    }

    /// Whether it becomes lines of JSON, a row a line.
    pub(crate) const fn is_rows(self) -> bool {
        matches!(self, Self::Parquet | Self::Arrow | Self::Bson | Self::Sqlite)
    }

    /// What the first bytes say: RFC 1952, RFC 8878, the .xz and bzip2 formats, APPNOTE.TXT, POSIX ustar.
    pub(crate) fn of(head: &[u8]) -> Option<Self> {
        let begins = |magic: &[u8]| head.starts_with(magic);
        if begins(b"\x1f\x8b\x08") {
            return Some(Self::Gzip);
        }
        let frame = head.get(1..4) == Some(b"\x2a\x4d\x18") && head[0] & 0xf0 == 0x50;
        if begins(b"\x28\xb5\x2f\xfd") || frame {
            return Some(Self::Zstd);
        }
        if begins(b"\xfd7zXZ\0") {
            return Some(Self::Xz);
        }
        // The level, and the magic of a block or of the end.
        let block =
            |at: &[u8]| at.starts_with(b"\x31\x41\x59\x26\x53\x59") || at.starts_with(b"\x17\x72\x45\x38\x50\x90");
        if begins(b"BZh") && head.get(3).is_some_and(u8::is_ascii_digit) && head.get(4..).is_some_and(block) {
            return Some(Self::Bzip2);
        }
        if begins(b"PK\x03\x04") || begins(b"PK\x05\x06") {
            return Some(Self::Zip);
        }
        if head.get(257..262) == Some(b"ustar") {
            return Some(Self::Tar);
        }
        if begins(sqlite::MAGIC) {
            return Some(Self::Sqlite);
        }
        if begins(ARROW_MAGIC) {
            return Some(if cfg!(feature = "columnar") { Self::Arrow } else { Self::Unread("arrow") });
        }
        #[cfg(feature = "columnar")]
        if arrow::is_stream(head) {
            return Some(Self::Arrow);
        }
        if let Some(little) = utf16::order(head) {
            return Some(if little { Self::Utf16Le } else { Self::Utf16Be });
        }
        if begins(b"PAR1") {
            return Some(if cfg!(feature = "columnar") { Self::Parquet } else { Self::Unread("parquet") });
        }
        let unread: [(&[u8], &str); 10] = [
            (b"\x37\x7f\x06\x82", "sqlite log"),
            (b"\x37\x7f\x06\x83", "sqlite log"),
            (b"PGDMP", "pg_dump custom"),
            (b"Obj\x01", "avro"),
            (b"!BDN", "pst"),
            (b"7z\xbc\xaf\x27\x1c", "7z"),
            (b"Rar!\x1a\x07", "rar"),
            (b"MSCF\0\0\0\0", "cab"),
            (b"LZIP", "lzip"),
            (b"\x04\x22\x4d\x18", "lz4"),
        ];
        let known = unread.into_iter().find(|(magic, _)| begins(magic)).map(|(_, name)| Self::Unread(name));
        known.or_else(|| bson::is_bson(head).then_some(Self::Bson))
    }
}

/// Content with its packing undone.
pub(crate) enum Content {
    /// Bytes that are no packing: their beginning, whether that is all, and what comes behind.
    Bytes {
        head: Vec<u8>,
        whole: bool,
        rest: Stream,
    },
    Zip(Zip),
    Tar(Tar),
}

/// A source that was opened.
pub(crate) struct Opened {
    pub(crate) content: Content,
    /// The layers that were undone, the outermost first.
    pub(crate) packing: Vec<Packing>,
    /// Layers inside which this content's own members lie.
    pub(crate) depth: usize,
    /// What was read of the packed bytes; none where there is no packing.
    pub(crate) tap: Option<Tap>,
}

/// Undoes the layers of `stream`, `depth` layers inside a source. `place` is the same content by position, where there is one.
///
/// # Errors
/// Where nothing can be read, or what is there is a packing that is not.
pub(crate) fn unpack(mut stream: Stream, tap: Tap, place: Option<Place>, depth: usize) -> io::Result<Opened> {
    let mut packing = Vec::new();
    let mut place = place;
    loop {
        let (head, whole) = read_head(&mut stream)?;
        let found = Packing::of(&head);
        let inside = depth + packing.len();
        if found.is_some() && inside >= DEEPEST {
            return Err(Damage::error("packed more than four layers deep"));
        }
        let Some(layer) = found else {
            let tap = (!packing.is_empty()).then_some(tap);
            return Ok(Opened { content: Content::Bytes { head, whole, rest: stream }, packing, depth: inside, tap });
        };
        packing.push(layer);
        let source = Cursor::new(head).chain(stream);
        match layer {
            Packing::Unread(_) => return Err(Damage::error("an archive of a kind that is not read")),
            Packing::Tar => {
                let content = Content::Tar(Tar::new(Box::new(source)));
                return Ok(Opened { content, packing, depth: inside + 1, tap: Some(tap) });
            }
            Packing::Zip => {
                let place = place.map_or_else(|| hold(source), Ok)?;
                return Ok(Opened {
                    content: Content::Zip(Zip::open(place)?),
                    packing,
                    depth: inside + 1,
                    tap: Some(tap),
                });
            }
            Packing::Utf16Le | Packing::Utf16Be => {
                stream = Box::new(utf16::Utf16::new(source, layer == Packing::Utf16Le));
            }
            #[cfg(feature = "columnar")]
            Packing::Parquet => {
                let (place, packed) = placed(place.take(), source)?;
                stream = Box::new(rows::RowLines::new(columnar::Columnar::parquet(place, packed)?));
            }
            #[cfg(feature = "columnar")]
            Packing::Arrow => {
                let is_file = source.get_ref().0.get_ref().starts_with(ARROW_MAGIC);
                let rows = rows::RowLines::new(arrow::Arrow::open(source, is_file)?);
                stream = Box::new(Bounded::new(Box::new(rows), tap.clone()));
            }
            Packing::Sqlite => {
                let (place, packed) = placed(place.take(), source)?;
                stream = Box::new(rows::RowLines::new(sqlite::Database::open(place, packed)?));
            }
            Packing::Bson => stream = Box::new(rows::RowLines::new(bson::Documents::new(source))),
            _ => stream = decoder(layer, source, tap.clone())?,
        }
        place = None;
    }
}

/// What is read by position, and the same bytes in order, as far as they are still to be counted.
fn placed(place: Option<Place>, source: Chain<Cursor<Vec<u8>>, Stream>) -> io::Result<(Place, Stream)> {
    Ok(match place {
        Some(place) => (place, Box::new(source)),
        None => (hold(source)?, Box::new(io::empty())),
    })
}

/// The beginning of a stream, and whether it is all of it. What was read before a stream failed counts.
fn read_head(stream: &mut Stream) -> io::Result<(Vec<u8>, bool)> {
    let mut head = Vec::with_capacity(HEAD);
    let read = stream.by_ref().take(HEAD as u64).read_to_end(&mut head);
    match read {
        Err(error) if head.is_empty() => Err(error),
        // The stream fails again where it failed, or says that it has ended; either is met behind the head.
        Err(error) => {
            *stream = Box::new(limits::Failed(Some(error)));
            Ok((head, false))
        }
        Ok(_) => {
            let whole = head.len() < HEAD;
            // A thousand small files wait for their turn in one chunk.
            head.shrink_to_fit();
            Ok((head, whole))
        }
    }
}

/// An archive in a stream, in memory.
fn hold(source: Chain<Cursor<Vec<u8>>, Stream>) -> io::Result<Place> {
    let mut bytes = Vec::new();
    source.take(HELD + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > HELD {
        return Err(Damage::error("a file of more than 64 MiB that has to be read at once, inside something else"));
    }
    Ok(Place::Memory(bytes.into()))
}

/// Undoes one layer of compression, within the bounds that keep bombs out.
fn decoder<R: Read + Send + 'static>(layer: Packing, source: R, tap: Tap) -> io::Result<Stream> {
    let decoded: Stream = match layer {
        Packing::Gzip => Box::new(Sound::new(flate2::read::MultiGzDecoder::new(source), "a gzip stream is damaged")),
        Packing::Zstd => {
            let mut decoder = zstd::stream::read::Decoder::new(source)?;
            decoder.window_log_max(31)?;
            Box::new(Sound::new(decoder, "a zstd stream is damaged"))
        }
        Packing::Xz => {
            Box::new(Sound::new(liblzma::read::XzDecoder::new_multi_decoder(source), "an xz stream is damaged"))
        }
        Packing::Bzip2 => Box::new(Sound::new(bzip2::read::MultiBzDecoder::new(source), "a bzip2 stream is damaged")),
        _ => return Err(Damage::error("no compression")),
    };
    Ok(Box::new(Bounded::new(decoded, tap)))
}
