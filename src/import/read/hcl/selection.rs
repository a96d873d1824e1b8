//! Loops and conditions: over lists in the file, and over the catalogue, which is not known at this stage.

use hcl_edit::expr::{BinaryOperator, ForExpr};

use super::evaluate::{Evaluator, exhausted, unknown};
use super::functions::last_wins;
use super::scope::Scope;
use crate::import::read::neutral::Condition;
use crate::import::read::value::{Field, Value};

/// The value of a `for` expression.
pub(super) fn each(evaluator: &Evaluator, expression: &ForExpr, scope: &Scope) -> Value {
    let items: Vec<(Value, Value)> = match evaluator.expression(&expression.intro.collection_expr, scope) {
        Value::List(items) => {
            items.into_iter().enumerate().map(|(at, item)| (Value::Number(at.into()), item)).collect()
        }
        Value::Object(entries) => entries.into_iter().map(|(key, value)| (Value::Text(key), value)).collect(),
        Value::Unknown(reason) => return Value::Unknown(reason),
        Value::Null => Vec::new(),
        other => return unknown(format!("a loop goes over {}", other.kind())),
    };
    let mut list = Vec::new();
    let mut entries: Vec<(String, Value)> = Vec::new();
    for (key, item) in &items {
        let result = round(evaluator, expression, scope, key, item);
        if !evaluator.charge(&result.value) {
            return exhausted();
        }
        match (result.taken, result.key) {
            (false, _) => {}
            (true, None) => list.push(result.value),
            (true, Some(Value::Text(key))) if !expression.grouping => match result.value {
                Value::Selected(..) => return unknown("a map is made of all connectors"),
                value => entries.push((key, value)),
            },
            (true, Some(Value::Unknown(reason))) => return Value::Unknown(reason),
            (true, Some(_)) => return unknown("the keys of a map are not texts"),
        }
    }
    if expression.key_expr.is_some() { Value::Object(last_wins(entries)) } else { Value::List(list) }
}

struct Round {
    taken: bool,
    key: Option<Value>,
    value: Value,
}

/// One iteration of a loop.
fn round(evaluator: &Evaluator, expression: &ForExpr, scope: &Scope, key: &Value, item: &Value) -> Round {
    let (selected, item) = match item {
        Value::Selected(condition, template) => (Some(condition), &**template),
        plain => (None, plain),
    };
    let intro = &expression.intro;
    let with_key = intro.key_var.as_ref().map_or(*scope, |name| scope.with(name.as_str(), key));
    let inner = match selected {
        Some(_) => with_key.with_connector(intro.value_var.as_str(), item),
        None => with_key.with(intro.value_var.as_str(), item),
    };
    let leave = |value| Round { taken: false, key: None, value };
    let test = expression.cond.as_ref().map(|condition| evaluator.expression(&condition.expr, &inner));
    let condition = match (test.map(truth), selected) {
        (Some(Err(reason)), _) => return Round { taken: true, key: None, value: Value::Unknown(reason) },
        (Some(Ok(Truth::Known(false))), _) => return leave(Value::Null),
        (None | Some(Ok(Truth::Known(true))), selected) => selected.cloned(),
        (Some(Ok(Truth::Test(test))), Some(condition)) => Some(both(condition.clone(), test)),
        (Some(Ok(Truth::Test(_))), None) => {
            let value = unknown("whether an item is taken depends on a connector");
            return Round { taken: true, key: None, value };
        }
    };
    let made_key = expression.key_expr.as_ref().map(|key| evaluator.expression(key, &inner));
    let value = match (evaluator.expression(&expression.value_expr, &inner), condition) {
        (Value::Unknown(reason), _) => Value::Unknown(reason),
        (value, None) => value,
        (template, Some(condition)) => Value::Selected(condition, Box::new(template)),
    };
    Round { taken: true, key: made_key, value }
}

/// The value of a condition.
enum Truth {
    Known(bool),
    Test(Condition),
}

fn truth(value: Value) -> Result<Truth, String> {
    match value {
        Value::Bool(flag) => Ok(Truth::Known(flag)),
        Value::Test(condition) => Ok(Truth::Test(condition)),
        Value::Field(Field::Unblockable) => Ok(Truth::Test(Condition::Unblockable(true))),
        Value::Unknown(reason) => Err(reason),
        other => Err(format!("a condition is {}", other.kind())),
    }
}

fn from_truth(truth: Truth) -> Value {
    match truth {
        Truth::Known(flag) => Value::Bool(flag),
        Truth::Test(condition) => Value::Test(condition),
    }
}

/// `!value`.
pub(super) fn not(value: Value) -> Value {
    match truth(value) {
        Ok(Truth::Known(flag)) => Value::Bool(!flag),
        Ok(Truth::Test(condition)) => Value::Test(opposite(condition)),
        Err(reason) => Value::Unknown(reason),
    }
}

