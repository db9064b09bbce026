//! Tiny recordings: whole headers, and next to no sound.
//!
//! Each format as its document has it: RIFF (IBM, Microsoft 1991), EBU Tech 3285 and 3306, ISO/IEC 11172-3 and 14496-12, RFC 3533 and
//! 7845, RFC 9639, 3GPP TS 06.10, ID3 v2.4.0.

/// Tags of a recording: names and texts.
pub(super) type Tags<'a> = &'a [(&'a str, &'a str)];

/// Samples a second of all of them but Opus, MP3 and MPEG-4.
const RATE: u32 = 8000;

fn chunk(out: &mut Vec<u8>, name: [u8; 4], body: &[u8]) {
    out.extend_from_slice(&name);
    out.extend_from_slice(&(body.len() as u32).to_le_bytes());
    out.extend_from_slice(body);
    out.extend(std::iter::repeat_n(0, body.len() % 2));
}

/// How a WAV file's samples are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sound {
    Pcm,
    Alaw,
    Ulaw,
    Gsm,
}

/// How a WAV file ends that nobody finished.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Length {
    Right,
    /// 0, as when the recorder was killed.
    Zero,
    /// All ones, as when it wrote into a pipe.
    Ones,
    /// In `ds64`, as RF64 has it.
    Long,
}

/// A WAV file of about `milliseconds`, and how long it is really. `bext` is a broadcaster's description with its day.
pub(super) fn wav(
    out: &mut Vec<u8>,
    sound: Sound,
    milliseconds: u32,
    length: Length,
    tags: Tags<'_>,
    bext: Option<(&str, &str)>,
) -> u64 {
    let (tag, bits, block, byte_rate): (u16, u16, u16, u32) = match sound {
        Sound::Pcm => (1, 16, 2, 2 * RATE),
        Sound::Alaw => (6, 8, 1, RATE),
        Sound::Ulaw => (7, 8, 1, RATE),
        Sound::Gsm => (0x31, 0, 65, 1625),
    };
    let blocks = (u64::from(milliseconds) * u64::from(byte_rate) / 1000).div_ceil(u64::from(block)).max(1);
    let bytes = blocks * u64::from(block);
    let mut body = b"WAVE".to_vec();
    if length == Length::Long {
        let mut sizes = vec![0; 28];
        sizes[8..16].copy_from_slice(&bytes.to_le_bytes());
        chunk(&mut body, *b"ds64", &sizes);
    }
    let mut format = Vec::new();
    for short in [tag, 1] {
        format.extend_from_slice(&short.to_le_bytes());
    }
    for long in [RATE, byte_rate] {
        format.extend_from_slice(&long.to_le_bytes());
    }
    for short in [block, bits] {
        format.extend_from_slice(&short.to_le_bytes());
    }
    let mut really = bytes * 1000 / u64::from(byte_rate);
    if sound == Sound::Gsm {
        format.extend_from_slice(&[2, 0, 64, 1]);
        let samples = blocks as u32 * 320;
        chunk(&mut body, *b"fmt ", &format);
        chunk(&mut body, *b"fact", &samples.to_le_bytes());
        really = u64::from(samples) * 1000 / u64::from(RATE);
    } else {
        chunk(&mut body, *b"fmt ", &format);
    }
    if let Some((description, day)) = bext {
        let mut broadcast = vec![0; 602];
        broadcast[..description.len().min(256)].copy_from_slice(&description.as_bytes()[..description.len().min(256)]);
        broadcast[256..263].copy_from_slice(b"earmark");
        broadcast[320..330].copy_from_slice(day.get(..10).unwrap_or("2019-03-12").as_bytes());
        broadcast[330..338].copy_from_slice(day.get(11..19).unwrap_or("00:00:00").as_bytes());
        chunk(&mut body, *b"bext", &broadcast);
    }
    let info = |body: &mut Vec<u8>| {
        if !tags.is_empty() {
            let mut list = b"INFO".to_vec();
            for (name, text) in tags {
                let mut value = text.as_bytes().to_vec();
                value.push(0);
                let name: [u8; 4] = name.as_bytes().try_into().unwrap_or(*b"ICMT");
                chunk(&mut list, name, &value);
            }
            chunk(body, *b"LIST", &list);
        }
    };
    // Behind the samples, where most programs write it; before them where nobody got that far.
    if length != Length::Right {
        info(&mut body);
    }
    let said = match length {
        Length::Right => bytes as u32,
        Length::Zero => 0,
        Length::Ones | Length::Long => u32::MAX,
    };
    body.extend_from_slice(b"data");
    body.extend_from_slice(&said.to_le_bytes());
    let silence = match sound {
        Sound::Alaw => 0xd5,
        Sound::Ulaw => 0xff,
        Sound::Pcm | Sound::Gsm => 0,
    };
    body.extend(std::iter::repeat_n(silence, bytes as usize));
    if length == Length::Right {
        body.extend(std::iter::repeat_n(0, bytes as usize % 2));
        info(&mut body);
    }
    out.extend_from_slice(if length == Length::Long { b"RF64" } else { b"RIFF" });
    let whole = if length == Length::Right { body.len() as u32 } else { said };
    out.extend_from_slice(&whole.to_le_bytes());
    out.extend_from_slice(&body);
    really
}

