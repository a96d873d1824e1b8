//! `allow-list-place`

use crate::analysis::{Check, Context};
use crate::diagnostics::Diagnostic;

crate::declare_rule! {
    /// ## What it does
    /// Finds connector allow-lists that name neither an environment group nor an environment, or that name both.
    ///
    /// ## Why is this bad?
    /// The platform assigns an allow-list to one group or to one environment. Without one of them it has no effect.
    ///
    /// ```dictum,bad
    /// environment_group estate { sharing = people_only up to 50 }
    ///
    /// environment finance {
    ///   type    = production
    ///   managed = yes
    ///   group   = estate
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline, sql]; non_business = rest }
    ///
    /// connector_allow_list estate_connectors {
    ///   allows = unblockable + [sql]
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment_group estate { sharing = people_only up to 50 }
    ///
    /// environment finance {
    ///   type    = production
    ///   managed = yes
    ///   group   = estate
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline, sql]; non_business = rest }
    ///
    /// connector_allow_list estate_connectors {
    ///   environment_group = estate
    ///   allows            = unblockable + [sql]
    /// }
    /// ```
    pub RULE = 3017 "allow-list-place" Error "a connector allow-list is not for one group or one environment";
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for list in &context.program.allow_lists {
        let symbol = &list.head.symbol;
        let finding = match (&list.group, &list.environment) {
            (None, None) if list.sound => {
                let message = format!("connector allow-list `{}` does not say where it applies", symbol.name);
                Diagnostic::new(&RULE, symbol.location, message)
                    .marked("for no environment")
                    .note("it is assigned to an environment group or to one environment, else it is in effect nowhere")
                    .help("add `environment_group = …` or `environment = …`")
            }
            (Some(group), Some(environment)) => {
                let message = format!("connector allow-list `{}` is for a group and for an environment", symbol.name);
                Diagnostic::new(&RULE, environment.symbol.location, message)
                    .marked("an environment")
                    .label(group.symbol.location, "a group")
                    .note("an environment may have one allow-list, its own or that of its group")
                    .help("keep one of the two; write a second allow-list for the other")
            }
            _one => continue,
        };
        findings.push(finding);
    }
}
