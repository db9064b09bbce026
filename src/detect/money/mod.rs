//! Amounts of money that somebody owes, pays, earns or holds.
//!
//! | shape | example | what it needs |
//! | --- | --- | --- |
//! | with a currency | `$1,234.56`, `37 500 kr`, `fifty bucks`, `tre tusenlappar` | any cue for money, or a financial term |
//! | round, or in groups | `twelve thousand`, `4 350 000`, `femhundraåttio` | a strong cue, or a strong term |
//! | a pair | `two eleven`, `nine sixty eight` | a strong cue near it |
//! | any other number | `480`, `thirty five` | a strong cue right before it |
//!
//! Prices of things, business talk and public money are none: what tells them is in [`words`].

mod amount;
mod cardinal;
mod words;

use super::{Candidate, Passage, Reason, Values};
use crate::dictionary::{Cue, Meaning, Numeral, Weight, kind};
use crate::digits::Form;
use crate::entity::id;
use crate::lexer::Hit;
use amount::{Amount, Shape, Words};

/// With a currency: a weak cue suffices, and a price needs a strong one.
const NAMED: i16 = 32;
const PRICE: i16 = 12;
/// Without one only a strong cue suffices.
const BARE: i16 = 14;
/// What a financial term beside it adds where no cue stands.
const TERM: i16 = 18;
const STRONG_TERM: i16 = 34;
/// What a weak term with ordinary meanings adds to a larger sum.
const HAZARD_TERM: i16 = 14;
const LARGER: u64 = 10_000;
/// An amount close behind one that is somebody's: "not fifty one hundred", "and another $300".
const NEXT: usize = 8;
/// Words between a financial term and its amount.
const TERM_BEFORE: usize = 14;
const TERM_AFTER: usize = 6;
/// Words between a cue and an amount that others may follow.
const CUE_REACH: usize = 8;
/// Words between a strong cue and a pair.
const PAIR_REACH: usize = 6;
/// Words looked around an amount at all; no cue or term has as many.
const WINDOW: usize = 24;
/// Words around an amount that tell business talk.
const AROUND: usize = 18;
/// Words before and behind an amount that tell a price.
const PRICE_BEFORE: usize = 5;
const PRICE_AFTER: usize = 3;
/// Words before an amount among which somebody who pays it stands.
const PAYER_BEFORE: usize = 8;
/// In hundredths: nobody's own money from here on; of kronor, and where no currency is said, ten times as much.
const TOO_MUCH: u64 = 2_000_000_000;
/// The same: sums that more often are public money.
const MUCH: u64 = 100_000_000;

/// Pushes the amounts of the passage.
pub(super) fn find(passage: &Passage<'_>, values: &mut Values, out: &mut Vec<Candidate>) {
    let words = Words(passage);
    let from = out.len();
    let marks = passage.marks();
    // Without a cue and without a financial term no amount is anybody's. A lone "tusen" is one, and no run.
    let cued = passage.said.contains(id::MONEY) || passage.asked.contains(id::MONEY);
    let mut own = out.iter().rev().take_while(|candidate| candidate.segment == passage.number);
    if !cued && !own.any(|candidate| candidate.entity == id::FINANCIAL_TERM) {
        return;
    }
    let mut said = passage.hits_of(kind::NUMBER).map(|hit| hit.word as usize).peekable();
    let mut written = passage.digits.iter().map(|&at| marks.word_at(at)).peekable();
    let mut floor = marks.word_at(passage.segment.span.start);
    let mut last = None;
    loop {
        let next = match (said.peek(), written.peek()) {
            (Some(&said_at), Some(&digit)) if digit < said_at => written.next(),
            (Some(_), _) => said.next(),
            (None, _) => written.next(),
        };
        let Some(trigger) = next else { break };
        if trigger < floor || is_long(passage, trigger) {
            continue;
        }
        let Some(amount) = first_words(words, trigger, floor)
            .find_map(|first| words.amount(first).filter(|amount| amount.end > trigger))
        else {
            continue;
        };
        floor = amount.end;
        let beside = last.is_some_and(|end| amount.first - end <= NEXT);
        let Some(candidate) = judge(words, &amount, beside, values) else { continue };
        if !candidate.needs_cue || has_cue(words, &amount) {
            last = Some(amount.end);
        }
        out.push(candidate);
    }
    debug_assert!(out[from..].is_sorted_by_key(|candidate| candidate.span.start));
}

/// Digits of no amount of anybody's.
const LONGEST: usize = 10;

