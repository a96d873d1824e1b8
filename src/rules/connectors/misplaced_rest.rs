//! `misplaced-rest`

use crate::analysis::{Check, Context};
use crate::diagnostics::Diagnostic;
use crate::model::SetExpression;
use crate::rules::shared::each;
use crate::text::Location;

crate::declare_rule! {
    /// ## What it does
    /// Finds `rest` inside `-` or `&`, and in named sets.
    ///
    /// ## Why is this bad?
    /// `rest` is not a list of connectors. It marks the group of a data policy that gets all connectors which no
    /// group names, including future ones. Nothing can be subtracted from it, and outside a data policy it has no
    /// meaning.
    ///
    /// ```dictum,bad
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [sharepointonline, teams, sql]
    ///   non_business = rest - [twitter]
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
    pub RULE = 3005 "misplaced-rest" Error "`rest` is used where a list of connectors belongs";
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for set in &context.program.connector_sets {
        set.expression.each_part(&mut |part| {
            if let SetExpression::Rest(location) = part {
                let message = format!("`rest` cannot be part of the connector set `{}`", set.head.symbol.name);
                findings.push(
                    finding(*location, message).help("write `rest` in a group of a data policy, not in a named set"),
                );
            }
        });
    }
    each::policy(context, findings, |policy, found| {
        for expression in policy.groups.iter().filter_map(|clause| clause.expression.as_ref()) {
            misplaced(expression, None, &mut |location, mark| {
                let message = format!("`rest` cannot be part of a `{mark}`");
                found.push(
                    finding(location, message).help(
                        "write `rest` alone or joined by `+`; connectors to keep out of it belong in another group",
                    ),
                );
            });
        }
    });
}

fn finding(location: Location, message: String) -> Diagnostic {
    Diagnostic::new(&RULE, location, message)
        .marked("not a set")
        .note("`rest` is what no group of a data policy names, also connectors yet to come")
}

/// Calls `report` for every `rest` below an operator other than `+`.
fn misplaced(expression: &SetExpression, under: Option<&'static str>, report: &mut impl FnMut(Location, &'static str)) {
    match expression {
        SetExpression::Rest(location) => {
            if let Some(mark) = under {
                report(*location, mark);
            }
        }
        SetExpression::Union(left, right) => {
            misplaced(left, under, report);
            misplaced(right, under, report);
        }
        SetExpression::Minus(left, right) => {
            misplaced(left, Some("-"), report);
            misplaced(right, Some("-"), report);
        }
        SetExpression::Common(left, right) => {
            misplaced(left, Some("&"), report);
            misplaced(right, Some("&"), report);
        }
        SetExpression::List(..)
        | SetExpression::Named(_)
        | SetExpression::All(_)
        | SetExpression::Unblockable(_)
        | SetExpression::Where(..) => {}
    }
}
