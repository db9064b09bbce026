//! All dictionaries in one table.
//!
//! User dictionaries are compiled together with the built-in ones, which takes milliseconds (60 to 150 ms for 200,000
//! terms), and not searched beside them: a second search would cost each word a second filter.

use std::collections::{HashMap, HashSet};

use super::bloom::Bloom;
use super::numbers::Numbers;
use super::parse::{Dictionary, Kind, Row};
use super::phonetic::Soundalikes;
use super::stems::Stems;
use super::trie::{ROOT, Trie};
use super::{Cue, Meaning, Name, Place, Term};
use crate::entity::{Catalogue, EntitySet, Group, Tag, id};
use crate::error::{Error, ErrorKind};
use crate::fold::{self, Word};

/// Everything that dictionaries know, immutable and shared by all workers.
#[derive(Clone, Debug)]
pub(crate) struct Lexicon {
    pub(crate) first_words: Bloom,
    pub(crate) single_words: Bloom,
    pub(crate) pairs: Bloom,
    pub(crate) trie: Trie,
    meanings: Vec<Meaning>,
    /// Entry `n` means `meanings[ends[n - 1]..ends[n]]`.
    ends: Vec<u32>,
    /// Names that are ordinary words too: looked up only beside a cue or another name, so that "will" and "may" cost the
    /// token pass nothing.
    common_names: HashMap<Box<[u8]>, Name, foldhash::fast::FixedState>,
    function_words: HashSet<Box<[u8]>, foldhash::fast::FixedState>,
    regions: Vec<String>,
    pub(crate) numbers: Numbers,
    pub(crate) stems: Option<Stems>,
    pub(crate) soundalikes: Soundalikes,
    terms: usize,
}

impl Lexicon {
    /// What entry `entry` means.
    pub(crate) fn meanings(&self, entry: u32) -> &[Meaning] {
        let entry = entry as usize;
        let start = if entry == 0 { 0 } else { self.ends[entry - 1] as usize };
        &self.meanings[start..self.ends[entry] as usize]
    }

    /// The cue that entry `entry` is, if it is one: a word sequence is one cue at most.
    pub(crate) fn cue(&self, entry: u32) -> Option<Cue> {
        self.meanings(entry).iter().find_map(|meaning| match meaning {
            Meaning::Cue(cue) => Some(*cue),
            _ => None,
        })
    }

    /// What a single word (unfolded text) means, as an entry number.
    pub(crate) fn word(&self, word: &[u8]) -> Option<u32> {
        let key = key_of(word);
        // The filter is small and near; most words that stand alone in fields are in no dictionary.
        if !self.single_words.may_contain(key.hash) {
            return None;
        }
        self.trie.child(ROOT, key.hash, &key, word).and_then(|node| self.trie.node(node).entry())
    }

    /// Whether a single word is too frequent to be part of a name.
    pub(crate) fn is_function_word(&self, word: &[u8]) -> bool {
        with_fold(word, |folded| self.function_words.contains(folded))
    }

    /// What kind of name a single word is, if any.
    pub(crate) fn name(&self, word: &[u8]) -> Option<Name> {
        with_fold(word, |folded| self.common_names.get(folded).copied()).or_else(|| {
            self.meanings(self.word(word)?).iter().find_map(|meaning| match meaning {
                Meaning::Name(name) => Some(*name),
                _ => None,
            })
        })
    }

    /// What a whole value means, where all its words are one entry.
    pub(crate) fn whole(&self, value: &[u8]) -> &[Meaning] {
        let (mut key, mut parent) = (0, ROOT);
        for (depth, range) in fold::words(value).enumerate() {
            let word = &value[range];
            let own = key_of(word);
            key = if depth == 0 { own.hash } else { fold::join(key, own.hash) };
            if depth == 0 && !self.first_words.may_contain(key) || depth == 1 && !self.pairs.may_contain(key) {
                return &[];
            }
            match self.trie.child(parent, key, &own, word) {
                Some(node) => parent = node,
                None => return &[],
            }
        }
        let entry = (parent != ROOT).then(|| self.trie.node(parent).entry()).flatten();
        entry.map_or(&[], |entry| self.meanings(entry))
    }

    /// Whether `word` is the code of a state or province, in capitals.
    pub(crate) fn is_region(&self, word: &[u8]) -> bool {
        self.regions.iter().any(|region| region.as_bytes() == word)
    }

