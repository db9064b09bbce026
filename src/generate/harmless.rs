//! Numbers and names that are nobody's: prices, parts, parcels, scores, firms. Nothing here is marked.

use super::names;
use super::short::Short;
use super::speech::Talker;
use super::spoken;

const SIZES: [[&str; 2]; 8] = [
    ["1/4", "a quarter"],
    ["3/8", "three eighths"],
    ["1/2", "one half"],
    ["5/8", "five eighths"],
    ["3/4", "three quarters"],
    ["7/8", "seven eighths"],
    ["1 1/2", "one and a half"],
    ["2 1/4", "two and a quarter"],
];

impl Talker<'_> {
    pub(super) fn company(&mut self) {
        let (rank, case) = (names::rank(self.rng), self.case());
        names::firm(&mut self.speech.text, rank, case);
    }

    pub(super) fn brand(&mut self) {
        let (rank, case) = (names::rank(self.rng), self.case());
        names::brand(&mut self.speech.text, rank, case);
    }

    pub(super) fn street(&mut self) {
        let (rank, case) = (names::rank(self.rng), self.case());
        names::street(&mut self.speech.text, rank, case);
    }

    /// "4:30", "four thirty".
    pub(super) fn time(&mut self) {
        let (hour, minute) = (self.rng.range(1, 12), self.rng.below(12) * 5);
        if self.says_words() {
            spoken::cardinal(&mut self.speech.text, hour, false);
            if minute > 0 {
                self.push(if minute < 10 { " oh " } else { " " });
                spoken::cardinal(&mut self.speech.text, minute, !self.speech.raw);
            }
        } else {
            let mut time = Short::new();
            time.push_number(hour, 1);
            time.push(b':');
            time.push_number(minute, 2);
            self.push(time.as_str());
        }
    }

    /// What a shop asks for something: nobody's money.
    pub(super) fn price(&mut self) {
        let (dollars, cents) = (self.rng.range(2, 89), [0, 0, 0, 25, 49, 50, 75, 95, 99][self.rng.below(9) as usize]);
        if self.says_words() {
            spoken::cardinal(&mut self.speech.text, dollars, !self.speech.raw);
            if cents == 0 {
                self.push(" bucks");
            } else {
                self.push(" ");
                spoken::cardinal(&mut self.speech.text, cents, !self.speech.raw);
            }
        } else {
            let mut price = Short::new();
            super::money::write_amount(&mut price, dollars, cents);
            self.push(price.as_str());
        }
    }

    pub(super) fn measure(&mut self) {
        let size = SIZES[self.rng.below(8) as usize];
        let words = self.says_words();
        self.push(size[usize::from(words)]);
    }

    pub(super) fn oven_temperature(&mut self) {
        let n = self.rng.range(10, 19) * 25;
        let words = self.speech.raw;
        self.count(n, words);
    }

    /// "41°", or "forty one degrees".
    pub(super) fn temperature(&mut self) {
        let n = self.rng.range(4, 99);
        let words = self.speech.raw;
        self.count(n, words);
        self.push(if words { " degrees" } else { "°" });
    }

    /// "48,300", "forty eight thousand".
    pub(super) fn thousands(&mut self) {
        let n = self.rng.range(9, 199);
        if self.says_words() {
            spoken::cardinal(&mut self.speech.text, n * 1000, !self.speech.raw);
        } else {
            let mut miles = Short::new();
            miles.push_number(n, 1);
            miles.push(b',');
            miles.push_number(self.rng.below(10) * 100, 3);
            self.push(miles.as_str());
        }
    }

    pub(super) fn digit(&mut self) {
        let n = self.rng.range(1, 9);
        self.count(n, true);
    }

    pub(super) fn recent_year(&mut self) {
        let year = self.rng.range(1998, 2020);
        if self.speech.raw {
            spoken::year(&mut self.speech.text, year);
        } else {
            self.count(year, false);
        }
    }

    /// "5-3", "five to three".
    pub(super) fn score(&mut self) {
        let (high, low) = (self.rng.range(1, 49), self.rng.below(40));
        let words = self.says_words();
        self.count(high, words);
        self.push(if words { " to " } else { "-" });
        self.count(low.min(high - 1), words);
    }

    /// "9.2", "nine point two".
    pub(super) fn decimal(&mut self) {
        let (whole, tenth) = (self.rng.range(1, 240), self.rng.below(10));
        let words = self.says_words();
        self.count(whole, words);
        self.push(if words { " point " } else { "." });
        self.count(tenth, words);
    }

    /// "152 over 94".
    pub(super) fn pressure(&mut self) {
        let (high, low) = (self.rng.range(98, 199), self.rng.range(55, 119));
        let words = self.says_words();
        self.count(high, words);
        self.push(" over ");
        self.count(low, words);
    }

    pub(super) fn version(&mut self) {
        let words = self.says_words();
        for i in 0..3 {
            if i > 0 {
                self.push(if words { " point " } else { "." });
            }
            let n = self.rng.below(60);
            self.count(n, words);
        }
    }

    pub(super) fn model(&mut self) {
        let mut model = Short::new();
        let letters = self.rng.range(1, 3);
        self.letters(&mut model, letters);
        model.push(b'-');
        let digits = self.rng.range(2, 4);
        self.digits(&mut model, digits);
        self.read_out(model);
    }

    /// Some have the shape of a social security number, in an area never issued (000 or 666).
    pub(super) fn part_number(&mut self) {
        let mut part = Short::new();
        match self.rng.below(4) {
            0 => {
                part.push_str(if self.rng.per_mille(500) { "000-" } else { "666-" });
                self.digits(&mut part, 2);
                part.push(b'-');
                self.digits(&mut part, 4);
            }
            1 => {
                self.letters(&mut part, 2);
                part.push(b'-');
                self.digits(&mut part, 5);
            }
            _ => {
                self.digits(&mut part, 4);
                part.push(b'-');
                self.digits(&mut part, 3);
            }
        }
        self.read_out(part);
    }

    pub(super) fn order_number(&mut self) {
        let mut order = Short::new();
        let count = self.rng.range(6, 8);
        self.digits(&mut order, count);
        self.read_out(order);
    }

    /// As long as a card number, and in no brand's range.
    pub(super) fn invoice(&mut self) {
        let mut invoice = Short::new();
        invoice.push(b'9');
        self.digits(&mut invoice, 3);
        for _ in 0..3 {
            invoice.push(b'-');
            self.digits(&mut invoice, 4);
        }
        self.read_out(invoice);
    }

    pub(super) fn tracking_number(&mut self) {
        let mut tracking = Short::new();
        if self.rng.per_mille(500) {
            tracking.push_str("1Z ");
            self.digits(&mut tracking, 3);
            tracking.push(b' ');
            self.letters(&mut tracking, 2);
            tracking.push(b' ');
            self.digits(&mut tracking, 8);
        } else {
            tracking.push_str("9400");
            for _ in 0..4 {
                tracking.push(b' ');
                self.digits(&mut tracking, 4);
            }
            tracking.push(b' ');
            self.digits(&mut tracking, 2);
        }
        self.read_out(tracking);
    }

    pub(super) fn serial(&mut self) {
        let mut serial = Short::new();
        serial.push_number(self.rng.range(2012, 2020), 4);
        self.letters(&mut serial, 2);
        self.digits(&mut serial, 6);
        self.read_out(serial);
    }

    pub(super) fn isbn(&mut self) {
        let mut isbn = Short::new();
        isbn.push_str("978-0-");
        self.digits(&mut isbn, 3);
        isbn.push(b'-');
        self.digits(&mut isbn, 5);
        isbn.push(b'-');
        self.digits(&mut isbn, 1);
        self.read_out(isbn);
    }

    pub(super) fn flight(&mut self) {
        let n = self.rng.range(100, 2999);
        let words = self.says_words();
        self.count(n, words);
    }

    pub(super) fn room(&mut self) {
        let n = self.rng.range(1, 9) * 100 + self.rng.range(1, 48);
        let words = self.says_words();
        self.count(n, words);
    }
}
