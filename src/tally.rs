//! Counts over records: integers only, and the same whatever order chunks are merged in.

use std::collections::HashSet;

use foldhash::fast::FixedState;
use hashbrown::HashMap;
use xxhash_rust::xxh3::xxh3_64;

use crate::classify::{Verdict, flag, label};
use crate::entity::{Catalogue, Group, traits};
use crate::scanner::Finding;
use crate::score;

/// What became of a record: every record has exactly one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Status {
    /// Something was found.
    Flagged,
    /// Nothing was found, by these detectors, at this version.
    NoneFound,
    /// Nothing in it that earmark can judge.
    Unexamined,
    /// It could not be read as what it is; it was scanned as text where that was possible.
    Unreadable,
}

impl Status {
    /// All of them, in the order outputs list them.
    pub const ALL: [Self; 4] = [Self::Flagged, Self::NoneFound, Self::Unexamined, Self::Unreadable];

    /// As outputs write it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Flagged => "flagged",
            Self::NoneFound => "none_found",
            Self::Unexamined => "unexamined",
            Self::Unreadable => "unreadable",
        }
    }
}

/// Distinct values counted exactly up to this many, for entities with [`traits::EXACT_COUNT`].
pub(crate) const EXACT_UP_TO: usize = 65_536;
/// Keys a dimension holds at most in a summary: those whose hash is smallest, a rule that does not depend on order.
pub(crate) const MOST_KEYS: usize = 10_000;
/// Keys it holds before it is pruned: their table has just room for so many.
const HELD_KEYS: usize = MOST_KEYS + MOST_KEYS / 4;
const PRECISION: u32 = 12;

/// The number of different values seen.
///
/// HyperLogLog (Flajolet, Fusy, Gandouet, Meunier 2007) with 4,096 registers: a standard error of 1.6 %.
#[derive(Clone, Debug)]
pub(crate) enum Distinct {
    Exact(HashSet<u64, FixedState>),
    Estimated(Box<[u8; 1 << PRECISION]>),
}

impl Distinct {
    pub(crate) fn new(exact: bool) -> Self {
        if exact { Self::Exact(HashSet::default()) } else { Self::Estimated(Box::new([0; 1 << PRECISION])) }
    }

    /// `hash` is a good 64-bit hash of the value.
    pub(crate) fn add(&mut self, hash: u64) {
        match self {
            Self::Exact(values) => {
                values.insert(hash);
                if values.len() > EXACT_UP_TO {
                    self.estimate();
                }
            }
            Self::Estimated(registers) => register(registers, hash),
        }
    }

    fn estimate(&mut self) {
        if let Self::Exact(values) = self {
            let mut registers = Box::new([0; 1 << PRECISION]);
            values.iter().for_each(|&hash| register(&mut registers, hash));
            *self = Self::Estimated(registers);
        }
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        match (&mut *self, other) {
            (_, Self::Exact(values)) => values.iter().for_each(|&hash| self.add(hash)),
            (Self::Estimated(mine), Self::Estimated(theirs)) => {
                mine.iter_mut().zip(theirs.iter()).for_each(|(mine, &theirs)| *mine = (*mine).max(theirs));
            }
            (Self::Exact(_), Self::Estimated(_)) => {
                self.estimate();
                self.merge(other);
            }
        }
    }

    /// The count, and whether it is exact.
    pub(crate) fn count(&self) -> (u64, bool) {
        match self {
            Self::Exact(values) => (values.len() as u64, true),
            Self::Estimated(registers) => (estimate(registers), false),
        }
    }
}

fn register(registers: &mut [u8; 1 << PRECISION], hash: u64) {
    let index = (hash >> (64 - PRECISION)) as usize;
    let rank = ((hash << PRECISION) | 1 << (PRECISION - 1)).leading_zeros() as u8 + 1;
    registers[index] = registers[index].max(rank);
}

#[allow(clippy::cast_precision_loss, clippy::cast_sign_loss)] // an estimate, rounded; registers are small integers
fn estimate(registers: &[u8; 1 << PRECISION]) -> u64 {
    let size = f64::from(1 << PRECISION);
    // In order of index: floating-point addition is not associative, and the order is fixed here.
    let sum: f64 = registers.iter().map(|&rank| f64::exp2(-f64::from(rank))).sum();
    let empty = registers.iter().filter(|&&rank| rank == 0).count();
    let raw = 0.7213 / (1.0 + 1.079 / size) * size * size / sum;
    let corrected = if raw <= 2.5 * size && empty > 0 { size * (size / empty as f64).ln() } else { raw };
    corrected.round() as u64
}

