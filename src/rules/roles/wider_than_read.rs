//! `wider-than-read`

use rayon::prelude::*;

use crate::analysis::{Check, Context, Reads, grids};
use crate::catalog::privilege::Verb;
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::roles::{GridRow, Role};
use crate::model::tables::{TableId, Tables};
use crate::rules::shared::words::{counted, some_of};

crate::declare_rule! {
    /// ## What it does
    /// Finds tables on which a role grants a verb at a wider level than `read`. Grants of the roles in `includes`
    /// count. Not checked are verbs that a role of the platform also grants at the same level, wider than its `read`
    /// on the table, and tables of Dynamics 365 apps, whose own roles are unknown.
    ///
    /// ## Why is this bad?
    /// Users cannot change rows that they cannot see, so the verb reaches no further than `read` does. Often the
    /// wider level was copied.
    ///
    /// ```dictum,bad
    /// tables { new_portfolio : user_owned }
    ///
    /// role clerk {
    ///   grid {
    ///     table          read  write
    ///     new_portfolio  bu    org
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
    ///     table          read  write
    ///     new_portfolio  bu    bu
    ///   }
    /// }
    /// ```
    pub RULE = 5212 "wider-than-read" Info "a role lets more rows be changed than be read";
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
    let mut wide: Vec<(&GridRow, Verb, TableId)> = Vec::new();
    // The rows that the role can read are at least those that this row of the grid lets it read.
    let narrow = |row: &&GridRow| row.cells.iter().any(|cell| cell.level() > row.level(Verb::Read));
    for row in role.rows.iter().filter(narrow) {
        for table in grids::tables_of(row) {
            let grants = role.grants.on(tables.base(table));
            let Some(read) = grants.level(Verb::Read) else { continue };
            // A new row belongs to its creator, whatever rows of others may be read.
            let beyond = |verb: &Verb| {
                *verb != Verb::Create
                    && row.level(*verb).is_some_and(|level| {
                        level > read && !grids::platform_reaches_beyond_read(tables, table, *verb, level)
                    })
            };
            wide.extend(Verb::ALL.into_iter().find(beyond).map(|verb| (row, verb, table)));
        }
    }
    let (row, verb, table) = *wide.first()?;
    let file = role.head.location.file;
    let (symbol, word) = (&role.head.symbol.name, verb.word());
    let names: Vec<&str> = wide.iter().map(|(_, _, table)| tables.name(*table)).collect();
    let mut finding = Diagnostic::new(
        &RULE,
        row.place(file, verb),
        format!(
            "role `{symbol}` grants more than can be seen on {}: {}",
            counted(wide.len(), "table"),
            some_of(&names, 5)
        ),
    )
    .marked(format!("`{word}` reaches further than `read`"))
    .about(wide.iter().map(|(row, verb, table)| (tables.name(*table), row.place(file, *verb))))
    .note("users cannot change rows that they cannot see, so the wider level has no effect")
    .help("grant the verb no further than `read`, or `read` as far")
    .witness(Witness::new([("role", &**symbol), ("table", tables.name(table)), ("verb", word)]));
    for (row, verb, _) in wide.iter().skip(1).take(2) {
        finding = finding.label(row.place(file, *verb), format!("so does `{}` here", verb.word()));
    }
    Some(finding)
}
