//! Walks over the program, side by side where each step stands alone.

use rayon::prelude::*;

use crate::analysis::Context;
use crate::diagnostics::Diagnostic;
use crate::model::DataPolicy;
use crate::model::organisation::{User, UserId};
use crate::model::program::ConnectorRules;
use crate::model::roles::Role;

/// Asks `check` about every data policy.
pub(in crate::rules) fn policy(
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

/// Asks `check` about every role that targets write. What a role grants that exists already the platform has taken.
pub(in crate::rules) fn role(
    context: &Context<'_>,
    findings: &mut Vec<Diagnostic>,
    check: impl Fn(&Role, &mut Vec<Diagnostic>) + Sync,
) {
    let roles = &context.program.organisation.roles;
    let declared = roles.par_iter().filter(|role| role.is_written());
    findings.par_extend(declared.flat_map_iter(|role| {
        let mut found = Vec::new();
        check(role, &mut found);
        found
    }));
}

/// Asks `check` about every user; it is given the user's index.
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
