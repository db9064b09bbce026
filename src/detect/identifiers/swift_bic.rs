//! Business identifier code of a bank, BIC or SWIFT.
//!
//! Four letters of the bank, two of the country, two letters or digits, and three more for a branch (ISO 9362:2022). Two
//! in five random ones have a country (ISO 3166-1, and XK for Kosovo). Most have no digit at all and look like any word in
//! capitals: they are nothing without a cue, or an account beside them.

use super::cued::cued;
use super::{Alphabet, Examples, Identifier, Reading, Window, plain_digits};
use crate::detect::Candidate;
use crate::entity::id;
use crate::fold::{self, WORD};
use crate::span::Span;

pub(super) const SWIFT_BIC: Identifier = Identifier {
    entity: id::SWIFT_BIC,
    alphabet: Alphabet::Codes,
    lengths: 8..=11,
    cue_only: true,
    read,
    canonical: plain_digits,
    examples: Examples {
        good: &["NWBKGB2L", "AGRIFRPP882", "DEUTDEFF500"],
        bad: &["AGRIF2PP", "AGRIFRPP8", "DEUTZZ2L", "4EUTDEFF"],
    },
};

/// Countries by their letters, and XK.
const COUNTRIES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR \
    BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI \
    FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS \
    IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO \
    MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA \
    RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT \
    TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW";

fn read(window: &Window<'_>) -> Option<Reading> {
    is_bic(window.chars).then(|| cued(25, "bic"))
}

/// The code in capitals that begins at `at`, and the byte after it, if a word of its own stands there.
///
/// For codes without a digit, at the words around a cue or an account: `within` is the segment that it must lie in,
/// `segment` that segment's place in the batch.
#[cfg_attr(not(test), expect(dead_code, reason = "called at the words around a cue once there is one"))]
pub(crate) fn find(text: &[u8], within: Span, at: u32, segment: u32) -> Option<(Candidate, u32)> {
    let inside = text.get(within.start as usize..within.end as usize)?;
    let (before, rest) = inside.split_at_checked(at.checked_sub(within.start)? as usize)?;
    let is_word = |byte: &u8| fold::class(*byte) & WORD != 0;
    let length = rest.iter().take_while(|byte| is_word(byte)).count();
    if before.last().is_some_and(is_word) || !is_bic(&rest[..length]) {
        return None;
    }
    let end = at + length as u32;
    let mut candidate = Candidate::new(segment, Span::new(at, end), id::SWIFT_BIC, 25, "bic");
    candidate.needs_cue = true;
    Some((candidate, end))
}

/// Whether bank, country, place and branch have their letters.
fn is_bic(chars: &[u8]) -> bool {
    matches!(chars.len(), 8 | 11)
        && chars[..6].iter().all(u8::is_ascii_uppercase)
        && chars[6..].iter().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
        && COUNTRIES.as_bytes().chunks(3).any(|country| country[..2] == chars[4..6])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn codes_in_capitals_are_found() {
        for (text, at, wanted) in [
            ("bic SWEDSESS.", 4, Some(12)),
            ("DEUTDEFF", 0, Some(8)),
            ("AGRIFRPP882 ok", 0, Some(11)),
            ("swedsess", 0, None),
            ("AGRIFRPP8", 0, None),
            ("AGRIF2PP", 0, None),
            ("TOMORROW", 0, None),
            ("XSWEDSESS", 1, None),
        ] {
            let found = find(text.as_bytes(), Span::new(0, text.len() as u32), at, 0);
            assert_eq!(found.map(|(_, end)| end), wanted, "{text}");
        }
    }

    #[test]
    fn all_countries_are_two_letters() {
        let codes: Vec<_> = COUNTRIES.split_whitespace().collect();
        assert_eq!(codes.len(), 250);
        assert!(codes.is_sorted() && codes.iter().all(|code| code.len() == 2));
        assert!(COUNTRIES.as_bytes().chunks(3).all(|chunk| chunk.len() < 3 || chunk[2] == b' '));
    }

    proptest! {
        #[test]
        fn no_bytes_panic(text: Vec<u8>, start in 0..40_u32, end in 0..40_u32, at in 0..40_u32) {
            let _ = find(&text, Span::new(start.min(end), end), at, 0);
        }
    }
}
