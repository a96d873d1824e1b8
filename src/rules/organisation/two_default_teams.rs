//! `two-default-teams`

use rustc_hash::FxHashMap;

use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::organisation::{Team, TeamKind};
use crate::model::program::EnvironmentId;

crate::declare_rule! {
    /// ## What it does
    /// Finds two teams of kind `default` for one business unit of an environment.
    ///
    /// ## Why is this bad?
    /// Each unit has one default team, which the platform creates with the unit. It is unclear which of the two lists
    /// its roles.
    ///
    /// ```dictum,bad
    /// environment finance { type = production; dataverse { language = 1033; currency = EUR } }
    ///
    /// user alice { upn = "alice@contoso.com" }
    ///
    /// team everybody { in = finance; kind = default; roles = [basic_user] }
    /// team all_makers { in = finance; kind = default; roles = [environment_maker] }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment finance { type = production; dataverse { language = 1033; currency = EUR } }
    ///
    /// user alice { upn = "alice@contoso.com" }
    ///
    /// team everybody { in = finance; kind = default; roles = [basic_user, environment_maker] }
    /// ```
    pub RULE = 5022 "two-default-teams" Error "a unit is given two default teams";
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let mut seen: FxHashMap<(EnvironmentId, &str), &Team> = FxHashMap::default();
    let teams = &context.program.organisation.teams;
    for team in teams.iter().filter(|team| team.kind == TeamKind::Default && team.sound) {
        let Some(environment) = &team.environment else { continue };
        let Some(there) = environment.target else { continue };
        let unit = team.unit.as_ref().map_or("", |unit| &*unit.symbol.name);
        let Some(first) = seen.insert((there, unit), team) else { continue };
        let of = if unit.is_empty() { "the root unit".to_owned() } else { format!("unit `{unit}`") };
        let (one, other) = (&first.head.symbol.name, &team.head.symbol.name);
        findings.push(
            Diagnostic::new(
                &RULE,
                team.kind_location,
                format!("`{one}` and `{other}` both are the default team of {of} in `{}`", environment.symbol.name),
            )
            .marked("again here")
            .label(first.kind_location, "first here")
            .note("each unit has one default team, which the platform makes with it")
            .help("let one of them list the roles of both")
            .witness(Witness::new([("environment", &*environment.symbol.name)])),
        );
    }
}
