//! `uncertain-level`

use rayon::prelude::*;

use crate::analysis::{Check, Context, Reads, grids};
use crate::catalog::privilege::{Level, Verb};
use crate::diagnostics::{Diagnostic, Witness, quoted_list};
use crate::model::roles::{GridRow, Role};
use crate::model::tables::{TableId, Tables};
use crate::rules::shared::words::some_of;

crate::declare_rule! {
    /// ## What it does
    /// Finds levels in the grid of a role that its table is not known to support, because environments differ or the
    /// owner of the rows is not declared: tables whose ownership is in no public reference, and `usersettings`.
    ///
    /// ## Why is this bad?
    /// The same privilege supports a level in one environment but not in another. There, the import of the role
    /// fails.
    ///
    /// ```dictum,bad
    /// role clerk {
    ///   grid {
    ///     table         read  write
    ///     usersettings  bu    user
    ///   }
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// role clerk {
    ///   grid {
    ///     table         read  write
    ///     usersettings  bu    bu
    ///   }
    /// }
    /// ```
    pub RULE = 5201 "uncertain-level" Warning "a level is granted that some environments do not take";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::ROLES, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let organisation = &context.program.organisation;
    let declared: Vec<&Role> = grids::written(organisation).collect();
    findings.par_extend(declared.into_par_iter().flat_map_iter(|role| {
        let doubtful =
            |row: &&GridRow| grids::tables_of(row).any(|table| !grids::is_certain(&organisation.tables, table));
        let cells = role.rows.iter().filter(doubtful).flat_map(|row| Verb::ALL.map(|verb| (row, verb)));
        cells.filter_map(|(row, verb)| finding(&organisation.tables, role, row, verb))
    }));
}

fn finding(tables: &Tables, role: &Role, row: &GridRow, verb: Verb) -> Option<Diagnostic> {
    let level = row.level(verb)?;
    let mut doubtful = grids::refusing(tables, row, verb, level);
    doubtful.extend(grids::lacking(tables, row, verb));
    doubtful.retain(|table| !grids::is_certain(tables, *table));
    let first = *doubtful.first()?;
    let names: Vec<&str> = doubtful.iter().map(|table: &TableId| tables.name(*table)).collect();
    let allowed = tables.allowed(first, verb);
    let takes = if allowed.is_empty() {
        format!("no environment is known to have `{}` there", verb.word())
    } else {
        format!("known to be taken: {}", quoted_list(allowed.iter().map(Level::word), "and"))
    };
    let help = match grids::nearest(tables, row, verb, level) {
        Some(near) => format!("try it, or write `{}`", near.word()),
        None => "try it, or write `-`".to_owned(),
    };
    let (verb_word, level_word) = (verb.word(), level.word());
    Some(
        Diagnostic::new(
            &RULE,
            row.place(role.head.location.file, verb),
            format!("not every environment lets {} be granted `{verb_word}` at `{level_word}`", some_of(&names, 3)),
        )
        .about(names.iter().map(|table| (*table, row.place(role.head.location.file, verb))))
        .marked(takes)
        .note("environments differ in what this table takes, and refuse a role that asks for more")
        .help(help)
        .witness(Witness::new([("table", tables.name(first)), ("verb", verb_word), ("level", level_word)])),
    )
}
