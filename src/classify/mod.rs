//! The verdict on a record: labels, flags, tags and severity (classification.md, after ENISA's method of 2013).

mod profiles;

use crate::entity::{Entity, EntityId, EntitySet, Group, Tag, id, traits};

pub use profiles::{Combination, ProfileInfo, Profiles};

/// Circumstances of the leak, which only the user can know; they raise every severity alike.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Circumstances {
    /// The data was open to an unknown number of people.
    pub public: bool,
    /// It was taken on purpose.
    pub malicious: bool,
}

/// Labels as bits.
#[allow(missing_docs)]
pub mod label {
    pub const IDENTITY: u8 = 1;
    pub const FINANCIAL: u8 = 2;
    pub const MEDICAL: u8 = 4;
    /// Bits and names, in the order outputs list them.
    pub const ALL: [(u8, &str); 3] = [(IDENTITY, "identity"), (FINANCIAL, "financial"), (MEDICAL, "medical")];
}

/// Flags as bits.
#[allow(missing_docs)]
pub mod flag {
    pub const CONTACT: u16 = 1;
    pub const CREDENTIAL: u16 = 2;
    pub const INFERRED_MEDICAL: u16 = 4;
    pub const DAMAGED: u16 = 8;
    pub const OVERLONG: u16 = 16;
    /// Somebody younger than 18 is spoken of.
    pub const MINOR: u16 = 32;
    /// Somebody older than 89 is spoken of: an identifier under HIPAA.
    pub const OVER_89: u16 = 64;
    /// Religion, union, politics, origin or sex life of a person is told (GDPR Art. 9).
    pub const SPECIAL: u16 = 128;
    /// An offence or a conviction is told (GDPR Art. 10).
    pub const CRIMINAL: u16 = 256;
    /// Somebody other than caller and callee is named.
    pub const THIRD_PARTY: u16 = 512;
    /// Something was found in a summary that a machine wrote of the call.
    pub const DERIVED: u16 = 1024;
    /// Bits and names, in the order outputs list them.
    pub const ALL: [(u16, &str); 11] = [
        (CONTACT, "contact"),
        (CREDENTIAL, "credential"),
        (INFERRED_MEDICAL, "inferred_medical"),
        (DAMAGED, "damaged"),
        (OVERLONG, "overlong"),
        (MINOR, "minor"),
        (OVER_89, "over_89"),
        (SPECIAL, "special"),
        (CRIMINAL, "criminal"),
        (THIRD_PARTY, "third_party"),
        (DERIVED, "derived"),
    ];
}

/// How bad a record is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
#[allow(missing_docs)]
pub enum Tier {
    #[default]
    T0,
    T1,
    T2,
    T3,
    T4,
}

impl Tier {
    /// All tiers, mildest first.
    pub const ALL: [Self; 5] = [Self::T0, Self::T1, Self::T2, Self::T3, Self::T4];

    /// As outputs write it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::T0 => "T0",
            Self::T1 => "T1",
            Self::T2 => "T2",
            Self::T3 => "T3",
            Self::T4 => "T4",
        }
    }
}

/// What earmark says of one record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Verdict {
    /// Bits of [`label`].
    pub labels: u8,
    /// Bits of [`flag`].
    pub flags: u16,
    /// Bits of [`Tag`].
    pub tags: u8,
    /// The tier, floors included.
    pub tier: Tier,
    /// In hundredths: `dpc * ei + circumstances`, 400 at most before these.
    pub severity: u16,
    /// Data processing context, 0 to 4.
    pub dpc: u8,
    /// Ease of identification: 25, 50, 75 or 100; 0 where nothing was found.
    pub ei: u8,
    /// What lifted the tier.
    pub rule: Option<Rule>,
    /// The combinations that hold, as bits in the order of [`Profiles::combinations`]; 0 without a profile.
    pub combinations: u64,
}

/// What lifted a tier above what the severity gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rule {
    /// A floor of earmark's own, by name.
    Floor(&'static str),
    /// A profile's combination, by its place in [`Profiles::combinations`].
    Combination(u8),
}

impl Rule {
    /// As outputs write it.
    pub fn name(self, profiles: &Profiles) -> &str {
        match self {
            Self::Floor(name) => name,
            Self::Combination(index) => {
                profiles.combinations().get(usize::from(index)).map_or("", |combination| &combination.name)
            }
        }
    }
}

/// The tags with which a condition or drug of a known person is of the highest tier.
const LIFTING: u8 = Tag::Hiv.bit() | Tag::Psy.bit() | Tag::Eth.bit() | Tag::Sex.bit() | Tag::Std.bit() | Tag::Sdv.bit();

