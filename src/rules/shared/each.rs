//! Iterates over declarations that are checked one by one.

use rayon::prelude::*;

use crate::analysis::Context;
use crate::diagnostics::Diagnostic;
use crate::model::kinds::DeclarationKind;
use crate::model::organisation::{User, UserId};
use crate::model::program::{ConnectorRules, DataPolicy, Environment};
use crate::model::roles::Role;

/// Calls `check` for every data policy.
pub(in crate::rules) fn policy(
    context: &Context<'_>,
    findings: &mut Vec<Diagnostic>,
    check: impl Fn(&DataPolicy, &mut Vec<Diagnostic>) + Sync,
) {
    context.each(DeclarationKind::DataPolicy, |program| &program.policies, findings, check);
}

/// Calls `check` for every environment.
pub(in crate::rules) fn environment(
    context: &Context<'_>,
    findings: &mut Vec<Diagnostic>,
    check: impl Fn(&Environment, &mut Vec<Diagnostic>) + Sync,
) {
    context.each(DeclarationKind::Environment, |program| &program.environments, findings, check);
}

/// Calls `check` for the connector rules of every data policy, with the name of the connector.
pub(in crate::rules) fn connector_rules(
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

/// Calls `check` for every role that targets write. The platform has already accepted the grants of existing roles.
pub(in crate::rules) fn role(
    context: &Context<'_>,
    findings: &mut Vec<Diagnostic>,
    check: impl Fn(&Role, &mut Vec<Diagnostic>) + Sync,
) {
    context.each(
        DeclarationKind::Role,
        |program| &program.organisation.roles,
        findings,
        |role, found| {
            if role.is_written() {
                check(role, found);
            }
        },
    );
}

/// Calls `check` for every user, with the user's index.
pub(in crate::rules) fn user(
    context: &Context<'_>,
    findings: &mut Vec<Diagnostic>,
    check: impl Fn(UserId, &User, &mut Vec<Diagnostic>) + Sync,
) {
    let users = &context.program.organisation.users;
    findings.par_extend(users.par_iter().enumerate().flat_map_iter(|(index, user)| {
        let mut found = Vec::new();
        check(UserId::at(index as u32), user, &mut found);
        found
    }));
}
