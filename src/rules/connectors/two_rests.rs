//! `two-rests`

use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Fix, Safety, list_of};
use crate::model::SetExpression;
use crate::model::program::DataGroup;
use crate::rules::shared::each;

crate::declare_rule! {
    /// ## What it does
    /// Finds data policies in which two groups contain `rest`.
    ///
    /// ## Why is this bad?
    /// A data policy has one default group. With two, it is unclear in which group a connector is that the policy
    /// does not name.
    ///
    /// ```dictum,bad
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [sharepointonline, teams, sql]
    ///   non_business = rest
    ///   blocked      = rest
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
    pub RULE = 3004 "two-rests" Error "two groups of a data policy hold `rest`" fixable;
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    each::policy(context, findings, |policy, found| {
        let clauses = DataGroup::ALL.into_iter().zip(&policy.groups);
        let mut holders: Vec<_> = clauses.filter_map(|(group, clause)| Some((clause.rest?, group, clause))).collect();
        holders.sort_unstable_by_key(|(location, ..)| *location);
        let [(first, first_group, _), (second, second_group, _), others @ ..] = holders.as_slice() else { return };
        let titles = holders.iter().map(|(_, group, _)| group.title().to_owned());
        let mut finding = Diagnostic::new(
            &RULE,
            *second,
            format!("`rest` is in {} of data policy `{}`", list_of(titles, "and in"), policy.head.symbol.name),
        )
        .marked(format!("in {} here", second_group.title()))
        .label(*first, format!("in {} here", first_group.title()))
        .note("a data policy has one default group, which takes the connectors that no group names")
        .help("keep `rest` in the group that connectors yet to come belong to");
        for (location, group, _) in others {
            finding = finding.label(*location, format!("in {} here", group.title()));
        }
        for (location, group, clause) in holders.iter().rev() {
            if matches!(clause.expression, Some(SetExpression::Rest(_))) {
                let title = format!("take `rest` out of {}", group.title());
                finding = finding.fix(Fix::replace(title, Safety::Suggestion, *location, "[]"));
            }
        }
        found.push(finding);
    });
}
