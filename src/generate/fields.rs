//! Structured fields that several collections share.

use super::compose::Composer;
use super::entity::Entity;
use super::grammar::Rule;
use super::json::Line;
use super::names::{self, Case};
use super::people::Person;
use super::rng::Rng;
use super::short::Short;

/// An id that says nothing: 20 characters, as search engines make them.
pub(super) fn opaque_id(rng: &mut Rng) -> Short {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut id = Short::new();
    for _ in 0..2 {
        let mut bits = rng.next();
        for _ in 0..10 {
            id.push(ALPHABET[(bits & 63) as usize]);
            bits >>= 6;
        }
    }
    id
}

/// `count` characters of hexadecimal.
pub(super) fn hex(rng: &mut Rng, count: u32) -> Short {
    let mut out = Short::new();
    for _ in 0..count {
        out.push(b"0123456789abcdef"[rng.below(16) as usize]);
    }
    out
}

/// A moment between January 2018 and September 2020, as seconds since 1970.
pub(super) const fn moment(rng: &mut Rng) -> u32 {
    17_532 * 86_400 + rng.below(1000 * 86_400)
}

/// "2020-09-28T14:02:11Z"
pub(super) fn iso_time(seconds: u32) -> Short {
    let mut out = iso_date(seconds / 86_400);
    out.push(b'T');
    clock(&mut out, seconds, b':');
    out.push(b'Z');
    out
}

/// "14:02:11"
pub(super) const fn clock(out: &mut Short, seconds: u32, separator: u8) {
    let second = seconds % 86_400;
    out.push_number(second / 3600, 2);
    out.push(separator);
    out.push_number(second / 60 % 60, 2);
    out.push(separator);
    out.push_number(second % 60, 2);
}

/// "2020-09-28"
pub(super) const fn iso_date(days: u32) -> Short {
    let (year, month, day) = civil(days);
    let mut out = Short::new();
    out.push_number(year, 4);
    out.push(b'-');
    out.push_number(month, 2);
    out.push(b'-');
    out.push_number(day, 2);
    out
}

/// The date of a day counted from 1970-01-01, after Howard Hinnant's `civil_from_days`
/// (<https://howardhinnant.github.io/date_algorithms.html>).
pub(super) const fn civil(days: u32) -> (u32, u32, u32) {
    let shifted = days + 719_468;
    let era = shifted / 146_097;
    let of_era = shifted % 146_097;
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400;
    (if month <= 2 { year + 1 } else { year }, month, day)
}

/// "+12125550142"
pub(super) fn e164(person: &Person) -> Short {
    let mut out = Short::new();
    out.push_str("+1");
    out.push_str(person.phone().digits().as_str());
    out
}

/// Where a record's values are put together.
pub(super) struct Desk<'a> {
    pub composer: &'a Composer,
    pub rng: &'a mut Rng,
    pub scratch: &'a mut String,
}

