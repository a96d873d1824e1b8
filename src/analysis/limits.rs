//! What may be used, but only in part: the action and endpoint rules of the policies that apply.

use super::placement::{Placement, placement};
use crate::model::ConnectorId;
use crate::model::program::{ActionRules, DataGroup, EndpointRules, EnvironmentId, PolicyId, Program};

/// Rules of one policy that leave only a part of a connector.
#[derive(Clone, Copy, Debug)]
pub struct Limit<'p> {
    /// The policy.
    pub policy: PolicyId,
    /// The connector.
    pub connector: ConnectorId,
    /// What is left.
    pub kind: LimitKind<'p>,
}

/// What rules leave of a connector.
#[derive(Clone, Copy, Debug)]
pub enum LimitKind<'p> {
    /// Only some actions.
    Actions(&'p ActionRules),
    /// Only some endpoints.
    Endpoints(&'p EndpointRules),
}

/// The rules that hold for `connectors` in `environment` and bar anything. How rules of several policies add up is
/// not written down anywhere, so each is given as it stands: the rules of one policy hold whatever the others say.
pub fn limits<'p>(program: &'p Program, environment: EnvironmentId, connectors: &[ConnectorId]) -> Vec<Limit<'p>> {
    let mut limits = Vec::new();
    for (policy, declared) in program.policy_ids().filter(|(_, policy)| policy.applies_to(environment)) {
        for rules in declared.rules.iter().filter(|rules| connectors.contains(&rules.connector)) {
            let connector = rules.connector;
            if placement(program, declared, connector) == Placement::Group(DataGroup::Blocked) {
                continue;
            }
            let actions = rules.actions.as_ref().filter(|rules| rules.bars()).map(LimitKind::Actions);
            let endpoints = rules.endpoints.as_ref().filter(|rules| rules.bars()).map(LimitKind::Endpoints);
            limits.extend(actions.into_iter().chain(endpoints).map(|kind| Limit { policy, connector, kind }));
        }
    }
    limits
}
