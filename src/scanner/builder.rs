//! A scanner's options, and the dictionaries compiled.

use super::Scanner;
use super::allow::AllowList;
use crate::classify::{Circumstances, Profiles};
use crate::detect::Packs;
use crate::dictionary::{BUILTIN, Compiler, Dictionary, language};
use crate::entity::{Catalogue, EntitySet};
use crate::error::{Error, ErrorKind};
use crate::level::Level;
use crate::score;
use crate::utterance::Day;

/// Countries whose numbers are always looked for.
const ALWAYS: [&str; 4] = ["us", "ca", "gb", "se"];

/// Options of a [`Scanner`].
#[derive(Clone, Debug)]
#[must_use]
pub struct ScannerBuilder {
    dictionaries: Vec<(String, String)>,
    builtin: bool,
    level: Option<Level>,
    threshold: u8,
    entities: Vec<String>,
    excluded: Vec<String>,
    languages: Vec<String>,
    countries: Vec<String>,
    circumstances: Circumstances,
    as_of: Option<Day>,
    profiles: Vec<(String, String)>,
    allowed: Vec<(String, String)>,
}

impl Default for ScannerBuilder {
    fn default() -> Self {
        Self {
            dictionaries: Vec::new(),
            builtin: true,
            level: None,
            threshold: score::PROBABLE,
            entities: Vec::new(),
            excluded: Vec::new(),
            languages: vec!["en".into(), "sv".into()],
            countries: Vec::new(),
            circumstances: Circumstances::default(),
            as_of: None,
            profiles: Vec::new(),
            allowed: Vec::new(),
        }
    }
}

impl ScannerBuilder {
    /// Lays a dictionary in docs/DICTIONARIES.md's form over those before it. `name` is what errors call it.
    pub fn dictionary(mut self, name: impl Into<String>, text: impl Into<String>) -> Self {
        self.dictionaries.push((name.into(), text.into()));
        self
    }

    /// Whether the built-in dictionaries are used (default: yes).
    pub fn builtin(mut self, builtin: bool) -> Self {
        self.builtin = builtin;
        self
    }

    /// Forces the SIMD loops of `level`, or better ones the processor lacks to be replaced by the best it has.
    pub fn level(mut self, level: Level) -> Self {
        self.level = Some(level);
        self
    }

    /// The least confidence of a finding, 0 to 100 (default 45).
    pub fn min_confidence(mut self, threshold: u8) -> Self {
        self.threshold = threshold;
        self
    }

    /// Only these entities, by name or alias (default: all).
    pub fn entities<I: IntoIterator<Item: Into<String>>>(mut self, names: I) -> Self {
        self.entities = names.into_iter().map(Into::into).collect();
        self
    }

    /// Not these entities.
    pub fn exclude_entities<I: IntoIterator<Item: Into<String>>>(mut self, names: I) -> Self {
        self.excluded = names.into_iter().map(Into::into).collect();
        self
    }

    /// ISO 3166-1 codes of countries whose numbers are looked for too (default: none). Those of the United States, Canada,
    /// Britain and Sweden always are, and may be named.
    pub fn countries<I: IntoIterator<Item: Into<String>>>(mut self, codes: I) -> Self {
        self.countries = codes.into_iter().map(Into::into).collect();
        self
    }

    /// Codes of the languages to read (default `en` and `sv`).
    pub fn languages<I: IntoIterator<Item: Into<String>>>(mut self, codes: I) -> Self {
        self.languages = codes.into_iter().map(Into::into).collect();
        self
    }

    /// Circumstances of the leak (default: none known).
    pub fn circumstances(mut self, circumstances: Circumstances) -> Self {
        self.circumstances = circumstances;
        self
    }

    /// Judges by a profile too, given as text in docs/CLASSIFICATION.md's form (default: by none). `name` is what errors call
    /// it. The built-in ones are in [`builtin_profiles`](crate::builtin_profiles).
    pub fn profile(mut self, name: impl Into<String>, text: impl Into<String>) -> Self {
        self.profiles.push((name.into(), text.into()));
        self
    }

