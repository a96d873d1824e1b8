//! `empty-row`

use crate::analysis::{Check, Context, Reads, grids};
use crate::diagnostics::{Diagnostic, Witness};
use crate::rules::shared::words::some_of;

crate::declare_rule! {
    /// ## What it does
    /// Finds rows of a grid in which every cell is `none` or `-`.
    ///
    /// ## Why is this bad?
    /// The role grants the same without the row. Often a level was meant to be written there.
    ///
    /// ```dictum,bad
    /// role clerk {
    ///   grid {
    ///     table    read  write
    ///     account  org   org
    ///     contact  none  none
    ///   }
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// role clerk {
    ///   grid {
    ///     table    read  write
    ///     account  org   org
    ///     contact  org   none
    ///   }
    /// }
    /// ```
    pub RULE = 5207 "empty-row" Warning "a row of a grid grants nothing";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Declaration, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for role in grids::written(&context.program.organisation) {
        for row in role.rows.iter().filter(|row| !grids::grants_anything(row)) {
            let names: Vec<&str> = row.tables.iter().map(|table| &*table.symbol.name).collect();
            let symbol = &role.head.symbol.name;
            findings.push(
                Diagnostic::new(
                    &RULE,
                    row.location,
                    format!("role `{symbol}` grants nothing on {}", some_of(&names, 3)),
                )
                .marked("`none` throughout")
                .note("a role without this row grants the same: grants only add up, and nothing is denied")
                .help("write the level that was meant, or remove the row")
                .witness(Witness::new([("role", &**symbol)])),
            );
        }
    }
}
