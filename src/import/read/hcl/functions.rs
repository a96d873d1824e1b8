//! The functions that configurations use to build policies.

use std::collections::{BTreeMap, BTreeSet};

use hcl_edit::expr::{Expression, FuncCall};

use super::evaluate::{Evaluator, NO_ATTRIBUTE, OUTSIDE, exhausted, short, unknown};
use super::scope::Scope;
use super::selection::{both, contains, opposite};
use super::texts;
use crate::import::read::neutral::Condition;
use crate::import::read::value::{Field, Value};

/// The value of a call.
pub(super) fn call(evaluator: &Evaluator, call: &FuncCall, scope: &Scope) -> Value {
    let name = call.name.name.as_str();
    if call.name.is_namespaced() || call.args.expand_final() {
        return unknown(format!("the call of `{}` is not evaluated", short(name)));
    }
    let arguments = call.args.iter();
    match name {
        // Only what Terraform itself would treat as an error leads to the next argument. A value that is unknown here
        // has a value there.
        "try" => first(evaluator, arguments, scope, |value| !is_error(value)),
        "coalesce" => {
            first(evaluator, arguments, scope, |value| !matches!(value, Value::Null) && value.as_text() != Some(""))
        }
        _ => {
            let values: Vec<Value> = arguments.map(|argument| evaluator.expression(argument, scope)).collect();
            if !affordable(evaluator, name, &values) {
                return exhausted();
            }
            let value = texts::call(evaluator, name, &values).unwrap_or_else(|| apply(name, values));
            if evaluator.charge(&value) { value } else { exhausted() }
        }
    }
}

/// Whether Terraform would also fail to evaluate it.
fn is_error(value: &Value) -> bool {
    matches!(value, Value::Unknown(reason) if reason.starts_with(NO_ATTRIBUTE) || reason == OUTSIDE)
}

fn first<'e>(
    evaluator: &Evaluator,
    arguments: impl Iterator<Item = &'e Expression>,
    scope: &Scope,
    fits: impl Fn(&Value) -> bool,
) -> Value {
    let mut last = unknown("no argument has a value");
    for argument in arguments {
        last = evaluator.expression(argument, scope);
        if fits(&last) {
            return last;
        }
    }
    last
}

/// Whether the budget is enough for the copies that a function makes for each of its items.
fn affordable(evaluator: &Evaluator, name: &str, values: &[Value]) -> bool {
    let ("setsubtract", [Value::List(from), Value::List(less)]) = (name, values) else { return true };
    let selections = from.iter().filter(|item| matches!(item, Value::Selected(..))).count();
    let sizes = less.iter().map(|item| match item {
        Value::Selected(condition, _) => condition.size(),
        _ => 1,
    });
    evaluator.work_on(selections.saturating_mul(sizes.sum()))
}

fn apply(name: &str, mut values: Vec<Value>) -> Value {
    match (name, values.as_mut_slice()) {
        ("tolist" | "tomap" | "tostring" | "nonsensitive" | "sensitive" | "sort", [value]) => {
            std::mem::replace(value, Value::Null)
        }
        ("toset" | "distinct", [value]) => match std::mem::replace(value, Value::Null) {
            Value::List(items) => Value::List(distinct(items)),
            other => other,
        },
        ("compact", [Value::List(items)]) => {
            let kept = items.drain(..).filter(|item| !matches!(item, Value::Null) && item.as_text() != Some(""));
            Value::List(kept.collect())
        }
        ("concat", _) => Value::List(joined(values)),
        ("setunion", _) => Value::List(distinct(joined(values))),
        ("flatten", [value]) => match std::mem::replace(value, Value::Null) {
            Value::List(items) => {
                let mut flat = Vec::new();
                flatten(items, &mut flat);
                Value::List(flat)
            }
            other => other,
        },
        ("setsubtract", [Value::List(from), Value::List(less)]) => subtract(std::mem::take(from), std::mem::take(less)),
        ("contains", [list, needle]) => contains(std::mem::replace(list, Value::Null), needle),
        ("merge", _) => merge(values),
        ("lookup", [Value::Object(entries), Value::Text(key), rest @ ..]) => entries
            .iter()
            .find(|(name, _)| name == key)
            .map(|(_, value)| value.clone())
            .or_else(|| rest.first().cloned())
            .unwrap_or_else(|| unknown(format!("{NO_ATTRIBUTE}{}`", short(key)))),
        ("keys", [Value::Object(entries)]) => {
            Value::List(entries.iter().map(|(key, _)| Value::Text(key.clone())).collect())
        }
        ("values", [Value::Object(entries)]) => Value::List(entries.drain(..).map(|(_, value)| value).collect()),
        ("length", [Value::List(items)])
            if !items.iter().any(|item| matches!(item, Value::Selected(..) | Value::Unknown(_))) =>
        {
            Value::Number(items.len().into())
        }
        ("lower", [Value::Text(text)]) => Value::Text(text.to_lowercase()),
        ("upper", [Value::Text(text)]) => Value::Text(text.to_uppercase()),
        ("trimspace", [Value::Text(text)]) => Value::Text(text.trim().to_owned()),
        (_, values) => match values.iter().find(|value| matches!(value, Value::Unknown(_))) {
            Some(value) => value.clone(),
            None => unknown(format!("the function `{}` is not evaluated", short(name))),
        },
    }
}

