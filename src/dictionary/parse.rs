//! One dictionary file, line by line. The form is docs/DICTIONARIES.md.

use std::borrow::Cow;

use super::inflect::{Declension, as_said, english_plural, of_others, swedish_forms, turned, written_apart};
use super::{Weight, language};
use crate::error::{Error, ErrorKind};

/// What the lines of a file are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Terms,
    Names,
    Places,
    Cues,
    Negators,
    Ordinary,
    /// Frequent words that are no part of a name.
    Function,
    Stems,
    /// The words of spoken numbers.
    Numbers,
}

impl Kind {
    /// As the directive `kind` writes it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Terms => "terms",
            Self::Names => "names",
            Self::Places => "places",
            Self::Cues => "cues",
            Self::Negators => "negators",
            Self::Ordinary => "ordinary",
            Self::Function => "function",
            Self::Stems => "stems",
            Self::Numbers => "numbers",
        }
    }
}

/// One entry, still as text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row<'a> {
    /// Line in its file, from 1.
    pub(crate) line: usize,
    pub(crate) term: &'a str,
    pub(crate) weight: Weight,
    options: Options<'a>,
    pub(crate) example: Option<&'a str>,
    pub(crate) counterexample: Option<&'a str>,
}

/// A parsed file.
#[derive(Clone, Debug)]
pub(crate) struct Dictionary<'a> {
    pub(crate) name: &'a str,
    pub(crate) kind: Kind,
    pub(crate) entity: Option<&'a str>,
    pub(crate) group: Option<&'a str>,
    pub(crate) language: u8,
    pub(crate) sources: Vec<&'a str>,
    options: Options<'a>,
    pub(crate) rows: Vec<Row<'a>>,
}

/// Options of a line or of a file: `name` or `name=value`, parted by semicolons.
#[derive(Clone, Copy, Debug, Default)]
struct Options<'a> {
    text: &'a str,
    /// A bit for each name that is there: most lines are asked for a dozen options that they do not have.
    names: u64,
}

impl<'a> Options<'a> {
    fn parse(text: &'a str) -> Result<Self, String> {
        let mut options = Self { text, names: 0 };
        for (name, _) in options.iter() {
            if !OPTIONS.contains(&name) {
                return Err(format!("unknown option {name:?}"));
            }
            options.names |= Self::bit(name);
        }
        Ok(options)
    }

    /// The bit of one of [`OPTIONS`], each of which has its own.
    const fn bit(name: &str) -> u64 {
        let (name, mut hash, mut index) = (name.as_bytes(), 0_u32, 0);
        while index < name.len() {
            hash = hash.wrapping_mul(111).wrapping_add(name[index] as u32);
            index += 1;
        }
        1 << (hash.wrapping_mul(0x9E37_79B1) >> 26)
    }

    const fn has(self, name: &str) -> bool {
        self.names & Self::bit(name) != 0
    }

    fn iter(self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let options = parts(self.text, b';').map(trimmed).filter(|option| !option.is_empty());
        options.map(|option| match memchr::memchr(b'=', option.as_bytes()) {
            Some(at) => (trimmed(&option[..at]), trimmed(&option[at + 1..])),
            None => (option, ""),
        })
    }
}

/// The parts of `text` between bytes `at`, which is ASCII. The search of `str::split` is made for longer texts: it took an
/// eighth of the time in which the built-in dictionaries are read.
fn parts(text: &str, at: u8) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let end = memchr::memchr(at, text.as_bytes());
        rest = end.map(|end| &text[end + 1..]);
        Some(&text[..end.unwrap_or(text.len())])
    })
}

/// `text` without white space around it.
fn trimmed(text: &str) -> &str {
    // Letters and digits at both ends: nothing to look for.
    let plain = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
    let bytes = text.as_bytes();
    if plain(bytes.first()) && plain(bytes.last()) { text } else { text.trim() }
}

