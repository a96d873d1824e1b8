//! The facts that conditions use.

use crate::model::condition::Condition;

/// The names of the facts that a condition uses, in the order written.
pub(in crate::rules) fn names_of(condition: &Condition) -> Vec<&str> {
    let mut names = Vec::new();
    let mut open = vec![condition];
    while let Some(condition) = open.pop() {
        match condition {
            Condition::And(left, right) | Condition::Or(left, right) => open.extend([right.as_ref(), left.as_ref()]),
            Condition::Not(inner, _) => open.push(inner),
            Condition::Is(name)
            | Condition::Compare(name, ..)
            | Condition::In(name, ..)
            | Condition::Contains(name, _) => names.push(&*name.name),
        }
    }
    names
}