/// Whether word `index` lies in a run that is longer than any amount: a telephone number, a card.
fn is_long(passage: &Passage<'_>, index: usize) -> bool {
    let start = passage.marks().word(index).start;
    passage.runs.at(start).is_some_and(|run| !run.counted && passage.runs.reading(run).digits.len() >= LONGEST)
}

/// The words that the number of word `trigger` may begin with, the farthest first: "en komma sju", "a hundred".
fn first_words(words: Words<'_, '_>, trigger: usize, floor: usize) -> impl Iterator<Item = usize> {
    let mut first = trigger;
    while first > floor && trigger - first < 3 && words.follows(first) {
        let before = first - 1;
        let opens = words.numeral(before).is_some_and(|n| n.is_number() || n == Numeral::Article)
            || words.is(before, &["komma"]) && before > floor && words.is_number(before - 1);
        if !opens {
            break;
        }
        first = before;
    }
    first..=trigger
}

/// The candidate that an amount is; `None` where it is no money. `beside`: another one that is somebody's stands before it.
fn judge(words: Words<'_, '_>, amount: &Amount, beside: bool, values: &mut Values) -> Option<Candidate> {
    let value = amount.value / if matches!(amount.currency, Some("SEK") | None) { 10 } else { 1 };
    if amount.value == 0 || value >= TOO_MUCH {
        return None;
    }
    let named = amount.shape == Shape::Currency;
    let paid = is_paid_by_time(words, amount);
    if !named && (!may_be_bare(words, amount, paid, beside) || is_priced(words, amount))
        || is_measured(words, amount)
        || is_business(words, amount)
        || is_offered(words, amount)
    {
        return None;
    }
    let (points, detector) = match amount.shape {
        Shape::Currency if value >= MUCH || is_price(words, amount) => (PRICE, "money/price"),
        Shape::Currency => (NAMED, "money/currency"),
        _ if paid => (NAMED, "money/period"),
        _ => (BARE, "money/bare"),
    };
    let mut candidate = Candidate::new(words.0.number, amount.span, id::MONEY, points, detector);
    candidate.needs_cue = true;
    candidate.form = if amount.spoken { Form::Spoken } else { Form::Written };
    candidate.evidence.push(Reason::SHAPE_MONEY);
    let company = if detector == "money/price" { 0 } else { company(words, amount, named || paid, beside) };
    if company > 0 {
        candidate.add(company, Reason::COMPANY);
        candidate.needs_cue = false;
    }
    candidate.value = values.keep(candidate.form, false, &written(amount));
    Some(candidate)
}

/// An amount as it would be written: `1234.56 USD`.
fn written(amount: &Amount) -> Vec<u8> {
    let mut value = Vec::with_capacity(24);
    write_value(amount.value, amount.currency, &mut value);
    value
}

/// Appends hundredths and a currency: `1234.56 USD`, `37500 SEK`, `480`.
fn write_value(hundredths: u64, currency: Option<&str>, out: &mut Vec<u8>) {
    out.extend_from_slice((hundredths / 100).to_string().as_bytes());
    let cents = (hundredths % 100) as u8;
    if cents > 0 {
        out.extend_from_slice(&[b'.', b'0' + cents / 10, b'0' + cents % 10]);
    }
    if let Some(currency) = currency {
        out.push(b' ');
        out.extend_from_slice(currency.as_bytes());
    }
}

/// Whether the talk around is of business or of public money.
fn is_business(words: Words<'_, '_>, amount: &Amount) -> bool {
    let around = amount.first.saturating_sub(AROUND)..amount.first;
    around.chain(amount.end..amount.end + AROUND).any(|index| words.is(index, words::BUSINESS))
}

/// Whether it is what a flat, a flight or a ride is offered for: "two bedrooms, the rent is …", and nobody pays it yet.
fn is_offered(words: Words<'_, '_>, amount: &Amount) -> bool {
    let mut around = amount.first.saturating_sub(AROUND)..amount.end + AROUND;
    let mut before = amount.first.saturating_sub(PAYER_BEFORE)..amount.first;
    around.any(|index| words.is(index, words::OFFERED)) && !before.any(|index| words.is(index, words::PAYERS))
}

/// Whether it is the price of a thing: "on sale for", "a five dollar part", "ten dollars each".
fn is_price(words: Words<'_, '_>, amount: &Amount) -> bool {
    let before = amount.first.saturating_sub(PRICE_BEFORE)..amount.first;
    // "it cost me".
    let somebodys = |index: usize| words.is(index + 1, &["me", "us", "mig", "oss"]);
    amount.of_a_thing
        || before.rev().any(|index| words.is(index, words::PRICES) && !somebodys(index))
        || is_priced(words, amount)
}

