//! Which language a text is in, by the words that every sentence of it has.
//!
//! Only English and Swedish have detectors. The others are told so that a record in one of them is not called free of
//! findings by dictionaries that cannot read it.

use crate::lexer::Words;
use crate::wordlist::{WordList, WordLists};

/// Words looked at.
const SAMPLE: usize = 32;
/// A text of so few words is in a language by one of its words.
const SHORT: usize = 5;
/// Words of a language without detectors that a text needs, and the share of its words they are, as a divisor.
const FOREIGN: usize = 3;
const FOREIGN_SHARE: usize = 5;

/// The languages told, those with detectors first.
const LANGUAGES: [&str; 14] = ["en", "sv", "da", "de", "es", "fr", "it", "pt", "nl", "fi", "pl", "tr", "so", "vi"];

/// The words of each that are no function words of English, nor, but for its own, of Swedish.
const WORDS: WordLists<14> = WordLists::new([
    // en
    WordList::new(&[
        "the", "and", "you", "is", "to", "of", "my", "it", "this", "that", "for", "have", "with", "are", "was", "your",
        "i", "we", "please", "call", "be", "not", "she", "about", "from", "calling", "just", "what",
    ]),
    // sv
    WordList::new(&[
        "och", "jag", "inte", "att", "ett", "som", "har", "det", "fick", "vill", "mitt", "är", "från", "för", "på",
        "ni", "vad", "något", "nån", "hej", "tack", "ringer", "till", "mig", "kan", "av",
    ]),
    // da
    WordList::new(&[
        "jeg", "og", "ikke", "er", "af", "hvad", "hvor", "være", "også", "når", "noget", "hun", "skal", "dig", "eller",
        "fra",
    ]),
    // de
    WordList::new(&[
        "und", "ich", "nicht", "der", "das", "ist", "sie", "ein", "eine", "mit", "auf", "wir", "für", "habe", "bitte",
        "mein", "meine", "aber", "guten", "zu", "von",
    ]),
    // es
    WordList::new(&[
        "que", "el", "los", "las", "por", "para", "una", "con", "está", "pero", "más", "gracias", "hola", "soy", "mi",
        "del", "señor", "como", "usted", "llamo", "tengo", "su",
    ]),
    // fr
    WordList::new(&[
        "le", "les", "et", "est", "vous", "je", "que", "pour", "une", "des", "dans", "avec", "mon", "votre", "bonjour",
        "merci", "nous", "suis", "c", "pas", "du", "j",
    ]),
    // it
    WordList::new(&[
        "che",
        "il",
        "di",
        "non",
        "per",
        "una",
        "sono",
        "è",
        "della",
        "grazie",
        "buongiorno",
        "ho",
        "mio",
        "anche",
        "questo",
        "gli",
        "con",
        "mi",
        "del",
    ]),
    // pt
    WordList::new(&[
        "que", "não", "uma", "para", "com", "eu", "você", "os", "obrigado", "obrigada", "está", "meu", "minha", "por",
        "mas", "bom", "um", "dia", "em", "ao",
    ]),
    // nl
    WordList::new(&[
        "het",
        "een",
        "van",
        "ik",
        "niet",
        "voor",
        "met",
        "dat",
        "zijn",
        "goedemorgen",
        "mijn",
        "maar",
        "ook",
        "naar",
        "heb",
        "bij",
        "wij",
        "graag",
    ]),
    // fi
    WordList::new(&[
        "ja", "että", "ei", "minä", "olen", "mutta", "niin", "kun", "hei", "ole", "voi", "minun", "nyt", "hän",
        "kiitos", "sitten",
    ]),
    // pl
    WordList::new(&[
        "nie", "się", "jest", "że", "dzień", "dobry", "proszę", "jestem", "ale", "czy", "jak", "mam", "pani", "dla",
        "przez",
    ]),
    // tr
    WordList::new(&["bir", "ve", "bu", "için", "ben", "değil", "merhaba", "var", "benim", "ile", "ama"]),
    // so
    WordList::new(&["waxaan", "waa", "iyo", "oo", "ayaa", "inaan", "waxa", "ku", "ka"]),
    // vi
    WordList::new(&["tôi", "không", "và", "có", "là", "cho", "của", "được"]),
]);

const EN: usize = 0;
const SV: usize = 1;

