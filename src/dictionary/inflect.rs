//! Word forms made by code.
//!
//! A wrong form ("stomaches") is never said and costs nothing, so rules need not know every exception; irregular words
//! are entries or variants of their own.

/// The English plural of the last word of `term`, where one can be formed by rule.
pub(super) fn english_plural(term: &str) -> Option<String> {
    let last = term.rsplit(|c: char| !c.is_alphanumeric()).next()?;
    let mut letters = last.chars().rev();
    let end = letters.next().filter(char::is_ascii_alphabetic)?;
    let before = letters.next();
    let plural = match end {
        's' | 'x' | 'z' => format!("{term}es"),
        'h' if matches!(before, Some('c' | 's')) => format!("{term}es"),
        'y' if before.is_some_and(|c| !"aeiou".contains(c)) => format!("{}ies", &term[..term.len() - 1]),
        _ => format!("{term}s"),
    };
    Some(plural)
}

/// What a caller says of the own person, and the same of a man and of a woman.
const PERSONS: [[&str; 3]; 5] = [
    ["my", "his", "her"],
    ["me", "him", "her"],
    ["myself", "himself", "herself"],
    ["i'm", "he's", "she's"],
    ["i've", "he's", "she's"],
];

/// An English phrase as it is said of a man and of a woman; `None` where it does not say whose matter it is.
pub(super) fn of_others(phrase: &str) -> Option<[String; 2]> {
    let own = |word: &str| PERSONS.iter().find(|[own, ..]| *own == word);
    phrase.split(' ').any(|word| own(word).is_some()).then(|| {
        [1, 2].map(|other| {
            let words: Vec<_> = phrase.split(' ').map(|word| own(word).map_or(word, |row| row[other])).collect();
            words.join(" ")
        })
    })
}

/// How a Swedish word is inflected: named by the plural's ending, as dictionaries do.
///
/// The rules are school grammar: Svenska Akademiens ordlista gives each noun by the same endings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Declension {
    /// `or`: spruta, sprutan, sprutor, sprutorna.
    Or,
    /// `ar`: sjukdom, sjukdomen, sjukdomar, sjukdomarna.
    Ar,
    /// `er`: infektion, infektionen, infektioner, infektionerna.
    Er,
    /// `et-er`: vaccin, vaccinet, vacciner, vaccinerna.
    EtEr,
    /// `r`: bakterie, bakterien, bakterier, bakterierna.
    R,
    /// `n`: hjärta, hjärtat, hjärtan, hjärtana.
    N,
    /// `0`: utslag, utslaget, utslag, utslagen; in -are: hämmare, hämmaren, hämmare, hämmarna.
    Same,
    /// `en`: no plural: ångest, ångesten.
    En,
    /// `et`: no plural: insulin, insulinet.
    Et,
    /// `drug`: a name, of either gender as it comes: alvedon, alvedonet, alvedonen.
    Drug,
    /// `adj`: allergisk, allergiskt, allergiska.
    Adjective,
}

impl Declension {
    /// Reads the value of the option `decl`.
    pub(super) fn of(name: &str) -> Option<Self> {
        Some(match name {
            "or" => Self::Or,
            "ar" => Self::Ar,
            "er" => Self::Er,
            "et-er" => Self::EtEr,
            "r" => Self::R,
            "n" => Self::N,
            "0" => Self::Same,
            "en" => Self::En,
            "et" => Self::Et,
            "drug" => Self::Drug,
            "adj" => Self::Adjective,
            _ => return None,
        })
    }
}

/// The Swedish forms of `term`'s last word beside the one it stands in: definite, plural, definite plural, and the
/// genitive of each; of an adjective the form in -t, the form in -a and its genitive.
pub(super) fn swedish_forms(term: &str, declension: Declension) -> Vec<String> {
    match declension {
        Declension::Adjective => return adjective(term),
        Declension::Drug => return drug(term).into(),
        _ => {}
    }
    let mut forms = vec![term.to_owned(), definite(term, declension)];
    if let Some(plural) = plural(term, declension) {
        forms.push(definite_plural(term, &plural, declension));
        forms.extend((plural != term).then_some(plural));
    }
    let genitives: Vec<_> = forms.iter().filter_map(|form| genitive(form)).collect();
    forms.extend(genitives);
    forms.remove(0);
    forms
}

fn drug(name: &str) -> [String; 2] {
    let vowel = if ends_in_vowel(name) { "" } else { "e" };
    ["t", "n"].map(|end| format!("{name}{vowel}{end}"))
}

