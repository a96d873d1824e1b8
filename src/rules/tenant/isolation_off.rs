//! `isolation-off`

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::Diagnostic;

crate::declare_rule! {
    /// ## What it does
    /// Finds tenant isolation that is turned off (`active = no`) and has no exceptions.
    ///
    /// ## Why is this bad?
    /// Without isolation, a connector can move data into and out of any other tenant in which a maker has an account.
    /// The baseline for Power Platform of the United States Cybersecurity and Infrastructure Security Agency turns it
    /// on (MS.POWERPLATFORM.3.1). If exceptions are listed, `inert-isolation` reports it instead.
    ///
    /// ```dictum,bad
    /// tenant contoso {
    ///   isolation { active = no }
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// tenant contoso {
    ///   isolation { fabrikam { tenant = "fabrikam.onmicrosoft.com"; they_reach_us = yes } }
    /// }
    /// ```
    pub RULE = 6108 "isolation-off" Warning "tenant isolation is off"
        controls ["MS.POWERPLATFORM.3.1v1"];
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Declaration, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let given = context.program.tenants.iter().filter_map(|tenant| tenant.isolation.as_ref());
    for isolation in given.filter(|isolation| !isolation.active && isolation.partners.is_empty()) {
        let place = isolation.active_location.unwrap_or(isolation.location);
        findings.push(
            Diagnostic::new(&RULE, place, "tenant isolation is off")
                .note("connections with every tenant are allowed in both directions")
                .help("remove `active = no`, and list the tenants that you work with"),
        );
    }
}
