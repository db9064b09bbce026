//! Composes whole messages: who opens how, what the story is, how long it goes on, what is sensitive in it.

use super::compile;
use super::grammar::{Grammar, Node, Rule};
use super::json::Escapes;
use super::people::{Person, World};
use super::rng::Rng;
use super::speech::{Speech, Talker};

/// Of a thousand transcripts, how many hold something sensitive.
const SENSITIVE: u32 = 205;
/// Of a thousand lines, how many are given something that JSON must escape.
const ESCAPED: u32 = 141;

/// A subject somebody can call about.
#[derive(Clone, Copy, Debug)]
struct Topic {
    about: Rule,
    say: Rule,
    mailbox: Rule,
}

/// What makes a message sensitive, if anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Matter {
    Ordinary,
    Contact,
    Identity,
    Financial,
    Medical,
}

/// What in a message JSON must escape, if anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flavour {
    Plain,
    Quote,
    Lines,
    Accents,
    Slashes,
    Emoji,
}

/// What a record around a transcript needs to know of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Composed {
    /// The rule that names the mailbox.
    pub mailbox: Rule,
    pub escapes: Escapes,
}

/// The rules that messages are composed of.
#[derive(Debug)]
struct Rules {
    topics: Vec<Topic>,
    medical: Topic,
    financial: Topic,
    identity: Topic,
    /// How messages of each [`Matter`] begin.
    openings: [Rule; 5],
    contact: Rule,
    tiny: Rule,
    aside: Rule,
    negative: Rule,
    close: Rule,
    sensitive_close: Rule,
    quote: Rule,
    accented: Rule,
    emoji: Rule,
    /// What is said between sentences, and between words.
    fillers: [Rule; 2],
}

impl Rules {
    fn of(grammar: &Grammar) -> Self {
        let rule = |name| grammar.rule(name);
        let topic = |name: &str| Topic {
            about: grammar.rule(&format!("{name}.about")),
            say: grammar.rule(&format!("{name}.say")),
            mailbox: grammar.rule(&format!("{name}.box")),
        };
        let all = grammar.names_with(".say").into_iter();
        let ordinary = all.filter(|name| !["med", "fin", "id", "contact"].contains(name));
        Self {
            topics: ordinary.map(topic).collect(),
            medical: topic("med"),
            financial: topic("fin"),
            identity: topic("id"),
            openings: ["open", "contact.open", "id.open", "fin.open", "med.open"].map(rule),
            contact: rule("contact.say"),
            tiny: rule("tiny"),
            aside: rule("aside"),
            negative: rule("negative"),
            close: rule("close"),
            sensitive_close: rule("sens.close"),
            quote: rule("quote"),
            accented: rule("accented"),
            emoji: rule("emoji"),
            fillers: ["filler", "midfiller"].map(rule),
        }
    }

    /// What a message of this matter is about, when its ordinary part is about `topic`.
    const fn story(&self, matter: Matter, topic: Topic) -> Topic {
        match matter {
            Matter::Medical => self.medical,
            Matter::Financial => self.financial,
            Matter::Identity => self.identity,
            Matter::Contact => Topic { say: self.contact, ..topic },
            Matter::Ordinary => topic,
        }
    }
}

/// Composes messages, one after another, into [`Composer::speech`].
#[derive(Debug)]
pub(super) struct Composer {
    pub grammar: Grammar,
    pub speech: Speech,
    rules: Rules,
}

impl Composer {
    pub(super) fn new() -> Self {
        let grammar = compile::grammar();
        Self { rules: Rules::of(&grammar), speech: Speech::default(), grammar }
    }

    /// A fixed text of a rule whose alternatives are nothing else.
    pub(super) fn one_of(&self, rule: Rule, rng: &mut Rng) -> &str {
        let index = rng.below(self.grammar.size(rule));
        match self.grammar.nodes(rule, index) {
            [Node::Piece(piece)] => self.grammar.piece(*piece, false),
            _ => "",
        }
    }

