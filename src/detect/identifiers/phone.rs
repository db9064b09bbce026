//! Telephone number.
//!
//! | plan | rule | source |
//! | --- | --- | --- |
//! | North America | `NPA-NXX-XXXX`: area `[2-9][0-8]x`, not N11, 37x, 96x or 555; exchange `[2-9]xx`, not N11 | NANPA, "About the North American Numbering Plan" |
//! | Sweden | trunk 0 and 7 to 9 digits; mobiles 070, 072, 073, 076, 079 have 9; area codes of 1 to 3 digits | PTS, "Svensk nummerplan enligt ITU-T E.164" |
//! | United Kingdom | trunk 0 and 10 digits beginning 1, 2, 3, 7 or 8 (0800 also with 9) | Ofcom, "National Telephone Numbering Plan" |
//! | elsewhere | `+` or 00, country code, 15 digits at most | ITU-T E.164 |
//!
//! Of random ten digits 57 % are a North American number: the grouping and the cue speak, not the rule. A slash is
//! never part of a number, and a date's groups are none. Ranges kept for fiction (555-0100 to 0199, 070-174 06 05 to
//! 99) read like any other.
//!
//! Which plan digits without a `+` belong to is decided by prefix and length, the same for reading and for the
//! canonical form: see [`resolve`].

use std::ops::RangeInclusive;

use super::{Alphabet, Examples, Identifier, Reading, Window};
use crate::detect::Reason;
use crate::digits::Form;
use crate::entity::id;

pub(super) const PHONE_NUMBER: Identifier = Identifier {
    entity: id::PHONE_NUMBER,
    alphabet: Alphabet::Digits,
    lengths: 7..=15,
    cue_only: false,
    read,
    canonical,
    examples: Examples {
        good: &[
            "212-555-0142",
            "(212) 555-0142",
            "212.555.0142",
            "2125550142",
            "1-212-555-0142",
            "12125550142",
            "+1 212 555 0142",
            "555-0142",
            "212 555 01 42",
            "070-174 06 05",
            "0701-74 06 05",
            "070 174 06 05",
            "070-1740605",
            "0701740605",
            "08-465 004 12",
            "031-390 06 00",
            "+46 70-174 06 05",
            "+46 (0)70 174 06 05",
            "0046701740605",
            "46701740605",
            "07700 900123",
            "07700900123",
            "020 7946 0018",
            "(01632) 960123",
            "0808 157 0123",
            "+44 20 7946 0018",
            "+47 22 55 01 42",
            "+999 1234 5678",
        ],
        bad: &[
            "112-555-0142",
            "1125550142",
            "2115550142",
            "055-0142",
            "5550142",
            "2020-09-28",
            "2020-09-28 14",
            "03/04/1984",
            "212/555/0142",
            "08-12-1984",
            "07-01-2024 12",
            "21255501425",
            "1726000000",
            "0065 4321 098",
            "020794600",
        ],
    },
};

/// A country's code and how long its numbers are behind it.
struct Country {
    code: &'static [u8],
    lengths: RangeInclusive<usize>,
    /// Whether numbers are dialled with a 0 inside the country that is dropped after the code.
    trunk: bool,
    detector: &'static str,
}

const fn country(code: &'static str, fewest: usize, most: usize, trunk: bool) -> Country {
    Country { code: code.as_bytes(), lengths: fewest..=most, trunk, detector: "phone/e164" }
}

const NANP: Country = Country { code: b"1", lengths: 10..=10, trunk: false, detector: "phone/nanp" };
const SWEDEN: Country = Country { code: b"46", lengths: 7..=9, trunk: true, detector: "phone/se" };
const BRITAIN: Country = Country { code: b"44", lengths: 9..=10, trunk: true, detector: "phone/uk" };

