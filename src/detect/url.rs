//! Written web addresses, around a dot with a letter or a digit on both sides.
//!
//! With a scheme (RFC 3986 §3.1) or `www.` before it any host is one; a bare host only with a top-level domain of the list
//! below (IANA's root zone has 1,400; these are those that people say and write). Many of the countries' are words, and a
//! missing space after a sentence looks like one ("at home.it is"): without a path those are only possible. The host of
//! an e-mail address is the address's.

use super::Candidate;
use crate::entity::id;
use crate::span::Span;

/// What a bare host may end in.
const DOMAINS: [&[u8]; 63] = [
    b"ae", b"agency", b"ai", b"app", b"au", b"biz", b"blog", b"bank", b"br", b"ca", b"care", b"ch", b"cloud", b"club",
    b"cn", b"co", b"com", b"coop", b"cz", b"de", b"dev", b"dk", b"edu", b"ee", b"email", b"es", b"eu", b"fi", b"fr",
    b"gov", b"gr", b"health", b"hu", b"ie", b"info", b"int", b"io", b"jobs", b"jp", b"kr", b"law", b"link", b"mil",
    b"museum", b"mx", b"net", b"nl", b"nz", b"online", b"org", b"pl", b"pro", b"pt", b"ru", b"se", b"shop", b"site",
    b"store", b"tech", b"tv", b"uk", b"us", b"xyz",
];

/// Those that are words, in English or Swedish.
const WORDS: [&[u8]; 14] =
    [b"am", b"at", b"be", b"do", b"in", b"is", b"it", b"ly", b"me", b"my", b"no", b"nu", b"so", b"to"];

/// The longest host name (RFC 1035 §2.3.4).
const LONGEST_HOST: usize = 253;

/// Pushes every address in `within`. `segment` is that segment's place in the batch.
pub(super) fn find(text: &[u8], within: Span, segment: u32, out: &mut Vec<Candidate>) {
    let inside = within.of(text);
    let mut next = 0;
    for dot in memchr::memchr_iter(b'.', inside) {
        // The dots that end sentences are done with here.
        let joins = dot > next && inside.get(dot + 1).is_some_and(|&byte| is_label(byte)) && is_label(inside[dot - 1]);
        if dot < next || !joins {
            continue;
        }
        let (host, end) = host_around(inside, dot, next);
        next = end;
        if let Some((start, end, points, detector)) = address(inside, host, end) {
            next = end;
            let span = Span::new(within.start + start as u32, within.start + end as u32);
            out.push(Candidate::new(segment, span, id::URL, points, detector));
        }
    }
}

fn is_label(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80
}

/// Where the labels, dots and hyphens around `dot` begin and end; nothing before `from` is looked at.
fn host_around(inside: &[u8], dot: usize, from: usize) -> (usize, usize) {
    let is_part = |byte: &&u8| is_label(**byte) || matches!(**byte, b'.' | b'-');
    let start = dot - inside[from..dot].iter().rev().take(LONGEST_HOST).take_while(is_part).count();
    let end = dot + inside[dot..].iter().take(LONGEST_HOST).take_while(is_part).count();
    (start, end)
}

/// The address whose host lies in `start..end`: its span, points and detector.
fn address(inside: &[u8], start: usize, end: usize) -> Option<(usize, usize, i16, &'static str)> {
    let host = &inside[start..end];
    let lead = host.iter().take_while(|&&byte| !is_label(byte)).count();
    let trail = host.iter().rev().take_while(|&&byte| !is_label(byte)).count();
    let (start, host) = (start + lead, &host[lead..host.len() - trail]);
    let host_end = start + host.len();
    let mailbox = matches!(inside.get(host_end), Some(b'@' | b'_' | b'%' | b'+' | b'='));
    let scheme = scheme_before(&inside[..start]);
    let inner = matches!(inside[..start].last(), Some(b'@' | b'_' | b'%' | b'/' | b'\\'));
    if mailbox || scheme == 0 && inner {
        return None;
    }
    // A host that is none leaves its rest unread: in a long text without a space all of it would be read again and again.
    let rest = &inside[host_end..];
    let (points, detector) = match scheme {
        0 => bare(host, port_of(rest) > 0 || matches!(rest.first(), Some(b'/' | b'?' | b'#')))?,
        _ => is_host(host, true).then_some((80, "url/scheme"))?,
    };
    Some((start - scheme, host_end + rest_of(rest), points, detector))
}

