//! `groups-without-end`

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::Diagnostic;
use crate::model::identity::GroupMakers;

crate::declare_rule! {
    /// ## What it does
    /// Finds group self-service that allows users other than administrators to make Microsoft 365 groups, but
    /// requires no owners, or lets no group expire.
    ///
    /// ## Why is this bad?
    /// Groups accumulate, and each continues to grant access. Owners who are asked once a year keep self-service
    /// under control.
    ///
    /// ```dictum,bad
    /// group_self_service { microsoft_groups = everyone; owners = at least 2 }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// group_self_service {
    ///   microsoft_groups = everyone
    ///   owners           = at least 2
    ///   expires_after    = 365 days
    ///   notify           = ["groups@contoso.com"]
    /// }
    /// ```
    pub RULE = 6132 "groups-without-end" Warning "people make groups that nobody has to own or renew";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Declaration, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for service in &context.program.self_services {
        if !matches!(service.microsoft_groups, Some(GroupMakers::Everyone | GroupMakers::Group(_))) {
            continue;
        }
        let ends = service.expiry.as_ref().is_some_and(|expiry| expiry.concerns != "none");
        let lacking = match (service.owners.is_some(), ends) {
            (true, true) => continue,
            (true, false) => "no group expires",
            (false, true) => "no owners are asked for",
            (false, false) => "no group expires, and no owners are asked for",
        };
        findings.push(
            Diagnostic::new(
                &RULE,
                service.head.symbol.location,
                format!("people make groups themselves, and {lacking}"),
            )
            .note("each group lets people in until a user deletes it")
            .help("add `owners = at least 2`, `expires_after = 365 days` and `notify = […]`"),
        );
    }
}
