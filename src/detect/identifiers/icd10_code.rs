//! Code of a disease in the International Classification of Diseases, tenth revision, and its American and Swedish forms.
//!
//! A letter, a digit, a digit (in a few newer categories A, B or C), and behind a dot one to four digits or letters:
//! `E11.9`, `S72.001A`, `Z03.8A`. The first three are a category, and not all are in use (WHO, ICD-10 block headings; CMS,
//! "ICD-10-CM Official Guidelines", for the American ones). With the dot and a category it stands by itself; without the
//! dot `B12`, `T20` or `K12` are vitamins, matches and gates, and only a cue makes one. The `V` of transport accidents is a
//! software version far more often.

use super::{Alphabet, Examples, Identifier, Reading, Window, plain_digits, value};
use crate::detect::Reason;
use crate::digits::Form;
use crate::entity::id;

pub(super) const ICD10_CODE: Identifier = Identifier {
    entity: id::ICD10_CODE,
    alphabet: Alphabet::Codes,
    lengths: 3..=7,
    cue_only: false,
    read,
    canonical: plain_digits,
    examples: Examples {
        good: &["E11.9", "f32.1", "S72.001A", "U07.1", "C4A.0", "M54.50", "Z03.8A", "E119", "J45"],
        bad: &["U99", "1E1.9", "E1", "E11.99999", "E17.9", "E11. 9", "E 11 9", "E11 9"],
    },
};

/// First and last category of each letter's stretches, without gaps of one or two.
const CATEGORIES: [(u8, &[(u32, u32)]); 26] = [
    (b'A', &[(0, 9), (15, 28), (30, 99)]),
    (b'B', &[(0, 10), (15, 83), (85, 99)]),
    (b'C', &[(0, 97)]),
    (b'D', &[(0, 89)]),
    (b'E', &[(0, 16), (20, 36), (40, 46), (50, 90)]),
    (b'F', &[(0, 99)]),
    (b'G', &[(0, 14), (20, 26), (30, 32), (35, 37), (40, 47), (50, 73), (80, 99)]),
    (b'H', &[(0, 6), (10, 22), (25, 36), (40, 62), (65, 75), (80, 83), (90, 95)]),
    (b'I', &[(0, 2), (5, 16), (20, 28), (30, 52), (60, 89), (95, 99)]),
    (b'J', &[(0, 22), (30, 47), (60, 70), (80, 86), (90, 99)]),
    (b'K', &[(0, 14), (20, 31), (35, 46), (50, 68), (70, 77), (80, 95)]),
    (b'L', &[(0, 8), (10, 14), (20, 30), (40, 45), (49, 60), (62, 68), (70, 76), (80, 99)]),
    (b'M', &[(0, 27), (30, 36), (40, 54), (60, 63), (65, 73), (75, 77), (79, 97), (99, 99)]),
    (b'N', &[(0, 8), (10, 23), (25, 53), (60, 65), (70, 77), (80, 99)]),
    (b'O', &[(0, 16), (20, 48), (60, 77), (80, 82), (85, 99)]),
    (b'P', &[(0, 15), (19, 29), (35, 39), (50, 61), (70, 84), (90, 96)]),
    (b'Q', &[(0, 7), (10, 18), (20, 28), (30, 45), (50, 56), (60, 87), (89, 93), (95, 99)]),
    (b'R', &[(0, 23), (25, 99)]),
    (b'S', &[(0, 99)]),
    (b'T', &[(0, 34), (36, 98)]),
    (b'U', &[(4, 4), (7, 7), (9, 9)]),
    (b'V', &[(0, 99)]),
    (b'W', &[(0, 99)]),
    (b'X', &[(0, 99)]),
    (b'Y', &[(0, 99)]),
    (b'Z', &[(0, 99)]),
];

/// Categories of the American form that end with a letter.
const LETTERED: [&[u8]; 9] = [b"C4A", b"C7A", b"C7B", b"D3A", b"I5A", b"J4A", b"M1A", b"O9A", b"Z3A"];

fn read(window: &Window<'_>) -> Option<Reading> {
    let chars = window.chars;
    let (letter, tens, unit) = (chars[0], chars[1], chars[2]);
    let shaped =
        letter.is_ascii_uppercase() && tens.is_ascii_digit() && (unit.is_ascii_digit() || b"ABC".contains(&unit));
    let dotted = is_marked(window, |mark| mark == b'.');
    let together = window.groups.len() == 1 || window.form == Form::Spoken || is_marked(window, |mark| mark != b' ');
    if window.glued || window.plus || !shaped || !together {
        return None;
    }
    let known = is_category(&chars[..3]);
    // The sixth and seventh of an American code may be letters, what follows the dot first is a digit, seldom an X.
    let detailed = chars.get(3).is_none_or(|&byte| byte.is_ascii_digit() || byte == b'X');
    let version = letter == b'V' && chars.len() < 7;
    Some(Reading {
        shape: match chars.len() {
            _ if dotted => 40,
            4.. => 18,
            _ => 15,
        },
        check: if known { 5 } else { -30 },
        check_name: if known { Reason::VALID_ICD10 } else { Reason::INVALID_ICD10 },
        grouped: dotted,
        needs_cue: !(dotted && known && detailed) || version,
        placeholder: false,
        detector: "icd10",
    })
}

/// Whether such a mark and nothing else stands behind the category.
fn is_marked(window: &Window<'_>, wanted: fn(u8) -> bool) -> bool {
    let [category, rest] = window.groups else { return false };
    category.len == 3 && wanted(rest.separator) && rest.span.start == category.span.end + 1
}

fn is_category(category: &[u8]) -> bool {
    let within = |stretches: &[(u32, u32)]| {
        let number = value(&category[1..]);
        stretches.iter().any(|&(first, last)| (first..=last).contains(&number))
    };
    match category {
        [_, _, b'0'..=b'9'] => CATEGORIES.iter().any(|&(letter, stretches)| letter == category[0] && within(stretches)),
        _ => LETTERED.contains(&category),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::digits::DigitRun;
    use crate::span::Span;

    #[test]
    fn a_dot_and_a_category_are_enough() {
        for (text, alone) in [
            ("E11.9", true),
            ("S72.001A", true),
            ("C4A.0", true),
            ("E119", false),
            ("B12", false),
            ("E11-9", false),
            ("V10.5", false),
            ("V10.0XXA", true),
            ("U99.1", false),
            ("C5A.0", false),
        ] {
            let mut run = DigitRun::default();
            run.read_code(text.as_bytes(), Span::new(0, text.len() as u32));
            let reading = read(&Window::new(&run, 0, run.groups.len())).unwrap();
            assert_eq!(!reading.needs_cue, alone, "{text}");
        }
    }
}
