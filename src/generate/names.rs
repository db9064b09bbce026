//! Invented names: surnames, towns, streets, firms and brands, each made from its rank by joining syllables.
//!
//! Nothing is stored: the same rank always gives the same name, and ranks drawn by Zipf's law give the names the
//! frequencies that names have, with a long tail of those heard once.

use super::rng::{Rng, mix};

#[rustfmt::skip]
const HEADS: [&str; 132] = [
    "ash", "bar", "bran", "brad", "cald", "carl", "cor", "dal", "den", "dun", "el", "fair", "fen", "gar", "gran", "had",
    "hal", "har", "hart", "hol", "kel", "ken", "lang", "lind", "mar", "mel", "nor", "oak", "pem", "quin", "ral", "rad",
    "ros", "sand", "shel", "sten", "tal", "thorn", "til", "ul", "ver", "wal", "war", "wes", "whit", "wil", "win", "wood",
    "yar", "ab", "al", "an", "bal", "bas", "bel", "ber", "bor", "brun", "bur", "cam", "car", "cast", "chad", "clay",
    "col", "cran", "cres", "cul", "dam", "dar", "del", "dol", "dor", "drum", "eb", "ed", "em", "er", "fal", "far", "fin",
    "flan", "for", "fran", "gal", "gil", "glen", "gor", "grim", "gul", "ham", "hen", "her", "hod", "hun", "il", "in",
    "jas", "jen", "kas", "kir", "kol", "kram", "lam", "lar", "len", "lor", "lun", "mal", "man", "mil", "mor", "mun",
    "nav", "nel", "nes", "ol", "or", "os", "pal", "par", "pel", "per", "pol", "ran", "rem", "rol", "sal", "tor", "van",
    "vol", "zan",
];
#[rustfmt::skip]
const MIDDLES: [&str; 24] = [
    "er", "in", "en", "ing", "a", "o", "i", "el", "al", "or", "an", "is", "e", "u", "ar", "en", "ol", "il", "am", "et",
    "os", "iv", "ev", "ad",
];
#[rustfmt::skip]
const TAILS: [&str; 84] = [
    "ford", "by", "ton", "well", "wick", "man", "ner", "ley", "ster", "field", "shaw", "worth", "ham", "ett", "er", "son",
    "sen", "ski", "ano", "ez", "berg", "stein", "dale", "combe", "more", "ridge", "gate", "mere", "low", "croft", "kin",
    "kins", "cott", "brook", "land", "ard", "ick", "in", "is", "elli", "etti", "ova", "enko", "uk", "escu", "idis",
    "opoulos", "ian", "yan", "vich", "strom", "quist", "gren", "dahl", "holm", "bach", "mann", "meyer", "hoff", "inger",
    "ette", "eau", "ault", "ard", "oux", "illo", "ado", "ero", "ada", "ula", "ani", "osi", "ucci", "ini", "ander",
    "ington", "erly", "ison", "ock", "ell", "el", "ow", "et", "om",
];
#[rustfmt::skip]
const TOWN_TAILS: [&str; 24] = [
    "ville", "burg", "field", "port", "haven", "dale", " springs", " falls", " heights", " grove", "mont", "view", "ton",
    "ford", "wood", " creek", " junction", "boro", " park", " mills", "land", " center", " ridge", " hollow",
];
#[rustfmt::skip]
const STREET_KINDS: [&str; 16] = [
    "street", "avenue", "road", "drive", "lane", "court", "boulevard", "way", "place", "circle", "terrace", "trail",
    "street", "avenue", "road", "drive",
];
#[rustfmt::skip]
const TRADES: [&str; 48] = [
    "plumbing", "heating and air", "electric", "roofing", "flooring", "auto body", "tire and lube", "landscaping",
    "tree service", "lawn care", "painting", "drywall", "cabinets", "furniture", "appliance", "hardware", "lumber",
    "feed and seed", "nursery", "florist", "bakery", "catering", "grill", "diner", "pizza", "market", "deli", "books",
    "music", "toys", "cycles", "sporting goods", "outfitters", "marina", "storage", "movers", "freight", "couriers",
    "printing", "signs", "design", "software", "networks", "security", "cleaners", "laundry", "and sons", "brothers",
];
#[rustfmt::skip]
const BRAND_HEADS: [&str; 48] = [
    "ve", "lu", "no", "ka", "ri", "to", "zen", "tra", "qui", "pol", "ax", "bri", "cor", "dex", "ek", "fo", "gly", "hy",
    "ix", "ju", "kro", "lex", "mo", "nex", "op", "pra", "ro", "sy", "tri", "ul", "va", "wy", "xe", "yo", "zi", "al",
    "bel", "cy", "du", "el", "fy", "ga", "ha", "in", "jo", "ke", "li", "ma",
];
#[rustfmt::skip]
const BRAND_TAILS: [&str; 24] = [
    "mar", "nix", "lis", "tec", "max", "ron", "via", "ora", "pus", "dyne", "star", "line", "lux", "matic", "flow", "cast",
    "wave", "craft", "mate", "gen", "tone", "ride", "well", "zo",
];

