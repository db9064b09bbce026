//! Cues: what the words around a value say it is. The nearest wins.

use crate::detect::{Candidate, Passage, Reason};
use crate::dictionary::Cue;
use crate::digits::{Form, RunAt};
use crate::entity::{EntityId, EntitySet, id};
use crate::span::Span;
use crate::wordlist::{WordList, is_any};

/// How many words may stand between a cue and its value, before and after it.
const REACH_BEFORE: usize = 8;
const REACH_AFTER: usize = 3;
/// A strong cue reaches farther where no number stands between: people explain before they read a number out.
const FAR: usize = 24;
const STRONG: i16 = 35;
const WEAK: i16 = 15;
/// What a weak cue gains that stands right before the value: one word between them at most, [`INTRODUCERS`] aside.
const BESIDE: i16 = 12;
/// Words that only lead from what a number is to the number: "account, and the number is …".
const INTRODUCERS: WordList = WordList::new(&[
    "is", "it", "s", "its", "number", "no", "nr", "the", "that", "and", "uh", "um", "are", "was", "here", "my", "so",
    "i", "believe", "think", "yes", "ok", "okay", "är", "det", "nummer", "numret", "e", "å", "och", "mitt", "har", "a",
    "an", "with", "on", "at", "for", "under", "your", "his", "her", "our", "their", "you", "me", "there", "says",
    "reads", "just", "also", "på", "hos", "för", "från", "min",
]);
/// Digits from which on a number that was said needs no cue right beside it, and the words that may stand between.
const A_NUMBER: usize = 7;
const NEARLY_BESIDE: usize = 4;
/// The cues that say of nothing what it is, but that a medicine may follow, which `detect::company` looks for.
const MEDICINES: EntitySet = EntitySet::of([id::MEDICATION]);
/// What a second cue for the same entity adds: "the medicaid ride thing, it's id number …".
const SECOND: i16 = 6;
/// What was taken off a part of a run that begins right behind its cue.
const PART_BEHIND_CUE: i16 = 10;
/// What a cue loses for each further [`REACH_BEFORE`] words.
const PER_REACH: i16 = 8;
/// What a cue loses that has another number of its own.
const HAS_ITS_VALUE: i16 = 20;
/// A nearer cue that names something else.
const RIVAL: i16 = -20;
/// A cue that names a number of no person: an order, a ticket, a part.
const IMPERSONAL: i16 = -60;
const TALKED_ABOUT: i16 = -80;

/// A cue and the words it covers.
#[derive(Clone, Copy, Debug)]
pub(super) struct CueAt {
    first: usize,
    end: usize,
    cue: Cue,
}

/// What is read out with a card stands within this many words behind it.
const BESIDE_A_CARD: usize = 6;
/// The same for a code that is called one: the date may stand between.
const BEHIND_THE_DATE: usize = 16;
const CODES: [&str; 5] = ["code", "security", "back", "koden", "kod"];

/// All cues of a passage, in order. One that is part of a longer one says nothing: a "billing account number" is no bank
/// account's.
pub(super) fn collect(passage: &Passage<'_>, out: &mut Vec<CueAt>) {
    out.clear();
    for (hit, cue) in passage.cues().filter(|(_, cue)| cue.speaks_for != MEDICINES) {
        let at = CueAt { first: hit.word as usize, end: hit.end() as usize, cue };
        // Hits come by first word, the shorter first.
        while names_a_number(at.cue.speaks_for)
            && out.pop_if(|part| part.first == at.first && part.end < at.end).is_some()
        {}
        if !out.iter().rev().take(LONGEST_CHAIN).any(|whole| covers(whole, &at)) {
            out.push(at);
        }
    }
}

/// Cues before one among which a longer one that covers it is looked for.
const LONGEST_CHAIN: usize = 4;

/// Whether `part` stands inside `whole`, which is for a number; of a weak one the end may stand out ("postal code is").
fn covers(whole: &CueAt, part: &CueAt) -> bool {
    let inside = part.end <= whole.end || part.first < whole.end && whole.cue.strong && !part.cue.strong;
    whole.first < part.first && inside && names_a_number(whole.cue.speaks_for)
}

/// Whether a cue is for more than a sum or a name: "social security is" leads to both, and stays one for a number.
fn names_a_number(set: EntitySet) -> bool {
    let mut others = set;
    others.remove(id::MONEY);
    others.remove(id::PERSON);
    others != EntitySet::EMPTY
}