/// Raw GSM: 33 bytes for 20 ms.
pub(super) fn gsm(out: &mut Vec<u8>, milliseconds: u32) -> u64 {
    let frames = (milliseconds / 20).max(1);
    for number in 0..frames {
        out.push(0xd0 | (number % 13) as u8);
        out.extend((0..32).map(|at| (at * 37 + number * 11) as u8));
    }
    u64::from(frames) * 20
}

/// MPEG 2 layer III of 16,000 samples and 8 kbit a second: 36 bytes a frame of 36 ms.
pub(super) fn mp3(out: &mut Vec<u8>, milliseconds: u32, tags: Tags<'_>) -> u64 {
    if !tags.is_empty() {
        let mut frames = Vec::new();
        for (name, text) in tags {
            // UTF-8; a comment has a language and an empty description before its text.
            let mut body = vec![3];
            if *name == "COMM" {
                body.extend_from_slice(b"eng\0");
            }
            body.extend_from_slice(text.as_bytes());
            frames.extend_from_slice(name.as_bytes());
            frames.extend_from_slice(&synchsafe(body.len() as u32));
            frames.extend_from_slice(&[0, 0]);
            frames.extend_from_slice(&body);
        }
        out.extend_from_slice(b"ID3\x04\0\0");
        out.extend_from_slice(&synchsafe(frames.len() as u32));
        out.extend_from_slice(&frames);
    }
    let frames = (milliseconds / 36).max(4);
    for _ in 0..frames {
        out.extend_from_slice(&[0xff, 0xf3, 0x18, 0xc4]);
        out.extend_from_slice(&[0; 32]);
    }
    u64::from(frames) * 36
}

fn synchsafe(number: u32) -> [u8; 4] {
    [21, 14, 7, 0].map(|shift| (number >> shift & 0x7f) as u8)
}

fn atom(out: &mut Vec<u8>, name: [u8; 4], body: &[u8]) {
    out.extend_from_slice(&(body.len() as u32 + 8).to_be_bytes());
    out.extend_from_slice(&name);
    out.extend_from_slice(body);
}

fn atoms(parts: &[([u8; 4], &[u8])]) -> Vec<u8> {
    let mut out = Vec::new();
    parts.iter().for_each(|(name, body)| atom(&mut out, *name, body));
    out
}

fn longs(numbers: &[u32]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_be_bytes()).collect()
}

/// MPEG-4 audio made at `created` seconds since 1970, with its movie at the end, where phones write it.
pub(super) fn m4a(out: &mut Vec<u8>, milliseconds: u32, created: u32, tags: Tags<'_>) -> u64 {
    const FROM_1904: u32 = 2_082_844_800;
    let made = created.wrapping_add(FROM_1904);
    atom(out, *b"ftyp", b"M4A \0\0\0\0M4A isom");
    atom(out, *b"mdat", &[0x21; 32]);
    let movie = longs(&[&[0, made, made, 1000, milliseconds, 0x1_0000, 0x0100_0000, 0, 0][..], &[0; 16]].concat());
    let media = longs(&[0, made, made, 16_000, milliseconds * 16, 0x55c4_0000]);
    let handler = [&longs(&[0, 0])[..], b"soun", &[0; 13]].concat();
    // One channel of 16 bits at 16,000 samples a second.
    let entry = [&[0; 6][..], &[0, 1], &[0; 8], &[0, 1, 0, 16, 0, 0, 0, 0], &(16_000u32 << 16).to_be_bytes()].concat();
    let described = [&longs(&[0, 1])[..], &atoms(&[(*b"mp4a", &entry)])].concat();
    let table = atoms(&[
        (*b"stsd", &described),
        (*b"stts", &longs(&[0, 0])),
        (*b"stsc", &longs(&[0, 0])),
        (*b"stsz", &longs(&[0, 0, 0])),
        (*b"stco", &longs(&[0, 0])),
    ]);
    let within = atoms(&[(*b"mdhd", &media), (*b"hdlr", &handler), (*b"minf", &atoms(&[(*b"stbl", &table)]))]);
    let mut parts = atoms(&[(*b"mvhd", &movie), (*b"trak", &atoms(&[(*b"mdia", &within)]))]);
    if !tags.is_empty() {
        let mut list = Vec::new();
        for (name, text) in tags {
            let code: [u8; 4] = if *name == "title" { [0xa9, b'n', b'a', b'm'] } else { [0xa9, b'c', b'm', b't'] };
            let data = [&longs(&[1, 0])[..], text.as_bytes()].concat();
            atom(&mut list, code, &atoms(&[(*b"data", &data)]));
        }
        let handler = [&longs(&[0, 0])[..], b"mdirappl", &[0; 9]].concat();
        let meta = [&[0; 4][..], &atoms(&[(*b"hdlr", &handler), (*b"ilst", &list)])].concat();
        atom(&mut parts, *b"udta", &atoms(&[(*b"meta", &meta)]));
    }
    atom(out, *b"moov", &parts);
    u64::from(milliseconds)
}

