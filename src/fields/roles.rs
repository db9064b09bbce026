//! What a field's name says of its values.
//!
//! Names are compared by their letters and digits alone, in lower case: `caller_name`, `callerName` and `Caller Name` are
//! one. The names are those of telephone exchanges, call-detail records and transcription services (formats.md §3).

use crate::entity::{EntityId, id};
use crate::utterance::Role;

/// What a field is to the record itself, beside its role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meta {
    /// Nothing.
    None,
    /// The source's own id of the record.
    Id,
    /// The collection it lay in.
    Container,
    /// The customer it belongs to.
    Tenant,
    /// When it happened.
    Time,
    /// The state or county of the person.
    State,
    /// Nothing, but its record may be a transcript. Readers say so, users cannot.
    #[doc(hidden)]
    Announcing,
    /// The language that is spoken.
    Language,
}

/// What a name says: a role (`None`: the value's content decides), what it is to the record, and the entity it is a cue for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Naming {
    /// The role of the values.
    pub(super) role: Option<Role>,
    /// What it is to the record.
    pub(super) meta: Meta,
    /// The entity the name is a cue for.
    pub(super) hint: Option<EntityId>,
}

const fn role(role: Role) -> Naming {
    Naming { role: Some(role), meta: Meta::None, hint: None }
}

const fn cue(hint: EntityId) -> Naming {
    Naming { role: Some(Role::Number), meta: Meta::None, hint: Some(hint) }
}

const fn meta(role: Role, meta: Meta) -> Naming {
    Naming { role: Some(role), meta, hint: None }
}

/// What the names of a path say, the innermost first.
///
/// `$numberLong` and its like are a database's own and leave the word to the name around them; `first` and `last` are a
/// person's only inside a `name`.
pub(super) fn by_names<'p>(mut inward: impl Iterator<Item = &'p str>) -> Naming {
    let Some(name) = inward.by_ref().find(|name| !name.starts_with('$')) else { return UNNAMED };
    let (around, last) = name.rsplit_once('.').map_or((inward.next(), name), |(around, last)| (Some(around), last));
    let of_name = || around.is_some_and(|around| around.to_ascii_lowercase().ends_with("name"));
    if matches!(last, "first" | "last" | "middle" | "full" | "display") && of_name() {
        return role(Role::PersonName);
    }
    by_name(last)
}

/// What one name says.
fn by_name(name: &str) -> Naming {
    let mut folded = [0u8; 32];
    let mut len = 0;
    for byte in name.bytes().filter(u8::is_ascii_alphanumeric) {
        if len == folded.len() {
            return UNNAMED;
        }
        folded[len] = byte.to_ascii_lowercase();
        len += 1;
    }
    std::str::from_utf8(&folded[..len]).map_or(UNNAMED, by_folded_name)
}

const UNNAMED: Naming = Naming { role: None, meta: Meta::None, hint: None };

