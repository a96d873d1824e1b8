//! Trial environments whose users should come from a group.

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::{Diagnostic, Witness};

use crate::model::program::EnvironmentType;

crate::declare_rule! {
    /// ## What it does
    /// Finds trial environments with a group whose members may enter.
    ///
    /// ## Why is this bad?
    /// The platform does not add the members of a group to a trial environment. They must be added by hand, so the
    /// source cannot say who is there, and answers about its users are marked as uncertain.
    ///
    /// ```dictum,bad
    /// group pilots { kind = security; owners = [bob]; members = [alice, bob] }
    ///
    /// environment pilot {
    ///   type   = trial
    ///   access = pilots
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    ///
    /// user alice { upn = "alice@contoso.com"; roles { pilot = [basic_user] } }
    /// user bob   { upn = "bob@contoso.com"; roles { pilot = [basic_user] } }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// group pilots { kind = security; owners = [bob]; members = [alice, bob] }
    ///
    /// environment pilot {
    ///   type   = sandbox
    ///   access = pilots
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    ///
    /// user alice { upn = "alice@contoso.com"; roles { pilot = [basic_user] } }
    /// user bob   { upn = "bob@contoso.com"; roles { pilot = [basic_user] } }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
    /// ```
    pub RULE = 5284 "group-on-trial" Warning "a group is to choose the people of a trial environment";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Kinds(&["team"]), run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for environment in
        context.program.environments.iter().filter(|environment| environment.kind == Some(EnvironmentType::Trial))
    {
        let Some(access) = &environment.access else { continue };
        let (name, group) = (&environment.head.symbol.name, &access.symbol.name);
        findings.push(
            Diagnostic::new(
                &RULE,
                access.symbol.location,
                format!("`{name}` is a trial, and the platform does not let the members of `{group}` in by itself"),
            )
            .marked("does not let its members in")
            .label(environment.kind_location, "a trial environment")
            .note("users are not assigned to trial environments through a group")
            .help("make it a sandbox, or add its users by hand and remove `access`")
            .witness(Witness::new([("environment", &**name), ("group", group)])),
        );
    }
}
