//! `name-against-naming-policy`

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::Diagnostic;
use crate::text::printable;

crate::declare_rule! {
    /// ## What it does
    /// Finds Microsoft 365 groups whose name does not have the fixed beginning or end of `naming`, or contains one of
    /// the `blocked_words`.
    ///
    /// ## Why is this bad?
    /// The platform refuses the name unless certain administrators set it, so the source describes a group that the
    /// tenant does not accept. The policy does not apply to security groups, so they are not checked.
    ///
    /// ```dictum,bad
    /// group_self_service { naming = "PP-[GroupName]" }
    ///
    /// group sales_office { kind = microsoft_365; name = "Sales" }
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
    /// group_self_service { naming = "PP-[GroupName]" }
    ///
    /// group sales_office { kind = microsoft_365; name = "PP-Sales" }
    ///
    /// environment sales {
    ///   type   = production
    ///   region = europe
    ///   access = sales_office
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    /// ```
    pub RULE = 6122 "name-against-naming-policy" Warning "a group has a name that the rules for groups do not allow";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Kinds(&["group", "group_self_service"]), run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    for service in &program.self_services {
        let fixed = service.naming.as_ref().and_then(|naming| {
            let (before, after) = naming.name.split_once("[GroupName]")?;
            // Values taken from the user who makes the group, such as `[Department]`, are unknown here.
            let before = before.rsplit_once(']').map_or((before, true), |(_, text)| (text, false));
            let after = after.split_once('[').map_or((after, true), |(text, _)| (text, false));
            Some((naming, before, after))
        });
        for group in program.groups.iter().filter(|group| group.is_microsoft_365()) {
            let shown = group.name.as_ref().unwrap_or(&group.head.symbol);
            if let Some((naming, (before, begins), (after, ends))) = fixed {
                let lacks_start = if begins { !shown.name.starts_with(before) } else { !shown.name.contains(before) };
                let lacks_end = if ends { !shown.name.ends_with(after) } else { !shown.name.contains(after) };
                let lacking = if lacks_start { Some(before) } else { Some(after).filter(|_| lacks_end) };
                if let Some(lacking) = lacking {
                    let (name, lacking) = (printable(&shown.name), printable(lacking));
                    findings.push(
                        Diagnostic::new(&RULE, shown.location, format!("the name `{name}` lacks `{lacking}`"))
                            .label(naming.location, "groups are named by this")
                            .note("the rules for names hold for Microsoft 365 groups, and only some administrators may pass over them")
                            .help("give the group a name of this form"),
                    );
                }
            }
            let folded = shown.name.to_lowercase();
            let words = || folded.split(|one: char| !one.is_alphanumeric());
            let blocked = service.blocked_words.iter().flatten();
            for word in blocked.filter(|word| words().any(|part| part == word.name.to_lowercase())) {
                let (name, blocked) = (printable(&shown.name), printable(&word.name));
                findings.push(
                    Diagnostic::new(
                        &RULE,
                        shown.location,
                        format!("the name `{name}` holds the blocked word `{blocked}`"),
                    )
                    .label(word.location, "blocked here")
                    .note("the rules for names hold for Microsoft 365 groups, and only some administrators may pass over them")
                    .help("choose another name"),
                );
            }
        }
    }
}
