//! Numbers as people say them.

#[rustfmt::skip]
const ONES: [&str; 20] = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
];
const TENS: [&str; 10] = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
#[rustfmt::skip]
const ORDINALS: [&str; 20] = [
    "zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
];

/// How somebody reads a number out.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "four habits that do not depend on each other")]
pub(super) struct Manner {
    /// Says "oh" for the digit 0, not "zero".
    pub oh: bool,
    /// Says groups of two or four digits in pairs: "forty two fifteen".
    pub pairs: bool,
    /// Says "double four" for two equal digits.
    pub double: bool,
    /// What stands between the groups: a comma where somebody formatted the text.
    pub comma: bool,
}

/// Appends `n` in words: "two hundred forty two"; below 100 with a hyphen if asked for.
pub(super) fn cardinal(out: &mut String, n: u32, hyphen: bool) {
    match n {
        0..=19 => out.push_str(ONES[n as usize]),
        20..=99 => {
            out.push_str(TENS[(n / 10) as usize]);
            if !n.is_multiple_of(10) {
                out.push(if hyphen { '-' } else { ' ' });
                out.push_str(ONES[(n % 10) as usize]);
            }
        }
        100..=999 => scaled(out, n, 100, " hundred", hyphen),
        1000..=999_999 => scaled(out, n, 1000, " thousand", hyphen),
        _ => scaled(out, n, 1_000_000, " million", hyphen),
    }
}

fn scaled(out: &mut String, n: u32, unit: u32, name: &str, hyphen: bool) {
    cardinal(out, n / unit, hyphen);
    out.push_str(name);
    if !n.is_multiple_of(unit) {
        out.push(' ');
        cardinal(out, n % unit, hyphen);
    }
}

/// Appends a day of the month: "twenty first".
pub(super) fn ordinal(out: &mut String, n: u32) {
    match n {
        0..=19 => out.push_str(ORDINALS[n as usize]),
        20 => out.push_str("twentieth"),
        30 => out.push_str("thirtieth"),
        _ => {
            out.push_str(TENS[(n / 10 % 10) as usize]);
            out.push(' ');
            out.push_str(ORDINALS[(n % 10) as usize]);
        }
    }
}

/// Appends a year: "nineteen eighty four", "two thousand five", "twenty fifteen".
pub(super) fn year(out: &mut String, year: u32) {
    if (2000..2010).contains(&year) {
        cardinal(out, year, false);
    } else {
        cardinal(out, year / 100, false);
        out.push(' ');
        pair(out, year % 100, true);
    }
}

/// Appends a number below 100 as it is said inside a longer one: "oh five", "forty two", "hundred".
fn pair(out: &mut String, n: u32, oh: bool) {
    match n {
        0 => out.push_str("hundred"),
        1..=9 => {
            out.push_str(if oh { "oh " } else { "zero " });
            out.push_str(ONES[n as usize]);
        }
        _ => cardinal(out, n, false),
    }
}

/// Appends digits, letters and separators (anything else, which ends a group) as they are read out.
pub(super) fn characters(out: &mut String, text: &[u8], manner: Manner) {
    let mut first = true;
    for group in text.split(|b| !b.is_ascii_alphanumeric()).filter(|group| !group.is_empty()) {
        if !first {
            out.push_str(if manner.comma { ", " } else { " " });
        }
        first = false;
        one_group(out, group, manner);
    }
}

fn one_group(out: &mut String, group: &[u8], manner: Manner) {
    let paired = manner.pairs && group.iter().all(u8::is_ascii_digit) && group.chunks_exact(2).all(|two| two != b"00");
    if paired && group.len().is_multiple_of(2) {
        for (i, two) in group.chunks_exact(2).enumerate() {
            space_between(out, i);
            pair(out, u32::from(two[0] - b'0') * 10 + u32::from(two[1] - b'0'), manner.oh);
        }
        return;
    }
    let mut i = 0;
    while let Some(&c) = group.get(i) {
        space_between(out, i);
        if manner.double && group.get(i + 1) == Some(&c) && c.is_ascii_digit() {
            out.push_str("double ");
            i += 1;
        }
        character(out, c, manner.oh);
        i += 1;
    }
}

fn space_between(out: &mut String, i: usize) {
    if i > 0 {
        out.push(' ');
    }
}

fn character(out: &mut String, c: u8, oh: bool) {
    match c {
        b'0' if oh => out.push_str("oh"),
        b'0'..=b'9' => out.push_str(ONES[usize::from(c - b'0')]),
        _ => out.push(char::from(c.to_ascii_lowercase())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Manner = Manner { oh: true, pairs: false, double: false, comma: false };

    fn said(text: &str, manner: Manner) -> String {
        let mut out = String::new();
        characters(&mut out, text.as_bytes(), manner);
        out
    }

    #[test]
    fn digits_are_read_out() {
        assert_eq!(said("212-555-0142", PLAIN), "two one two five five five oh one four two");
        assert_eq!(said("555 0144", Manner { comma: true, ..PLAIN }), "five five five, oh one four four");
        assert_eq!(said("4215", Manner { pairs: true, ..PLAIN }), "forty two fifteen");
        assert_eq!(said("0142", Manner { pairs: true, ..PLAIN }), "oh one forty two");
        assert_eq!(said("4400", Manner { pairs: true, double: true, ..PLAIN }), "double four double oh");
        assert_eq!(said("B12", PLAIN), "b one two");
    }

    #[test]
    fn numbers_and_years() {
        let mut out = String::new();
        cardinal(&mut out, 1242, true);
        assert_eq!(out, "one thousand two hundred forty-two");
        out.clear();
        year(&mut out, 1984);
        out.push('/');
        year(&mut out, 1905);
        out.push('/');
        ordinal(&mut out, 31);
        assert_eq!(out, "nineteen eighty four/nineteen oh five/thirty first");
    }
}
