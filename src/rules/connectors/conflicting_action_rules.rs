//! `conflicting-action-rules`

use ecow::EcoString;
use rustc_hash::FxHashMap;

use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::program::ActionRule;
use crate::rules::shared::each;

crate::declare_rule! {
    /// ## What it does
    /// Finds actions that a block `actions` names twice.
    ///
    /// ## Why is this bad?
    /// The platform has one rule for an action. If one allows and the other blocks, it is unclear which of them was
    /// meant.
    ///
    /// ```dictum,bad
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [sharepointonline, teams, sql]
    ///   non_business = rest
    ///
    ///   connector sql {
    ///     actions {
    ///       allow [GetItems_V2, DeleteItem_V2]
    ///       block [DeleteItem_V2]
    ///       block rest
    ///     }
    ///   }
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
    ///
    ///   connector sql {
    ///     actions {
    ///       allow [GetItems_V2]
    ///       block rest
    ///     }
    ///   }
    /// }
    /// ```
    pub RULE = 3012 "conflicting-action-rules" Error "an action has two rules";
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    each::connector_rules(context, findings, |connector, rules, found| {
        let mut first_of: FxHashMap<EcoString, &ActionRule> = FxHashMap::default();
        for rule in rules.actions.iter().flat_map(|actions| &actions.rules) {
            // Ids that differ only in case mean the same action.
            let first = *first_of.entry(rule.action.name.to_ascii_lowercase()).or_insert(rule);
            if std::ptr::eq(first, rule) {
                continue;
            }
            let name = &rule.action.name;
            let message = match (first.allow, rule.allow) {
                (true, true) => format!("action `{name}` of `{connector}` is allowed twice"),
                (false, false) => format!("action `{name}` of `{connector}` is blocked twice"),
                (true, false) | (false, true) => {
                    format!("action `{name}` of `{connector}` is both allowed and blocked")
                }
            };
            found.push(
                Diagnostic::new(&RULE, rule.action.location, message)
                    .marked(said(rule))
                    .label(first.action.location, said(first))
                    .note("the platform has one rule for an action")
                    .help("keep one of the two")
                    .witness(Witness::new([("connector", connector), ("action", name)])),
            );
        }
    });
}

const fn said(rule: &ActionRule) -> &'static str {
    if rule.allow { "allowed here" } else { "blocked here" }
}
