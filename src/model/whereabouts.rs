//! Environments, their trees of units, and the users and teams in them.

use super::EnvironmentId;
use super::organisation::{Organisation, ROOT, Team, TeamKind, TreeId, UnitId, UnitTree, User};
use super::program::Reference;
use super::roles::Role;

impl EnvironmentId {
    /// Whether a reference refers to this environment.
    pub fn is(self, reference: &Reference<Self>) -> bool {
        reference.target == Some(self)
    }

    /// Whether a list of environments, where empty means all, includes this one.
    pub fn is_among(self, references: &[Reference<Self>]) -> bool {
        references.is_empty() || references.iter().any(|reference| self.is(reference))
    }
}

impl Organisation {
    /// The tree of units of an environment, by index: the one that names it, else the one that names none.
    pub fn tree_index(&self, environment: EnvironmentId) -> Option<TreeId> {
        let trees = || self.unit_trees.ids();
        let own = trees().find(|(_, tree)| tree.environments.iter().any(|one| environment.is(one)));
        own.or_else(|| trees().find(|(_, tree)| tree.environments.is_empty())).map(|(id, _)| id)
    }

    /// The tree of units of an environment.
    pub fn tree(&self, environment: EnvironmentId) -> Option<&UnitTree> {
        self.tree_index(environment).map(|id| &self.unit_trees[id])
    }
}

impl UnitTree {
    /// The unit with a name, or the root where there is no name; none where the tree has no such unit.
    pub fn unit_named(&self, name: Option<&Reference<TreeId>>) -> Option<UnitId> {
        name.map_or(Some(ROOT), |name| self.find(&name.symbol.name))
    }
}

impl User {
    /// The reference to the unit in an environment; none for the root.
    pub fn unit_in(&self, environment: EnvironmentId) -> Option<&Reference<TreeId>> {
        let there = self.units.iter().find(|(one, _)| environment.is(one)).map(|(_, unit)| unit);
        there.or(self.unit.as_ref())
    }
}

impl Team {
    /// Whether it belongs to that environment.
    pub fn is_in(&self, environment: EnvironmentId) -> bool {
        self.environment.as_ref().is_some_and(|one| environment.is(one))
    }
}

impl TeamKind {
    /// Whether a team of that kind gets its members from a group.
    pub const fn takes_group(self) -> bool {
        match self {
            Self::EntraGroup | Self::Microsoft365Group => true,
            Self::Owner | Self::Access | Self::Default => false,
        }
    }

    /// Whether the members of a team of that kind are listed.
    pub const fn lists_members(self) -> bool {
        match self {
            Self::Owner | Self::Access => true,
            Self::EntraGroup | Self::Microsoft365Group | Self::Default => false,
        }
    }
}

impl Role {
    /// Whether it is the platform's System Administrator, which may do everything.
    pub fn is_administrator(&self) -> bool {
        self.predefined.is_some() && self.name() == "system_administrator"
    }
}