/// A card's number is a cue itself: its expiry date and its code are read out after it.
pub(super) fn beside_card(passage: &Passage<'_>, card: &Candidate, candidate: &mut Candidate) {
    let marks = passage.marks();
    let first = marks.word_at(candidate.span.start);
    let after = first.checked_sub(marks.word_at(card.span.end - 1) + 1);
    let named = candidate.entity == id::CARD_CVV && (1..=2).any(|back| passage.is_at(first.wrapping_sub(back), &CODES));
    let reach = if named { BEHIND_THE_DATE } else { BESIDE_A_CARD };
    if candidate.needs_cue && after.is_some_and(|words| words <= reach) {
        candidate.needs_cue = false;
        candidate.add(STRONG, Reason::CUE_CARD);
        // "exp oh nine twenty seven, code three one four": the date's cue has its date.
        candidate.points -= if named && candidate.evidence.has(Reason::CUE_RIVAL) { RIVAL } else { 0 };
    }
}

/// What the cues around a value come to.
#[derive(Default)]
struct Found {
    /// Distance and points of the best cue for the entity, and whether it is a strong one.
    own: Option<(usize, i16, bool)>,
    /// How many cues speak for the entity.
    owns: u16,
    /// The first word of that cue, and the words of the rival.
    own_first: usize,
    rival_words: std::ops::Range<usize>,
    /// The nearest cue for something else only, before the value.
    rival: Option<(usize, EntitySet)>,
    talked_about: bool,
}

/// Adds to `candidate` what the cues around it say. `rivals` are the entities that the same bytes could be: a cue for anything
/// else does not mean this value.
pub(super) fn judge(passage: &Passage<'_>, cues: &[CueAt], rivals: EntitySet, candidate: &mut Candidate) {
    if matches!(candidate.entity, id::PERSON | id::LOCATION | id::ORGANIZATION | id::NUMBER_RUN) {
        return;
    }
    let marks = passage.marks();
    let (first, end) = (marks.word_at(candidate.span.start), marks.word_at(candidate.span.end - 1) + 1);
    let found = look_around(passage, cues, rivals, candidate, (first, end));
    if found.talked_about {
        candidate.add(TALKED_ABOUT, Reason::CUE_TALKED_ABOUT);
    }
    match (found.own, found.rival) {
        (Some((own, points, strong)), rival) => {
            candidate.needs_cue = false;
            candidate.points += if found.owns > 1 { SECOND } else { 0 };
            // "last 4 4399": the cue's own digit is no part of the number.
            candidate.points += if own == 0 && candidate.evidence.has(Reason::RUN_PART) { PART_BEHIND_CUE } else { 0 };
            candidate.add(points, if strong { Reason::CUE_STRONG } else { Reason::CUE_WEAK });
            if rival.is_some_and(|(distance, _)| distance < own) {
                candidate.add(RIVAL, Reason::CUE_RIVAL);
            }
        }
        (None, Some((_, set))) if set.contains(id::NUMBER_RUN) => candidate.add(IMPERSONAL, Reason::CUE_IMPERSONAL),
        (None, Some(_)) => candidate.add(RIVAL, Reason::CUE_RIVAL),
        (None, None) => {}
    }
}

fn look_around(
    passage: &Passage<'_>,
    cues: &[CueAt],
    rivals: EntitySet,
    candidate: &Candidate,
    (first, end): (usize, usize),
) -> Found {
    let mut found = Found::default();
    // Cues are in order of their first word, and none is longer than a sentence: a window around the value suffices.
    let from = cues.partition_point(|cue| cue.first + 2 * FAR < first);
    for at in cues[from..].iter().take_while(|cue| cue.first <= end + REACH_AFTER) {
        let distance = if at.end <= first { first - at.end } else { at.first.saturating_sub(end) };
        let before = at.end <= first && distance <= REACH_BEFORE;
        if at.cue.negates {
            found.talked_about |= before && at.cue.speaks_for.contains(candidate.entity);
        } else if at.cue.speaks_for.contains(candidate.entity) {
            // "My passport number is …, it expires june 2030"; "the card I have for you ends in …".
            let of_another = match candidate.entity {
                id::CARD_EXPIRY => is_of_another_document(cues, at),
                id::US_SSN_LAST4 | id::CARD_LAST4 => is_end_of_another(cues, at, candidate.entity),
                _ => false,
            };
            if of_another {
                continue;
            }
            let points = worth(passage, at, candidate, rivals, (first, end, distance));
            found.owns += u16::from(points > 0);
            if points > 0 && found.own.is_none_or(|own| (points, own.0) > (own.1, distance)) {
                (found.own, found.own_first) = (Some((distance, points, at.cue.strong)), at.first);
            }
        } else if before
            && is_rival(at, rivals, distance)
            && found.rival.is_none_or(|rival| distance <= rival.0)
            && !has_its_value(passage, at, candidate)
        {
            (found.rival, found.rival_words) = (Some((distance, at.cue.speaks_for)), at.first..at.end);
        }
    }
    // The "number is" of "the part number is" is that number's, and no cue of its own.
    let impersonal = found.rival.is_some_and(|(_, set)| set.contains(id::NUMBER_RUN));
    if impersonal && found.rival_words.contains(&found.own_first) {
        found.own = found.own.filter(|&(_, _, strong)| strong);
    }
    found
}

