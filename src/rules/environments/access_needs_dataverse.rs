//! `access-needs-dataverse`

use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Witness};
use crate::rules::shared::each;

use crate::model::program::EnvironmentType;

crate::declare_rule! {
    /// ## What it does
    /// Finds environments with an `access` group but no Dataverse database.
    ///
    /// ## Why is this bad?
    /// The group is a setting of the database: it decides who becomes a user there. Without a database the group is
    /// not stored, and all users of the tenant may enter.
    ///
    /// ```dictum,bad
    /// group sg_finance { kind = security }
    /// environment finance { type = production; region = europe; access = sg_finance }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// group sg_finance { kind = security }
    ///
    /// environment finance {
    ///   type   = production
    ///   region = europe
    ///   access = sg_finance
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    /// ```
    pub RULE = 2004 "access-needs-dataverse" Error "access is limited to a group where there is no database to keep it";
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    each::environment(context, findings, |environment, findings| {
        // For default and developer environments the group is refused in any case; for a managed environment, the
        // missing database is reported.
        let told = matches!(environment.kind, Some(EnvironmentType::Default | EnvironmentType::Developer))
            || environment.managed;
        let Some(access) = environment.access.as_ref().filter(|_| environment.sound && !told) else { return };
        if environment.dataverse.is_some() {
            return;
        }
        let name = &environment.head.symbol.name;
        findings.push(
            Diagnostic::new(
                &RULE,
                access.symbol.location,
                format!("environment `{name}` limits access to a group and has no Dataverse database"),
            )
            .marked("has no effect")
            .note("the Dataverse database keeps the group whose members may enter")
            .help("add `dataverse { language = …; currency = … }`, or remove `access`")
            .witness(Witness::new([("environment", &**name)])),
        );
    });
}
