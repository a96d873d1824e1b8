//! Users: application users are created, people are looked up; all are put into their units and given their roles.

use std::collections::BTreeMap;

use super::roles;
use super::rows::{in_unit, unit_of};
use super::steps::{
    Body, Concern, Field, Given, Step, Steps, encoded, id_literal, literal, plain, unless_equal, user_id,
};
use super::teams::link;
use crate::model::organisation::{Named, Team, UnitId, User, UserId};
use crate::model::roles::RoleId;
use crate::text::Location;

/// The users in requests, and the parameter with the id of each.
pub(super) struct Users {
    parameters: BTreeMap<UserId, String>,
}

impl Users {
    /// The parameter with the id of a user; none where no request needs the user.
    pub(super) fn parameter(&self, index: UserId) -> Option<&str> {
        self.parameters.get(&index).map(String::as_str)
    }

    /// The users, by index.
    pub(super) fn indices(&self) -> impl Iterator<Item = UserId> {
        self.parameters.keys().copied()
    }
}

/// The users that belong in the environment, each with the place that puts them there: roles, teams that list them, a
/// unit for this environment, a profile for this environment.
fn named(steps: &Steps<'_, '_>, teams: &[(&Team, UnitId)]) -> BTreeMap<UserId, Location> {
    let organisation = &steps.program().organisation;
    let environment = steps.environment;
    let mut named: BTreeMap<UserId, Location> = BTreeMap::new();
    for (index, user) in steps.users() {
        let assigned = user.roles.iter().find(|one| environment.is(&one.environment) && !one.roles.is_empty());
        let placed = user.units.iter().find(|(place, _)| environment.is(place));
        let location = assigned.map(|one| one.location).or(placed.map(|(place, _)| place.symbol.location));
        if let Some(location) = location.filter(|_| user.disabled.is_none()) {
            named.insert(index, location);
        }
    }
    for (team, _) in teams.iter().filter(|(team, _)| team.kind.lists_members()) {
        for member in &team.members {
            if let Some(index) = member.target {
                named.entry(index).or_insert(member.symbol.location);
            }
        }
    }
    let profiles = organisation.profiles.iter();
    for profile in profiles.filter(|profile| profile.environments.iter().any(|place| environment.is(place))) {
        for holder in &profile.held_by {
            match holder.target {
                Some(Named::User(index)) => {
                    named.entry(index).or_insert(holder.symbol.location);
                }
                Some(Named::Team(_) | Named::Group(_)) | None => {}
            }
        }
    }
    // Users with roles through a team only must be in their units, so that the default teams include them.
    for (index, location) in steps.through_teams {
        named.entry(*index).or_insert(*location);
    }
    named
}

/// Looks up users, creates missing application users, and puts all into their units.
pub(super) fn add(steps: &mut Steps<'_, '_>, teams: &[(&Team, UnitId)]) -> Users {
    let mut parameters = BTreeMap::new();
    let users = &steps.program().organisation.users;
    for (index, location) in named(steps, teams) {
        let user = &users[index];
        let parameter = format!("user.{}", plain(&user.head.symbol.name));
        match &user.application {
            Some(application) => add_application(steps, user, &application.name, &parameter),
            None => {
                let id = id_literal(user_id(steps, index, user, location).unwrap_or_default());
                let filter = format!("azureactivedirectoryobjectid eq {id}");
                steps.push(look(&user.head.symbol.name, &parameter, &filter));
            }
        }
        settle(steps, user, &parameter);
        parameters.insert(index, parameter);
    }
    Users { parameters }
}

/// The values in the row of a user: the id, the unit and the access mode.
fn given(parameter: &str) -> Vec<Given> {
    let own = |parameter: String, field| Given { parameter, field, name: None };
    vec![own(parameter.to_owned(), "systemuserid"), in_unit(parameter), own(access_mode(parameter), "accessmode")]
}

fn access_mode(parameter: &str) -> String {
    format!("{parameter}@access_mode")
}

/// Looks up a user who may not exist; then only the requests that need the user are skipped.
fn look(symbol: &str, parameter: &str, filter: &str) -> Step {
    let path = format!("/systemusers?$select=systemuserid,_businessunitid_value,accessmode&$filter={filter}");
    let mut look = Step::new(Concern::User, symbol, "GET", encoded(&path), Body::None);
    (look.gives, look.optional) = (given(parameter), true);
    look
}

fn add_application(steps: &mut Steps<'_, '_>, user: &User, application: &str, parameter: &str) {
    let symbol = user.name();
    let unit = steps.place_of(user).map(|unit| steps.unit(unit));
    steps.push(look(symbol, parameter, &format!("applicationid eq {}", literal(application))));
    let mut body = vec![("accessmode", Field::Number(4)), ("applicationid", Field::Text(application.to_owned()))];
    if let Some(unit) = unit {
        body.push(("businessunitid@odata.bind", Field::Link(format!("/businessunits({unit})"))));
    }
    let mut make = Step::new(Concern::User, symbol, "POST", "/systemusers".to_owned(), Body::Fields(body));
    (make.gives, make.unless) = (given(parameter), Some(parameter.to_owned()));
    steps.push(make);
}

/// Sets the unit and access mode of a user, each where it differs from the current one. A move removes a user's
/// roles, so it comes before they are given.
fn settle(steps: &mut Steps<'_, '_>, user: &User, parameter: &str) {
    let symbol = user.name();
    let path = format!("/systemusers({{{parameter}}})");
    if steps.tree.is_some()
        && let Some(unit) = steps.place_of(user)
    {
        let unit = steps.unit(unit);
        let body = vec![("businessunitid@odata.bind", Field::Link(format!("/businessunits({unit})")))];
        let step = Step::new(Concern::User, symbol, "PATCH", path.clone(), Body::Fields(body));
        steps.push(unless_equal(step, vec![(unit_of(parameter), unit.to_ascii_lowercase())]));
    }
    if user.mode_location.is_some() && user.application.is_none() {
        let mode = user.mode.number();
        let body = Body::Fields(vec![("accessmode", Field::Number(u32::from(mode)))]);
        let step = Step::new(Concern::User, symbol, "PATCH", path, body);
        steps.push(unless_equal(step, vec![(access_mode(parameter), mode.to_string())]));
    }
}

/// Gives users their roles, in the copies of their units or of the unit in the assignment.
pub(super) fn add_roles(steps: &mut Steps<'_, '_>, users: &Users) {
    let environment = steps.environment;
    let all = &steps.program().organisation.users;
    for index in users.indices() {
        let Some((user, parameter)) = users.parameter(index).map(|parameter| (&all[index], parameter)) else {
            continue;
        };
        if user.disabled.is_some() {
            continue;
        }
        let own = steps.place_of(user);
        let mut held: Vec<(UnitId, RoleId)> = Vec::new();
        for assignment in user.roles.iter().filter(|one| environment.is(&one.environment)) {
            let unit = if assignment.unit.is_some() { steps.place(assignment.unit.as_ref()) } else { own };
            let Some(unit) = unit else { continue };
            held.extend(assignment.roles.iter().filter_map(|role| Some((unit, role.target?))));
        }
        held.sort_unstable();
        held.dedup();
        for (unit, role) in held {
            let Some(copy) = roles::in_unit(steps, role, unit) else { continue };
            let path = format!("/systemusers({{{parameter}}})/systemuserroles_association/$ref");
            steps.push(link(Concern::UserRole, &user.head.symbol.name, path, &format!("roles({copy})")));
        }
    }
}
