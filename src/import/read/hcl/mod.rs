//! Terraform configurations: the policies that `resource` and `module` blocks describe.
//!
//! Files of one folder are one module, as Terraform has it. What only Terraform could evaluate stays a
//! named unknown; loops over the provider's list of connectors become conditions on the catalogue.

mod evaluate;
mod functions;
mod module;
mod scope;
mod selection;

use hcl_edit::structure::Body;

use super::neutral::{Outcome, Policy};
use super::notes::Notes;
use super::terraform_policy::{self, Completeness};
use super::value::Value;
use evaluate::Evaluator;
use module::{Description, Module};
use scope::Scope;

/// A file of a module.
pub(super) struct ModuleFile {
    pub(super) name: String,
    pub(super) source: Source,
}

/// What stands in a file of a module.
pub(super) enum Source {
    /// A `.tf` file, with its text.
    Hcl(Body, String),
    /// A `.tf.json` file.
    Json(Value),
    /// Values of variables that Terraform loads by itself.
    Variables(Value),
}

/// Whether Terraform loads a file of variables without being told to.
pub(super) fn is_loaded_by_itself(file: &str) -> bool {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    ["terraform.tfvars", "terraform.tfvars.json"].contains(&name)
        || name.ends_with(".auto.tfvars")
        || name.ends_with(".auto.tfvars.json")
}

/// Reads every policy of a module. Each file's notes come back in the order of the files.
pub(super) fn read(files: &[ModuleFile]) -> Vec<(Vec<Policy>, Notes)> {
    let module = Module::of(files);
    let evaluator = Evaluator::new(&module);
    let mut read: Vec<(Vec<Policy>, Notes)> = files.iter().map(|file| (Vec::new(), Notes::new(&file.name))).collect();
    for ((policies, notes), descriptions) in read.iter_mut().zip(&module.descriptions) {
        for description in descriptions {
            read_description(&evaluator, description, policies, notes);
        }
    }
    for ((_, notes), others) in read.iter_mut().zip(&module.others) {
        if !others.is_empty() {
            let what = others.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            notes.add(Outcome::Dropped, "", what, "only data policies are imported from Terraform");
        }
    }
    read
}

/// The value of a file of variables.
pub(super) fn variables(body: &Body) -> Value {
    let module = Module::default();
    let evaluator = Evaluator::new(&module);
    let entries = body
        .attributes()
        .map(|attribute| (attribute.key.as_str().to_owned(), evaluator.expression(&attribute.value, &Scope::EMPTY)));
    Value::Object(entries.collect())
}

fn read_description(evaluator: &Evaluator, description: &Description, policies: &mut Vec<Policy>, notes: &mut Notes) {
    let place = &description.place;
    let label = description.label.as_str();
    let each = match &description.for_each {
        None => vec![(label.to_owned(), None)],
        Some(source) => match evaluator.attribute(source, &Scope::EMPTY) {
            Value::Object(entries) => {
                entries.into_iter().map(|(key, value)| (key.clone(), Some(each(&key, value)))).collect()
            }
            Value::List(items) => items
                .into_iter()
                .filter_map(|item| item.as_text().map(|key| (key.to_owned(), Some(each(key, item.clone())))))
                .collect(),
            Value::Unknown(reason) => {
                let why = format!("`for_each` cannot be evaluated: {reason}");
                notes.refuse(label, super::notes::Fault::new(place, why));
                return;
            }
            other => {
                let why = format!("`for_each` must be a map or a set, not {}", other.kind());
                notes.refuse(label, super::notes::Fault::new(place, why));
                return;
            }
        },
    };
    for (label, each) in each {
        let scope = each.as_ref().map_or(Scope::EMPTY, |value| Scope::EMPTY.with("each", value));
        let entries =
            description.attributes.iter().map(|(key, source)| (key.clone(), evaluator.attribute(source, &scope)));
        let value = Value::Object(entries.collect());
        if description.is_call && !terraform_policy::is_policy(&value) {
            continue;
        }
        match terraform_policy::read(&value, place, &label, Completeness::Source, notes) {
            Ok(policy) => policies.push(policy),
            Err(fault) => notes.refuse(value.get("display_name").and_then(Value::as_text).unwrap_or(&label), fault),
        }
    }
}

fn each(key: &str, value: Value) -> Value {
    Value::Object(vec![("key".to_owned(), Value::Text(key.to_owned())), ("value".to_owned(), value)])
}