const OPTIONS: [&str; 26] = [
    "context",
    "measured",
    "apart",
    "letter",
    "value",
    "role",
    "hazard",
    "plural",
    "persons",
    "decl",
    "joint",
    "spoken",
    "variants",
    "tag",
    "for",
    "side",
    "negates",
    "first",
    "last",
    "common",
    "city",
    "state",
    "country",
    "code",
    "in",
    "substring",
];

const _: () = {
    let (mut bits, mut index) = (0, 0);
    while index < OPTIONS.len() {
        let bit = Options::bit(OPTIONS[index]);
        assert!(bits & bit == 0, "two options share a bit");
        bits |= bit;
        index += 1;
    }
};

impl<'a> Dictionary<'a> {
    /// Parses `text`; `name` is what errors call it.
    pub(crate) fn parse(name: &'a str, text: &'a str) -> Result<Self, Error> {
        let fail = |line: usize, message: &str| Error::new(ErrorKind::Dictionary, message).at(name, line);
        let mut dictionary = Self {
            name,
            kind: Kind::Terms,
            entity: None,
            group: None,
            language: 0,
            sources: Vec::new(),
            options: Options::default(),
            rows: Vec::new(),
        };
        let mut weight = Weight::Strong;
        for (index, line) in parts(text, b'\n').enumerate() {
            let number = index + 1;
            let line = line.strip_suffix('\r').unwrap_or(line);
            if number == 1 {
                let version = line.trim_start_matches('\u{feff}').strip_prefix("#! earmark dictionary");
                if version.map(str::trim) != Some("1") {
                    return Err(fail(1, "the first line must be \"#! earmark dictionary 1\""));
                }
            } else if let Some(directive) = line.strip_prefix("#!") {
                dictionary.directive(directive, &mut weight).map_err(|message| fail(number, &message))?;
            } else if !line.starts_with('#') && !trimmed(line).is_empty() {
                let row = parse_row(number, line, weight).map_err(|message| fail(number, &message))?;
                dictionary.rows.push(row);
            }
        }
        dictionary.finish().map_err(|message| fail(1, message))
    }

    fn directive(&mut self, directive: &'a str, weight: &mut Weight) -> Result<(), String> {
        let (name, value) = directive.split_once('=').ok_or("a directive is \"#! name = value\"")?;
        let value = value.trim();
        match name.trim() {
            "kind" => self.kind = parse_kind(value)?,
            "entity" => self.entity = Some(value),
            "group" => self.group = Some(value),
            "language" => self.language = language::from_code(value).ok_or("unknown language")?,
            "weight" => *weight = parse_weight(value)?,
            "options" => self.options = Options::parse(value)?,
            "sources" => self.sources = value.split(',').map(str::trim).collect(),
            other => return Err(format!("unknown directive {other:?}")),
        }
        Ok(())
    }

