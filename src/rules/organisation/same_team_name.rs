//! `same-team-name`

use rustc_hash::FxHashMap;

use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::organisation::Team;
use crate::model::program::{EnvironmentId, Text};

crate::declare_rule! {
    /// ## What it does
    /// Finds teams of one business unit of an environment that have the same display name, regardless of case.
    ///
    /// ## Why is this bad?
    /// The platform refuses the second team.
    ///
    /// ```dictum,bad
    /// environment finance { type = production; dataverse { language = 1033; currency = EUR } }
    ///
    /// user alice { upn = "alice@contoso.com" }
    ///
    /// team pmo_office { name = "PMO"; in = finance; kind = owner; members = [alice]; roles = [basic_user] }
    /// team pmo_desk { name = "PMO"; in = finance; kind = access; members = [alice] }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment finance { type = production; dataverse { language = 1033; currency = EUR } }
    ///
    /// user alice { upn = "alice@contoso.com" }
    ///
    /// team pmo_office {
    ///   name    = "PMO"
    ///   in      = finance
    ///   kind    = owner
    ///   members = [alice]
    ///   roles   = [basic_user]
    /// }
    ///
    /// team pmo_desk { name = "PMO desk"; in = finance; kind = access; members = [alice] }
    /// ```
    pub RULE = 5021 "same-team-name" Error "two teams of one unit have the same display name";
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let mut seen: FxHashMap<(EnvironmentId, &str, String), &Team> = FxHashMap::default();
    for team in &context.program.organisation.teams {
        let Some(environment) = &team.environment else { continue };
        let Some(there) = environment.target else { continue };
        let unit = team.unit.as_ref().map_or("", |unit| &*unit.symbol.name);
        let name = team.display_name();
        let Some(first) = seen.insert((there, unit, name.to_lowercase()), team) else { continue };
        let (one, other) = (&first.head.symbol.name, &team.head.symbol.name);
        findings.push(
            Diagnostic::new(
                &RULE,
                told(team).location,
                format!("teams `{one}` and `{other}` of `{}` are both called `{name}`", environment.symbol.name),
            )
            .marked("again here")
            .label(told(first).location, "first here")
            .note("in a business unit each team has a name of its own")
            .help("give one of them another `name`")
            .witness(Witness::new([("environment", &*environment.symbol.name), ("name", name)])),
        );
    }
}

/// The location of its display name, or of its symbol if it has none.
fn told(team: &Team) -> &Text {
    team.name.as_ref().unwrap_or(&team.head.symbol)
}
