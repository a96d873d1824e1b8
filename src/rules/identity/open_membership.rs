//! `open-membership`

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::Diagnostic;
use crate::model::program::{GroupId, GroupKind, Program};
use crate::text::Location;

/// The maximum number of uses that are shown.
const SHOWN: usize = 3;

crate::declare_rule! {
    /// ## What it does
    /// Finds Microsoft 365 groups with `visibility = public` that grant access to an environment or give roles
    /// through a team.
    ///
    /// ## Why is this bad?
    /// All users of the tenant may join such a group without approval. So they may all enter the environment, or get
    /// the roles of the team, at any time.
    ///
    /// ```dictum,bad
    /// group sales_office { kind = microsoft_365; visibility = public }
    ///
    /// environment sales {
    ///   type   = production
    ///   region = europe
    ///   access = sales_office
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// group sales_office { kind = microsoft_365; visibility = private }
    ///
    /// environment sales {
    ///   type   = production
    ///   region = europe
    ///   access = sales_office
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
    /// ```
    pub RULE = 6136 "open-membership" Warning "everybody may join a group that lets people in or gives roles";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Kinds(&["environment", "group", "team"]), run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    for (id, group) in program.groups.ids() {
        let public =
            group.visibility.filter(|(word, _)| *word == "public" && group.kind == Some(GroupKind::Microsoft365));
        let Some((_, place)) = public else { continue };
        let uses = uses(program, id);
        if uses.is_empty() {
            continue;
        }
        let name = &group.head.symbol.name;
        let mut finding =
            Diagnostic::new(&RULE, place, format!("everybody in the tenant may join group `{name}`")).marked("public");
        for (place, what) in uses.iter().take(SHOWN) {
            finding = finding.label(*place, what);
        }
        if uses.len() > SHOWN {
            finding = finding.note(format!("it does the same in {} more places", uses.len() - SHOWN));
        }
        let finding = finding.note("users who join need no approval and get what the members have");
        findings.push(finding.help("write `visibility = private`, so that its owners decide who joins"));
    }
}

/// What the members of the group get, each with its location.
fn uses(program: &Program, id: GroupId) -> Vec<(Location, String)> {
    let gates = program.environments.iter().filter_map(|environment| {
        let access = environment.access.as_ref().filter(|access| access.target == Some(id))?;
        Some((access.symbol.location, format!("users who join may enter `{}`", environment.head.symbol.name)))
    });
    let teams = program.organisation.teams.iter().filter_map(|team| {
        let group = team.group.as_ref().filter(|group| group.target == Some(id) && !team.roles.is_empty())?;
        Some((group.symbol.location, format!("users who join get the roles of team `{}`", team.head.symbol.name)))
    });
    gates.chain(teams).collect()
}
