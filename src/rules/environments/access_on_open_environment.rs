//! `access-on-open-environment`

use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Witness};
use crate::rules::shared::each;

use crate::model::program::EnvironmentType;

crate::declare_rule! {
    /// ## What it does
    /// Finds default and developer environments with an `access` group.
    ///
    /// ## Why is this bad?
    /// The platform does not accept a security group there: the default environment is open to every licensed user,
    /// and a developer environment belongs to its owner. What should be protected stays open.
    ///
    /// ```dictum,bad
    /// group sg_makers { kind = security }
    /// environment default { type = default; region = europe; access = sg_makers }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// group sg_makers { kind = security }
    /// environment default { type = default; region = europe }
    ///
    /// environment makers {
    ///   type   = sandbox
    ///   region = europe
    ///   access = sg_makers
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
    /// ```
    pub RULE = 2003 "access-on-open-environment" Error "access to a default or developer environment is limited to a group";
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    each::environment(context, findings, |environment, findings| {
        let (noun, why) = match environment.kind {
            Some(EnvironmentType::Default) => {
                ("the default environment", "the default environment is open to every licensed user")
            }
            Some(EnvironmentType::Developer) => {
                ("a developer environment", "a developer environment is open to its owner only")
            }
            _other => return,
        };
        let Some(access) = &environment.access else { return };
        let name = &environment.head.symbol.name;
        findings.push(
            Diagnostic::new(
                &RULE,
                access.symbol.location,
                format!("access to {noun} `{name}` cannot be limited to a group"),
            )
            .marked("this group")
            .label(environment.kind_location, "its type")
            .note(format!("{why}; the platform takes no security group for it"))
            .help("remove `access`, and keep what must be protected in another environment")
            .witness(Witness::new([("environment", &**name)])),
        );
    });
}
