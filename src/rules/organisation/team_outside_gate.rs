//! Teams of groups that are not in the group of their environment.

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::organisation::Named;
use crate::model::program::{GroupId, Program};

crate::declare_rule! {
    /// ## What it does
    /// Finds teams with roles whose members come from a group with unknown members, if that group is neither the
    /// group that may enter the environment nor a member of it. Listed users are reported by name, in
    /// `role-without-effect`. If the group that may enter has unknown members, nothing is reported.
    ///
    /// ## Why is this bad?
    /// Roles have an effect only for users whom the environment lets in. A user who is added to the group of the
    /// team, but not to the other group, has the roles and sees nothing.
    ///
    /// ```dictum,bad
    /// environment sales {
    ///   type   = production
    ///   access = sg_sales
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    ///
    /// group sg_sales   { kind = security; members = [ann] }
    /// group sg_readers { kind = security; rule = "user.department -eq \"Audit\"" }
    ///
    /// user ann { upn = "ann@contoso.com"; roles { sales = [basic_user] } }
    ///
    /// team readers { in = sales; kind = entra_group; group = sg_readers; roles = [basic_user] }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment sales {
    ///   type   = production
    ///   access = sg_sales
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    ///
    /// group sg_sales   { kind = security; members = [ann, sg_readers] }
    /// group sg_readers { kind = security; rule = "user.department -eq \"Audit\"" }
    ///
    /// user ann { upn = "ann@contoso.com"; roles { sales = [basic_user] } }
    ///
    /// team readers { in = sales; kind = entra_group; group = sg_readers; roles = [basic_user] }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
    /// ```
    pub RULE = 5285 "team-outside-gate" Warning "the group of a team is not let into the environment";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Kinds(&["environment", "group", "team"]), run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    for place in context.access().places() {
        let environment = &program.environments[place.environment];
        let Some(access) = &environment.access else { continue };
        let Some(gate) = access.target.filter(|gate| context.access().lists(*gate)) else { continue };
        for id in place.open_teams().iter().copied() {
            let team = &program.organisation.teams[id];
            let Some(reference) = &team.group else { continue };
            let Some(group) = reference.target.filter(|group| !has(program, gate, *group)) else { continue };
            let (name, of) = (&program.groups[group].head.symbol.name, &program.groups[gate].head.symbol.name);
            let (team, there) = (&team.head.symbol.name, &environment.head.symbol.name);
            findings.push(
                Diagnostic::new(
                    &RULE,
                    reference.symbol.location,
                    format!("nothing lets the members of `{name}` into `{there}`, so team `{team}` may give its roles to nobody"),
                )
                .marked(format!("is not in `{of}`"))
                .label(access.symbol.location, "only its members may enter")
                .note("roles have an effect for those only whom the environment lets in")
                .help(format!("make `{name}` a member of `{of}`, or take `{of}` for the team"))
                .witness(Witness::new([("environment", &**there), ("team", team), ("group", name)])),
            );
        }
    }
}

/// Whether `inner` is `outer` or a group within it.
fn has(program: &Program, outer: GroupId, inner: GroupId) -> bool {
    let mut seen = vec![outer];
    let mut next = 0;
    while let Some(id) = seen.get(next).copied() {
        if id == inner {
            return true;
        }
        next += 1;
        for member in &program.groups[id].members {
            // A member that was not found may be any group.
            let Some(target) = member.target else { return true };
            if let Named::Group(within) = target
                && !seen.contains(&within)
            {
                seen.push(within);
            }
        }
    }
    false
}
