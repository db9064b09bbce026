//! Invented people and business customers, each worked out from its number, so that records of different collections
//! agree on them without anything being stored.

use super::names::{self, Case};
use super::rng::Rng;
use super::short::Short;

const PLACES: &str = include_str!("words/places.txt");
const GIVEN: &str = include_str!("words/given.txt");

/// Kinds of things numbered apart, for [`Rng::keyed`].
const PERSON: u64 = 1;
const ACCOUNT: u64 = 2;

/// A state with its postal prefixes and known towns.
#[derive(Debug)]
struct State {
    code: &'static str,
    zip: (u32, u32),
    towns: Vec<&'static str>,
}

/// A town: a real one, or an invented one by rank.
#[derive(Clone, Copy, Debug)]
enum Town {
    Real(&'static str),
    Invented(u32),
}

/// An invented person.
#[derive(Clone, Copy, Debug)]
pub(super) struct Person {
    pub given: &'static str,
    pub surname: u32,
    town: Town,
    pub state: &'static str,
    zip: (u32, u32),
    area: u32,
    line: u32,
    /// Random bits of the person's own, for addresses and the like.
    pub bits: u32,
}

/// A business customer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Account {
    pub id: u32,
    pub firm: u32,
    pub owner: Person,
}

/// All people and customers there are for a seed.
#[derive(Debug)]
pub(super) struct World {
    seed: u64,
    accounts: u32,
    states: Vec<State>,
    areas: Vec<(u32, u16)>,
    given: Vec<&'static str>,
}

impl World {
    /// A world of `accounts` business customers (at least one).
    pub(super) fn new(seed: u64, accounts: u32) -> Self {
        let mut world = Self {
            seed,
            accounts: accounts.max(1),
            states: Vec::new(),
            areas: Vec::new(),
            given: GIVEN.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace).collect(),
        };
        for line in PLACES.lines().filter(|line| !line.starts_with('#')) {
            world.add_state(line);
        }
        world
    }

    fn add_state(&mut self, line: &'static str) {
        let mut fields = line.split('|');
        let mut next = || fields.next().unwrap_or_default();
        let (code, zip, areas, towns) = (next(), next(), next(), next());
        let (low, high) = zip.split_once('-').unwrap_or((zip, zip));
        let zip = (low.parse().unwrap_or(0), high.parse().unwrap_or(0));
        let index = self.states.len() as u16;
        self.areas.extend(areas.split(' ').filter_map(|area| Some((area.parse().ok()?, index))));
        self.states.push(State { code, zip, towns: towns.split(',').collect() });
    }

    /// One of the people who call: a few often, most of them once.
    pub(super) fn caller(&self, rng: &mut Rng) -> Person {
        let number = rng.zipf(8, 26);
        self.person(&mut Rng::keyed(self.seed, PERSON, u64::from(number)))
    }

    /// Somebody new.
    pub(super) fn person(&self, rng: &mut Rng) -> Person {
        let (area, state) = self.areas[rng.below(self.areas.len() as u32) as usize];
        let state = &self.states[usize::from(state)];
        let real = state.towns[rng.below(state.towns.len() as u32) as usize];
        let bits = rng.next() as u32;
        Person {
            given: self.given_name(rng),
            surname: names::rank(rng),
            town: if bits & 3 < 2 { Town::Real(real) } else { Town::Invented(names::rank(rng)) },
            state: state.code,
            zip: state.zip,
            area,
            line: 100 + rng.below(100),
            bits: bits >> 2,
        }
    }

    /// A common given name, the commonest most often.
    pub(super) fn given_name(&self, rng: &mut Rng) -> &'static str {
        let rank = rng.zipf(4, 10) - 16;
        let at = if (rank as usize) < self.given.len() { rank } else { rng.below(self.given.len() as u32) };
        self.given[at as usize]
    }

    /// The number of the `index`-th customer, unique and growing.
    pub(super) const fn account_id(&self, index: u32) -> u32 {
        10_000 + index * 7 + (super::rng::mix(self.seed ^ index as u64) % 7) as u32
    }

    /// The `index`-th business customer.
    pub(super) fn account(&self, index: u32) -> Account {
        let mut rng = Rng::keyed(self.seed, ACCOUNT, u64::from(index));
        let owner = self.person(&mut rng);
        Account { id: self.account_id(index), firm: names::rank(&mut rng), owner }
    }

    /// Any customer's index, some of them far busier than others.
    pub(super) const fn any_account(&self, rng: &mut Rng) -> u32 {
        let one = rng.below(self.accounts);
        rng.below(one + 1)
    }
}

impl Person {
    /// "Lorne Hassett", "lorne hassett" or "LORNE HASSETT".
    pub(super) fn full_name(&self, out: &mut String, case: Case) {
        self.given_name(out, case);
        out.push(' ');
        names::surname(out, self.surname, case);
    }

    pub(super) fn given_name(&self, out: &mut String, case: Case) {
        given(out, self.given, case);
    }

