//! `classes-beside-labels`

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::Diagnostic;

crate::declare_rule! {
    /// ## What it does
    /// Finds group self-service with both `sensitivity_labels = on` and classes.
    ///
    /// ## Why is this bad?
    /// If labels are used, the platform ignores the classes, their descriptions and their default.
    ///
    /// ```dictum,bad
    /// group_self_service {
    ///   sensitivity_labels = on
    ///   classifications { internal { means = "Everybody at Contoso" } }
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// group_self_service {
    ///   sensitivity_labels = on
    /// }
    /// ```
    pub RULE = 6123 "classes-beside-labels" Warning "classes of groups mean nothing where sensitivity labels are used";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Declaration, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for service in &context.program.self_services {
        let Some((true, labels)) = service.labels else { continue };
        let first = service.classes.iter().flatten().map(|class| class.name.location).next();
        let Some(class) = first.or(service.default_class.as_ref().map(|class| class.location)) else { continue };
        findings.push(
            Diagnostic::new(&RULE, class, "classes of groups have no effect")
                .label(labels, "labels are used in their place")
                .note("where sensitivity labels are used, the platform ignores classes, their descriptions and their default")
                .help("remove the classes, or write `sensitivity_labels = off`"),
        );
    }
}
