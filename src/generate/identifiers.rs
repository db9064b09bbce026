//! Numbers that institutions give people. All of them are of the right shape and none is anybody's: see each.

use super::checks;
use super::entity::Entity;
use super::names::{self, Case};
use super::people;
use super::rng::Rng;
use super::short::Short;
use super::speech::Talker;

/// A social security number in an area 8xx: valid since 2011, and beyond all areas in use before.
pub(super) fn social_security(rng: &mut Rng, separator: Option<u8>) -> Short {
    let mut ssn = Short::new();
    for (i, (low, high, width)) in [(800, 899, 3), (1, 99, 2), (1, 9999, 4)].into_iter().enumerate() {
        if let Some(separator) = separator.filter(|_| i > 0) {
            ssn.push(separator);
        }
        ssn.push_number(rng.range(low, high), width);
    }
    ssn
}

/// A Swedish personal number whose birth number is in 980 to 999, the series kept for test persons; its check digit is
/// right.
pub(super) fn personal_number(rng: &mut Rng) -> Short {
    let mut nine = Short::new();
    for (low, high) in [(40, 99), (1, 12), (1, 28)] {
        nine.push_number(rng.range(low, high), 2);
    }
    nine.push_number(rng.range(980, 999), 3);
    let mut number = Short::new();
    number.push_str(&nine.as_str()[..6]);
    number.push(b'-');
    number.push_str(&nine.as_str()[6..]);
    number.push(checks::luhn(nine.bytes()));
    number
}

/// An NHS number in the range 999, which is kept for tests; its check digit is right.
fn nhs(rng: &mut Rng) -> Short {
    let middle = rng.below(100_000);
    let last = rng.below(10);
    // One ninth digit in eleven leaves no check digit; the next one does not.
    let tries = (0..10).map(|more| {
        let mut nine = Short::new();
        nine.push_str("999");
        nine.push_number(middle, 5);
        nine.push_number((last + more) % 10, 1);
        nine
    });
    let found = tries.into_iter().find_map(|nine| Some((nine, checks::nhs(nine.bytes())?)));
    let mut number = Short::new();
    if let Some((nine, check)) = found {
        let digits = nine.as_str();
        for part in [&digits[..3], " ", &digits[3..6], " ", &digits[6..]] {
            number.push_str(part);
        }
        number.push(check);
    }
    number
}

impl Talker<'_> {
    pub(super) fn ssn(&mut self) {
        let separator = [Some(b'-'), Some(b'-'), Some(b'-'), Some(b' '), Some(b'.'), None][self.rng.below(6) as usize];
        let number = social_security(self.rng, separator);
        self.read(Entity::Ssn, number);
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

    pub(super) fn nhs_number(&mut self) {
        let number = nhs(self.rng);
        self.read(Entity::Nhs, number);
    }

    pub(super) fn personnummer(&mut self) {
        let number = personal_number(self.rng);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits_are_right() {
        let mut rng = Rng::new(9);
        for _ in 0..2000 {
            let number = nhs(&mut rng);
            let digits = number.digits();
            let (check, nine) = digits.bytes().split_last().expect("digits");
            assert_eq!(checks::nhs(nine), Some(*check), "{}", number.as_str());
            let personal = personal_number(&mut rng).digits();
            let (check, nine) = personal.bytes().split_last().expect("digits");
            assert_eq!(checks::luhn(nine), *check);
        }
    }
}
