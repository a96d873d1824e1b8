//! The combined effect of data policies and connector allow-lists on an environment (dlp.md 2.2, acp.md), exactly.
//!
//! A connector blocked by any applicable policy is blocked. The others are divided into cells by the tuple of their
//! groups across the policies. Two connectors may be used together when their tuples are equal, or differ only where
//! one of them is ignored. A connector that an allow-list in effect governs and does not list is blocked too; where
//! only allow-lists count, no data policy applies. Environments to which the same policies apply share one class. The
//! tuple of a connector takes two bits a policy: 64 policies fit in a `u128` and need no hashing of lists; beyond
//! that, tuples are numbered again every 64 policies.

use std::ops::Deref;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::custom::Customs;
use super::placement::{Placement, placement};
use super::placements::{POLICIES_A_WORD, Placements};
use crate::model::program::{AllowListId, DataGroup, DataPolicy, EnvironmentId, PolicyId, Program, Scope};
use crate::model::{ConnectorId, Set};

/// The combined effect of all data policies and allow-lists.
#[derive(Clone, Debug, PartialEq)]
pub struct Effective {
    /// Environments by the policies that apply to them.
    pub classes: Vec<Class>,
    /// The effect in environments that are not declared, including future ones, where no class has the same policies:
    /// the policies that apply to `all` and `all except […]`. It holds no environment.
    pub undeclared: Option<Class>,
    class_of: Vec<ClassId>,
    customs: Customs,
    /// The connectors that each policy alone blocks.
    blocked: Vec<Arc<Set>>,
    /// The connectors that each allow-list alone blocks.
    unlisted: Vec<Set>,
}

/// The place of a class in [`Effective::classes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClassId(pub u32);

/// Environments to which the same policies apply, and what may be used in them.
#[derive(Clone, Debug)]
pub struct Class {
    /// The environments, in order of their symbols.
    pub environments: Vec<EnvironmentId>,
    effect: Arc<Effect>,
}

/// What may be used where a set of policies applies.
#[derive(Debug, PartialEq)]
pub struct Effect {
    /// The data policies that are evaluated, in order of their symbols.
    pub policies: Vec<PolicyId>,
    /// The allow-lists in effect: at most one in a project without mistakes.
    pub allow_lists: Vec<AllowListId>,
    /// Whether only allow-lists count, so that no data policy is evaluated.
    pub allow_lists_only: bool,
    /// The connectors that some data policy or allow-list blocks.
    pub blocked: Set,
    /// Those that some data policy blocks.
    pub barred: Set,
    /// The connectors that are not blocked, by the tuple of their groups; largest cell first, then by the first
    /// connector.
    pub cells: Vec<Cell>,
    /// Custom connectors whose group is unknown: a policy sorts them by their hosts, which are not given, and nothing
    /// else blocks them. Each is nevertheless either blocked or in a cell.
    pub unsorted: Set,
}

impl Deref for Class {
    type Target = Effect;

    fn deref(&self) -> &Effect {
        &self.effect
    }
}

impl PartialEq for Class {
    fn eq(&self, other: &Self) -> bool {
        let same_effect = Arc::ptr_eq(&self.effect, &other.effect) || self.effect == other.effect;
        self.environments == other.environments && same_effect
    }
}

/// Connectors that share their group in every policy of a class.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// The connectors.
    pub members: Set,
    /// Where each policy of the class puts them.
    pub placements: Placements,
}

impl Cell {
    /// Whether the connectors of two cells may be used together.
    pub fn joins(&self, other: &Self) -> bool {
        self.placements.conflicts(&other.placements).next().is_none()
    }
}

impl Effective {
    /// Combines the policies of a program.
    pub fn of(program: &Program) -> Self {
        Self::after(program, None)
    }

