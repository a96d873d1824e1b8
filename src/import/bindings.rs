//! Which symbol of the source is which thing of the tenant.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// Ids by symbol.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bindings {
    /// The id of the tenant.
    pub tenant: Option<String>,
    /// Ids of environments.
    pub environments: BTreeMap<String, String>,
    /// Ids of environment groups.
    pub environment_groups: BTreeMap<String, String>,
    /// Ids of rule-based policies, by the connector allow-list that they hold.
    pub connector_allow_lists: BTreeMap<String, String>,
    /// Ids of data policies.
    pub data_policies: BTreeMap<String, String>,
    /// Object ids of Entra groups.
    pub groups: BTreeMap<String, String>,
    /// Ids of business units.
    pub business_units: BTreeMap<String, String>,
    /// Ids of roles in the root unit.
    pub roles: BTreeMap<String, String>,
    /// Object ids of users in Entra.
    pub users: BTreeMap<String, String>,
    /// Ids of teams.
    pub teams: BTreeMap<String, String>,
    /// Ids of column security profiles.
    pub column_profiles: BTreeMap<String, String>,
}

impl Bindings {
    /// Whether nothing is bound.
    pub fn is_empty(&self) -> bool {
        self.tenant.is_none() && self.all().iter().all(|(_, ids)| ids.is_empty())
    }

    /// Takes the ids of the tenant, of an organisation and of its people; those of places and policies stay.
    pub(super) fn take_people(&mut self, from: Self) {
        self.tenant = from.tenant;
        self.groups = from.groups;
        self.business_units = from.business_units;
        self.roles = from.roles;
        self.users = from.users;
        self.teams = from.teams;
        self.column_profiles = from.column_profiles;
    }

    /// The content of a bindings file.
    pub fn to_json(&self) -> Value {
        let said = self.all().into_iter().filter(|(_, ids)| !ids.is_empty());
        let tenant = self.tenant.iter().map(|id| ("tenant".to_owned(), json!(id)));
        tenant.chain(said.map(|(name, ids)| (name.to_owned(), json!(ids)))).collect()
    }

    const fn all(&self) -> [(&'static str, &BTreeMap<String, String>); 10] {
        [
            ("environments", &self.environments),
            ("environment_groups", &self.environment_groups),
            ("connector_allow_lists", &self.connector_allow_lists),
            ("data_policies", &self.data_policies),
            ("groups", &self.groups),
            ("business_units", &self.business_units),
            ("roles", &self.roles),
            ("users", &self.users),
            ("teams", &self.teams),
            ("column_profiles", &self.column_profiles),
        ]
    }
}