/// Whether a cue says of a value after it that it is one of `rivals`; a weak one only of a thing's number right behind it:
/// "order 4659 …".
const fn is_rival(at: &CueAt, rivals: EntitySet, distance: usize) -> bool {
    let of_a_thing = distance == 0 && at.cue.speaks_for.contains(id::NUMBER_RUN);
    at.cue.before && (at.cue.strong || of_a_thing) && at.cue.speaks_for.meets(rivals)
}

/// What a cue for the candidate's entity is worth where it stands; nothing out of its reach.
fn worth(
    passage: &Passage<'_>,
    at: &CueAt,
    candidate: &Candidate,
    rivals: EntitySet,
    (first, end, distance): (usize, usize, usize),
) -> i16 {
    let points = if at.cue.strong { STRONG } else { WEAK };
    // "gmail" in an address that was said.
    if at.first >= first && at.end <= end {
        return WEAK;
    }
    if at.first >= end && at.cue.strong && is_said_to_be(passage, end, at.first) {
        return points;
    }
    if at.first >= end {
        let beside = if !at.cue.strong && distance == 0 { BESIDE } else { 0 };
        return if at.cue.after && distance <= REACH_AFTER { points + beside } else { 0 };
    }
    let reach = if at.cue.strong { FAR } else { REACH_BEFORE };
    if !at.cue.before || at.end > first || distance > reach + LONGEST_LIST || is_of_no_debt(passage, at, candidate) {
        return 0;
    }
    let distance = if distance > reach { to_first_value(passage, at, candidate).unwrap_or(distance) } else { distance };
    if distance > reach {
        return 0;
    }
    let between = (at.end..first).filter(|&index| !introduces(passage, index)).count();
    // So many digits in somebody's speech are nothing but what was named, unless they could be a telephone number.
    let named = || {
        let long = digits_of(passage, candidate).len() >= A_NUMBER && candidate.form == Form::Spoken;
        long && between <= NEARLY_BESIDE && !rivals.contains(id::PHONE_NUMBER)
    };
    let beside = if !at.cue.strong && (between <= 1 || named()) { BESIDE } else { 0 };
    let far = PER_REACH * distance.saturating_sub(1).div_euclid(REACH_BEFORE) as i16;
    let spent = if has_its_value(passage, at, candidate) { HAS_ITS_VALUE } else { 0 };
    (points + beside - far - spent).max(0)
}

/// "… 4571 is the social": what joins a value to the cue behind it.
const VERBS: [&str; 5] = ["is", "was", "s", "är", "var"];
const ARTICLES: WordList = WordList::new(&["the", "my", "her", "his", "our", "mitt", "min", "hennes"]);

fn is_said_to_be(passage: &Passage<'_>, end: usize, cue: usize) -> bool {
    let verb = passage.is_at(end, &VERBS);
    verb && (cue == end + 1 || cue == end + 2 && passage.is_at(end + 1, &ARTICLES))
}

fn introduces(passage: &Passage<'_>, index: usize) -> bool {
    // A lone letter was spelled, and then said again with the rest.
    passage.word(index).is_some_and(|(_, word)| word.len() == 1 || is_any(word, &INTRODUCERS))
}

/// Digits between a cue and a candidate that are a value of their own: in "date of birth 8-30-66, 405-555-0150" the cue has
/// said what it had to say.
const A_VALUE: usize = 5;
/// The same where four are all that is asked for.
const AN_END: usize = 4;

fn has_its_value(passage: &Passage<'_>, at: &CueAt, candidate: &Candidate) -> bool {
    let cue_end = passage.marks().word(at.end - 1).end;
    let between = passage.runs.from(cue_end).iter().take_while(|run| run.span.start < candidate.span.start);
    // What is left of a run before the candidate that is a part of it.
    let part = |run: &RunAt| {
        let outside = Span::new(run.span.start, run.span.end.min(candidate.span.start));
        outside.of(passage.text).iter().filter(|byte| byte.is_ascii_digit()).count()
    };
    between
        .filter(|run| !is_said_again(passage, run, candidate) && !is_one_of_several(passage, run, candidate))
        .map(
            |run| if run.span.end <= candidate.span.start { passage.runs.reading(run).digits.len() } else { part(run) },
        )
        .any(|digits| digits >= if ENDS.contains(candidate.entity) { AN_END } else { A_VALUE })
}

/// So many first digits in common make two numbers one that was begun anew.
const SAME_BEGINNING: usize = 4;