    /// The number of word sequences.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The number of dictionary lines that are findings by themselves.
    pub(crate) fn terms(&self) -> usize {
        self.terms
    }
}

/// Calls `look` with the fold of a word; words over 64 bytes are no names and look up as nothing.
pub(super) fn with_fold<T>(word: &[u8], look: impl FnOnce(&[u8]) -> T) -> T {
    let mut folded = [0; 64];
    let word = if word.len() > folded.len() { &[] } else { word };
    fold::fold_onto(word, &mut folded);
    look(&folded[..word.len()])
}

/// Reads a word that stands alone, without bytes after it.
fn key_of(word: &[u8]) -> Word {
    let mut padded = [0; 80];
    if word.len() <= 64 {
        padded[..word.len()].copy_from_slice(word);
        fold::word(&padded, 0, word.len())
    } else {
        let mut long = word.to_vec();
        long.resize(word.len() + 16, 0);
        fold::word(&long, 0, word.len())
    }
}

/// A word sequence on its way into the lexicon, with the file it came from for the rule "the later file wins".
struct Entry {
    meaning: Meaning,
    file: usize,
    language: u8,
    /// Made by code from another line: any line of its own replaces it.
    soft: bool,
}

/// Collects dictionaries and compiles them.
pub(crate) struct Compiler<'c> {
    catalogue: &'c mut Catalogue,
    languages: u8,
    files: usize,
    /// Of the file whose lines are added.
    language: u8,
    /// Folded words joined by single spaces, each with what it means so far.
    sequences: HashMap<Vec<u8>, Vec<Entry>, foldhash::fast::FixedState>,
    common_names: HashMap<Box<[u8]>, Name, foldhash::fast::FixedState>,
    function_words: HashSet<Box<[u8]>, foldhash::fast::FixedState>,
    stems: Vec<(Vec<u8>, Term)>,
    numbers: Numbers,
    regions: Vec<String>,
    terms: usize,
}

impl<'c> Compiler<'c> {
    /// `languages` are bits of [`language`](super::language); dictionaries of others are left out.
    pub(crate) fn new(catalogue: &'c mut Catalogue, languages: u8) -> Self {
        Self {
            catalogue,
            languages,
            files: 0,
            language: 0,
            sequences: HashMap::default(),
            common_names: HashMap::default(),
            function_words: HashSet::default(),
            stems: Vec::new(),
            numbers: Numbers::default(),
            regions: Vec::new(),
            terms: 0,
        }
    }

    /// Adds every line of a dictionary.
    pub(crate) fn add(&mut self, dictionary: &Dictionary<'_>) -> Result<(), Error> {
        self.files += 1;
        self.language = dictionary.language;
        if dictionary.language & self.languages == 0 {
            return Ok(());
        }
        for row in &dictionary.rows {
            self.add_row(dictionary, row).map_err(|message| {
                Error::new(ErrorKind::Dictionary, format!("{:?}: {message}", row.term)).at(dictionary.name, row.line)
            })?;
        }
        Ok(())
    }

    fn add_row(&mut self, dictionary: &Dictionary<'_>, row: &Row<'_>) -> Result<(), String> {
        if dictionary.kind == Kind::Function {
            self.function_words.insert(sequence(row.term).into());
            return Ok(());
        }
        if dictionary.kind == Kind::Numbers {
            return self.add_number(dictionary, row);
        }
        let meaning = self.meaning(dictionary, row)?;
        if let Meaning::Term(term) = meaning {
            self.terms += 1;
            if dictionary.kind == Kind::Stems || dictionary.has(row, "substring") {
                self.stems.push((sequence(row.term), term));
                return Ok(());
            }
        }
        self.insert(row.term, meaning)?;
        dictionary.other_forms(row).for_each(|form| self.insert_softly(&form, meaning));
        Ok(())
    }

    fn add_number(&mut self, dictionary: &Dictionary<'_>, row: &Row<'_>) -> Result<(), String> {
        if self.numbers.add(dictionary, row, &sequence(row.term))? {
            self.insert(row.term, Meaning::Number)?;
        }
        Ok(())
    }

