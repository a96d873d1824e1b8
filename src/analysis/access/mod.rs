//! Who may do what where, and through which grants.
//!
//! Grants only add up (dataverse.md 2.1). A holding is a role that reaches somebody in an environment: given to him,
//! to a team of his, or to the team that his unit has of itself. Its reach is measured from the unit of the holder:
//! the user's for his own roles, the team's for a team's. What a role grants on a table is read from a table of bits,
//! so a question costs as many steps as its subject has holdings, whatever the size of the organisation.

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

/// What follows from roles, units, teams and groups in all environments that have a database.
#[derive(Debug, Default)]
pub struct Access {
    /// What each role grants, in bits.
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
    /// The holdings of the users that have any: in most environments they are few of all.
    holdings: Runs<Holding>,
    /// The teams of the users that are in any.
    memberships: Runs<TeamId>,
    /// The teams with roles of which the source does not say who belongs to them.
    open_teams: Vec<TeamId>,
}

impl Access {
    /// Works it out for all environments.
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

    /// Whether nobody can tell from the source who belongs to a group.
    pub fn chooses_by_rule(&self, group: GroupId) -> bool {
        self.groups.chooses_by_rule(group)
    }

    /// The users of a group, nested groups included, in order; none where the source does not say who they are.
    pub fn listed(&self, group: GroupId) -> Option<Vec<UserId>> {
        self.groups.listed(group)
    }

    /// Whether the source says who is in a group.
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
    /// The holdings of a user.
    pub fn holdings(&self, user: UserId) -> &[Holding] {
        self.holdings.of(user)
    }

    /// Who holds anything, in order, with what.
    pub fn holders(&self) -> impl Iterator<Item = (UserId, &[Holding])> {
        self.holdings.iter()
    }

    /// The same, side by side.
    pub fn par_holders(&self) -> impl ParallelIterator<Item = (UserId, &[Holding])> {
        self.holdings.par_iter()
    }

    /// The unit of a user.
    pub fn unit(&self, program: &Program, user: UserId) -> UnitId {
        let user = &program.organisation.users[user];
        effective_assignments::unit(program, self.tree, user.unit_in(self.environment))
    }

    /// The teams of a user, but for those that units have of themselves and that declare nothing.
    pub fn teams(&self, user: UserId) -> &[TeamId] {
        self.memberships.of(user)
    }

    /// Who is in any of those teams, in order.
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

    /// The unit of that symbol.
    pub fn find_unit(&self, program: &Program, name: &str) -> Option<UnitId> {
        self.tree(program)?.find(name)
    }
}
