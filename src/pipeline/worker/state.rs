//! The state of a record whose fields name none: by an address in it, else by a telephone number's area code.
//!
//! A guess for the split by state, never a finding. Facts: the North American Numbering Plan's area codes (NANPA, from
//! general knowledge as of 2024; codes that two provinces share are left out), ranges of the first three digits of ZIP codes
//! (USPS publication, from general knowledge), codes of states and provinces (ISO 3166-2).

use crate::entity::{EntityId, id};
use crate::fold;
use crate::tally::Basis;

/// Code, name and area codes.
type Region = (&'static str, &'static str, &'static [u16]);

#[rustfmt::skip]
const REGIONS: [Region; 65] = [
    ("AL", "alabama", &[205, 251, 256, 334, 659, 938]),
    ("AK", "alaska", &[907]),
    ("AZ", "arizona", &[480, 520, 602, 623, 928]),
    ("AR", "arkansas", &[327, 479, 501, 870]),
    ("CA", "california", &[209, 213, 279, 310, 323, 341, 350, 369, 408, 415, 424, 442, 510, 530, 559, 562, 619, 626, 628, 650,
        657, 661, 669, 707, 714, 738, 747, 760, 805, 818, 820, 831, 837, 840, 858, 909, 916, 925, 949, 951]),
    ("CO", "colorado", &[303, 719, 720, 970, 983]),
    ("CT", "connecticut", &[203, 475, 860, 959]),
    ("DE", "delaware", &[302]),
    ("DC", "district of columbia", &[202, 771]),
    ("FL", "florida", &[239, 305, 321, 324, 352, 386, 407, 448, 561, 645, 656, 689, 727, 728, 754, 772, 786, 813, 850, 863, 904,
        941, 954]),
    ("GA", "georgia", &[229, 404, 470, 478, 678, 706, 762, 770, 912, 943]),
    ("HI", "hawaii", &[808]),
    ("ID", "idaho", &[208, 986]),
    ("IL", "illinois", &[217, 224, 309, 312, 331, 447, 464, 618, 630, 708, 730, 773, 779, 815, 847, 861, 872]),
    ("IN", "indiana", &[219, 260, 317, 463, 574, 765, 812, 930]),
    ("IA", "iowa", &[319, 515, 563, 641, 712]),
    ("KS", "kansas", &[316, 620, 785, 913]),
    ("KY", "kentucky", &[270, 364, 502, 606, 859]),
    ("LA", "louisiana", &[225, 318, 337, 504, 985]),
    ("ME", "maine", &[207]),
    ("MD", "maryland", &[227, 240, 301, 410, 443, 667]),
    ("MA", "massachusetts", &[339, 351, 413, 508, 617, 774, 781, 857, 978]),
    ("MI", "michigan", &[231, 248, 269, 313, 517, 586, 616, 679, 734, 810, 906, 947, 989]),
    ("MN", "minnesota", &[218, 320, 507, 612, 651, 763, 924, 952]),
    ("MS", "mississippi", &[228, 601, 662, 769]),
    ("MO", "missouri", &[235, 314, 417, 557, 573, 636, 660, 816, 975]),
    ("MT", "montana", &[406]),
    ("NE", "nebraska", &[308, 402, 531]),
    ("NV", "nevada", &[702, 725, 775]),
    ("NH", "new hampshire", &[603]),
    ("NJ", "new jersey", &[201, 551, 609, 640, 732, 848, 856, 862, 908, 973]),
    ("NM", "new mexico", &[505, 575]),
    ("NY", "new york", &[212, 315, 329, 332, 347, 363, 516, 518, 585, 607, 624, 631, 646, 680, 716, 718, 838, 845, 914, 917, 929,
        934]),
    ("NC", "north carolina", &[252, 336, 472, 704, 743, 828, 910, 919, 980, 984]),
    ("ND", "north dakota", &[701]),
    ("OH", "ohio", &[216, 220, 234, 283, 326, 330, 380, 419, 436, 440, 513, 567, 614, 740, 937]),
    ("OK", "oklahoma", &[405, 539, 572, 580, 918]),
    ("OR", "oregon", &[458, 503, 541, 971]),
    ("PA", "pennsylvania", &[215, 223, 267, 272, 412, 445, 484, 570, 582, 610, 717, 724, 814, 835, 878]),
    ("RI", "rhode island", &[401]),
    ("SC", "south carolina", &[803, 821, 839, 843, 854, 864]),
    ("SD", "south dakota", &[605]),
    ("TN", "tennessee", &[423, 615, 629, 731, 865, 901, 931]),
    ("TX", "texas", &[210, 214, 254, 281, 325, 346, 361, 409, 430, 432, 469, 512, 682, 713, 726, 737, 806, 817, 830, 832, 903, 915,
        936, 940, 945, 956, 972, 979]),
    ("UT", "utah", &[385, 435, 801]),
    ("VT", "vermont", &[802]),
    ("VA", "virginia", &[276, 434, 540, 571, 686, 703, 757, 804, 826, 948]),
    ("WA", "washington state", &[206, 253, 360, 425, 509, 564]),
    ("WV", "west virginia", &[304, 681]),
    ("WI", "wisconsin", &[262, 274, 353, 414, 534, 608, 715, 920]),
    ("WY", "wyoming", &[307]),
    ("PR", "puerto rico", &[787, 939]),
    ("VI", "virgin islands", &[340]),
    ("GU", "guam", &[671]),
    ("AS", "american samoa", &[684]),
    ("AB", "alberta", &[368, 403, 587, 780, 825]),
    ("BC", "british columbia", &[236, 250, 257, 604, 672, 778]),
    ("MB", "manitoba", &[204, 431, 584]),
    ("NB", "new brunswick", &[428, 506]),
    ("NL", "newfoundland", &[709, 879]),
    ("NS", "nova scotia", &[]),
    ("ON", "ontario", &[226, 249, 289, 343, 365, 382, 416, 437, 519, 548, 613, 647, 683, 705, 742, 753, 807, 905, 942]),
    ("PE", "prince edward island", &[]),
    ("QC", "quebec", &[263, 354, 367, 418, 438, 450, 468, 514, 579, 581, 819, 873]),
    ("SK", "saskatchewan", &[306, 474, 639]),
];

/// First and last value of the first three digits of a state's ZIP codes.
#[rustfmt::skip]
const ZIPS: [(u16, u16, &str); 61] = [
    (5, 5, "NY"), (6, 7, "PR"), (8, 8, "VI"), (9, 9, "PR"), (10, 27, "MA"), (28, 29, "RI"), (30, 38, "NH"), (39, 49, "ME"),
    (50, 54, "VT"), (55, 55, "MA"), (56, 59, "VT"), (60, 69, "CT"), (70, 89, "NJ"), (100, 149, "NY"), (150, 196, "PA"),
    (197, 199, "DE"), (200, 200, "DC"), (201, 201, "VA"), (202, 205, "DC"), (206, 219, "MD"), (220, 246, "VA"), (247, 268, "WV"),
    (270, 289, "NC"), (290, 299, "SC"), (300, 319, "GA"), (320, 339, "FL"), (341, 349, "FL"), (350, 369, "AL"), (370, 385, "TN"),
    (386, 397, "MS"), (398, 399, "GA"), (400, 427, "KY"), (430, 459, "OH"), (460, 479, "IN"), (480, 499, "MI"), (500, 528, "IA"),
    (530, 549, "WI"), (550, 567, "MN"), (570, 577, "SD"), (580, 588, "ND"), (590, 599, "MT"), (600, 629, "IL"), (630, 658, "MO"),
    (660, 679, "KS"), (680, 693, "NE"), (700, 714, "LA"), (716, 729, "AR"), (730, 732, "OK"), (733, 733, "TX"), (734, 749, "OK"),
    (750, 799, "TX"), (800, 816, "CO"), (820, 831, "WY"), (832, 838, "ID"), (840, 847, "UT"), (850, 865, "AZ"), (870, 884, "NM"),
    (889, 898, "NV"), (900, 961, "CA"), (970, 979, "OR"), (980, 994, "WA"),
];

/// By area code: one more than the region's place, 0 for none.
const BY_AREA: [u8; 1000] = {
    let mut table = [0; 1000];
    let mut region = 0;
    while region < REGIONS.len() {
        let codes = REGIONS[region].2;
        let mut index = 0;
        while index < codes.len() {
            table[codes[index] as usize] = region as u8 + 1;
            index += 1;
        }
        region += 1;
    }
    table
};

/// The state that a record's findings tell, each given as entity, text, and canonical form.
pub(super) fn of<'f>(
    mut findings: impl Iterator<Item = (EntityId, &'f [u8], &'f [u8])>,
) -> Option<(&'static str, Basis)> {
    let mut by_phone = None;
    let by_address = findings.find_map(|(entity, text, canonical)| match entity {
        id::LOCATION => named(text),
        id::STREET_ADDRESS => last_code(text),
        id::POSTAL_CODE => zip(text),
        id::PHONE_NUMBER => {
            by_phone = by_phone.or_else(|| area(canonical));
            None
        }
        _ => None,
    });
    let address = by_address.map(|state| (state, Basis::Address));
    address.or_else(|| by_phone.map(|state| (state, Basis::AreaCode)))
}

