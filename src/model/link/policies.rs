//! Data policies: the connectors of their groups, and the environments that they apply to.

use super::references::{Before, Selection, Table};
use crate::diagnostics::Diagnostic;
use crate::model::facts::ConnectorSubjects;
use crate::model::program::{DataPolicy, Domain, EnvironmentId, Program};
use crate::model::set::Set;
use crate::model::set_expression::SetExpression;

/// Resolves both. `changed` states for each named set whether it may differ from the previous linking. `known` states
/// for each policy whether the previous linking resolved it, against the environments `before`. Returns the facts of
/// environments that conditions can use, if any condition used them.
pub(super) fn resolve(
    program: &mut Program,
    names: &Table<EnvironmentId>,
    changed: &[bool],
    (known, before): (&[bool], Option<Before<'_>>),
    findings: &mut Vec<Diagnostic>,
) -> Option<Vec<(String, Domain)>> {
    let mut policies = std::mem::take(&mut program.policies);
    let subjects = ConnectorSubjects::new(program);
    let environments = Selection::of(&program.environments, before);
    let is_changed = |part: &SetExpression| match part {
        SetExpression::Named(reference) => {
            reference.target.is_some_and(|set| changed.get(set.0 as usize) == Some(&true))
        }
        _other => false,
    };
    let is_answered = |policy: &DataPolicy| {
        policy.groups.iter().all(|clause| {
            clause.named.is_out_of(program.universe.len())
                && !clause.expression.as_ref().is_some_and(|expression| expression.any_part(is_changed))
        })
    };
    let is_open = |at: usize, policy: &DataPolicy| {
        !is_answered(policy) || !environments.is_found(policy, names, known.get(at) == Some(&true))
    };
    let change = |policy: &mut DataPolicy| {
        let mut findings = Vec::new();
        groups(policy, program, &subjects, &mut findings);
        environments.find(policy, names, &mut findings);
        findings
    };
    let found = policies.change_some(is_open, change);
    findings.extend(found.into_iter().flatten());
    let facts = environments.into_facts();
    program.policies = policies;
    facts
}

fn groups(
    policy: &mut DataPolicy,
    program: &Program,
    subjects: &ConnectorSubjects<'_>,
    findings: &mut Vec<Diagnostic>,
) {
    for clause in &mut policy.groups {
        if let Some(expression) = &clause.expression {
            let (named, complete) = expression.answer(&program.universe, &program.connector_sets, subjects, findings);
            clause.named = named;
            clause.complete &= complete;
        } else {
            clause.named = Set::empty(program.universe.len());
        }
    }
    let complete = policy.groups.iter().all(|clause| clause.expression.is_none() || clause.complete);
    let rests = policy.groups.iter().filter(|clause| clause.rest.is_some()).count();
    policy.groups_sound = policy.groups_read && complete && rests == 1;
}
