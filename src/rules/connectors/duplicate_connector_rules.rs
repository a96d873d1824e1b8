//! `duplicate-connector-rules`

use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Witness};
use crate::rules::shared::each;

crate::declare_rule! {
    /// ## What it does
    /// Finds data policies with two blocks of rules for one connector.
    ///
    /// ## Why is this bad?
    /// The platform keeps one set of rules for a connector in a policy. The order of the two blocks has no meaning
    /// here, so it is unclear which of them should win.
    ///
    /// ```dictum,bad
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [sharepointonline, teams, sql]
    ///   non_business = rest
    ///
    ///   connector sql { actions { block [DeleteItem_V2]; allow rest } }
    ///   connector sql { actions { block [ExecuteProcedure_V2]; allow rest } }
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
    ///   connector sql { actions { block [DeleteItem_V2, ExecuteProcedure_V2]; allow rest } }
    /// }
    /// ```
    pub RULE = 3013 "duplicate-connector-rules" Error "a connector has two blocks of rules in one data policy";
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let universe = &context.program.universe;
    each::policy(context, findings, |policy, found| {
        // The rules are sorted by connector, then by location.
        for blocks in policy.rules.chunk_by(|one, other| one.connector == other.connector) {
            let Some((first, others)) = blocks.split_first() else { continue };
            for other in others {
                let connector = universe.name(other.connector);
                let policy = &policy.head.symbol.name;
                let message = format!("data policy `{policy}` has two blocks of rules for `{connector}`");
                found.push(
                    Diagnostic::new(&RULE, other.location, message)
                        .marked("again here")
                        .label(first.location, "first here")
                        .note("the platform keeps one set of rules for a connector in a data policy")
                        .help("put all rules for it into one block")
                        .witness(Witness::new([("connector", connector)])),
                );
            }
        }
    });
}
