//! Times inside a recording, in milliseconds, as formats write them.

/// `[hh:]mm:ss[.mmm]`, with a comma for the point too, and whatever brackets and dashes stand around it.
pub(super) fn clock(text: &str) -> Option<u64> {
    let text = text.trim_matches(|c: char| !c.is_ascii_digit());
    if !text.contains(':') {
        return None;
    }
    let (whole, fraction) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let mut seconds = 0u64;
    for part in whole.split(':') {
        seconds = seconds.checked_mul(60)?.checked_add(part.parse().ok()?)?;
    }
    seconds.checked_mul(1000)?.checked_add(thousandths(fraction)?)
}

/// Decimal seconds: `1.25`, `"0.10"`, `1.2s`.
pub(super) fn seconds(text: &str) -> Option<u64> {
    let text = text.trim().trim_end_matches('s');
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    whole.parse::<u64>().ok()?.checked_mul(1000)?.checked_add(thousandths(fraction)?)
}

/// `PT1H2M3.5S` (ISO 8601).
pub(super) fn duration(text: &str) -> Option<u64> {
    let mut rest = text.strip_prefix("PT")?;
    let mut total = 0u64;
    while let Some(end) = rest.find(|c: char| c.is_ascii_alphabetic()) {
        let value = seconds(&rest[..end])?;
        total = total.checked_add(value.checked_mul(match &rest[end..=end] {
            "H" => 3600,
            "M" => 60,
            "S" => 1,
            _ => return None,
        })?)?;
        rest = &rest[end + 1..];
    }
    Some(total)
}

/// The first three digits behind a decimal point.
fn thousandths(fraction: &str) -> Option<u64> {
    if !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let digits = fraction.bytes().chain([b'0'; 3]).take(3);
    Some(digits.fold(0, |sum, digit| sum * 10 + u64::from(digit - b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_milliseconds() {
        for (text, ms) in [
            ("[00:01:12]", Some(72_000)),
            ("01:02.5", Some(62_500)),
            ("00:00:03,100", Some(3_100)),
            ("12", None),
            ("a:b", None),
        ] {
            assert_eq!(clock(text), ms, "{text}");
        }
        for (text, ms) in
            [("1.25", Some(1_250)), ("0.100s", Some(100)), ("33.1", Some(33_100)), ("-1", None), ("x", None)]
        {
            assert_eq!(seconds(text), ms, "{text}");
        }
        for (text, ms) in [("PT2.58S", Some(2_580)), ("PT1M0.5S", Some(60_500)), ("2S", None), ("PT1X", None)] {
            assert_eq!(duration(text), ms, "{text}");
        }
    }
}
