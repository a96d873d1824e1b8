//! `unrouted-developers`

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::Diagnostic;
use crate::model::tenant::SettingValue;

crate::declare_rule! {
    /// ## What it does
    /// Finds a tenant in which every user may create developer environments, but makers are not routed
    /// (`maker_routing { active = no }`).
    ///
    /// ## Why is this bad?
    /// A routed maker gets an environment in an environment group, whose rules apply there. An environment that a
    /// user creates is in no group, so no group rules apply to it.
    ///
    /// ```dictum,bad
    /// tenant contoso {
    ///   settings {
    ///     developer_environments = everyone
    ///     maker_routing { active = no }
    ///   }
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment_group maker_spaces { solution_checker = warn }
    ///
    /// tenant contoso {
    ///   settings {
    ///     developer_environments = everyone
    ///     maker_routing { to = maker_spaces }
    ///   }
    /// }
    /// ```
    pub RULE = 6107 "unrouted-developers" Warning "developer environments are open to everyone, and makers are not routed";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Declaration, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for tenant in &context.program.tenants {
        let Some(routing) = tenant.routing.as_ref().filter(|routing| routing.sound && !routing.active) else {
            continue;
        };
        let mut open = tenant.settings.iter().filter(|one| one.setting.word == "developer_environments");
        if let Some(setting) = open.find(|one| one.value == SettingValue::Word("everyone")) {
            let message = "every user may create developer environments, and makers are not routed";
            findings.push(
                Diagnostic::new(&RULE, setting.location, message)
                    .label(routing.location, "routing is off")
                    .note("an environment that a user creates is in no environment group, so no rule of a group holds there")
                    .help("route makers to an environment group, or write `developer_environments = admins`"),
            );
        }
    }
}
