use super::*;

fn stock(kind: Kind, bytes: &[u8]) -> Media {
    stock_of(kind, bytes, bytes.len())
}

/// With a head of so many bytes; the rest is read where it lies.
fn stock_of(kind: Kind, bytes: &[u8], head: usize) -> Media {
    let head = &bytes[..head.min(bytes.len())];
    read(kind, head, bytes.len() as u64, &mut |at, out| {
        let rest = bytes.get(at as usize..).unwrap_or_default();
        let count = rest.len().min(out.len());
        out[..count].copy_from_slice(&rest[..count]);
        Ok(count)
    })
}

fn chunk(name: &str, body: &[u8]) -> Vec<u8> {
    [name.as_bytes(), &(body.len() as u32).to_le_bytes(), body, &[0][..body.len() % 2]].concat()
}

fn riff(chunks: &[Vec<u8>]) -> Vec<u8> {
    let body = chunks.concat();
    [&b"RIFF"[..], &(body.len() as u32 + 4).to_le_bytes(), b"WAVE", &body].concat()
}

/// 8,000 samples a second of 8 bits.
fn format(tag: u16) -> Vec<u8> {
    let mut body = [tag.to_le_bytes(), 1u16.to_le_bytes()].concat();
    body.extend_from_slice(&8000u32.to_le_bytes());
    body.extend_from_slice(&8000u32.to_le_bytes());
    body.extend_from_slice(&[1, 0, 8, 0]);
    chunk("fmt ", &body)
}

#[test]
fn recordings_are_told_by_their_first_bytes() {
    let gsm: Vec<u8> = (0..10u8).flat_map(|_| [&[0xd5][..], &[0xa1; 32]].concat()).collect();
    let mp3: Vec<u8> = (0..3).flat_map(|_| [&[0xff, 0xf3, 0x18, 0xc4][..], &[0; 32]].concat()).collect();
    for (bytes, kind) in [
        (&b"RIFF\x24\0\0\0WAVEfmt "[..], Some(Kind::Wav)),
        (b"RIFF\x24", Some(Kind::Wav)),
        (b"RIFF\x24\0\0\0AVI LIST", None),
        (b"RF64\xff\xff\xff\xffWAVEds64", Some(Kind::Rf64)),
        (b"fLaC\0\0\0\x22", Some(Kind::Flac)),
        (b"OggS\0\x02\0\0", Some(Kind::Ogg)),
        (b"\0\0\0\x18ftypM4A \0\0\0\0", Some(Kind::Mp4)),
        (b"ID3\x04\0\0\0\0\0\x01", Some(Kind::Mp3)),
        (b"ID3\x04\0\0\0\0\0\x01xfLaC", Some(Kind::Flac)),
        (b"#!AMR\n\x0c", Some(Kind::Amr)),
        (&gsm, Some(Kind::Gsm)),
        (&mp3, Some(Kind::Mp3)),
        // UTF-16 begins with a byte pair that a frame could, and Cyrillic with bytes that a GSM frame could.
        (b"\xff\xfeh\0i\0 \0t\0h\0e\0r\0e\0", None),
        ("Ргггггггггггггггг".as_bytes(), None),
        (b"ID3 is a tag of recordings", None),
        (b"hello", None),
        (b"", None),
    ] {
        assert_eq!(Kind::of(bytes, true), kind, "{bytes:?}");
    }
}

#[test]
fn lengths_that_nobody_wrote_are_those_of_the_file() {
    let with = |said: u32, bytes: usize| {
        let data = [&b"data"[..], &said.to_le_bytes(), &vec![0xff; bytes]].concat();
        riff(&[format(7), data])
    };
    for (said, bytes, milliseconds) in [
        (8000, 8000, 1000),
        (0, 8000, 1000),
        (u32::MAX, 4000, 500),
        (9_000_000, 4000, 500),
        (0, 0, 0),
        (800, 8000, 100),
    ] {
        let media = stock(Kind::Wav, &with(said, bytes));
        assert_eq!((media.milliseconds, media.damaged), (Some(milliseconds), false), "{said} of {bytes}");
    }
}

#[test]
fn chunks_of_broadcasters_and_info_are_read_on_either_side_of_the_samples() {
    let mut bext = vec![0; 602];
    bext[..10].copy_from_slice(b"agent four");
    bext[320..338].copy_from_slice(b"2019-03-1214:05:33");
    let info = chunk(
        "LIST",
        &[&b"INFO"[..], &chunk("ICMT", b"odd\0"), &chunk("INAM", b"even \0"), &chunk("IXYZ", b"own\0")].concat(),
    );
    let silence = chunk("data", &vec![0xd5; 100_001]);
    for chunks in [
        [format(6), chunk("bext", &bext), info.clone(), silence.clone()],
        [format(6), silence.clone(), chunk("bext", &bext), info.clone()],
    ] {
        let media = stock_of(Kind::Wav, &riff(&chunks), 4096);
        assert_eq!(media.created.as_deref(), Some("2019-03-12T14:05:33"));
        let mut tags: Vec<_> = media.tags.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        tags.sort_unstable();
        assert_eq!(tags, [("comment", "odd"), ("description", "agent four"), ("ixyz", "own"), ("title", "even")]);
        assert_eq!((media.codec, media.milliseconds), ("alaw", Some(12_500)));
    }
}

#[test]
fn dates_are_days_and_times() {
    for (text, expected) in [
        ("2019-03-12T14:05:33", Some("2019-03-12T14:05:33")),
        ("2019/03/12 14:05", Some("2019-03-12")),
        ("20190312", Some("2019-03-12")),
        ("2019-13-12", None),
        ("2019", None),
        ("phone 2125550142", None),
    ] {
        assert_eq!(created(text).as_deref(), expected, "{text}");
    }
}

/// Bytes cut and flipped: nothing panics, and nothing takes long.
#[test]
fn damage_is_only_damage() {
    let mut state = 7u64;
    let mut below = |limit: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((state >> 33) % limit as u64) as usize
    };
    let (mut made, mut file) = (crate::generate::Recordings::new(3), crate::generate::Recording::default());
    for _ in 0..200 {
        made.next_file(&mut file);
        let Some(kind) = Kind::of(&file.bytes, true) else { continue };
        for round in 0..12 {
            let mut bytes = file.bytes.clone();
            match round % 3 {
                0 => bytes.truncate(below(bytes.len())),
                1 => {
                    let at = below(bytes.len());
                    bytes[at] ^= 1 << below(8);
                }
                _ => {
                    let at = below(bytes.len().min(200));
                    bytes[at..].iter_mut().take(4).for_each(|byte| *byte = [0, 0xff, 0x7f][round % 3]);
                }
            }
            let media = stock(kind, &bytes);
            assert!(media.tags.len() <= MOST_TAGS);
        }
    }
}
