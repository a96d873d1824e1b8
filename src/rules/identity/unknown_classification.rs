//! `unknown-classification`

use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Safety, closest, quoted_list};
use crate::text::printable;

crate::declare_rule! {
    /// ## What it does
    /// Finds groups whose `classification`, and group self-service whose `default_classification`, is not one of its
    /// `classifications`.
    ///
    /// ## Why is this bad?
    /// The platform refuses a class that is not in the list of the tenant.
    ///
    /// ```dictum,bad
    /// group_self_service {
    ///   classifications { internal { means = "Everybody at Contoso" } }
    ///   default_classification = internl
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// group_self_service {
    ///   classifications { internal { means = "Everybody at Contoso" } }
    ///   default_classification = internal
    /// }
    /// ```
    pub RULE = 6026 "unknown-classification" Error "a class of groups is not declared" fixable;
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    for service in &program.self_services {
        let Some(classes) = &service.classes else { continue };
        let names = || classes.iter().map(|class| &*class.name.name);
        let groups = program.groups.iter().filter_map(|group| group.classification.as_ref());
        for class in service.default_class.iter().chain(groups) {
            if names().any(|name| name == class.name) {
                continue;
            }
            let message = format!("there is no classification `{}`", printable(&class.name));
            let finding = Diagnostic::new(&RULE, class.location, message)
                .marked("not declared")
                .note("the platform refuses a class that is not in the list of the tenant");
            findings.push(match closest(&class.name, names()) {
                Some(near) => finding.did_you_mean(near, class.location, Safety::Unsafe),
                None => finding.help(format!("declared are {}", quoted_list(names(), "and"))),
            });
        }
    }
}