/// The bytes of `http://` and the like at the end of `before`; none where another word ends so.
fn scheme_before(before: &[u8]) -> usize {
    let ends = |scheme: &&&[u8]| {
        let tail = before.len().checked_sub(scheme.len()).map(|at| (before[..at].last(), &before[at..]));
        tail.is_some_and(|(touching, tail)| {
            tail.eq_ignore_ascii_case(scheme) && touching.is_none_or(|byte| !byte.is_ascii_alphanumeric())
        })
    };
    let schemes: [&[u8]; 4] = [b"https://", b"http://", b"ftp://", b"sftp://"];
    schemes.iter().find(ends).map_or(0, |scheme| scheme.len())
}

/// What a host without a scheme is worth.
fn bare(host: &[u8], path: bool) -> Option<(i16, &'static str)> {
    let www = host.get(..4).is_some_and(|start| start.eq_ignore_ascii_case(b"www."));
    if www {
        return is_host(&host[4..], false).then_some((70, "url/www"));
    }
    let top = host.rsplit(|&byte| byte == b'.').next()?;
    let among = |list: &[&[u8]]| list.iter().any(|domain| domain.eq_ignore_ascii_case(top));
    let points = match (among(&DOMAINS), among(&WORDS), path) {
        (true, _, true) => 60,
        (true, _, false) | (_, true, true) => 50,
        (_, true, false) => 30,
        _ => return None,
    };
    (is_host(host, false) && !is_sentence(host, top)).then_some((points, "url/domain"))
}

/// Whether a capital begins the last label only: a sentence after a dot without its space.
fn is_sentence(host: &[u8], top: &[u8]) -> bool {
    top[0].is_ascii_uppercase() && host[..host.len() - top.len()].iter().any(u8::is_ascii_lowercase)
}

/// Whether `host` has two labels or more, a name in the last but one, and letters in the last; or, where there is a
/// scheme, four numbers.
fn is_host(host: &[u8], scheme: bool) -> bool {
    let mut labels = host.rsplit(|&byte| byte == b'.');
    let (Some(top), Some(name)) = (labels.next(), labels.next()) else { return false };
    let label = |label: &[u8]| (1..=63).contains(&label.len()) && !label.starts_with(b"-") && !label.ends_with(b"-");
    if ![top, name].into_iter().chain(labels).all(label) {
        return false;
    }
    let letters = |label: &[u8]| label.iter().any(|byte| !byte.is_ascii_digit());
    let numbers = scheme && host.split(|&byte| byte == b'.').filter(|label| !letters(label)).count() == 4;
    numbers
        || top.len() >= 2
            && top.iter().all(|&byte| byte.is_ascii_alphabetic() || byte >= 0x80)
            && (scheme || name.len() >= 2 && letters(name))
}

/// The bytes of the port that `text` begins with, its colon included.
fn port_of(text: &[u8]) -> usize {
    let Some(rest) = text.strip_prefix(b":") else { return 0 };
    match rest.iter().take(6).take_while(|byte| byte.is_ascii_digit()).count() {
        digits @ 1..=5 => digits + 1,
        _ => 0,
    }
}

