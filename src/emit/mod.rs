//! Targets.

/// The rules that targets may break.
pub static RULES: &[&crate::diagnostics::Rule] = &[];
