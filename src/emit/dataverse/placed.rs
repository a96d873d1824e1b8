//! Users whose roles come through teams of groups and of units only: a plan puts them into their units.

use rustc_hash::FxHashSet;

use crate::analysis::access::{Access, Gate, Place, Through};
use crate::emit::job::Job;
use crate::emit::organisation as of;
use crate::model::EnvironmentId;
use crate::model::organisation::{ROOT, Team, TeamKind, User, UserId};
use crate::text::Location;

/// Those users of an environment.
#[derive(Debug, Default)]
pub(super) struct Placed {
    /// Each user whose id is known, with the role that a team gives.
    pub(super) users: Vec<(UserId, Location)>,
    /// Users without an id, whom no request can find.
    pub(super) unknown: Vec<UserId>,
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
        let user = &organisation.users[index];
        let through = held.iter().find(|holding| match holding.through {
            Through::Direct(..) => false,
            Through::Team(team, _) => !organisation.teams[team].kind.lists_members(),
        });
        let direct = user.roles.iter().any(|one| environment.is(&one.environment) && !one.roles.is_empty());
        let Some(location) = through.and_then(|holding| holding.place(job.program, Some(index))) else { continue };
        let closed = access.gate(job.program, place, index) == Gate::Closed;
        if direct || closed || user.disabled.is_some() || user.unit_in(environment).is_none() {
            continue;
        }
        placed.add(job, index, user, location);
    }
    out_of_the_root(job, access, place, &mut placed);
    placed
}

impl Placed {
    fn add(&mut self, job: Job<'_>, index: UserId, user: &User, location: Location) {
        if user.application.is_some() || of::user(job, user).is_some() {
            self.users.push((index, location));
        } else {
            self.unknown.push(index);
        }
    }
}

/// New users are in the root. Where its default team holds roles, those who belong to another unit have them until they
/// are moved there, whether or not anything else is given to them.
fn out_of_the_root(job: Job<'_>, access: &Access, place: &Place, placed: &mut Placed) {
    let organisation = &job.program.organisation;
    let in_root = |team: &&Team| {
        let unit = place.tree(job.program).and_then(|tree| tree.unit_named(team.unit.as_ref()));
        team.kind == TeamKind::Default && team.is_in(place.environment) && unit == Some(ROOT)
    };
    let giving = organisation.teams.iter().filter(in_root).find_map(|team| team.roles.first());
    let Some(role) = giving else { return };
    let known: FxHashSet<UserId> =
        placed.users.iter().map(|(user, _)| *user).chain(placed.unknown.iter().copied()).collect();
    for (index, user) in organisation.users.ids() {
        // Those who hold roles themselves are moved for that.
        let direct = user.roles.iter().any(|one| place.environment.is(&one.environment) && !one.roles.is_empty());
        let known = direct || known.contains(&index);
        let elsewhere = user.unit_in(place.environment).is_some() && place.unit(job.program, index) != ROOT;
        let there = user.application.is_none() && user.disabled.is_none();
        if elsewhere && there && !known && access.gate(job.program, place, index) != Gate::Closed {
            placed.add(job, index, user, role.symbol.location);
        }
    }
}
