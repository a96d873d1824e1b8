//! Connector allow-lists as requests for rule-based policies (acp.md).
//!
//! A list is a rule set of a policy, and a policy is assigned to an environment group or an environment. Changing a
//! policy replaces the rule sets in the request and keeps its others. Before anything is sent, the plan asks which
//! policy is assigned there. If there is none, one is created and assigned. If it is the list's own, it is changed.
//! If it is another one, nothing is sent.

use crate::emit::job::Job;
use crate::emit::json::Json;
use crate::emit::normal::sorted_names;
use crate::emit::unbound::Unbound;
use crate::emit::wire_connectors::Connectors;
use crate::emit::{file_name, ids};
use crate::model::ConnectorId;
use crate::model::program::{AllowList, Head};
use crate::text::Location;

/// The path for rule-based policies.
const ROOT: &str = "/governance/ruleBasedPolicies";
/// The version of the interface, at the end of each address.
pub(super) const API_VERSION: &str = "2024-10-01";
/// The host of the interface, by cloud; a token is for `https://` and the host. From the provider's sources,
/// `internal/constants/constants.go`.
pub(super) const HOSTS: [(&str, &str); 5] = [
    ("china", "api.powerplatform.partner.microsoftonline.cn"),
    ("dod", "api.appsplatform.us"),
    ("gcc", "api.gov.powerplatform.microsoft.us"),
    ("gccHigh", "api.high.powerplatform.microsoft.us"),
    ("public", "api.powerplatform.com"),
];

/// A connector allow-list with the facts that requests need.
pub(super) struct ListItem<'a> {
    pub(super) list: &'a AllowList,
    /// The id of the policy, where it exists already.
    pub(super) id: Option<&'a str>,
    /// The path of its assignment: the segments `environmentGroups/…` or `environments/…`.
    place: String,
    /// Whether data policies are not evaluated there.
    allow_lists_only: bool,
    /// The name of its files without their extensions.
    pub(super) stem: String,
    /// The index of its first request among all, from 1. The second one assigns the policy.
    pub(super) order: usize,
}

/// Whether requests can express a list: types of connections have no documented form there.
pub(super) fn is_carried(list: &AllowList) -> bool {
    list.entries.iter().all(|entry| entry.connection_types.is_none())
}

/// The lists that are written, after `before` other requests. Unbound declarations are added to `unbound`.
pub(super) fn items<'a>(job: Job<'a>, before: usize, unbound: &mut Vec<Unbound>) -> Vec<ListItem<'a>> {
    let (program, bindings) = (job.program, job.settings.bindings);
    let lists: Vec<&AllowList> = program.allow_lists.iter().filter(|list| is_carried(list)).collect();
    let stems = file_name::stems(lists.iter().map(|list| &*list.head.symbol.name));
    let mut items = Vec::new();
    for (list, stem) in lists.into_iter().zip(stems) {
        let group = list.group.as_ref().and_then(|one| Some(&program.environment_groups[one.target?]));
        let environment = list.environment.as_ref().and_then(|one| Some(&program.environments[one.target?]));
        let (place, only) = match (group, environment) {
            (Some(group), _) => {
                let id = ids::environment_group(group, bindings);
                if id.is_none() {
                    unbound.push(lacking(
                        "environment group",
                        "environment_groups",
                        &group.head,
                        list.head.symbol.location,
                    ));
                }
                let id = id.map(|(id, _)| id).unwrap_or_default();
                (format!("environmentGroups/{id}"), group.allow_lists_only.is_some())
            }
            (None, Some(environment)) => {
                let id = ids::environment(environment, bindings);
                if id.is_none() {
                    unbound.push(lacking("environment", "environments", &environment.head, list.head.symbol.location));
                }
                let id = id.map(|(id, _)| id).unwrap_or_default();
                (format!("environments/{id}"), environment.allow_lists_only.is_some())
            }
            (None, None) => continue,
        };
        let id = ids::bound(&list.head, list.id.as_ref(), &bindings.connector_allow_lists).map(|(id, _)| id);
        let order = before + items.len() * 2 + 1;
        items.push(ListItem { list, id, place, allow_lists_only: only, stem, order });
    }
    items
}

fn lacking(noun: &'static str, key: &'static str, head: &Head, needed: Location) -> Unbound {
    let needed = (needed, "this connector allow-list is for it".to_owned());
    let note = "requests name environments and environment groups by their ids in the tenant";
    Unbound::id(super::NAME, (noun, key), head, needed, note)
}

