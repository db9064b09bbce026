//! Which language a text is in, by the words that every sentence of it has.
//!
//! Only English and Swedish have detectors. The others are told so that a record in one of them is not called free of
//! findings by dictionaries that cannot read it.

use crate::fold;

/// Words looked at.
const SAMPLE: usize = 32;
/// A text of so few words is in a language by one of its words.
const SHORT: usize = 5;
/// Words of a language without detectors that a text needs, and the share of its words they are, as a divisor.
const FOREIGN: usize = 3;
const FOREIGN_SHARE: usize = 5;

/// A language's words that are no function words of English, nor, but for its own, of Swedish.
macro_rules! languages {
    ($($code:literal: $($word:literal)|+;)*) => {
        const CODES: &[&str] = &[$($code),*];
        /// The languages that have this word (lower case), as bits in the order of [`CODES`].
        fn of_word(word: &[u8]) -> u32 {
            let mut bits = 0;
            let mut bit = 1;
            $(
                bits |= if matches!(word, $($word)|+) { bit } else { 0 };
                bit <<= 1;
            )*
            let _ = bit;
            bits
        }
    };
}

languages! {
    "en": b"the" | b"and" | b"you" | b"is" | b"to" | b"of" | b"my" | b"it" | b"this" | b"that" | b"for" | b"have" | b"with"
        | b"are" | b"was" | b"your" | b"i" | b"we" | b"please" | b"call" | b"be" | b"not" | b"she" | b"about" | b"from"
        | b"calling" | b"just" | b"what";
    "sv": b"och" | b"jag" | b"inte" | b"att" | b"ett" | b"som" | b"har" | b"det" | b"fick" | b"vill" | b"mitt" | b"\xc3\xa4r"
        | b"fr\xc3\xa5n" | b"f\xc3\xb6r" | b"p\xc3\xa5" | b"ni" | b"vad" | b"n\xc3\xa5got" | b"n\xc3\xa5n" | b"hej" | b"tack"
        | b"ringer" | b"till" | b"mig" | b"kan" | b"av";
    "da": b"jeg" | b"og" | b"ikke" | b"er" | b"af" | b"hvad" | b"hvor" | b"v\xc3\xa6re" | b"ogs\xc3\xa5" | b"n\xc3\xa5r"
        | b"noget" | b"hun" | b"skal" | b"dig" | b"eller" | b"fra";
    "de": b"und" | b"ich" | b"nicht" | b"der" | b"das" | b"ist" | b"sie" | b"ein" | b"eine" | b"mit" | b"auf" | b"wir"
        | b"f\xc3\xbcr" | b"habe" | b"bitte" | b"mein" | b"meine" | b"aber" | b"guten" | b"zu" | b"von";
    "es": b"que" | b"el" | b"los" | b"las" | b"por" | b"para" | b"una" | b"con" | b"est\xc3\xa1" | b"pero" | b"m\xc3\xa1s"
        | b"gracias" | b"hola" | b"soy" | b"mi" | b"del" | b"se\xc3\xb1or" | b"como" | b"usted" | b"llamo" | b"tengo" | b"su";
    "fr": b"le" | b"les" | b"et" | b"est" | b"vous" | b"je" | b"que" | b"pour" | b"une" | b"des" | b"dans" | b"avec" | b"mon"
        | b"votre" | b"bonjour" | b"merci" | b"nous" | b"suis" | b"c" | b"pas" | b"du" | b"j";
    "it": b"che" | b"il" | b"di" | b"non" | b"per" | b"una" | b"sono" | b"\xc3\xa8" | b"della" | b"grazie" | b"buongiorno"
        | b"ho" | b"mio" | b"anche" | b"questo" | b"gli" | b"con" | b"mi" | b"del";
    "pt": b"que" | b"n\xc3\xa3o" | b"uma" | b"para" | b"com" | b"eu" | b"voc\xc3\xaa" | b"os" | b"obrigado" | b"obrigada"
        | b"est\xc3\xa1" | b"meu" | b"minha" | b"por" | b"mas" | b"bom" | b"um" | b"dia" | b"em" | b"ao";
    "nl": b"het" | b"een" | b"van" | b"ik" | b"niet" | b"voor" | b"met" | b"dat" | b"zijn" | b"goedemorgen" | b"mijn" | b"maar"
        | b"ook" | b"naar" | b"heb" | b"bij" | b"wij" | b"graag";
    "fi": b"ja" | b"ett\xc3\xa4" | b"ei" | b"min\xc3\xa4" | b"olen" | b"mutta" | b"niin" | b"kun" | b"hei" | b"ole" | b"voi"
        | b"minun" | b"nyt" | b"h\xc3\xa4n" | b"kiitos" | b"sitten";
    "pl": b"nie" | b"si\xc4\x99" | b"jest" | b"\xc5\xbce" | b"dzie\xc5\x84" | b"dobry" | b"prosz\xc4\x99" | b"jestem" | b"ale"
        | b"czy" | b"jak" | b"mam" | b"pani" | b"dla" | b"przez";
    "tr": b"bir" | b"ve" | b"bu" | b"i\xc3\xa7in" | b"ben" | b"de\xc4\x9fil" | b"merhaba" | b"var" | b"benim" | b"ile" | b"ama";
    "so": b"waxaan" | b"waa" | b"iyo" | b"oo" | b"ayaa" | b"inaan" | b"waxa" | b"ku" | b"ka";
    "vi": b"t\xc3\xb4i" | b"kh\xc3\xb4ng" | b"v\xc3\xa0" | b"c\xc3\xb3" | b"l\xc3\xa0" | b"cho" | b"c\xe1\xbb\xa7a"
        | b"\xc4\x91\xc6\xb0\xe1\xbb\xa3c";
}

const EN: usize = 0;
const SV: usize = 1;

/// The language of `text`: `en` where nothing else is likelier, `None` for no text. A text in letters that are not Latin is
/// `und` with the script's code (BCP 47).
pub(super) fn of(text: &[u8]) -> Option<&'static str> {
    if text.is_empty() {
        return None;
    }
    if text.is_ascii() && reads_english(text) {
        return Some("en");
    }
    Some(script(text).unwrap_or_else(|| by_words(text)))
}

/// Whether some of the first words are English ones: of nearly all English texts, and the end of the question.
fn reads_english(text: &[u8]) -> bool {
    let (mut words, mut english) = (0, 0);
    for range in fold::words(text).take(SAMPLE) {
        let word = &text[range];
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

fn by_words(text: &[u8]) -> &'static str {
    let mut counts = [0usize; CODES.len()];
    let mut words = 0;
    let mut folded = Vec::new();
    for range in fold::words(text).take(SAMPLE) {
        folded.clear();
        fold::fold_into(&text[range], &mut folded);
        let bits = of_word(&folded);
        counts.iter_mut().enumerate().for_each(|(index, count)| *count += (bits >> index & 1) as usize);
        words += 1;
    }
    let letters = swedish_letters(text);
    let (own, best) = (counts[EN].max(counts[SV]), (2..CODES.len()).rev().max_by_key(|&index| counts[index]));
    if let Some(best) = best.filter(|&best| {
        counts[best] >= FOREIGN
            && counts[best] * FOREIGN_SHARE >= words
            && counts[best] > own + usize::from(letters && counts[SV] > 0)
    }) {
        return CODES[best];
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
    use super::*;

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
            assert_eq!(of(text.as_bytes()), Some(code), "{text}");
        }
        assert_eq!(of(b""), None);
    }
}
