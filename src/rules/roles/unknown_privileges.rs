//! Privileges in quotes that belong to no known table and no known task.

use crate::analysis::{Check, Context, Reads, grids};
use crate::catalog::task_privilege;
use crate::diagnostics::{Diagnostic, Witness};
use crate::rules::shared::words::{counted, some_of, verb};

crate::declare_rule! {
    /// ## What it does
    /// Finds privileges in quotes that belong neither to a known or declared table nor to a known task. There is one
    /// finding for each role.
    ///
    /// ## Why is this bad?
    /// Targets write them unchanged. But queries about access, grids and other rules do not see what they allow. If
    /// the table is one of the organisation's own, declare it, and the name counts as a grant on it everywhere.
    ///
    /// ```dictum,bad
    /// role clerk { privileges = ["prvReadacme_Claim"] }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// tables { acme_claim : user_owned schema "acme_Claim" }
    ///
    /// role clerk { privileges = ["prvReadacme_Claim"] }
    /// ```
    pub RULE = 5282 "unknown-privileges" Info "a role lists privileges that are not known";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::ROLES, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for role in grids::declared(&context.program.organisation) {
        let unknown = |grant: &&crate::model::roles::TaskGrant| {
            grant.quoted && !grant.of_table && task_privilege(&grant.privilege.name).is_none()
        };
        let unknown: Vec<_> = role.privileges.iter().filter(unknown).collect();
        let Some(first) = unknown.first() else { continue };
        let names: Vec<&str> = unknown.iter().map(|grant| &*grant.privilege.name).collect();
        let (symbol, name) = (&role.head.symbol.name, &*first.privilege.name);
        findings.push(
            Diagnostic::new(
                &RULE,
                first.privilege.location,
                format!(
                    "role `{symbol}` lists {} that {} not known: {}",
                    counted(names.len(), "privilege"),
                    verb(names.len(), "is", "are"),
                    some_of(&names, 3)
                ),
            )
            .about(unknown.iter().map(|grant| (grant.privilege.name.as_str(), grant.privilege.location)))
            .marked("of no known table and no known task")
            .note("a target writes it as it is; no answer and no other rule sees what it allows")
            .help("declare the table it belongs to, with its `schema`, if it is one of the organisation's own")
            .witness(Witness::new([("role", &**symbol), ("privilege", name)])),
        );
    }
}
