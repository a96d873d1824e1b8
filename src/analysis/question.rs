//! May these connectors be used together here? If not, what prevents it, and what is the smallest change?

use super::placement::{Placement, placement, placements_of};
use super::unreached::perhaps_in;
use crate::model::ConnectorId;
use crate::model::Id;
use crate::model::program::{
    AllowListId, DataGroup, DataPolicy, EnvironmentGroup, EnvironmentId, PolicyId, Program, Reference, Scope,
};
use crate::text::Location;

/// The answer to whether a set of connectors may be used together in an environment.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The data policies that are evaluated, in order of their symbols.
    pub policies: Vec<PolicyId>,
    /// The allow-lists in effect, in order of their symbols.
    pub allow_lists: Vec<AllowListId>,
    /// Where the project declares that only allow-lists count, so that no data policy is evaluated.
    pub skipped: Option<Location>,
    /// Connectors that allow-lists do not govern where data policies are not evaluated: the effect is not documented
    /// (acp.md).
    pub ungoverned: Vec<ConnectorId>,
    /// Custom connectors whose group in a policy is unknown: the policy sorts them by their host, which is not given.
    /// Where no possible group would fit, there is an obstacle too.
    pub unsorted: Vec<(PolicyId, ConnectorId)>,
    /// Custom connectors that are declared for another environment, and that environment. A custom connector belongs
    /// to one environment (dlp.md 1.2), so the source does not say that this one has it.
    pub elsewhere: Vec<(ConnectorId, EnvironmentId)>,
    /// Data policies that may apply too: their condition asks for a fact of the environment that is not written.
    pub perhaps: Vec<PolicyId>,
    /// What prevents it; empty where they may be used together.
    pub obstacles: Vec<Obstacle>,
    /// The fewest moves of connectors to other groups that would allow it. Empty where it is allowed already, or
    /// where a connector that cannot be blocked or moved makes it impossible.
    pub changes: Vec<Change>,
}

impl Answer {
    /// Whether they may be used together, as far as is known.
    pub fn is_allowed(&self) -> bool {
        self.obstacles.is_empty()
    }

    /// Whether nothing is known to prevent it, and the answer is nevertheless unknown.
    pub fn is_unknown(&self) -> bool {
        let is_known = self.ungoverned.is_empty()
            && self.unsorted.is_empty()
            && self.elsewhere.is_empty()
            && self.perhaps.is_empty();
        self.is_allowed() && !is_known
    }
}

/// One reason why connectors may not be used together.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Obstacle {
    /// A policy blocks a connector.
    Blocked(PolicyId, ConnectorId),
    /// A policy puts them into different groups; the connectors of each.
    Parted(PolicyId, Vec<(DataGroup, Vec<ConnectorId>)>),
    /// An allow-list does not list a connector that it governs.
    Unlisted(AllowListId, ConnectorId),
}

/// A connector that must move to another group of a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The policy.
    pub policy: PolicyId,
    /// The connector.
    pub connector: ConnectorId,
    /// Its current group.
    pub from: DataGroup,
    /// Its new group.
    pub to: DataGroup,
}

/// Whether `connectors` may be used together in `environment`.
///
/// For each data policy that is evaluated: none of them is blocked, and those it does not ignore are in one group
/// (dlp.md 2.2). For each allow-list in effect: all of them that it governs are listed (acp.md). The fewest moves are
/// found policy by policy, since policies do not depend on each other: all go to the group that most of them are in
/// already, or to Business where two groups have equally many.
pub fn together(program: &Program, environment: EnvironmentId, connectors: &[ConnectorId]) -> Answer {
    let policies: Vec<PolicyId> = program.policies_in(environment).map(|(id, _)| id).collect();
    let lists: Vec<AllowListId> = program.allow_lists_in(environment).map(|(id, _)| id).collect();
    let mut answer = together_under(program, (&policies, &lists), program.skips_data_policies(environment), connectors);
    answer.elsewhere = Homes::of(program).elsewhere(environment, connectors);
    // A policy that allows all of them together does not matter, whether it applies or not.
    if answer.skipped.is_none() {
        answer.perhaps = perhaps_in(program, environment);
        answer.perhaps.retain(|id| {
            let alone = together_under(program, (&[*id], &[]), None, connectors);
            !alone.is_allowed() || alone.is_unknown()
        });
    }
    answer
}

/// The environments that custom connectors are declared for, by connector.
pub struct Homes(Vec<(ConnectorId, EnvironmentId)>);

impl Homes {
    /// Those of a program.
    pub fn of(program: &Program) -> Self {
        let facts = program.connectors.iter().filter_map(|facts| {
            let home = facts.environment.as_ref()?.target?;
            Some((facts.connector.filter(|id| program.universe.is_custom(*id))?, home))
        });
        let mut homes: Vec<_> = facts.collect();
        homes.sort_unstable();
        Self(homes)
    }

