//! The reader of numbers over any text: where runs lie, and what each of them can mean.
#![no_main]

use std::cell::OnceCell;

use earmark::Scanner;
use libfuzzer_sys::fuzz_target;

thread_local! {
    /// Building one costs more than many runs.
    static SCANNER: OnceCell<Scanner> = const { OnceCell::new() };
}

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    SCANNER.with(|scanner| {
        let scanner = scanner.get_or_init(|| Scanner::builder().build().expect("the built-in dictionaries"));
        let mut end = 0;
        for run in scanner.explain(text).runs {
            let (from, to) = (run.span.start as usize, run.span.end as usize);
            assert!(end <= from && from < to && text.get(from..to).is_some(), "{run:?} in {text:?}");
            assert!((1..=16).contains(&run.readings.len()) && run.readings[0] == run.digits, "{run:?}");
            for (index, reading) in run.readings.iter().enumerate() {
                let digits = reading.strip_prefix('+').unwrap_or(reading);
                assert!(!digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()), "{run:?}");
                assert!(!run.readings[..index].contains(reading), "{run:?}");
            }
            end = to;
        }
    });
});
