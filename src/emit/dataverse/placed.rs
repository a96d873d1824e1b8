//! Users whose roles come through teams of groups and of units only: a plan puts them into their units.

use crate::analysis::access::{Access, Gate, Through};
use crate::emit::{Job, organisation as of};
use crate::model::EnvironmentId;
use crate::model::organisation::TeamKind;
use crate::text::Location;

/// Those users of an environment.
#[derive(Debug, Default)]
pub(super) struct Placed {
    /// Each user whose id is known, with the role that a team gives.
    pub(super) users: Vec<(u32, Location)>,
    /// Users without an id, whom no request can find.
    pub(super) unknown: Vec<u32>,
}

/// The access that teams of groups and of units give; none where there are no such teams.
pub(super) fn access(job: Job<'_>) -> Option<Access> {
    let found = job.program.organisation.teams.iter().any(|team| !team.kind.lists_members());
    found.then(|| Access::of(job.program))
}

/// The users of an environment who have roles through such teams, are let in, and belong to a unit that the source
/// names. Who is in the root without being put there is there already.
pub(super) fn of(job: Job<'_>, access: Option<&Access>, environment: EnvironmentId) -> Placed {
    let organisation = &job.program.organisation;
    let mut placed = Placed::default();
    let Some((access, place)) = access.and_then(|access| Some((access, access.place(environment)?))) else {
        return placed;
    };
    if place.tree.is_none() {
        return placed;
    }
    for (index, held) in place.holders() {
        let Some(user) = organisation.users.get(index as usize) else { continue };
        let through = held.iter().find(|holding| match holding.through {
            Through::Direct(..) => false,
            Through::Team(team, _) => match organisation.teams.get(team as usize).map(|team| team.kind) {
                Some(TeamKind::EntraGroup | TeamKind::Microsoft365Group | TeamKind::Default) => true,
                Some(TeamKind::Owner | TeamKind::Access) | None => false,
            },
        });
        let direct = user.roles.iter().any(|one| environment.is(&one.environment) && !one.roles.is_empty());
        let Some(location) = through.and_then(|holding| holding.place(job.program, index)) else { continue };
        let closed = access.gate(job.program, place, index) == Gate::Closed;
        if direct || closed || user.disabled.is_some() || user.unit_in(environment).is_none() {
            continue;
        }
        if user.application.is_some() || of::user(job, user).is_some() {
            placed.users.push((index, location));
        } else {
            placed.unknown.push(index);
        }
    }
    placed
}