/// How a name is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    Lower,
    Title,
    Upper,
}

/// A rank of a name: low ranks are common.
pub(super) const fn rank(rng: &mut Rng) -> u32 {
    rng.zipf(6, 17)
}

/// A different number for each kind of name, so that the common towns are not called as the common surnames.
fn spread(rank: u32, kind: u64) -> u32 {
    (mix((u64::from(rank) << 4) | kind) >> 32) as u32
}

fn part<'a>(of: &[&'a str], at: u32) -> &'a str {
    of[at as usize % of.len()]
}

/// Appends the surname of a rank.
pub(super) fn surname(out: &mut String, rank: u32, case: Case) {
    let start = out.len();
    stem(out, rank, 1);
    out.push_str(part(&TAILS, spread(rank, 2)));
    recase(out, start, case);
}

/// The first half of a name: one syllable or two, the rarer names having more.
fn stem(out: &mut String, rank: u32, kind: u64) {
    let at = spread(rank, kind);
    out.push_str(part(&HEADS, at));
    if rank > 2048 || at.is_multiple_of(5) {
        out.push_str(part(&MIDDLES, at >> 16));
    }
}

/// Appends the town of a rank.
pub(super) fn town(out: &mut String, rank: u32, case: Case) {
    let start = out.len();
    stem(out, rank, 3);
    out.push_str(part(&TOWN_TAILS, spread(rank, 4)));
    recase(out, start, case);
}

/// Appends the street of a rank, without a number.
pub(super) fn street(out: &mut String, rank: u32, case: Case) {
    let start = out.len();
    stem(out, rank, 5);
    let at = spread(rank, 6);
    out.push_str(part(&TAILS, at));
    out.push(' ');
    out.push_str(part(&STREET_KINDS, at >> 16));
    recase(out, start, case);
}

/// Appends the firm of a rank: "harbeck plumbing".
pub(super) fn firm(out: &mut String, rank: u32, case: Case) {
    let start = out.len();
    stem(out, rank, 7);
    let at = spread(rank, 8);
    out.push_str(part(&TAILS, at));
    out.push(' ');
    out.push_str(part(&TRADES, at >> 16));
    recase(out, start, case);
}

/// Appends the brand of a rank: "velmatic".
pub(super) fn brand(out: &mut String, rank: u32, case: Case) {
    let start = out.len();
    let at = spread(rank, 9);
    out.push_str(part(&BRAND_HEADS, at));
    if rank > 512 || at.is_multiple_of(3) {
        out.push_str(part(&BRAND_HEADS, at >> 8));
    }
    out.push_str(part(&BRAND_TAILS, at >> 16));
    recase(out, start, case);
}

/// Gives the text from `start` on, which is in lower case, the case wanted; "and" stays small in a title.
pub(super) fn recase(out: &mut str, start: usize, case: Case) {
    let Some(name) = out.get_mut(start..) else { return };
    match case {
        Case::Lower => {}
        Case::Upper => name.make_ascii_uppercase(),
        Case::Title => {
            let mut at = 0;
            while at < name.len() {
                let end = name[at..].find(' ').map_or(name.len(), |space| at + space);
                if &name[at..end] != "and" {
                    name.get_mut(at..at + 1).into_iter().for_each(str::make_ascii_uppercase);
                }
                at = end + 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    fn name(make: fn(&mut String, u32, Case), rank: u32, case: Case) -> String {
        let mut out = String::new();
        make(&mut out, rank, case);
        out
    }

    #[test]
    fn names_are_many_and_fixed() {
        let surnames: HashSet<_> = (64..20_000).map(|rank| name(surname, rank, Case::Title)).collect();
        assert!(surnames.len() > 15_000, "{}", surnames.len());
        assert_eq!(name(town, 99, Case::Upper), name(town, 99, Case::Title).to_uppercase());
    }

    #[test]
    fn and_is_not_a_name() {
        let mut text = "harbeck heating and air".to_owned();
        recase(&mut text, 0, Case::Title);
        assert_eq!(text, "Harbeck Heating and Air");
    }
}
