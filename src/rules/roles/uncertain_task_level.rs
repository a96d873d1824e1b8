//! `uncertain-task-level`

use crate::analysis::{Check, Context, Reads, grids};
use crate::catalog::privilege::Level;
use crate::catalog::task_levels;
use crate::diagnostics::{Diagnostic, Witness, quoted_list};

crate::declare_rule! {
    /// ## What it does
    /// Finds task privileges, which belong to no table, that a role grants at a level for which there is no known
    /// example.
    ///
    /// ## Why is this bad?
    /// Nearly all of these privileges are granted for the whole organization or not at all. If the platform does not
    /// accept the level, the import of the role fails. The known levels are old, or the minimum that role files show,
    /// so this is not an error.
    ///
    /// ```dictum,bad
    /// role clerk {
    ///   includes = [basic_user]
    ///   privileges_by_level { user = [BulkEdit] }
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// role clerk {
    ///   includes   = [basic_user]
    ///   privileges = [BulkEdit]
    /// }
    /// ```
    pub RULE = 5220 "uncertain-task-level" Warning "a privilege of no table is granted at a level not known to be taken";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::ROLES, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for role in grids::written(&context.program.organisation) {
        for grant in role.privileges.iter().filter(|grant| !grant.of_table) {
            let name = &grant.privilege.name;
            let Some(known) = task_levels(name).filter(|known| !known.levels.contains(grant.level)) else { continue };
            let (symbol, level) = (&role.head.symbol.name, grant.level.word());
            let taken = quoted_list(known.levels.iter().map(Level::word), "and");
            let note = if known.documented {
                "the platform's documentation of 2011 and 2013 lists its levels; no newer one was found"
            } else {
                "those are the levels in public role files; there may be more"
            };
            findings.push(
                Diagnostic::new(
                    &RULE,
                    grant.privilege.location,
                    format!("role `{symbol}` grants `{name}` at `{level}`, and it is known to take {taken}"),
                )
                .marked(format!("granted at `{level}`"))
                .note(note)
                .help(format!("grant it at {taken}, or try the role in an environment"))
                .witness(Witness::new([("role", &**symbol), ("privilege", name), ("level", level)])),
            );
        }
    }
}
