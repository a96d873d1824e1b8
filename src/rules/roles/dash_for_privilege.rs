//! `dash-for-privilege`

use crate::analysis::{Check, Context, grids};
use crate::catalog::privilege::Verb;
use crate::diagnostics::{Diagnostic, Fix, Safety, Witness};
use crate::model::roles::Says;
use crate::model::tables::TableId;
use crate::rules::shared::each;
use crate::rules::shared::names;

crate::declare_rule! {
    /// ## What it does
    /// Finds `-` in the grid of a role although the table has the privilege.
    ///
    /// ## Why is this bad?
    /// `-` says that the platform has no such privilege there. Readers of the grid believe that nothing could be
    /// granted, and do not check further.
    ///
    /// ```dictum,bad
    /// tables { new_portfolio : user_owned }
    ///
    /// role clerk {
    ///   grid {
    ///     table          read  share
    ///     new_portfolio  org   -
    ///   }
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// tables { new_portfolio : user_owned }
    ///
    /// role clerk {
    ///   grid {
    ///     table          read  share
    ///     new_portfolio  org   none
    ///   }
    /// }
    /// ```
    pub RULE = 5003 "dash-for-privilege" Error "`-` is used although the table has such a privilege" fixable;
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let tables = &context.program.organisation.tables;
    each::role(context, findings, |role, found| {
        for (row, verb) in role.rows.iter().flat_map(|row| Verb::ALL.map(|verb| (row, verb))) {
            if row.cell(verb).says != Says::NoPrivilege {
                continue;
            }
            let has = |table: &TableId| grids::is_certain(tables, *table) && !tables.allowed(*table, verb).is_empty();
            let having: Vec<TableId> = grids::tables_of(row).filter(has).collect();
            let Some(first) = having.first().copied() else { continue };
            let place = row.place(role.head.location.file, verb);
            let (word, table) = (verb.word(), tables.name(first));
            found.push(
                Diagnostic::new(
                    &RULE,
                    place,
                    format!("there is a privilege `{word}` on {}", names::tables(tables, &having)),
                )
                .marked("says that there is none")
                .note(format!("of `{table}`, {}", grids::owners(tables.ownership(first))))
                .help("write `none` to grant nothing, or a level")
                .fix(Fix::replace("write `none`", Safety::Safe, place, "none"))
                .witness(Witness::new([("table", table), ("verb", word)])),
            );
        }
    });
}
