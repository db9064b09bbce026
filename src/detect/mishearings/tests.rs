use std::ops::Range;
use std::sync::LazyLock;

use crate::scanner::{Finding, Scan, Scanner};

/// Drugs and illnesses that no dictionary has, for mishearings that none lists.
const TERMS: [(&str, &str); 2] = [
    ("MEDICATION", "belvotoprin\ncalidrosone\nfexumadol\nkeppralin\nlorvostatin\nnovacillin\npentazumab\nxelortan\n"),
    ("CONDITION", "brenkostimatitis\n"),
];

static SCANNER: LazyLock<Scanner> = LazyLock::new(|| {
    let builder = TERMS.iter().fold(Scanner::builder(), |builder, (entity, terms)| {
        let head = format!("#! earmark dictionary 1\n#! kind = terms\n#! entity = {entity}\n#! language = en\n");
        builder.dictionary(*entity, head + terms)
    });
    builder.build().unwrap()
});

fn range(finding: &Finding) -> Range<usize> {
    finding.span.start as usize..finding.span.end as usize
}

fn found<'t>(scan: &Scan<'_>, text: &'t str) -> Vec<(&'static str, &'t str)> {
    let findings = scan.findings().iter();
    findings.map(|finding| (finding.detector, &text[range(finding)])).collect()
}

/// Whether no dictionary spells it like this.
fn is_unlisted(detector: &str) -> bool {
    ["term/misheard", "term/parted"].contains(&detector)
}

/// Sentences with one mishearing each, in brackets, by kind of error.
const HEARD: &[(&str, &[&str])] = &[
    (
        "parted at a syllable",
        &[
            "she wants a refill of [belvo toprin] please",
            "the pharmacy says [calidro sone] is out of stock",
            "dad takes [fexuma dol] fifty milligrams at night",
            "the prescription is for [nova cillin] i think",
            "min mamma tar [lorvo statin] tio milligram",
            "hon har ont i bröstet och har tagit [penta zumab] 20 mg",
        ],
    ),
    (
        "spelt as it sounds",
        &[
            "i need more [zelortan] twenty milligrams",
            "the doctor put her on [phexumadol] for the hives after the biopsy",
            "a refill on [kallidrosone] five hundred milligrams",
            "jag tar [novasilin] femhundra milligram",
            "a refill of [kepralin] please",
        ],
    ),
    (
        "written as other words",
        &[
            "he takes forty milligrams of [lor vo statin]",
            "my prescription for [bell votto prin] ran out",
            "a refill of [cally drow sown] eighty milligrams",
            "two hundred milligrams of [pent a zoo mab] once",
            "the chemo made me sick so they gave me [nova sill in] and a refill",
        ],
    ),
    (
        "a sound too few, too many or another",
        &[
            "a refill of [belvotobrin] fifteen milligrams",
            "she takes [lorvostadin] ten milligrams on mondays",
            "fifty milligrams of [pentazumap] twice a day",
            "her prescription of [calidosone] ran out",
        ],
    ),
    (
        "no drug",
        &["they say the tumor is gone but the [brenko stimatitis] is not", "läkaren sa [brenkostima titis] och cancer"],
    ),
];

#[test]
fn mishearings_are_found_by_kind_of_error() {
    let mut missed = Vec::new();
    for (kind, sentences) in HEARD {
        for sentence in *sentences {
            let (start, end) = (sentence.find('[').unwrap(), sentence.find(']').unwrap() - 1);
            let text = sentence.replace(['[', ']'], "");
            let scan = SCANNER.scan(&text);
            let found = found(&scan, &text);
            if !found.iter().any(|(detector, term)| is_unlisted(detector) && *term == &text[start..end]) {
                missed.push(format!("{kind}: {sentence} {found:?}"));
            }
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn ordinary_words_are_none() {
    for text in [
        "the doctor said this time take the tablets with some cream on the side",
        "my prescription was for the concert of the season and the singular voice",
        "increase the dose to fifty milligrams and treat this with a strong soap",
        "the pharmacy is in the same street as the children's rights office and the fire stations",
        "the tablet was broke so my prescription is pretty secure on the phone",
        "a refill of printer paper and a foster home for the cat",
        "doktorn sa att vi ska ta det efter maten och att han inte är bättre i dag",
        "receptet på en kaka med socker och bakpulver som mormor bakar till kaffet",
    ] {
        let scan = SCANNER.scan(text);
        let misheard: Vec<_> = found(&scan, text).into_iter().filter(|(detector, _)| is_unlisted(detector)).collect();
        assert!(misheard.is_empty(), "{misheard:?} in {text}");
    }
}

#[test]
fn without_company_nothing_is_looked_for() {
    let text = "we talked about belvo toprin and lorvostadin for an hour";
    let scan = SCANNER.scan(text);
    assert!(found(&scan, text).iter().all(|(detector, _)| !is_unlisted(detector)), "{:?}", found(&scan, text));
}

/// A term that a dictionary holds is found as before, whatever stands around it.
#[test]
fn exact_terms_are_never_made_worse() {
    let terms = ["metoprolol", "omeprazole", "xarelto", "insulin", "sertraline", "pancreatitis", "colonoscopy"];
    let words = ["a", "oh", "the", "er", "statin", "in", "tan", "all", "cream", "zole", "met", "form"];
    for term in terms {
        for before in words {
            for after in words {
                let text = format!("refill fifty milligrams {before} {term} {after} please");
                let scan = SCANNER.scan(&text);
                let start = text.find(term).unwrap();
                let kept = scan.findings().iter().any(|finding| {
                    let at = range(finding);
                    at.start <= start && at.end >= start + term.len() && finding.confidence >= 70
                });
                assert!(kept, "{text}: {:?}", found(&scan, &text));
            }
        }
    }
}

/// Words of everyday phrases in any order, a dose always near: hardly any of them together sound like a drug.
#[test]
fn ordinary_words_seldom_sound_like_a_term() {
    let files = [
        include_str!("../../../dictionaries/ordinary/en_function.tsv"),
        include_str!("../../../dictionaries/ordinary/en_medical.tsv"),
        include_str!("../../../dictionaries/ordinary/sv_function.tsv"),
    ];
    let rows = files.iter().flat_map(|file| file.lines()).filter(|line| !line.starts_with('#'));
    let words: Vec<_> = rows.filter_map(|row| row.split('\t').next()).flat_map(|term| term.split(' ')).collect();
    let mut state = 1u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        words[(state >> 33) as usize % words.len()]
    };
    let (mut pairs, mut heard) = (0, Vec::new());
    for _ in 0..4_000 {
        let text =
            format!("{} fifty milligrams {}", [(); 15].map(|()| next()).join(" "), [(); 15].map(|()| next()).join(" "));
        pairs += 28;
        let scan = SCANNER.scan(&text);
        let misheard = found(&scan, &text).into_iter().filter(|(detector, _)| is_unlisted(detector));
        heard.extend(misheard.map(|(_, words)| words.to_owned()));
    }
    assert!(heard.len() * 2_000 < pairs, "{} of {pairs} pairs: {heard:?}", heard.len());
}

#[test]
fn a_look_up_compares_few_terms() {
    let most = SCANNER.lexicon().soundalikes.most_of_a_key();
    assert!((1..=64).contains(&most), "{most}");
}
