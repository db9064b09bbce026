//! The country pack: numbers of states other than the United States, Canada, Britain and Sweden.
//!
//! One file a country. They are read only where their country was chosen, since most are but a count of digits with one
//! check: of ten telephone numbers one would be somebody's.

mod au;
mod baltic;
mod be;
mod bg;
mod br;
mod ch;
mod cl;
mod cz;
mod de;
mod dk;
mod es;
mod fi;
mod fr;
mod gr;
mod ie;
mod in_;
mod is;
mod kr;
mod nl;
mod no;
mod nz;
mod pl;
mod ro;
mod sg;
mod tr;
mod tw;
mod za;

use super::{Alphabet, Identifier};

/// Each country's numbers by its ISO 3166-1 code, in lower case and in alphabetical order.
pub(crate) const COUNTRIES: &[(&str, &[&Identifier])] = &[
    ("au", &[&au::TFN, &au::MEDICARE]),
    ("be", &[&be::NATIONAL_NUMBER]),
    ("bg", &[&bg::EGN]),
    ("br", &[&br::CPF]),
    ("ch", &[&ch::AHV]),
    ("cl", &[&cl::RUT, &cl::RUT_K]),
    ("cz", &[&cz::RODNE_CISLO]),
    ("de", &[&de::STEUER_ID, &de::KVNR]),
    ("dk", &[&dk::CPR, &dk::CVR]),
    ("ee", &[&baltic::ISIKUKOOD]),
    ("es", &[&es::DNI, &es::NIE]),
    ("fi", &[&fi::HETU, &fi::HETU_DIGITS, &fi::Y_TUNNUS]),
    ("fr", &[&fr::NIR, &fr::NIR_CORSICA]),
    ("gr", &[&gr::AMKA]),
    ("ie", &[&ie::PPS]),
    ("in", &[&in_::AADHAAR]),
    ("is", &[&is::KENNITALA]),
    ("kr", &[&kr::RRN]),
    ("lt", &[&baltic::ASMENS_KODAS]),
    ("nl", &[&nl::BSN]),
    ("no", &[&no::FODSELSNUMMER, &no::ORGANISASJONSNUMMER, &no::BANK_ACCOUNT]),
    ("nz", &[&nz::IRD]),
    ("pl", &[&pl::PESEL]),
    ("ro", &[&ro::CNP]),
    ("sg", &[&sg::UEN]),
    ("sk", &[&cz::RODNE_CISLO]),
    ("tr", &[&tr::KIMLIK]),
    ("tw", &[&tw::UBN]),
    ("za", &[&za::ID_NUMBER]),
];

/// The countries whose numbers are looked for, as bits of their places in [`COUNTRIES`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Packs(u64);

impl Packs {
    /// Adds a country by its code. `false` where there is no such pack.
    pub(crate) fn insert(&mut self, code: &str) -> bool {
        let place = COUNTRIES.iter().position(|(known, _)| known.eq_ignore_ascii_case(code));
        self.0 |= place.map_or(0, |place| 1 << place);
        place.is_some()
    }

    /// The identifiers of these countries.
    pub(crate) fn identifiers(self) -> impl Iterator<Item = &'static Identifier> {
        let mut bits = self.0;
        let chosen = std::iter::from_fn(move || {
            let (_, identifiers) = COUNTRIES.get(bits.trailing_zeros() as usize)?;
            bits &= bits - 1;
            Some(identifiers)
        });
        chosen.flat_map(|identifiers| identifiers.iter().copied())
    }

    /// Those that can have `length` characters of `alphabet`.
    pub(crate) fn of_length(self, alphabet: Alphabet, length: usize) -> impl Iterator<Item = &'static Identifier> {
        self.identifiers()
            .filter(move |identifier| identifier.alphabet == alphabet && identifier.lengths.contains(&length))
    }
}

#[cfg(test)]
mod tests;
