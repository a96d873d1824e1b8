//! Data policies as resources `powerplatform_data_loss_prevention_policy` (dlp.md 1.4).
//!
//! Every set and every attribute of a connector is written, even if it is empty: the provider compares the written
//! attributes with those it reads back.

use super::text::literal;
use crate::catalog::{Behaviour, EnvironmentType};
use crate::emit::job::{Job, Rest};
use crate::emit::json::Json;
use crate::emit::normal::{action_rules, endpoint_rules, explicit, sorted_actions};
use crate::emit::wire_connectors::Connectors;
use crate::model::program::{ConnectorRules, DataPolicy};
use crate::model::{ConnectorId, DataGroup, Scope, Set};

/// A data policy with the facts that its resource needs.
pub(super) struct PolicyResource<'a> {
    pub(super) policy: &'a DataPolicy,
    /// The label of the resource.
    pub(super) label: String,
    /// The id, where the policy exists already.
    pub(super) id: Option<&'a str>,
    /// Its environments, each as an id or a reference, sorted.
    pub(super) environments: Vec<String>,
}

/// The word for the environments; none for a policy of one environment, which the provider does not have.
pub(super) const fn environment_type(scope: &Scope) -> Option<EnvironmentType> {
    match scope {
        Scope::All => Some(EnvironmentType::All),
        Scope::AllExcept(_) => Some(EnvironmentType::Except),
        Scope::Only(_) => Some(EnvironmentType::Only),
        Scope::Environment(_) => None,
    }
}

impl PolicyResource<'_> {
    /// Writes the resource.
    pub(super) fn write(&self, json: &mut Json<'_>, job: Job<'_>, connectors: &Connectors) {
        let policy = self.policy;
        let members = members(job, policy);
        let group = |json: &mut Json<'_>, group: DataGroup| {
            let sorted = members.get(group.index()).map(|set| connectors.sorted(set)).unwrap_or_default();
            json.list(|json| sorted.iter().for_each(|id| connector(json, policy, connectors, *id)));
        };
        json.object(|json| {
            group(json.key("blocked_connectors"), DataGroup::Blocked);
            group(json.key("business_connectors"), DataGroup::Business);
            json.key("custom_connectors_patterns").list(|json| {
                for (order, pattern) in (1..).zip(&policy.patterns) {
                    json.object(|json| {
                        json.key("data_group").string(pattern.group.map_or("Ignore", data_group));
                        json.key("host_url_pattern").string(&literal(&pattern.pattern.name));
                        json.key("order").number(order);
                    });
                }
            });
            json.key("default_connectors_classification").string(policy.rest.classification());
            json.key("display_name").string(&literal(policy.display_name()));
            let kind = environment_type(&policy.scope).map_or("", EnvironmentType::wire);
            json.key("environment_type").string(kind);
            json.key("environments").strings(self.environments.iter().map(String::as_str));
            group(json.key("non_business_connectors"), DataGroup::NonBusiness);
        });
    }
}

/// Terraform's word for a group of custom connectors.
const fn data_group(group: DataGroup) -> &'static str {
    match group {
        DataGroup::Business => "Business",
        DataGroup::NonBusiness => "NonBusiness",
        DataGroup::Blocked => "Blocked",
    }
}

/// The connectors that each group lists: those that the policy names, and those with rules, since rules are part of a
/// connector.
fn members(job: Job<'_>, policy: &DataPolicy) -> [Set; 3] {
    let universe = &job.program.universe;
    let mut members = explicit(job.program, policy);
    let ruled = policy.rules.iter().filter(|rules| action_rules(rules).is_some() || endpoint_rules(rules).is_some());
    for id in ruled.map(|rules| rules.connector) {
        if let Some(group) = members.get_mut(policy.group_of(universe, id).index()) {
            group.insert(id);
        }
    }
    match job.settings.rest {
        Rest::Implied => {}
        Rest::Listed => {
            let all = Set::filter(universe.len(), |id: ConnectorId| (id.0 as usize) < universe.catalogued());
            let left = members.iter().fold(all, Set::minus);
            if let Some(rest) = members.get_mut(policy.rest.index()) {
                *rest = std::mem::take(rest).union(&left);
            }
        }
    }
    members
}

fn connector(json: &mut Json<'_>, policy: &DataPolicy, connectors: &Connectors, id: ConnectorId) {
    let rank = connectors.rank(id);
    let rules: Option<&ConnectorRules> = policy.rules.iter().find(|rules| connectors.rank(rules.connector) == rank);
    let actions = rules.and_then(action_rules).filter(|actions| !actions.rules.is_empty());
    let endpoints = rules.and_then(endpoint_rules);
    json.object(|json| {
        json.key("action_rules").list(|json| {
            for rule in actions.map(sorted_actions).unwrap_or_default() {
                json.object(|json| {
                    json.key("action_id").string(&literal(&rule.action.name));
                    json.key("behavior").string(Behaviour::of(rule.allow).of_action());
                });
            }
        });
        let default = actions.map_or("", |actions| Behaviour::of(actions.allow_rest).of_action());
        json.key("default_action_rule_behavior").string(default);
        json.key("endpoint_rules").list(|json| {
            for (order, rule) in (1..).zip(endpoints.map_or(&[][..], |endpoints| &endpoints.rules)) {
                json.object(|json| {
                    json.key("behavior").string(Behaviour::of(rule.allow).of_endpoint());
                    json.key("endpoint").string(&literal(&rule.endpoint.name));
                    json.key("order").number(order);
                });
            }
        });
        json.key("id").raw(connectors.id(id));
    });
}
