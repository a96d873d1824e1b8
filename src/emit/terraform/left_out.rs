//! What the target does not carry.

use std::collections::BTreeMap;

use super::assignments::carries_application;
use super::group_rules;
use super::tenant::Tenant;
use super::users::roles_of;
use crate::emit::job::{Job, ProviderVersion};
use crate::emit::kinds::{self, Declared};
use crate::emit::not_carried::{Kind, LeftOut};
use crate::model::organisation::User;

/// What is not carried.
pub(super) fn left_out(job: Job<'_>, tenant: &Tenant<'_>) -> Vec<LeftOut> {
    let mut lines = Vec::new();
    for (kind, names) in kinds::all(job.program) {
        if kind == Declared::AllowList {
            lines.extend(allow_lists(job));
            continue;
        }
        let (one, several) = words(kind, job.settings.provider);
        let left: Vec<&str> = names.into_iter().filter(|name| !carried(job, tenant, kind, name)).collect();
        if !left.is_empty() {
            let formless = (!is_written(kind)).then_some(kind);
            lines.push(LeftOut::things(super::NAME, Kind { key: kind.key(), one, several, formless }, &left));
        }
    }
    lines.extend(tenant.partly().map(|line| LeftOut::sentence(super::NAME, line)));
    lines
}

/// How what is left out of a kind is called.
const fn words(kind: Declared, provider: ProviderVersion) -> (&'static str, &'static str) {
    match kind {
        Declared::DataPolicy => (
            "data policy of one environment, which the provider does not have,",
            "data policies of one environment, which the provider does not have,",
        ),
        Declared::Environment => (
            "environment, which the provider cannot make as it is written,",
            "environments, which the provider cannot make as they are written,",
        ),
        Declared::User => match provider {
            ProviderVersion::V4_1 => (
                "an application or one without roles in the root unit, user",
                "applications and those without roles in the root unit, users",
            ),
            ProviderVersion::V4_2 => {
                ("one without roles in the root unit, user", "those without roles in the root unit, users")
            }
        },
        Declared::Team => (
            "all but the roles of one that has an id in the bindings, of team",
            "all but the roles of those that have ids in the bindings, of teams",
        ),
        other => other.words(),
    }
}

/// Whether there are resources for declarations of a kind.
const fn is_written(kind: Declared) -> bool {
    matches!(
        kind,
        Declared::AllowList
            | Declared::DataPolicy
            | Declared::Environment
            | Declared::EnvironmentGroup
            | Declared::Team
            | Declared::Tenant
            | Declared::User
    )
}

fn carried(job: Job<'_>, tenant: &Tenant<'_>, kind: Declared, name: &str) -> bool {
    match kind {
        Declared::DataPolicy => tenant.has_policy(name),
        Declared::Environment => tenant.has_environment(name),
        Declared::User => {
            let users = &job.program.organisation.users;
            users.named(name).is_some_and(|user| is_carried(job, user))
        }
        Declared::EnvironmentGroup => true,
        Declared::Tenant => tenant.has_tenant(name),
        Declared::AllowList
        | Declared::App
        | Declared::BusinessUnits
        | Declared::ColumnSecurity
        | Declared::Connector
        | Declared::Connectors
        | Declared::Control
        | Declared::Criteria
        | Declared::Duties
        | Declared::Group
        | Declared::Guideline
        | Declared::Licence
        | Declared::MakerTeam
        | Declared::Offer
        | Declared::Role
        | Declared::RoleAdministrators
        | Declared::Rules
        | Declared::Scale
        | Declared::Table
        | Declared::Team
        | Declared::ExternalIdentity
        | Declared::GroupSelfService
        | Declared::Party
        | Declared::Responsibility => false,
    }
}

/// The allow-lists that are not carried, a line for each reason.
fn allow_lists(job: Job<'_>) -> Vec<LeftOut> {
    let mut by_reason: BTreeMap<group_rules::Lack, Vec<&str>> = BTreeMap::new();
    for list in &job.program.allow_lists {
        if let Some(lack) = group_rules::lack(job, list) {
            by_reason.entry(lack).or_default().push(&list.head.symbol.name);
        }
    }
    let line = |(lack, names): (group_rules::Lack, Vec<&str>)| {
        let (one, several) = lack.words();
        let kind = Kind { key: Declared::AllowList.key(), one, several, formless: None };
        LeftOut::things(super::NAME, kind, &names)
    };
    by_reason.into_iter().map(line).collect()
}

fn is_carried(job: Job<'_>, user: &User) -> bool {
    let mut places = user.roles.iter().filter_map(|one| one.environment.target);
    places.any(|id| {
        let environment = job.program.environments.get(id.0 as usize);
        let has_database = environment.is_some_and(|one| one.dataverse.is_some());
        has_database && (roles_of(job, user, id).is_some() || carries_application(job, user, id))
    })
}