/// Whether what it buys so much of stands behind it: "forty dollars off", "four ninety nine for a gallon".
fn is_priced(words: Words<'_, '_>, amount: &Amount) -> bool {
    let after = amount.end..amount.end + PRICE_AFTER;
    after.take_while(|&index| !words.gap(index).contains(&b'.')).any(|index| words.is(index, words::PRICED))
}

/// "per share", "a gallon".
fn is_measured(words: Words<'_, '_>, amount: &Amount) -> bool {
    words.is(amount.end, words::EACH) && words.is(amount.end + 1, words::MEASURES)
}

/// "a month", "per år", "monthly".
fn is_paid_by_time(words: Words<'_, '_>, amount: &Amount) -> bool {
    words.is(amount.end, words::PERIODS) || words.is(amount.end, words::EACH) && words.is(amount.end + 1, words::TIMES)
}

/// "My credit score is six eighty".
fn is_score(words: Words<'_, '_>, amount: &Amount) -> bool {
    let linked = amount.first > 1 && words.is(amount.first - 1, &["is", "was", "of", "s"]);
    linked && words.is(amount.first - 2, &["score", "fico"])
}

/// Whether a number without a currency may be money where it stands: a cue near enough, and nothing that it counts.
fn may_be_bare(words: Words<'_, '_>, amount: &Amount, paid: bool, beside: bool) -> bool {
    let next = amount.end;
    let ordinal = matches!(words.numeral(next), Some(Numeral::Ordinal(_) | Numeral::Month(_)));
    let counts = !paid && (ordinal || !words.ends(next) && !cues(words, amount).any(|cue| cue.start == next));
    let is_year =
        matches!(amount.value / 100, 1900..=2099) && (amount.shape == Shape::Pair || amount.shape == Shape::Plain);
    let goes_on = words.is_number(next) && words.follows(next)
        || amount.first > 0 && words.is_number(amount.first - 1) && words.gap(amount.first).len() < 3;
    if counts
        || is_year
        || goes_on
        || is_score(words, amount)
        || amount.first > 0
            && words.is(amount.first - 1, words::NO_MONEY_BEFORE)
            && amount.shape != Shape::Round
            && !paid
    {
        return false;
    }
    match amount.shape {
        Shape::Pair => paid || beside || has_cue_before(words, amount, PAIR_REACH),
        Shape::Plain => (amount.value >= 2_000 || paid) && amount.value < 100_000_000 && leads_here(words, amount),
        _ => amount.value >= LARGER || leads_here(words, amount),
    }
}

/// The hits of `kinds` that stand near the amount. Hits come by first word.
fn near<'p>(words: Words<'p, 'p>, amount: &Amount, kinds: u8) -> impl Iterator<Item = &'p Hit> {
    let (hits, first, end) = (words.0.hits, amount.first, amount.end);
    let from = hits.partition_point(|hit| hit.word as usize + WINDOW < first);
    hits[from..]
        .iter()
        .take_while(move |hit| hit.word as usize <= end + WINDOW)
        .filter(move |hit| hit.kinds & kinds != 0)
}

/// Whether `hit` is a cue for money.
fn speaks_for_money(words: Words<'_, '_>, hit: &Hit, strong: bool) -> bool {
    let speaks = |cue: &Cue| cue.speaks_for.contains(id::MONEY) && !cue.negates && cue.strong >= strong;
    words.0.lexicon.cue(hit.entry).is_some_and(|cue| speaks(&cue))
}

/// The strong cues for money near the amount, as the words they cover.
fn cues<'p>(words: Words<'p, 'p>, amount: &Amount) -> impl Iterator<Item = std::ops::Range<usize>> {
    let hits = near(words, amount, kind::CUE).filter(move |hit| speaks_for_money(words, hit, true));
    hits.map(|hit| hit.word as usize..hit.end() as usize)
}

fn has_cue_before(words: Words<'_, '_>, amount: &Amount, reach: usize) -> bool {
    cues(words, amount).any(|cue| cue.end <= amount.first && amount.first - cue.end <= reach)
}

/// Whether only words that lead from one to the other stand between a strong cue and the amount.
fn leads_here(words: Words<'_, '_>, amount: &Amount) -> bool {
    cues(words, amount).any(|cue| {
        let between = cue.end..amount.first;
        // "fifty on cash app".
        let by = cue.start == amount.end + 1 && words.is(amount.end, words::BY_WAY_OF);
        by || cue.end <= amount.first
            && between.len() <= 4
            && between.clone().all(|index| words.is(index, words::BETWEEN) && !words.gap(index).contains(&b'.'))
    })
}

