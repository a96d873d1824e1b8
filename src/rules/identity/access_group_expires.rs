//! `access-group-expires`

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::Diagnostic;
use crate::rules::shared::each;

crate::declare_rule! {
    /// ## What it does
    /// Finds environments whose `access` group is a Microsoft 365 group that expires.
    ///
    /// ## Why is this bad?
    /// If no owner renews the group in time, it is deleted, and all users are locked out of the environment.
    ///
    /// ```dictum,bad
    /// group_self_service {
    ///   owners        = at least 1
    ///   expires_after = 365 days
    ///   notify        = ["groups@contoso.com"]
    /// }
    ///
    /// group sales_office { kind = microsoft_365; owners = [alice] }
    ///
    /// user alice { upn = "alice@contoso.com" }
    ///
    /// environment sales {
    ///   type   = production
    ///   region = europe
    ///   access = sales_office
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// group_self_service {
    ///   owners        = at least 1
    ///   expires_after = 365 days
    ///   notify        = ["groups@contoso.com"]
    /// }
    ///
    /// group sales_office { kind = security; owners = [alice] }
    ///
    /// user alice { upn = "alice@contoso.com" }
    ///
    /// environment sales {
    ///   type   = production
    ///   region = europe
    ///   access = sales_office
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    /// ```
    pub RULE = 6121 "access-group-expires" Warning "the group that lets people into an environment expires";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Kinds(&["environment", "group", "group_self_service"]), run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let expiry = program.self_services.iter().find_map(|service| service.expiry.as_ref());
    let Some(expiry) = expiry else { return };
    each::environment(context, findings, |environment, findings| {
        let Some(access) = &environment.access else { return };
        let Some(group) = access.target.map(|at| &program.groups[at]) else { return };
        if !expiry.reaches(group.kind, group.expires) {
            return;
        }
        let (name, of) = (&group.head.symbol.name, &environment.head.symbol.name);
        let message =
            format!("group `{name}`, which lets people into environment `{of}`, expires after {} days", expiry.days);
        findings.push(
            Diagnostic::new(&RULE, access.symbol.location, message)
                .label(expiry.location, "groups expire by this")
                .note("security groups do not expire")
                .help("use a security group, or let only selected groups expire: `expires_for = selected`"),
        );
    });
}
