//! The plan: all steps with their needs, and the hosts.

use serde_json::{Value, json};

use super::step::Step;
use super::{PLAN_SCHEMA, left_out, partners};
use crate::emit::job::{Job, SCHEMA_VERSION};

/// The host of Graph, by cloud: Microsoft Graph, page on national cloud deployments.
const HOSTS: [(&str, &str); 4] = [
    ("china", "microsoftgraph.chinacloudapi.cn"),
    ("dod", "dod-graph.microsoft.us"),
    ("gccHigh", "graph.microsoft.us"),
    ("public", "graph.microsoft.com"),
];

/// The plan.
pub(super) fn document(job: Job<'_>, steps: &[Step]) -> Value {
    // The first step of a group finds or creates it; those for its people come later.
    let ordered = |symbol: &str| {
        steps
            .iter()
            .position(|step| step.kind == "group" && step.symbol == symbol && step.add.is_empty())
            .map(|at| at + 1)
    };
    let listed: Vec<Value> = steps.iter().zip(1..).map(|(step, order)| step.document(order, ordered)).collect();
    let hosts: serde_json::Map<String, Value> =
        HOSTS.iter().map(|(cloud, host)| ((*cloud).to_owned(), Value::from(*host))).collect();
    let left: Vec<Value> =
        left_out::kinds(job).into_iter().map(|(kind, names)| json!({ "kind": kind.key, "symbols": names })).collect();
    json!({
        "$schema": format!("../{PLAN_SCHEMA}"),
        "hosts": hosts,
        "identityProviders": partners::by_hand(job),
        "notCarried": left,
        "permissions": permissions(steps),
        "project": job.settings.project,
        "schemaVersion": SCHEMA_VERSION,
        "steps": listed,
        "version": "v1.0",
    })
}

/// The least permissions that the requests of the steps need.
fn permissions(steps: &[Step]) -> Vec<&'static str> {
    let needed = |step: &Step| {
        let path = step.look.path.as_str();
        if path.starts_with("/policies/authorizationPolicy") {
            "Policy.ReadWrite.Authorization"
        } else if path.starts_with("/policies/crossTenantAccessPolicy") {
            "Policy.ReadWrite.CrossTenantAccess"
        } else if path.starts_with("/groupSettings") || path.contains("groupLifecyclePolicies") {
            "Directory.ReadWrite.All"
        } else {
            "Group.ReadWrite.All"
        }
    };
    let mut all: Vec<&'static str> = steps.iter().map(needed).collect();
    let assignable =
        |step: &Step| step.create.as_ref().is_some_and(|request| request.body.contains_key("isAssignableToRole"));
    if steps.iter().any(assignable) {
        all.push("RoleManagement.ReadWrite.Directory");
    }
    all.sort_unstable();
    all.dedup();
    all
}
