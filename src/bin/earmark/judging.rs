//! The scanner that the judging options ask for.

use earmark::{Circumstances, Level, Scanner};

use crate::args::{Circumstance, Judging, Simd, name_of};
use crate::dictionaries;

/// Builds the scanner.
///
/// # Errors
/// Where a dictionary cannot be read, or an option names what there is not.
pub(crate) fn scanner(judging: &Judging) -> anyhow::Result<Scanner> {
    let mut builder = Scanner::builder()
        .builtin(!judging.no_builtin)
        .languages(&judging.languages)
        .countries(&judging.countries)
        .entities(&judging.entities)
        .exclude_entities(&judging.exclude_entities)
        .min_confidence(judging.min_confidence)
        .circumstances(circumstances(judging));
    if let Some(day) = judging.as_of {
        builder = builder.as_of(day);
    }
    if let Some(simd) = judging.simd {
        builder = builder.level(level(simd));
    }
    for (name, text) in dictionaries::read(&judging.dictionary)? {
        builder = builder.dictionary(name, text);
    }
    Ok(builder.build()?)
}

fn circumstances(judging: &Judging) -> Circumstances {
    let mut circumstances = Circumstances::default();
    circumstances.public = judging.circumstances.contains(&Circumstance::Public);
    circumstances.malicious = judging.circumstances.contains(&Circumstance::Malicious);
    circumstances
}

const fn level(simd: Simd) -> Level {
    match simd {
        Simd::Portable => Level::Portable,
        Simd::Avx2 => Level::Avx2,
        Simd::Avx512 => Level::Avx512,
    }
}

/// The judging options as a manifest notes them. Paths are left out: they may name people, and hashes tell what was read.
pub(crate) fn note(judging: &Judging, scanner: &Scanner) -> serde_json::Value {
    serde_json::json!({
        "languages": scanner.language_codes(),
        "countries": judging.countries,
        "entities": judging.entities,
        "exclude_entities": judging.exclude_entities,
        "min_confidence": judging.min_confidence,
        "circumstances": judging.circumstances.iter().map(name_of).collect::<Vec<_>>(),
        "as_of": judging.as_of.map(|day| format!("{:04}-{:02}-{:02}", day.year, day.month, day.day)),
        "builtin": !judging.no_builtin,
        "own_dictionaries": !judging.dictionary.is_empty(),
        "simd": judging.simd.as_ref().map(name_of),
    })
}