/// All items of all lists. An unknown list stays as one unknown item, so that the others are kept.
fn joined(values: Vec<Value>) -> Vec<Value> {
    let mut items = Vec::new();
    for value in values {
        match value {
            Value::List(more) => items.extend(more),
            Value::Null => {}
            other => items.push(other),
        }
    }
    items
}

/// The items, each once, in the order of their first occurrence.
fn distinct(items: Vec<Value>) -> Vec<Value> {
    let mut seen = BTreeSet::new();
    items.into_iter().filter(|item| seen.insert(format!("{item:?}"))).collect()
}

fn flatten(items: Vec<Value>, flat: &mut Vec<Value>) {
    for item in items {
        match item {
            Value::List(inner) => flatten(inner, flat),
            plain => flat.push(plain),
        }
    }
}

/// The items of one list of ids that are not in another.
fn subtract(from: Vec<Value>, less: Vec<Value>) -> Value {
    let mut ids = Vec::new();
    let mut conditions = Vec::new();
    for item in less {
        match item {
            Value::Text(id) => ids.push(id),
            Value::Selected(condition, template) if *template == Value::Field(Field::Id) => conditions.push(condition),
            Value::Unknown(reason) => return Value::Unknown(reason),
            _ => return unknown("`setsubtract` is evaluated for ids only"),
        }
    }
    let listed_ids: BTreeSet<&str> = ids.iter().map(String::as_str).collect();
    let mut kept = Vec::new();
    for item in from {
        match item {
            Value::Selected(condition, template) if *template == Value::Field(Field::Id) => {
                let listed = (!ids.is_empty()).then(|| Condition::Ids(ids.clone()));
                let left = conditions.iter().cloned().chain(listed).map(opposite).fold(condition, both);
                kept.push(Value::Selected(left, template));
            }
            Value::Text(id) if conditions.is_empty() => {
                if !listed_ids.contains(id.as_str()) {
                    kept.push(Value::Text(id));
                }
            }
            Value::Unknown(reason) => return Value::Unknown(reason),
            _ => return unknown("`setsubtract` is evaluated for ids only"),
        }
    }
    Value::List(kept)
}

fn merge(values: Vec<Value>) -> Value {
    let mut merged = Vec::new();
    for value in values {
        match value {
            Value::Object(entries) => merged.extend(entries),
            Value::Null => {}
            Value::Unknown(reason) => return Value::Unknown(reason),
            other => return unknown(format!("`merge` is given {}", other.kind())),
        }
    }
    Value::Object(last_wins(merged))
}

/// The entries with each key once: its last value, in the place of its first occurrence.
pub(super) fn last_wins(entries: Vec<(String, Value)>) -> Vec<(String, Value)> {
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut kept: Vec<(String, Value)> = Vec::new();
    for (key, value) in entries {
        let place = *places.entry(key.clone()).or_insert(kept.len());
        match kept.get_mut(place) {
            Some(entry) => entry.1 = value,
            None => kept.push((key, value)),
        }
    }
    kept
}
