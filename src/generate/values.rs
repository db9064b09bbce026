//! The made-up values a sentence can hold, by the names the grammar files use.

use super::speech::Talker;

macro_rules! values {
    ($($name:literal $variant:ident => $method:ident;)*) => {
        /// A made-up value of a sentence.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Value {
            /// `{$n:2-12}`: a number between two, both included.
            Number(u16, u16),
            $($variant),*
        }

        impl Value {
            /// The value the grammar calls `name`.
            pub(super) fn from_name(name: &str) -> Option<Self> {
                if let Some(range) = name.strip_prefix("n:") {
                    let (low, high) = range.split_once('-')?;
                    return Some(Self::Number(low.parse().ok()?, high.parse().ok()?));
                }
                match name { $($name => Some(Self::$variant),)* _ => None }
            }
        }

        impl Talker<'_> {
            /// Says a made-up value, and marks it where it is sensitive.
            pub(super) fn value(&mut self, value: Value) {
                match value {
                    Value::Number(low, high) => self.number_between(low.into(), high.into()),
                    $(Value::$variant => self.$method()),*
                }
            }
        }
    };
}

values! {
    // identity.rs
    "me" Me => own_name;
    "mefirst" MeFirst => own_given_name;
    "other" Other => other_name;
    "otherfirst" OtherFirst => other_given_name;
    "otherlast" OtherLast => other_surname;
    "spelled" Spelled => spelled_surname;
    "phone" Phone => own_phone;
    "phone2" Phone2 => other_phone;
    "email" Email => email;
    "address" Address => address;
    "city" City => city;
    "zip" Zip => zip;
    "dob" Dob => birth_date;
    "age" Age => age;
    // identifiers.rs
    "ssn" Ssn => ssn;
    "ssn4" Ssn4 => ssn_last4;
    "dl" License => driver_license;
    "passport" Passport => passport;
    "plate" Plate => plate;
    "pin" Pin => pin;
    "password" Password => password;
    "user" User => username;
    "mrn" Mrn => record_number;
    "member" Member => member_id;
    "rx" Rx => prescription_number;
    "nhs" Nhs => nhs_number;
    "pnr" Personnummer => personnummer;
    "policy" Policy => policy_number;
    "claim" Claim => claim_number;
    // money.rs
    "card" Card => card;
    "card4" Card4 => card_last4;
    "exp" Expiry => card_expiry;
    "cvv" Cvv => card_cvv;
    "acct" BankAccount => bank_account;
    "routing" Routing => routing;
    "iban" Iban => iban;
    "loan" Loan => loan_number;
    "money" Money => money;
    "score3" CreditScore => credit_score;
    // harmless.rs
    "company" Company => company;
    "brand" Brand => brand;
    "street" Street => street;
    "time" Time => time;
    "price" Price => price;
    "measure" Measure => measure;
    "temp" OvenTemperature => oven_temperature;
    "temp_out" Temperature => temperature;
    "thousand" Thousands => thousands;
    "digit" Digit => digit;
    "year" Year => recent_year;
    "score" Score => score;
    "dec" Decimal => decimal;
    "bp" Pressure => pressure;
    "model" Model => model;
    "part" Part => part_number;
    "order" Order => order_number;
    "tracking" Tracking => tracking_number;
    "invoice" Invoice => invoice;
    "serial" Serial => serial;
    "isbn" Isbn => isbn;
    "version" Version => version;
    "flight" Flight => flight;
    "room" Room => room;
}
