//! One element of a list of connectors in JSON, in any of the known shapes.

use std::fmt;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::catalog::{Kind, Tier};

use super::actions::Actions;
use super::facts::{Facts, tier};

/// An element: a connector, its bare id, or something else.
pub(super) enum Entry {
    Row(Box<Row>),
    Id(String),
    Neither,
}

impl Entry {
    pub(super) fn is_policy(&self) -> bool {
        matches!(self, Self::Row(row) if row.policy.is_some())
    }

    /// The id, if this entry of the platform's list means that it cannot be blocked.
    pub(super) fn unblockable(&self) -> Option<&str> {
        match self {
            Self::Row(row) => {
                let said = row.metadata.as_ref().and_then(|metadata| metadata.unblockable).or(row.unblockable);
                row.id().filter(|_| said.unwrap_or(true))
            }
            Self::Id(id) => Some(id),
            Self::Neither => None,
        }
    }
}

/// A connector: flat as written by the provider, with `properties` as written by the platform, or with `metadata` as
/// in the platform's lists of unblockable and virtual connectors. Command-line tools begin keys with capitals.
#[derive(Deserialize)]
pub(super) struct Row {
    #[serde(alias = "Id")]
    id: Option<String>,
    #[serde(alias = "Name")]
    name: Option<String>,
    #[serde(alias = "displayName", alias = "DisplayName")]
    display_name: Option<String>,
    #[serde(alias = "Publisher")]
    publisher: Option<String>,
    #[serde(alias = "Tier")]
    tier: Option<String>,
    unblockable: Option<bool>,
    properties: Option<Properties>,
    metadata: Option<Metadata>,
    #[serde(rename = "connectorGroups", alias = "policyDefinition", alias = "business_connectors")]
    policy: Option<IgnoredAny>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Properties {
    display_name: Option<String>,
    publisher: Option<String>,
    tier: Option<String>,
    is_custom_api: Option<bool>,
    unblockable: Option<bool>,
    swagger: Option<Actions>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Metadata {
    display_name: Option<String>,
    unblockable: Option<bool>,
    virtual_connector: Option<bool>,
}

impl Row {
    pub(super) fn id(&self) -> Option<&str> {
        self.id.as_deref().or(self.name.as_deref())
    }

    pub(super) fn into_facts(self) -> Facts {
        let properties = self.properties.unwrap_or_default();
        let metadata = self.metadata.unwrap_or_default();
        let unblockable = self.unblockable.or(properties.unblockable).or(metadata.unblockable);
        let kind = if metadata.virtual_connector == Some(true) {
            Some(Kind::Virtual)
        } else {
            properties.is_custom_api.filter(|custom| *custom).map(|_| Kind::Custom)
        };
        Facts {
            id: self.id.or(self.name).unwrap_or_default(),
            display_name: self.display_name.or(properties.display_name).or(metadata.display_name),
            publisher: self.publisher.or(properties.publisher),
            tier: self.tier.or(properties.tier).map(|word| tier(&word)),
            kind,
            blockable: unblockable.map(|unblockable| !unblockable),
            actions: properties.swagger.map(|Actions(ids)| ids),
            ..Facts::default()
        }
    }

    /// The facts of an entry in the platform's list of virtual connectors.
    pub(super) fn into_virtual(self) -> Facts {
        let facts = self.into_facts();
        Facts {
            kind: Some(Kind::Virtual),
            tier: Some(Tier::BuiltIn),
            publisher: Some("Microsoft".to_owned()),
            blockable: Some(true),
            ..facts
        }
    }
}

impl<'de> Deserialize<'de> for Entry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Shape)
    }
}

struct Shape;

impl<'de> Visitor<'de> for Shape {
    type Value = Entry;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a connector")
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Entry, A::Error> {
        Row::deserialize(MapAccessDeserializer::new(members)).map(|row| Entry::Row(Box::new(row)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Entry, A::Error> {
        while elements.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Entry::Neither)
    }

    fn visit_str<E>(self, id: &str) -> Result<Entry, E> {
        Ok(Entry::Id(id.to_owned()))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Entry, E> {
        Ok(Entry::Neither)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Entry, E> {
        Ok(Entry::Neither)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Entry, E> {
        Ok(Entry::Neither)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Entry, E> {
        Ok(Entry::Neither)
    }

    fn visit_unit<E>(self) -> Result<Entry, E> {
        Ok(Entry::Neither)
    }
}
