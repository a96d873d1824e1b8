//! `for_each` and `count`: the instances that one block declares.

use super::evaluate::Evaluator;
use super::module::{Description, Given};
use super::scope::Scope;
use crate::import::read::value::Value;

/// The maximum `count` that is followed.
const MOST: u64 = 10_000;

/// One instance of a block.
pub(super) struct Instance {
    /// Its name.
    pub(super) label: String,
    /// The part of addresses after the label, such as `["sales"]`; empty for a single instance.
    pub(super) key: String,
    /// The variable in the block, `each` or `count`, with its value.
    pub(super) each: Option<(&'static str, Value)>,
}

/// The instances of a block, or why they are unknown.
pub(super) fn instances(evaluator: &Evaluator, description: &Description) -> Result<Vec<Instance>, String> {
    repeated(evaluator, &description.label, description.count.as_ref(), description.for_each.as_ref())
}

/// The instances by the arguments of a block.
pub(super) fn repeated(
    evaluator: &Evaluator,
    label: &str,
    count: Option<&Given>,
    for_each: Option<&Given>,
) -> Result<Vec<Instance>, String> {
    if let Some(count) = count {
        return match evaluator.attribute(count, &Scope::EMPTY) {
            Value::Number(number) if number.as_u64().is_some_and(|count| count <= MOST) => {
                Ok((0..number.as_u64().unwrap_or_default()).map(|index| counted(label, index)).collect())
            }
            Value::Unknown(reason) => Err(format!("`count` cannot be evaluated: {reason}")),
            Value::Number(number) => {
                Err(format!("`count` must be a whole number of at most {MOST}, and it is {number}"))
            }
            other => Err(format!("`count` must be a number, not {}", other.kind())),
        };
    }
    let Some(for_each) = for_each else {
        return Ok(vec![Instance { label: label.to_owned(), key: String::new(), each: None }]);
    };
    match evaluator.attribute(for_each, &Scope::EMPTY) {
        Value::Object(entries) => Ok(entries.into_iter().map(|(key, value)| keyed(key, value)).collect()),
        Value::List(items) => items
            .into_iter()
            .map(|item| match &item {
                Value::Text(key) => Ok(keyed(key.clone(), item)),
                Value::Unknown(reason) => Err(format!("`for_each` cannot be evaluated: {reason}")),
                other => Err(format!("`for_each` must hold texts, not {}", other.kind())),
            })
            .collect(),
        Value::Unknown(reason) => Err(format!("`for_each` cannot be evaluated: {reason}")),
        other => Err(format!("`for_each` must be a map or a set, not {}", other.kind())),
    }
}

fn keyed(key: String, value: Value) -> Instance {
    let each = Value::Object(vec![("key".to_owned(), Value::Text(key.clone())), ("value".to_owned(), value)]);
    Instance { key: format!("[\"{key}\"]"), label: key, each: Some(("each", each)) }
}

fn counted(label: &str, index: u64) -> Instance {
    let count = Value::Object(vec![("index".to_owned(), Value::Number(index.into()))]);
    Instance { label: label.to_owned(), key: format!("[{index}]"), each: Some(("count", count)) }
}