#[rustfmt::skip]
fn by_folded_name(name: &str) -> Naming {
    match name {
        "transcript" | "transcription" | "transcripttext" | "transcriptiontext" | "text" | "body" | "message" | "content"
        | "notes" | "note" | "vmtext" | "utterance" | "utterances" | "comment" | "comments" | "description"
        | "speech" | "utskrift" | "samtal" | "meddelande" | "anteckning" => role(Role::Speech),
        "summary" | "callsummary" | "contactsummary" | "aisummary" | "autosummary" | "generatedsummary" | "transcriptsummary"
        | "topics" | "keyphrases" | "keypoints" | "highlights" | "sammanfattning" => role(Role::Derived),
        "language" | "lang" | "languagecode" | "locale" | "transcriptlanguage" | "sprak" => meta(Role::Opaque, Meta::Language),
        "callername" | "cnam" | "name" | "fullname" | "firstname" | "lastname" | "surname" | "givenname" | "familyname"
        | "contactname" | "customername" | "ownername" | "displayname" | "contact" | "owner" | "patientname"
        | "namn" | "fornamn" | "efternamn" | "calleridname" | "cidname" | "agentname" | "given" | "family"
        | "patient" | "cardholder" | "cardholdername" | "accountholder" | "holder" | "beneficiary" | "guarantor" | "spouse"
        | "nextofkin" | "emergencycontact" | "insured" => role(Role::PersonName),
        "callerid" | "caller" | "callernumber" | "phone" | "phonenumber" | "telephone" | "tel" | "mobile" | "cell" | "ani"
        | "cid" | "clid" | "from" | "to" | "src" | "dst" | "dnis" | "did" | "msisdn" | "anumber" | "bnumber" | "callee"
        | "calledid" | "number" | "callback" | "fax" | "faxnumber" | "telefon" | "telefonnummer" | "mobil" | "nummer"
        | "homephone" | "workphone" | "cellphone" | "fromnumber" | "tonumber" | "rdnis" | "cidnumber" | "destination" | "uppringare" => role(Role::Phone),
        "city" | "town" | "country" | "county" | "ort" | "region" | "location" | "place" | "lan" | "stad" => role(Role::Place),
        "state" | "province" => meta(Role::Place, Meta::State),
        "address" | "street" | "streetaddress" | "address1" | "addressline1" | "homeaddress" | "adress" | "gatuadress"
            => role(Role::Address),
        "zip" | "zipcode" | "postalcode" | "postcode" | "postnummer" => role(Role::PostalCode),
        "email" | "emailaddress" | "mail" | "epost" => role(Role::Email),
        "company" | "companyname" | "organization" | "organisation" | "business" | "businessname" | "foretag"
            => role(Role::Organisation),
        "mailbox" | "queue" | "department" | "mailboxname" | "skill" | "brevlada" | "avdelning" => role(Role::Mailbox),
        "received" | "timestamp" | "calldate" | "start" | "starttime" | "createdat" | "created" | "datetime" | "date" | "time"
        | "calltime" | "receivedat" | "startedat" | "datum" | "tid" | "datecreated" | "datesent" | "origtime" | "createdepoch" => meta(Role::Date, Meta::Time),
        "dateupdated" | "end" | "endtime" | "endedat" | "updatedat" | "updated" | "lastseen" | "firstseen" | "modified" | "expires"
            => role(Role::Date),
        "born" | "fodd" | "dob" | "dateofbirth" | "birthdate" | "birthday" | "fodelsedatum" => role(Role::BirthDate),
        "accountid" | "account" | "tenant" | "tenantid" | "customerid" | "domain" | "organizationid" | "orgid" | "clientid"
        | "kund" | "kundnummer" => meta(Role::Opaque, Meta::Tenant),
        "id" | "uuid" | "recordid" | "messageid" | "callid" | "uniqueid" | "sid" | "linkedid" => meta(Role::Opaque, Meta::Id),
        "ssn" | "socialsecurity" | "socialsecuritynumber" | "social" => cue(id::US_SSN),
        "card" | "cardnumber" | "creditcard" | "pan" | "ccnumber" | "creditcardnumber" => cue(id::CREDIT_CARD),
        "ssnlast4" | "last4ssn" | "ssn4" | "lastfourssn" => cue(id::US_SSN_LAST4),
        "itin" => cue(id::US_ITIN),
        "ein" | "fein" => cue(id::US_EIN),
        "iban" | "ibannumber" => cue(id::IBAN),
        "bic" | "swift" | "swiftcode" | "biccode" | "swiftbic" => cue(id::SWIFT_BIC),
        "bankgiro" | "bankgironummer" => cue(id::SE_BANKGIRO),
        "plusgiro" | "plusgironummer" | "postgiro" => cue(id::SE_PLUSGIRO),
        "wallet" | "walletaddress" | "btcaddress" | "ethaddress" | "bitcoinaddress" | "cryptoaddress" | "cryptowallet"
            => cue(id::CRYPTO_ADDRESS),
        "routing" | "routingnumber" | "aba" | "abarouting" | "sortcode" | "clearing" | "clearingnummer" => cue(id::BANK_ROUTING),
        "personnummer" | "pnr" | "persnr" => cue(id::SE_PERSONNUMMER),
        "samordningsnummer" => cue(id::SE_SAMORDNINGSNUMMER),
        "organisationsnummer" | "orgnr" | "orgnummer" => cue(id::SE_ORGANISATIONSNUMMER),
        "cvv" | "cvc" | "cvv2" | "cvc2" | "securitycode" | "cardcvv" | "cardcvc" => cue(id::CARD_CVV),
        "cardlast4" | "last4" | "lastfour" | "cardlastfour" | "last4digits" => cue(id::CARD_LAST4),
        "cardexpiry" | "cardexpiration" | "cardexp" | "cardexpirydate" | "cardexpirationdate" => cue(id::CARD_EXPIRY),
        "accountnumber" | "bankaccount" | "acct" | "kontonummer" | "bankaccountnumber" | "acctnumber" | "acctno" | "accountno"
            => cue(id::BANK_ACCOUNT),
        "loannumber" | "loanid" | "lanenummer" | "medlemsnummer" => cue(id::ACCOUNT_NUMBER),
        "policynumber" | "policy" | "policyno" | "forsakringsnummer" => cue(id::POLICY_NUMBER),
        "claimnumber" | "claim" | "claimno" | "claimid" | "skadenummer" => cue(id::CLAIM_NUMBER),
        "mrn" | "medicalrecordnumber" | "chartnumber" | "patientid" | "patientnumber" | "hospitalnumber" | "chartno"
            => cue(id::MEDICAL_RECORD_NUMBER),
        "memberid" | "subscriberid" | "healthplanid" | "insuranceid" | "medicaidid" | "medicaidnumber" | "insurancememberid"
            => cue(id::HEALTH_PLAN_ID),
        "mbi" | "medicareid" | "medicarenumber" | "medicarebeneficiaryid" => cue(id::US_MBI),
        "ohip" | "ohipnumber" | "healthcard" | "healthcardnumber" => cue(id::CA_OHIP),
        "npi" | "npinumber" => cue(id::US_NPI),
        "dea" | "deanumber" => cue(id::US_DEA),
        "rxnumber" | "prescriptionnumber" | "rxno" => cue(id::PRESCRIPTION_NUMBER),
        "passport" | "passportnumber" | "passportno" | "passnummer" => cue(id::PASSPORT),
        "driverslicense" | "driverlicense" | "licensenumber" | "dl" | "driverslicensenumber" | "driverlicensenumber" | "dlnumber"
        | "drivinglicence" | "drivinglicencenumber" | "korkortsnummer" => cue(id::DRIVER_LICENSE),
        "nhsnumber" | "nhs" | "nhsno" => cue(id::UK_NHS_NUMBER),
        "nino" | "ninumber" | "nationalinsurancenumber" => cue(id::UK_NINO),
        "sin" | "sinnumber" | "socialinsurancenumber" => cue(id::CA_SIN),
        "licenseplate" | "plate" | "platenumber" | "regnr" | "registreringsnummer" => cue(id::LICENSE_PLATE),
        "username" | "loginname" | "anvandarnamn" => cue(id::USERNAME),
        "vin" => cue(id::VIN),
        "ip" | "ipaddress" => cue(id::IP_ADDRESS),
        "mac" | "macaddress" => cue(id::MAC_ADDRESS),
        "password" | "passwd" | "passphrase" | "pin" | "passcode" | "accesscode" | "otp" | "securityanswer"
        | "mothersmaidenname" | "losenord" | "pinkod" => cue(id::CREDENTIAL),
        // Recorders name their files after the number that called.
        "recording" | "recordingurl" | "recordingfile" | "filename" | "path" | "file"
            => Naming { role: Some(Role::Opaque), meta: Meta::None, hint: Some(id::PHONE_NUMBER) },
        "url" | "link" | "href" | "hash"
        | "checksum" | "etag" | "token" | "session" | "sessionid" | "useragent" | "type"
        | "index" | "score" | "version" => role(Role::Opaque),
        _ => UNNAMED,
    }
}

