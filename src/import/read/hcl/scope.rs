//! The variables that loops bind.

use crate::import::read::value::Value;

/// The innermost variable, and the scope around it.
#[derive(Clone, Copy)]
pub(super) struct Scope<'s> {
    bound: Option<(&'s str, &'s Value)>,
    outer: Option<&'s Self>,
    /// Whether this is a loop over the catalogue: inside it, the connector of an outer loop is unknown.
    barrier: bool,
}

impl<'s> Scope<'s> {
    /// No variables.
    pub(super) const EMPTY: Scope<'static> = Scope { bound: None, outer: None, barrier: false };

    /// This scope with one more variable.
    pub(super) const fn with(&'s self, name: &'s str, value: &'s Value) -> Self {
        Self { bound: Some((name, value)), outer: Some(self), barrier: false }
    }

    /// This scope with the connector of a loop over the catalogue.
    pub(super) const fn with_connector(&'s self, name: &'s str, value: &'s Value) -> Self {
        Self { bound: Some((name, value)), outer: Some(self), barrier: true }
    }

    /// The value of a variable.
    pub(super) fn get(&self, name: &str) -> Option<Value> {
        let mut scope = self;
        let mut beyond = false;
        loop {
            if let Some((bound, value)) = scope.bound
                && bound == name
            {
                return Some(if beyond && is_symbolic(value) {
                    Value::Unknown("it compares two connectors of the list with one another".to_owned())
                } else {
                    value.clone()
                });
            }
            beyond |= scope.barrier;
            scope = scope.outer?;
        }
    }
}

/// Whether a value depends on a connector of the catalogue.
fn is_symbolic(value: &Value) -> bool {
    match value {
        Value::Row | Value::Field(_) | Value::Test(_) => true,
        Value::Object(entries) => entries.iter().any(|(_, value)| is_symbolic(value)),
        Value::List(items) => items.iter().any(is_symbolic),
        // The template of a selection uses its own connectors.
        Value::Selected(..)
        | Value::Null
        | Value::Bool(_)
        | Value::Number(_)
        | Value::Text(_)
        | Value::Reference(_)
        | Value::Unknown(_) => false,
    }
}
