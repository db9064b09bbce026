//! Street addresses and the postal codes beside them, written and spoken.
//!
//! English has the house number first and a word for the street last ("906 Trumbull Ave", "forty two fifteen north Elm
//! street"), Swedish a street that ends in such a word and the number behind it ("Tallstigen 6", "kyrkbacken tre"). A word
//! that means other things too ("drive", "court", "way") needs capitals or a cue; a number with a name and no such word
//! needs a cue.

use super::{Candidate, Passage, Reason, Values};
use crate::dictionary::{Meaning, Numeral, kind};
use crate::digits::{Form, RunAt};
use crate::entity::id;
use crate::lexer::Hit;
use crate::span::Span;
use crate::wordlist::{WordList, is_any};

/// Words that only streets end in.
const STREETS: WordList = WordList::new(&[
    "street",
    "st",
    "avenue",
    "ave",
    "road",
    "rd",
    "boulevard",
    "blvd",
    "lane",
    "ln",
    "parkway",
    "pkwy",
    "highway",
    "hwy",
    "terrace",
    "crescent",
    "turnpike",
    "cul",
    "mews",
]);
/// Words that streets end in, and much else.
const AMBIGUOUS: WordList = WordList::new(&[
    "drive", "dr", "court", "ct", "circle", "cir", "place", "pl", "way", "trail", "square", "close", "row", "loop",
    "pike", "run", "route", "gardens", "grove", "hill", "park", "green", "walk", "quay",
]);
/// Words that no house number stands behind.
const ARTICLES: [&str; 7] = ["a", "an", "every", "each", "per", "these", "those"];
/// What many a street is called, without any other word.
const NAMES: WordList = WordList::new(&[
    "ash",
    "aspen",
    "birch",
    "broadway",
    "cedar",
    "cherry",
    "chestnut",
    "cypress",
    "elm",
    "hawthorne",
    "hickory",
    "jefferson",
    "laurel",
    "lincoln",
    "madison",
    "main",
    "maple",
    "mulberry",
    "oak",
    "peachtree",
    "pine",
    "poplar",
    "spruce",
    "sycamore",
    "walnut",
    "washington",
    "willow",
    "linden",
]);
/// Words that stand before the name: "88 rue Champlain".
const LEADING: [&str; 5] = ["rue", "avenue", "boulevard", "calle", "via"];
/// Endings of Swedish streets, in lower case.
const SWEDISH: [&str; 10] =
    ["gatan", "vägen", "gränd", "gränden", "stigen", "allén", "torget", "kajen", "esplanaden", "slingan"];
/// Endings that other words have too: "försäkringen", "tillgången".
const SWEDISH_AMBIGUOUS: [&str; 7] = ["backen", "ringen", "gången", "leden", "stranden", "svängen", "plan"];
/// Words that the names of Swedish streets begin with.
const SWEDISH_FIRST: WordList = WordList::new(&[
    "norra", "södra", "östra", "västra", "stora", "lilla", "gamla", "nya", "övre", "nedre", "inre", "yttre", "sankt",
    "sankta",
]);
const DIRECTIONS: WordList = WordList::new(&[
    "north",
    "south",
    "east",
    "west",
    "n",
    "s",
    "e",
    "w",
    "ne",
    "nw",
    "se",
    "sw",
    "northeast",
    "northwest",
    "southeast",
    "southwest",
]);
/// What is said of a part of a building.
const UNITS: WordList = WordList::new(&[
    "apt",
    "apartment",
    "unit",
    "suite",
    "ste",
    "flat",
    "lot",
    "room",
    "floor",
    "lgh",
    "lägenhet",
    "box",
    "route",
    "trailer",
    "uppgång",
]);
/// Words of a street's name.
const MOST_NAME_WORDS: usize = 3;
/// A house number has at most this many digits.
const LONGEST_NUMBER: usize = 6;
/// Words between an address and its postal code: city and state.
const BEFORE_CODE: usize = 6;

