//! Resolves names to declarations. The lookups run in parallel and report nothing. After all of them,
//! [`super::unknown`] reports the names that were not found.

use std::sync::OnceLock;

use ecow::EcoString;
use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::diagnostics::Diagnostic;
use crate::model::condition::Condition;
use crate::model::facts::EnvironmentSubjects;
use crate::model::id::Id;
use crate::model::list::{Declared, List, Moved};
use crate::model::organisation::UserId;
use crate::model::program::{
    ConnectorFacts, DataPolicy, Domain, Environment, EnvironmentGroup, EnvironmentId, GroupId, NamedSet, Program,
    Reference, Scope, Targets,
};
use crate::model::select::{self, Subjects as _};
use crate::model::set::Index;

/// The names of the declarations of one kind, each with its place in the list.
pub(super) enum Table<I> {
    /// For many lookups.
    Hashed(FxHashMap<EcoString, I>),
    /// In the order of a sorted list, if the previous linking found most of them.
    Sorted(Vec<EcoString>),
}

impl<T: Declared> Table<Id<T>> {
    /// The names of `items`.
    pub(super) fn of(items: &List<T>) -> Self {
        Self::placed(items.ids().map(|(id, item)| (&item.symbol().name, id)))
    }

    /// The same for a sorted list.
    fn of_sorted(items: &List<T>, looks: Looks) -> Self {
        match looks {
            Looks::All => Self::of(items),
            Looks::Few => Self::Sorted(items.iter().map(|item| item.symbol().name.clone()).collect()),
        }
    }
}

impl<I: Index + PartialEq> Table<I> {
    /// Names with their places. If a name occurs twice, the first counts.
    pub(super) fn placed<'n>(names: impl Iterator<Item = (&'n EcoString, I)>) -> Self {
        let mut places = FxHashMap::with_capacity_and_hasher(names.size_hint().0, FxBuildHasher);
        for (name, place) in names {
            places.entry(name.clone()).or_insert(place);
        }
        Self::Hashed(places)
    }

    /// The place of a name.
    pub(super) fn find(&self, name: &str) -> Option<I> {
        match self {
            Self::Hashed(places) => places.get(name).copied(),
            Self::Sorted(names) => {
                names.binary_search_by(|known| known.as_str().cmp(name)).ok().map(|at| I::at(at as u32))
            }
        }
    }

    /// Looks a name up. Returns whether it was found.
    pub(super) fn resolve(&self, reference: &mut Reference<I>) -> bool {
        reference.target = self.find(&reference.symbol.name);
        reference.target.is_some()
    }

    /// The same for an optional reference.
    pub(super) fn optional(&self, reference: &mut Option<Reference<I>>) -> bool {
        reference.as_mut().is_none_or(|reference| self.resolve(reference))
    }

    /// Whether a reference has been looked up. In a `sound` declaration it must also have been found.
    pub(super) fn holds(&self, reference: &Reference<I>, sound: bool) -> bool {
        if let (Self::Sorted(names), Some(target)) = (self, reference.target)
            && names.get(target.index() as usize) == Some(&reference.symbol.name)
        {
            return true;
        }
        let found = self.find(&reference.symbol.name);
        found == reference.target && (found.is_some() || !sound)
    }

    /// The same for all of several references, or for an optional one.
    pub(super) fn hold<'r>(&self, references: impl IntoIterator<Item = &'r Reference<I>>, sound: bool) -> bool
    where
        I: 'r,
    {
        references.into_iter().all(|reference| self.holds(reference, sound))
    }

    /// Looks all up. Returns whether all were found.
    pub(super) fn all<'r>(&self, references: impl IntoIterator<Item = &'r mut Reference<I>>) -> bool
    where
        I: 'r,
    {
        references.into_iter().fold(true, |found, reference| self.resolve(reference) & found)
    }
}

/// How many names have to be looked up.
#[derive(Clone, Copy)]
pub(super) enum Looks {
    /// All of them.
    All,
    /// Few: the previous linking found most of them.
    Few,
}

/// The names of the kinds that many declarations refer to.
pub(super) struct Names {
    pub(super) environments: Table<EnvironmentId>,
    pub(super) environment_groups: Table<Id<EnvironmentGroup>>,
    pub(super) groups: Table<GroupId>,
    pub(super) users: Table<UserId>,
    pub(super) sets: Table<Id<NamedSet>>,
}

