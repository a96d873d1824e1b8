//! Roles that reach a user twice from the same unit.

use rayon::prelude::*;

use crate::analysis::access::{Holding, Through, role_name};
use crate::analysis::administrators::makes_administrator;
use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::Diagnostic;
use crate::model::Program;
use crate::model::criticity::App;
use crate::model::organisation::UserId;
use crate::model::roles::{Inheritance, RoleId};

crate::declare_rule! {
    /// ## What it does
    /// Finds roles given directly to a user who already has them from the same unit through a team, or as part of
    /// another role. A role is left alone if it opens an app that the other role does not open, or if its grants are
    /// not in the source.
    ///
    /// ## Why is this bad?
    /// The role adds nothing today. When the user leaves the team, they keep a role that was overlooked.
    ///
    /// ```dictum,bad
    /// environment finance {
    ///   type = production
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    ///
    /// user alice { upn = "alice@contoso.com"; roles { finance = [basic_user] } }
    ///
    /// team office { in = finance; kind = owner; members = [alice]; roles = [basic_user] }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment finance {
    ///   type = production
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    ///
    /// user alice { upn = "alice@contoso.com" }
    ///
    /// team office { in = finance; kind = owner; members = [alice]; roles = [basic_user] }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
    /// ```
    pub RULE = 5256 "role-given-twice" Info "a role is given to a user who has it already";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::ACCESS, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    for place in context.access().places() {
        findings.par_extend(place.par_holders().flat_map_iter(|(user, held)| {
            let direct = held.iter().filter(|one| matches!(one.through, Through::Direct(..)));
            // An administrator should not depend on a team, so a role given directly stays.
            let direct = direct.filter(|one| !makes_administrator(program, one.role));
            direct.filter_map(move |one| {
                let other = held.iter().find(|other| has_it(program, **other, *one))?;
                finding(program, user, *one, *other, place.name(program))
            })
        }));
    }
}

/// Whether `other` gives everything that `one` gives. Of two equal holdings, the later one adds nothing.
fn has_it(program: &Program, other: Holding, one: Holding) -> bool {
    let role = &program.organisation.roles[other.role];
    let all = match other.through {
        Through::Direct(..) => other.role != one.role,
        Through::Team(..) => !role.inheritance.is_some_and(|(how, _)| how == Inheritance::TeamOnly),
    };
    // A role that is part of another role opens no app by itself, and is not written where it is unknown.
    let opens =
        |role: RoleId| program.apps.iter().filter(move |app| app.roles.iter().any(|one| one.target == Some(role)));
    let part = || {
        let also = |app: &App| app.roles.iter().any(|one| one.target == Some(other.role));
        role.included.contains(&one.role) && role.unseen.is_empty() && opens(one.role).all(also)
    };
    other.unit == one.unit && all && (other.role == one.role || part())
}

fn finding(program: &Program, user: UserId, one: Holding, other: Holding, there: &str) -> Option<Diagnostic> {
    let name = &&program.organisation.users[user].head.symbol.name;
    let (role, held) = (role_name(program, one.role), role_name(program, other.role));
    let why = if role == held { other.said(program) } else { format!("as part of `{held}`, {}", other.said(program)) };
    Some(
        Diagnostic::new(&RULE, one.place(program, Some(user))?, format!("`{name}` has `{role}` in `{there}` already"))
            .marked("this adds nothing")
            .label(other.place(program, Some(user))?, format!("`{name}` has it {why}"))
            .note("grants add up, and the same grant twice is the same grant")
            .help("take it out of the list"),
    )
}