    /// Composes a voicemail into `self.speech`.
    pub(super) fn voicemail(&mut self, world: &World, rng: &mut Rng, caller: Person) -> Composed {
        let flavour = Flavour::draw(rng);
        let matter = Matter::draw(rng);
        let formatted_only = matches!(flavour, Flavour::Quote | Flavour::Emoji);
        let raw = !formatted_only && rng.per_mille(520);
        let length = draw_length(rng);
        let mut message = self.message(world, rng, caller, matter, raw);
        if length < 150 && flavour == Flavour::Plain && matter == Matter::Ordinary {
            message.talker.sentence(message.rules.tiny);
        } else {
            message.whole(flavour, length);
        }
        Composed { mailbox: message.mailbox(), escapes: flavour.escapes() }
    }

    /// Composes a text message or a note of one to three sentences into `self.speech`.
    pub(super) fn note(&mut self, world: &World, rng: &mut Rng, caller: Person) {
        let matter = Matter::draw(rng);
        let mut message = self.message(world, rng, caller, matter, false);
        if matter != Matter::Ordinary {
            message.open();
        }
        for _ in 0..message.talker.rng.range(1, 2) {
            message.story();
        }
    }

    /// Composes one turn of a conversation into `self.speech`.
    pub(super) fn turn(&mut self, world: &World, rng: &mut Rng, caller: Person, raw: bool) {
        let matter = if rng.per_mille(300) { Matter::Contact } else { Matter::Ordinary };
        self.message(world, rng, caller, matter, raw).story();
    }

    fn message<'a>(
        &'a mut self,
        world: &'a World,
        rng: &'a mut Rng,
        caller: Person,
        matter: Matter,
        raw: bool,
    ) -> Message<'a> {
        let Self { grammar, speech, rules } = self;
        speech.clear(raw);
        let topic = rules.topics[rng.below(rules.topics.len() as u32) as usize];
        let story = rules.story(matter, topic);
        let steps = Steps::new(rng, grammar.size(story.say));
        let ordinary_steps = Steps::new(rng, grammar.size(topic.say));
        let talker = Talker { grammar, world, rng, speech, caller, about: topic.about, filler: rules.fillers[1] };
        Message { talker, rules, topic, story, matter, steps, ordinary_steps }
    }
}

/// How long a message runs: a few are over in a breath, most take half a minute, some ramble.
const fn draw_length(rng: &mut Rng) -> u32 {
    match rng.below(100) {
        0..6 => 100,
        6..72 => rng.range(190, 470),
        _ => rng.range(410, 760),
    }
}

/// Goes through the alternatives of a rule in a scattered order without saying one twice.
#[derive(Clone, Copy)]
struct Steps {
    at: u32,
    step: u32,
    size: u32,
}

impl Steps {
    fn new(rng: &mut Rng, size: u32) -> Self {
        let primes = [7, 11, 13, 17, 19, 23, 29, 31];
        let first = rng.below(8) as usize;
        let step = (0..8).map(|i| primes[(first + i) % 8]).find(|prime| !size.is_multiple_of(*prime));
        Self { at: rng.below(size), step: step.unwrap_or(1), size }
    }

    const fn next(&mut self) -> u32 {
        self.at = (self.at + self.step) % self.size;
        self.at
    }
}

/// One message while it is composed.
struct Message<'a> {
    talker: Talker<'a>,
    rules: &'a Rules,
    /// What it would be about if nothing were sensitive.
    topic: Topic,
    /// What it is about.
    story: Topic,
    matter: Matter,
    steps: Steps,
    ordinary_steps: Steps,
}

