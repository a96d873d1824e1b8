//! `partner-twice`

use ecow::EcoString;
use rustc_hash::FxHashMap;

use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::tenant::Partner;

crate::declare_rule! {
    /// ## What it does
    /// Finds tenants that two exceptions of tenant isolation name, ignoring case.
    ///
    /// ## Why is this bad?
    /// The platform keeps one entry for each tenant. It is unclear which of the two directions would apply.
    ///
    /// ```dictum,bad
    /// tenant contoso {
    ///   isolation {
    ///     fabrikam   { tenant = "fabrikam.onmicrosoft.com"; they_reach_us = yes }
    ///     fabrikam_2 { tenant = "Fabrikam.onmicrosoft.com"; we_reach_them = yes }
    ///   }
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// tenant contoso {
    ///   isolation {
    ///     fabrikam { tenant = "fabrikam.onmicrosoft.com"; they_reach_us = yes; we_reach_them = yes }
    ///   }
    /// }
    /// ```
    pub RULE = 6003 "partner-twice" Error "a tenant is named twice in the exceptions of tenant isolation";
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for tenant in &context.program.tenants {
        let mut seen: FxHashMap<EcoString, &Partner> = FxHashMap::default();
        let mut partners: Vec<&Partner> = tenant.isolation.iter().flat_map(|isolation| &isolation.partners).collect();
        partners.sort_by_key(|partner| partner.name.location);
        for partner in partners {
            let Some(first) = seen.insert(partner.tenant.name.to_ascii_lowercase(), partner) else { continue };
            let message = format!("`{}` and `{}` name the same tenant", first.name.name, partner.name.name);
            findings.push(
                Diagnostic::new(&RULE, partner.tenant.location, message)
                    .marked("named again")
                    .label(first.tenant.location, "first named here")
                    .note("the platform keeps one entry for each tenant")
                    .help("put both directions into one exception")
                    .witness(Witness::new([("tenant", &*partner.tenant.name)])),
            );
        }
    }
}
