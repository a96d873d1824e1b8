//! `inert-isolation`

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::Diagnostic;

crate::declare_rule! {
    /// ## What it does
    /// Finds tenant isolation that is not active but lists exceptions.
    ///
    /// ## Why is this bad?
    /// If isolation is off, every connection with every tenant is allowed. The list suggests that only those tenants
    /// are allowed.
    ///
    /// ```dictum,bad
    /// tenant contoso {
    ///   isolation {
    ///     active = no
    ///     fabrikam { tenant = "fabrikam.onmicrosoft.com"; they_reach_us = yes }
    ///   }
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
    pub RULE = 6102 "inert-isolation" Warning "exceptions of tenant isolation have no effect"
        controls ["MS.POWERPLATFORM.3.1v1"];
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Declaration, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let given = context.program.tenants.iter().filter_map(|tenant| tenant.isolation.as_ref());
    for isolation in given.filter(|isolation| !isolation.active && !isolation.partners.is_empty()) {
        let place = isolation.active_location.unwrap_or(isolation.location);
        let count = isolation.partners.len();
        let exceptions =
            if count == 1 { "its exception has".to_owned() } else { format!("its {count} exceptions have") };
        findings.push(
            Diagnostic::new(&RULE, place, format!("tenant isolation is off, so {exceptions} no effect"))
                .note("where isolation is off, connections with every tenant are allowed in both directions")
                .help("remove `active = no`, or remove the exceptions"),
        );
    }
}