/// No code begins another. Lengths are general knowledge of the national plans: a number of another length loses points
/// and is not dropped.
static COUNTRIES: [Country; 17] = [
    NANP,
    SWEDEN,
    BRITAIN,
    country("47", 8, 8, false),
    country("45", 8, 8, false),
    country("358", 6, 10, true),
    country("49", 6, 11, true),
    country("33", 9, 9, true),
    country("34", 9, 9, false),
    country("39", 6, 11, false),
    country("31", 9, 9, true),
    country("32", 8, 9, true),
    country("353", 7, 9, true),
    country("61", 9, 9, true),
    country("64", 8, 10, true),
    country("91", 10, 10, true),
    country("52", 10, 10, false),
];

/// Digits as a country's number.
#[derive(Clone, Copy)]
struct Number<'a> {
    country: &'a Country,
    /// Without trunk 0.
    national: &'a [u8],
}

impl Number<'_> {
    fn fits(&self) -> bool {
        self.country.lengths.contains(&self.national.len())
    }
}

/// The number that `digits` are, `plus` telling whether a `+` stands before them. The first rule that applies counts:
///
/// 1. after `+`: country code, and a trunk 0 behind it is dropped ("+46 (0)70");
/// 2. after 00, if a known country's code with the right length follows: as after `+`;
/// 3. 0 and ten more digits beginning 1, 2, 3, 7 or 8, or 0800 and six: United Kingdom (no Swedish number is as long);
/// 4. 0, a digit from 1 to 9, and six to eight more: Sweden;
/// 5. ten digits that follow the North American rules, or eleven with a 1 before them: North America;
/// 6. ten digits or more that are a known country's code with the right length: that country;
/// 7. any other ten digits: North America, misread. What is left (seven digits, unknown codes) stays as it is.
fn resolve(digits: &[u8], plus: bool) -> Option<Number<'_>> {
    if plus {
        return abroad(digits);
    }
    match digits {
        [b'0', b'0', rest @ ..] => abroad(rest).filter(Number::fits),
        [b'0', national @ ..] if is_british(national) => Some(Number { country: &BRITAIN, national }),
        [b'0', national @ ..] => {
            SWEDEN.lengths.contains(&national.len()).then_some(Number { country: &SWEDEN, national })
        }
        _ if digits.len() < 10 => None,
        _ if digits.len() == 10 => {
            let misread = Some(Number { country: &NANP, national: digits });
            if is_nanp(digits) { misread } else { abroad(digits).filter(Number::fits).or(misread) }
        }
        _ => abroad(digits).filter(Number::fits),
    }
}

fn abroad(digits: &[u8]) -> Option<Number<'_>> {
    let country = COUNTRIES.iter().find(|country| digits.starts_with(country.code))?;
    let national = &digits[country.code.len()..];
    let trunk = country.trunk && national.starts_with(b"0");
    Some(Number { country, national: &national[usize::from(trunk)..] })
}

fn is_british(national: &[u8]) -> bool {
    match national.len() {
        10 => matches!(national[0], b'1' | b'2' | b'3' | b'7' | b'8'),
        9 => national.starts_with(b"800"),
        _ => false,
    }
}

fn is_nanp(national: &[u8]) -> bool {
    let Some((area, rest)) = national.split_first_chunk::<3>() else { return false };
    let from_two = |digit| (b'2'..=b'9').contains(&digit);
    national.len() == 10
        && from_two(area[0])
        && area[1] != b'9'
        && !is_reserved_area(*area)
        && from_two(rest[0])
        && rest[1..3] != *b"11"
}

fn is_reserved_area(area: [u8; 3]) -> bool {
    matches!(area, [_, b'1', b'1'] | [b'3', b'7', _] | [b'9', b'6', _] | [b'5', b'5', b'5'])
}