    fn meaning(&mut self, dictionary: &Dictionary<'_>, row: &Row<'_>) -> Result<Meaning, String> {
        let has = |name| dictionary.has(row, name);
        Ok(match dictionary.kind {
            Kind::Terms | Kind::Stems => Meaning::Term(self.term(dictionary, row)?),
            Kind::Names => Meaning::Name(Name {
                first: has("first"),
                last: has("last"),
                common: has("common"),
                swedish: dictionary.language == super::language::SV,
            }),
            Kind::Places => {
                if let Some(code) = dictionary.value(row, "code") {
                    self.add_region(code);
                }
                Meaning::Place(Place { common: has("common"), region: has("code") })
            }
            Kind::Cues => {
                let side = dictionary.value(row, "side").unwrap_or("before");
                Meaning::Cue(Cue {
                    speaks_for: self.entities(dictionary.value(row, "for").ok_or("a cue needs \"for=…\"")?)?,
                    strong: row.weight == super::Weight::Strong,
                    before: side != "after",
                    after: side != "before",
                    negates: has("negates"),
                })
            }
            Kind::Negators => Meaning::Negator,
            Kind::Ordinary | Kind::Function => Meaning::Ordinary,
            Kind::Numbers => Meaning::Number,
        })
    }

    fn term(&mut self, dictionary: &Dictionary<'_>, row: &Row<'_>) -> Result<Term, String> {
        let name = dictionary.entity.unwrap_or_default();
        let entity = match (self.catalogue.find(name), dictionary.group.and_then(parse_group)) {
            (Some(entity), _) => entity,
            (None, Some(group)) => self.catalogue.add_term(name, group).ok_or("the catalogue is full")?,
            (None, None) => return Err(format!("unknown entity {name:?}; a new one needs \"#! group = …\"")),
        };
        let mut tags = 0;
        for tag in dictionary.value(row, "tag").into_iter().flat_map(|tags| tags.split(',')) {
            let known = Tag::ALL.into_iter().find(|known| known.name() == tag.trim());
            tags |= known.ok_or_else(|| format!("unknown tag {tag:?}"))?.bit();
        }
        let has = |name| dictionary.has(row, name);
        Ok(Term {
            entity,
            weight: row.weight,
            hazard: has("hazard") || has("context"),
            context: has("context"),
            measured: has("measured"),
            swedish: dictionary.language == super::language::SV,
            tags,
        })
    }

    fn entities(&self, names: &str) -> Result<EntitySet, String> {
        let mut set = EntitySet::EMPTY;
        for name in names.split(',') {
            set.insert(self.catalogue.find(name.trim()).ok_or_else(|| format!("unknown entity {name:?}"))?);
        }
        Ok(set)
    }

    fn add_region(&mut self, code: &str) {
        if !self.regions.iter().any(|region| region == code) {
            self.regions.push(code.to_owned());
        }
    }

    fn insert(&mut self, term: &str, meaning: Meaning) -> Result<(), String> {
        let sequence = sequence(term);
        if let Meaning::Name(name) = meaning
            && name.common
        {
            join_names(self.common_names.entry(sequence.into()).or_default(), name);
            return Ok(());
        }
        let (file, language) = (self.files, self.language);
        let entries = self.sequences.entry(sequence).or_default();
        match entries.iter_mut().find(|entry| same_kind(entry.meaning, meaning)) {
            Some(entry) => match (&mut entry.meaning, meaning) {
                (Meaning::Name(known), Meaning::Name(name)) => join_names(known, name),
                (Meaning::Cue(known), Meaning::Cue(cue)) if entry.file == file => join_cues(known, cue),
                _ if entry.soft && entry.file == file => *entry = Entry { meaning, file, language, soft: false },
                _ if entry.file == file => return Err("the same word sequence stands twice in this file".into()),
                // A word of two languages means what the first one says; a run may read only one of them.
                _ if entry.language != language => {}
                _ => *entry = Entry { meaning, file, language, soft: false },
            },
            None => entries.push(Entry { meaning, file, language, soft: false }),
        }
        Ok(())
    }

    /// Adds a form made by code or given as a variant, unless something of its kind is there already.
    fn insert_softly(&mut self, form: &str, meaning: Meaning) {
        let (file, language) = (self.files, self.language);
        let entries = self.sequences.entry(sequence(form)).or_default();
        if !entries.iter().any(|entry| same_kind(entry.meaning, meaning)) {
            entries.push(Entry { meaning, file, language, soft: true });
        }
    }

