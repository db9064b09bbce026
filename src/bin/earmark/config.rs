//! Which field is what: the file given with `--config` and the flags that name fields.

use std::path::Path;

use anyhow::Context as _;
use earmark::{FieldOptions, Meta, Role};
use serde_json::{Map, Value};

use crate::Usage;
use crate::args::Reading;

/// Roles by the names that the file and the manifest use.
const ROLES: [(&str, Role); 15] = [
    ("speech", Role::Speech),
    ("text", Role::Text),
    ("derived", Role::Derived),
    ("person_name", Role::PersonName),
    ("phone", Role::Phone),
    ("place", Role::Place),
    ("address", Role::Address),
    ("postal_code", Role::PostalCode),
    ("date", Role::Date),
    ("birth_date", Role::BirthDate),
    ("email", Role::Email),
    ("organisation", Role::Organisation),
    ("mailbox", Role::Mailbox),
    ("number", Role::Number),
    ("opaque", Role::Opaque),
];

/// What the user says of fields, and the same for the manifest.
#[derive(Default)]
pub(crate) struct Fields {
    pub(crate) options: FieldOptions,
    pub(crate) note: Map<String, Value>,
}

impl Fields {
    /// Reads the file, then the flags, which win.
    ///
    /// # Errors
    /// Where the file cannot be read or says what there is not, or a path is none.
    pub(crate) fn of(reading: &Reading) -> anyhow::Result<Self> {
        let mut fields = Self::default();
        if let Some(path) = &reading.config {
            fields.read(path)?;
        }
        for path in &reading.text_field {
            fields.role(path, "speech")?;
        }
        let metas = [
            (&reading.id_field, Meta::Id, "id"),
            (&reading.tenant_field, Meta::Tenant, "tenant"),
            (&reading.time_field, Meta::Time, "time"),
            (&reading.state_field, Meta::State, "state"),
            (&reading.container_field, Meta::Container, "container"),
            (&reading.language_field, Meta::Language, "language"),
        ];
        for (path, meta, name) in metas {
            if let Some(path) = path {
                fields.options.meta(path, meta)?;
                fields.note.insert(format!("{name}_field"), path.as_str().into());
            }
        }
        Ok(fields)
    }

    fn read(&mut self, path: &Path) -> anyhow::Result<()> {
        let name = path.display();
        let text = std::fs::read_to_string(path).with_context(|| format!("cannot read the configuration {name}"))?;
        self.parse(&text).map_err(|message| Usage(format!("{name}: {message}")).into())
    }

    fn parse(&mut self, text: &str) -> Result<(), String> {
        let config: toml::Table = text.parse().map_err(|error: toml::de::Error| error.to_string())?;
        if let Some(key) = config.keys().find(|key| *key != "fields") {
            return Err(format!("unknown key {key:?}; there is the table [fields]"));
        }
        let fields = config.get("fields").map(|fields| fields.as_table().ok_or("\"fields\" is a table")).transpose()?;
        for (path, role) in fields.into_iter().flatten() {
            let role = role.as_str().ok_or_else(|| format!("the role of {path:?} is a string"))?;
            self.role(path, role).map_err(|error| error.to_string())?;
        }
        Ok(())
    }

    fn role(&mut self, path: &str, name: &str) -> anyhow::Result<()> {
        let Some((_, role)) = ROLES.iter().find(|(known, _)| *known == name) else {
            let known: Vec<_> = ROLES.iter().map(|(name, _)| *name).collect();
            return Err(Usage(format!("unknown role {name:?} of {path:?}; there are {}", known.join(", "))).into());
        };
        self.options.role(path, *role)?;
        let roles = self.note.entry("roles").or_insert_with(|| Value::Object(Map::new()));
        roles[path] = name.into();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Map<String, Value>, String> {
        let mut fields = Fields::default();
        fields.parse(text).map(|()| fields.note)
    }

    #[test]
    fn roles_are_read_and_noted() {
        let note = read("[fields]\n\"call.turns[*].text\" = \"speech\"\nwho = \"person_name\"\n").unwrap();
        assert_eq!(note["roles"]["call.turns[*].text"], "speech");
        assert_eq!(note["roles"]["who"], "person_name");
        assert!(read("").unwrap().is_empty());
    }

    #[test]
    fn what_there_is_not_is_refused() {
        for text in [
            "[fields]\na = \"spoken\"",
            "[field]\na = \"speech\"",
            "[fields]\na = 1",
            "fields = 3",
            "[fields]\n\"a..b\" = \"date\"",
            "?",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