/// One of the two requests of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Creates or changes the policy.
    Policy,
    /// Assigns it.
    Assignment,
}

impl ListItem<'_> {
    pub(super) fn symbol(&self) -> &str {
        &self.list.head.symbol.name
    }

    pub(super) const fn order_of(&self, step: Step) -> usize {
        match step {
            Step::Policy => self.order,
            Step::Assignment => self.order + 1,
        }
    }

    pub(super) fn file(&self, step: Step) -> String {
        match step {
            Step::Policy => format!("connector-allow-lists/{}.json", self.stem),
            Step::Assignment => format!("connector-allow-lists/{}.assignment.json", self.stem),
        }
    }

    pub(super) const fn method(&self, step: Step) -> &'static str {
        match (step, self.id) {
            (Step::Policy, Some(_)) => "PATCH",
            (Step::Policy, None) | (Step::Assignment, _) => "POST",
        }
    }

    pub(super) fn path(&self, step: Step) -> String {
        match (step, self.id) {
            (Step::Policy, Some(id)) => format!("{ROOT}/{id}"),
            (Step::Policy, None) => ROOT.to_owned(),
            (Step::Assignment, id) => format!("{ROOT}/{}/{}/assignments", id.unwrap_or("{policyId}"), self.place),
        }
    }

    /// A request as a document.
    pub(super) fn write(&self, json: &mut Json<'_>, connectors: &Connectors, step: Step, schema: &str) {
        json.object(|json| {
            json.key("$schema").string(&format!("../../{schema}"));
            match step {
                Step::Policy => self.body(json.key("body"), connectors),
                Step::Assignment => json.key("body").object(|_empty| ()),
            }
            json.key("method").string(self.method(step));
            json.key("order").number(self.order_of(step));
            json.key("path").string(&self.path(step));
        });
    }

    fn body(&self, json: &mut Json<'_>, connectors: &Connectors) {
        json.object(|json| {
            json.key("name").string(self.list.display_name());
            json.key("ruleSets").list(|json| {
                // Always written: otherwise a value set elsewhere would stay, and the source would not show it.
                rule_set(json, "AdvancedConnectorPoliciesOnly", |json| {
                    json.key("EnableAdvancedConnectorPoliciesOnly").boolean(self.allow_lists_only);
                });
                rule_set(json, "ConnectorManagement", |json| {
                    json.key("AllowedConnectorList").list(|json| {
                        let members = self.list.listed().map(|set| connectors.sorted(set)).unwrap_or_default();
                        for id in &members {
                            allowed(json, self.list, connectors, *id);
                        }
                    });
                });
            });
        });
    }

    /// Writes the check before the requests.
    pub(super) fn ask(&self, json: &mut Json<'_>) {
        json.object(|json| {
            json.key("assign").number(self.order_of(Step::Assignment));
            json.key("bind").object(|json| {
                json.key("kind").string("connector_allow_lists");
                json.key("symbol").string(self.symbol());
            });
            json.key("change").number(self.order_of(Step::Policy));
            json.key("connectorAllowList").string(self.symbol());
            json.key("found").object(|json| {
                json.key("method").string("PATCH");
                json.key("path").string(&format!("{ROOT}/{{policyId}}"));
            });
            json.key("idAt").string("/policyId");
            json.key("items").string("/value");
            json.key("method").string("GET");
            json.key("name").object(|json| {
                json.key("method").string("GET");
                json.key("nameAt").string("/name");
                json.key("path").string(&format!("{ROOT}/{{policyId}}"));
                json.key("value").string(self.list.display_name());
            });
            json.key("path").string(&format!("{ROOT}/{}/assignments", self.place));
            json.key("policyId").optional(self.id);
        });
    }
}

fn rule_set(json: &mut Json<'_>, id: &str, inputs: impl FnOnce(&mut Json<'_>)) {
    json.object(|json| {
        json.key("id").string(id);
        json.key("inputs").object(inputs);
        json.key("version").string("1.0");
    });
}

fn allowed(json: &mut Json<'_>, list: &AllowList, connectors: &Connectors, id: ConnectorId) {
    let actions = list.entry(id).and_then(|entry| entry.actions.as_deref());
    json.object(|json| {
        if let Some(actions) = actions {
            json.key("AllowedActions").strings(sorted_names(actions));
        }
        json.key("AllowedActionsMode").string(if actions.is_some() { "SomeAllowed" } else { "AllAllowed" });
        json.key("AllowedConnectionTypesMode").string("AllAllowed");
        json.key("AllowedConnector").raw(connectors.id(id));
    });
}
