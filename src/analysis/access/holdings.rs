//! Which roles reach whom: directly, through teams, through the teams that units have of themselves.

use rayon::prelude::*;

use super::Place;
use super::gate::{Gate, Groups};
use crate::model::organisation::{ROOT, Team, TeamKind, UnitId, User};
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
    /// How it reaches him.
    pub through: Through,
}

/// How a role reaches a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Through {
    /// He holds it himself: the assignment's index among his, and the role's in it.
    Direct(u32, u32),
    /// A team of his holds it: the team, and the role's index in its list.
    Team(u32, u32),
}

impl Through {
    /// The reference that gives the role.
    pub fn reference(self, program: &Program, user: u32) -> Option<&Reference> {
        match self {
            Self::Direct(assignment, index) => {
                let user = program.organisation.users.get(user as usize)?;
                user.roles.get(assignment as usize)?.roles.get(index as usize)
            }
            Self::Team(team, index) => program.organisation.teams.get(team as usize)?.roles.get(index as usize),
        }
    }

    /// The team, where it is through one.
    pub const fn team(self) -> Option<u32> {
        match self {
            Self::Direct(..) => None,
            Self::Team(team, _) => Some(team),
        }
    }
}

/// What a team holds in its environment; nothing where it belongs to another one.
pub fn of_team(program: &Program, place: &Place, index: u32) -> Vec<Holding> {
    let Some(team) = program.organisation.teams.get(index as usize) else { return Vec::new() };
    if !team.is_in(place.environment) {
        return Vec::new();
    }
    let unit = unit(program, place.tree, team.unit.as_ref());
    let roles = (0..).zip(&team.roles);
    let held = roles
        .filter_map(|(at, role)| Some(Holding { role: RoleId(role.target?), unit, through: Through::Team(index, at) }));
    held.collect()
}

/// The unit a reference means in an environment; the root where it says nothing, or names no unit there.
fn unit(program: &Program, tree: Option<u32>, reference: Option<&Reference>) -> UnitId {
    let tree = tree.and_then(|index| program.organisation.unit_trees.get(index as usize));
    tree.and_then(|tree| tree.unit_named(reference)).unwrap_or(ROOT)
}

/// The organisation in an environment.
pub(super) fn place(program: &Program, groups: &Groups, environment: EnvironmentId) -> Place {
    let organisation = &program.organisation;
    let tree = organisation.tree_index(environment).map(|index| index as u32);
    let declared = program.environments.get(environment.0 as usize);
    let here: Vec<(u32, &Team, UnitId)> = (0..)
        .zip(&organisation.teams)
        .filter(|(_, team)| team.is_in(environment))
        .map(|(index, team)| (index, team, unit(program, tree, team.unit.as_ref())))
        .collect();
    let units: Vec<UnitId> =
        organisation.users.par_iter().map(|user| unit(program, tree, user.unit_in(environment))).collect();
    let (memberships, member_starts) = memberships(&here, groups, &units);
    let team_units: Vec<(u32, UnitId)> = here.iter().map(|(index, _, unit)| (*index, *unit)).collect();
    let teams_of = |user: u32| super::run(&memberships, &member_starts, user);
    let each: Vec<(Vec<Holding>, Gate)> = organisation
        .users
        .par_iter()
        .enumerate()
        .map(|(index, user)| {
            let index = index as u32;
            let mut held = direct(program, tree, environment, user, units.get(index as usize).copied().unwrap_or(ROOT));
            for team in teams_of(index) {
                let at = team_units.binary_search_by_key(team, |(index, _)| *index).ok();
                let unit = at.and_then(|at| team_units.get(at)).map_or(ROOT, |(_, unit)| *unit);
                let roles = organisation.teams.get(*team as usize).map(|team| team.roles.as_slice());
                for (place, role) in (0..).zip(roles.unwrap_or_default()) {
                    held.extend(role.target.map(|role| Holding {
                        role: RoleId(role),
                        unit,
                        through: Through::Team(*team, place),
                    }));
                }
            }
            let gate = declared.map_or(Gate::Open, |declared| groups.gate(declared, index, user));
            (held, gate)
        })
        .collect();
    let mut holdings = Vec::with_capacity(each.iter().map(|(held, _)| held.len()).sum());
    let mut starts = Vec::with_capacity(each.len() + 1);
    let mut gates = Vec::with_capacity(each.len());
    for (held, gate) in each {
        starts.push(holdings.len() as u32);
        holdings.extend(held);
        gates.push(gate);
    }
    starts.push(holdings.len() as u32);
    Place { environment, tree, holdings, starts, units, memberships, member_starts, gates }
}

/// The roles that a user holds himself.
fn direct(program: &Program, tree: Option<u32>, environment: EnvironmentId, user: &User, own: UnitId) -> Vec<Holding> {
    let mut held = Vec::new();
    for (index, assignment) in (0..).zip(&user.roles) {
        if !environment.is(&assignment.environment) {
            continue;
        }
        let unit = assignment.unit.as_ref().map_or(own, |reference| unit(program, tree, Some(reference)));
        for (place, role) in (0..).zip(&assignment.roles) {
            held.extend(role.target.map(|role| Holding {
                role: RoleId(role),
                unit,
                through: Through::Direct(index, place),
            }));
        }
    }
    held
}

/// The teams of each user, in order, in one list with its starts.
fn memberships(here: &[(u32, &Team, UnitId)], groups: &Groups, units: &[UnitId]) -> (Vec<u32>, Vec<u32>) {
    let mut pairs: Vec<(u32, u32)> = Vec::new();
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
                let there = (0..).zip(units).filter(|(_, one)| *one == unit);
                pairs.extend(there.map(|(user, _)| (user, *index)));
            }
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    let mut starts = vec![0_u32; units.len() + 1];
    for (user, _) in &pairs {
        if let Some(count) = starts.get_mut(*user as usize + 1) {
            *count += 1;
        }
    }
    let mut sum = 0;
    for start in &mut starts {
        sum += *start;
        *start = sum;
    }
    (pairs.into_iter().map(|(_, team)| team).collect(), starts)
}
