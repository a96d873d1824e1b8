//! Conditions from outside a policy, such as the command line.

use super::condition::Condition;
use super::lower::lower;
use super::set_expression::SetExpression;
use crate::catalog::Catalog;
use crate::diagnostics::Diagnostic;
use crate::syntax;
use crate::text::Sources;

/// Reads a condition over connectors, such as `tier == premium and not blockable`.
pub fn read_condition(text: &str) -> Result<Condition, Box<Diagnostic>> {
    let written = format!("connectors asked = connectors where ({text})");
    let sources = Sources::single("condition", &written);
    let mut findings = Vec::new();
    for source in &sources {
        let parse = syntax::parse(source, &["connectors"]);
        let lowered = lower(source, &parse.tree, Catalog::builtin());
        findings.extend(parse.diagnostics);
        findings.extend(lowered.findings);
        for set in lowered.connector_sets {
            if let SetExpression::Where(condition, _) = set.expression
                && findings.is_empty()
            {
                return Ok(*condition);
            }
        }
    }
    Err(Box::new(
        findings
            .into_iter()
            .next()
            .unwrap_or_else(|| Diagnostic::nowhere(&syntax::codes::INCOMPLETE_EXPRESSION, "this is not a condition")),
    ))
}
