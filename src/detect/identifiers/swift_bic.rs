//! Business identifier code of a bank, BIC or SWIFT.
//!
//! Four letters of the bank, two of the country, two letters or digits, and three more for a branch (ISO 9362:2022). Two
//! in five random ones have a country (ISO 3166-1, and XK for Kosovo). Most have no digit at all and look like any word in
//! capitals: they are nothing without a cue.

use super::cued::cued;
use super::{Alphabet, Examples, Identifier, Reading, Window, plain_digits};
use crate::detect::{Candidate, Passage};
use crate::entity::{EntitySet, id};
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

/// Words behind a cue, and before it, in which its code stands.
const BEHIND: usize = 6;
const BEFORE: usize = 3;

/// Pushes the codes without a digit beside the cues for one: "BIC: SWEDSESS".
pub(crate) fn find(passage: &Passage<'_>, out: &mut Vec<Candidate>) {
    let mut next = 0;
    for (hit, _) in passage.cues_for(EntitySet::of([id::SWIFT_BIC])) {
        let (first, end) = (hit.word as usize, hit.end() as usize);
        for index in first.saturating_sub(BEFORE).max(next)..end + BEHIND {
            let Some((span, word)) = passage.word(index).filter(|(_, word)| is_bic(word)) else { continue };
            let ordinary = passage.lexicon.word(word).is_some() || passage.lexicon.is_function_word(word);
            if !word.iter().any(u8::is_ascii_digit) && !ordinary {
                out.push(candidate(passage, span));
                next = index + 1;
                break;
            }
        }
    }
}

fn candidate(passage: &Passage<'_>, span: Span) -> Candidate {
    let mut candidate = Candidate::new(passage.number, span, id::SWIFT_BIC, 25, "bic");
    candidate.needs_cue = true;
    candidate
}

/// Whether bank, country, place and branch have their letters.
pub(crate) fn is_bic(chars: &[u8]) -> bool {
    matches!(chars.len(), 8 | 11)
        && chars[..6].iter().all(u8::is_ascii_uppercase)
        && chars[6..].iter().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
        && COUNTRIES.as_bytes().chunks(3).any(|country| country[..2] == chars[4..6])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_their_letters() {
        for (code, is_one) in [
            ("SWEDSESS", true),
            ("DEUTDEFF", true),
            ("AGRIFRPP882", true),
            ("swedsess", false),
            ("AGRIFRPP8", false),
            ("AGRIF2PP", false),
            ("TOMORROW", false),
        ] {
            assert_eq!(is_bic(code.as_bytes()), is_one, "{code}");
        }
    }

    #[test]
    fn all_countries_are_two_letters() {
        let codes: Vec<_> = COUNTRIES.split_whitespace().collect();
        assert_eq!(codes.len(), 250);
        assert!(codes.is_sorted() && codes.iter().all(|code| code.len() == 2));
        assert!(COUNTRIES.as_bytes().chunks(3).all(|chunk| chunk.len() < 3 || chunk[2] == b' '));
    }
}
