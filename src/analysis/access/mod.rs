//! Who may do what in which environment, and through which grants.
//!
//! Grants only add up (dataverse.md 2.1). A holding is an effective role assignment in an environment: a role
//! assigned to a user, to one of their teams, or to the default team of their unit. Its reach is measured from the
//! unit of the assignee: the user's for their own roles, the team's for a team's. The grants of a role on a table are
//! read from a table of bits, so the number of steps for a question is the number of the user's assignments, whatever
//! the size of the organisation.

mod able;
mod answer;
mod effective_assignments;
mod gate;
mod matrix;
mod open_teams;
mod runs;
mod words;

pub use able::Hindrance;
pub use answer::{Because, Reach, Rows};
pub use effective_assignments::{Holding, Through, of_team};
pub use gate::Gate;
pub use matrix::Matrix;
pub use words::{role_name, uncertain_roles};

use rayon::prelude::*;

use gate::Groups;
use runs::Runs;

use crate::model::organisation::{TeamId, TreeId, Unit, UnitId, UnitTree, UserId};
use crate::model::program::GroupId;
use crate::model::{EnvironmentId, Program};

/// The effective access that results from roles, units, teams and groups in all environments with a database.
#[derive(Debug, Default)]
pub struct Access {
    /// The grants of each role, in bits.
    pub matrix: Matrix,
    /// By [`EnvironmentId`]; none for environments without a database.
    environments: Vec<Option<Place>>,
    groups: Groups,
}

/// The organisation in one environment.
#[derive(Debug)]
pub struct Place {
    /// The environment.
    pub environment: EnvironmentId,
    /// The index of its tree of units; none where only the root is known.
    pub tree: Option<TreeId>,
    /// Sparse map from user to their role assignments.
    holdings: Runs<Holding>,
    /// Sparse map from user to their teams.
    memberships: Runs<TeamId>,
    /// The teams with roles whose members the source does not list.
    open_teams: Vec<TeamId>,
}

impl Access {
    /// Calculates the access in all environments.
    pub fn of(program: &Program) -> Self {
        let organisation = &program.organisation;
        if organisation.users.is_empty() && organisation.teams.is_empty() {
            return Self { matrix: Matrix::of(program), ..Self::default() };
        }
        let groups = Groups::of(program);
        let concerned = effective_assignments::concerned(program);
        let environments = program.environments.ids().zip(&concerned).map(|((id, environment), concerned)| {
            environment.dataverse.as_ref()?;
            Some(effective_assignments::place(program, &groups, id, concerned))
        });
        Self { environments: environments.collect(), matrix: Matrix::of(program), groups }
    }

    /// The organisation in an environment; none where it has no database.
    pub fn place(&self, environment: EnvironmentId) -> Option<&Place> {
        self.environments.get(environment.0 as usize)?.as_ref()
    }

    /// Whether the membership of a group is dynamic, so that the source does not show its members.
    pub fn chooses_by_rule(&self, group: GroupId) -> bool {
        self.groups.chooses_by_rule(group)
    }

    /// The users of a group, nested groups included, in order; none where the source does not list them.
    pub fn listed(&self, group: GroupId) -> Option<Vec<UserId>> {
        self.groups.listed(group)
    }

    /// Whether the source lists the members of a group.
    pub fn lists(&self, group: GroupId) -> bool {
        self.groups.are_listed(group)
    }

    /// Whether a user belongs to a group, or to one within it.
    pub fn is_in_group(&self, group: GroupId, user: UserId) -> bool {
        self.groups.holds(group, user)
    }

    /// Whether a user may enter an environment.
    pub fn gate(&self, program: &Program, place: &Place, user: UserId) -> Gate {
        self.groups.gate(&program.environments[place.environment], user, &program.organisation.users[user])
    }

    /// The environments that have a database.
    pub fn places(&self) -> impl Iterator<Item = &Place> {
        self.environments.iter().flatten()
    }
}

impl Place {
    /// The role assignments of a user.
    pub fn holdings(&self, user: UserId) -> &[Holding] {
        self.holdings.of(user)
    }

    /// The users with role assignments, in order, with these.
    pub fn holders(&self) -> impl Iterator<Item = (UserId, &[Holding])> {
        self.holdings.iter()
    }

    /// As [`Place::holders`], in parallel.
    pub fn par_holders(&self) -> impl ParallelIterator<Item = (UserId, &[Holding])> {
        self.holdings.par_iter()
    }

    /// The unit of a user.
    pub fn unit(&self, program: &Program, user: UserId) -> UnitId {
        let user = &program.organisation.users[user];
        effective_assignments::unit(program, self.tree, user.unit_in(self.environment))
    }

    /// The teams of a user, without undeclared default teams of units.
    pub fn teams(&self, user: UserId) -> &[TeamId] {
        self.memberships.of(user)
    }

    /// The users that are in any of these teams, in order.
    pub fn members(&self) -> &[UserId] {
        self.memberships.users()
    }

    /// The tree of units, where one is declared.
    pub fn tree<'p>(&self, program: &'p Program) -> Option<&'p UnitTree> {
        self.tree.map(|tree| &program.organisation.unit_trees[tree])
    }

    /// Whether `inner` is `outer` or below it.
    pub fn contains(&self, program: &Program, outer: UnitId, inner: UnitId) -> bool {
        self.tree(program).map_or(outer == inner, |tree| tree.contains(outer, inner))
    }

    /// A unit, where a tree is declared.
    pub fn unit_of<'p>(&self, program: &'p Program, id: UnitId) -> Option<&'p Unit> {
        self.tree(program)?.unit(id)
    }

    /// The unit with that symbol.
    pub fn find_unit(&self, program: &Program, name: &str) -> Option<UnitId> {
        self.tree(program)?.find(name)
    }
}