/// What a record's findings come to, gathered one by one and independent of their order.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Evidence {
    entities: EntitySet,
    /// The traits of all entities, joined.
    traits: u16,
    labels: u8,
    dpc: u8,
    tags: u8,
    /// The tags of health findings.
    health_tags: u8,
    full_name: bool,
    not_contact: bool,
}

impl Evidence {
    /// Takes a finding at or above the threshold into account. `full` is whether a person's name has two words or more.
    pub(crate) fn add(&mut self, entity_id: EntityId, entity: &Entity, tags: u8, full: bool) {
        self.entities.insert(entity_id);
        self.traits |= entity.traits;
        self.dpc = self.dpc.max(entity.dpc);
        self.tags |= tags;
        self.full_name |= full && entity_id == id::PERSON;
        self.health_tags |= if entity.has(traits::HEALTH) { tags } else { 0 };
        self.not_contact |= entity.group == Group::Identity && !entity.has(traits::CONTACT);
        self.labels |= match entity.group {
            Group::Identity => label::IDENTITY,
            Group::Financial => label::FINANCIAL,
            Group::Medical => label::MEDICAL,
            Group::Other => 0,
        };
    }

    const fn has(&self, bits: u16) -> bool {
        self.traits & bits != 0
    }

    fn contains(&self, entity_id: EntityId) -> bool {
        self.entities.contains(entity_id)
    }
}

/// The flag that an age gives, if any: `fewest` and `most` years are what it may be.
pub(crate) const fn of_age((fewest, most): (u16, u16)) -> u16 {
    match (fewest, most) {
        (_, ..18) => flag::MINOR,
        (90.., _) => flag::OVER_89,
        _ => 0,
    }
}

/// Judges a record by its findings. `flags` are those known before (damaged, minor).
pub(crate) fn judge(found: &Evidence, circumstances: Circumstances, profiles: &Profiles, flags: u16) -> Verdict {
    let mut verdict = Verdict { labels: found.labels, flags, tags: found.tags, ..Verdict::default() };
    if found.labels & label::IDENTITY != 0 && !found.not_contact {
        verdict.flags |= flag::CONTACT;
    }
    for (flag, present) in [
        (flag::CREDENTIAL, found.contains(id::CREDENTIAL)),
        (flag::SPECIAL, found.has(traits::SPECIAL)),
        (flag::CRIMINAL, found.has(traits::CRIMINAL)),
    ] {
        verdict.flags |= if present { flag } else { 0 };
    }
    if found.labels == 0 && verdict.flags & (flag::SPECIAL | flag::CRIMINAL) == 0 {
        return verdict;
    }
    verdict.dpc = context(found);
    verdict.ei = identification(found);
    let base = u16::from(verdict.dpc) * u16::from(verdict.ei);
    verdict.severity = base + 50 * (u16::from(circumstances.public) + u16::from(circumstances.malicious));
    verdict.tier = match verdict.severity {
        400.. => Tier::T4,
        300.. => Tier::T3,
        200.. => Tier::T2,
        _ => Tier::T1,
    };
    if let Some((floor, rule)) = floor(found, verdict.ei).filter(|(floor, _)| *floor > verdict.tier) {
        verdict.tier = floor;
        verdict.rule = Some(Rule::Floor(rule));
    }
    if !profiles.is_empty() {
        verdict.combinations = profiles.hold(found, verdict.flags);
        if let Some((tier, rule)) = profiles.highest(verdict.combinations).filter(|(tier, _)| *tier > verdict.tier) {
            verdict.tier = tier;
            verdict.rule = Some(Rule::Combination(rule));
        }
    }
    if flags & flag::MINOR != 0 && verdict.tier < Tier::T4 {
        verdict.tier = Tier::ALL[verdict.tier as usize + 1];
        verdict.rule = Some(Rule::Floor("minor"));
    }
    verdict
}

/// DPC: the highest of the entities', and 4 for a card with its code or a credential with what it opens.
fn context(found: &Evidence) -> u8 {
    let opened = found.has(traits::ACCESS_CODE) && found.has(traits::CARD | traits::ACCOUNT | traits::REACH);
    if opened { 4 } else { found.dpc }
}

/// EI: how easily the record leads to one person.
fn identification(found: &Evidence) -> u8 {
    let named = found.full_name;
    let person = found.contains(id::PERSON);
    if found.has(traits::UNIQUE) || named && found.has(traits::SINGLES_OUT) {
        100
    } else if person && (found.has(traits::REACH) || found.has(traits::PLACE)) {
        75
    } else if found.has(traits::REACH) || named {
        50
    } else {
        25
    }
}

