//! JSON that Terraform writes: `terraform output -json`, the state file, `terraform show -json`.

use super::json::below;
use std::collections::BTreeSet;

use super::Declared;
use super::neutral::{DeclaredEnvironment, DeclaredTenant, GroupRef, Outcome, Policy};
use super::notes::Notes;
use super::terraform_policy::{self, Completeness};
use super::value::Value;
use super::{
    tenant_isolation, tenant_settings, terraform_announced, terraform_doomed, terraform_environment, terraform_rule_set,
};

/// The type of a policy's resource.
pub(super) const POLICY: &str = "powerplatform_data_loss_prevention_policy";
/// The type of the data source that lists policies.
pub(super) const POLICIES: &str = "powerplatform_data_loss_prevention_policies";

/// The remark about other resources.
pub(super) const ONLY: &str =
    "only policies, environments, environment groups, tenant settings and isolation are imported from Terraform";

/// The maximum depth of a policy below an output.
const DEPTH: usize = 5;

/// The kinds of JSON that Terraform writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    State,
    Show,
    Output,
}

impl Shape {
    /// The words for such a file.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::State => "terraform state",
            Self::Show => "terraform state as `terraform show` writes it",
            Self::Output => "terraform output",
        }
    }

    /// The kind of a file, if it is one of these.
    pub(super) fn of(root: &Value) -> Option<Self> {
        let has = |key: &str| root.get(key).is_some();
        if has("version") && has("resources") && (has("terraform_version") || has("lineage") || has("serial")) {
            Some(Self::State)
        } else if has("format_version") && (has("values") || has("planned_values")) {
            Some(Self::Show)
        } else if !find(root, String::new(), String::new(), DEPTH).is_empty()
            || !rule_sets(root, String::new(), String::new(), DEPTH).is_empty()
        {
            Some(Self::Output)
        } else {
            None
        }
    }
}

/// Reads the policies, environments and environment groups of a file.
pub(super) fn read(root: &Value, shape: Shape, notes: &mut Notes) -> Declared {
    let mut found = Vec::new();
    let mut others = Others::default();
    match shape {
        Shape::State => {
            state(root, &mut found, &mut others);
            terraform_doomed::tell(root, notes);
            if found.is_empty()
                && let Some(outputs) = root.get("outputs")
            {
                found = find(outputs, "/outputs".to_owned(), String::new(), DEPTH);
            }
            if others.rules.is_empty()
                && let Some(outputs) = root.get("outputs")
            {
                others.rules = rule_sets(outputs, "/outputs".to_owned(), String::new(), DEPTH);
            }
        }
        Shape::Show => {
            for key in ["values", "planned_values"] {
                if let Some(module) = root.get(key).and_then(|values| values.get("root_module")) {
                    show(module, &format!("/{key}/root_module"), &mut found, &mut others, DEPTH);
                    break;
                }
            }
        }
        Shape::Output => {
            found = find(root, String::new(), String::new(), DEPTH);
            others.rules = rule_sets(root, String::new(), String::new(), DEPTH);
        }
    }
    let count = others.count;
    if count > 0 {
        let what = format!("{count} other resource{}", if count == 1 { "" } else { "s" });
        notes.add(Outcome::Dropped, "", what, ONLY);
    }
    terraform_announced::tell(others.kinds.iter().copied(), notes);
    let mut declared = Declared::default();
    for (place, label, value) in others.environments {
        let read = terraform_environment::resource(value, &place, notes);
        declared.environments.push(DeclaredEnvironment { label, ..read });
    }
    for (place, label, value) in others.listed {
        let read = terraform_environment::read(value, &place, notes);
        declared.environments.push(DeclaredEnvironment { label, ..read });
    }
    for (place, value) in others.databases {
        declared.environments.extend(terraform_environment::settings(value, &place, notes));
    }
    for (place, _, value) in others.managed {
        declared.environments.extend(terraform_environment::managed(value, &place, notes));
    }
    for (place, label, value) in others.groups {
        if let Some(id) = value.get("id").and_then(Value::as_text) {
            let group = GroupRef::Id(id.to_owned());
            declared.groups.push(terraform_rule_set::group(value, group, &label, &place, notes));
        }
    }
    for (place, value) in others.settings {
        declared.tenants.push(settings_of(value, &place, notes));
    }
    for (place, value) in others.isolation {
        declared.tenants.push(tenant_isolation::of_terraform(value, &place, notes));
    }
    for Found { place, label, value } in others.rules {
        match terraform_rule_set::read(value, &place, &label, notes) {
            Ok((group, policy)) => {
                declared.groups.extend(group);
                declared.rule_based.extend(policy);
            }
            Err(fault) => {
                let what = format!("rules of an environment group, \"{label}\"");
                notes.add(Outcome::Refused, fault.place, what, fault.why);
            }
        }
    }
    declared.policies = read_found(found, Completeness::Record, notes);
    declared
}

