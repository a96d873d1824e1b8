//! `expiry-without-address`

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::Diagnostic;

crate::declare_rule! {
    /// ## What it does
    /// Finds `expires_after` without an address in `notify`.
    ///
    /// ## Why is this bad?
    /// The owners of a group are notified before it expires. For a group without an owner, the addresses in `notify`
    /// are notified. Without addresses, the group expires with all its content and no user is notified.
    ///
    /// ```dictum,bad
    /// group_self_service { expires_after = 365 days }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// group_self_service { expires_after = 365 days; notify = ["groups@contoso.com"] }
    /// ```
    pub RULE = 6124 "expiry-without-address" Warning "groups without an owner expire without notice";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Declaration, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let given = context.program.self_services.iter().filter_map(|service| service.expiry.as_ref());
    for expiry in given.filter(|expiry| expiry.concerns != "none" && expiry.notify.is_empty()) {
        findings.push(
            Diagnostic::new(&RULE, expiry.location, "nobody is notified before a group without an owner ends")
                .note("owners hear that their group is about to end; of a group without owners these addresses do")
                .help("add `notify = [\"groups@contoso.com\"]`"),
        );
    }
}