/// Counts of the records that share something.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) status: [u64; 4],
    pub(crate) labels: [u64; 3],
    pub(crate) tiers: [u64; 5],
    pub(crate) contact_only: u64,
    /// Records in which each entity was found, by entity number.
    pub(crate) entities: Vec<(u16, u64)>,
    /// Records of which each combination of the profiles holds, by its place; as many as some record needed.
    pub(crate) combinations: Vec<u64>,
}

impl Counts {
    fn add(&mut self, status: Status, verdict: &Verdict, entities: &[(u16, u32)]) {
        self.status[status as usize] += 1;
        for (count, (bit, _)) in self.labels.iter_mut().zip(label::ALL) {
            *count += u64::from(verdict.labels & bit != 0);
        }
        self.tiers[verdict.tier as usize] += 1;
        self.contact_only += u64::from(verdict.flags & flag::CONTACT != 0);
        entities.iter().for_each(|&(entity, _)| self.add_entity(entity, 1));
        let mut left = verdict.combinations;
        while left != 0 {
            self.add_combination(left.trailing_zeros() as usize, 1);
            left &= left - 1;
        }
    }

    fn add_combination(&mut self, index: usize, records: u64) {
        if self.combinations.len() <= index {
            self.combinations.resize(index + 1, 0);
        }
        self.combinations[index] += records;
    }

    fn add_entity(&mut self, entity: u16, records: u64) {
        match self.entities.iter_mut().find(|(known, _)| *known == entity) {
            Some((_, count)) => *count += records,
            None => self.entities.push((entity, records)),
        }
    }

    fn merge(&mut self, other: &Self) {
        let add =
            |mine: &mut [u64], theirs: &[u64]| mine.iter_mut().zip(theirs).for_each(|(mine, theirs)| *mine += theirs);
        add(&mut self.status, &other.status);
        add(&mut self.labels, &other.labels);
        add(&mut self.tiers, &other.tiers);
        self.contact_only += other.contact_only;
        other.entities.iter().for_each(|&(entity, records)| self.add_entity(entity, records));
        other.combinations.iter().enumerate().for_each(|(index, &records)| self.add_combination(index, records));
    }

    /// Records of any status.
    pub(crate) fn records(&self) -> u64 {
        self.status.iter().sum()
    }
}

/// Counts by the values of one thing (containers, tenants, months, states).
#[derive(Clone, Debug, Default)]
pub(crate) struct Dimension {
    keys: HashMap<Vec<u8>, Counts, FixedState>,
}

impl Dimension {
    fn of(&mut self, key: &[u8]) -> &mut Counts {
        if self.keys.len() >= HELD_KEYS {
            self.prune();
        }
        // One search where the key is known, which the standard map's `entry` cannot do for a borrowed key.
        self.keys.entry_ref(key).or_default()
    }

    /// Keeps the keys with the smallest hashes. A key that is dropped here is not among the smallest of all keys either, so
    /// what a kept key counted is complete.
    fn prune(&mut self) {
        if self.keys.len() > MOST_KEYS {
            let mut hashes: Vec<u64> = self.keys.keys().map(|key| xxh3_64(key)).collect();
            let (_, &mut last, _) = hashes.select_nth_unstable(MOST_KEYS - 1);
            self.keys.retain(|key, _| xxh3_64(key) <= last);
        }
    }

    fn merge(&mut self, other: &Self) {
        other.keys.iter().for_each(|(key, counts)| self.of(key).merge(counts));
    }

    /// The kept keys in byte order.
    pub(crate) fn sorted(&mut self) -> Vec<(&[u8], &Counts)> {
        self.prune();
        let mut keys: Vec<_> = self.keys.iter().map(|(key, counts)| (key.as_slice(), counts)).collect();
        keys.sort_unstable_by_key(|(key, _)| *key);
        keys
    }
}

/// What was found of one entity.
#[derive(Clone, Debug, Default)]
pub(crate) struct EntityTally {
    pub(crate) records: u64,
    /// Findings by band: possible, probable, confirmed.
    pub(crate) bands: [u64; 3],
    pub(crate) negated: u64,
    pub(crate) derived: u64,
    pub(crate) placeholder: u64,
    pub(crate) distinct: Option<Distinct>,
}

/// Values of a record that counts are split by; empty where it has none.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Keys<'a> {
    pub(crate) container: &'a [u8],
    pub(crate) tenant: &'a [u8],
    /// `YYYY-MM-DD` or longer.
    pub(crate) time: &'a [u8],
    pub(crate) state: &'a [u8],
    /// How the state is known.
    pub(crate) basis: Option<Basis>,
}

/// How a record's state is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Basis {
    /// A field names it.
    Field,
    /// An address, a place or a postal code in it.
    Address,
    /// A telephone number's area code.
    AreaCode,
}

impl Basis {
    /// All of them, in the order outputs list them.
    pub(crate) const ALL: [Self; 3] = [Self::Field, Self::Address, Self::AreaCode];

