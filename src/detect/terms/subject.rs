//! Whom a term is about: a person, an animal or a machine, or nobody at all.

use super::things;
use crate::detect::Passage;
use crate::dictionary::kind;
use crate::lexer::Hit;
use crate::wordlist::{AnyOf, WordList, is_any};

/// Public talk is no message.
const PUBLIC_LENGTH: u32 = 600;
/// In a passage of this many bytes or more, what no person near by has is talk about the matter.
const LONG: u32 = 1200;
/// Words before and after a term in which its person stands, in the same sentence.
const BEFORE: usize = 6;
const AFTER: usize = 3;
const PRONOUNS: WordList = WordList::new(&[
    "i", "me", "my", "he", "him", "she", "her", "his", "your", "jag", "mig", "min", "mitt", "mina", "han", "hon",
    "hans", "hennes",
]);
/// People, by what they are to somebody.
const KIN: WordList = WordList::new(&[
    "mom",
    "mum",
    "dad",
    "mother",
    "father",
    "husband",
    "wife",
    "son",
    "daughter",
    "brother",
    "sister",
    "patient",
    "grandma",
    "grandpa",
    "aunt",
    "uncle",
    "mamma",
    "pappa",
    "mormor",
    "morfar",
    "farmor",
    "farfar",
    "dotter",
    "dottern",
    "sonen",
    "bror",
    "syster",
    "fru",
    "sambo",
    "barnet",
    "patienten",
]);
/// Of these, the nearest.
const NEAREST: WordList = WordList::new(&[
    "mom", "mum", "dad", "mother", "father", "husband", "wife", "son", "daughter", "brother", "sister",
]);
/// After "i", these speak of others.
const OPINIONS: WordList = WordList::new(&[
    "think",
    "thought",
    "believe",
    "know",
    "knew",
    "mean",
    "guess",
    "said",
    "say",
    "told",
    "tell",
    "hope",
    "wonder",
    "ask",
    "asked",
    "understand",
    "suppose",
    "agree",
    "appreciate",
    "recognise",
    "recognize",
    "heard",
    "mention",
    "mentioned",
    "chair",
    "refer",
    "congratulate",
]);

/// Animals. Each is a line of a dictionary in `dictionaries/ordinary` too, as are the next ones, so the token pass finds it.
const ANIMALS: WordList = WordList::new(&[
    "dog",
    "dogs",
    "puppy",
    "puppies",
    "cat",
    "cats",
    "kitten",
    "kittens",
    "horse",
    "horses",
    "pony",
    "rabbit",
    "hamster",
    "ferret",
    "goat",
    "goats",
    "cow",
    "cows",
    "cattle",
    "sheep",
    "labrador",
    "retriever",
    "poodle",
    "terrier",
    "beagle",
    "hunden",
    "katten",
    "hästen",
    "valpen",
    "kaninen",
    "marsvinet",
    "hund",
    "katt",
    "häst",
    "valp",
    "kattunge",
    "kattungen",
    "ponny",
    "ponnyn",
    "kanin",
    "hamstern",
    "tik",
    "tiken",
    "undulaten",
    "taxen",
    "pudeln",
    "schäfern",
    "stoet",
    "valacken",
    "hingsten",
    "fölet",
    "djuret",
    "hundarna",
    "katterna",
    "hästarna",
    "fåren",
    "fåret",
    "korna",
    "kalvarna",
    "grisarna",
    "hönsen",
    "hönorna",
    "fåglarna",
    "fågeln",
    "geten",
    "getterna",
    "lammen",
    "pigs",
    "birds",
]);
/// Machines, plants, and those who treat animals: what has no name of its own.
const NAMELESS: WordList = WordList::new(&[
    "vet",
    "vets",
    "veterinary",
    "veterinarian",
    "kennel",
    "engine",
    "printer",
    "furnace",
    "boiler",
    "tractor",
    "mower",
    "houseplant",
    "motorn",
    "skrivaren",
    "veterinären",
]);
/// Of these, those who treat animals, in a word that means something else as well.
const VETS: [&str; 5] = ["vet", "vets", "veterinary", "veterinarian", "veterinären"];
/// Behind these, Swedish has the animal beside what somebody does: "jag ramlade när jag gick ut med hunden". "Röda hund" is an
/// illness.
const BESIDE: WordList =
    WordList::new(&["röda", "med", "av", "från", "mot", "på", "till", "efter", "över", "för", "om", "åt"]);
