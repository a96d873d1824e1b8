//! `owner-needs-dataverse`

use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Witness};

use crate::model::program::EnvironmentType;

crate::declare_rule! {
    /// ## What it does
    /// Finds developer environments with an owner but without a Dataverse database.
    ///
    /// ## Why is this bad?
    /// The platform creates a developer environment for its owner together with its database. Without one, deployment
    /// stops with an error.
    ///
    /// ```dictum,bad
    /// user alice { upn = "alice@contoso.com" }
    ///
    /// environment alices { type = developer; owner = alice }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// user alice { upn = "alice@contoso.com" }
    ///
    /// environment alices {
    ///   type  = developer
    ///   owner = alice
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    /// ```
    pub RULE = 2011 "owner-needs-dataverse" Error "a developer environment with an owner has no database";
}

/// The rule and its check function.
pub static CHECK: Check = Check::clear(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for environment in
        context.program.environments.iter().filter(|one| one.sound && one.kind == Some(EnvironmentType::Developer))
    {
        let Some(owner) = environment.owner.as_ref().filter(|_| environment.dataverse.is_none()) else { continue };
        let name = &environment.head.symbol.name;
        findings.push(
            Diagnostic::new(
                &RULE,
                owner.symbol.location,
                format!("developer environment `{name}` has an owner and no Dataverse database"),
            )
            .marked("its owner")
            .note("the platform makes a developer environment for another user only together with a database")
            .help("add `dataverse { language = …; currency = … }`")
            .witness(Witness::new([("environment", &**name)])),
        );
    }
}
