//! The bodies of requests (dlp.md 1.2, 1.3), in one normal form: all three groups, each sorted by id; rules numbered
//! from 1; optional members without content are left out.

use crate::catalog::{Behaviour, EnvironmentType, IGNORE};
use crate::emit::job::{Job, Rest};
use crate::emit::json::Json;
use crate::emit::normal::{action_rules, endpoint_rules, explicit, sorted_actions};
use crate::emit::wire_connectors::Connectors;
use crate::model::program::{ConnectorRules, DataPolicy, UrlPattern};
use crate::model::{ConnectorId, DataGroup, Scope, Set};

/// A data policy with the facts that requests need.
pub(super) struct Item<'a> {
    pub(super) policy: &'a DataPolicy,
    /// The id, where the policy exists already.
    pub(super) id: Option<&'a str>,
    /// The ids of the environments it lists, sorted.
    pub(super) environments: Vec<&'a str>,
}

impl Item<'_> {
    /// The rules for connectors that have an effect, by the connectors' ids.
    pub(super) fn rules(&self, connectors: &Connectors) -> Vec<&ConnectorRules> {
        let says = |rules: &&ConnectorRules| action_rules(rules).is_some() || endpoint_rules(rules).is_some();
        let mut rules: Vec<&ConnectorRules> = self.policy.rules.iter().filter(says).collect();
        rules.sort_by_key(|rules| connectors.rank(rules.connector));
        rules
    }

    /// Whether it has rules for actions or endpoints.
    pub(super) fn has_rules(&self) -> bool {
        self.policy.rules.iter().any(|rules| action_rules(rules).is_some() || endpoint_rules(rules).is_some())
    }
}

/// The envelope of the second generation.
pub(super) fn envelope(json: &mut Json<'_>, job: Job<'_>, connectors: &Connectors, item: &Item<'_>) {
    json.object(|json| {
        if item.has_rules() {
            json.key("connectorConfigurationsDefinition").object(|json| configurations(json, connectors, item));
        }
        if !item.policy.patterns.is_empty() {
            json.key("customConnectorUrlPatternsDefinition").object(|json| patterns(json, &item.policy.patterns));
        }
        json.key("policyDefinition").object(|json| {
            groups(json, job, connectors, item);
            scope(json, item);
        });
    });
}

/// The flat body of the first generation.
pub(super) fn flat(json: &mut Json<'_>, job: Job<'_>, connectors: &Connectors, item: &Item<'_>) {
    json.object(|json| {
        groups(json, job, connectors, item);
        scope_and_tag(json, item);
    });
}

fn groups(json: &mut Json<'_>, job: Job<'_>, connectors: &Connectors, item: &Item<'_>) {
    let mut members = explicit(job.program, item.policy);
    match job.settings.rest {
        Rest::Implied => {}
        Rest::Listed => {
            let universe = &job.program.universe;
            let all = Set::filter(universe.len(), |id: ConnectorId| (id.0 as usize) < universe.catalogued());
            let left = members.iter().fold(all, Set::minus);
            if let Some(rest) = members.get_mut(item.policy.rest.index()) {
                *rest = std::mem::take(rest).union(&left);
            }
        }
    }
    json.key("connectorGroups").list(|json| {
        for group in DataGroup::ALL {
            json.object(|json| {
                json.key("classification").string(group.classification());
                let sorted = members.get(group.index()).map(|set| connectors.sorted(set)).unwrap_or_default();
                json.key("connectors").list(|json| sorted.iter().for_each(|id| json.raw(connectors.member(*id))));
            });
        }
    });
    json.key("defaultConnectorsClassification").string(item.policy.rest.classification());
    json.key("displayName").string(item.policy.display_name());
}

fn scope(json: &mut Json<'_>, item: &Item<'_>) {
    environment_type(json, item);
    environments(json, item);
    if let Some(id) = item.id {
        json.key("name").string(id);
    }
}

/// The scope with `etag`, which is `null` in the bodies that PowerShell sends.
fn scope_and_tag(json: &mut Json<'_>, item: &Item<'_>) {
    environment_type(json, item);
    environments(json, item);
    json.key("etag").null();
    if let Some(id) = item.id {
        json.key("name").string(id);
    }
}

fn environment_type(json: &mut Json<'_>, item: &Item<'_>) {
    json.key("environmentType").string(environment_type_of(&item.policy.scope).wire());
}

const fn environment_type_of(scope: &Scope) -> EnvironmentType {
    match scope {
        Scope::All => EnvironmentType::All,
        Scope::AllExcept(_) => EnvironmentType::Except,
        Scope::Only(_) => EnvironmentType::Only,
        Scope::Environment(_) => EnvironmentType::Single,
    }
}

fn environments(json: &mut Json<'_>, item: &Item<'_>) {
    json.key("environments").list(|json| {
        for id in &item.environments {
            json.object(|json| {
                let path = format!("/providers/Microsoft.BusinessAppPlatform/scopes/admin/environments/{id}");
                json.key("id").string(&path);
                json.key("name").string(id);
                json.key("type").string("Microsoft.BusinessAppPlatform/scopes/environments");
            });
        }
    });
}

/// Rules for actions and endpoints.
pub(super) fn configurations(json: &mut Json<'_>, connectors: &Connectors, item: &Item<'_>) {
    let rules = item.rules(connectors);
    json.key("connectorActionConfigurations").list(|json| {
        for (rules, actions) in rules.iter().filter_map(|rules| Some((rules, action_rules(rules)?))) {
            json.object(|json| {
                json.key("actionRules").list(|json| {
                    for rule in sorted_actions(actions) {
                        json.object(|json| {
                            json.key("actionId").string(&rule.action.name);
                            json.key("behavior").string(Behaviour::of(rule.allow).of_action());
                        });
                    }
                });
                json.key("connectorId").raw(connectors.id(rules.connector));
                let default = Behaviour::of(actions.allow_rest).of_action();
                json.key("defaultConnectorActionRuleBehavior").string(default);
            });
        }
    });
    json.key("endpointConfigurations").list(|json| {
        for (rules, endpoints) in rules.iter().filter_map(|rules| Some((rules, endpoint_rules(rules)?))) {
            json.object(|json| {
                json.key("connectorId").raw(connectors.id(rules.connector));
                json.key("endpointRules").list(|json| {
                    for (order, rule) in (1..).zip(&endpoints.rules) {
                        json.object(|json| {
                            json.key("behavior").string(Behaviour::of(rule.allow).of_endpoint());
                            json.key("endPoint").string(&rule.endpoint.name);
                            json.key("order").number(order);
                        });
                    }
                });
            });
        }
    });
}

/// Rules for the host addresses of custom connectors.
pub(super) fn patterns(json: &mut Json<'_>, patterns: &[UrlPattern]) {
    json.key("rules").list(|json| {
        for (order, pattern) in (1..).zip(patterns) {
            json.object(|json| {
                let class = pattern.group.map_or(IGNORE, DataGroup::classification);
                json.key("customConnectorRuleClassification").string(class);
                json.key("order").number(order);
                json.key("pattern").string(&pattern.pattern.name);
            });
        }
    });
}
