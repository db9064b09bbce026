//! Numbers that institutions give people. All of them are of the right shape and none is anybody's: see each.

use super::checks;
use super::entity::Entity;
use super::names::{self, Case};
use super::people;
use super::short::Short;
use super::speech::Talker;

impl Talker<'_> {
    /// Areas 8xx: valid since 2011, and far beyond those in use before, so hardly ever issued.
    pub(super) fn ssn(&mut self) {
        let mut ssn = Short::new();
        let (area, group, serial) = (self.rng.range(800, 899), self.rng.range(1, 99), self.rng.range(1, 9999));
        let separator = [b'-', b'-', b'-', b' ', b'.', 0][self.rng.below(6) as usize];
        ssn.push_number(area, 3);
        if separator != 0 {
            ssn.push(separator);
        }
        ssn.push_number(group, 2);
        if separator != 0 {
            ssn.push(separator);
        }
        ssn.push_number(serial, 4);
        self.read(Entity::Ssn, ssn);
    }

    pub(super) fn ssn_last4(&mut self) {
        self.plain_number(Entity::SsnLast4, 4, 4);
    }

    /// A number of `low` to `high` digits.
    pub(super) fn plain_number(&mut self, entity: Entity, low: u32, high: u32) {
        let mut number = Short::new();
        let count = self.rng.range(low, high);
        self.digits(&mut number, count);
        self.read(entity, number);
    }

    pub(super) fn driver_license(&mut self) {
        let mut number = Short::new();
        if self.rng.per_mille(600) {
            self.letters(&mut number, 1);
            self.digits(&mut number, 3);
            number.push(b'-');
            self.digits(&mut number, 4);
            number.push(b'-');
            self.digits(&mut number, 4);
        } else {
            self.digits(&mut number, 8);
        }
        self.read(Entity::DriverLicense, number);
    }

    pub(super) fn passport(&mut self) {
        let mut number = Short::new();
        let letter = u32::from(self.rng.per_mille(500));
        self.letters(&mut number, letter);
        self.digits(&mut number, 9 - letter);
        self.read(Entity::Passport, number);
    }

    pub(super) fn plate(&mut self) {
        let mut plate = Short::new();
        self.letters(&mut plate, 3);
        plate.push(b' ');
        self.digits(&mut plate, 4);
        self.read(Entity::Plate, plate);
    }

    pub(super) fn pin(&mut self) {
        self.plain_number(Entity::Credential, 4, 6);
    }

    /// A brand and two digits: "velmatic84".
    pub(super) fn password(&mut self) {
        let start = self.speech.text.len();
        names::brand(&mut self.speech.text, names::rank(self.rng), Case::Lower);
        let mut digits = Short::new();
        digits.push_number(self.rng.range(10, 99), 2);
        let spoken = self.speech.raw;
        if spoken {
            self.push(" ");
            let n = self.rng.range(10, 99);
            self.count(n, true);
        } else {
            self.push(digits.as_str());
        }
        self.speech.mark(Entity::Credential, start, spoken);
    }

    pub(super) fn username(&mut self) {
        let start = self.speech.text.len();
        people::given(&mut self.speech.text, self.caller.given, Case::Lower);
        let spoken = self.speech.raw;
        self.push(if spoken { " underscore " } else { "_" });
        names::surname(&mut self.speech.text, self.caller.surname, Case::Lower);
        self.speech.mark(Entity::Username, start, spoken);
    }

    pub(super) fn record_number(&mut self) {
        self.plain_number(Entity::RecordNumber, 6, 8);
    }

    pub(super) fn prescription_number(&mut self) {
        self.plain_number(Entity::Prescription, 6, 7);
    }

    pub(super) fn member_id(&mut self) {
        let mut number = Short::new();
        self.letters(&mut number, 3);
        self.digits(&mut number, 9);
        self.read(Entity::HealthPlan, number);
    }

    /// In the 999 range, which is kept for tests, with the right check digit.
    pub(super) fn nhs_number(&mut self) {
        let mut nine = Short::new();
        nine.push_str("999");
        self.digits(&mut nine, 6);
        let check = checks::nhs(nine.bytes()).unwrap_or_else(|| {
            nine = Short::new();
            nine.push_str("999000000");
            b'9'
        });
        let all = nine.as_str();
        let mut number = Short::new();
        for part in [&all[..3], " ", &all[3..6], " ", &all[6..]] {
            number.push_str(part);
        }
        number.push(check);
        self.read(Entity::Nhs, number);
    }

    /// Birth numbers 980 to 999, which Sweden gives to nobody, with the right check digit.
    pub(super) fn personnummer(&mut self) {
        let mut nine = Short::new();
        let parts = [(40, 99), (1, 12), (1, 28)];
        for (low, high) in parts {
            nine.push_number(self.rng.range(low, high), 2);
        }
        nine.push_number(self.rng.range(980, 999), 3);
        let mut number = Short::new();
        number.push_str(&nine.as_str()[..6]);
        number.push(b'-');
        number.push_str(&nine.as_str()[6..]);
        number.push(checks::luhn(nine.bytes()));
        self.read(Entity::Personnummer, number);
    }

    pub(super) fn policy_number(&mut self) {
        let mut number = Short::new();
        self.letters(&mut number, 2);
        number.push(b'-');
        self.digits(&mut number, 7);
        self.read(Entity::Policy, number);
    }

    pub(super) fn claim_number(&mut self) {
        let mut number = Short::new();
        self.letters(&mut number, 2);
        number.push(b'-');
        number.push_number(self.rng.range(15, 26), 2);
        number.push(b'-');
        self.digits(&mut number, 6);
        self.read(Entity::Claim, number);
    }
}
