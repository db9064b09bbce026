//! English inflection for the word lists: plurals, verb forms and the indefinite article.
//!
//! The rules are the regular ones of any school grammar; words that do not follow them give their forms in the list.

const VOWELS: &str = "aeiou";

fn vowel(c: Option<char>) -> bool {
    c.is_some_and(|c| VOWELS.contains(c))
}

/// The regular plural, of the last word of `noun`.
pub(super) fn plural(noun: &str) -> String {
    let mut back = noun.chars().rev();
    let (last, before) = (back.next(), back.next());
    if last == Some('y') && !vowel(before) {
        return format!("{}ies", &noun[..noun.len() - 1]);
    }
    if hisses(noun) { format!("{noun}es") } else { format!("{noun}s") }
}

fn hisses(word: &str) -> bool {
    ["s", "x", "z", "ch", "sh"].iter().any(|end| word.ends_with(end))
}

/// "a" or "an" before `word`, by sound as far as spelling tells.
pub(super) fn article(word: &str) -> &'static str {
    let lower = word.to_lowercase();
    let silent_h = ["hour", "honest", "heir", "honor"].iter().any(|w| lower.starts_with(w));
    let consonant_sound = ["uni", "use", "usual", "uku", "eu", "one", "ute"].iter().any(|w| lower.starts_with(w));
    let unnegated = lower.starts_with("unin") || lower.starts_with("unim");
    let letters = ["MRI", "X-ray", "EKG", "A1C", "HIV", "STD", "SBA", "IRA", "IUD"].iter().any(|w| word.starts_with(w));
    if silent_h || letters || unnegated || (vowel(lower.chars().next()) && !consonant_sound) { "an" } else { "a" }
}

/// The forms of a verb: base, third person, past, participle, -ing, and the base with "it" or "them" as its object.
pub(super) fn verb(entry: &str) -> [String; 7] {
    let mut parts = entry.split('/');
    let base = parts.next().unwrap_or_default();
    let (head, rest) = base.split_at(base.find(' ').unwrap_or(base.len()));
    let past = parts.next().map_or_else(|| past(head) + rest, ToOwned::to_owned);
    let participle = parts.next().map_or_else(|| past.clone(), ToOwned::to_owned);
    let ing = parts.next().map_or_else(|| ing(head) + rest, ToOwned::to_owned);
    [base.to_owned(), plural(head) + rest, past, participle, ing, with_object(base, "it"), with_object(base, "them")]
}

/// "pick it up", but "look at it".
fn with_object(base: &str, object: &str) -> String {
    let (head, rest) = base.split_at(base.find(' ').unwrap_or(base.len()));
    let preposition = [" at", " with", " to", " from", " into"].iter().any(|end| rest.ends_with(end));
    if preposition || base == "work on" { format!("{base} {object}") } else { format!("{head} {object}{rest}") }
}

fn past(verb: &str) -> String {
    let mut back = verb.chars().rev();
    match (back.next(), back.next()) {
        (Some('e'), _) => format!("{verb}d"),
        (Some('y'), before) if !vowel(before) => format!("{}ied", &verb[..verb.len() - 1]),
        _ => format!("{verb}ed"),
    }
}

fn ing(verb: &str) -> String {
    let keeps_e = ["ee", "ye", "oe"].iter().any(|end| verb.ends_with(end));
    match verb.strip_suffix('e') {
        Some(stem) if !keeps_e && stem.len() > 1 => format!("{stem}ing"),
        _ => format!("{verb}ing"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_and_articles() {
        assert_eq!(plural("cherry"), "cherries");
        assert_eq!(plural("toy chest"), "toy chests");
        assert_eq!(plural("wrench"), "wrenches");
        assert_eq!((article("hour"), article("unicorn"), article("apron"), article("bat")), ("an", "a", "an", "a"));
    }

    #[test]
    fn verbs_follow_rules_and_exceptions() {
        assert_eq!(verb("carry")[..5], ["carry", "carries", "carried", "carried", "carrying"]);
        assert_eq!(verb("pick up")[..5], ["pick up", "picks up", "picked up", "picked up", "picking up"]);
        assert_eq!(verb("tear/tore/torn")[..5], ["tear", "tears", "tore", "torn", "tearing"]);
        assert_eq!(verb("pick up")[5..], ["pick it up", "pick them up"]);
        assert_eq!(verb("look at")[5], "look at it");
        assert_eq!(verb("mop/mopped/mopped/mopping")[4], "mopping");
    }
}
