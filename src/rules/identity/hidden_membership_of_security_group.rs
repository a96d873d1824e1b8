//! `hidden-membership-of-security-group`

use crate::analysis::{Check, Context};
use crate::diagnostics::Diagnostic;
use crate::model::program::GroupKind;

crate::declare_rule! {
    /// ## What it does
    /// Finds security groups with `visibility = hidden_membership`.
    ///
    /// ## Why is this bad?
    /// Only a Microsoft 365 group can hide its members, and only from its creation on.
    ///
    /// ```dictum,bad
    /// group sg_audit { kind = security; visibility = hidden_membership }
    ///
    /// environment sales {
    ///   type   = production
    ///   region = europe
    ///   access = sg_audit
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// group sg_audit { kind = security; visibility = private }
    ///
    /// environment sales {
    ///   type   = production
    ///   region = europe
    ///   access = sg_audit
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    /// ```
    pub RULE = 6022 "hidden-membership-of-security-group" Error "only a Microsoft 365 group can hide who is in it";
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for group in context.program.groups.iter().filter(|group| group.kind == Some(GroupKind::Security)) {
        let Some((_, place)) = group.visibility.filter(|(word, _)| *word == "hidden_membership") else { continue };
        let name = &group.head.symbol.name;
        findings.push(
            Diagnostic::new(&RULE, place, format!("group `{name}` is a security group and cannot hide its members"))
                .marked("only a Microsoft 365 group can")
                .note("only a Microsoft 365 group can hide its members, and only from the day it is made")
                .help("write `visibility = private`"),
        );
    }
}
