//! The names and groups of what gold marks, as in the entity catalogue.

/// A group of entities gives a record its label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Group {
    Financial = 1,
    Identity = 2,
    Medical = 4,
}

impl Group {
    /// In the order in which labels are written.
    pub(super) const ALL: [(Self, &'static str); 3] =
        [(Self::Financial, "financial"), (Self::Identity, "identity"), (Self::Medical, "medical")];
}

macro_rules! entities {
    ($($variant:ident $name:literal $group:ident)*) => {
        /// What a gold span is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Entity { $($variant),* }

        impl Entity {
            /// The catalogue's name.
            pub(super) const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            pub(super) const fn group(self) -> Group {
                match self { $(Self::$variant => Group::$group),* }
            }

            pub(super) fn from_name(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

entities! {
    Person "PERSON" Identity
    Phone "PHONE_NUMBER" Identity
    Email "EMAIL_ADDRESS" Identity
    StreetAddress "STREET_ADDRESS" Identity
    PostalCode "POSTAL_CODE" Identity
    Location "LOCATION" Identity
    DateOfBirth "DATE_OF_BIRTH" Identity
    Age "AGE" Identity
    Ssn "US_SSN" Identity
    SsnLast4 "US_SSN_LAST4" Identity
    Personnummer "SE_PERSONNUMMER" Identity
    DriverLicense "DRIVER_LICENSE" Identity
    Passport "PASSPORT" Identity
    Plate "LICENSE_PLATE" Identity
    IpAddress "IP_ADDRESS" Identity
    MacAddress "MAC_ADDRESS" Identity
    Username "USERNAME" Identity
    Credential "CREDENTIAL" Identity
    Card "CREDIT_CARD" Financial
    CardLast4 "CARD_LAST4" Financial
    CardExpiry "CARD_EXPIRY" Financial
    CardCvv "CARD_CVV" Financial
    BankAccount "BANK_ACCOUNT" Financial
    Routing "BANK_ROUTING" Financial
    Iban "IBAN" Financial
    Account "ACCOUNT_NUMBER" Financial
    Policy "POLICY_NUMBER" Financial
    Claim "CLAIM_NUMBER" Financial
    Money "MONEY" Financial
    FinancialTerm "FINANCIAL_TERM" Financial
    Medication "MEDICATION" Medical
    Condition "CONDITION" Medical
    Symptom "SYMPTOM" Medical
    Procedure "PROCEDURE" Medical
    LabResult "LAB_RESULT" Medical
    MedicalService "MEDICAL_SERVICE" Medical
    RecordNumber "MEDICAL_RECORD_NUMBER" Medical
    HealthPlan "HEALTH_PLAN_ID" Medical
    Prescription "PRESCRIPTION_NUMBER" Medical
    Nhs "UK_NHS_NUMBER" Medical
}
