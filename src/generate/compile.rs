//! Reads the word and grammar files of `words/` into a [`Grammar`].
//!
//! `%noun name`, `%mass name`, `%verb name`, `%adj name` and `%word name` begin a list of comma-separated entries;
//! `@name` begins a rule with one alternative a line, `*3 ` before it its weight. In an alternative `(a|b)` chooses,
//! `[x]` is said half the time, `<TYPE x>` is gold, `{list}`, `{list.s}`, `{a list}` take a word in a form,
//! `{rule}` another rule, `{$value}` a made-up value and `{about}` the record's topic.

use super::entity::Entity;
use super::grammar::{Grammar, Node, Rule};
use super::inflect;
use super::values::Value;
use std::collections::HashMap;

const FILES: [&str; 14] = [
    include_str!("words/nouns.txt"),
    include_str!("words/verbs.txt"),
    include_str!("words/describers.txt"),
    include_str!("words/times.txt"),
    include_str!("words/frames.txt"),
    include_str!("words/topics_home.txt"),
    include_str!("words/topics_life.txt"),
    include_str!("words/topics_work.txt"),
    include_str!("words/negatives.txt"),
    include_str!("words/medical.txt"),
    include_str!("words/financial.txt"),
    include_str!("words/identity.txt"),
    include_str!("words/labels.txt"),
    include_str!("words/rare.txt"),
];

/// The forms a kind of list has, in order; `{a list}` takes the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Noun,
    Mass,
    Verb,
    Plain,
}

impl Kind {
    const fn forms(self) -> &'static [&'static str] {
        match self {
            Self::Noun | Self::Mass => &["", "s", "a"],
            Self::Verb => &["", "s", "ed", "en", "ing", "it", "them"],
            Self::Plain => &["", "a"],
        }
    }

    fn inflect(self, entry: &str) -> Vec<String> {
        let with_article = |word: &str| format!("{} {word}", inflect::article(word));
        match self {
            Self::Noun => {
                let (one, many) = entry.split_once('/').unwrap_or((entry, ""));
                let many = if many.is_empty() { inflect::plural(one) } else { many.to_owned() };
                vec![one.to_owned(), many, with_article(one)]
            }
            Self::Mass => vec![entry.to_owned(), entry.to_owned(), format!("some {entry}")],
            Self::Verb => inflect::verb(entry).to_vec(),
            Self::Plain => vec![entry.to_owned(), with_article(entry)],
        }
    }
}

/// The grammar of the embedded files.
pub(super) fn grammar() -> Grammar {
    compile(&FILES).0
}

/// Compiles sources; what is not understood becomes plain text and is told in the second part.
fn compile(sources: &[&str]) -> (Grammar, Vec<String>) {
    let mut compiler = Compiler::default();
    let rules = compiler.read(sources);
    for (rule, alternatives) in rules {
        let nodes: Vec<_> = alternatives.iter().map(|line| compiler.alternative(line)).collect();
        compiler.grammar.fill(rule, &nodes);
    }
    (compiler.grammar, compiler.problems)
}

#[derive(Default)]
struct Compiler {
    grammar: Grammar,
    lists: HashMap<String, (u16, Kind)>,
    rules: HashMap<String, Rule>,
    problems: Vec<String>,
}

