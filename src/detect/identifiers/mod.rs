//! Identifiers made of digits, or of digits and letters: one file each, in one list.
//!
//! An identifier's file holds everything that is known about it: shape, validator, canonical form, examples and sources.
//! [`IDENTIFIERS`] and [`COUNTRIES`] are the only places that name them all. Cues are dictionary lines
//! (`dictionaries/cues/`), so that users can add their own.

mod account_number;
mod bank_account;
mod bank_routing;
mod ca_ohip;
mod ca_sin;
mod card_cvv;
mod card_expiry;
mod card_last4;
mod claim_number;
mod countries;
mod credential;
mod credit_card;
pub(crate) mod crypto_address;
mod cued;
mod driver_license;
mod health_plan_id;
mod iban;
mod icd10_code;
mod license_plate;
mod medical_record_number;
mod national;
mod passport;
mod phone;
mod policy_number;
mod postal_code;
mod prescription_number;
mod se_bankgiro;
mod se_organisationsnummer;
mod se_personnummer;
mod se_personnummer_last4;
mod se_plusgiro;
mod se_reservnummer;
mod se_samordningsnummer;
mod swedish_bank;
mod swift_bic;
mod uk_nhs_number;
mod uk_nino;
mod uk_utr;
mod us_dea;
mod us_ein;
mod us_itin;
mod us_mbi;
mod us_npi;
mod us_ssn;
mod us_ssn_last4;
mod username;
mod vin;

use std::ops::RangeInclusive;

use crate::detect::Reason;
use crate::digits::{DigitRun, Form, Group};
use crate::entity::{EntityId, EntitySet, MOST_ENTITIES};
use crate::span::Span;

pub(crate) use bank_routing::find_british;
pub(crate) use countries::{COUNTRIES, Packs};
pub(crate) use iban::find as find_iban;
pub(crate) use swift_bic::{find as find_bics, is_bic};
pub(crate) use username::find as find_usernames;

/// Every identifier that is read from digit windows.
pub(crate) const IDENTIFIERS: [&Identifier; 62] = [
    &us_ssn::US_SSN,
    &credit_card::CREDIT_CARD,
    &phone::PHONE_NUMBER,
    &bank_routing::BANK_ROUTING,
    &se_personnummer::SE_PERSONNUMMER,
    &bank_routing::BANK_ROUTING_SHORT,
    &bank_account::BANK_ACCOUNT,
    &iban::IBAN,
    &swift_bic::SWIFT_BIC,
    &se_bankgiro::SE_BANKGIRO,
    &se_bankgiro::SE_BANKGIRO_WRITTEN,
    &se_plusgiro::SE_PLUSGIRO,
    &se_plusgiro::SE_PLUSGIRO_WRITTEN,
    &us_ssn_last4::US_SSN_LAST4,
    &se_personnummer_last4::SE_PERSONNUMMER_LAST4,
    &driver_license::DRIVER_LICENSE,
    &driver_license::DRIVER_LICENSE_CODE,
    &driver_license::DRIVER_LICENSE_UK,
    &passport::PASSPORT,
    &passport::PASSPORT_CODE,
    &license_plate::LICENSE_PLATE,
    &license_plate::LICENSE_PLATE_CODE,
    &license_plate::LICENSE_PLATE_UK,
    &vin::VIN,
    &username::USERNAME,
    &credential::CREDENTIAL,
    &credential::CREDENTIAL_CODE,
    &card_last4::CARD_LAST4,
    &card_expiry::CARD_EXPIRY,
    &card_cvv::CARD_CVV,
    &account_number::ACCOUNT_NUMBER,
    &account_number::ACCOUNT_NUMBER_CODE,
    &policy_number::POLICY_NUMBER,
    &policy_number::POLICY_NUMBER_CODE,
    &claim_number::CLAIM_NUMBER,
    &claim_number::CLAIM_NUMBER_CODE,
    &medical_record_number::MEDICAL_RECORD_NUMBER,
    &medical_record_number::MEDICAL_RECORD_NUMBER_CODE,
    &health_plan_id::HEALTH_PLAN_ID,
    &health_plan_id::HEALTH_PLAN_ID_CODE,
    &prescription_number::PRESCRIPTION_NUMBER,
    &prescription_number::PRESCRIPTION_NUMBER_CODE,
    &postal_code::POSTAL_CODE,
    &postal_code::POSTAL_CODE_LETTERS,
    &us_itin::US_ITIN,
    &us_ein::US_EIN,
    &se_samordningsnummer::SE_SAMORDNINGSNUMMER,
    &se_organisationsnummer::SE_ORGANISATIONSNUMMER,
    &uk_nino::UK_NINO,
    &uk_utr::UK_UTR,
    &ca_sin::CA_SIN,
    &us_mbi::US_MBI,
    &uk_nhs_number::UK_NHS_NUMBER,
    &ca_ohip::CA_OHIP,
    &ca_ohip::CA_OHIP_VERSION,
    &ca_ohip::CA_RAMQ,
    &ca_ohip::CA_HEALTH_NUMBER,
    &us_npi::US_NPI,
    &us_dea::US_DEA,
    &icd10_code::ICD10_CODE,
    &se_reservnummer::SE_RESERVNUMMER,
    &se_reservnummer::SE_RESERVNUMMER_DIGITS,
];

