//! Environments that a condition leaves out only because the source does not say what they are.

use crate::model::condition::Condition;
use crate::model::facts::EnvironmentSubjects;
use crate::model::program::{DataPolicy, Environment, PolicyId, Program, Scope};
use crate::model::{EnvironmentId, select};

/// The facts that every environment has, so that one that is not written is unknown. What is not written of `group`
/// or `access` is more likely none.
pub const EVERY_ENVIRONMENT_HAS: [&str; 2] = ["type", "region"];

/// Whether an environment has this fact in the source.
pub fn says(environment: &Environment, fact: &str) -> bool {
    match fact {
        "type" => environment.kind.is_some(),
        "region" => environment.region.is_some(),
        _other => true,
    }
}

/// The environments that `only environments where …` of a data policy may be meant for: the condition asks for a fact
/// that every environment has, and that is not written.
pub fn unreached(program: &Program, policy: &DataPolicy) -> Vec<EnvironmentId> {
    let Scope::Only(targets) = &policy.scope else { return Vec::new() };
    let Some(condition) = &targets.condition else { return Vec::new() };
    let asked = asked(condition);
    let is_silent = |one: &Environment| asked.iter().any(|fact| !says(one, fact));
    if !program.environments.iter().any(is_silent) {
        return Vec::new();
    }
    let undecided = select::undecided(&EnvironmentSubjects::new(&program.environments), condition);
    let undecided = undecided.iter().flat_map(crate::model::Set::iter);
    undecided.filter(|id: &EnvironmentId| is_silent(&program.environments[*id])).collect()
}

/// The data policies for which it is unknown whether they apply to an environment.
pub(super) fn perhaps_in(program: &Program, environment: EnvironmentId) -> Vec<PolicyId> {
    let silent = &program.environments[environment];
    if EVERY_ENVIRONMENT_HAS.iter().all(|fact| says(silent, fact)) {
        return Vec::new();
    }
    let found = program.policies.ids().filter(|(_, policy)| unreached(program, policy).contains(&environment));
    found.map(|(id, _)| id).collect()
}

/// The facts of this kind that a condition asks for.
pub fn asked(condition: &Condition) -> Vec<&'static str> {
    let is_asked = |fact: &&str| condition.names().any(|name| &*name.name == *fact);
    EVERY_ENVIRONMENT_HAS.into_iter().filter(is_asked).collect()
}
