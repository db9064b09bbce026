//! What is to be done: sources opened in order, cut into work on the chunk grid, and handed out.
//!
//! Sources are numbered as they are reached, members of archives behind their archive, so that a number says the same in every run.
//! Only the first bytes of a source are read here; what takes time is the workers'.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use super::feed::Feed;
use crate::framing::{CELL, Format, Framing, sniff};
use crate::sink::{HashMode, Names, Settings};
use crate::source::{Archive, Content, Found, HEAD, Kind, Opened, Packing, Source, reason};

/// Small sources that share a chunk, at most.
const MOST_FILES: usize = 1024;
/// A packed source of at most this size is unpacked by one worker as a whole: 256 KiB.
const SMALL_PACKED: u64 = 256 << 10;

/// A source that was reached.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) number: usize,
    pub(super) source: Source,
    /// `None` for an archive and for what could not be opened.
    pub(super) format: Option<Format>,
    pub(super) packing: Vec<Packing>,
    /// An archive: its bytes are those of its members.
    pub(super) archive: bool,
}

/// One chunk to make.
pub(super) enum Work {
    /// One cell of a file of lines.
    Cell { source: Arc<Known>, start: u64, end: u64 },
    /// Whole sources, each small.
    Small(Vec<(Arc<Known>, Item)>),
    /// A cell of a source that is read in order, when all before it have been.
    Stream { source: Arc<Known>, start: u64, stream: Arc<Stream> },
}

/// A small source.
pub(super) enum Item {
    /// A file of lines.
    File,
    /// What is read from its beginning to its end.
    Feed(Box<Feed>),
    /// A recording, or what is no text: with its first bytes.
    Name { head: Vec<u8>, kind: Option<Kind>, transcribed: bool },
    /// An archive, whose members come behind it: to be hashed.
    Archive(Option<String>),
    /// It cannot be read.
    Failed(String),
}

/// A source that workers read cell by cell, each in its turn.
pub(super) struct Stream {
    feed: Mutex<Feed>,
    turned: Condvar,
}

impl Stream {
    fn new(feed: Feed) -> Self {
        Self { feed: Mutex::new(feed), turned: Condvar::new() }
    }

    /// Waits for the turn of the cell at `start` and lets `read` have the stream. `None` where the cell is not there any
    /// more: the stream ended before it, or an overlong record ran over it.
    pub(super) fn in_turn<T>(&self, start: u64, read: impl FnOnce(&mut Feed) -> T) -> Option<T> {
        let mut feed = lock(&self.feed);
        while feed.next < start && !feed.ended {
            feed = self.turned.wait(feed).unwrap_or_else(PoisonError::into_inner);
        }
        let done = (feed.next == start && !feed.ended).then(|| read(&mut feed));
        self.turned.notify_all();
        done
    }
}

/// Hands out work; shared by all workers.
pub(super) struct Plan<'s> {
    pub(super) sources: &'s [Source],
    format: Format,
    names: Names,
    /// Packed bytes that are hashed of a source.
    hashed: u64,
    state: Mutex<State>,
    committed: Condvar,
    /// Chunks that may be claimed and not yet committed.
    ahead: u64,
}

#[derive(Default)]
struct State {
    /// Of the sources that were given.
    next: usize,
    /// How many sources were reached, and those of them that nobody asked for yet.
    count: usize,
    reached: Vec<Arc<Known>>,
    /// Archives that are being read, the outermost first.
    archives: Vec<(Archive, Arc<Known>)>,
    /// Opened, and not handed out yet.
    waiting: Option<(Arc<Known>, Begun)>,
    claimed: u64,
    committed: u64,
    stopped: bool,
}

/// A source that was opened, with what is left of it.
enum Begun {
    Small(Item, u64),
    Cells { offset: u64, size: u64 },
    Stream { offset: u64, stream: Arc<Stream> },
}