impl Message<'_> {
    fn whole(&mut self, flavour: Flavour, length: u32) {
        self.open();
        match flavour {
            Flavour::Quote => self.talker.sentence(self.rules.quote),
            Flavour::Accents => self.talker.sentence(self.rules.accented),
            Flavour::Lines => self.talker.speech.separator = Some('\n'),
            _ => {}
        }
        self.story();
        while self.talker.speech.text.len() < length as usize {
            if flavour == Flavour::Lines && self.talker.rng.per_mille(250) {
                self.talker.speech.separator = Some('\n');
            }
            self.story();
        }
        self.say_goodbye();
        if flavour == Flavour::Emoji {
            self.talker.sentence(self.rules.emoji);
        }
    }

    fn open(&mut self) {
        self.talker.sentence(self.rules.openings[self.matter as usize]);
    }

    /// One more sentence of the story.
    fn story(&mut self) {
        self.hesitate();
        let (rules, ordinary) = (self.rules, self.matter == Matter::Ordinary);
        match self.talker.rng.below(100) {
            0..12 => self.talker.sentence(rules.aside),
            12..20 if ordinary => self.talker.sentence(rules.negative),
            12..16 => self.talker.sentence(rules.negative),
            16..24 if !ordinary && self.matter != Matter::Contact => self.talker.sentence(rules.identity.say),
            24..52 if !ordinary => self.talker.sentence_at(self.topic.say, self.ordinary_steps.next()),
            _ => self.talker.sentence_at(self.story.say, self.steps.next()),
        }
    }

    fn say_goodbye(&mut self) {
        let close = match self.matter {
            Matter::Ordinary => self.rules.close,
            _ if self.talker.rng.per_mille(500) => self.rules.sensitive_close,
            _ => self.rules.close,
        };
        if self.talker.rng.per_mille(600) {
            self.hesitate();
            self.talker.sentence(close);
        }
    }

    /// Raw recognisers print what people say between sentences.
    fn hesitate(&mut self) {
        if self.talker.speech.raw && self.talker.rng.per_mille(300) && !self.talker.speech.text.is_empty() {
            self.talker.speech.text.push(' ');
            self.talker.say(self.rules.fillers[0]);
        }
    }

    fn mailbox(&mut self) -> Rule {
        let personal = self.talker.rng.per_mille(120);
        if personal || self.matter == Matter::Contact { self.topic.mailbox } else { self.story.mailbox }
    }
}

impl Matter {
    const fn draw(rng: &mut Rng) -> Self {
        if !rng.per_mille(SENSITIVE) {
            return Self::Ordinary;
        }
        match rng.below(100) {
            0..36 => Self::Medical,
            36..64 => Self::Financial,
            64..80 => Self::Identity,
            _ => Self::Contact,
        }
    }
}

impl Flavour {
    const fn draw(rng: &mut Rng) -> Self {
        if !rng.per_mille(ESCAPED) {
            return Self::Plain;
        }
        match rng.below(100) {
            0..48 => Self::Quote,
            48..74 => Self::Lines,
            74..89 => Self::Accents,
            89..96 => Self::Slashes,
            _ => Self::Emoji,
        }
    }

    fn escapes(self) -> Escapes {
        Escapes { ascii: matches!(self, Self::Accents | Self::Emoji), slash: self == Self::Slashes }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_do_not_repeat() {
        let mut rng = Rng::new(1);
        for size in 1..80 {
            let mut steps = Steps::new(&mut rng, size);
            let mut seen: Vec<u32> = (0..size).map(|_| steps.next()).collect();
            seen.sort_unstable();
            seen.dedup();
            assert_eq!(seen.len(), size as usize);
        }
    }

    #[test]
    fn every_rule_used_is_known() {
        let rules = Composer::new().rules;
        for topic in rules.topics.iter().chain([&rules.medical, &rules.financial, &rules.identity]) {
            assert!([topic.about, topic.say, topic.mailbox].iter().all(|rule| *rule != Rule(0)), "{topic:?}");
        }
        let all = [rules.contact, rules.tiny, rules.aside, rules.negative, rules.close, rules.sensitive_close];
        let more = [rules.quote, rules.accented, rules.emoji, rules.fillers[0], rules.fillers[1]];
        assert!(all.iter().chain(&more).chain(&rules.openings).all(|rule| *rule != Rule(0)));
        assert!(rules.topics.len() > 20);
    }
}
