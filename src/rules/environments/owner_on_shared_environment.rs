//! `owner-on-shared-environment`

use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Witness};
use crate::rules::shared::each;

use crate::model::program::EnvironmentType;

crate::declare_rule! {
    /// ## What it does
    /// Finds environments with an `owner` that are not developer environments.
    ///
    /// ## Why is this bad?
    /// Only a developer environment belongs to one user; for any other type the platform refuses an owner. For other
    /// environments, `access` says who may enter.
    ///
    /// ```dictum,bad
    /// user alice { upn = "alice@contoso.com" }
    ///
    /// environment tests {
    ///   type  = sandbox
    ///   owner = alice
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// user alice { upn = "alice@contoso.com" }
    ///
    /// environment tests {
    ///   type  = developer
    ///   owner = alice
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    /// ```
    pub RULE = 2010 "owner-on-shared-environment" Error "an environment with an owner is not a developer environment";
}

/// The rule and its check function.
pub static CHECK: Check = Check::clear(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    each::environment(context, findings, |environment, findings| {
        let Some(owner) = &environment.owner else { return };
        if environment.kind.is_none_or(|kind| kind == EnvironmentType::Developer) {
            return;
        }
        let name = &environment.head.symbol.name;
        findings.push(
            Diagnostic::new(
                &RULE,
                owner.symbol.location,
                format!("environment `{name}` has an owner and is not a developer environment"),
            )
            .marked("its owner")
            .label(environment.kind_location, "its type")
            .note("the platform takes an owner for developer environments only")
            .help("remove `owner`, or write `type = developer`; who may enter another environment is said by `access`")
            .witness(Witness::new([("environment", &**name)])),
        );
    });
}