    fn finish(self) -> Result<Self, &'static str> {
        if self.language == 0 {
            return Err("the directive \"#! language = …\" is missing");
        }
        if matches!(self.kind, Kind::Terms | Kind::Stems) && self.entity.is_none() {
            return Err("the directive \"#! entity = …\" is missing");
        }
        Ok(self)
    }

    /// The options of `row`, the file's first.
    pub(crate) fn options(&self, row: &Row<'a>) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.options.iter().chain(row.options.iter())
    }

    /// Whether `row` has the option `name`.
    pub(crate) fn has(&self, row: &Row<'a>, name: &str) -> bool {
        row.options.has(name) || self.options.has(name)
    }

    /// The other forms of a row's term: its variants, and what rules make of it.
    pub(crate) fn other_forms(&self, row: &Row<'a>) -> impl Iterator<Item = Cow<'a, str>> {
        let made = if self.language == language::SV { self.swedish(row) } else { self.english(row) };
        self.variants(row).map(Cow::Borrowed).chain(made.into_iter().map(Cow::Owned))
    }

    /// The wordings that a row gives beside its term.
    fn variants(&self, row: &Row<'a>) -> impl Iterator<Item = &'a str> + use<'a> {
        self.value(row, "variants").into_iter().flat_map(|variants| parts(variants, b'|'))
    }

    /// The plural of an English term, and the term and its variants as they are said of others.
    fn english(&self, row: &Row<'a>) -> Vec<String> {
        let mut forms: Vec<_> =
            self.has(row, "plural").then(|| english_plural(row.term)).flatten().into_iter().collect();
        if self.has(row, "persons") {
            forms.extend(self.variants(row).chain([row.term]).filter_map(of_others).flatten());
        }
        forms
    }

    /// The inflected forms of a Swedish term, all of them with its compound apart as well, and all that as it is said.
    fn swedish(&self, row: &Row<'a>) -> Vec<String> {
        let mut forms = self
            .value(row, "decl")
            .and_then(Declension::of)
            .map_or_else(Vec::new, |declension| swedish_forms(row.term, declension));
        if let Some(parts) = self.value(row, "joint") {
            let words = forms.iter().map(String::as_str).chain([row.term]);
            let apart: Vec<_> = words.filter_map(|word| written_apart(word, parts)).flatten().collect();
            forms.extend(apart);
        }
        if self.has(row, "spoken") {
            let variants = self.variants(row);
            let mut phrases: Vec<_> = forms.iter().map(String::as_str).chain([row.term]).chain(variants).collect();
            let turned: Vec<_> = phrases.iter().flat_map(|phrase| turned(phrase)).collect();
            phrases.extend(turned.iter().map(String::as_str));
            let said: Vec<_> = phrases.into_iter().flat_map(as_said).collect();
            forms.extend(turned);
            forms.extend(said);
        }
        forms
    }

    /// The last value given to option `name`.
    pub(crate) fn value(&self, row: &Row<'a>, name: &str) -> Option<&'a str> {
        if !self.has(row, name) {
            return None;
        }
        self.options(row).filter(|(option, _)| *option == name).last().map(|(_, value)| value)
    }
}

fn parse_row(line: usize, text: &str, weight: Weight) -> Result<Row<'_>, String> {
    let mut columns = parts(text, b'\t').map(trimmed);
    let term = columns.next().unwrap_or_default();
    let weight = match columns.next().unwrap_or_default() {
        "" => weight,
        given => parse_weight(given)?,
    };
    let options = Options::parse(columns.next().unwrap_or_default())?;
    let mut sentence = || columns.next().filter(|column| !column.is_empty());
    let (example, counterexample) = (sentence(), sentence());
    if columns.next().is_some() {
        return Err("more than five columns".into());
    }
    if crate::fold::words(term.as_bytes()).next().is_none() {
        return Err("a term needs at least one letter or digit".into());
    }
    check_forms(term, options)?;
    Ok(Row { line, term, weight, options, example, counterexample })
}

fn parse_kind(value: &str) -> Result<Kind, String> {
    Ok(match value {
        "terms" => Kind::Terms,
        "names" => Kind::Names,
        "places" => Kind::Places,
        "cues" => Kind::Cues,
        "negators" => Kind::Negators,
        "ordinary" => Kind::Ordinary,
        "function" => Kind::Function,
        "stems" => Kind::Stems,
        "numbers" => Kind::Numbers,
        other => return Err(format!("unknown kind {other:?}")),
    })
}

fn parse_weight(value: &str) -> Result<Weight, String> {
    Ok(match value {
        "strong" => Weight::Strong,
        "medium" => Weight::Medium,
        "weak" => Weight::Weak,
        other => return Err(format!("unknown weight {other:?}")),
    })
}

/// Whether what makes a term's forms fits it.
fn check_forms(term: &str, options: Options<'_>) -> Result<(), String> {
    options.iter().try_for_each(|(name, value)| match name {
        "decl" if Declension::of(value).is_none() => Err(format!("unknown declension {value:?}")),
        "persons" if of_others(term).is_none() => Err("\"persons\" needs a word like \"my\"".into()),
        "joint" if written_apart(term, value).is_none() => Err(format!("its last word does not begin with {value:?}")),
        _ => Ok(()),
    })
}
