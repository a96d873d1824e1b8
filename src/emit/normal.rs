//! The normal form of a data policy's parts, which every target writes in the same order.

use crate::model::program::{ActionRule, ActionRules, ConnectorRules, EndpointRules, Symbol};
use crate::model::{DataGroup, DataPolicy, EnvironmentId, Program, Scope, Set};

/// The explicit connectors of each group of a policy, by [`DataGroup::index`]: those that the policy names, and, if
/// `rest` is Blocked, those that cannot be blocked and so belong to Non-business. A connector named in two groups is
/// in the first.
pub(super) fn explicit(program: &Program, policy: &DataPolicy) -> [Set; 3] {
    let business = policy.named(DataGroup::Business).clone();
    let mut non_business = policy.named(DataGroup::NonBusiness).clone().minus(&business);
    let blocked = policy.named(DataGroup::Blocked).clone().minus(&business).minus(&non_business);
    if policy.rest == DataGroup::Blocked {
        for id in program.universe.unblockable() {
            if !business.contains(*id) && !blocked.contains(*id) {
                non_business.insert(*id);
            }
        }
    }
    [business, non_business, blocked]
}

/// The environments a scope lists, by symbol.
pub(super) fn environments(scope: &Scope) -> Vec<EnvironmentId> {
    match scope {
        Scope::All => Vec::new(),
        Scope::AllExcept(targets) | Scope::Only(targets) => targets.resolved.clone(),
        Scope::Environment(reference) => reference.target.into_iter().collect(),
    }
}

/// The action rules of a connector, unless they only allow everything.
pub(super) fn action_rules(rules: &ConnectorRules) -> Option<&ActionRules> {
    rules.actions.as_ref().filter(|actions| !actions.allow_rest || !actions.rules.is_empty())
}

/// The endpoint rules of a connector, unless there are none.
pub(super) fn endpoint_rules(rules: &ConnectorRules) -> Option<&EndpointRules> {
    rules.endpoints.as_ref().filter(|endpoints| !endpoints.rules.is_empty())
}

/// The rules for single actions, by action.
pub(super) fn sorted_actions(actions: &ActionRules) -> Vec<&ActionRule> {
    let mut rules: Vec<&ActionRule> = actions.rules.iter().collect();
    rules.sort_by(|a, b| (&a.action.name, a.allow).cmp(&(&b.action.name, b.allow)));
    rules.dedup_by(|a, b| a.action.name == b.action.name && a.allow == b.allow);
    rules
}

/// Names in order, each once.
pub(super) fn sorted_names(names: &[Symbol]) -> Vec<&str> {
    let mut sorted: Vec<&str> = names.iter().map(|one| &*one.name).collect();
    sorted.sort_unstable();
    sorted.dedup();
    sorted
}
