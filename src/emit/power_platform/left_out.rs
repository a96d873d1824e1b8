//! What the target does not carry.

use super::allow_lists;
use crate::emit::kinds::{self, Declared};
use crate::emit::not_carried::Kind;
use crate::model::Program;
use crate::model::program::Environment;

/// The declarations that the requests do not carry, by kind. Environments and custom connectors are in them as what
/// policies name; what else is declared of them is not written.
pub(super) fn kinds(program: &Program) -> Vec<(Kind, Vec<&str>)> {
    let mut left = Vec::new();
    for (kind, names) in kinds::all(program) {
        let (one, several) = words(kind);
        let names: Vec<&str> = names.into_iter().filter(|name| !is_carried(program, kind, name)).collect();
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
        Declared::Environment => ("the settings of environment", "the settings of environments"),
        other => other.words(),
    }
}

fn is_carried(program: &Program, kind: Declared, name: &str) -> bool {
    match kind {
        Declared::DataPolicy => true,
        Declared::AllowList => {
            let list = program.allow_lists.iter().find(|list| &*list.head.symbol.name == name);
            list.is_some_and(allow_lists::is_carried)
        }
        Declared::Environment => {
            let environment = program.environments.iter().find(|one| &*one.head.symbol.name == name);
            environment.is_some_and(is_plain)
        }
        Declared::App
        | Declared::BusinessUnits
        | Declared::ColumnSecurity
        | Declared::Connector
        | Declared::Connectors
        | Declared::Control
        | Declared::Criteria
        | Declared::Duties
        | Declared::EnvironmentGroup
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
        | Declared::Tenant
        | Declared::ExternalIdentity
        | Declared::GroupSelfService
        | Declared::Party
        | Declared::Responsibility
        | Declared::User => false,
    }
}

/// Whether nothing is said of an environment that requests could write.
fn is_plain(environment: &Environment) -> bool {
    let shaped = environment.managed || environment.group.is_some() || environment.allow_lists_only.is_some();
    !shaped && environment.access.is_none() && environment.dataverse.is_none()
}
