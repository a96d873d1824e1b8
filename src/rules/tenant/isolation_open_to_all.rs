//! `isolation-open-to-all`

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::{Diagnostic, Witness};

crate::declare_rule! {
    /// ## What it does
    /// Finds tenant isolation with an exception for every tenant (`*`) in both directions.
    ///
    /// ## Why is this bad?
    /// Isolation is active but blocks nothing: it looks closed and is open.
    ///
    /// ```dictum,bad
    /// tenant contoso {
    ///   isolation { everyone { tenant = "*"; they_reach_us = yes; we_reach_them = yes } }
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// tenant contoso {
    ///   isolation { everyone { tenant = "*"; we_reach_them = yes } }
    /// }
    /// ```
    pub RULE = 6101 "isolation-open-to-all" Warning "tenant isolation keeps nobody out"
        controls ["MS.POWERPLATFORM.3.1v1"];
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Declaration, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let active = context.program.tenants.iter().filter_map(|tenant| tenant.isolation.as_ref());
    for isolation in active.filter(|isolation| isolation.active) {
        let all = || isolation.partners.iter().filter(|partner| &*partner.tenant.name == "*");
        let (Some(inbound), Some(outbound)) =
            (all().find(|partner| partner.inbound), all().find(|partner| partner.outbound))
        else {
            continue;
        };
        let message = "tenant isolation is active, and an exception allows every tenant in both directions";
        let mut finding = Diagnostic::new(&RULE, inbound.tenant.location, message);
        if inbound.name != outbound.name {
            finding = finding.label(outbound.tenant.location, "the other direction");
        }
        findings.push(
            finding
                .note("nothing is blocked")
                .help("name the tenants that you work with, or leave one direction closed")
                .witness(Witness::new([("tenant", "*")])),
        );
    }
}
