//! `units-need-dataverse`

use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Witness};

crate::declare_rule! {
    /// ## What it does
    /// Finds trees of business units that name an environment without a Dataverse database.
    ///
    /// ## Why is this bad?
    /// Business units are rows of the database. Without a database there are none.
    ///
    /// ```dictum,bad
    /// environment finance { type = production }
    ///
    /// business_units contoso { environments = [finance]; emea; americas }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment finance { type = production; dataverse { language = 1033; currency = EUR } }
    ///
    /// business_units contoso { environments = [finance]; emea; americas }
    /// ```
    pub RULE = 5012 "units-need-dataverse" Error "a tree of business units is for an environment without a database";
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    for reference in program.organisation.unit_trees.iter().flat_map(|tree| &tree.environments) {
        let environment = reference.target.map(|index| &program.environments[index]);
        let Some(environment) = environment.filter(|environment| environment.sound) else { continue };
        if environment.dataverse.is_some() {
            continue;
        }
        let symbol = &environment.head.symbol;
        findings.push(
            Diagnostic::new(
                &RULE,
                reference.symbol.location,
                format!("environment `{}` has no database, so it has no business units", symbol.name),
            )
            .marked("has no units")
            .label(symbol.location, "no `dataverse` here")
            .note("the Dataverse database keeps the units")
            .help("add `dataverse { language = …; currency = … }` there, or remove it here")
            .witness(Witness::new([("environment", &*symbol.name)])),
        );
    }
}
