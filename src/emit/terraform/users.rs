//! The users of an environment.

use std::collections::BTreeMap;

use super::assignments::{self, Assignments};
use super::lacking;
use super::tenant::provider;
use super::text::{label, quoted};
use crate::emit::job::Job;
use crate::emit::json::Json;
use crate::emit::unbound::Unbound;
use crate::emit::{file_name, ids, organisation as of};
use crate::model::EnvironmentId;
use crate::model::organisation::{ROOT, TreeId, User, UserId};
use crate::model::program::Reference;
use crate::model::roles::Role;
use crate::text::Location;

/// The variable for the id of the root business unit.
const ROOT_VARIABLE: &str = "root_business_unit_id";

/// The resources of an environment.
pub(super) struct Module<'a> {
    pub(super) stem: String,
    environment: &'a str,
    /// The id of the root business unit, where something binds it.
    root: Option<String>,
    /// Users by label: object id, and the names of roles.
    users: BTreeMap<String, (&'a str, Vec<&'a str>)>,
    /// Application users, and the roles of application users and teams.
    assignments: Assignments<'a>,
}

/// The roles of a user in an environment that the provider can assign, by index; none where it can assign none.
pub(super) fn roles_of<'a>(job: Job<'a>, user: &'a User, environment: EnvironmentId) -> Option<Vec<&'a Role>> {
    if user.application.is_some() || user.disabled.is_some() {
        return None;
    }
    let tree = job.program.organisation.tree(environment);
    let is_root =
        |unit: Option<&Reference<TreeId>>| tree.map_or(unit.is_none(), |tree| tree.unit_named(unit) == Some(ROOT));
    if !is_root(user.unit_in(environment)) {
        return None;
    }
    let here = user.roles.iter().filter(|one| environment.is(&one.environment) && one.unit.is_none());
    let found = here.flat_map(|one| &one.roles).filter_map(|role| Some(&job.program.organisation.roles[role.target?]));
    let mut roles: Vec<&Role> = found.filter(|role| is_root(role.unit.as_ref())).collect();
    roles.sort_by(|a, b| a.display_name().cmp(b.display_name()));
    roles.dedup_by(|a, b| a.display_name() == b.display_name());
    (!roles.is_empty()).then_some(roles)
}

/// The module of an environment for those of its `users` that the provider can manage; none where there are none.
pub(super) fn module<'a>(
    job: Job<'a>,
    id: EnvironmentId,
    stem: String,
    users: &[UserId],
    unbound: &mut Vec<Unbound>,
) -> Option<Module<'a>> {
    let environment = job.program.environments.get(id.0 as usize).filter(|one| one.dataverse.is_some())?;
    let assignments = assignments::of_environment(job, id, users);
    let all = users.iter().map(|index| &job.program.organisation.users[*index]);
    let users: Vec<(&User, Vec<&Role>)> = all.filter_map(|user| Some((user, roles_of(job, user, id)?))).collect();
    if users.is_empty() && assignments.is_empty() {
        return None;
    }
    let needed = users.first().map_or(environment.head.symbol.location, |(first, _)| place(first, id));
    let bound = ids::environment(environment, job.settings.bindings).map(|(id, _)| id);
    if bound.is_none() {
        unbound.push(lacking("environment", "environments", &environment.head, needed, NAMED));
    }
    let labels = file_name::stems(users.iter().map(|(user, _)| user.name()));
    let mut resources = BTreeMap::new();
    for ((user, roles), stem) in users.into_iter().zip(labels) {
        match of::user(job, user) {
            Some((object, _)) => {
                resources.insert(label(&stem), (object, roles.into_iter().map(Role::display_name).collect()));
            }
            None => unbound.push(lacking("user", "users", &user.head, place(user, id), OBJECT)),
        }
    }
    let root = job.program.organisation.tree(id).and_then(|tree| of::unit(job, tree.unit(ROOT)?));
    let root = root.map(|(id, _)| id.into_owned());
    Some(Module { stem, environment: bound.unwrap_or_default(), root, users: resources, assignments })
}

const NAMED: &str = "the provider names environments by their ids";
const OBJECT: &str = "the provider names users by their object ids in Entra";

/// Where roles in an environment are assigned to a user.
fn place(user: &User, environment: EnvironmentId) -> Location {
    let here = user.roles.iter().find(|one| environment.is(&one.environment));
    here.map_or(user.head.symbol.location, |one| one.location)
}

impl Module<'_> {
    /// The file of resources.
    pub(super) fn document(&self, json: &mut Json<'_>, job: Job<'_>) {
        json.object(|json| {
            if !self.users.is_empty() {
                json.key("data").object(|json| self.roles_of_root(json));
            }
            json.key("resource").object(|json| {
                self.assignments.write(json, self.environment);
                if self.users.is_empty() {
                    return;
                }
                json.key("powerplatform_user").object(|json| {
                    for (label, (object, roles)) in &self.users {
                        json.key(label).object(|json| {
                            json.key("aad_id").string(object);
                            json.key("disable_delete").boolean(true);
                            json.key("environment_id").string(self.environment);
                            json.key("security_roles")
                                .list(|json| roles.iter().for_each(|name| json.string(&role(name))));
                        });
                    }
                });
            });
            provider(json, job);
            if self.root.is_none() && !self.users.is_empty() {
                json.key("variable").object(|json| {
                    json.key(ROOT_VARIABLE).object(|json| {
                        json.key("description").string("The id of the root business unit.");
                        json.key("type").string("string");
                    });
                });
            }
        });
    }
}

impl Module<'_> {
    /// The roles of the root business unit, in which each role is looked up by its name.
    fn roles_of_root(&self, json: &mut Json<'_>) {
        json.key("powerplatform_security_roles").object(|json| {
            json.key("root").object(|json| {
                let variable = format!("${{var.{ROOT_VARIABLE}}}");
                json.key("business_unit_id").string(self.root.as_deref().unwrap_or(&variable));
                json.key("environment_id").string(self.environment);
            });
        });
    }
}

/// The expression for the id of the role with a name.
fn role(name: &str) -> String {
    let name = quoted(name);
    let all = "data.powerplatform_security_roles.root.security_roles";
    format!("${{one([for role in {all} : role.role_id if role.name == {name}])}}")
}
