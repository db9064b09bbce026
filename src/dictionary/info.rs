//! What a dictionary says of itself.

use super::{BUILTIN, Dictionary, PROFILES, language};
use crate::error::Error;

/// A dictionary's head, and how many entries it has.
///
/// ```
/// use earmark::DictionaryInfo;
/// let text = "#! earmark dictionary 1\n#! kind = negators\n#! language = en\nhardly\n";
/// let info = DictionaryInfo::of("mine.tsv", text)?;
/// assert_eq!((info.kind, info.language, info.entries), ("negators", "en", 1));
/// # Ok::<(), earmark::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DictionaryInfo {
    /// Its path below `dictionaries/`, or what the user called it.
    pub name: String,
    /// What its lines are: `terms`, `names`, `places`, `cues`, `negators`, `ordinary`, `function` or `stems`.
    pub kind: &'static str,
    /// The entity of terms and stems.
    pub entity: Option<String>,
    /// The language's code.
    pub language: &'static str,
    /// Lines that are entries; variants and plurals are not counted.
    pub entries: usize,
}

impl DictionaryInfo {
    /// Reads the head of the dictionary `text`; `name` is what errors call it.
    ///
    /// # Errors
    /// [`ErrorKind::Dictionary`](crate::ErrorKind::Dictionary) with file and line.
    pub fn of(name: &str, text: &str) -> Result<Self, Error> {
        let dictionary = Dictionary::parse(name, text)?;
        Ok(Self {
            name: name.to_owned(),
            kind: dictionary.kind.name(),
            entity: dictionary.entity.map(ToOwned::to_owned),
            language: if dictionary.language == language::SV { "sv" } else { "en" },
            entries: dictionary.rows.len(),
        })
    }
}

/// Names and texts of the dictionaries that come with earmark, in the order in which later ones win.
///
/// ```
/// let infos: Result<Vec<_>, _> =
///     earmark::builtin_dictionaries().map(|(name, text)| earmark::DictionaryInfo::of(name, text)).collect();
/// assert!(infos?.iter().any(|info| info.entity.as_deref() == Some("MEDICATION")));
/// # Ok::<(), earmark::Error>(())
/// ```
pub fn builtin_dictionaries() -> impl ExactSizeIterator<Item = (&'static str, &'static str)> {
    BUILTIN.iter().copied()
}

/// Paths and texts of the profiles that come with earmark, for [`ScannerBuilder::profile`](crate::ScannerBuilder::profile).
///
/// ```
/// let mut builder = earmark::Scanner::builder();
/// for (name, text) in earmark::builtin_profiles() {
///     builder = builder.profile(name, text);
/// }
/// let scanner = builder.build()?;
/// let verdict = *scanner.scan("this is Lorne Hassett, my social is 536-90-4399").verdict();
/// let held = scanner.profiles().held(verdict.combinations).map(|combination| combination.name.as_str());
/// assert!(held.collect::<Vec<_>>().contains(&"breach-us/name-and-ssn"));
/// # Ok::<(), earmark::Error>(())
/// ```
pub fn builtin_profiles() -> impl ExactSizeIterator<Item = (&'static str, &'static str)> {
    PROFILES.iter().copied()
}
