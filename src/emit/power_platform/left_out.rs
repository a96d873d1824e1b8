//! What the target does not carry.

use super::{administration, allow_lists, group_rules};
use crate::emit::ids;
use crate::emit::job::Job;
use crate::emit::kinds::{self, Declared};
use crate::emit::not_carried::Kind;
use crate::model::Program;
use crate::model::program::{AllowList, Environment};

/// The declarations that the requests do not carry, by kind. Custom connectors are in them as what policies name;
/// what else is declared of them is not written.
pub(super) fn kinds(job: Job<'_>) -> Vec<(Kind, Vec<&str>)> {
    let mut left = Vec::new();
    for (kind, names) in kinds::all(job.program) {
        let (one, several) = words(kind);
        let names: Vec<&str> = names.into_iter().filter(|name| !is_carried(job, kind, name)).collect();
        if !names.is_empty() {
            left.push((Kind { key: kind.key(), one, several }, names));
        }
    }
    left
}

/// How what is left out of a kind is called.
const fn words(kind: Declared) -> (&'static str, &'static str) {
    match kind {
        Declared::AllowList => (
            "connector allow-list, whose types of connections have no documented form there,",
            "connector allow-lists, whose types of connections have no documented form there,",
        ),
        Declared::EnvironmentGroup => ("the rules of environment group", "the rules of environment groups"),
        Declared::Environment => ("the settings of environment", "the settings of environments"),
        other => other.words(),
    }
}

fn is_carried(job: Job<'_>, kind: Declared, name: &str) -> bool {
    let program = job.program;
    match kind {
        Declared::DataPolicy => true,
        Declared::AllowList => program.allow_lists.named(name).is_some_and(allow_lists::is_carried),
        Declared::Environment => {
            program.environments.named(name).is_some_and(|one| is_plain(one) || is_whole(job, one))
        }
        Declared::EnvironmentGroup => {
            program.environment_groups.named(name).is_some_and(|group| group_rules::are_whole(job, group))
        }
        Declared::Tenant => {
            let tenant = program.tenants.named(name);
            tenant.is_some_and(|one| !one.settings.is_empty() || one.routing.is_some() || one.isolation.is_some())
        }
        Declared::App
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
        | Declared::Responsibility
        | Declared::User => false,
    }
}

/// Whether requests say all of an environment.
fn is_whole(job: Job<'_>, environment: &Environment) -> bool {
    let id = ids::environment(environment, job.settings.bindings).map(|(id, _)| id);
    let symbol = &*environment.head.symbol.name;
    let of_it = |list: &AllowList| list.environment.as_ref().is_some_and(|one| &*one.symbol.name == symbol);
    administration::is_written(environment, id)
        && !environment.dataverse.as_ref().is_some_and(|one| one.ownership_across_units)
        && !is_detailed(environment)
        && (environment.allow_lists_only.is_none() || has_list(job.program, of_it))
}

fn has_list(program: &Program, is_meant: impl Fn(&AllowList) -> bool) -> bool {
    program.allow_lists.iter().any(|list| is_meant(list) && allow_lists::is_carried(list))
}

/// Whether something is said of an environment that no request carries.
fn is_detailed(environment: &Environment) -> bool {
    let modes = environment.dataverse.as_ref();
    environment.owner.is_some()
        || environment.managed_settings.is_some()
        || !environment.ai.is_empty()
        || environment.release_cycle.is_some()
        || environment.cadence.is_some()
        || environment.audit.is_some()
        || !environment.provider.is_empty()
        || modes.is_some_and(|one| one.administration_mode.is_some() || one.background_operations.is_some())
}

/// Whether nothing is said of an environment that requests could write.
fn is_plain(environment: &Environment) -> bool {
    let shaped = environment.managed || environment.group.is_some() || environment.allow_lists_only.is_some();
    let kind = environment.kind.is_empty() && environment.region.is_none();
    kind && !shaped && !is_detailed(environment) && environment.access.is_none() && environment.dataverse.is_none()
}
