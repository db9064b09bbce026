//! Tar archives: members in the order they lie in (POSIX.1-2008 pax, ustar, GNU long names and sparse files).
//!
//! Headers are read by the crate `tar`; its own walk borrows the archive for as long as a member is read, which workers that take
//! turns cannot do.

use std::io::{self, Read};
use std::sync::{Arc, Mutex, PoisonError};

use tar::{EntryType, Header, PaxExtensions};

use super::Stream;
use super::limits::{Damage, LARGEST};

/// Longest extended header or long name that is believed: 1 MiB.
const LONGEST_NAME: u64 = 1 << 20;
const BLOCK: u64 = 512;

/// An archive that is read from its beginning to its end.
#[derive(Clone)]
pub(crate) struct Tar(Arc<Mutex<State>>);

struct State {
    stream: Stream,
    /// Data of the member at hand that was not read yet, and the padding behind it.
    left: u64,
    padding: u64,
    ended: bool,
}

/// A regular file in the archive.
pub(crate) struct Member {
    pub(crate) name: String,
    pub(crate) size: u64,
}

impl Tar {
    pub(crate) fn new(stream: Stream) -> Self {
        Self(Arc::new(Mutex::new(State { stream, left: 0, padding: 0, ended: false })))
    }

    /// The next regular file; what was not read of the one before is passed over.
    pub(crate) fn next_member(&mut self) -> io::Result<Option<Member>> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let next = state.next_member();
        state.ended |= !matches!(next, Ok(Some(_)));
        next
    }
}

/// The data of the member at hand.
impl Read for Tar {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).read(out)
    }
}

impl State {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let most = usize::try_from(self.left).unwrap_or(usize::MAX).min(out.len());
        if most == 0 {
            return Ok(0);
        }
        let count = self.stream.read(&mut out[..most])?;
        if count == 0 {
            self.ended = true;
            self.left = 0;
            return Err(Damage::error("an archive ends inside a member"));
        }
        self.left -= count as u64;
        Ok(count)
    }

    fn next_member(&mut self) -> io::Result<Option<Member>> {
        let (mut long_name, mut pax) = (None, None);
        while !self.ended {
            self.skip(self.left + self.padding)?;
            (self.left, self.padding) = (0, 0);
            let Some(header) = self.header()? else { return Ok(None) };
            let size = header.entry_size().map_err(|_| Damage::error("a header of a tar archive is damaged"))?;
            let kind = header.entry_type();
            let size = pax.as_deref().and_then(pax_size).filter(|_| kind.is_file()).unwrap_or(size).min(LARGEST);
            (self.left, self.padding) = (size, size.next_multiple_of(BLOCK) - size);
            match kind {
                EntryType::GNULongName => long_name = Some(self.text(size)?),
                EntryType::XHeader => pax = Some(self.text(size)?),
                EntryType::Regular | EntryType::Continuous | EntryType::GNUSparse => {
                    self.skip_sparse_map(&header)?;
                    let name = pax.as_deref().and_then(pax_name).or(long_name);
                    let name = name.unwrap_or_else(|| header.path_bytes().into_owned());
                    let name = String::from_utf8_lossy(&name).trim_end_matches('\0').to_owned();
                    return Ok(Some(Member { name, size }));
                }
                // Folders, links, devices, names of link targets.
                _ => {}
            }
        }
        Ok(None)
    }

    fn header(&mut self) -> io::Result<Option<Header>> {
        let mut header = Header::new_old();
        let bytes = header.as_mut_bytes();
        let mut filled = 0;
        while filled < bytes.len() {
            match self.stream.read(&mut bytes[filled..])? {
                0 => break,
                count => filled += count,
            }
        }
        if filled == 0 || bytes.iter().all(|byte| *byte == 0) {
            // Two blocks of zeros end an archive; it may also just end.
            return Ok(None);
        }
        let sum = bytes[..148].iter().chain(&bytes[156..]).map(|byte| u32::from(*byte)).sum::<u32>() + 8 * 32;
        if filled < bytes.len() || header.cksum().ok() != Some(sum) {
            return Err(Damage::error("a header of a tar archive is damaged"));
        }
        Ok(Some(header))
    }

    /// The map of a sparse file may go on in blocks of its own.
    fn skip_sparse_map(&mut self, header: &Header) -> io::Result<()> {
        let mut more = header.as_gnu().is_some_and(tar::GnuHeader::is_extended) && header.entry_type().is_gnu_sparse();
        while more {
            let mut block = [0; BLOCK as usize];
            self.stream.read_exact(&mut block)?;
            more = block[504] == 1;
        }
        Ok(())
    }

    fn text(&mut self, size: u64) -> io::Result<Vec<u8>> {
        if size > LONGEST_NAME {
            return Err(Damage::error("a name in a tar archive is too long"));
        }
        let mut text = vec![0; size as usize];
        self.stream.read_exact(&mut text)?;
        self.left = 0;
        Ok(text)
    }

    fn skip(&mut self, bytes: u64) -> io::Result<()> {
        let passed = io::copy(&mut self.stream.by_ref().take(bytes), &mut io::sink())?;
        if passed < bytes {
            self.ended = true;
        }
        Ok(())
    }
}

fn pax_name(pax: &[u8]) -> Option<Vec<u8>> {
    let path = PaxExtensions::new(pax).flatten().find(|extension| extension.key_bytes() == b"path")?;
    Some(path.value_bytes().to_vec())
}

fn pax_size(pax: &[u8]) -> Option<u64> {
    let size = PaxExtensions::new(pax).flatten().find(|extension| extension.key_bytes() == b"size")?;
    size.value().ok()?.parse().ok()
}