    /// Values that are no findings: one a line, or an entity's name, a tab and the value. `name` is what errors call the list.
    ///
    /// ```
    /// let ours = "PHONE_NUMBER\t212-555-0142\n";
    /// let scanner = earmark::Scanner::builder().allow("ours.txt", ours).build()?;
    /// assert!(scanner.scan("call us at (212) 555-0142").findings().is_empty());
    /// # Ok::<(), earmark::Error>(())
    /// ```
    pub fn allow(mut self, name: impl Into<String>, text: impl Into<String>) -> Self {
        self.allowed.push((name.into(), text.into()));
        self
    }

    /// The day that ages are told by where a record has none of its own (default: they are not told there).
    pub fn as_of(mut self, day: Day) -> Self {
        self.as_of = Some(day);
        self
    }

    /// Compiles the dictionaries: milliseconds for the built-in ones, 60 to 150 ms for 200,000 terms.
    ///
    /// # Errors
    /// [`ErrorKind::Dictionary`] with file and line, or [`ErrorKind::Option`] for an unknown entity or language.
    pub fn build(self) -> Result<Scanner, Error> {
        let languages = self.language_bits()?;
        let packs = self.packs()?;
        let mut catalogue = Catalogue::default();
        let mut compiler = Compiler::new(&mut catalogue, languages);
        let builtin = BUILTIN.iter().copied().filter(|_| self.builtin);
        let own = self.dictionaries.iter().map(|(name, text)| (name.as_str(), text.as_str()));
        let mut dictionaries = Vec::new();
        for (name, text) in builtin.chain(own) {
            compiler.add(&Dictionary::parse(name, text)?)?;
            dictionaries.push((name.to_owned(), xxhash_rust::xxh3::xxh3_128(text.as_bytes())));
        }
        let lexicon = compiler.finish();
        let entities = self.entity_set(&catalogue)?;
        let (mut profiles, mut allowed) = (Profiles::default(), AllowList::default());
        for (name, text) in &self.profiles {
            profiles.add(&catalogue, name, text)?;
        }
        for (name, text) in &self.allowed {
            allowed.add(&catalogue, name, text)?;
        }
        Ok(Scanner {
            catalogue,
            lexicon,
            level: self.level.unwrap_or(Level::Avx512).min(Level::detect()),
            threshold: self.threshold,
            entities,
            circumstances: self.circumstances,
            as_of: self.as_of,
            packs,
            languages,
            profiles,
            allowed,
            dictionaries,
        })
    }

    fn packs(&self) -> Result<Packs, Error> {
        let mut packs = Packs::default();
        for code in self.countries.iter().filter(|code| !ALWAYS.iter().any(|known| known.eq_ignore_ascii_case(code))) {
            if !packs.insert(code) {
                return Err(Error::new(ErrorKind::Option, format!("there are no detectors for country {code:?}")));
            }
        }
        Ok(packs)
    }

    fn language_bits(&self) -> Result<u8, Error> {
        let unknown =
            |code: &String| Error::new(ErrorKind::Option, format!("unknown language {code:?}; there are en and sv"));
        let bits = self.languages.iter().map(|code| language::from_code(code).ok_or_else(|| unknown(code)));
        bits.reduce(|all, bits| Ok(all? | bits?)).unwrap_or(Ok(language::ALL))
    }

    fn entity_set(&self, catalogue: &Catalogue) -> Result<EntitySet, Error> {
        let find = |name: &String| {
            let unknown = || Error::new(ErrorKind::Option, format!("unknown entity {name:?}"));
            catalogue.find(name).ok_or_else(unknown)
        };
        let mut set = if self.entities.is_empty() { EntitySet::ALL } else { EntitySet::EMPTY };
        for name in &self.entities {
            set.insert(find(name)?);
        }
        for name in &self.excluded {
            set.remove(find(name)?);
        }
        Ok(set)
    }
}
