//! `change-without-read`

use crate::analysis::{Check, Context, grids};
use crate::catalog::privilege::{Level, Verb};
use crate::check::{each, names};
use crate::diagnostics::{Diagnostic, Fix, Safety, Witness};
use crate::model::roles::{GridRow, Says};
use crate::model::tables::{TableId, Tables};

crate::declare_rule! {
    /// ## What it does
    /// Finds tables on which a role grants `create`, `write`, `delete` or `share`, but not `read`, where the table has such a
    /// privilege. What the roles in `includes` grant counts.
    ///
    /// ## Why is this bad?
    /// The platform asks for `read` before each of them: to make, change, delete or share a row that one may not see fails, and
    /// the app stops with a message that names a privilege.
    ///
    /// ```dictum,bad
    /// tables { new_portfolio : user_owned }
    ///
    /// role clerk {
    ///   grid {
    ///     table          read  write
    ///     new_portfolio  none  bu
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
    pub RULE = 5005 "change-without-read" Error "a role lets rows be changed that it does not let be read" fixable;
}

/// The check of this rule.
pub static CHECK: Check = Check { rule: &RULE, run };

const CHANGES: [Verb; 4] = [Verb::Create, Verb::Write, Verb::Delete, Verb::Share];

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let tables = &context.program.organisation.tables;
    each::role(context, findings, |role, found| {
        if !role.sound {
            return;
        }
        for row in &role.rows {
            let Some((verb, level)) = CHANGES.into_iter().find_map(|verb| Some((verb, row.level(verb)?))) else {
                continue;
            };
            let unread = |table: &TableId| {
                role.grants.on(tables.base(*table)).level(Verb::Read).is_none()
                    && !tables.allowed(*table, Verb::Read).is_empty()
            };
            let blind: Vec<TableId> = grids::tables_of(row).filter(unread).collect();
            let Some(first) = blind.first().copied() else { continue };
            let file = role.head.location.file;
            let granted: Vec<Verb> = CHANGES.into_iter().filter(|verb| row.level(*verb).is_some()).collect();
            let (symbol, table) = (&role.head.symbol.name, tables.name(first));
            let (listed, verbs) = (names::tables(tables, &blind), names::verbs(&granted));
            let mut finding = Diagnostic::new(
                &RULE,
                row.place(file, verb),
                format!("role `{symbol}` grants {verbs} on {listed}, but not `read`"),
            )
            .marked("this needs `read`")
            .note("the platform asks for `read` before a row is made, changed, deleted or shared")
            .witness(Witness::new([("role", &**symbol), ("table", table), ("verb", verb.word())]));
            if row.cell(Verb::Read).says == Says::Nothing
                && let Some(level) = readable(tables, row, level)
            {
                let (place, word) = (row.place(file, Verb::Read), level.word());
                finding = finding
                    .label(place, "nothing is granted here")
                    .fix(Fix::replace(format!("write `{word}`"), Safety::Unsafe, place, word))
                    .help(format!("grant `read` too: write `{word}`"));
            } else {
                finding = finding.help(format!("grant `read` on `{table}` too"));
            }
            found.push(finding);
        }
    });
}

/// The level to read at, for what else the row grants.
fn readable(tables: &Tables, row: &GridRow, level: Level) -> Option<Level> {
    let widest = CHANGES.into_iter().filter_map(|verb| row.level(verb)).max().unwrap_or(level);
    grids::nearest(tables, row, Verb::Read, widest)
}
