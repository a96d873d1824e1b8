//! `shared-with-everyone`

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::Diagnostic;
use crate::model::tenant::SettingValue;

crate::declare_rule! {
    /// ## What it does
    /// Finds a tenant in which makers may share apps with everyone (`share_with_everyone = on`).
    ///
    /// ## Why is this bad?
    /// "Everyone" is every account of the tenant, including guest accounts. An app that is shared with everyone is
    /// open to users whom its maker does not know, and its owner cannot see who uses it. The baseline for Power
    /// Platform of the United States Cybersecurity and Infrastructure Security Agency turns this off
    /// (MS.POWERPLATFORM.6.1).
    ///
    /// ```dictum,bad
    /// tenant contoso {
    ///   settings { share_with_everyone = on }
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// tenant contoso {
    ///   settings { share_with_everyone = off }
    /// }
    /// ```
    pub RULE = 6105 "shared-with-everyone" Warning "apps may be shared with everybody in the tenant"
        controls ["MS.POWERPLATFORM.6.1v1"];
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Kinds(&["external_identity", "tenant"]), run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let mut external = context.program.external_identities.iter();
    if external.any(|one| one.invited_by.is_some_and(|(who, _)| who != "none")) {
        // `shared-with-guests` reports it, with the place where guests are invited.
        return;
    }
    let given = context.program.tenants.iter().flat_map(|tenant| &tenant.settings);
    for setting in given.filter(|one| one.setting.word == "share_with_everyone") {
        if setting.value == SettingValue::Flag(true) {
            findings.push(
                Diagnostic::new(&RULE, setting.location, "makers may share apps with everybody in the tenant")
                    .note("everybody includes guests, who have accounts in the tenant too")
                    .help("write `share_with_everyone = off`; apps can still be shared with groups"),
            );
        }
    }
}
