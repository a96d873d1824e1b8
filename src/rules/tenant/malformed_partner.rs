//! `malformed-partner`

use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Witness};

crate::declare_rule! {
    /// ## What it does
    /// Finds exceptions of tenant isolation whose tenant is neither an id, nor a domain, nor `*`.
    ///
    /// ## Why is this bad?
    /// The platform identifies other tenants by id, and a domain can be looked up. Any other word has no meaning, so
    /// the exception applies to no tenant.
    ///
    /// ```dictum,bad
    /// tenant contoso {
    ///   isolation { fabrikam { tenant = "fabrikam"; they_reach_us = yes } }
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
    pub RULE = 6005 "malformed-partner" Error "an exception of tenant isolation names no tenant";
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let given = context.program.tenants.iter().filter_map(|tenant| tenant.isolation.as_ref());
    for partner in given.flat_map(|isolation| &isolation.partners).filter(|partner| partner.sound) {
        let text = &*partner.tenant.name;
        let is_guid = text.len() == 36 && uuid::Uuid::try_parse(text).is_ok();
        if text == "*" || is_guid || is_domain(text) {
            continue;
        }
        let message = format!("the exception `{}` names no tenant", partner.name.name);
        findings.push(
            Diagnostic::new(&RULE, partner.tenant.location, message)
                .marked("neither an id, nor a domain, nor `*`")
                .note("the platform knows other tenants by their ids, and looks up a domain")
                .help("write the id of the tenant, a GUID, or one of its domains")
                .witness(Witness::new([("tenant", text)])),
        );
    }
}

/// Whether a text has the form of a domain: at least two parts of letters, digits and hyphens.
fn is_domain(text: &str) -> bool {
    let is_part = |part: &str| {
        !part.is_empty()
            && !part.starts_with('-')
            && !part.ends_with('-')
            && part.chars().all(|one| one.is_alphanumeric() || one == '-')
    };
    text.contains('.') && text.split('.').all(is_part)
}