impl Names {
    /// The names of a program.
    pub(super) fn of(program: &Program, looks: Looks) -> Self {
        let ((environments, environment_groups), (groups, (users, sets))) = rayon::join(
            || {
                let groups = Table::of_sorted(&program.environment_groups, looks);
                (Table::of_sorted(&program.environments, looks), groups)
            },
            || {
                let users = Table::of_sorted(&program.organisation.users, looks);
                (Table::of_sorted(&program.groups, looks), (users, Table::of_sorted(&program.connector_sets, looks)))
            },
        );
        Self { environments, environment_groups, groups, users, sets }
    }
}

/// Resolves the references between declarations that are not part of a data policy.
pub(super) fn resolve(program: &mut Program, names: &Names) {
    let Names { environments, environment_groups: groups, groups: entra, users, .. } = names;
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

/// The environments of the previous linking, and their facts that conditions can use.
pub(super) struct Before<'a> {
    pub(super) environments: &'a List<Environment>,
    pub(super) asked: &'a [(String, Domain)],
}

/// The environments of a program for conditions to select from, and where those of the previous linking are now.
pub(super) struct Selection<'a> {
    all: EnvironmentSubjects<'a>,
    before: Option<Before<'a>>,
    moved: OnceLock<Option<(Moved, List<Environment>)>>,
}

impl<'a> Selection<'a> {
    /// Selects from `environments`, and compares with those of the previous linking.
    pub(super) fn of(environments: &'a List<Environment>, before: Option<Before<'a>>) -> Self {
        Self { all: EnvironmentSubjects::new(environments), before, moved: OnceLock::new() }
    }

    /// The facts that conditions can use, if any condition used them.
    pub(super) fn into_facts(self) -> Option<Vec<(String, Domain)>> {
        self.all.into_facts()
    }

    /// Whether a condition selects the same environments as in the previous linking, without findings. Only
    /// environments that are not the same in memory are tested.
    fn holds(&self, condition: &Condition, resolved: &[EnvironmentId]) -> bool {
        let find = || {
            let before = self.before.as_ref().filter(|before| before.asked == self.all.facts())?;
            let moved = self.all.environments.moved_from(before.environments);
            let new = self.all.environments.at(&moved.new);
            Some((moved, new))
        };
        let Some((moved, new)) = self.moved.get_or_init(find) else { return false };
        let mut findings = Vec::new();
        let chosen = select::select(&EnvironmentSubjects::among(new, &self.all), condition, &mut findings);
        let chosen = chosen.iter().filter_map(|id: EnvironmentId| moved.new.get(id.0 as usize).copied());
        let kept = resolved.iter().filter_map(|id| moved.to(id.0));
        let mut now: Vec<EnvironmentId> = kept.chain(chosen).map(EnvironmentId::at).collect();
        now.sort_unstable();
        findings.is_empty() && now == resolved
    }

    /// Whether the environments of a data policy are already resolved. `before` states whether the previous linking
    /// resolved them.
    pub(super) fn is_found(&self, policy: &DataPolicy, names: &Table<EnvironmentId>, before: bool) -> bool {
        match &policy.scope {
            Scope::All => true,
            Scope::AllExcept(targets) | Scope::Only(targets) => match &targets.condition {
                Some(condition) => before && self.holds(condition, &targets.resolved),
                None => names.hold(&targets.references, false),
            },
            Scope::Environment(reference) => names.holds(reference, false),
        }
    }

    /// Resolves the environments of a data policy.
    pub(super) fn find(&self, policy: &mut DataPolicy, names: &Table<EnvironmentId>, findings: &mut Vec<Diagnostic>) {
        match &mut policy.scope {
            Scope::All => {}
            Scope::AllExcept(targets) | Scope::Only(targets) => self.resolve(targets, names, findings),
            Scope::Environment(reference) => _ = names.resolve(reference),
        }
    }

    /// Resolves a list of environments, or answers the condition that selects them.
    pub(super) fn resolve(&self, targets: &mut Targets, names: &Table<EnvironmentId>, findings: &mut Vec<Diagnostic>) {
        if let Some(condition) = &targets.condition {
            targets.resolved = select::select(&self.all, condition, findings).iter().collect();
            return;
        }
        names.all(&mut targets.references);
        targets.resolved = targets.references.iter().filter_map(|reference| reference.target).collect();
        targets.resolved.sort_unstable();
        targets.resolved.dedup();
    }
}