    /// As outputs write it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Field => "field",
            Self::Address => "address",
            Self::AreaCode => "area_code",
        }
    }
}

/// Sound files, of which names and headers were read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Recordings {
    pub(crate) files: u64,
    /// Those without a transcript beside them.
    pub(crate) not_listened_to: u64,
    pub(crate) milliseconds: u64,
    /// Files whose header does not say how long they are.
    pub(crate) without_duration: u64,
    pub(crate) bytes: u64,
    /// Names that hold a telephone number.
    pub(crate) with_phone: u64,
    pub(crate) phones: Option<Distinct>,
}

impl Recordings {
    /// Counts one. `phones` are hashes of the telephone numbers in its name.
    pub(crate) fn add(&mut self, milliseconds: Option<u64>, bytes: u64, unheard: bool, phones: &[u64]) {
        self.files += 1;
        self.not_listened_to += u64::from(unheard);
        self.milliseconds += milliseconds.unwrap_or_default();
        self.without_duration += u64::from(milliseconds.is_none());
        self.bytes += bytes;
        self.with_phone += u64::from(!phones.is_empty());
        for &phone in phones {
            self.phones.get_or_insert_with(|| Distinct::new(true)).add(phone);
        }
    }

    fn merge(&mut self, other: &Self) {
        self.files += other.files;
        self.not_listened_to += other.not_listened_to;
        self.milliseconds += other.milliseconds;
        self.without_duration += other.without_duration;
        self.bytes += other.bytes;
        self.with_phone += other.with_phone;
        if let Some(phones) = &other.phones {
            self.phones.get_or_insert_with(|| Distinct::new(true)).merge(phones);
        }
    }
}

/// Everything that is counted.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally {
    pub(crate) total: Counts,
    pub(crate) entities: Vec<EntityTally>,
    pub(crate) tags: [u64; 8],
    pub(crate) flags: [u64; 16],
    /// Records whose state is known, by how.
    pub(crate) bases: [u64; 3],
    pub(crate) speech: [u64; 4],
    pub(crate) recordings: Recordings,
    /// Names and dimensions, in the order outputs list them.
    pub(crate) dimensions: [Dimension; 4],
    /// First and last date seen, `YYYY-MM-DD`.
    pub(crate) dates: Option<([u8; 10], [u8; 10])>,
    pub(crate) bytes: Bytes,
    /// Entities of the record being counted.
    present: Vec<(u16, u32)>,
}

/// Names of [`Tally::dimensions`].
pub(crate) const DIMENSIONS: [&str; 4] = ["container", "tenant", "month", "state"];

/// Where the bytes of the sources went; they add up to the sources' sizes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Bytes {
    pub(crate) records: u64,
    /// Line ends, blank lines and white space between records.
    pub(crate) framing: u64,
    /// What could not be read because a source shrank or failed.
    pub(crate) gaps: u64,
    /// Text that went through the token pass.
    pub(crate) text: u64,
}

impl Bytes {
    pub(crate) fn merge(&mut self, other: &Self) {
        self.records += other.records;
        self.framing += other.framing;
        self.gaps += other.gaps;
        self.text += other.text;
    }
}

impl Tally {
    /// An empty tally for the entities of `catalogue`.
    pub(crate) fn new(catalogue: &Catalogue) -> Self {
        Self { entities: vec![EntityTally::default(); catalogue.len()], ..Self::default() }
    }

    /// Counts one record. `hash` gives the hash of a finding's canonical value, by the finding's place.
    pub(crate) fn add(
        &mut self,
        catalogue: &Catalogue,
        status: Status,
        verdict: &Verdict,
        findings: &[Finding],
        keys: &Keys<'_>,
        mut hash: impl FnMut(usize) -> u64,
    ) {
        self.present.clear();
        for (index, finding) in findings.iter().enumerate() {
            self.add_finding(catalogue, finding, || hash(index));
        }
        let present = std::mem::take(&mut self.present);
        present.iter().for_each(|&(entity, _)| self.entities[usize::from(entity)].records += 1);
        self.total.add(status, verdict, &present);
        if verdict.tags != 0 {
            for bit in 0..8 {
                self.tags[bit] += u64::from(verdict.tags >> bit & 1);
            }
        }
        if verdict.flags != 0 {
            for bit in 0..16 {
                self.flags[bit] += u64::from(verdict.flags >> bit & 1);
            }
        }
        let month = keys.time.get(..7).unwrap_or_default();
        for (dimension, key) in self.dimensions.iter_mut().zip([keys.container, keys.tenant, month, keys.state]) {
            if !key.is_empty() {
                dimension.of(key).add(status, verdict, &present);
            }
        }
        if let Some(basis) = keys.basis {
            self.bases[basis as usize] += 1;
        }
        self.add_date(keys.time);
        self.present = present;
    }