/// A state's name, or a city's with it.
fn named(text: &[u8]) -> Option<&'static str> {
    let mut folded = Vec::new();
    fold::fold_words_into(text, 0, &mut folded);
    let ends = |name: &str| {
        folded.strip_suffix(name.as_bytes()).is_some_and(|before| before.last().is_none_or(|byte| *byte == b' '))
    };
    // The longest name wins: "west virginia" is not "virginia".
    let name = REGIONS.iter().filter(|(_, name, _)| ends(name)).max_by_key(|(_, name, _)| name.len());
    // The city is as likely as the state.
    name.filter(|(code, _, _)| *code != "NY" || folded != b"new york")
        .map(|(code, _, _)| *code)
        .or_else(|| last_code(text))
}

/// The last word that is a state's code, in capitals.
fn last_code(text: &[u8]) -> Option<&'static str> {
    let words: Vec<_> = fold::words(text).map(|word| &text[word]).collect();
    if words.len() < 2 {
        return None;
    }
    words
        .iter()
        .rev()
        .find_map(|word| REGIONS.iter().find(|(code, _, _)| code.as_bytes() == *word))
        .map(|(code, _, _)| *code)
}

fn zip(text: &[u8]) -> Option<&'static str> {
    let digits: Vec<u16> = text.iter().take(5).map(|byte| u16::from(byte.wrapping_sub(b'0'))).collect();
    if digits.len() != 5 || digits.iter().any(|digit| *digit > 9) || text.get(5).is_some_and(|byte| *byte != b'-') {
        return None;
    }
    let prefix = digits[0] * 100 + digits[1] * 10 + digits[2];
    let others = match prefix {
        967 | 968 => Some("HI"),
        995..=999 => Some("AK"),
        885 => Some("TX"),
        _ => None,
    };
    others
        .or_else(|| ZIPS.iter().find(|(first, last, _)| (*first..=*last).contains(&prefix)).map(|(_, _, state)| *state))
}

