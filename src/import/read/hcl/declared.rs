//! Environments and environment groups that a configuration declares.

use super::evaluate::Evaluator;
use super::instances::Instance;
use super::module::Description;
use super::scope::Scope;
use crate::import::read::neutral::{DeclaredEnvironment, DeclaredGroup, GroupRef, RuleBasedPolicy};
use crate::import::read::notes::{Fault, Notes};
use crate::import::read::value::Value;
use crate::import::read::{terraform_environment, terraform_rule_set};

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
    let mut found = terraform_environment::read(&value, &evaluator.place(&description.place), notes);
    found.label.clone_from(&instance.label);
    found.address = Some(evaluator.address(ENVIRONMENT, &description.label, &instance.key));
    found
}

/// That an environment is managed.
pub(super) fn managed(
    evaluator: &Evaluator,
    description: &Description,
    instance: &Instance,
    notes: &mut Notes,
) -> Option<DeclaredEnvironment> {
    let value = attributes(evaluator, description, instance);
    terraform_environment::managed(&value, &evaluator.place(&description.place), notes)
}

/// One environment group of a block.
pub(super) fn group(
    evaluator: &Evaluator,
    description: &Description,
    instance: &Instance,
    notes: &mut Notes,
) -> DeclaredGroup {
    let value = attributes(evaluator, description, instance);
    let group = GroupRef::Declared(evaluator.address(GROUP, &description.label, &instance.key));
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