fn read(window: &Window<'_>) -> Option<Reading> {
    let slash = window.groups[1..].iter().any(|group| group.separator == b'/');
    if slash || is_dated(window) {
        return None;
    }
    let mut reading = match (window.chars, window.plus) {
        (digits, true) => after_plus(window, resolve(digits, true)),
        ([b'0', b'0', ..], _) => after_zeros(window).or_else(|| misread(window, 0)),
        ([b'0', ..], _) => national(window),
        (digits, _) if digits.len() == 7 => local(window),
        (digits, _) if digits.len() == 10 => nanp(window, 0),
        ([b'1', ..], _) if window.chars.len() == 11 => nanp(window, 1),
        _ => without_plus(window),
    }
    .filter(|reading| window.form == Form::Spoken || !reading.needs_cue || reading.shape + reading.check >= FOREIGN)
    .or_else(|| foreign(window))?;
    reading.placeholder = is_all_equal(window);
    if window.glued {
        // "212-555-0142x12" is a number with its extension, "a2125550142b" a code.
        reading.needs_cue = true;
        reading.shape -= 20;
        return reading.grouped.then_some(reading);
    }
    Some(reading)
}

/// Whether all digits are the same, but for those of a leading country code.
fn is_all_equal(window: &Window<'_>) -> bool {
    let digits = resolve(window.chars, window.plus).map_or(window.chars, |number| number.national);
    digits.windows(2).all(|pair| pair[0] == pair[1])
}

/// Whether three groups with one mark between them are a date: `2020-09-28`, `08.12.1984`.
fn is_dated(window: &Window<'_>) -> bool {
    (0..window.groups.len().saturating_sub(2)).any(|first| {
        let [a, b, c] = [0, 1, 2].map(|index| &window.groups[first + index]);
        let year = |index: usize| (1900..2100).contains(&window.number(index));
        let year_first = a.len == 4 && b.len == 2 && c.len == 2 && year(first);
        let year_last = a.len <= 2 && b.len <= 2 && c.len == 4 && year(first + 2);
        b.separator == c.separator && matches!(b.separator, b'-' | b'.') && (year_first || year_last)
    })
}

/// Whether a group begins at each of these digits.
fn breaks_at(window: &Window<'_>, digits: &[usize]) -> bool {
    let base = window.groups[0].first;
    digits.iter().all(|&digit| window.groups.iter().any(|group| usize::from(group.first - base) == digit))
}

fn reading(detector: &'static str, shape: i16, grouped: bool) -> Reading {
    Reading { shape, grouped, detector, ..Reading::default() }
}

fn cued(detector: &'static str, shape: i16, grouped: bool) -> Reading {
    Reading { needs_cue: true, ..reading(detector, shape, grouped) }
}

/// Ten digits of North America behind `lead` digits of country code.
fn nanp(window: &Window<'_>, lead: usize) -> Option<Reading> {
    if !is_nanp(&window.chars[lead..]) {
        return misread(window, lead);
    }
    let usual = is_three_three_four(window, lead);
    let bare = window.groups.len() == 1 || (lead == 1 && window.is_grouped(&[1, 10]));
    let shape = match (usual, bare) {
        (true, _) => 48,
        // Ten digits in somebody's speech that could be a telephone number mostly are one.
        (_, true) if window.form == Form::Spoken && !window.swedish => 44,
        (_, true) if lead == 0 => 23,
        (_, true) => 28,
        _ if breaks_at(window, &[lead + 3, lead + 6]) || window.is_grouped(&[3, 7]) => 28,
        _ => 8,
    };
    Some(Reading {
        check: 2,
        check_name: Reason::VALID_NANP,
        needs_cue: shape < 20,
        ..reading(NANP.detector, shape, usual)
    })
}

fn is_three_three_four(window: &Window<'_>, lead: usize) -> bool {
    let lengths: &[&[u16]] = if lead == 0 { &[&[3, 3, 4]] } else { &[&[1, 3, 3, 4], &[4, 3, 4]] };
    lengths.iter().any(|lengths| window.is_grouped(lengths))
}

/// Three-three-four with an area or exchange that nobody has: people and recognisers get digits wrong.
fn misread(window: &Window<'_>, lead: usize) -> Option<Reading> {
    is_three_three_four(window, lead).then(|| Reading {
        check: -38,
        check_name: Reason::INVALID_NANP,
        ..cued(NANP.detector, 48, true)
    })
}