/// Longer values are nobody's number.
const LONGEST: usize = 64;

/// Which of [`IDENTIFIERS`] can have a number of characters, as bits, by alphabet: dozens of identifiers are asked about every
/// window, and few of them can have its length.
static BY_LENGTH: [[u128; LONGEST + 1]; 2] = {
    let mut table = [[0; LONGEST + 1]; 2];
    let mut index = 0;
    while index < IDENTIFIERS.len() {
        let mut length = *IDENTIFIERS[index].lengths.start();
        while length <= *IDENTIFIERS[index].lengths.end() && length <= LONGEST {
            table[IDENTIFIERS[index].alphabet as usize][length] |= 1 << index;
            length += 1;
        }
        index += 1;
    }
    table
};

/// Those that are read without a cue, as the bits of [`BY_LENGTH`].
const UNCUED: u128 = {
    let (mut bits, mut index) = (0, 0);
    while index < IDENTIFIERS.len() {
        if !IDENTIFIERS[index].cue_only {
            bits |= 1 << index;
        }
        index += 1;
    }
    bits
};

/// Those of each entity, as the same bits.
static BY_ENTITY: [u128; MOST_ENTITIES] = {
    let (mut table, mut index) = ([0; MOST_ENTITIES], 0);
    while index < IDENTIFIERS.len() {
        table[IDENTIFIERS[index].entity.0 as usize] |= 1 << index;
        index += 1;
    }
    table
};

/// The identifiers that are read where something speaks for certain entities: theirs, and all that need no cue.
#[derive(Clone, Copy)]
pub(crate) struct Wanted(u128);

impl Wanted {
    /// Those that are read where cues, or a field's name, speak for `cued`.
    pub(crate) fn beside(cued: EntitySet) -> Self {
        let mut wanted = Self(UNCUED);
        wanted.join(cued);
        wanted
    }

    /// Adds those of `cued`.
    pub(crate) fn join(&mut self, cued: EntitySet) {
        self.0 |= cued.iter().filter_map(|entity| BY_ENTITY.get(usize::from(entity.0))).fold(0, |all, bits| all | bits);
    }

    /// Those of an alphabet that can have `length` characters, in their order.
    pub(crate) fn of_length(self, alphabet: Alphabet, length: usize) -> impl Iterator<Item = &'static Identifier> {
        let mut bits = self.0 & BY_LENGTH[alphabet as usize].get(length).copied().unwrap_or_default();
        std::iter::from_fn(move || {
            let index = bits.trailing_zeros() as usize;
            let identifier = *IDENTIFIERS.get(index)?;
            bits &= bits - 1;
            Some(identifier)
        })
    }
}

/// What a value may be made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Alphabet {
    /// ASCII digits.
    Digits,
    /// ASCII digits and capital letters, at least one of each: codes, as written or spelled.
    Codes,
}

/// What is known about one kind of number or code.
pub(crate) struct Identifier {
    pub(crate) entity: EntityId,
    pub(crate) alphabet: Alphabet,
    /// How many characters it can have.
    pub(crate) lengths: RangeInclusive<usize>,
    /// Its shape says nothing: it is read only where the passage holds a cue for it, or the field's name is one.
    pub(crate) cue_only: bool,
    /// Judges a window by shape and validator; `None` where it cannot be one.
    pub(crate) read: fn(&Window<'_>) -> Option<Reading>,
    /// Appends the one form that all spellings of a value share; fingerprints are made of it. `chars` are of the alphabet, with
    /// a `+` first where one was written.
    pub(crate) canonical: fn(chars: &[u8], out: &mut Vec<u8>),
    /// Texts that must be read as one, at 20 points or more before any cue, and texts that must not.
    #[cfg_attr(not(test), expect(dead_code, reason = "examples are for the tests and for readers"))]
    pub(crate) examples: Examples,
}

/// Good and bad examples of an identifier.
#[cfg_attr(not(test), expect(dead_code, reason = "examples are for the tests and for readers"))]
pub(crate) struct Examples {
    pub(crate) good: &'static [&'static str],
    pub(crate) bad: &'static [&'static str],
}

