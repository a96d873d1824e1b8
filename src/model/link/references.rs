//! Names to declarations.

use crate::diagnostics::{Diagnostic, Safety, closest, quoted_list, worth_seeking};
use crate::model::codes;
use crate::model::condition;
use crate::model::facts::EnvironmentSubjects;
use crate::model::program::{DataPolicy, EnvironmentId, Program, Reference, Scope, Targets};
use crate::model::unread::Unread;
use crate::syntax::text_value;

/// The names of one kind, sorted, and what the kind is called.
pub(super) struct Table<'a> {
    pub(super) keyword: &'static str,
    pub(super) noun: &'static str,
    pub(super) names: Vec<&'a str>,
}

impl Table<'_> {
    pub(super) fn resolve(&self, reference: &mut Reference, unread: &Unread, findings: &mut Vec<Diagnostic>) {
        let name = &*reference.symbol.name;
        reference.target = self.names.binary_search(&name).ok().map(|index| index as u32);
        if reference.target.is_none() && !unread.may_hold(self.keyword, name) {
            findings.push(self.unknown(reference, findings.len()));
        }
    }

    /// `told` is how many findings there are already: after many, only the fact is told.
    pub(super) fn unknown(&self, reference: &Reference, told: usize) -> Diagnostic {
        unknown(self, reference, told)
    }
}

fn unknown(table: &Table<'_>, reference: &Reference, told: usize) -> Diagnostic {
    let name = &reference.symbol.name;
    let location = reference.symbol.location;
    let finding = Diagnostic::new(&codes::UNKNOWN_NAME, location, format!("there is no {} `{name}`", table.noun));
    if !worth_seeking(told, table.names.len()) {
        return finding.help(format!("declare the {} `{name}`", table.noun));
    }
    match closest(name, table.names.iter().copied()) {
        Some(near) => finding.did_you_mean_as(near, text_value::name(near), location, Safety::Unsafe),
        None if table.names.is_empty() => finding.help(format!("no {} is declared yet", table.noun)),
        None if table.names.len() <= 8 => {
            finding.help(format!("declared are {}", quoted_list(table.names.iter().copied(), "and")))
        }
        None => finding.help(format!("declare the {} `{name}`", table.noun)),
    }
}

/// Resolves the references between declarations that are not part of a data policy.
pub(super) fn resolve(program: &mut Program, findings: &mut Vec<Diagnostic>) {
    let groups = std::mem::take(&mut program.environment_groups);
    let entra = std::mem::take(&mut program.groups);
    let group_names = Table {
        keyword: "environment_group",
        noun: "environment group",
        names: groups.iter().map(|group| &*group.head.symbol.name).collect(),
    };
    let entra_names =
        Table { keyword: "group", noun: "group", names: entra.iter().map(|group| &*group.head.symbol.name).collect() };
    for environment in &mut program.environments {
        if let Some(group) = &mut environment.group {
            group_names.resolve(group, &program.unread, findings);
        }
        if let Some(access) = &mut environment.access {
            entra_names.resolve(access, &program.unread, findings);
        }
    }
    program.environment_groups = groups;
    program.groups = entra;
    let environments = Table {
        keyword: "environment",
        noun: "environment",
        names: program.environments.iter().map(|environment| &*environment.head.symbol.name).collect(),
    };
    for connector in &mut program.connectors {
        if let Some(environment) = &mut connector.environment {
            environments.resolve(environment, &program.unread, findings);
        }
    }
}

/// Resolves the environments that a data policy applies to. Names that are unknown are told later, by
/// [`tell_unknown`]: policies are resolved side by side, and how many have been told must not depend on that.
pub(super) fn targets(policy: &mut DataPolicy, program: &Program, findings: &mut Vec<Diagnostic>) {
    match &mut policy.scope {
        Scope::All => {}
        Scope::AllExcept(targets) | Scope::Only(targets) => resolve_targets(targets, program, findings),
        Scope::Environment(reference) => resolve_environment(reference, program),
    }
}

/// The environments that the scope of a data policy names.
pub(super) fn named_by(scope: &Scope) -> &[Reference] {
    match scope {
        Scope::All => &[],
        Scope::AllExcept(targets) | Scope::Only(targets) => &targets.references,
        Scope::Environment(reference) => std::slice::from_ref(reference),
    }
}

/// Resolves a list of environments, or answers the condition that selects them.
pub(super) fn resolve_targets(targets: &mut Targets, program: &Program, findings: &mut Vec<Diagnostic>) {
    if let Some(condition) = &targets.condition {
        let subjects = EnvironmentSubjects { environments: &program.environments };
        targets.resolved = condition::select(&subjects, condition, findings).iter().collect();
        return;
    }
    for reference in &mut targets.references {
        resolve_environment(reference, program);
    }
    targets.resolved = targets.references.iter().filter_map(|reference| reference.target.map(EnvironmentId)).collect();
    targets.resolved.sort_unstable();
    targets.resolved.dedup();
}

fn resolve_environment(reference: &mut Reference, program: &Program) {
    reference.target = program.environment(&reference.symbol.name).map(|id| id.0);
}

/// Tells of the names of environments that were not found.
pub(super) fn tell_unknown<'r>(
    references: impl IntoIterator<Item = &'r Reference>,
    program: &Program,
    findings: &mut Vec<Diagnostic>,
) {
    let names = program.environments.iter().map(|other| &*other.head.symbol.name).collect();
    let table = Table { keyword: "environment", noun: "environment", names };
    for (told, reference) in references.into_iter().filter(|reference| reference.target.is_none()).enumerate() {
        if !program.unread.may_hold("environment", &reference.symbol.name) {
            findings.push(unknown(&table, reference, told));
        }
    }
}
