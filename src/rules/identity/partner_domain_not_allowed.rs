//! `partner-domain-not-allowed`

use super::malformed_domain_list::is_domain;
use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::Diagnostic;

crate::declare_rule! {
    /// ## What it does
    /// Finds partners whose users may be guests although `domains` does not allow their domain.
    ///
    /// ## Why is this bad?
    /// The platform checks both settings at every invitation, and refuses it if one of them does.
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

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Declaration, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for external in &context.program.external_identities {
        let Some(domains) = &external.domains else { continue };
        for partner in &external.partners {
            let Some((true, place)) = partner.access.they_work_with_us else { continue };
            // The domains of a tenant that is given by its id are unknown.
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