/// By a telephone number of the North American plan, as E.164 without its plus.
fn area(number: &[u8]) -> Option<&'static str> {
    let [b'1', a, b, c, rest @ ..] = number else { return None };
    if rest.len() != 7 || ![a, b, c].iter().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let code = [a, b, c].iter().fold(0, |code, digit| code * 10 + usize::from(**digit - b'0'));
    let region = usize::from(BY_AREA[code]);
    (region > 0).then(|| REGIONS[region - 1].0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(findings: &[(EntityId, &'static str, &'static str)]) -> Option<(&'static str, Basis)> {
        of(findings.iter().map(|(entity, text, canonical)| (*entity, text.as_bytes(), canonical.as_bytes())))
    }

    #[test]
    fn addresses_come_before_area_codes() {
        let phone = (id::PHONE_NUMBER, "405-555-0142", "14055550142");
        for (findings, state) in [
            (&[phone][..], Some(("OK", Basis::AreaCode))),
            (&[phone, (id::LOCATION, "West Virginia", "")], Some(("WV", Basis::Address))),
            (&[phone, (id::LOCATION, "Tulsa", "")], Some(("OK", Basis::AreaCode))),
            (&[(id::STREET_ADDRESS, "12 Elm St, Reno, NV", "")], Some(("NV", Basis::Address))),
            (&[(id::POSTAL_CODE, "74104-1234", "")], Some(("OK", Basis::Address))),
            (&[(id::POSTAL_CODE, "411 38", "")], None),
            (&[(id::PHONE_NUMBER, "070-174 06 05", "46701740605")], None),
            (&[(id::PHONE_NUMBER, "800-555-0142", "18005550142")], None),
            (&[(id::LOCATION, "new york", "")], None),
        ] {
            assert_eq!(told(findings), state, "{findings:?}");
        }
    }

    #[test]
    fn no_area_code_is_two_regions() {
        let codes: usize = REGIONS.iter().map(|(_, _, codes)| codes.len()).sum();
        assert_eq!(BY_AREA.iter().filter(|region| **region > 0).count(), codes);
    }
}
