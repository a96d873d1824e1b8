//! Environments and environment groups that a configuration declares.

use super::evaluate::Evaluator;
use super::instances::Instance;
use super::module::{Description, What};
use super::scope::Scope;
use crate::import::read::json::below;
use crate::import::read::neutral::{DeclaredEnvironment, DeclaredGroup, DeclaredTenant, GroupRef, RuleBasedPolicy};
use crate::import::read::notes::{Fault, Notes};
use crate::import::read::tenant_settings::{self, Naming};
use crate::import::read::value::Value;
use crate::import::read::{tenant_isolation, terraform_environment, terraform_json, terraform_rule_set};

/// The type of an environment's resource.
pub(super) const ENVIRONMENT: &str = terraform_environment::RESOURCE;
/// The type of a group's resource.
pub(super) const GROUP: &str = terraform_rule_set::GROUP;

/// The attributes of one instance of a block.
fn attributes(evaluator: &Evaluator, description: &Description, instance: &Instance) -> Value {
    let scope = instance.each.as_ref().map_or(Scope::EMPTY, |(name, value)| Scope::EMPTY.with(name, value));
    let entries = description.attributes.iter().map(|(key, source)| (key.clone(), evaluator.attribute(source, &scope)));
    Value::Object(entries.collect())
}

/// One environment of a block.
pub(super) fn environment(
    evaluator: &Evaluator,
    description: &Description,
    instance: &Instance,
    notes: &mut Notes,
) -> DeclaredEnvironment {
    let value = attributes(evaluator, description, instance);
    let mut found = terraform_environment::resource(&value, &evaluator.place(&description.place), notes);
    found.label.clone_from(&instance.label);
    let address = evaluator.address(ENVIRONMENT, &description.label, &instance.key);
    match evaluator.imported(&address) {
        Some(id) => found.id = Some(id),
        None => found.address = Some(address),
    }
    found
}

/// The facts about an environment in a separate block; `read` takes them from the attributes.
pub(super) fn part(
    evaluator: &Evaluator,
    description: &Description,
    instance: &Instance,
    notes: &mut Notes,
    read: fn(&Value, &str, &mut Notes) -> Option<DeclaredEnvironment>,
) -> Option<DeclaredEnvironment> {
    let value = attributes(evaluator, description, instance);
    read(&value, &evaluator.place(&description.place), notes)
}

/// One environment group of a block.
pub(super) fn group(
    evaluator: &Evaluator,
    description: &Description,
    instance: &Instance,
    notes: &mut Notes,
) -> DeclaredGroup {
    let value = attributes(evaluator, description, instance);
    let address = evaluator.address(GROUP, &description.label, &instance.key);
    let group = evaluator.imported(&address).map_or(GroupRef::Declared(address), GroupRef::Id);
    terraform_rule_set::group(&value, group, &instance.label, &evaluator.place(&description.place), notes)
}

/// The rules of an environment group.
pub(super) fn rules(
    evaluator: &Evaluator,
    description: &Description,
    instance: &Instance,
    notes: &mut Notes,
) -> Result<(Option<DeclaredGroup>, Option<RuleBasedPolicy>), Fault> {
    let value = attributes(evaluator, description, instance);
    terraform_rule_set::read(&value, &evaluator.place(&description.place), &instance.label, notes)
}

/// The facts about the tenant in a resource: its settings, or its isolation.
pub(super) fn tenant(
    evaluator: &Evaluator,
    description: &Description,
    instance: &Instance,
    notes: &mut Notes,
) -> DeclaredTenant {
    let value = attributes(evaluator, description, instance);
    let place = evaluator.place(&description.place);
    let (kind, found) = if description.what == What::Isolation {
        (tenant_isolation::RESOURCE, tenant_isolation::of_terraform(&value, &place, notes))
    } else {
        (tenant_settings::RESOURCE, terraform_json::settings_of(&value, &place, notes))
    };
    let imported = evaluator.imported(&evaluator.address(kind, &description.label, &instance.key));
    DeclaredTenant { id: found.id.clone().or(imported), ..found }
}

/// The argument of a module with the attributes of tenant isolation.
const ISOLATION: &str = "tenant_isolation_policy";

/// Whether a call of a module describes the tenant: its arguments have the names of the provider's attributes.
pub(super) fn is_of_tenant(description: &Description) -> bool {
    let names = description.attributes.iter().map(|(key, _)| key.as_str());
    description.what == What::Call && names.into_iter().any(|key| key == ISOLATION || tenant_settings::is_block(key))
}

/// The facts about the tenant in a call of a module.
pub(super) fn of_call(
    evaluator: &Evaluator,
    description: &Description,
    instance: &Instance,
    notes: &mut Notes,
) -> Vec<DeclaredTenant> {
    let value = attributes(evaluator, description, instance);
    let place = evaluator.place(&description.place);
    let mut tenants = vec![tenant_settings::read(&value, Naming::Terraform, &[ISOLATION], &place, notes)];
    if let Some(isolation) = value.get(ISOLATION).filter(|value| !matches!(value, Value::Null)) {
        tenants.push(tenant_isolation::of_terraform(isolation, &below(&place, ISOLATION), notes));
    }
    tenants
}
