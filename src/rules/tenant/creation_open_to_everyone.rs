//! `creation-open-to-everyone`

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::tenant::SettingValue;

crate::declare_rule! {
    /// ## What it does
    /// Finds a tenant in which every user may create production, sandbox or trial environments.
    ///
    /// ## Why is this bad?
    /// An environment that a user creates is not governed until an administrator finds it, and its creator keeps the
    /// right to manage it if creation is closed later. Administrators keep the right in any case. The baseline for
    /// Power Platform of the United States Cybersecurity and Infrastructure Security Agency closes both
    /// (MS.POWERPLATFORM.1.1 and 1.2).
    ///
    /// ```dictum,bad
    /// tenant contoso {
    ///   settings { production_environments = admins; trial_environments = everyone }
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// tenant contoso {
    ///   settings { production_environments = admins; trial_environments = admins }
    /// }
    /// ```
    pub RULE = 6106 "creation-open-to-everyone" Warning "every user may create environments"
        controls ["MS.POWERPLATFORM.1.1v1", "MS.POWERPLATFORM.1.2v1"];
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Declaration, run);

/// The settings, and what each of them lets every user create.
const SETTINGS: [(&str, &str); 2] =
    [("production_environments", "production and sandbox environments"), ("trial_environments", "trial environments")];

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for setting in context.program.tenants.iter().flat_map(|tenant| &tenant.settings) {
        let word = setting.setting.word;
        let Some((_, what)) = SETTINGS.iter().find(|(name, _)| *name == word) else { continue };
        if setting.value == SettingValue::Word("everyone") {
            findings.push(
                Diagnostic::new(&RULE, setting.location, format!("every user may create {what}"))
                    .note("the right to manage an environment stays with its creator when creation is closed later")
                    .help(format!("write `{word} = admins`"))
                    .witness(Witness::new([("setting", word)])),
            );
        }
    }
}
