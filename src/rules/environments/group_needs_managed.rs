//! `group-needs-managed`

use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Fix, Safety, Witness};
use crate::rules::shared::each;
use crate::text::{Location, Span};

crate::declare_rule! {
    /// ## What it does
    /// Finds environments that name an environment group but are not managed.
    ///
    /// ## Why is this bad?
    /// Only Managed Environments can belong to an environment group; the platform refuses any other, so the group's
    /// rules would not apply there.
    ///
    /// ```dictum,bad
    /// environment_group estate { sharing = people_only up to 50 }
    ///
    /// environment finance {
    ///   type  = production
    ///   group = estate
    ///   dataverse { language = 1033; currency = EUR }
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
    /// ```
    pub RULE = 2002 "group-needs-managed" Error "an environment of a group is not managed" fixable;
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    each::environment(context, findings, |environment, findings| {
        let Some(group) = environment.group.as_ref().filter(|_| environment.sound && !environment.managed) else {
            return;
        };
        let name = &environment.head.symbol.name;
        let mut finding = Diagnostic::new(
            &RULE,
            group.symbol.location,
            format!("environment `{name}` belongs to the group `{}` and is not managed", group.symbol.name),
        )
        .marked("its group");
        // A Managed Environment requires other licences, so the author decides.
        let fix = if let Some(said) = environment.managed_location {
            finding = finding.label(said, "not managed");
            Fix::replace("write `managed = yes`", Safety::Unsafe, said, "yes")
        } else {
            let Location { file, span } = group.symbol.location;
            let behind = Location::new(file, Span::at(span.end));
            Fix::replace("add `managed = yes`", Safety::Unsafe, behind, "\n  managed = yes")
        };
        findings.push(
            finding
                .note("only Managed Environments can belong to an environment group")
                .help(format!("write `managed = yes` for `{name}`, or remove `group`"))
                .fix(fix)
                .witness(Witness::new([("environment", &**name)])),
        );
    });
}
