//! Why a candidate was believed or doubted: names of rules and classes, never words of a record.

macro_rules! reasons {
    ($($name:ident = $text:literal;)*) => {
        /// The name of a rule or a class. One byte, since a candidate carries several and is moved often.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub(crate) struct Reason(u8);

        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        enum Order { NONE, $($name,)* }

        impl Reason {
            /// No reason at all.
            pub(crate) const NONE: Self = Self(Order::NONE as u8);
            $(pub(crate) const $name: Self = Self(Order::$name as u8);)*
            const NAMES: &[&str] = &["", $($text),*];
        }
    };
}

// In alphabetical order.
reasons! {
    COMPANY = "company";
    CUE_CARD = "cue:card";
    CUE_IMPERSONAL = "cue:impersonal";
    CUE_NAME = "cue:name";
    CUE_PLACE = "cue:place";
    CUE_RIVAL = "cue:rival";
    CUE_STRONG = "cue:strong";
    CUE_TALKED_ABOUT = "cue:talked-about";
    CUE_TURN = "cue:turn";
    CUE_WEAK = "cue:weak";
    FIELD_ADDRESS = "field:address";
    FIELD_BIRTH = "field:birth";
    FIELD_NAME = "field:name";
    FIELD_NAMED = "field:named";
    FIELD_ORGANISATION = "field:organisation";
    FIELD_PHONE = "field:phone";
    FIELD_PLACE = "field:place";
    FIELD_POSTAL = "field:postal";
    GROUPING_USUAL = "grouping:usual";
    INVALID_ABA = "invalid:aba";
    INVALID_ACCOUNT = "invalid:account";
    INVALID_CRYPTO = "invalid:crypto";
    INVALID_DEA = "invalid:dea";
    INVALID_EIN = "invalid:ein";
    INVALID_HEALTH_NUMBER = "invalid:health-number";
    INVALID_ICD10 = "invalid:icd10";
    INVALID_ITIN = "invalid:itin";
    INVALID_LUHN = "invalid:luhn";
    INVALID_MBI = "invalid:mbi";
    INVALID_MOD97 = "invalid:mod97";
    INVALID_NANP = "invalid:nanp";
    INVALID_NATIONAL = "invalid:national";
    INVALID_NHS = "invalid:nhs";
    INVALID_NINO = "invalid:nino";
    INVALID_NPI = "invalid:npi";
    INVALID_PERSONNUMMER = "invalid:personnummer";
    INVALID_SIN = "invalid:sin";
    INVALID_SSN = "invalid:ssn";
    INVALID_UTR = "invalid:utr";
    INVALID_VIN = "invalid:vin";
    LIST_FIRST_LAST = "list:first+last";
    LIST_NAME = "list:name";
    RUN_OVERLONG = "run:overlong";
    RUN_PART = "run:part";
    RUN_UNCLAIMED = "run:unclaimed";
    SHAPE_ADDRESS = "shape:address";
    SHAPE_AGE = "shape:age";
    SHAPE_DATE = "shape:date";
    SHAPE_EMAIL = "shape:email";
    SHAPE_MONEY = "shape:money";
    SHAPE_WORD = "shape:word";
    TERM_HAZARD = "term:hazard";
    TERM_MEDIUM = "term:medium";
    TERM_MISHEARD = "term:misheard";
    TERM_STRONG = "term:strong";
    TERM_WEAK = "term:weak";
    VALID_ABA = "valid:aba";
    VALID_ACCOUNT = "valid:account";
    VALID_CRYPTO = "valid:crypto";
    VALID_DEA = "valid:dea";
    VALID_EIN = "valid:ein";
    VALID_HEALTH_NUMBER = "valid:health-number";
    VALID_ICD10 = "valid:icd10";
    VALID_ITIN = "valid:itin";
    VALID_LUHN = "valid:luhn";
    VALID_MBI = "valid:mbi";
    VALID_MOD97 = "valid:mod97";
    VALID_NANP = "valid:nanp";
    VALID_NATIONAL = "valid:national";
    VALID_NHS = "valid:nhs";
    VALID_NINO = "valid:nino";
    VALID_NPI = "valid:npi";
    VALID_PERSONNUMMER = "valid:personnummer";
    VALID_SIN = "valid:sin";
    VALID_SSN = "valid:ssn";
    VALID_UTR = "valid:utr";
    VALID_VIN = "valid:vin";
}

impl Reason {
    /// As outputs write it.
    pub(crate) const fn name(self) -> &'static str {
        Self::NAMES[self.0 as usize]
    }
}

/// Up to six reasons, in the order they were found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    reasons: [Reason; Self::MOST],
    len: u8,
}

impl Evidence {
    const MOST: usize = 6;

    /// Adds a reason; a seventh is dropped.
    pub(crate) fn push(&mut self, reason: Reason) {
        if usize::from(self.len) < Self::MOST {
            self.reasons[usize::from(self.len)] = reason;
            self.len += 1;
        }
    }

    /// Whether `reason` is among them.
    pub(crate) fn has(self, reason: Reason) -> bool {
        self.reasons[..usize::from(self.len)].contains(&reason)
    }

    /// The reasons as outputs write them: `cue:strong`, `valid:luhn`.
    pub fn iter(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.reasons[..usize::from(self.len)].iter().map(|reason| reason.name())
    }
}
