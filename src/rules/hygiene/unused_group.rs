//! Entra groups that nothing refers to.

use rustc_hash::FxHashSet;

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::Diagnostic;
use crate::model::identity::{Bearer, GroupMakers, Responsibility};
use crate::model::organisation::{Named, Party};
use crate::rules::shared::unused::unused;
use crate::syntax::text_value;

crate::declare_rule! {
    /// ## What it does
    /// Finds Entra groups that nothing refers to: no environment grants access to them, no team takes its members
    /// from them, no other group contains them, and no control names them for its reviews.
    ///
    /// ## Why is this bad?
    /// The group has no effect here: either an environment should limit access to its members, or the group can be
    /// removed.
    ///
    /// ```dictum,bad
    /// group sg_finance { kind = security; name = "SG Finance makers" }
    ///
    /// environment finance { type = production }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// group sg_finance { kind = security; name = "SG Finance makers" }
    ///
    /// environment finance {
    ///   type   = production
    ///   access = sg_finance
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    /// ```
    pub RULE = 7003 "unused-group" Warning "nothing refers to an Entra group";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Program, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let gates = program.environments.iter().filter_map(|environment| environment.access.as_ref());
    let teams = program.organisation.teams.iter().filter_map(|team| team.group.as_ref());
    let routed = program.tenants.iter().filter_map(|tenant| tenant.routing.as_ref()?.members_of.as_ref());
    let makers = program.self_services.iter().filter_map(|service| match &service.microsoft_groups {
        Some(GroupMakers::Group(group)) => Some(group),
        _anybody => None,
    });
    let parties = program.parties.iter().filter_map(|party| party.group.as_ref());
    let references = gates
        .chain(teams)
        .chain(routed)
        .chain(makers)
        .chain(parties)
        .chain(program.controls.iter().filter_map(|control| control.by.as_ref()));
    let involved = program.responsibilities.iter().flat_map(Responsibility::lists).flat_map(|(_, parties)| parties);
    let involved = involved.filter(|one| matches!(one.target, Some(Bearer::Group(_)))).map(|one| &*one.symbol.name);
    let mut within: FxHashSet<&str> =
        program.groups.iter().flat_map(|group| &group.members).filter_map(group_name).collect();
    within.extend(involved);
    for group in unused(&program.groups, references) {
        if within.contains(group.name()) {
            continue;
        }
        let symbol = &group.head.symbol;
        findings.push(
            Diagnostic::new(&RULE, symbol.location, format!("nothing refers to group `{}`", symbol.name))
                .note("a group has an effect where an environment is open to it, where its people form a team, or where it does the reviews of a control")
                .help(format!("let an environment say `access = {0}`, a team `group = {0}`, or a control `by = {0}`, or remove the group", text_value::name(&symbol.name))),
        );
    }
}

/// The name of a member that is a group.
fn group_name(member: &Party) -> Option<&str> {
    match member.target? {
        Named::Group(_) => Some(&member.symbol.name),
        Named::User(_) | Named::Team(_) => None,
    }
}
