//! Names to declarations. They are looked for side by side and in silence; what was not found is told by
//! [`super::unknown`] once all have been looked for.

use ecow::EcoString;
use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::diagnostics::Diagnostic;
use crate::model::facts::EnvironmentSubjects;
use crate::model::id::Id;
use crate::model::list::{Declared, List};
use crate::model::organisation::UserId;
use crate::model::program::{
    ConnectorFacts, DataPolicy, Environment, EnvironmentId, GroupId, Program, Reference, Scope, Targets,
};
use crate::model::select;
use crate::model::set::Index;

/// The names of the declarations of one kind, each with its place in their list.
pub(super) struct Table<I> {
    places: FxHashMap<EcoString, I>,
}

impl<T: Declared> Table<Id<T>> {
    /// The names of `items`.
    pub(super) fn of(items: &List<T>) -> Self {
        Self::placed(items.ids().map(|(id, item)| (&item.symbol().name, id)))
    }
}

impl<I: Index + PartialEq> Table<I> {
    /// Names with their places; of one that stands twice the first counts.
    pub(super) fn placed<'n>(names: impl Iterator<Item = (&'n EcoString, I)>) -> Self {
        let mut places = FxHashMap::with_capacity_and_hasher(names.size_hint().0, FxBuildHasher);
        for (name, place) in names {
            places.entry(name.clone()).or_insert(place);
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

    /// Whether a reference has been looked up, and was found where a declaration is `sound`.
    pub(super) fn holds(&self, reference: &Reference<I>, sound: bool) -> bool {
        let found = self.find(&reference.symbol.name);
        found == reference.target && (found.is_some() || !sound)
    }

    /// The same for references, or one that need not be there.
    pub(super) fn hold<'r>(&self, references: impl IntoIterator<Item = &'r Reference<I>>, sound: bool) -> bool
    where
        I: 'r,
    {
        references.into_iter().all(|reference| self.holds(reference, sound))
    }

    /// Looks all up; gives whether all were found.
    pub(super) fn all<'r>(&self, references: impl IntoIterator<Item = &'r mut Reference<I>>) -> bool
    where
        I: 'r,
    {
        references.into_iter().fold(true, |found, reference| self.resolve(reference) & found)
    }
}

/// The names of what many kinds of declarations name.
pub(super) struct Names {
    pub(super) environments: Table<EnvironmentId>,
    pub(super) groups: Table<GroupId>,
    pub(super) users: Table<UserId>,
}

impl Names {
    /// Those of a program.
    pub(super) fn of(program: &Program) -> Self {
        let (environments, (groups, users)) = rayon::join(
            || Table::of(&program.environments),
            || (Table::of(&program.groups), Table::of(&program.organisation.users)),
        );
        Self { environments, groups, users }
    }
}

/// Resolves the references between declarations that are not part of a data policy.
pub(super) fn resolve(program: &mut Program, names: &Names) {
    let groups = Table::of(&program.environment_groups);
    let Names { environments, groups: entra, users } = names;
    let is_resolved = |one: &Environment| {
        groups.hold(&one.group, false) && entra.hold(&one.access, false) && users.hold(&one.owner, false)
    };
    program.environments.change(is_resolved, |environment| {
        groups.optional(&mut environment.group);
        entra.optional(&mut environment.access);
        users.optional(&mut environment.owner);
    });
    for routing in program.tenants.iter_mut().filter_map(|tenant| tenant.routing.as_mut()) {
        groups.optional(&mut routing.to);
        entra.optional(&mut routing.members_of);
    }
    for list in &mut program.allow_lists {
        list.sound &= groups.optional(&mut list.group) & environments.optional(&mut list.environment);
    }
    let is_resolved = |connector: &ConnectorFacts| environments.hold(&connector.environment, false);
    program.connectors.change(is_resolved, |connector| _ = environments.optional(&mut connector.environment));
}

/// Whether the environments that a data policy applies to have been found, where that can be told without finding them.
pub(super) fn is_aimed(policy: &DataPolicy, environments: &Table<EnvironmentId>) -> bool {
    match &policy.scope {
        Scope::All => true,
        Scope::AllExcept(targets) | Scope::Only(targets) => {
            targets.condition.is_none() && environments.hold(&targets.references, false)
        }
        Scope::Environment(reference) => environments.holds(reference, false),
    }
}

/// Resolves the environments that a data policy applies to.
pub(super) fn targets(
    policy: &mut DataPolicy,
    environments: &Table<EnvironmentId>,
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
    environments: &Table<EnvironmentId>,
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
