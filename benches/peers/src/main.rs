//! dd-sensitive-data-scanner over the records of a dump, on one thread: `earmark-peers RULES DUMP`.
//!
//! Prints one line of tab-separated values: bytes, records, matches, seconds. What is timed is parsing each line as JSON
//! and scanning it; reading the file and compiling the rules are not.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

use dd_sds::{RegexRuleConfig, RootRuleConfig, RuleConfig, Scanner, SecondaryValidator};

type Rule = RootRuleConfig<Arc<dyn RuleConfig>>;

fn main() {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let [rules, dump] = arguments.as_slice() else { panic!("earmark-peers RULES DUMP") };
    let rules = std::fs::read_to_string(rules).expect("the rules");
    let dump = std::fs::read_to_string(dump).expect("the dump");
    let rows: Vec<_> = rules.lines().filter(|line| !line.starts_with('#')).map(parse).collect();
    let (names, rules): (Vec<&str>, Vec<Rule>) = rows.into_iter().unzip();
    let scanner = Scanner::builder(&rules).build().expect("rules that compile");

    check(&scanner, &names);
    let (records, matches, seconds) = run(&scanner, &dump);
    println!("{}\t{records}\t{}\t{seconds:.3}", dump.len(), matches.values().sum::<u64>());
    let by_rule: Vec<_> = matches.iter().map(|(rule, count)| format!("{} {count}", names[*rule])).collect();
    eprintln!("{} rules; matches: {}", names.len(), by_rule.join(", "));
}

/// A line of rules.tsv.
fn parse(line: &str) -> (&str, Rule) {
    let mut columns = line.split('\t');
    let mut next = || columns.next().unwrap_or_default();
    let (name, pattern, keywords, validator) = (next(), next(), next(), next());
    let mut rule = RegexRuleConfig::new(pattern).with_validator(match validator {
        "luhn" => Some(SecondaryValidator::LuhnChecksum),
        "aba" => Some(SecondaryValidator::AbaRtnChecksum),
        "iban" => Some(SecondaryValidator::IbanChecker),
        "" => None,
        other => panic!("no validator {other}"),
    });
    if !keywords.is_empty() {
        rule = rule.with_included_keywords(keywords.split(','));
    }
    (name, RootRuleConfig::new_dyn(rule))
}

/// A scanner that finds nothing is fast.
fn check(scanner: &Scanner, names: &[&str]) {
    let mut record = serde_json::json!({
        "transcript": "My social is 536-90-4399, card 4111 1111 1111 1111, not 4111 1111 1111 1112.",
        "caller": { "phone": "+12125550142", "email": "anna@example.org" },
    });
    let found = scanner.scan(&mut record).expect("a scan");
    let mut found: Vec<_> = found.iter().map(|found| names[found.rule_index]).collect();
    found.sort_unstable();
    assert_eq!(found, ["card", "email", "phone", "ssn"], "the rules do not find what they are for");
}

/// Records, matches by rule, and how long it took.
fn run(scanner: &Scanner, dump: &str) -> (u64, BTreeMap<usize, u64>, f64) {
    let (mut records, mut matches) = (0, BTreeMap::new());
    let start = Instant::now();
    for line in dump.lines() {
        let mut record: serde_json::Value = serde_json::from_str(line).expect("a line of JSON");
        for found in scanner.scan(&mut record).expect("a scan") {
            *matches.entry(found.rule_index).or_default() += 1;
        }
        records += 1;
    }
    (records, matches, start.elapsed().as_secs_f64())
}
