//! Users with roles only through teams of groups and of units: a plan puts them into their units.

use rustc_hash::FxHashSet;

use crate::analysis::access::{Access, Gate, Place, Through};
use crate::emit::job::Job;
use crate::emit::organisation as of;
use crate::model::EnvironmentId;
use crate::model::organisation::{ROOT, Team, TeamKind, User, UserId};
use crate::text::Location;

/// These users of an environment.
#[derive(Debug, Default)]
pub(super) struct Placed {
    /// Each user whose id is known, with the place of the role of a team.
    pub(super) users: Vec<(UserId, Location)>,
    /// Users without an id, which no request can find.
    pub(super) unknown: Vec<UserId>,
}

/// The access through teams of groups and of units; none where there are no such teams.
pub(super) fn access(job: Job<'_>) -> Option<Access> {
    let found = job.program.organisation.teams.iter().any(|team| !team.kind.lists_members());
    found.then(|| Access::of(job.program))
}

/// The users of an environment with roles through such teams, who are admitted, and belong to a unit that the source
/// names. Users in the root without a declared unit are there already.
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

/// New users are in the root. If its default team has roles, users of another unit have them until they are moved
/// there, even if they get no other roles.
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
        // Users with roles of their own are moved for these.
        let direct = user.roles.iter().any(|one| place.environment.is(&one.environment) && !one.roles.is_empty());
        let known = direct || known.contains(&index);
        let elsewhere = user.unit_in(place.environment).is_some() && place.unit(job.program, index) != ROOT;
        let there = user.application.is_none() && user.disabled.is_none();
        if elsewhere && there && !known && access.gate(job.program, place, index) != Gate::Closed {
            placed.add(job, index, user, role.symbol.location);
        }
    }
}