/// Some whole groups of a run, as one number.
#[derive(Clone, Copy)]
pub(crate) struct Window<'a> {
    /// Digits, and in a code capital letters.
    pub(crate) chars: &'a [u8],
    /// As written between marks; of what is spoken, or written digit by digit, the stretches between pauses.
    pub(crate) groups: &'a [Group],
    pub(crate) span: Span,
    /// [`Form::Written`] or [`Form::Spoken`].
    pub(crate) form: Form,
    /// It is said in Swedish.
    pub(crate) swedish: bool,
    /// A `+` stands before it.
    pub(crate) plus: bool,
    /// It is the whole run.
    pub(crate) whole: bool,
    /// Letters touch it.
    pub(crate) glued: bool,
}

impl<'a> Window<'a> {
    /// The window over groups `first..end` of `run`.
    pub(crate) fn new(run: &'a DigitRun, first: usize, end: usize) -> Self {
        let groups = &run.groups[first..end];
        let (head, tail) = (groups[0], groups[groups.len() - 1]);
        let chars = &run.digits[usize::from(head.first)..usize::from(tail.first + tail.len)];
        let start = if first == 0 { run.span.start } else { head.span.start };
        Self {
            chars,
            groups,
            span: Span::new(start, tail.span.end),
            form: run.form,
            swedish: run.swedish,
            plus: first == 0 && run.plus,
            whole: first == 0 && end == run.groups.len(),
            glued: (first == 0 && run.glued_ends[0]) || (end == run.groups.len() && run.glued_ends[1]),
        }
    }

    /// The window over all of `run`, whatever its groups are; `group` is [`DigitRun::as_one_group`].
    pub(crate) fn merged(run: &'a DigitRun, group: &'a [Group; 1]) -> Self {
        Self { groups: group, ..Self::new(run, 0, run.groups.len()) }
    }

    /// Whether the groups have these lengths.
    pub(crate) fn is_grouped(&self, lengths: &[u16]) -> bool {
        self.groups.len() == lengths.len() && self.groups.iter().zip(lengths).all(|(group, &len)| group.len == len)
    }

    /// Whether one mark, `mark`, stands between all groups.
    pub(crate) fn is_separated_by(&self, mark: u8) -> bool {
        self.groups.len() > 1 && self.groups[1..].iter().all(|group| group.separator == mark)
    }

    /// The digits of group `index` as a number.
    pub(crate) fn number(&self, index: usize) -> u32 {
        let group = self.groups[index];
        let first = usize::from(group.first - self.groups[0].first);
        value(&self.chars[first..first + usize::from(group.len)])
    }
}

/// What `digits` say as a number; at most nine of them count.
pub(crate) fn value(digits: &[u8]) -> u32 {
    digits.iter().take(9).fold(0, |value, &digit| value * 10 + u32::from(digit - b'0'))
}

/// What a window looks like to an identifier.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Reading {
    /// How specific the written shape is, 0 to 80 (detectors.md §1.2: three-two-four with hyphens 40, bare digits 5).
    pub(crate) shape: i16,
    /// What the validator adds: `10 * log10(1 / p)` where a share `p` of random digits passes, or less than nothing.
    pub(crate) check: i16,
    /// `valid:…` or `invalid:…`; empty where there is no validator.
    pub(crate) check_name: Reason,
    /// The groups are those the identifier is usually written in.
    pub(crate) grouped: bool,
    /// Without a cue it is nothing.
    pub(crate) needs_cue: bool,
    /// A documented specimen or a number nobody has.
    pub(crate) placeholder: bool,
    /// `kind/variant`, as outputs write it.
    pub(crate) detector: &'static str,
}

/// Digits as they are: the canonical form of most numbers.
pub(crate) fn plain_digits(digits: &[u8], out: &mut Vec<u8>) {
    out.extend_from_slice(digits);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reads(identifier: &Identifier, text: &str) -> Option<Reading> {
        let mut run = DigitRun::default();
        match identifier.alphabet {
            Alphabet::Digits => {
                let at = text.find(|c: char| c.is_ascii_digit())?;
                run.read(text.as_bytes(), 0, at, text.len());
            }
            Alphabet::Codes => run.read_code(text.as_bytes(), Span::new(0, text.len() as u32)),
        }
        let window = Window::new(&run, 0, run.groups.len());
        identifier.lengths.contains(&window.chars.len()).then(|| (identifier.read)(&window)).flatten()
    }

    #[test]
    fn every_identifier_holds_its_own_examples() {
        let countries = COUNTRIES.iter().flat_map(|(_, identifiers)| identifiers.iter().copied());
        for identifier in IDENTIFIERS.into_iter().chain(countries) {
            // Beside a strong cue's 35 that is just a finding.
            let least = if identifier.cue_only { 10 } else { 20 };
            for &text in identifier.examples.good {
                let reading = reads(identifier, text);
                assert!(reading.is_some_and(|reading| reading.shape + reading.check >= least), "{text}: {reading:?}");
            }
            for &text in identifier.examples.bad {
                let reading = reads(identifier, text);
                assert!(reading.is_none_or(|reading| reading.shape + reading.check < least), "{text}: {reading:?}");
            }
        }
    }
}
