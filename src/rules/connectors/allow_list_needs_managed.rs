//! `allow-list-needs-managed`

use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Fix, Safety, Witness};
use crate::text::{Location, Span};

crate::declare_rule! {
    /// ## What it does
    /// Finds connector allow-lists for an environment that is not managed. The environments of a group must be
    /// managed in any case.
    ///
    /// ## Why is this bad?
    /// Connector allow-lists require Managed Environments. In other environments they have no effect.
    ///
    /// ```dictum,bad
    /// environment finance {
    ///   type    = production
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline, sql]; non_business = rest }
    ///
    /// connector_allow_list finance_connectors {
    ///   environment = finance
    ///   allows      = unblockable + [sql]
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment finance {
    ///   type    = production
    ///   managed = yes
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline, sql]; non_business = rest }
    ///
    /// connector_allow_list finance_connectors {
    ///   environment = finance
    ///   allows      = unblockable + [sql]
    /// }
    /// ```
    pub RULE = 3019 "allow-list-needs-managed" Error "a connector allow-list is for an environment that is not managed" fixable;
}

/// The rule and its check function.
pub static CHECK: Check = Check::clear(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    for list in &program.allow_lists {
        let Some(reference) = &list.environment else { continue };
        let environment = reference.target.map(|target| &program.environments[target]);
        let Some(environment) = environment.filter(|one| one.sound && !one.managed) else { continue };
        let name = &environment.head.symbol.name;
        let message = format!(
            "connector allow-list `{}` is for environment `{name}`, which is not managed",
            list.head.symbol.name
        );
        let mut finding = Diagnostic::new(&RULE, reference.symbol.location, message).marked("the list is for it");
        // A Managed Environment requires other licences, so the author decides.
        let fix = if let Some(said) = environment.managed_location {
            finding = finding.label(said, "not managed");
            Fix::replace("write `managed = yes`", Safety::Unsafe, said, "yes")
        } else {
            let Location { file, span } = environment.kind_location;
            finding = finding.label(environment.head.symbol.location, "not managed");
            let behind = Location::new(file, Span::at(span.end));
            Fix::replace("add `managed = yes`", Safety::Unsafe, behind, "\n  managed = yes")
        };
        let finding = finding
            .note("connector allow-lists take Managed Environments")
            .help(format!("write `managed = yes` for `{name}`, or remove the allow-list"))
            .witness(Witness::new([("environment", &**name)]));
        // Without a type there is no line to insert the setting after.
        let known = environment.managed_location.is_some() || environment.kind_location != environment.head.location;
        findings.push(finding.perhaps(known.then_some(fix)));
    }
}