/// Pushes the addresses and postal codes of the passage.
pub(super) fn find(passage: &Passage<'_>, values: &mut Values, out: &mut Vec<Candidate>) {
    let mut claimed = 0;
    for run in passage.runs.iter().filter(|run| !run.counted) {
        let first = run.first_word as usize;
        let digits = passage.runs.reading(run).digits.len();
        if first < claimed {
            continue;
        }
        let code = swedish_code(passage, run);
        let end = code.map_or(run.end_word as usize, |code| passage.marks().word_at(code.start));
        // A town and its code behind them leave no doubt.
        let sure = |found| if code.is_some() { Found { points: 55, needs_cue: false, ..found } } else { found };
        let found = boxed(passage, first, end)
            .or_else(|| swedish(passage, first, end).map(sure))
            .or_else(|| english(passage, run).filter(|_| code.is_none()));
        match found {
            Some(found) => {
                claimed = push(passage, &found, values, out);
                out.extend(code.map(|code| postal(passage, run, code, 55)));
            }
            None => out.extend(postal_code(passage, run, digits, claimed)),
        }
    }
    small_numbers(passage, claimed, values, out);
}

/// An address in words, before anybody asks what stands around it.
struct Found {
    first: usize,
    end: usize,
    points: i16,
    needs_cue: bool,
}

fn push(passage: &Passage<'_>, found: &Found, values: &mut Values, out: &mut Vec<Candidate>) -> usize {
    let end = with_unit(passage, found.end);
    let marks = passage.marks();
    let span = Span::new(marks.word(found.first).start, marks.word(end - 1).end);
    let mut candidate = Candidate::new(passage.number, span, id::STREET_ADDRESS, found.points, "address/street");
    candidate.needs_cue = found.needs_cue;
    candidate.evidence.push(Reason::SHAPE_ADDRESS);
    let said = passage.runs.from(span.start).iter().take_while(|run| run.span.start < span.end);
    if said.clone().any(|run| passage.runs.reading(run).form == Form::Spoken) {
        candidate.form = Form::Spoken;
        candidate.value = values.keep(Form::Spoken, false, &in_digits(passage, span));
    }
    out.push(candidate);
    end
}

/// The text of `span` with its spoken numbers in digits.
fn in_digits(passage: &Passage<'_>, span: Span) -> Vec<u8> {
    let (mut text, mut at) = (Vec::new(), span.start);
    for run in passage.runs.from(span.start).iter().take_while(|run| run.span.start < span.end) {
        let reading = passage.runs.reading(run);
        text.extend_from_slice(&passage.text[at as usize..run.span.start.max(at) as usize]);
        // A postal code behind the house number may be of the same run.
        for group in reading.groups.iter().filter(|group| group.span.end <= span.end) {
            text.extend_from_slice(&reading.digits[usize::from(group.first)..][..usize::from(group.len)]);
            at = group.span.end;
        }
    }
    text.extend_from_slice(&passage.text[at as usize..span.end as usize]);
    text
}

fn is_close(passage: &Passage<'_>, index: usize) -> bool {
    matches!(passage.gap(index), Some(b" " | b". " | b"-" | b"'"))
}

/// Whether a word can be (part of) a street's name: no function word, no number, nothing that counts something.
fn is_name(passage: &Passage<'_>, index: usize) -> bool {
    let Some((_, word)) = passage.word(index) else { return false };
    let ordinal = word[0].is_ascii_digit() && word.len() > 2 && word[word.len() - 1].is_ascii_alphabetic();
    let said_ordinal = matches!(passage.lexicon.numbers.get(word), Some(Numeral::Ordinal(_)));
    // "north state road seven"
    let of_land = is_any(word, &["state", "county"]) && passage.is_at(index + 1, &["road", "route", "highway"]);
    // "6 Tanner's Row"
    let possessive = Passage::is(word, "s") && passage.gap(index) == Some(b"'");
    if ordinal || said_ordinal || of_land || possessive {
        return true;
    }
    let counted = [
        "hour",
        "hours",
        "minute",
        "minutes",
        "day",
        "days",
        "week",
        "weeks",
        "month",
        "months",
        "year",
        "years",
        "mile",
        "miles",
        "people",
        "more",
        "o",
        "pm",
        "am",
        "times",
        "bedroom",
        "percent",
        "dollars",
        "milligrams",
        "mg",
        "car",
        "door",
        "way",
        "court",
        "kids",
        "block",
        "blocks",
        "other",
        "different",
        "new",
    ];
    word[0].is_ascii_alphabetic()
        && word.len() > 1
        && !passage.lexicon.is_function_word(word)
        && !is_any(word, &counted)
        || word[0] >= 0x80
}

