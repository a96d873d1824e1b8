//! The requests, their order, and the plan that lists them.

use super::administration::Administration;
use super::allow_lists::{self, ListItem, Step};
use super::body::{self, Item};
use super::left_out;
use crate::emit::file_name;
use crate::emit::job::{Api, Job, SCHEMA_VERSION};
use crate::emit::json::Json;
use crate::emit::wire_connectors::Connectors;

pub(super) const PLAN_SCHEMA: &str = "schema/power-platform-plan-1.0.json";
pub(super) const REQUEST_SCHEMA: &str = "schema/power-platform-request-1.0.json";

/// The content of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    Envelope,
    Flat,
    Configurations,
    Patterns,
}

/// A request.
pub(super) struct Request {
    /// The index of the data policy.
    pub(super) item: usize,
    pub(super) content: Content,
    /// Its index among all requests, from 1.
    order: usize,
    method: &'static str,
    path: String,
    /// Its file in the folder of the target.
    pub(super) file: String,
    /// The request whose response gives the policy's id, where the path needs it.
    awaits: Option<usize>,
}

const V1: &str = "/providers/PowerPlatform.Governance/v1";
const V2: &str = "/providers/PowerPlatform.Governance/v2";

/// The requests, in order, after `before` others.
pub(super) fn requests(job: Job<'_>, items: &[Item<'_>], before: usize, tenant: &str) -> Vec<Request> {
    let stems = file_name::stems(items.iter().map(|item| &*item.policy.head.symbol.name));
    let mut requests = Vec::with_capacity(items.len());
    for (index, (item, stem)) in items.iter().zip(&stems).enumerate() {
        let method = if item.id.is_some() { "PATCH" } else { "POST" };
        let (root, content) = match job.settings.api {
            Api::V1 => (V1, Content::Flat),
            Api::V2 => (V2, Content::Envelope),
        };
        let path = match item.id {
            Some(id) => format!("{root}/policies/{id}"),
            None => format!("{root}/policies"),
        };
        let first = before + requests.len() + 1;
        let file = format!("data-policies/{stem}.json");
        requests.push(Request { item: index, content, order: first, method, path, file, awaits: None });
        for (content, segment) in companions(job, item) {
            let policy = item.id.unwrap_or("{policyId}");
            requests.push(Request {
                item: index,
                content,
                order: before + requests.len() + 1,
                method: "POST",
                path: format!("{V1}/tenants/{tenant}/policies/{policy}/{segment}"),
                file: format!("data-policies/{stem}.{segment}.json"),
                awaits: item.id.is_none().then_some(first),
            });
        }
    }
    requests
}

/// Whether a path needs the tenant's id.
pub(super) fn needs_tenant(job: Job<'_>, items: &[Item<'_>]) -> bool {
    items.iter().any(|item| !companions(job, item).is_empty())
}

/// The documents that the first generation stores separately from a policy.
fn companions(job: Job<'_>, item: &Item<'_>) -> Vec<(Content, &'static str)> {
    let mut companions = Vec::new();
    if job.settings.api == Api::V1 {
        if item.has_rules() {
            companions.push((Content::Configurations, "policyconnectorconfigurations"));
        }
        if !item.policy.patterns.is_empty() {
            companions.push((Content::Patterns, "urlPatterns"));
        }
    }
    companions
}

impl Request {
    /// Whether it creates a policy.
    fn creates(&self) -> bool {
        self.method == "POST" && matches!(self.content, Content::Envelope | Content::Flat)
    }

    /// The request as a document.
    pub(super) fn write(&self, json: &mut Json<'_>, job: Job<'_>, connectors: &Connectors, item: &Item<'_>) {
        json.object(|json| {
            json.key("$schema").string(&format!("../../{REQUEST_SCHEMA}"));
            json.key("body");
            match self.content {
                Content::Envelope => body::envelope(json, job, connectors, item),
                Content::Flat => body::flat(json, job, connectors, item),
                Content::Configurations => json.object(|json| body::configurations(json, connectors, item)),
                Content::Patterns => json.object(|json| body::patterns(json, &item.policy.patterns)),
            }
            json.key("method").string(self.method);
            json.key("order").number(self.order);
            json.key("path").string(&self.path);
        });
    }
}

/// The audience of a token for data policies, by cloud as far as it is known: from the provider's sources,
/// `internal/constants/constants.go`.
const AUDIENCES: [(&str, &str); 4] = [
    ("dod", "https://service.apps.appsplatform.us/"),
    ("gcc", "https://service.powerapps.us/"),
    ("gccHigh", "https://high.service.apps.appsplatform.us/"),
    ("public", "https://service.powerapps.com/"),
];

/// The host of the interface, by cloud (dlp.md 1.1).
const HOSTS: [(&str, &str); 5] = [
    ("china", "api.bap.partner.microsoftonline.cn"),
    ("dod", "api.bap.appsplatform.us"),
    ("gcc", "gov.api.bap.microsoft.us"),
    ("gccHigh", "high.api.bap.microsoft.us"),
    ("public", "api.bap.microsoft.com"),
];

