//! `role-assignable-group`

use crate::analysis::{Check, Context};
use crate::diagnostics::Diagnostic;

crate::declare_rule! {
    /// ## What it does
    /// Finds groups with `role_assignable = yes` that have a membership rule, or that are not private.
    ///
    /// ## Why is this bad?
    /// Every member of such a group holds the Entra roles that are given to it. So the platform accepts neither a
    /// rule, by which members would be added unnoticed, nor a visibility other than private, and the setting cannot
    /// be changed later.
    ///
    /// ```dictum,bad
    /// group sg_admins { kind = security; role_assignable = yes; visibility = public }
    ///
    /// environment sales {
    ///   type   = production
    ///   region = europe
    ///   access = sg_admins
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// group sg_admins { kind = security; role_assignable = yes; visibility = private }
    ///
    /// environment sales {
    ///   type   = production
    ///   region = europe
    ///   access = sg_admins
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    /// ```
    pub RULE = 6021 "role-assignable-group" Error "a group to which roles are given is of a form that cannot have them";
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for group in &context.program.groups {
        let Some(assignable) = group.role_assignable else { continue };
        let name = &group.head.symbol.name;
        let (place, what) = match (&group.rule, group.visibility) {
            (Some(rule), _) => (rule.location, "chooses its members by a rule".to_owned()),
            (None, Some((word, place))) if word != "private" => (place, format!("has the visibility `{word}`")),
            _fitting => continue,
        };
        findings.push(
            Diagnostic::new(&RULE, place, format!("roles of Entra can be given to group `{name}`, which {what}"))
                .marked("not what such a group may have")
                .label(assignable, "said here")
                .note("a group to which roles can be given is private and has no rule; the platform refuses any other")
                .help("list its members and make it private, or remove `role_assignable`"),
        );
    }
}
