//! Which symbol of the source is which thing of the tenant.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// Ids by symbol.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bindings {
    /// Ids of environments.
    pub environments: BTreeMap<String, String>,
    /// Ids of data policies.
    pub data_policies: BTreeMap<String, String>,
}

impl Bindings {
    /// Whether nothing is bound.
    pub fn is_empty(&self) -> bool {
        self.environments.is_empty() && self.data_policies.is_empty()
    }

    /// The content of a bindings file.
    pub fn to_json(&self) -> Value {
        json!({ "environments": self.environments, "data_policies": self.data_policies })
    }
}
