//! Sizes as options write them.

/// Bytes: a whole number, with `k`, `M`, `G` (thousands), `Ki`, `Mi`, `Gi` (1,024s) and a `B` if one likes.
///
/// # Errors
/// A sentence for people.
pub(crate) fn parse(text: &str) -> Result<u64, String> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at(digits);
    let unit = unit.trim().to_ascii_lowercase();
    let unit: u64 = match unit.strip_suffix('b').unwrap_or(&unit) {
        "" => 1,
        "k" => 1_000,
        "m" => 1_000_000,
        "g" => 1_000_000_000,
        "ki" => 1 << 10,
        "mi" => 1 << 20,
        "gi" => 1 << 30,
        _ => return Err("a size is a whole number with an optional unit, such as 64MiB or 10MB".into()),
    };
    let number = number.parse::<u64>().ok().and_then(|number| number.checked_mul(unit));
    number.ok_or_else(|| "a size is a whole number with an optional unit, below 16 EiB".into())
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn units_are_read() {
        assert_eq!(parse("64MiB"), Ok(64 << 20));
        assert_eq!(parse("10 MB"), Ok(10_000_000));
        assert_eq!(parse("512"), Ok(512));
        assert_eq!(parse("3k"), Ok(3_000));
        for bad in ["", "MiB", "1.5GB", "-1", "1 parsec", "99999999999GiB"] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }
}
