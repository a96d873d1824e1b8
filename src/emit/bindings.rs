//! Which declaration is which thing of a tenant, kept out of the source.

use std::collections::BTreeMap;

use serde::Deserialize;

/// Ids by symbol, for one tenant or stage:
///
/// ```
/// let text = r#"{ "environments": { "sales": "11111111-2222-3333-4444-555555555555" } }"#;
/// let bindings: dictum::emit::Bindings = serde_json::from_str(text)?;
/// assert_eq!(bindings.environments.len(), 1);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Bindings {
    /// The id of the tenant.
    pub tenant: Option<String>,
    /// Ids of environments: a GUID, or `Default-` and the tenant's GUID.
    pub environments: BTreeMap<String, String>,
    /// Ids of environment groups.
    pub environment_groups: BTreeMap<String, String>,
    /// Object ids of Entra groups.
    pub groups: BTreeMap<String, String>,
    /// Ids of custom connectors: the name in their environment, or the full id.
    pub connectors: BTreeMap<String, String>,
    /// Ids of data policies that exist already.
    pub data_policies: BTreeMap<String, String>,
    /// Ids of business units that exist already, the roots above all.
    pub business_units: BTreeMap<String, String>,
    /// Ids of roles that exist already: of the role in the unit it belongs to, not of its copies.
    pub roles: BTreeMap<String, String>,
    /// Object ids of users in Entra.
    pub users: BTreeMap<String, String>,
    /// Ids of teams that exist already.
    pub teams: BTreeMap<String, String>,
    /// Ids of column security profiles that exist already.
    pub column_profiles: BTreeMap<String, String>,
}
