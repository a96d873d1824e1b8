//! `conflicting-rows`

use crate::analysis::{Check, Context, grids};
use crate::catalog::privilege::Verb;
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::roles::{GridRow, Role, Says};
use crate::model::tables::{TableId, Tables};
use crate::rules::shared::each;
use crate::rules::shared::names;

crate::declare_rule! {
    /// ## What it does
    /// Finds rows of a role that give one verb on one table different levels. Some tables share their privileges: a
    /// grant on `email` is a grant on `task` and on every other activity, so their rows must agree too.
    ///
    /// ## Why is this bad?
    /// A role has each privilege once. It is unclear which of the two rows is meant.
    ///
    /// ```dictum,bad
    /// role clerk {
    ///   grid {
    ///     table  read  write
    ///     email  org   user
    ///     task   org   bu
    ///   }
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// role clerk {
    ///   grid {
    ///     table  read  write
    ///     email  org   bu
    ///   }
    /// }
    /// ```
    pub RULE = 5004 "conflicting-rows" Error "two rows of a role say different things of one privilege";
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let tables = &context.program.organisation.tables;
    each::role(context, findings, |role, found| {
        let mut rows: Vec<(TableId, usize, TableId)> = Vec::with_capacity(role.rows.len());
        for (index, row) in role.rows.iter().enumerate().filter(|(_, row)| !row.listed) {
            rows.extend(grids::tables_of(row).map(|table| (tables.base(table), index, table)));
        }
        rows.sort_unstable();
        for same in rows.chunk_by(|one, other| one.0 == other.0).filter(|same| same.len() > 1) {
            // For each verb, the first row that sets it.
            let mut said: [Option<(&GridRow, TableId)>; 8] = [None; 8];
            for (_, index, table) in same {
                let Some(row) = role.rows.get(*index) else { continue };
                let mut apart: Vec<(Verb, &GridRow, TableId)> = Vec::new();
                for (verb, first) in Verb::ALL.into_iter().zip(&mut said) {
                    let says = row.cell(verb).says;
                    match first {
                        _ if matches!(says, Says::Absent | Says::NoPrivilege) => {}
                        None => *first = Some((row, *table)),
                        Some((earlier, _)) if earlier.cell(verb).says == says => {}
                        Some((earlier, other)) => apart.push((verb, earlier, *other)),
                    }
                }
                found.extend(finding(tables, role, row, *table, &apart));
            }
        }
    });
}

fn finding(
    tables: &Tables,
    role: &Role,
    row: &GridRow,
    table: TableId,
    apart: &[(Verb, &GridRow, TableId)],
) -> Option<Diagnostic> {
    let (verb, earlier, other) = *apart.first()?;
    let file = role.head.location.file;
    let (name, before, symbol) = (tables.name(table), tables.name(other), &role.head.symbol.name);
    let verbs: Vec<Verb> = apart.iter().map(|(verb, ..)| *verb).collect();
    let verbs = names::verbs(&verbs);
    let (message, note, help) = if table == other {
        (
            format!("role `{symbol}` has two rows for `{name}` that differ in {verbs}"),
            "a role has each privilege once".to_owned(),
            "keep one of the rows".to_owned(),
        )
    } else {
        (
            format!("the platform cannot tell `{before}` and `{name}` apart, and role `{symbol}` differs in {verbs}"),
            format!("their privileges are the same: a grant on `{before}` is a grant on `{name}`"),
            "give both the same level, or keep one of the rows".to_owned(),
        )
    };
    Some(
        Diagnostic::new(&RULE, row.place(file, verb), message)
            .marked("this here")
            .label(earlier.place(file, verb), "the other level")
            .note(note)
            .help(help)
            .witness(Witness::new([("table", name), ("verb", verb.word())])),
    )
}
