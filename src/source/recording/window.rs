//! A recording as something that can be read and sought in, of which only a little is ever read.

use std::io::{self, Read, Seek, SeekFrom};

use super::Behind;

/// Bytes read at once behind the head.
const PAGE: usize = 16 << 10;
/// Bytes read behind the head, at most: a hostile header sends nobody through gigabytes.
const MOST: u64 = 2 << 20;

/// See the module.
pub(super) struct Window<'a, 'b> {
    head: &'a [u8],
    size: u64,
    behind: &'a mut Behind<'b>,
    at: u64,
    page: Vec<u8>,
    page_at: u64,
    left: u64,
}

impl<'a, 'b> Window<'a, 'b> {
    pub(super) fn new(head: &'a [u8], size: u64, behind: &'a mut Behind<'b>) -> Self {
        Self { head, size, behind, at: 0, page: Vec::new(), page_at: 0, left: MOST }
    }

    pub(super) fn size(&self) -> u64 {
        self.size
    }

    /// Bytes from `at` on, as many as are there.
    pub(super) fn bytes(&mut self, at: u64, count: usize) -> Vec<u8> {
        let mut out = vec![0; count.min(usize::try_from(self.size.saturating_sub(at)).unwrap_or(usize::MAX))];
        let mut done = 0;
        while done < out.len() {
            match self.copy(at + done as u64, &mut out[done..]) {
                Ok(0) | Err(_) => break,
                Ok(read) => done += read,
            }
        }
        out.truncate(done);
        out
    }

    /// `N` bytes at `at`, if they are there.
    pub(super) fn array<const N: usize>(&mut self, at: u64) -> Option<[u8; N]> {
        let mut out = [0; N];
        let mut done = 0;
        while done < N {
            match self.copy(at + done as u64, &mut out[done..]) {
                Ok(0) | Err(_) => return None,
                Ok(read) => done += read,
            }
        }
        Some(out)
    }

    fn copy(&mut self, at: u64, out: &mut [u8]) -> io::Result<usize> {
        if at >= self.size {
            return Ok(0);
        }
        let in_head = usize::try_from(at).ok().and_then(|at| self.head.get(at..)).filter(|rest| !rest.is_empty());
        let from = if let Some(rest) = in_head {
            rest
        } else {
            let held = self.page_at..self.page_at + self.page.len() as u64;
            if !held.contains(&at) {
                self.load(at)?;
            }
            &self.page[(at - self.page_at) as usize..]
        };
        let count = from.len().min(out.len());
        out[..count].copy_from_slice(&from[..count]);
        Ok(count)
    }

    fn load(&mut self, at: u64) -> io::Result<()> {
        // Readers from the end come a little before it next: a page begins before what is asked for.
        let start = at.saturating_sub(PAGE as u64 / 2).max(self.head.len() as u64);
        let want = (PAGE as u64).min(self.size - start);
        self.left = self.left.checked_sub(want).ok_or_else(|| io::Error::other("too far to read for a header"))?;
        self.page.resize(want as usize, 0);
        self.page_at = start;
        let mut done = 0;
        while done < self.page.len() {
            match (self.behind)(start + done as u64, &mut self.page[done..])? {
                0 => break,
                read => done += read,
            }
        }
        self.page.truncate(done);
        if start + done as u64 <= at {
            self.page.clear();
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(())
    }
}

impl Read for Window<'_, '_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.copy(self.at, out)?;
        self.at += read as u64;
        Ok(read)
    }
}

impl Seek for Window<'_, '_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(offset) => self.size.checked_add_signed(offset),
            SeekFrom::Current(offset) => self.at.checked_add_signed(offset),
        };
        self.at = at.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}
