//! `append-without-write`

use rayon::prelude::*;

use crate::analysis::{Check, Context, Reads, grids};
use crate::catalog::privilege::Verb;
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::roles::{GridRow, Role};
use crate::model::tables::{TableId, Tables};
use crate::rules::shared::words::{counted, some_of};

crate::declare_rule! {
    /// ## What it does
    /// Finds tables on which a role grants `append` but neither `write` nor `create`, if the table has such
    /// privileges. Grants of the roles in `includes` count. Not checked are tables on which a role of the platform
    /// does the same, and tables of Dynamics 365 apps, whose own roles are unknown.
    ///
    /// ## Why is this bad?
    /// Setting a lookup changes the row that contains it, so for lookups `append` alone allows nothing. It is useful
    /// for many-to-many relationships, which require `append` on both tables. `append_to` alone is common: it lets
    /// other rows refer to these.
    ///
    /// ```dictum,bad
    /// tables { new_portfolio : user_owned }
    ///
    /// role clerk {
    ///   grid {
    ///     table          read  append
    ///     new_portfolio  bu    bu
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
    ///     table          read  write  append
    ///     new_portfolio  bu    bu     bu
    ///   }
    /// }
    /// ```
    pub RULE = 5213 "append-without-write" Info "a role lets lookups be set in rows that it does not let be changed";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::ROLES, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let organisation = &context.program.organisation;
    let declared: Vec<&Role> = grids::written(organisation).collect();
    let found = declared.into_par_iter().filter_map(|role| finding(&organisation.tables, role));
    findings.par_extend(found);
}

/// One finding for all tables of a role: they often come from one copy.
fn finding(tables: &Tables, role: &Role) -> Option<Diagnostic> {
    let mut idle: Vec<(&GridRow, TableId)> = Vec::new();
    let alone = |row: &&GridRow| {
        row.level(Verb::Append).is_some() && row.level(Verb::Write).is_none() && row.level(Verb::Create).is_none()
    };
    for row in role.rows.iter().filter(alone) {
        let is_idle = |table: &TableId| {
            let grants = role.grants.on(tables.base(*table));
            let changes = [Verb::Write, Verb::Create];
            changes.into_iter().all(|verb| grants.level(verb).is_none())
                && changes.into_iter().any(|verb| !tables.allowed(*table, verb).is_empty())
                && !grids::platform_appends_without_change(tables, *table)
        };
        idle.extend(grids::tables_of(row).filter(is_idle).map(|table| (row, table)));
    }
    let (row, table) = *idle.first()?;
    let file = role.head.location.file;
    let symbol = &role.head.symbol.name;
    let names: Vec<&str> = idle.iter().map(|(_, table)| tables.name(*table)).collect();
    let mut finding = Diagnostic::new(
        &RULE,
        row.place(file, Verb::Append),
        format!(
            "role `{symbol}` grants `append`, but not `write`, on {}: {}",
            counted(idle.len(), "table"),
            some_of(&names, 5)
        ),
    )
    .marked("sets no lookup alone")
    .about(idle.iter().map(|(row, table)| (tables.name(*table), row.place(file, Verb::Append))))
    .note("to set a lookup is to change the row that holds it; relations of many to many need `append` alone")
    .help("grant `write` too, or take `append` away")
    .witness(Witness::new([("role", &**symbol), ("table", tables.name(table))]));
    for (row, _) in idle.iter().skip(1).take(2) {
        finding = finding.label(row.place(file, Verb::Append), "nor does this");
    }
    Some(finding)
}