    /// Combines the policies of a program, and reuses the results of an earlier program for classes whose policies
    /// are the same.
    pub fn after(program: &Program, before: Option<(&Program, &Self)>) -> Self {
        let before = before.filter(|(earlier, _)| earlier.universe.is_same(&program.universe));
        let block = || {
            let customs = Customs::of(program);
            // Whether each policy is the same as before, and puts its custom connectors in the same groups.
            let kept: Vec<bool> = before.map_or_else(Vec::new, |(earlier, found)| {
                let same = program.policies.same_in_memory(&earlier.policies);
                same.zip(0..).map(|(same, at)| same && customs.is_same(&found.customs, PolicyId::at(at))).collect()
            });
            let policies: Vec<(PolicyId, &DataPolicy)> = program.policies.ids().collect();
            let block = |(id, policy): (PolicyId, &DataPolicy)| {
                let known = before.and_then(|(_, found)| found.blocked.get(id.0 as usize));
                let known = known.filter(|_| kept.get(id.0 as usize) == Some(&true));
                known.map_or_else(|| Arc::new(blocked_by(program, policy, id, &customs)), Arc::clone)
            };
            let blocked: Vec<Arc<Set>> = policies.into_par_iter().with_min_len(16).map(block).collect();
            let lists = program.allow_lists.iter();
            let unlisted: Vec<Set> = lists
                .map(|list| Set::filter(program.universe.len(), |id| list.blocks(&program.universe, id)))
                .collect();
            (customs, kept, blocked, unlisted)
        };
        let ((customs, kept, blocked, unlisted), (everywhere, groups)) = rayon::join(block, || groups(program));
        let is_kept = |id: PolicyId| kept.get(id.0 as usize) == Some(&true);
        let earlier = before.filter(|(_, found)| found.unlisted == unlisted);
        let earlier = earlier.into_iter().flat_map(|(_, found)| &found.classes).map(|class| &class.effect);
        let earlier = earlier.filter(|effect| effect.policies.iter().all(|id| is_kept(*id)));
        let known: FxHashMap<_, &Arc<Effect>> = earlier
            .map(|effect| ((&*effect.policies, &*effect.allow_lists, effect.allow_lists_only), effect))
            .collect();
        let classes: Vec<Class> = groups
            .into_par_iter()
            .with_min_len(16)
            .map_init(
                || vec![0; program.universe.len()],
                |bits, (held, environments)| {
                    let kept = known.get(&(&*held.policies, &*held.lists, held.skips)).map(|kept| Arc::clone(kept));
                    let new = || Arc::new(combine(program, &customs, (&blocked, &unlisted), held, bits));
                    Class { environments, effect: kept.unwrap_or_else(new) }
                },
            )
            .collect();
        let mut class_of = vec![ClassId(0); program.environments.len()];
        for (index, class) in classes.iter().enumerate() {
            for environment in &class.environments {
                if let Some(slot) = class_of.get_mut(environment.0 as usize) {
                    *slot = ClassId(index as u32);
                }
            }
        }
        let plain = |class: &Class| class.allow_lists.is_empty() && !class.allow_lists_only;
        let known = classes.iter().any(|class| plain(class) && class.policies == everywhere);
        let undeclared = (!known).then(|| {
            let bits = &mut vec![0; program.universe.len()];
            let held = Held { policies: everywhere, lists: Vec::new(), skips: false };
            let effect = Arc::new(combine(program, &customs, (&blocked, &unlisted), held, bits));
            Class { environments: Vec::new(), effect }
        });
        Self { classes, undeclared, class_of, customs, blocked, unlisted }
    }

    /// The class of an environment.
    pub fn class(&self, environment: EnvironmentId) -> Option<&Class> {
        self.classes.get(self.class_id(environment)?.0 as usize)
    }

    /// The place of the class of an environment.
    pub fn class_id(&self, environment: EnvironmentId) -> Option<ClassId> {
        self.class_of.get(environment.0 as usize).copied()
    }

    /// The connectors that a policy alone blocks.
    pub fn blocked_by(&self, policy: PolicyId) -> Option<&Set> {
        self.blocked.get(policy.0 as usize).map(|blocked| &**blocked)
    }

    /// The connectors that an allow-list alone blocks.
    pub fn unlisted_by(&self, list: AllowListId) -> Option<&Set> {
        self.unlisted.get(list.0 as usize)
    }

