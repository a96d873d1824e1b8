//! Connectors that may be used only in part: the action and endpoint rules of the policies that apply, and the limits
//! of allow-lists for single connectors.

use super::matches_pattern;
use super::placement::{Placement, placement};
use crate::model::ConnectorId;
use crate::model::program::{
    ActionRules, AllowListId, DataGroup, EndpointRules, EnvironmentId, PolicyId, Program, Symbol, Text,
};
use crate::text::Location;

/// Rules of one policy that allow only a part of a connector.
#[derive(Clone, Copy, Debug)]
pub struct Limit<'p> {
    /// The policy.
    pub by: LimitedBy,
    /// The connector.
    pub connector: ConnectorId,
    /// The part that is allowed.
    pub kind: LimitKind<'p>,
}

/// The policy with the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitedBy {
    /// A data policy's.
    Policy(PolicyId),
    /// An allow-list's.
    List(AllowListId),
}

/// The part of a connector that rules allow.
#[derive(Clone, Copy, Debug)]
pub enum LimitKind<'p> {
    /// Only some actions.
    Actions(&'p ActionRules),
    /// Only some endpoints.
    Endpoints(&'p EndpointRules),
    /// Only these actions, and where the connector is named.
    Listed(&'p [Symbol], Location),
    /// Only these types of connections, and where the connector is named.
    Types(&'p [Text], Location),
}

impl LimitedBy {
    /// The kind of policy, and its name.
    pub fn named(self, program: &Program) -> (&'static str, &str) {
        match self {
            Self::Policy(id) => ("data policy", program.policies[id].name()),
            Self::List(id) => ("allow-list", program.allow_lists[id].name()),
        }
    }
}

/// One line of the rules for a connector.
#[derive(Clone, Copy, Debug)]
pub struct LimitRule<'p> {
    /// `allow` or `block` for actions, `allow` or `deny` for endpoints, as in the source.
    pub behavior: &'static str,
    /// An action, or `rest`; an endpoint; a type of connections.
    pub what: &'p str,
    /// Where it is.
    pub location: Location,
}

impl<'p> LimitKind<'p> {
    /// `actions`, `endpoints` or `connection_types`.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Actions(_) | Self::Listed(..) => "actions",
            Self::Endpoints(_) => "endpoints",
            Self::Types(..) => "connection_types",
        }
    }

    /// Where it is.
    pub const fn location(&self) -> Location {
        match self {
            Self::Actions(rules) => rules.location,
            Self::Endpoints(rules) => rules.location,
            Self::Listed(_, location) | Self::Types(_, location) => *location,
        }
    }

    /// Its lines, in the order written.
    pub fn rules(&self) -> Vec<LimitRule<'p>> {
        match *self {
            Self::Actions(actions) => {
                let behavior = |allow: bool| if allow { "allow" } else { "block" };
                let named = actions.rules.iter().map(|rule| LimitRule {
                    behavior: behavior(rule.allow),
                    what: &rule.action.name,
                    location: rule.action.location,
                });
                let rest = LimitRule {
                    behavior: behavior(actions.allow_rest),
                    what: "rest",
                    location: actions.rest_location.unwrap_or(actions.location),
                };
                named.chain([rest]).collect()
            }
            Self::Endpoints(endpoints) => {
                let rules = endpoints.rules.iter().map(|rule| LimitRule {
                    behavior: if rule.allow { "allow" } else { "deny" },
                    what: &rule.endpoint.name,
                    location: rule.endpoint.location,
                });
                rules.collect()
            }
            Self::Listed(listed, _) | Self::Types(listed, _) => {
                let rules =
                    listed.iter().map(|one| LimitRule { behavior: "allow", what: &one.name, location: one.location });
                rules.collect()
            }
        }
    }

    /// The named actions that it allows, if it blocks all others.
    fn only_actions(self) -> Option<Vec<&'p str>> {
        match self {
            Self::Actions(rules) if !rules.allow_rest => {
                let allowed = rules.rules.iter().filter(|rule| rule.allow);
                Some(allowed.map(|rule| &*rule.action.name).collect())
            }
            Self::Listed(actions, _) => Some(actions.iter().map(|action| &*action.name).collect()),
            Self::Actions(_) | Self::Endpoints(_) | Self::Types(..) => None,
        }
    }

    /// Whether it allows an action; none where it has no rule about actions.
    pub fn allows_action(&self, action: &str) -> Option<(bool, Location)> {
        let is = |name: &str| name.eq_ignore_ascii_case(action);
        match self {
            Self::Actions(rules) => {
                let found = rules.rules.iter().filter(|rule| is(&rule.action.name));
                // A rule that blocks takes precedence over one that allows.
                let found = found.min_by_key(|rule| rule.allow);
                let rest = (rules.allow_rest, rules.rest_location.unwrap_or(rules.location));
                Some(found.map_or(rest, |rule| (rule.allow, rule.action.location)))
            }
            Self::Listed(actions, location) => {
                let found = actions.iter().find(|one| is(&one.name));
                Some(found.map_or((false, *location), |one| (true, one.location)))
            }
            Self::Endpoints(_) | Self::Types(..) => None,
        }
    }

    /// Whether it allows an endpoint; none where it has no rule about endpoints. Where no row matches, the platform
    /// allows.
    pub fn allows_endpoint(&self, endpoint: &str) -> Option<(bool, Location)> {
        match self {
            Self::Endpoints(rules) => {
                let found = rules.rules.iter().find(|rule| matches_pattern(&rule.endpoint.name, endpoint));
                Some(found.map_or((true, rules.location), |rule| (rule.allow, rule.endpoint.location)))
            }
            Self::Actions(_) | Self::Listed(..) | Self::Types(..) => None,
        }
    }
}

