//! User names and passwords: what stands behind a cue for one, for they have no shape of their own.

use super::spelled::{Said, is_close, render, said};
use super::{Candidate, Passage, Reason, Values};
use crate::dictionary::Cue;
use crate::digits::Form;
use crate::entity::{EntitySet, id};
use crate::fold;
use crate::lexer::Hit;
use crate::span::Span;
use crate::wordlist::{AnyOf, WordList, is_any};

/// Words between a cue and its value that only lead to it.
const INTRODUCERS: WordList =
    WordList::new(&["is", "it", "s", "was", "are", "the", "my", "är", "e", "var", "det", "mitt"]);
const MOST_INTRODUCERS: usize = 3;
/// What befalls a password: "the password was changed".
const BEFALLS: WordList = WordList::new(&[
    "changed",
    "reset",
    "wrong",
    "incorrect",
    "expired",
    "locked",
    "compromised",
    "stolen",
    "rejected",
    "invalid",
    "set",
    "blocked",
    "required",
    "correct",
    "fel",
    "ändrat",
    "bytt",
    "spärrat",
    "låst",
    "ogiltigt",
]);
/// Between a cue and its value, they say who had it from whom: "the password you gave me was …".
const GIVEN: WordList = WordList::new(&[
    "you", "they", "he", "she", "i", "we", "gave", "sent", "given", "got", "me", "us", "jag", "ni", "vi", "du", "fick",
    "gav", "skickade", "mig", "mej", "oss",
]);
/// One more than such words, at most.
const MOST_GIVEN: usize = 5;
/// Bytes without a space that can be a name or a password; of more the first word is looked at alone.
const LONGEST_TOKEN: usize = 256;
/// Words of a password said aloud.
const LONGEST_PASSWORD: usize = 5;
/// Words of a user name said aloud.
const LONGEST_NAME: usize = 14;

/// Pushes the user names and passwords of the passage.
pub(super) fn find(passage: &Passage<'_>, values: &mut Values, out: &mut Vec<Candidate>) {
    let accounts = EntitySet::of([id::USERNAME, id::CREDENTIAL]);
    for (hit, cue) in passage.cues_for(accounts).filter(|(_, cue)| !cue.negates) {
        if cue.speaks_for.contains(id::USERNAME) {
            out.extend(user_name(passage, hit, cue, values));
        } else if has_word(passage, hit, &["maiden", "flicknamn"]) {
            // The own maiden name is a name; a mother's, or one that a question asked for, is the answer to it.
            if is_secret(passage, hit) {
                out.extend(answer(passage, hit));
            }
        } else if has_word(passage, hit, &PASSWORDS) {
            out.extend(password(passage, hit));
        }
    }
}

/// The word behind a cue and its introducers, and whether one of those says "here it comes".
fn value_word(passage: &Passage<'_>, hit: &Hit) -> Option<(usize, bool)> {
    let behind = hit.end() as usize;
    let mut index = (behind..behind + MOST_GIVEN).find(|&index| !passage.is_at(index, &GIVEN))?;
    let given = index > behind;
    let mut led = false;
    for _ in 0..MOST_INTRODUCERS {
        let (span, word) = passage.word(index)?;
        let before = passage.marks().word(index - 1).end as usize;
        led |= passage.text[before..span.start as usize].contains(&b':');
        if !is_any(word, &INTRODUCERS) {
            break;
        }
        led = true;
        index += 1;
    }
    // "The password you gave me is useless": what could be any word is none behind so much.
    passage.word(index).map(|_| (index, led && !given))
}

/// What stands at word `index` up to the next space, without the punctuation of its sentence.
fn token(passage: &Passage<'_>, index: usize) -> Span {
    let start = passage.marks().word(index).start;
    let rest = &passage.text[start as usize..passage.segment.span.end as usize];
    let length = rest.iter().take(LONGEST_TOKEN + 1).take_while(|byte| !byte.is_ascii_whitespace()).count();
    if length > LONGEST_TOKEN {
        return passage.marks().word(index);
    }
    let kept = rest[..length]
        .iter()
        .rposition(|byte| !matches!(byte, b',' | b'.' | b';' | b':' | b'"' | b')' | b'?'))
        .map_or(0, |at| at + 1);
    Span::new(start, start + kept as u32)
}

/// Whether a token is written as no word is: with a digit, an underscore or a mark inside.
fn is_telling(token: &[u8]) -> bool {
    token.len() >= 4
        && token.iter().any(|&byte| byte.is_ascii_digit() || matches!(byte, b'_' | b'!' | b'#' | b'$' | b'@' | b'*'))
        && token.iter().any(u8::is_ascii_alphabetic)
}

fn user_name(passage: &Passage<'_>, hit: &Hit, cue: Cue, values: &mut Values) -> Option<Candidate> {
    let (first, led) = value_word(passage, hit)?;
    let token = token(passage, first);
    let text = token.of(passage.text);
    if is_telling(text) || text.len() > 3 && text[1..text.len() - 1].contains(&b'.') {
        return Some(candidate(passage, token, id::USERNAME, 30));
    }
    if passage.word(first).is_some_and(|(_, word)| passage.lexicon.is_function_word(word)) {
        return None;
    }
    let end = said_name(passage, first);
    let marked = (first..end).any(|index| matches!(said(passage, index), Some(Said::Connector(_) | Said::Number)));
    let spelled = (first..end).filter(|&index| matches!(said(passage, index), Some(Said::Letter(_)))).count();
    if end > first + 1 && (marked || spelled > 2) {
        let mut name = Vec::new();
        render(passage, first, end, &mut name);
        let span = Span::new(passage.marks().word(first).start, passage.marks().word(end - 1).end);
        let mut candidate = candidate(passage, span, id::USERNAME, 30);
        (candidate.form, candidate.value) = (Form::Spoken, values.keep(Form::Spoken, false, &name));
        return Some(candidate);
    }
    let plain = cue.strong && led && is_unknown(passage, text) && text.len() >= 5;
    plain.then(|| candidate(passage, token, id::USERNAME, 15))
}

