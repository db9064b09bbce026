//! All dictionaries in one table.
//!
//! User dictionaries are compiled together with the built-in ones, which takes milliseconds (60 to 150 ms for 200,000
//! terms), and not searched beside them: a second search would cost each word a second filter.

use super::bloom::Bloom;
use super::medical_words::MedicalWords;
use super::numbers::Numbers;
use super::parse::{Dictionary, Kind, Row};
use super::phonetic::Soundalikes;
use super::sequences::{Entry, Sequences, sequence};
use super::stems::Stems;
use super::table::WordTable;
use super::trie::{ROOT, Trie};
use super::{Cue, CueId, Meaning, Name, Place, Term};
use crate::entity::{Catalogue, EntitySet, Group, Tag, id};
use crate::error::{Error, ErrorKind};
use crate::fold::{self, Word};

/// Everything that dictionaries know, immutable and shared by all workers.
#[derive(Clone, Debug)]
pub(crate) struct Lexicon {
    /// The first words of all sequences; those that are a sequence by themselves are marked.
    pub(crate) first_words: Bloom,
    /// The beginnings of two words and more.
    pub(crate) phrases: Bloom,
    pub(crate) trie: Trie,
    /// Those of one sequence stand together: its entry is where they begin, and how many they are ([`Lexicon::meanings`]).
    meanings: Vec<Meaning>,
    cues: Vec<Cue>,
    /// Number of word sequences.
    len: usize,
    /// Names that are ordinary words too: looked up only beside a cue or another name, so that "will" and "may" cost the
    /// token pass nothing.
    common_names: WordTable<Name>,
    function_words: WordTable<bool>,
    regions: Vec<String>,
    pub(crate) numbers: Numbers,
    pub(crate) stems: Option<Stems>,
    pub(crate) soundalikes: Soundalikes,
    pub(crate) medical_words: MedicalWords,
    terms: usize,
}

impl Lexicon {
    /// What entry `entry` means.
    #[inline]
    pub(crate) fn meanings(&self, entry: u32) -> &[Meaning] {
        let (start, count) = (entry >> COUNT_BITS, (entry & MOST_MEANINGS) + 1);
        &self.meanings[start as usize..(start + count) as usize]
    }

    /// The cue that entry `entry` is, if it is one: a word sequence is one cue at most.
    #[inline]
    pub(crate) fn cue(&self, entry: u32) -> Option<Cue> {
        self.meanings(entry).iter().find_map(|meaning| match meaning {
            Meaning::Cue(cue) => Some(self.cue_at(*cue)),
            _ => None,
        })
    }

    /// The cue of that place.
    #[inline]
    pub(crate) fn cue_at(&self, CueId(place): CueId) -> Cue {
        self.cues[place as usize]
    }

    /// What a single word (unfolded text) means, as an entry number.
    pub(crate) fn word(&self, word: &[u8]) -> Option<u32> {
        self.entry_of(&fold::word_alone(word), word)
    }

    #[inline]
    fn entry_of(&self, key: &Word, word: &[u8]) -> Option<u32> {
        // The filter is small and near; most words that stand alone in fields are in no dictionary.
        if !self.first_words.may_be_marked(key.hash) {
            return None;
        }
        self.trie.child(ROOT, key.hash, key, word).and_then(|node| self.trie.node(node).entry())
    }

    /// Whether a single word is too frequent to be part of a name.
    #[inline]
    pub(crate) fn is_function_word(&self, word: &[u8]) -> bool {
        self.function_words.get(word).is_some()
    }

