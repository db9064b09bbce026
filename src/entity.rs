//! The catalogue: what can be found, and what each kind of finding means for a record.
//!
//! Names are a contract (docs/FINDINGS.md). Microsoft Presidio's names for the same things are accepted as aliases.
//! An entity is an [`EntityId`] into a [`Catalogue`] and not an enum, so that user dictionaries can add their own.

use std::collections::HashMap;

/// An entity's place in a [`Catalogue`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityId(pub u16);

/// The most entities that a catalogue holds.
pub(crate) const MOST_ENTITIES: usize = 128;

/// A set of entities: bit `n` stands for `EntityId(n)`. A catalogue holds at most 128.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EntitySet(pub u128);

impl EntitySet {
    /// No entity.
    pub const EMPTY: Self = Self(0);
    /// Every entity a catalogue can hold.
    pub const ALL: Self = Self(u128::MAX);

    /// These entities.
    pub(crate) const fn of<const N: usize>(ids: [EntityId; N]) -> Self {
        let (mut set, mut index) = (Self::EMPTY, 0);
        while index < N {
            set.insert(ids[index]);
            index += 1;
        }
        set
    }

    /// Whether `id` is in the set.
    #[inline]
    pub const fn contains(self, id: EntityId) -> bool {
        self.0 >> id.0 & 1 == 1
    }

    /// Its entities, in order.
    pub(crate) fn iter(self) -> impl Iterator<Item = EntityId> {
        let mut rest = self.0;
        std::iter::from_fn(move || {
            let next = (rest != 0).then(|| EntityId(rest.trailing_zeros() as u16));
            rest &= rest.wrapping_sub(1);
            next
        })
    }

    /// Adds `id`.
    #[inline]
    pub const fn insert(&mut self, id: EntityId) {
        self.0 |= 1 << id.0;
    }

    /// Adds all of `other`.
    #[inline]
    pub const fn join(&mut self, other: Self) {
        self.0 |= other.0;
    }

    /// What is in either.
    #[inline]
    pub(crate) const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What is in both.
    #[inline]
    pub(crate) const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Whether the two have an entity in common.
    #[inline]
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// All but `id`.
    #[inline]
    pub(crate) const fn without(mut self, id: EntityId) -> Self {
        self.remove(id);
        self
    }

    /// Takes `id` out.
    pub const fn remove(&mut self, id: EntityId) {
        self.0 &= !(1 << id.0);
    }
}

/// The label an entity gives its record, if any.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Who somebody is.
    Identity,
    /// Somebody's money.
    Financial,
    /// Somebody's health.
    Medical,
    /// Gives no label.
    Other,
}

impl Group {
    /// The label as written in outputs; `other` for those that give none.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Financial => "financial",
            Self::Medical => "medical",
            Self::Other => "other",
        }
    }
}

/// What an entity does to a verdict and to outputs: bits of [`Entity::traits`].
pub mod traits {
    /// Contact data: a record with nothing but these has the flag `contact`.
    pub const CONTACT: u16 = 1;
    /// Identifies one person by itself (EI 100).
    pub const UNIQUE: u16 = 1 << 1;
    /// A government id of the SSN class.
    pub const GOVERNMENT: u16 = 1 << 2;
    /// A health plan, patient or record number.
    pub const RECORD: u16 = 1 << 3;
    /// A condition, drug, result or symptom: the floor T2 of classification.
    pub const HEALTH: u16 = 1 << 4;
    /// A way to reach somebody: phone or e-mail (EI 50).
    pub const REACH: u16 = 1 << 5;
    /// A place (EI 75 with a name).
    pub const PLACE: u16 = 1 << 6;
    /// With a name it singles somebody out (EI 100): date of birth, full address, numbers.
    pub const SINGLES_OUT: u16 = 1 << 7;
    /// A word or phrase: outputs show its class, never its letters.
    pub const TERM: u16 = 1 << 8;
    /// Nothing of the value is ever shown, not even its length.
    pub const SECRET: u16 = 1 << 9;
    /// The code that opens a card or an account.
    pub const ACCESS_CODE: u16 = 1 << 10;
    /// A full card number.
    pub const CARD: u16 = 1 << 11;
    /// A bank account, or an IBAN.
    pub const ACCOUNT: u16 = 1 << 12;
    /// Distinct values are counted exactly.
    pub const EXACT_COUNT: u16 = 1 << 13;
    /// Of a special category that is not health: religion, union, politics, origin, sex life (GDPR Art. 9).
    pub const SPECIAL: u16 = 1 << 14;
    /// Offences and convictions (GDPR Art. 10).
    pub const CRIMINAL: u16 = 1 << 15;
}