    /// As caller-id systems keep it: "HASSETT, LORNE", unaccented, cut to 15 characters.
    pub(super) fn caller_name(&self, out: &mut String) {
        let start = out.len();
        names::surname(out, self.surname, Case::Upper);
        out.push_str(", ");
        out.extend(self.given.chars().map(unaccented));
        out.truncate(start + 15);
        out.truncate(out.trim_end_matches([',', ' ']).len());
    }

    pub(super) fn city(&self, out: &mut String, case: Case) {
        match self.town {
            Town::Real(name) => {
                let start = out.len();
                out.push_str(name);
                match case {
                    Case::Title => {}
                    Case::Lower => out[start..].make_ascii_lowercase(),
                    Case::Upper => out[start..].make_ascii_uppercase(),
                }
            }
            Town::Invented(rank) => names::town(out, rank, case),
        }
    }

    /// "212-555-0142", from the block that is reserved for fiction.
    pub(super) fn phone(&self) -> Short {
        let mut phone = Short::new();
        phone.push_number(self.area, 3);
        phone.push_str("-555-");
        phone.push_number(self.line, 4);
        phone
    }

    /// The same number as one JSON number or with a country code: 2125550142.
    pub(super) fn phone_number(&self) -> u64 {
        u64::from(self.area) * 10_000_000 + 5_550_000 + u64::from(self.line)
    }

    pub(super) fn zip(&self) -> Short {
        let mut zip = Short::new();
        let (low, high) = self.zip;
        zip.push_number(low + self.bits % (high - low + 1), 3);
        zip.push_number(1 + self.bits / 7 % 98, 2);
        zip
    }

    /// House number, street rank, and the flat's number or 0.
    pub(super) const fn house(&self) -> (u32, u32, u32) {
        let number = 10 + self.bits % 8990;
        let flat = if self.bits.is_multiple_of(4) { 1 + self.bits / 64 % 40 } else { 0 };
        (number, 64 + self.bits / 9 % 40_000, flat)
    }

    /// An address at one of the domains reserved for examples (RFC 2606).
    pub(super) fn email(&self, out: &mut String) {
        let (separator, number) = match self.bits % 5 {
            0 => (".", 0),
            1 => ("_", 0),
            2 => ("", 1 + self.bits / 8 % 98),
            _ => (".", self.bits / 8 % 2 * 7),
        };
        if self.bits.is_multiple_of(3) {
            out.extend(self.given.chars().take(1).map(plain));
        } else {
            out.extend(self.given.chars().map(plain));
        }
        out.push_str(separator);
        names::surname(out, self.surname, Case::Lower);
        if number > 0 {
            let mut digits = Short::new();
            digits.push_number(number, 2);
            out.push_str(digits.as_str());
        }
        out.push_str(["@example.com", "@example.org", "@example.net"][(self.bits / 16 % 3) as usize]);
    }
}

/// Appends a given name in a case; these may hold accents.
pub(super) fn given(out: &mut String, name: &str, case: Case) {
    match case {
        Case::Title => out.push_str(name),
        Case::Lower => out.extend(name.chars().flat_map(char::to_lowercase)),
        Case::Upper => out.extend(name.chars().flat_map(char::to_uppercase)),
    }
}

fn plain(c: char) -> char {
    unaccented(c).to_ascii_lowercase()
}

/// The capital without its accent.
const fn unaccented(c: char) -> char {
    match c {
        'á' | 'å' | 'â' | 'Á' | 'Å' => 'A',
        'ç' => 'C',
        'é' | 'è' | 'ë' | 'É' => 'E',
        'í' | 'ï' | 'Í' => 'I',
        'ñ' => 'N',
        'ó' | 'ö' | 'ø' | 'Ó' | 'Ø' => 'O',
        'ú' | 'ü' | 'Ú' => 'U',
        c => c.to_ascii_uppercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_and_accounts_are_fixed_by_seed() {
        let (a, b) = (World::new(5, 100), World::new(5, 100));
        assert_eq!(format!("{:?}", a.account(7)), format!("{:?}", b.account(7)));
        assert!((0..99).all(|i| a.account_id(i) < a.account_id(i + 1)));
    }

    #[test]
    fn numbers_are_reserved_ones() {
        let (world, mut rng) = (World::new(1, 1), Rng::new(1));
        for _ in 0..1000 {
            let person = world.caller(&mut rng);
            let phone = person.phone();
            assert!(phone.as_str().contains("-555-01") && phone.as_str().len() == 12, "{}", phone.as_str());
            assert_eq!(phone.digits().as_str(), person.phone_number().to_string());
            let mut email = String::new();
            person.email(&mut email);
            assert!(email.is_ascii() && email.contains("@example."), "{email}");
            assert_eq!(person.zip().as_str().len(), 5);
        }
    }

    #[test]
    fn caller_names_fit_fifteen_characters() {
        let (world, mut rng) = (World::new(2, 1), Rng::new(2));
        for _ in 0..1000 {
            let mut name = String::new();
            world.caller(&mut rng).caller_name(&mut name);
            assert!(name.len() <= 15 && name.is_ascii() && name == name.to_uppercase(), "{name}");
        }
    }
}
