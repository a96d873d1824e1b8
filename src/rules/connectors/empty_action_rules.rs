//! `empty-action-rules`

use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Witness};
use crate::rules::shared::each;

crate::declare_rule! {
    /// ## What it does
    /// Finds blocks `actions` that name no action.
    ///
    /// ## Why is this bad?
    /// The platform keeps the setting for the rest only together with a rule for some action. `block rest` alone
    /// would be lost, and every action would be open.
    ///
    /// ```dictum,bad
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [sharepointonline, teams, sql]
    ///   non_business = rest
    ///
    ///   connector sql {
    ///     actions { block rest }
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
    ///     actions { allow [GetItems_V2]; block rest }
    ///   }
    /// }
    /// ```
    pub RULE = 3011 "empty-action-rules" Error "action rules name no action";
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    each::connector_rules(context, findings, |connector, rules, found| {
        let Some(actions) = rules.actions.as_ref().filter(|actions| actions.sound && actions.rules.is_empty()) else {
            return;
        };
        let help = match actions.rest_location {
            Some(_) if actions.allow_rest => "remove the block: without it every action is allowed".to_owned(),
            Some(_) => format!("name the actions that stay allowed, or put `{connector}` into Blocked"),
            None => "name actions, as in `block [DeleteItem_V2]`, or remove the block".to_owned(),
        };
        found.push(
            Diagnostic::new(
                &RULE,
                actions.rest_location.unwrap_or(actions.location),
                format!("the action rules for `{connector}` name no action"),
            )
            .marked("is alone")
            .note("the platform keeps what holds for the rest only together with a rule for some action")
            .help(help)
            .witness(Witness::new([("connector", connector)])),
        );
    });
}