/// `left operator right`.
pub(super) fn operate(operator: BinaryOperator, left: Value, right: Value) -> Value {
    match operator {
        BinaryOperator::Eq => equal(left, right),
        BinaryOperator::NotEq => not(equal(left, right)),
        BinaryOperator::And | BinaryOperator::Or => {
            let and = operator == BinaryOperator::And;
            match (truth(left), truth(right)) {
                (Ok(Truth::Known(flag)), Ok(other)) | (Ok(other), Ok(Truth::Known(flag))) => {
                    if flag == and {
                        from_truth(other)
                    } else {
                        Value::Bool(flag)
                    }
                }
                (Ok(Truth::Test(one)), Ok(Truth::Test(two))) => {
                    Value::Test(if and { both(one, two) } else { either(one, two) })
                }
                (Err(reason), _) | (_, Err(reason)) => Value::Unknown(reason),
            }
        }
        _ => unknown(format!("the operator `{}` is not evaluated", operator.as_str())),
    }
}

fn equal(left: Value, right: Value) -> Value {
    match (left, right) {
        (Value::Unknown(reason), _) | (_, Value::Unknown(reason)) => Value::Unknown(reason),
        (Value::Field(field), other) | (other, Value::Field(field)) => match (field, other) {
            (Field::Unblockable, Value::Bool(flag)) => Value::Test(Condition::Unblockable(flag)),
            (Field::Tier, Value::Text(word)) => Value::Test(Condition::Tier(word)),
            (Field::Publisher, Value::Text(name)) => Value::Test(Condition::Publisher(name)),
            (Field::Id, Value::Text(id)) => Value::Test(Condition::Ids(vec![id])),
            _ => unknown("a condition asks for a fact that the catalogue does not have"),
        },
        (Value::Row | Value::Test(_) | Value::Selected(..), _)
        | (_, Value::Row | Value::Test(_) | Value::Selected(..)) => unknown("a whole connector is compared"),
        (Value::Reference(one), Value::Reference(two)) if one == two => Value::Bool(true),
        (Value::Reference(_), _) | (_, Value::Reference(_)) => unknown("an id that only Terraform knows is compared"),
        (left, right) => Value::Bool(left == right),
    }
}

/// Whether a list contains a value: `contains(list, value)`.
pub(super) fn contains(list: Value, needle: &Value) -> Value {
    let items = match list {
        Value::List(items) => items,
        Value::Unknown(reason) => return Value::Unknown(reason),
        other => return unknown(format!("`contains` looks into {}", other.kind())),
    };
    let mut ids = Vec::new();
    let mut conditions = Vec::new();
    for item in items {
        match (item, needle) {
            (Value::Unknown(reason), _) => return Value::Unknown(reason),
            (Value::Text(id), Value::Field(Field::Id)) => ids.push(id),
            (Value::Text(word), Value::Field(Field::Tier)) => conditions.push(Condition::Tier(word)),
            (Value::Text(name), Value::Field(Field::Publisher)) => conditions.push(Condition::Publisher(name)),
            (Value::Selected(condition, template), Value::Field(Field::Id)) if *template == Value::Field(Field::Id) => {
                conditions.push(condition);
            }
            (Value::Selected(..), _) | (_, Value::Field(_) | Value::Row | Value::Test(_) | Value::Unknown(_)) => {
                return unknown("`contains` looks for a fact that cannot be compared here");
            }
            (item, needle) if item == *needle => return Value::Bool(true),
            (Value::Reference(_), _) | (_, Value::Reference(_)) => {
                return unknown("`contains` compares an id that only Terraform knows");
            }
            _ => {}
        }
    }
    if !ids.is_empty() {
        conditions.push(Condition::Ids(ids));
    }
    match conditions.into_iter().reduce(either) {
        Some(condition) => Value::Test(condition),
        None => Value::Bool(false),
    }
}

/// The connectors that both conditions select.
pub(super) fn both(one: Condition, two: Condition) -> Condition {
    match (one, two) {
        (Condition::Everything, other) | (other, Condition::Everything) => other,
        (Condition::Every(mut list), Condition::Every(more)) => {
            list.extend(more);
            Condition::Every(list)
        }
        (Condition::Every(mut list), other) => {
            list.push(other);
            Condition::Every(list)
        }
        (one, Condition::Every(list)) => Condition::Every(std::iter::once(one).chain(list).collect()),
        (one, two) => Condition::Every(vec![one, two]),
    }
}

fn either(one: Condition, two: Condition) -> Condition {
    match (one, two) {
        (Condition::Any(mut list), other) => {
            list.push(other);
            Condition::Any(list)
        }
        (one, two) => Condition::Any(vec![one, two]),
    }
}

/// The connectors that the condition does not select.
pub(super) fn opposite(condition: Condition) -> Condition {
    match condition {
        Condition::Not(inner) => *inner,
        Condition::Unblockable(flag) => Condition::Unblockable(!flag),
        other => Condition::Not(Box::new(other)),
    }
}
