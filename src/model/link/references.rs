//! Names to declarations. They are looked for side by side and in silence; what was not found is told by
//! [`super::unknown`] once all have been looked for.

use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::diagnostics::Diagnostic;
use crate::model::facts::EnvironmentSubjects;
use crate::model::id::Id;
use crate::model::list::{Declared, List};
use crate::model::program::{DataPolicy, EnvironmentId, Program, Reference, Scope, Targets};
use crate::model::select;
use crate::model::set::Index;

/// The names of the declarations of one kind, each with its place in their list.
pub(super) struct Table<'a, I> {
    places: FxHashMap<&'a str, I>,
}

impl<'a, T: Declared> Table<'a, Id<T>> {
    /// The names of `items`.
    pub(super) fn of(items: &'a List<T>) -> Self {
        Self::new(items.names())
    }
}

impl<'a, I: Index> Table<'a, I> {
    /// The same of names that stand alone.
    pub(super) fn new(names: impl Iterator<Item = &'a str>) -> Self {
        Self::placed(names.zip((0..).map(I::at)))
    }

    /// Names with their places; of one that stands twice the first counts.
    pub(super) fn placed(names: impl Iterator<Item = (&'a str, I)>) -> Self {
        let mut places = FxHashMap::with_capacity_and_hasher(names.size_hint().0, FxBuildHasher);
        for (name, place) in names {
            places.entry(name).or_insert(place);
        }
        Self { places }
    }

    /// The place of a name.
    pub(super) fn find(&self, name: &str) -> Option<I> {
        self.places.get(name).copied()
    }

    /// Looks a name up; gives whether it was found.
    pub(super) fn resolve(&self, reference: &mut Reference<I>) -> bool {
        reference.target = self.find(&reference.symbol.name);
        reference.target.is_some()
    }

    /// The same for one that need not be there.
    pub(super) fn optional(&self, reference: &mut Option<Reference<I>>) -> bool {
        reference.as_mut().is_none_or(|reference| self.resolve(reference))
    }

    /// Looks all up; gives whether all were found.
    pub(super) fn all<'r>(&self, references: impl IntoIterator<Item = &'r mut Reference<I>>) -> bool
    where
        I: 'r,
    {
        references.into_iter().fold(true, |found, reference| self.resolve(reference) & found)
    }
}

/// Resolves the references between declarations that are not part of a data policy.
pub(super) fn resolve(program: &mut Program) {
    let groups = Table::of(&program.environment_groups);
    let entra = Table::of(&program.groups);
    let users = Table::of(&program.organisation.users);
    for environment in &mut program.environments {
        groups.optional(&mut environment.group);
        entra.optional(&mut environment.access);
        users.optional(&mut environment.owner);
    }
    for routing in program.tenants.iter_mut().filter_map(|tenant| tenant.routing.as_mut()) {
        groups.optional(&mut routing.to);
        entra.optional(&mut routing.members_of);
    }
    let environments = Table::of(&program.environments);
    for list in &mut program.allow_lists {
        list.sound &= groups.optional(&mut list.group) & environments.optional(&mut list.environment);
    }
    for connector in &mut program.connectors {
        environments.optional(&mut connector.environment);
    }
}

/// Resolves the environments that a data policy applies to.
pub(super) fn targets(
    policy: &mut DataPolicy,
    environments: &Table<'_, EnvironmentId>,
    program: &Program,
    findings: &mut Vec<Diagnostic>,
) {
    match &mut policy.scope {
        Scope::All => {}
        Scope::AllExcept(targets) | Scope::Only(targets) => {
            resolve_targets(targets, environments, program, findings);
        }
        Scope::Environment(reference) => _ = environments.resolve(reference),
    }
}

/// Resolves a list of environments, or answers the condition that selects them.
pub(super) fn resolve_targets(
    targets: &mut Targets,
    environments: &Table<'_, EnvironmentId>,
    program: &Program,
    findings: &mut Vec<Diagnostic>,
) {
    if let Some(condition) = &targets.condition {
        let subjects = EnvironmentSubjects { environments: &program.environments };
        targets.resolved = select::select(&subjects, condition, findings).iter().collect();
        return;
    }
    environments.all(&mut targets.references);
    targets.resolved = targets.references.iter().filter_map(|reference| reference.target).collect();
    targets.resolved.sort_unstable();
    targets.resolved.dedup();
}
