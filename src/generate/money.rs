//! Cards, accounts and amounts, as callers say them.

use super::checks;
use super::entity::Entity;
use super::rng::Rng;
use super::short::Short;
use super::speech::Talker;
use super::spoken;

/// First six digits of the card brands' published test numbers; nobody is issued a card in them.
const TEST_BINS: [&str; 10] =
    ["411111", "424242", "400000", "401288", "510510", "555555", "222300", "601111", "601100", "378282"];

/// A card number in groups; four in five pass the Luhn test, as people misread and recognisers mishear.
pub(super) fn card_number(rng: &mut Rng, separator: Option<u8>) -> Short {
    let bin = TEST_BINS[rng.below(10) as usize];
    let amex = bin.starts_with('3');
    let mut digits = Short::new();
    digits.push_str(bin);
    for _ in 0..(if amex { 8 } else { 9 }) {
        digits.push(b'0' + rng.below(10) as u8);
    }
    let wrong = if rng.per_mille(200) { rng.range(1, 9) as u8 } else { 0 };
    digits.push(b'0' + (checks::luhn(digits.bytes()) - b'0' + wrong) % 10);
    let groups: &[usize] = if amex { &[4, 10] } else { &[4, 8, 12] };
    let mut card = Short::new();
    for (i, digit) in digits.bytes().iter().enumerate() {
        if let Some(separator) = separator.filter(|_| groups.contains(&i)) {
            card.push(separator);
        }
        card.push(*digit);
    }
    card
}

/// A routing number that passes its check, with prefix 80, which was for travellers' cheques only.
pub(super) fn routing_number(rng: &mut Rng) -> Short {
    let mut number = Short::new();
    number.push_str("80");
    for _ in 0..6 {
        number.push(b'0' + rng.below(10) as u8);
    }
    number.push(checks::aba(number.bytes()));
    number
}

/// An IBAN that passes its check, of a bank called TEST or 000.
pub(super) fn iban_number(rng: &mut Rng) -> Short {
    let (country, bank, digits) =
        [("GB", "TEST000000", 8), ("SE", "000", 17), ("NL", "TEST", 10), ("DE", "00000000", 10)][rng.below(4) as usize];
    let mut account = Short::new();
    account.push_str(bank);
    for _ in 0..digits {
        account.push(b'0' + rng.below(10) as u8);
    }
    let mut joined = Short::new();
    joined.push_str(country);
    joined.push_number(checks::iban(country, account.as_str()), 2);
    joined.push_str(account.as_str());
    let mut iban = Short::new();
    for (i, byte) in joined.bytes().iter().enumerate() {
        if i > 0 && i % 4 == 0 {
            iban.push(b' ');
        }
        iban.push(*byte);
    }
    iban
}

impl Talker<'_> {
    pub(super) fn card(&mut self) {
        let separator = [Some(b' '), Some(b' '), Some(b'-'), None][self.rng.below(4) as usize];
        let card = card_number(self.rng, separator);
        self.read(Entity::Card, card);
    }

    pub(super) fn card_last4(&mut self) {
        self.plain_number(Entity::CardLast4, 4, 4);
    }

    pub(super) fn card_expiry(&mut self) {
        let mut expiry = Short::new();
        expiry.push_number(self.rng.range(1, 12), 2);
        expiry.push(b'/');
        expiry.push_number(self.rng.range(21, 29), 2);
        self.read(Entity::CardExpiry, expiry);
    }

    pub(super) fn card_cvv(&mut self) {
        self.plain_number(Entity::CardCvv, 3, 3);
    }

    pub(super) fn bank_account(&mut self) {
        self.plain_number(Entity::BankAccount, 8, 12);
    }

    pub(super) fn loan_number(&mut self) {
        self.plain_number(Entity::Account, 8, 11);
    }

    pub(super) fn routing(&mut self) {
        let number = routing_number(self.rng);
        self.read(Entity::Routing, number);
    }

    pub(super) fn iban(&mut self) {
        let number = iban_number(self.rng);
        self.read(Entity::Iban, number);
    }

    /// An amount, from a late fee to a house.
    pub(super) fn money(&mut self) {
        let scale = [90, 900, 900, 9000, 9000, 90_000, 400_000][self.rng.below(7) as usize];
        let dollars = self.rng.range(scale / 9, scale);
        let dollars = if dollars > 20_000 { dollars / 500 * 500 } else { dollars };
        let cents = if dollars < 5000 && self.rng.per_mille(350) { self.rng.below(100) } else { 0 };
        let (start, words) = (self.speech.text.len(), self.says_words());
        if words {
            self.say_amount(dollars, cents);
        } else {
            let mut amount = Short::new();
            write_amount(&mut amount, dollars, cents);
            self.push(amount.as_str());
        }
        self.speech.mark(Entity::Money, start, words);
    }

    fn say_amount(&mut self, dollars: u32, cents: u32) {
        let hyphen = !self.speech.raw;
        // "Twelve hundred fifty" is how most say 1,250.
        if (1100..10_000).contains(&dollars) && !(dollars / 100).is_multiple_of(10) && self.rng.per_mille(600) {
            spoken::cardinal(&mut self.speech.text, dollars / 100, hyphen);
            self.push(" hundred");
            if !dollars.is_multiple_of(100) {
                self.push(" ");
                spoken::cardinal(&mut self.speech.text, dollars % 100, hyphen);
            }
        } else {
            spoken::cardinal(&mut self.speech.text, dollars, hyphen);
        }
        self.push(" dollars");
        if cents > 0 {
            self.push(" and ");
            spoken::cardinal(&mut self.speech.text, cents, hyphen);
            self.push(" cents");
        }
    }

    pub(super) fn credit_score(&mut self) {
        let mut score = Short::new();
        score.push_number(self.rng.range(480, 820), 3);
        self.read_out(score);
    }
}

/// "$1,250.06"
pub(super) fn write_amount(out: &mut Short, dollars: u32, cents: u32) {
    out.push(b'$');
    if dollars >= 1000 {
        out.push_number(dollars / 1000, 1);
        out.push(b',');
        out.push_number(dollars % 1000, 3);
    } else {
        out.push_number(dollars, 1);
    }
    if cents > 0 {
        out.push(b'.');
        out.push_number(cents, 2);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_cards_in_five_pass_luhn() {
        let mut rng = Rng::new(3);
        let passes = (0..1000).filter(|_| {
            let card = card_number(&mut rng, Some(b' ')).digits();
            let (last, body) = card.bytes().split_last().expect("digits");
            checks::luhn(body) == *last
        });
        assert!((770..830).contains(&passes.count()));
    }

    #[test]
    fn ibans_are_valid() {
        let mut rng = Rng::new(4);
        for _ in 0..200 {
            let iban = iban_number(&mut rng).as_str().replace(' ', "");
            let check: u32 = iban[2..4].parse().expect("check digits");
            assert_eq!(checks::iban(&iban[..2], &iban[4..]), check, "{iban}");
            let length = match &iban[..2] {
                "GB" | "DE" => 22,
                "SE" => 24,
                _ => 18,
            };
            assert_eq!(iban.len(), length, "{iban}");
        }
    }
}