/// The tenant settings in a resource.
pub(super) fn settings_of(value: &Value, place: &str, notes: &mut Notes) -> DeclaredTenant {
    let id = value.get("id").and_then(Value::as_text).filter(|id| !id.is_empty()).map(str::to_owned);
    let read = tenant_settings::read(value, tenant_settings::Naming::Terraform, &["id", "timeouts"], place, notes);
    if tenant_settings::has_deprecated(value) {
        terraform_announced::tell(std::iter::once(tenant_settings::RESOURCE), notes);
    }
    DeclaredTenant { id, ..read }
}

/// The rules of environment groups in `value` and below it.
fn rule_sets(value: &Value, place: String, label: String, depth: usize) -> Vec<Found<'_>> {
    if terraform_rule_set::is_one(value) {
        return vec![Found { place, label, value }];
    }
    let Some(depth) = depth.checked_sub(1) else { return Vec::new() };
    let entries = value.entries().iter().map(|(key, inner)| (below(&place, key), key, inner));
    let items = value.items().iter().enumerate().map(|(index, inner)| (below(&place, index), &label, inner));
    entries.chain(items).flat_map(|(place, label, inner)| rule_sets(inner, place, label.clone(), depth)).collect()
}

/// The content of a state besides policies.
#[derive(Default)]
struct Others<'v> {
    /// Environments, each with its place and its name in the state.
    environments: Vec<(String, String, &'v Value)>,
    /// Environments from lists, which show what exists, not what is set.
    listed: Vec<(String, String, &'v Value)>,
    /// Settings of the databases of environments.
    databases: Vec<(String, &'v Value)>,
    /// Resources that make environments managed.
    managed: Vec<(String, String, &'v Value)>,
    /// Environment groups.
    groups: Vec<(String, String, &'v Value)>,
    /// The rules of environment groups.
    rules: Vec<Found<'v>>,
    /// Settings of the tenant.
    settings: Vec<(String, &'v Value)>,
    /// Tenant isolation.
    isolation: Vec<(String, &'v Value)>,
    /// The number of resources of other types.
    count: usize,
    /// Their types.
    kinds: BTreeSet<&'v str>,
}

/// Reads the policies that were found, each separately.
pub(super) fn read_found(found: Vec<Found>, completeness: Completeness, notes: &mut Notes) -> Vec<Policy> {
    let mut policies = Vec::new();
    for Found { place, label, value } in found {
        match terraform_policy::read(value, &place, &label, completeness, notes) {
            Ok(policy) => policies.push(policy),
            Err(fault) => {
                let name = value.get("display_name").and_then(Value::as_text).unwrap_or(&label).to_owned();
                notes.refuse(&name, fault);
            }
        }
    }
    policies
}

/// An object that is a policy by its attributes.
pub(super) struct Found<'v> {
    pub(super) place: String,
    /// Its name in the file.
    pub(super) label: String,
    pub(super) value: &'v Value,
}

/// The policies in `value` and below it.
pub(super) fn find(value: &Value, place: String, label: String, depth: usize) -> Vec<Found<'_>> {
    if terraform_policy::is_policy(value) {
        return vec![Found { place, label, value }];
    }
    let Some(depth) = depth.checked_sub(1) else { return Vec::new() };
    let entries = value.entries().iter().map(|(key, inner)| (below(&place, key), key, inner));
    let items = value.items().iter().enumerate().map(|(index, inner)| (below(&place, index), &label, inner));
    entries.chain(items).flat_map(|(place, label, inner)| find(inner, place, label.clone(), depth)).collect()
}

fn state<'v>(root: &'v Value, found: &mut Vec<Found<'v>>, others: &mut Others<'v>) {
    let Some(Value::List(resources)) = root.get("resources") else { return };
    for (at, resource) in resources.iter().enumerate() {
        let kind = resource.get("type").and_then(Value::as_text).unwrap_or_default();
        let label = resource.get("name").and_then(Value::as_text).unwrap_or_default();
        for (index, instance) in resource.get("instances").map_or(&[][..], Value::items).iter().enumerate() {
            let place = format!("/resources/{at}/instances/{index}/attributes");
            if let Some(attributes) = instance.get("attributes") {
                resource_of(kind, label, place, attributes, found, others);
            }
        }
    }
}

fn show<'v>(module: &'v Value, place: &str, found: &mut Vec<Found<'v>>, others: &mut Others<'v>, depth: usize) {
    if let Some(Value::List(resources)) = module.get("resources") {
        for (at, resource) in resources.iter().enumerate() {
            let kind = resource.get("type").and_then(Value::as_text).unwrap_or_default();
            let label = resource.get("name").and_then(Value::as_text).unwrap_or_default();
            if let Some(values) = resource.get("values") {
                resource_of(kind, label, format!("{place}/resources/{at}/values"), values, found, others);
            }
        }
    }
    let Some(depth) = depth.checked_sub(1) else { return };
    if let Some(Value::List(children)) = module.get("child_modules") {
        for (at, child) in children.iter().enumerate() {
            show(child, &format!("{place}/child_modules/{at}"), found, others, depth);
        }
    }
}

fn resource_of<'v>(
    kind: &'v str,
    label: &str,
    place: String,
    attributes: &'v Value,
    found: &mut Vec<Found<'v>>,
    others: &mut Others<'v>,
) {
    match kind {
        POLICY => found.push(Found { place, label: label.to_owned(), value: attributes }),
        POLICIES => {
            if let Some(Value::List(policies)) = attributes.get("policies") {
                for (at, policy) in policies.iter().enumerate() {
                    found.push(Found {
                        place: format!("{place}/policies/{at}"),
                        label: label.to_owned(),
                        value: policy,
                    });
                }
            }
        }
        terraform_environment::RESOURCE => others.environments.push((place, label.to_owned(), attributes)),
        terraform_environment::SETTINGS => others.databases.push((place, attributes)),
        terraform_environment::MANAGED => others.managed.push((place, label.to_owned(), attributes)),
        terraform_rule_set::GROUP => others.groups.push((place, label.to_owned(), attributes)),
        terraform_rule_set::RULES => {
            others.rules.push(Found { place, label: label.to_owned(), value: attributes });
        }
        tenant_settings::RESOURCE => others.settings.push((place, attributes)),
        tenant_isolation::RESOURCE => others.isolation.push((place, attributes)),
        terraform_environment::LIST => {
            let listed = attributes.get("environments").map_or(&[][..], Value::items);
            let places = (0..listed.len()).map(|at| format!("{place}/environments/{at}"));
            others.listed.extend(places.zip(listed).map(|(place, one)| (place, label.to_owned(), one)));
        }
        _ => {
            others.count += 1;
            others.kinds.insert(kind);
        }
    }
}
