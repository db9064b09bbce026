//! Word forms made by code.

/// The English plural of the last word of `term`, where one can be formed by rule.
///
/// Irregular plurals are entries or variants of their own. A wrong form ("stomaches") is never said and costs nothing.
pub(super) fn english_plural(term: &str) -> Option<String> {
    let last = term.rsplit(|c: char| !c.is_alphanumeric()).next()?;
    let mut letters = last.chars().rev();
    let end = letters.next().filter(char::is_ascii_alphabetic)?;
    let before = letters.next();
    let plural = match end {
        's' | 'x' | 'z' => format!("{term}es"),
        'h' if matches!(before, Some('c' | 's')) => format!("{term}es"),
        'y' if before.is_some_and(|c| !"aeiou".contains(c)) => format!("{}ies", &term[..term.len() - 1]),
        _ => format!("{term}s"),
    };
    Some(plural)
}

#[cfg(test)]
mod tests {
    use super::english_plural;

    #[test]
    fn plurals_follow_the_last_word() {
        for (one, many) in [
            ("heart attack", "heart attacks"),
            ("biopsy", "biopsies"),
            ("x-ray", "x-rays"),
            ("abscess", "abscesses"),
            ("crutch", "crutches"),
        ] {
            assert_eq!(english_plural(one).as_deref(), Some(many));
        }
    }
}
