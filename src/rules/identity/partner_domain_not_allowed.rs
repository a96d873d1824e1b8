//! `partner-domain-not-allowed`

use super::malformed_domain_list::is_domain;
use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::Diagnostic;

crate::declare_rule! {
    /// ## What it does
    /// Finds partners whose users may be guests, and whose domain `domains` does not allow.
    ///
    /// ## Why is this bad?
    /// The platform looks at both at every invitation. What one of them refuses is refused.
    ///
    /// ```dictum,bad
    /// external_identity {
    ///   domains = only ["northwind.com"]
    ///   partner fabrikam { tenant = "fabrikam.com"; they_work_with_us = yes }
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// external_identity {
    ///   domains = only ["fabrikam.com", "northwind.com"]
    ///   partner fabrikam { tenant = "fabrikam.com"; they_work_with_us = yes }
    /// }
    /// ```
    pub RULE = 6128 "partner-domain-not-allowed" Warning "users of a partner may come in, and their domain is not allowed";
}

/// The rule and its finder.
pub static CHECK: Check = Check::warning(&RULE, Reads::Declaration, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for external in &context.program.external_identities {
        let Some(domains) = &external.domains else { continue };
        for partner in &external.partners {
            let Some((true, place)) = partner.access.they_work_with_us else { continue };
            // Which domains a tenant has that is given by its id is not known.
            if !is_domain(&partner.tenant.name) || domains.allow(&partner.tenant.name) {
                continue;
            }
            let message = format!("no guest may come from `{}`", partner.tenant.name);
            findings.push(
                Diagnostic::new(&RULE, place, message)
                    .label(domains.location, if domains.only { "it is not among these" } else { "it is one of these" })
                    .note("the platform looks at the domains and at the agreement at every invitation")
                    .help("allow the domain, or remove this line"),
            );
        }
    }
}
