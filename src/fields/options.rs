//! Which field is what, as the user says it.

use super::roles::Meta;
use crate::error::{Error, ErrorKind};
use crate::utterance::Role;

/// Fields named by the user; they win over what names and contents say.
///
/// A field is given as an RFC 9535 normalized path (`$['_source']['text']`) or as a dotted name (`call.turns[*].text`), which
/// is looked for at the top of a record and in its `_source`.
#[derive(Clone, Debug, Default)]
pub struct FieldOptions {
    rules: Vec<Rule>,
}

#[derive(Clone, Debug)]
struct Rule {
    /// Normalized, with `[*]` for array elements, without the leading `$`.
    path: String,
    role: Option<Role>,
    meta: Option<Meta>,
}

impl FieldOptions {
    /// No field named.
    pub fn new() -> Self {
        Self::default()
    }

    /// Says that `field` has `role`.
    ///
    /// # Errors
    /// [`ErrorKind::Option`] where `field` is no path.
    pub fn role(&mut self, field: &str, role: Role) -> Result<(), Error> {
        self.rules.push(Rule { path: normalized(field)?, role: Some(role), meta: None });
        Ok(())
    }

    /// Says what `field` is to its record.
    ///
    /// # Errors
    /// [`ErrorKind::Option`] where `field` is no path.
    pub fn meta(&mut self, field: &str, meta: Meta) -> Result<(), Error> {
        self.rules.push(Rule { path: normalized(field)?, role: None, meta: Some(meta) });
        Ok(())
    }

    /// Whether a rule says `meta` of some field, so that names no longer do.
    pub(super) fn has_meta(&self, meta: Meta) -> bool {
        self.rules.iter().any(|rule| rule.meta == Some(meta))
    }

    /// What the rules say of a normalized path (`$[…]`).
    pub(super) fn find(&self, path: &str) -> (Option<Role>, Option<Meta>) {
        let path = path.strip_prefix('$').unwrap_or(path);
        let inner = path.strip_prefix("['_source']");
        let mut found = (None, None);
        for rule in self.rules.iter().filter(|rule| rule.path == path || Some(rule.path.as_str()) == inner) {
            found = (rule.role.or(found.0), rule.meta.or(found.1));
        }
        found
    }
}

/// The normalized form without `$`, with every array index as `[*]`.
fn normalized(field: &str) -> Result<String, Error> {
    let bad = || Error::new(ErrorKind::Option, format!("{field:?} is neither a dotted name nor a normalized path"));
    if let Some(rest) = field.strip_prefix('$') {
        let closed = rest.starts_with('[') && rest.ends_with(']');
        return closed.then(|| wildcards(rest)).ok_or_else(bad);
    }
    let mut path = String::new();
    for name in field.split('.') {
        let (name, elements) = name.split_once('[').map_or((name, ""), |(name, rest)| (name, rest));
        if name.is_empty() || !(elements.is_empty() || elements.ends_with(']')) {
            return Err(bad());
        }
        path.push_str("['");
        name.chars().for_each(|c| {
            if matches!(c, '\'' | '\\') {
                path.push('\\');
            }
            path.push(c);
        });
        path.push_str("']");
        path.push_str(&"[*]".repeat(elements.matches(']').count()));
    }
    Ok(path)
}

/// `[0]` and any other index as `[*]`; quoted names stay.
pub(super) fn wildcards(path: &str) -> String {
    let mut out = String::new();
    for part in path.split_inclusive(']') {
        let index = part.strip_prefix('[').and_then(|part| part.strip_suffix(']'));
        let is_index = index.is_some_and(|index| !index.is_empty() && index.bytes().all(|b| b.is_ascii_digit()));
        out.push_str(if is_index { "[*]" } else { part });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dotted_and_normalized_names_meet() {
        let mut options = FieldOptions::new();
        options.role("call.turns[*].text", Role::Speech).unwrap();
        options.meta("$['_source']['id']", Meta::Id).unwrap();
        assert_eq!(options.find("$['_source']['call']['turns'][*]['text']").0, Some(Role::Speech));
        assert_eq!(options.find("$['call']['turns'][*]['text']").0, Some(Role::Speech));
        assert_eq!(options.find("$['_source']['id']").1, Some(Meta::Id));
        assert_eq!(options.find("$['id']").1, None);
        assert!(options.role("a..b", Role::Speech).is_err());
        assert_eq!(normalized("$['a'][3]['b']").unwrap(), "['a'][*]['b']");
    }
}