/// The connectors of which the action rules in `limits` together allow no action: a policy allows named actions only,
/// and other policies block each of them.
pub fn without_actions(limits: &[Limit<'_>]) -> Vec<ConnectorId> {
    let mut connectors: Vec<ConnectorId> = limits.iter().map(|limit| limit.connector).collect();
    connectors.sort_unstable();
    connectors.dedup();
    connectors.retain(|connector| {
        let of = || limits.iter().filter(|limit| limit.connector == *connector).map(|limit| limit.kind);
        // Where every policy allows the rest, unnamed actions are left.
        of().filter_map(LimitKind::only_actions).any(|named| {
            !named.iter().any(|action| of().all(|kind| kind.allows_action(action).is_none_or(|(yes, _)| yes)))
        })
    });
    connectors
}

/// The rules that apply to `connectors` in `environment` and block anything. How rules of several policies combine is
/// not documented, so each is returned separately: the rules of one policy apply whatever the others allow.
pub fn limits<'p>(program: &'p Program, environment: EnvironmentId, connectors: &[ConnectorId]) -> Vec<Limit<'p>> {
    let policies: Vec<PolicyId> = program.policies_in(environment).map(|(id, _)| id).collect();
    let lists: Vec<AllowListId> = program.allow_lists_in(environment).map(|(id, _)| id).collect();
    limits_under(program, (&policies, &lists), connectors)
}

/// As [`limits`], for a given list of data policies and allow-lists.
pub fn limits_under<'p>(
    program: &'p Program,
    (policies, lists): (&[PolicyId], &[AllowListId]),
    connectors: &[ConnectorId],
) -> Vec<Limit<'p>> {
    let mut limits = Vec::new();
    for policy in policies.iter().copied() {
        let declared = &program.policies[policy];
        for rules in declared.rules.iter().filter(|rules| connectors.contains(&rules.connector)) {
            let connector = rules.connector;
            if placement(program, declared, connector) == Placement::Group(DataGroup::Blocked) {
                continue;
            }
            let actions = rules.actions.as_ref().filter(|rules| rules.bars()).map(LimitKind::Actions);
            let endpoints = rules.endpoints.as_ref().filter(|rules| rules.bars()).map(LimitKind::Endpoints);
            limits.extend(actions.into_iter().chain(endpoints).map(|kind| Limit {
                by: LimitedBy::Policy(policy),
                connector,
                kind,
            }));
        }
    }
    for id in lists.iter().copied() {
        let list = &program.allow_lists[id];
        let by = LimitedBy::List(id);
        for entry in list.entries.iter().filter(|entry| connectors.contains(&entry.connector)) {
            let actions = entry.actions.as_deref().map(|actions| LimitKind::Listed(actions, entry.location));
            let types = entry.connection_types.as_deref().map(|types| LimitKind::Types(types, entry.location));
            let kinds = actions.into_iter().chain(types);
            limits.extend(kinds.map(|kind| Limit { by, connector: entry.connector, kind }));
        }
    }
    limits
}
