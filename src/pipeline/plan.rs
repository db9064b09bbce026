//! What is to be done: sources cut into work on the chunk grid, handed out in order.

use std::ops::Range;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use crate::framing::CELL;
use crate::source::{Source, StreamInput};

/// Small files that share a chunk, at most.
const MOST_FILES: usize = 1024;

/// One chunk to make.
pub(super) enum Work {
    /// One cell of a file.
    Cell { source: usize, start: u64, end: u64 },
    /// Whole files, each smaller than a cell.
    Files(Range<usize>),
    /// A cell of a stream, to be read when all before it have been.
    Stream { source: usize, start: u64, stream: Arc<Stream> },
}

/// A pipe that workers read cell by cell, each in its turn.
pub(super) struct Stream {
    state: Mutex<StreamState>,
    turned: Condvar,
}

/// What a worker whose turn it is holds.
pub(super) struct StreamState {
    pub(super) input: StreamInput,
    /// Where the next cell to be read begins.
    pub(super) next: u64,
    pub(super) ended: bool,
}

impl Stream {
    fn new() -> Self {
        let input = StreamInput::new(Box::new(std::io::stdin()));
        Self { state: Mutex::new(StreamState { input, next: 0, ended: false }), turned: Condvar::new() }
    }

    /// Waits for the turn of the cell at `start` and lets `read` have the stream. `None` where the cell is not there any
    /// more: the stream ended before it, or an overlong record ran over it.
    pub(super) fn in_turn<T>(&self, start: u64, read: impl FnOnce(&mut StreamState) -> T) -> Option<T> {
        let mut state = lock(&self.state);
        while state.next < start && !state.ended {
            state = self.turned.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        let done = (state.next == start && !state.ended).then(|| read(&mut state));
        self.turned.notify_all();
        done
    }
}

/// Hands out work; shared by all workers.
pub(super) struct Plan<'s> {
    pub(super) sources: &'s [Source],
    state: Mutex<State>,
    committed: Condvar,
    /// Chunks that may be claimed and not yet committed.
    ahead: u64,
}

struct State {
    source: usize,
    offset: u64,
    claimed: u64,
    committed: u64,
    stopped: bool,
    stream: Option<Arc<Stream>>,
}

/// A poisoned lock holds plain counts: another worker's panic is reported where it happened.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<'s> Plan<'s> {
    pub(super) fn new(sources: &'s [Source], jobs: usize) -> Self {
        let state = State { source: 0, offset: 0, claimed: 0, committed: 0, stopped: false, stream: None };
        Self { sources, state: Mutex::new(state), committed: Condvar::new(), ahead: 2 * jobs as u64 }
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
        let work = state.next(self.sources)?;
        state.claimed += 1;
        Some((state.claimed - 1, work))
    }

    /// Notes that all chunks before `number` are committed.
    pub(super) fn committed(&self, number: u64) {
        lock(&self.state).committed = number;
        self.committed.notify_all();
    }

    /// No more work is handed out, and nobody waits for a turn that does not come.
    pub(super) fn stop(&self) {
        let mut state = lock(&self.state);
        state.stopped = true;
        if let Some(stream) = &state.stream {
            lock(&stream.state).ended = true;
            stream.turned.notify_all();
        }
        drop(state);
        self.committed.notify_all();
    }

    /// Stops the others when a worker panics: they would wait for its chunk for ever.
    pub(super) fn stop_on_panic(&self) -> StopOnPanic<'_, 's> {
        StopOnPanic(self)
    }
}

pub(super) struct StopOnPanic<'p, 's>(&'p Plan<'s>);

impl Drop for StopOnPanic<'_, '_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.stop();
        }
    }
}

impl State {
    fn next(&mut self, sources: &[Source]) -> Option<Work> {
        loop {
            let source = sources.get(self.source)?;
            match source.size {
                None => match self.next_of_stream() {
                    Some((start, stream)) => return Some(Work::Stream { source: self.source, start, stream }),
                    None => self.advance(),
                },
                Some(size) if size > CELL => {
                    let start = self.offset;
                    let end = (start + CELL).min(size);
                    let work = Work::Cell { source: self.source, start, end };
                    self.offset = end;
                    if end == size {
                        self.advance();
                    }
                    return Some(work);
                }
                Some(_) => return Some(self.next_files(sources)),
            }
        }
    }

    fn advance(&mut self) {
        self.source += 1;
        self.offset = 0;
        self.stream = None;
    }

    /// As many whole files as fit into a cell, one at least.
    fn next_files(&mut self, sources: &[Source]) -> Work {
        let first = self.source;
        let mut bytes = 0;
        while let Some(size) = sources.get(self.source).and_then(|source| source.size) {
            let fits = bytes + size <= CELL && self.source - first < MOST_FILES;
            if size > CELL || (!fits && self.source > first) {
                break;
            }
            bytes += size;
            self.source += 1;
        }
        Work::Files(first..self.source)
    }

    /// The next cell of the stream, unless it is known to have ended. Cells claimed past the end turn out to be nothing.
    fn next_of_stream(&mut self) -> Option<(u64, Arc<Stream>)> {
        let stream = self.stream.get_or_insert_with(|| Arc::new(Stream::new())).clone();
        if lock(&stream.state).ended {
            return None;
        }
        let start = self.offset;
        self.offset += CELL;
        Some((start, stream))
    }
}
