//! `content-security-off`

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::{Diagnostic, Witness};

crate::declare_rule! {
    /// ## What it does
    /// Finds environment groups that switch the content security policy off for model-driven or canvas apps. A group
    /// without this setting is not reported: the platform keeps the current one.
    ///
    /// ## Why is this bad?
    /// Without the policy, an app may load scripts from anywhere, send the data its user sees anywhere, and be
    /// embedded in any page. The baseline for Power Platform of the United States Cybersecurity and Infrastructure
    /// Security Agency requires it for both kinds of apps (MS.POWERPLATFORM.4.1).
    ///
    /// ```dictum,bad
    /// environment_group estate {
    ///   content_security { model_driven = on; canvas = off }
    /// }
    ///
    /// environment sales {
    ///   type    = production
    ///   managed = yes
    ///   group   = estate
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment_group estate {
    ///   content_security { model_driven = on; canvas = on }
    /// }
    ///
    /// environment sales {
    ///   type    = production
    ///   managed = yes
    ///   group   = estate
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
    /// ```
    pub RULE = 2116 "content-security-off" Warning "apps have no content security policy"
        controls ["MS.POWERPLATFORM.4.1v1"];
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Declaration, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for group in &context.program.environment_groups {
        let Some(security) = &group.content_security else { continue };
        let sorts = [
            ("model_driven", "model-driven apps", &security.model_driven),
            ("canvas", "canvas apps", &security.canvas),
        ];
        for (word, apps, policy) in sorts {
            let Some(policy) = policy.as_ref().filter(|policy| !policy.active) else { continue };
            let name = &group.head.symbol.name;
            let message = format!("{apps} in environment group `{name}` have no content security policy");
            findings.push(
                Diagnostic::new(&RULE, policy.location, message)
                    .note("such apps may load scripts from anywhere and send data anywhere")
                    .help(format!("write `{word} = on`, or a block with the sources that these apps need"))
                    .witness(Witness::new([("environment group", &**name), ("apps", apps)])),
            );
        }
    }
}
