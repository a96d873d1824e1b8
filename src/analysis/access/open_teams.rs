//! Teams whose members the source does not list: any user may be a member.

use super::gate::Groups;
use super::{Access, Gate, Holding, Place, of_team};
use crate::model::Program;
use crate::model::organisation::{Membership, Team, TeamId, TeamKind, UserId};

impl Place {
    /// The teams with roles whose members the source does not list, in order.
    pub fn open_teams(&self) -> &[TeamId] {
        &self.open_teams
    }
}

impl Access {
    /// The teams whose members the source does not list and that a user may be in.
    pub fn perhaps_in(&self, program: &Program, place: &Place, user: UserId) -> Vec<TeamId> {
        let is_in = |team: &TeamId| place.teams(user).contains(team);
        if place.open_teams.iter().all(is_in) || self.gate(program, place, user) == Gate::Closed {
            return Vec::new();
        }
        place.open_teams.iter().copied().filter(|team| !is_in(team)).collect()
    }

    /// The additional role assignments of a user as a member of all these teams.
    pub fn perhaps_held(&self, program: &Program, place: &Place, user: UserId) -> Vec<Holding> {
        self.perhaps_in(program, place, user).into_iter().flat_map(|team| of_team(program, place, team)).collect()
    }
}

/// Whether a team has roles, and the source does not list its members.
pub(super) fn is_open(program: &Program, groups: &Groups, team: &Team) -> bool {
    if team.roles.is_empty() || !matches!(team.kind, TeamKind::EntraGroup | TeamKind::Microsoft365Group) {
        return false;
    }
    let group = team.group.as_ref().and_then(|group| group.target);
    let said = group.is_some_and(|id| match team.membership.map(|(membership, _)| membership).unwrap_or_default() {
        Membership::Owners => !program.groups[id].owners.is_empty(),
        Membership::MembersAndGuests | Membership::Members => groups.are_listed(id),
        Membership::Guests => false,
    });
    !said
}