/// RFC 3533: the checksum of a page, polynomial 0x04c11db7, not reflected.
fn crc(page: &[u8]) -> u32 {
    page.iter().fold(0u32, |mut sum, byte| {
        sum ^= u32::from(*byte) << 24;
        for _ in 0..8 {
            sum = if sum >> 31 == 1 { sum << 1 ^ 0x04c1_1db7 } else { sum << 1 };
        }
        sum
    })
}

fn page(out: &mut Vec<u8>, kind: u8, granule: u64, number: u32, packet: &[u8]) {
    let start = out.len();
    out.extend_from_slice(b"OggS\0");
    out.push(kind);
    out.extend_from_slice(&granule.to_le_bytes());
    out.extend_from_slice(&0x6561_726du32.to_le_bytes());
    out.extend_from_slice(&number.to_le_bytes());
    out.extend_from_slice(&[0; 4]);
    let full = packet.len() / 255;
    out.push(full as u8 + 1);
    out.extend(std::iter::repeat_n(255, full));
    out.push((packet.len() % 255) as u8);
    out.extend_from_slice(packet);
    let sum = crc(&out[start..]);
    out[start + 22..start + 26].copy_from_slice(&sum.to_le_bytes());
}

fn comments(tags: Tags<'_>) -> Vec<u8> {
    let mut out = Vec::new();
    let mut text = |text: &str| {
        out.extend_from_slice(&(text.len() as u32).to_le_bytes());
        out.extend_from_slice(text.as_bytes());
    };
    text("earmark");
    let mut list = Vec::new();
    for (name, value) in tags {
        let line = format!("{name}={value}");
        list.extend_from_slice(&(line.len() as u32).to_le_bytes());
        list.extend_from_slice(line.as_bytes());
    }
    out.extend_from_slice(&(tags.len() as u32).to_le_bytes());
    out.extend_from_slice(&list);
    out
}

/// Opus in Ogg: 20 ms a packet.
pub(super) fn opus(out: &mut Vec<u8>, milliseconds: u32, tags: Tags<'_>) -> u64 {
    let head = [&b"OpusHead\x01\x01"[..], &312u16.to_le_bytes(), &RATE.to_le_bytes(), &[0, 0, 0]].concat();
    page(out, 2, 0, 0, &head);
    page(out, 0, 0, 1, &[&b"OpusTags"[..], &comments(tags)].concat());
    let samples = u64::from(milliseconds.max(20)) * 48;
    page(out, 4, samples + 312, 2, &[0xf8, 0xff, 0xfe]);
    u64::from(milliseconds.max(20))
}

/// FLAC with one frame that nobody can play.
pub(super) fn flac(out: &mut Vec<u8>, milliseconds: u32, tags: Tags<'_>) -> u64 {
    let samples = u64::from(milliseconds) * u64::from(RATE) / 1000;
    let mut info = [16u8, 0, 16, 0, 0, 0, 0, 0, 0, 0].to_vec();
    // 20 bits of rate, 3 of channels less one, 5 of bits less one, 36 of samples.
    info.extend_from_slice(&(u64::from(RATE) << 44 | 15 << 36 | samples).to_be_bytes());
    info.extend_from_slice(&[0; 16]);
    let comments = comments(tags);
    out.extend_from_slice(b"fLaC\0\0\0\x22");
    out.extend_from_slice(&info);
    out.push(0x84);
    out.extend_from_slice(&(comments.len() as u32).to_be_bytes()[1..]);
    out.extend_from_slice(&comments);
    out.extend_from_slice(&[0xff, 0xf8, 0x69, 0x08, 0, 0, 0, 0]);
    u64::from(milliseconds)
}