/// One kind of finding.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Entity {
    /// The canonical name, upper case with underscores.
    pub name: String,
    /// Other accepted names.
    pub aliases: Vec<String>,
    /// The label it gives.
    pub group: Group,
    /// Data processing context, 1 to 4 (after ENISA 2013); 0 for entities that do not count.
    pub dpc: u8,
    /// Bits of [`traits`].
    pub traits: u16,
}

impl Entity {
    /// Whether all bits of `wanted` are set.
    pub const fn has(&self, wanted: u16) -> bool {
        self.traits & wanted == wanted
    }
}

macro_rules! catalogue {
    ($($name:ident $group:ident $dpc:literal [$($bit:ident)*] $(= $alias:literal)*;)*) => {
        /// The built-in entities by name.
        #[allow(missing_docs)] // the names are the catalogue's own
        pub mod id {
            use super::EntityId;
            #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
            enum Order { $($name,)* }
            $(pub const $name: EntityId = EntityId(Order::$name as u16);)*
        }
        fn builtin() -> Vec<Entity> {
            vec![$(Entity {
                name: stringify!($name).into(),
                aliases: vec![$($alias.into()),*],
                group: Group::$group,
                dpc: $dpc,
                traits: 0 $(| traits::$bit)*,
            },)*]
        }
    };
}

