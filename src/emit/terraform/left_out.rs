//! What the target does not carry: all but users of the root.

use super::users::roles_of;
use crate::emit::told::{self, Kind};
use crate::emit::{Job, Target};
use crate::model::EnvironmentId;
use crate::model::organisation::User;
use crate::model::program::Head;

/// What is not carried, a line each.
pub(in crate::emit) fn not_carried(job: Job<'_>) -> Vec<String> {
    let program = job.program;
    let organisation = &program.organisation;
    let carried = |user: &User| {
        let mut places = user.roles.iter().filter_map(|one| one.environment.target).map(EnvironmentId);
        places.any(|id| {
            let environment = program.environments.get(id.0 as usize);
            environment.is_some_and(|one| one.dataverse.is_some()) && roles_of(job, user, id).is_some()
        })
    };
    let trees = organisation.unit_trees.iter().map(|tree| &tree.head);
    let roles = organisation.roles.iter().filter(|role| role.predefined.is_none());
    let kinds: [(&'static str, &'static str, Vec<&Head>); 13] = [
        ("tree of business units", "trees of business units", trees.collect()),
        (
            "column security profile",
            "column security profiles",
            organisation.profiles.iter().map(|one| &one.head).collect(),
        ),
        ("connector allow-list", "connector allow-lists", program.allow_lists.iter().map(|one| &one.head).collect()),
        ("data policy", "data policies", program.policies.iter().map(|one| &one.head).collect()),
        ("separation of duties", "separations of duties", organisation.duties.iter().map(|one| &one.head).collect()),
        ("environment group", "environment groups", program.environment_groups.iter().map(|one| &one.head).collect()),
        ("environment", "environments", program.environments.iter().map(|one| &one.head).collect()),
        ("group", "groups", program.groups.iter().map(|one| &one.head).collect()),
        ("licence", "licences", organisation.licences.iter().map(|one| &one.head).collect()),
        (
            "role administrators",
            "role administrators",
            organisation.administrators.iter().map(|one| &one.head).collect(),
        ),
        ("role", "roles", roles.map(|one| &one.head).collect()),
        ("team", "teams", organisation.teams.iter().map(|one| &one.head).collect()),
        (
            "an application or one without roles in the root unit, user",
            "applications and those without roles in the root unit, users",
            organisation.users.iter().filter(|user| !carried(user)).map(|one| &one.head).collect(),
        ),
    ];
    let lines = kinds.into_iter().filter(|(_, _, heads)| !heads.is_empty()).map(|(one, several, heads)| {
        let names: Vec<&str> = heads.iter().map(|head| &*head.symbol.name).collect();
        told::line(&Kind { key: "", one, several }, &names, Target::Terraform.name())
    });
    lines.collect()
}