/// A poisoned lock holds plain counts: another worker's panic is reported where it happened.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<'s> Plan<'s> {
    pub(super) fn new(sources: &'s [Source], settings: &Settings) -> Self {
        let hashed = match settings.hash {
            HashMode::Full => u64::MAX,
            HashMode::Header => super::HEADER as u64,
            HashMode::None => 0,
        };
        let (state, committed) = (Mutex::default(), Condvar::new());
        Self {
            sources,
            format: settings.format,
            names: settings.names,
            hashed,
            state,
            committed,
            ahead: 2 * settings.jobs as u64,
        }
    }

    /// The next chunk's number and work; `None` when there is no more. Waits while too much is uncommitted.
    pub(super) fn claim(&self) -> Option<(u64, Work)> {
        let mut state = lock(&self.state);
        while state.claimed >= state.committed + self.ahead && !state.stopped {
            state = self.committed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        if state.stopped {
            return None;
        }
        let work = self.next(&mut state)?;
        state.claimed += 1;
        Some((state.claimed - 1, work))
    }

    /// Notes that all chunks before `number` are committed.
    pub(super) fn committed(&self, number: u64) {
        lock(&self.state).committed = number;
        self.committed.notify_all();
    }

    /// The sources that have been reached since this was asked last.
    pub(super) fn take_reached(&self) -> Vec<Arc<Known>> {
        std::mem::take(&mut lock(&self.state).reached)
    }

    /// Whether all work was handed out, as far as that is seen without opening or reading anything.
    pub(super) fn is_exhausted(&self) -> bool {
        let state = lock(&self.state);
        let waiting = match &state.waiting {
            Some((_, Begun::Stream { stream, .. })) => !lock(&stream.feed).ended,
            waiting => waiting.is_some(),
        };
        !waiting && state.archives.is_empty() && state.next == self.sources.len()
    }

    /// No more work is handed out, and nobody waits for a turn that does not come.
    pub(super) fn stop(&self) {
        let mut state = lock(&self.state);
        state.stopped = true;
        if let Some((_, Begun::Stream { stream, .. })) = &state.waiting {
            lock(&stream.feed).ended = true;
            stream.turned.notify_all();
        }
        drop(state);
        self.committed.notify_all();
    }

    /// Stops the others when a worker panics: they would wait for its chunk for ever.
    pub(super) fn stop_on_panic(&self) -> StopOnPanic<'_, 's> {
        StopOnPanic(self)
    }

    fn next(&self, state: &mut State) -> Option<Work> {
        loop {
            let (known, begun) = state.waiting.take().or_else(|| self.begin(state))?;
            match begun {
                Begun::Small(item, size) => return Some(self.gather(state, known, item, size)),
                Begun::Cells { offset, size } => {
                    let (source, start, end) = (known.clone(), offset, (offset + CELL).min(size));
                    if end < size {
                        state.waiting = Some((known, Begun::Cells { offset: end, size }));
                    }
                    return Some(Work::Cell { source, start, end });
                }
                // Cells claimed past the end turn out to be nothing.
                Begun::Stream { offset, stream } if !lock(&stream.feed).ended => {
                    state.waiting =
                        Some((known.clone(), Begun::Stream { offset: offset + CELL, stream: stream.clone() }));
                    return Some(Work::Stream { source: known, start: offset, stream });
                }
                Begun::Stream { .. } => {}
            }
        }
    }

    /// As many small sources as fit into a cell, one at least.
    fn gather(&self, state: &mut State, known: Arc<Known>, item: Item, mut bytes: u64) -> Work {
        let mut items = vec![(known, item)];
        while items.len() < MOST_FILES {
            match self.begin(state) {
                Some((known, Begun::Small(item, size))) if bytes + size <= CELL => {
                    bytes += size;
                    items.push((known, item));
                }
                other => {
                    state.waiting = other;
                    break;
                }
            }
        }
        Work::Small(items)
    }

    /// Opens the next source, a member of the archive at hand or one that was given.
    fn begin(&self, state: &mut State) -> Option<(Arc<Known>, Begun)> {
        while let Some((archive, known)) = state.archives.last_mut() {
            match archive.next_member() {
                Ok(Some(Found { name, size, opened })) => {
                    let source = Source { name, path: None, size: None, modified: None, error: None };
                    return Some(self.start(state, source, size, opened));
                }
                Ok(None) => drop(state.archives.pop()),
                Err(error) => {
                    // Said of the archive as another member of it: pieces of a source stand together.
                    let name = format!("{}!", known.source.name);
                    state.archives.pop();
                    let source = Source { name, path: None, size: None, modified: None, error: None };
                    return Some(self.start(state, source, Some(0), Err(error)));
                }
            }
        }
        let source = self.sources.get(state.next)?.clone();
        state.next += 1;
        if let Some(error) = source.error.clone() {
            let known = register(state, source, None, Vec::new(), false);
            return Some((known, Begun::Small(Item::Failed(error), 0)));
        }
        let (opened, size) = (source.open(self.hashed), source.size);
        Some(self.start(state, source, size, opened))
    }

    /// Whether text of the same stem stands beside a recording: its transcript. Sources of a folder stand in order of their names.
    fn has_transcript(&self, source: &Source, next: usize) -> bool {
        let stem = |source: &Source| source.path.as_ref().map(|path| path.with_extension(""));
        let texts = ["txt", "json", "vtt", "srt", "tsv", "csv"];
        let is_text = |other: &&Source| {
            other
                .path
                .as_ref()
                .and_then(|path| path.extension())
                .is_some_and(|ending| texts.iter().any(|text| ending == *text))
        };
        let near = &self.sources[next.saturating_sub(6)..(next + 5).min(self.sources.len())];
        source.path.is_some() && near.iter().filter(is_text).any(|other| stem(other) == stem(source))
    }

    /// What is to be done with an opened source. `size` is what is known of its bytes, packed where they are.
    fn start(
        &self,
        state: &mut State,
        source: Source,
        size: Option<u64>,
        opened: std::io::Result<Opened>,
    ) -> (Arc<Known>, Begun) {
        let opened = match opened {
            Ok(opened) => opened,
            Err(error) => {
                let known = register(state, source, None, Vec::new(), false);
                return (known, Begun::Small(Item::Failed(reason(&error)), 0));
            }
        };
        let packing = opened.packing.clone();
        let opened = match Archive::new(&source.name, opened) {
            Ok(archive) => {
                let damage = archive.damage();
                let known = register(state, source, None, packing, true);
                state.archives.push((archive, known.clone()));
                return (known, Begun::Small(Item::Archive(damage), 0));
            }
            Err(opened) => opened,
        };
        let Content::Bytes { head, whole, rest } = opened.content else { unreachable!("an archive was taken before") };
        let plain = packing.is_empty();
        let total = if whole { Some(head.len() as u64) } else { size.filter(|_| plain) };
        let rows = packing.last().is_some_and(|packing| packing.is_rows());
        let kind = Kind::of_source(&source.name, &head, whole).filter(|_| self.format == Format::Auto && !rows);
        let format = match self.format {
            _ if rows => Format::Ndjson,
            Format::Auto if kind.is_some() => Format::Recording,
            Format::Auto => sniff(&head, whole, total),
            format => format,
        };
        if matches!(format, Format::Recording | Format::Unknown) || self.names == Names::Only {
            let transcribed = format == Format::Recording && self.has_transcript(&source, state.next);
            let size = size.or(total).unwrap_or(head.len() as u64);
            let source = Source { size: Some(size), ..source };
            let known = register(state, source, Some(format), packing, false);
            return (known, Begun::Small(Item::Name { head, kind, transcribed }, HEAD as u64 / 16));
        }
        let in_place = plain && source.path.is_some();
        let tar_member = source.path.is_none() && state.archives.last().is_some_and(|(archive, _)| archive.is_stream());
        let known = register(state, source, Some(format), packing, false);
        if let (true, true, Some(size)) = (Framing::is_grid(format), in_place, size) {
            let small = size <= CELL;
            let begun = if small { Begun::Small(Item::File, size) } else { Begun::Cells { offset: 0, size } };
            return (known, begun);
        }
        let expected = size.filter(|_| in_place);
        let small = whole || !tar_member && size.is_some_and(|size| size <= if plain { CELL } else { SMALL_PACKED });
        let feed = Feed::new(head, whole, rest, format, expected, opened.tap);
        let begun = if small {
            Begun::Small(Item::Feed(Box::new(feed)), total.or(size).unwrap_or(HEAD as u64))
        } else {
            Begun::Stream { offset: 0, stream: Arc::new(Stream::new(feed)) }
        };
        (known, begun)
    }
}

fn register(
    state: &mut State,
    source: Source,
    format: Option<Format>,
    packing: Vec<Packing>,
    archive: bool,
) -> Arc<Known> {
    let known = Arc::new(Known { number: state.count, source, format, packing, archive });
    state.count += 1;
    state.reached.push(known.clone());
    known
}

pub(super) struct StopOnPanic<'p, 's>(&'p Plan<'s>);

impl Drop for StopOnPanic<'_, '_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.stop();
        }
    }
}
