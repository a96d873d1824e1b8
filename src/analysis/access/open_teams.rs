//! Teams of which the source does not say who belongs to them: whoever is asked about may be among their members.

use super::gate::Groups;
use super::{Access, Gate, Holding, Place, of_team};
use crate::model::Program;
use crate::model::organisation::{Membership, Team, TeamId, TeamKind, UserId};

impl Place {
    /// The teams with roles whose members the source does not say, in order.
    pub fn open_teams(&self) -> &[TeamId] {
        &self.open_teams
    }
}

impl Access {
    /// The teams of which the source does not say who belongs to them, and in which a user may be.
    pub fn perhaps_in(&self, program: &Program, place: &Place, user: UserId) -> Vec<TeamId> {
        let is_in = |team: &TeamId| place.teams(user).contains(team);
        if place.open_teams.iter().all(is_in) || self.gate(program, place, user) == Gate::Closed {
            return Vec::new();
        }
        place.open_teams.iter().copied().filter(|team| !is_in(team)).collect()
    }

    /// What a user would hold beside his own as a member of all of them.
    pub fn perhaps_held(&self, program: &Program, place: &Place, user: UserId) -> Vec<Holding> {
        self.perhaps_in(program, place, user).into_iter().flat_map(|team| of_team(program, place, team)).collect()
    }
}

/// Whether a team gives roles, and the source does not say to whom.
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