/// Seven digits without an area code.
fn local(window: &Window<'_>) -> Option<Reading> {
    let exchange = window.chars[0] >= b'2' && window.chars[1..3] != *b"11";
    let usual = window.is_grouped(&[3, 4]);
    let shape = match (usual, window.form) {
        (true, _) => 25,
        (_, Form::Spoken) => 15,
        _ => 10,
    };
    let possible = exchange && (usual || window.groups.len() == 1 || breaks_at(window, &[3]));
    possible.then(|| cued("phone/local", shape, usual))
}

/// A number with its trunk 0: British or Swedish, by length and prefix.
fn national(window: &Window<'_>) -> Option<Reading> {
    match resolve(window.chars, false)?.country.code {
        b"44" => Some(british(window)),
        _ => swedish(window),
    }
}

fn british(window: &Window<'_>) -> Reading {
    let usual: &[&[u16]] = match window.chars[1] {
        b'7' => &[&[5, 6], &[5, 3, 3], &[5, 2, 2, 2]],
        b'2' => &[&[3, 4, 4]],
        b'1' => &[&[4, 3, 4], &[5, 6], &[5, 3, 3]],
        _ => &[&[4, 3, 4], &[4, 6], &[4, 3, 3]],
    };
    let usual = usual.iter().any(|lengths| window.is_grouped(lengths));
    let mobile = window.chars[1] == b'7';
    match (usual, mobile, window.groups.len()) {
        // A zero and ten digits are said of telephone numbers only.
        _ if window.form == Form::Spoken => reading(BRITAIN.detector, 46, false),
        (true, _, _) => reading(BRITAIN.detector, 45, true),
        (_, true, 1) => reading(BRITAIN.detector, 30, false),
        (_, true, _) => reading(BRITAIN.detector, 25, false),
        (_, _, 1) => cued(BRITAIN.detector, 10, false),
        _ => cued(BRITAIN.detector, 15, false),
    }
}

/// Swedish three-digit area codes with their 0; 08 has two digits, all others four.
const AREAS: [&[u8; 3]; 29] = [
    b"010", b"011", b"013", b"016", b"018", b"019", b"020", b"021", b"023", b"026", b"031", b"033", b"035", b"036",
    b"040", b"042", b"044", b"046", b"054", b"060", b"063", b"070", b"072", b"073", b"076", b"079", b"090", b"077",
    b"071",
];

fn swedish(window: &Window<'_>) -> Option<Reading> {
    let digits = window.chars;
    let mobile = matches!(digits, [b'0', b'7', b'0' | b'2' | b'3' | b'6' | b'9', ..]);
    let area = match digits {
        [b'0', b'8', ..] => 2,
        _ if AREAS.iter().any(|area| digits.starts_with(*area)) => 3,
        _ => 4,
    };
    if digits[1] == b'0' || (mobile && digits.len() != 10) || (area == 4 && digits.len() < 9) {
        return None;
    }
    let first = usize::from(window.groups[0].len);
    let split = window.groups.len() > 1 && (first == area || (area == 3 && digits[1] == b'7' && first == 4));
    if !split {
        return Some(match (mobile, window.groups.len()) {
            // A zero in front is said of telephone numbers only.
            _ if window.swedish && area < 4 => reading(SWEDEN.detector, 46, false),
            (true, 1) => reading(SWEDEN.detector, 30, false),
            (true, _) => reading(SWEDEN.detector, 25, false),
            _ => cued(SWEDEN.detector, 10, false),
        });
    }
    Some(swedish_subscriber(window, mobile))
}

/// A number whose first group is its area code, judged by the mark behind it and by the groups of the subscriber's
/// part.
fn swedish_subscriber(window: &Window<'_>, mobile: bool) -> Reading {
    let marked = matches!(window.groups[1].separator, b'-' | b')');
    let rest = &window.groups[2..];
    let small = !rest.is_empty() && window.groups[1..].iter().all(|group| matches!(group.len, 2 | 3));
    let halves = mobile && window.is_grouped(&[3, 3, 4]);
    let shape = match (small || halves, rest.is_empty(), mobile || marked) {
        (true, _, true) => 50,
        (true, _, false) | (_, true, true) => 40,
        _ => 15,
    };
    Reading { needs_cue: shape < 20, ..reading(SWEDEN.detector, shape, shape >= 40) }
}

