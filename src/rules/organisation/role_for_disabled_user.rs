//! Roles of users who are disabled.

use crate::analysis::administrators::{Administrators, makes_administrator};
use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::Diagnostic;

crate::declare_rule! {
    /// ## What it does
    /// Finds roles given directly to users with `enabled = no`.
    ///
    /// ## Why is this bad?
    /// The platform gives roles to enabled users only, unless a setting of the environment says otherwise. A user who
    /// is enabled again later immediately has roles that were forgotten.
    ///
    /// ```dictum,bad
    /// environment finance {
    ///   type = production
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    ///
    /// user alice { upn = "alice@contoso.com"; enabled = no; roles { finance = [basic_user] } }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// user alice { upn = "alice@contoso.com"; enabled = no }
    /// ```
    pub RULE = 5252 "role-for-disabled-user" Warning "a role is given to a user who is disabled";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::ACCESS, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    for (index, user) in program.organisation.users.ids() {
        let (Some(disabled), Some(first)) = (user.disabled, user.roles.iter().find(|given| !given.roles.is_empty()))
        else {
            continue;
        };
        let name = &user.head.symbol.name;
        let administers = user.roles.iter().any(|given| {
            let Some(environment) = given.environment.target else { return false };
            let mut roles = given.roles.iter().filter_map(|role| role.target);
            roles.any(|role| makes_administrator(program, role))
                && Administrators::of(program, environment).users.contains(&index)
        });
        findings.push(
            Diagnostic::new(&RULE, first.location, format!("`{name}` is disabled, and holds roles"))
                .label(disabled, "disabled here")
                .note("the platform gives roles to enabled users only, unless a setting says otherwise")
                .help(if administers {
                    "remove `enabled = no`, or declare another administrator"
                } else {
                    "take the roles away, or remove `enabled = no`"
                }),
        );
    }
}