impl Compiler {
    /// First pass: all lists, and all rules by name with their lines.
    fn read<'a>(&mut self, sources: &[&'a str]) -> Vec<(Rule, Vec<&'a str>)> {
        let mut rules: Vec<(Rule, Vec<&str>)> = Vec::new();
        let mut list: Option<(Kind, String, Vec<&str>)> = None;
        let lines =
            sources.iter().flat_map(|text| text.lines()).filter(|line| !line.is_empty() && !line.starts_with('#'));
        for line in lines {
            if let Some(name) = line.strip_prefix('@') {
                self.finish(list.take());
                rules.push((self.declare(name), Vec::new()));
            } else if let Some(head) = line.strip_prefix('%') {
                self.finish(list.take());
                list = Some(self.list_head(head));
            } else if let Some((_, _, entries)) = &mut list {
                entries.extend(line.split(',').map(str::trim).filter(|entry| !entry.is_empty()));
            } else if let Some((_, lines)) = rules.last_mut() {
                lines.push(line);
            }
        }
        self.finish(list);
        rules
    }

    fn list_head<'a>(&mut self, head: &str) -> (Kind, String, Vec<&'a str>) {
        let (kind, name) = head.split_once(' ').unwrap_or((head, ""));
        let (kind, name) = match kind {
            "noun" => (Kind::Noun, name.to_owned()),
            "mass" => (Kind::Mass, name.to_owned()),
            "verb" => (Kind::Verb, name.to_owned()),
            "adj" => (Kind::Plain, format!("adj:{name}")),
            "word" => (Kind::Plain, name.to_owned()),
            _ => {
                self.problems.push(format!("unknown kind of list: {head}"));
                (Kind::Plain, name.to_owned())
            }
        };
        (kind, name, Vec::new())
    }

    fn finish(&mut self, list: Option<(Kind, String, Vec<&str>)>) {
        let Some((kind, name, entries)) = list else { return };
        let mut forms = vec![Vec::with_capacity(entries.len()); kind.forms().len()];
        for entry in entries {
            for (form, text) in forms.iter_mut().zip(kind.inflect(entry)) {
                form.push(text);
            }
        }
        let id = self.grammar.add_list(&forms);
        if self.lists.insert(name.clone(), (id, kind)).is_some() {
            self.problems.push(format!("list {name} twice"));
        }
    }

    fn declare(&mut self, name: &str) -> Rule {
        let rule = self.grammar.declare(name);
        if self.rules.insert(name.to_owned(), rule).is_some() {
            self.problems.push(format!("rule {name} twice"));
        }
        rule
    }

    fn alternative(&mut self, line: &str) -> (u32, Vec<Node>) {
        let weighted = line.strip_prefix('*').and_then(|rest| rest.split_once(' '));
        let weighted = weighted.and_then(|(weight, text)| Some((weight.parse().ok()?, text)));
        let (weight, text) = weighted.unwrap_or((1, line));
        let mut rest = text;
        let nodes = self.sequence(&mut rest);
        if !rest.is_empty() {
            self.problems.push(format!("stray bracket in: {line}"));
        }
        (weight, nodes)
    }

    /// Compiles up to a closing bracket or bar, which is left in `rest`.
    fn sequence(&mut self, rest: &mut &str) -> Vec<Node> {
        let mut nodes = Vec::new();
        while let Some(c) = rest.chars().next() {
            let inner = &rest[c.len_utf8()..];
            match c {
                ')' | ']' | '>' | '|' => break,
                '(' => nodes.push(self.choice(rest, inner)),
                '[' => nodes.push(self.optional(rest, inner)),
                '<' => self.gold(&mut nodes, rest, inner),
                '{' => {
                    let (slot, after) = inner.split_once('}').unwrap_or((inner, ""));
                    nodes.push(self.slot(slot));
                    *rest = after;
                }
                _ => {
                    let end = rest.find(['(', '[', '<', '{', ')', ']', '>', '|']).unwrap_or(rest.len());
                    nodes.push(self.grammar.add_text(&rest[..end]));
                    *rest = &rest[end..];
                }
            }
        }
        nodes
    }

    fn choice<'a>(&mut self, rest: &mut &'a str, inner: &'a str) -> Node {
        let mut alternatives = Vec::new();
        *rest = inner;
        loop {
            alternatives.push((1, self.sequence(rest)));
            let ended = !rest.starts_with('|');
            *rest = rest.get(1..).unwrap_or_default();
            if ended {
                break;
            }
        }
        let rule = self.grammar.declare("");
        self.grammar.fill(rule, &alternatives);
        Node::Rule(rule.0)
    }

    fn optional<'a>(&mut self, rest: &mut &'a str, inner: &'a str) -> Node {
        *rest = inner;
        let said = self.sequence(rest);
        *rest = rest.get(1..).unwrap_or_default();
        let rule = self.grammar.declare("");
        self.grammar.fill(rule, &[(1, said), (1, Vec::new())]);
        Node::Rule(rule.0)
    }

    fn gold<'a>(&mut self, nodes: &mut Vec<Node>, rest: &mut &'a str, inner: &'a str) {
        let (name, text) = inner.split_once(' ').unwrap_or((inner, ""));
        let Some(entity) = Entity::from_name(name) else {
            self.problems.push(format!("unknown entity: {name}"));
            *rest = text;
            return;
        };
        *rest = text;
        nodes.push(Node::Open(entity));
        nodes.append(&mut self.sequence(rest));
        nodes.push(Node::Close);
        *rest = rest.get(1..).unwrap_or_default();
    }

    fn slot(&mut self, slot: &str) -> Node {
        if slot == "about" {
            return Node::About;
        }
        if let Some(value) = slot.strip_prefix('$').and_then(Value::from_name) {
            return Node::Value(value);
        }
        let (name, article) = slot.strip_prefix("a ").map_or((slot, false), |name| (name, true));
        if let Some(rule) = self.rules.get(name).filter(|_| !article) {
            return Node::Rule(rule.0);
        }
        let (base, form) = name.rsplit_once('.').unwrap_or((name, ""));
        let node = self.lists.get(base).and_then(|(list, kind)| {
            let form = if article { "a" } else { form };
            let form = kind.forms().iter().position(|known| *known == form)?;
            Some(Node::Word { list: *list, form: form as u8 })
        });
        node.unwrap_or_else(|| {
            self.problems.push(format!("unknown slot: {{{slot}}}"));
            self.grammar.add_text(slot)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn embedded_files_are_understood() {
        let (_, problems) = compile(&FILES);
        assert!(problems.is_empty(), "{problems:#?}");
    }

    #[test]
    fn mistakes_are_told() {
        let (_, problems) = compile(&["@a\n{nothing} <BOGUS x>\nx) y\n%odd b\nc"]);
        assert_eq!(problems.len(), 5, "{problems:?}");
    }
}
