//! The compiled grammar: word lists with their forms, and rules whose alternatives are runs of nodes.
//!
//! Everything that can be worked out beforehand is: each text exists twice, as a person would type it and as a raw
//! recogniser would print it, and each list has a table that turns random bits into an entry. Talking is then copying.

use super::entity::Entity;
use super::rng::Rng;
use super::values::Value;
use std::collections::HashMap;

/// A rule, resolved from its name once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rule(pub u32);

/// One step of an alternative.
#[derive(Clone, Copy, Debug)]
pub(super) enum Node {
    /// Fixed text: a piece.
    Piece(u32),
    /// A word of a list, in one of its forms.
    Word { list: u16, form: u8 },
    /// Another rule.
    Rule(u32),
    /// Whatever the record's topic is about.
    About,
    /// Gold begins here.
    Open(Entity),
    /// Gold ends here.
    Close,
    /// A made-up value.
    Value(Value),
}

/// A range of the text pool.
#[derive(Clone, Copy, Debug, Default)]
struct Slice {
    start: u32,
    end: u32,
}

/// Words of one kind: `count` entries in each form, form after form, from piece `first` on.
#[derive(Clone, Copy, Debug)]
struct List {
    first: u32,
    count: u32,
    draws: u32,
    mask: u32,
}

/// Compiled rules and lists; see the module's text.
#[derive(Debug, Default)]
pub(super) struct Grammar {
    pool: String,
    pieces: Vec<[Slice; 2]>,
    known: HashMap<String, u32>,
    lists: Vec<List>,
    draws: Vec<u16>,
    rules: Vec<Slice>,
    alternatives: Vec<Slice>,
    nodes: Vec<Node>,
    names: HashMap<String, Rule>,
}

impl Grammar {
    /// The rule called `name`; an unknown name gives the first rule, and a test that all names used are known.
    pub(super) fn rule(&self, name: &str) -> Rule {
        self.names.get(name).copied().unwrap_or(Rule(0))
    }

    /// The names of all rules that end in `suffix`, without it, in byte order.
    pub(super) fn names_with(&self, suffix: &str) -> Vec<&str> {
        let mut names: Vec<&str> = self.names.keys().filter_map(|name| name.strip_suffix(suffix)).collect();
        names.sort_unstable();
        names
    }

    /// How many alternatives a rule has, weights counted out.
    pub(super) fn size(&self, rule: Rule) -> u32 {
        let alternatives = self.rules[rule.0 as usize];
        alternatives.end - alternatives.start
    }

    /// The nodes of the `index`-th alternative of a rule.
    #[inline]
    pub(super) fn nodes(&self, rule: Rule, index: u32) -> &[Node] {
        let first = self.rules[rule.0 as usize].start;
        let nodes = self.alternatives[(first + index) as usize];
        &self.nodes[nodes.start as usize..nodes.end as usize]
    }

    /// A piece's text, as typed or as a raw recogniser prints it.
    #[inline]
    pub(super) fn piece(&self, piece: u32, raw: bool) -> &str {
        let slice = self.pieces[piece as usize][usize::from(raw)];
        &self.pool[slice.start as usize..slice.end as usize]
    }

    /// A word of a list in the given form, the earlier entries of its (shuffled) order more often.
    #[inline]
    pub(super) fn word(&self, list: u16, form: u8, bits: u32) -> u32 {
        let list = self.lists[usize::from(list)];
        let entry = u32::from(self.draws[(list.draws + (bits & list.mask)) as usize]);
        list.first + u32::from(form) * list.count + entry
    }

    /// Adds a list given form by form: `forms[form][entry]`.
    pub(super) fn add_list(&mut self, forms: &[Vec<String>]) -> u16 {
        let first = self.pieces.len() as u32;
        for text in forms.iter().flatten() {
            self.new_piece(text);
        }
        let count = forms.first().map_or(0, Vec::len) as u32;
        let draws = self.draws.len() as u32;
        let mask = self.add_draws(count);
        self.lists.push(List { first, count, draws, mask });
        (self.lists.len() - 1) as u16
    }

