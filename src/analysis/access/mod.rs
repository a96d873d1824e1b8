//! Who may do what where, and through which grants.
//!
//! Grants only add up (dataverse.md 2.1). A holding is a role that reaches somebody in an environment: given to him,
//! to a team of his, or to the team that his unit has of itself. Its reach is measured from the unit of the holder:
//! the user's for his own roles, the team's for a team's. What a role grants on a table is read from a table of bits,
//! so a question costs as many steps as its subject has holdings, whatever the size of the organisation.

mod answer;
mod gate;
mod holdings;
mod matrix;
mod words;

pub use answer::{Because, Reach, Rows};
pub use gate::Gate;
pub use holdings::{Holding, Through, of_team};
pub use matrix::Matrix;
pub use words::role_name;

use crate::model::organisation::{ROOT, Unit, UnitId, UnitTree};
use crate::model::{EnvironmentId, Program};

/// What follows from roles, units, teams and groups in all environments that have a database.
#[derive(Debug, Default)]
pub struct Access {
    /// What each role grants, in bits.
    pub matrix: Matrix,
    /// By [`EnvironmentId`]; none for environments without a database.
    environments: Vec<Option<Place>>,
    /// By group: whether a rule chooses its members, or those of a group within.
    by_rule: Vec<bool>,
}

/// The organisation in one environment.
#[derive(Debug)]
pub struct Place {
    /// The environment.
    pub environment: EnvironmentId,
    /// The index of its tree of units; none where only the root is known.
    pub tree: Option<u32>,
    /// The holdings of all users, each user's in a row.
    holdings: Vec<Holding>,
    /// Where the holdings of each user begin; one more at the end.
    starts: Vec<u32>,
    /// The unit of each user.
    units: Vec<UnitId>,
    /// The teams of each user, as `starts` says of holdings.
    memberships: Vec<u32>,
    member_starts: Vec<u32>,
    /// Whether each user may enter.
    gates: Vec<Gate>,
}

impl Access {
    /// Works it out for all environments.
    pub fn of(program: &Program) -> Self {
        let organisation = &program.organisation;
        if organisation.users.is_empty() && organisation.teams.is_empty() {
            return Self { matrix: Matrix::of(program), environments: Vec::new(), by_rule: Vec::new() };
        }
        let groups = gate::Groups::of(program);
        let environments = program.environment_ids().map(|(id, environment)| {
            environment.dataverse.as_ref()?;
            Some(holdings::place(program, &groups, id))
        });
        Self { environments: environments.collect(), matrix: Matrix::of(program), by_rule: groups.by_rule() }
    }

    /// The organisation in an environment; none where it has no database.
    pub fn place(&self, environment: EnvironmentId) -> Option<&Place> {
        self.environments.get(environment.0 as usize)?.as_ref()
    }

    /// Whether nobody can tell from the source who belongs to a group.
    pub fn chooses_by_rule(&self, group: u32) -> bool {
        self.by_rule.get(group as usize).copied().unwrap_or(false)
    }

    /// The environments that have a database.
    pub fn places(&self) -> impl Iterator<Item = &Place> {
        self.environments.iter().flatten()
    }
}

impl Place {
    /// The holdings of a user.
    pub fn holdings(&self, user: u32) -> &[Holding] {
        run(&self.holdings, &self.starts, user)
    }

    /// The unit of a user.
    pub fn unit(&self, user: u32) -> UnitId {
        self.units.get(user as usize).copied().unwrap_or(ROOT)
    }

    /// The teams of a user, but for those that units have of themselves and that declare nothing.
    pub fn teams(&self, user: u32) -> &[u32] {
        run(&self.memberships, &self.member_starts, user)
    }

    /// Whether a user may enter.
    pub fn gate(&self, user: u32) -> Gate {
        self.gates.get(user as usize).copied().unwrap_or(Gate::Open)
    }

    /// The tree of units, where one is declared.
    pub fn tree<'p>(&self, program: &'p Program) -> Option<&'p UnitTree> {
        program.organisation.unit_trees.get(self.tree? as usize)
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

fn run<'a, T>(items: &'a [T], starts: &[u32], index: u32) -> &'a [T] {
    let start = starts.get(index as usize).copied().unwrap_or_default() as usize;
    let end = starts.get(index as usize + 1).copied().unwrap_or_default() as usize;
    items.get(start..end).unwrap_or_default()
}