    /// Whether a policy sorts a custom connector by its host, which is not given.
    pub fn is_unsorted(&self, policy: PolicyId, id: ConnectorId) -> bool {
        self.customs.unsorted(policy).is_some_and(|unsorted| unsorted.contains(id))
    }

    /// Where a policy puts a connector, as [`placement()`] gives it, without a walk through URL patterns.
    pub fn placement(&self, program: &Program, policy: PolicyId, id: ConnectorId) -> Option<Placement> {
        let custom = self.customs.get(policy, id);
        custom.or_else(|| Some(placement(program, program.policies.get(policy.0 as usize)?, id)))
    }
}

impl Class {
    /// Whether no policy of either kind applies.
    pub fn is_ungoverned(&self) -> bool {
        self.policies.is_empty() && self.allow_lists.is_empty() && !self.allow_lists_only
    }

    /// The cell that holds a connector; none where it is blocked.
    pub fn cell(&self, id: ConnectorId) -> Option<&Cell> {
        self.cells.iter().find(|cell| cell.members.contains(id))
    }

    /// Whether any two connectors that are not blocked may be used together.
    pub fn all_go_together(&self) -> bool {
        self.cells.iter().enumerate().all(|(at, cell)| self.cells.iter().skip(at + 1).all(|other| cell.joins(other)))
    }
}

/// What distinguishes environments: the policies that except them, those that name them, the allow-lists in effect,
/// and whether only these count.
type Kind = ((Vec<PolicyId>, Vec<PolicyId>), Vec<AllowListId>, bool);

/// The policies and allow-lists in effect in a class.
struct Held {
    policies: Vec<PolicyId>,
    lists: Vec<AllowListId>,
    skips: bool,
}

/// The policies that apply everywhere except in named environments, and the groups of environments with the same
/// policies in effect, sorted by their first environment.
fn groups(program: &Program) -> (Vec<PolicyId>, Vec<(Held, Vec<EnvironmentId>)>) {
    // Environments are distinguished by how they differ from those that no policy names, so that policies for all
    // environments are not walked for each one.
    let mut everywhere: Vec<PolicyId> = Vec::new();
    let mut apart: Vec<(Vec<PolicyId>, Vec<PolicyId>)> = vec![Default::default(); program.environments.len()];
    for (id, policy) in program.policies.ids() {
        match &policy.scope {
            Scope::All => everywhere.push(id),
            Scope::AllExcept(targets) => {
                everywhere.push(id);
                for target in &targets.resolved {
                    if let Some((except, _)) = apart.get_mut(target.0 as usize) {
                        except.push(id);
                    }
                }
            }
            Scope::Only(targets) => {
                for target in &targets.resolved {
                    if let Some((_, only)) = apart.get_mut(target.0 as usize) {
                        only.push(id);
                    }
                }
            }
            Scope::Environment(reference) => {
                if let Some((_, only)) = reference.target.and_then(|target| apart.get_mut(target.0 as usize)) {
                    only.push(id);
                }
            }
        }
    }
    let has_lists = !program.allow_lists.is_empty();
    let mut by_policies: FxHashMap<Kind, Vec<EnvironmentId>> = FxHashMap::default();
    for ((environment, declared), mut apart) in program.environments.ids().zip(apart) {
        let skips = program.skipped_in(declared).is_some();
        if skips {
            apart = Default::default();
        }
        let lists: Vec<AllowListId> =
            if has_lists { program.allow_lists_in(environment).map(|(id, _)| id).collect() } else { Vec::new() };
        by_policies.entry((apart, lists, skips)).or_default().push(environment);
    }
    // INVARIANT: the groups are sorted below, so the map's order does not matter.
    let groups = by_policies.into_iter().map(|(((except, only), lists, skips), environments)| {
        let reaches = |id: &PolicyId| except.binary_search(id).is_err();
        let all = everywhere.iter().copied().filter(|_| !skips);
        let mut policies: Vec<PolicyId> = all.filter(reaches).collect();
        policies.extend(only);
        policies.sort_unstable();
        (Held { policies, lists, skips }, environments)
    });
    let mut groups: Vec<(Held, Vec<EnvironmentId>)> = groups.collect();
    // Classes are sorted by their first environment.
    groups.sort_unstable_by(|a, b| a.1.cmp(&b.1));
    (everywhere, groups)
}

