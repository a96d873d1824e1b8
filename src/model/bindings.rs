//! Links declarations to objects of a tenant, outside of the source.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::de::{Deserializer, Error as _, MapAccess, Visitor};

use crate::text::excerpt;

/// The member of a bindings file with the id of the tenant, which no declaration names.
pub const TENANT: &str = "tenant";
/// The member with the ids of other tenants, by the names of the exceptions of tenant isolation.
pub const PARTNERS: &str = "partner_tenants";

/// Ids by symbol, for one tenant or stage:
///
/// ```
/// let text = r#"{ "environments": { "sales": "11111111-2222-3333-4444-555555555555" } }"#;
/// let bindings: dictum::emit::Bindings = serde_json::from_str(text)?;
/// assert_eq!(bindings.environments.len(), 1);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Bindings {
    /// The id of the tenant.
    pub tenant: Option<String>,
    /// Ids of environments: a GUID, or `Default-` and the tenant's GUID.
    #[serde(deserialize_with = "unique")]
    pub environments: BTreeMap<String, String>,
    /// Ids of environment groups.
    #[serde(deserialize_with = "unique")]
    pub environment_groups: BTreeMap<String, String>,
    /// Object ids of Entra groups.
    #[serde(deserialize_with = "unique")]
    pub groups: BTreeMap<String, String>,
    /// Ids of custom connectors: the name in their environment, or the full id.
    #[serde(deserialize_with = "unique")]
    pub connectors: BTreeMap<String, String>,
    /// Ids of connector allow-lists that exist already: of the rule-based policies that contain them.
    #[serde(deserialize_with = "unique")]
    pub connector_allow_lists: BTreeMap<String, String>,
    /// Ids of data policies that exist already.
    #[serde(deserialize_with = "unique")]
    pub data_policies: BTreeMap<String, String>,
    /// Ids of business units that exist already, the roots above all.
    #[serde(deserialize_with = "unique")]
    pub business_units: BTreeMap<String, String>,
    /// Ids of roles that exist already: of the role in its own unit, not of its copies.
    #[serde(deserialize_with = "unique")]
    pub roles: BTreeMap<String, String>,
    /// Object ids of users in Entra.
    #[serde(deserialize_with = "unique")]
    pub users: BTreeMap<String, String>,
    /// Ids of teams that exist already.
    #[serde(deserialize_with = "unique")]
    pub teams: BTreeMap<String, String>,
    /// Ids of column security profiles that exist already.
    #[serde(deserialize_with = "unique")]
    pub column_profiles: BTreeMap<String, String>,
    /// Ids of other tenants, by the names of the exceptions of tenant isolation.
    #[serde(deserialize_with = "unique")]
    pub partner_tenants: BTreeMap<String, String>,
}

impl Bindings {
    /// The ids of each kind: the member that holds them, the name of the kind, the ids by symbol.
    pub fn kinds(&self) -> [(&'static str, &'static str, &BTreeMap<String, String>); 12] {
        [
            ("environments", "environments", &self.environments),
            ("environment_groups", "environment groups", &self.environment_groups),
            ("groups", "groups", &self.groups),
            ("connectors", "custom connectors", &self.connectors),
            ("connector_allow_lists", "connector allow-lists", &self.connector_allow_lists),
            ("data_policies", "data policies", &self.data_policies),
            ("business_units", "business units", &self.business_units),
            ("roles", "roles", &self.roles),
            ("users", "users", &self.users),
            ("teams", "teams", &self.teams),
            ("column_profiles", "column security profiles", &self.column_profiles),
            (PARTNERS, "partner tenants", &self.partner_tenants),
        ]
    }

    /// Whether nothing is bound.
    pub fn is_empty(&self) -> bool {
        self.tenant.is_none() && self.kinds().iter().all(|(_, _, ids)| ids.is_empty())
    }

    /// The ids as JSON, members in the order of their names.
    pub fn to_json(&self) -> serde_json::Value {
        let said = self.kinds().into_iter().filter(|(_, _, ids)| !ids.is_empty());
        let tenant = self.tenant.iter().map(|id| (TENANT.to_owned(), id.as_str().into()));
        tenant.chain(said.map(|(name, _, ids)| (name.to_owned(), serde_json::json!(ids)))).collect()
    }

    /// Takes over the ids of the tenant, of an organisation and of its people; those of environments and policies
    /// stay.
    pub fn take_people(&mut self, from: Self) {
        self.tenant = from.tenant;
        self.groups = from.groups;
        self.business_units = from.business_units;
        self.roles = from.roles;
        self.users = from.users;
        self.teams = from.teams;
        self.column_profiles = from.column_profiles;
    }

    /// Removes empty ids: a file made to be filled in has them where no id is given yet.
    #[must_use]
    pub fn without_empty(mut self) -> Self {
        self.tenant = self.tenant.filter(|tenant| !tenant.is_empty());
        let kinds = [
            &mut self.environments,
            &mut self.environment_groups,
            &mut self.groups,
            &mut self.connectors,
            &mut self.connector_allow_lists,
            &mut self.data_policies,
            &mut self.business_units,
            &mut self.roles,
            &mut self.users,
            &mut self.teams,
            &mut self.column_profiles,
            &mut self.partner_tenants,
        ];
        for ids in kinds {
            ids.retain(|_, id| !id.is_empty());
        }
        self
    }

    /// The text of a bindings file with these ids, and an empty id for each name without one.
    pub fn text(&self, lacking: &BTreeMap<&'static str, BTreeSet<String>>) -> String {
        let quoted = |text: &str| serde_json::Value::from(text).to_string();
        let mut members: Vec<String> = Vec::new();
        if self.tenant.is_some() || lacking.contains_key(TENANT) {
            let tenant = self.tenant.as_deref().unwrap_or_default();
            members.push(format!("  {}: {}", quoted(TENANT), quoted(tenant)));
        }
        for (kind, _, ids) in self.kinds() {
            let mut all: BTreeMap<&str, &str> = BTreeMap::new();
            all.extend(lacking.get(kind).into_iter().flatten().map(|name| (name.as_str(), "")));
            all.extend(ids.iter().map(|(name, id)| (name.as_str(), id.as_str())));
            if !all.is_empty() {
                let rows: Vec<String> =
                    all.into_iter().map(|(name, id)| format!("    {}: {}", quoted(name), quoted(id))).collect();
                members.push(format!("  {}: {{\n{}\n  }}", quoted(kind), rows.join(",\n")));
            }
        }
        if members.is_empty() { "{}\n".to_owned() } else { format!("{{\n{}\n}}\n", members.join(",\n")) }
    }
}

/// An object without duplicate keys. A plain map would silently keep the last of them.
fn unique<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<String, String>, D::Error> {
    struct Unique;
    impl<'de> Visitor<'de> for Unique {
        type Value = BTreeMap<String, String>;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("an object of ids by symbol")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
            let mut map = BTreeMap::new();
            while let Some(key) = entries.next_key::<String>()? {
                if map.contains_key(&key) {
                    return Err(A::Error::custom(format!("the key `{}` is given twice", excerpt(&key))));
                }
                map.insert(key, entries.next_value()?);
            }
            Ok(map)
        }
    }
    deserializer.deserialize_map(Unique)
}
