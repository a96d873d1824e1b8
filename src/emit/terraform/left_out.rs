//! The declarations that the target does not carry.

use std::collections::BTreeMap;

use super::assignments::carries_application;
use super::group_rules;
use super::tenant::Tenant;
use super::users::roles_of;
use crate::emit::job::{Job, ProviderVersion};
use crate::emit::kinds;
use crate::emit::not_carried::{Kind, LeftOut};
use crate::model::kinds::DeclarationKind;
use crate::model::organisation::User;

/// The declarations that are not carried.
pub(super) fn left_out(job: Job<'_>, tenant: &Tenant<'_>) -> Vec<LeftOut> {
    let mut lines = Vec::new();
    for (kind, names) in kinds::all(job.program) {
        if kind == DeclarationKind::AllowList {
            lines.extend(allow_lists(job));
            continue;
        }
        let (one, several) = words(kind, job.settings.provider);
        let left: Vec<&str> = names.into_iter().filter(|name| !carried(job, tenant, kind, name)).collect();
        if !left.is_empty() {
            let formless = (!is_written(kind)).then_some(kind);
            lines.push(LeftOut::things(super::NAME, Kind { key: kinds::key(kind), one, several, formless }, &left));
        }
    }
    lines.extend(tenant.partly().map(|line| LeftOut::sentence(super::NAME, line)));
    lines
}

/// The words for the part of a kind that is left out.
fn words(kind: DeclarationKind, provider: ProviderVersion) -> (&'static str, &'static str) {
    match kind {
        DeclarationKind::DataPolicy => (
            "data policy of one environment, which the provider does not have,",
            "data policies of one environment, which the provider does not have,",
        ),
        DeclarationKind::Environment => (
            "environment, which the provider cannot make as it is written,",
            "environments, which the provider cannot make as they are written,",
        ),
        DeclarationKind::User => match provider {
            ProviderVersion::V4_1 => (
                "user that is an application or has no roles in the root unit,",
                "users that are applications or have no roles in the root unit,",
            ),
            ProviderVersion::V4_2 => ("user without roles in the root unit,", "users without roles in the root unit,"),
        },
        DeclarationKind::Team => (
            "everything except the roles, which need an id in the bindings, of team",
            "everything except the roles, which need ids in the bindings, of teams",
        ),
        other => kinds::words(other),
    }
}

/// Whether there are resources for declarations of a kind.
fn is_written(kind: DeclarationKind) -> bool {
    matches!(kind, DeclarationKind::Team | DeclarationKind::User) || kinds::is_home(super::NAME, kind)
}

fn carried(job: Job<'_>, tenant: &Tenant<'_>, kind: DeclarationKind, name: &str) -> bool {
    match kind {
        DeclarationKind::DataPolicy => tenant.has_policy(name),
        DeclarationKind::Environment => tenant.has_environment(name),
        DeclarationKind::User => {
            let users = &job.program.organisation.users;
            users.named(name).is_some_and(|user| is_carried(job, user))
        }
        DeclarationKind::Tenant => tenant.has_tenant(name),
        DeclarationKind::Team => false,
        other => is_written(other),
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
        let kind = Kind { key: kinds::key(DeclarationKind::AllowList), one, several, formless: None };
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
