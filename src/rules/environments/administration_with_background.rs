//! `administration-with-background`

use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Witness};
use crate::rules::shared::each;

crate::declare_rule! {
    /// ## What it does
    /// Finds environments in administration mode whose background operations are on.
    ///
    /// ## Why is this bad?
    /// The platform refuses this combination.
    ///
    /// ```dictum,bad
    /// environment finance {
    ///   type = production
    ///   dataverse {
    ///     language              = 1033
    ///     currency              = EUR
    ///     administration_mode   = yes
    ///     background_operations = on
    ///   }
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment finance {
    ///   type = production
    ///   dataverse {
    ///     language              = 1033
    ///     currency              = EUR
    ///     administration_mode   = yes
    ///     background_operations = off
    ///   }
    /// }
    /// ```
    pub RULE = 2017 "administration-with-background" Error "background operations are on in administration mode";
}

/// The rule and its check function.
pub static CHECK: Check = Check::clear(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    each::environment(context, findings, |environment, findings| {
        let Some(dataverse) = &environment.dataverse else { return };
        let (Some((true, mode)), Some((true, background))) =
            (dataverse.administration_mode, dataverse.background_operations)
        else {
            return;
        };
        let name = &environment.head.symbol.name;
        findings.push(
            Diagnostic::new(
                &RULE,
                background,
                format!("environment `{name}` is in administration mode, and background operations are on"),
            )
            .marked("on")
            .label(mode, "administration mode")
            .note("the platform refuses both together")
            .help("write `background_operations = off`, or end administration mode")
            .witness(Witness::new([("environment", &**name)])),
        );
    });
}
