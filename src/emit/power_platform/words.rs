//! The words of requests: the one place that turns the words of the source into them.
//!
//! Business is `Confidential` there and Non-business is `General`, which has been read the wrong way round more
//! than once. The importer has the same table the other way round; a test holds the two together.

use crate::model::{DataGroup, Scope};

/// The groups in the order of requests.
pub(super) const GROUPS: [DataGroup; 3] = [DataGroup::Business, DataGroup::NonBusiness, DataGroup::Blocked];

/// A group of a data policy.
pub(super) const fn classification(group: DataGroup) -> &'static str {
    match group {
        DataGroup::Business => "Confidential",
        DataGroup::NonBusiness => "General",
        DataGroup::Blocked => "Blocked",
    }
}

/// What a URL pattern does; `Ignore` where it puts connectors into no group.
pub(super) const fn pattern_classification(group: Option<DataGroup>) -> &'static str {
    match group {
        Some(group) => classification(group),
        None => "Ignore",
    }
}

/// Which environments a data policy applies to.
pub(super) const fn environment_type(scope: &Scope) -> &'static str {
    match scope {
        Scope::All => "AllEnvironments",
        Scope::AllExcept(_) => "ExceptEnvironments",
        Scope::Only(_) => "OnlyEnvironments",
        Scope::Environment(_) => "SingleEnvironment",
    }
}

/// Whether an action may be used.
pub(super) const fn action_behavior(allow: bool) -> &'static str {
    if allow { "Allow" } else { "Block" }
}

/// Whether an endpoint may be reached. Endpoints are denied where actions are blocked.
pub(super) const fn endpoint_behavior(allow: bool) -> &'static str {
    if allow { "Allow" } else { "Deny" }
}