const VOWELS: &str = "aeiouyåäöé";

fn ends_in_vowel(word: &str) -> bool {
    word.ends_with(|c| VOWELS.contains(c))
}

/// The word without the unstressed e of -el, -er and -en: "nyck" + "l".
fn contracted(word: &str) -> Option<String> {
    let at = ["el", "er", "en"].iter().find_map(|end| word.strip_suffix(end))?.len();
    Some(format!("{}{}", &word[..at], &word[at + 1..]))
}

fn definite(word: &str, declension: Declension) -> String {
    match declension {
        Declension::N | Declension::Et | Declension::EtEr | Declension::Same if !word.ends_with("are") => neuter(word),
        _ if ends_in_vowel(word) || ["el", "er", "or"].iter().any(|end| word.ends_with(end)) => format!("{word}n"),
        _ => format!("{word}en"),
    }
}

fn neuter(word: &str) -> String {
    match contracted(word) {
        Some(short) => format!("{short}et"),
        None if ends_in_vowel(word) && !word.ends_with('i') => format!("{word}t"),
        None => format!("{word}et"),
    }
}

fn plural(word: &str, declension: Declension) -> Option<String> {
    let short = || contracted(word).unwrap_or_else(|| word.to_owned());
    Some(match declension {
        Declension::Or => format!("{}or", word.strip_suffix('a').unwrap_or(word)),
        Declension::Ar => format!("{}ar", word.strip_suffix('e').map_or_else(short, ToOwned::to_owned)),
        Declension::Er => format!("{}er", short()),
        Declension::EtEr => format!("{word}er"),
        Declension::R => format!("{word}r"),
        Declension::N => format!("{word}n"),
        Declension::Same => word.to_owned(),
        Declension::En | Declension::Et | Declension::Drug | Declension::Adjective => return None,
    })
}

fn definite_plural(word: &str, plural: &str, declension: Declension) -> String {
    match declension {
        Declension::N => format!("{plural}a"),
        Declension::Same => match word.strip_suffix("are") {
            Some(stem) => format!("{stem}arna"),
            None => format!("{}en", contracted(word).unwrap_or_else(|| word.to_owned())),
        },
        _ => format!("{plural}na"),
    }
}

fn genitive(word: &str) -> Option<String> {
    (!word.ends_with(['s', 'x', 'z'])).then(|| format!("{word}s"))
}

fn adjective(word: &str) -> Vec<String> {
    let (neuter, plural) = if let Some(stem) = word.strip_suffix("ad") {
        (format!("{stem}at"), format!("{stem}ade"))
    } else if let Some(stem) = word.strip_suffix("en") {
        (format!("{stem}et"), format!("{stem}na"))
    } else if word.ends_with(['a', 'e']) {
        return Vec::new();
    } else {
        let neuter = match word.strip_suffix('d') {
            Some(stem) if stem.ends_with('ö') => format!("{stem}tt"),
            Some(stem) => format!("{stem}t"),
            None if word.ends_with("tt") || word.ends_with("st") || word.ends_with("kt") => word.to_owned(),
            None => format!("{word}t"),
        };
        let short = contracted(word).unwrap_or_else(|| word.to_owned());
        (neuter, format!("{short}a"))
    };
    let genitive = format!("{plural}s");
    let mut forms = vec![neuter, plural, genitive];
    forms.retain(|form| form != word);
    forms
}

/// `term` with its last word, a compound, written apart in every way its joints allow. `parts` are the compound's first
/// parts: "hjärt|muskel" of "hjärtmuskelinflammation". `None` where the word does not begin with them.
///
/// Recognisers write what they have not learnt as two words ("urinvägs infektion").
pub(super) fn written_apart(term: &str, parts: &str) -> Option<Vec<String>> {
    let start = term.rfind([' ', '-']).map_or(0, |at| at + 1);
    let mut forms = vec![term[..start].to_owned()];
    let mut rest = &term[start..];
    for part in parts.split('|') {
        rest = rest.strip_prefix(part).filter(|rest| !rest.is_empty() && !part.is_empty())?;
        forms = forms.iter().flat_map(|form| [format!("{form}{part}"), format!("{form}{part} ")]).collect();
    }
    forms.iter_mut().for_each(|form| form.push_str(rest));
    // The first has no joint open: it is the term.
    forms.remove(0);
    Some(forms)
}

