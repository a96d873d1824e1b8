//! `naming-without-group-name`

use crate::analysis::{Check, Context};
use crate::diagnostics::Diagnostic;

crate::declare_rule! {
    /// ## What it does
    /// Finds `naming` that does not contain `[GroupName]` exactly once, or that is longer than 64 characters.
    ///
    /// ## Why is this bad?
    /// The name that users type replaces `[GroupName]`. Without it, every group would have the same name. The
    /// platform refuses a policy of more than 64 characters.
    ///
    /// ```dictum,bad
    /// group_self_service { naming = "PP-" }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// group_self_service { naming = "PP-[GroupName]" }
    /// ```
    pub RULE = 6027 "naming-without-group-name" Error "a naming policy is of a form that the platform refuses";
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for naming in context.program.self_services.iter().filter_map(|service| service.naming.as_ref()) {
        let (count, length) = (naming.name.matches("[GroupName]").count(), naming.name.chars().count());
        let why = match count {
            0 => "does not say where the name is that people type".to_owned(),
            1 if length <= 64 => continue,
            1 => format!("has {length} characters, 64 are the most"),
            _several => format!("holds `[GroupName]` {count} times"),
        };
        findings.push(
            Diagnostic::new(&RULE, naming.location, format!("the naming policy {why}"))
                .marked("refused")
                .note("`[GroupName]` is where the name is that people type")
                .help("write it as in `\"PP-[GroupName]\"`"),
        );
    }
}