catalogue! {
    PERSON Identity 1 [CONTACT];
    PHONE_NUMBER Identity 1 [CONTACT REACH];
    EMAIL_ADDRESS Identity 1 [CONTACT REACH];
    STREET_ADDRESS Identity 1 [CONTACT PLACE SINGLES_OUT];
    POSTAL_CODE Identity 1 [CONTACT PLACE];
    LOCATION Identity 1 [CONTACT PLACE];
    DATE_OF_BIRTH Identity 1 [SINGLES_OUT];
    AGE Identity 1 [];
    US_SSN Identity 4 [UNIQUE GOVERNMENT SINGLES_OUT EXACT_COUNT];
    US_SSN_LAST4 Identity 2 [];
    US_ITIN Identity 4 [UNIQUE GOVERNMENT SINGLES_OUT EXACT_COUNT];
    US_EIN Identity 1 [];
    SE_PERSONNUMMER Identity 4 [UNIQUE GOVERNMENT SINGLES_OUT EXACT_COUNT];
    SE_PERSONNUMMER_LAST4 Identity 2 [];
    SE_SAMORDNINGSNUMMER Identity 4 [UNIQUE GOVERNMENT SINGLES_OUT EXACT_COUNT];
    SE_ORGANISATIONSNUMMER Identity 1 [];
    UK_NINO Identity 4 [UNIQUE GOVERNMENT SINGLES_OUT EXACT_COUNT];
    CA_SIN Identity 4 [UNIQUE GOVERNMENT SINGLES_OUT EXACT_COUNT];
    DRIVER_LICENSE Identity 4 [UNIQUE GOVERNMENT SINGLES_OUT EXACT_COUNT] = "US_DRIVER_LICENSE";
    PASSPORT Identity 4 [UNIQUE GOVERNMENT SINGLES_OUT EXACT_COUNT] = "US_PASSPORT";
    LICENSE_PLATE Identity 1 [];
    VIN Identity 1 [];
    IP_ADDRESS Identity 1 [];
    MAC_ADDRESS Identity 1 [];
    URL Identity 1 [];
    USERNAME Identity 1 [];
    CREDENTIAL Identity 2 [SECRET ACCESS_CODE];
    CRYPTO_ADDRESS Identity 1 [] = "CRYPTO";
    CREDIT_CARD Financial 3 [UNIQUE CARD SINGLES_OUT EXACT_COUNT];
    CARD_LAST4 Financial 2 [];
    CARD_EXPIRY Financial 2 [];
    CARD_CVV Financial 2 [SECRET ACCESS_CODE];
    BANK_ACCOUNT Financial 3 [UNIQUE ACCOUNT SINGLES_OUT] = "US_BANK_NUMBER";
    BANK_ROUTING Financial 2 [] = "ABA_ROUTING_NUMBER";
    IBAN Financial 3 [UNIQUE ACCOUNT SINGLES_OUT] = "IBAN_CODE";
    SWIFT_BIC Financial 2 [];
    SE_BANKGIRO Financial 3 [];
    SE_PLUSGIRO Financial 3 [];
    ACCOUNT_NUMBER Financial 3 [];
    POLICY_NUMBER Financial 3 [UNIQUE SINGLES_OUT];
    CLAIM_NUMBER Financial 3 [];
    MONEY Financial 3 [];
    FINANCIAL_TERM Financial 3 [TERM];
    MEDICATION Medical 4 [TERM HEALTH];
    CONDITION Medical 4 [TERM HEALTH];
    SYMPTOM Medical 4 [TERM HEALTH];
    PROCEDURE Medical 3 [TERM];
    LAB_RESULT Medical 4 [TERM HEALTH];
    MEDICAL_SERVICE Medical 2 [TERM];
    MEDICAL_RECORD_NUMBER Medical 3 [UNIQUE RECORD SINGLES_OUT];
    HEALTH_PLAN_ID Medical 3 [UNIQUE RECORD SINGLES_OUT];
    US_MBI Medical 3 [UNIQUE RECORD SINGLES_OUT EXACT_COUNT];
    PRESCRIPTION_NUMBER Medical 3 [];
    UK_NHS_NUMBER Medical 3 [UNIQUE RECORD SINGLES_OUT EXACT_COUNT] = "UK_NHS";
    CA_OHIP Medical 3 [UNIQUE RECORD SINGLES_OUT EXACT_COUNT] = "CA_PHN" = "CA_RAMQ";
    US_NPI Medical 1 [];
    US_DEA Medical 1 [];
    ICD10_CODE Medical 4 [HEALTH];
    SE_RESERVNUMMER Medical 3 [UNIQUE RECORD SINGLES_OUT EXACT_COUNT];
    UK_UTR Identity 4 [UNIQUE GOVERNMENT SINGLES_OUT EXACT_COUNT];
    AU_TFN Identity 4 [UNIQUE GOVERNMENT SINGLES_OUT EXACT_COUNT];
    BE_NATIONAL_NUMBER Identity 4 [UNIQUE GOVERNMENT SINGLES_OUT EXACT_COUNT];
    BG_EGN Identity 4 [UNIQUE GOVERNMENT SINGLES_OUT EXACT_COUNT];
    BR_CPF Identity 4 [UNIQUE GOVERNMENT SINGLES_OUT EXACT_COUNT];
    CH_AHV Identity 4 [UNIQUE GOVERNMENT SINGLES_OUT EXACT_COUNT];
    CL_RUT Identity 4 [UNIQUE GOVERNMENT SINGLES_OUT EXACT_COUNT];
    CZ_RODNE_CISLO Identity 4 [UNIQUE GOVERNMENT SINGLES_OUT EXACT_COUNT];
    DE_STEUER_ID Identity 4 [UNIQUE GOVERNMENT SINGLES_OUT EXACT_COUNT];
    DK_CPR Identity 4 [UNIQUE GOVERNMENT SINGLES_OUT EXACT_COUNT];
    EE_ISIKUKOOD Identity 4 [UNIQUE GOVERNMENT SINGLES_OUT EXACT_COUNT];
    ES_DNI Identity 4 [UNIQUE GOVERNMENT SINGLES_OUT EXACT_COUNT] = "ES_NIF";
    ES_NIE Identity 4 [UNIQUE GOVERNMENT SINGLES_OUT EXACT_COUNT];
    FI_HETU Identity 4 [UNIQUE GOVERNMENT SINGLES_OUT EXACT_COUNT] = "FI_PERSONAL_IDENTITY_CODE";
    FR_NIR Identity 4 [UNIQUE GOVERNMENT SINGLES_OUT EXACT_COUNT];
    GR_AMKA Identity 4 [UNIQUE GOVERNMENT SINGLES_OUT EXACT_COUNT];
    IE_PPS Identity 4 [UNIQUE GOVERNMENT SINGLES_OUT EXACT_COUNT];
    IN_AADHAAR Identity 4 [UNIQUE GOVERNMENT SINGLES_OUT EXACT_COUNT];
    IS_KENNITALA Identity 4 [UNIQUE GOVERNMENT SINGLES_OUT EXACT_COUNT];
    KR_RRN Identity 4 [UNIQUE GOVERNMENT SINGLES_OUT EXACT_COUNT];
    LT_ASMENS_KODAS Identity 4 [UNIQUE GOVERNMENT SINGLES_OUT EXACT_COUNT];
    NL_BSN Identity 4 [UNIQUE GOVERNMENT SINGLES_OUT EXACT_COUNT];
    NO_FODSELSNUMMER Identity 4 [UNIQUE GOVERNMENT SINGLES_OUT EXACT_COUNT];
    NZ_IRD Identity 4 [UNIQUE GOVERNMENT SINGLES_OUT EXACT_COUNT];
    PL_PESEL Identity 4 [UNIQUE GOVERNMENT SINGLES_OUT EXACT_COUNT];
    RO_CNP Identity 4 [UNIQUE GOVERNMENT SINGLES_OUT EXACT_COUNT];
    TR_KIMLIK Identity 4 [UNIQUE GOVERNMENT SINGLES_OUT EXACT_COUNT];
    ZA_ID_NUMBER Identity 4 [UNIQUE GOVERNMENT SINGLES_OUT EXACT_COUNT];
    DK_CVR Identity 1 [];
    FI_Y_TUNNUS Identity 1 [];
    NO_ORGANISASJONSNUMMER Identity 1 [];
    SG_UEN Identity 1 [];
    TW_UBN Identity 1 [];
    AU_MEDICARE Medical 3 [UNIQUE RECORD SINGLES_OUT EXACT_COUNT];
    DE_KVNR Medical 3 [UNIQUE RECORD SINGLES_OUT EXACT_COUNT];
    SPECIAL_CATEGORY Other 4 [TERM SPECIAL];
    CRIMINAL_RECORD Other 4 [TERM CRIMINAL];
    ORGANIZATION Other 0 [];
    NUMBER_RUN Other 0 [];
    DATE Other 0 [];
    EMPTY_MESSAGE Other 0 [];
}