    /// Builds the tables.
    pub(crate) fn finish(mut self) -> Lexicon {
        let file = self.files;
        for compound in self.numbers.compounds() {
            let entries = self.sequences.entry(compound).or_default();
            entries.push(Entry { meaning: Meaning::Number, file, language: super::language::SV, soft: true });
        }
        let sequences = in_order(self.sequences);
        let words: usize = sequences.iter().map(|(_, words, _)| words.iter().filter(|&&b| b == b' ').count() + 1).sum();
        let mut trie = Trie::with_capacity(words + 1);
        let (mut firsts, mut singles, mut pairs) = (Vec::new(), Vec::new(), Vec::new());
        let (mut meanings, mut ends) = (Vec::new(), Vec::new());
        for (number, (_, sequence, entries)) in sequences.iter().enumerate() {
            let mut node = ROOT;
            let mut key = 0;
            for (depth, word) in sequence.split(|&b| b == b' ').enumerate() {
                let own = key_of(word);
                key = if depth == 0 { own.hash } else { fold::join(key, own.hash) };
                match depth {
                    0 => firsts.push(key),
                    1 => pairs.push(key),
                    _ => {}
                }
                node = trie.insert(node, key, &own, word);
            }
            if !sequence.contains(&b' ') {
                singles.push(key);
            }
            let kinds = entries.iter().fold(0, |kinds, entry| kinds | entry.meaning.kind());
            trie.end_entry(node, number as u32, kinds);
            meanings.extend(entries.iter().map(|entry| entry.meaning));
            ends.push(meanings.len() as u32);
        }
        Lexicon {
            first_words: Bloom::new(firsts),
            single_words: Bloom::new(singles),
            pairs: Bloom::new(pairs),
            trie,
            meanings,
            ends,
            common_names: self.common_names,
            function_words: self.function_words,
            regions: self.regions,
            numbers: self.numbers,
            stems: Stems::new(self.stems),
            soundalikes: Soundalikes::new(single_terms(&sequences)),
            terms: self.terms,
        }
    }
}

/// The single words among the sequences that are terms, each with its entry.
fn single_terms(sequences: &[Sequence]) -> impl Iterator<Item = (&[u8], Term, u32)> {
    sequences.iter().zip(0..).filter(|((_, words, _), _)| !words.contains(&b' ')).flat_map(
        |((_, word, entries), number)| {
            entries.iter().filter_map(move |entry| match entry.meaning {
                Meaning::Term(term) => Some((word.as_slice(), term, number)),
                _ => None,
            })
        },
    )
}

/// The first eight bytes of folded words as a number, the words, and what they mean.
type Sequence = (u64, Vec<u8>, Vec<Entry>);

/// Folded words with what they mean, in byte order, so that entries have the same numbers in every run; with their first
/// eight bytes as a number, which nearly always tells two apart.
fn in_order(sequences: HashMap<Vec<u8>, Vec<Entry>, foldhash::fast::FixedState>) -> Vec<Sequence> {
    let beginning = |words: &[u8]| {
        let mut bytes = [0; 8];
        let length = words.len().min(bytes.len());
        bytes[..length].copy_from_slice(&words[..length]);
        u64::from_be_bytes(bytes)
    };
    let filled = sequences.into_iter().filter(|(words, _)| !words.is_empty());
    let mut sequences: Vec<_> = filled.map(|(words, entries)| (beginning(&words), words, entries)).collect();
    sequences.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
    sequences
}

/// The folded words of a term, joined by single spaces: what makes two terms the same.
pub(crate) fn sequence(term: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(term.len());
    for range in fold::words(term.as_bytes()) {
        if !out.is_empty() {
            out.push(b' ');
        }
        fold::fold_into(&term.as_bytes()[range], &mut out);
    }
    out
}

fn parse_group(name: &str) -> Option<Group> {
    [Group::Identity, Group::Financial, Group::Medical, Group::Other].into_iter().find(|group| group.name() == name)
}

/// Whether two meanings of one sequence exclude each other. A company's cue word ("clinic") may be a term as well.
fn same_kind(a: Meaning, b: Meaning) -> bool {
    match (a, b) {
        (Meaning::Term(a), Meaning::Term(b)) => (a.entity == id::ORGANIZATION) == (b.entity == id::ORGANIZATION),
        _ => std::mem::discriminant(&a) == std::mem::discriminant(&b),
    }
}

fn join_names(known: &mut Name, name: Name) {
    known.first |= name.first;
    known.last |= name.last;
    known.common |= name.common;
    known.swedish |= name.swedish;
}

fn join_cues(known: &mut Cue, cue: Cue) {
    known.speaks_for.0 |= cue.speaks_for.0;
    known.strong |= cue.strong;
    known.before |= cue.before;
    known.after |= cue.after;
    known.negates |= cue.negates;
}
