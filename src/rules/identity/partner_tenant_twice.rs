//! `partner-tenant-twice`

use super::malformed_domain_list::is_domain;
use crate::analysis::{Check, Context};
use crate::diagnostics::Diagnostic;
use crate::model::identity::PartnerTenant;
use crate::text::printable;

crate::declare_rule! {
    /// ## What it does
    /// Finds two `partner` blocks of `external_identity` for one tenant, and partners whose tenant is neither an id
    /// nor a domain.
    ///
    /// ## Why is this bad?
    /// The platform keeps one agreement for each tenant. The second one replaces the first, or the platform refuses
    /// it.
    ///
    /// ```dictum,bad
    /// external_identity {
    ///   partner fabrikam { tenant = "fabrikam.com"; they_work_with_us = yes }
    ///   partner supplier { tenant = "Fabrikam.com"; they_work_with_us = no }
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// external_identity {
    ///   partner fabrikam { tenant = "fabrikam.com"; they_work_with_us = yes }
    /// }
    /// ```
    pub RULE = 6034 "partner-tenant-twice" Error "two agreements concern one tenant";
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for external in &context.program.external_identities {
        for (at, partner) in external.partners.iter().enumerate() {
            let text = &partner.tenant;
            let same = |other: &&PartnerTenant| other.tenant.name.eq_ignore_ascii_case(&text.name);
            if let Some(first) = external.partners.iter().take(at).find(same) {
                let message = format!("partners `{}` and `{}` are one tenant", first.name.name, partner.name.name);
                findings.push(
                    Diagnostic::new(&RULE, text.location, message)
                        .marked("not taken")
                        .label(first.tenant.location, "given here too")
                        .note("the platform keeps one agreement for each tenant, under its id")
                        .help("say all that is agreed with it in one block"),
                );
            } else if !is_domain(&text.name) && uuid::Uuid::try_parse(&text.name).is_err() {
                let message = format!("`{}` is neither the id of a tenant nor a domain", printable(&text.name));
                findings.push(
                    Diagnostic::new(&RULE, text.location, message)
                        .marked("not taken")
                        .note("the platform keeps one agreement for each tenant, under its id")
                        .help("write the id, as in `11111111-2222-3333-4444-555555555555`, or a domain"),
                );
            }
        }
    }
}
