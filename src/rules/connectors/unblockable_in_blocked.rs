//! `unblockable-in-blocked`

use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Fix, Safety, Witness};
use crate::model::Set;
use crate::model::program::DataGroup;
use crate::rules::shared::each;
use crate::rules::shared::names;
use crate::rules::shared::parts::Parts;
use crate::rules::shared::rest;

crate::declare_rule! {
    /// ## What it does
    /// Finds connectors in Blocked that the platform does not allow to be blocked: Microsoft 365, Dataverse, Teams,
    /// Approvals and similar ones.
    ///
    /// ## Why is this bad?
    /// The platform refuses the policy. Connectors that `blocked = rest` includes do not matter: there, a connector
    /// that cannot be blocked goes to Non-business.
    ///
    /// ```dictum,bad
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [sharepointonline, teams, sql]
    ///   non_business = rest
    ///   blocked      = [twitter, yammer]
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
    pub RULE = 3002 "unblockable-in-blocked" Error "a connector that cannot be blocked is in Blocked" fixable;
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let universe = &context.program.universe;
    let parts = Parts::new(context.program);
    let mut unblockable = Set::empty(universe.len());
    for id in universe.unblockable() {
        unblockable.insert(*id);
    }
    each::policy(context, findings, |policy, found| {
        let Some(clause) = policy.groups.get(DataGroup::Blocked.index()) else { return };
        let certain = parts.certain(clause);
        let is_rest =
            || rest::all_instead(context.program, policy).is_some_and(|(group, _)| group == DataGroup::Blocked);
        if !certain.meets(&unblockable) || is_rest() {
            return;
        }
        let wrong = certain.into_owned().common(&unblockable);
        let Some(first) = wrong.iter().next() else { return };
        let Some(location) = parts.location(clause, first) else { return };
        let names = names::of_set(universe, &wrong);
        let policy = &policy.head.symbol.name;
        let (message, what, help) = match wrong.len() {
            1 => (
                format!("data policy `{policy}` blocks {names}, which cannot be blocked"),
                names,
                "put it into Business or Non-business",
            ),
            count => (
                format!("data policy `{policy}` blocks {count} connectors that cannot be blocked: {names}"),
                "them".to_owned(),
                "subtract them with `- unblockable`, and put them into Business or Non-business",
            ),
        };
        let mut finding = Diagnostic::new(&RULE, location, message)
            .about(wrong.iter().map(|id| (universe.name(id), parts.location(clause, id).unwrap_or(location))))
            .marked("in Blocked here")
            .note(format!(
                "the platform has {} connectors that no data policy may block, and refuses a policy that tries",
                unblockable.len()
            ))
            .help(help)
            .witness(Witness::new([("connector", universe.name(first))]));
        if let Some(edits) = parts.take_out(clause, &wrong, Some("unblockable")) {
            let title = format!("take {what} out of Blocked");
            finding = finding.fix(Fix { title, safety: Safety::Unsafe, edits });
        }
        found.push(finding);
    });
}