    /// What kind of name a single word is, if any.
    #[inline]
    pub(crate) fn name(&self, word: &[u8]) -> Option<Name> {
        let key = fold::word_alone(word);
        self.common_names.find(&key, word).or_else(|| {
            self.meanings(self.entry_of(&key, word)?).iter().find_map(|meaning| match meaning {
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
            let own = fold::word_alone(word);
            key = if depth == 0 { own.hash } else { fold::join(key, own.hash) };
            let beginnings = if depth == 0 { &self.first_words } else { &self.phrases };
            if !beginnings.may_contain(key) {
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
        self.len
    }

    /// The number of dictionary lines that are findings by themselves.
    pub(crate) fn terms(&self) -> usize {
        self.terms
    }
}

/// Bits of an entry that count its meanings, and the most that they count: there are fewer kinds of them.
const COUNT_BITS: u32 = 4;
const MOST_MEANINGS: u32 = (1 << COUNT_BITS) - 1;

/// Collects dictionaries and compiles them.
pub(crate) struct Compiler<'c> {
    catalogue: &'c mut Catalogue,
    languages: u8,
    files: usize,
    /// Of the file whose lines are added.
    language: u8,
    sequences: Sequences,
    cues: Vec<Cue>,
    common_names: WordTable<Name>,
    function_words: WordTable<bool>,
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
            sequences: Sequences::default(),
            cues: Vec::new(),
            common_names: WordTable::default(),
            function_words: WordTable::default(),
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
            *self.function_words.entry(&sequence(row.term)) = true;
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
        match self.numbers.add(dictionary, row, &sequence(row.term))? {
            0 => Ok(()),
            times => self.insert(&vec![row.term; times].join(" "), Meaning::Number),
        }
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
                let speaks_for = self.entities(dictionary.value(row, "for").ok_or("a cue needs \"for=…\"")?)?;
                self.cue(Cue {
                    speaks_for,
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

    /// Keeps a cue.
    fn cue(&mut self, cue: Cue) -> Meaning {
        self.cues.push(cue);
        Meaning::Cue(CueId(self.cues.len() as u32 - 1))
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
        if let Meaning::Name(name) = meaning
            && name.common
        {
            join_names(self.common_names.entry(&sequence(term)), name);
            return Ok(());
        }
        let (file, language) = (self.files, self.language);
        let number = self.sequences.of_term(term);
        match self.sequences.entry_mut(number, |entry| same_kind(entry.meaning, meaning)) {
            Some(entry) => match (&mut entry.meaning, meaning) {
                (Meaning::Name(known), Meaning::Name(name)) => join_names(known, name),
                (Meaning::Cue(known), Meaning::Cue(cue)) if entry.file == file => {
                    let cue = self.cues[cue.0 as usize];
                    join_cues(&mut self.cues[known.0 as usize], cue);
                }
                _ if entry.soft && entry.file == file => *entry = Entry { meaning, file, language, soft: false },
                _ if entry.file == file => return Err("the same word sequence stands twice in this file".into()),
                // A word of two languages means what the first one says; a run may read only one of them.
                _ if entry.language != language => {}
                _ => *entry = Entry { meaning, file, language, soft: false },
            },
            None => self.sequences.push(number, Entry { meaning, file, language, soft: false }),
        }
        Ok(())
    }

    /// Adds a form made by code or given as a variant, unless something of its kind is there already.
    fn insert_softly(&mut self, form: &str, meaning: Meaning) {
        let (file, language) = (self.files, self.language);
        let number = self.sequences.of_term(form);
        if self.sequences.entry_mut(number, |entry| same_kind(entry.meaning, meaning)).is_none() {
            // A form's cue may come to mean more than its term's.
            let meaning = match meaning {
                Meaning::Cue(cue) => self.cue(self.cues[cue.0 as usize]),
                other => other,
            };
            self.sequences.push(number, Entry { meaning, file, language, soft: true });
        }
    }

    /// Builds the tables.
    pub(crate) fn finish(mut self) -> Lexicon {
        let file = self.files;
        self.numbers.complete();
        for compound in self.numbers.compounds() {
            let number = self.sequences.of_folded(&compound);
            let entry = Entry { meaning: Meaning::Number, file, language: super::language::SV, soft: true };
            self.sequences.push(number, entry);
        }
        let sequences = self.sequences;
        let tables = Tables::of(&sequences, &self.cues);
        let singles = singles(&sequences, &tables.entries);
        // Other forms sound like the term that they are of.
        let terms = singles.iter().filter(|single| !single.soft);
        Lexicon {
            first_words: Bloom::with_marked(tables.firsts, &tables.singles),
            phrases: Bloom::new(tables.phrases),
            trie: tables.trie,
            meanings: tables.meanings,
            cues: self.cues,
            len: sequences.len(),
            common_names: self.common_names,
            function_words: self.function_words,
            regions: self.regions,
            numbers: self.numbers,
            stems: Stems::new(self.stems),
            soundalikes: Soundalikes::new(terms.map(|single| (single.word, single.term, single.entry))),
            medical_words: MedicalWords::new(singles.iter().map(|single| (single.word, single.term))),
            terms: self.terms,
        }
    }
}

/// What a [`Lexicon`] looks word sequences up in.
struct Tables {
    trie: Trie,
    /// Hashes of first words, of single words, and of the beginnings of two words and more.
    firsts: Vec<u64>,
    singles: Vec<u64>,
    phrases: Vec<u64>,
    meanings: Vec<Meaning>,
    /// That of each sequence.
    entries: Vec<u32>,
}

impl Tables {
    fn of(sequences: &Sequences, cues: &[Cue]) -> Self {
        let mut nodes = sequences.len();
        // Most phrases share their beginnings, so how many nodes there are is known only when all are in.
        loop {
            if let Some(tables) = Self::with_room(nodes, sequences, cues) {
                return tables;
            }
            nodes *= 2;
        }
    }

    /// `None` where there are more nodes than fit where `nodes` do.
    fn with_room(nodes: usize, sequences: &Sequences, cues: &[Cue]) -> Option<Self> {
        let trie = Trie::with_capacity(nodes);
        let (firsts, singles, phrases) = (Vec::with_capacity(sequences.len()), Vec::new(), Vec::new());
        let mut tables = Self { trie, firsts, singles, phrases, meanings: Vec::new(), entries: Vec::new() };
        for (sequence, meant) in sequences.iter() {
            let node = tables.insert(sequence)?;
            let first = tables.meanings.len();
            tables.meanings.extend(meant.map(|entry| entry.meaning));
            let own = &tables.meanings[first..];
            let kinds = own.iter().fold(0, |kinds, meaning| kinds | meaning.kind(cues));
            let count = own.len() as u32 - 1;
            debug_assert!(count <= MOST_MEANINGS, "there are fewer kinds of meanings");
            let entry = (first as u32) << COUNT_BITS | count;
            tables.trie.end_entry(node, entry, kinds);
            tables.entries.push(entry);
        }
        Some(tables)
    }

    /// The node that a sequence ends in.
    fn insert(&mut self, sequence: &[u8]) -> Option<u32> {
        let (mut node, mut key, mut depth) = (ROOT, 0, 0);
        for word in sequence.split(|&b| b == b' ') {
            let own = fold::word_alone(word);
            key = if depth == 0 { own.hash } else { fold::join(key, own.hash) };
            let beginnings = if depth == 0 { &mut self.firsts } else { &mut self.phrases };
            beginnings.push(key);
            node = self.trie.insert(node, key, &own, word)?;
            depth += 1;
        }
        if depth == 1 {
            self.singles.push(key);
        }
        Some(node)
    }
}

/// A single word that is a term.
#[derive(Clone, Copy)]
struct Single<'s> {
    /// Folded.
    word: &'s [u8],
    term: Term,
    entry: u32,
    /// A form of a term, and not the term itself.
    soft: bool,
}

/// The single words among the sequences that are terms.
fn singles<'s>(sequences: &'s Sequences, entries: &[u32]) -> Vec<Single<'s>> {
    let words = sequences.iter().zip(entries).filter(|((words, _), _)| !words.contains(&b' '));
    let singles = words.flat_map(|((word, meant), &entry)| {
        meant.filter_map(move |meant| match meant.meaning {
            Meaning::Term(term) => Some(Single { word, term, entry, soft: meant.soft }),
            _ => None,
        })
    });
    singles.collect()
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