/// `bits` has a place for each connector; its initial content does not matter.
fn combine(
    program: &Program,
    customs: &Customs,
    (blocked_by, unlisted_by): (&[Arc<Set>], &[Set]),
    held: Held,
    bits: &mut [u128],
) -> Effect {
    let size = program.universe.len();
    let Held { policies, lists: allow_lists, skips: allow_lists_only } = held;
    let by = policies.iter().filter_map(|id| blocked_by.get(id.0 as usize));
    let barred = by.fold(Set::empty(size), |barred, by| barred.union(by));
    let lists = allow_lists.iter().filter_map(|id| unlisted_by.get(id.0 as usize));
    let unlisted = lists.fold(Set::empty(size), Set::union);
    let blocked = barred.clone().union(&unlisted);
    let unsorted = unsorted(customs, &policies, blocked_by).minus(&unlisted);
    let named = named(program, customs, &policies);
    let plain = Set::full(size).minus(&named);
    // All connectors that no policy names have the same tuple, and so have the custom ones among them. One of each
    // represents all.
    let unnamed = [plain.clone().minus(customs.all()), plain.common(customs.all())];
    let ids: Vec<ConnectorId> = named.iter().chain(unnamed.iter().filter_map(|set| set.iter().next())).collect();
    // The number of each connector's tuple over the policies so far, and the bits of each word of policies.
    let mut label: Vec<u32> = vec![0; ids.len()];
    let mut words: Vec<Vec<u128>> = Vec::with_capacity(policies.len().div_ceil(POLICIES_A_WORD));
    for chunk in policies.chunks(POLICIES_A_WORD) {
        let chunk: Vec<(PolicyId, &DataPolicy)> =
            chunk.iter().filter_map(|id| Some((*id, program.policies.get(id.0 as usize)?))).collect();
        let all = |placement: &dyn Fn(PolicyId, &DataPolicy) -> Placement| {
            let places = chunk.iter().enumerate();
            places.fold(0, |bits, (index, (id, policy))| bits | placement(*id, policy).bits() << (index * 2))
        };
        let rest = all(&|_, policy| Placement::Group(policy.rest));
        let custom = all(&|id, _| customs.rest(id));
        for id in &ids {
            if let Some(bits) = bits.get_mut(id.0 as usize) {
                *bits = if customs.all().contains(*id) { custom } else { rest };
            }
        }
        for (index, (id, policy)) in chunk.iter().enumerate() {
            place(program, policy, index * 2, bits, customs, *id);
        }
        let word: Vec<u128> = ids.iter().map(|id| bits.get(id.0 as usize).copied().unwrap_or_default()).collect();
        let mut numbers: FxHashMap<(u32, u128), u32> = FxHashMap::default();
        // Neighbours mostly have the same tuple, which saves a lookup.
        let mut last = (u32::MAX, 0, 0);
        for (label, bits) in label.iter_mut().zip(&word) {
            if (*label, *bits) != (last.0, last.1) {
                let fresh = numbers.len() as u32;
                last = (*label, *bits, *numbers.entry((*label, *bits)).or_insert(fresh));
            }
            *label = last.2;
        }
        words.push(word);
    }
    // The tuple is the same for all connectors with its number, so the first of them gives its bits.
    let mut cells: Vec<Cell> = Vec::new();
    for (at, number) in label.iter().enumerate() {
        if *number as usize == cells.len() {
            let bits = words.iter().filter_map(|word| word.get(at).copied()).collect();
            let placements = Placements::of_words(bits, policies.len());
            cells.push(Cell { members: Set::empty(size), placements });
        }
    }
    for (id, number) in ids.iter().zip(label) {
        let Some(cell) = cells.get_mut(number as usize) else { continue };
        match unnamed.iter().find(|set| set.contains(*id)) {
            Some(set) => cell.members = std::mem::take(&mut cell.members).union(&set.clone().minus(&blocked)),
            None if blocked.contains(*id) => {}
            None => _ = cell.members.insert(*id),
        }
    }
    cells.retain(|cell| !cell.members.is_empty());
    cells.sort_by_cached_key(|cell| (std::cmp::Reverse(cell.members.len()), cell.members.iter().next()));
    Effect { policies, allow_lists, allow_lists_only, blocked, barred, cells, unsorted }
}

