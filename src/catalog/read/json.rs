//! Exports in JSON, from Terraform and from the platform.
//!
//! The document is walked once, without being kept. Lists that may hold connectors are read as such, and the longest
//! one counts: a Terraform output often has the same list in several selections.

use std::borrow::Cow;
use std::fmt;

use jiff::civil::Date;
use rustc_hash::FxHashSet;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::catalog::wire;
use crate::text::without_contents;

use super::facts::Facts;
use super::row::Entry;
use super::{CatalogError, Export, MAX_CONNECTORS, Place};

pub(super) fn read(text: &str) -> Result<Export, CatalogError> {
    let mut found = Found::default();
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let walked = Walk { found: &mut found, role: Role::Top }.deserialize(&mut deserializer);
    let ended = walked.and_then(|()| deserializer.end());
    if let Some(fault) = found.fault {
        return Err(fault);
    }
    ended.map_err(|error| broken(&error))?;
    found.into_export()
}

/// The results of the walk so far.
#[derive(Default)]
struct Found {
    date: Option<Date>,
    /// The longest list of objects, and the longest of bare ids.
    rows: Vec<Entry>,
    ids: Vec<Entry>,
    unblockable: Vec<Entry>,
    virtuals: Vec<Entry>,
    /// Whether a data policy was skipped.
    policy: bool,
    /// Why the walk stopped, where the deserializer's own message would not say it.
    fault: Option<CatalogError>,
}

/// The role of a value, by the name of its member.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Top,
    /// The list in the provider's data source.
    Connectors,
    /// The platform's answers and Terraform's outputs.
    Value,
    Unblockable,
    Virtual,
    Date,
    NextLink,
    Elsewhere,
}

impl Role {
    /// The role of member `name` inside a value of this role.
    fn of(self, name: &str) -> Self {
        match name {
            "connectors" => Self::Connectors,
            // `{"unblockable": {"value": […]}}` is a saved answer inside a saved answer.
            "value" if matches!(self, Self::Unblockable | Self::Virtual) => self,
            "value" => Self::Value,
            "unblockable" => Self::Unblockable,
            "virtual" => Self::Virtual,
            "date" | "generated_at" => Self::Date,
            "nextLink" | "@odata.nextLink" => Self::NextLink,
            _ => Self::Elsewhere,
        }
    }
}

/// Members that only a data policy has.
const POLICY: [&str; 4] = ["connectorGroups", "policyDefinition", "business_connectors", "apiGroups"];

/// One step of the walk.
struct Walk<'f> {
    found: &'f mut Found,
    role: Role,
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an export of connectors")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let mut names: FxHashSet<Cow<'de, str>> = FxHashSet::default();
        while let Some(name) = members.next_key::<Cow<'de, str>>()? {
            if !names.insert(name.clone()) {
                return Err(A::Error::custom("a key is given twice"));
            }
            if POLICY.contains(&name.as_ref()) {
                // A state may contain policies as well as the catalogue. Their lists are not a catalogue.
                self.found.policy = true;
                members.next_value::<IgnoredAny>()?;
                continue;
            }
            let role = self.role.of(&name);
            members.next_value_seed(Walk { found: &mut *self.found, role })?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        if matches!(self.role, Role::Date | Role::NextLink | Role::Elsewhere) {
            while elements.next_element_seed(Walk { found: &mut *self.found, role: Role::Elsewhere })?.is_some() {}
            return Ok(());
        }
        let mut entries = Vec::new();
        while let Some(entry) = elements.next_element::<Entry>()? {
            if entries.len() == MAX_CONNECTORS {
                return self.found.stop(CatalogError::TooMany { limit: MAX_CONNECTORS });
            }
            entries.push(entry);
        }
        if entries.iter().any(Entry::is_policy) {
            self.found.policy = true;
            return Ok(());
        }
        self.found.keep(self.role, entries);
        Ok(())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        match self.role {
            Role::Date => {
                self.found.date = self.found.date.or_else(|| text.get(..10)?.parse().ok());
                Ok(())
            }
            Role::NextLink if !text.is_empty() => self.found.stop(CatalogError::Incomplete),
            _ => Ok(()),
        }
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

impl Found {
    fn stop<E: Error>(&mut self, fault: CatalogError) -> Result<(), E> {
        self.fault = Some(fault);
        Err(E::custom("stopped"))
    }

    fn keep(&mut self, role: Role, entries: Vec<Entry>) {
        let place = match role {
            Role::Unblockable => &mut self.unblockable,
            Role::Virtual => &mut self.virtuals,
            _ if entries.iter().any(|entry| matches!(entry, Entry::Row(row) if row.id().is_some())) => &mut self.rows,
            // An output's `value` may be any list of words, so only a list that is in the place for connectors
            // counts.
            Role::Top | Role::Connectors => &mut self.ids,
            Role::Value | Role::Date | Role::NextLink | Role::Elsewhere => return,
        };
        if entries.len() > place.len() {
            *place = entries;
        }
    }

    fn into_export(self) -> Result<Export, CatalogError> {
        let mut export = Export { date: self.date, rows: Vec::new() };
        if self.rows.is_empty() && self.ids.is_empty() && self.policy {
            return Err(CatalogError::Other { what: "a data policy" });
        }
        let chosen = if self.rows.is_empty() { self.ids } else { self.rows };
        for (at, entry) in chosen.into_iter().enumerate() {
            let place = Place::Entry(at + 1);
            match entry {
                Entry::Row(row) => export.push(place, row.into_facts())?,
                Entry::Id(id) => export.push(place, Facts { id, ..Facts::default() })?,
                Entry::Neither => return Err(CatalogError::row(place, "neither a connector nor an id")),
            }
        }
        let key = |id: &str| wire::wire_id(id).to_ascii_lowercase();
        if !self.unblockable.is_empty() {
            let listed: FxHashSet<String> = self.unblockable.iter().filter_map(Entry::unblockable).map(key).collect();
            for (_, facts) in &mut export.rows {
                facts.blockable = Some(!listed.contains(&key(&facts.id)));
            }
        }
        let mut there: FxHashSet<String> = export.rows.iter().map(|(_, facts)| key(&facts.id)).collect();
        for (at, entry) in self.virtuals.into_iter().enumerate() {
            if let Entry::Row(row) = entry {
                let facts = row.into_virtual();
                if there.insert(key(&facts.id)) {
                    export.push(Place::Entry(at + 1), facts)?;
                }
            }
        }
        Ok(export)
    }
}

/// The deserializer's message without its place.
fn broken(error: &serde_json::Error) -> CatalogError {
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or_default();
    let message = if error.is_data() {
        without_contents(message)
    } else {
        format!("the export is broken JSON: {}", without_contents(message).to_lowercase())
    };
    CatalogError::Json { line: error.line(), column: error.column(), message }
}
