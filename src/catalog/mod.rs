//! The platform's connectors, tables, predefined roles, regions, languages and currencies.
//!
//! A [`Catalog`] is the list of connectors that data policies classify. One with a date is built in; another can be
//! read from a tenant's export. [`wire`] is the only place that knows the spelling of a connector in requests and in
//! the source. [`DataGroup`] and its neighbours do the same for groups, environment types and behaviours. [`diff()`]
//! compares two catalogues.
//!
//! ```
//! use dictum::catalog::Catalog;
//!
//! let catalog = Catalog::builtin();
//! let sql = catalog.find("shared_SQL").map(|index| catalog.get(index));
//! assert_eq!(sql.map(|sql| sql.wire_id()).as_deref(), Some("/providers/Microsoft.PowerApps/apis/shared_sql"));
//! assert_eq!(catalog.closest("SharePoint"), Some("sharepointonline"));
//! ```

mod age;
mod builtin;
mod canonical;
mod connector;
mod currencies;
mod diff;
mod identity;
mod languages;
mod list;
pub mod privilege;
mod provider;
mod read;
mod regions;
mod retired;
mod search;
pub mod starter_kit;
mod tables;
pub mod wire;
mod words;

pub use age::{MAX_AGE, OLD_CATALOG};
pub use connector::{Connector, Kind, Tier};
pub use currencies::{CURRENCIES, currency, currency_meant};
pub use diff::{BlockabilityChange, Diff, Rename, TierChange, diff};
pub use identity::{
    ACTIVITIES, Ability, Activity, AdminRole, Availability, BuiltInParty, IDENTITY_PROVIDERS, IdentityProvider,
    PARTIES, activity, built_in_party, identity_provider,
};
pub use languages::{LANGUAGES, language, language_meant};
pub use list::{Catalog, ConnectorIndex};
pub use provider::{
    ProviderAttribute, ProviderType, provider_attribute, provider_attributes, provider_setting, provider_settings,
};
pub use read::{CatalogError, Place};
pub use regions::{REGIONS, Region, region, region_meant};
pub use retired::Retired;
pub use tables::{
    Ownership, PredefinedRole, PrivilegeName, SystemTable, TaskLevels, TaskPrivilege, Tasks, allowed_for,
    further_roles, platform_role, predefined_by_id, predefined_by_name, predefined_role, predefined_roles,
    privilege_base, privilege_name, privilege_parts, read_privilege, shares_privileges_with, system_table,
    system_tables, task_levels, task_privilege, task_privileges,
};
pub use words::{Behaviour, DataGroup, EnvironmentType, IGNORE};
