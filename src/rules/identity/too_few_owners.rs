//! `too-few-owners`

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::Diagnostic;
use crate::rules::shared::words::{counted, verb};

crate::declare_rule! {
    /// ## What it does
    /// Finds groups that list fewer owners than `owners = at least …` of `group_self_service` requires. A group
    /// without `owners` is not checked: its owners are not managed here.
    ///
    /// ## Why is this bad?
    /// If the only owner leaves, no user can renew the group, or add and remove members. Users who have access keep
    /// it.
    ///
    /// ```dictum,bad
    /// group_self_service { owners = at least 2 }
    ///
    /// group sg_sales { kind = security; owners = [alice] }
    ///
    /// user alice { upn = "alice@contoso.com" }
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
    /// group_self_service { owners = at least 2 }
    ///
    /// group sg_sales { kind = security; owners = [alice, bob] }
    ///
    /// user alice { upn = "alice@contoso.com" }
    /// user bob   { upn = "bob@contoso.com" }
    ///
    /// environment sales {
    ///   type   = production
    ///   region = europe
    ///   access = sg_sales
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    /// ```
    pub RULE = 6120 "too-few-owners" Warning "a group has fewer owners than the rules for groups ask for";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Kinds(&["group", "group_self_service"]), run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let asked = context.program.self_services.iter().find_map(|service| service.owners);
    let Some((least, asked)) = asked else { return };
    for group in context.program.groups.iter().filter(|group| group.sound) {
        let count = group.owners.len();
        if count >= least as usize || !group.owners_given {
            continue;
        }
        let name = &group.head.symbol.name;
        let place = group.owners.first().map_or(group.head.symbol.location, |owner| owner.symbol.location);
        let have = if count == 0 { "no owner".to_owned() } else { counted(count, "owner") };
        findings.push(
            Diagnostic::new(&RULE, place, format!("group `{name}` has {have}"))
                .label(
                    asked,
                    format!("{} {} asked for", counted(least as usize, "owner"), verb(least as usize, "is", "are")),
                )
                .note("when the last owner leaves, nobody renews the group or decides who is in it")
                .help("add owners to `owners`"),
        );
    }
}
