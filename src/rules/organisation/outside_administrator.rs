//! System administrators whose account is from outside the tenant.

use crate::analysis::access::Gate;
use crate::analysis::administrators::makes_administrator;
use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::organisation::User;

crate::declare_rule! {
    /// ## What it does
    /// Finds users with an account of another organisation who are System Administrator of an environment, directly or
    /// through a team. Such accounts are invited, and their user principal name contains `#EXT#` (Microsoft Entra
    /// External ID, properties of a B2B collaboration user). Users who are disabled or may not enter are left out.
    ///
    /// ## Why is this bad?
    /// A System Administrator may do everything with every row. Another organisation decides who uses this account, how
    /// it signs in, and when it is closed.
    ///
    /// ```dictum,bad
    /// environment finance {
    ///   type = production
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    ///
    /// user eve {
    ///   upn = "eve_fabrikam.com#EXT#@contoso.onmicrosoft.com"
    ///   roles { finance = [system_administrator] }
    /// }
    ///
    /// role_administrators it { who = [eve]; assign = [system_administrator]; in = [finance] }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment finance {
    ///   type = production
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    ///
    /// user bob {
    ///   upn = "bob@contoso.com"
    ///   roles { finance = [system_administrator] }
    /// }
    ///
    /// role_administrators it { who = [bob]; assign = [system_administrator]; in = [finance] }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
    /// ```
    pub RULE = 5289 "outside-administrator" Warning "a system administrator has an account of another organisation";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::ACCESS, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let users = &program.organisation.users;
    if !users.iter().any(is_from_outside) {
        return;
    }
    for place in context.access().places() {
        for (id, held) in place.holders().filter(|(id, _)| is_from_outside(&users[*id])) {
            let is_let_in = users[id].disabled.is_none() && context.access().gate(program, place, id) != Gate::Closed;
            let Some(holding) = held.iter().find(|one| is_let_in && makes_administrator(program, one.role)) else {
                continue;
            };
            let (name, there) = (users[id].name(), place.name(program));
            let location = holding.place(program, Some(id)).unwrap_or(users[id].head.symbol.location);
            let message =
                format!("`{name}` is system administrator of `{there}` with an account of another organisation");
            let mut finding = Diagnostic::new(&RULE, location, message).marked("this makes them administrator");
            if let Some(upn) = &users[id].upn {
                finding = finding.label(upn.location, "an account that was invited");
            }
            findings.push(
                finding
                    .note("the other organisation decides who uses the account and when it is closed")
                    .help(format!("let an account of this tenant hold the role, and give `{name}` one that grants only what they need"))
                    .witness(Witness::new([("environment", there), ("user", name)])),
            );
        }
    }
}

/// Whether a user was invited from another organisation.
fn is_from_outside(user: &User) -> bool {
    user.upn.as_ref().is_some_and(|upn| upn.name.to_ascii_lowercase().contains("#ext#"))
}
