//! Profiles: what a law calls each element, and which elements together matter to it. Data in `dictionaries/profiles/`.

use crate::classify::{Evidence, Tier, flag};
use crate::entity::{Catalogue, Entity, EntityId, EntitySet, Group, Tag, traits};
use crate::error::{Error, ErrorKind};

/// Combinations that all chosen profiles have at most: each is a bit of [`Verdict::combinations`](crate::Verdict).
const MOST_RULES: usize = 64;

/// A combination of elements that a law names.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Combination {
    /// `profile/rule`, as outputs write it.
    pub name: String,
    /// A few words for it.
    pub title: String,
    /// The law, as its profile cites it.
    pub law: String,
    /// At least one entity of each set must be found.
    needs: Vec<EntitySet>,
    /// Bits of [`Tag`]: one of them must stand on a health finding; 0 for any.
    tags: u8,
    /// Bits of [`flag`] that the record must have.
    flags: u16,
    /// The least tier of a record with it.
    pub(super) tier: Tier,
}

/// What one profile says of itself.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ProfileInfo {
    /// As `--profile` names it.
    pub id: String,
    /// A few words for it.
    pub title: String,
    /// The year its facts are of.
    pub as_of: String,
    /// Where they come from.
    pub source: String,
    /// What a report with it must say.
    pub caveats: Vec<String>,
}

/// The profiles that a scanner judges by; none unless asked for.
#[derive(Clone, Debug, Default)]
pub struct Profiles {
    infos: Vec<ProfileInfo>,
    rules: Vec<Combination>,
    /// By entity number: its legal tags.
    legal: Vec<Vec<String>>,
}

impl Profiles {
    /// Adds the profile that `text` is; `name` is what errors call it.
    pub(crate) fn add(&mut self, catalogue: &Catalogue, name: &str, text: &str) -> Result<(), Error> {
        let fail = |message: String| Error::new(ErrorKind::Dictionary, format!("{name}: {message}"));
        let table: toml::Table = text.parse().map_err(|error: toml::de::Error| fail(error.to_string()))?;
        self.read(catalogue, &table).map_err(fail)
    }

    fn read(&mut self, catalogue: &Catalogue, table: &toml::Table) -> Result<(), String> {
        let known = ["id", "title", "as_of", "source", "caveats", "legal", "rule"];
        only(table, &known)?;
        let id = string(table, "id")?;
        if self.infos.iter().any(|info| info.id == id) {
            return Ok(());
        }
        self.legal.resize_with(catalogue.len(), Vec::new);
        for row in tables(table, "legal")? {
            only(row, &["tag", "entities"])?;
            let tag = string(row, "tag")?;
            let set = set(catalogue, &strings(row, "entities")?)?;
            for (entity, _) in catalogue.iter().filter(|(entity, _)| set.contains(*entity)) {
                self.legal[usize::from(entity.0)].push(tag.clone());
            }
        }
        for row in tables(table, "rule")? {
            let rule = rule(catalogue, &id, row)?;
            if self.rules.iter().any(|known| known.name == rule.name) {
                return Err(format!("the rule {:?} stands twice", rule.name));
            }
            self.rules.push(rule);
        }
        if self.rules.len() > MOST_RULES {
            return Err(format!("more than {MOST_RULES} rules in all profiles together"));
        }
        let (title, as_of, source) = (string(table, "title")?, string(table, "as_of")?, string(table, "source")?);
        self.infos.push(ProfileInfo { id, title, as_of, source, caveats: strings(table, "caveats")? });
        Ok(())
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.infos.is_empty()
    }

    /// What each profile says of itself.
    pub fn infos(&self) -> &[ProfileInfo] {
        &self.infos
    }

    /// All combinations; bit `n` of a verdict's is the `n`-th.
    pub fn combinations(&self) -> &[Combination] {
        &self.rules
    }

    /// The combinations of a verdict.
    pub fn held(&self, combinations: u64) -> impl Iterator<Item = &Combination> {
        self.rules.iter().enumerate().filter(move |(index, _)| combinations >> index & 1 == 1).map(|(_, rule)| rule)
    }

    /// What the profiles' laws call `entity`.
    pub fn legal(&self, entity: EntityId) -> &[String] {
        self.legal.get(usize::from(entity.0)).map_or(&[], Vec::as_slice)
    }

