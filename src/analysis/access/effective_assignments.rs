//! Effective role assignments: which roles reach which users, directly, through teams, or through the default teams
//! of units.

use rayon::prelude::*;

use super::Place;
use super::gate::{Gate, Groups};
use super::open_teams::is_open;
use super::runs::Runs;
use crate::model::organisation::{ROOT, Team, TeamId, TeamKind, TreeId, UnitId, User, UserId};
use crate::model::program::Reference;
use crate::model::roles::RoleId;
use crate::model::{EnvironmentId, Program};

/// A role that reaches a user in an environment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Holding {
    /// The role.
    pub role: RoleId,
    /// The unit from which its reach is measured.
    pub unit: UnitId,
    /// How it reaches the user.
    pub through: Through,
}

/// How a role reaches a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Through {
    /// The role is the user's own: the index of the assignment, and of the role in it.
    Direct(u32, u32),
    /// A team of the user has it: the team, and the role's index in its list.
    Team(TeamId, u32),
}

impl Through {
    /// The reference that assigns the role.
    pub fn reference(self, program: &Program, user: Option<UserId>) -> Option<&Reference<RoleId>> {
        match self {
            Self::Direct(assignment, index) => {
                let user = &program.organisation.users[user?];
                user.roles.get(assignment as usize)?.roles.get(index as usize)
            }
            Self::Team(team, index) => program.organisation.teams[team].roles.get(index as usize),
        }
    }

    /// The team, where the role comes through one.
    pub const fn team(self) -> Option<TeamId> {
        match self {
            Self::Direct(..) => None,
            Self::Team(team, _) => Some(team),
        }
    }
}

/// The role assignments of a team in its environment; none where it belongs to another environment.
pub fn of_team(program: &Program, place: &Place, index: TeamId) -> Vec<Holding> {
    let team = &program.organisation.teams[index];
    if !team.is_in(place.environment) {
        return Vec::new();
    }
    let unit = unit(program, place.tree, team.unit.as_ref());
    held(&team.roles, unit, |at| Through::Team(index, at)).collect()
}

/// The effective assignments from a list of roles.
fn held(roles: &[Reference<RoleId>], unit: UnitId, through: impl Fn(u32) -> Through) -> impl Iterator<Item = Holding> {
    let roles = (0..).zip(roles);
    roles.filter_map(move |(at, role)| Some(Holding { role: role.target?, unit, through: through(at) }))
}

/// The unit that a reference means in an environment; the root where there is no reference, or no such unit there.
pub(super) fn unit(program: &Program, tree: Option<TreeId>, reference: Option<&Reference<TreeId>>) -> UnitId {
    let tree = tree.map(|index| &program.organisation.unit_trees[index]);
    tree.and_then(|tree| tree.unit_named(reference)).unwrap_or(ROOT)
}

/// The users and teams that an environment concerns.
#[derive(Clone, Debug, Default)]
pub(super) struct Concerned {
    /// The users with roles of their own there, in order, with the indices of those assignments.
    assignments: Vec<(UserId, u32)>,
    /// Its teams, in order.
    teams: Vec<TeamId>,
}

/// The users and teams that each environment concerns. Most users have nothing to do with most environments, so the
/// further cost depends on the number of assignments, not on environments times users.
pub(super) fn concerned(program: &Program) -> Vec<Concerned> {
    let mut all = vec![Concerned::default(); program.environments.len()];
    for (index, user) in program.organisation.users.ids() {
        for (at, assignment) in (0..).zip(&user.roles) {
            let target = assignment.environment.target;
            if let Some(there) = target.and_then(|target| all.get_mut(target.0 as usize)) {
                there.assignments.push((index, at));
            }
        }
    }
    for (index, team) in program.organisation.teams.ids() {
        let target = team.environment.as_ref().and_then(|environment| environment.target);
        if let Some(there) = target.and_then(|target| all.get_mut(target.0 as usize)) {
            there.teams.push(index);
        }
    }
    all
}