    /// A table of a power of two of draws over `count` entries, in which the r-th of a shuffled order appears
    /// about 1/(r + q) of the time (Zipf's law as Mandelbrot amended it). Gives the mask of the table's indices.
    fn add_draws(&mut self, count: u32) -> u32 {
        let size = (count.max(1) * 4).next_power_of_two();
        let order = shuffled(count.max(1));
        let flat = count / 5 + 3;
        let weight = |rank: u32| (1_u64 << 24) / u64::from(rank + flat);
        let total: u64 = (0..count.max(1)).map(weight).sum();
        let end = self.draws.len() + size as usize;
        for (rank, entry) in order.iter().enumerate() {
            let share = 1 + u64::from(size - count) * weight(rank as u32) / total;
            self.draws.extend(std::iter::repeat_n(*entry, share as usize));
        }
        let rest = end.saturating_sub(self.draws.len());
        self.draws.extend(order.iter().cycle().take(rest));
        size - 1
    }

    /// The piece for a fixed text, shared by all places that use the same.
    pub(super) fn add_text(&mut self, text: &str) -> Node {
        if let Some(piece) = self.known.get(text) {
            return Node::Piece(*piece);
        }
        let piece = self.new_piece(text);
        self.known.insert(text.to_owned(), piece);
        Node::Piece(piece)
    }

    fn new_piece(&mut self, text: &str) -> u32 {
        let slices = [text.to_owned(), raw_form(text)].map(|form| {
            let start = self.pool.len() as u32;
            self.pool.push_str(&form);
            Slice { start, end: self.pool.len() as u32 }
        });
        self.pieces.push(slices);
        (self.pieces.len() - 1) as u32
    }

    /// Reserves a rule, so that others can name it before it is filled.
    pub(super) fn declare(&mut self, name: &str) -> Rule {
        self.rules.push(Slice::default());
        let rule = Rule(self.rules.len() as u32 - 1);
        if !name.is_empty() {
            self.names.insert(name.to_owned(), rule);
        }
        rule
    }

    /// Gives a rule its alternatives, each with a weight.
    pub(super) fn fill(&mut self, rule: Rule, alternatives: &[(u32, Vec<Node>)]) {
        let start = self.alternatives.len() as u32;
        for (weight, nodes) in alternatives {
            let from = self.nodes.len() as u32;
            self.nodes.extend_from_slice(nodes);
            let slice = Slice { start: from, end: self.nodes.len() as u32 };
            self.alternatives.extend(std::iter::repeat_n(slice, *weight as usize));
        }
        self.rules[rule.0 as usize] = Slice { start, end: self.alternatives.len() as u32 };
    }
}

/// The numbers below `count` in an order that is fixed, but not the list's own: lists are grouped by meaning.
fn shuffled(count: u32) -> Vec<u16> {
    let mut order: Vec<u16> = (0..count as u16).collect();
    let mut rng = Rng::new(u64::from(count));
    for i in (1..order.len()).rev() {
        order.swap(i, rng.below(i as u32 + 1) as usize);
    }
    order
}

/// How a recogniser without formatting prints `text`: lower case, no punctuation, hyphens as spaces.
pub(super) fn raw_form(text: &str) -> String {
    let mut raw = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '-' => raw.push(' '),
            ',' | '.' | '?' | '!' | ':' | ';' | '"' | '(' | ')' => {}
            c => raw.extend(c.to_lowercase()),
        }
    }
    raw
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_reach_every_entry_and_favour_some() {
        let mut grammar = Grammar::default();
        let words: Vec<String> = (0..100).map(|i| format!("w{i}")).collect();
        let list = grammar.add_list(&[words]);
        let mut seen = vec![0; 100];
        for bits in 0..512 {
            seen[grammar.word(list, 0, bits) as usize] += 1;
        }
        assert!(seen.iter().all(|n| *n > 0));
        assert!(seen.iter().max() > Some(&9) && seen.iter().max() < Some(&25), "{seen:?}");
    }

    #[test]
    fn raw_text_has_no_marks() {
        assert_eq!(raw_form("Hi, it's half-empty (again)."), "hi it's half empty again");
    }
}