/// Whether a house number has three digits or more: "eleven oh four spruce court", but not "five oak court chairs".
fn run_is_long(passage: &Passage<'_>, run: &RunAt) -> bool {
    passage.runs.reading(run).digits.len() >= 3
}

/// The first word of the house number that ends with `run`: of written groups with spaces between ("99449 18 Mill Road")
/// only the last, where all are too many digits.
fn house_number(passage: &Passage<'_>, run: &RunAt) -> Option<usize> {
    let reading = passage.runs.reading(run);
    if reading.digits.len() <= LONGEST_NUMBER {
        return Some(run.first_word as usize);
    }
    let last = reading.groups.last().filter(|last| reading.form == Form::Written && last.separator == b' ')?;
    let fits = last.len <= 5 && reading.digits[usize::from(last.first)] != b'0';
    fits.then(|| passage.marks().word_at(last.span.start))
}

/// Number, name and a word for street; or, for a cue to decide, number and name only.
fn english(passage: &Passage<'_>, run: &RunAt) -> Option<Found> {
    let (first, number_end) = (house_number(passage, run)?, run.end_word as usize);
    // "a 200 tread wear street tire": no house has an article.
    if first > 0 && passage.is_at(first - 1, &ARTICLES) {
        return None;
    }
    let mut at = number_end;
    let spaced =
        passage.word(at).is_some_and(|(span, _)| match passage.text[run.span.end as usize..span.start as usize] {
            [b' '] => true,
            // "12B Baker Street"
            [letter, b' '] => letter.is_ascii_alphabetic(),
            _ => false,
        });
    if !spaced {
        return None;
    }
    if passage.is_at(at, &LEADING) && is_name(passage, at + 1) && is_close(passage, at + 1) {
        return Some(Found { first, end: at + 2, points: 50, needs_cue: false });
    }
    // "two twenty one b baker street"
    let lettered = passage.is_at(at, &["b", "c", "d"]) && is_close(passage, at + 1) && is_name(passage, at + 1);
    at += usize::from(lettered);
    let directed = passage.is_at(at, &DIRECTIONS) && is_close(passage, at);
    at += usize::from(directed);
    let name = at;
    while at < name + MOST_NAME_WORDS && is_close(passage, at) && at > 0 {
        if at > name || directed {
            let sure = passage.is_at(at, &STREETS);
            if sure || passage.is_at(at, &AMBIGUOUS) {
                let capitals = passage.has_capital(name.min(at - 1)) && passage.has_capital(at);
                let usual = run_is_long(passage, run) && passage.is_at(name, &NAMES);
                let points = match () {
                    () if sure => 55,
                    () if capitals || usual => 50,
                    () => 25,
                };
                let end = at + 1 + usize::from(passage.is_at(at + 1, &DIRECTIONS) && is_close(passage, at + 1));
                return Some(Found { first, end, points, needs_cue: points < 45 });
            }
        }
        if !is_name(passage, at) {
            break;
        }
        at += 1;
    }
    if at < name + MOST_NAME_WORDS + 1 && at > name && is_close(passage, at) && passage.is_at(at, &STREETS) {
        return Some(Found { first, end: at + 1, points: 55, needs_cue: false });
    }
    // "twelve eighteen laurel": only what stands before it can say that this is an address.
    let digits = passage.runs.reading(run).digits.len();
    let end = (name + 1).min(at);
    let plausible = at > name && (2..=5).contains(&digits) && passage.cued.contains(id::STREET_ADDRESS);
    plausible.then(|| {
        let usual = directed || passage.is_at(name, &NAMES);
        Found { first, end, points: if usual { 25 } else { 15 }, needs_cue: true }
    })
}

