//! What may be used, but only in part: the action and endpoint rules of the policies that apply, and what allow-lists
//! say of single connectors.

use super::matches_pattern;
use super::placement::{Placement, placement};
use crate::model::ConnectorId;
use crate::model::program::{
    ActionRules, AllowListId, DataGroup, EndpointRules, EnvironmentId, PolicyId, Program, Symbol, Text,
};
use crate::text::Location;

/// Rules of one policy that leave only a part of a connector.
#[derive(Clone, Copy, Debug)]
pub struct Limit<'p> {
    /// The policy.
    pub by: LimitedBy,
    /// The connector.
    pub connector: ConnectorId,
    /// What is left.
    pub kind: LimitKind<'p>,
}

/// Whose rules they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitedBy {
    /// A data policy's.
    Policy(PolicyId),
    /// An allow-list's.
    List(AllowListId),
}

/// What rules leave of a connector.
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

impl LimitKind<'_> {
    /// Whether it leaves an action; none where it says nothing of actions.
    pub fn allows_action(&self, action: &str) -> Option<(bool, Location)> {
        let is = |name: &str| name.eq_ignore_ascii_case(action);
        match self {
            Self::Actions(rules) => {
                let found = rules.rules.iter().filter(|rule| is(&rule.action.name));
                // One that refuses goes before one that allows.
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

    /// Whether it leaves an endpoint; none where it says nothing of endpoints. Where no row fits, the platform allows.
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

/// The rules that hold for `connectors` in `environment` and bar anything. How rules of several policies add up is
/// not written down anywhere, so each is given as it stands: the rules of one policy hold whatever the others say.
pub fn limits<'p>(program: &'p Program, environment: EnvironmentId, connectors: &[ConnectorId]) -> Vec<Limit<'p>> {
    let mut limits = Vec::new();
    for (policy, declared) in program.policies_in(environment) {
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
    for (id, list) in program.allow_lists_in(environment) {
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
