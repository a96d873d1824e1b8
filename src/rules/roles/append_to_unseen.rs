//! `append-to-unseen`

use rayon::prelude::*;

use crate::analysis::{Check, Context, Reads, grids};
use crate::catalog::privilege::Verb;
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::roles::{GridRow, Role};
use crate::model::tables::{TableId, Tables};
use crate::rules::shared::words::some_of;

crate::declare_rule! {
    /// ## What it does
    /// Finds tables on which a role grants `append_to` but not `read`, if the table has such a privilege. Grants of
    /// the roles in `includes` count. Not checked are tables on which a role of the platform does the same, and
    /// tables of Dynamics 365 apps, whose own roles are unknown.
    ///
    /// ## Why is this bad?
    /// To select a row, a user must be able to see it: the list of a lookup stays empty, and setting it fails.
    ///
    /// ```dictum,bad
    /// tables { new_portfolio : user_owned }
    ///
    /// role clerk {
    ///   grid {
    ///     table          append_to
    ///     new_portfolio  bu
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
    ///     table          read  append_to
    ///     new_portfolio  bu    bu
    ///   }
    /// }
    /// ```
    pub RULE = 5203 "append-to-unseen" Warning "a role lets rows be pointed at that it does not let be read";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::ROLES, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let organisation = &context.program.organisation;
    let declared: Vec<&Role> = grids::written(organisation).collect();
    findings.par_extend(
        declared
            .into_par_iter()
            .flat_map_iter(|role| role.rows.iter().filter_map(|row| finding(&organisation.tables, role, row))),
    );
}

fn finding(tables: &Tables, role: &Role, row: &GridRow) -> Option<Diagnostic> {
    row.level(Verb::AppendTo)?;
    if row.level(Verb::Read).is_some() {
        return None;
    }
    let unseen = |table: &TableId| {
        role.grants.on(tables.base(*table)).level(Verb::Read).is_none()
            && !tables.allowed(*table, Verb::Read).is_empty()
            && !grids::platform_appends_to_unseen(tables, *table)
    };
    let unseen: Vec<&str> = grids::tables_of(row).filter(unseen).map(|table| tables.name(table)).collect();
    let first = *unseen.first()?;
    let symbol = &role.head.symbol.name;
    Some(
        Diagnostic::new(
            &RULE,
            row.place(role.head.location.file, Verb::AppendTo),
            format!("role `{symbol}` grants `append_to` on {}, but not `read`", some_of(&unseen, 3)),
        )
        .about(unseen.iter().map(|table| (*table, row.place(role.head.location.file, Verb::AppendTo))))
        .marked("users cannot choose rows that they cannot see")
        .note("the list of a lookup shows the rows that may be read")
        .help(format!("grant `read` on `{first}` too, or take `append_to` away"))
        .witness(Witness::new([("role", &**symbol), ("table", first)])),
    )
}