/// All entities a scanner knows, in a fixed order: outputs list entities in this order.
#[derive(Clone, Debug)]
pub struct Catalogue {
    entities: Vec<Entity>,
    names: HashMap<String, EntityId>,
}

impl Default for Catalogue {
    fn default() -> Self {
        let mut catalogue = Self { entities: Vec::new(), names: HashMap::new() };
        builtin().into_iter().for_each(|entity| catalogue.push(entity));
        catalogue
    }
}

impl Catalogue {
    fn push(&mut self, entity: Entity) {
        let id = EntityId(self.entities.len() as u16);
        for name in entity.aliases.iter().chain([&entity.name]) {
            self.names.insert(name.clone(), id);
        }
        self.entities.push(entity);
    }

    /// The entity of that name or alias; case does not matter.
    ///
    /// ```
    /// let catalogue = earmark::Catalogue::default();
    /// assert_eq!(catalogue.find("iban_code"), catalogue.find("IBAN"));
    /// ```
    pub fn find(&self, name: &str) -> Option<EntityId> {
        self.names.get(&name.to_ascii_uppercase()).copied()
    }

    /// Adds a user's own term entity, or returns the one there is. `None` when the catalogue is full (128).
    pub(crate) fn add_term(&mut self, name: &str, group: Group) -> Option<EntityId> {
        if let Some(id) = self.find(name) {
            return Some(id);
        }
        if self.entities.len() >= MOST_ENTITIES {
            return None;
        }
        let dpc = match group {
            Group::Medical => 4,
            Group::Financial => 3,
            Group::Identity => 1,
            Group::Other => 0,
        };
        let name = name.to_ascii_uppercase();
        self.push(Entity { name, aliases: Vec::new(), group, dpc, traits: traits::TERM });
        Some(EntityId(self.entities.len() as u16 - 1))
    }

    /// The entity `id` stands for.
    ///
    /// # Panics
    /// Where `id` is of another catalogue with more entities.
    #[inline]
    pub fn get(&self, id: EntityId) -> &Entity {
        &self.entities[usize::from(id.0)]
    }

    /// Every entity with its id, in order.
    pub fn iter(&self) -> impl Iterator<Item = (EntityId, &Entity)> {
        self.entities.iter().enumerate().map(|(index, entity)| (EntityId(index as u16), entity))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.entities.len()
    }

    /// Never: a catalogue holds at least the built-in entities.
    pub fn is_empty(&self) -> bool {
        self.entities.is_empty()
    }
}

/// A medical sensitivity tag, after HL7's confidentiality codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Tag {
    /// HIV and AIDS.
    Hiv,
    /// Mental health.
    Psy,
    /// Substance use.
    Eth,
    /// Sexuality, reproduction, pregnancy.
    Sex,
    /// Sexually transmitted disease.
    Std,
    /// Abuse and domestic violence.
    Sdv,
    /// Genetic disease.
    Gdis,
    /// Sickle cell.
    Sca,
}

impl Tag {
    /// All tags, in the order outputs list them.
    pub const ALL: [Self; 8] =
        [Self::Hiv, Self::Psy, Self::Eth, Self::Sex, Self::Std, Self::Sdv, Self::Gdis, Self::Sca];

    /// The code as dictionaries and outputs write it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hiv => "HIV",
            Self::Psy => "PSY",
            Self::Eth => "ETH",
            Self::Sex => "SEX",
            Self::Std => "STD",
            Self::Sdv => "SDV",
            Self::Gdis => "GDIS",
            Self::Sca => "SCA",
        }
    }

    /// Its bit in a set of tags.
    pub const fn bit(self) -> u8 {
        1 << self as u8
    }
}