/// "PO Box 40", "rural route two box one eighteen", "Box 123": a number, words `number..end`, behind its word.
fn boxed(passage: &Passage<'_>, number: usize, end: usize) -> Option<Found> {
    let before = number.checked_sub(1)?;
    let was = |back: usize, word: &str| number.checked_sub(back).is_some_and(|index| passage.is_at(index, &[word]));
    let words = match () {
        () if was(1, "box") && was(2, "office") => 2 + usize::from(was(3, "post")),
        () if was(1, "box") && was(2, "o") && was(3, "p") => 3,
        () if was(1, "box") && was(2, "po") => 2,
        () if was(1, "route") && was(2, "rural") => 2,
        () if was(1, "box") => {
            let capital = passage.has_capital(before);
            return Some(Found { first: before, end, points: if capital { 30 } else { 15 }, needs_cue: true });
        }
        () => return None,
    };
    Some(Found { first: number - words, end, points: 60, needs_cue: false })
}

/// A Swedish street and the number behind it, words `number..end`.
fn swedish(passage: &Passage<'_>, number: usize, end: usize) -> Option<Found> {
    let street = number.checked_sub(1)?;
    let (_, word) = passage.word(street).filter(|_| is_close(passage, number))?;
    let sure = ends_in(word, &SWEDISH);
    (sure || ends_in(word, &SWEDISH_AMBIGUOUS)).then_some(())?;
    let needs_cue = !sure && !passage.has_capital(street);
    // "Nils Ericsonsgatan" is named after him; in "Ánte Labba Gruvvägen 118" he lives.
    let named = head(word, &SWEDISH).is_some_and(|head| head.ends_with(b"s"));
    let part = |index: usize| passage.has_capital(index) && (named || passage.is_at(index, &SWEDISH_FIRST));
    let mut first = street;
    while first > 0 && street - first < 2 && passage.has_capital(first) && is_close(passage, first) && part(first - 1) {
        first -= 1;
    }
    Some(Found { first, end, points: if needs_cue { 25 } else { 55 }, needs_cue })
}

fn ends_in(word: &[u8], endings: &[&str]) -> bool {
    head(word, endings).is_some()
}

/// What stands before the one of `endings` that a word has.
fn head<'a>(word: &'a [u8], endings: &[&str]) -> Option<&'a [u8]> {
    endings.iter().find_map(|ending| {
        let (head, tail) = word.split_at_checked(word.len().checked_sub(ending.len())?)?;
        (head.len() > 1 && crate::fold::folds_to(tail, ending.as_bytes())).then_some(head)
    })
}

/// "seven elm street", which a cue must call an address: "one main street" is a figure of speech.
fn english_small(passage: &Passage<'_>, number: usize) -> Option<Found> {
    let street = (number + 2..=number + 1 + MOST_NAME_WORDS).find(|&index| passage.is_at(index, &STREETS))?;
    let close = (number + 1..=street).all(|index| is_close(passage, index));
    let named = (number + 1..street).all(|index| is_name(passage, index));
    (close && named).then_some(Found { first: number, end: street + 1, points: 25, needs_cue: true })
}

/// Streets whose number is a lone digit's word, which is no run: "kyrkbacken tre".
fn small_numbers(passage: &Passage<'_>, claimed: usize, values: &mut Values, out: &mut Vec<Candidate>) {
    for hit in passage.hits_of(kind::NUMBER) {
        let index = hit.word as usize;
        let start = passage.marks().word(index).start;
        let month = |(_, word)| matches!(passage.lexicon.numbers.get(word), Some(Numeral::Month(_)));
        let in_run = passage.runs.at(start).is_some() || passage.word(index).is_some_and(month);
        if index >= claimed
            && !in_run
            && let Some(found) = swedish(passage, index, index + 1).or_else(|| english_small(passage, index))
        {
            push(passage, &found, values, out);
        }
    }
}