/// Frequent words as they are written and as recognisers and callers write what was said, dialects included.
const SAID: [(&str, &[&str]); 15] = [
    ("att", &["å"]),
    ("det", &["de", "he"]),
    ("dig", &["dej"]),
    ("har", &["ha"]),
    ("inte", &["int", "ente", "inge"]),
    ("inget", &["inge"]),
    ("jag", &["ja"]),
    ("mig", &["mej"]),
    ("mycket", &["mycke"]),
    ("någon", &["nån"]),
    ("något", &["nåt"]),
    ("några", &["nåra"]),
    ("och", &["å", "o"]),
    ("sig", &["sej"]),
    ("är", &["e", "ä"]),
];

/// More ways than this to say a phrase are not made.
const MOST_SAID: usize = 24;

/// `phrase` with its small words as they are said ("kan int kissa"), without itself.
pub(super) fn as_said(phrase: &str) -> Vec<String> {
    let mut forms = vec![String::with_capacity(phrase.len())];
    for (index, word) in phrase.split(' ').enumerate() {
        let said = SAID.iter().find(|(written, _)| *written == word).map_or(&[][..], |(_, said)| said);
        let said = if forms.len() * (said.len() + 1) > MOST_SAID { &[] } else { said };
        let space = if index == 0 { "" } else { " " };
        forms = [word]
            .iter()
            .chain(said)
            .flat_map(|word| forms.iter().map(move |form| format!("{form}{space}{word}")))
            .collect();
    }
    forms.remove(0);
    forms
}

/// Words that show, as a phrase's second, that its first is a verb.
const AFTER_VERB: [&str; 10] =
    ["inte", "ingen", "inget", "ingenting", "knappt", "illa", "dåligt", "ont", "så", "svårt"];
const SUBJECTS: [&str; 5] = ["jag", "han", "hon", "man", "det"];

/// A phrase that begins with its verb ("kan inte kissa") in the other orders of Swedish clauses: the subject behind the
/// verb ("nu kan hon inte kissa"), and the negation before it ("att hon inte kan kissa").
pub(super) fn turned(phrase: &str) -> Vec<String> {
    let Some((verb, rest)) = phrase.split_once(' ') else { return Vec::new() };
    let (second, tail) = rest.split_once(' ').unwrap_or((rest, ""));
    if !AFTER_VERB.contains(&second) {
        return Vec::new();
    }
    let negated = (second == "inte" && !tail.is_empty()).then(|| format!("inte {verb} {tail}"));
    SUBJECTS.iter().map(|subject| format!("{verb} {subject} {rest}")).chain(negated).collect()
}

#[cfg(test)]
mod tests {
    use super::{Declension, MOST_SAID, as_said, english_plural, of_others, swedish_forms, turned, written_apart};

    #[test]
    fn plurals_follow_the_last_word() {
        for (one, many) in [
            ("heart attack", "heart attacks"),
            ("biopsy", "biopsies"),
            ("x-ray", "x-rays"),
            ("abscess", "abscesses"),
            ("crutch", "crutches"),
        ] {
            assert_eq!(english_plural(one).as_deref(), Some(many));
        }
    }

    #[test]
    fn what_is_said_of_oneself_is_said_of_others() {
        for (own, others) in [
            ("hurt myself on my bike", Some(["hurt himself on his bike", "hurt herself on her bike"])),
            ("keeping me in overnight", Some(["keeping him in overnight", "keeping her in overnight"])),
            ("i'm off my food", Some(["he's off his food", "she's off her food"])),
            ("mythology", None),
        ] {
            assert_eq!(of_others(own), others.map(|others| others.map(str::to_owned)));
        }
    }

