//! Application users of an environment, and the roles of application users and teams: resources of the provider since
//! version 4.2.
//!
//! A role is given by name, with the unit whose copy it is if that is not the root. The provider does not create
//! teams, so the roles of a team are written where its id is bound.

use std::collections::BTreeMap;

use super::text::{label, literal};
use crate::emit::job::{Job, ProviderVersion};
use crate::emit::json::Json;
use crate::emit::{file_name, ids, organisation as of};
use crate::model::EnvironmentId;
use crate::model::organisation::{ROOT, Team, TeamKind, TreeId, User, UserId};
use crate::model::program::Reference;
use crate::model::roles::{Role, RoleId};

/// The resources for the application users and teams of one environment.
#[derive(Default)]
pub(super) struct Assignments<'a> {
    /// Application users, by label.
    applications: BTreeMap<String, ApplicationUser<'a>>,
    /// Roles, by label.
    roles: BTreeMap<String, RoleAssignment<'a>>,
}

struct ApplicationUser<'a> {
    /// The client id.
    application: &'a str,
    /// The id of the unit; none for the root.
    unit: Option<String>,
    disabled: bool,
}

struct RoleAssignment<'a> {
    holder: Holder,
    role: &'a str,
    unit: Option<String>,
}

enum Holder {
    /// The label of the application's resource.
    Application(String),
    /// The id of a team.
    Team(String),
}

/// The id of a unit of an environment, `Some(None)` for the root; none where it is unknown.
#[expect(clippy::option_option, reason = "the root has no id, which is not the same as an id that is not known")]
fn unit_of(job: Job<'_>, environment: EnvironmentId, unit: Option<&Reference<TreeId>>) -> Option<Option<String>> {
    let Some(tree) = job.program.organisation.tree(environment) else { return unit.is_none().then_some(None) };
    let place = tree.unit_named(unit)?;
    if place == ROOT {
        return Some(None);
    }
    of::unit(job, tree.unit(place)?).map(|(id, _)| Some(id.into_owned()))
}

/// Whether an application user of an environment is written.
pub(super) fn carries_application(job: Job<'_>, user: &User, environment: EnvironmentId) -> bool {
    job.settings.provider == ProviderVersion::V4_2
        && user.application.is_some()
        && unit_of(job, environment, user.unit_in(environment)).is_some()
}

/// The id of a team whose roles are written.
fn carried_team<'a>(job: Job<'a>, team: &'a Team) -> Option<&'a str> {
    if job.settings.provider == ProviderVersion::V4_1 || team.kind == TeamKind::Access || team.roles.is_empty() {
        return None;
    }
    ids::bound(&team.head, team.id.as_ref(), &job.settings.bindings.teams).map(|(id, _)| id)
}

/// The application users among `users`, and the roles of application users and teams in an environment.
pub(super) fn of_environment<'a>(job: Job<'a>, id: EnvironmentId, users: &[UserId]) -> Assignments<'a> {
    let mut all = Assignments::default();
    let organisation = &job.program.organisation;
    let users: Vec<&User> = users
        .iter()
        .map(|index| &organisation.users[*index])
        .filter(|user| carries_application(job, user, id))
        .collect();
    let stems = file_name::stems(users.iter().map(|user| user.name()));
    for (user, stem) in users.iter().zip(stems) {
        let (Some(application), Some(unit)) = (&user.application, unit_of(job, id, user.unit_in(id))) else { continue };
        let stem = label(&stem);
        for assignment in user.roles.iter().filter(|one| id.is(&one.environment)) {
            let unit = unit_of(job, id, assignment.unit.as_ref().or_else(|| user.unit_in(id)));
            let Some(unit) = unit else { continue };
            all.add_roles(job, &stem, &assignment.roles, unit.as_ref(), || Holder::Application(stem.clone()));
        }
        let disabled = user.disabled.is_some();
        all.applications.insert(stem, ApplicationUser { application: &application.name, unit, disabled });
    }
    let teams: Vec<(&Team, &str)> = organisation
        .teams
        .iter()
        .filter(|team| team.is_in(id))
        .filter_map(|team| Some((team, carried_team(job, team)?)))
        .collect();
    let stems = file_name::stems(teams.iter().map(|(team, _)| team.name()));
    for ((team, team_id), stem) in teams.iter().zip(stems) {
        if let Some(unit) = unit_of(job, id, team.unit.as_ref()) {
            let stem = format!("team_{stem}");
            all.add_roles(job, &stem, &team.roles, unit.as_ref(), || Holder::Team((*team_id).to_owned()));
        }
    }
    all
}

impl<'a> Assignments<'a> {
    /// Whether there is nothing to write.
    pub(super) fn is_empty(&self) -> bool {
        self.applications.is_empty() && self.roles.is_empty()
    }

    fn add_roles(
        &mut self,
        job: Job<'a>,
        stem: &str,
        roles: &[Reference<RoleId>],
        unit: Option<&String>,
        holder: impl Fn() -> Holder,
    ) {
        let found = roles.iter().filter_map(|role| Some(&job.program.organisation.roles[role.target?]));
        let found: Vec<&Role> = found.collect();
        let stems = file_name::stems(found.iter().map(|role| role.name()));
        for (role, of_role) in found.iter().zip(stems) {
            let mut name = label(&format!("{stem}_{of_role}"));
            while self.roles.contains_key(&name) {
                name.push('_');
            }
            let role = RoleAssignment { holder: holder(), role: role.display_name(), unit: unit.cloned() };
            self.roles.insert(name, role);
        }
    }

    /// Writes the resources, as members of `resource` that come before `powerplatform_user`.
    pub(super) fn write(&self, json: &mut Json<'_>, environment: &str) {
        if !self.applications.is_empty() {
            json.key("powerplatform_application_user").object(|json| {
                for (label, one) in &self.applications {
                    json.key(label).object(|json| {
                        json.key("application_id").string(one.application);
                        if let Some(unit) = &one.unit {
                            json.key("business_unit_id").string(unit);
                        }
                        json.key("disabled").boolean(one.disabled);
                        json.key("environment_id").string(environment);
                        // The provider deletes the user even if it existed before.
                        json.key("lifecycle").object(|json| json.key("prevent_destroy").boolean(true));
                    });
                }
            });
        }
        if !self.roles.is_empty() {
            json.key("powerplatform_security_role_assignment").object(|json| {
                for (label, one) in &self.roles {
                    json.key(label).object(|json| {
                        if let Some(unit) = &one.unit {
                            json.key("business_unit_id").string(unit);
                        }
                        json.key("environment_id").string(environment);
                        json.key("security_role_name").string(&literal(one.role));
                        match &one.holder {
                            Holder::Application(label) => json
                                .key("system_user_id")
                                .string(&format!("${{powerplatform_application_user.{label}.system_user_id}}")),
                            Holder::Team(id) => json.key("team_id").string(id),
                        }
                    });
                }
            });
        }
    }
}