/// The bytes of port, path, query and fragment after a host, without the marks that end a sentence.
fn rest_of(text: &[u8]) -> usize {
    let port = port_of(text);
    if !matches!(text.get(port), Some(b'/' | b'?' | b'#')) {
        return port;
    }
    let is_part = |byte: &&u8| **byte > b' ' && !matches!(**byte, b'"' | b'<' | b'>' | b'`' | b'{' | b'}' | b'|');
    let length = text.iter().take_while(is_part).count();
    let is_mark = |byte: &&u8| b".,;:!?'()[]*".contains(byte);
    length - text[port + 1..length].iter().rev().take_while(is_mark).count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(text: &str) -> Vec<(&str, i16)> {
        let mut out = Vec::new();
        find(text.as_bytes(), Span::new(0, text.len() as u32), 0, &mut out);
        let shown = |found: &Candidate| (&text[found.span.start as usize..found.span.end as usize], found.points);
        out.iter().map(shown).collect()
    }

    #[test]
    fn addresses_are_found() {
        for (text, wanted) in [
            ("see https://portal.example.com/pay?id=7&x=1.", ("https://portal.example.com/pay?id=7&x=1", 80)),
            ("HTTP://Example.org:8080/a#b)", ("HTTP://Example.org:8080/a#b", 80)),
            ("http://192.0.2.17/login", ("http://192.0.2.17/login", 80)),
            ("http://www.example.org", ("http://www.example.org", 80)),
            ("on www.example.museum, ok", ("www.example.museum", 70)),
            ("go to example.com.", ("example.com", 50)),
            ("go to my-shop.example.co.uk/cart, then", ("my-shop.example.co.uk/cart", 60)),
            ("logga in på vardguiden.example.se/recept", ("vardguiden.example.se/recept", 60)),
            ("sidan heter åkeri.example.se", ("åkeri.example.se", 50)),
            ("kolla example.nu", ("example.nu", 30)),
            ("kolla example.nu/priser", ("example.nu/priser", 50)),
            ("(example.net)", ("example.net", 50)),
            ("EXAMPLE.COM", ("EXAMPLE.COM", 50)),
        ] {
            assert_eq!(found(text), [wanted], "{text}");
        }
    }

    #[test]
    fn two_addresses_are_two() {
        assert_eq!(found("example.com or example.org"), [("example.com", 50), ("example.org", 50)]);
        assert_eq!(
            found("example.com/a.b/c.de and http://example.org"),
            [("example.com/a.b/c.de", 60), ("http://example.org", 80)]
        );
    }

    #[test]
    fn what_only_looks_like_one() {
        for text in [
            "write to jane.doe@mail.example.com",
            "jane.example.com@example.org",
            "bye.Call me",
            "I was at home.It was late",
            "at 3.30 p.m. on",
            "e.g. this",
            "the u.s.a.",
            "report.pdf",
            "12.50.com",
            "3.it",
            "version 1.2.3",
            "src/main.com",
            ".com",
            "-.com",
            "http://x",
            "wait...what",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn the_lists_are_in_lower_case_and_apart() {
        assert!(DOMAINS.iter().chain(&WORDS).all(|domain| domain.iter().all(u8::is_ascii_lowercase)));
        assert!(!WORDS.iter().any(|word| DOMAINS.contains(word)));
        assert!(WORDS.is_sorted());
    }

    proptest! {
        #[test]
        fn no_bytes_panic(text: Vec<u8>) {
            let mut out = Vec::new();
            find(&text, Span::new(0, text.len() as u32), 0, &mut out);
            prop_assert!(out.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
        }

        #[test]
        fn spans_hold_together(text in "[a-z0-9@:/. -]{0,40}(http://|www\\.)?[a-z.]{0,20}(\\.com|\\.se)?[/?.,a-z]{0,10}") {
            let all = found(&text);
            prop_assert!(all.iter().all(|(address, _)| address.contains('.') && !address.contains(' ')));
        }

        #[test]
        fn a_scheme_and_a_host_are_enough(name in "[a-z][a-z0-9]{0,10}", top in "[a-z]{2,8}", path in "(/[a-z0-9]{1,8}){0,3}") {
            let text = format!("go to https://{name}.{top}{path}, please");
            prop_assert_eq!(found(&text), [(&text[6..text.len() - 8], 80)]);
        }
    }
}
