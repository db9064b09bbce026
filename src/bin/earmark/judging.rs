//! The scanner that the judging options ask for.

use anyhow::Context as _;
use earmark::{Circumstances, Level, Scanner};

use crate::Usage;

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
    for (name, text) in profiles(&judging.profile)? {
        builder = builder.profile(name, text);
    }
    for path in &judging.allow_list {
        let name = path.display().to_string();
        let text = std::fs::read_to_string(path).with_context(|| format!("cannot read the allow list {name}"))?;
        builder = builder.allow(name, text);
    }
    Ok(builder.build()?)
}

/// Names and texts of the profiles that were asked for: built-in ones by their names, others by their paths.
fn profiles(names: &[String]) -> anyhow::Result<Vec<(String, String)>> {
    let mut profiles = Vec::new();
    for name in names {
        let known =
            |path: &str| path.strip_prefix("profiles/").and_then(|file| file.strip_suffix(".toml")) == Some(name);
        let built_in = earmark::builtin_profiles().filter(|(path, _)| name == "all" || known(path));
        let before = profiles.len();
        profiles.extend(built_in.map(|(path, text)| (path.to_owned(), text.to_owned())));
        if profiles.len() > before {
            continue;
        }
        if std::path::Path::new(name).extension().is_none_or(|extension| extension != "toml") {
            let why = format!("there is no profile {name:?}; there are breach-us, gdpr, pci, all, and files (*.toml)");
            return Err(Usage(why).into());
        }
        let text = std::fs::read_to_string(name).with_context(|| format!("cannot read the profile {name}"))?;
        profiles.push((name.clone(), text));
    }
    Ok(profiles)
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
        "profiles": scanner.profiles().infos().iter().map(|profile| profile.id.as_str()).collect::<Vec<_>>(),
        "allowed_values": scanner.allowed(),
        "builtin": !judging.no_builtin,
        "own_dictionaries": !judging.dictionary.is_empty(),
        "simd": judging.simd.as_ref().map(name_of),
    })
}