/// The custom connectors that at least one of the policies sorts by a host which is not given, and that nothing
/// certainly blocks.
fn unsorted(customs: &Customs, policies: &[PolicyId], blocked_by: &[Arc<Set>]) -> Set {
    let mut sorting = policies.iter().filter_map(|id| customs.unsorted(*id));
    let Some(first) = sorting.next() else { return Set::default() };
    let mut unsorted = sorting.fold(first.clone(), Set::union);
    for (id, blocked) in policies.iter().filter_map(|id| Some((id, blocked_by.get(id.0 as usize)?))) {
        let surely = match customs.unsorted(*id) {
            Some(own) => (**blocked).clone().minus(own),
            None => (**blocked).clone(),
        };
        unsorted = unsorted.minus(&surely);
    }
    unsorted
}

/// The connectors that at least one of the policies does not put with its rest.
fn named(program: &Program, customs: &Customs, policies: &[PolicyId]) -> Set {
    let mut named = Set::empty(program.universe.len());
    for (id, policy) in policies.iter().filter_map(|id| Some((*id, program.policies.get(id.0 as usize)?))) {
        if policy.rest == DataGroup::Blocked {
            program.universe.unblockable().iter().for_each(|id| _ = named.insert(*id));
        }
        named = DataGroup::ALL.into_iter().fold(named, |named, group| named.union(policy.named(group)));
        customs.apart(id).iter().for_each(|(id, _)| _ = named.insert(*id));
    }
    program.universe.exempt().for_each(|id| _ = named.insert(id));
    named
}

/// Writes the group of each connector that a policy does not put with its rest, two bits each at `shift`.
fn place(program: &Program, policy: &DataPolicy, shift: usize, bits: &mut [u128], customs: &Customs, id: PolicyId) {
    let mut put = |id: ConnectorId, placement: Placement| {
        if let Some(slot) = bits.get_mut(id.0 as usize) {
            *slot = *slot & !(3 << shift) | placement.bits() << shift;
        }
    };
    if policy.rest == DataGroup::Blocked {
        for id in program.universe.unblockable() {
            put(*id, Placement::Group(DataGroup::NonBusiness));
        }
    }
    // Where a connector is named twice, the first group counts; backwards, it is written last.
    for group in DataGroup::ALL.into_iter().rev() {
        for id in policy.named(group).iter() {
            put(id, Placement::Group(group));
        }
    }
    for (id, placement) in customs.apart(id) {
        put(*id, *placement);
    }
    program.universe.exempt().for_each(|id| put(id, Placement::Ignored));
}

/// The connectors that a policy blocks.
fn blocked_by(program: &Program, policy: &DataPolicy, id: PolicyId, customs: &Customs) -> Set {
    let universe = &program.universe;
    let mut blocked = Set::empty(universe.len());
    if policy.rest == DataGroup::Blocked {
        blocked = Set::full(universe.len());
        for id in universe.unblockable() {
            blocked.remove(*id);
        }
    }
    blocked = blocked.union(policy.named(DataGroup::Blocked));
    for group in [DataGroup::Business, DataGroup::NonBusiness] {
        blocked = blocked.minus(policy.named(group));
    }
    let block = Placement::Group(DataGroup::Blocked);
    blocked = if customs.rest(id) == block { blocked.union(customs.all()) } else { blocked.minus(customs.all()) };
    for (id, placement) in customs.apart(id) {
        if *placement == block {
            blocked.insert(*id);
        } else {
            blocked.remove(*id);
        }
    }
    universe.exempt().for_each(|id| blocked.remove(id));
    blocked
}
