//! Environments that a configuration declares: `resource "powerplatform_environment"`.

use super::evaluate::Evaluator;
use super::instances::Instance;
use super::module::Description;
use super::scope::Scope;
use crate::import::read::neutral::DeclaredEnvironment;
use crate::import::read::notes::Notes;
use crate::import::read::terraform_environment;
use crate::import::read::value::Value;

/// The type of an environment's resource.
pub(super) const ENVIRONMENT: &str = terraform_environment::RESOURCE;

/// One environment of a block.
pub(super) fn environment(
    evaluator: &Evaluator,
    description: &Description,
    instance: &Instance,
    notes: &mut Notes,
) -> DeclaredEnvironment {
    let scope = instance.each.as_ref().map_or(Scope::EMPTY, |(name, value)| Scope::EMPTY.with(name, value));
    let entries = description.attributes.iter().map(|(key, source)| (key.clone(), evaluator.attribute(source, &scope)));
    let value = Value::Object(entries.collect());
    let mut found = terraform_environment::read(&value, &evaluator.place(&description.place), notes);
    found.label.clone_from(&instance.label);
    found.address = Some(evaluator.address(&description.label, &instance.key));
    found
}
