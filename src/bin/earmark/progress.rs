//! How far a scan has come, on standard error.

use std::io::{IsTerminal, Write, stderr};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use earmark::Progress;
use indicatif::{ProgressBar, ProgressStyle};

use crate::args::Progress as When;
use crate::output::{bytes, counted, duration};

/// Where no terminal can draw a bar, a line is written this often.
const BETWEEN_LINES: Duration = Duration::from_secs(5);

/// Shows progress on a terminal as a bar, elsewhere as lines.
pub(crate) struct Meter {
    bar: Option<ProgressBar>,
    began: Instant,
    last_line: Mutex<Option<Instant>>,
}

impl Meter {
    /// `None` where nothing is to be shown.
    pub(crate) fn new(when: When) -> Option<Self> {
        let terminal = stderr().is_terminal();
        let shown = match when {
            When::Auto => terminal,
            When::Always => true,
            When::Never => false,
        };
        let bar = terminal.then(ProgressBar::no_length);
        shown.then(|| Self { bar, began: Instant::now(), last_line: Mutex::default() })
    }

    /// Takes note of what is done.
    pub(crate) fn show(&self, progress: Progress) {
        let seconds = self.began.elapsed().as_secs_f64();
        match &self.bar {
            Some(bar) => draw(bar, &progress, seconds),
            None => self.write_line(&progress, seconds),
        }
    }

    fn write_line(&self, progress: &Progress, seconds: f64) {
        // Whoever finds another worker writing has nothing to add.
        let Ok(mut last) = self.last_line.try_lock() else { return };
        if last.is_none_or(|last| last.elapsed() >= BETWEEN_LINES) {
            *last = Some(Instant::now());
            let _ = writeln!(stderr().lock(), "earmark: {}", describe(progress, seconds));
        }
    }

    /// Takes the bar away.
    pub(crate) fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

fn draw(bar: &ProgressBar, progress: &Progress, seconds: f64) {
    if let Some(total) = progress.total_bytes.filter(|_| bar.length().is_none()) {
        bar.set_style(ProgressStyle::with_template("{bar:24} {percent:>3} % {wide_msg}").expect("a valid template"));
        bar.set_length(total);
    } else if bar.length().is_none() {
        bar.set_style(ProgressStyle::with_template("{spinner} {wide_msg}").expect("a valid template"));
    }
    bar.set_message(describe(progress, seconds));
    bar.set_position(progress.bytes);
}

/// What is done, how fast, and how long the rest takes at that rate.
#[allow(clippy::cast_precision_loss, clippy::cast_sign_loss)] // rates are rounded for people
fn describe(progress: &Progress, seconds: f64) -> String {
    let per_second = |done: u64| done as f64 / seconds.max(0.001);
    let rate = per_second(progress.bytes);
    let left =
        progress.total_bytes.filter(|_| rate > 0.0).map(|total| total.saturating_sub(progress.bytes) as f64 / rate);
    let left = left.map_or_else(String::new, |left| format!(", {} left", duration(left)));
    let total = progress.total_bytes.map_or_else(String::new, |total| format!(" of {}", bytes(total)));
    let records = counted(per_second(progress.records) as u64, "record/s", "records/s");
    format!("{}{total}, {:.0} MB/s, {records}{left}", bytes(progress.bytes), rate / 1e6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rate_and_time_left_are_told() {
        let mut progress = Progress::default();
        (progress.total_bytes, progress.bytes, progress.records) = (Some(3_000_000_000), 1_000_000_000, 4_000);
        assert_eq!(describe(&progress, 2.0), "1.0 GB of 3.0 GB, 500 MB/s, 2,000 records/s, 4.0 s left");
        progress.total_bytes = None;
        assert_eq!(describe(&progress, 2.0), "1.0 GB, 500 MB/s, 2,000 records/s");
    }
}
