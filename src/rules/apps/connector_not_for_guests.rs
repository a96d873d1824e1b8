//! Apps for guests with a connector that guests cannot use.

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::{Diagnostic, Witness};

crate::declare_rule! {
    /// ## What it does
    /// Finds apps in an environment where an audience of guests works, if they use a connector that is documented as
    /// not usable by guests. This is known for Azure DevOps and Azure Key Vault; for most others it is unknown.
    ///
    /// ## Why is this bad?
    /// The app opens for a guest, but everything it does through that connector fails.
    ///
    /// ```dictum,bad
    /// environment suppliers { type = production }
    ///
    /// external_identity {
    ///   invited_by = members
    ///   audience suppliers { guests = yes; environments = [suppliers] }
    /// }
    ///
    /// data_policy baseline { applies_to = all; business = [visualstudioteamservices]; non_business = rest }
    ///
    /// app orders { environment = suppliers; connectors = [visualstudioteamservices] }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment suppliers { type = production }
    ///
    /// external_identity {
    ///   invited_by = members
    ///   audience suppliers { guests = yes; environments = [suppliers] }
    /// }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
    ///
    /// app orders { environment = suppliers; connectors = [sharepointonline] }
    /// ```
    pub RULE = 4257 "connector-not-for-guests" Warning "an app for guests uses a connector that guests cannot use";
}

/// Connectors that are documented as not for guests (tenant.md 4.3).
const NOT_FOR_GUESTS: [&str; 2] = ["visualstudioteamservices", "keyvault"];

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Kinds(&["app", "external_identity"]), run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let audiences = program.external_identities.iter().flat_map(|external| &external.audiences);
    let audiences: Vec<_> = audiences.filter(|audience| audience.guests).collect();
    if audiences.is_empty() {
        return;
    }
    for app in program.apps.iter().filter(|app| app.sound) {
        let Some(there) = app.environment.as_ref().and_then(|environment| environment.target) else { continue };
        let works = |reference: &&crate::model::program::Reference<_>| reference.target == Some(there);
        let at = audiences.iter().find_map(|audience| Some((audience, audience.environments.iter().find(works)?)));
        let (Some((audience, at)), Some(used)) = (at, app.connectors.as_ref().filter(|used| used.complete)) else {
            continue;
        };
        let uses = |name: &&&str| program.universe.find(name).is_some_and(|id| used.members.contains(id));
        let Some(connector) = NOT_FOR_GUESTS.iter().find(uses) else { continue };
        let name = &app.head.symbol.name;
        findings.push(
            Diagnostic::new(
                &RULE,
                used.expression.location(),
                format!("app `{name}` uses `{connector}`, which does not work for guests"),
            )
            .marked("its connectors")
            .label(at.symbol.location, format!("guests of audience `{}` work there", audience.name.name))
            .note("the app opens for a guest, and what it does through that connector fails")
            .help(format!("take another connector than `{connector}`, or another environment for the guests"))
            .witness(Witness::new([("app", &**name), ("connector", *connector)])),
        );
    }
}
