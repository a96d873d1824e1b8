//! Conditions that select nothing.

use rayon::prelude::*;

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::{Diagnostic, Level};
use crate::model::condition::{Condition, Operand};
use crate::model::facts::{ConnectorSubjects, EnvironmentSubjects, RATING_SCALE};
use crate::model::program::{DataPolicy, Program, Scope, SetExpression};
use crate::model::select;
use crate::rules::connectors::conditions::names_of;

crate::declare_rule! {
    /// ## What it does
    /// Finds `connectors where …` that selects no connector, and `all except environments where …` that selects no
    /// environment. The latter is information only.
    ///
    /// A condition on facts that the organisation records is not reported once something is recorded: with
    /// `rating == forbidden`, it is possible that no connector is meant at present. Conditions on custom connectors
    /// are not reported either.
    ///
    /// ## Why is this bad?
    /// The facts of the catalogue rarely change. A condition that no connector satisfies is usually a mistake: a
    /// publisher with another spelling, two facts that exclude each other, a rating that was never given.
    ///
    /// ```dictum,bad
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [sharepointonline, sql]
    ///   non_business = rest
    ///   blocked      = connectors where publisher == "Twiter"
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [sharepointonline, sql]
    ///   non_business = rest
    ///   blocked      = connectors where publisher == "Troy Taylor"
    /// }
    /// ```
    pub RULE = 3116 "empty-selection" Warning "a condition selects nothing";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Kinds(&["data_policy"]), run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let clauses = program.policies.iter().flat_map(|policy| &policy.groups);
    let sets = program.connector_sets.iter().map(|set| &set.expression);
    let expressions = sets.chain(clauses.filter_map(|clause| clause.expression.as_ref()));
    let selecting: Vec<&SetExpression> =
        expressions.filter(|expression| expression.any_part(|part| matches!(part, SetExpression::Where(..)))).collect();
    if !selecting.is_empty() {
        let subjects = ConnectorSubjects::new(program);
        let found = selecting.into_par_iter().map(|expression| of_expression(program, &subjects, expression));
        findings.extend(found.collect::<Vec<_>>().into_iter().flatten());
    }
    findings.extend(program.policies.iter().filter_map(|policy| of_scope(program, policy)));
}

fn of_expression(program: &Program, subjects: &ConnectorSubjects<'_>, expression: &SetExpression) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    expression.each_part(&mut |part| {
        let SetExpression::Where(condition, location) = part else { return };
        let mut faults = Vec::new();
        let selected = select::select(subjects, condition, &mut faults);
        // Errors in the condition itself are already reported.
        if !faults.is_empty() || !selected.is_empty() {
            return;
        }
        let names = names_of(condition);
        let unrecorded = names.iter().find(|name| is_own(program, name) && !is_recorded(program, name));
        let finding =
            Diagnostic::new(&RULE, *location, "this selects no connector").marked("no connector satisfies this");
        if let Some(name) = unrecorded {
            findings.push(
                finding
                    .note(format!(
                        "no connector has a value for `{name}`, and an unknown value satisfies no comparison"
                    ))
                    .help(format!(
                        "give connectors their `{}` first",
                        if **name == *"rating" { "rated" } else { name }
                    )),
            );
        } else if !names.iter().any(|name| is_own(program, name)) && !asks_for_custom(condition) {
            let catalog = program.universe.catalog();
            let of = catalog.date().map_or_else(|| format!("`{}`", catalog.name()), |date| format!("of {date}"));
            findings.push(
                finding
                    .note(format!(
                        "the condition was compared with the catalogue {of} and the declarations of the project"
                    ))
                    .help("fix the condition, or remove it"),
            );
        }
    });
    findings
}

/// Whether the organisation records that fact, and not the catalogue.
fn is_own(program: &Program, name: &str) -> bool {
    let criteria = program.criteria.iter().filter(|criteria| criteria.name() == "connector");
    let mut fields = criteria.flat_map(|criteria| &criteria.fields);
    name == "rating" || fields.any(|field| &*field.symbol.name == name)
}

/// Whether the fact is recorded for any connector.
fn is_recorded(program: &Program, name: &str) -> bool {
    let scale = || program.scales.iter().any(|scale| scale.name() == RATING_SCALE);
    program.connectors.iter().any(|facts| {
        let rated = name == "rating" && facts.rated.is_some() && scale();
        rated || facts.criteria.iter().any(|value| &*value.field.name == name)
    })
}

/// Whether a condition selects custom connectors, which come and go.
fn asks_for_custom(condition: &Condition) -> bool {
    let custom =
        |operand: &Operand| matches!(operand, Operand::Word(word) | Operand::Text(word) if &**word == "custom");
    match condition {
        Condition::And(left, right) | Condition::Or(left, right) => asks_for_custom(left) || asks_for_custom(right),
        Condition::Not(inner, _) => asks_for_custom(inner),
        Condition::Is(_) | Condition::Contains(..) => false,
        Condition::Compare(_, _, operand, _) => custom(operand),
        Condition::In(_, operands, _) => operands.iter().any(|(operand, _)| custom(operand)),
    }
}

/// Reports the exceptions of a policy if none of the declared environments is one.
fn of_scope(program: &Program, policy: &DataPolicy) -> Option<Diagnostic> {
    let Scope::AllExcept(targets) = &policy.scope else { return None };
    let condition = targets.condition.as_ref().filter(|_| targets.resolved.is_empty())?;
    let mut faults = Vec::new();
    select::select(&EnvironmentSubjects::new(&program.environments), condition, &mut faults);
    if !faults.is_empty() || program.environments.is_empty() {
        return None;
    }
    let message = format!("data policy `{}` excepts no environment", policy.head.symbol.name);
    let mut finding = Diagnostic::new(&RULE, targets.location, message)
        .marked("no declared environment satisfies this")
        .note("it applies to every environment now")
        .help("write `all`, or fix the condition");
    finding.level = Level::Info;
    Some(finding)
}
