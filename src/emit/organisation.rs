//! The ids in an organisation, as targets need them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::ids::{self, IdSource};
use super::job::Job;
use crate::model::Program;
use crate::model::organisation::{ColumnProfile, Team, Unit, User, UserId};
use crate::model::program::Text;
use crate::model::roles::Role;

/// An id and its origin.
pub(super) type Id<'a> = (Cow<'a, str>, IdSource);

/// The id of a unit. The root exists in every environment; where nothing binds it, its id is not known.
pub(super) fn unit<'a>(job: Job<'a>, unit: &'a Unit) -> Option<Id<'a>> {
    let bindings = &job.settings.bindings.business_units;
    match (ids::bound_by(&unit.symbol.name, unit.id.as_ref(), bindings), unit.parent) {
        (Some((id, source)), _) => Some((Cow::Borrowed(id), source)),
        (None, Some(_)) => Some(derived(job, "business_unit", &unit.symbol.name)),
        (None, None) => None,
    }
}

/// The id of a declared role in its unit.
pub(super) fn role<'a>(job: Job<'a>, role: &'a Role) -> Id<'a> {
    own(job, "role", &role.head.symbol.name, role.id.as_ref(), &job.settings.bindings.roles)
}

/// The id of a role in its unit, where it is known without a lookup: for an existing role only from the source or the
/// bindings.
pub(super) fn bound_role<'a>(job: Job<'a>, role: &'a Role) -> Option<Cow<'a, str>> {
    if role.is_written() {
        return Some(self::role(job, role).0);
    }
    role.existing?;
    let bound = ids::bound_by(&role.head.symbol.name, role.id.as_ref(), &job.settings.bindings.roles);
    bound.map(|(id, _)| Cow::Borrowed(id))
}

/// The id of a team.
pub(super) fn team<'a>(job: Job<'a>, team: &'a Team) -> Id<'a> {
    own(job, "team", &team.head.symbol.name, team.id.as_ref(), &job.settings.bindings.teams)
}

/// The id of a column security profile.
pub(super) fn profile<'a>(job: Job<'a>, profile: &'a ColumnProfile) -> Id<'a> {
    let bindings = &job.settings.bindings.column_profiles;
    own(job, "column_security", &profile.head.symbol.name, profile.id.as_ref(), bindings)
}

/// The object id of a user, where source or bindings give it.
pub(super) fn user<'a>(job: Job<'a>, user: &'a User) -> Option<(&'a str, IdSource)> {
    ids::bound(&user.head, user.id.as_ref(), &job.settings.bindings.users)
}

/// The users with roles or a unit in each environment, by index.
pub(super) fn users_by_environment(program: &Program) -> Vec<Vec<UserId>> {
    let mut users = vec![Vec::new(); program.environments.len()];
    for (index, user) in program.organisation.users.ids() {
        let places = user.roles.iter().map(|one| &one.environment);
        for place in places.chain(user.units.iter().map(|(place, _)| place)) {
            let here: Option<&mut Vec<UserId>> = place.target.and_then(|place| users.get_mut(place.0 as usize));
            if let Some(here) = here.filter(|here| here.last() != Some(&index)) {
                here.push(index);
            }
        }
    }
    users
}

fn own<'a>(
    job: Job<'a>,
    kind: &str,
    symbol: &str,
    id: Option<&'a Text>,
    bindings: &'a BTreeMap<String, String>,
) -> Id<'a> {
    match ids::bound_by(symbol, id, bindings) {
        Some((id, source)) => (Cow::Borrowed(id), source),
        None => derived(job, kind, symbol),
    }
}

fn derived<'a>(job: Job<'a>, kind: &str, symbol: &str) -> Id<'a> {
    (Cow::Owned(ids::derived(job.settings.project, kind, symbol).to_string()), IdSource::Derived)
}
