//! Walks over the program, side by side where each step stands alone.

use rayon::prelude::*;

use crate::analysis::Context;
use crate::diagnostics::Diagnostic;
use crate::model::DataPolicy;
use crate::model::program::ConnectorRules;

/// Asks `check` about every data policy.
pub(super) fn policy(
    context: &Context<'_>,
    findings: &mut Vec<Diagnostic>,
    check: impl Fn(&DataPolicy, &mut Vec<Diagnostic>) + Sync,
) {
    findings.par_extend(context.program.policies.par_iter().flat_map_iter(|policy| {
        let mut found = Vec::new();
        check(policy, &mut found);
        found
    }));
}

/// Asks `check` about the rules that every data policy has for single connectors; it is given the
/// connector's name.
pub(super) fn connector_rules(
    context: &Context<'_>,
    findings: &mut Vec<Diagnostic>,
    check: impl Fn(&str, &ConnectorRules, &mut Vec<Diagnostic>) + Sync,
) {
    let universe = &context.program.universe;
    policy(context, findings, |policy, found| {
        for rules in &policy.rules {
            check(universe.name(rules.connector), rules, found);
        }
    });
}