    /// The combinations that hold of a record, as bits.
    pub(super) fn hold(&self, found: &Evidence, flags: u16) -> u64 {
        let holds = |rule: &Combination| {
            rule.needs.iter().all(|set| set.meets(found.entities))
                && (rule.tags == 0 || rule.tags & found.health_tags != 0)
                && rule.flags & !flags == 0
        };
        self.rules.iter().enumerate().filter(|(_, rule)| holds(rule)).fold(0, |bits, (index, _)| bits | 1 << index)
    }

    /// The combination among `bits` with the highest tier, the first of several.
    pub(super) fn highest(&self, bits: u64) -> Option<(Tier, u8)> {
        let held = self.rules.iter().enumerate().filter(|(index, _)| bits >> index & 1 == 1);
        held.map(|(index, rule)| (rule.tier, index as u8)).max_by_key(|&(tier, index)| (tier, std::cmp::Reverse(index)))
    }
}

fn rule(catalogue: &Catalogue, profile: &str, row: &toml::Table) -> Result<Combination, String> {
    only(row, &["id", "title", "law", "needs", "tags", "flags", "tier"])?;
    let name = format!("{profile}/{}", string(row, "id")?);
    let groups =
        row.get("needs").and_then(toml::Value::as_array).ok_or_else(|| format!("{name}: \"needs\" is missing"))?;
    let group = |value: &toml::Value| {
        let names = value.as_array().ok_or("a group of \"needs\" is an array")?;
        let names: Option<Vec<_>> = names.iter().map(toml::Value::as_str).collect();
        set(catalogue, &names.ok_or("entities are strings")?.into_iter().map(str::to_owned).collect::<Vec<_>>())
    };
    let needs = groups.iter().map(group).collect::<Result<Vec<_>, _>>()?;
    let mut tags = 0;
    for tag in strings(row, "tags")? {
        let known = Tag::ALL.into_iter().find(|known| known.name() == tag);
        tags |= known.ok_or_else(|| format!("{name}: unknown tag {tag:?}"))?.bit();
    }
    let mut flags = 0;
    for wanted in strings(row, "flags")? {
        let known = flag::ALL.iter().find(|(_, known)| *known == wanted);
        flags |= known.ok_or_else(|| format!("{name}: unknown flag {wanted:?}"))?.0;
    }
    let tier = row.get("tier").map_or(Ok(Tier::T0), |tier| {
        let named = Tier::ALL.into_iter().find(|known| tier.as_str() == Some(known.name()));
        named.ok_or_else(|| format!("{name}: unknown tier {tier:?}"))
    })?;
    Ok(Combination { title: string(row, "title")?, law: string(row, "law")?, name, needs, tags, flags, tier })
}

/// A word beginning with `@` stands for all entities with a label or a trait.
fn set(catalogue: &Catalogue, names: &[String]) -> Result<EntitySet, String> {
    let mut set = EntitySet::EMPTY;
    for name in names {
        let fits: Box<dyn Fn(&Entity) -> bool> = match name.as_str() {
            "@identity" => Box::new(|entity| entity.group == Group::Identity),
            "@financial" => Box::new(|entity| entity.group == Group::Financial),
            "@medical" => Box::new(|entity| entity.group == Group::Medical),
            "@health" => Box::new(|entity| entity.has(traits::HEALTH)),
            "@government" => Box::new(|entity| entity.has(traits::GOVERNMENT)),
            "@record" => Box::new(|entity| entity.has(traits::RECORD)),
            "@card" => Box::new(|entity| entity.has(traits::CARD)),
            "@account" => Box::new(|entity| entity.has(traits::ACCOUNT)),
            "@unique" => Box::new(|entity| entity.has(traits::UNIQUE)),
            _ => {
                set.insert(catalogue.find(name).ok_or_else(|| format!("unknown entity {name:?}"))?);
                continue;
            }
        };
        catalogue.iter().filter(|(_, entity)| fits(entity)).for_each(|(id, _)| set.insert(id));
    }
    Ok(set)
}

fn only(table: &toml::Table, known: &[&str]) -> Result<(), String> {
    match table.keys().find(|key| !known.contains(&key.as_str())) {
        Some(key) => Err(format!("unknown key {key:?}")),
        None => Ok(()),
    }
}

fn string(table: &toml::Table, key: &str) -> Result<String, String> {
    let value = table.get(key).and_then(toml::Value::as_str);
    value.map(str::to_owned).ok_or_else(|| format!("the string {key:?} is missing"))
}