/// Whether any cue for money reaches the amount.
fn has_cue(words: Words<'_, '_>, amount: &Amount) -> bool {
    near(words, amount, kind::CUE).any(|hit| {
        let (first, end) = (hit.word as usize, hit.end() as usize);
        let close = end <= amount.first && amount.first - end <= CUE_REACH
            || first >= amount.end && first - amount.end <= PRICE_AFTER;
        close && speaks_for_money(words, hit, false)
    })
}

/// What the best financial term beside the amount is worth, or an amount before it.
fn company(words: Words<'_, '_>, amount: &Amount, named: bool, beside: bool) -> i16 {
    let beside_it = near(words, amount, kind::TERM).filter(|hit| {
        let (first, end) = (hit.word as usize, hit.end() as usize);
        end <= amount.first && amount.first - end <= TERM_BEFORE
            || first >= amount.end && first - amount.end <= TERM_AFTER
    });
    let terms = beside_it.flat_map(|hit| words.0.lexicon.meanings(hit.entry)).filter_map(|meaning| match meaning {
        Meaning::Term(term) if term.entity == id::FINANCIAL_TERM => {
            Some(if term.hazard { Weight::Weak } else { term.weight })
        }
        _ => None,
    });
    match terms.max() {
        Some(Weight::Medium | Weight::Strong) if named => TERM,
        Some(Weight::Weak) if named && amount.value >= LARGER => HAZARD_TERM,
        _ if named && beside => TERM,
        Some(Weight::Strong) if amount.shape == Shape::Round => STRONG_TERM,
        _ if beside && matches!(amount.shape, Shape::Round | Shape::Pair) => STRONG_TERM,
        _ => 0,
    }
}

/// Appends the canonical form of an amount in digits: `$1,234.56` gives `1234.56 USD`. Nothing where there is none.
pub(super) fn canonical(text: &[u8], out: &mut Vec<u8>) {
    let Some(first) = text.iter().position(u8::is_ascii_digit) else { return };
    let Some(last) = text.iter().rposition(u8::is_ascii_digit) else { return };
    let number = &text[first..=last];
    let tail = number.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let marked = number.len() > tail && matches!(number[number.len() - tail - 1], b'.' | b',');
    let decimals = if marked && tail < 3 { tail } else { 0 };
    let mut digits = number.iter().filter(|byte| byte.is_ascii_digit()).take(15);
    let all = digits.by_ref().fold(0_u64, |value, digit| value * 10 + u64::from(digit - b'0'));
    let hundredths = match decimals {
        2 => all,
        1 => all * 10,
        _ => all * 100,
    };
    write_value(hundredths, currency(text), out);
}

/// The currency that a written amount names.
fn currency(text: &[u8]) -> Option<&'static str> {
    let holds = |sign: &str| memchr::memmem::find(text, sign.as_bytes()).is_some();
    let sign = words::SIGNS.iter().find(|(sign, _)| holds(sign)).map(|&(_, currency)| currency);
    let named = || {
        crate::fold::words(text).find_map(|word| {
            let letters = text[word.clone()].iter().position(|byte| !byte.is_ascii_digit())?;
            words::CURRENCIES.find(&text[word.start + letters..word.end])
        })
    };
    sign.or_else(named).or_else(|| text.ends_with(b":-").then_some("SEK"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn form(text: &str) -> String {
        let mut out = Vec::new();
        canonical(text.as_bytes(), &mut out);
        String::from_utf8(out).unwrap()
    }

    proptest! {
        #[test]
        fn a_form_is_its_own_form(hundredths in 1_u64..10_000_000_000, currency in prop::option::of(prop::sample::select(vec!["USD", "GBP", "SEK", "EUR"]))) {
            let mut out = Vec::new();
            write_value(hundredths, currency, &mut out);
            let once = String::from_utf8(out).unwrap();
            prop_assert_eq!(form(&once), once);
        }

        #[test]
        fn all_groupings_of_a_sum_have_one_form(thousands in 1_u32..999, rest in 0_u32..999, cents in 1_u32..99) {
            let wanted = format!("{}.{cents:02} USD", 1_000 * thousands + rest);
            for text in [
                format!("${thousands},{rest:03}.{cents:02}"),
                format!("{thousands} {rest:03},{cents:02} dollars"),
                format!("{thousands}.{rest:03},{cents:02} USD"),
            ] {
                prop_assert_eq!(form(&text), wanted.clone(), "{}", text);
            }
        }
    }
}
