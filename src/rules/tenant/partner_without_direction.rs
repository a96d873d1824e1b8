//! `partner-without-direction`

use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Witness};

crate::declare_rule! {
    /// ## What it does
    /// Finds exceptions of tenant isolation that allow neither direction.
    ///
    /// ## Why is this bad?
    /// The exception allows nothing, and the platform does not accept it: each tenant in the list needs at least one
    /// direction.
    ///
    /// ```dictum,bad
    /// tenant contoso {
    ///   isolation { fabrikam { tenant = "fabrikam.onmicrosoft.com" } }
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
    pub RULE = 6002 "partner-without-direction" Error "an exception of tenant isolation allows nothing";
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for tenant in &context.program.tenants {
        let partners = tenant.isolation.iter().flat_map(|isolation| &isolation.partners);
        for partner in partners.filter(|partner| partner.sound && !partner.inbound && !partner.outbound) {
            let message = format!("the exception `{}` allows neither direction", partner.name.name);
            findings.push(
                Diagnostic::new(&RULE, partner.name.location, message)
                    .marked("allows nothing")
                    .note("where isolation is active, everything is blocked that no exception allows")
                    .help("write `they_reach_us = yes`, `we_reach_them = yes` or both, or remove the exception")
                    .witness(Witness::new([("tenant", &*partner.tenant.name)])),
            );
        }
    }
}
