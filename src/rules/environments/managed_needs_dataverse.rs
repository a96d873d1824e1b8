//! `managed-needs-dataverse`

use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Witness};
use crate::rules::shared::each;

crate::declare_rule! {
    /// ## What it does
    /// Finds managed environments without a Dataverse database.
    ///
    /// ## Why is this bad?
    /// An environment can only be managed if it has a Dataverse database. Otherwise deployment stops with an error.
    ///
    /// ```dictum,bad
    /// environment finance { type = production; region = europe; managed = yes }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment finance {
    ///   type    = production
    ///   region  = europe
    ///   managed = yes
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    /// ```
    pub RULE = 2005 "managed-needs-dataverse" Error "a managed environment has no database";
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    each::environment(context, findings, |environment, findings| {
        if !environment.managed || environment.dataverse.is_some() || !environment.sound {
            return;
        }
        let symbol = &environment.head.symbol;
        findings.push(
            Diagnostic::new(
                &RULE,
                environment.managed_location.unwrap_or(symbol.location),
                format!("managed environment `{}` has no Dataverse database", symbol.name),
            )
            .marked("needs a database")
            .note("an environment can be managed only when it has a Dataverse database")
            .help("add `dataverse { language = …; currency = … }`, or write `managed = no`")
            .witness(Witness::new([("environment", &*symbol.name)])),
        );
    });
}
