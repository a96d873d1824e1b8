//! `shared-with-guests`

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::Diagnostic;
use crate::model::tenant::SettingValue;

crate::declare_rule! {
    /// ## What it does
    /// Finds `share_with_everyone = on` and `share_connections_with_everyone = on` in a tenant to which guests may be
    /// invited.
    ///
    /// ## Why is this bad?
    /// "Everyone" in the tenant includes its guests, so an app or a connection that is shared with everyone is open
    /// to external users (CISA, MS.POWERPLATFORM.6.1).
    ///
    /// ```dictum,bad
    /// tenant contoso { settings { share_with_everyone = on } }
    ///
    /// external_identity { invited_by = members }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// tenant contoso { settings { share_with_everyone = off } }
    ///
    /// external_identity { invited_by = members }
    /// ```
    pub RULE = 6126 "shared-with-guests" Warning "sharing with everybody reaches guests"
        controls ["MS.POWERPLATFORM.6.1v1"];
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Kinds(&["external_identity", "tenant"]), run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    for external in &program.external_identities {
        let Some((who, invited)) = external.invited_by.filter(|(who, _)| *who != "none") else { continue };
        for given in program.tenants.iter().flat_map(|tenant| &tenant.settings) {
            let what = match given.setting.word {
                "share_with_everyone" => "an app",
                "share_connections_with_everyone" => "a connection",
                _other => continue,
            };
            if given.value == SettingValue::Flag(true) {
                findings.push(
                    Diagnostic::new(
                        &RULE,
                        given.location,
                        format!("{what} that is shared with everybody is open to guests"),
                    )
                    .label(invited, format!("guests are invited: `{who}`"))
                    .note("everybody in the tenant includes its guests")
                    .help(format!("write `{} = off`, or `invited_by = none`", given.setting.word)),
                );
            }
        }
    }
}