fn strings(table: &toml::Table, key: &str) -> Result<Vec<String>, String> {
    let Some(value) = table.get(key) else { return Ok(Vec::new()) };
    let texts = value.as_array().map(|values| values.iter().map(|value| value.as_str().map(str::to_owned)).collect());
    texts.flatten().ok_or_else(|| format!("{key:?} is an array of strings"))
}

fn tables<'t>(table: &'t toml::Table, key: &str) -> Result<Vec<&'t toml::Table>, String> {
    let Some(value) = table.get(key) else { return Ok(Vec::new()) };
    let tables = value.as_array().map(|values| values.iter().map(toml::Value::as_table).collect());
    tables.flatten().ok_or_else(|| format!("{key:?} is an array of tables"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dictionary::PROFILES;
    use crate::entity::id;

    fn all() -> Profiles {
        let (catalogue, mut profiles) = (Catalogue::default(), Profiles::default());
        PROFILES.iter().for_each(|(name, text)| profiles.add(&catalogue, name, text).unwrap());
        profiles
    }

    fn held(entities: &[(EntityId, u8)], flags: u16) -> Vec<String> {
        let (catalogue, profiles) = (Catalogue::default(), all());
        let mut found = Evidence::default();
        entities.iter().for_each(|&(entity, tags)| found.add(entity, catalogue.get(entity), tags, true));
        let bits = profiles.hold(&found, flags);
        let rules = profiles.combinations().iter().enumerate();
        rules.filter(|(index, _)| bits >> index & 1 == 1).map(|(_, rule)| rule.name.clone()).collect()
    }

    #[test]
    fn combinations_hold_where_all_their_elements_are() {
        let psy = Tag::Psy.bit();
        for (entities, flags, expected) in [
            (&[(id::PERSON, 0)][..], 0, &[][..]),
            (&[(id::US_SSN, 0)], 0, &["gdpr/national-id"]),
            (&[(id::PERSON, 0), (id::US_SSN, 0)], 0, &["breach-us/name-and-ssn", "gdpr/national-id"]),
            (
                &[(id::CREDIT_CARD, 0), (id::CARD_CVV, 0)],
                0,
                &[
                    "breach-us/card-and-code",
                    "gdpr/access-to-money",
                    "pci/card-and-cvv",
                    "pci/security-code",
                    "pci/card",
                ],
            ),
            (
                &[(id::PHONE_NUMBER, 0), (id::MEDICATION, psy)],
                0,
                &[
                    "breach-us/phone-and-health",
                    "breach-us/phone-and-sensitive-diagnosis",
                    "breach-us/hipaa-identifier-and-health",
                    "gdpr/identified-health",
                    "gdpr/phone-and-sensitive-diagnosis",
                ],
            ),
            (&[(id::SYMPTOM, 0)], flag::MINOR, &["gdpr/minor-and-health"]),
        ] {
            assert_eq!(held(entities, flags), expected, "{entities:?}");
        }
    }

    #[test]
    fn every_entity_with_a_label_has_a_legal_name() {
        let (catalogue, profiles) = (Catalogue::default(), all());
        let nameless =
            |(id, entity): &(EntityId, &Entity)| entity.group != Group::Other && profiles.legal(*id).is_empty();
        let nameless: Vec<_> = catalogue.iter().filter(nameless).map(|(_, entity)| entity.name.as_str()).collect();
        assert!(nameless.is_empty(), "{nameless:?}");
        assert!(profiles.legal(id::CARD_CVV).iter().any(|tag| tag == "pci:SAD"));
    }

    #[test]
    fn what_there_is_not_is_refused() {
        let head = "id = \"x\"\ntitle = \"x\"\nas_of = \"2025\"\nsource = \"x\"\n";
        for text in [
            "id = 3",
            "id = \"x\"\nwhat = 1",
            "?",
            "[[rule]]\nid = \"a\"\ntitle = \"a\"\nlaw = \"a\"\nneeds = [[\"PERSONS\"]]",
            "[[rule]]\nid = \"a\"\ntitle = \"a\"\nlaw = \"a\"\nneeds = [[\"PERSON\"]]\ntier = \"T9\"",
            "[[rule]]\nid = \"a\"\ntitle = \"a\"\nlaw = \"a\"\nneeds = [[\"PERSON\"]]\ntags = [\"FLU\"]",
            "[[legal]]\ntag = \"x:y\"\nentities = [\"@nothing\"]",
        ] {
            let added = Profiles::default().add(&Catalogue::default(), "mine.toml", &format!("{head}{text}"));
            assert!(added.is_err_and(|error| error.to_string().contains("mine.toml")), "{text}");
        }
    }
}
