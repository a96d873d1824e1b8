//! The declarations that the target does not carry.

use std::collections::BTreeMap;

use super::{allow_lists, environment_body, group_rules, managed};
use crate::emit::ids;
use crate::emit::job::Job;
use crate::emit::kinds;
use crate::emit::not_carried::{Kind, LeftOut};
use crate::model::Program;
use crate::model::kinds::DeclarationKind;
use crate::model::program::{AllowList, Environment};

/// The declarations that the requests do not carry, by kind. Requests name custom connectors as parts of policies;
/// their other facts are not written.
pub(super) fn kinds(job: Job<'_>) -> Vec<(Kind, Vec<&str>)> {
    let mut left = Vec::new();
    for (kind, names) in kinds::all(job.program) {
        let (one, several) = words(kind);
        let formless = (!kinds::is_home(super::NAME, kind)).then_some(kind);
        let names: Vec<&str> = names.into_iter().filter(|name| !is_carried(job, kind, name)).collect();
        if !names.is_empty() {
            left.push((Kind { key: kinds::key(kind), one, several, formless }, names));
        }
    }
    left
}

/// The same for people; for environments and their groups, the parts that are left out of each.
pub(super) fn left_out(job: Job<'_>) -> Vec<LeftOut> {
    let mut left = Vec::new();
    for (kind, names) in kinds(job) {
        let parts = |name: &str| -> Vec<&'static str> {
            let environment = || job.program.environments.named(name).map(|one| unsent(job, one));
            let group = || job.program.environment_groups.named(name).map(|one| group_rules::unsent(job, one));
            match kind.key {
                "environment" => environment().unwrap_or_default(),
                "environment_group" => group().unwrap_or_default(),
                _whole => Vec::new(),
            }
        };
        let mut by_parts: BTreeMap<Vec<&str>, Vec<&str>> = BTreeMap::new();
        for name in names {
            by_parts.entry(parts(name)).or_default().push(name);
        }
        for (parts, names) in by_parts {
            let (one, several) = match (kind.key, parts.is_empty()) {
                ("environment", false) => ("environment", "environments"),
                ("environment_group", false) => ("environment group", "environment groups"),
                _whole => (kind.one, kind.several),
            };
            let kind = Kind { key: kind.key, one, several, formless: kind.formless };
            left.push(if parts.is_empty() {
                LeftOut::things(super::NAME, kind, &names)
            } else {
                LeftOut::parts(super::NAME, &kind, &parts, &names)
            });
        }
    }
    left
}

/// The words for the part of a kind that is left out.
fn words(kind: DeclarationKind) -> (&'static str, &'static str) {
    match kind {
        DeclarationKind::AllowList => (
            "connector allow-list, whose types of connections have no documented form there,",
            "connector allow-lists, whose types of connections have no documented form there,",
        ),
        DeclarationKind::EnvironmentGroup => ("the rules of environment group", "the rules of environment groups"),
        DeclarationKind::Environment => (
            "environment, which no request makes as it is written,",
            "environments, which no request makes as they are written,",
        ),
        other => kinds::words(other),
    }
}

fn is_carried(job: Job<'_>, kind: DeclarationKind, name: &str) -> bool {
    let program = job.program;
    match kind {
        DeclarationKind::AllowList => program.allow_lists.named(name).is_some_and(allow_lists::is_carried),
        DeclarationKind::Environment => {
            program.environments.named(name).is_some_and(|one| is_plain(one) || is_whole(job, one))
        }
        DeclarationKind::EnvironmentGroup => {
            program.environment_groups.named(name).is_some_and(|group| group_rules::are_whole(job, group))
        }
        DeclarationKind::Tenant => {
            let tenant = program.tenants.named(name);
            tenant.is_some_and(|one| !one.settings.is_empty() || one.routing.is_some() || one.isolation.is_some())
        }
        other => kinds::is_home(super::NAME, other),
    }
}

/// Whether requests carry all of an environment.
fn is_whole(job: Job<'_>, environment: &Environment) -> bool {
    let id = ids::environment(environment, job.settings.bindings).map(|(id, _)| id);
    environment_body::is_written(environment, id)
        && !is_detailed(environment)
        && (environment.allow_lists_only.is_none() || has_own_list(job, environment))
}

fn has_own_list(job: Job<'_>, environment: &Environment) -> bool {
    let symbol = &*environment.head.symbol.name;
    has_list(job.program, |list| list.environment.as_ref().is_some_and(|one| &*one.symbol.name == symbol))
}

fn has_list(program: &Program, is_meant: impl Fn(&AllowList) -> bool) -> bool {
    program.allow_lists.iter().any(|list| is_meant(list) && allow_lists::is_carried(list))
}

/// Whether an environment has settings that no request carries.
fn is_detailed(environment: &Environment) -> bool {
    !details(environment).is_empty()
}

/// The source words for the settings of a written environment that no request carries.
fn details(environment: &Environment) -> Vec<&'static str> {
    let modes = environment.dataverse.as_ref();
    let said = [
        (environment.owner.is_some(), "owner"),
        (!managed::are_whole(environment), "managed"),
        (environment.release_cycle.is_some(), "release_cycle"),
        (environment.cadence.is_some(), "cadence"),
        (environment.audit.is_some(), "audit"),
        (!environment.provider.is_empty(), "terraform"),
        (modes.is_some_and(|one| one.administration_mode.is_some()), "administration_mode"),
        (modes.is_some_and(|one| one.background_operations.is_some()), "background_operations"),
        (modes.is_some_and(|one| one.ownership_across_units), "ownership_across_units"),
    ];
    said.into_iter().filter(|(is_said, _)| *is_said).map(|(_, word)| word).collect()
}

/// The same; empty where no request is about the environment at all.
fn unsent(job: Job<'_>, environment: &Environment) -> Vec<&'static str> {
    let id = ids::environment(environment, job.settings.bindings).map(|(id, _)| id);
    if !environment_body::is_written(environment, id) {
        return Vec::new();
    }
    let mut words = details(environment);
    if environment.allow_lists_only.is_some() && !has_own_list(job, environment) {
        words.push("connector_policies");
    }
    words
}

/// Whether an environment has no settings that requests could write.
fn is_plain(environment: &Environment) -> bool {
    let shaped = environment.managed || environment.group.is_some() || environment.allow_lists_only.is_some();
    let kind = environment.kind.is_none() && environment.region.is_none() && environment.ai.is_empty();
    kind && !shaped
        && environment.managed_settings.is_none()
        && !is_detailed(environment)
        && environment.access.is_none()
        && environment.dataverse.is_none()
}
