//! `settings-need-dataverse`

use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::program::Environment;
use crate::rules::shared::each;
use crate::text::Location;

crate::declare_rule! {
    /// ## What it does
    /// Finds environments without a Dataverse database that have audit settings, or other settings of a database.
    ///
    /// ## Why is this bad?
    /// These settings belong to the database. Without one, nothing is audited, and deployment stops with an error.
    ///
    /// ```dictum,bad
    /// environment finance {
    ///   type = production
    ///   audit { active = yes }
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment finance {
    ///   type = production
    ///   audit     { active = yes }
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    /// ```
    pub RULE = 2012 "settings-need-dataverse" Error "settings of a database are given where there is none";
}

/// The rule and its check function.
pub static CHECK: Check = Check::clear(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let without = |one: &Environment| one.sound && one.dataverse.is_none();
    each::environment(context, findings, |environment, findings| {
        if !without(environment) {
            return;
        }
        let Some((what, place)) = first(environment) else { return };
        let name = &environment.head.symbol.name;
        findings.push(
            Diagnostic::new(&RULE, place, format!("environment `{name}` sets {what} and has no Dataverse database"))
                .marked("a setting of a database")
                .note("audit and product settings belong to the database of an environment")
                .help("add `dataverse { language = …; currency = … }`, or remove the setting")
                .witness(Witness::new([("environment", &**name)])),
        );
    });
}

/// The first setting that belongs to a database.
fn first(environment: &Environment) -> Option<(String, Location)> {
    if let Some(audit) = &environment.audit {
        let at = |said: Option<(bool, Location)>| said.map(|(_, place)| place);
        let said = [at(audit.active), at(audit.read), at(audit.logins), audit.retention_days.map(|(_, place)| place)];
        if let Some(place) = said.into_iter().flatten().min() {
            return Some(("`audit`".to_owned(), place));
        }
    }
    let mut settings = environment.provider.iter().filter(|one| one.attribute.resource == "environment_settings");
    settings.next().map(|one| (format!("`{}`", one.attribute.name()), one.location))
}
