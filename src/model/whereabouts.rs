//! What is where: environments, their trees of units, and who belongs to which.

use super::EnvironmentId;
use super::organisation::{Organisation, ROOT, Team, TeamKind, TreeId, UnitId, UnitTree, User};
use super::program::Reference;
use super::roles::Role;

impl EnvironmentId {
    /// Whether a reference to an environment means this one.
    pub fn is(self, reference: &Reference<Self>) -> bool {
        reference.target == Some(self)
    }

    /// Whether a list of environments that means all where it is empty has this one.
    pub fn is_among(self, references: &[Reference<Self>]) -> bool {
        references.is_empty() || references.iter().any(|reference| self.is(reference))
    }
}

impl Organisation {
    /// The index of the tree of units of an environment: the one that names it, else the one that names none.
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
    /// The unit that a name means, the root where there is no name; none where the tree has no such unit.
    pub fn unit_named(&self, name: Option<&Reference<TreeId>>) -> Option<UnitId> {
        name.map_or(Some(ROOT), |name| self.find(&name.symbol.name))
    }
}

impl User {
    /// The unit in an environment, as the source names it; none for the root.
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
    /// Whether a team of that kind takes its members from a group.
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
    /// Whether it is the platform's own role that may do everything.
    pub fn is_administrator(&self) -> bool {
        self.predefined.is_some() && self.name() == "system_administrator"
    }
}
