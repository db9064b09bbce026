//! Driving licence: American, British and Swedish.
//!
//! The American states each have their own: seven to fourteen digits, or one to three letters and digits, in shapes that
//! overlap and carry no check (AAMVA, "DL/ID Card Design Standard", leaves the number to the states). So they need a cue.
//!
//! The British one has sixteen characters that say who it is: five of the surname, filled with 9, the decade of birth,
//! month (women's plus 50), day, last digit of the year, two initials, a digit and two letters of check (DVLA, INF1D).
//! The check is not published; of random sixteen characters next to none has this shape. In Northern Ireland it is eight
//! digits. The Swedish one has been the holder's personnummer, ten or twelve digits, and eight digits with the card's own.

use super::cued::{KNOWN, UNUSUAL, cued, digits_in, is_quantity, matches, number};
use super::{Alphabet, Examples, Identifier, Reading, Window, plain_digits, value};
use crate::entity::id;

pub(super) const DRIVER_LICENSE: Identifier = Identifier {
    entity: id::DRIVER_LICENSE,
    alphabet: Alphabet::Digits,
    lengths: 6..=14,
    cue_only: true,
    read: |window| number(window, &(7..=14), "license/number"),
    canonical: plain_digits,
    examples: Examples {
        good: &["448291033", "41882937", "4482 9103 77", "8405125567"],
        bad: &["536-90-4399", "05-12-2024", "448291"],
    },
};

pub(super) const DRIVER_LICENSE_CODE: Identifier = Identifier {
    entity: id::DRIVER_LICENSE,
    alphabet: Alphabet::Codes,
    lengths: 5..=18,
    cue_only: true,
    read: read_state,
    canonical: plain_digits,
    examples: Examples {
        good: &["W4482913", "D448-2910-3377", "RK448291", "W225 5078 4113", "12ABC34567"],
        bad: &["20 mg", "ABC12", "10am"],
    },
};

pub(super) const DRIVER_LICENSE_UK: Identifier = Identifier {
    entity: id::DRIVER_LICENSE,
    alphabet: Alphabet::Codes,
    lengths: 16..=16,
    cue_only: false,
    read: read_british,
    canonical: plain_digits,
    examples: Examples {
        good: &["ELLWD803124JT9KX", "FOX99 853124 J99KX", "morga657054sm9ij"],
        bad: &["ELLWD813124JT9KX", "ELLWD803324JT9KX", "9FOX9803124JT9KX", "ELLWD803124JTKKX"],
    },
};

/// States' shapes of letters and then digits: how many letters, and of digits the fewest and the most.
const LETTERS_FIRST: [(usize, usize, usize); 5] = [(1, 6, 14), (1, 18, 18), (2, 5, 8), (3, 6, 6), (3, 8, 8)];

/// The others: Idaho, Iowa, Kansas, Maine and Vermont, Missouri, New Hampshire.
const MIXED: [&str; 9] =
    ["AA999999A", "999AA9999", "A9A9A", "9999999A", "A999999A", "99999999AA", "999999999A", "999A999999", "99AAA99999"];

fn read_state(window: &Window<'_>) -> Option<Reading> {
    let (chars, digits) = (window.chars, digits_in(window.chars));
    if digits < 2 || is_quantity(chars) {
        return None;
    }
    let letters = chars.iter().take_while(|byte| byte.is_ascii_uppercase()).count();
    let rest = chars.len() - letters;
    let letters_first = rest == digits
        && LETTERS_FIRST.iter().any(|&(count, least, most)| letters == count && (least..=most).contains(&rest));
    let shape = match letters_first || MIXED.iter().any(|pattern| matches(pattern, chars)) {
        true => KNOWN,
        // Washington's have letters anywhere, and letters get lost in speech.
        false if digits >= 4 && chars.len() >= 6 => 15,
        false => UNUSUAL,
    };
    Some(cued(shape, "license/us"))
}

/// Numbers of the specimen cards that the DVLA has printed.
const SPECIMENS: [&[u8]; 2] = [b"MORGA657054SM9IJ", b"MORGA753116SM9IJ"];

fn read_british(window: &Window<'_>) -> Option<Reading> {
    let chars = window.chars;
    let (name, birth, initials) = (chars.get(..5)?, chars.get(5..11)?, chars.get(11..16)?);
    let letters = name.iter().take_while(|byte| byte.is_ascii_uppercase()).count();
    let named = letters > 0 && name[letters..].iter().all(|&byte| byte == b'9');
    let tail = initials[0].is_ascii_uppercase()
        && (initials[1] == b'9' || initials[1].is_ascii_uppercase())
        && matches("9AA", &initials[2..]);
    if !named || !tail || !birth.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let (month, day) = (value(&birth[1..3]), value(&birth[3..5]));
    let born = matches!(month, 1..=12 | 51..=62) && matches!(day, 1..=31);
    born.then(|| Reading {
        shape: 60,
        placeholder: SPECIMENS.contains(&chars),
        detector: "license/uk",
        ..Reading::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::digits::DigitRun;
    use crate::span::Span;

    fn reading(read: fn(&Window<'_>) -> Option<Reading>, text: &str) -> Option<Reading> {
        let mut run = DigitRun::default();
        run.read_code(text.as_bytes(), Span::new(0, text.len() as u32));
        read(&Window::new(&run, 0, run.groups.len()))
    }

    #[test]
    fn states_shapes_are_known() {
        for text in ["A1234567", "F255921650941", "NHL12345678", "AB123456C", "99AAA12345", "1234567A", "K1A2B"] {
            assert_eq!(reading(read_state, text).map(|reading| reading.shape), Some(KNOWN), "{text}");
        }
        for (text, shape) in [("WDLABC4567DG", 15), ("ABCD12", 5)] {
            assert_eq!(reading(read_state, text).map(|reading| reading.shape), Some(shape), "{text}");
        }
    }

    #[test]
    fn a_british_one_needs_no_cue() {
        let woman = reading(read_british, "ELLWD853124J99KX").unwrap();
        assert!(!woman.needs_cue && woman.shape >= 45 && !woman.placeholder);
        assert!(reading(read_british, "MORGA657054SM9IJ").unwrap().placeholder);
        for text in ["ELLWD803004JT9KX", "ELLWD863124JT9KX", "EL9WD803124JT9KX", "99999803124JT9KX"] {
            assert!(reading(read_british, text).is_none(), "{text}");
        }
    }
}
