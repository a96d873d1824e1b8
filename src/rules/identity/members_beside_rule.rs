//! `members-beside-rule`

use crate::analysis::{Check, Context};
use crate::diagnostics::Diagnostic;

crate::declare_rule! {
    /// ## What it does
    /// Finds groups that have both a list of members and a membership rule.
    ///
    /// ## Why is this bad?
    /// The platform adds the members of a group with a rule by itself, and refuses members that are added by hand.
    ///
    /// ```dictum,bad
    /// group sg_pmo { kind = security; rule = "user.department -eq \"PMO\""; members = [alice] }
    ///
    /// user alice { upn = "alice@contoso.com" }
    ///
    /// environment sales {
    ///   type   = production
    ///   region = europe
    ///   access = sg_pmo
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// group sg_pmo { kind = security; rule = "user.department -eq \"PMO\"" }
    ///
    /// environment sales {
    ///   type   = production
    ///   region = europe
    ///   access = sg_pmo
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    /// ```
    pub RULE = 6020 "members-beside-rule" Error "a group has a rule and a list of members";
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for group in &context.program.groups {
        let (Some(rule), Some(first)) = (&group.rule, group.members.first()) else { continue };
        let name = &group.head.symbol.name;
        findings.push(
            Diagnostic::new(
                &RULE,
                first.symbol.location,
                format!("group `{name}` chooses its members by a rule and lists some"),
            )
            .marked("listed beside a rule")
            .label(rule.location, "the rule")
            .note("the platform refuses members that are added to a group with a rule")
            .help("remove `members`, or remove `rule`"),
        );
    }
}
