//! How much is found of messages that were written before anybody saw what is: no change may find less, or alarm more.
//! `cargo nextest run --test unseen --no-capture` prints the figures.

use std::ops::Range;

use earmark::Scanner;

#[derive(serde::Deserialize)]
struct Messages {
    message: Vec<Message>,
}

#[derive(serde::Deserialize)]
struct Message {
    round: u8,
    language: String,
    text: String,
    /// Entity and value, in order of place.
    #[serde(default)]
    expected: Vec<(String, String)>,
    /// What may be found or not, in order of place.
    #[serde(default)]
    open: Vec<String>,
}

#[derive(serde::Deserialize)]
struct Lists {
    phrases: Vec<Phrases>,
}

#[derive(serde::Deserialize)]
struct Phrases {
    list: u8,
    language: String,
    before: String,
    behind: String,
    /// The entities that are right for each.
    expected: Vec<String>,
    said: Vec<String>,
}

impl Phrases {
    fn is_found(&self, scanner: &Scanner, said: &str) -> bool {
        let place = self.before.len()..self.before.len() + said.len();
        let scan = scanner.scan(&format!("{}{said}{}", self.before, self.behind));
        scan.findings().iter().any(|finding| {
            self.expected.iter().any(|entity| entity == scan.entity_name(finding))
                && overlap(&(finding.span.start as usize..finding.span.end as usize), &place)
        })
    }
}

/// Found, missed, false.
type Counts = [usize; 3];

/// Findings that are no personal data by themselves.
const OTHERS: [&str; 4] = ["ORGANIZATION", "DATE", "NUMBER_RUN", "EMPTY_MESSAGE"];

/// Where `values` stand in `text`, each behind the one before.
fn places<'v>(text: &str, values: impl Iterator<Item = &'v String>) -> Vec<Range<usize>> {
    let mut from = 0;
    let place = |value: &String| {
        let start = from + text[from..].find(value.as_str()).unwrap_or_else(|| panic!("{value:?} in {text:?}"));
        from = start + value.len();
        start..from
    };
    values.map(place).collect()
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

fn count(scanner: &Scanner, message: &Message) -> Counts {
    let scan = scanner.scan(&message.text);
    let expected = places(&message.text, message.expected.iter().map(|(_, value)| value));
    let open = places(&message.text, message.open.iter());
    let found = scan
        .findings()
        .iter()
        .map(|finding| (scan.entity_name(finding).to_owned(), finding.span.start as usize..finding.span.end as usize));
    let found: Vec<_> = found.filter(|(entity, _)| !OTHERS.contains(&entity.as_str())).collect();
    let is = |(entity, span): &(String, Range<usize>), index: usize| {
        *entity == message.expected[index].0 && overlap(span, &expected[index])
    };
    let hits = (0..expected.len()).filter(|&index| found.iter().any(|finding| is(finding, index))).count();
    let known = |finding: &(String, Range<usize>)| {
        (0..expected.len()).any(|index| is(finding, index)) || open.iter().any(|span| overlap(span, &finding.1))
    };
    [hits, expected.len() - hits, found.iter().filter(|finding| !known(finding)).count()]
}

#[test]
#[expect(clippy::print_stdout, reason = "the figures are for docs/ACCURACY.md")]
fn as_much_is_found_of_messages_nobody_tuned_on() {
    let file: Messages = toml::from_str(include_str!("data/unseen.toml")).unwrap();
    let scanner = Scanner::builder().build().unwrap();
    let mut all = [0; 3];
    for (round, language) in (1..=5).flat_map(|round| [(round, "en"), (round, "sv")]) {
        let of = file.message.iter().filter(|message| message.round == round && message.language == language);
        let counts = of.map(|message| count(&scanner, message)).fold([0; 3], add);
        println!("round {round}, {language}: {} found, {} missed, {} false", counts[0], counts[1], counts[2]);
        all = add(all, counts);
    }
    let [found, missed, alarms] = all;
    assert_eq!(found + missed, 1729);
    assert!(missed <= 124 && alarms <= 94, "{missed} missed, {alarms} false");
}

fn add(a: Counts, b: Counts) -> Counts {
    [a[0] + b[0], a[1] + b[1], a[2] + b[2]]
}

#[test]
#[expect(clippy::print_stdout, reason = "the figures are for docs/ACCURACY.md")]
fn as_many_everyday_phrases_are_found() {
    let lists: Lists = toml::from_str(include_str!("data/phrases.toml")).unwrap();
    let scanner = Scanner::builder().build().unwrap();
    for (list, language, most, floor) in
        [(1, "en", 450, 426), (1, "sv", 450, 440), (2, "en", 400, 384), (2, "sv", 400, 391)]
    {
        let of = || lists.phrases.iter().filter(|phrases| phrases.list == list && phrases.language == language);
        let found = |phrases: &Phrases| phrases.said.iter().filter(|said| phrases.is_found(&scanner, said)).count();
        let (found, all) = (of().map(found).sum::<usize>(), of().map(|phrases| phrases.said.len()).sum::<usize>());
        println!("phrases {list}, {language}: {found} of {all} found");
        assert_eq!(all, most);
        assert!(found >= floor, "{found} found");
    }
}