    /// Whether no custom connector is declared for an environment.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The custom connectors among `connectors` that are declared for another environment, each with that environment.
    pub fn elsewhere(
        &self,
        environment: EnvironmentId,
        connectors: &[ConnectorId],
    ) -> Vec<(ConnectorId, EnvironmentId)> {
        let away = |id: &ConnectorId| {
            let homes = self.0.get(self.0.partition_point(|(one, _)| one < id)..)?;
            homes.iter().take_while(|(one, _)| one == id).find(|(_, home)| *home != environment).copied()
        };
        let mut found: Vec<_> = connectors.iter().filter_map(away).collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// As [`together`], for environments that are not declared: first those in no environment group, then those in each
/// group, by its index. The data policies for all environments apply to them, and so do the settings of their group.
pub fn together_to_come(program: &Program, connectors: &[ConnectorId]) -> Vec<(Option<Id<EnvironmentGroup>>, Answer)> {
    let groups = program.environment_groups.ids().map(|(id, _)| Some(id));
    let answer_in = |group: Option<Id<EnvironmentGroup>>| {
        let declared = group.map(|group| &program.environment_groups[group]);
        let skipped = declared.and_then(|group| group.allow_lists_only);
        let is_of = |reference: &Option<Reference<Id<EnvironmentGroup>>>| {
            reference.as_ref().and_then(|reference| reference.target) == group
        };
        let lists = program.allow_lists.ids().filter(|(_, list)| group.is_some() && is_of(&list.group));
        let lists: Vec<AllowListId> = lists.map(|(id, _)| id).collect();
        let reaches = |policy: &DataPolicy| matches!(policy.scope, Scope::All | Scope::AllExcept(_));
        let policies = program.policies.ids().filter(|(_, policy)| skipped.is_none() && reaches(policy));
        let policies: Vec<PolicyId> = policies.map(|(id, _)| id).collect();
        (group, together_under(program, (&policies, &lists), skipped, connectors))
    };
    std::iter::once(None).chain(groups).map(answer_in).collect()
}

/// As [`together`], for a given list of data policies and allow-lists. `skipped` is where the project declares that
/// no data policy is evaluated.
pub(super) fn together_under(
    program: &Program,
    (policies, lists): (&[PolicyId], &[AllowListId]),
    skipped: Option<Location>,
    connectors: &[ConnectorId],
) -> Answer {
    let mut connectors = connectors.to_vec();
    connectors.sort_unstable();
    connectors.dedup();
    let mut answer = Answer {
        policies: Vec::new(),
        allow_lists: Vec::new(),
        skipped,
        ungoverned: Vec::new(),
        unsorted: Vec::new(),
        elsewhere: Vec::new(),
        perhaps: Vec::new(),
        obstacles: Vec::new(),
        changes: Vec::new(),
    };
    for id in lists.iter().copied() {
        let list = &program.allow_lists[id];
        answer.allow_lists.push(id);
        let unlisted = connectors.iter().filter(|connector| list.blocks(&program.universe, **connector));
        answer.obstacles.extend(unlisted.map(|connector| Obstacle::Unlisted(id, *connector)));
    }
    if skipped.is_some() {
        let governed = |id: &ConnectorId| program.universe.is_certified(*id) || program.universe.is_exempt(*id);
        answer.ungoverned = connectors.iter().copied().filter(|id| !governed(id)).collect();
    }
    for id in policies.iter().copied() {
        let policy = &program.policies[id];
        answer.policies.push(id);
        let mut groups: [Vec<ConnectorId>; 3] = Default::default();
        let mut put = |placement: Placement, connector: ConnectorId| {
            if let Placement::Group(group) = placement
                && let Some(members) = groups.get_mut(group.index())
            {
                members.push(connector);
            }
        };
        let mut loose: Vec<(ConnectorId, Vec<Placement>)> = Vec::new();
        for connector in &connectors {
            match placements_of(program, policy, *connector).as_slice() {
                [only] => put(*only, *connector),
                several => loose.push((*connector, several.to_vec())),
            }
        }
        // Of several possible groups, one that conflicts with nothing counts, if there is one.
        let [with_business, with_others] = [DataGroup::NonBusiness, DataGroup::Business]
            .map(|other| groups.get(other.index()).is_none_or(Vec::is_empty));
        let several = loose.len() > 1;
        for (connector, places) in loose {
            let fits = |place: &Placement| match place {
                Placement::Ignored => true,
                Placement::Group(DataGroup::Business) => with_business,
                Placement::Group(DataGroup::NonBusiness) => with_others,
                Placement::Group(DataGroup::Blocked) => false,
            };
            let fitting = places.iter().filter(|place| fits(place)).count();
            // Where there are several such connectors, each may go to a different group.
            if fitting < places.len() || several {
                answer.unsorted.push((id, connector));
            }
            if fitting == 0
                && let Placement::Group(group) = placement(program, policy, connector)
                && let Some(members) = groups.get_mut(group.index())
            {
                members.push(connector);
            }
        }
        let [business, non_business, blocked] = &groups;
        answer.obstacles.extend(blocked.iter().map(|connector| Obstacle::Blocked(id, *connector)));
        if !business.is_empty() && !non_business.is_empty() {
            answer.obstacles.push(Obstacle::Parted(
                id,
                vec![(DataGroup::Business, business.clone()), (DataGroup::NonBusiness, non_business.clone())],
            ));
        }
        let to = if non_business.len() > business.len() { DataGroup::NonBusiness } else { DataGroup::Business };
        let moved = DataGroup::ALL.into_iter().filter(|group| *group != to).flat_map(|from| {
            let members = groups.get(from.index()).cloned().unwrap_or_default();
            members.into_iter().map(move |connector| (from, connector))
        });
        let parted = !blocked.is_empty() || (!business.is_empty() && !non_business.is_empty());
        if parted {
            answer.changes.extend(moved.map(|(from, connector)| Change { policy: id, connector, from, to }));
        }
    }
    answer
}
