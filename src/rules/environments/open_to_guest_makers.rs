//! `open-to-guest-makers`

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::program::EnvironmentType;
use crate::model::tenant::SettingValue;

crate::declare_rule! {
    /// ## What it does
    /// Finds production and sandbox environments that all users may enter, in a tenant in which guests may make apps.
    ///
    /// ## Why is this bad?
    /// "All users" includes guests. Users of other organisations may enter these environments, and may make apps
    /// there once they have a role.
    ///
    /// ```dictum,bad
    /// tenant contoso {
    ///   settings { guests_may_make = on }
    /// }
    ///
    /// environment sales { type = production; dataverse { language = 1033; currency = EUR } }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// tenant contoso {
    ///   settings { guests_may_make = on }
    /// }
    ///
    /// group sg_sales { kind = security }
    ///
    /// environment sales {
    ///   type   = production
    ///   access = sg_sales
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    /// ```
    pub RULE = 2112 "open-to-guest-makers" Warning "guests who may make apps can enter an environment";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Kinds(&["tenant", "environment"]), run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let settings = program.tenants.iter().flat_map(|tenant| &tenant.settings);
    let makes = |one: &&crate::model::tenant::SettingGiven| {
        one.setting.word == "guests_may_make" && one.value == SettingValue::Flag(true)
    };
    let Some(setting) = settings.into_iter().find(makes) else { return };
    for environment in program.environments.iter().filter(|one| one.sound && one.dataverse.is_some()) {
        if environment.access.is_some()
            || !matches!(environment.kind, Some(EnvironmentType::Production | EnvironmentType::Sandbox))
        {
            continue;
        }
        let symbol = &environment.head.symbol;
        findings.push(
            Diagnostic::new(
                &RULE,
                symbol.location,
                format!("guests may enter environment `{}` and make apps", symbol.name),
            )
            .marked("open to everybody")
            .label(setting.location, "guests may make apps")
            .note("everybody includes the guests of the tenant")
            .help("name the group whose members may enter with `access`, or write `guests_may_make = off`")
            .witness(Witness::new([("environment", &*symbol.name)])),
        );
    }
}