    #[test]
    fn swedish_words_have_these_forms() {
        for (word, declension, forms) in [
            ("alvedon", "drug", "alvedonet alvedonen"),
            ("warana", "drug", "waranat waranan"),
            ("spruta", "or", "sprutan sprutorna sprutor sprutas sprutans sprutornas sprutors"),
            ("ros", "or", "rosen rosorna rosor rosens rosornas rosors"),
            ("sjukdom", "ar", "sjukdomen sjukdomarna sjukdomar sjukdoms sjukdomens sjukdomarnas sjukdomars"),
            ("mage", "ar", "magen magarna magar mages magens magarnas magars"),
            ("feber", "ar", "febern febrarna febrar febers feberns febrarnas febrars"),
            ("blödning", "ar", "blödningen blödningarna blödningar blödnings blödningens blödningarnas blödningars"),
            ("tumör", "er", "tumören tumörerna tumörer tumörs tumörens tumörernas tumörers"),
            ("allergi", "er", "allergin allergierna allergier allergis allergins allergiernas allergiers"),
            ("muskel", "er", "muskeln musklerna muskler muskels muskelns musklernas musklers"),
            ("diagnos", "er", "diagnosen diagnoserna diagnoser diagnosens diagnosernas diagnosers"),
            ("vaccin", "et-er", "vaccinet vaccinerna vacciner vaccins vaccinets vaccinernas vacciners"),
            ("bakterie", "r", "bakterien bakterierna bakterier bakteries bakteriens bakteriernas bakteriers"),
            ("hjärta", "n", "hjärtat hjärtana hjärtan hjärtas hjärtats hjärtanas hjärtans"),
            ("utslag", "0", "utslaget utslagen utslags utslagets utslagens"),
            ("läkemedel", "0", "läkemedlet läkemedlen läkemedels läkemedlets läkemedlens"),
            ("hämmare", "0", "hämmaren hämmarna hämmares hämmarens hämmarnas"),
            ("ångest", "en", "ångesten ångests ångestens"),
            ("cancer", "en", "cancern cancers cancerns"),
            ("epilepsi", "en", "epilepsin epilepsis epilepsins"),
            ("insulin", "et", "insulinet insulins insulinets"),
            ("illamående", "et", "illamåendet illamåendes illamåendets"),
            ("allergisk", "adj", "allergiskt allergiska allergiskas"),
            ("deprimerad", "adj", "deprimerat deprimerade deprimerades"),
            ("sjukskriven", "adj", "sjukskrivet sjukskrivna sjukskrivnas"),
            ("inlagd", "adj", "inlagt inlagda inlagdas"),
            ("trött", "adj", "trötta tröttas"),
            ("död", "adj", "dött döda dödas"),
            ("nykter", "adj", "nyktert nyktra nyktras"),
            ("blödande", "adj", ""),
        ] {
            let made = swedish_forms(word, Declension::of(declension).unwrap());
            assert_eq!(made.join(" "), forms, "{word} {declension}");
        }
    }

    #[test]
    fn every_form_keeps_the_words_before_the_last() {
        for declension in ["or", "ar", "er", "et-er", "r", "n", "0", "en", "et", "drug", "adj"] {
            let declension = Declension::of(declension).unwrap();
            for last in ["mage", "piller", "spruta", "infektion", "hjärta", "sjuk", "läkare"] {
                let alone = swedish_forms(last, declension);
                let phrase = swedish_forms(&format!("akut {last}"), declension);
                assert_eq!(phrase, alone.iter().map(|form| format!("akut {form}")).collect::<Vec<_>>());
                assert!(!alone.iter().any(|form| form == last));
            }
        }
        assert_eq!(Declension::of("ir"), None);
    }

    #[test]
    fn compounds_come_apart_at_their_joints() {
        for (term, parts, apart) in [
            ("urinvägsinfektion", "urinvägs", &["urinvägs infektion"][..]),
            ("akut bukspottkörtelinflammation", "bukspottkörtel", &["akut bukspottkörtel inflammation"]),
            (
                "hjärtmuskelinflammation",
                "hjärt|muskel",
                &["hjärtmuskel inflammation", "hjärt muskelinflammation", "hjärt muskel inflammation"],
            ),
        ] {
            assert_eq!(written_apart(term, parts).unwrap(), apart);
        }
        for (term, parts) in [("cancer", "bröst"), ("cancer", "cancer"), ("cancer", ""), ("cancer", "can||")] {
            assert_eq!(written_apart(term, parts), None, "{term} {parts}");
        }
    }

    #[test]
    fn clauses_turn_around_their_verb() {
        for (phrase, other) in [
            ("kan inte kissa", "kan hon inte kissa"),
            ("kan inte kissa", "inte kan kissa"),
            ("får ingen luft", "får jag ingen luft"),
            ("mår illa", "mår han illa"),
            ("gör ont", "gör det ont"),
        ] {
            assert!(turned(phrase).iter().any(|form| form == other), "{other}");
        }
        for phrase in ["feber", "ont i magen", "svårt att andas"] {
            assert!(turned(phrase).is_empty(), "{phrase}");
        }
    }

    #[test]
    fn small_words_are_written_as_said() {
        assert_eq!(as_said("kan inte kissa"), ["kan int kissa", "kan ente kissa", "kan inge kissa"]);
        assert_eq!(as_said("svårt att andas"), ["svårt å andas"]);
        assert!(as_said("feber").is_empty());
        let many = as_said("jag har inte det och är inte det");
        assert!(many.len() < MOST_SAID && many.iter().all(|form| form.split(' ').count() == 8));
    }
}