/// The digits of the first run that ends behind the candidate's first byte.
fn digits_of<'a>(passage: &'a Passage<'_>, candidate: &Candidate) -> &'a [u8] {
    passage.runs.from(candidate.span.start).first().map_or(&[], |run| &passage.runs.reading(run).digits)
}

/// Whether `run`, before the candidate, is the same number broken off: "four two oh two five, hang on, I've the wrong
/// specs on, four two oh two five two four oh four seven".
fn is_said_again(passage: &Passage<'_>, run: &RunAt, candidate: &Candidate) -> bool {
    let (before, again) = (&passage.runs.reading(run).digits, digits_of(passage, candidate));
    before.iter().zip(again).take_while(|(old, new)| old == new).count() >= SAME_BEGINNING
}

/// Words between two values of one cue, and those of which one must be among them.
const BETWEEN_VALUES: usize = 6;
const ALSO: [&str; 10] = ["and", "also", "then", "plus", "other", "second", "next", "och", "sen", "andra"];
/// Words that the values before one take up at most.
const LONGEST_LIST: usize = 24;

/// Whether `run` and the candidate are two of a kind: "my passport is … and my wife's is …".
fn is_one_of_several(passage: &Passage<'_>, run: &RunAt, candidate: &Candidate) -> bool {
    let (end, first) = (run.end_word as usize, passage.marks().word_at(candidate.span.start));
    let digits = passage.runs.reading(run).digits.len();
    let alike = digits.abs_diff(digits_of(passage, candidate).len()) <= 1;
    alike && first > end && first - end <= BETWEEN_VALUES && (end..first).any(|index| passage.is_at(index, &ALSO))
}

/// Words between a cue and the first of the values that the candidate is the last of.
fn to_first_value(passage: &Passage<'_>, at: &CueAt, candidate: &Candidate) -> Option<usize> {
    let cue_end = passage.marks().word(at.end - 1).end;
    let mut before = passage.runs.from(cue_end).iter().take_while(|run| run.span.start < candidate.span.start);
    let first = before.next()?;
    let listed = |run: &RunAt| run.span.end > candidate.span.start || is_one_of_several(passage, run, candidate);
    (listed(first) && before.all(listed)).then(|| (first.first_word as usize).saturating_sub(at.end))
}

/// Whether what runs out is named before a weak cue ("expires"), and is no card.
fn is_of_another_document(cues: &[CueAt], at: &CueAt) -> bool {
    let cards = [id::CREDIT_CARD, id::CARD_LAST4, id::CARD_CVV, id::CARD_EXPIRY];
    let documents = [id::PASSPORT, id::DRIVER_LICENSE, id::LICENSE_PLATE, id::HEALTH_PLAN_ID, id::POLICY_NUMBER];
    let (cards, documents) = (EntitySet::of(cards), EntitySet::of(documents));
    let before = &cues[..cues.partition_point(|cue| cue.first < at.first)];
    let mut near = before.iter().rev().take_while(|cue| cue.end + FAR >= at.first);
    let named = near.find(|cue| cue.cue.speaks_for.meets(cards) || cue.cue.speaks_for.meets(documents));
    !at.cue.strong && named.is_some_and(|cue| !cue.cue.speaks_for.meets(cards))
}

/// The last four digits of something.
const ENDS: EntitySet = EntitySet::of([id::US_SSN_LAST4, id::CARD_LAST4]);

/// Whether a weak cue may mean the end of a card or of a social security number, and what is named before it is the other.
fn is_end_of_another(cues: &[CueAt], at: &CueAt, end: EntityId) -> bool {
    let (social, card) = (EntitySet::of([id::US_SSN]), EntitySet::of([id::CREDIT_CARD]));
    let before = &cues[..cues.partition_point(|cue| cue.first < at.first)];
    let mut near = before.iter().rev().take_while(|cue| cue.end + FAR >= at.first);
    let named = near.find_map(|cue| {
        let [social, card] = [social, card].map(|whole| cue.cue.speaks_for.meets(whole));
        // "Social security card".
        let social = social || before.iter().any(|one| one.end == cue.first && one.cue.speaks_for.contains(id::US_SSN));
        let card = card && !social;
        (social != card).then_some(if social { id::US_SSN_LAST4 } else { id::CARD_LAST4 })
    });
    !at.cue.strong && ENDS.iter().all(|one| at.cue.speaks_for.contains(one)) && named.is_some_and(|named| named != end)
}

/// Whether a cue names the reference of no account: only what is owed has one.
fn is_of_no_debt(passage: &Passage<'_>, at: &CueAt, candidate: &Candidate) -> bool {
    let reference = at.cue.speaks_for.contains(id::NUMBER_RUN) && candidate.entity == id::ACCOUNT_NUMBER;
    reference && !passage.cued.contains(id::MONEY)
}