/// The language of `text`: `en` where nothing else is likelier, `None` for no text. A text in letters that are not Latin is
/// `und` with the script's code (BCP 47).
pub(super) fn of(text: &[u8], words: Words<'_>) -> Option<&'static str> {
    if text.is_empty() {
        return None;
    }
    if text.is_ascii() && reads_english(words) {
        return Some("en");
    }
    Some(script(text).unwrap_or_else(|| by_words(text, words)))
}

/// Whether some of the first words are English ones: of nearly all English texts, and the end of the question.
fn reads_english(text: Words<'_>) -> bool {
    let (mut words, mut english) = (0, 0);
    for word in text.iter().take(SAMPLE) {
        words += 1;
        english += usize::from(is_english(word));
        if english > words / 4 && english >= 3 {
            return true;
        }
    }
    false
}

/// The likeliest English words alone.
fn is_english(word: &[u8]) -> bool {
    let lower = |at: usize| word[at] | 0x20;
    match word.len() {
        1 => lower(0) == b'i',
        2 => matches!(&[lower(0), lower(1)], b"is" | b"to" | b"of" | b"my" | b"it" | b"be" | b"we"),
        3 => matches!(&[lower(0), lower(1), lower(2)], b"the" | b"and" | b"you" | b"are" | b"was" | b"for"),
        4 => matches!(
            &[lower(0), lower(1), lower(2), lower(3)],
            b"this" | b"that" | b"have" | b"with" | b"your" | b"just"
        ),
        _ => false,
    }
}

fn by_words(text: &[u8], all: Words<'_>) -> &'static str {
    let letters = swedish_letters(text);
    let Some(counts) = WORDS.counts(all.iter().take(SAMPLE)) else { return if letters { "sv" } else { "en" } };
    let words = all.len().min(SAMPLE);
    let (own, best) = (counts[EN].max(counts[SV]), (2..LANGUAGES.len()).rev().max_by_key(|&index| counts[index]));
    if let Some(best) = best.filter(|&best| {
        counts[best] >= FOREIGN
            && counts[best] * FOREIGN_SHARE >= words
            && counts[best] > own + usize::from(letters && counts[SV] > 0)
    }) {
        return LANGUAGES[best];
    }
    let swedish = counts[SV] > 1 && counts[SV] >= counts[EN] || counts[SV] == 1 && words <= SHORT && counts[EN] == 0;
    if swedish || letters && counts[EN] <= counts[SV] + 1 { "sv" } else { "en" }
}

/// At least one å, ä or ö in a hundred bytes.
fn swedish_letters(text: &[u8]) -> bool {
    let pairs = text.windows(2).filter(|pair| pair[0] == 0xc3 && matches!(pair[1] | 0x20, 0xa4 | 0xa5 | 0xb6));
    !text.is_ascii() && pairs.count() * 100 >= text.len()
}

/// The script that half of the letters are of, where it is not the Latin one.
fn script(text: &[u8]) -> Option<&'static str> {
    if text.is_ascii() {
        return None;
    }
    let mut latin = 0;
    let mut others = [0usize; SCRIPTS.len()];
    for char in String::from_utf8_lossy(&text[..text.len().min(512)]).chars() {
        match SCRIPTS.iter().position(|(first, last, _)| (*first..=*last).contains(&char)) {
            Some(index) => others[index] += 1,
            None => latin += usize::from(char.is_alphabetic()),
        }
    }
    let (index, &most) = others.iter().enumerate().max_by_key(|(_, count)| **count)?;
    (most > latin).then(|| SCRIPTS[index].2)
}

/// Blocks of Unicode with the script's ISO 15924 code.
const SCRIPTS: [(char, char, &str); 9] = [
    ('\u{370}', '\u{3ff}', "und-Grek"),
    ('\u{400}', '\u{52f}', "und-Cyrl"),
    ('\u{590}', '\u{5ff}', "und-Hebr"),
    ('\u{600}', '\u{77f}', "und-Arab"),
    ('\u{900}', '\u{97f}', "und-Deva"),
    ('\u{e00}', '\u{e7f}', "und-Thai"),
    ('\u{3040}', '\u{30ff}', "und-Jpan"),
    ('\u{4e00}', '\u{9fff}', "und-Hani"),
    ('\u{ac00}', '\u{d7af}', "und-Hang"),
];

#[cfg(test)]
mod tests {
    use crate::scanner::Scanner;

    fn told(text: &str) -> Option<&'static str> {
        thread_local!(static SCANNER: Scanner = Scanner::builder().build().unwrap());
        SCANNER.with(|scanner| scanner.scan(text).findings.language(0))
    }

    #[test]
    fn languages_are_told_by_their_words() {
        for (text, code) in [
            ("hi this is lorne calling about the refill please call me back", "en"),
            ("refill metformin", "en"),
            ("12125550142", "en"),
            ("hej jag heter åsa och jag har ont i magen", "sv"),
            ("hej ring mig", "sv"),
            ("ont i bröstet", "sv"),
            ("hola buenos días llamo para confirmar la cita de mi hijo con el doctor", "es"),
            ("bonjour je vous appelle pour le rendez-vous de ma fille merci", "fr"),
            ("guten tag ich habe eine frage und bitte um rückruf für meine mutter", "de"),
            ("goedemorgen ik bel voor mijn afspraak met de dokter van morgen het is niet gelukt", "nl"),
            ("hej jeg ringer fordi jeg ikke har fået min medicin og jeg er syg", "da"),
            ("buongiorno sono maria non ho ricevuto il referto della visita grazie", "it"),
            ("bom dia eu preciso remarcar a consulta com o médico não posso amanhã obrigado", "pt"),
            ("hei minä olen kipeä ja tarvitsen ajan mutta en voi tulla nyt kiitos", "fi"),
            ("здравствуйте мне нужна запись к врачу", "und-Cyrl"),
            ("السلام عليكم أريد موعدا مع الطبيب", "und-Arab"),
            ("josé garcía called about the bill and he wants you to call him", "en"),
        ] {
            assert_eq!(told(text), Some(code), "{text}");
        }
        assert_eq!(told(""), None);
    }
}