/// Where the whole passage is about an animal.
const CLINICS: [&str; 29] = [
    "vet",
    "vets",
    "veterinary",
    "veterinarian",
    "kennel",
    "farrier",
    "animal hospital",
    "pet hospital",
    "animal clinic",
    "pet clinic",
    "vet clinic",
    "veterinary clinic",
    "veterinary hospital",
    "veterinären",
    "veterinärens",
    "distriktsveterinären",
    "djursjukhuset",
    "djursjukhus",
    "djurkliniken",
    "djurklinik",
    "djurakuten",
    "smådjurskliniken",
    "hovslagaren",
    "husse",
    "husses",
    "husse till",
    "matte till",
    "hans matte",
    "hennes matte",
];
/// What only adverts, robocalls and hold messages say. Each is a line of `dictionaries/ordinary/en_financial.tsv` too.
const CANNED: [&str; 38] = [
    "act now",
    "as low as",
    "ask about our",
    "ask us about",
    "brought to you by",
    "call now to",
    "call today to",
    "continue to hold",
    "extended warranty",
    "final courtesy call",
    "for a limited time",
    "free consultation",
    "free estimate",
    "free quote",
    "limited time offer",
    "lower your bills",
    "lower your interest rate",
    "lower your interest rates",
    "money back guarantee",
    "new patients welcome",
    "no obligation",
    "now accepting new patients",
    "now offering",
    "official sponsor of",
    "operators are standing by",
    "promo code",
    "remove you from our list",
    "special offer",
    "stay on the line",
    "thank you for holding",
    "to be removed from",
    "to opt out",
    "you have been selected",
    "use code",
    "use promo code",
    "use the code",
    "you qualify for a",
    "your call is important",
];
/// What is said in parliaments, councils, on earnings calls and the like: of these, two in a long passage make it public talk,
/// in which a term is somebody's only if the speaker says so. Each is a line of `dictionaries/ordinary/en_medical.tsv` too.
const PUBLIC: [&str; 79] = [
    "our pipeline",
    "market share",
    "peak sales",
    "double digit",
    "single digit",
    "top line",
    "thank you operator",
    "sales growth",
    "new indication",
    "new indications",
    "patient population",
    "market penetration",
    "members opposite",
    "the opposition",
    "cabinet minister",
    "the amendment",
    "evidence session",
    "written evidence",
    "oral evidence",
    "mr chair",
    "madam chair",
    "mr speaker",
    "madam speaker",
    "thank you chair",
    "this committee",
    "the committee",
    "committee members",
    "members of the committee",
    "hon members",
    "honourable members",
    "the hon member",
    "the honourable member",
    "the member opposite",
    "the minister",
    "the prime minister",
    "the government",
    "welsh government",
    "federal government",
    "local authorities",
    "local authority",
    "health board",
    "health boards",
    "my constituency",
    "my constituents",
    "my riding",
    "house of commons",
    "the legislation",
    "this bill",
    "the motion",
    "terms of reference",
    "the inquiry",
    "order please",
    "good morning everyone",
    "ladies and gentlemen",
    "conference call",
    "earnings call",
    "prepared remarks",
    "next question",
    "your line is open",
    "the line of",
    "question and answer session",
    "our shareholders",
    "our investors",
    "first quarter",
    "second quarter",
    "third quarter",
    "fourth quarter",
    "this quarter",
    "last quarter",
    "fiscal year",
    "full year",
    "year on year",
    "year over year",
    "basis points",
    "net sales",
    "operating margin",
    "gross margin",
    "organic growth",
    "free cash flow",
];
/// So many of them.
const PUBLIC_FROM: usize = 2;
/// Words before a term in which "I have" or "she has" stands.
const TOLD: usize = 4;
/// Words around them that they take with them.
const CANNED_REACH: u32 = 60;
/// Words between a creature and the term that is still its.
const REACH: u32 = 14;
const REACH_BACK: u32 = 5;
/// What an own illness is said with, after "i".
const OWN: WordList = WordList::new(&[
    "have", "had", "ve", "m", "am", "was", "got", "feel", "need", "take", "still", "also", "really", "just", "har",
    "hade", "är", "fick", "får", "känner", "mår", "tar", "också",
]);

/// Whether `word` is an animal, which may have a name: "our dog Rex". Swedish "dog" is what people did.
pub(in crate::detect) fn is_animal(passage: &Passage<'_>, word: &[u8]) -> bool {
    is_any(word, &ANIMALS) && !(passage.swedish && Passage::is(word, "dog"))
}

/// What a passage says of the subjects of its terms.
pub(super) struct Subjects<'p, 'a> {
    passage: &'p Passage<'a>,
    long: bool,
    clinic: bool,
    /// Whether it is talk of a parliament or of a company's results.
    public: bool,
    /// The creature named last, as a word.
    creature: Option<u32>,
    /// The first words of the phrases that are nobody's own.
    canned: Vec<u32>,
}