/// A `+` and what follows.
fn after_plus(window: &Window<'_>, number: Option<Number<'_>>) -> Option<Reading> {
    let grouped = window.groups.len() > 1;
    match number {
        Some(number) if number.country.code == NANP.code && number.fits() => {
            let valid = is_nanp(number.national);
            let shape = if valid { 58 } else { 48 };
            let check = if valid { 2 } else { -8 };
            let check_name = if valid { Reason::VALID_NANP } else { Reason::INVALID_NANP };
            Some(Reading { check, check_name, ..reading(NANP.detector, shape, grouped) })
        }
        Some(number) if number.fits() => Some(reading(number.country.detector, 60, grouped)),
        Some(number) if window.chars.len() < 9 => Some(cued(number.country.detector, 20, false)),
        _ => (window.chars.len() >= 8).then(|| reading("phone/e164", if grouped { 46 } else { 38 }, false)),
    }
}

/// 00 for `+`: only before known countries, for ids begin with zeros too.
fn after_zeros(window: &Window<'_>) -> Option<Reading> {
    let number = resolve(window.chars, false)?;
    let grouped = window.groups.len() > 1;
    Some(reading(number.country.detector, if grouped { 52 } else { 45 }, grouped))
}

/// What digits in the groups of some country's numbers are worth: found beside a weak cue.
const FOREIGN: i16 = 18;

/// Digits in the groups of some country's numbers: only a cue can tell.
fn foreign(window: &Window<'_>) -> Option<Reading> {
    let short = window.groups.iter().all(|group| group.len <= 11);
    let marked = window.groups[1..].iter().all(|group| matches!(group.separator, b' ' | b'-' | b'.' | b')'));
    (window.form == Form::Written && short && marked && window.chars.len() >= 7)
        .then(|| cued("phone/other", FOREIGN, false))
}

/// A country code with neither `+` nor 00.
fn without_plus(window: &Window<'_>) -> Option<Reading> {
    let number = resolve(window.chars, false)?;
    let near = number.country.detector != "phone/e164";
    Some(cued(number.country.detector, if near { 20 } else { 18 }, false))
}

