//! `two-tenants`

use crate::analysis::{Check, Context};
use crate::diagnostics::Diagnostic;

crate::declare_rule! {
    /// ## What it does
    /// Finds projects that declare more than one tenant.
    ///
    /// ## Why is this bad?
    /// A project describes one tenant, and its bundle is deployed to that tenant. With two, it is unclear which
    /// settings apply.
    ///
    /// ```dictum,bad
    /// tenant contoso  { domain = "contoso.onmicrosoft.com" }
    /// tenant fabrikam { domain = "fabrikam.onmicrosoft.com" }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// tenant contoso { domain = "contoso.onmicrosoft.com" }
    /// ```
    pub RULE = 6001 "two-tenants" Error "more than one tenant is declared";
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let mut tenants: Vec<_> = context.program.tenants.iter().map(|tenant| &tenant.head.symbol).collect();
    tenants.sort_by_key(|symbol| symbol.location);
    let Some((first, more)) = tenants.split_first() else { return };
    for other in more {
        let message = format!("tenant `{}` is declared beside tenant `{}`", other.name, first.name);
        findings.push(
            Diagnostic::new(&RULE, other.location, message)
                .marked("a second one")
                .label(first.location, "the first one")
                .note("a project describes one tenant")
                .help("keep one, and put the other into a project of its own"),
        );
    }
}