impl<'p, 'a> Subjects<'p, 'a> {
    pub(super) fn new(passage: &'p Passage<'a>) -> Self {
        let long = passage.segment.span.len() >= LONG;
        let mut subjects = Self { passage, long, clinic: false, public: false, creature: None, canned: Vec::new() };
        let mut public = 0;
        for hit in passage.hits_of(kind::ORDINARY) {
            if hit.words > 1 && subjects.is_canned(hit) {
                subjects.canned.push(hit.word);
            }
            public += usize::from(hit.words > 1 && subjects.is_of(hit, &PUBLIC));
            subjects.clinic |= !long && subjects.is_clinic(hit);
        }
        subjects.public = public >= PUBLIC_FROM && passage.segment.span.len() >= PUBLIC_LENGTH;
        subjects
    }

    /// Whether the term is nobody's in public talk: the speaker says of nobody that they have it. "I" have no `service`: the
    /// speaker may run one.
    pub(super) fn is_public(&self, hit: &Hit, service: bool) -> bool {
        self.public && !self.is_told_of_somebody(hit, service)
    }

    /// Whether "I have", "she has got" or "my daughter" stands shortly before the term, in its sentence.
    fn is_told_of_somebody(&self, hit: &Hit, service: bool) -> bool {
        let first = hit.word as usize;
        let start =
            (first.saturating_sub(BEFORE)..first).rev().take_while(|&index| self.passage.goes_on(index + 1)).last();
        (start.unwrap_or(first)..first).any(|index| {
            let Some(word) = self.word(index) else { return false };
            let own = || self.word(index + 1).is_some_and(|next| is_any(next, &OWN) || is_any(next, &["s", "has"]));
            let told = || is_any(word, &["he", "she"]) || !service && Passage::is(word, "i");
            first - index <= TOLD && told() && own() || is_any(word, &NEAREST)
        })
    }

    /// Takes note of an ordinary word.
    pub(super) fn pass(&mut self, hit: &Hit) {
        if self.is_creature(hit) {
            self.creature = Some(hit.word);
        }
    }

    /// Whether the term that `hit` is, at `index` of the hits, is an animal's or a machine's.
    pub(super) fn is_creatures(&self, hit: &Hit, index: usize) -> bool {
        let behind = self.creature.filter(|&word| word < hit.word && hit.word - word <= REACH);
        let ahead = || {
            let near = self.passage.hits[index..].iter().take_while(|next| next.word <= hit.end() + REACH_BACK);
            let mut outside = near.filter(|next| next.word >= hit.end() && next.kinds & kind::ORDINARY != 0);
            outside.any(|next| self.is_creature(next))
        };
        let any = self.clinic || self.passage.kinds & kind::ORDINARY != 0 && (behind.is_some() || ahead());
        any && !self.is_own(hit, behind)
    }

    /// Whether the term is said of a thing: "the market is depressed".
    pub(super) fn is_things(&self, hit: &Hit) -> bool {
        things::have(self.passage, hit)
    }

    /// Whether the service that `hit` is is where somebody works, or what as.
    pub(super) fn is_a_job(&self, hit: &Hit) -> bool {
        things::are_a_job(self.passage, hit)
    }

    /// Whether the term stands in an advert or a recorded message.
    pub(super) fn is_recorded(&self, hit: &Hit) -> bool {
        if things::are_on_a_menu(self.passage, hit) {
            return true;
        }
        let from = self.canned.partition_point(|word| word + CANNED_REACH < hit.word);
        self.canned.get(from).is_some_and(|word| word.abs_diff(hit.word) <= CANNED_REACH)
    }

    fn is_canned(&self, hit: &Hit) -> bool {
        self.is_of(hit, &CANNED)
    }

    fn is_of(&self, hit: &Hit, phrases: &[&str]) -> bool {
        is_any(self.passage.tokens.span(hit).of(self.passage.text), phrases)
    }

    /// Whether a person stands near the term, or the passage is too short to be about anything else. Where `named`, a name
    /// before it is a person; hospitals have names as well.
    pub(super) fn is_personal(&self, hit: &Hit, named: bool) -> bool {
        if !self.long {
            return true;
        }
        let (first, end) = (hit.word as usize, hit.end() as usize);
        let start =
            (first.saturating_sub(BEFORE)..first).rev().take_while(|&index| self.passage.goes_on(index + 1)).last();
        let end =
            (end..end + AFTER).take_while(|&index| self.passage.goes_on(index)).last().map_or(end, |last| last + 1);
        let start = start.unwrap_or(first);
        (start..end).any(|index| self.is_person(index)) || named && self.is_named(start, first)
    }