/// One past the last word of the address that ends before word `end`, with its apartment.
fn with_unit(passage: &Passage<'_>, end: usize) -> usize {
    let mut end = end;
    for _ in 0..2 {
        let near = passage.word(end).is_some_and(|(span, _)| span.start - passage.marks().word(end - 1).end <= 3);
        if !near || !passage.is_at(end, &UNITS) {
            return end;
        }
        // "apartment number 12"
        let value = end + 1 + usize::from(passage.is_at(end + 1, &["number", "nummer"]));
        let start = passage.word(value).map(|(span, _)| span.start);
        let run = start.and_then(|start| passage.runs.from(start).first().filter(|run| run.span.start == start));
        let short = passage
            .word(value)
            .is_some_and(|(_, word)| word.len() <= 4 && word.iter().any(u8::is_ascii_digit) || word.len() == 1);
        let said = |(_, word)| matches!(passage.lexicon.numbers.get(word), Some(Numeral::Unit(_)));
        let next = match run {
            Some(run) => run.end_word as usize,
            None if short || passage.word(value).is_some_and(said) => value + 1,
            None => return end,
        };
        // "apartment three b"
        let letter = passage.word(next).is_some_and(|(_, word)| {
            word.len() == 1 && word[0].is_ascii_alphabetic() && !matches!(word, b"a" | b"i" | b"I")
        });
        end = next + usize::from(letter && is_close(passage, next));
    }
    end
}

/// Five digits behind a state, a city or an address, or before a Swedish city.
fn postal_code(passage: &Passage<'_>, run: &RunAt, digits: usize, address_end: usize) -> Option<Candidate> {
    let plus_four =
        digits == 9 && passage.runs.reading(run).groups.len() == 2 && passage.runs.reading(run).groups[0].len == 5;
    if digits != 5 && !plus_four {
        return None;
    }
    let first = run.first_word as usize;
    let before = first.checked_sub(1)?;
    let state = passage.word(before).is_some_and(|(_, word)| word.len() == 2 && passage.lexicon.is_region(word));
    let near_address = address_end > 0 && first > address_end && first - address_end <= BEFORE_CODE;
    let placed = place_ends(passage, first) || near_address;
    let swedish = swedish_code(passage, run).is_some();
    let points = match () {
        () if state => 60,
        () if near_address || swedish => 55,
        () if placed => 45,
        () => return None,
    };
    Some(postal(passage, run, run.span, points))
}

/// The postal code that `span` of `run` is.
fn postal(passage: &Passage<'_>, run: &RunAt, span: Span, points: i16) -> Candidate {
    let mut candidate = Candidate::new(passage.number, span, id::POSTAL_CODE, points, "postal/place");
    candidate.form = passage.runs.reading(run).form;
    candidate.evidence.push(Reason::CUE_PLACE);
    candidate
}

/// The three and two digits before a town that a run ends with: "274 31 Skurup".
fn swedish_code(passage: &Passage<'_>, run: &RunAt) -> Option<Span> {
    let [.., three, two] = &passage.runs.reading(run).groups[..] else { return None };
    let usual = (three.len, two.len) == (3, 2) && place_begins(passage, run.end_word as usize);
    usual.then(|| Span::new(three.span.start, two.span.end))
}

/// Whether a place that is no ordinary word ends right before word `end`.
fn place_ends(passage: &Passage<'_>, end: usize) -> bool {
    let last = end.checked_sub(1);
    last.is_some_and(|last| passage.hits_over(last).any(|hit| hit.end() as usize == end && is_place(passage, hit)))
}

fn place_begins(passage: &Passage<'_>, first: usize) -> bool {
    passage.hits_over(first).any(|hit| hit.word as usize == first && is_place(passage, hit))
}

fn is_place(passage: &Passage<'_>, hit: &Hit) -> bool {
    let named = |meaning: &Meaning| matches!(meaning, Meaning::Place(place) if !place.common);
    hit.kinds & kind::PLACE != 0 && passage.lexicon.meanings(hit.entry).iter().any(named)
}