/// Writes the lookup that prevents a duplicate in a second run: whether there is a policy with that name. The
/// platform chooses the id of a new policy; nothing documents that it accepts a given one.
fn lookup(json: &mut Json<'_>, job: Job<'_>, item: &Item<'_>, request: &Request) {
    let (root, outer) = match job.settings.api {
        Api::V1 => (V1, ""),
        Api::V2 => (V2, "/policyDefinition"),
    };
    let symbol = &*item.policy.head.symbol.name;
    json.object(|json| {
        json.key("bind").object(|json| {
            json.key("kind").string("data_policies");
            json.key("symbol").string(symbol);
        });
        json.key("dataPolicy").string(symbol);
        json.key("displayName").string(item.policy.display_name());
        json.key("found").object(|json| {
            json.key("method").string("PATCH");
            json.key("path").string(&format!("{root}/policies/{{policyId}}"));
        });
        json.key("idAt").string(&format!("{outer}/name"));
        json.key("items").string("/value");
        json.key("method").string("GET");
        json.key("nameAt").string(&format!("{outer}/displayName"));
        json.key("path").string(&format!("{root}/policies"));
        json.key("request").number(request.order);
    });
}

/// The data policies that the plan creates, since they have no id.
pub(super) fn created<'i>(items: &'i [Item<'_>]) -> Vec<&'i str> {
    items.iter().filter(|item| item.id.is_none()).map(|item| &*item.policy.head.symbol.name).collect()
}

/// The plan.
pub(super) fn document(
    json: &mut Json<'_>,
    job: Job<'_>,
    items: &[Item<'_>],
    (administration, requests, lists): (&Administration<'_>, &[Request], &[ListItem<'_>]),
) {
    json.object(|json| {
        json.key("$schema").string(&format!("../{PLAN_SCHEMA}"));
        json.key("api").string(job.settings.api.name());
        json.key("assignments").list(|json| lists.iter().for_each(|list| list.ask(json)));
        by_cloud(json.key("audiences"), &AUDIENCES);
        json.key("checks").list(|json| administration.all().for_each(|request| request.check(json)));
        json.key("governance").object(|json| {
            json.key("apiVersion").string(allow_lists::API_VERSION);
            by_cloud(json.key("hosts"), &allow_lists::HOSTS);
            json.key("tenantPrefix").optional(administration.host_prefix(job).as_deref());
        });
        by_cloud(json.key("hosts"), &HOSTS);
        json.key("lookups").list(|json| {
            administration.all().for_each(|request| request.lookup(json));
            for request in requests.iter().filter(|request| request.creates()) {
                if let Some(item) = items.get(request.item) {
                    lookup(json, job, item, request);
                }
            }
        });
        json.key("notCarried").list(|json| {
            for (what, names) in left_out::kinds(job) {
                json.object(|json| {
                    json.key("kind").string(what.key);
                    json.key("symbols").strings(names);
                });
            }
        });
        json.key("project").string(job.settings.project);
        json.key("requests").list(|json| {
            administration.before.iter().for_each(|request| request.planned(json));
            for request in requests {
                let policy = items.get(request.item).map_or("", |item| &*item.policy.head.symbol.name);
                json.object(|json| {
                    match request.awaits {
                        Some(order) => json.key("awaits").object(|json| {
                            json.key("field").string("name");
                            json.key("parameter").string("policyId");
                            json.key("request").number(order);
                        }),
                        None => json.key("awaits").null(),
                    }
                    json.key("dataPolicy").string(policy);
                    json.key("file").string(&request.file);
                    json.key("method").string(request.method);
                    json.key("order").number(request.order);
                    json.key("path").string(&request.path);
                });
            }
            for list in lists {
                planned(json, list, Step::Policy);
                planned(json, list, Step::Assignment);
            }
            administration.after.iter().for_each(|request| request.planned(json));
        });
        json.key("schemaVersion").string(SCHEMA_VERSION);
    });
}

fn by_cloud(json: &mut Json<'_>, values: &[(&str, &str)]) {
    json.object(|json| values.iter().for_each(|(cloud, value)| json.key(cloud).string(value)));
}

/// A request of a connector allow-list.
fn planned(json: &mut Json<'_>, list: &ListItem<'_>, step: Step) {
    json.object(|json| {
        if step == Step::Assignment && list.id.is_none() {
            json.key("awaits").object(|json| {
                json.key("field").string("id");
                json.key("parameter").string("policyId");
                json.key("request").number(list.order_of(Step::Policy));
            });
        } else {
            json.key("awaits").null();
        }
        json.key("connectorAllowList").string(list.symbol());
        json.key("file").string(&list.file(step));
        json.key("method").string(list.method(step));
        json.key("order").number(list.order_of(step));
        json.key("path").string(&list.path(step));
    });
}
