//! `missing-rest`

use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Fix, Safety};
use crate::model::program::DataGroup;
use crate::model::{DataPolicy, SetExpression};
use crate::rules::shared::each;
use crate::text::{Location, Span};

crate::declare_rule! {
    /// ## What it does
    /// Finds data policies in which no group contains `rest`.
    ///
    /// ## Why is this bad?
    /// Every data policy has a default group. It contains the connectors that the policy does not name, and future
    /// ones: three or four a week. Without `rest`, Non-business would get them all, although this was not decided.
    ///
    /// ```dictum,bad
    /// data_policy baseline {
    ///   applies_to = all
    ///   business   = [sharepointonline, teams, sql]
    ///   blocked    = [twitter]
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [sharepointonline, teams, sql]
    ///   non_business = rest
    ///   blocked      = [twitter]
    /// }
    /// ```
    pub RULE = 3003 "missing-rest" Error "a data policy does not say where connectors yet to come go" fixable;
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    // A named set cannot contain `rest`; one that does is already reported, and may be meant as the `rest` of a
    // group.
    let sets = &context.program.connector_sets;
    let in_sets = sets.iter().any(|set| set.expression.any_part(|part| matches!(part, SetExpression::Rest(_))));
    each::policy(context, findings, |policy, found| {
        let may_be_rest = |part: &SetExpression| match part {
            SetExpression::Rest(_) => true,
            // An unknown name may be a misspelt `rest`.
            SetExpression::Named(reference) => in_sets || reference.target.is_none(),
            SetExpression::List(..)
            | SetExpression::All(_)
            | SetExpression::Unblockable(_)
            | SetExpression::Where(..)
            | SetExpression::Union(..)
            | SetExpression::Minus(..)
            | SetExpression::Common(..) => false,
        };
        let mut expressions = policy.groups.iter().filter_map(|clause| clause.expression.as_ref());
        if policy.groups_read && !expressions.any(|expression| expression.any_part(may_be_rest)) {
            found.push(finding(policy));
        }
    });
}

fn finding(policy: &DataPolicy) -> Diagnostic {
    let name = &policy.head.symbol.name;
    let mut finding = Diagnostic::new(
        &RULE,
        policy.head.location,
        format!("data policy `{name}` does not say where connectors yet to come go"),
    )
    .marked("no group holds `rest`")
    .note("the group that holds `rest` takes every connector that the policy does not name, also those the platform will bring")
    .help("say where connectors yet to come go: write `rest` in one group");
    let behind = policy.groups.iter().filter_map(|clause| clause.location).max().or(policy.scope_location);
    let Some(Location { file, span }) = behind else { return finding };
    for group in DataGroup::ALL {
        if policy.groups.get(group.index()).is_some_and(|clause| clause.expression.is_none()) {
            let line = format!("{} = rest", group.word());
            finding = finding.fix(Fix::replace(
                format!("add `{line}`"),
                Safety::Suggestion,
                Location::new(file, Span::at(span.end)),
                format!("\n  {line}"),
            ));
        }
    }
    finding
}
