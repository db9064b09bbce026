//! Written e-mail addresses, around an `@` that the token pass marked.
//!
//! Shape: the dot-atom of RFC 5322 §3.2.3 in its common letters, 64 bytes at most before the `@`, host labels of RFC 1123
//! after it, and a last label of two letters or more.

use super::{Candidate, Reason};
use crate::entity::id;
use crate::span::Span;

const LONGEST_LOCAL: usize = 64;

/// Pushes the address around the `@` at `at`, if there is one.
pub(super) fn find(text: &[u8], within: Span, at: u32, segment: u32, out: &mut Vec<Candidate>) {
    let (start, end) = (within.start as usize, within.end as usize);
    let at = at as usize;
    let local = text[start..at].iter().rev().take(LONGEST_LOCAL + 1).take_while(|&&b| is_local(b)).count();
    let local = trim_dots(&text[at - local..at]);
    let host =
        text[at + 1..end].iter().take_while(|&&b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.') || b >= 0x80);
    let host = &text[at + 1..at + 1 + host.count()];
    let host = host.strip_suffix(b".").unwrap_or(host);
    if local == 0 || local > LONGEST_LOCAL || !is_host(host) {
        return;
    }
    let span = Span::new((at - local) as u32, (at + 1 + host.len()) as u32);
    let mut candidate = Candidate::new(segment, span, id::EMAIL_ADDRESS, 80, "email/written");
    candidate.evidence.push(Reason::SHAPE_EMAIL);
    out.push(candidate);
}

fn is_local(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'%' | b'+' | b'\'' | b'-')
}

/// The length of `local` without dots and quotes at its start: a sentence's, not the address's.
fn trim_dots(local: &[u8]) -> usize {
    local.len() - local.iter().take_while(|&&b| matches!(b, b'.' | b'\'' | b'-')).count()
}

fn is_host(host: &[u8]) -> bool {
    let mut labels = host.rsplit(|&b| b == b'.');
    let top = labels.next().unwrap_or_default();
    let label =
        |label: &[u8]| !label.is_empty() && label.len() <= 63 && !label.starts_with(b"-") && !label.ends_with(b"-");
    let rest: Vec<_> = labels.collect();
    top.len() >= 2
        && top.iter().all(|&b| b.is_ascii_alphabetic() || b >= 0x80)
        && !rest.is_empty()
        && rest.into_iter().all(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<&str> {
        let mut out = Vec::new();
        let at = text.find('@')? as u32;
        find(text.as_bytes(), Span::new(0, text.len() as u32), at, 0, &mut out);
        out.first().map(|candidate| &text[candidate.span.start as usize..candidate.span.end as usize])
    }

    #[test]
    fn addresses_and_what_only_looks_like_them() {
        assert_eq!(found("write to j.doe+vm@mail.example.com."), Some("j.doe+vm@mail.example.com"));
        assert_eq!(found("?to=anna@example.org&x=1"), Some("anna@example.org"));
        assert_eq!(found("see you @ home.alone"), None);
        assert_eq!(found("a@b"), None);
        assert_eq!(found("me@1.2.3.4"), None);
        assert_eq!(found("x@-bad.com"), None);
    }
}
