//! `beyond-isolation`

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::{Diagnostic, Witness};

crate::declare_rule! {
    /// ## What it does
    /// Finds apps that use a connector of which it is known that tenant isolation does not cover it, while isolation is
    /// on. It is known of Azure DevOps; of most others it is not known.
    ///
    /// ## Why is this bad?
    /// Isolation looks at connections that sign in with Entra. Others connect with every tenant, also while isolation is
    /// on; only a data policy or an allow-list can keep them out.
    ///
    /// ```dictum,bad
    /// tenant contoso { isolation { active = yes } }
    ///
    /// environment sales { type = production }
    /// app backlog { environment = sales; connectors = [visualstudioteamservices] }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// tenant contoso { isolation { active = yes } }
    ///
    /// environment sales { type = production }
    /// app backlog { environment = sales; connectors = [planner] }
    /// ```
    pub RULE = 2121 "beyond-isolation" Info "an app uses a connector that tenant isolation does not cover";
}

/// Connectors that are documented as not covered (tenant.md 1.2 E18).
const NOT_COVERED: [&str; 1] = ["visualstudioteamservices"];

/// The rule and its finder.
pub static CHECK: Check = Check::warning(&RULE, Reads::Kinds(&["app", "tenant"]), run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let isolations = program.tenants.iter().filter_map(|tenant| tenant.isolation.as_ref());
    let Some(isolation) = isolations.into_iter().find(|isolation| isolation.active) else { return };
    for app in program.apps.iter().filter(|app| app.sound) {
        let Some(used) = app.connectors.as_ref().filter(|clause| clause.complete) else { continue };
        let beyond = NOT_COVERED
            .iter()
            .find_map(|name| program.universe.find(name).filter(|id| used.members.contains(*id)).map(|_| *name));
        let Some(connector) = beyond else { continue };
        let name = &app.head.symbol.name;
        findings.push(
            Diagnostic::new(
                &RULE,
                used.expression.location(),
                format!("app `{name}` uses `{connector}`, which tenant isolation does not cover"),
            )
            .marked("its connectors")
            .label(isolation.location, "isolation is on")
            .note("isolation looks at connections that sign in with Entra; this one may go to any tenant")
            .help(format!("limit `{connector}` by a data policy or an allow-list where that matters"))
            .witness(Witness::new([("app", &**name), ("connector", connector)])),
        );
    }
}