impl Desk<'_> {
    /// The name a telephone network shows: mostly a person, often a firm, a town, or nothing of use.
    pub(super) fn caller_name(&mut self, line: &mut Line, key: &'static str, caller: &Person, kinds: Rule) {
        let scratch = &mut *self.scratch;
        scratch.clear();
        match self.rng.below(100) {
            0..62 => caller.caller_name(scratch),
            62..73 => names::firm(scratch, names::rank(self.rng), Case::Upper),
            73..83 => {
                caller.city(scratch, Case::Upper);
                scratch.truncate(12);
                scratch.push(' ');
                scratch.push_str(caller.state);
                return line.marked(key, scratch, Entity::Location);
            }
            83..95 => return line.text(key, self.composer.one_of(kinds, self.rng)),
            _ => return line.text(key, ""),
        }
        scratch.truncate(15);
        if scratch.contains(',') {
            line.marked(key, scratch, Entity::Person);
        } else {
            line.text(key, scratch.trim_end());
        }
    }

    /// The caller's city and state.
    pub(super) fn place(&mut self, line: &mut Line, keys: [&'static str; 2], person: &Person, case: Case) {
        self.scratch.clear();
        person.city(self.scratch, case);
        line.marked(keys[0], self.scratch, Entity::Location);
        line.marked(keys[1], person.state, Entity::Location);
    }

    pub(super) fn email(&mut self, line: &mut Line, key: &'static str, person: &Person) {
        self.scratch.clear();
        person.email(self.scratch);
        line.marked(key, self.scratch, Entity::Email);
    }

    pub(super) fn full_name(&mut self, line: &mut Line, key: &'static str, person: &Person, case: Case) {
        self.scratch.clear();
        person.full_name(self.scratch, case);
        line.marked(key, self.scratch, Entity::Person);
    }

    pub(super) fn given_name(&mut self, line: &mut Line, key: &'static str, person: &Person) {
        self.scratch.clear();
        person.given_name(self.scratch, Case::Title);
        line.marked(key, self.scratch, Entity::Person);
    }

    pub(super) fn surname(&mut self, line: &mut Line, key: &'static str, person: &Person) {
        self.scratch.clear();
        names::surname(self.scratch, person.surname, Case::Title);
        line.marked(key, self.scratch, Entity::Person);
    }

    pub(super) fn firm(&mut self, line: &mut Line, key: &'static str, rank: u32) {
        self.scratch.clear();
        names::firm(self.scratch, rank, Case::Title);
        line.text(key, self.scratch);
    }

    /// "4215 Kessler Road Apt 3"
    pub(super) fn street(&mut self, line: &mut Line, key: &'static str, person: &Person) {
        let (number, street, flat) = person.house();
        let mut digits = Short::new();
        digits.push_number(number, 1);
        digits.push(b' ');
        self.scratch.clear();
        self.scratch.push_str(digits.as_str());
        names::street(self.scratch, street, Case::Title);
        if flat > 0 {
            let mut unit = Short::new();
            unit.push_str(" Apt ");
            unit.push_number(flat, 1);
            self.scratch.push_str(unit.as_str());
        }
        line.marked(key, self.scratch, Entity::StreetAddress);
    }

    /// Where a recording lies; now and then its name, or a link's query, tells who called.
    pub(super) fn recording(
        &mut self,
        line: &mut Line,
        key: &'static str,
        account: u32,
        caller: &Person,
        seconds: u32,
    ) {
        let mut number = Short::new();
        number.push_number(account, 1);
        let notifies = self.rng.per_mille(25);
        let out = &mut *self.scratch;
        out.clear();
        out.push_str(if notifies { "https://m.example.net/vm/" } else { "s3://vm/" });
        out.push_str(number.as_str());
        out.push('/');
        let start = out.len();
        if notifies {
            out.push_str(hex(self.rng, 8).as_str());
            out.push_str(".wav?notify=");
            let start = out.len();
            caller.email(out);
            line.text_with(key, out, start, &out[start..], Entity::Email);
        } else if self.rng.per_mille(60) {
            let phone = caller.phone().digits();
            out.push_str(phone.as_str());
            out.push('-');
            out.push_str(compact_time(seconds).as_str());
            out.push_str(".wav");
            line.text_with(key, out, start, phone.as_str(), Entity::Phone);
        } else {
            out.push_str(hex(self.rng, 12).as_str());
            out.push_str(".wav");
            line.text(key, out);
        }
    }
}

/// "20200928-140211"
pub(super) fn compact_time(seconds: u32) -> Short {
    let (year, month, day) = civil(seconds / 86_400);
    let mut out = Short::new();
    out.push_number(year, 4);
    out.push_number(month, 2);
    out.push_number(day, 2);
    out.push(b'-');
    let second = seconds % 86_400;
    out.push_number(second / 3600, 2);
    out.push_number(second / 60 % 60, 2);
    out.push_number(second % 60, 2);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_right() {
        assert_eq!(iso_time(1_601_301_731).as_str(), "2020-09-28T14:02:11Z");
        assert_eq!(compact_time(951_782_400).as_str(), "20000229-000000");
        assert_eq!(civil(0), (1970, 1, 1));
    }
}