    fn add_finding(&mut self, catalogue: &Catalogue, finding: &Finding, hash: impl FnOnce() -> u64) {
        let entity = &mut self.entities[usize::from(finding.entity.0)];
        entity.bands[score::band_index(finding.confidence)] += 1;
        entity.negated += u64::from(finding.negated);
        entity.placeholder += u64::from(finding.placeholder);
        entity.derived += u64::from(finding.derived);
        let kind = catalogue.get(finding.entity);
        if kind.group != Group::Other && !kind.has(traits::SECRET) {
            let exact = kind.has(traits::EXACT_COUNT);
            entity.distinct.get_or_insert_with(|| Distinct::new(exact)).add(hash());
        }
        match self.present.iter_mut().find(|(known, _)| *known == finding.entity.0) {
            Some((_, count)) => *count += 1,
            None => self.present.push((finding.entity.0, 1)),
        }
    }

    fn add_date(&mut self, time: &[u8]) {
        if let Some(date) = time.first_chunk::<10>() {
            let (first, last) = self.dates.unwrap_or((*date, *date));
            self.dates = Some((first.min(*date), last.max(*date)));
        }
    }

    /// How often each entity stands in the record counted last, in order of finding.
    pub(crate) fn present(&self) -> &[(u16, u32)] {
        &self.present
    }

    /// Adds another tally's counts.
    pub(crate) fn merge(&mut self, other: &Self) {
        self.total.merge(&other.total);
        for (mine, theirs) in self.entities.iter_mut().zip(&other.entities) {
            merge_entity(mine, theirs);
        }
        let add =
            |mine: &mut [u64], theirs: &[u64]| mine.iter_mut().zip(theirs).for_each(|(mine, theirs)| *mine += theirs);
        add(&mut self.tags, &other.tags);
        add(&mut self.flags, &other.flags);
        add(&mut self.speech, &other.speech);
        add(&mut self.bases, &other.bases);
        self.recordings.merge(&other.recordings);
        self.dimensions.iter_mut().zip(&other.dimensions).for_each(|(mine, theirs)| mine.merge(theirs));
        if let Some((first, last)) = other.dates {
            self.add_date(&first);
            self.add_date(&last);
        }
        self.bytes.merge(&other.bytes);
    }
}

fn merge_entity(mine: &mut EntityTally, theirs: &EntityTally) {
    mine.records += theirs.records;
    mine.bands.iter_mut().zip(theirs.bands).for_each(|(mine, theirs)| *mine += theirs);
    mine.negated += theirs.negated;
    mine.derived += theirs.derived;
    mine.placeholder += theirs.placeholder;
    match (&mut mine.distinct, &theirs.distinct) {
        (Some(mine), Some(theirs)) => mine.merge(theirs),
        (none @ None, Some(theirs)) => *none = Some(theirs.clone()),
        (_, None) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn estimates_stay_within_their_error() {
        for count in [10u64, 1_000, 50_000, 1_000_000] {
            let mut distinct = Distinct::new(false);
            (0..count).for_each(|value| distinct.add(xxh3_64(&value.to_le_bytes())));
            let (estimate, exact) = distinct.count();
            assert!(!exact && estimate.abs_diff(count) * 100 <= count * 6, "{count}: {estimate}");
        }
    }

    #[test]
    fn merging_in_any_order_counts_the_same() {
        let part = |range: std::ops::Range<u64>| {
            let mut distinct = Distinct::new(true);
            range.for_each(|value| distinct.add(xxh3_64(&value.to_le_bytes())));
            distinct
        };
        let parts = [part(0..60_000), part(30_000..90_000), part(0..10)];
        let merged = |order: [usize; 3]| {
            let mut all = Distinct::new(true);
            order.into_iter().for_each(|index| all.merge(&parts[index]));
            all.count()
        };
        assert_eq!(merged([0, 1, 2]), merged([2, 1, 0]));
        assert_eq!(merged([1, 0, 2]), merged([0, 2, 1]));
    }

    #[test]
    fn a_dimension_keeps_the_same_keys_in_any_order() {
        let keys: Vec<String> = (0..3 * MOST_KEYS).map(|key| format!("tenant-{key}")).collect();
        let count = |keys: &mut dyn Iterator<Item = &String>| {
            let mut dimension = Dimension::default();
            keys.for_each(|key| dimension.of(key.as_bytes()).status[0] += 1);
            dimension.sorted().into_iter().map(|(key, counts)| (key.to_vec(), counts.clone())).collect::<Vec<_>>()
        };
        let forward = count(&mut keys.iter().chain(&keys));
        assert_eq!(forward.len(), MOST_KEYS);
        assert!(forward.iter().all(|(_, counts)| counts.status[0] == 2));
        assert_eq!(forward, count(&mut keys.iter().rev().chain(keys.iter().rev())));
    }
}
