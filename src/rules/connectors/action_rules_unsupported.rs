//! `action-rules-unsupported`

use crate::analysis::{Check, Context};
use crate::catalog::{Kind, wire};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::{ConnectorId, Universe};
use crate::rules::shared::each;

crate::declare_rule! {
    /// ## What it does
    /// Finds action rules for connectors that do not support them: those that cannot be blocked, and custom
    /// connectors.
    ///
    /// ## Why is this bad?
    /// The platform has no action rules for them, so the actions that should be blocked stay open to makers.
    ///
    /// ```dictum,bad
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [sharepointonline, teams, sql]
    ///   non_business = rest
    ///
    ///   connector sharepointonline {
    ///     actions { block [DeleteItem]; allow rest }
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
    ///     actions { block [DeleteItem_V2]; allow rest }
    ///   }
    /// }
    /// ```
    pub RULE = 3009 "action-rules-unsupported" Error "action rules are given for a connector that takes none";
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let universe = &context.program.universe;
    each::connector_rules(context, findings, |connector, rules, found| {
        let Some(actions) = &rules.actions else { return };
        let why = if is_custom(universe, rules.connector) {
            "a custom connector"
        } else if universe.is_blockable(rules.connector) {
            return;
        } else {
            "cannot be blocked"
        };
        let mut finding = Diagnostic::new(&RULE, rules.location, format!("`{connector}` takes no action rules"))
            .marked(why)
            .note("action rules exist for connectors that can be blocked, other than custom ones")
            .help("remove the block `actions`")
            .witness(Witness::new([("connector", connector)]));
        if let Some(first) = actions.rules.first() {
            finding = finding.label(first.action.location, "would have no effect");
        }
        found.push(finding);
    });
}

fn is_custom(universe: &Universe, id: ConnectorId) -> bool {
    match universe.entry(id) {
        Some(entry) => entry.kind == Kind::Custom,
        None => universe.is_custom(id) || wire::kind(&universe.wire_id(id)) == Kind::Custom,
    }
}