/// The role of a string whose field's name says nothing.
///
/// Words with a space among them are text; one word of letters is text too (a field may be called `x1` and hold a diagnosis);
/// what is left (codes, URLs, times) is looked through for written identifiers.
pub(super) fn by_content(value: &[u8]) -> Role {
    let letters = value.iter().filter(|b| b.is_ascii_alphabetic() || **b >= 0x80).count();
    let spaced = value.iter().any(u8::is_ascii_whitespace);
    if letters >= 3 && (spaced || letters == value.len()) { Role::Text } else { Role::Opaque }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_of_names_does_not_matter() {
        for name in ["caller_name", "callerName", "Caller Name", "CALLER-NAME"] {
            assert_eq!(by_name(name).role, Some(Role::PersonName), "{name}");
        }
        assert_eq!(by_name("a_very_long_name_that_no_table_has_in_it"), UNNAMED);
        for (name, entity) in [
            ("ssn", id::US_SSN),
            ("SSN_last4", id::US_SSN_LAST4),
            ("card-last4", id::CARD_LAST4),
            ("swiftCode", id::SWIFT_BIC),
            ("sort_code", id::BANK_ROUTING),
            ("mothers_maiden_name", id::CREDENTIAL),
            ("drivers_license_number", id::DRIVER_LICENSE),
            ("user_name", id::USERNAME),
        ] {
            assert_eq!(by_name(name).hint, Some(entity), "{name}");
        }
    }

    #[test]
    fn names_around_a_name_count() {
        let person = Some(Role::PersonName);
        for (inward, role) in [
            (&["last", "name", "caller"][..], person),
            (&["last", "page"], None),
            (&["$numberLong", "phone"], Some(Role::Phone)),
            (&["caller.geo.city"], Some(Role::Place)),
            (&["customer.name.first"], person),
        ] {
            assert_eq!(by_names(inward.iter().copied()).role, role, "{inward:?}");
        }
    }

    #[test]
    fn content_decides_where_the_name_does_not() {
        for (value, role) in [
            ("call me back", Role::Text),
            ("diabetes", Role::Text),
            ("s3://vm/5555550142.wav", Role::Opaque),
            ("2020-09-28T14:02:11Z", Role::Opaque),
            ("", Role::Opaque),
        ] {
            assert_eq!(by_content(value.as_bytes()), role, "{value}");
        }
    }
}
