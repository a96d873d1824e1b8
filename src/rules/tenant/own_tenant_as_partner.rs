//! `own-tenant-as-partner`

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::{Diagnostic, Witness};

crate::declare_rule! {
    /// ## What it does
    /// Finds exceptions of tenant isolation that name the tenant itself.
    ///
    /// ## Why is this bad?
    /// Isolation affects other tenants only, so the exception has no effect. Another tenant may be meant.
    ///
    /// ```dictum,bad
    /// tenant contoso {
    ///   domain = "contoso.onmicrosoft.com"
    ///   isolation { fabrikam { tenant = "contoso.onmicrosoft.com"; they_reach_us = yes } }
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// tenant contoso {
    ///   domain = "contoso.onmicrosoft.com"
    ///   isolation { fabrikam { tenant = "fabrikam.onmicrosoft.com"; they_reach_us = yes } }
    /// }
    /// ```
    pub RULE = 6103 "own-tenant-as-partner" Warning "the tenant is an exception of its own isolation";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Declaration, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for tenant in &context.program.tenants {
        let own: Vec<&str> = [&tenant.id, &tenant.domain].into_iter().flatten().map(|text| &*text.name).collect();
        for partner in tenant.isolation.iter().flat_map(|isolation| &isolation.partners) {
            if !own.iter().any(|name| name.eq_ignore_ascii_case(&partner.tenant.name)) {
                continue;
            }
            let message = format!("the exception `{}` names the tenant itself", partner.name.name);
            findings.push(
                Diagnostic::new(&RULE, partner.tenant.location, message)
                    .note("tenant isolation concerns other tenants only")
                    .help("name the tenant that is meant, or remove the exception")
                    .witness(Witness::new([("tenant", &*partner.tenant.name)])),
            );
        }
    }
}
