//! One data policy.

use super::declarations::identity;
use crate::emit::connectors::Connectors;
use crate::emit::ids;
use crate::emit::job::Job;
use crate::emit::json::Json;
use crate::emit::normal::{action_rules, endpoint_rules, environments, explicit, sorted_actions};
use crate::model::program::{ConnectorRules, Environment, UrlPattern};
use crate::model::{DataGroup, DataPolicy, Program, Scope, Set};

/// The word for URL patterns that leave a connector to other policies.
const IGNORE: &str = "ignore";

/// The groups by their words, which is the order of keys.
pub(super) const BY_WORD: [DataGroup; 3] = [DataGroup::Blocked, DataGroup::Business, DataGroup::NonBusiness];

pub(super) fn write(json: &mut Json<'_>, job: Job<'_>, connectors: &Connectors, policy: &DataPolicy) {
    let groups = explicit(job.program, policy);
    json.object(|json| {
        json.key("connectorRules").list(|json| {
            for rules in sorted_rules(policy, connectors) {
                connector_rules(json, connectors, rules);
            }
        });
        json.key("counts").object(|json| {
            let counts = counts(connectors, policy, &groups);
            for group in BY_WORD {
                json.key(group.word()).number(counts.get(group.index()).copied().unwrap_or_default());
            }
        });
        json.key("description").string(&policy.head.description);
        json.key("displayName").string(policy.display_name());
        json.key("groups").object(|json| {
            for group in BY_WORD {
                let members = groups.get(group.index()).map(|set| connectors.sorted(set)).unwrap_or_default();
                json.key(group.word()).list(|json| members.iter().for_each(|id| json.raw(connectors.text(*id))));
            }
        });
        let (id, source) = ids::data_policy(job, policy);
        identity(json, Some((&id, source)));
        json.key("level").string(match policy.scope {
            Scope::All | Scope::AllExcept(_) | Scope::Only(_) => "tenant",
            Scope::Environment(_) => "environment",
        });
        json.key("rest").string(policy.rest.word());
        json.key("scope").object(|json| scope(json, job.program, &policy.scope));
        json.key("symbol").string(&policy.head.symbol.name);
        json.key("urlPatterns").list(|json| {
            for (order, pattern) in (1..).zip(&policy.patterns) {
                url_pattern(json, order, pattern);
            }
        });
    });
}

/// How many connectors of the catalogue each group has, by [`DataGroup::index`].
fn counts(connectors: &Connectors, policy: &DataPolicy, groups: &[Set; 3]) -> [usize; 3] {
    let mut counts = [0; 3];
    for (count, group) in counts.iter_mut().zip(groups) {
        *count = group.clone().common(&connectors.catalogued).len();
    }
    let listed: usize = counts.iter().sum();
    if let Some(count) = counts.get_mut(policy.rest.index()) {
        *count += connectors.catalogued.len() - listed;
    }
    counts
}

fn scope(json: &mut Json<'_>, program: &Program, scope: &Scope) {
    let names = environments(scope).into_iter();
    let names = names.map(|id| &program.environments[id]);
    json.key("environments").strings(names.map(Environment::name));
    json.key("mode").string(match scope {
        Scope::All => "all",
        Scope::AllExcept(_) => "all_except",
        Scope::Only(_) => "only",
        Scope::Environment(_) => "environment",
    });
}

/// The rules that say something, by connector.
pub(super) fn sorted_rules<'p>(policy: &'p DataPolicy, connectors: &Connectors) -> Vec<&'p ConnectorRules> {
    let says = |rules: &&ConnectorRules| action_rules(rules).is_some() || endpoint_rules(rules).is_some();
    let mut rules: Vec<&ConnectorRules> = policy.rules.iter().filter(says).collect();
    rules.sort_by_key(|rules| connectors.rank(rules.connector));
    rules
}

fn connector_rules(json: &mut Json<'_>, connectors: &Connectors, rules: &ConnectorRules) {
    json.object(|json| {
        match action_rules(rules) {
            Some(actions) => json.key("actions").object(|json| {
                json.key("default").string(behavior(actions.allow_rest, "block"));
                json.key("rules").list(|json| {
                    for rule in sorted_actions(actions) {
                        json.object(|json| {
                            json.key("action").string(&rule.action.name);
                            json.key("behavior").string(behavior(rule.allow, "block"));
                        });
                    }
                });
            }),
            None => json.key("actions").null(),
        }
        json.key("connector").raw(connectors.text(rules.connector));
        json.key("endpoints").list(|json| {
            let endpoints = endpoint_rules(rules).map(|endpoints| endpoints.rules.as_slice()).unwrap_or_default();
            for (order, rule) in (1..).zip(endpoints) {
                json.object(|json| {
                    json.key("behavior").string(behavior(rule.allow, "deny"));
                    json.key("endpoint").string(&rule.endpoint.name);
                    json.key("order").number(order);
                });
            }
        });
    });
}

const fn behavior(allow: bool, otherwise: &'static str) -> &'static str {
    if allow { "allow" } else { otherwise }
}

fn url_pattern(json: &mut Json<'_>, order: usize, pattern: &UrlPattern) {
    json.object(|json| {
        json.key("group").string(pattern.group.map_or(IGNORE, DataGroup::word));
        json.key("order").number(order);
        json.key("pattern").string(&pattern.pattern.name);
    });
}
