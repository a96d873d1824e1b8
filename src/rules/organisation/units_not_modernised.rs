//! `units-not-modernised`

use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Witness};
use crate::rules::shared::each;

crate::declare_rule! {
    /// ## What it does
    /// Finds users with `roles_of_units` in an environment without `ownership_across_units`.
    ///
    /// ## Why is this bad?
    /// Unless record ownership across business units is switched on, a user only holds roles of their own unit. The
    /// platform refuses the others.
    ///
    /// ```dictum,bad
    /// environment finance { type = production; dataverse { language = 1033; currency = EUR } }
    ///
    /// business_units contoso { emea; americas }
    ///
    /// user bob {
    ///   upn           = "bob@contoso.com"
    ///   business_unit = americas
    ///   roles_of_units finance { emea = [basic_user] }
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment finance {
    ///   type = production
    ///   dataverse { language = 1033; currency = EUR; ownership_across_units = yes }
    /// }
    ///
    /// business_units contoso { emea; americas }
    ///
    /// user bob {
    ///   upn           = "bob@contoso.com"
    ///   business_unit = americas
    ///   roles                  { finance = [app_opener] }
    ///   roles_of_units finance { emea = [basic_user] }
    /// }
    /// ```
    pub RULE = 5025 "units-not-modernised" Error "roles of other units are held where the environment does not allow it";
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    each::user(context, findings, |_, user, found| {
        for assignment in &user.roles {
            let (Some(unit), Some(index)) = (&assignment.unit, assignment.environment.target) else { continue };
            let environment = &program.environments[index];
            let Some(dataverse) = environment.dataverse.as_ref().filter(|_| environment.sound) else { continue };
            if dataverse.ownership_across_units {
                continue;
            }
            let (name, there) = (&user.head.symbol.name, &environment.head.symbol.name);
            let message = format!(
                "user `{name}` holds roles of unit `{}` in `{there}`, which keeps units apart",
                unit.symbol.name
            );
            found.push(
                Diagnostic::new(&RULE, unit.symbol.location, message)
                    .marked("roles of another unit")
                    .label(environment.head.symbol.location, "here rows and roles stay in their unit")
                    .note("roles of other units need record ownership across business units, which is off")
                    .help(format!(
                        "write `ownership_across_units = yes` in the `dataverse` of `{there}`, or give roles of the own unit"
                    ))
                    .witness(Witness::new([("environment", &**there), ("user", name)])),
            );
        }
    });
}