    /// Whether a listed name stands in the words `first..end`.
    fn is_named(&self, first: usize, end: usize) -> bool {
        let hits = &self.passage.hits[self.passage.hits.partition_point(|hit| (hit.word as usize) < first)..];
        hits.iter().take_while(|hit| (hit.word as usize) < end).any(|hit| hit.kinds & kind::NAME != 0)
    }

    fn is_person(&self, index: usize) -> bool {
        let Some(word) = self.word(index) else { return false };
        let opinion = || self.word(index + 1).is_some_and(|next| is_any(next, &OPINIONS));
        // "In-patient care" is nobody's.
        let compound = || {
            self.passage
                .word(index)
                .is_some_and(|(span, _)| span.start > 0 && self.passage.text[span.start as usize - 1] == b'-')
        };
        let somebody = is_any(word, &PRONOUNS) || is_any(word, &KIN);
        somebody && !(Passage::is(word, "i") && opinion()) && !compound()
    }

    /// Whether the caller speaks of the own body, or of kin, between the creature and the term.
    fn is_own(&self, hit: &Hit, creature: Option<u32>) -> bool {
        let first = hit.word as usize;
        let from = creature.map_or(first.saturating_sub(6), |word| word as usize + 1).max(first.saturating_sub(6));
        (from..first).any(|index| {
            let Some(word) = self.word(index) else { return false };
            let own = is_any(word, &["i", "jag"]) && self.word(index + 1).is_some_and(|next| is_any(next, &OWN));
            own || is_any(word, &["me", "myself", "mig", "mej"]) || word.len() > 2 && is_any(word, &KIN)
        })
    }

    fn is_clinic(&self, hit: &Hit) -> bool {
        let sure = || self.passage.tokens.span(hit).len() > 4 || self.is_the(hit);
        hit.kinds & kind::ORDINARY != 0 && self.is_of(hit, &CLINICS) && sure()
    }

    /// "The vet": not "I'm a vet", who has been a soldier, and not Swedish "jag vet".
    fn is_the(&self, hit: &Hit) -> bool {
        let before = (hit.word as usize).checked_sub(1).and_then(|index| self.word(index));
        before.is_some_and(|word| {
            is_any(word, &["the", "our", "my", "your", "emergency", "local", "another", "his", "her"])
        })
    }

    fn is_creature(&self, hit: &Hit) -> bool {
        let at = hit.word as usize;
        // Swedish "vet" is what people do.
        let nameless = |word| is_any(word, &NAMELESS) && (!is_any(word, &VETS) || self.is_clinic(hit));
        let is_one = |word| is_animal(self.passage, word) || nameless(word);
        hit.words == 1 && self.word(at).is_some_and(is_one) && !self.is_before(at, 1, &BESIDE) && !self.is_likeness(at)
    }

    /// "Sick as a dog", "trött som en gammal hund".
    fn is_likeness(&self, at: usize) -> bool {
        (1..=2).any(|article| {
            self.is_before(at, article, &["a", "an", "en", "ett"])
                && self.is_before(at, article + 1, &["as", "like", "som"])
        })
    }

    /// Whether the word `back` words before `at` is one of `list`.
    fn is_before(&self, at: usize, back: usize, list: &impl AnyOf) -> bool {
        at.checked_sub(back).and_then(|index| self.word(index)).is_some_and(|word| is_any(word, list))
    }

    fn word(&self, index: usize) -> Option<&'a [u8]> {
        self.passage.word(index).map(|(_, word)| word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_creature_is_an_ordinary_word() {
        let file = concat!(
            include_str!("../../../dictionaries/ordinary/en_medical.tsv"),
            include_str!("../../../dictionaries/ordinary/sv_medical.tsv")
        );
        for word in ANIMALS.words().iter().chain(NAMELESS.words()).chain(&CLINICS) {
            assert!(file.lines().any(|line| line.split('\t').next() == Some(word)), "{word}");
        }
    }

    #[test]
    fn every_public_phrase_is_an_ordinary_one() {
        let file = include_str!("../../../dictionaries/ordinary/en_medical.tsv");
        for phrase in PUBLIC {
            assert!(file.lines().any(|line| line.split('\t').next() == Some(phrase)), "{phrase}");
        }
    }

    #[test]
    fn every_canned_phrase_is_an_ordinary_one() {
        let file = include_str!("../../../dictionaries/ordinary/en_financial.tsv");
        for phrase in CANNED {
            assert!(file.lines().any(|line| line.split('\t').next() == Some(phrase)), "{phrase}");
        }
    }
}