/// One past the last word of a user name said from word `first` on.
fn said_name(passage: &Passage<'_>, first: usize) -> usize {
    let mut end = first + 1;
    while end < first + LONGEST_NAME && is_close(passage, end) {
        let joined = matches!(said(passage, end - 1), Some(Said::Connector(_)));
        match said(passage, end) {
            Some(Said::Connector(_) | Said::Letter(_) | Said::Number) => {}
            Some(Said::Word) if joined || leads_on(passage, end) => {}
            _ => break,
        }
        end += 1;
    }
    while end > first && matches!(said(passage, end - 1), Some(Said::Connector(_))) {
        end -= 1;
    }
    end
}

/// Whether the plain word `index` stands before more of the name: "blue heron underscore nine", "j smith forty two".
fn leads_on(passage: &Passage<'_>, index: usize) -> bool {
    let plain = passage.word(index).is_some_and(|(_, word)| !passage.lexicon.is_function_word(word));
    plain && is_close(passage, index + 1) && matches!(said(passage, index + 1), Some(Said::Connector(_) | Said::Number))
}

fn is_unknown(passage: &Passage<'_>, word: &[u8]) -> bool {
    word.iter().all(u8::is_ascii_alphabetic)
        && passage.lexicon.word(word).is_none()
        && !passage.lexicon.is_function_word(word)
}

/// Words of cues for a password, not for a code.
const PASSWORDS: [&str; 5] = ["password", "passphrase", "passwords", "lösenord", "lösenordet"];

fn has_word(passage: &Passage<'_>, hit: &Hit, words: &(impl AnyOf + ?Sized)) -> bool {
    (hit.word as usize..hit.end() as usize).any(|index| passage.is_at(index, words))
}

/// Words of a cue, or shortly before it, that make a maiden name an answer.
const SECRETS: WordList = WordList::new(&[
    "mother",
    "mothers",
    "mom",
    "moms",
    "mum",
    "mums",
    "mammas",
    "mors",
    "security",
    "secret",
    "question",
    "answer",
    "verification",
]);
/// Words before a cue in which one of them stands.
const SECRET_REACH: usize = 6;

/// Whether a maiden name is asked for as a secret: the mother's, or behind "security question".
fn is_secret(passage: &Passage<'_>, hit: &Hit) -> bool {
    let first = hit.word as usize;
    (first.saturating_sub(SECRET_REACH)..hit.end() as usize).any(|index| passage.is_at(index, &SECRETS))
}

/// The answer to a security question: a surname behind "mother's maiden name".
fn answer(passage: &Passage<'_>, hit: &Hit) -> Option<Candidate> {
    let (first, _) = value_word(passage, hit)?;
    let first = first + usize::from(is_answerer(passage, first));
    let (span, word) = passage.word(first)?;
    let plausible = word.len() > 2 && word[0].is_ascii_alphabetic() && !passage.lexicon.is_function_word(word);
    // A name in this place is worth more as the answer than as somebody's name.
    plausible.then(|| candidate(passage, span, id::CREDENTIAL, 60))
}

/// Whether word `index` says who answers the question before it: "… maiden name? Caller: Castellano".
fn is_answerer(passage: &Passage<'_>, index: usize) -> bool {
    passage.space(index).contains(&b'?') && passage.space(index + 1).starts_with(b": ")
}

fn password(passage: &Passage<'_>, hit: &Hit) -> Option<Candidate> {
    let (first, led) = value_word(passage, hit)?;
    let token = token(passage, first);
    if is_telling(token.of(passage.text)) {
        return Some(candidate(passage, token, id::CREDENTIAL, 30));
    }
    let no_value = |(_, word): (Span, &[u8])| passage.lexicon.is_function_word(word) || is_any(word, &BEFALLS);
    if !led || passage.word(first).is_some_and(no_value) {
        return None;
    }
    let mut end = first + 1;
    while end < first + LONGEST_PASSWORD && is_close(passage, end) && !ends_password(passage, end) {
        end += 1;
    }
    let span = Span::new(token.start, passage.marks().word(end - 1).end);
    Some(candidate(passage, span, id::CREDENTIAL, 20))
}

fn ends_password(passage: &Passage<'_>, index: usize) -> bool {
    passage.word(index).is_none_or(|(_, word)| {
        passage.lexicon.is_function_word(word) || word.first().is_some_and(|byte| *byte == fold::BARRIER_BYTE)
    })
}

fn candidate(passage: &Passage<'_>, span: Span, entity: crate::entity::EntityId, points: i16) -> Candidate {
    let detector = if entity == id::USERNAME { "username/cue" } else { "credential/password" };
    let mut candidate = Candidate::new(passage.number, span, entity, points, detector);
    candidate.needs_cue = true;
    candidate.evidence.push(Reason::SHAPE_WORD);
    candidate
}
