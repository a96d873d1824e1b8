//! Which declaration is which thing of a tenant, kept out of the source.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserializer, Error as _, MapAccess, Visitor};

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
    /// Ids of data policies that exist already.
    #[serde(deserialize_with = "unique")]
    pub data_policies: BTreeMap<String, String>,
    /// Ids of business units that exist already, the roots above all.
    #[serde(deserialize_with = "unique")]
    pub business_units: BTreeMap<String, String>,
    /// Ids of roles that exist already: of the role in the unit it belongs to, not of its copies.
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
}

/// An object in which no key is given twice. A map alone would keep the last of them without a word.
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
                    return Err(A::Error::custom(format!("the key `{key}` is given twice")));
                }
                map.insert(key, entries.next_value()?);
            }
            Ok(map)
        }
    }
    deserializer.deserialize_map(Unique)
}
