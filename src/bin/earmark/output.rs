//! What goes to standard output, and how numbers and sizes are written for people.

use std::io::{self, ErrorKind, IsTerminal, Write};

/// Writes `text` to standard output. A reader who has had enough is no error.
pub(crate) fn print(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

/// Whether standard output shows colours: a terminal that is not dumb, and `NO_COLOR` (no-color.org) unset or empty.
pub(crate) fn is_coloured() -> bool {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    io::stdout().is_terminal() && !is_set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}

/// `1234567` as `1,234,567`.
pub(crate) fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Bytes in the largest decimal unit that leaves a whole number before the point.
#[allow(clippy::cast_precision_loss)] // three digits are shown
pub(crate) fn bytes(number: u64) -> String {
    let units = [(1_000_000_000_000, "TB"), (1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB")];
    units
        .iter()
        .find(|(unit, _)| number >= *unit)
        .map_or_else(|| format!("{number} B"), |(unit, name)| format!("{:.1} {name}", number as f64 / *unit as f64))
}

/// `number` with `one` or `many`, whichever fits.
pub(crate) fn counted(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { many })
}

/// A time span as people say it.
pub(crate) fn duration(seconds: f64) -> String {
    let whole = std::time::Duration::from_secs_f64(seconds.clamp(0.0, 1e9)).as_secs();
    match whole {
        0 => format!("{:.0} ms", seconds * 1e3),
        1..=9 => format!("{seconds:.1} s"),
        10..=119 => format!("{whole} s"),
        120..=7199 => format!("{} min {} s", whole / 60, whole % 60),
        _ => format!("{} h {} min", whole / 3600, whole % 3600 / 60),
    }
}

/// `part` of `whole` in per cent, with one digit after the point; rounded down, so that what is not all never says so.
pub(crate) fn percent(part: u64, whole: u64) -> String {
    let tenths = (u128::from(part) * 1000).checked_div(u128::from(whole)).unwrap_or(0);
    format!("{}.{} %", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_for_people() {
        assert_eq!([0, 12, 123, 1234, 1_234_567].map(count), ["0", "12", "123", "1,234", "1,234,567"]);
        assert_eq!([999, 1_000, 1_073_741_824].map(bytes), ["999 B", "1.0 kB", "1.1 GB"]);
        assert_eq!(
            [0.25, 2.34, 61.0, 185.0, 7384.0].map(duration),
            ["250 ms", "2.3 s", "61 s", "3 min 5 s", "2 h 3 min"]
        );
        assert_eq!([percent(1, 3), percent(999_999, 1_000_000), percent(0, 0)], ["33.3 %", "99.9 %", "0.0 %"]);
    }
}
