//! `developer-without-owner`

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::{Diagnostic, Witness};

use crate::model::program::EnvironmentType;

crate::declare_rule! {
    /// ## What it does
    /// Finds developer environments with a database but without an `owner`, if the project declares users.
    ///
    /// ## Why is this bad?
    /// A developer environment is for its owner only. Without the name there is no contact for it, and no target can
    /// create it.
    ///
    /// ```dictum,bad
    /// user alice { upn = "alice@contoso.com" }
    ///
    /// environment alices { type = developer; dataverse { language = 1033; currency = EUR } }
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
    pub RULE = 2120 "developer-without-owner" Info "a developer environment names no owner";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Kinds(&["environment", "user"]), run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    if program.organisation.users.is_empty() {
        return;
    }
    let developers =
        program.environments.iter().filter(|one| one.sound && one.kind == Some(EnvironmentType::Developer));
    for environment in developers.filter(|one| one.owner.is_none() && one.dataverse.is_some()) {
        let symbol = &environment.head.symbol;
        findings.push(
            Diagnostic::new(&RULE, symbol.location, format!("developer environment `{}` names no owner", symbol.name))
                .marked("`owner` is missing")
                .note("a developer environment is for its owner only, and is made for one user")
                .help("write `owner = …` with the name of a user")
                .witness(Witness::new([("environment", &*symbol.name)])),
        );
    }
}
