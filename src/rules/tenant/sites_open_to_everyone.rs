//! `sites-open-to-everyone`

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::tenant::SettingValue;

crate::declare_rule! {
    /// ## What it does
    /// Finds a tenant in which every user may create Power Pages sites.
    ///
    /// ## Why is this bad?
    /// A site publishes Dataverse data on the internet. Any user who may create one can publish data without a
    /// review. The baseline for Power Platform of the United States Cybersecurity and Infrastructure Security Agency
    /// limits this to administrators (MS.POWERPLATFORM.5.1).
    ///
    /// ```dictum,bad
    /// tenant contoso {
    ///   settings { power_pages_sites = everyone }
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// tenant contoso {
    ///   settings { power_pages_sites = admins }
    /// }
    /// ```
    pub RULE = 6109 "sites-open-to-everyone" Warning "every user may create Power Pages sites"
        controls ["MS.POWERPLATFORM.5.1v1"];
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Declaration, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let given = context.program.tenants.iter().flat_map(|tenant| &tenant.settings);
    for setting in given.filter(|one| one.setting.word == "power_pages_sites") {
        if setting.value == SettingValue::Word("everyone") {
            findings.push(
                Diagnostic::new(&RULE, setting.location, "every user may create Power Pages sites")
                    .note("a site shows data to people outside the tenant")
                    .help("write `power_pages_sites = admins`")
                    .witness(Witness::new([("setting", "power_pages_sites")])),
            );
        }
    }
}
