//! Included roles of the platform whose grants are only partly known.

use crate::analysis::{Check, Context, Reads, grids};
use crate::catalog::Tasks;
use crate::diagnostics::{Diagnostic, Witness};

crate::declare_rule! {
    /// ## What it does
    /// Finds roles that include a role of the platform for which only the grants on tables are known, and none, or
    /// not all, of its task privileges, which belong to no table. `dictum catalog roles` lists such roles.
    ///
    /// ## Why is this bad?
    /// The deployed role contains only the known grants. A holder of the platform's own role may do more, such as run
    /// flows, print or export.
    ///
    /// ```dictum,bad
    /// role maker { includes = [environment_maker] }
    /// ```
    ///
    /// Assign the platform's role itself to the users, or name the privileges that are meant:
    ///
    /// ```dictum,good
    /// role maker { includes = [basic_user] }
    /// ```
    pub RULE = 5283 "included-in-part" Info "not all that an included role of the platform grants is known";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::ROLES, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let organisation = &context.program.organisation;
    for role in grids::written(organisation) {
        for reference in &role.includes {
            let included = reference.target.map(|target| &organisation.roles[target]);
            let Some(included) = included.filter(|included| included.predefined.is_some()) else { continue };
            let open = included.of_the_platform().is_some_and(|one| !matches!(one.tasks, Tasks::Known(_)));
            if !open {
                continue;
            }
            let (symbol, name) = (&role.head.symbol.name, &reference.symbol.name);
            findings.push(
                Diagnostic::new(
                    &RULE,
                    reference.symbol.location,
                    format!("role `{symbol}` gets what is known of `{name}`, which is not all of it"),
                )
                .marked("its privileges of no table are not known, or not all")
                .note("no public source says which tasks this role of the platform allows")
                .help(format!(
                    "let people hold `{name}` itself beside `{symbol}`, or list the privileges that are meant"
                ))
                .witness(Witness::new([("role", &**symbol), ("included", &**name)])),
            );
        }
    }
}