/// The organisation in an environment.
pub(super) fn place(program: &Program, groups: &Groups, environment: EnvironmentId, concerned: &Concerned) -> Place {
    let organisation = &program.organisation;
    let tree = organisation.tree_index(environment);
    let teams = concerned.teams.iter().map(|index| (*index, &organisation.teams[*index]));
    let here: Vec<(TeamId, &Team, UnitId)> =
        teams.map(|(index, team)| (index, team, unit(program, tree, team.unit.as_ref()))).collect();
    let unit_of = |user: &User| unit(program, tree, user.unit_in(environment));
    let present = |index: UserId, user: &User| match &user.application {
        // An application user exists in an environment only where something puts it there.
        Some(_) => is_placed(environment, &here, index, user),
        None => {
            let declared = program.environments.get(environment.0 as usize);
            declared.is_some_and(|declared| groups.gate(declared, index, user) != Gate::Closed)
        }
    };
    let memberships = memberships(program, &here, groups, unit_of, present);
    let assignments = Runs::paired(&concerned.assignments);
    let mut users: Vec<UserId> = assignments.users().iter().chain(memberships.users()).copied().collect();
    users.sort_unstable();
    users.dedup();
    let each: Vec<(UserId, Vec<Holding>)> = users
        .into_par_iter()
        .filter_map(|index| {
            let user = &organisation.users[index];
            let mut all = Vec::new();
            for at in assignments.of(index) {
                let Some(assignment) = user.roles.get(*at as usize) else { continue };
                let named = |reference| unit(program, tree, Some(reference));
                let unit = assignment.unit.as_ref().map_or_else(|| unit_of(user), named);
                all.extend(held(&assignment.roles, unit, |role| Through::Direct(*at, role)));
            }
            for team in memberships.of(index) {
                let at = here.binary_search_by_key(team, |(index, ..)| *index).ok();
                let Some((_, declared, unit)) = at.and_then(|at| here.get(at)) else { continue };
                all.extend(held(&declared.roles, *unit, |role| Through::Team(*team, role)));
            }
            Some((index, all))
        })
        .collect();
    let open = here.iter().filter(|(_, team, _)| is_open(program, groups, team)).map(|(index, ..)| *index);
    let mut open_teams: Vec<TeamId> = open.collect();
    open_teams.sort_unstable();
    Place { environment, tree, holdings: Runs::new(each), memberships, open_teams }
}

/// Whether roles, a unit or the member list of a team put an application user into an environment.
fn is_placed(environment: EnvironmentId, here: &[(TeamId, &Team, UnitId)], index: UserId, user: &User) -> bool {
    let assigned = user.roles.iter().any(|assignment| environment.is(&assignment.environment));
    let placed = user.units.iter().any(|(one, _)| environment.is(one));
    let listed =
        |(_, team, _): &(TeamId, &Team, UnitId)| team.members.iter().any(|member| member.target == Some(index));
    assigned || placed || here.iter().any(listed)
}

/// The teams of each user that is in any, in order. `present` returns whether a user can be in the environment at
/// all.
fn memberships(
    program: &Program,
    here: &[(TeamId, &Team, UnitId)],
    groups: &Groups,
    unit_of: impl Fn(&User) -> UnitId + Sync,
    present: impl Fn(UserId, &User) -> bool + Sync,
) -> Runs<TeamId> {
    let mut pairs: Vec<(UserId, TeamId)> = Vec::new();
    // The units of all users, calculated when a team needs them.
    let mut units: Option<Vec<UnitId>> = None;
    for (index, team, unit) in here {
        match team.kind {
            TeamKind::Owner | TeamKind::Access => {
                pairs.extend(team.members.iter().filter_map(|member| Some((member.target?, *index))));
            }
            TeamKind::EntraGroup | TeamKind::Microsoft365Group => {
                let group = team.group.as_ref().and_then(|group| group.target);
                let membership = team.membership.map(|(membership, _)| membership).unwrap_or_default();
                let users = group.map(|group| groups.team(group, membership)).unwrap_or_default();
                pairs.extend(users.into_iter().map(|user| (user, *index)));
            }
            TeamKind::Default => {
                let units = units.get_or_insert_with(|| program.organisation.users.par_iter().map(&unit_of).collect());
                let there = program.organisation.users.ids().zip(units.iter()).filter(|(_, one)| *one == unit);
                let there = there.filter(|((user, declared), _)| present(*user, declared));
                pairs.extend(there.map(|((user, _), _)| (user, *index)));
            }
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    Runs::paired(&pairs)
}