/// The highest floor that applies, with its name.
fn floor(found: &Evidence, ei: u8) -> Option<(Tier, &'static str)> {
    let person = found.contains(id::PERSON);
    let code = found.has(traits::ACCESS_CODE);
    let rules = [
        (Tier::T4, "government-id-with-name", found.has(traits::GOVERNMENT) && person),
        (Tier::T4, "card-with-code", found.has(traits::CARD) && code),
        (Tier::T4, "account-with-code", found.has(traits::ACCOUNT) && code),
        (Tier::T4, "credential-with-address", found.contains(id::CREDENTIAL) && opens(found)),
        (Tier::T4, "tagged-health-of-a-person", found.health_tags & LIFTING != 0 && ei >= 75),
        (Tier::T3, "government-id", found.has(traits::GOVERNMENT)),
        (Tier::T3, "card", found.has(traits::CARD)),
        (Tier::T3, "account-with-routing", found.has(traits::ACCOUNT) && routed(found)),
        (Tier::T3, "health-plan-or-record", found.has(traits::RECORD)),
        (Tier::T2, "health-of-a-person", found.has(traits::HEALTH)),
        (Tier::T2, "credential", found.contains(id::CREDENTIAL)),
    ];
    rules.into_iter().find(|(_, _, applies)| *applies).map(|(tier, name, _)| (tier, name))
}

fn opens(found: &Evidence) -> bool {
    [id::USERNAME, id::EMAIL_ADDRESS, id::STREET_ADDRESS].into_iter().any(|entity| found.contains(entity))
}

fn routed(found: &Evidence) -> bool {
    found.contains(id::BANK_ROUTING) || found.contains(id::IBAN)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::Catalogue;

    fn verdict(entities: &[(EntityId, u8)]) -> Verdict {
        let catalogue = Catalogue::default();
        let mut found = Evidence::default();
        for &(entity, tags) in entities {
            found.add(entity, catalogue.get(entity), tags, true);
        }
        judge(&found, Circumstances::default(), &Profiles::default(), 0)
    }

    #[test]
    fn tiers_follow_the_table_and_the_floors() {
        let psy = Tag::Psy.bit();
        for (entities, tier, severity, rule) in [
            (&[(id::PERSON, 0)][..], Tier::T1, 50, None),
            (&[(id::PERSON, 0), (id::PHONE_NUMBER, 0)], Tier::T1, 75, None),
            (&[(id::US_SSN, 0)], Tier::T4, 400, None),
            (&[(id::CREDIT_CARD, 0)], Tier::T3, 300, None),
            (&[(id::CREDIT_CARD, 0), (id::CARD_CVV, 0)], Tier::T4, 400, None),
            (&[(id::MEDICATION, 0)], Tier::T2, 100, Some("health-of-a-person")),
            (
                &[(id::MEDICATION, psy), (id::PERSON, 0), (id::PHONE_NUMBER, 0)],
                Tier::T4,
                300,
                Some("tagged-health-of-a-person"),
            ),
            (&[(id::CREDENTIAL, 0)], Tier::T2, 50, Some("credential")),
        ] {
            let verdict = verdict(entities);
            assert_eq!(
                (verdict.tier, verdict.severity, verdict.rule),
                (tier, severity, rule.map(Rule::Floor)),
                "{entities:?}"
            );
        }
    }

    #[test]
    fn minors_lift_a_tier_and_ages_give_flags() {
        let catalogue = Catalogue::default();
        let mut found = Evidence::default();
        found.add(id::PERSON, catalogue.get(id::PERSON), 0, true);
        let verdict = judge(&found, Circumstances::default(), &Profiles::default(), flag::MINOR);
        assert_eq!((verdict.tier, verdict.rule), (Tier::T2, Some(Rule::Floor("minor"))));
        let ages = [(0, 0), (17, 17), (17, 18), (18, 89), (89, 90), (90, 90)];
        assert_eq!(ages.map(of_age), [flag::MINOR, flag::MINOR, 0, 0, 0, flag::OVER_89]);
    }

    #[test]
    fn special_matter_counts_without_a_label() {
        let union = verdict(&[(id::SPECIAL_CATEGORY, 0)]);
        assert_eq!((union.labels, union.flags, union.tier, union.severity), (0, flag::SPECIAL, Tier::T1, 100));
        let named = verdict(&[(id::CRIMINAL_RECORD, 0), (id::PERSON, 0), (id::PHONE_NUMBER, 0)]);
        assert_eq!((named.flags, named.tier, named.severity), (flag::CONTACT | flag::CRIMINAL, Tier::T3, 300));
    }

    #[test]
    fn contact_alone_is_told_apart() {
        assert_eq!(verdict(&[(id::PERSON, 0), (id::PHONE_NUMBER, 0)]).flags, flag::CONTACT);
        assert_eq!(verdict(&[(id::PERSON, 0), (id::US_SSN, 0)]).flags, 0);
        assert_eq!(verdict(&[(id::NUMBER_RUN, 0)]).labels, 0);
    }
}
