//! `expiry-without-effect`

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::Diagnostic;
use crate::model::program::GroupKind;

crate::declare_rule! {
    /// ## What it does
    /// Finds groups with `expires = yes` although the rules for groups let no group of that kind expire.
    ///
    /// ## Why is this bad?
    /// The setting suggests that the group is reviewed from time to time. In fact it continues to exist, with all its
    /// members.
    ///
    /// ```dictum,bad
    /// group sg_sales { kind = security; expires = yes }
    ///
    /// environment sales {
    ///   type   = production
    ///   region = europe
    ///   access = sg_sales
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// group sg_sales { kind = security }
    ///
    /// environment sales {
    ///   type   = production
    ///   region = europe
    ///   access = sg_sales
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    /// ```
    pub RULE = 6133 "expiry-without-effect" Warning "a group is to expire, and cannot";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Kinds(&["group", "group_self_service"]), run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let expiry = program.self_services.iter().find_map(|service| service.expiry.as_ref());
    for group in program.groups.iter().filter(|group| group.expires) {
        if expiry.is_some_and(|expiry| expiry.reaches(group.kind, true)) {
            continue;
        }
        let why = match expiry {
            _any if group.kind == Some(GroupKind::Security) => "security groups do not expire",
            None => "`group_self_service` says nothing of expiry",
            Some(_) => "`expires_for = none` lets no group expire",
        };
        let message = format!("group `{}` does not expire", group.head.symbol.name);
        findings
            .push(Diagnostic::new(&RULE, group.head.symbol.location, message).note(why).help("remove `expires = yes`"));
    }
}
