//! `party-cannot-do`

use crate::analysis::{Check, Context, responsibilities};
use crate::catalog::{Ability, AdminRole};
use crate::diagnostics::{Diagnostic, Witness, quoted_list};

crate::declare_rule! {
    /// ## What it does
    /// Finds parties that are responsible for an activity of the platform although none of their administration roles
    /// can do it. If a role is not documented for the activity, or the roles of a party are unknown, nothing is
    /// reported.
    ///
    /// ## Why is this bad?
    /// The activity is not done, or a user gets a role that was not decided on.
    ///
    /// ```dictum,bad
    /// responsibility create_user { responsible = [power_bi_administrator]; accountable = it }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// responsibility create_user { responsible = [global_administrator]; accountable = it }
    /// ```
    pub RULE = 6033 "party-cannot-do" Error "a party is responsible for what its roles cannot do";
}

/// The rule and its check function.
pub static CHECK: Check = Check::clear(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    for one in program.responsibilities.iter().filter(|one| one.sound) {
        let Some((activity, place)) = one.activity else { continue };
        for (party, roles) in responsibilities::unable(program, one) {
            let name = &party.symbol.name;
            let held = match roles.as_slice() {
                [] => format!("`{name}` holds no role of administration"),
                roles => format!("`{name}` holds {}", quoted_list(roles.iter().map(|role| role.word()), "and")),
            };
            let able = AdminRole::ALL.into_iter().filter(|role| activity.ability(*role) == Ability::Yes);
            let finding = Diagnostic::new(
                &RULE,
                party.symbol.location,
                format!("`{name}` is responsible for `{}`, and cannot {}", one.head.symbol.name, activity.what),
            )
            .marked("cannot do it");
            let finding =
                if place == one.head.symbol.location { finding } else { finding.label(place, "the activity") };
            findings.push(
                finding
                    .note(held)
                    .help(format!("those who can hold {}", quoted_list(able.map(AdminRole::word), "or")))
                    .witness(Witness::new([("party", &**name), ("activity", activity.word)])),
            );
        }
    }
}
