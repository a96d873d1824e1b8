//! The places of data policies.

use super::members::Members;
use super::writer::Map;
use crate::emit::bundle::policy::{BY_WORD, sorted_rules};
use crate::emit::connectors::Connectors;
use crate::emit::normal::{action_rules, endpoint_rules, explicit, sorted_actions};
use crate::model::facts::ConnectorSubjects;
use crate::model::program::{ConnectorRules, Targets};
use crate::model::{DataPolicy, EnvironmentId, Scope, SetExpression};
use crate::text::Location;

impl Map<'_, '_> {
    pub(super) fn policy(
        &mut self,
        policy: &DataPolicy,
        connectors: &Connectors,
        subjects: &ConnectorSubjects<'_>,
        members: &mut Members,
    ) {
        self.declaration(policy.head.symbol.location, |map| {
            map.list("connectorRules", sorted_rules(policy, connectors), Map::connector_rules);
            map.text("displayName", policy.name.as_ref());
            map.policy_groups(policy, connectors, subjects, members);
            map.text("id", policy.id.as_ref());
            map.optional("rest", policy.groups.iter().find_map(|clause| clause.rest));
            map.scope(&policy.scope);
            let patterns = policy.patterns.iter().map(|pattern| pattern.location);
            map.members("urlPatterns", policy.patterns_location, patterns);
        });
    }

    fn connector_rules(&mut self, rules: &ConnectorRules) {
        self.node(rules.location, |map| {
            if let Some(actions) = action_rules(rules) {
                map.part("actions", actions.location, |map| {
                    map.optional("default", actions.rest_location);
                    map.members("rules", None, sorted_actions(actions).into_iter().map(|rule| rule.action.location));
                });
            }
            if let Some(endpoints) = endpoint_rules(rules) {
                let rules = endpoints.rules.iter().map(|rule| rule.endpoint.location);
                map.members("endpoints", Some(endpoints.location), rules);
            }
        });
    }

    fn policy_groups(
        &mut self,
        policy: &DataPolicy,
        connectors: &Connectors,
        subjects: &ConnectorSubjects<'_>,
        members: &mut Members,
    ) {
        if policy.groups.iter().all(|clause| clause.expression.is_none()) {
            return;
        }
        let program = self.job.program;
        let groups = explicit(program, policy);
        self.parts("groups", |map| {
            for group in BY_WORD {
                let Some(held) = groups.get(group.index()) else { continue };
                let clause = policy.groups.get(group.index()).and_then(|clause| clause.expression.as_ref());
                members.find(program, subjects, policy, group, held);
                let places = connectors.sorted(held).into_iter().filter_map(|id| members.place(id));
                map.members(group.word(), clause.map(SetExpression::location), places);
            }
        });
    }

    fn scope(&mut self, scope: &Scope) {
        match scope {
            Scope::All => {}
            Scope::AllExcept(targets) | Scope::Only(targets) => {
                self.part("scope", targets.location, |map| {
                    map.members("environments", None, target_locations(targets));
                });
            }
            Scope::Environment(reference) => {
                let location = reference.symbol.location;
                self.part("scope", location, |map| map.members("environments", None, [location]));
            }
        }
    }
}

/// Where the environments of a scope stand: each its own word, else the condition that selects it.
fn target_locations(targets: &Targets) -> impl Iterator<Item = Location> {
    let named = targets.references.iter().filter_map(|word| Some((word.target?, word.symbol.location)));
    let mut named: Vec<(EnvironmentId, Location)> = named.collect();
    named.sort_unstable();
    targets.resolved.iter().map(move |environment| {
        let first = named.partition_point(|(target, _)| *target < *environment);
        named.get(first).filter(|(target, _)| target == environment).map_or(targets.location, |(_, location)| *location)
    })
}
