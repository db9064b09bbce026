use proptest::prelude::*;

use super::*;

fn sounds(words: &str) -> Sounds {
    let mut sounds = Sounds::default();
    words.split(' ').for_each(|word| assert!(sounds.push_word(word.as_bytes()), "{word}"));
    sounds
}

fn difference(a: &str, b: &str) -> u16 {
    distance(sounds(a).as_slice(), sounds(b).as_slice(), u16::MAX)
}

#[test]
fn spellings_of_one_sound_are_the_same() {
    for (a, b) in [
        ("xarelto", "zarelto"),
        ("keppra", "kepra"),
        ("concerta", "koncerta"),
        ("phenobarbital", "fenobarbital"),
        ("rhinocort", "rinocort"),
        ("thyroxine", "tyroxin"),
        ("insulin", "insuline"),
        ("citalopram", "sitalopram"),
        ("omeprazole", "omepra zol"),
        ("clozapine", "kloza pin"),
        ("knäprotes", "neprotes"),
    ] {
        assert_eq!(sounds(a).as_slice(), sounds(b).as_slice(), "{a} {b}");
    }
}

#[test]
fn mishearings_have_a_key_in_common() {
    for (term, heard) in [
        ("carvedilol", "car vettle all"),
        ("hydrocodone", "hydra code own"),
        ("levothyroxine", "leave oh thigh rocks een"),
        ("gliclazide", "glick la zide"),
        ("ozempic", "oh zempick"),
        ("nexplanon", "next planon"),
        ("eliquis", "eli kvist"),
        ("jardiance", "jardi ants"),
    ] {
        let (term, heard) = (sounds(term).keys(), sounds(heard).keys());
        assert!(term.iter().flatten().any(|key| heard.contains(&Some(*key))), "{term:?} {heard:?}");
    }
}

#[test]
fn differences_are_in_order_of_likelihood() {
    let rows = [
        ["metoprolol", "metaprolol", "metoprolo", "metformin"],
        ["carvedilol", "carvetilol", "carvedil", "cardiology"],
        ["xarelto", "xarelta", "xanelto", "zyrtec"],
    ];
    for [term, near, further, far] in rows {
        let order = [term, near, further, far].map(|heard| difference(term, heard));
        assert!(order.is_sorted_by(|a, b| a < b) && order[0] == 0, "{term} {order:?}");
    }
}

proptest! {
    #[test]
    fn a_distance_is_one(a in "[a-zåäö]{1,6}", b in "[a-zåäö]{1,6}") {
        prop_assert_eq!(difference(&a, &a), 0);
        prop_assert_eq!(difference(&a, &b), difference(&b, &a));
    }

    #[test]
    fn stopping_early_changes_no_answer(a in "[a-z]{1,6}", b in "[a-z]{1,6}", most in 0u16..100) {
        let (full, short) = (difference(&a, &b), distance(sounds(&a).as_slice(), sounds(&b).as_slice(), most));
        prop_assert_eq!(short.min(most.saturating_add(1)), full.min(most.saturating_add(1)));
    }

    #[test]
    fn any_bytes_are_taken_or_refused(words in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..40), 1..6)) {
        let mut sounds = Sounds::default();
        for word in &words {
            sounds.push_word(word);
        }
        prop_assert!(sounds.as_slice().len() <= MOST_SOUNDS);
        sounds.keys();
    }
}
