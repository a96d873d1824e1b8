//! `routing-without-group`

use crate::analysis::{Check, Context};
use crate::diagnostics::Diagnostic;

crate::declare_rule! {
    /// ## What it does
    /// Finds maker routing that is active but names no environment group.
    ///
    /// ## Why is this bad?
    /// Routed makers get an environment in a group. Without a group it is undecided which rules apply there.
    ///
    /// ```dictum,bad
    /// tenant contoso {
    ///   settings { maker_routing { makers = everyone } }
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment_group maker_spaces { solution_checker = warn }
    ///
    /// tenant contoso {
    ///   settings { maker_routing { to = maker_spaces; makers = everyone } }
    /// }
    /// ```
    pub RULE = 6004 "routing-without-group" Error "makers are routed nowhere";
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let given = context.program.tenants.iter().filter_map(|tenant| tenant.routing.as_ref());
    for routing in given.filter(|routing| routing.sound && routing.active && routing.to.is_none()) {
        findings.push(
            Diagnostic::new(&RULE, routing.location, "makers are routed, and no environment group is named")
                .marked("names no group")
                .note("makers who are routed get an environment of their own in an environment group")
                .help("add `to = …` with an environment group, or write `active = no`"),
        );
    }
}
