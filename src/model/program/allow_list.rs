//! Connector allow-lists, and the policies that are evaluated in an environment.

use super::{
    DataPolicy, Environment, EnvironmentGroup, EnvironmentId, Head, PolicyId, Program, Reference, Symbol, Text,
};
use crate::catalog::{Kind, wire};
use crate::model::criticity::ConnectorClause;
use crate::model::id::Id;
use crate::model::set::Set;
use crate::model::universe::{ConnectorId, Universe};
use crate::text::Location;

/// A connector allow-list: an advanced connector policy (acp.md).
#[derive(Clone, Debug, PartialEq)]
pub struct AllowList {
    /// Name and documentation.
    pub head: Head,
    /// The display name.
    pub name: Option<Text>,
    /// The id in the tenant.
    pub id: Option<Text>,
    /// The environment group it is for.
    pub group: Option<Reference<Id<EnvironmentGroup>>>,
    /// The environment it is for.
    pub environment: Option<Reference<EnvironmentId>>,
    /// The connectors it allows; none where they could not be read.
    pub allows: Option<ConnectorClause>,
    /// Entries for single connectors, in the order written.
    pub entries: Vec<AllowEntry>,
    /// Whether all of it could be read and every name in it was found.
    pub sound: bool,
}

/// The permissions of a list for one connector.
#[derive(Clone, Debug, PartialEq)]
pub struct AllowEntry {
    /// The connector.
    pub connector: ConnectorId,
    /// Where it is named.
    pub location: Location,
    /// The only actions that may be used, in the order written; none where all may be.
    pub actions: Option<Vec<Symbol>>,
    /// The only types of connections that may be used, in the order written; none where all may be.
    pub connection_types: Option<Vec<Text>>,
    /// Whether every line of it could be read, so that what is absent is absent on purpose.
    pub sound: bool,
}

impl AllowList {
    /// The name that people know.
    pub fn display_name(&self) -> &str {
        self.name.as_ref().map_or(self.name(), |name| &*name.name)
    }

    /// The connectors that it lists; none where they could not be read.
    pub fn listed(&self) -> Option<&Set> {
        self.allows.as_ref().map(|clause| &clause.members)
    }

    /// Whether it blocks a connector: one that it governs and does not list.
    pub fn blocks(&self, universe: &Universe, id: ConnectorId) -> bool {
        universe.is_certified(id) && !self.listed().is_some_and(|listed| listed.contains(id))
    }

    /// The entry for a connector.
    pub fn entry(&self, id: ConnectorId) -> Option<&AllowEntry> {
        self.entries.iter().find(|entry| entry.connector == id)
    }

    /// Where it decides about a connector: the word that lists it, else the list as a whole.
    pub fn location_of(&self, program: &Program, id: ConnectorId) -> Location {
        let Some(clause) = &self.allows else { return self.head.symbol.location };
        let listed = clause.members.contains(id);
        if listed { clause.expression.location_of(program, id) } else { clause.expression.location() }
    }
}

/// The place of a connector allow-list in [`Program::allow_lists`].
pub type AllowListId = Id<AllowList>;

impl Universe {
    /// Whether it is a certified connector, which allow-lists govern. Custom connectors, HTTP and other virtual
    /// connectors, connectors that data policies exempt, and modules of desktop flows are not. A connector that is
    /// not in the catalogue is assumed to be certified, so that a list never seems wider than it is.
    pub fn is_certified(&self, id: ConnectorId) -> bool {
        let kind = self.entry(id).map_or_else(
            || if self.is_custom(id) { Kind::Custom } else { wire::kind(self.name(id)) },
            |entry| entry.kind,
        );
        kind == Kind::Prebuilt && !self.is_exempt(id)
    }
}

impl Program {
    /// The allow-lists in effect in an environment. The platform has at most one; if a project has several, all of
    /// them count, so that no answer is too wide.
    pub fn allow_lists_in(&self, environment: EnvironmentId) -> impl Iterator<Item = (AllowListId, &AllowList)> {
        let group = self.group_of(environment);
        self.allow_lists.ids().filter(move |(_, list)| {
            list.environment.as_ref().is_some_and(|one| environment.is(one))
                || group.is_some_and(|group| list.group.as_ref().is_some_and(|one| one.target == Some(group)))
        })
    }

    /// The data policies that are evaluated in an environment: those that apply, and none where only allow-lists
    /// count.
    pub fn policies_in(&self, environment: EnvironmentId) -> impl Iterator<Item = (PolicyId, &DataPolicy)> {
        let skipped = self.skips_data_policies(environment).is_some();
        self.policies.ids().filter(move |(_, policy)| !skipped && policy.applies_to(environment))
    }

    /// Where it is declared that data policies are not evaluated in an environment: by itself, or by its group.
    pub fn skips_data_policies(&self, environment: EnvironmentId) -> Option<Location> {
        self.environments.get(environment.0 as usize).and_then(|own| self.skipped_in(own))
    }

    /// The same of an environment of the program.
    pub fn skipped_in(&self, environment: &Environment) -> Option<Location> {
        let group = || self.environment_groups[environment.group.as_ref()?.target?].allow_lists_only;
        environment.allow_lists_only.or_else(group)
    }

    /// The index of the group of an environment.
    fn group_of(&self, environment: EnvironmentId) -> Option<Id<EnvironmentGroup>> {
        self.environments.get(environment.0 as usize)?.group.as_ref()?.target
    }
}