/// The digits of ITU-T E.164 without its plus: country code and number, by the rules of [`resolve`]. A `+` before
/// `digits` counts. Seven-digit local numbers and unknown codes stay as they are.
fn canonical(digits: &[u8], out: &mut Vec<u8>) {
    let (digits, plus) = digits.strip_prefix(b"+").map_or((digits, false), |digits| (digits, true));
    match resolve(digits, plus) {
        Some(number) => {
            out.extend_from_slice(number.country.code);
            out.extend_from_slice(number.national);
        }
        None => out.extend_from_slice(digits),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::digits::DigitRun;

    fn reading(text: &str) -> Option<Reading> {
        let mut run = DigitRun::default();
        run.read(text.as_bytes(), 0, text.find(|c: char| c.is_ascii_digit())?, text.len());
        let window = Window::new(&run, 0, run.groups.len());
        PHONE_NUMBER.lengths.contains(&window.chars.len()).then(|| read(&window)).flatten()
    }

    fn form(digits: &str) -> String {
        let mut out = Vec::new();
        canonical(digits.as_bytes(), &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn points_follow_the_written_shape() {
        for (text, detector, points, needs_cue) in [
            ("212-555-0142", "phone/nanp", 50, false),
            ("(212) 555-0142", "phone/nanp", 50, false),
            ("2125550142", "phone/nanp", 25, false),
            ("212 5550142", "phone/nanp", 30, false),
            ("2 1 2 5 5 5 0 1 4 2", "phone/nanp", 30, false),
            ("21 25 55 01 42", "phone/other", 18, true),
            // The shape of a personnummer.
            ("212555-0142", "phone/other", 18, true),
            ("112-555-0142", "phone/other", 18, true),
            ("000-555-0142", "phone/other", 18, true),
            ("+1 212 555 0142", "phone/nanp", 60, false),
            ("555-0142", "phone/local", 25, true),
            ("070-174 06 05", "phone/se", 50, false),
            ("0701-74 06 05", "phone/se", 50, false),
            ("08-465 004 12", "phone/se", 50, false),
            ("0701740605", "phone/se", 30, false),
            ("0980-31 92 00", "phone/se", 50, false),
            ("+46701740605", "phone/se", 60, false),
            ("07700 900123", "phone/uk", 45, false),
            ("020 7946 0018", "phone/uk", 45, false),
            ("+44 (0)20 7946 0018", "phone/uk", 60, false),
            ("+33 1 99 00 12 34", "phone/e164", 60, false),
            ("+999 1234 5678", "phone/e164", 46, false),
        ] {
            let found = reading(text).map(|found| (found.detector, found.shape + found.check, found.needs_cue));
            assert_eq!(found, Some((detector, points, needs_cue)), "{text}");
        }
    }

    #[test]
    fn dates_and_ids_are_none() {
        for text in ["2020-09-28", "2024-01-15 12", "03/04/1984", "1984.12.08", "212/555-0142"] {
            assert!(reading(text).is_none(), "{text}");
        }
        for text in ["0000000000", "12115678901"] {
            assert!(reading(text).is_none_or(|reading| reading.needs_cue), "{text}");
        }
    }

    #[test]
    fn an_extension_glued_on_leaves_a_number() {
        assert!(reading("212-555-0142x12").is_some_and(|reading| !reading.needs_cue));
        assert!(reading("2125550142x").is_none());
    }

    #[test]
    fn equal_digits_are_nobodys_but_fiction_is_not() {
        assert!(reading("222-222-2222").unwrap().placeholder);
        assert!(reading("+1 555 555 5555").unwrap().placeholder);
        assert!(!reading("212-555-0142").unwrap().placeholder);
    }

    #[test]
    fn one_form_for_all_spellings() {
        for (digits, wanted) in [
            ("2125550142", "12125550142"),
            ("12125550142", "12125550142"),
            ("+12125550142", "12125550142"),
            ("0701740605", "46701740605"),
            ("46701740605", "46701740605"),
            ("+460701740605", "46701740605"),
            ("0046701740605", "46701740605"),
            ("0846500412", "46846500412"),
            ("4631390060", "4631390060"),
            ("+4684650041", "4684650041"),
            ("07700900123", "447700900123"),
            ("02079460018", "442079460018"),
            ("+4402079460018", "442079460018"),
            ("0800123456", "44800123456"),
            ("5550142", "5550142"),
            ("+99912345678", "99912345678"),
            ("", ""),
        ] {
            assert_eq!(form(digits), wanted, "{digits}");
        }
    }

    proptest! {
        #[test]
        fn swedish_spellings_agree(national in "7[02369][0-9]{7}|8[1-9][0-9]{5,7}|31[1-9][0-9]{5}") {
            let wanted = format!("46{national}");
            for prefix in ["0", "+46", "+460", "0046"] {
                prop_assert_eq!(form(&format!("{prefix}{national}")), wanted.clone());
            }
        }

        #[test]
        fn british_spellings_agree(national in "7[1-9][0-9]{8}|20[0-9]{8}|1[2-9][0-9]{8}") {
            let wanted = format!("44{national}");
            for prefix in ["0", "+44", "+440", "0044"] {
                prop_assert_eq!(form(&format!("{prefix}{national}")), wanted.clone());
            }
        }

        #[test]
        fn no_bytes_panic(text in "[-+0-9 .()/x]{0,40}", bytes: Vec<u8>) {
            let _ = (reading(&text), canonical(&bytes, &mut Vec::new()));
        }
    }
}
