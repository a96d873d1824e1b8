//! `missing-rest`

use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Fix, Safety};
use crate::model::program::DataGroup;
use crate::model::{DataPolicy, SetExpression};
use crate::rules::shared::{each, rest};
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
    let program = context.program;
    each::policy(context, findings, |policy, found| {
        if let Some((group, location)) = rest::all_instead(program, policy) {
            found.push(all_finding(policy, group, location));
        } else if rest::is_missing(program, policy) {
            found.push(finding(policy));
        }
    });
}

/// The finding for a group with `all` in place of `rest`.
fn all_finding(policy: &DataPolicy, group: DataGroup, location: Location) -> Diagnostic {
    let (name, word) = (&policy.head.symbol.name, group.word());
    let message = format!("`all` in {} of data policy `{name}` does not take connectors yet to come", group.title());
    let finding = Diagnostic::new(&RULE, location, message)
        .marked("every connector of the catalogue, also those of other groups")
        .note("the group that holds `rest` takes every connector that the policy does not name, also those the platform will bring");
    let is_alone = policy.groups.get(group.index()).is_some_and(|clause| {
        clause.expression.as_ref().is_some_and(|expression| matches!(expression, SetExpression::All(_)))
    });
    if is_alone {
        let fix = Fix::replace("write `rest`", Safety::Unsafe, location, "rest");
        finding.help(format!("write `{word} = rest`: all that the policy does not name elsewhere")).fix(fix)
    } else {
        finding.help(format!("write `rest` in place of `all` and what is subtracted from it: `{word} = rest`"))
    }
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
