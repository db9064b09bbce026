//! Who somebody is and how to reach them, as callers say it.

use super::entity::Entity;
use super::names::{self, Case};
use super::people::{self, Person};
use super::short::Short;
use super::speech::Talker;
use super::spoken;

#[rustfmt::skip]
const MONTHS: [&str; 12] = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
];

impl Talker<'_> {
    /// Title case where somebody formatted the text.
    pub(super) const fn case(&self) -> Case {
        if self.speech.raw { Case::Lower } else { Case::Title }
    }

    fn person(&mut self, write: impl FnOnce(&mut String, Case)) {
        let (start, case) = (self.speech.text.len(), self.case());
        write(&mut self.speech.text, case);
        self.speech.mark(Entity::Person, start, false);
    }

    pub(super) fn own_name(&mut self) {
        let caller = self.caller;
        self.person(|out, case| caller.full_name(out, case));
    }

    pub(super) fn own_given_name(&mut self) {
        let caller = self.caller;
        self.person(|out, case| caller.given_name(out, case));
    }

    pub(super) fn other_name(&mut self) {
        let other = self.somebody_else();
        self.person(|out, case| other.full_name(out, case));
    }

    pub(super) fn other_given_name(&mut self) {
        let name = self.world.given_name(self.rng);
        self.person(|out, case| people::given(out, name, case));
    }

    pub(super) fn other_surname(&mut self) {
        let rank = names::rank(self.rng);
        self.person(|out, case| names::surname(out, rank, case));
    }

    fn somebody_else(&mut self) -> Person {
        self.world.person(self.rng)
    }

    /// "h a s s e t t", or "H-A-S-S-E-T-T" where somebody formatted it.
    pub(super) fn spelled_surname(&mut self) {
        let start = self.speech.text.len();
        let mut name = String::new();
        let (case, between) = if self.speech.raw { (Case::Lower, ' ') } else { (Case::Upper, '-') };
        names::surname(&mut name, self.caller.surname, case);
        for (i, letter) in name.chars().enumerate() {
            if i > 0 {
                self.speech.text.push(between);
            }
            self.speech.text.push(letter);
        }
        self.speech.mark(Entity::Person, start, true);
    }

    /// The number the call came from, or now and then another.
    pub(super) fn own_phone(&mut self) {
        let phone = if self.rng.per_mille(700) { self.caller.phone() } else { self.somebody_else().phone() };
        self.phone(phone);
    }

    /// Another number; some of them British or Swedish, from the blocks reserved there for fiction.
    pub(super) fn other_phone(&mut self) {
        let mut phone = Short::new();
        match self.rng.below(100) {
            0..6 => {
                phone.push_str("07700 900");
                phone.push_number(self.rng.below(1000), 3);
            }
            6..10 => {
                phone.push_str("070-174 06 ");
                phone.push_number(self.rng.range(5, 99), 2);
            }
            _ => return self.own_phone(),
        }
        self.read(Entity::Phone, phone);
    }

    fn phone(&mut self, phone: Short) {
        let shaped = self.shape_phone(phone);
        self.read(Entity::Phone, shaped);
    }

    /// One of the ways in which Americans write "212-555-0142".
    fn shape_phone(&mut self, phone: Short) -> Short {
        let (area, rest) = phone.as_str().split_at(3);
        let local = rest.trim_start_matches('-');
        let mut out = Short::new();
        match self.rng.below(100) {
            0..45 => return phone,
            45..65 => {
                out.push(b'(');
                out.push_str(area);
                out.push_str(") ");
                out.push_str(local);
            }
            65..66 => phone.as_str().replace('-', ".").bytes().for_each(|b| out.push(b)),
            66..78 => phone.as_str().replace('-', " ").bytes().for_each(|b| out.push(b)),
            78..90 => return phone.digits(),
            _ => {
                out.push_str("1-");
                out.push_str(phone.as_str());
            }
        }
        out
    }

    /// "lorne.hassett@example.com", or "lorne dot hassett at example dot com".
    pub(super) fn email(&mut self) {
        let start = self.speech.text.len();
        let spoken = self.says_words();
        if spoken {
            let mut written = String::new();
            self.caller.email(&mut written);
            self.say_address(&written);
        } else {
            self.caller.email(&mut self.speech.text);
        }
        self.speech.mark(Entity::Email, start, spoken);
    }

    fn say_address(&mut self, written: &str) {
        let manner = self.manner();
        for c in written.chars() {
            match c {
                '@' => self.push(" at "),
                '.' => self.push(" dot "),
                '_' => self.push(" underscore "),
                '0'..='9' => {
                    self.push(" ");
                    spoken::characters(&mut self.speech.text, &[c as u8], manner);
                }
                c => self.speech.text.push(c),
            }
        }
    }

    /// "4215 Kessler Road, apartment 3".
    pub(super) fn address(&mut self) {
        let (number, street, flat) = self.caller.house();
        let (start, case, words) = (self.speech.text.len(), self.case(), self.says_words());
        self.house_number(number, words);
        self.push(" ");
        names::street(&mut self.speech.text, street, case);
        if flat > 0 {
            self.push(if self.speech.raw { " apartment " } else { ", apartment " });
            self.count(flat, words);
        }
        self.speech.mark(Entity::StreetAddress, start, words);
    }

    fn house_number(&mut self, number: u32, words: bool) {
        if !words {
            return self.count(number, false);
        }
        let mut digits = Short::new();
        digits.push_number(number, 1);
        let manner = spoken::Manner { pairs: self.rng.per_mille(700), ..self.manner() };
        spoken::characters(&mut self.speech.text, digits.bytes(), manner);
    }

    pub(super) fn city(&mut self) {
        let (start, case, caller) = (self.speech.text.len(), self.case(), self.caller);
        caller.city(&mut self.speech.text, case);
        self.speech.mark(Entity::Location, start, false);
    }

    pub(super) fn zip(&mut self) {
        let zip = self.caller.zip();
        self.read(Entity::PostalCode, zip);
    }

    /// A birth date in one of the ways dates are written or said.
    pub(super) fn birth_date(&mut self) {
        let (month, day, year) = (self.rng.range(1, 12), self.rng.range(1, 28), self.rng.range(1934, 2014));
        let (start, words) = (self.speech.text.len(), self.says_words());
        match (words, self.rng.below(4)) {
            (true, 0) => self.date_in_numbers(month, day, year),
            (true, 1) => {
                self.push("the ");
                spoken::ordinal(&mut self.speech.text, day);
                self.push(" of ");
                self.month(month);
                self.push(" ");
                spoken::year(&mut self.speech.text, year);
            }
            (true, _) => {
                self.month(month);
                self.push(" ");
                spoken::ordinal(&mut self.speech.text, day);
                self.push(" ");
                spoken::year(&mut self.speech.text, year);
            }
            (false, shape) => self.written_date(month, day, year, shape),
        }
        self.speech.mark(Entity::DateOfBirth, start, words);
    }

    fn month(&mut self, month: u32) {
        let (start, raw) = (self.speech.text.len(), self.speech.raw);
        self.push(MONTHS[(month - 1) as usize]);
        if raw {
            self.speech.text[start..].make_ascii_lowercase();
        }
    }

    /// "three fourteen eighty four"
    fn date_in_numbers(&mut self, month: u32, day: u32, year: u32) {
        let hyphen = !self.speech.raw;
        for (i, n) in [month, day, year % 100].into_iter().enumerate() {
            if i > 0 {
                self.push(" ");
            }
            if n < 10 && i > 0 {
                self.push("oh ");
            }
            spoken::cardinal(&mut self.speech.text, n, hyphen);
        }
    }

    fn written_date(&mut self, month: u32, day: u32, year: u32, shape: u32) {
        let mut out = Short::new();
        if shape < 2 {
            self.month(month);
            out.push(b' ');
            out.push_number(day, 1);
            out.push_str(if self.speech.raw { " " } else { ", " });
            out.push_number(year, 4);
        } else {
            let wide = if shape == 2 { 2 } else { 1 };
            out.push_number(month, wide);
            out.push(b'/');
            out.push_number(day, wide);
            out.push(b'/');
            out.push_number(if shape == 2 { year } else { year % 100 }, 2);
        }
        self.push(out.as_str());
    }

    pub(super) fn age(&mut self) {
        let age = if self.rng.per_mille(300) { self.rng.range(2, 17) } else { self.rng.range(18, 97) };
        let (start, words) = (self.speech.text.len(), self.says_words());
        self.count(age, words);
        self.speech.mark(Entity::Age, start, words);
    }
}
