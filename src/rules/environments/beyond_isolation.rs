//! `beyond-isolation`

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::{Diagnostic, Witness};

crate::declare_rule! {
    /// ## What it does
    /// Finds apps that use a connector that tenant isolation is known not to cover, while isolation is on. This is
    /// known for Azure DevOps; for most others it is unknown.
    ///
    /// ## Why is this bad?
    /// Isolation covers connections that sign in with Entra. Other connectors can connect to every tenant, even if
    /// isolation is on. Only a data policy or an allow-list can block them.
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

/// The rule and its check function.
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
