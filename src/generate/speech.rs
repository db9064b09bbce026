//! Turns rules of the grammar into a transcript, and keeps what in it is sensitive.

use super::entity::Entity;
use super::grammar::{Grammar, Node, Rule};
use super::people::{Person, World};
use super::rng::Rng;

/// A piece of gold in a text: bytes `start..end`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    pub entity: Entity,
    pub start: u32,
    pub end: u32,
    /// Said in words or letters rather than written in digits and signs.
    pub spoken: bool,
}

/// A transcript in the making.
#[derive(Debug, Default)]
pub(super) struct Speech {
    pub text: String,
    pub marks: Vec<Mark>,
    /// As a raw recogniser prints it: lower case, no punctuation, most numbers as words.
    pub raw: bool,
    /// What to put before the next sentence instead of a space.
    pub separator: Option<char>,
}

impl Speech {
    pub(super) fn clear(&mut self, raw: bool) {
        self.text.clear();
        self.marks.clear();
        self.raw = raw;
        self.separator = None;
    }

    /// Marks the text from `start` on.
    pub(super) fn mark(&mut self, entity: Entity, start: usize, spoken: bool) {
        self.marks.push(Mark { entity, start: start as u32, end: self.text.len() as u32, spoken });
    }
}

/// Somebody talking: the grammar, chance, who they are and what about.
pub(super) struct Talker<'a> {
    pub grammar: &'a Grammar,
    pub world: &'a World,
    pub rng: &'a mut Rng,
    pub speech: &'a mut Speech,
    pub caller: Person,
    /// What `{about}` stands for.
    pub about: Rule,
    /// What a raw recogniser hears between words.
    pub filler: Rule,
}

impl Talker<'_> {
    /// Says one alternative of a rule as a sentence of its own.
    pub(super) fn sentence(&mut self, rule: Rule) {
        let index = self.rng.below(self.grammar.size(rule));
        self.sentence_at(rule, index);
    }

    /// Says the `index`-th alternative of a rule as a sentence of its own.
    pub(super) fn sentence_at(&mut self, rule: Rule, index: u32) {
        if !self.speech.text.is_empty() {
            let separator = self.speech.separator.take().unwrap_or(' ');
            self.speech.text.push(separator);
        }
        let start = self.speech.text.len();
        self.alternative(rule, index);
        if !self.speech.raw {
            self.speech.text.get_mut(start..=start).into_iter().for_each(str::make_ascii_uppercase);
        }
    }

    /// Says one alternative of a rule.
    #[inline]
    pub(super) fn say(&mut self, rule: Rule) {
        let index = self.rng.below(self.grammar.size(rule));
        self.alternative(rule, index);
    }

    fn alternative(&mut self, rule: Rule, index: u32) {
        let grammar = self.grammar;
        let mut gold = None;
        for node in grammar.nodes(rule, index) {
            match *node {
                Node::Piece(piece) => self.speech.text.push_str(grammar.piece(piece, self.speech.raw)),
                Node::Word { list, form } => self.word(list, form, gold.is_some()),
                Node::Rule(rule) => self.say(Rule(rule)),
                Node::About => self.say(self.about),
                Node::Value(value) => self.value(value),
                Node::Open(entity) => gold = Some((entity, self.speech.text.len())),
                Node::Close => {
                    if let Some((entity, start)) = gold.take() {
                        self.speech.mark(entity, start, false);
                    }
                }
            }
        }
    }

    #[inline]
    fn word(&mut self, list: u16, form: u8, in_gold: bool) {
        let bits = self.rng.next();
        // One word in 64 follows a hesitation, as raw recognisers print them; never inside a value.
        if bits >> 58 == 0 && self.speech.raw && !in_gold && self.speech.text.ends_with(' ') {
            self.say(self.filler);
            self.speech.text.push(' ');
        }
        let piece = self.grammar.word(list, form, bits as u32);
        self.speech.text.push_str(self.grammar.piece(piece, self.speech.raw));
    }
}
